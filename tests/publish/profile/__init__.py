"""Tests of the publication profile."""

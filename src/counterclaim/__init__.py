"""Counterclaim: from conflict news to a ledger of claims."""

__version__ = "0.1.0"

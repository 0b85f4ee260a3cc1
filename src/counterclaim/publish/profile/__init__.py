"""The publication profile: what of a ledger may leave the machine; docs/publication.md says what and why."""

from __future__ import annotations

from counterclaim.publish.profile.masks import MASK, WITHHELD
from counterclaim.publish.profile.view import Published, published

__all__ = ["MASK", "WITHHELD", "Published", "published"]

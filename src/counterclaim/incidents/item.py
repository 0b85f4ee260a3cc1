"""What the stage knows of one claim: the claim itself, its report's times and publisher, and whose words it copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from counterclaim.records import Claim, Interval

Carried = Literal["live", "withdrawn", "no_longer_carried"]
"""``live``: the latest complete capture of its page carries it.  ``withdrawn``: a full later version no longer does.
``no_longer_carried``: a later capture that was shortened, paywalled, failed or a live blog does not show it; it counts
like a live one, and says so."""


@dataclass(frozen=True, slots=True)
class Item:
    """A claim as fusion, findings and grades see it.

    ``claim`` carries the fields that a person set in place of those that were read; ``judgements`` (ids) did that, or
    checked it.  ``copy_of`` is the claim whose words it copies, at the start of the chain, None where its words are its
    report's own; ``origin`` is the report in which its words begin: its own, or that claim's.  ``captured_at`` is the
    first capture of its report; ``left_at`` the capture that no longer carried it.
    """

    claim: Claim
    publisher: str | None
    published_at: Interval | None
    captured_at: dt.datetime | None
    origin: str
    copy_of: str | None = None
    carried: Carried = "live"
    left_at: dt.datetime | None = None
    checked: bool = False
    judgements: tuple[str, ...] = ()

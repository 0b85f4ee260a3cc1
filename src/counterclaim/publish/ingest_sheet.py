"""What an ingest has done, in one line: while it runs and at its end."""

from __future__ import annotations

from counterclaim.publish import words


def told(*, reports: int, known: int, claims: int, incidents: int, rejects: int, pending: int, away: int = 0) -> str:
    """Return how much came in and what it touched: ``12 reports (3 known) · 40 claims · 7 incidents touched``."""
    parts = [
        words.counted(reports, "report", "reports") + (f" ({known:,} known)" if known else ""),
        words.counted(claims, "claim", "claims"),
        words.counted(incidents, "incident", "incidents") + " touched",
    ]
    if away:
        parts.append(f"{away:,} turned away")
    if rejects:
        parts.append(f"{rejects:,} set aside")
    if pending:
        parts.append(f"{pending:,} not yet fused")
    return " · ".join(parts)

"""Checking the lexicon's files: each stage knows the types of those that it reads."""

from __future__ import annotations

from pathlib import Path

from counterclaim.claims.tables import TABLES as CLAIM_TABLES
from counterclaim.incidents.weighing import TABLES as WEIGHING_TABLES
from counterclaim.incidents.words import TABLES as FUSION_TABLES
from counterclaim.lexicon.check import check
from counterclaim.lexicon.exports import TABLES as EXPORT_TABLES
from counterclaim.lexicon.profile import TABLES as PROFILE_TABLES
from counterclaim.lexicon.tables import TABLES as CODED_TABLES
from counterclaim.reports.furniture import TABLES as REPORT_TABLES


def check_lexicon(folder: Path | None = None) -> list[str]:
    """Return the faults of the lexicon's files, the package's own or those in ``folder``, each naming its file."""
    tables = {**CLAIM_TABLES, **CODED_TABLES, **EXPORT_TABLES, **FUSION_TABLES, **PROFILE_TABLES, **WEIGHING_TABLES}
    return check({**tables, **REPORT_TABLES}, folder)

"""The flow from inputs to incidents; the only package that knows two stages.

read    inputs -> captures -> reports -> claims                                  (reading.py)
ingest  read what is not known yet -> add to the ledger -> fuse                  (ingesting.py)
            each capture carried to its claims, past the relevance gate          (engines.py, over_ray.py, gate.py)
fuse    for each batch of reports that something touched, in one transaction:    (fusing.py, round.py)
            copies of the batch's words; their live claims; units
            what hangs together with those units: the region
            ties, links -> clusters -> their ids -> incidents and series
rebuild throw away what is derived, fuse everything                              (fusing.py)
verify  every quote, every id, every judgement, rebuild equal                    (checking.py)
"""

from __future__ import annotations

from counterclaim.claims.maker import NAMES
from counterclaim.claims.workers import FEW, ReadingError
from counterclaim.pipeline.alone import Fused, fused
from counterclaim.pipeline.checking import Fault, verify
from counterclaim.pipeline.coded import coded
from counterclaim.pipeline.fusing import Progress, fuse, rebuild
from counterclaim.pipeline.ingesting import Step, ingest, reread
from counterclaim.pipeline.lexicon import check_lexicon
from counterclaim.pipeline.proof import export_captures
from counterclaim.pipeline.reading import read
from counterclaim.pipeline.reprinting import Reprint, reprints

__all__ = [
    "FEW",
    "NAMES",
    "Fault",
    "Fused",
    "Progress",
    "ReadingError",
    "Reprint",
    "Step",
    "check_lexicon",
    "coded",
    "export_captures",
    "fuse",
    "fused",
    "ingest",
    "read",
    "rebuild",
    "reprints",
    "reread",
    "verify",
]

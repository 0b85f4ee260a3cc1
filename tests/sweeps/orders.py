"""Random orders of statements: what needs another comes after it, all else is shuffled, in batches of random sizes."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from counterclaim.incidents.bind import reports_named
from counterclaim.ledger import Ledger
from counterclaim.pipeline import fuse
from counterclaim.records import Claim, Judgement, Line, Reject, Undo


def needs(line: Line) -> frozenset[str]:
    """Return the ids of the statements without which a store refuses a line."""
    match line:
        case Claim(report=report):
            return frozenset({report})
        case Judgement(act=Undo(judgement=judgement)):
            return frozenset({judgement})
        case Judgement(act=act):
            return reports_named(act)
        case _:
            return frozenset()


def shuffled(lines: Sequence[Line], draw: random.Random) -> Iterator[Line]:
    """Yield all lines in a random order that a store accepts."""
    missing = {i: len(needs(line)) for i, line in enumerate(lines)}
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for name in needs(line):
            waiting[name].append(i)
    ready = [i for i, many in missing.items() if not many]
    there: set[str] = set()
    while ready:
        at = draw.randrange(len(ready))
        ready[at], ready[-1] = ready[-1], ready[at]
        line = lines[ready.pop()]
        yield line
        name = "" if isinstance(line, Reject) else line.id
        if name not in there:
            there.add(name)
            for i in waiting[name]:
                missing[i] -= 1
                if not missing[i]:
                    ready.append(i)


def arrive(ledger: Ledger, lines: Sequence[Line], draw: random.Random, *, batches: int) -> None:
    """Add lines in a random order, in about so many batches, some lines twice; fuse now and then, and at the end."""
    order = list(shuffled(lines, draw))
    assert len(order) == len(lines)
    cuts = sorted(draw.randrange(len(order)) for _ in range(draw.randint(0, 2 * batches)))
    for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
        ledger.add(order[start:end])
        if draw.random() < 0.1:
            ledger.add(draw.sample(order[:end], min(end, 20)))
        if draw.random() < 0.6:
            fused(ledger, batch=draw.choice((1, 5, 200)))
    fused(ledger, batch=draw.choice((3, 200)))


def fused(ledger: Ledger, *, batch: int = 200) -> None:
    """Fuse all that waits."""
    for _ in fuse(ledger, batch=batch):
        pass

"""The model card and the calibration plot: docs/model-card.md and docs/calibration.svg."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from training.tune import NEVER, Measured

SHOWN: Final = ("found", "macro", "attributed", "actor", "target", "place", "date", "toll_items", "complete", "joint")
_FIELDS: Final = {"actors": "who did it", "targets": "to whom", "places": "where", "when": "when"}
Coded = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]], bool]
"""A report, its claims, and whether it is ours."""


def publish(docs: Path, found: Sequence[Coded], measured: Measured) -> None:
    """Write the card and the plot into a folder."""
    (docs / "model-card.md").write_text(card(found, measured), encoding="utf-8")
    plot(docs / "calibration.svg", measured)


def card(found: Sequence[Coded], measured: Measured) -> str:
    """Return the model card: what the weights are, what they were trained on, how well they read."""
    settings = measured.settings
    margins = [
        f"{_FIELDS[role]} never" if margin >= NEVER else f"{_FIELDS[role]} {margin:.1f}"
        for role, margin in settings.margins.items()
    ]
    form = Template(Path(__file__).with_name("card.md").read_text(encoding="utf-8"))
    return form.substitute(
        name=settings.name,
        sources="\n".join(_sources(found)),
        margins=", ".join(margins),
        finds="never" if settings.finds > 50 else f"from a logit of {settings.finds:g} on",
        drops="never" if settings.drops < -50 else f"below a logit of {settings.drops:g}",
        held=sum(not own for _, _, own in found),
        figures="\n".join(_table(measured.rows)),
    )


def _sources(found: Sequence[Coded]) -> list[str]:
    reports: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    for row, coded, own in found:
        name = "our own, in training/texts (Apache-2.0)" if own else str(row["origin"])
        reports[name] += 1
        claims[name] += len(coded)
    lines = ["| origin, licence of the texts | reports | claims |", "| --- | ---: | ---: |"]
    return lines + [f"| {name} | {count} | {claims[name]} |" for name, count in reports.most_common()]


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    cells = {
        (row["maker"], row["figure"]): f"{row['value']:.3f} ({row['low']:.2f} to {row['high']:.2f})" for row in rows
    }
    makers = ("rules", "default", "model")
    lines = ["| figure | rules | rules and model | model alone |", "| --- | --- | --- | --- |"]
    return lines + [f"| {name} | " + " | ".join(cells[maker, name] for maker in makers) + " |" for name in SHOWN]


def plot(path: Path, measured: Measured) -> None:
    """Draw the share of claims that a coder found over the score they were given."""
    with mpl.rc_context({"svg.hashsalt": "counterclaim", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(4.5, 4.2), layout="constrained")
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color="#888888", linestyle="--", linewidth=1, label="as it should be")
        scores, shares = [one.score for one in measured.bins], [one.right for one in measured.bins]
        errors = [1.96 * (one.right * (1 - one.right) / one.claims) ** 0.5 for one in measured.bins]
        axes.errorbar(scores, shares, yerr=errors, color="#0b5394", marker="o", capsize=3, label="as it is")
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share of claims that a coder found")
        axes.legend(loc="upper left")
        figure.savefig(path, metadata={"Date": None})

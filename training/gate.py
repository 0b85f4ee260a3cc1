"""Make the weights of the relevance gate: ``python -m training.gate CLAIMS_TRAIN CENTCOM``.

Windows of words that carry claims are told from windows that carry none, by logistic regression with a prior:

    for     claims-train, only what may ship (US and UK government, Wikipedia, FA-KES: public domain, OGL, CC BY, CC
            BY-SA); US Central Command's strike releases (public domain); this repository's own golden articles
    against training/general.txt and the golden articles without claims, written for this repository; the documents
            of claims-train that rightly carry none

A word's weight is its own, learnt with a strong pull to 0, and that of the lexicon's lists it stands on: so a word that
no training text holds ("howitzer") has the weight of its list.  Names are left out: the gate must not know one war.

CLAIMS_TRAIN is the folder of docs.jsonl and gold.jsonl, CENTCOM that of dev.jsonl.  Nothing of them is stored but
weights of single words.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterclaim.lexicon.load import root
from counterclaim.pipeline.gate import HALF, Weights, stem, words

HERE: Final = Path(__file__).parent
ARTICLES: Final = HERE.parent / "tests" / "cases" / "articles"
MADE: Final = HERE.parent / "src" / "counterclaim" / "lexicon"
SHIFT: Final = 2.5
"""Log-odds that are taken off: where general news and reports of conflict part in the texts above."""
EVERY: Final = 60
"""Of the strike releases, which repeat themselves, every so many is taken."""
AROUND: Final = 100
"""Code points before and after a claim's words that belong to its window."""
PULL_WORD: Final = 10.0
PULL_LIST: Final = 2.0
EQUALS: Final = 400.0
"""How many windows all examples together weigh, half for and half against."""
LEAST_FOR: Final = 8
LEAST_AGAINST: Final = 3
"""Windows of either side that must hold a word which stands on no list."""
_LISTED: Final = ("triggers", "acts", "harms", "party_nouns", "realis")
_REALIS: Final = ("nature", "trade", "figurative", "fiction", "exercises")
_NONE: Final = frozenset(
    map(
        stem,
        "the a an of and to in on for with at by from as is was were be been are it its this that he she they his "
        "her their we i you not no or but had has have who which will would said say after before than more most one "
        "two up out about into over also when there what all some so".split(),
    )
)
Window = frozenset[str]


def stems(text: str) -> list[str]:
    """Return the stems of a text's words."""
    return [stem(word) for word in words(text)]


def windows(text: str) -> list[Window]:
    """Return a text's windows as the gate takes them."""
    told = stems(text)
    return [frozenset(told[at : at + 2 * HALF]) for at in range(0, max(1, len(told) - HALF), HALF)]


def examples(claims_train: Path, centcom: Path) -> tuple[list[Window], list[Window], str]:
    """Return the windows for and against, and all text together, in which names are told from words."""
    given: list[Window] = []
    against: list[Window] = []
    texts: list[str] = []
    coded = {row["id"]: row["claims"] for row in _rows(claims_train / "gold.jsonl")}
    for row in _rows(claims_train / "docs.jsonl"):
        if not row["may_ship"]:
            continue
        text = row["text"]
        texts.append(text)
        if not coded[row["id"]]:
            against += windows(text)
        for claim in coded[row["id"]]:
            at = text.find(claim["evidence"])
            if at >= 0:
                given.append(frozenset(stems(text[max(0, at - AROUND) : at + len(claim["evidence"]) + AROUND])))
    for row in _rows(centcom / "dev.jsonl")[::EVERY]:
        texts.append(row["text"])
        given.append(frozenset(stems(row["text"])))
    for path in sorted(ARTICLES.glob("*.txt")):
        (against if path.name.startswith("no-claims") else given).extend(windows(path.read_text("utf-8")))
    general = (HERE / "general.txt").read_text("utf-8")
    against += [frozenset(stems(paragraph)) for paragraph in general.split("\n\n")]
    return given, against, "\n".join([*texts, general])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def lists() -> dict[str, set[str]]:
    """Return for each stem of the lexicon's single words the lists that it stands on."""
    tables: dict[str, dict[str, Any]] = {
        name: msgspec.toml.decode((root() / f"{name}.toml").read_bytes()) for name in _LISTED
    }
    on: dict[str, set[str]] = {}

    def put(name: str, entries: Iterable[str]) -> None:
        for entry in entries:
            told = words(entry)
            if len(told) == 1 and len(told[0]) > 2 and stem(told[0]) not in _NONE:
                on.setdefault(stem(told[0]), set()).add(name)

    triggers, harms = tables["triggers"], tables["harms"]
    for name, entries in triggers["classes"].items():
        put(f"class {name}", entries)
    for entry in [*triggers["words"], *tables["acts"]["words"]]:
        name = f"kind {entry['kind']} {entry.get('strength', 'strong')}"
        for word in [*entry.get("nouns", []), *entry.get("verbs", [])]:
            put(name, [word, *triggers["irregular"].get(word, [])])
    for name, entries in harms["groups"].items():
        put(f"group {name}", entries)
    for entry in harms["verbs"]:
        put(f"harm {entry['harm']}", " ".join(entry["forms"]).split())
    put("counted", harms["counted"])
    for name, entries in tables["party_nouns"]["heads"].items():
        put(f"head {name}", entries)
    for name in _REALIS:
        put(f"realis {name}", tables["realis"][name])
    return on


def vocabulary(given: Sequence[Window], against: Sequence[Window], text: str, listed: Iterable[str]) -> list[str]:
    """Return the stems that have a weight: listed ones, and common ones that are mostly written small."""
    small = Counter(map(stem, re.findall(r"\b[a-z]+", text)))
    large = Counter(stem(word.lower()) for word in re.findall(r"\b[A-Z][a-z]+", text))
    held, held_not = (Counter(word for window in side for word in window) for side in (given, against))
    common = {
        word
        for word in {*held, *held_not}
        if (held[word] >= LEAST_FOR or held_not[word] >= LEAST_AGAINST) and small[word] > large[word]
    }
    return sorted(word for word in {*common, *listed} if len(word) > 2 and word not in _NONE)


def fit(given: Sequence[Window], against: Sequence[Window], text: str) -> tuple[dict[str, float], float]:
    """Return the weight of each stem, and the bias: Newton's steps of a regression with a prior."""
    listed = lists()
    known = vocabulary(given, against, text, listed)
    names = sorted({name for one in listed.values() for name in one})
    column = {name: at for at, name in enumerate([*known, *(f"[{name}]" for name in names)])}
    seen = np.zeros((len(given) + len(against), len(column) + 1))
    for row, window in enumerate([*given, *against]):
        for word in window & column.keys():
            seen[row, column[word]] = 1
            for name in listed.get(word, ()):
                seen[row, column[f"[{name}]"]] += 1
    seen[:, -1] = 1
    wanted = np.r_[np.ones(len(given)), np.zeros(len(against))]
    share = np.r_[np.full(len(given), 0.5 / len(given)), np.full(len(against), 0.5 / len(against))] * EQUALS
    pull = np.r_[np.full(len(known), PULL_WORD), np.full(len(names), PULL_LIST), 1e-6]
    found = _newton(seen, wanted, share, pull)
    weight = {
        word: found[column[word]] + sum(found[column[f"[{name}]"]] for name in sorted(listed.get(word, ())))
        for word in known
    }
    return {word: round(float(value), 2) for word, value in weight.items() if round(float(value), 2)}, float(found[-1])


def _newton(
    seen: NDArray[np.float64], wanted: NDArray[np.float64], share: NDArray[np.float64], pull: NDArray[np.float64]
) -> NDArray[np.float64]:
    used = np.nonzero(seen.any(axis=0))[0]
    part, drawn = seen[:, used], pull[used]
    found = np.zeros(len(used))
    for _ in range(15):
        likely = 1 / (1 + np.exp(-part @ found))
        slope = part.T @ (share * (likely - wanted)) + drawn * found
        found -= np.linalg.solve((part.T * (share * likely * (1 - likely))) @ part + np.diag(drawn), slope)
    whole = np.zeros(len(pull))
    whole[used] = found
    return whole


def main() -> None:
    """Make the weights, and write them with their hash."""
    claims_train, centcom = map(Path, sys.argv[1:3])
    given, against, text = examples(claims_train, centcom)
    weight, bias = fit(given, against, text)
    inputs = [claims_train / "docs.jsonl", claims_train / "gold.jsonl", centcom / "dev.jsonl", HERE / "general.txt"]
    made_from = {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs}
    made = Weights(made_from=made_from, bias=round(bias - SHIFT, 2), stems=dict(sorted(weight.items())))
    body = msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"
    (MADE / "gate.json").write_bytes(body)
    (MADE / "gate.sha256").write_text(hashlib.sha256(body).hexdigest() + "\n", "ascii")
    sys.stdout.write(f"{len(given)} windows for, {len(against)} against, {len(weight)} stems, {len(body)} bytes\n")


if __name__ == "__main__":
    main()

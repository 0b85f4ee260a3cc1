"""The trained reader beside others: the same in every process, bounded on odd texts, named after what reads."""

from __future__ import annotations

from typing import Final

import pytest

from counterclaim.claims.maker import grounded, maker
from counterclaim.claims.rules import Rules
from counterclaim.claims.trained.choice import RULE
from counterclaim.claims.workers import readings
from tests.claims.reading import report

LONG: Final = "shells hit the old town and " * 1000
"""A sentence of 5,000 words and more."""
MIXED: Final = (
    "Government helicopters bombed Douma on Tuesday, killing nine people, the Civil Defence said. Another strike hit a "
    "bakery nearby. The army denied that it had bombed the town. Gunmen seized two drivers of the Red Crescent."
)


def test_workers_read_as_one_process_does() -> None:
    """Many short reports at once in two processes: the same readings, in the order of the input."""
    many = [report(f"Shells hit Taiz on Monday, killing {n} people. {MIXED}") for n in range(2, 82)]
    one = [reading for _, reading in readings(iter(many), made="both", jobs=1)]
    two = [reading for _, reading in readings(iter(many), made="both", jobs=2)]
    assert one == two
    assert all(reading and reading.claims for reading in one)


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "حمص " * 300 + "قصف الجيش السوق",
        "砲撃で市場の十二人が死亡した。" * 60,
        "🚀" * 3000,
        "\n" * 500,
        "x" * 20_000,
        "",
    ],
    ids=["one sentence", "arabic", "japanese", "signs", "lines", "one word", "nothing"],
)
def test_odd_texts_are_read_within_bounds(text: str) -> None:
    """Endless sentences, scripts outside the vocabulary, words of 20,000 letters: a grounded reading, no crash."""
    one = report(text)
    reading = maker("both").read(one)
    assert grounded(one, reading) == reading
    assert bool(reading.claims) <= (text == LONG)


def test_the_makers_say_who_they_are() -> None:
    """Each maker's name tells what reads: rules, model, or both, with their versions."""
    alone = maker("model").name
    assert alone.startswith("model@")
    assert maker("rules").name == maker("default").name == Rules.name
    assert maker("both").name == f"{Rules.name}+{alone}"


def test_a_claim_says_what_the_model_did() -> None:
    """Alone the model finds every claim itself, and each says so; the record names the maker."""
    claims = maker("model").read(report(MIXED)).claims
    assert claims
    for claim in claims:
        rules = {support.field: support.rule for support in claim.support}
        assert rules["kind"] == RULE
        assert claim.maker == maker("model").name

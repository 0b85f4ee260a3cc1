"""The golden cases hold: as files, and (test_reading) when they are read."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import Final, get_args

import pytest

from counterclaim.records import Kind
from tests.cases import cases
from tests.cases.compare import occurrences
from tests.cases.run import report_of

NAMES: Final = cases.names()
ARTICLES: Final = 40
SENTENCES: Final = 60
CONTROLS: Final = 12
WORDS: Final = range(80, 251)
_GAP: Final = re.compile(
    r"missing:(\d+)|spurious:([a-z_]+)"
    r"|field:(\d+):(?:stance|claimant|actor|target|place|country|date|count|toll|means|incident)"
)


def test_pairs() -> None:
    """Each article has its table and each table its article, and no name is used twice."""
    articles = [path.stem for folder in cases.FOLDERS for path in folder.glob("*.txt")]
    tables = [path.stem for folder in cases.FOLDERS for path in folder.glob("*.toml")]
    others = [path for folder in cases.FOLDERS for path in folder.iterdir() if path.suffix not in (".txt", ".toml")]
    assert sorted(articles) == sorted(tables)
    assert len(set(articles)) == len(articles)
    assert others == []


def test_there_are_enough() -> None:
    """The set does not shrink: articles, demo articles, sentences and controls."""
    sentences = cases.sentences()
    assert len(NAMES) >= ARTICLES
    assert sum(name.startswith("demo-") for name in NAMES) >= 12
    assert len(sentences) >= SENTENCES
    assert sum(sentence.expect == "asserted" for sentence in sentences) >= CONTROLS


def test_the_demo_stands_apart() -> None:
    """Articles whose names begin with demo- are in demo/, and only they."""
    for name in NAMES:
        assert (cases.load(name).article.parent.name == "demo") == name.startswith("demo-")


@pytest.mark.parametrize("name", NAMES)
def test_case_is_sound(name: str) -> None:
    """An article is short, dated and read whole; evidence stands in it, dates are days, tolls and gaps make sense."""
    case = cases.load(name)
    report = report_of(case.article)
    assert report.title
    assert report.publisher
    assert report.published_at is not None
    assert report.text == case.text
    assert len(case.text.split()) in WORDS
    for claim in case.claims:
        assert occurrences(claim.evidence, case.text)
        for day in filter(None, claim.date or ()):
            dt.date.fromisoformat(day)
        assert list(claim.date or ()) == sorted(claim.date or ())
        assert all(item.min >= 0 and (item.max is None or item.max >= item.min) for item in claim.toll or ())
        assert claim.country is None or re.fullmatch(r"[A-Z]{2}|", claim.country)
    for gap in case.gaps:
        match = _GAP.fullmatch(gap)
        assert match is not None, f"{gap}: not a gap's name"
        number, kind, of = match.groups()
        assert kind is None or kind in get_args(Kind)
        assert kind is not None or int(number or of) in range(1, len(case.claims) + 1)


@pytest.mark.parametrize("name", NAMES)
def test_claims_stand_in_reading_order(name: str) -> None:
    """The claims of a table stand in the order in which the article tells them."""
    case = cases.load(name)
    ends = [occurrences(claim.evidence, case.text)[0] for claim in case.claims]
    for (start, _), (_, end) in pairwise(ends):
        assert start < end


def test_every_kind_is_covered() -> None:
    """Every kind of happening is expected somewhere, and most of them more than once."""
    kinds = Counter(claim.kind for name in NAMES for claim in cases.load(name).claims)
    assert set(kinds) == set(get_args(Kind))
    assert sum(n >= 2 for n in kinds.values()) >= 28


def test_every_stance_is_covered() -> None:
    """Denials and announcements are expected often, not once for show."""
    stances = Counter(claim.stance for name in NAMES for claim in cases.load(name).claims)
    assert stances["denies"] >= 20
    assert stances["intends"] >= 8


def test_sentences_are_sound() -> None:
    """No realis sentence stands twice, each says why it is there, and only what did not happen may be history."""
    sentences = cases.sentences()
    assert len({sentence.text for sentence in sentences}) == len(sentences)
    assert all(sentence.note for sentence in sentences)
    assert {sentence.expect for sentence in sentences if sentence.background} == {"none"}
    assert {sentence.expect for sentence in sentences} == {"asserted", "denied", "intended", "none"}


def test_unknown_case_is_an_error() -> None:
    """Asking for a case that is not there is an error that names it."""
    with pytest.raises(cases.CaseError, match="no-such-case"):
        cases.load("no-such-case")

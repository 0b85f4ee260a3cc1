"""The figures of the reprints set are the ones that its reference scorer gives, and its files are found by name."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from tests.eval import gold as golds
from tests.eval.reprints import Label, Page, Pair, figures, files, found

NAMES = tuple("abcde")
STORY = (
    "Two ferries collided off the cape of Lorn on Sunday night, and nine of their passengers are still missing.",
    "Lifeboats from three harbours searched the strait until the fog closed in and the search had to be broken off.",
    "The owners said that both masters had held their licences for twenty years and had never had an accident.",
)
needs_gold = pytest.mark.skipif(not golds.HOME.is_dir(), reason="no labelled data at ../shared/gold")


def page(name: str, *, text: str = "", story: str = "s", topic: str = "t") -> Page:
    """Return a page of the set."""
    return Page(id=name, topic=topic, publisher="p", text=text, story_group=story)


@needs_gold
@given(
    st.lists(st.sampled_from("xyz"), min_size=5, max_size=5),
    st.dictionaries(
        st.sampled_from(list(combinations(NAMES, 2))),
        st.tuples(st.sampled_from(get_args(Label)), st.sampled_from([0.0, 0.19, 0.2, 0.9])),
    ),
)
def test_figures_are_the_reference_scorers(
    made: list[str], labelled: dict[tuple[str, str], tuple[Label, float]]
) -> None:
    """F1, version recall and trap rate are what the scorer of the set gives; what it leaves open is 0."""
    pairs = [Pair(a=a, b=b, label=label, containment5=share) for (a, b), (label, share) in labelled.items()]
    origin = dict(zip(NAMES, made, strict=True))
    scorer = golds.scorer("scoring", golds.HOME)

    def same(a: str, b: str) -> bool:
        return origin[a] == origin[b]

    wanted = scorer.reprints([asdict(pair) for pair in pairs], NAMES, same)
    got = {figure.figure: figure.value for figure in figures([page(name) for name in NAMES], pairs, origin)}
    for name in ("f1", "version_recall", "trap_rate"):
        assert got[name] == pytest.approx(wanted[name] or 0.0)


def test_origins_error_is_the_mean_over_topics() -> None:
    """Three origins for two stories are half too many; a topic that is right halves the error."""
    pages = [page(name, story=story) for name, story in zip("abc", "uvv", strict=True)]
    pages.append(page("d", story="w", topic="other"))
    error = figures(pages, [], {name: name for name in "abcd"})[-1]
    assert (error.value, error.n, error.higher_is_better) == (0.25, 2, False)


def test_pages_are_told_by_their_own_ids() -> None:
    """The origins of the pages come back under the ids that the set gave them."""
    pages = [page("p1", text=" ### ".join(STORY)), page("p2", text="\n".join(("Ferries collide", *STORY))), page("p3")]
    made = found(pages)
    assert made.keys() == {"p1", "p2", "p3"}
    assert made["p1"] == made["p2"] != made["p3"] == "p3"


def test_files_go_by_the_name_of_the_part(tmp_path: Path) -> None:
    """The pairs file names its pages' file, whatever the part is called; none or two of them are an error."""
    with pytest.raises(golds.MissingGoldError, match="found 0"):
        files(tmp_path)
    (tmp_path / "pairs.holdout.jsonl").touch()
    assert files(tmp_path) == (tmp_path / "holdout.jsonl", tmp_path / "pairs.holdout.jsonl")
    (tmp_path / "pairs.dev.jsonl").touch()
    with pytest.raises(golds.MissingGoldError, match="found 2"):
        files(tmp_path)

"""Words cut into windows: each word read once, whatever it is, with what stands before it."""

from __future__ import annotations

from typing import Final

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims.trained.encoder import CONTEXT, WINDOW, pieces, vectors
from counterclaim.claims.trained.weights import folder, load

WORDS: Final = st.lists(
    st.sampled_from(
        ["shells", "struck", "the", "market", "Khan", ".", "\n", "unbelievably-long-" * 40, "حمص", "🚀", "a"]
    ),
    min_size=1,
    max_size=900,
)


@given(WORDS, st.sets(st.integers(0, 900)))
def test_every_word_is_kept_once(words: list[str], cuts: set[int]) -> None:
    """The windows' own words, put together, are the words; no window is longer than the encoder reads."""
    cut = pieces(load(folder()).tokenizer, words, sorted({0, *(c for c in cuts if c < len(words))}))
    kept = 0
    for window in cut.windows:
        assert len(window.ids) <= WINDOW
        assert len(window.of) == len(window.ids) - 2
        read = window.of[-1] + 1
        assert sorted(set(window.of)) == list(range(read))
        assert window.of.index(window.context) <= CONTEXT
        kept += read - window.context
    assert kept == len(words)


def test_a_window_ends_with_a_sentence() -> None:
    """Where a sentence ends within reach, no window cuts the next one."""
    words = ["shell"] * 400
    cut = pieces(load(folder()).tokenizer, words, [0, 190, 380])
    ends = np.cumsum([window.of[-1] + 1 - window.context for window in cut.windows])
    assert ends.tolist() == [190, 380, 400]


def test_a_window_is_not_changed_by_others() -> None:
    """What is read first has the same vectors, bit for bit, whatever comes after it."""
    model = load(folder())
    short = ["Rebels", "shelled", "Taiz", "."] * 45
    alone = vectors(model.session, pieces(model.tokenizer, short, [0, 180]))
    both = vectors(model.session, pieces(model.tokenizer, short * 3, [0, 180, 360]))
    assert np.array_equal(alone, both[:180])
    assert alone.shape == (180, 384)


def test_the_graph_reads_windows_of_every_length() -> None:
    """The exported graph was traced on one length; what it makes of a word must not depend on that length."""
    model = load(folder())
    one = vectors(model.session, pieces(model.tokenizer, ["Shelling"], [0]))
    assert np.isfinite(one).all()
    many = vectors(model.session, pieces(model.tokenizer, ["Shelling"] * 250, [0]))
    assert np.isfinite(many).all()
    assert float(many.std(axis=1).min()) > 0.1

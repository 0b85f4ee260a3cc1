"""Number phrases: what they promise at least and at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims import nlp
from counterclaim.claims.numbers import lexicon, number_at, numbers


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("7 men", 7, 7),
        ("3,400 men", 3400, 3400),
        ("1.500 men", 1500, 1500),
        ("2.5 million people", 2_500_000, 2_500_000),
        ("600k people", 600_000, 600_000),
        ("thirty - four men", 34, 34),
        ("a hundred and nine men", 109, 109),
        ("six thousand two hundred men", 6200, 6200),
        ("half a million people", 500_000, 500_000),
        ("a quarter of a million people", 250_000, 250_000),
        ("three and a half million people", 3_500_000, 3_500_000),
        ("three dozen men", 36, 36),
        ("half a dozen men", 6, 6),
        ("a soldier", 1, 1),
        ("another soldier", 1, 1),
        ("no soldier", 0, 0),
        ("nobody", 0, 0),
        ("about 70 men", 70, 70),
        ("nearly 70 men", 70, 70),
        ("some 70 men", 70, 70),
        ("another 12 men", 12, 12),
        ("the 14 men", 14, 14),
        ("up to 60 men", 0, 60),
        ("as many as 60 men", 0, 60),
        ("no more than 8 men", 0, 8),
        ("fewer than 8 men", 0, 7),
        ("between 15 and 25 men", 15, 25),
        ("15 - 25 men", 15, 25),
        ("15–25 men", 15, 25),
        ("15 to 25 men", 15, 25),
        ("four or five men", 4, 5),
        ("two to three hundred men", 200, 300),
    ],
)
def test_exact_and_closed_numbers(phrase: str, low: int, high: int) -> None:
    """Figures, number words and closed bounds give the lowest and the highest count."""
    number = number_at(phrase.split(), 0)
    assert number is not None
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("phrase", "low"),
    [
        ("at least 14 men", 14),
        ("more than 14 men", 14),
        ("over 14 men", 14),
        ("no fewer than 14 men", 14),
        ("well over 14 men", 14),
        ("at least another 14 men", 14),
        ("14 or more men", 14),
        ("14+ men", 14),
        ("dozens of men", 24),
        ("several dozen men", 24),
        ("scores of men", 40),
        ("hundreds of men", 200),
        ("several hundred men", 200),
        ("tens of thousands of men", 20_000),
        ("hundreds of thousands of men", 200_000),
        ("millions of men", 2_000_000),
        ("several men", 3),
        ("numerous men", 3),
        ("a number of men", 3),
        ("a few men", 3),
        ("an unknown number of men", 2),
        ("some men", 2),
    ],
)
def test_open_numbers(phrase: str, low: int) -> None:
    """What promises only a floor, vague words among it, leaves the top open."""
    number = number_at(phrase.split(), 0)
    assert number is not None
    assert (number.low, number.high) == (low, None)


@pytest.mark.parametrize(
    "phrase", ["12 - year", "30 %", "30 percent", "the men", "men", "and", "9" * 5000, "1.2345 men"]
)
def test_no_numbers(phrase: str) -> None:
    """Percentages, the numbers of compounds, plain words and absurd figures are no counts."""
    assert number_at(phrase.split(), 0) is None


def test_change_is_not_a_range() -> None:
    """After a verb of change "from 5 to 9" is two figures, elsewhere it is a range."""
    assert number_at("rose from 5 to 9".split(), 1) is None
    ranged = number_at("hit from 5 to 9".split(), 1)
    assert ranged is not None
    assert (ranged.low, ranged.high) == (5, 9)


def test_money_is_no_count() -> None:
    """A sum of money counts nobody."""
    assert number_at(["$", "500", "thousand"], 1) is None


def test_numbers_of_a_text() -> None:
    """A text's numbers come in reading order, and the figure of a weapon's name is not one of them."""
    doc = nlp.parse("Two Su-25 jets dropped at least six bombs on 14 houses.")
    found = numbers(doc)
    assert [(n.low, n.high) for n in found] == [(2, 2), (6, None), (14, 14)]
    assert [doc[n.start : n.end].text for n in found] == ["Two", "at least six", "14"]


@given(
    st.lists(
        st.sampled_from([*lexicon().units, *lexicon().scales, *lexicon().before, "and", "to", "-", "12", "of"]),
        max_size=30,
    )
)
def test_any_words_read_without_fault(phrases: list[str]) -> None:
    """Whatever words stand in a row, a number ends within them and never promises more than it allows."""
    words = " ".join(phrases).split()
    for at in range(len(words)):
        number = number_at(words, at)
        if number is not None:
            assert at <= number.start < number.end <= len(words)
            assert number.high is None or 0 <= number.low <= number.high

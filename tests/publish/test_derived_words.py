"""The fields of incidents in plain words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counterclaim.publish import derived_words as words
from counterclaim.records import Figure, Grade, GradeName, PartyName, Spread, Standing, Tally, Voices
from tests.publish.derived import ARDANIA, OPPOSED, SERIES, day


def one(low: int, high: int | None, standing: Standing = "stands") -> Figure:
    """Return a figure of no claim in particular."""
    return Figure(claim="c1", voice="A", low=low, high=high, words="", said_at=day(7), standing=standing)


@pytest.mark.parametrize(
    ("low", "high", "figures", "shown"),
    [
        (43, None, [one(43, None), one(126, None)], "43–126+"),
        (43, 126, [one(43, 43), one(126, 126)], "43–126"),
        (43, 43, [one(43, 43)], "43"),
        (12, None, [one(12, None)], "12+"),
        (0, 40, [one(0, 40)], "0–40"),
        (0, 0, [one(0, 0)], "0"),
        (1200, 3000, [one(1200, 3000)], "1,200–3,000"),
        (43, None, [one(43, None), one(500, 500, "copy")], "43+"),
        (43, 43, [one(43, 43), one(200, None)], "43"),
        (None, None, [one(3, 3, "withdrawn")], "no figure stands"),
    ],
)
def test_a_range(low: int | None, high: int | None, figures: list[Figure], shown: str) -> None:
    """The range runs from the lowest to the highest figure that stands, with + where the top is open."""
    tally = Tally(harm="killed", who="people", low=low, high=high, figures=tuple(figures))
    assert words.span(tally) == shown


def test_the_accused_sides_figure_stands_beside() -> None:
    """What the accused side says is never the low end: it stands beside the range, or alone and marked."""
    beside = Tally(harm="killed", who="people", low=43, high=43, figures=(one(43, 43), one(2, 2, "accused")))
    alone = Tally(harm="wounded", who="combatants", low=None, high=None, figures=(one(2, 2, "accused"),))
    gone = Tally(harm="missing", who="women", low=None, high=None, figures=(one(2, 2, "withdrawn"),))
    quiet = Tally(harm="killed", who="civilians", low=None, high=None, figures=(one(9, 9, "part"),))
    assert words.toll((gone, quiet, beside, alone)) == {
        "killed": ("43 (accused side: 2)",),
        "wounded": ("2 combatants by the accused side",),
        "missing": ("no figure stands for women",),
    }


def test_people_come_before_groups() -> None:
    """All people stand first and need no noun; groups follow with theirs, and nothing is added up."""
    assert words.toll(reversed(OPPOSED.toll)) == {
        "killed": ("70–126+", "60 children", "12 combatants by the accused side"),
        "wounded": ("24+",),
    }


@pytest.mark.parametrize(
    ("known", "possibly", "shown"),
    [(0, 0, "no voice"), (1, 1, "1 voice"), (2, 5, "2 voices (possibly 5)"), (0, 3, "0 voices known (possibly 3)")],
)
def test_voices(known: int, possibly: int, shown: str) -> None:
    """Two counts stand where ownership is not known."""
    assert words.voices(Voices(known=known, possibly=possibly, names=())) == shown


def test_spread() -> None:
    """Spread counts origins and carriers."""
    assert words.spread(Spread(origins=1, carriers=12)) == "1 origin, 12 carriers"


def test_labels_are_neutral() -> None:
    """A party of the register has its neutral label; other words stand in quotation marks, as they are written."""
    assert words.party(PartyName(name="FSA gunmen", party="fsa")) == "Free Syrian Army"
    assert words.party(PartyName(name="Jabhat al-Nusra")) == "Al-Nusra Front"
    assert words.party(PartyName(name="terrorists")) == "“terrorists”"
    assert words.party(PartyName(name="terrorists", party="no-such-id")) == "“terrorists”"


def test_what_is_not_stated_is_said() -> None:
    """A time and a place that nobody states, or on which voices differ, are told as that."""
    disputed = tuple(replace(finding, state="contested") for finding in OPPOSED.findings)
    differing = replace(OPPOSED, when=None, place=None)
    assert (words.when(differing), words.where(differing)) == ("time told differently", "Syria, place told differently")
    nowhere = replace(differing, findings=())
    assert (words.when(nowhere), words.where(nowhere)) == ("time not stated", "Syria, place not stated")
    open_to_doubt = replace(nowhere, findings=disputed, country=None)
    assert (words.when(open_to_doubt), words.where(open_to_doubt)) == ("time contested", "place contested")
    assert words.where(OPPOSED, point=True) == "Harun (33.51° N, 36.27° E ± 2 km), Syria"
    assert words.where(OPPOSED) == "Harun, Syria"


def test_the_firmest_charge_comes_first() -> None:
    """Grades are ordered from confirmed to discounted, and one without a grade is last."""
    names: tuple[GradeName | None, ...] = (None, "discounted", "weak", "confirmed", "contested", "fair")
    grades = [Grade(belligerent=ARDANIA, status="likely", grade=name, reasons=()) for name in names]
    ordered = [grade.grade for grade in words.by_grade(grades)]
    assert ordered == ["confirmed", "fair", "weak", "contested", "discounted", None]
    assert words.grade(grades[0]) == "no grade: “Ardania”"


def test_a_series_contests_nothing() -> None:
    """A series has no findings, and one kind."""
    assert (words.contested(SERIES), words.kind(SERIES)) == ((), "air strike")
    assert words.contested(OPPOSED) == ("targets", "toll", "stance")

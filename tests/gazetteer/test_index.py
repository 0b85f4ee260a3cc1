"""The index: what a name reaches, in what order, and what one pass over a text finds."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.shard import Shard
from tests.gazetteer.raws import index, raw, written

FILES = ("manifest.json", "names.trie", "starts.bin", "postings.bin", "places.bin", "text.bin")


def test_a_name_in_three_scripts(tmp_path: Path) -> None:
    """A place is found by its names in Latin, Arabic and Cyrillic letters, whatever stands beside it."""
    found = index(tmp_path, raw("Ḩamāh", "Hama", "حماة", "Хама", people=5))
    for name in ("hama", "HAMAH", "حماه", "хама", "Al-Hama"):
        assert [entry.name for entry in found.named(name)] == ["Ḩamāh"], name


def test_how_a_name_was_met(tmp_path: Path) -> None:
    """A candidate says which of its names was met and how; exact names come before variants, then people count."""
    small = raw("Salma", people=10)
    known = index(tmp_path, raw("Selma", people=900), small, raw("Jabal", "Salma", people=500))
    got = [(match.entry.name, match.name, match.how) for match in known.matches("Salma")]
    assert got == [("Jabal", "Salma", "other name"), ("Salma", "Salma", "name"), ("Selma", "Selma", "variant")]


def test_no_variants_where_no_such_script_is_at_home(tmp_path: Path) -> None:
    """Nothing is guessed over the whole world: a town of the USA is found by its own spelling alone."""
    assert index(tmp_path, raw("Selma", country="US")).named("Salma") == ()


def test_ten_thousand_candidates_are_bounded(tmp_path: Path) -> None:
    """A name that 10,000 places bear gives as many as were asked for, the most prominent first."""
    known = index(tmp_path, *(raw("Santa Cruz", country="BO", people=number) for number in range(10_000)))
    assert [entry.population for entry in known.named("santa cruz", 3)] == [9999, 9998, 9997]
    assert len(known.named("Santa Cruz")) == 100


def test_entries_come_back_as_they_went_in(tmp_path: Path) -> None:
    """All that was written of a place is read again, and both its ids lead to it."""
    place = raw("Tokhar", "Tukhar", id="counterclaim:sy-tokhar", people=3)
    place.also, place.claimed_by, place.division = "geonames:5", ("IL", "SY"), "geonames:9"
    entry = index(tmp_path, place, raw("Other")).entry("counterclaim:sy-tokhar")
    assert entry is not None
    assert (entry.lat_deg, entry.lon_deg, entry.radius_m) == (35.5, 36.5, 1000)
    assert (entry.claimed_by, entry.division, entry.population) == (("IL", "SY"), "geonames:9", 3)
    assert (entry.feature, entry.precision, entry.source) == ("settlement", "settlement", "a test")
    assert index(tmp_path / "again", place).entry("geonames:5") == entry
    assert index(tmp_path / "none", place).entry("geonames:6") is None


def test_a_place_without_a_point_has_none(tmp_path: Path) -> None:
    """Where only the name is known, point and radius are None, never 0, 0."""
    place = raw("Nowhere")
    place.lat = place.lon = place.radius_m = None
    (entry,) = index(tmp_path, place).named("Nowhere")
    assert (entry.lat_deg, entry.lon_deg, entry.radius_m) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Khan Sheikhoun in Idlib", 2, "khan sheikhoun"),
        ("Khan Younis", 1, "khan"),
        ("al - Bab was", 3, "bab"),
        ("al-Bab was", 1, "bab"),
        ("al-Bab Hawa", 2, "bab hawa"),
        ("Deir ez - Zor city", 4, "deir ez zor"),
        ("Deir , ez Zor", None, None),
        ("Sana ' a", 3, "sana a"),
        ("nothing", None, None),
        (", Khan", None, None),
        ("خان شيخون", 2, "خان شيخون"),
    ],
)
def test_the_longest_name_at_a_word(tmp_path: Path, text: str, words: int | None, name: str | None) -> None:
    """The longest name wins; hyphens join, commas part, and the article may stand before a name that lacks it."""
    known = index(
        tmp_path,
        raw("Khan"),
        raw("Khan Sheikhoun", "خان شيخون"),
        raw("Bab"),
        raw("Bab Hawa"),
        raw("Deir ez-Zor"),
        raw("Sana a"),
    )
    hit = known.longest(text.split(), 0)
    assert (hit and hit.words, hit and hit.name) == (words, name)


NAMES = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=4), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=6, unique=True), text=st.lists(NAMES, max_size=8))
def test_longest_agrees_with_looking_at_every_run(tmp_path: Path, names: list[str], text: list[str]) -> None:
    """What one walk of the trie finds is what trying every run of words would find."""
    known = index(tmp_path, *(raw(name, country="US") for name in names))
    words = " ".join(text).split()
    for at in range(len(words)):
        hit = known.longest(words, at)
        runs = [count for count in range(1, len(words) - at + 1) if known.named(" ".join(words[at : at + count]), 1)]
        assert (hit.words if hit else 0) == max([count for count in runs if count <= 8], default=0)


@given(st.text(max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_hostile_names_find_nothing_and_break_nothing(tmp_path: Path, name: str) -> None:
    """Whatever the name, the answer is a bounded list; ids and inner keys cannot be asked for as names."""
    known = index(tmp_path, raw("Idlib", id="geonames:169389"))
    assert len(known.named(name)) <= 1
    assert known.named("\x01geonames:169389") == ()
    hit = known.longest([name, "Idlib"], 0)
    assert hit is None or hit.name == "idlib"  # "ar Idlib" is Idlib with an article


def test_nearly_spelt_names_are_offered_not_taken(tmp_path: Path) -> None:
    """A name with a slip finds nothing, and what it may have meant is offered beside."""
    known = index(tmp_path, raw("Kafr Nabudah"), raw("Qalaat"))
    assert known.named("Kafr Nabudahx") == ()
    assert known.alike("Kafr Nabudahx") == ("Kafr Nabudah",)
    assert known.alike("zzz") == ()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "empty"])
def test_a_broken_file_is_told(tmp_path: Path, name: str, harm: str) -> None:
    """An index with a file missing, cut off, changed or emptied is refused, never read."""
    file = written(tmp_path, [raw("Idlib"), raw("Hama")]) / name
    body = bytearray(file.read_bytes())
    if harm == "gone":
        file.unlink()
    else:
        body[len(body) // 2] ^= 0xFF
        file.write_bytes(bytes({"cut": body[:-3], "changed": body, "empty": bytearray()}[harm]))
    with pytest.raises(GazetteerError, match="not whole"):
        Shard(tmp_path)

"""The lexicon's checker: what a coder's edit may break."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.pipeline import check_lexicon as check

PARTY = 'party = [\n  {{ id = "a", kind = "armed_group", names = ["Blue Front", "BF"] }},\n  {0}\n]\n'
PLACES = "area = [\n]\nplace = [\n  {0}\n]\n"


def faults(folder: Path, name: str, text: str) -> list[str]:
    """Return the faults of one lexicon file with this text."""
    file = folder / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return check(folder)


def test_own_lexicon_has_no_fault() -> None:
    """The lexicon that ships keeps its own rules."""
    assert check() == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{ id = "b", kind = "armed_group", names = ["blue front"] },', "names two parties"),
        ('{ id = "a", kind = "state", names = ["Other"] },', "stands twice"),
        ('{ id = "b", kind = "warlord", names = ["Other"] },', "Invalid enum value"),
        ('{ id = "b", kind = "state", names = [] },', "no name"),
        ('{ id = "b", kind = "state", names = [""] },', "empty"),
        ('{ id = "B b", kind = "state", names = ["Other"] },', "lower-case"),
        ('{ id = "b", kind = "state", names = ["Other"], country = "Syria" },', "ISO 3166"),
        ('{ id = "b", kind = "state", names = ["Other"], colour = "red" },', "unknown field"),
    ],
)
def test_a_bad_party_is_told(tmp_path: Path, line: str, told: str) -> None:
    """A party that shares an alias or id, has no name or an unknown kind or field is a fault that says so."""
    found = faults(tmp_path, "parties/blue", PARTY.format(line))
    assert len(found) == 1
    assert told in found[0]
    assert found[0].startswith("parties/blue: ")


def test_an_acronym_is_not_the_word_it_looks_like(tmp_path: Path) -> None:
    """Case tells a party named IS from one named Is."""
    text = PARTY.format('{ id = "b", kind = "state", names = ["Bf"] },')
    assert faults(tmp_path, "parties/blue", text) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '{ names = ["X"], country = "SY", precision = "settlement", lat = 91.0, lon = 1.0, radius_m = 10 },',
            "no point",
        ),
        ('{ names = ["X"], country = "SY", precision = "settlement", lat = 9.0 },', "together"),
        (
            '{ names = ["X"], country = "SY", precision = "settlement", lat = 9.0, lon = 1.0, radius_m = 0 },',
            "above 0",
        ),
        ('{ names = ["X"], country = "SY", precision = "hamlet" },', "Invalid enum value"),
    ],
)
def test_a_bad_place_is_told(tmp_path: Path, line: str, told: str) -> None:
    """A place off the globe, with half a point, no extent or an unknown precision is a fault that says so."""
    found = faults(tmp_path, "places", PLACES.format(line))
    assert len(found) == 1
    assert told in found[0]


def test_two_places_of_one_state_cannot_share_a_name(tmp_path: Path) -> None:
    """The same name twice in one state is a fault, in two states it is none."""
    line = '{{ names = ["{0}"], country = "{1}", precision = "settlement" }},'
    same = PLACES.format(line.format("Marj", "SY") + line.format("al-Marj", "SY") + line.format("marj", "SY"))
    assert len(faults(tmp_path, "places", same)) == 1
    other = PLACES.format(line.format("Marj", "SY") + line.format("Marj", "LY"))
    assert faults(tmp_path, "places", other) == []


def test_broken_toml_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    """A file that is no TOML is told by name, and the other files are checked all the same."""
    (tmp_path / "kinds.toml").write_text("battle = [", encoding="utf-8")
    found = faults(tmp_path, "places", PLACES.format('{ names = [], country = "SY", precision = "near" },'))
    assert [f.partition(":")[0] for f in found] == ["kinds", "places"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('[[words]]\nkind = "strike"\nnouns = ["x"]\n', "is no kind"),
        ('[[frames]]\nkind = "shelling"\nverbs = ["fire"]\ntakes = ["cannons"]\n', "no class of words"),
    ],
)
def test_a_trigger_of_no_kind_or_class_is_told(tmp_path: Path, entry: str, told: str) -> None:
    """A trigger must speak of a kind of the closed list, and of classes of words that the file defines."""
    rest = "" if "[[words]]" in entry else '[[words]]\nkind = "shelling"\nnouns = ["shelling"]\n'
    rest += "" if "[[frames]]" in entry else '[[frames]]\nkind = "shelling"\nverbs = ["fire"]\ntakes = ["guns"]\n'
    text = f'[irregular]\n[classes]\nguns = ["gun"]\n{rest}{entry}'
    assert [told in fault for fault in faults(tmp_path, "triggers", text)] == [True]


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    """A file with a misspelt name would be edited in vain: it is a fault."""
    assert "no reader knows this file" in faults(tmp_path, "partys", "a = 1\n")[0]

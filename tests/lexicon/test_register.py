"""The register of parties: what is known of whom, since when and from where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from counterclaim.errors import LexiconError
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.register import files, register
from counterclaim.pipeline import check_lexicon as check

CONFLICTS = ("syria", "iraq", "lebanon", "palestine-israel", "ukraine-russia", "yemen", "sudan", "afghanistan")
PARTY = 'party = [\n  {{ id = "a", kind = "outlet", names = ["Blue Post"] }},\n  {{ id = "b", {0} }},\n]\n'
REST = 'kind = "agency", names = ["Red Wire"]'


def test_the_eight_conflicts_are_covered() -> None:
    """Each conflict has a file of its own, and together they hold more than five hundred parties."""
    sizes = {name.removeprefix("parties/"): len(table.party) for name, table in files()}
    assert min(sizes[name] for name in CONFLICTS) > 40
    assert sum(sizes[name] for name in CONFLICTS) >= 500


def test_every_state_has_its_arms() -> None:
    """Every state of countries.toml is a party, and so are its forces, ministries and police, by stable ids."""
    for iso, state in countries().items():
        party, ministry = register().get(iso.lower()), register().get(f"{iso.lower()}-foreign-ministry")
        assert party is not None
        assert ministry is not None
        assert (party.kind, party.names[0]) == ("state", state.names[0])
        assert (ministry.kind, ministry.country) == ("government", iso)


@pytest.mark.parametrize("party", ["", "-", "zz", "zz-forces", "sy-", "sy-flutes", "SY-forces", "nobody"])
def test_what_is_not_there_is_none(party: str) -> None:
    """An id of no file and no rule is answered with None."""
    assert register().get(party) is None


def test_a_listed_arm_keeps_the_names_of_the_rule() -> None:
    """An arm that a file names otherwise is found by both, and shown by the name of the file."""
    pentagon = register().get("us-defence-ministry")
    assert pentagon is not None
    assert pentagon.names[0] == "Pentagon"
    assert "American defence ministry" in pentagon.names


def test_shown_names_are_neutral() -> None:
    """A loaded word may match, but no party is shown by one."""
    loaded = {"regime", "terrorist", "terrorists", "mercenaries", "proxy", "puppet", "occupation", "thugs"}
    named = [party.names[0].casefold().split() for party in register().parties.values()]
    assert [" ".join(name) for name in named if loaded & set(name)] == []


@pytest.mark.parametrize(
    ("party", "day", "side"),
    [
        ("nusra", dt.date(2015, 10, 7), ["al-qaeda"]),
        ("nusra", dt.date(2016, 10, 1), []),
        ("nusra", dt.date(2018, 1, 1), ["hts"]),
        ("hts", dt.date(2025, 6, 1), []),
        ("rsf", dt.date(2020, 1, 1), ["sd-forces"]),
        ("saleh-forces", dt.date(2016, 1, 1), ["houthis"]),
        ("saleh-forces", dt.date(2018, 1, 1), []),
        ("af-government", dt.date(2020, 1, 1), ["af-republic"]),
        ("af-government", dt.date(2022, 1, 1), ["taliban"]),
        ("sdf", dt.date(2025, 6, 1), ["global-coalition", "sy-government"]),
    ],
)
def test_sides_change_with_time(party: str, day: dt.date, side: list[str]) -> None:
    """Whom a party stands with is told for the day, and nobody where the register knows of none."""
    assert [tie.party for tie in register().parties[party].side_at(day) or ()] == side


@pytest.mark.parametrize(
    ("party", "day", "owner"),
    [
        ("hurriyet", dt.date(2017, 1, 1), ["dogan-holding"]),
        ("hurriyet", dt.date(2019, 1, 1), ["demiroren-holding"]),
        ("hurriyet", dt.date(2018, 5, 15), []),
        ("ndtv", dt.date(2015, 10, 7), ["rrpr-holding"]),
        ("ndtv", dt.date(2023, 1, 1), ["adani-group"]),
        ("rt", dt.date(2020, 1, 1), ["tv-novosti"]),
        ("zaman-al-wasl", dt.date(2020, 1, 1), []),
    ],
)
def test_owners_change_with_time(party: str, day: dt.date, owner: list[str]) -> None:
    """Who owned an outlet on a day is told where it is certain, and not in the month of a sale."""
    assert [tie.by for tie in register().parties[party].owner_at(day) or ()] == owner


def test_ids_of_the_register_are_told_apart_from_states() -> None:
    """Iceland's id is not that of the group whose acronym is its code."""
    iceland = register().get("is")
    assert iceland is not None
    assert iceland.names[0] == "Iceland"
    assert Counter(party.id for _, table in files() for party in table.party).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f'{REST}, owner = [{{ by = "nobody", source = "x" }}]', "tied to 'nobody'"),
        (f'{REST}, side = [{{ with = "xx-army", source = "x" }}]', "tied to 'xx-army'"),
        (
            f'{REST}, owner = [{{ by = "a", from = "2015", to = "2014", source = "x" }}]',
            "line 3: a tie needs from before",
        ),
        (f'{REST}, owner = [{{ by = "a", from = "May 2015", source = "x" }}]', "line 3: a date is a year"),
        (f'{REST}, owner = [{{ by = "a" }}]', "line 3: Object missing required field `source`"),
        (f'{REST}, owner = [{{ by = "a", source = "" }}]', "line 3: a tie needs a source"),
        (f'{REST}, owners = [{{ by = "a", source = "x" }}]', "line 3: Object contains unknown field `owners`"),
        ('kind = "agency", names = ["Red Wire]', "line 3, column"),
    ],
)
def test_a_broken_entry_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    """A tie to nobody, impossible dates, a missing source and broken TOML name the file, and the line where it can."""
    folder = tmp_path / "parties"
    folder.mkdir()
    (folder / "press.toml").write_text(PARTY.format(line), encoding="utf-8")
    (fault,) = check(tmp_path)
    assert fault.startswith("parties/press: ")
    assert told in fault


def test_a_fault_is_told_at_the_line_of_its_entry(tmp_path: Path) -> None:
    """Brackets and quotes in names and comments, and ties over several lines, do not lead the count of lines astray."""
    folder = tmp_path / "parties"
    folder.mkdir()
    text = (
        '# party = [ "no\nparty = [\n  { id = "a", kind = "outlet", names = ["The [Blue] {Post}"], side = [\n'
        '    { with = "sy", source = "x" },\n  ] },\n  # {{ [\n\n'
        '  { id = "b", kind = "paper", names = [\'"Red"\'] },\n]\n'
    )
    (folder / "press.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"press\.toml, line 8: Invalid enum value 'paper'"):
        list(files(tmp_path))


def test_ids_and_names_are_unique_across_files(tmp_path: Path) -> None:
    """An id or a name that stands in two files is a fault that names both."""
    folder = tmp_path / "parties"
    folder.mkdir()
    (folder / "one.toml").write_text(PARTY.format(REST), encoding="utf-8")
    (folder / "two.toml").write_text(
        'party = [\n  { id = "b", kind = "outlet", names = ["Blue Post"] },\n]\n', encoding="utf-8"
    )
    assert check(tmp_path) == [
        "parties/two: b: the id stands twice, also in parties/one",
        "parties/two: 'Blue Post' names two parties: a and b",
    ]


def test_a_states_id_cannot_be_taken(tmp_path: Path) -> None:
    """A party under a state's code would be that state in every claim."""
    folder = tmp_path / "parties"
    folder.mkdir()
    (folder / "one.toml").write_text(
        'party = [{ id = "sy", kind = "outlet", names = ["Blue Post"] }]\n', encoding="utf-8"
    )
    assert check(tmp_path) == ["parties/one: sy: is a state's id"]

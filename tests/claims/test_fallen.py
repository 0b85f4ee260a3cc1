"""Who is named as the fallen after a form of "to be"."""

from __future__ import annotations

import pytest

from tests.claims.reading import only


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Among the dead in the bombing were a judge and two soldiers.", ["judge", "soldiers"]),
        ("The victims of the air strike were residents of the camp.", ["residents"]),
        ("The dead in the air strike were children.", ["children"]),
    ],
)
def test_fallen(text: str, named: list[str]) -> None:
    """Who stands after the verb was hit."""
    assert [target.name for target in only(text).event.targets] == named


def test_members_are_of_their_group() -> None:
    """Fighters who "were from" a group are its losses."""
    claim = only("Most of the fighters killed in the air strike were from the Cedar Brigade, witnesses said.")
    assert "Cedar Brigade" in [target.name for target in claim.event.targets]


def test_others_are_not_the_fallen() -> None:
    """A form of "to be" about something else names no victim."""
    claim = only("A shell hit a school in Taiz, where teachers were from the capital.")
    assert [target.name for target in claim.event.targets] == ["school"]

"""Places of care and shelter: told by their words, named no more, and said less exactly where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.geo import distance_m, touches
from counterclaim.ledger import Box
from counterclaim.publish.profile.masks import masker
from counterclaim.publish.profile.sites import coarse, grown, site_names, tells_site
from counterclaim.records import Place

POINTS = st.builds(
    Place,
    name=st.just("clinic"),
    lat_deg=st.floats(-89.9, 89.9),
    lon_deg=st.floats(-180, 180),
    radius_m=st.floats(1, 60_000),
    precision=st.just("exact"),
    gazetteer_id=st.none(),
    area_id=st.none(),
    country=st.none(),
    alternatives=st.just(()),
)


@pytest.mark.parametrize(
    "text",
    [
        "Al-Nour hospital",
        "two clinics",
        "the Qah refugee camp",
        "a bomb shelter",
        "an aid convoy",
        "trucks carrying food",
        "UN humanitarian trucks",
        "a school where displaced families sheltered",
        "medical facilities",
    ],
)
def test_places_of_care_and_aid_on_the_move_are_told(text: str) -> None:
    """Hospitals, clinics, camps, shelters, schools that shelter, and aid on the move."""
    assert tells_site(text)


@pytest.mark.parametrize("text", ["a training camp", "a military convoy", "a school", "the camping season", "Campbell"])
def test_other_places_are_not(text: str) -> None:
    """A training camp, a military convoy, a school that shelters nobody are none."""
    assert not tells_site(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Al-Nour hospital in the town of Saraqib", "███████ hospital in the town of Saraqib"),
        ("the Qah refugee camp", "the ███ refugee camp"),
        ("the camp of Taloul", "the camp of ██████"),
        ("the National Hospital in Idlib", "the National Hospital in Idlib"),
        ("a Syrian field hospital", "a Syrian field hospital"),
        ("Fighting in Homs. The Homs hospital was hit.", "Fighting in Homs. The ████ hospital was hit."),
    ],
)
def test_the_name_of_such_a_place_is_withheld_and_its_town_stays(text: str, masked: str) -> None:
    """What kind of place it was, and the town, stay; a town's name is masked only where it is the place's too."""
    assert masker(site_names(text))(text) == masked


@given(POINTS)
def test_the_coarse_circle_covers_the_true_one(place: Place) -> None:
    """The circle is never smaller nor beside: nothing is said more exactly than it is known."""
    wide = coarse(place)
    assert place.lat_deg is not None
    assert place.lon_deg is not None
    assert place.radius_m is not None
    assert wide.lat_deg is not None
    assert wide.lon_deg is not None
    assert wide.radius_m is not None
    apart = distance_m(place.lat_deg, place.lon_deg, wide.lat_deg, wide.lon_deg)
    assert apart + place.radius_m <= wide.radius_m or wide == place
    assert coarse(wide) == wide
    assert wide.precision == "district" or place.radius_m >= 20_000


@given(POINTS, st.floats(-80, 80), st.floats(-179, 178), st.floats(0, 5), st.floats(0, 30))
def test_the_grown_box_holds_what_the_coarse_circle_touches(
    place: Place, south: float, west: float, tall: float, wide: float
) -> None:
    """A place whose coarse circle touches a box is met by the box that the ledger is asked for."""
    east = west + wide if west + wide <= 180 else west + wide - 360
    box = Box(west=west, east=east, south=south, north=min(90.0, south + tall))
    assert not touches(coarse(place), box) or touches(place, grown(box))


def test_a_place_without_a_point_tells_no_ids_either() -> None:
    """Ids of the gazetteer lead to the point; the states that claim it stay."""
    place = Place(
        name="Qah camp", gazetteer_id="own:1", area_id="own:2", precision="near", alternatives=("SY", "own:3")
    )
    assert coarse(place) == Place(name="Qah camp", precision="district", alternatives=("SY",))

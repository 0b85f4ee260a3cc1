"""Files over HTTP: exports with their loss reports, GeoJSON by the page, the fixed list of static files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counterclaim.ledger import Query
from counterclaim.publish.exports import export, formats
from counterclaim.publish.exports.loss import LossReport
from counterclaim.publish.profile import published
from counterclaim.web.files import SERVED
from tests.publish.derived import OPPOSED
from tests.web.held import Shown, showing


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


@pytest.mark.parametrize("name", sorted(formats()))
def test_an_export_is_the_librarys_own(held: Shown, name: str) -> None:
    """The file is what the export writes of the masked ledger, with its name, its length and its loss report."""
    answer = held.get(f"/api/v1/export/{name}?kind={OPPOSED.kinds[0]}")
    view = published(held.door.ledgers.view(), dt.datetime.now(dt.UTC))
    made = export(view, Query(kind=OPPOSED.kinds[0]), name)
    assert answer.content == b"".join(made.content)
    assert answer.headers["content-type"].partition(";")[0] == formats()[name].media_type.partition(";")[0]
    assert answer.headers["content-length"] == str(len(answer.content))
    assert f'filename="incidents-{name}{formats()[name].suffix}"' in answer.headers["content-disposition"]
    linked = answer.headers["link"]
    assert linked.endswith('>; rel="describedby"')
    told = held.get(linked[1:].partition(">")[0])
    assert msgspec.json.decode(told.content, type=LossReport) == made.loss()


def test_only_what_was_checked_is_exported(held: Shown) -> None:
    """With checked_only nothing of the machine's is in the file, and the loss report says so."""
    assert held.get("/api/v1/export/geojson?checked_only=true").json()["features"] == []
    loss = held.get("/api/v1/export/geojson/loss?checked_only=true").json()
    assert (loss["checked_only"], loss["rows"], loss["masked"]) == (True, 0, True)
    assert held.get("/api/v1/export/csv?checked_only=perhaps").status_code == 400


def test_an_unknown_format_is_refused(held: Shown) -> None:
    """A format that there is not gets 404 and the list of those there are."""
    answer = held.get("/api/v1/export/pdf")
    assert answer.status_code == 404
    assert "acled" in answer.json()["detail"]


def test_geojson_pages_by_its_link(tmp_path: Path) -> None:
    """Features come by the page; the header leads to the next until every incident was there once."""
    made = [
        msgspec.structs.replace(OPPOSED, id=f"i1{number:032x}", claims=(f"c1{number:032x}",)) for number in range(5)
    ]
    with showing(tmp_path, made=made) as held:
        address: str | None = "/api/v1/incidents.geojson?limit=2"
        seen: list[str] = []
        while address is not None:
            answer = held.get(address)
            assert answer.headers["content-type"] == "application/geo+json"
            features = answer.json()["features"]
            assert all(each["properties"]["radius_m"] == 2000 for each in features)
            seen += [each["id"] for each in features]
            link = answer.headers.get("link")
            address = None if link is None else link[1:].partition(">")[0]
        assert sorted(seen) == [one.id for one in made]


def test_one_incident_as_geojson(held: Shown) -> None:
    """One incident is a collection of one feature, the same as in the list."""
    one = held.get(f"/api/v1/incidents/{OPPOSED.id}/geojson").json()
    assert one == held.get("/api/v1/incidents.geojson").json()
    assert [each["id"] for each in one["features"]] == [OPPOSED.id]


def test_static_files_are_a_fixed_list(held: Shown) -> None:
    """Every file of the list is sent whole, compressed or not, and known again by its tag."""
    assert {"leaflet/leaflet.js", "leaflet/leaflet.css", "leaflet/images/marker-icon.png"} <= set(SERVED)
    for name, file in SERVED.items():
        answer = held.get(f"/static/{name}", headers={"accept-encoding": "gzip"})
        assert (answer.status_code, answer.content) == (200, file.body)
        assert answer.headers["content-type"] == file.media or file.media.startswith("text/")
        assert held.get(f"/static/{name}", headers={"accept-encoding": "identity"}).content == file.body
        again = held.get(f"/static/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304

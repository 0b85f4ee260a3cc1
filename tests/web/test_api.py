"""The interface: records as they are kept, lists with their filters, what leads elsewhere, what is not there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.records import Claim, Incident, Report, Series
from counterclaim.store.opening import open_ledger
from tests.commands.ledger_of import MERGED, ledger
from tests.publish.derived import CLAIMS, OPPOSED, POST, REPORTS, SERIES
from tests.web.held import Shown, showing, shown


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


def test_records_come_as_they_are_kept(held: Shown) -> None:
    """An incident, a series, a report and a claim decode to the very records of the ledger."""
    claim = CLAIMS[0]
    for path, kept in (
        (f"incidents/{OPPOSED.id}", OPPOSED),
        (f"series/{SERIES.id}", SERIES),
        (f"reports/{POST.id}", POST),
        (f"claims/{claim.id}", claim),
    ):
        answer = held.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert msgspec.json.decode(answer.content, type=Incident | Series | Report | Claim) == kept
        assert answer.content == msgspec.json.encode(kept)


def test_the_claims_of_an_incident_a_series_and_a_report(held: Shown) -> None:
    """Claims hang on what tells of them; those of a report stand in the order of the text."""
    of_incident = held.get(f"/api/v1/incidents/{OPPOSED.id}/claims").json()["claims"]
    assert {claim["id"] for claim in of_incident} == {*OPPOSED.claims, *OPPOSED.parts}
    of_series = held.get(f"/api/v1/series/{SERIES.id}/claims").json()["claims"]
    assert {claim["id"] for claim in of_series} == set(SERIES.claims)
    of_report = held.get(f"/api/v1/reports/{POST.id}/claims").json()["claims"]
    assert {claim["id"] for claim in of_report} == {claim.id for claim in CLAIMS if claim.report == POST.id}
    starts = [claim["evidence"]["start"] for claim in of_report]
    assert starts == sorted(starts)


def test_the_list_pages_by_its_next(tmp_path: Path) -> None:
    """The addresses in ``next`` lead through every incident once, and the filters with them."""
    made = [
        msgspec.structs.replace(OPPOSED, id=f"i1{number:032x}", claims=(f"c1{number:032x}",)) for number in range(7)
    ]
    with showing(tmp_path, made=made) as held:
        address: str | None = "/api/v1/incidents?limit=3&kind=air_strike"
        seen: list[str] = []
        while address is not None:
            assert "kind=air_strike" in address
            answer = held.get(address)
            page: dict[str, Any] = answer.json()
            assert page["total"] == 7
            assert len(page["incidents"]) <= 3
            seen += [incident["id"] for incident in page["incidents"]]
            address = page["next"]
            assert answer.headers.get("link") == (None if address is None else f'<{address}>; rel="next"')
        assert sorted(seen) == [one.id for one in made]


def test_filters_choose(held: Shown) -> None:
    """A filter that no incident meets gives an empty list, one that is met gives the incident."""
    assert held.get("/api/v1/incidents?kind=protest").json()["total"] == 0
    found = held.get(f"/api/v1/incidents?kind={OPPOSED.kinds[0]}&text=bakery&country=").json()
    assert [one["id"] for one in found["incidents"]] == [OPPOSED.id]


def test_facets_and_cells_count_what_the_filters_meet(held: Shown) -> None:
    """Facets, bins and cells count the one incident there is."""
    counted = held.get("/api/v1/facets").json()
    assert counted["total"] == 1
    assert {"value": OPPOSED.kinds[0], "count": 1} in counted["facets"]["kind"]
    assert sum(each["count"] for each in counted["bins"]) + counted["undated"] == 1
    gathered = held.get("/api/v1/cells?columns=4&rows=4").json()
    assert sum(cell["count"] for cell in gathered["cells"]) + gathered["unplaced"] == 1


def test_an_id_that_was_merged_leads_on(held: Shown) -> None:
    """A permalink of a merged incident is sent to where it leads now, its claims too; caches ask again."""
    for path in ("/incidents/", "/api/v1/incidents/"):
        answer = held.get(path + MERGED)
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{path}{OPPOSED.id}?was={MERGED}"
        assert answer.headers["cache-control"] == "no-cache"
    assert held.client.get(f"/api/v1/incidents/{MERGED}").json()["id"] == OPPOSED.id


def test_a_series_asked_for_as_an_incident_leads_to_the_series(held: Shown) -> None:
    """Each of both kinds is sent to its own address."""
    assert held.get(f"/incidents/{SERIES.id}").headers["location"] == f"/series/{SERIES.id}"
    assert held.get(f"/series/{OPPOSED.id}").headers["location"] == f"/incidents/{OPPOSED.id}"
    assert held.get(f"/api/v1/incidents/{SERIES.id}").headers["location"] == f"/api/v1/series/{SERIES.id}"


@pytest.mark.parametrize("path", ["incidents/i1", "series/s1", "reports/r1", "claims/c1", "parties/nobody-at-all", "x"])
def test_what_is_not_there_is_a_problem(held: Shown, path: str) -> None:
    """An unknown id is a 404 whose sentence says what to do, as problem details."""
    answer = held.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (404, "about:blank")
    assert problem["detail"].endswith(".")


def test_parties_come_from_the_register(held: Shown) -> None:
    """Listed parties and those by rule are found; the list holds the listed ones."""
    assert held.get("/api/v1/parties/ru").json()["country"] == "RU"
    assert any(party["id"] == "reuters" for party in held.get("/api/v1/parties").json()["parties"])


@pytest.mark.parametrize("path", ["/api/v1/incidents", "/api/v1/facets", f"/api/v1/reports/{POST.id}", "/", "/method"])
def test_who_has_it_already_is_told_so(held: Shown, path: str) -> None:
    """An entity tag sent back gets 304 and no body; another tag gets the whole."""
    first = held.get(path)
    again = held.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert held.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/incidents", "/", "/static/leaflet/leaflet.js", "/api/v1/x"])
def test_head_is_get_without_the_body(held: Shown, path: str) -> None:
    """HEAD has the status and the headers of GET, the length too, and no body."""
    whole, head = held.get(path), held.client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    told = ("content-length", "content-type", "etag", "content-security-policy")
    assert [head.headers.get(name) for name in told] == [whole.headers.get(name) for name in told]


def test_long_answers_are_compressed_for_those_who_read_that(held: Shown) -> None:
    """Gzip is used where it is accepted, and the same bytes come out."""
    path = f"/api/v1/incidents/{OPPOSED.id}"
    packed = held.get(path, headers={"accept-encoding": "gzip"})
    plain = held.get(path, headers={"accept-encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["vary"] == "Accept-Encoding"


def test_what_waits_to_be_fused_is_said(tmp_path: Path) -> None:
    """While reports wait, every answer of the interface says how many; when none does, it says nothing."""
    with showing(tmp_path, fused=False) as held:
        for path in ("/api/v1/incidents", "/api/v1/x"):
            assert held.get(path).headers["x-counterclaim-waiting"] == str(len(REPORTS))
        assert "x-counterclaim-waiting" not in held.get("/").headers


def test_a_change_of_the_ledger_is_seen(tmp_path: Path) -> None:
    """What was derived anew shows after the next look, under another tag; what is gone is gone."""
    path = ledger(tmp_path)
    other = msgspec.structs.replace(OPPOSED, id=f"i1{7:032x}")
    with shown(path) as held:
        first = held.get("/api/v1/incidents")
        with contextlib.closing(open_ledger(str(path))) as writing, writing.deriving() as derivation:
            derivation.put([other], gone=[OPPOSED.id])
        held.refresh()
        second = held.get("/api/v1/incidents", headers={"if-none-match": first.headers["etag"]})
        assert second.status_code == 200
        assert [one["id"] for one in second.json()["incidents"]] == [other.id]
        assert second.json()["step"] > first.json()["step"]

"""Hostile requests to the pages and the interface: each gets the right status and a sentence that helps."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from counterclaim.web.guard import HEADERS, LONGEST_QUERY, MOST_PARAMETERS, host_name
from tests.publish.derived import OPPOSED
from tests.web.held import Shown, showing
from tests.web.running import serving


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


@pytest.fixture(scope="module")
def port(held: Shown) -> Iterator[int]:
    """Show them on a port too: there nothing comes between an address as it is written and the server."""
    with serving(held.app, lifespan=False) as found:
        yield found


def sentence(answer: Any) -> str:
    """Return what a refusal says, of a problem or of a page; both carry every header that binds the browser."""
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()
    assert "Traceback" not in answer.text
    if answer.headers["content-type"] == "application/problem+json":
        problem = answer.json()
        assert problem["status"] == answer.status_code
        return str(problem["detail"])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return str(answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "GETX"])
@pytest.mark.parametrize("path", ["/", "/api/v1/incidents", "/nowhere"])
def test_nothing_can_be_written(held: Shown, method: str, path: str) -> None:
    """Every method but GET and HEAD is refused with what may be used instead."""
    answer = held.client.request(method, path, content=b"x" * 1000)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "GET or HEAD" in sentence(answer)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "10.0.0.1:80", "xn--evil"])
def test_another_hosts_name_is_refused(held: Shown, host: str) -> None:
    """A name that leads here but is not ours (DNS rebinding) gets 421; a dot at the end of ours changes nothing."""
    for path in ("/", "/api/v1/incidents", "/static/page.css"):
        answer = held.get(path, headers={"host": host})
        assert answer.status_code == (421 if host != "localhost." else answer.status_code)
        if host != "localhost.":
            assert "--allow-host" in sentence(answer)
    assert held.get("/api/v1/incidents", headers={"host": "localhost."}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "a b", "<script>", "localhost:port", "[::1", "localhost/", "localhost:123456", "é"]
)
def test_a_malformed_host_is_refused(held: Shown, host: str) -> None:
    """What is no host's name gets 400."""
    answer = held.get("/", headers={"host": host.encode()})
    assert answer.status_code == 400
    assert "Host: localhost" in sentence(answer).replace("&#39;", "'")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8350", "[::1]:8350", "[::1]"])
def test_our_own_names_are_answered(held: Shown, host: str) -> None:
    """The loopback's names are ours, with any port: a tunnel may have another."""
    assert held.get("/api/v1/incidents", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../web/app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/static//etc/passwd",
        "//evil.example/",
        "/static/..\\app.py",
        "/static/%5c..%5capp.py",
        "/static/page.css%00.js",
        "/static/%252e%252e%252fapp.py",
        "/static/",
        "/static",
        "/static/PAGE.CSS",
        "/static/__init__.py",
        "/incidents/%2e%2e",
        "/incidents/..%2freports",
        "/incidents/i1%2fclaims",
        "/incidents/%00",
        "/reports/r1%0d%0aSet-Cookie:x",
        "/sources/%2e%2e",
        "/sources/..%2f..%2fetc%2fpasswd",
        "/places/%ff%fe",
        "/api/v1/reports/../incidents",
        "/api/v1/export/..%2fcsv",
        "/api/v2/incidents",
        "/.git/config",
        "/counterclaim.db",
    ],
)
def test_path_tricks_lead_nowhere(port: int, path: str) -> None:
    """Dots, encoded slashes, backslashes, zero bytes and double slashes find nothing, and say so."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    found = connection.getresponse()
    answer = httpx.Response(found.status, headers=found.getheaders(), content=found.read())
    connection.close()
    assert answer.status_code == 404
    assert sentence(answer)
    assert "set-cookie" not in answer.headers


def raw(held: Shown, path: str) -> Any:
    """Return a request for a path exactly as it is written."""
    request = held.client.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=path.encode())
    return request


@pytest.mark.parametrize("path", ["/", "/api/v1/incidents", "/nowhere"])
def test_an_endless_query_is_too_long(held: Shown, path: str) -> None:
    """A query beyond the limit gets 414, one at the limit is looked at."""
    answer = held.get(f"{path}?text={'a' * LONGEST_QUERY}")
    assert answer.status_code == 414
    assert f"{LONGEST_QUERY:,}" in sentence(answer)
    assert held.get(f"{path}?text={'a' * (LONGEST_QUERY - 5)}").status_code != 414


def test_an_endless_path_is_too_long(held: Shown) -> None:
    """A path beyond the limit gets 414."""
    answer = held.get("/incidents/" + "a" * 5_000)
    assert answer.status_code == 414
    assert sentence(answer)


@pytest.mark.parametrize("path", ["/", "/api/v1/incidents", "/api/v1/facets", "/api/v1/export/csv"])
def test_thousands_of_filters_are_refused(held: Shown, path: str) -> None:
    """So many filters that none can be meant are refused before they are read."""
    for query in ("&".join(["a=1"] * (MOST_PARAMETERS + 1)), "&" * 5_000, "kind=battle&" * 600):
        answer = held.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert "filters" in sentence(answer)


ABSURD = [
    "box=1",
    "box=1,2,3",
    "box=1,2,3,4,5",
    "box=a,b,c,d",
    "box=nan,nan,nan,nan",
    "box=inf,-inf,inf,inf",
    "box=-181,0,0,0",
    "box=0,50,10,40",
    "box=0,-91,1,91",
    "box=1e999,0,1,1",
    "since=yesterday",
    "since=2015-02-30",
    "since=0000-01-01",
    "since=99999-01-01",
    "since=10000-01-01",
    "until=-1",
    "until=2015-13-01",
    "since=2015-10-07T25:00:00Z",
    "since=%D9%A2%D9%A0%D9%A1%D9%A5-01-01",
    "since=2016-01-01&until=2015-01-01",
    "kind=nothing",
    "kind=battle&kind=riot",
    "grade=splendid",
    "harm=joy",
    "contested=perhaps",
    "review=maybe",
    "order=random",
    "country=Nowhereland",
    "nosuchfilter=1",
]


@pytest.mark.parametrize("query", ABSURD)
@pytest.mark.parametrize("path", ["/", "/api/v1/incidents", "/api/v1/facets", "/api/v1/incidents.geojson"])
def test_absurd_filters_get_a_sentence(held: Shown, path: str, query: str) -> None:
    """A box, a day or a word that cannot be gets 400 with what was expected."""
    answer = held.get(f"{path}?{query}")
    assert answer.status_code == 400, query
    assert len(sentence(answer)) > 20


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=-1", "limit=ten", "limit=1&limit=2", "limit=" + "9" * 99]
)
def test_absurd_lengths_of_lists_get_a_sentence(held: Shown, query: str) -> None:
    """A length of a list that cannot be gets 400 with the least and the most."""
    answer = held.get(f"/api/v1/incidents?{query}")
    assert answer.status_code == 400
    assert "from 1 to 500" in sentence(answer)


@pytest.mark.parametrize(
    "text",
    [
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%ff",
        "<script>alert(1)</script>",
        "%27%20OR%201=1--",
        '"',
        "*",
        "NEAR(a b)",
        "a%20AND",
        "-",
        "%F0%9F%92%A5",
    ],
)
def test_words_that_a_search_could_stumble_over(held: Shown, text: str) -> None:
    """Whatever is searched for finds something or nothing, or is refused; it is no fault of the program."""
    for path in ("/", "/api/v1/incidents", "/api/v1/facets"):
        answer = held.get(f"{path}?text={text}")
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.text
        assert not held.told


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "a\u202eb", "a\x1b[31m", "'; DROP TABLE report; --", "%s%n"]
)
def test_what_is_asked_for_is_not_believed(held: Shown, name: str) -> None:
    """A name that is said back in a refusal is neither markup nor control."""
    for path in ("/incidents/", "/sources/", "/places/", "/parties/", "/reports/", "/series/", "/api/v1/incidents/"):
        answer = held.client.send(raw(held, path + quote(name, safe="")), follow_redirects=False)
        assert answer.status_code == 404
        said = sentence(answer)
        if not path.startswith("/api"):
            assert "<img" not in said
            assert "\u202e" not in said
            assert "\x1b" not in said


def test_every_answer_binds_the_browser(held: Shown) -> None:
    """Pages, data, files, redirects and refusals carry the headers; nothing inline may run, no other site is told."""
    paths = ["/", "/api", "/method", "/api/v1/incidents", "/static/leaflet/leaflet.js", "/x", f"/series/{OPPOSED.id}"]
    for path in (*paths, "/api/v1/changes?wait=0", "/api/v1/export/csv"):
        answer = held.get(path)
        for name, value in HEADERS:
            assert answer.headers.get_list(name.decode()) == [value.decode()], path
    policy = dict(HEADERS)[b"content-security-policy"].decode()
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")
    assert not any(name.startswith("access-control") for name in held.get("/api/v1/incidents").headers)


def test_a_host_is_named_once() -> None:
    """The name in a Host header is read strictly: letters, digits, dots and dashes, or an IPv6 address."""
    assert host_name("Example.ORG:443") == "example.org"
    assert host_name("[::1]:80") == "[::1]"
    for wrong in ("", "a b", "a:b", "user@host", "host:80:80", "[::1", "a/b", "a\nb", "a,b"):
        assert host_name(wrong) is None

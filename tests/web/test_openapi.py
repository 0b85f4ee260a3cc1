"""The description of the interface: complete, true to the routes, and kept by every answer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from litestar import Litestar

from counterclaim.web.answers import API
from counterclaim.web.changes import LONGEST_S
from counterclaim.web.openapi import document
from counterclaim.web.operations import FILTERS, OPERATIONS
from tests.publish.derived import CLAIMS, OPPOSED, POST, SERIES
from tests.web.held import Shown, showing
from tests.web.running import serving

EXAMPLES: Final = int(os.environ.get("COUNTERCLAIM_EXAMPLES", "8"))
"""Requests that are tried of each kind with each operation."""
_KNOWN: Final = {"i": OPPOSED.id, "s": SERIES.id, "r": POST.id, "c": CLAIMS[0].id}
"""Ids of the ledger by their letter."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


@pytest.fixture(scope="module")
def base(held: Shown) -> Iterator[str]:
    """Run a server, and return the address at which it begins."""
    with serving(held.app, lifespan=False) as port:
        yield f"http://127.0.0.1:{port}"


DESCRIBED: Final[Any] = schemathesis.openapi.from_dict(msgspec.json.decode(document()))
# A box whose south lies north of its north is refused, which no pattern of a text can say.
DESCRIBED.config.checks.positive_data_acceptance.enabled = False


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def answered(case: Any, base: str) -> None:
    """Whatever is asked, wrongly too, gets a status, a media type and a body that the description names."""
    named: dict[str, Any] = case.path_parameters or {}
    for name, value in list(named.items()):
        # A random id is never there: every other one is made one of the ledger's.
        if name == "id" and isinstance(value, str) and value[:1] in _KNOWN and value[-1:] in "02468ace":
            named[name] = _KNOWN[value[0]]
    asked: dict[str, Any] = case.query or {}
    if case.path.endswith("/changes") and str(asked.get("wait", LONGEST_S)) in map(str, range(LONGEST_S + 1)):
        case.query = {**asked, "wait": 0}  # else the stream stays open
    case.call_and_validate(base_url=base, allow_redirects=False)


test_every_answer_is_as_described = DESCRIBED.parametrize()(answered)


def test_every_route_is_described(held: Shown) -> None:
    """The description names every route of the interface, and no other; so does the page for people."""
    app = held.app.app
    assert isinstance(app, Litestar)
    routed = {re.sub(r"\{(\w+):\w+\}", "{}", route.path) for route in app.routes if route.path.startswith(API)}
    described = {re.sub(r"\{\w+\}", "{}", path) for path in msgspec.json.decode(document())["paths"]}
    assert described == routed
    page = held.get("/api").text
    assert all(operation.path in page and operation.summary in page for operation in OPERATIONS)
    assert all(f"<code>{parameter.name}</code>" in page for parameter in FILTERS)


def test_the_description_comes_from_the_server(held: Shown) -> None:
    """The description is OpenAPI 3.1, says what it is, and every reference in it leads somewhere."""
    answer = held.get(f"{API}/openapi.json")
    assert answer.headers["content-type"] == "application/openapi+json"
    told = answer.json()
    assert told["openapi"].startswith("3.1")
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', answer.text):
        found: Any = told
        for part in reference.split("/"):
            found = found[part]
        assert found
    ids = [operation["get"]["operationId"] for operation in told["paths"].values()]
    assert len(ids) == len(set(ids))


def test_examples_are_answered(held: Shown) -> None:
    """Every address that the page for people offers to try gives an answer."""
    tried = [operation.try_at for operation in OPERATIONS if operation.try_at is not None]
    assert len(tried) > 8
    for address in tried:
        wait = "?wait=0" if address.endswith("/changes") else ""
        assert held.get(address + wait).status_code == 200, address


def test_the_page_for_people_asks_nobody_else(held: Shown) -> None:
    """The reference page names no other site, and holds no script of its own."""
    page = held.get("/api").text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page)

"""The pages' routes: every link leads somewhere, nothing comes from elsewhere, and what is kept private is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.commands.ledger_of import MERGED
from tests.publish.derived import OPPOSED, POST, SERIES
from tests.web.crawl import crawl, links
from tests.web.held import Shown, showing

PATHS = (
    "/",
    "/?kind=air_strike&contested=true",
    f"/incidents/{OPPOSED.id}",
    f"/series/{SERIES.id}",
    "/series",
    f"/reports/{POST.id}",
    "/parties",
    "/sources",
    f"/sources/{quote(POST.publisher or '')}",
    "/method",
    "/api",
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


@pytest.fixture(scope="module")
def walked(held: Shown) -> dict[str, Any]:
    """Walk every page that links lead to from the overview."""
    return crawl(held)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers(held: Shown, path: str) -> None:
    """Each page is HTML, is asked for again each time, and names one heading."""
    answer = held.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text.count("<h1") == 1


def test_every_link_leads_somewhere(walked: dict[str, Any]) -> None:
    """Whoever follows links from the overview meets no dead end, and every kind of page."""
    for path in (
        f"/incidents/{OPPOSED.id}",
        f"/reports/{POST.id}",
        "/parties",
        "/sources",
        "/series",
        "/method",
        "/api",
    ):
        assert path in walked
    assert any(path.startswith("/parties/") for path in walked)
    assert any(path.startswith("/sources/") for path in walked)


def test_every_place_on_a_page_is_there(walked: dict[str, Any]) -> None:
    """A link to a place on a page (#claim-...) leads to an element with that id."""
    for path, tree in walked.items():
        for link in links(tree) if tree is not None else ():
            where, _, at = link.partition("#")
            target = walked.get(where or path)
            if at and target is not None and where.partition("?")[0] in ("", *walked):
                assert target.xpath("//*[@id=$at]", at=at), f"{path} links to {link}"


def test_nothing_comes_from_elsewhere(walked: dict[str, Any]) -> None:
    """No page asks another site for anything; links to other sites are followed by people alone."""
    for path, tree in walked.items():
        if tree is not None:
            asked = [*tree.xpath("//@src"), *tree.xpath("//link/@href"), *tree.xpath("//*[local-name()='image']/@href")]
            assert not [each for each in asked if re.match(r"(?:https?:)?//", each)], path


def test_nothing_inline(walked: dict[str, Any]) -> None:
    """No page holds a script, a style or a handler of its own: the policy would stop it."""
    for path, tree in walked.items():
        if tree is not None:
            scripts = tree.xpath("//script[not(@src)][not(@type='application/json')]")
            assert not scripts, path
            assert not tree.xpath("//style | //@style"), path
            assert not tree.xpath("//@*[starts-with(name(), 'on')]"), path


def test_a_merged_id_is_told(held: Shown) -> None:
    """Who followed the permalink of a merged incident is shown the one it leads to, and told so."""
    answer = held.client.get(f"/incidents/{MERGED}")
    assert answer.status_code == 200
    assert MERGED in answer.text
    assert MERGED not in held.get(f"/incidents/{OPPOSED.id}").text
    assert "i1999" not in held.get(f"/incidents/{OPPOSED.id}?was=i1999").text


def test_a_name_with_a_slash_is_a_name(held: Shown) -> None:
    """A slash in a source's name is a part of it: it is looked for as it is written."""
    answer = held.get("/sources/AFP%2FGetty")
    assert answer.status_code == 404
    assert "AFP/Getty" in answer.text

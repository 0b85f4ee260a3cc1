"""Lists of feeds from other readers, honest and hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.sources.listed import listed
from counterclaim.sources.opml import SIZE_LIMIT, imported

LIST = """<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Post" title="Exämple Post" type="rss" xmlUrl="https://post.example/rss"/>
<outline text="Exämple Post" xmlUrl="https://other.example/rss"/></outline>
<outline text="again" xmlUrl="https://POST.example/rss"/><outline xmlurl="http://small.example/f"/>
<outline text="a folder"/><outline text="../../etc/cron.d/x" xmlUrl="https://path.example/"/>
<outline text="a file" xmlUrl="file:///etc/passwd"/></body></opml>"""


def put(folder: Path, text: str | bytes) -> Path:
    """Write a list."""
    path = folder / "list.opml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_each_feed_becomes_a_file(tmp_path: Path) -> None:
    """Files are named by titles, in plain letters; a feed told twice is one, what is no address is set aside."""
    into = tmp_path / "new" / "sources"
    found = imported(put(tmp_path, LIST), into)
    names = ["example-post.yaml", "example-post-2.yaml", "small-example.yaml", "etc-cron-d-x.yaml"]
    assert [path.name for path in found.written] == names
    assert sorted(path.name for path in into.iterdir()) == sorted(names)
    assert (found.known, [one.reason for one in found.rejects]) == (1, ["url"])
    made = listed([into])
    assert made.rejects == ()
    assert {one.url for one in made.sources} == {
        "https://post.example/rss",
        "https://other.example/rss",
        "http://small.example/f",
        "https://path.example/",
    }


def test_a_second_import_writes_nothing_over(tmp_path: Path) -> None:
    """Feeds that the folder has are left alone, however their files were changed since."""
    into = tmp_path / "sources"
    imported(put(tmp_path, LIST), into)
    mine = "kind: feed\nurl: https://post.example/rss\npublisher: Example Post\n"
    (into / "example-post.yaml").write_text(mine)
    found = imported(put(tmp_path, LIST), into)
    assert (found.written, found.known) == ((), 5)
    assert (into / "example-post.yaml").read_text() == mine


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"feeds: none",
        b"<rss/>",
        b"<opml><outline",
        b"<opml>" + b"<outline>" * 5_000 + b"</outline>" * 5_000 + b"</opml>",
        b"<opml>" + b" " * SIZE_LIMIT + b"</opml>",
    ],
)
def test_what_is_no_list_is_an_error(tmp_path: Path, body: bytes) -> None:
    """Nothing, text, another markup, a cut, depth without end and a huge file are told, and nothing is written."""
    with pytest.raises(ValueError, match=r"list\.opml"):
        imported(put(tmp_path, body), tmp_path / "sources")
    assert not (tmp_path / "sources").exists()


def test_entities_are_not_opened(tmp_path: Path) -> None:
    """No file of this machine comes out of a list; one that holds a bomb is no list."""
    secret = tmp_path / "secret.txt"
    secret.write_text("https://secret.example/")
    rest = '<outline text="x&s;" xmlUrl="https://post.example/&s;"/></body></opml>'
    head = f'<!DOCTYPE opml [<!ENTITY s SYSTEM "{secret.as_uri()}">'
    within = f'{head}]><opml><body>&s;<outline text="x" xmlUrl="https://post.example/"/></body></opml>'
    found = imported(put(tmp_path, within), tmp_path / "sources")
    assert [path.name for path in found.written] == ["x.yaml"]
    assert "secret" not in found.written[0].read_text()
    with pytest.raises(ValueError, match="no XML"):
        imported(put(tmp_path, f"{head}]><opml><body>{rest}"), tmp_path / "sources")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(ValueError, match="amplification"):
        imported(put(tmp_path, f'{head}<!ENTITY b0 "bomb">{bomb}]><opml><body>&b11;{rest}'), tmp_path / "sources")

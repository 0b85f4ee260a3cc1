"""The rules of the house, as far as a machine can see to them: layout, imports, lock, licence, versions, ./run."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import counterclaim

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES_A_MODULE: Final = 400
"""A module past this length holds more than one concept."""
WORDS_IN_A_ROW: Final = 10
"""So many words in the same order are a copy; fewer may be the only way to say a thing."""
SUFFIXES: Final = (".py", ".md", ".toml", ".txt", ".html", ".json", ".jsonl", "")


def _tracked() -> Iterator[Path]:
    """Yield the text files that are or may be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in SUFFIXES and path.is_file():
            yield path


def _run(*arguments: str, at: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", str(at / "run"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**{k: v for k, v in os.environ.items() if k != "CI"}, **environment},
    )


def test_modules_are_short() -> None:
    """No module of the package is longer than one concept needs."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_A_MODULE
    }
    assert long == {}


def test_no_place_of_one_machine() -> None:
    """No file names a folder of the machine it was written on; the labelled data is at ../shared/gold, relative."""
    local = re.compile(r"/(?:work|home|root|Users)/[A-Za-z.]")
    found = [str(path.relative_to(ROOT)) for path in _tracked() if local.search(path.read_text(encoding="utf-8"))]
    assert found == []


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[at : at + WORDS_IN_A_ROW]) for at in range(len(words) - WORDS_IN_A_ROW + 1)}


def test_labelled_texts_stay_out(gold: Path) -> None:
    """No sentence of the labelled reports stands in the repository: their texts belong to their publishers."""
    theirs: set[tuple[str, ...]] = set()
    for part in ("claims", "claims-train"):
        for line in (gold / part / "docs.jsonl").read_bytes().splitlines():
            theirs |= _shingles(msgspec.json.decode(line)["text"])
    copied = {
        f"{path.relative_to(ROOT)}: {' '.join(min(shared))}"
        for path in _tracked()
        if path.name != "LICENSE" and (shared := _shingles(path.read_text(encoding="utf-8")) & theirs)
    }
    assert copied == set()


def _locked() -> dict[str, str]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {canonicalize_name(name): pin for name, pin in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)}


def test_lock_holds_what_the_project_needs() -> None:
    """Every requirement of pyproject.toml is in the lock file, at a version that it allows."""
    locked = _locked()
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, [*asked, *PROJECT["build-system"]["requires"]]):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def test_lock_is_hashed_and_names_no_index() -> None:
    """Every locked package has hashes, and the file names no address: the machine's own settings supply it."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def test_imports_are_dependencies() -> None:
    """Every package that the code imports is a dependency by name, and not by another package's grace."""
    known = importlib.metadata.packages_distributions()
    lines = [
        *PROJECT["project"]["dependencies"],
        *(
            line
            for extra in ("model", "postgres", "ray")
            for line in PROJECT["project"]["optional-dependencies"][extra]
        ),
    ]
    asked = {canonicalize_name(Requirement(line).name) for line in lines}
    foreign = {name for path in (ROOT / "src").rglob("*.py") for name in _imported(path)}
    foreign -= {*sys.stdlib_module_names, "counterclaim"}
    assert {name for name in foreign if not asked & {canonicalize_name(made) for made in known.get(name, [])}} == set()
    assert {"spacy", "msgspec"} <= foreign


def test_version_is_in_the_changelog() -> None:
    """The package's version has its section in the changelog, or is what [Unreleased] leads to."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## \[([^\]]+)\]", text, re.MULTILINE)
    assert sections[0] == "Unreleased"
    assert counterclaim.__version__ in [*sections, *re.findall(r"^Leads to (\S+)\.$", text, re.MULTILINE)]


def test_data_files_are_in_the_package() -> None:
    """Lexicons and checksums lie inside the package, so that they are installed with it."""
    kinds = {path.suffix for path in (ROOT / "src" / "counterclaim").rglob("*") if path.is_file()}
    assert {".toml", ".sha256"} <= kinds
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/counterclaim"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("claims/nlp.py", "from counterclaim.sources import files"),
        ("records/__init__.py", "from counterclaim import errors"),
        ("lexicon/load.py", "from counterclaim.claims import nlp"),
        ("cli.py", "from counterclaim.claims import nlp"),
        ("claims/nlp.py", "import torch"),
        ("reports/__init__.py", "import socket"),
        ("stray.py", ""),
    ],
)
def test_import_rule_bites(tmp_path: Path, module: str, line: str) -> None:
    """An import that the import rule forbids, or a module it does not know, fails the check."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / "src" / "counterclaim" / module
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{text}\n{line}\n", encoding="utf-8")
    linter = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ran = subprocess.run(
        [sys.executable, "-c", linter],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "broken" in ran.stdout


def test_run_help_names_every_subcommand() -> None:
    """`./run help` names every subcommand that ./run understands."""
    script = (ROOT / "run").read_text(encoding="utf-8")
    known = set(re.findall(r"^        ([a-z]+)(?: \| [^)]*)?\)", script, re.MULTILINE))
    told = set(re.findall(r"^\./run ([a-z]+)", _run("help").stdout, re.MULTILINE))
    assert known == told


def test_run_refuses_unknown_subcommands() -> None:
    """A subcommand that does not exist ends with an error that lists those that do."""
    ran = _run("dance")
    assert ran.returncode == 1
    assert "no subcommand 'dance'" in ran.stderr
    assert "./run check" in ran.stderr


def test_run_eval_without_data() -> None:
    """Without labelled data an evaluation skips and says so; in CI it fails."""
    laptop, ci = _run("eval", "no-such-folder"), _run("eval", "no-such-folder", CI="true")
    assert laptop.returncode == 0
    assert "skipped" in laptop.stdout
    assert ci.returncode == 1
    assert "no-such-folder" in ci.stderr


def test_run_without_python(tmp_path: Path) -> None:
    """On a machine without a fit Python, set-up ends with an error that says what to install or name."""
    for name in ("run", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("dirname", "cat", "cksum"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    old = tools / "python3"
    old.write_text("#!/bin/bash\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    ran = _run("setup", at=tmp_path, PATH=str(tools), COUNTERCLAIM_PYTHON="")
    assert ran.returncode == 1
    assert "no Python 3.11 or later" in ran.stderr
    assert "COUNTERCLAIM_PYTHON=" in ran.stderr
    assert not (tmp_path / ".venv").exists()

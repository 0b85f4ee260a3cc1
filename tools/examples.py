r"""Run the examples of the documentation and write their output below them.

An example is a command in a ``console`` block, as one sees it in a shell; lines of output follow it:

    $ cat > words.txt <<'END'
    > Two lines
    > END
    $ wc -l < words.txt
    1

The commands of a page run in order in one folder, in which the checkout's files stand under their own names.
Output is what the command prints to standard output, in a terminal of 100 columns without colours.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = ("README.md", "docs/tutorial.md", "docs/files.md", "docs/ledger.md", "docs/exports.md")
TIME_LIMIT_S: Final = 120
_BLOCK: Final = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A command as typed (its continuation lines joined in) and the output shown below it."""

    typed: str
    command: str
    shown: str


def examples(block: str) -> Iterator[Example]:
    """Yield the examples of one block.  Raises ValueError when the block begins with something else."""
    lines = block.splitlines(keepends=True)
    if not lines or not lines[0].startswith("$ "):
        raise ValueError(f"a console block begins with a command, not {block[:40]!r}")
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].startswith(("> ", ">\n")):
            end += 1
        last = end
        while last < len(lines) and not lines[last].startswith("$ "):
            last += 1
        yield Example(
            "".join(lines[at:end]), "".join(line[2:] or "\n" for line in lines[at:end]), "".join(lines[end:last])
        )
        at = last


def prepare(folder: Path) -> None:
    """Make the checkout's files reachable in ``folder``, where examples may write."""
    for name in ("tests", "src", "docs"):
        (folder / name).symlink_to(ROOT / name)


def run(command: str, folder: Path) -> str:
    """Return what the command prints; raises RuntimeError with its error output when it printed none and failed."""
    ran = subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "CI"}},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=TIME_LIMIT_S,
    )
    if ran.returncode != 0 and not ran.stdout:
        raise RuntimeError(f"{command}\n{ran.stderr}")
    return "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())


def refreshed(text: str, folder: Path) -> str:
    """Return a page with the output of every example as it is now."""

    def block(match: re.Match[str]) -> str:
        return "".join(f"{example.typed}{run(example.command, folder)}" for example in examples(match[0]))

    return _BLOCK.sub(block, text)


def page(name: str) -> tuple[str, str]:
    """Return a page as it stands, and as it should stand."""
    text = (ROOT / name).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        return text, refreshed(text, Path(folder))


def main() -> int:
    """Write the output of the examples into the pages."""
    for name in PAGES:
        stands, should = page(name)
        if stands != should:
            (ROOT / name).write_text(should, encoding="utf-8")
            sys.stdout.write(f"{name}: examples written\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""``counterclaim serve``: what it prints, what it refuses, and how it ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from counterclaim.commands import serve
from counterclaim.commands.terminal import USAGE
from tests.commands.ledger_of import ledger, run


@contextlib.contextmanager
def served(path: Path, *arguments: str) -> Generator[tuple[subprocess.Popen[str], str, list[str]], None, None]:
    """Run the command on any free port for the time of a block; yield the process, its address and what it said."""
    command = [sys.executable, "-m", "counterclaim", "serve", "--ledger", str(path), "--port", "0", *arguments]
    said: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    yield process, found[0], said
                    return
            raise AssertionError(f"it never listened: {said}")
        finally:
            if process.poll() is None:
                process.kill()
            said.extend(process.stderr)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_ends_when_told(tmp_path: Path, sent: signal.Signals) -> None:
    """It says where it is, answers there, and ends at once when told, an open stream or not."""
    with served(ledger(tmp_path)) as (process, address, said):
        assert address.startswith("http://127.0.0.1:")
        assert not any("profile" in line for line in said)
        assert httpx.get(f"{address}api/v1/incidents").json()["total"] == 1
        with httpx.stream("GET", f"{address}api/v1/changes") as stream:
            assert stream.status_code == 200
            process.send_signal(sent)
            assert process.wait(10) == (0 if sent == signal.SIGINT else -signal.SIGTERM)


def test_public_puts_the_profile_on(tmp_path: Path) -> None:
    """With --public the profile is on and said to be, also on this machine."""
    with served(ledger(tmp_path), "--public") as (process, address, _):
        assert "publication profile is on" in httpx.get(f"{address}method").text
        process.send_signal(signal.SIGINT)
        process.wait(10)


def test_beyond_this_machine_the_profile_is_always_on(tmp_path: Path) -> None:
    """Bound to every address, the profile is on, and only names that were allowed are answered."""
    with served(ledger(tmp_path), "--host", "0.0.0.0", "--allow-host", "Ledger.Example") as (process, address, said):
        port = int(address.rstrip("/").rpartition(":")[2])
        here = f"http://127.0.0.1:{port}/method"
        assert "publication profile is on" in httpx.get(here).text
        assert httpx.get(here, headers={"host": "ledger.example"}).status_code == 200
        assert httpx.get(here, headers={"host": "other.example"}).status_code == 421
        process.send_signal(signal.SIGINT)
        process.wait(10)
    assert any("profile is on" in line for line in said)


def test_a_port_in_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that another program has is refused with what to do."""
    path = str(ledger(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run(serve, "--ledger", path, "--port", str(port)) == USAGE
    assert "--port" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--host", "no.such.host.invalid"], "no address of this machine"),
        (["--host", "192.0.2.1", "--port", "0"], "--host"),
        (["--allow-host", "a b"], "ledger.example.org"),
        (["--ledger", "nowhere.db"], "there is no ledger"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], hint: str
) -> None:
    """An address that is not ours, a name that is none and a ledger that is not there are refused with what to do."""
    assert run(serve, "--ledger", str(ledger(tmp_path)), *arguments) == USAGE
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize("port", ["-1", "65536", "http", "99999999999"])
def test_a_port_is_a_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no port is refused by the arguments' own check."""
    with pytest.raises(SystemExit):
        run(serve, "--port", port)
    assert "65535" in capsys.readouterr().err


def test_open_opens_the_page(tmp_path: Path) -> None:
    """With --open the browser that the system names is started with the address."""
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n')
    browser.chmod(0o755)
    before = os.environ.get("BROWSER")
    os.environ["BROWSER"] = str(browser)
    try:
        with served(ledger(tmp_path), "--open") as (process, address, _):
            for _ in range(100):
                if seen.exists() and seen.read_text():
                    break
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
            assert seen.read_text() == address
            process.send_signal(signal.SIGINT)
            process.wait(10)
    finally:
        if before is None:
            del os.environ["BROWSER"]
        else:
            os.environ["BROWSER"] = before

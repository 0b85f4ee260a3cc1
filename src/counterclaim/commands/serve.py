"""``counterclaim serve``: the ledger in a browser."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import socket
import webbrowser
from pathlib import Path
from typing import Final

from counterclaim.commands.ledgers import add_ledger, location
from counterclaim.commands.terminal import OK, Commands, add_command, say
from counterclaim.errors import UsageError

_EXAMPLES: Final = """\
examples:
  counterclaim serve --open
  counterclaim serve --ledger syria.db --port 8080
  counterclaim serve --host 0.0.0.0 --allow-host ledger.example.org

"""
_PORT: Final = 8350
"""The port unless another is named."""
_ABOUT: Final = (
    "Show the ledger in a browser, and to programs at /api, until Ctrl-C. It can only be read. Beyond this machine, "
    "and with --public, the publication profile masks what could harm people."
)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 <= int(text[:6]) <= 65_535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 (any that is free) to 65535, not {text!r}")
    return int(text[:6])


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands, "serve", brief="show the ledger in a browser", description=_ABOUT, examples=_EXAMPLES
    )
    add_ledger(command)
    command.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: 127.0.0.1, this machine only)"
    )
    command.add_argument("--port", type=_port, default=_PORT, metavar="N", help=f"the port (default: {_PORT})")
    command.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which the server may be asked, beside localhost and the address; may be repeated",
    )
    command.add_argument(
        "--public", action="store_true", help="publication profile on; beyond this machine it always is"
    )
    command.add_argument("--open", action="store_true", help="open the page in a browser")
    command.set_defaults(run=_serve)


def _loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.  Raises UsageError where it cannot."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise UsageError(f"--host {host}: this is no address of this machine") from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(512)
    except OSError as fault:
        listener.close()
        hint = "another program has it: end that, or name another with --port" if port else "name another with --host"
        raise UsageError(f"cannot listen at {host}, port {port} ({fault.strerror}): {hint}") from None
    return listener


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _serve(arguments: argparse.Namespace) -> int:
    # The web's libraries take a moment to load: --help does not wait for them.
    from counterclaim.web.app import application
    from counterclaim.web.door import Door
    from counterclaim.web.guard import host_name
    from counterclaim.web.ledgers import Ledgers
    from counterclaim.web.server import server

    where, host = location(arguments), str(arguments.host)
    if "://" not in where and not Path(where).exists():
        raise UsageError(f"there is no ledger at {where}: counterclaim ingest makes one, or name yours with --ledger")
    names = {name: host_name(name) for name in arguments.allow_host}
    if wrong := [name for name, plain in names.items() if plain is None]:
        raise UsageError(f"--allow-host {wrong[0]}: expected a host's name like ledger.example.org")
    shown = _address(host, 0).split("/")[2].rpartition(":")[0].lower()
    hosts = frozenset({shown, *(plain for plain in names.values() if plain)})
    listener = _listening(host, arguments.port)
    with contextlib.closing(listener):
        say(f"reading {where}")
        door = Door(Ledgers(where, public=arguments.public or not _loopback(host)), say=say, hosts=hosts)
        address = _address(host, listener.getsockname()[1])

        def ready() -> None:
            say(f"the ledger is at {address} (Ctrl-C ends)")
            if door.public:
                say("the publication profile is on: names and places that could harm people are masked")
            if arguments.open:
                webbrowser.open(address)

        with contextlib.suppress(KeyboardInterrupt):  # that is how it ends
            server(application(door), closing=door.outlook.close, ready=ready).run(sockets=[listener])
    return OK

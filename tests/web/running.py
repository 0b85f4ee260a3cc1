"""A server on loopback for the time of a test."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Generator

from litestar.types import ASGIApp

from counterclaim.web.server import server


def nothing() -> None:
    """Do nothing."""


@contextlib.contextmanager
def serving(
    app: ASGIApp, *, closing: Callable[[], None] = nothing, lifespan: bool = True
) -> Generator[int, None, None]:
    """Run a server for the time of a block, and yield its port; without ``lifespan`` somebody else starts the app."""
    ready = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        runs = server(app, closing=closing, ready=ready.set)
        runs.config.lifespan = "on" if lifespan else "off"
        thread = threading.Thread(target=runs.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(20)
            yield port
        finally:
            runs.should_exit = True
            thread.join(20)
            assert not thread.is_alive()

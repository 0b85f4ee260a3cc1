"""uvicorn, with limits on those who are slow, and an end that does not wait for streams."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from litestar.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADER_S: Final = 10.0
"""Seconds within which a request has to be there whole, from the connection or the answer before on."""
STALL_S: Final = 20.0
"""Seconds within which a reader has to take some of what waits for it."""
_LEAST: Final = 16 * 1024
"""Bytes that it has to take in that time."""
_CONNECTIONS: Final = 1_000
_HEAD: Final = 64 * 1024
"""Bytes of a request's head that are read: an address beyond the guard's limit still gets a sentence."""
_GRACE_S: Final = 5


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on those who do not finish asking, and on those who do not take the answer."""

    _asking: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _left: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give whoever connects some seconds to ask."""
        super().connection_made(transport)
        # Head and body are written one after the other: without this the body waits for the head's receipt, 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a part of a request."""
        if self._asking is None and not self._busy():
            self._await_request()
        super().data_received(data)

    def handle_events(self) -> None:
        """Handle what was read; a request that is there whole is no longer waited for."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Say in a sentence that this was no request."""
        super().send_400_response("This is no HTTP request that can be read, or its head is longer than 64 KB.")

    def pause_writing(self) -> None:
        """Give a reader who does not keep up some seconds for each part of the answer."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """Go on writing."""
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that asks no more, at once where the last answer is not being read."""
        super().timeout_keep_alive_handler()
        self._await_reader()

    def _busy(self) -> bool:
        cycle: RequestResponseCycle | None = getattr(self, "cycle", None)
        return cycle is not None and not cycle.response_complete

    def _await_request(self) -> None:
        self._asking = self.loop.call_later(HEADER_S, self.transport.abort)

    def _await_reader(self) -> None:
        self._left = self.transport.get_write_buffer_size()
        if self._stalled is not None:
            self._stalled.cancel()
        self._stalled = self.loop.call_later(STALL_S, self._look_at_reader) if self._left else None

    def _look_at_reader(self) -> None:
        if self.transport.get_write_buffer_size() > max(self._left - _LEAST, 0):
            self.transport.abort()
        else:
            self._await_reader()

    def _stop(self) -> None:
        for timer in (self._asking, self._stalled):
            if timer is not None:
                timer.cancel()
        self._asking = self._stalled = None


class Server(uvicorn.Server):
    """A server that ends its streams first: else it would wait for them until its patience is over."""

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is open, then the server."""
        self._closing()
        await super().shutdown(sockets)


def server(app: ASGIApp, *, closing: Callable[[], None], ready: Callable[[], None] = lambda: None) -> Server:
    """Return a server of an application; ``closing`` ends its streams, ``ready`` is called when it listens."""
    application: Any = app
    config = uvicorn.Config(
        application,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_GRACE_S,
    )
    return Server(config, closing, ready)

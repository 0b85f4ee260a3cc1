"""Connections to addresses that were checked, which read no more and no longer than a fetch may."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Generator, Iterable
from typing import Any, Final, NoReturn

import httpcore

from counterclaim.sources.addresses import IP
from counterclaim.sources.limits import Account, FetchError, Limits

_TRIED: Final = 3
"""Addresses of one host that are tried in turn."""


class Pinned(httpcore.NetworkBackend):
    """Connects to the given addresses and to no other, whatever host it is asked for.

    The time limits that it is given by its caller are not used: the account knows better what is left.
    """

    def __init__(self, addresses: list[IP], limits: Limits, account: Account) -> None:
        self._addresses = addresses
        self._limits = limits
        self._account = account

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the interface is the library's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address that takes one."""
        fault: Exception = FetchError("unreachable", f"{host} has no address")
        for address in self._addresses[:_TRIED]:
            wait_s = self._account.left_s(self._limits.connect_s)
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(address), port, wait_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                fault = refused
                continue
            return _Stream(stream, self._limits, self._account)
        raise fault


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is within the account."""

    def __init__(self, stream: httpcore.NetworkStream, limits: Limits, account: Account) -> None:
        self._stream = stream
        self._limits = limits
        self._account = account

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        size = self._account.readable(max_bytes)
        part = self._stream.read(size, self._account.left_s(self._limits.read_s))
        self._account.read(len(part))
        return part

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._stream.write(buffer, self._account.left_s(self._limits.read_s))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        try:
            wait_s = self._account.left_s(self._limits.connect_s)
            stream = self._stream.start_tls(ssl_context, server_hostname, wait_s)
        except BaseException:
            self.close()
            raise
        return _Stream(stream, self._limits, self._account)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@contextlib.contextmanager
def faults_told() -> Generator[None, None, None]:
    """Turn what the HTTP library raises into FetchError."""
    try:
        yield
    except httpcore.TimeoutException:
        _fail("timeout", "it was silent for too long", None)
    except httpcore.NetworkError as fault:
        tls = isinstance(fault.__cause__, ssl.SSLError)
        _fail("tls" if tls else "unreachable", "no secure connection" if tls else "no connection", fault)
    except httpcore.ProtocolError as fault:
        _fail("response", "its answer is not sound HTTP", fault)


def _fail(reason: str, what: str, fault: Exception | None) -> NoReturn:
    said = " ".join(str(fault or "").split())[:300]
    raise FetchError(reason, f"{what} ({said})" if said else what) from None

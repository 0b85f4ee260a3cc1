"""A real web server on this machine that does harm on purpose: what a path answers is any function of its socket."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self

import trustme

ZEROS: Final = 64 * 1024 * 1024
"""Bytes that a bomb unpacks to."""
_BLOCK: Final = b"a" * 65_536
_WAIT_S: Final = 30.0


class Request:
    """What was asked: path, and headers by their lower-case names, as the client sent them."""

    def __init__(self, head: bytes) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = [*first.split(" ", 2), "", ""][:3]
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


Answer = Callable[[socket.socket, Request], None]


class Hostile:
    """The server, in threads of its own; ``asked`` holds every request that came, in order.

    ``answers`` go by path; what is not there is a 404.  ``tls`` makes it speak TLS.
    """

    def __init__(
        self, answers: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1"
    ) -> None:
        self.answers = dict(answers)
        self.asked: list[Request] = []
        self._tls = tls
        self._listening = socket.create_server((address, 0), backlog=256)
        self.port: int = self._listening.getsockname()[1]
        self.host = f"{address}:{self.port}"
        self._scheme = "http" if tls is None else "https"
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Return the address of a path, on another name of this machine if one is given."""
        return f"{self._scheme}://{f'{host}:{self.port}' if host else self.host}{path}"

    def paths(self) -> list[str]:
        """Return what was asked for, robots.txt aside."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        # Closing alone would not wake the thread that waits for connections.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        peer.settimeout(_WAIT_S)
        # The client hangs up on nearly all that is answered here: that is what is tested.
        try:
            with peer:
                self._answer(peer)
        except OSError:
            return

    def _answer(self, peer: socket.socket) -> None:
        if self._tls is not None:
            with self._tls.wrap_socket(peer, server_side=True) as secure:
                self._respond(secure)
        else:
            self._respond(peer)

    def _respond(self, peer: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = peer.recv(65_536)
            if not part:
                return
            head += part
        request = Request(head.partition(b"\r\n\r\n")[0])
        self.asked.append(request)
        self.answers.get(request.path, page(b"", status=404))(peer, request)


def secured(authority: trustme.CA, name: str, *, ends: dt.datetime | None = None) -> ssl.SSLContext:
    """Return the server's side of TLS, with a certificate for a name that an authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.issue_cert(name, not_after=ends).private_key_and_cert_chain_pem.tempfile() as path:
        context.load_cert_chain(path)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """Return the client's side of TLS that trusts an authority."""
    return ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())


def page(body: bytes, *headers: str, status: int = 200) -> Answer:
    """Return an honest answer: a body with its length, and more headers if given."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
    return raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


def raw(answer: bytes) -> Answer:
    """Return an answer of exactly these bytes, after which the connection is closed."""
    return lambda peer, _: peer.sendall(answer)


def redirect(to: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return page(b"", f"Location: {to}", status=status)


def feed_of(chunk: bytes, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n", *, every_s: float = 0.0) -> Answer:
    """Return an answer that goes on and on: its head, then a piece again and again, waiting in between."""

    def answer(peer: socket.socket, _: Request) -> None:
        peer.sendall(head)
        while True:
            peer.sendall(chunk)
            time.sleep(every_s)

    return answer


def silent(head: bytes = b"") -> Answer:
    """Return an answer that begins, if at all, and then stands still until the client has gone."""

    def answer(peer: socket.socket, _: Request) -> None:
        peer.sendall(head)
        while peer.recv(1):
            pass

    return answer


def reset(head: bytes = b"") -> Answer:
    """Return an answer that breaks off with a reset of the connection."""

    def answer(peer: socket.socket, _: Request) -> None:
        peer.sendall(head)
        time.sleep(0.05)
        # Closing with a lingering time of none throws the connection away.
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return answer


def five_gigabytes(*, told: bool) -> Answer:
    """Return an answer of 5 GB, with its length in the header or in chunks that do not tell."""
    size = 5 * 1024**3
    if told:
        return feed_of(_BLOCK, f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode())
    chunk = f"{len(_BLOCK):x}\r\n".encode() + _BLOCK + b"\r\n"
    return feed_of(chunk, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")


def brotli(body: bytes) -> bytes:
    """Return a body in brotli."""
    # The library has no annotations.
    library: Any = importlib.import_module("brotli")
    coded: bytes = library.compress(body, quality=5)
    return coded


def bomb(coding: str) -> bytes:
    """Return a few bytes that unpack to many: ``gzip``, ``deflate``, ``raw-deflate`` or ``br``."""
    zeros = bytes(ZEROS)
    if coding == "gzip":
        return gzip.compress(zeros, 9, mtime=0)
    if coding == "br":
        return brotli(zeros)
    if coding == "deflate":
        return zlib.compress(zeros, 9)
    made = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(zeros) + made.flush()

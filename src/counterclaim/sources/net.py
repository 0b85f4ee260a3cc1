"""One page or feed from the network, fetched so that nobody who writes addresses or answers can do harm by it.

    URL  ->  its parts (addresses.py)  ->  its host's addresses, each checked  ->  a connection to one of those
         ->  headers and body within limits (limits.py)  ->  the body without its coding (codings.py)

The same again for each redirect.  Names are resolved here and once a step, so that the address that was checked is the
one connected to; the name goes into the Host header and the TLS handshake.  There are no cookies, no passwords and no
proxies (a proxy would resolve names itself), and a connection serves one request.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import ipaddress
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final, Self

import httpcore
import msgspec

from counterclaim import __version__
from counterclaim.records import Reject
from counterclaim.sources.addresses import IP, Resolve, Target, is_public, looked_up, redirected, target
from counterclaim.sources.codings import ACCEPTED, decoded
from counterclaim.sources.connections import Pinned, faults_told
from counterclaim.sources.limits import Account, FetchError, Limits
from counterclaim.sources.streams import rejected

USER_AGENT: Final = f"Counterclaim/{__version__}"
"""Whom a server is told that it talks to, unless the user names themselves."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LOOKING: Final = 16
"""Names that are looked up at one time: a resolver cannot be interrupted, only waited for no longer."""

Headers = tuple[tuple[str, str], ...]


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it came.

    ``url`` is what was asked for, ``final_url`` where its redirects led.  Names in ``headers`` are lower case.
    ``body`` is without its content coding, and empty unless ``status`` is 2xx.  ``fetched_at`` is UTC.
    ``retry_after_s`` is how many seconds the server asks to be left alone, None where it does not.
    """

    url: str
    final_url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: dt.datetime
    retry_after_s: float | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of a header, None where it is not there; ``name`` in lower case."""
        return next((value for found, value in self.headers if found == name), None)


class Fetcher:
    """Fetches, one address at a call, from any number of threads.

    ``allow_hosts`` are the hosts (``host`` or ``host:port``) that may have addresses that are not public.
    ``trust`` says which certificates are good: by default those of the system and of Mozilla's list.
    Raises ValueError for a ``user_agent`` that cannot stand in a header.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        allow_hosts: frozenset[str] = frozenset(),
        user_agent: str = USER_AGENT,
        *,
        resolve: Resolve = looked_up,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = Limits() if limits is None else limits
        self._allow = allow_hosts
        if not _plain(user_agent):
            raise ValueError("a user agent is a line of plain text")
        self.user_agent = user_agent
        self._resolve = resolve
        self._trust = trust
        self._looking = ThreadPoolExecutor(_LOOKING, thread_name_prefix="resolve")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._looking.shutdown(wait=False, cancel_futures=True)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        allow: frozenset[str] = frozenset(),
        on_redirect: Callable[[Target], None] | None = None,
    ) -> Fetched | Reject:
        """Fetch an address; any status is an answer, a reject is where there was none that could be taken.

        ``etag`` and ``modified`` are an earlier answer's ETag and Last-Modified: 304 says that nothing changed.
        ``allow`` adds to ``allow_hosts`` for this call.  ``on_redirect`` is asked before a redirect is followed, and
        raises FetchError where it must not be.  The reasons of rejects are ``url``, ``address``,
        ``redirects``, ``timeout``, ``unreachable``, ``tls``, ``response``, ``coding`` and ``too_large``.
        """
        asked = [("If-None-Match", etag), ("If-Modified-Since", modified)]
        conditions = [(name, value) for name, value in asked if value is not None and _plain(value)]
        try:
            at = target(url)
        except ValueError as fault:
            return rejected(url[:200], "url", str(fault))
        account = Account(self._limits)
        try:
            while True:
                answer = self._answer(url, at, conditions, self._allow | allow, account)
                to = _redirected(at, answer)
                if to is None:
                    return answer
                account.redirect()
                if on_redirect is not None:
                    on_redirect(to)
                at = to
        except FetchError as fault:
            return rejected(url, fault.reason, str(fault))

    def _answer(
        self, url: str, at: Target, conditions: list[tuple[str, str]], allow: frozenset[str], account: Account
    ) -> Fetched:
        """Return the answer of one server to one request."""
        account.header()
        backend = Pinned(self._addresses(at, allow, account), self._limits, account)
        scheme, host, path = at.scheme.encode(), at.host.encode(), at.path.encode()
        headers = [
            ("Host", at.authority),
            ("User-Agent", self.user_agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", ACCEPTED),
            ("Connection", "close"),
            *conditions,
        ]
        request = httpcore.Request(
            "GET",
            httpcore.URL(scheme=scheme, host=host, port=at.port, target=path),
            headers=[(name.encode(), value.encode("latin-1")) for name, value in headers],
        )
        trust = self._trust or _trusted()
        with (
            faults_told(),
            httpcore.HTTPConnection(
                httpcore.Origin(scheme, host, at.port), ssl_context=trust, network_backend=backend
            ) as connection,
        ):
            return _taken(url, at, connection.handle_request(request), account)

    def _addresses(self, at: Target, allow: frozenset[str], account: Account) -> list[IP]:
        """Return the addresses of a host, every one of them checked."""
        try:
            found = [ipaddress.ip_address(at.host)]
        except ValueError:
            found = self._resolved(at, account)
        if not at.within(allow):
            for one in found:
                if not is_public(one):
                    raise FetchError(
                        "address", f"{at.host} is {one}, no public address; allow the host where it is meant"
                    )
        return found

    def _resolved(self, at: Target, account: Account) -> list[IP]:
        wait_s = account.left_s(self._limits.connect_s)
        looking = self._looking.submit(self._resolve, at.host, at.port)
        try:
            found = [ipaddress.ip_address(one) for one in looking.result(wait_s)]
        except TimeoutError:
            looking.cancel()
            raise FetchError("timeout", f"the name {at.host} was not resolved within {wait_s:.1f} s") from None
        except (OSError, ValueError) as fault:
            raise FetchError("unreachable", f"the name {at.host} has no address ({fault})") from None
        if not found:
            raise FetchError("unreachable", f"the name {at.host} has no address")
        return list(dict.fromkeys(found))


def _redirected(at: Target, answer: Fetched) -> Target | None:
    """Return where an answer leads on to, None where it is the last."""
    location = answer.header("location")
    if answer.status not in _REDIRECTS or location is None:
        return None
    # Headers are Latin-1 by their standard, but addresses in them are UTF-8.
    with contextlib.suppress(UnicodeDecodeError):
        location = location.encode("latin-1").decode()
    try:
        to = redirected(at, location)
    except ValueError as fault:
        raise FetchError("url", f"it redirects to {location[:200]!r}: {fault}") from None
    if at.scheme == "https" and to.scheme == "http":
        raise FetchError("redirects", f"it redirects from https to {to.url[:200]}")
    return to


@functools.cache
def _trusted() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


def _taken(url: str, at: Target, response: httpcore.Response, account: Account) -> Fetched:
    """Return a response as an answer, its body read within limits."""
    now = dt.datetime.now(dt.UTC)
    headers = tuple((name.decode("ascii").lower(), value.decode("latin-1")) for name, value in response.headers)
    found = Fetched(
        url=url,
        final_url=at.url,
        status=response.status,
        headers=headers,
        body=b"",
        fetched_at=now,
        retry_after_s=_seconds(next((value for name, value in headers if name == "retry-after"), None), now),
    )
    if not 200 <= found.status < 300:
        return found
    account.body(found.header("content-length"))
    coding = ",".join(value for name, value in headers if name == "content-encoding")
    body = b"".join(decoded(response.iter_stream(), coding, account))
    return msgspec.structs.replace(found, body=body)


def _seconds(told: str | None, now: dt.datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, None where it names no time."""
    told = (told or "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:12])
    try:
        at = parsedate_to_datetime(told)
        return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def _plain(value: str) -> bool:
    """Return whether a value can stand in a header."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return bool(value) and value == value.strip() and value.isprintable()

"""Addresses that may be fetched: what a URL names, and which machines its host stands for.

A URL is taken apart once, here, and what is connected to and asked for is made of those parts: nothing else reads the
text again, so that no two readers can differ on it.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import idna
import msgspec

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to addresses in digits; raises OSError where it has none."""

LONGEST: Final = 8192
"""Characters of a URL."""

_PORTS: Final = {"http": 80, "https": 443}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NAME: Final = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT: Final = "/%:@!$&'()*+,;=~-._"
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A URL's parts: ``host`` in lower-case ASCII, IPv6 without brackets; ``path`` with its query, percent-encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def within(self, hosts: frozenset[str]) -> bool:
        """Return whether the host, alone or with its port, is one of ``hosts``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return not hosts.isdisjoint({self.host, host, f"{host}:{self.port}"})


def target(url: str) -> Target:
    """Return what an address names.

    Raises ValueError, in words, where it is not an http or https address of a host by name or by plain IP address, or
    holds a user name, a password or control characters.

    >>> target("HTTP://Paper.Example:80/a b?q=é#top").url
    'http://paper.example/a%20b?q=%C3%A9'
    """
    url = url.strip(" \t\r\n")
    if len(url) > LONGEST:
        raise ValueError(f"an address of {len(url)} characters; at most {LONGEST} are read")
    if _CONTROL.search(url):
        raise ValueError("it holds line breaks or other control characters")
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("only http: and https: addresses are fetched")
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise ValueError("it holds a user name, a password or a backslash before its path")
    if not parts.hostname:
        raise ValueError("it names no host")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise ValueError("0 is no port")
    if "%" in parts.hostname:
        raise ValueError("its host holds a per cent sign")
    host = str(ipaddress.IPv6Address(parts.hostname)) if "[" in parts.netloc else _name(parts.hostname)
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else "")
    return Target(scheme=parts.scheme, host=host, port=port, path=path if path.startswith("/") else f"/{path}")


def redirected(base: Target, location: str) -> Target:
    """Return where a redirect leads.  Raises ValueError as ``target`` does."""
    # Joining drops line breaks in silence: they are looked for first.
    if _CONTROL.search(location.strip(" \t")):
        raise ValueError("it holds line breaks or other control characters")
    return target(urljoin(base.url, location.strip(" \t")))


def _name(host: str) -> str:
    """Return a host's name in ASCII, or its IPv4 address."""
    name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii").lower()
    name = name.removesuffix(".")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{host[:80]!r} is no host's name")
    # Systems take 2130706433, 0x7f.1 and 017700000001 for addresses, each in its own way.
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise ValueError(f"{host[:80]!r}: an IPv4 address is four plain decimal numbers") from None
    return name


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system's resolver has them.  Raises OSError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: IP) -> bool:
    """Return whether an address is one of the public internet's: nobody's own machine, network or group.

    An IPv6 address that carries an IPv4 one within it is public where both are.

    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            within = ipaddress.IPv4Address(address.packed[-4:])
        if within is not None:
            return is_public(within)
        if address.is_site_local or address.scope_id is not None:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)

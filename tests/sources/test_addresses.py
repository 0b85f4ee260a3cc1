"""Addresses: what a URL names, and which machines are the public's."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.sources.addresses import is_public, redirected, target


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://paper.example", "http://paper.example/"),
        (" HTTPS://Paper.Example:443/News \n", "https://paper.example/News"),
        ("http://paper.example:8080/a//b/../c", "http://paper.example:8080/a//b/../c"),
        ("http://paper.example?q=1", "http://paper.example/?q=1"),
        ("http://paper.example/a?b?c=/d&e=%20f#part", "http://paper.example/a?b?c=/d&e=%20f"),
        ("http://paper.example/%0d%0aX:%20y", "http://paper.example/%0d%0aX:%20y"),
        ('http://paper.example/<a> "b"', "http://paper.example/%3Ca%3E%20%22b%22"),
        ("http://paper.example/خبر", "http://paper.example/%D8%AE%D8%A8%D8%B1"),
        ("http://газета.example/", "http://xn--80aahjj1e.example/"),
        ("http://paper.example./", "http://paper.example/"),
        ("http://under_score.example:/", "http://under_score.example/"),
        ("http://192.0.2.7:81/", "http://192.0.2.7:81/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[2001:DB8::0:1]:81/", "http://[2001:db8::1]:81/"),
        ("http://[::ffff:7f00:1]/", "http://[::ffff:7f00:1]/"),
    ],
)
def test_an_address_is_taken_apart(url: str, meant: str) -> None:
    """Case, ports, spaces, other scripts and dots: what is fetched is one plain form of it, which stays as it is."""
    assert target(url).url == meant
    assert target(meant) == target(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "paper.example/news",
        "/etc/passwd",
        "file:///etc/passwd",
        "FILE://paper.example/etc/passwd",
        "ftp://paper.example/",
        "gopher://paper.example/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "jar:http://paper.example/!/",
        "http:///news",
        "http://",
        "http:paper.example",
        "http://:80/",
        "http://user@paper.example/",
        "http://user:secret@paper.example/",
        "http://paper.example:80@127.0.0.1/",
        "http://@paper.example/",
        "http://paper.example\\@127.0.0.1/",
        "http://paper.example/\r\nX-Header: y",
        "http://paper.example/a\nb",
        "http://paper\t.example/",
        "http://paper.example/\0",
        "http://paper.example:0/",
        "http://paper.example:65536/",
        "http://paper.example:-1/",
        "http://paper.example:8o/",
        "http://paper example/",
        "http://paper..example/",
        "http://.example/",
        "http://%31%32%37.0.0.1/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://paper.example/" + "a" * 9000,
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.1/",
        "http://127.0.0.256/",
        "http://0/",
        "http://paper.0x7f/",
        "http://２１３０７０６４３３/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://[paper.example]/",
        "http://[v1.x]/",
        "http://\ud800.example/",
        "http://paper.example/\ud800",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    """Other schemes, users, line breaks, other forms of IP addresses: an error before any name is looked up."""
    with pytest.raises(ValueError, match=r"\w"):
        target(url)


@given(st.one_of(st.text(max_size=60), st.text("htp:/[]@\\?#%.0x17é \r\n", max_size=40).map("http://".__add__)))
def test_any_text_is_an_address_or_none(url: str) -> None:
    """What is taken for an address is plain ASCII without breaks, and is the same when it is read again."""
    try:
        at = target(url)
    except ValueError:
        return
    assert at.url.isascii()
    assert at.url.isprintable()
    assert " " not in at.url
    assert target(at.url) == at


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("/b", "http://paper.example/b"),
        ("c?d", "http://paper.example/a/c?d"),
        ("//other.example/x", "http://other.example/x"),
        ("https://other.example:444", "https://other.example:444/"),
        ("", "http://paper.example/a/"),
        (" /spaces ", "http://paper.example/spaces"),
    ],
)
def test_a_redirect_is_relative_to_where_it_stands(location: str, meant: str) -> None:
    """Whole addresses, paths, and hosts without a scheme."""
    assert redirected(target("http://paper.example/a/"), location).url == meant


@pytest.mark.parametrize("location", ["file:///etc/passwd", "/a\r\nb", "http://x@paper.example/", "http://[::1"])
def test_a_redirect_to_no_address_is_refused(location: str) -> None:
    """As the same address would be if it were asked for."""
    with pytest.raises(ValueError, match=r"\w"):
        redirected(target("http://paper.example/a/"), location)


@pytest.mark.parametrize(
    "address",
    """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
    192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 100::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 2002:7f00:1:: 2002:a00:1::1 64:ff9b::127.0.0.1
    64:ff9b::192.168.0.1 64:ff9b:1::7f00:1 2001:0:7f00:1::
    """.split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    """One's own machine, networks, link, groups, reserved ranges, and IPv6 that carries such an IPv4 address."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", "9.9.9.9 172.32.0.1 193.0.6.139 2620:fe::fe 2a00:1450::1 ::ffff:9.9.9.9 64:ff9b::9.9.9.9".split()
)
def test_addresses_that_are_public(address: str) -> None:
    """Servers of the internet, directly or in an IPv6 form of theirs."""
    assert is_public(ipaddress.ip_address(address))

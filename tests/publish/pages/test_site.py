"""The pages' common ground: addresses, the layout, and outside strings that stay harmless in it."""

from __future__ import annotations

import pytest
from lxml import html
from markupsafe import Markup

from counterclaim.publish.pages.site import Ask, environment, error_page, isolated, lines, plain, render

HOSTILE = "<script>alert(1)</script>\"' onload=x \u202eevil\x1b[31m\x00{{ 7*7 }}"


def test_every_part_of_an_address_is_quoted() -> None:
    """A slash, a quote or a dot path in an id stays inside its part of the path."""
    ask = Ask(root="/x")
    assert ask.to() == "/x/"
    assert ask.to("parties", "a/../b?c#d") == "/x/parties/a%2F..%2Fb%3Fc%23d"
    assert ask.claim("r1", 'c"1') == "/x/reports/r1#claim-c%221"


def test_the_error_page_says_status_title_and_what_to_do() -> None:
    """An error page is a whole page with one main heading, its sentence and a way on."""
    page = html.fromstring(error_page(404, "Nothing here", "No incident has this id.", Ask(path="/incidents/x")))
    assert [heading.text for heading in page.iter("h1")] == ["Nothing here"]
    main = page.get_element_by_id("main").text_content()
    assert "No incident has this id." in main
    assert "404" in main


def test_hostile_words_stay_words() -> None:
    """Markup, control and direction codes in an outside string reach no page as such."""
    text = error_page(400, HOSTILE, HOSTILE, Ask(path=HOSTILE))
    page = html.fromstring(text)
    assert [script.get("src") for script in page.iter("script")] == ["/static/page.js"]
    assert not [node for node in page.iter() if any(name.startswith("on") for name in node.attrib)]
    assert not set(text) & {"\u202e", "\x1b", "\x00"}
    assert "{{ 7*7 }}" in text


def test_nothing_is_inline() -> None:
    """The layout holds no inline script, style attribute or event handler: the policy of content forbids them."""
    page = html.fromstring(error_page(500, "a", "b", Ask(public=True, waiting=3)))
    assert not [node for node in page.iter() if "style" in node.attrib]
    assert not list(page.iter("style"))
    assert all(not script.text for script in page.iter("script"))


def test_banners_stand_only_when_there_is_something_to_say() -> None:
    """The profile and reports that wait are told of; without either there is no banner."""
    quiet = html.fromstring(error_page(404, "a", "b", Ask()))
    loud = html.fromstring(error_page(404, "a", "b", Ask(public=True, waiting=1234)))
    assert not quiet.find_class("banner")
    told = " ".join(node.text_content() for node in loud.find_class("banner"))
    assert "publication profile" in told
    assert "1,234 reports are" in told


def test_none_is_never_printed() -> None:
    """A template that prints None is a fault: what is not said is told in words."""
    with pytest.raises(TypeError, match="never None"):
        plain(None)
    with pytest.raises(TypeError, match="never None"):
        environment().from_string("{{ missing }}").render(missing=None)


def test_escaped_text_stays_escaped_once() -> None:
    """What is markup already keeps its tags, and loses direction codes; numbers pass."""
    assert plain(Markup("<b>a\u202e</b>")) == Markup("<b>a</b>")
    assert plain(7) == 7
    assert str(isolated("a<b\n\u202ec")) == "<bdi>a&lt;b c</bdi>"
    assert str(lines("a<\nb")) == "a&lt;<br>\nb"


def test_a_section_is_marked_as_the_current_one() -> None:
    """Just the section that a page belongs to is marked in the navigation."""
    template = environment().from_string(
        "{% extends '_base.html' %}{% block section %}sources{% endblock %}{% block main %}{% endblock %}"
    )
    page = html.fromstring(template.render(ask=Ask()))
    assert [link.text for link in page.xpath("//a[@aria-current]")] == ["Sources"]


def test_a_template_with_a_missing_value_fails() -> None:
    """A value that nobody gave is an error, not an empty string."""
    with pytest.raises(Exception, match="undefined"):
        render("error.html", ask=Ask())

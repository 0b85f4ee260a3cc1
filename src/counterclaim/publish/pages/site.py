"""The pages' common ground: who asks, the templates, and what keeps outside strings harmless in them.

Every value that a template prints is stripped of control and bidirectional codes and then escaped; None is refused,
for it means "not said" and a page has to say so in words.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from counterclaim.text import for_terminal, one_line


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page is asked with, whatever it shows.

    ``root`` is the URL's prefix ("" at the top), ``public`` whether the publication profile masks what is shown,
    ``waiting`` how many reports are stored and not fused yet, ``path`` the path that was asked for, without the prefix.
    """

    root: str = ""
    public: bool = False
    waiting: int = 0
    path: str = "/"

    def to(self, *parts: str, at: str | None = None) -> str:
        """Return the address of a page by the parts of its path, with the id of an element on it; all are quoted."""
        path = "/".join(quote(part, safe="") for part in parts)
        return f"{self.root}/{path}" + (f"#{quote(at, safe='')}" if at is not None else "")

    def claim(self, report: str, claim: str) -> str:
        """Return the address of a claim: its words in its report."""
        return self.to("reports", report, at=f"claim-{claim}")


def plain(value: object) -> object:
    """Return a value without control and bidirectional codes where it is text; what is escaped stays so.

    Raises TypeError for None.
    """
    if value is None:
        raise TypeError("a page prints words for what is not said, never None")
    if isinstance(value, Markup):
        return Markup(for_terminal(str(value)))  # noqa: S704 - nothing is added to what was escaped
    return for_terminal(value) if isinstance(value, str) else value


def isolated(value: str) -> Markup:
    """Return somebody else's words on one line, set apart so that their direction of writing turns nothing else."""
    return Markup("<bdi>{}</bdi>").format(one_line(value))


def number(value: int) -> str:
    """Return a number with its thousands set apart: ``1,234``."""
    return f"{value:,}"


@functools.cache
def environment() -> Environment:
    """Return the templates' environment, made once a process."""
    made = Environment(
        loader=PackageLoader("counterclaim.publish.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(plain=plain, bdi=isolated, number=number)
    return made


def render(template: str, **values: object) -> str:
    """Return a page.  ``values`` hold at least ``ask`` (:class:`Ask`) and what the template names."""
    return environment().get_template(template).render(**values)


def lines(text: str) -> Markup:
    """Return a text of several lines, escaped, with its line breaks."""
    return Markup("<br>\n").join(escape(line) for line in for_terminal(text).split("\n"))


def error_page(status: int, title: str, sentence: str, ask: Ask) -> str:
    """Return the page for an answer that is none: its HTTP status, a title, and a sentence that says what to do."""
    return render("error.html", ask=ask, status=status, heading=title, sentence=sentence)

"""A PDF with text: its pages' text in the order of the file, lines joined to paragraphs.

What a page shows only as a picture has no text; a file without any is a ``no_text`` reject.  Its title is the one that
the document gives itself.  Its dates are not taken: they say when the file was made, not when it was published.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from counterclaim.records import Interval, Reject
from counterclaim.reports.draft import TEXT_LIMIT, Draft, reject
from counterclaim.text import one_line

# Without a handler of its own the library's warnings about bad files would reach the terminal.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

PAGES_LIMIT: Final = 3_000
"""Pages of the longest file that is read: twice what 500,000 letters fill in the largest print."""
STEPS_LIMIT: Final = 1_000_000
"""Drawing steps of a whole file: a page of print has some thousand."""
FORMS_LIMIT: Final = 50_000
"""Pictures and forms that a whole file draws: forms that call forms have no end, and past twice as many the library
would pass over the rest in silence."""
_PAGE_BYTES: Final = 16 * 1024 * 1024
_FAULTS: Final = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError,
    AssertionError, NotImplementedError, OSError, MemoryError, StopIteration,
)  # fmt: skip
"""What the library lets out on files that it did not foresee; each is a broken file."""
_FULL_LINE: Final = 0.75
"""Share of the longest usual line from which a line was broken by the margin, not by the end of a paragraph."""
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_ENDS: Final = re.compile(r"[.!?…:;][\"'”’)\]]*$")


class _TooMuchError(Exception):
    """A file that has more pages, steps or text than a report can be made of."""


def draft(body: bytes, *, source: str, published: Interval | None, publisher: str | None) -> Draft | Reject:
    """Return the text of a PDF, or the reject that says why there is none."""
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        # Many files are locked against printing only, and open with no password at all.
        if reader.is_encrypted and not _unlocked(reader):
            return reject(source, "encrypted", "the PDF opens with a password only")
        text = _text(reader)
        title = _title(reader)
    except _TooMuchError as fault:
        return reject(source, "too_large", str(fault))
    except DependencyError:
        return reject(source, "encrypted", "the PDF is locked by a cipher that is not at hand; save a copy without it")
    except LimitReachedError:
        return reject(source, "broken", "a part of the PDF unpacks to more than any page of text holds")
    except _FAULTS as fault:
        return reject(source, "broken", f"the PDF could not be taken apart ({type(fault).__name__})")
    if not text.strip() and reader.is_encrypted:
        return reject(source, "encrypted", "no text of the PDF could be unlocked; save a copy without its lock")
    if not text.strip():
        return reject(source, "no_text", "the PDF has no text: its pages are pictures, or empty")
    return Draft(ref=source, text=text, publisher=publisher, title=title, published=published)


def _unlocked(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, *_FAULTS):  # a cipher that is not at hand is as good as a password
        return False


def _title(reader: PdfReader) -> str | None:
    about = reader.metadata
    title = about.title if about is not None else None
    return one_line(title)[:500] or None if isinstance(title, str) else None


def _text(reader: PdfReader) -> str:
    if len(reader.pages) > PAGES_LIMIT:
        raise _TooMuchError(f"{len(reader.pages)} pages; at most {PAGES_LIMIT} can be one report")
    steps = _Steps()
    found: list[str] = []
    room = TEXT_LIMIT
    for page in reader.pages:
        found.append(paragraphs(_page(page, steps)))
        room -= len(found[-1])
        if room < 0:
            raise _TooMuchError(f"more than {TEXT_LIMIT} code points of text")
    return "\n\n".join(filter(None, found))


def _page(page: PageObject, steps: _Steps) -> str:
    content = page.get_contents()
    if content is not None and len(content.get_data()) > _PAGE_BYTES:
        raise _TooMuchError(f"a page is drawn by more than {_PAGE_BYTES} bytes")
    text = page.extract_text(visitor_operand_before=steps)
    # The library swallows what stops it within a form, so that it is asked once more here.
    steps.check()
    return text


class _Steps:
    """Counts the drawing steps of a file, and stops when they are too many."""

    def __init__(self) -> None:
        self._taken = self._forms = 0

    def __call__(self, operator: bytes, *_: Any) -> None:
        self._taken += 1
        self._forms += operator == b"Do"
        self.check()

    def check(self) -> None:
        """Raise _TooMuchError where more steps were taken than a file of text has."""
        if self._taken > STEPS_LIMIT:
            raise _TooMuchError(f"more than {STEPS_LIMIT} drawing steps")
        if self._forms > FORMS_LIMIT:
            raise _TooMuchError(f"more than {FORMS_LIMIT} pictures and forms")


def paragraphs(page: str) -> str:
    """Return the lines of a page with those joined that the margin broke; a hyphen at such a break goes.

    A line that is well short of the usual length ends a paragraph, unless the next goes on with a small letter; so does
    a blank one.
    """
    lines = [line.strip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)] if lengths else 0
    found: list[str] = []
    open_line = unended = False
    for line in lines:
        if not line:
            open_line = unended = False
        elif found and (open_line or (unended and line[0].islower())):
            broken = _HYPHEN.search(found[-1])
            if broken is None:
                found[-1] = f"{found[-1]} {line}"
            else:  # a name keeps its hyphen: "Deir al-" and "Zor"
                found[-1] = (found[-1][: broken.start()] if line[0].islower() else found[-1]) + line
        else:
            found.append(line)
        if line:
            wide = len(line) >= _FULL_LINE * usual
            unended = _ENDS.search(line) is None
            open_line = _HYPHEN.search(line) is not None or (wide and (unended or len(line) >= 0.9 * usual))
    return "\n".join(found)

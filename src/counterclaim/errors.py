"""Errors that a person can act on, and the reasons for which an input is set aside."""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    "empty": "there is no text to read",
    "binary": "the bytes are not text, HTML or JSON lines",
    "encoding": "the bytes are not text in any encoding that could be told",
    "too_large": "the input is larger than the limit for one report",
    "malformed_line": "the line is not a JSON object with the fields of a report",
    "missing_field": "a field that a report needs is missing or of the wrong type",
    "no_body": "the page has no article body that could be told from its furniture",
    "language": "the text is in a language that is not read yet",
    "bad_date": "the publication date is impossible, or lies in the future",
    "unreadable": "the file could not be opened or read",
    "digest": "the bytes are not those that the archive's digest names",
    "not_a_page": "responses of an archive that are no pages: another status, or not HTML or text",
    "not_relevant": "the relevance gate found no sign of conflict; it was not read",
    "url": "the address is not one that is fetched: another scheme, a user name in it, no host",
    "address": "the host's name leads to an address that is not public",
    "redirects": "too many redirects, or one from https to http",
    "timeout": "the server was too slow, or silent for too long",
    "unreachable": "the host has no address, or the connection was refused or broke off",
    "tls": "the server's certificate is not good, or no secure connection could be agreed",
    "response": "the answer is not sound HTTP, breaks off, or its headers are too long",
    "coding": "the content coding of the answer cannot be undone",
    "robots": "the site's robots.txt asks that this address be left alone",
    "not_yet": "the host is to be left alone for some time yet",
    "status": "the server did not answer with a page: it is gone, moved or broken",
    "feed": "what was fetched is no feed that can be taken apart, or items of it have no address",
    "source_file": "a source file breaks the rules of source files",
    "fault": "the program failed on it, and went on with the rest",
    "ungrounded": "a claim's words were not found where it points",
    "no_text": "the document holds no text, only pictures of it or nothing",
    "encrypted": "the document is locked by a password",
    "broken": "the document cannot be taken apart as what it says it is",
    "attachment": "an attachment of a mail that is not read",
    "column_map": "the column map of a table is missing, or does not fit the table",
    "malformed_row": "a row of a table holds what its column cannot mean",
    "no_kind": "the row tells of nothing that has a kind here",
}
"""Every reject reason, with its meaning; docs/strictness.md documents each."""


class CounterclaimError(Exception):
    """Base of all errors of this package: the text says what was expected and what to do."""


class UsageError(CounterclaimError):
    """The command or its arguments cannot be carried out as given."""


class LexiconError(CounterclaimError):
    """A lexicon file breaks its rules; the text names file and entry."""


class GazetteerError(CounterclaimError):
    """A place file breaks its rules, or the gazetteer's index cannot be built or opened; the text says which."""


class ModelError(CounterclaimError):
    """A language model is missing or is not the one that was checked."""


class LedgerError(CounterclaimError):
    """A ledger cannot be opened, read or added to as asked; the text says why and what to do."""

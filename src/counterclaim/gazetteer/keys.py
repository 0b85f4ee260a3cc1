"""What a place is found by in the index: its names, folded, and its variant keys, set apart from names."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.gazetteer.entry import How
from counterclaim.gazetteer.fold import fold, without_article
from counterclaim.gazetteer.raw import Raw
from counterclaim.gazetteer.variants import Style, styles, variant_keys


def keys(raw: Raw) -> Iterator[tuple[str, str, How]]:
    """Yield all that a place is found by: (key, the name as written, how), each key once."""
    seen: set[str] = set()
    style = _style(raw)
    names = (raw.name, *raw.others)
    folded = [(fold(name), name) for name in names]
    for at, (key, name) in enumerate(folded):
        how: How = "other name" if at else "name"
        for one in (key, without_article(key)):
            if one and one not in seen:
                seen.add(one)
                yield one, name, how
    if style is None:
        return
    for key, name in folded:
        for variant in variant_keys(key, style):
            tagged = variant_key(style, variant)
            if tagged not in seen:
                seen.add(tagged)
                yield tagged, name, "variant"


def _style(raw: Raw) -> Style | None:
    """Return the style of the state that the place lies in, or that claims it."""
    for state in (raw.country, *raw.claimed_by):
        style = styles().get(state or "")
        if style is not None:
            return style
    return None


def variant_key(style: Style, variant: str) -> str:
    """Return a variant key as the index holds it: set apart from names."""
    return ("\x02" if style == "arabic" else "\x03") + variant

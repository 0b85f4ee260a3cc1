"""Everything that is known of one report before its happenings are put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from counterclaim.claims.epithets import identified, known_as
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.mentions import Mention, mentions
from counterclaim.claims.places import PlaceMention, main_country, place_mentions
from counterclaim.claims.quotes import attributions
from counterclaim.claims.speakers import Speech, speeches
from counterclaim.claims.times import TimeMention, time_mentions
from counterclaim.claims.tolls import TollMention, toll_mentions
from counterclaim.claims.triggers import Trigger, triggers, word_classes
from counterclaim.records import Interval


@dataclass(frozen=True, slots=True)
class Context:
    """One report, parsed and marked up; offsets are code points, tokens are indices into ``doc``."""

    doc: Doc
    text: str
    """The text of ``doc``, which spaCy puts together anew each time it is asked."""
    published: Interval | None
    classes: dict[str, list[int]]
    triggers: list[Trigger]
    mentions: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    tolls: tuple[TollMention, ...]
    speeches: tuple[Speech, ...]
    country: str | None
    starts: list[int]
    """The offset of each token, for look-ups."""
    at: dict[int, Mention]
    """The party mentioned at each token that a mention covers."""
    known: dict[str, str]
    """The register's id by name, lower case, for the names that mean one party in this report."""

    def token_at(self, offset: int) -> int:
        """Return the token that covers, or first follows, an offset."""
        i = bisect_left(self.starts, offset)
        if i == len(self.starts) or (
            self.starts[i] > offset and i > 0 and offset < self.starts[i - 1] + len(self.doc[i - 1])
        ):
            i -= 1
        return i

    def has_class(self, name: str, low: int, high: int) -> bool:
        """Tell whether a word of a class begins within the tokens [low, high)."""
        found = self.classes.get(name, [])
        at = bisect_left(found, low)
        return at < len(found) and found[at] < high

    def saying(self, token: int) -> Speech | None:
        """Return the speech whose words, the innermost, cover a token; None when the publisher speaks."""
        at = self.starts[token]
        covering = [(b - a, i) for i, s in enumerate(self.speeches) for a, b in s.attribution.contents if a <= at < b]
        return self.speeches[min(covering)[1]] if covering else None

    def is_dateline(self, time: TimeMention) -> bool:
        """Tell whether a date is the report's own: the day of publication with its year, or in brackets."""
        bracketed = self.text[max(time.start - 1, 0)] + self.text[time.end : time.end + 1] == "()"
        return time.interval == self.published and (bracketed or bool(re.search(r"\d{4}", time.text)))

    def chars(self, low: int, high: int) -> tuple[int, int]:
        """Return the offsets of the tokens [low, high), white space at the ends left out."""
        span: Span = self.doc[low:high]
        text = span.text
        lead = len(text) - len(text.lstrip())
        return span.start_char + lead, span.start_char + len(text.rstrip())


def context(doc: Doc, published: Interval | None, setting: Setting | None = None) -> Context:
    """Mark up a parsed text; ``setting`` is what the report comes with besides."""
    places = place_mentions(doc, setting)
    country = main_country(doc, places)
    parties = identified(doc, mentions(doc), country)
    starts = [t.idx for t in doc]
    at: dict[int, Mention] = {}
    for mention in parties:
        for i in range(bisect_left(starts, mention.start), bisect_left(starts, mention.end)):
            at[i] = mention
    classes = word_classes(doc)
    return Context(
        doc=doc,
        text=doc.text,
        published=published,
        classes=classes,
        triggers=triggers(doc, classes),
        mentions=parties,
        places=places,
        times=time_mentions(doc, published),
        tolls=toll_mentions(doc),
        speeches=speeches(doc, parties, attributions(doc)),
        country=country,
        starts=starts,
        at=at,
        known=known_as(parties),
    )

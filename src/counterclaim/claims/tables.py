"""The lexicon files that this stage reads, each with its type, so that a coder's edit can be checked."""

from __future__ import annotations

from typing import Any, Final

from counterclaim.claims import aliases, cues, dates, gazetteer, harms, nominals, numbers, realis, recase, triggers
from counterclaim.lexicon.kinds import KindEntry
from counterclaim.records import Kind

TABLES: Final[dict[str, Any]] = {
    "acts": triggers.Acts,
    "countries": aliases.CountryTable,
    "cues": cues.CueFile,
    "harms": harms.Lexicon,
    "kinds": dict[Kind, KindEntry],
    "numbers": numbers.Lexicon,
    "parties": aliases.PartyTable,
    "party_nouns": nominals.NounTable,
    "place_words": gazetteer.WordTable,
    "places": gazetteer.PlaceTable,
    "realis": realis.Words,
    "recase": recase.Lists,
    "times": dates.Lexicon,
    "triggers": triggers.Triggers,
}

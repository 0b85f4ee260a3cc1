"""The lexicon files that this stage reads, each with its type, so that a coder's edit can be checked."""

from __future__ import annotations

from typing import Any, Final

from counterclaim.claims import cues, gazetteer, harms, nlp, nominals, numbers, realis, recase, scene_words, triggers
from counterclaim.claims.geoparse.words import GeoWords
from counterclaim.claims.times import words
from counterclaim.lexicon.countries import CountryTable
from counterclaim.lexicon.kinds import KindEntry
from counterclaim.lexicon.places import PlaceTable
from counterclaim.records import Kind

TABLES: Final[dict[str, Any]] = {
    "acts": triggers.Acts,
    "countries": CountryTable,
    "cues": cues.CueFile,
    "familiar": nlp.Familiar,
    "geo_words": GeoWords,
    "harms": harms.Lexicon,
    "kinds": dict[Kind, KindEntry],
    "numbers": numbers.Lexicon,
    "party_nouns": nominals.NounTable,
    "place_words": gazetteer.WordTable,
    "places": PlaceTable,
    "realis": realis.Words,
    "recase": recase.Lists,
    "scene_words": scene_words.SceneWords,
    "times": words.Lexicon,
    "triggers": triggers.Triggers,
}

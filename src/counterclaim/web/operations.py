"""What the interface can be asked, in one table: the OpenAPI description and the reference page are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from msgspec import Meta

from counterclaim.publish.exports import formats
from counterclaim.publish.exports.loss import LossReport
from counterclaim.records import (
    Claim,
    GradeName,
    Harm,
    Incident,
    Kind,
    Party,
    Report,
    Review,
    Series,
    Tombstone,
)
from counterclaim.web import lists
from counterclaim.web.answers import API, GEOJSON, JSON
from counterclaim.web.changes import BEAT_S, LONGEST_S
from counterclaim.web.shapes import (
    ClaimList,
    Counted,
    Gathered,
    IncidentList,
    JudgementList,
    PartyList,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what type of value it takes, as msgspec describes types, and what it is for."""

    name: str
    type: Any
    about: str
    example: str = ""
    where: Literal["query", "path", "header"] = "query"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked.  ``answers`` gives the type of the answer of each media type, None where it is free.

    ``redirects``: an id may lead elsewhere.
    """

    path: str
    id: str
    summary: str
    about: str
    answers: dict[str, Any]
    parameters: tuple[Parameter, ...] = ()
    redirects: bool = False

    @property
    def try_at(self) -> str | None:
        """Return an address at which it can be tried out, None where an id of the ledger is needed."""
        path = self.path
        for one in self.parameters:
            if one.where == "path":
                if not one.example:
                    return None
                path = path.replace(f"{{{one.name}}}", one.example)
        return path


_Blank = Literal[""]
_Day = Annotated[str, Meta(extra_json_schema={"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]})]
_Box = Annotated[str, Meta(max_length=100)]
_Words = Annotated[str, Meta(max_length=200)]

FILTERS: Final = (
    Parameter("since", _Day, "Not over before this day (UTC).", "2015-10-01"),
    Parameter("until", _Day, "Begun on this day (UTC) or before.", "2015-10-31"),
    Parameter(
        "box", _Box, "WEST,SOUTH,EAST,NORTH in degrees; WEST above EAST crosses the antimeridian.", "35,32,43,38"
    ),
    Parameter("country", _Words, "The state's code (ISO 3166 alpha-2), or its name.", "SY"),
    Parameter("kind", Kind | _Blank, "What happened.", "air_strike"),
    Parameter("party", _Words, "A party's id, or a name, among those who act, are hit or speak.", "ru"),
    Parameter("grade", GradeName | _Blank, "How firmly harm to civilians is laid at a belligerent's door.", "fair"),
    Parameter("harm", Harm | _Blank, "A figure of this harm is told.", "killed"),
    Parameter("contested", Literal["", "true", "false"], "Whether voices differ on any field.", "true"),
    Parameter("review", Review | _Blank, "Whether a person has checked it.", "checked"),
    Parameter("text", _Words, "Words that a report of the incident has in its title or text, all of them.", "bakery"),
)
"""The filters; each that is given must hold, a blank one counts as not given."""

_ORDER: Final = Parameter(
    "order",
    Literal["", "when", "toll", "spread", "review"],
    "Latest first, most killed first, widest told first, or what a person should look at first.",
    "toll",
)
_AFTER: Final = Parameter(
    "after",
    Annotated[str, Meta(pattern=r"^(i1[0-9a-f]{32})?$")],
    "The id after which the list goes on; `next` of an answer holds the whole address.",
)


def _count(name: str, default: int, most: int, about: str) -> Parameter:
    return Parameter(name, Annotated[int, Meta(ge=1, le=most)], about, str(default))


_LIMIT: Final = _count("limit", lists.LISTED, lists.MOST, f"Incidents of a page; {lists.LISTED} if not given.")


def _id(letter: str, what: str) -> Parameter:
    return Parameter(
        "id", Annotated[str, Meta(pattern=f"^{letter}1[0-9a-f]{{32}}$")], f"The id of {what}.", where="path"
    )


_PARTY: Final = Parameter(
    "id", Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,60}$")], "The id of a party.", "ru", where="path"
)
_FORMAT: Final = Parameter("format", Literal[tuple(formats())], "The format.", "acled", where="path")
_CHECKED: Final = Parameter("checked_only", Literal["", "true", "false"], "Only what a person has checked.", "true")
_FROM_STEP: Final = Annotated[int, Meta(ge=0, le=10**18 - 1)]

OPERATIONS: Final = (
    Operation(
        f"{API}/incidents",
        "incidents",
        "List incidents",
        "The incidents that the filters meet, a page at a time, each the whole record.",
        {JSON: IncidentList},
        (*FILTERS, _ORDER, _AFTER, _LIMIT),
    ),
    Operation(
        f"{API}/incidents/{{id}}",
        "incident",
        "One incident",
        "An incident as it stands now. Ids never die: after a merge the earlier id answers with a redirect.",
        {JSON: Incident},
        (_id("i", "an incident"),),
        redirects=True,
    ),
    Operation(
        f"{API}/incidents/{{id}}/claims",
        "incident_claims",
        "Claims of an incident",
        "Every claim that tells of the incident or of a part of it, with the words that carry it.",
        {JSON: ClaimList},
        (_id("i", "an incident"),),
        redirects=True,
    ),
    Operation(
        f"{API}/incidents/{{id}}/judgements",
        "incident_judgements",
        "Judgements of an incident",
        "What people decided about the incident, its claims and its sources.",
        {JSON: JudgementList},
        (_id("i", "an incident"),),
        redirects=True,
    ),
    Operation(
        f"{API}/incidents.geojson",
        "geojson",
        "Incidents as GeoJSON",
        "A page of incidents as features (RFC 7946). A point carries its radius in metres as a property; an area is "
        "never a pin at its middle but the circle of its radius; without a place the geometry is null.",
        {GEOJSON: None},
        (*FILTERS, _ORDER, _AFTER, _LIMIT),
    ),
    Operation(
        f"{API}/incidents/{{id}}/geojson",
        "incident_geojson",
        "One incident as GeoJSON",
        "A collection of one feature, as in the list.",
        {GEOJSON: None},
        (_id("i", "an incident"),),
        redirects=True,
    ),
    Operation(
        f"{API}/facets",
        "facets",
        "Count incidents",
        "How many incidents the filters meet, in time, and how many each other value of a filter would meet.",
        {JSON: Counted},
        (*FILTERS, _count("bins", *lists.BINS, f"Bins of time at most; {lists.BINS[0]} if not given.")),
    ),
    Operation(
        f"{API}/cells",
        "cells",
        "Gather incidents on a grid",
        "Where the incidents lie that the filters meet: counts in the cells of a grid over the box, or over the world.",
        {JSON: Gathered},
        (
            *FILTERS,
            _count("columns", lists.CELLS[0], lists.CELLS[2], f"Columns; {lists.CELLS[0]} if not given."),
            _count("rows", lists.CELLS[1], lists.CELLS[2], f"Rows; {lists.CELLS[1]} if not given."),
        ),
    ),
    Operation(
        f"{API}/series/{{id}}",
        "series",
        "One series",
        "A total, campaign or summary over many happenings, with the incidents that lie within it.",
        {JSON: Series},
        (_id("s", "a series"),),
        redirects=True,
    ),
    Operation(
        f"{API}/series/{{id}}/claims",
        "series_claims",
        "Claims of a series",
        "Every claim of the total or summary.",
        {JSON: ClaimList},
        (_id("s", "a series"),),
        redirects=True,
    ),
    Operation(
        f"{API}/reports/{{id}}",
        "report",
        "One report",
        "A report with its text, or the tombstone that stays after a takedown.",
        {JSON: Report | Tombstone},
        (_id("r", "a report"),),
    ),
    Operation(
        f"{API}/reports/{{id}}/claims",
        "report_claims",
        "Claims of a report",
        "What was read in a report by the ledger's maker or entered by a person, in the order of the text.",
        {JSON: ClaimList},
        (_id("r", "a report"),),
    ),
    Operation(
        f"{API}/claims/{{id}}",
        "claim",
        "One claim",
        "A claim with its quote.",
        {JSON: Claim},
        (_id("c", "a claim"),),
    ),
    Operation(
        f"{API}/parties",
        "parties",
        "The register of parties",
        "Every listed party with its names, side and owner, and where these are known from.",
        {JSON: PartyList},
    ),
    Operation(
        f"{API}/parties/{{id}}",
        "party",
        "One party",
        "A listed party, a state by its code in small letters, or an arm of a state.",
        {JSON: Party},
        (_PARTY,),
    ),
    Operation(
        f"{API}/changes",
        "changes",
        "Follow what changes",
        "Server-sent events: `step` (or `reset`, where the ledger is not as far as was asked) says where the stream "
        "begins; each `altered` lists incidents and series derived anew since; their id is the ledger's step. "
        f"A comment every {BEAT_S:.0f} seconds is a sign of life. With wait=0 the stream ends when all is told.",
        {"text/event-stream": None},
        (
            Parameter("after", _FROM_STEP, "The step after which to begin; the present one if not given.", "1"),
            Parameter("wait", Annotated[int, Meta(ge=0, le=LONGEST_S)], "Seconds after which the stream ends.", "0"),
            Parameter("Last-Event-ID", _FROM_STEP, "The same as `after`, as browsers send it.", "1", where="header"),
        ),
    ),
    Operation(
        f"{API}/export/{{format}}",
        "export",
        "Export incidents",
        "A file of the incidents that the filters meet, in a format that others read. The publication profile masks "
        "it. The loss report, which says what the format cannot hold, is linked by `describedby`.",
        dict.fromkeys(dict.fromkeys(one.media_type.partition(";")[0] for one in formats().values())),
        (_FORMAT, *FILTERS, _CHECKED),
    ),
    Operation(
        f"{API}/export/{{format}}/loss",
        "export_loss",
        "What an export loses",
        "For each column of the format what was lost, defaulted or left out.",
        {JSON: LossReport},
        (_FORMAT, *FILTERS, _CHECKED),
    ),
    Operation(
        f"{API}/openapi.json",
        "openapi",
        "This description",
        "The interface described as OpenAPI 3.1.",
        {"application/openapi+json": None},
    ),
)
"""Everything that the interface can be asked."""

"""The interface: single records, and what hangs on them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from counterclaim.ledger import View
from counterclaim.ledger.makers import stands_beside
from counterclaim.lexicon.register import register
from counterclaim.publish.told import told
from counterclaim.records import Claim, Incident, Series
from counterclaim.web import answers, finding
from counterclaim.web.answers import API, Made, missing
from counterclaim.web.door import Asked, Door
from counterclaim.web.shapes import ClaimList, JudgementList, PartyList

Call = Request[Any, Any, Any]


@get(f"{API}/incidents/{{name:str}}")
async def incident(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return an incident."""

    def make(asked: Asked) -> Made:
        return answers.json(finding.derived(asked.view, name, f"{API}/", series=False))

    return await door.answer(request, make, derived=True)


@get(f"{API}/series/{{name:str}}")
async def series(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return a series."""

    def make(asked: Asked) -> Made:
        return answers.json(finding.derived(asked.view, name, f"{API}/", series=True))

    return await door.answer(request, make, derived=True)


def _claims(view: View, about: Incident | Series) -> Made:
    parts = about.parts if isinstance(about, Incident) else ()
    return answers.json(ClaimList(claims=tuple(view.claims({*about.claims, *parts}))))


@get(f"{API}/incidents/{{name:str}}/claims")
async def incident_claims(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the claims of an incident, those about parts of it too."""

    def make(asked: Asked) -> Made:
        about = finding.derived(asked.view, name, f"{API}/", series=False)
        return _claims(asked.view, about)

    return await door.answer(request, make)


@get(f"{API}/series/{{name:str}}/claims")
async def series_claims(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the claims of a series."""

    def make(asked: Asked) -> Made:
        about = finding.derived(asked.view, name, f"{API}/", series=True)
        return _claims(asked.view, about)

    return await door.answer(request, make)


@get(f"{API}/incidents/{{name:str}}/judgements")
async def judgements(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the judgements about an incident and about the claims of it."""

    def make(asked: Asked) -> Made:
        about = finding.derived(asked.view, name, f"{API}/", series=False)
        found = told(asked.view, about).judgements.values()
        return answers.json(JudgementList(judgements=tuple(sorted(found, key=lambda each: (each.at, each.id)))))

    return await door.answer(request, make)


@get(f"{API}/reports/{{name:str}}")
async def report(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return a report, or what stays of it after a takedown."""

    def make(asked: Asked) -> Made:
        return answers.json(finding.report(asked.view, name))

    return await door.answer(request, make)


@get(f"{API}/reports/{{name:str}}/claims")
async def report_claims(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the claims that the ledger's maker, or a person, read in a report."""

    def make(asked: Asked) -> Made:
        finding.report(asked.view, name)
        maker = asked.view.maker()

        def shown(claim: Claim) -> bool:
            return claim.maker == maker or stands_beside(claim.maker)

        found = filter(shown, asked.view.claims_of([name]))
        return answers.json(ClaimList(claims=tuple(found)))

    return await door.answer(request, make)


@get(f"{API}/claims/{{name:str}}")
async def claim(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return a claim."""

    def make(asked: Asked) -> Made:
        return answers.json(finding.claim(asked.view, name))

    return await door.answer(request, make)


@get(f"{API}/parties")
async def parties(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the listed entries of the register of parties."""

    def make(_asked: Asked) -> Made:
        listed = register().parties
        return answers.json(PartyList(parties=tuple(listed[name] for name in sorted(listed))))

    return await door.answer(request, make)


@get(f"{API}/parties/{{name:str}}")
async def party(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return an entry of the register of parties."""

    def make(_asked: Asked) -> Made:
        found = register().get(name)
        if found is None:
            raise missing(f"The register of parties has no entry {name[:60]!r}: {API}/parties lists them.")
        return answers.json(found)

    return await door.answer(request, make)


ROUTES = (
    incident,
    incident_claims,
    judgements,
    series,
    series_claims,
    report,
    report_claims,
    claim,
    parties,
    party,
)
"""The routes of single records."""

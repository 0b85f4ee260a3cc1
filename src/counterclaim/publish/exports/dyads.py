"""Who fought whom, and the dead by side, as UCDP counts them."""

from __future__ import annotations

from counterclaim.lexicon.exports import codes
from counterclaim.lexicon.kinds import kinds
from counterclaim.publish import words
from counterclaim.publish.exports.case import (
    Case,
    harms_civilians,
    lowest,
    main_tally,
    party,
    says_number,
    tally_of,
    top,
    vague_word,
)
from counterclaim.publish.exports.form import Note
from counterclaim.records import Figure, PartyName


def of_state(name: PartyName) -> bool:
    """Tell whether a party is a state's, as the register knows it."""
    known = party(name)
    return known is not None and known.kind in codes().ucdp.state


def _organised(name: PartyName) -> bool:
    known = party(name)
    return known is not None and (known.kind in codes().ucdp.state or known.kind in codes().ucdp.other)


def sides(case: Case) -> tuple[PartyName | None, PartyName | None]:
    """Return the two sides, the state's first where one is a state's, None where none is named."""
    about = case.incident
    side_a = about.actors[0] if about.actors else None
    side_b = about.targets[0] if about.targets else None
    if violence(case) == 1 and side_a is not None and side_b is not None and not of_state(side_a):
        return side_b, side_a
    return side_a, side_b


def violence(case: Case) -> int | None:
    """Return UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; None where the parties tell none."""
    about = case.incident
    allowed = kinds()[case.kind].ucdp.split(" | ")
    side_a = next(iter(about.actors), None)
    side_b = next(iter(about.targets), None)
    if side_a is None or not _organised(side_a):
        return None
    if side_b is not None and _organised(side_b) and "non-state" in allowed:
        return 1 if of_state(side_a) or of_state(side_b) else 2
    return 3 if "one-sided" in allowed and harms_civilians(about) else None


def _figure(case: Case) -> Figure:
    tally = main_tally(case.incident, "killed")
    found = lowest(tally) if tally is not None else None
    if found is None:
        raise ValueError(f"{case.id} has no figure of dead that stands, and so no row")
    return found


def best(case: Case, note: Note) -> int:
    """Return the lowest figure that stands of a voice other than the accused side's; nothing is averaged."""
    tally, figure = main_tally(case.incident, "killed"), _figure(case)
    if tally is not None and tally.who != "people":
        note("lost", f"counts {words.people(tally.who)} only: nobody gives a figure of all dead")
    if figure.voice is None:
        note("lost", "no named voice gives the figure: the source has no name, or repeats others")
    if figure.high != figure.low:
        note("lost", "an open or wide figure: its low end is given")
    vague = codes().acled.vague
    if vague_word(figure.words, vague) is not None and not says_number(figure.words, vague):
        note("lost", "a vague word: the number that the ledger reads it as is given")
    return figure.low


def low(case: Case, _: Note) -> int:
    """Return the low end of the range."""
    tally = main_tally(case.incident, "killed")
    return 0 if tally is None or tally.low is None else tally.low


def high(case: Case, note: Note) -> int:
    """Return the high end of the range; where it is open the highest number named."""
    tally = main_tally(case.incident, "killed")
    if tally is None:
        return 0
    if tally.high is None:
        note("lost", "the range is open above: the highest number that is named is given")
    return top(tally)


def _deaths(case: Case) -> tuple[int, int, int]:
    """Return deaths of side b, of civilians, and unknown ones, that make up the best estimate."""
    whole = _figure(case).low
    counted: dict[str, int] = {}
    for who in ("civilians", "combatants"):
        tally = tally_of(case.incident, "killed", who)
        figure = lowest(tally) if tally is not None else None
        counted[who] = 0 if figure is None else figure.low
    civilians = min(counted["civilians"], whole)
    one_way = case.kind != "battle" and bool(case.incident.targets) and violence(case) in (1, 2)
    side_b = min(counted["combatants"], whole - civilians) if one_way and _attacked(case) else 0
    return side_b, civilians, whole - civilians - side_b


def _attacked(case: Case) -> bool:
    """Tell whether side b is the target: it is the actor where only the target is a state's."""
    return sides(case)[1] in case.incident.targets


def deaths_a(_: Case, note: Note) -> int:
    """Return 0: the ledger does not say of which side the dead were."""
    note(
        "defaulted", "the ledger does not say of which side fighters died: 0; they are among deaths_b or deaths_unknown"
    )
    return 0


def deaths_b(case: Case, note: Note) -> int:
    """Return combatants killed where the other side was the target of an attack."""
    found = _deaths(case)[0]
    if not found:
        note("defaulted", "no figure of fighters of the attacked side: 0")
    return found


def deaths_civilians(case: Case, note: Note) -> int:
    """Return the lowest figure of civilians that stands, within the best estimate."""
    found = _deaths(case)[1]
    if not found:
        note("defaulted", "nobody gives a figure of civilians: 0; people are never read as civilians")
    return found


def deaths_unknown(case: Case, _: Note) -> int:
    """Return what the best estimate leaves: dead of whom it is not said what they were."""
    return _deaths(case)[2]

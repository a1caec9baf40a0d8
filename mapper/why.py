"""Why a place is shown as it is: the chain from its state back to the sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.control.statements import place_key
from mapper.errors import UnknownName
from mapper.places.distance import kilometres
from mapper.places.folding import folded

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.spell import Spell, Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place
    from mapper.reports.report import Report


@dataclass(frozen=True, slots=True)
class Explanation:
    """A chain of reasons in plain lines; prints itself."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        return str(self)


def why(place: str, readings: Sequence[Reading], timeline: Timeline, *, at: date) -> Explanation:
    """The chain from the state of a place on a day back to the sentences of the reports.

    Raises
    ------
    UnknownName
        No report makes a claim about a place of this name; the message lists those that are there.
    """
    key = _key(place, readings, timeline)
    spells = [s for s in timeline.spells if s.place_id == key]
    said = {c.id: (c, r.report) for r in readings for c in r.claims}
    lines = list(_state(spells, at))
    lines += ["", "How it came to that:"]
    for spell in spells:
        lines.append(f"  {_stretch(spell)}: {_words(spell)}" + (f" ({spell.reason})" if spell.reason else ""))
    lines += ["", "Who said so:"]
    told = {i for s in spells for i in (*s.claims, *s.against)}
    for claim_id, (claim, report) in said.items():
        if claim_id in told or (claim.scope == "place" and place_key(claim) == key):
            lines += _claim(claim, report, used=claim_id in told)
    resolution = next(
        (
            r
            for reading in readings
            for c in reading.claims
            if c.scope == "place" and place_key(c) == key
            for r in [c.resolution]
            if r
        ),
        None,
    )
    lines += ["", "How it was placed:", *_placing(resolution)]
    return Explanation(tuple(lines))


def _key(place: str, readings: Sequence[Reading], timeline: Timeline) -> str:
    """The place id that a name, a spelling of a report or an id means."""
    wanted = folded(place) or place
    names: dict[str, set[str]] = {}
    for spell in timeline.spells:
        for name in (spell.name, spell.place_id, *(spell.place.names if spell.place else ())):
            names.setdefault(folded(name) or name, set()).add(spell.place_id)
    for reading in readings:
        for claim in reading.claims:
            if claim.scope == "place":
                names.setdefault(folded(claim.place), set()).add(place_key(claim))
    exact = sorted({s.place_id for s in timeline.spells if place in (s.place_id, s.name)})
    found = exact or sorted(names.get(wanted, set()) & {s.place_id for s in timeline.spells})
    if not found:
        known = ", ".join(sorted({s.name for s in timeline.spells})) or "none"
        raise UnknownName(f"no report makes a claim about {place!r}; places with claims: {known}")
    if len(found) > 1:
        raise UnknownName(f"{place!r} may mean {' or '.join(found)}; name the place by its id")
    return found[0]


def _state(spells: Sequence[Spell], at: date) -> Iterator[str]:
    spell = next((s for s in spells if s.covers(at)), spells[-1])
    yield f"{spell.name} [{spell.place_id}] on {at}: {_words(spell)}"
    if spell.start is not None:
        yield f"  since {spell.start}, confidence {spell.confidence:.2f}"


def _words(spell: Spell) -> str:
    """The state in words."""
    if spell.status == "unknown":
        return "unknown"
    gaining = f", {spell.gaining} gaining" if spell.gaining else ""
    if spell.status == "held":
        return f"held by {spell.holder}"
    return f"{spell.status}, likelier {spell.holder}{gaining}" if spell.holder else f"{spell.status}{gaining}"


def _stretch(spell: Spell) -> str:
    return f"{spell.start or '...'} to {spell.end or '...'}"


def _claim(claim: Claim, report: Report, *, used: bool) -> Iterator[str]:
    says = claim.claimant or report.source or "the report itself"
    when = claim.period.start.isoformat() if claim.period.start else "no date"
    if claim.period.end and claim.period.end != claim.period.start:
        when += f" to {claim.period.end}"
    sides = "; ".join(
        f"{k} {v}" for k, v in (("by", claim.actor), ("now", claim.controller), ("before", claim.previous)) if v
    )
    yield f"  {claim.id}: {claim.change} ({claim.certainty}) {when}; {sides}; confidence {claim.confidence:.2f}" + (
        "" if used else "; moves nothing"
    )
    yield f"    according to {says}, reported {claim.reported or 'without a date'}"
    yield f'    "{claim.evidence.quote}"'
    yield f"    {report.id}, characters {claim.evidence.start} to {claim.evidence.end}"


def _placing(resolution: Resolution | None) -> Iterator[str]:
    if resolution is None:
        yield "  not placed: no gazetteer entry fits"
        return
    place = resolution.place
    if place is None:
        yield f'  "{resolution.toponym.span.quote}" is not placed: {resolution.reason}'
    else:
        where = (
            f"latitude {place.lat:.4f}, longitude {place.lon:.4f}"
            if place.lat is not None and place.lon is not None
            else "no point"
        )
        names = " ".join(name for name in (place.name, place.name_local) if name)
        named = f"{names} [{place.id}], {place.detail or place.kind}, {where}"
        yield f'  "{resolution.toponym.span.quote}" is {named}'
        yield f"  score {resolution.score:.2f} ({resolution.reason}); gazetteer: {place.gazetteer}"
    rival = next((c for c in resolution.candidates if place is None or c.place.id != place.id), None)
    if rival is not None:
        yield f"  runner-up: {rival.place.name} [{rival.place.id}], score {rival.score:.2f}{_apart(place, rival.place)}"


def _apart(one: Place | None, other: Place) -> str:
    if one is None or one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return ""
    return f", {kilometres(one.lon, one.lat, other.lon, other.lat):.1f} km away"

"""Why a place is shown as it is: the chain from its state back to the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mapper.control.correcting import CORRECTED
from mapper.control.statements import MARK, place_key, plain, title_of
from mapper.errors import UnknownName
from mapper.places.distance import kilometres
from mapper.places.folding import folded

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.spell import Spell, Timeline, Weighed
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place
    from mapper.reports.report import Report


_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Explanation:
    """A chain of reasons in plain lines; prints itself."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        return str(self)


def why(
    place: str, readings: Sequence[Reading], timeline: Timeline, *, at: date, left_out: Mapping[str, str] = _NONE
) -> Explanation:
    """The chain from the state of a place on a day back to the sentences of the reports.

    Parameters
    ----------
    place
        A name, a spelling of a report, or an id.
    readings
        What was read of the reports: their claims, with the sentences, and the places found for them.
    timeline
        These claims settled: the spells, and what each claim weighed in them.
    at
        The day.
    left_out
        Ids of claims that a person calls wrong, and why.

    Raises
    ------
    UnknownName
        No report makes a claim about a place of this name; the message lists those that are there.
    """
    key = _key(place, readings, timeline)
    spells = [s for s in timeline.spells if s.place_id == key]
    said = {c.id: (c, r.report) for r in readings for c in r.claims}
    mine = [one for one in timeline.weighed if one.place_id == key]
    lines = [*_state(spells, at), *_known(spells, at, said, readings), "", _HOW]
    for spell in spells:
        lines.append(f"  {_stretch(spell)}: {_words(spell)}" + (f" ({spell.reason})" if spell.reason else ""))
        lines += [f"    {line}" for line in weighing(spell, mine)]
    if not mine and any(s.claims for s in spells):
        lines.append("    (of so many claims the weights are not kept; settle fewer to see them)")
    lines += ["", "Who said so:"]
    told = {i for s in spells for i in (*s.claims, *s.against)} | {one.claim for one in mine}
    for claim_id, (claim, report) in said.items():
        about = claim.scope == "place" and place_key(claim) == key
        if about or claim_id in told or f"{claim_id}{MARK}" in told:
            moves = claim_id in told or f"{claim_id}{MARK}" in told
            note = "" if about else _beside(claim)
            struck = left_out.get(claim_id)
            if struck is not None:
                note += "; struck by a correction" + (f": {struck}" if struck else "")
            elif not moves:
                note += "; moves nothing"
            lines += _claim(claim, report, note=note)
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


def _beside(claim: Claim) -> str:
    """What a claim is about that is not about the place itself."""
    if claim.scope == "area":
        return f"; told of the area {claim.place}, so it speaks softly"
    return f"; told of {title_of(claim)}, so it speaks softly"


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
    found = plain(exact or names.get(wanted, set()) & {s.place_id for s in timeline.spells})
    if not found:
        known = ", ".join(sorted({s.name for s in timeline.spells})) or "none"
        raise UnknownName(f"no report makes a claim about {place!r}; places with claims: {known}")
    if len(found) > 1:
        raise UnknownName(f"{place!r} may mean {' or '.join(found)}; name the place by its id")
    return found[0]


def _on(spells: Sequence[Spell], at: date) -> Spell:
    """The spell of a place that covers a day, of its spells in order."""
    return next((spell for spell in spells if spell.covers(at)), spells[-1])


def _state(spells: Sequence[Spell], at: date) -> Iterator[str]:
    spell = _on(spells, at)
    yield f"{spell.name} [{spell.place_id}] on {at}: {_words(spell)}"
    if spell.start is not None:
        yield f"  since {spell.start}, confidence {spell.confidence:.2f}"


def _known(
    spells: Sequence[Spell], at: date, said: Mapping[str, tuple[Claim, Report]], readings: Sequence[Reading]
) -> Iterator[str]:
    """By when the state could be known, and what is known of now."""
    spell = _on(spells, at)
    days = [c.reported for c, _ in (said[i] for i in spell.claims if i in said) if c.reported]
    if days:
        yield f"  first reported on {min(days)}" + (f", last on {max(days)}" if max(days) > min(days) else "")
    published = [r.report.published for r in readings if r.report.published]
    if published:
        yield f"  as it is known from reports published by {max(published)}"


def _words(spell: Spell) -> str:
    """The state in words."""
    if spell.status == "unknown":
        return "unknown"
    gaining = f", {spell.gaining} gaining" if spell.gaining else ""
    if spell.status == "held":
        return f"held by {spell.holder}"
    return f"{spell.status}, likelier {spell.holder}{gaining}" if spell.holder else f"{spell.status}{gaining}"


_HOW = "How it came to that (weight 1 makes a side nearly 3 times as likely, 2 seven times, 3 twenty times):"
_FOR, _OVERRULED, _SAID, _NOTHING = "speaks for it", "overruled", "said", "counts for nothing"
_MOST, _FEW = 8, 3  # claims of a kind that are listed, and of those that overruled others


def weighing(spell: Spell, weighed: Iterable[Weighed]) -> Iterator[str]:
    """What speaks for the state of a spell and what was overruled by whom, the heaviest first, and how likely it is."""
    sums: dict[tuple[str, str], float] = {}
    whys: dict[tuple[str, str], list[str]] = {}
    for one in weighed:
        if one.place_id == spell.place_id and spell.covers(one.day):
            key = (one.claim, one.side)
            sums[key] = sums.get(key, 0.0) + one.weight
            if one.why not in whys.setdefault(key, []):
                whys[key].append(one.why)
    groups: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(sums, key=lambda key: (-abs(sums[key]), key)):
        groups.setdefault(_heading(spell.holder, key[1], sums[key]), []).append(key)
    lost = {claim for claim, _ in groups.get(_OVERRULED, [])}
    winners = [claim for claim in dict.fromkeys(claim for claim, _ in groups.get(_FOR, [])) if claim not in lost]
    for heading in (_FOR, _OVERRULED, _SAID, _NOTHING):
        keys = groups.get(heading, [])
        by = _overruling(spell, winners) if heading == _OVERRULED else ""
        for claim, side in keys[:_MOST]:
            weight = sums[claim, side]
            sway = f", weight {abs(weight):.1f} {'for' if weight > 0 else 'against'} {side}" if weight else ""
            yield f"{heading}{by}: {claim}{sway} ({'; '.join(whys[claim, side])})"
        if len(keys) > _MOST:
            yield f"{heading}: {len(keys) - _MOST} more"
    if spell.holder:
        ours, theirs = (sum(abs(sums[key]) for key in groups.get(heading, [])) for heading in (_FOR, _OVERRULED))
        yield f"so {spell.holder} with {spell.confidence:.0%}" + (
            f": weight {ours:.1f} for it, {theirs:.1f} overruled" if sums else ""
        )


def _overruling(spell: Spell, winners: Sequence[str]) -> str:
    """By whom claims against the state of a spell were overruled."""
    if spell.reason.startswith(CORRECTED):
        return " by a person's correction"
    if not winners:
        return " by what is told of other days and of places nearby"
    return f" by {', '.join(winners[:_FEW])}" + (f" and {len(winners) - _FEW} more" if len(winners) > _FEW else "")


def _heading(holder: str | None, side: str, weight: float) -> str:
    """Whether a weight for a side won."""
    if not weight:
        return _NOTHING
    if holder is None:
        return _SAID
    return _FOR if (side == holder) == (weight > 0) else _OVERRULED


def _stretch(spell: Spell) -> str:
    return f"{spell.start or '...'} to {spell.end or '...'}"


def _claim(claim: Claim, report: Report, *, note: str) -> Iterator[str]:
    says = claim.claimant or report.source or "the report itself"
    when = claim.period.start.isoformat() if claim.period.start else "no date"
    if claim.period.end and claim.period.end != claim.period.start:
        when += f" to {claim.period.end}"
    sides = "; ".join(
        f"{k} {v}" for k, v in (("by", claim.actor), ("now", claim.controller), ("before", claim.previous)) if v
    )
    yield f"  {claim.id}: {claim.change} ({claim.certainty}) {when}; {sides}; confidence {claim.confidence:.2f}{note}"
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

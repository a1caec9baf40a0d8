"""Corrections applied: mentions before anything is settled, wrong claims left out, and who held what drawn last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from mapper.control.corrections import NONE, contradictions
from mapper.control.spell import Spell, Timeline
from mapper.errors import InputError
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.corrections import Corrections, Held, Meant, Wrong
    from mapper.control.named import NamedPlaces

CORRECTED = "corrected"  # how the reason of whatever a person corrected begins
_SURE = 1.0  # a person's word


def mended(readings: Sequence[Reading], corrections: Corrections, places: NamedPlaces) -> tuple[Reading, ...]:
    """The readings with those mentions resolved as a person says; claims about them go with them.

    Raises
    ------
    InputError
        A report does not have a mention that is to be corrected, or nobody knows the place.
    """
    found = list(readings)
    for number, reading in enumerate(readings):
        for mention in corrections.mentions:
            if mention.report != reading.report.id:
                continue
            same = [r for r in reading.resolutions if r.toponym.span.quote == mention.text]
            chosen = same if mention.nth is None else same[mention.nth - 1 : mention.nth]
            if not chosen:
                known = ", ".join(dict.fromkeys(r.toponym.span.quote for r in reading.resolutions)) or "none"
                times = f"{len(same)} times" if same else "nowhere"
                raise InputError(
                    f"{corrections.where(mention.line)}: {mention.text!r} is read as a place's name {times} in report "
                    f"{mention.report}; the names read there are {known}"
                )
            place = _of(mention.meant, places, corrections.where(mention.line)).place
            reason = _reason(mention.because)
            for old in chosen:
                best = Scored(place=place, score=_SURE, reasons=(reason,), exact=True) if place else None
                others = tuple(c for c in old.candidates if place is None or c.place.id != place.id)
                new = Resolution(
                    toponym=old.toponym, place=place, candidates=(*((best,) if best else ()), *others), reason=reason
                )
                found[number] = _with(found[number], old, new)
    return tuple(found)


def _with(reading: Reading, old: Resolution, new: Resolution) -> Reading:
    """A reading with one resolution changed, in its claims as well."""

    def turned(one: Resolution | None) -> Resolution | None:
        return new if one is not None and one.toponym.span == old.toponym.span else one

    resolutions = tuple(turned(r) or r for r in reading.resolutions)
    claims = tuple(replace(c, resolution=turned(c.resolution)) for c in reading.claims)
    return replace(reading, resolutions=resolutions, claims=claims)


def found(corrections: Corrections, readings: Iterable[Reading], places: NamedPlaces) -> Corrections:
    """The corrections with their places and claims found.

    Raises
    ------
    InputError
        A claim or a place is not there, or two corrections contradict each other.
    """
    held = tuple(replace(h, meant=_of(h.meant, places, corrections.where(h.line))) for h in corrections.held)
    left_out: dict[str, str] = {}
    for reading in readings:
        for wrong in corrections.wrong:
            ids = [c.id for c in reading.claims if _is_meant(c, wrong)]
            if not ids and reading.report.id == (wrong.report or wrong.id.rpartition("#")[0]):
                quotes = "".join(f'\n  {c.id}: "{c.evidence.quote}"' for c in reading.claims)
                what = f"id {wrong.id}" if wrong.id else f'the quote "{wrong.quote}"'
                raise InputError(
                    f"{corrections.where(wrong.line)}: no claim of report {reading.report.id} has {what}; "
                    f"its claims are{quotes or ' none'}"
                )
            left_out |= dict.fromkeys(ids, wrong.because)
    made = replace(corrections, held=held, left_out=left_out)
    faults = list(contradictions(made))
    if faults:
        raise InputError("\n".join(faults))
    return made


def _is_meant(claim: Claim, wrong: Wrong) -> bool:
    if wrong.id:
        return claim.id == wrong.id
    return claim.evidence.report_id == wrong.report and wrong.quote in claim.evidence.quote


def _of(meant: Meant, places: NamedPlaces, where: str) -> Meant:
    """The place that is meant."""
    try:
        place = places.named(place_id=meant.place_id, name=meant.name, point=meant.point)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return replace(meant, place=place)


def standing(claims: Iterable[Claim], corrections: Corrections = NONE) -> list[Claim]:
    """The claims that nobody calls wrong."""
    return [claim for claim in claims if claim.id not in corrections.left_out]


def corrected(timeline: Timeline, corrections: Corrections = NONE) -> Timeline:
    """The timeline with the spells that a person gives put over those that were settled."""
    if not corrections.held:
        return timeline
    wanted: dict[str, list[Held]] = {}
    for held in corrections.held:
        wanted.setdefault(held.meant.key, []).append(held)
    settled = {key: list(spells) for key, spells in groupby(timeline.spells, key=lambda s: s.place_id)}
    for key, some in wanted.items():
        spells = settled.get(key) or [_unknown(key, some[0].meant)]
        for held in some:
            spells = list(_over(spells, held))
        settled[key] = spells
    return replace(timeline, spells=tuple(spell for key in sorted(settled) for spell in settled[key]))


def _over(spells: Sequence[Spell], held: Held) -> Iterator[Spell]:
    """The spells of a place with one put over them."""
    start, end = held.since, held.until + timedelta(days=1) if held.until else None
    like = next((s for s in spells if start and s.covers(start)), spells[0])
    speaking = [s for s in spells if s.holder == held.by and _meet(s, held)]
    mine = replace(
        like,
        status="held",
        holder=held.by,
        start=start,
        end=end,
        confidence=_SURE,
        gaining=None,
        claims=tuple(dict.fromkeys(claim for s in speaking for claim in s.claims)),
        against=tuple(
            dict.fromkeys(claim for s in spells if s not in speaking and _meet(s, held) for claim in s.claims)
        ),
        reason=_reason(held.because),
        time_precision=1 if start else 3,
    )
    if start is not None:
        for spell in spells:
            if spell.start is None or spell.start < start:
                yield replace(spell, end=start if spell.end is None or spell.end > start else spell.end)
    yield mine
    if end is not None:
        for spell in spells:
            if spell.end is None or spell.end > end:
                yield replace(spell, start=end if spell.start is None or spell.start < end else spell.start)


def _meet(spell: Spell, held: Held) -> bool:
    """Whether a spell and a correction have a day in common."""
    begins = held.until is None or spell.start is None or spell.start <= held.until
    return begins and (held.since is None or spell.end is None or spell.end > held.since)


def _unknown(key: str, meant: Meant) -> Spell:
    """The state of a place of which nothing else is known."""
    place = meant.place
    located = place if place and place.lon is not None else None
    return Spell(
        place_id=key,
        name=meant.name or (place.name if place else key),
        place=located,
        status="unknown",
        holder=None,
        start=None,
        end=None,
        confidence=0.0,
        reason="no report speaks of it",
        time_precision=3,
    )


def _reason(because: str) -> str:
    return f"{CORRECTED}: {because}" if because else CORRECTED

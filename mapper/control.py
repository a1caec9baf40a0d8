"""Who held each place when: claims settled into a timeline of spells.

The model in ten sentences. Each place is settled by itself. Its claims are put in the order of the days
they speak of, and of the days they were made. A claim that a side took or holds the place opens a spell
of that side. A claim that somebody moved in, or that there is fighting inside, opens a contested spell:
the likelier holder stays the one before, and the side that moves in is gaining. A siege leaves the holder
and changes the status. A claim that repeats the state confirms it: its confidence grows, once for each
source. A denial stands against the spell that it denies, takes a third of its confidence, and opens a
contested spell where that falls below a half. A claim that tells whom a place was taken from gives the
holder before it; where it tells only the actor, the actor's chief enemy is taken, with little confidence.
Before the first claim, and after a withdrawal that names no successor, the holder is unknown. Planned and
negated statements move nothing; a past one counts on its own day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.places.place import Place

Status = Literal["held", "contested", "besieged", "unknown"]

TOLD, IMPLIED = 0.6, 0.4  # confidence in a holder before: told by the claim, or only implied by its actor
CEILING = 0.97  # no number of reports makes a state certain
DENIAL = 0.67  # what a denial leaves of a spell's confidence
DOUBT = 0.5  # below this a denied spell is contested
_TAKING = frozenset({"captured", "recaptured", "handed_over"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time in which one place stays in one state of control.

    `start` is included, `end` is not; None is open. `holder` is the likelier side, None only where
    nothing is known; `confidence` (0 to 1) says how likely. `claims` are the ids of the claims that
    speak for the state, `against` of those that speak against it.
    """

    place_id: str
    name: str
    status: Status
    holder: str | None
    start: date | None
    end: date | None
    confidence: float
    gaining: str | None = None
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    reason: str = ""  # in plain words, why this state
    place: Place | None = None  # None where the name is not resolved: shown, but without a point
    time_precision: int = 1  # of the start: 1 a day, 2 up to a month, 3 longer or unknown

    def covers(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All spells, sorted by place id and start; the spells of one place neither overlap nor leave a hole."""

    spells: tuple[Spell, ...] = ()

    def at(self, day: date) -> tuple[Spell, ...]:
        """The spells that cover the day, one a place."""
        return tuple(spell for spell in self.spells if spell.covers(day))


def settle(claims: Iterable[Claim], *, enemies: Mapping[str, str] | None = None) -> Timeline:
    """The timeline of every place that a claim names; areas and counted groups settle nothing.

    Parameters
    ----------
    claims
        Claims in any order.
    enemies
        The chief enemy of each side, for what a claim only implies.
    """
    by_place: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.scope == "place":
            by_place.setdefault(place_key(claim), []).append(claim)
    spells = [s for key in sorted(by_place) for s in _settle_place(key, by_place[key], enemies or {})]
    return Timeline(spells=tuple(spells))


def place_key(claim: Claim) -> str:
    """What identifies the place of a claim: its gazetteer id, or its words where none fits."""
    place = claim.located
    return place.id if place is not None else f"unplaced:{' '.join(claim.place.casefold().split())}"


def day_of(claim: Claim) -> date | None:
    """The day from which a claim speaks: when it was so, else when it was said."""
    return claim.period.start or claim.period.end or claim.reported


def _order(claim: Claim) -> tuple[date, date, str, int, str]:
    report, _, number = claim.id.rpartition("#")
    order = int(number) if number.isdecimal() else 0
    return (day_of(claim) or date.min, claim.reported or date.min, report, order, claim.id)


@dataclass(slots=True)
class _Draft:
    """A spell while it still grows."""

    status: Status
    holder: str | None
    start: date | None
    confidence: float
    reason: str
    gaining: str | None = None
    claims: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    time_precision: int = 1


def _settle_place(key: str, claims: list[Claim], enemies: Mapping[str, str]) -> list[Spell]:
    drafts: list[_Draft] = []
    ordered = sorted(claims, key=_order)
    for claim in ordered:
        if claim.happened or (claim.certainty == "historic" and claim.period.start is not None):
            _take_in(drafts, claim, enemies)
    if not drafts:
        return []
    for claim in ordered:
        if claim.certainty == "denied":
            _deny(drafts, claim)
    place = next((c.located for c in ordered if c.located is not None), None)
    name = place.name if place is not None else ordered[0].place
    drafts = _tidy(drafts)
    ends = [*(d.start for d in drafts[1:]), None]
    return [
        Spell(
            place_id=key,
            name=name,
            place=place,
            status=d.status,
            holder=d.holder,
            start=d.start,
            end=end,
            confidence=round(d.confidence, 3),
            gaining=d.gaining,
            claims=tuple(d.claims),
            against=tuple(d.against),
            reason=d.reason,
            time_precision=d.time_precision,
        )
        for d, end in zip(drafts, ends, strict=True)
    ]


def _take_in(drafts: list[_Draft], claim: Claim, enemies: Mapping[str, str]) -> None:
    """Open a spell for a claim, or confirm the one it repeats."""
    if claim.change == "held" and claim.period.start is None and claim.period.end is not None:
        if not drafts:  # held until a day: nothing is known of the time after it
            drafts.append(_state(claim, _before(claim, enemies), enemies) or _before(claim, enemies))
            drafts[-1].start = None
            drafts.append(_Draft("unknown", None, claim.period.end, 0.0, "no report speaks of the time after"))
        return
    if not drafts:
        drafts.append(_before(claim, enemies))
    current = drafts[-1]
    told = _state(claim, current, enemies)
    if told is None:
        return
    same = (told.status, told.holder, told.gaining) == (current.status, current.holder, current.gaining)
    if same and current.claims:
        _confirm(current, claim)
    else:
        drafts.append(told)


def _before(claim: Claim, enemies: Mapping[str, str]) -> _Draft:
    """The state before the first claim: what it tells or implies of it, else unknown."""
    actor = claim.actor or claim.controller
    taking = claim.change in _TAKING or claim.change in {"lost", "withdrawn", "advanced", "contested"}
    if claim.previous is not None:
        return _Draft(
            "held", claim.previous, None, TOLD, "a claim tells who held it before", claims=[claim.id], time_precision=3
        )
    if taking and claim.change not in {"lost", "withdrawn"} and actor is not None and actor in enemies:
        reason = f"implied: {actor} acts against it, and {enemies[actor]} is its chief enemy"
        return _Draft("held", enemies[actor], None, IMPLIED, reason, claims=[claim.id], time_precision=3)
    if claim.change in {"besieged", "repelled"} and claim.controller is not None:
        return _Draft(
            "held",
            claim.controller,
            None,
            IMPLIED,
            "implied: it holds the place under attack",
            claims=[claim.id],
            time_precision=3,
        )
    return _Draft("unknown", None, None, 0.0, "no report speaks of it yet", time_precision=3)


def _state(claim: Claim, current: _Draft, enemies: Mapping[str, str]) -> _Draft | None:
    """The state that a claim speaks of, given the one before."""
    start, precision = day_of(claim), claim.period.rank
    confidence, change = claim.confidence, claim.change

    def draft(
        status: Status, holder: str | None, reason: str, gaining: str | None = None, share: float = 1.0
    ) -> _Draft:
        return _Draft(
            status, holder, start, confidence * share, reason, gaining, [claim.id], [], {_source(claim)}, precision
        )

    holder = claim.controller
    if change in _TAKING or change in {"held", "repelled"}:
        return draft("held", holder, f"{change.replace('_', ' ')} by {holder}") if holder else None
    if change == "lost":
        taker = holder or enemies.get(claim.previous or "")
        return (
            draft("held", taker, f"lost by {claim.previous}", share=1.0 if holder else 0.7)
            if taker
            else draft("unknown", None, "lost")
        )
    if change == "withdrawn":
        return (
            draft("held", holder, f"{claim.previous} withdrew")
            if holder
            else draft("unknown", None, f"{claim.previous} withdrew, and nobody tells who came", share=0.0)
        )
    likelier = holder or current.holder or enemies.get(claim.actor or "")
    if change == "besieged":
        return draft("besieged", likelier, f"besieged by {claim.actor or 'its enemy'}")
    gaining = claim.actor if claim.actor != likelier else None
    reason = (
        f"{claim.actor or 'somebody'} advanced in it" if change == "advanced" else "fighting inside, or shared control"
    )
    return draft("contested", likelier, reason, gaining)


def _source(claim: Claim) -> str:
    return (claim.claimant or claim.id.rpartition("#")[0]).casefold()


def _confirm(current: _Draft, claim: Claim) -> None:
    """Add a claim that says the same; only a new source makes the state surer."""
    if claim.id in current.claims:  # it opened the spell by what it implies, and now says it
        current.confidence = max(current.confidence, claim.confidence)
        current.sources.add(_source(claim))
        return
    current.claims.append(claim.id)
    source = _source(claim)
    if source not in current.sources:
        current.sources.add(source)
        current.confidence = min(CEILING, 1 - (1 - current.confidence) * (1 - claim.confidence / 2))


def _deny(drafts: list[_Draft], claim: Claim) -> None:
    """Count a denial against the state that it speaks against."""
    for current in reversed(drafts):
        if current.status != "unknown" and current.holder is not None and claim.controller in (None, current.holder):
            current.against.append(claim.id)
            current.confidence *= DENIAL
            if current.status == "held" and current.confidence < DOUBT and current is drafts[-1]:
                current.status = "contested"
                current.reason += "; denied"
            return


def _tidy(drafts: list[_Draft]) -> list[_Draft]:
    """Spells in time order: one for each day on which the state changed, the last word of the day counts."""
    kept: list[_Draft] = []
    for draft in drafts:
        if kept and draft.start is not None and kept[-1].start == draft.start:
            draft.against[:0] = [c for c in kept[-1].claims if c not in draft.claims]
            kept.pop()
        elif kept and draft.start is None:
            kept.pop()  # undated claims: the last one in the text counts
        kept.append(draft)
    if kept[0].start is not None:
        kept.insert(0, _Draft("unknown", None, None, 0.0, "no report speaks of it yet", time_precision=3))
    return _merged(kept)


def _merged(drafts: list[_Draft]) -> list[_Draft]:
    """Spells with those put together that follow each other in the same state."""
    kept: list[_Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is None or (last.status, last.holder, last.gaining) != (draft.status, draft.holder, draft.gaining):
            kept.append(draft)
            continue
        last.claims += [c for c in draft.claims if c not in last.claims]
        last.against += [c for c in draft.against if c not in last.against + last.claims]
        last.confidence = max(last.confidence, draft.confidence)
        last.sources |= draft.sources
    return kept

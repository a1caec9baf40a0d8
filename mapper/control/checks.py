"""Counted claims as checks: "18 villages" beside the places that are named, to see what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.control.areas import lies_in
from mapper.control.statements import place_key, title_of
from mapper.english import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.places.place import Place

# Changes that tell the same event from two ends: what one side lost, the other took.
_CHANGES_HANDS = frozenset({"captured", "recaptured", "lost", "withdrawn", "handed_over"})
_STAYS = frozenset({"held", "repelled"})
_UNITS = frozenset({"admin", "region"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A counted claim beside the places that all reports name for it; `names` by place id."""

    claim: Claim
    areas: tuple[Place, ...]  # the units that it names; none: anywhere
    since: date | None  # None: from the first report on
    until: date | None
    names: tuple[tuple[str, str], ...]  # place id and name

    @property
    def counted(self) -> int:
        """How many places the claim counts."""
        return self.claim.count or 0

    @property
    def missing(self) -> int:
        """How many of them nobody names."""
        return max(0, self.counted - len(self.names))


def checks_of(readings: Sequence[Reading]) -> tuple[Check, ...]:
    """A check for each counted claim of something that happened, in the order of the reports."""
    named = [c for r in readings for c in r.claims if c.scope == "place" and c.happened]
    return tuple(
        _check(claim, reading, named)
        for reading in readings
        for claim in reading.claims
        if claim.scope == "group" and claim.count and claim.happened
    )


def _check(claim: Claim, reading: Reading, named: Iterable[Claim]) -> Check:
    """The places named for a counted claim: of the same change and sides, in its area and its time."""
    areas = tuple(_areas(claim, reading))
    since, until = claim.period.start, claim.period.end or claim.reported
    if _is_running(claim, reading):
        since = None
    found = {
        place_key(other): title_of(other)
        for other in named
        if same_event(claim, other) and _within(other, areas) and _in_time(other, since, until)
    }
    return Check(claim=claim, areas=areas, since=since, until=until, names=tuple(sorted(found.items())))


def _areas(claim: Claim, reading: Reading) -> Iterator[Place]:
    """The units named in the sentence of a claim, each once."""
    start, end = _sentence(claim, reading)
    seen: set[str] = set()
    for resolution in reading.resolutions:
        place, span = resolution.place, resolution.toponym.span
        if place is not None and place.kind in _UNITS and start <= span.start < end and place.id not in seen:
            seen.add(place.id)
            yield place


def _sentence(claim: Claim, reading: Reading) -> tuple[int, int]:
    """Where a claim's evidence begins, and where the sentence that it stands in ends."""
    rest = reading.report.text[claim.evidence.end :]
    stops = [at for mark in (". ", ".\n", "\n", "! ", "? ") if (at := rest.find(mark)) >= 0]
    return claim.evidence.start, claim.evidence.end + (min(stops) if stops else len(rest))


def _is_running(claim: Claim, reading: Reading) -> bool:
    """Whether a claim counts from the start on: "nine villages so far"."""
    start, end = _sentence(claim, reading)
    words = f" {' '.join(reading.report.text[start:end].casefold().replace(',', ' ').split())} "
    return any(f" {running} " in words for running in english().calendar["running"])


def _within(claim: Claim, areas: Sequence[Place]) -> bool:
    """Whether a claim is about a place in one of these areas; of one without a position nobody knows."""
    place = claim.located
    return not areas or place is None or any(place.id == area.id or lies_in(place, area) for area in areas)


def _in_time(claim: Claim, since: date | None, until: date | None) -> bool:
    """Whether a claim speaks of a day in a period."""
    first = claim.period.start or claim.period.end or claim.reported
    last = claim.period.end or first
    if first is None or last is None:
        return since is None and until is None
    return (until is None or first <= until) and (since is None or last >= since)


def same_event(group: Claim, claim: Claim) -> bool:
    """Whether both tell of places that went the same way between the same sides."""
    if group.change != claim.change and not any(
        group.change in family and claim.change in family for family in (_CHANGES_HANDS, _STAYS)
    ):
        return False
    pairs = ((group.previous, claim.previous), (group.controller, claim.controller), (group.actor, claim.actor))
    told = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    # Sides that contradict each other are two events; sides that neither tells prove nothing either way.
    return bool(told) and all(ours == theirs for ours, theirs in told)

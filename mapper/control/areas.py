"""Statements about areas as weak evidence for the places inside: "the regime holds the whole Hama pocket".

Whoever says who holds a province says little of each village in it. So such a statement speaks softly, only of
places of which others speak, never of one that is fought over that day, and its id is marked with "~area". That
an area was taken tells who holds its villages from then on, but not on which day each of them changed hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mapper.control.statements import CERTAINTIES, CHANGES, MARK, day_of, number_of, order_of
from mapper.english import english
from mapper.places.distance import quick_kilometres
from mapper.places.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mapper.claims.claim import Claim
    from mapper.control.statements import Statements
    from mapper.places.place import Place

    Days = list[tuple[int, bool]]  # days on which a place is spoken of, and whether of fighting there

WEAK: Final = 0.2
REGION_KM, AROUND_KM = 25.0, 5.0  # how far from its point a region reaches, and the surroundings of a place
_TELLING = frozenset({"captured", "recaptured", "handed_over", "lost", "held"})
_FIGHTING = frozenset({"contested", "advanced", "besieged"})


def add_areas(table: Statements, claims: Iterable[Claim], *, weak: float = WEAK) -> None:
    """Add a weak statement about each place of the table that lies in an area that a claim speaks of."""
    places = sorted(table.found.items())
    spoken = _spoken(table)
    for claim in sorted({c.id: c for c in claims if _tells(c)}.values(), key=order_of):
        day = day_of(claim)
        for number in _inside(claim, places):
            if day is not None and not _is_fought_over(spoken.get(number, []), day.toordinal()):
                _add(table, claim, number, weak)


def _tells(claim: Claim) -> bool:
    """Whether a claim says of a day who holds the whole of an area."""
    dated = claim.period.start is not None or claim.period.end is not None
    sure = claim.happened or (claim.certainty == "historic" and claim.period.start is not None)
    if not (dated and sure and claim.controller and claim.change in _TELLING) or claim.count is not None:
        return False
    return claim.scope == "area" and not _is_part(claim)


def _is_part(claim: Claim) -> bool:
    """Whether the words of a claim mean a part of an area only: "some villages", "parts of the north"."""
    words = claim.place.casefold().split()
    return bool(words) and bool({words[0], *words[1:2]} & (english().parts["partial"] | english().vague))


def _inside(claim: Claim, places: Iterable[tuple[int, Place]]) -> Iterator[int]:
    """The numbers of the places in the area of a claim."""
    unit = claim.located
    if unit is None or unit.kind == "country":
        return
    for number, place in places:
        if place.id != unit.id and lies_in(place, unit):
            yield number


def lies_in(place: Place, unit: Place) -> bool:
    """Whether a gazetteer says that a place lies in a unit, or it lies near the point of a region."""
    if unit.kind == "admin":
        return _is_in_unit(place, unit)
    if place.lon is None or place.lat is None or unit.lon is None or unit.lat is None:
        return False
    reach = REGION_KM if unit.kind == "region" else AROUND_KM
    return quick_kilometres(unit.lon, unit.lat, place.lon, place.lat) <= reach


def _is_in_unit(place: Place, unit: Place) -> bool:
    """Whether the units that a place lies in are those of a unit, or one of them bears its name."""
    if place.country and unit.country and place.country != unit.country:
        return False
    levels = tuple(map(folded, place.admin))
    chain = tuple(map(folded, unit.admin))
    names = {folded(name) for name in (unit.name, *unit.names)}
    if chain and chain[-1] in names:  # Idlib the district lies in Idlib the province
        last = len(chain) - 1
        return levels[:last] == chain[:last] and bool(names & {*levels[last : last + 1]})
    return not names.isdisjoint(levels)


def _spoken(table: Statements) -> Mapping[int, Days]:
    """The days on which each place is spoken of by itself, in order, and whether of fighting."""
    days: dict[int, Days] = {}
    for row in range(len(table)):
        day = table.start[row] or table.end[row] or table.reported[row]
        if CERTAINTIES[table.certainty[row]] != "denied":
            days.setdefault(table.place[row], []).append((day, CHANGES[table.change[row]] in _FIGHTING))
    for told in days.values():
        told.sort()
    return days


def _is_fought_over(told: Days, day: int) -> bool:
    """Whether the last that is told of a place up to a day is fighting, or any fighting is told of that day."""
    before = [fighting for when, fighting in told if when <= day]
    return bool(before and before[-1]) or (day, True) in told


def _add(table: Statements, claim: Claim, number: int, weak: float) -> None:
    """One weak statement; as a source and a report of its own, or it would silence what both say of the place."""
    report = claim.id.rpartition("#")[0]
    first, last = (day.toordinal() if day else 0 for day in (claim.period.start, claim.period.end))
    table.add(
        id_=f"{claim.id}{MARK}",
        place=number,
        change="held",
        certainty=claim.certainty,
        controller=claim.controller,
        previous=None,
        actor=None,
        start=first if claim.change == "held" else last or first,
        end=last or first,
        reported=claim.reported.toordinal() if claim.reported else 0,
        source=f"{(claim.claimant or claim.evidence.quote).casefold()}{MARK}",
        report=f"{report}{MARK}",
        leaning=claim.claimant_side,
        trust=claim.confidence,
        weak=weak,
        number=number_of(claim.id),
    )

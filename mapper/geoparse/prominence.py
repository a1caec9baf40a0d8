"""Which bearers of a name a report may mean without saying more: the great ones, and the small ones at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places import world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places.place import Candidate, Lookup, Place

OUTWEIGHS = 4.0  # a unit with so many times the inhabitants of any town of its name is what the bare name means


def is_small(place: Place) -> bool:
    """Whether a place is one of the small towns that nobody abroad knows."""
    return place.gazetteer == world.NAME and place.kind == "settlement" and place.detail == "town"


def nearby(lookup: Lookup, countries: frozenset[str], passed_over: set[str]) -> Lookup:
    """A look-up without the small towns outside these countries; where they lie goes to `passed_over`.

    It remembers what it was asked: one report asks for the same name many times.
    """
    known: dict[str, Sequence[Candidate]] = {}

    def find(name: str) -> Sequence[Candidate]:
        if name not in known:
            found = lookup(name)
            far = {c.place.country for c in found if is_small(c.place)} - countries
            passed_over.update(far)
            known[name] = [c for c in found if not is_small(c.place) or c.place.country in countries] if far else found
        return known[name]

    return find


def is_foremost(places: Sequence[Place]) -> bool:
    """Whether the bare name means a first-level unit, as "Virginia" does, rather than a town or a country.

    A unit whose own town bears the name gives way to it, as Kharkiv does, and so does one to a capital.
    """
    units = [p for p in places if p.kind == "admin" and p.gazetteer == world.NAME and p.population]
    towns = [p for p in places if p.kind == "settlement"]
    better = any(p.kind == "admin" and p.gazetteer != world.NAME for p in places)  # the theatre's own gazetteer tells
    if not units or better or any(p.detail == "capital" for p in towns):
        return False
    unit = max(units, key=lambda p: p.population)
    names = {unit.name.casefold(), *(name.casefold() for name in unit.names)}
    lands = [p for p in places if p.kind == "country" and p.name.casefold() in names]
    own = [t for t in towns if t.country == unit.country and _is_seat(t, unit)]
    largest = max((t.population for t in towns), default=0)
    return not lands and not own and unit.population >= OUTWEIGHS * largest


def is_area(places: Sequence[Place]) -> bool:
    """Whether a country, a unit, a sea or a region bears the name: no surname is as likely."""
    return any(p.kind not in ("settlement", "site") or p.detail == "capital" for p in places)


def _is_seat(town: Place, unit: Place) -> bool:
    """Whether a town of the unit's name lies in it, as far as the gazetteers tell."""
    return unit.name in town.admin or not town.admin

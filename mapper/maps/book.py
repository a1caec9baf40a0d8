"""The places of one map, numbered: which claims and spells are about the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place

# Kinds that are written on the map as words: a dot would put a whole province into one spot.
LABELLED = frozenset({"admin", "region", "country", "water", "road"})
AREAL = 3  # the precision of a place whose point is the label point of an area


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Places by key, None where a name has no entry in a gazetteer; their chosen names; numbered claims."""

    places: dict[str, Place | None]
    names: dict[str, str]
    numbers: dict[str, int]
    claims: dict[str, int]
    homes: dict[str, str]  # claim id to the key of its place, as the timeline has it
    resolutions: tuple[Resolution, ...]
    resolved: dict[int, int]  # id() of a resolution to its number

    def number(self, key: str | None) -> int:
        """The number of a place, -1 for none."""
        return -1 if key is None else self.numbers.get(key, -1)

    def place_of(self, claim: Claim) -> str | None:
        """The key of the place a claim is about; None for a group, which is no place."""
        return None if claim.scope == "group" else self.homes.get(claim.id) or _own_key(claim)

    def resolution_of(self, claim: Claim) -> int:
        """The number of the claim's resolution, -1 for none."""
        return -1 if claim.resolution is None else self.resolved[id(claim.resolution)]


def book_of(readings: Sequence[Reading], timeline: Timeline, others: Iterable[Timeline] = ()) -> Book:
    """The book of all places that the timelines or any claim speak of, in order of their keys."""
    claims = [claim for reading in readings for claim in reading.claims]
    homes = {claim: spell.place_id for spell in timeline.spells for claim in (*spell.claims, *spell.against)}
    places: dict[str, Place | None] = {}
    names: dict[str, str] = {}
    for spell in (*timeline.spells, *(spell for other in others for spell in other.spells)):
        if places.get(spell.place_id) is None:
            places[spell.place_id] = spell.place
        names.setdefault(spell.place_id, spell.name)
    for claim in claims:
        if claim.scope != "group":
            key = homes.get(claim.id) or _own_key(claim)
            if places.get(key) is None:
                place = places[key] = claim.located
                names.setdefault(key, place.name if place else claim.place)
    resolutions = {id(claim.resolution): claim.resolution for claim in claims if claim.resolution}
    keys = sorted(places)
    return Book(
        places={key: places[key] for key in keys},
        names=names,
        numbers={key: number for number, key in enumerate(keys)},
        claims={claim.id: number for number, claim in enumerate(claims)},
        homes=homes,
        resolutions=tuple(resolutions.values()),
        resolved={key: number for number, key in enumerate(resolutions)},
    )


def _own_key(claim: Claim) -> str:
    return claim.located.id if claim.located else f"unplaced:{claim.place.casefold()}"

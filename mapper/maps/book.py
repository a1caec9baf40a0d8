"""The places of one map, numbered: which claims and spells are about the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.claims.claim import Claim
    from mapper.control.spell import Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place

# Kinds that are written on the map as words: a dot would put a whole province into one spot.
LABELLED = frozenset({"admin", "region", "country", "water", "road"})
AREAL = 3  # the precision of a place whose point is the label point of an area


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Places by key, None where a name has no entry in a gazetteer; their chosen names; claims by their order."""

    places: dict[str, Place | None]
    names: dict[str, str]
    numbers: dict[str, int]
    claims: dict[str, int]
    about: list[int]  # of each claim the number of its place, -1 for a group, which is no place
    resolutions: tuple[Resolution, ...]
    resolved: list[int]  # of each claim the number of its resolution, -1 for none


def book_of(claims: Sequence[Claim], timeline: Timeline, others: Iterable[Timeline] = ()) -> Book:
    """The book of all places that the timelines or any claim speak of, in order of their keys."""
    homes = {claim: spell.place_id for spell in timeline.spells for claim in (*spell.claims, *spell.against)}
    places: dict[str, Place | None] = {}
    names: dict[str, str] = {}
    for spell in (*timeline.spells, *(spell for other in others for spell in other.spells)):
        key = spell.place_id
        if places.get(key) is None:
            places[key] = spell.place
        names.setdefault(key, spell.name)
    keys: list[str | None] = []
    resolutions: dict[int, Resolution] = {}  # by id(): the claims of a report share them
    for claim in claims:  # once for all that is asked of them: so many do not stay in the processor's cache
        resolution = claim.resolution
        place = None
        if resolution is not None:
            resolutions[id(resolution)] = resolution
            place = resolution.place
        if claim.scope == "group":
            keys.append(None)
            continue
        home = homes.get(claim.id) or (place.id if place else f"unplaced:{claim.place.casefold()}")
        keys.append(home)
        if places.get(home) is None:
            places[home] = place
            names.setdefault(home, place.name if place else claim.place)
    order = sorted(places)
    numbers = {key: number for number, key in enumerate(order)}
    resolved = {key: number for number, key in enumerate(resolutions)}
    return Book(
        places={key: places[key] for key in order},
        names=names,
        numbers=numbers,
        claims={claim.id: number for number, claim in enumerate(claims)},
        about=[-1 if key is None else numbers[key] for key in keys],
        resolutions=tuple(resolutions.values()),
        resolved=[-1 if claim.resolution is None else resolved[id(claim.resolution)] for claim in claims],
    )

"""The places of one map, numbered: which claims and spells are about the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.maps.stays import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from mapper.maps.columns import Ragged
    from mapper.maps.heard import Heard
    from mapper.maps.stays import Stays
    from mapper.places.place import Place

# Kinds that are written on the map as words: a dot would put a whole province into one spot.
LABELLED = frozenset({"admin", "region", "country", "water", "road"})
AREAL = 3  # the precision of a place whose point is the label point of an area


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Places by key, None where a name has no entry in a gazetteer; their chosen names; what speaks of them."""

    places: dict[str, Place | None]
    names: dict[str, str]
    numbers: dict[str, int]
    about: NDArray[np.int64]  # of each claim the number of its place, -1 for a group, which is no place
    told: tuple[tuple[Ragged, Ragged], ...]  # of each view the numbers of the claims for each spell, and against it


def book_of(heard: Heard, views: Sequence[Stays]) -> Book:
    """The book of all places that spells or any claim speak of, in order of their keys; the first view is of all."""
    places: dict[str, Place | None] = {}
    names: dict[str, str] = {}
    for view in reversed(views):  # the first place and name of a key are those that stay
        keys = view.key.tolist()[::-1]
        names |= zip(keys, reversed(view.name), strict=True)
        found = zip(keys, reversed(view.place), strict=True)
        places = {**dict.fromkeys(keys), **places, **{key: place for key, place in found if place is not None}}
    claims = dict(zip(heard.id, range(len(heard.id)), strict=True))
    told = tuple((numbered(view.claims, claims), numbered(view.against, claims)) for view in views)
    homes = _homes(views[0], told[0], heard, claims)
    group = heard.scope.at == heard.scope.of.index("group") if "group" in heard.scope.of else np.zeros(len(homes), bool)
    own = [*views[0].key.of, None]  # by a home, the last one by none
    placed = np.array([key is not None and places[key] is not None for key in own])
    strays = {}  # claims about a place that no spell has, or has without an entry
    for number in np.flatnonzero(~placed[homes] & ~group).tolist():
        known, words = heard.resolution[number], heard.words[number]
        place = heard.named.resolutions[known].place if known >= 0 else None
        key = strays[number] = own[homes[number]] or (place.id if place else f"unplaced:{words.casefold()}")
        if places.get(key) is None:
            places[key] = place
            names.setdefault(key, place.name if place else words)
    order = sorted(places)
    numbers = dict(zip(order, range(len(order)), strict=True))
    about = np.array([-1 if key is None else numbers[key] for key in own], dtype=np.int64)[homes]
    about[group] = -1
    for number, key in strays.items():
        about[number] = numbers[key]
    return Book(places={key: places[key] for key in order}, names=names, numbers=numbers, about=about, told=told)


def _homes(view: Stays, told: tuple[Ragged, Ragged], heard: Heard, claims: Mapping[str, int]) -> NDArray[np.int64]:
    """The key of the place that each claim speaks for or against, by its number in the view; -1 where it does neither.

    Of several spells the last one has it.
    """
    spells = np.concatenate([np.repeat(np.arange(len(some)), some.sizes) for some in told])
    items = np.concatenate([some.items for some in told])
    order = np.argsort(spells, kind="stable")
    homes = np.full(len(heard.id), -1, dtype=np.int64)
    homes[items[order]] = view.key.at[spells[order]]
    if len(claims) == len(homes):
        return homes
    return homes[[claims[claim] for claim in heard.id]]  # of one id several claims, of which the last has the number

"""One place known to several gazetteers, shown once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.places.place import Candidate, Place


def same_place(a: Place, b: Place) -> bool:
    """Whether two entries are one place: they have an id in common, their own or one at a source."""
    return not {a.id, *a.ids}.isdisjoint((b.id, *b.ids))


def distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with each place once, in the order of its first entry.

    Entries that share an id, directly or through a third, are one place. The first one stays, so a
    gazetteer asked first wins; it gets the best spelling of all and the ids of all, and the position
    of a later entry where it has none.
    """
    found = tuple(candidates)
    if len(found) == 1:
        return found
    groups: list[list[Candidate]] = []
    holder: dict[str, list[Candidate]] = {}
    for candidate in found:
        ids = (candidate.place.id, *candidate.place.ids)
        known = _unique(holder[id_] for id_ in ids if id_ in holder)
        group = min(known, key=groups.index) if known else []
        if not known:
            groups.append(group)
        for other in known:
            if other is not group:
                group += other
                groups = [one for one in groups if one is not other]
        group.append(candidate)
        for member in group:
            for id_ in (member.place.id, *member.place.ids):
                holder[id_] = group
    return tuple(_one(group) for group in groups)


def _unique(groups: Iterable[list[Candidate]]) -> list[list[Candidate]]:
    return list({id(group): group for group in groups}.values())


def _one(group: list[Candidate]) -> Candidate:
    """What several candidates say of one place."""
    first = group[0]
    if len(group) == 1:
        return first
    best = max(group, key=lambda candidate: candidate.likeness)
    place = first.place
    ids = tuple(dict.fromkeys(id_ for one in group for id_ in one.place.ids))
    if ids != place.ids:
        place = replace(place, ids=ids)
    located = next((one.place for one in group if one.place.lon is not None), None)
    if place.lon is None and located is not None:
        place = replace(place, lon=located.lon, lat=located.lat, precision=max(place.precision, located.precision))
    return replace(first, place=place, likeness=best.likeness, match=best.match)

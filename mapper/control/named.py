"""The place that a person means by an id, a name or a position, in a baseline or a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.control.statements import plain
from mapper.errors import InputError
from mapper.places.distance import quick_kilometres
from mapper.places.folding import folded
from mapper.places.place import Place
from mapper.reports.report import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mapper.control.baseline import Start
    from mapper.control.statements import Statements
    from mapper.places.place import Candidate

    Point = tuple[float, float]

NEAR_KM = 5.0  # a place this near to a position that is given may be the one that is meant
_SPELT = ("exact", "folded")
_HELD = ("settlement", "site")  # what somebody holds


class NamedPlaces:
    """Places that a person may name: those that claims are about first, then those of the gazetteers.

    Parameters
    ----------
    table
        The statements, whose places are known by id and name.
    lookup
        Candidates for a name; where there is no gazetteer, an unknown name is a place of its own.
    with_id
        The place of an id in the gazetteers, where there are any.
    """

    def __init__(
        self,
        table: Statements,
        *,
        lookup: Callable[[str], Sequence[Candidate]] | None = None,
        with_id: Callable[[str], Place | None] = lambda _: None,
    ) -> None:
        self._lookup, self._with_id = lookup, with_id
        self._ids: dict[str, Place] = {}
        self._names: dict[str, dict[str, Place]] = {}
        for number, key in enumerate(table.places.words):
            title = table.titles.get(number, key)
            place = replace(table.found.get(number) or Place(id=key, name=title, kind="settlement"), id=key)
            self._ids[key] = place
            for id_ in place.ids:
                self._ids.setdefault(id_, place)
            for name in (title, place.name, *place.names):
                self._names.setdefault(folded(name) or name, {})[key] = place

    def named(self, *, place_id: str = "", name: str = "", point: Point | None = None) -> Place:
        """The place that is meant; its id is the key under which it is settled.

        Raises
        ------
        InputError
            None is known, or several are.
        """
        if place_id:
            known = self._ids.get(place_id) or self._with_id(place_id)
            if known is not None:
                return known
            return _new(place_id, name or place_id, point)
        mine = [p for p in self._names.get(folded(name) or name, {}).values() if _fits(p, point)]
        found = mine or [p for p in self._spelt(name) if _fits(p, point)]
        held = [p for p in found if p.kind in _HELD] or found
        held = [p for p in held if p.name == name] or [p for p in held if p.id in plain(one.id for one in held)]
        if point is not None:
            return held[0] if len(held) == 1 else _nearest(held, point) or _new("", name, point)
        if not held and self._lookup is None:
            return _new(name, name, None)
        if not held:
            raise InputError(f"no gazetteer knows {name!r}; give its place_id, or its lon and lat")
        if len(held) > 1:
            ids = " or ".join(sorted(p.id for p in held))
            raise InputError(f"{name!r} may be {ids}; give the place_id that is meant")
        return self._ids.get(held[0].id, held[0])

    def _spelt(self, name: str) -> list[Place]:
        """The places of the gazetteers that are spelt like this."""
        return [c.place for c in self._lookup(name) if c.match in _SPELT] if self._lookup else []


def placed(baseline: Iterable[Start], places: NamedPlaces, *, faults: list[Fault]) -> tuple[Start, ...]:
    """A baseline with the id, name and position of each place, the first row of each.

    What cannot be told, and what later rows say differently of a place, goes to `faults`.
    """
    kept: dict[str, Start] = {}
    for start in baseline:
        point = (start.lon, start.lat) if start.lon is not None and start.lat is not None else None
        try:
            place = places.named(place_id=start.place_id, name=start.name, point=point)
        except InputError as error:
            faults.append(Fault(where=start.where or "baseline", message=f"{error}; the row is left out"))
            continue
        lon, lat = point or (place.lon, place.lat)
        found = replace(start, place_id=place.id, name=start.name or place.name, lon=lon, lat=lat, place=place)
        first = kept.setdefault(place.id, found)
        if (first.holder, first.day) != (found.holder, found.day):
            said = f"{first.holder} held {first.name} on {first.day}{f' by {first.where}' if first.where else ''}"
            faults.append(Fault(where=start.where or "baseline", message=f"{said} already; the row is left out"))
    return tuple(kept.values())


def _fits(place: Place, point: Point | None) -> bool:
    """Whether a place may lie at a position; one of which no position is known may lie anywhere."""
    if point is None or place.lon is None or place.lat is None:
        return True
    return quick_kilometres(place.lon, place.lat, *point) <= NEAR_KM


def _nearest(places: Sequence[Place], point: Point) -> Place | None:
    """The place nearest to a position, None for none."""
    located = [
        (quick_kilometres(p.lon, p.lat, *point), p.id, p) for p in places if p.lon is not None and p.lat is not None
    ]
    return min(located, key=lambda one: one[:2])[2] if located else None


def _new(place_id: str, name: str, point: Point | None) -> Place:
    """A place that no gazetteer has."""
    lon, lat = point or (None, None)
    key = place_id or f"{name}@{lon:.4f},{lat:.4f}"
    return Place(id=key, name=name or key, kind="settlement", lon=lon, lat=lat, gazetteer="a person")

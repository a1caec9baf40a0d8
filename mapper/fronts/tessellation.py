"""Areas and front of a day from the places known: each spot belongs to whoever holds the nearest place.

The transparent baseline: Voronoi cells of the places, dissolved by holder (Okabe, Boots, Sugihara and
Chiu, Spatial Tessellations, 2nd edition, 2000, chapter 6 on estimating from point observations).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from mapper.errors import InputError
from mapper.fronts.areas import AREA_COLUMNS, FRONT_COLUMNS, joined, table
from mapper.fronts.coverage import cells, shifted, turn_of
from mapper.fronts.metres import area_km2, distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.coverage import Cell
    from mapper.fronts.metres import LonLat

    Row = dict[str, object]
    Segment = tuple[LonLat, LonLat]

KINDS: Final = frozenset({"settlement", "site"})
COARSEST: Final = 2  # a label point of an area (precision 3) says nothing about the spot itself
_SITE_DECIMALS = 5  # of a degree, about 1 m: places closer together are one point
_NEVER = 10_000_000  # a day after the last
_LEAST_WEIGHT = 1e-9  # km² or km, so that a sliver's mean is still a number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """Areas (polygons, AREA_COLUMNS) and front (lines, FRONT_COLUMNS) of one day, in degrees."""

    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A point whose holder is known: the surest spell there, and those at the same point that agree with it."""

    at: LonLat
    spells: tuple[Spell, ...]

    @property
    def holder(self) -> str:
        """The side that holds the point, or the likelier one."""
        return self.spells[0].holder or ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What is dissolved into one area: the same holder and status, but each contested place by itself."""
        first = self.spells[0]
        return (self.holder, first.status, first.place_id if first.status == "contested" else "")


def estimate(
    spells: Iterable[Spell], *, day: date, cap_km: float | None = 5.0, boundary: BaseGeometry | None = None
) -> Estimate:
    """Areas and front of the day, valid and without overlap, the same whatever the order of the spells.

    Parameters
    ----------
    spells
        States of places; those that do not cover the day, have no holder, no point or only the label
        point of an area are left out. Of several at one point the surest counts, then the first id.
    day
        The day that is drawn.
    cap_km
        How far a place speaks for the land round it, in km; None: as far as the boundary, or the frame.
    boundary
        A polygon in degrees (EPSG:4326) outside of which nothing is drawn.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, or the places lie too far apart for one flat map.
    """
    return next(estimates(spells, days=[day], cap_km=cap_km, boundary=boundary))


def estimates(
    spells: Iterable[Spell],
    *,
    days: Iterable[date],
    cap_km: float | None = 5.0,
    boundary: BaseGeometry | None = None,
    barriers: BaseGeometry | None = None,
) -> Iterator[Estimate]:
    """What `estimate` gives for each of some days.

    Raises
    ------
    InputError
        As `estimate` does, and where barriers are given: cells follow none.
    """
    if barriers is not None:
        raise InputError("cells follow no barriers; leave the barriers out, or use the field")
    known = Sites(spells)
    for day in days:
        areas, front = cell_rows(known.on(day), cap_km=cap_km, boundary=boundary)
        yield as_tables(areas, front, day=day)


def cell_rows(
    sites: Sequence[Site], *, cap_km: float | None, boundary: BaseGeometry | None
) -> tuple[list[Row], list[Row]]:
    """The rows of the areas and of the front, without the day, that the cells of some points make."""
    found = cells([site.at for site in sites], cap_km=cap_km, boundary=boundary)
    return _area_rows(sites, found), _front_rows(sites, found)


def as_tables(areas: Sequence[Row], front: Sequence[Row], *, day: date) -> Estimate:
    """Rows of areas and of a front of a day as an estimate, in an order that depends on what they say alone."""
    areas = _in_order(areas, ("holder", "status", "places"))
    front = _in_order(front, ("sides", "places"))
    dated, lines = ([{**row, "date": day.isoformat()} for row in rows] for rows in (areas, front))
    return Estimate(areas=table(AREA_COLUMNS, dated), front=table(FRONT_COLUMNS, lines))


def _in_order(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows in the order of these columns; those that are alike in them in the order of their shapes."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(str(row[name]) for name in names), []).append(row)
    several = {
        key: sorted(some, key=lambda row: shapely.to_wkb(row["geometry"])) for key, some in alike.items() if some[1:]
    }
    return [row for key in sorted(alike) for row in several.get(key, alike[key])]


def sites_of(spells: Iterable[Spell], day: date) -> list[Site]:
    """The points whose holder is known on a day, in order; of several spells at one point the surest leads.

    But a place that lies at the point goes before a site that only lies near it.
    """
    return Sites(spells).on(day)


def _site(at: LonLat, rivals: Sequence[Spell]) -> Site:
    """The site of spells at one point."""
    first, *rest = sorted(rivals, key=lambda s: (_coarseness(s), -s.confidence, s.place_id, s.claims))
    agreeing = [spell for spell in rest if (spell.holder, spell.status) == (first.holder, first.status)]
    return Site(at=at, spells=(first, *agreeing))


class Sites:
    """The points whose holder is known, day by day; a site that stays is the same object the next day."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        placed = [(at, spell) for spell in spells if (at := point_of(spell)) is not None]
        placed.sort(key=lambda one: one[0])
        self.spells = [spell for _, spell in placed]
        self.points = sorted({at for at, _ in placed})
        number = {at: k for k, at in enumerate(self.points)}
        self.point = np.asarray([number[at] for at, _ in placed], dtype=np.int64)
        self.start = np.asarray([spell.start.toordinal() if spell.start else 0 for spell in self.spells])
        self.end = np.asarray([spell.end.toordinal() if spell.end else _NEVER for spell in self.spells])
        self.made: dict[tuple[int, ...], Site] = {}

    def on(self, day: date) -> list[Site]:
        """The points whose holder is known on a day, in order."""
        today = day.toordinal()
        known = np.flatnonzero((self.start <= today) & (today < self.end))
        first = np.flatnonzero(np.diff(self.point[known], prepend=-1))
        groups = zip(first.tolist(), [*first[1:].tolist(), len(known)], strict=True) if len(first) else ()
        numbers = known.tolist()
        return [self._made(tuple(numbers[one:other])) for one, other in groups]

    def _made(self, group: tuple[int, ...]) -> Site:
        found = self.made.get(group)
        if found is None:
            found = _site(self.points[self.point[group[0]]], [self.spells[k] for k in group])
            self.made[group] = found
        return found


def _coarseness(spell: Spell) -> int:
    return spell.place.precision if spell.place else COARSEST + 1


def point_of(spell: Spell) -> LonLat | None:
    """Where a spell's place is, None where nobody is known to hold it or it is no single point."""
    place = spell.place
    if spell.holder is None or spell.status == "unknown" or place is None or place.lon is None or place.lat is None:
        return None
    if place.kind not in KINDS or place.precision > COARSEST:
        return None
    lon = round(place.lon, _SITE_DECIMALS)
    return (-180.0 if lon == 180.0 else lon, round(place.lat, _SITE_DECIMALS))  # noqa: PLR2004 -- one meridian


def _area_rows(sites: Sequence[Site], found: Sequence[Cell]) -> list[Row]:
    groups: dict[tuple[str, str, str], list[tuple[BaseGeometry, Site]]] = {}
    for cell in found:
        site = sites[cell.point]
        groups.setdefault(site.key, []).append((_home(cell.polygon), site))
    rows = []
    for (holder, status, _), members in groups.items():
        for polygon, inside in _dissolved(members):
            spells = [spell for _, site in inside for spell in site.spells]
            rows.append(
                {
                    "holder": holder,
                    "kind": "area",
                    "status": status,
                    "confidence": _mean([(site.spells[0].confidence, area_km2(part)) for part, site in inside]),
                    "places": joined(spell.place_id for spell in spells),
                    "claims": joined(claim for spell in spells for claim in spell.claims),
                    "geometry": polygon,
                }
            )
    return rows


def _dissolved(
    members: Sequence[tuple[BaseGeometry, Site]],
) -> Iterable[tuple[BaseGeometry, list[tuple[BaseGeometry, Site]]]]:
    """Each polygon that the cells make together (right-hand rule), with the cells that lie in it."""
    pieces = [polygon for polygon, _ in members]
    parts = [orient(part) for part in shapely.get_parts(shapely.normalize(shapely.coverage_union_all(pieces)))]
    owners = shapely.STRtree(parts).nearest(shapely.point_on_surface(pieces))
    inside: dict[int, list[tuple[BaseGeometry, Site]]] = {}
    for part, member in zip(owners, members, strict=True):
        inside.setdefault(int(part), []).append(member)
    return [(parts[part], inside[part]) for part in sorted(inside)]


def _front_rows(sites: Sequence[Site], found: Sequence[Cell]) -> list[Row]:
    rows = []
    for (sides, turn), segments in _contacts(sites, found).items():
        line = shapely.line_merge(shapely.multilinestrings(sorted(segments)))
        for part in shapely.get_parts(line):
            pairs = [(segments[segment], distance_km(*segment)) for segment in _segments(part)]
            half = {pair: distance_km(sites[pair[0]].at, sites[pair[1]].at) / 2 for pair, _ in pairs}
            opposed = {index for pair in half for index in pair}
            rows.append(
                {
                    "sides": sides,
                    "uncertainty_km": _mean([(half[pair], length) for pair, length in pairs]),
                    "places": joined(spell.place_id for index in opposed for spell in sites[index].spells),
                    "geometry": shifted(shapely.normalize(part), turn),
                }
            )
    return rows


def _contacts(sites: Sequence[Site], found: Sequence[Cell]) -> Mapping[tuple[str, int], dict[Segment, tuple[int, int]]]:
    """For each two sides (and turn of longitude): the pieces of border, each with the two sites that it parts."""
    owners: dict[Segment, int] = {}
    contacts: dict[tuple[str, int], dict[Segment, tuple[int, int]]] = {}
    for cell in found:
        rings = [cell.polygon.exterior, *cell.polygon.interiors]
        for segment in (segment for ring in rings for segment in _segments(ring)):
            other = owners.setdefault(segment, cell.point)  # corners are shared, so equal numbers are the same corner
            if sites[other].holder != sites[cell.point].holder:
                sides = "|".join(sorted((sites[other].holder, sites[cell.point].holder)))
                pair = (min(other, cell.point), max(other, cell.point))
                contacts.setdefault((sides, turn_of((segment[0][0] + segment[1][0]) / 2)), {})[segment] = pair
    return contacts


def _segments(line: BaseGeometry) -> list[Segment]:
    corners = [(float(x), float(y)) for x, y in line.coords]
    return [(min(pair), max(pair)) for pair in pairwise(corners)]


def _home(polygon: BaseGeometry) -> BaseGeometry:
    """The polygon with longitudes between -180 and 180; it lies in one turn, being cut at the antimeridian."""
    return shifted(polygon, turn_of(polygon.point_on_surface().x))


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    """The mean of (value, weight), to 3 decimals."""
    weights = [max(weight, _LEAST_WEIGHT) for _, weight in weighted]
    return round(sum(value * weight for (value, _), weight in zip(weighted, weights, strict=True)) / sum(weights), 3)

"""Areas and front of a day from a smooth field over the places: lines as good as the places allow.

`mapper/fronts/field.py` tells how likely each side is to hold a spot; here the field is worked out on a
grid, coarsely where one side holds everything and finely along the line, and its contours become areas.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final

import contourpy
import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.polygon import orient

from mapper.fronts.areas import AREA_COLUMNS, FRONT_COLUMNS, joined, table
from mapper.fronts.coverage import GRID, land_round, polygons
from mapper.fronts.field import Field, field
from mapper.fronts.metres import area_km2, length_km, plane
from mapper.fronts.moved import Moved, moved
from mapper.fronts.tessellation import Estimate, sites_of
from mapper.fronts.tessellation import estimate as cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.metres import Plane
    from mapper.fronts.tessellation import Site

    Floats = NDArray[np.float64]

FEWEST: Final = 5  # places from which on a field is better than cells
FINEST, COARSEST = 250.0, 3_000.0  # metres between the lines of the grid
SHARE = 0.25  # of the distance between places that shape the line
COARSER = 8  # times the fine step, where one side holds everything round
MOST_SPOTS = 4_000_000  # of the fine grid
CONTESTED = 0.55  # how surely the likelier side holds a contested place, for the field's sake
SLIVER_KM2 = 0.05  # smaller pieces are the grid's, not the war's
STEEP = 5.0  # how fast belief grows with the field: places left out are given 0.9 where 9 of 10 are right
FINE_OLD = 750.0  # metres between the lines of the grid where old areas are moved
REST = 50_000.0  # metres round all that is known, which the side without old areas holds
NOBODY = "nobody"  # what lies outside the only side's old areas
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Surface:
    """The field of a day over a flat map, and the sides by number."""

    flat: Plane
    field: Field | Moved
    sides: tuple[str, ...]
    sites: tuple[Site, ...]

    def chances(self, lonlat: Sequence[tuple[float, float]]) -> Floats:
        """How likely each side holds each spot (spots x sides), by its lon and lat."""
        spots = shapely.get_coordinates(self.flat.to_metres(shapely.points(list(lonlat))))
        steep = np.exp(STEEP * self.field.values(spots))
        return np.asarray(steep / steep.sum(axis=1, keepdims=True))


def surface(spells: Iterable[Spell], *, day: date, old: Mapping[str, BaseGeometry] | None = None) -> Surface | None:
    """The field of a day, None where fewer places are known than it takes.

    `old` are the areas of an earlier day by holder, in degrees: the day's places move them.
    """
    sites = sites_of(spells, day)
    if len(sites) < (1 if old else FEWEST):
        return None
    flat = plane([site.at for site in sites])
    at = shapely.get_coordinates(flat.to_metres(shapely.points([site.at for site in sites])))
    sides = tuple(sorted({*(site.holder for site in sites), *(old or ())}))
    if old is not None and len(sides) == 1:
        sides = (*sides, NOBODY)
    number = np.asarray([sides.index(site.holder) for site in sites], dtype=np.int64)
    weight = np.asarray([_weight(site) for site in sites])
    if old is None:
        return Surface(flat, field(at, number, weight, sides=len(sides)), sides, tuple(sites))
    areas = [flat.to_metres(old[side]) if side in old else shapely.Polygon() for side in sides]
    areas = [area if area.is_valid else shapely.make_valid(area) for area in areas]
    missing = [k for k, side in enumerate(sides) if side not in old]
    if missing:  # what no old area holds is the other side's
        world = shapely.box(*shapely.union_all([*areas, shapely.MultiPoint(at)]).buffer(REST).bounds)
        areas[missing[0]] = world.difference(shapely.union_all(areas))
    return Surface(flat, moved(at, number, weight, old=areas), sides, tuple(sites))


def estimate(
    spells: Iterable[Spell],
    *,
    day: date,
    cap_km: float | None = 5.0,
    boundary: BaseGeometry | None = None,
    old: Mapping[str, BaseGeometry] | None = None,
) -> Estimate:
    """Areas and front of the day, valid and without overlap, the same whatever the order of the spells.

    `old` are the areas of an earlier day by holder (EPSG:4326): the line stays where nothing was reported
    against them. The other parameters are those of `mapper.fronts.tessellation.estimate`, which also draws
    where fewer than `FEWEST` places or only one side is known.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, or the places lie too far apart for one flat map.
    """
    listed = list(spells)
    drawn = surface(listed, day=day, old=old)
    if drawn is None or len(drawn.sides) < _PAIR:
        return cells_of(listed, day=day, cap_km=cap_km, boundary=boundary)
    points = [site.at for site in drawn.sites]
    if old and cap_km is None and boundary is None:
        boundary = shapely.union_all(list(old.values())).convex_hull
    land = land_round(points, drawn.flat, cap_km=cap_km, boundary=boundary)
    regions = _regions(drawn, land, boundary)
    return Estimate(
        areas=table(AREA_COLUMNS, _area_rows(drawn, regions, day)),
        front=table(FRONT_COLUMNS, _front_rows(drawn, regions, day)),
    )


def _weight(site: Site) -> float:
    """How surely the holder holds a place."""
    first = site.spells[0]
    return CONTESTED if first.status == "contested" else 0.5 + first.confidence / 2


def _regions(drawn: Surface, land: BaseGeometry, boundary: BaseGeometry | None) -> list[BaseGeometry]:
    """The region of each side in degrees, side by side."""
    x, y, tops = _grid(drawn, land)
    taken: BaseGeometry = shapely.Polygon()
    flat_land = shapely.set_precision(land, 0.01)
    regions = []
    for number in range(len(drawn.sides)):
        rivals = np.delete(tops, number, axis=2).max(axis=2)
        region = _filled(x, y, tops[:, :, number] - rivals).intersection(flat_land).difference(taken)
        region = polygons(region)
        taken = shapely.union_all([taken, region])
        regions.append(region)
    degrees = [drawn.flat.to_degrees(shapely.segmentize(region, 5_000.0)) for region in regions]
    if boundary is not None:
        border = shapely.set_precision(shapely.make_valid(boundary), GRID)
        degrees = [shapely.make_valid(region).intersection(border) for region in degrees]
    return _side_by_side(degrees)


def _side_by_side(regions: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The regions on the grid of the results, without overlap."""
    taken: BaseGeometry = shapely.Polygon()
    kept = []
    for region in regions:
        sound = shapely.set_precision(polygons(shapely.make_valid(region)), GRID)
        own = polygons(shapely.difference(sound, taken, grid_size=GRID))
        whole = shapely.multipolygons([p for p in shapely.get_parts(own) if area_km2(p) >= SLIVER_KM2])
        kept.append(whole)
        taken = shapely.union_all([taken, own], grid_size=GRID)
    return kept


def _grid(drawn: Surface, land: BaseGeometry) -> tuple[Floats, Floats, Floats]:
    """The grid's x and y in metres, and the field of every side on it (rows x columns x sides)."""
    left, low, right, high = land.bounds
    shaping = drawn.field.at[drawn.field.shaping]
    step = FINE_OLD
    if isinstance(drawn.field, Field):
        near = np.atleast_2d(cKDTree(shaping).query(shaping, k=[min(2, len(shaping))])[0])
        step = float(np.clip(SHARE * np.median(near), FINEST, COARSEST))
    step = max(step, float(np.sqrt((right - left) * (high - low) / MOST_SPOTS)))
    wide = step * COARSER
    columns, rows = int((right - left) / wide) + 3, int((high - low) / wide) + 3
    x, y = left - wide + wide * np.arange(columns), low - wide + wide * np.arange(rows)
    coarse = drawn.field.values(_spots(x, y)).reshape(rows, columns, -1)
    best = coarse.argmax(axis=2)
    mixed = _mixed(best)
    mixed |= _surprised(drawn, best, x, y)
    fine_x, fine_y = (
        x[0] + step * np.arange((columns - 1) * COARSER + 1),
        y[0] + step * np.arange((rows - 1) * COARSER + 1),
    )
    row, column = (np.arange(len(fine)) / COARSER for fine in (fine_y, fine_x))
    values = coarse[np.rint(row).astype(int)][:, np.rint(column).astype(int)]
    wanted = mixed[np.minimum(row.astype(int), rows - 2)][:, np.minimum(column.astype(int), columns - 2)]
    wanted = _grown(wanted)
    spots = np.argwhere(wanted)
    if len(spots):
        at = np.column_stack([fine_x[spots[:, 1]], fine_y[spots[:, 0]]])
        values[spots[:, 0], spots[:, 1]] = drawn.field.values(at)
    _kept(drawn, fine_x, fine_y, values)
    return fine_x, fine_y, values


def _kept(drawn: Surface, x: Floats, y: Floats, values: Floats) -> None:
    """Every place keeps the spot it stands on, so that an enclave smaller than the grid survives."""
    column = np.clip(np.rint((drawn.field.at[:, 0] - x[0]) / (x[1] - x[0])).astype(int), 0, len(x) - 1)
    row = np.clip(np.rint((drawn.field.at[:, 1] - y[0]) / (y[1] - y[0])).astype(int), 0, len(y) - 1)
    lost = values[row, column].argmax(axis=1) != drawn.field.side
    values[row[lost], column[lost]] = 0.0
    values[row[lost], column[lost], drawn.field.side[lost]] = 1.0


def _spots(x: Floats, y: Floats) -> Floats:
    across, up = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), up.ravel()])


def _mixed(best: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The cells between whose four corners the leading side changes."""
    corners = np.stack([best[:-1, :-1], best[1:, :-1], best[:-1, 1:], best[1:, 1:]])
    return np.asarray((corners != corners[0]).any(axis=0))


def _grown(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The marked cells and those next to them."""
    wide = np.pad(marked, 1)
    rows, columns = marked.shape
    return np.asarray(np.any([wide[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0))


def _surprised(drawn: Surface, best: NDArray[np.int64], x: Floats, y: Floats) -> NDArray[np.bool_]:
    """The cells with a place of another side than leads at their corners: pockets that the coarse grid misses."""
    cells = np.zeros((len(y) - 1, len(x) - 1), dtype=bool)
    column = np.clip(((drawn.field.at[:, 0] - x[0]) / (x[1] - x[0])).astype(int), 0, len(x) - 2)
    row = np.clip(((drawn.field.at[:, 1] - y[0]) / (y[1] - y[0])).astype(int), 0, len(y) - 2)
    other = best[row, column] != drawn.field.side
    cells[row[other], column[other]] = True
    return _grown(cells)


def _filled(x: Floats, y: Floats, lead: Floats) -> BaseGeometry:
    """Where a side leads."""
    found: Any = contourpy.contour_generator(x, y, lead, fill_type="OuterOffset").filled(0.0, np.inf)
    outlines, offsets = found
    polygons = []
    for points, cuts in zip(outlines, offsets, strict=True):
        first, *holes = (points[a:b] for a, b in pairwise(cuts))
        polygons.append(shapely.make_valid(shapely.Polygon(first, holes)))
    return shapely.union_all(polygons) if polygons else shapely.Polygon()


def _area_rows(drawn: Surface, regions: Sequence[BaseGeometry], day: date) -> list[dict[str, object]]:
    rows = []
    points = shapely.points([site.at for site in drawn.sites])
    for side, region in zip(drawn.sides, regions, strict=True):
        if side == NOBODY:
            continue
        for part in shapely.get_parts(shapely.normalize(region)):
            inside = [drawn.sites[i] for i in np.flatnonzero(shapely.intersects(part, points))]
            own = [site for site in inside if site.holder == side]
            spells = [spell for site in own for spell in site.spells]
            rows.append(
                {
                    "holder": side,
                    "kind": "area",
                    "status": "held",
                    "date": day.isoformat(),
                    "confidence": round(float(np.mean([s.spells[0].confidence for s in own])), 3) if own else 0.5,
                    "places": joined(spell.place_id for spell in spells),
                    "claims": joined(claim for spell in spells for claim in spell.claims),
                    "geometry": orient(part),
                }
            )
    return sorted(rows, key=lambda row: (row["holder"], row["places"], row["geometry"].wkb_hex))


def _front_rows(drawn: Surface, regions: Sequence[BaseGeometry], day: date) -> list[dict[str, object]]:
    rows = []
    trees = {side: [site for site in drawn.sites if site.holder == side] for side in drawn.sides}
    for (one, here), (other, there) in combinations(zip(drawn.sides, regions, strict=True), 2):
        shared = shapely.intersection(here.boundary, there.boundary, grid_size=GRID)
        lines = [p for p in shapely.get_parts(shapely.get_parts(shared)) if p.geom_type == "LineString"]
        merged = shapely.line_merge(shapely.multilinestrings(lines)) if lines else shapely.MultiLineString()
        for part in shapely.get_parts(merged):
            if part.is_empty:
                continue
            uncertain, near = _uncertainty(drawn, part, (trees[one], trees[other]))
            rows.append(
                {
                    "sides": "|".join(sorted((one, other))),
                    "date": day.isoformat(),
                    "uncertainty_km": uncertain,
                    "places": joined(spell.place_id for site in near for spell in site.spells),
                    "geometry": shapely.normalize(part),
                }
            )
    return sorted(rows, key=lambda row: (row["sides"], row["places"], row["geometry"].wkb_hex))


def _uncertainty(
    drawn: Surface, line: BaseGeometry, opposed: tuple[list[Site], list[Site]]
) -> tuple[float, list[Site]]:
    """Half the gap between the nearest places of both sides along a line, in km, and those places."""
    count = max(2, min(200, int(length_km(line)) + 2))
    along = shapely.line_interpolate_point(line, np.linspace(0, 1, count), normalized=True)
    spots = shapely.get_coordinates(drawn.flat.to_metres(along))
    gap = np.zeros(count)
    near: dict[tuple[float, float], Site] = {}
    for sites in opposed:
        at = shapely.get_coordinates(drawn.flat.to_metres(shapely.points([site.at for site in sites])))
        away, who = cKDTree(at).query(spots)
        gap += away
        near |= {sites[i].at: sites[i] for i in np.unique(who)}
    return round(float(gap.mean()) / 2 / 1_000.0, 3), [near[at] for at in sorted(near)]

"""Areas and front of a day from a smooth field over the places: lines as good as the places allow.

`mapper/fronts/field.py` tells how likely each side is to hold a spot, `mapper/fronts/lattice.py` follows the
lines on which two sides are level, and here these cut the land into areas. Of many days in turn only what
changed is worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from scipy.spatial import cKDTree

from mapper.errors import InputError
from mapper.fronts.coverage import Outline, Sheet, checked, extent, land_round, outline_of, sheet
from mapper.fronts.discs import Discs
from mapper.fronts.field import Field, field
from mapper.fronts.lattice import COARSER, Lattice, Nodes, followed, lattice, lines
from mapper.fronts.metres import clusters, plane
from mapper.fronts.moved import Moved, moved
from mapper.fronts.remembered import Remembered
from mapper.fronts.rows import Pieces, area_rows, contacts, front_rows, without_slivers
from mapper.fronts.tessellation import Sites, as_tables, cell_rows, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.metres import LonLat, Plane
    from mapper.fronts.tessellation import Estimate, Site

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Row = dict[str, object]

FEWEST: Final = 5  # places from which on a field is better than cells
FINEST, COARSEST = 250.0, 3_000.0  # metres between the nodes of the lattice along the line
SHARE = 0.25  # of the distance between places: the finest step
SIMPLER = 0.05  # of the finest step: how far a line may be from the one that was followed
CONTESTED = 0.55  # how surely the likelier side holds a contested place, for the field's sake
STEEP = (4.5, 3.0)  # how belief grows with the lead and its cube: of places given 0.9, 9 of 10 are right
FINE_OLD = 750.0  # metres between the nodes where old areas are moved
REST = 50_000.0  # metres round all that is known, which the side without old areas holds
FAR_KM = 300.0  # places farther apart than this have nothing to say to each other, where a cap is given
SQUARE_KM = 160.0  # corner to corner of a square degree
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
        lead = np.clip(2 * self.field.values(_flat(self.flat, lonlat)) - 1, -1, 1)  # from -1 to 1
        odds = np.exp((STEEP[0] * lead + STEEP[1] * lead**3) / 2)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What is known of the land beside the places: all in degrees."""

    cap_km: float | None = None
    border: BaseGeometry | None = None
    old: Mapping[str, BaseGeometry] | None = None
    barriers: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Land that is drawn on one flat map: all points known on any day, and the lattice over them."""

    points: tuple[LonLat, ...]
    flat: Plane
    at: Floats
    grid: Lattice
    memory: Remembered


def surface(
    spells: Iterable[Spell],
    *,
    day: date,
    old: Mapping[str, BaseGeometry] | None = None,
    barriers: BaseGeometry | None = None,
) -> Surface | None:
    """The field of a day, None where fewer places are known than it takes.

    `old` are the areas of an earlier day by holder, in degrees: the day's places move them. `barriers` are
    lines in degrees, across which places tell less.
    """
    sites = sites_of(spells, day)
    if len(sites) < (1 if old else FEWEST):
        return None
    flat = plane([site.at for site in sites])
    return _surface(sites, flat, _flat(flat, [site.at for site in sites]), _Ground(old=old, barriers=barriers))


def _surface(sites: Sequence[Site], flat: Plane, at: Floats, ground: _Ground) -> Surface:
    old = ground.old
    sides = tuple(sorted({*(site.holder for site in sites), *(old or ())}))
    if old is not None and len(sides) == 1:
        sides = (*sides, NOBODY)
    numbered = {side: k for k, side in enumerate(sides)}
    number = np.asarray([numbered[site.holder] for site in sites], dtype=np.int64)
    weight = np.asarray([_weight(site) for site in sites])
    if old is None:
        lines_across = None if ground.barriers is None else flat.to_metres(ground.barriers)
        drawn = field(at, number, weight, sides=len(sides), barriers=lines_across)
        return Surface(flat, drawn, sides, tuple(sites))
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
    barriers: BaseGeometry | None = None,
) -> Estimate:
    """Areas and front of the day, valid and without overlap, the same whatever the order of the spells.

    `old` are the areas of an earlier day by holder (EPSG:4326): the line stays where nothing was reported
    against them. `barriers` are lines (EPSG:4326) such as a river or a border: places across one tell less of
    a spot, so that the line between the sides may follow it. The other parameters are those of
    `mapper.fronts.tessellation.estimate`, which also draws where fewer than `FEWEST` places or only one side
    is known. The spells of other days only say how fine the lattice is and where it lies.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, or the places lie too far apart for one flat map.
    """
    found = estimates(spells, days=[day], cap_km=cap_km, boundary=boundary, old=old, barriers=barriers)
    return next(found)


def estimates(
    spells: Iterable[Spell],
    *,
    days: Iterable[date],
    cap_km: float | None = 5.0,
    boundary: BaseGeometry | None = None,
    old: Mapping[str, BaseGeometry] | None = None,
    barriers: BaseGeometry | None = None,
) -> Iterator[Estimate]:
    """What `estimate` gives for each of some days in turn; only what changed is worked out anew.

    Raises
    ------
    InputError
        As `estimate` does.
    """
    known = Sites(spells)
    border = checked(cap_km, boundary)
    if old and cap_km is None and border is None:
        border = shapely.union_all(list(old.values())).convex_hull
    ground = _Ground(cap_km=cap_km, border=border, old=old, barriers=barriers)
    drawers = [_Drawer(_scene(group, ground), ground) for group in _groups(known.points, cap_km)]
    for day in days:
        sites = known.on(day)
        drawn = [drawer.rows(sites, day) for drawer in drawers]
        yield as_tables([row for areas, _ in drawn for row in areas], [row for _, front in drawn for row in front])


def _groups(points: Sequence[LonLat], cap_km: float | None) -> list[list[LonLat]]:
    """The points that share a flat map: all of them, or with a cap those that have something to say to each other."""
    if cap_km is None or not points:
        return [list(points)] if points else []
    squares: dict[LonLat, list[LonLat]] = {}
    for lon, lat in points:
        squares.setdefault((float(np.floor(lon)) + 0.5, float(np.clip(np.floor(lat) + 0.5, -89, 89))), []).append(
            (lon, lat)
        )
    middles = sorted(squares)
    found = []
    for group in clusters(middles, reach_km=max(FAR_KM, 2 * cap_km) + SQUARE_KM):
        near = sorted(point for k in group for point in squares[middles[k]])
        flat = plane(near)
        try:
            extent(shapely.MultiPoint(_flat(flat, near)), flat)
            found.append(near)
        except InputError:  # a chain of places round the globe
            found += [[near[k] for k in part] for part in clusters(near, reach_km=2 * cap_km)]
    return found


def _scene(points: Sequence[LonLat], ground: _Ground) -> Scene:
    flat = plane(points)
    at = _flat(flat, points)
    step = FINE_OLD
    if ground.old is None and len(points) > 1:
        near = np.asarray(cKDTree(at).query(at, k=[2])[0])
        step = float(np.clip(np.rint(SHARE * np.median(near) / 10.0) * 10.0, FINEST, COARSEST))
    left, low, right, high = shapely.total_bounds(shapely.MultiPoint(at))
    if ground.cap_km is None:
        left, low, right, high = land_round(points, flat, border=ground.border).bounds
    reach = 0.0 if ground.cap_km is None else ground.cap_km * 1_000.0
    grid = lattice((left - reach, low - reach, right + reach, high + reach), step=step)
    return Scene(points=tuple(points), flat=flat, at=at, grid=grid, memory=Remembered(at, grid))


class _Drawer:
    """Draws the land of one scene day by day; what it keeps saves time and changes nothing."""

    def __init__(self, scene: Scene, ground: _Ground) -> None:
        self.scene, self.ground = scene, ground
        self.number = {point: k for k, point in enumerate(scene.points)}
        self.last: tuple[list[Site], tuple[list[Row], list[Row]]] | None = None
        self.sheet: Sheet | None = None
        self.whole: Outline
        self.discs = None if ground.cap_km is None else Discs(scene.at, ground.cap_km * 1_000.0, scene.flat)

    def rows(self, everywhere: Sequence[Site], day: date) -> tuple[list[Row], list[Row]]:
        """The rows of the areas and the front of a day."""
        sites = [site for site in everywhere if site.at in self.number]
        if self.last is None or self.last[0] != sites:
            self.last = (sites, self._drawn(sites, day))
        areas, front = ([{**row, "date": day.isoformat()} for row in rows] for rows in self.last[1])
        return areas, front

    def _drawn(self, sites: list[Site], day: date) -> tuple[list[Row], list[Row]]:
        one_side = len({site.holder for site in sites}) < _PAIR
        if (len(sites) < FEWEST or one_side) and not (self.ground.old and sites):
            return cell_rows(sites, day=day, cap_km=self.ground.cap_km, boundary=self.ground.border)
        scene = self.scene
        known = np.asarray([self.number[site.at] for site in sites], dtype=np.int64)
        drawn = _surface(sites, scene.flat, scene.at[known], self.ground)
        statuses = tuple(sorted({site.spells[0].status for site in sites}))
        status = np.asarray([statuses.index(site.spells[0].status) for site in sites], dtype=np.int64)
        cuts = _cuts(drawn, status, scene, known, self.ground)
        paper, outline = self._land(known)
        found = _labelled(paper.pieces(cuts, outline), drawn, status, scene.flat, scene.at[known])
        more: Any = {"at": scene.at[known], "holder": drawn.field.side, "sides": drawn.sides, "day": day}
        return area_rows(found, sites, statuses=statuses, **more), front_rows(found, sites, flat=scene.flat, **more)

    def _land(self, known: Whole) -> tuple[Sheet, Outline]:
        """The flat map that is drawn on, and the outline of what areas may cover."""
        scene, border = self.scene, self.ground.border
        if self.sheet is None:
            land = land_round(scene.points, scene.flat, border=border)
            self.whole = outline_of(land, scene.flat)
            if self.discs is not None:
                land = shapely.MultiPoint(scene.at).convex_hull.buffer(self.discs.reach)
            self.sheet = sheet(land, scene.flat, border=border)
        return self.sheet, self.discs.outline(known) if self.discs is not None else self.whole


def _cuts(drawn: Surface, status: Whole, scene: Scene, known: Whole, ground: _Ground) -> list[BaseGeometry]:
    """The lines between sides, and between statuses, in metres."""
    grid, at = scene.grid, scene.at[known]
    kind = np.eye(int(status.max()) + 1, dtype=bool)[status] if status.any() else np.empty((len(at), 0), dtype=bool)
    still = drawn.field
    if isinstance(still, Field):
        scene.memory.turn(still, known, kind)

    def values_at(nodes: Whole) -> Floats:
        if isinstance(still, Field):
            return scene.memory.values(still, nodes)
        spots = grid.spots(nodes)
        away = [-np.asarray(cKDTree(at[of_it]).query(spots)[0]) for of_it in kind.T]
        return np.column_stack([still.values(spots), *away])

    count = len(drawn.sides)
    groups = (slice(0, count), *([slice(count, count + kind.shape[1])] if kind.size else []))
    nodes = Nodes(grid, values_at, groups)
    said = np.zeros((len(at), count + kind.shape[1]))
    said[np.arange(len(at)), still.side] = 1.0
    said[:, count:] = kind
    start = grid.squares(COARSER)
    if ground.cap_km is not None:
        middle = grid.spots(start) + COARSER * grid.step / 2
        away = np.asarray(cKDTree(at).query(middle)[0])
        start = start[away <= ground.cap_km * 1_000.0 + COARSER * grid.step]
    seeds = still.edges if isinstance(still, Moved) else None
    squares = followed(grid, nodes, places=at, said=said, start=start, seeds=seeds)
    cuts = [line for group in range(len(groups)) for line in lines(grid, nodes, squares, group=group)]
    simpler = shapely.simplify(np.asarray(cuts, dtype=object), SIMPLER * grid.step)
    return [shapely.multilinestrings(simpler)]


def _labelled(shapes: NDArray[np.object_], drawn: Surface, status: Whole, flat: Plane, at: Floats) -> Pieces:
    """Each piece with its side: that of the places in it where they agree, else that of its middle."""
    piece, who = shapely.STRtree(flat.to_degrees(shapely.points(at))).query(shapes, predicate="intersects")
    middle = shapely.get_coordinates(flat.to_metres(shapely.point_on_surface(shapes)))
    state = status[np.asarray(cKDTree(at).query(middle)[1])]
    number = drawn.field.side[who]
    low = np.full(len(shapes), len(drawn.sides))
    high = np.full(len(shapes), -1)
    np.minimum.at(low, piece, number)
    np.maximum.at(high, piece, number)
    unsure = low != high
    side = np.where(unsure, 0, low)
    side[unsure] = drawn.field.values(middle[unsure]).argmax(axis=1)
    inside = np.column_stack([piece, who])
    return without_slivers(Pieces(shapes, side, state, middles=middle, inside=inside, touching=contacts(shapes)))


def _weight(site: Site) -> float:
    """How surely the holder holds a place."""
    first = site.spells[0]
    return CONTESTED if first.status == "contested" else 0.5 + first.confidence / 2


def _flat(flat: Plane, points: Sequence[LonLat]) -> Floats:
    return np.asarray(shapely.get_coordinates(flat.to_metres(shapely.points(list(points)))))

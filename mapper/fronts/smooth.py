"""Areas and front of a day from a smooth field over the places: lines as good as the places allow.

`mapper/fronts/field.py` tells how likely each side is to hold a spot, `mapper/fronts/lattice.py` follows the
lines on which two sides are level, and here these cut the land into areas. Of many days in turn only what
changed is worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy.spatial import cKDTree

from mapper.errors import InputError
from mapper.fronts.coverage import checked, in_degrees, polygons, sound
from mapper.fronts.field import Field
from mapper.fronts.ground import Terms, grounds, on_plane
from mapper.fronts.lattice import Nodes, cuts, followed
from mapper.fronts.metres import plane
from mapper.fronts.moved import Moved, moved
from mapper.fronts.passes import anew, field
from mapper.fronts.remembered import Ways, over
from mapper.fronts.rows import Pieces, area_rows, contacts, front_rows, without_slivers
from mapper.fronts.tessellation import Sites, as_tables, cell_rows, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.ground import Ground, Known
    from mapper.fronts.layout import Layout
    from mapper.fronts.metres import Plane
    from mapper.fronts.passes import Asked
    from mapper.fronts.remembered import Remembered
    from mapper.fronts.tessellation import Estimate, Site

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Row = dict[str, object]

FEWEST: Final = 5  # places from which on a field is better than cells
CONTESTED = 0.55  # how surely the likelier side holds a contested place, for the field's sake
STEEP = (4.5, 5.0)  # how belief grows with the lead and its cube: of places given 0.9, 9 of 10 are right
REST = 50_000.0  # metres round all that is known or drawn, which the sides without old areas hold
NOBODY = "nobody"  # what lies outside the only side's old areas
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Surface:
    """The field of a day over a flat map, and the sides by number."""

    flat: Plane
    field: Field | Moved
    sides: tuple[str, ...]

    def chances(self, lonlat: Sequence[tuple[float, float]]) -> Floats:
        """How likely each side holds each spot (spots x sides), by its lon and lat."""
        return self.chances_at(on_plane(self.flat, lonlat))

    def chances_at(self, spots: Floats) -> Floats:
        """How likely each side holds each spot (spots x sides), by its x and y in metres."""
        lead = np.clip(2 * self.field.values(spots) - 1, -1, 1)  # from -1 to 1
        odds = np.exp((STEEP[0] * lead + STEEP[1] * lead**3) / 2)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


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

    Raises
    ------
    InputError
        Where both old areas and barriers are given.
    """
    terms = _terms(old=old, barriers=barriers)
    sites = sites_of(spells, day)
    if len(sites) < (1 if terms.old else FEWEST):
        return None
    flat = plane([site.at for site in sites])
    return surface_of(sites, flat, on_plane(flat, [site.at for site in sites]), terms)


def _terms(
    *,
    cap_km: float | None = None,
    border: BaseGeometry | None = None,
    old: Mapping[str, BaseGeometry] | None,
    barriers: BaseGeometry | None,
) -> Terms:
    """What was given, checked: no old areas at all are as good as none given, nor is a side's that is empty."""
    if old and barriers is not None:
        raise InputError("areas of an earlier day follow no barriers; leave out the barriers, or the areas")
    if barriers is not None and not barriers.is_empty:
        in_degrees(barriers, "the barriers' geometry")
    mended = {side: sound(area, f"the old area of {side}") for side, area in (old or {}).items()}
    solid = {side: area for side, area in mended.items() if not area.is_empty}
    if old and not solid:
        raise InputError("the areas of an earlier day have no area; give polygons in degrees (lon, lat)")
    if solid and cap_km is None and border is None:
        border = shapely.union_all(list(solid.values())).convex_hull
    return Terms(cap_km=cap_km, border=border, old=solid or None, barriers=barriers)


def enough(sites: Sequence[Site]) -> bool:
    """Whether there are places, and sides, enough for a field."""
    return len(sites) >= FEWEST and len({site.holder for site in sites}) >= _PAIR


def surface_of(
    sites: Sequence[Site],
    flat: Plane,
    at: Floats,
    terms: Terms,
    *,
    lie: Layout | None = None,
    ask: Asked = anew,
) -> Surface:
    """The field of some sites at x and y on a flat map; `lie` and `ask` are those of `mapper.fronts.passes.field`."""
    old = terms.old
    sides = tuple(sorted({*(site.holder for site in sites), *(old or ())}))
    if old is not None and len(sides) == 1:
        sides = (*sides, NOBODY)
    numbered = {side: k for k, side in enumerate(sides)}
    number = np.asarray([numbered[site.holder] for site in sites], dtype=np.int64)
    weight = np.asarray([_weight(site) for site in sites])
    if old is None:
        lines_across = None if terms.barriers is None else flat.to_metres(terms.barriers)
        drawn = field(at, number, weight, sides=len(sides), barriers=lines_across, lie=lie, ask=ask)
        return Surface(flat, drawn, sides)
    areas = [flat.to_metres(old[side]) if side in old else shapely.Polygon() for side in sides]
    areas = [area if area.is_valid else shapely.make_valid(area) for area in areas]
    missing = [k for k, side in enumerate(sides) if side not in old]
    if missing:
        rest = _shared(_world(areas, flat, at, terms).difference(shapely.union_all(areas)), missing, at, number)
        areas = [rest.get(k, area) for k, area in enumerate(areas)]
    return Surface(flat, moved(at, number, weight, old=areas), sides)


def _world(areas: Sequence[BaseGeometry], flat: Plane, at: Floats, terms: Terms) -> BaseGeometry:
    """A box that reaches beyond the old areas and whatever is drawn, in metres: outside it nobody would hold land."""
    shapes = [*areas, shapely.MultiPoint(at), *([] if terms.border is None else [flat.to_metres(terms.border)])]
    left, low, right, high = shapely.total_bounds(shapes)
    reach = REST + (terms.cap_km or 0.0) * 1_000.0
    return shapely.box(left - reach, low - reach, right + reach, high + reach)


def _shared(rest: BaseGeometry, missing: Sequence[int], at: Floats, number: Whole) -> dict[int, BaseGeometry]:
    """What no old area holds, by the sides that had none: the only one's, or where there are several the nearest's."""
    if len(missing) == 1:
        return {missing[0]: rest}
    own = np.flatnonzero(np.isin(number, missing))
    places = shapely.points(at[own])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=rest))
    side = number[own[shapely.STRtree(places).nearest(shapely.point_on_surface(cells))]]
    return {k: polygons(shapely.union_all(cells[side == k]).intersection(rest)) for k in missing}


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
    against them. What none of them holds is the land of the side that has none; of several such sides, of the
    one whose place is nearest. `barriers` are lines (EPSG:4326) such as a river or a border: places across one
    tell less of a spot, so that the line between the sides may follow it. The other parameters are those of
    `mapper.fronts.tessellation.estimate`, which also draws where fewer than `FEWEST` places or only one side
    is known. The spells of other days only say how fine the lattice is and where it lies.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, the places lie too far apart for one flat map, or both old
        areas and barriers are given.
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
    terms = _terms(cap_km=cap_km, border=checked(cap_km, boundary), old=old, barriers=barriers)
    drawers = [_Drawer(ground) for ground in grounds(known.points, terms)]
    for day in days:
        sites = known.on(day)
        areas, fronts = zip(*(drawer.rows(sites) for drawer in drawers), strict=True) if drawers else ((), ())
        yield as_tables([row for rows in areas for row in rows], [row for rows in fronts for row in rows], day=day)


class _Drawer:
    """Draws the land of one ground day by day; what it keeps saves time and changes nothing."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.last: tuple[list[Site], tuple[list[Row], list[Row]]] | None = None
        self.memory, self.ways = over(ground.at, ground.grid), Ways(ground.at)
        self.told: dict[tuple[int, ...], tuple[float, str, str]] = {}

    def rows(self, everywhere: Sequence[Site]) -> tuple[list[Row], list[Row]]:
        """The rows of the areas and the front of a day on which these places are known."""
        sites = [site for site in everywhere if site.at in self.ground.number]
        if self.last is None or self.last[0] != sites:
            self.last = (sites, self._drawn(sites))
        return self.last[1]

    def _drawn(self, sites: list[Site]) -> tuple[list[Row], list[Row]]:
        ground, terms = self.ground, self.ground.terms
        if not enough(sites) and not (terms.old and sites):
            return cell_rows(sites, cap_km=terms.cap_km, boundary=terms.border)
        known = ground.known(sites)
        at = known.at
        lie, ask = None if terms.old else known.layout, self.ways.on(known.numbers)
        drawn = surface_of(sites, ground.flat, at, terms, lie=lie, ask=ask)
        statuses = tuple(sorted({site.spells[0].status for site in sites}))
        status = np.asarray([statuses.index(site.spells[0].status) for site in sites], dtype=np.int64)
        pieces = ground.sheet.pieces(_cuts(drawn, status, known, self.memory), known.outline)
        found = _labelled(pieces, drawn, status, known)
        holder, sides = drawn.field.side, drawn.sides
        areas = area_rows(found, sites, at=at, holder=holder, sides=sides, statuses=statuses, kept=self.told)
        return areas, front_rows(found, sites, at=at, holder=holder, sides=sides, flat=ground.flat)


def _cuts(drawn: Surface, status: Whole, known: Known, memory: Remembered) -> list[BaseGeometry]:
    """The lines between sides, and between statuses, in metres."""
    grid, at = known.ground.grid, known.at
    kind = np.eye(int(status.max()) + 1, dtype=bool)[status] if status.any() else np.empty((len(at), 0), dtype=bool)
    still = drawn.field
    if isinstance(still, Field):
        memory.turn(still, known.numbers, kind)

    def values_at(nodes: Whole) -> Floats:
        if isinstance(still, Field):
            return memory.values(still, nodes)
        spots = grid.spots(nodes)
        away = [-np.asarray(cKDTree(at[of_it]).query(spots)[0]) for of_it in kind.T]
        return np.column_stack([still.values(spots), *away])

    count = len(drawn.sides)
    groups = (slice(0, count), *([slice(count, count + kind.shape[1])] if kind.size else []))
    nodes = Nodes(grid, values_at, groups)
    said = np.zeros((len(at), count + kind.shape[1]))
    said[np.arange(len(at)), still.side] = 1.0
    said[:, count:] = kind
    seeds = still.edges if isinstance(still, Moved) else None
    squares = followed(grid, nodes, places=at, said=said, start=known.squares, seeds=seeds)
    return cuts(grid, nodes, squares)


def _labelled(shapes: NDArray[np.object_], drawn: Surface, status: Whole, known: Known) -> Pieces:
    """Each piece with its side: that of the places in it where they agree, else that of its middle."""
    piece, who = known.in_degrees.query(shapes, predicate="intersects")
    middle = shapely.get_coordinates(known.ground.flat.to_metres(shapely.point_on_surface(shapes)))
    state = status[np.asarray(known.tree.query(middle)[1])]
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

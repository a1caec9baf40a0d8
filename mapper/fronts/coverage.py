"""The land near points cut into cells, each nearest to one point, without gaps or overlaps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import affinity

from mapper.errors import InputError
from mapper.fronts.metres import clusters, continuous, plane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.fronts.metres import LonLat, Plane

    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]

GRID: Final = 1e-6  # degrees, about 0.1 m: RFC 7946, section 11.2, finds more decimals needless
_STEP = 2_000.0  # metres: a straight line bends by less than the grid over this length
_MARGIN = 1_000.0  # metres by which edges run past the land, so that they surely meet its border
_PAD = 0.2  # of the longer side, round places that have neither cap nor boundary
_CHUNK = 32  # corners of a border that are looked at together
_LOST = 1e-6  # of the land may be lost between corners on the grid
_QUARTER = 16  # corners of a quarter circle: its border runs at most 0.2 % inside the true one
_LEAST_PAD = 5_000.0  # metres
_DECIMALS = 6  # of a degree in the results
_HALF_TURN = 180.0
_POLE = 90.0
_TURNS = 540.0  # longitudes may be given in the turn before or after
_WIDEST = 5_000_000.0  # metres from the centre: further out a flat map is of no use


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of land in degrees that lies nearest to one point; longitudes may pass 180."""

    polygon: BaseGeometry
    point: int  # index of the point


def cells(points: Sequence[LonLat], *, cap_km: float | None, boundary: BaseGeometry | None) -> list[Cell]:
    """Cells of all points, corners on the grid; neighbours share each corner of their common border.

    Land further than `cap_km` from every point, or outside `boundary`, belongs to no cell. A point
    may have several cells where the boundary or the antimeridian cuts its land.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, or the land too wide for a flat map.
    """
    border = checked(cap_km, boundary)
    if not points:
        return []
    # Points further apart than two caps share no land, so each cluster gets a plane of its own.
    groups = [list(range(len(points)))] if cap_km is None else clusters(points, reach_km=2 * cap_km)
    return [cell for group in groups for cell in _cluster(points, group, cap_km, border)]


def _cluster(
    points: Sequence[LonLat], group: Sequence[int], cap_km: float | None, border: BaseGeometry | None
) -> list[Cell]:
    flat = plane([points[index] for index in group])
    sites = flat.to_metres(shapely.points([points[index] for index in group]))
    land = _land(sites, flat, cap_km=cap_km, border=border)
    edges = shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=extent(land, flat), only_edges=True)
    found = sheet(land, flat, border=border).pieces([edges], outline_of(land, flat))
    nearest = shapely.STRtree(sites).nearest(flat.to_metres(shapely.point_on_surface(found)))
    return [Cell(polygon=face, point=group[site]) for face, site in zip(found, nearest, strict=True)]


@dataclass(frozen=True, kw_only=True)  # no slots: what is worked out of it once is kept
class Outline:
    """The border of some land in degrees, as lines that meet at their ends alone, corners on the grid.

    Land falls into parts that nowhere meet; each has a number.
    """

    lines: Shapes
    part: Whole  # that each line bounds
    area: float  # square degrees inside
    lying: Callable[[Shapes], Whole]  # the part on which points, in metres, lie; -1 off the land
    solid: Callable[[], BaseGeometry]  # the land itself, in metres, for the rare case that the lines do not close
    flat: Plane

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The lines, to be found by where they are."""
        return shapely.STRtree(self.lines)

    @cached_property
    def kept(self) -> dict[int, Shapes]:
        """The land of parts that were whole on some day."""
        return {}

    def whole(self, parts: Whole) -> Shapes:
        """The land of parts that nothing cuts, as polygons in degrees."""
        new = np.array([part for part in parts.tolist() if part not in self.kept], dtype=np.int64)
        if len(new):
            faces = shapely.get_parts(shapely.polygonize(self.lines[np.isin(self.part, new)]))
            lying = self.lying(self.flat.to_metres(shapely.point_on_surface(faces)))
            self.kept.update({part: faces[lying == part] for part in new.tolist()})
        found: Shapes = np.concatenate([self.lines[:0], *(self.kept[part] for part in parts.tolist())])
        return found

    def met(self, cuts: Shapes) -> Whole:
        """The lines that lie next to cuts."""
        return np.unique(self.tree.query(cuts, predicate="dwithin", distance=10 * GRID)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A flat map of some land with what cuts it in any case: a border and the antimeridian, in degrees."""

    flat: Plane
    border: BaseGeometry | None
    wide: BaseGeometry  # metres: beyond it no line runs
    seams: tuple[BaseGeometry, ...]

    def pieces(self, cuts: Sequence[BaseGeometry], outline: Outline) -> Shapes:
        """The pieces in degrees into which cuts (in metres) part the land in an outline."""
        bent = [self.flat.to_degrees(shapely.segmentize(cut.intersection(self.wide), _STEP)) for cut in cuts]
        lines = [*bent, *self.seams]
        found = _land_between(lines, outline) if self.border is None else _on(outline, _faces([*lines, *outline.lines]))
        if abs(shapely.area(found).sum() - outline.area) > _LOST * outline.area:
            land = outline.solid()
            whole = self.flat.to_degrees(shapely.segmentize(land, _STEP))
            found = _faces([*lines, whole.boundary])
            shapely.prepare(land)
            found = found[shapely.contains(land, self.flat.to_metres(shapely.point_on_surface(found)))]
        return found if self.border is None else found[_within(self.border, shapely.point_on_surface(found))]


def sheet(land: BaseGeometry, flat: Plane, *, border: BaseGeometry | None) -> Sheet:
    """A sheet for land in metres.

    Raises
    ------
    InputError
        Where the land is too wide for a flat map.
    """
    wide = extent(land, flat)
    frame = shapely.box(*flat.to_degrees(shapely.segmentize(wide.boundary, _STEP)).bounds)
    return Sheet(flat=flat, border=border, wide=wide, seams=tuple(_seams(border, frame)))


def outline_of(land: BaseGeometry, flat: Plane) -> Outline:
    """The outline of land in metres."""
    whole = flat.to_degrees(shapely.segmentize(land, _STEP))
    shapely.prepare(land)
    rings = shapely.get_rings(shapely.get_parts(whole))
    lines, _ = chunks(shapely.get_parts(shapely.set_precision(rings, GRID, mode="pointwise")))
    return Outline(
        lines=lines,
        part=np.zeros(len(lines), dtype=np.int64),
        area=float(whole.area),
        lying=lambda spots: np.where(shapely.contains(land, spots), 0, -1),
        solid=lambda: land,
        flat=flat,
    )


def on_grid(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners in degrees, on the grid."""
    return np.round(lonlat, _DECIMALS) + 0.0  # no minus zero


def chunks(lines: Shapes) -> tuple[Shapes, Whole]:
    """Lines in pieces of few corners each, and the line that each is a piece of."""
    corners, line = shapely.get_coordinates(lines, return_index=True)
    count = np.bincount(line, minlength=len(lines))
    nth = np.arange(len(corners)) - np.repeat(np.cumsum(count) - count, count)
    last = nth == np.repeat(count, count) - 1
    joint = np.flatnonzero((nth % _CHUNK == 0) & (nth > 0) & ~last)  # ends one chunk and begins the next
    order = np.sort(np.concatenate([np.arange(len(corners)), joint]), kind="stable")
    chunk = np.cumsum(np.concatenate([[False], (order[1:] == order[:-1]) | (nth[order[1:]] == 0)]))
    found: Shapes = shapely.linestrings(corners[order], indices=chunk)
    return found, line[order[np.flatnonzero(np.diff(chunk, prepend=-1))]]


def _land_between(cuts: Sequence[BaseGeometry], outline: Outline) -> Shapes:
    """The pieces of land between cuts: parts that no cut runs through are whole, lines that none meets not noded."""
    pieces = shapely.get_parts(shapely.get_parts(np.asarray(cuts, dtype=object)))
    met = outline.met(pieces)
    inner = outline.lying(outline.flat.to_metres(shapely.get_point(pieces, 0)))  # of those that meet no line
    parts = np.union1d(outline.part[met], inner)
    beside = np.isin(outline.part, parts)
    beside[met] = False
    noded = shapely.union_all([*pieces, *outline.lines[met]], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(noded), *outline.lines[beside]]))
    whole = outline.whole(np.setdiff1d(outline.part, parts))
    found: Shapes = np.concatenate([_on(outline, faces, parts[parts >= 0]), whole])
    return found


def _on(outline: Outline, faces: Shapes, parts: Whole | None = None) -> Shapes:
    """Those of some polygons in degrees that lie on the land, or on parts of it."""
    lying = outline.lying(outline.flat.to_metres(shapely.point_on_surface(faces)))
    found: Shapes = faces[lying >= 0 if parts is None else np.isin(lying, parts)]
    return found


def _land(sites: Shapes, flat: Plane, *, cap_km: float | None, border: BaseGeometry | None) -> BaseGeometry:
    """What the cells may cover, in metres; a border cuts it later, in degrees, where its lines are straight."""
    if cap_km is not None:
        return shapely.union_all(shapely.buffer(sites, cap_km * 1000.0, quad_segs=_QUARTER))
    if border is not None:
        return shapely.geometrycollections([flat.to_metres(border), *sites]).convex_hull.buffer(_MARGIN)
    left, low, right, high = shapely.total_bounds(sites)
    pad = max(_LEAST_PAD, _PAD * max(right - left, high - low))
    return shapely.box(left - pad, low - pad, right + pad, high + pad)


def land_round(points: Sequence[LonLat], flat: Plane, *, border: BaseGeometry | None) -> BaseGeometry:
    """What areas round the points may cover without a cap, in metres; a border cuts it later, in degrees."""
    return _land(flat.to_metres(shapely.points(list(points))), flat, cap_km=None, border=border)


def checked(cap_km: float | None, boundary: BaseGeometry | None) -> BaseGeometry | None:
    """The boundary as sound polygons, None for none.

    Raises
    ------
    InputError
        Where a cap is no length, or a boundary has no area or is not in degrees.
    """
    if cap_km is not None and not (math.isfinite(cap_km) and cap_km > 0):
        raise InputError(f"a cap of {cap_km} km is no length; give a number above 0, or none for no cap")
    if boundary is None:
        return None
    border = polygons(sound(boundary, "the boundary"))
    if border.is_empty:
        raise InputError("the boundary has no area; give a polygon in degrees (lon, lat)")
    return border


def sound(shape: BaseGeometry | None, what: str) -> BaseGeometry:
    """The polygons of a shape, those that cross themselves mended; empty where it has none.

    Raises
    ------
    InputError
        Where its numbers are no degrees.
    """
    if shape is None or shape.is_empty:
        return shapely.Polygon()
    in_degrees(shape, what)
    if shape.is_valid and shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))  # each by itself, since what crosses itself cannot be joined
    return polygons(shapely.union_all([polygons(shapely.make_valid(part)) for part in parts]))


def in_degrees(shape: BaseGeometry, what: str) -> None:
    """Refuse a shape whose numbers are no degrees.

    Raises
    ------
    InputError
        Where a latitude lies beyond a pole, or a longitude farther off than the next turn.
    """
    left, low, right, high = shape.bounds
    if max(-left, right) > _TURNS or max(-low, high) > _POLE:
        raise InputError(f"{what} is not in degrees: its numbers run to {right:g}, {high:g}; give lon, lat (EPSG:4326)")


def shifted(geometry: BaseGeometry, turn: int) -> BaseGeometry:
    """A geometry, or an array of them, turned back by whole circles of longitude, corners on the grid."""
    circle = np.array([360.0 * turn, 0.0])
    return shapely.transform(geometry, lambda lonlat: on_grid(lonlat - circle))


def turn_of(lon: float) -> int:
    """How many circles a longitude lies from -180 to 180."""
    return 1 if lon > _HALF_TURN else -1 if lon < -_HALF_TURN else 0


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, without the points and lines that cutting leaves."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def extent(land: BaseGeometry, flat: Plane) -> BaseGeometry:
    """A convex frame round the land and the centre; InputError where the plane does not reach.

    A convex frame that holds the centre but no pole does not cross the meridian opposite the
    centre, so longitudes have no jump in it.
    """
    frame = shapely.geometrycollections([land, shapely.Point(0, 0)]).convex_hull.buffer(_MARGIN)
    if np.hypot(*shapely.get_coordinates(frame).T).max() > _WIDEST:
        raise InputError("the places and the boundary lie too far apart for one flat map; give a cap, or a smaller one")
    if shapely.contains(frame, flat.to_metres(shapely.points([(flat.lon, -90.0), (flat.lon, 90.0)]))).any():
        raise InputError("areas cannot be drawn round a pole; leave out the places next to it, or give a smaller cap")
    return frame


def _seams(border: BaseGeometry | None, frame: BaseGeometry) -> list[BaseGeometry]:
    """Lines in degrees that cut the cells: the border and the antimeridian, in each turn that the frame touches."""
    left, low, right, high = frame.bounds
    lines = [shapely.linestrings([(lon, low), (lon, high)]) for lon in (-180.0, 180.0) if left <= lon <= right]
    if border is not None:
        turns = [affinity.translate(border.boundary, turn) for turn in (-360.0, 0.0, 360.0)]
        lines += [clipped for turn in turns if not (clipped := turn.intersection(frame)).is_empty]
    return lines


def _faces(lines: Sequence[BaseGeometry]) -> Shapes:
    """The polygons between the lines; snap-rounding to the grid keeps them valid and side by side."""
    noded = shapely.union_all(lines, grid_size=GRID)
    faces: Shapes = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return faces


def _within(border: BaseGeometry | None, inner: Shapes) -> NDArray[np.bool_]:
    if border is None:
        return np.ones(len(inner), dtype=bool)
    lon, lat = shapely.get_coordinates(inner).T
    shapely.prepare(border)
    inside: NDArray[np.bool_] = shapely.contains_xy(border, continuous(lon, round_lon=0.0), lat)
    return inside

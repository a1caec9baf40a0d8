"""Land that is drawn on one flat map: the points on it, the lattice over them, and what they may cover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from mapper.errors import InputError
from mapper.fronts.coverage import Outline, Sheet, extent, land_round, outline_of, sheet
from mapper.fronts.discs import Discs
from mapper.fronts.lattice import COARSER, Lattice, lattice
from mapper.fronts.layout import Layout, layout
from mapper.fronts.metres import clusters, plane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.fronts.metres import LonLat, Plane
    from mapper.fronts.tessellation import Site

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

FINEST_STEP, COARSEST_STEP = 250.0, 3_000.0  # metres between the nodes of the lattice along the line
SHARE = 0.25  # of the distance between places: the finest step
FINE_OLD = 750.0  # metres between the nodes where old areas are moved
FAR_KM = 300.0  # places farther apart than this have nothing to say to each other, where a cap is given
_POLE = 90.0  # degrees
SQUARE_KM = 160.0  # corner to corner of a square degree


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is set for the areas beside the places: all in degrees."""

    cap_km: float | None = None
    border: BaseGeometry | None = None
    old: Mapping[str, BaseGeometry] | None = None
    barriers: BaseGeometry | None = None


class Ground:
    """All points known on any day that share a flat map, the lattice over them, and what they may cover."""

    def __init__(self, points: Sequence[LonLat], terms: Terms) -> None:
        self.points, self.terms = tuple(points), terms
        self.number = {point: k for k, point in enumerate(points)}
        self.flat = plane(points)
        self.at = on_plane(self.flat, points)
        step = FINE_OLD
        if terms.old is None and len(points) > 1:
            near = np.asarray(cKDTree(self.at).query(self.at, k=[2])[0])
            step = float(np.clip(np.rint(SHARE * np.median(near) / 10.0) * 10.0, FINEST_STEP, COARSEST_STEP))
        self.reach = 0.0 if terms.cap_km is None else terms.cap_km * 1_000.0
        if terms.cap_km is None:
            self.reachable = land_round(points, self.flat, border=terms.border)
            left, low, right, high = self.reachable.bounds
        else:
            self.reachable = _within(self.at, self.reach)
            left, low, right, high = shapely.total_bounds(shapely.MultiPoint(self.at))
        extent(self.reachable, self.flat)  # first: a lattice over half the globe would take all memory
        bounds = (left - self.reach, low - self.reach, right + self.reach, high + self.reach)
        self.grid: Lattice = lattice(bounds, step=step)
        self.discs = None if terms.cap_km is None else Discs(self.at, self.reach, self.flat)
        self.last: Known | None = None

    @cached_property
    def sheet(self) -> Sheet:
        """The flat map that is drawn on."""
        return sheet(self.reachable, self.flat, border=self.terms.border)

    def known(self, sites: Sequence[Site]) -> Known:
        """The points of some sites; the same as when it was asked last, if they are."""
        numbers = np.asarray([self.number[site.at] for site in sites], dtype=np.int64)
        if self.last is None or not np.array_equal(self.last.numbers, numbers):
            self.last = Known(self, numbers)
        return self.last


class Known:
    """The points of a ground that are known on a day; what follows from where they are is worked out once."""

    def __init__(self, ground: Ground, numbers: Whole) -> None:
        self.ground, self.numbers = ground, numbers
        self.at = ground.at[numbers]

    @cached_property
    def tree(self) -> cKDTree:
        """The points, in metres, to be found by where they are."""
        return cKDTree(self.at)

    @cached_property
    def in_degrees(self) -> shapely.STRtree:
        """The points, in degrees, to be found by what lies round them."""
        return shapely.STRtree(self.ground.flat.to_degrees(shapely.points(self.at)))

    @cached_property
    def layout(self) -> Layout:
        """How the points lie."""
        return layout(self.at)

    @cached_property
    def squares(self) -> Whole:
        """The coarsest squares of the lattice that the land of the points touches."""
        grid = self.ground.grid
        start = grid.squares(COARSER)
        if self.ground.discs is None:
            return start
        side = COARSER * grid.step
        away = np.asarray(self.tree.query(grid.spots(start) + side / 2)[0])
        return np.asarray(start[away <= self.ground.reach + side])

    @cached_property
    def outline(self) -> Outline:
        """The outline of what areas round the points may cover."""
        if self.ground.discs is None:
            return outline_of(self.ground.reachable, self.ground.flat)
        return self.ground.discs.outline(self.numbers)


def grounds(points: Sequence[LonLat], terms: Terms) -> list[Ground]:
    """The grounds of points that are known on any day.

    Raises
    ------
    InputError
        Where points, and a boundary, lie too far apart for one flat map.
    """
    return [Ground(group, terms) for group in _groups(points, terms.cap_km)]


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
            extent(_within(on_plane(flat, near), cap_km * 1_000.0), flat)
            found.append(near)
        except InputError:  # a chain of places round the globe
            found += [[near[k] for k in part] for part in clusters(near, reach_km=2 * cap_km)]
    return found


def _within(at: Floats, reach: float) -> BaseGeometry:
    """The land that lies within reach of points and between them, in metres."""
    return shapely.MultiPoint(at).convex_hull.buffer(reach)


def on_plane(flat: Plane, points: Sequence[LonLat]) -> Floats:
    """Points in degrees as x and y in metres.

    Raises
    ------
    InputError
        Where a point is not on the globe.
    """
    lonlat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(lonlat).all() or (np.abs(lonlat[:, 1]) > _POLE).any():
        raise InputError("a point is not on the globe; lon and lat are degrees, lat between -90 and 90")
    return np.asarray(shapely.get_coordinates(flat.to_metres(shapely.points(lonlat))))

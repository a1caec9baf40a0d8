"""Land that is drawn on one flat map: the points on it, the lattice over them, and what they may cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from mapper.errors import InputError
from mapper.fronts.coverage import Outline, Sheet, extent, land_round, outline_of, sheet
from mapper.fronts.discs import Discs
from mapper.fronts.lattice import COARSER, Lattice, lattice
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
        self.sheet: Sheet | None = None
        self.drawn: tuple[bytes, Outline] | None = None  # the outline that was drawn last, and round which points

    def known(self, sites: Sequence[Site]) -> Whole:
        """The numbers of the points of some sites."""
        return np.asarray([self.number[site.at] for site in sites], dtype=np.int64)

    def squares(self, known: Whole) -> Whole:
        """The coarsest squares of the lattice that the land of some points touches."""
        start = self.grid.squares(COARSER)
        if self.discs is None:
            return start
        side = COARSER * self.grid.step
        away = np.asarray(cKDTree(self.at[known]).query(self.grid.spots(start) + side / 2)[0])
        return np.asarray(start[away <= self.reach + side])

    def land(self, known: Whole) -> tuple[Sheet, Outline]:
        """The flat map that is drawn on, and the outline of what areas round some points may cover."""
        border = self.terms.border
        if self.sheet is None:
            self.sheet = sheet(self.reachable, self.flat, border=border)
        key = b"" if self.discs is None else known.tobytes()
        if self.drawn is None or self.drawn[0] != key:
            found = outline_of(self.reachable, self.flat) if self.discs is None else self.discs.outline(known)
            self.drawn = (key, found)
        return self.sheet, self.drawn[1]


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
    """Points in degrees as x and y in metres."""
    return np.asarray(shapely.get_coordinates(flat.to_metres(shapely.points(list(points)))))

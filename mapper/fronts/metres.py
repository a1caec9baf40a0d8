"""The one door between degrees and metres: local planes, geodesic lengths and areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod, Proj
from shapely.geometry.polygon import orient

from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    LonLat = tuple[float, float]

_GLOBE = Geod(ellps="WGS84")
_KM_PER_RADIAN = 6371.0088  # mean radius of the Earth
_HALF_TURN = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A flat map in metres round a centre (azimuthal equidistant, WGS 84).

    Distances from the centre are true; others are never too short, and at most 0.5 % too long
    within 1,000 km of it. Longitudes come back without a jump at the antimeridian: they lie within
    180 degrees of the centre's and may pass 180.
    """

    lon: float
    lat: float

    def to_metres(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in metres; longitudes may be given in any turn."""
        return shapely.transform(geometry, lambda lonlat: self._project(lonlat, inverse=False))

    def to_degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in degrees, longitudes continuous round the centre."""

        def back(metres: Floats) -> Floats:
            lon, lat = self._project(metres, inverse=True).T
            return np.column_stack((continuous(lon, round_lon=self.lon), lat))

        return shapely.transform(geometry, back)

    def _project(self, points: Floats, *, inverse: bool) -> Floats:
        if not len(points):
            return np.empty((0, 2))
        # One point twice, since pyproj takes an array of one for a number, of which numpy 1.25 to 2.3 warns.
        x, y = (np.repeat(points[:, k], 2) if len(points) == 1 else points[:, k] for k in (0, 1))
        return np.column_stack(_projection(self.lon, self.lat)(x, y, inverse=inverse))[: len(points)]


@lru_cache(maxsize=64)
def _projection(lon: float, lat: float) -> Proj:
    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")


def plane(points: Sequence[LonLat]) -> Plane:
    """A plane centred on the points (lon, lat in degrees), also across the antimeridian.

    Raises
    ------
    InputError
        Where there is no point, or one that is not on the globe.
    """
    if not points:
        raise InputError("cannot centre a map on no points; give at least one")
    x, y, z = _on_sphere(points).mean(axis=0)
    lon, lat = np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
    return Plane(lon=round(float(lon), 4), lat=round(float(lat), 4))  # rounded: the same whatever the order


def continuous(lon: Floats, *, round_lon: float) -> Floats:
    """The longitudes in the turn that lies within 180 degrees of `round_lon`."""
    away = lon - round_lon
    return np.where(away > _HALF_TURN, lon - 360.0, np.where(away < -_HALF_TURN, lon + 360.0, lon))


def distance_km(one: LonLat, other: LonLat) -> float:
    """Length of the shortest way over the globe between two points, in km."""
    return float(_GLOBE.inv(*one, *other)[2]) / 1000.0


def area_km2(geometry: BaseGeometry) -> float:
    """Area of a polygon in degrees on the globe, in km²; 0 for points and lines."""
    polygons = [orient(part) for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return sum(float(_GLOBE.geometry_area_perimeter(polygon)[0]) for polygon in polygons) / 1e6


def length_km(geometry: BaseGeometry) -> float:
    """Length of a line in degrees on the globe, in km."""
    return float(_GLOBE.geometry_length(geometry)) / 1000.0


def clusters(points: Sequence[LonLat], *, reach_km: float) -> list[list[int]]:
    """Indices of the points in groups; points of different groups lie more than `reach_km` apart."""
    xyz = _on_sphere(points) if points else np.empty((0, 3))
    order = np.argsort(xyz[:, 2], kind="stable")
    chord = 2.0 * np.sin(min(reach_km * 1.01 / _KM_PER_RADIAN, np.pi) / 2.0)  # 1 %: the Earth is no sphere
    group = list(range(len(points)))
    heights = xyz[order, 2]
    for at, index in enumerate(order):
        end = int(np.searchsorted(heights, heights[at] + chord, side="right"))
        rivals = order[at + 1 : end]
        for near in rivals[np.linalg.norm(xyz[rivals] - xyz[index], axis=1) <= chord]:
            _join(group, int(index), int(near))
    found: dict[int, list[int]] = {}
    for index in range(len(points)):
        found.setdefault(_root(group, index), []).append(index)
    return list(found.values())


def _root(group: list[int], index: int) -> int:
    while group[index] != index:
        group[index] = group[group[index]]
        index = group[index]
    return index


def _join(group: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(group, one), _root(group, other)))
    group[high] = low


def _on_sphere(points: Sequence[LonLat]) -> Floats:
    lonlat = np.radians(np.asarray(points, dtype=np.float64))
    if not np.isfinite(lonlat).all() or (np.abs(lonlat[:, 1]) > np.pi / 2 + 1e-9).any():
        raise InputError("a point is not on the globe; lon and lat are degrees, lat between -90 and 90")
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))

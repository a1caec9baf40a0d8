"""Positions of areas: out of TopoJSON the centroid of the largest polygon, out of towns that of their hull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Point = tuple[float, float]
_HALF_TURN = 180.0


def centroids(topology: Mapping[str, Any], name: str) -> dict[str, Point]:
    """Longitude and latitude by the id of each geometry of an object collection."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    found: dict[str, tuple[float, float, float]] = {}
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", ())
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [_ring(polygon[0], arcs) for polygon in polygons if polygon]
        key = str(geometry.get("id", ""))  # a country's outlying reefs bear its id, too
        found[key] = max([*map(_weighed, rings), *([found[key]] if key in found else [])], default=(0.0, 0.0, 0.0))
    return {key: (_wrapped(lon), lat) for key, (area, lon, lat) in found.items() if area}


def _decoded(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[Point]:
    """The points of an arc, which are stored as whole steps from the one before."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """A ring from its arcs; a negative number is an arc run backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        for x, y in arc[1:] if points else arc:
            turns = round((x - points[-1][0]) / (2 * _HALF_TURN)) if points else 0  # across the antimeridian
            points.append((x - turns * 2 * _HALF_TURN, y))
    return points


def _wrapped(lon: float) -> float:
    return (lon + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN


def _weighed(ring: list[Point]) -> tuple[float, float, float]:
    """The area of a ring, and its centroid (planar: fine for a label point)."""
    area = lon = lat = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, lon, lat = area + cross, lon + (x1 + x2) * cross, lat + (y1 + y2) * cross
    if not area:
        return 0.0, *ring[0]
    return abs(area) / 2, lon / (3 * area), lat / (3 * area)


def middle(towns: Sequence[Point]) -> Point | None:
    """The centroid of the hull round towns, so that a crowded corner does not pull it over; None without towns."""
    points = sorted(set(towns))
    if not points:
        return None
    if points[-1][0] - points[0][0] > _HALF_TURN:  # the area lies across the antimeridian
        points = sorted((lon % (2 * _HALF_TURN), lat) for lon, lat in points)
    area, lon, lat = _weighed(_hull(points))
    if not area:
        lon, lat = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return _wrapped(lon), lat


def _hull(points: Sequence[Point]) -> list[Point]:
    """The convex hull of sorted points (Andrew's monotone chain)."""
    return _chain(points)[:-1] + _chain(points[::-1])[:-1] or list(points)


def _chain(points: Sequence[Point]) -> list[Point]:
    """One side of the hull."""
    side: list[Point] = []
    for x, y in points:
        while len(side) > 1 and _turn(side[-2], side[-1], (x, y)) <= 0:
            side.pop()
        side.append((x, y))
    return side


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

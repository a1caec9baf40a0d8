"""Positions out of TopoJSON: the centroid of each object's largest polygon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Point = tuple[float, float]


def centroids(topology: Mapping[str, Any], name: str) -> dict[str, Point]:
    """Longitude and latitude by the id of each geometry of an object collection."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    found = {}
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", ())
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [_ring(polygon[0], arcs) for polygon in polygons if polygon]
        if rings:
            _, lon, lat = max(map(_weighed, rings))
            found[str(geometry["id"])] = (lon, lat)
    return found


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
        points += arc[1:] if points else arc
    return points


def _weighed(ring: list[Point]) -> tuple[float, float, float]:
    """The area of a ring, and its centroid (planar: fine for a label point)."""
    area = lon = lat = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, lon, lat = area + cross, lon + (x1 + x2) * cross, lat + (y1 + y2) * cross
    if not area:
        return 0.0, *ring[0]
    return abs(area) / 2, lon / (3 * area), lat / (3 * area)

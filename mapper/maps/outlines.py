"""Countries, their borders and coasts, read from the topology that ships."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import shapely

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class World:
    """A decoded topology: each arc once, and the countries as rings of arc numbers."""

    arcs: tuple[Any, ...]  # arrays of lon, lat
    boxes: Any  # one row of west, south, east, north an arc
    countries: tuple[tuple[str, tuple[tuple[tuple[int, ...], ...], ...]], ...]

    def ring(self, arcs: tuple[int, ...]) -> Any:  # noqa: ANN401 -- an array of lon, lat
        """The points of a ring; a negative number is the arc ~number, walked backwards."""
        return np.concatenate([self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1] for arc in arcs])

    def touches(self, polygon: tuple[tuple[int, ...], ...], box: Box) -> bool:
        """Whether the box of a polygon's outer ring meets the given box."""
        rows = self.boxes[[arc if arc >= 0 else ~arc for arc in polygon[0]]]
        (west, south), (east, north) = rows[:, :2].min(axis=0), rows[:, 2:].max(axis=0)
        return bool(west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1])

    def lines(self, box: Box) -> tuple[list[Any], list[Any]]:
        """Borders and coasts near the box: an arc of two countries is a border, of one a coast."""
        uses = np.zeros(len(self.arcs), dtype=int)
        for _, polygons in self.countries:
            for arc in {arc if arc >= 0 else ~arc for polygon in polygons for ring in polygon for arc in ring}:
                uses[arc] += 1
        near = (self.boxes[:, 0] <= box[2]) & (self.boxes[:, 2] >= box[0])
        near &= (self.boxes[:, 1] <= box[3]) & (self.boxes[:, 3] >= box[1])
        found = [(uses[index], shapely.linestrings(self.arcs[index])) for index in np.flatnonzero(near)]
        return [line for use, line in found if use > 1], [line for use, line in found if use == 1]


@lru_cache(maxsize=4)
def countries(box: Box) -> tuple[tuple[str, Any, Any], ...]:
    """Name, shape cut to the box, and whole shape (those of its polygons that come near) of each country."""
    rows = []
    for name, polygons in world().countries:
        near = [polygon for polygon in polygons if world().touches(polygon, box)]
        if near:
            whole = shapely.union_all([_polygon(polygon) for polygon in near])
            rows.append((name, shapely.make_valid(shapely.clip_by_rect(whole, *box)), whole))
    return tuple(rows)


def _polygon(rings: tuple[tuple[int, ...], ...]) -> Any:  # noqa: ANN401 -- shapely without types
    shell, *holes = (world().ring(ring) for ring in rings)
    return shapely.make_valid(shapely.Polygon(shell, holes))


@cache
def world() -> World:
    """The shipped topology, decoded once a process (a fifth of a second)."""
    table = json.loads(resources.files("mapper").joinpath("data/basemap/countries-10m.json").read_bytes())
    scale, origin = np.array(table["transform"]["scale"]), np.array(table["transform"]["translate"])
    arcs = tuple(np.cumsum(arc, axis=0) * scale + origin for arc in table["arcs"])
    boxes = np.array([[*arc.min(axis=0), *arc.max(axis=0)] for arc in arcs])
    rows = []
    for country in table["objects"]["countries"]["geometries"]:
        shapes = country.get("arcs", [])
        polygons = [shapes] if country["type"] == "Polygon" else shapes
        rows.append((country["properties"]["name"], tuple(tuple(map(tuple, polygon)) for polygon in polygons)))
    return World(arcs=arcs, boxes=boxes, countries=tuple(sorted(rows)))

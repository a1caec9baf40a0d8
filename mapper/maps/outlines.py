"""Countries, their borders and coasts, and other lines that ship, read from arrays of steps on a grid."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
_CLOSED = 4  # points of the least ring, the first told again


@dataclass(frozen=True, slots=True)
class World:
    """A decoded topology: each arc once, and polygons as rings of arc numbers; ~number is an arc walked backwards."""

    points: NDArray[np.float64]  # lon, lat of all arcs
    starts: NDArray[np.int64]  # where each arc starts in the points; one more at the end
    boxes: NDArray[np.float64]  # one row of west, south, east, north an arc
    uses: NDArray[np.int64]  # how many countries have the arc: two at a border, one at a coast
    names: tuple[str, ...]
    rings: tuple[tuple[int, ...], ...]
    polygons: NDArray[np.int64]  # the first ring of each polygon; one more at the end
    countries: NDArray[np.int64]  # the first polygon of each country; one more at the end
    extents: NDArray[np.float64]  # the box of each polygon

    def arc(self, number: int) -> NDArray[np.float64]:
        """The points of an arc."""
        if number < 0:
            return self.arc(~number)[::-1]
        return self.points[self.starts[number] : self.starts[number + 1]]

    def polygon(self, number: int) -> Any:  # noqa: ANN401 -- shapely without types
        """The shape of a polygon as the topology has it; an islet that is a point on its grid is empty."""
        rings = self.rings[self.polygons[number] : self.polygons[number + 1]]
        shell, *holes = (np.concatenate([self.arc(arc) for arc in ring]) for ring in rings)
        if len(shell) < _CLOSED:
            return shapely.Polygon()
        return shapely.Polygon(shell, [hole for hole in holes if len(hole) >= _CLOSED])

    def near(self, box: Box) -> list[tuple[str, list[int]]]:
        """The countries that have polygons near a box, with the numbers of these."""
        met = np.flatnonzero(_meet(self.extents, box))
        owners = np.searchsorted(self.countries, met, side="right") - 1
        return [(self.names[one], met[owners == one].tolist()) for one in np.unique(owners).tolist()]

    def lines(self, box: Box) -> tuple[list[Any], list[Any]]:
        """Borders and coasts near the box: an arc of two countries is a border, of one a coast."""
        found = [
            (self.uses[arc], shapely.linestrings(self.arc(arc)))
            for arc in np.flatnonzero(_meet(self.boxes, box)).tolist()
        ]
        return [line for use, line in found if use > 1], [line for use, line in found if use == 1]


def _meet(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Which of the boxes meet a box."""
    west, south, east, north = box
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)


@lru_cache(maxsize=4)
def countries(box: Box) -> tuple[tuple[str, Any], ...]:
    """Name and shape, cut to the box, of each country near it."""
    rows = []
    for name, numbers in world().near(box):
        cut = [shapely.clip_by_rect(world().polygon(number), *box) for number in numbers]
        shape = shapely.make_valid(shapely.union_all(shapely.make_valid(cut)) if len(cut) > 1 else cut[0])
        rows.append((name, shape))
    return tuple(rows)


def outline(name: str, box: Box) -> Any:  # noqa: ANN401 -- shapely without types
    """The whole of those polygons of a country that come near the box."""
    numbers = next(numbers for country, numbers in world().near(box) if country == name)
    return shapely.multipolygons([world().polygon(number) for number in numbers])


@cache
def world() -> World:
    """The shipped topology, decoded once a process."""
    table = _arrays("countries-10m")
    starts = _edges(table["sizes"])
    points = table["steps"].astype(np.int64)
    np.cumsum(points, axis=0, out=points)
    before = points[starts[1:-1] - 1]  # each arc starts from nothing again
    points -= np.repeat(np.vstack([[[0, 0]], before]), table["sizes"], axis=0)
    degrees = points * table["scale"] + table["origin"]
    low, high = (reduce.reduceat(degrees, starts[:-1], axis=0) for reduce in (np.minimum, np.maximum))
    boxes = np.hstack([low, high])
    arcs, rings, polygons = table["arcs"], _edges(table["rings"]), _edges(table["polygons"])
    own = np.where(arcs < 0, ~arcs, arcs)
    shell = np.zeros(len(table["rings"]), dtype=bool)
    shell[polygons[:-1]] = True
    firsts = _edges(table["rings"][shell])[:-1]
    west, south, east, north = boxes[own[np.repeat(shell, table["rings"])]].T
    extents = [np.minimum.reduceat(side, firsts) for side in (west, south)]
    extents += [np.maximum.reduceat(side, firsts) for side in (east, north)]
    owners = np.repeat(np.repeat(np.arange(len(table["names"])), table["countries"]), table["polygons"])
    many = len(table["names"])
    users = np.unique(own * many + np.repeat(owners, table["rings"])) // many  # each arc once a country
    walked = arcs.tolist()
    return World(
        points=degrees,
        starts=starts,
        boxes=boxes,
        uses=np.bincount(users, minlength=len(table["sizes"])),
        names=tuple(table["names"].tolist()),
        rings=tuple(tuple(walked[a:b]) for a, b in zip(rings[:-1].tolist(), rings[1:].tolist(), strict=True)),
        polygons=polygons,
        countries=_edges(table["countries"]),
        extents=np.column_stack(extents),
    )


@cache
def shipped_lines(name: str) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """The lines of a file: all points, where each line starts (one more at the end), and the box of each line."""
    table = _arrays(name)
    points = np.cumsum(table["steps"], axis=0) * float(table["grid"])
    starts = _edges(table["sizes"])
    low, high = (reduce.reduceat(points, starts[:-1], axis=0) for reduce in (np.minimum, np.maximum))
    return points, starts, np.hstack([low, high])


def lines_near(name: str, box: Box) -> list[Any]:
    """The lines of a file that come near the box."""
    points, starts, boxes = shipped_lines(name)
    return [shapely.linestrings(points[starts[i] : starts[i + 1]]) for i in np.flatnonzero(_meet(boxes, box))]


def _arrays(name: str) -> dict[str, Any]:
    """The arrays of a shipped file by their names."""
    content = resources.files("mapper").joinpath(f"data/basemap/{name}.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as table:
        return dict(table)


def _edges(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of so many things starts, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

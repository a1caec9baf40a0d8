"""A sparse lattice: what holds each spot is asked coarsely everywhere, and finely along the lines alone.

Each square of the coarsest lattice between whose corners something changes, or in which a place stands that
its corners do not speak for, is cut into four, again and again; at the finest size a line is followed from square to
square until it closes or leaves the land. In each half square the line runs straight (marching triangles),
so that lines of several sides meet in one point and nowhere cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.fronts.chains import joined_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Marked = NDArray[np.bool_]
    Kind = TypeVar("Kind", bound=np.generic)

COARSER = 16  # times the finest step, where nothing changes
_EDGE = 0.02  # of an edge: no line passes nearer to a node, so that different lines keep different points
_TRIANGLE = 3
_ROOM = 4_096  # rows that are made at once
_SIMPLER = 0.05  # of the step: how far a line may be from the one that was followed
_BITS = 6  # nodes whose numbers differ in these bits alone make a block
_INSIDE = (1 << _BITS) - 1
_CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # of a square: row, column
_HALVES = np.array([[[0, 1, 3], [0, 3, 2]], [[0, 1, 2], [1, 3, 2]]])  # a square's two triangles, by its parity


def once(numbers: Whole) -> Whole:
    """The numbers, each once, in order."""
    ordered = np.sort(numbers)
    return np.asarray(ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0])


def grown(table: NDArray[Kind], used: int) -> NDArray[Kind]:
    """A table with room for so many rows; where it has less it becomes twice as long, so that growing costs little."""
    if used <= len(table):
        return table
    more = np.empty((max(_ROOM, used), *table.shape[1:]), dtype=table.dtype)
    return np.concatenate([table, more])


@dataclass(frozen=True, slots=True)
class Lattice:
    """Where the nodes of the finest lattice lie (metres), and how many there are."""

    left: float
    low: float
    step: float
    rows: int
    columns: int

    def spots(self, nodes: Whole) -> Floats:
        """Where nodes lie (metres), by their number."""
        return np.column_stack(
            [
                self.left + self.step * (nodes % self.columns),
                self.low + self.step * (nodes // self.columns),
            ]
        )

    def squares(self, size: int) -> Whole:
        """All squares of a size (in steps), by the number of their lowest, leftmost node."""
        rows, columns = np.arange(0, self.rows - 1, size), np.arange(0, self.columns - 1, size)
        return np.asarray((rows[:, None] * self.columns + columns).ravel(), dtype=np.int64)

    def corners(self, squares: Whole, size: int) -> Whole:
        """The four nodes of each square."""
        return np.asarray(squares[:, None] + size * (_CORNERS[:, 0] * self.columns + _CORNERS[:, 1]), dtype=np.int64)

    def square_of(self, spots: Floats, size: int) -> Whole:
        """The square of a size in which each spot lies."""
        row = np.clip((spots[:, 1] - self.low) / self.step, 0, self.rows - 2).astype(np.int64) // size * size
        column = np.clip((spots[:, 0] - self.left) / self.step, 0, self.columns - 2).astype(np.int64) // size * size
        return row * self.columns + column

    def round_it(self, squares: Whole) -> Whole:
        """The coarsest square round each square."""
        row, column = squares // self.columns, squares % self.columns
        return (row - row % COARSER) * self.columns + column - column % COARSER

    def node_near(self, spots: Floats) -> Whole:
        """The node nearest to each spot."""
        row = np.clip(np.rint((spots[:, 1] - self.low) / self.step), 0, self.rows - 1).astype(np.int64)
        column = np.clip(np.rint((spots[:, 0] - self.left) / self.step), 0, self.columns - 1).astype(np.int64)
        return row * self.columns + column


def lattice(bounds: Sequence[float], *, step: float) -> Lattice:
    """A lattice over some bounds in metres and one coarse square round them."""
    wide = step * COARSER
    left, low = (np.floor(edge / wide) - 1 for edge in bounds[:2])
    right, high = (np.ceil(edge / wide) + 1 for edge in bounds[2:])
    rows, columns = (int(last - first) * COARSER + 1 for first, last in ((low, high), (left, right)))
    return Lattice(left=float(left * wide), low=float(low * wide), step=step, rows=rows, columns=columns)


class Rows:
    """A table from nodes to rows of other tables, -1 for none; room is made block by block where it is needed."""

    def __init__(self, grid: Lattice) -> None:
        self.block = np.full((grid.rows * grid.columns >> _BITS) + 1, -1, dtype=np.int64)  # where each begins
        self.row = np.empty(0, dtype=np.int64)
        self.room = 0

    def find(self, nodes: Whole) -> Whole:
        """The row of each node."""
        block = nodes >> _BITS
        first = self.block[block]
        if len(first) and first.min() < 0:
            new = once(block[first < 0])
            self.block[new] = self.room + (np.arange(len(new)) << _BITS)
            self.room += len(new) << _BITS
            if self.room > len(self.row):  # as much again, so that growing costs little
                self.row = np.concatenate([self.row, np.full(2 * self.room - len(self.row), -1)])
            first = self.block[block]
        return np.asarray(self.row[first + (nodes & _INSIDE)])

    def put(self, nodes: Whole, rows: Whole) -> None:
        """Let nodes, which were looked for before, have these rows."""
        self.row[self.block[nodes >> _BITS] + (nodes & _INSIDE)] = rows

    def clear(self) -> None:
        """Let no node have a row."""
        self.row[:] = -1


class Nodes:
    """The values of nodes, each worked out when it is first asked for: columns of values fall into groups.

    In each group the highest column leads; a node's labels are the leading column of every group.
    """

    def __init__(self, grid: Lattice, values_at: Callable[[Whole], Floats], groups: tuple[slice, ...]) -> None:
        self.values_at, self.groups = values_at, groups
        self.rows = Rows(grid)
        self.used = 0
        self.values = np.empty((0, groups[-1].stop))
        self.code = np.empty(0, dtype=np.int64)

    def get(self, nodes: Whole) -> Floats:
        """The values of nodes (nodes x columns)."""
        rows = self._rows(nodes)
        return np.asarray(self.values[rows])

    def labels(self, nodes: Whole) -> Whole:
        """The labels of nodes, as one number each: nodes with the same number have all labels in common."""
        rows = self._rows(nodes.ravel())
        return np.asarray(self.code[rows]).reshape(nodes.shape)

    def coded(self, values: Floats) -> Whole:
        """The labels of rows of values, as one number each."""
        found = np.zeros(len(values), dtype=np.int64)
        for group in self.groups:
            found = found * (group.stop - group.start) + values[:, group].argmax(axis=1)
        return found

    def force(self, nodes: Whole, marks: Floats) -> None:
        """Let nodes have other values."""
        self._set(self._rows(nodes), marks)

    def _rows(self, nodes: Whole) -> Whole:
        rows = self.rows.find(nodes)
        if (rows < 0).any():
            new = once(nodes[rows < 0])
            first, self.used = self.used, self.used + len(new)
            self.values, self.code = grown(self.values, self.used), grown(self.code, self.used)
            fresh = np.arange(first, self.used)
            self.rows.put(new, fresh)
            self._set(fresh, self.values_at(new))
            rows = self.rows.find(nodes)
        return rows

    def _set(self, rows: Whole, values: Floats) -> None:
        self.values[rows] = values
        self.code[rows] = self.coded(values)


def followed(
    grid: Lattice, nodes: Nodes, *, places: Floats, said: Floats, start: Whole, seeds: Floats | None = None
) -> Whole:
    """The finest squares that lines run through, from the coarsest to `start` with.

    `said` are the values that places themselves give (places x columns): where the corners round one do not
    have its labels the lattice is made finer, and in the end the node next to it is given its values.
    Round `seeds` it is made finer in any case. Beyond the squares to start with no line is followed.
    """
    own = nodes.coded(said)
    squares, size = start, COARSER
    allowed = Rows(grid)
    allowed.find(start)
    allowed.put(start, np.arange(len(start)))
    while True:
        squares = (
            once(np.concatenate([squares, _closed(grid, nodes, squares, size, allowed)])) if size < COARSER else squares
        )
        labels = nodes.labels(grid.corners(squares, size))
        alone = _alone(grid.square_of(places, size), own, squares, labels)
        if size == 1:
            break
        wanted = _parted(labels)
        wanted[np.isin(squares, grid.square_of(places[alone], size))] = True
        if seeds is not None:
            wanted[np.isin(squares, grid.square_of(seeds, size))] = True
        size //= 2
        squares = once(grid.corners(squares[wanted], size).ravel())
    if alone.any():
        near, first = np.unique(grid.node_near(places[alone]), return_index=True)
        nodes.force(near, said[alone][first])
        steps = np.array([0, 1, grid.columns, grid.columns + 1])
        squares = np.union1d(squares, _inside(grid, (near[:, None] - steps).ravel()))
    return _closed(grid, nodes, squares, 1, allowed)


def _alone(square: Whole, own: Whole, squares: Whole, labels: Whole) -> Marked:
    """Which places stand in one of the squares, none of whose corners has the place's labels."""
    found = np.searchsorted(squares, square)
    found[found == len(squares)] = 0
    inside = squares[found] == square if len(squares) else np.zeros(len(square), dtype=bool)
    same = (labels[found] == own[:, None]).any(axis=1) if len(squares) else inside
    return np.asarray(inside & ~same)


def _parted(labels: Whole) -> Marked:
    """Where the corners of a square do not all have the same labels."""
    first = labels[:, 0]
    return np.asarray((first != labels[:, 1]) | (first != labels[:, 2]) | (first != labels[:, 3]))


def _inside(grid: Lattice, squares: Whole, size: int = 1) -> Whole:
    row, column = squares // grid.columns, squares % grid.columns
    return once(squares[(squares >= 0) & (row < grid.rows - size) & (column < grid.columns - size)])


def _closed(grid: Lattice, nodes: Nodes, squares: Whole, size: int, allowed: Rows) -> Whole:
    """The squares and all allowed ones into which a line runs on from them, those alone that a line runs through."""
    across = ((0, 1, -grid.columns), (2, 3, grid.columns), (0, 2, -1), (1, 3, 1))  # an edge, the square beyond it
    seen, crossed, fresh = Rows(grid), [], squares
    while len(fresh):
        seen.find(fresh)
        seen.put(fresh, fresh)
        labels = nodes.labels(grid.corners(fresh, size))
        crossed.append(fresh[_parted(labels)])
        beyond = [fresh[labels[:, a] != labels[:, b]] + size * step for a, b, step in across]
        onward = _inside(grid, np.concatenate(beyond), size)
        fresh = onward[(allowed.find(grid.round_it(onward)) >= 0) & (seen.find(onward) < 0)]
    return np.sort(np.concatenate(crossed)) if crossed else squares


def lines(grid: Lattice, nodes: Nodes, squares: Whole, *, group: int) -> list[BaseGeometry]:
    """The lines between the labels of one group, in metres, each from one meeting of lines to the next."""
    corners = grid.corners(squares, 1)
    labels = nodes.get(corners.ravel())[:, nodes.groups[group]].argmax(axis=1).reshape(corners.shape)
    split = _parted(labels)
    triangle = _HALVES[((squares // grid.columns + squares % grid.columns) % 2)[split]].reshape(-1, _TRIANGLE)
    square = np.flatnonzero(split).repeat(2)[:, None]
    triangles, labels = corners[square, triangle], labels[square, triangle]
    some = (labels[:, :1] != labels[:, 1:]).any(axis=1)
    triangles, labels = triangles[some], labels[some]
    order = np.argsort(triangles, axis=1)
    triangles, labels = (np.take_along_axis(table, order, axis=1) for table in (triangles, labels))
    edges = triangles[:, [[0, 1], [0, 2], [1, 2]]]
    split = labels[:, [0, 0, 1]] != labels[:, [1, 2, 2]]
    size = grid.rows * grid.columns
    crossed, number = np.unique(edges[split] @ [size, 1], return_inverse=True)
    spots = _crossing(grid, nodes, crossed // size, crossed % size, group)
    at = np.full(split.shape, -1)
    at[split] = number
    meeting = split.all(axis=1)  # three labels: three lines from the middle; two: one line from edge to edge
    middle = len(spots) + np.arange(meeting.sum())
    spots = np.concatenate([spots, spots[at[meeting]].mean(axis=1)])
    bits = [at[~meeting][split[~meeting]].reshape(-1, 2)]
    bits += [np.column_stack([middle, at[meeting, edge]]) for edge in range(_TRIANGLE)]
    ends = np.concatenate(bits)
    return list(joined_up(ends, spots)) if len(ends) else []


def cuts(grid: Lattice, nodes: Nodes, squares: Whole) -> list[BaseGeometry]:
    """The lines between the labels of all groups, in metres, with no more corners than they need."""
    found = [line for group in range(len(nodes.groups)) for line in lines(grid, nodes, squares, group=group)]
    return [shapely.multilinestrings(shapely.simplify(np.asarray(found, dtype=object), _SIMPLER * grid.step))]


def _crossing(grid: Lattice, nodes: Nodes, one: Whole, other: Whole, group: int) -> Floats:
    """Where on the edge between two nodes their leading labels are level; anything where they are the same."""
    here, there = (nodes.get(n)[:, nodes.groups[group]] for n in (one, other))
    rows = np.arange(len(one))
    own, foreign = here.argmax(axis=1), there.argmax(axis=1)
    lead, back = here[rows, own] - here[rows, foreign], there[rows, foreign] - there[rows, own]
    share = np.clip(lead / np.maximum(lead + back, 1e-12), _EDGE, 1 - _EDGE)[:, None]
    return np.asarray(grid.spots(one) * (1 - share) + grid.spots(other) * share)

"""What places count for at the nodes of a lattice and on the way between neighbours, kept from day to day.

How much each place counts for at a spot depends on where the places are alone (`mapper/fronts/field.py`), so a
place that changes hands costs no new weighing; one that becomes known, or unknown, costs that of the nodes
round it. What comes out is the same as if nothing had been kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from mapper.fronts.field import crossed, neighbours, weighed
from mapper.fronts.lattice import Rows, grown
from mapper.fronts.passes import PARTS, PASSES, between

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mapper.fronts.field import Field
    from mapper.fronts.lattice import Lattice

    Floats = NDArray[np.float64]
    Marked = NDArray[np.bool_]
    Whole = NDArray[np.int64]

_TABLES = ("node", "who", "away", "loads", "said")  # with a row for each node
_BESIDE = 2  # columns beside what a place says and its status: how far it lies from others, and how deep


class Remembered:
    """For each node the places near it (by number among all that are ever known), their distances, loads and word."""

    def __init__(self, at: Floats, rows: Rows | _Listed, spots: Callable[[Whole], Floats]) -> None:
        self.at = at  # all places that are known on any day
        self.rows, self.spots = rows, spots  # the row of each node, and where it lies
        self.known = np.empty(0, dtype=np.int64)
        self.drawn: Field | None = None  # that of the day
        self.marks = np.empty((0, 0))  # what each place said last, its status and what it counted for
        self._empty(0)

    def _empty(self, width: int) -> None:
        self.width = width
        self.rows.clear()
        self.used = 0
        self.node = np.empty(0, dtype=np.int64)  # of each row
        self.who = np.empty((0, width), dtype=np.int64)
        self.away = np.empty((0, width))
        self.loads = np.empty((0, width))  # not a number where none were asked for
        self.said = np.empty((0, max(0, self.marks.shape[1] - _BESIDE)))  # not a number where it is to be worked out

    def turn(self, drawn: Field, known: Whole, kind: Marked) -> None:
        """Go to another day, on which these places are known, and forget what is true no more.

        `kind` marks the status of each (places x statuses); its column is the nearest's of that status.
        """
        new, gone = np.setdiff1d(known, self.known), np.setdiff1d(self.known, known)
        marks = np.zeros((len(self.at), drawn.sides + kind.shape[1] + _BESIDE))
        marks[known] = np.column_stack([drawn.marks(), kind, drawn.apart, drawn.depth])
        width = min(drawn.nearest, len(known))
        last, self.drawn = self.drawn, drawn
        if last is None or drawn.exponent != last.exponent or width != self.width or marks.shape != self.marks.shape:
            self.marks = marks
            self._empty(width)
        else:
            self._forget(new, gone)
            changed = (marks != self.marks).any(axis=1)
            stale = changed[self.who[: self.used]].any(axis=1) | (drawn.lean != last.lean)
            self.said[: self.used][stale] = np.nan
            self.marks = marks
        if len(new) or len(gone):
            self.known = known
            self.tree = cKDTree(self.at[known])

    def _forget(self, new: Whole, gone: Whole) -> None:
        """Forget the nodes next to which places became known, or unknown."""
        if not self.used or not (len(new) or len(gone)):
            return
        left = np.zeros(len(self.at), dtype=bool)
        left[gone] = True
        kept = ~left[self.who[: self.used]].any(axis=1)
        if len(new):
            nearest = np.asarray(cKDTree(self.at[new]).query(self.spots(self.node[: self.used]))[0])
            kept &= nearest > self.away[: self.used, -1]
        rows = np.flatnonzero(kept)
        self.used = len(rows)
        for name in _TABLES:
            table = getattr(self, name)
            table[: self.used] = table[rows]
        self.rows.clear()
        self.rows.put(self.node[: self.used], np.arange(self.used))

    def values(self, drawn: Field, nodes: Whole) -> Floats:
        """The field of a day at nodes (each once), and for each status minus the distance to the nearest place of it.

        The places of the field are those known, in their order.
        """
        rows = self._met(nodes)
        fresh = rows[np.isnan(self.said[rows, 0])]
        if len(fresh):
            self.said[fresh] = self._said(drawn, fresh)
        return np.asarray(self.said[rows])

    def _said(self, drawn: Field, rows: Whole) -> Floats:
        number = np.full(len(self.at), -1)
        number[self.known] = np.arange(len(self.known))
        near = self.who[rows]
        mixed = drawn.mixed(number[near])
        fresh = rows[mixed & np.isnan(self.loads[rows, 0])]
        if len(fresh):
            who = self.who[fresh]
            across = crossed(self.at, self.spots(self.node[fresh]), who, drawn.barriers)
            self.loads[fresh] = weighed(self.at, who, self.away[fresh], exponent=drawn.exponent, across=across)
        loads = self.loads[rows]
        loads[~mixed] = 0.0
        loads[~mixed, 0] = 1.0
        away = self.away[rows]
        beyond = 2 * away[:, -1:]  # where none of the places near is of a status
        kinds = [
            -np.where(self.marks[near, k] > 0, away, beyond).min(axis=1)
            for k in range(drawn.sides, self.marks.shape[1] - _BESIDE)
        ]
        return np.column_stack([drawn.told(number[near], loads, mixed), *kinds])

    def _met(self, nodes: Whole) -> Whole:
        """The rows of nodes; the places near those that were never asked for are found."""
        rows = self.rows.find(nodes)
        new = nodes[rows < 0]
        if not len(new):
            return rows
        near = neighbours(self.tree, self.spots(new), self.width)
        first, self.used = self.used, self.used + len(new)
        for name in _TABLES:
            setattr(self, name, grown(getattr(self, name), self.used))
        fresh = np.arange(first, self.used)
        self.node[fresh] = new
        self.who[fresh] = self.known[near.who]
        self.away[fresh] = near.away
        self.loads[fresh] = np.nan
        self.said[fresh] = np.nan
        self.rows.put(new, fresh)
        return self.rows.find(nodes)


def over(at: Floats, grid: Lattice) -> Remembered:
    """A memory of the nodes of a lattice."""
    return Remembered(at, Rows(grid), grid.spots)


class Ways:
    """The fields of all passes on the way between neighbours, kept from day to day."""

    def __init__(self, at: Floats) -> None:
        self.at = at  # all places that are known on any day
        self.passes = tuple(Remembered(at, _Listed(), self._spots) for _ in range(PASSES))
        self.known = np.empty(0, dtype=np.int64)

    def on(self, known: Whole) -> Ways:
        """Those of a day on which these places are known."""
        self.known = known
        return self

    def __call__(self, number: int, drawn: Field, pairs: Whole, part: Whole) -> Floats:
        """The field of a pass so many parts of the way from the first to the second of each pair.

        The places of the field are those that are known on the day, in their order.
        """
        memory = self.passes[number]
        if memory.drawn is not drawn:
            memory.turn(drawn, self.known, np.empty((len(self.known), 0), dtype=bool))
        one, other = self.known[pairs].T
        return memory.values(drawn, (one * len(self.at) + other) * PARTS + part)

    def _spots(self, ways: Whole) -> Floats:
        pair, part = np.divmod(ways, PARTS)
        return between(self.at, np.column_stack(np.divmod(pair, len(self.at))), part)


class _Listed:
    """A table from numbers, far fewer than the highest of them, to rows of other tables, -1 for none."""

    def __init__(self) -> None:
        self.number = np.empty(0, dtype=np.int64)
        self.row = np.empty(0, dtype=np.int64)

    def find(self, numbers: Whole) -> Whole:
        """The row of each number."""
        if not len(self.number):
            return np.full(len(numbers), -1)
        at = np.minimum(np.searchsorted(self.number, numbers), len(self.number) - 1)
        return np.asarray(np.where(self.number[at] == numbers, self.row[at], -1))

    def put(self, numbers: Whole, rows: Whole) -> None:
        """Let numbers that have no row have these."""
        both = np.concatenate([self.number, numbers])
        order = np.argsort(both)
        self.number, self.row = both[order], np.concatenate([self.row, rows])[order]

    def clear(self) -> None:
        """Let no number have a row."""
        self.number, self.row = self.number[:0], self.row[:0]

"""What places count for at the nodes of a lattice, kept from day to day.

How much each place counts for at a spot depends on where the places are alone (`mapper/fronts/field.py`), so a
place that changes hands costs no new weighing; one that becomes known, or unknown, costs that of the nodes
round it. What comes out is the same as if nothing had been kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from mapper.fronts.field import NEAREST, crossed, neighbours, weighed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.fronts.field import Field
    from mapper.fronts.lattice import Lattice

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_ROOM = 4_096  # rows that are made at once


class Remembered:
    """For each node the places near it (by number among all that are ever known), their distances and loads."""

    def __init__(self, at: Floats, grid: Lattice) -> None:
        self.at, self.grid = at, grid  # all places that are known on any day
        self.known = np.empty(0, dtype=np.int64)
        self.exponent = 0.0
        self._empty(0)

    def _empty(self, width: int) -> None:
        self.width = width
        self.keys = np.empty(0, dtype=np.int64)  # the nodes, sorted, and the row of each
        self.row = np.empty(0, dtype=np.int64)
        self.used = 0
        self.node = np.empty(0, dtype=np.int64)  # of each row
        self.who = np.empty((0, width), dtype=np.int64)
        self.away = np.empty((0, width))
        self.loads = np.empty((0, width))  # not a number where none were asked for

    def turn(self, known: Whole, exponent: float) -> None:
        """Go to another day, on which these places are known, and forget what is true no more."""
        new, gone = np.setdiff1d(known, self.known), np.setdiff1d(self.known, known)
        width = min(NEAREST, len(known))
        if exponent != self.exponent or width != self.width:
            self._empty(width)
        elif len(self.keys) and (len(new) or len(gone)):
            kept = ~np.isin(self.who[self.row], gone).any(axis=1)
            if len(new):
                nearest = np.asarray(cKDTree(self.at[new]).query(self.grid.spots(self.keys))[0])
                kept &= nearest > self.away[self.row, -1]
            rows = self.row[kept]
            self.keys, self.row, self.used = self.keys[kept], np.arange(len(rows)), len(rows)
            self.node, self.who = self.node[rows], self.who[rows]
            self.away, self.loads = self.away[rows], self.loads[rows]
        if len(new) or len(gone):
            self.known = known
            self.tree = cKDTree(self.at[known])
        self.exponent = exponent

    def values(self, drawn: Field, nodes: Whole) -> Floats:
        """The field of a day at nodes (sorted, each once); its places are those known, in their order."""
        self._meet(nodes)
        rows = self.row[np.searchsorted(self.keys, nodes)]
        number = np.full(len(self.at), -1)
        number[self.known] = np.arange(len(self.known))
        who = number[self.who[rows]]
        mixed = drawn.mixed(who)
        fresh = rows[mixed & np.isnan(self.loads[rows, 0])]
        if len(fresh):
            near = self.who[fresh]
            across = crossed(self.at, self.grid.spots(self.node[fresh]), near, drawn.barriers)
            self.loads[fresh] = weighed(self.at, near, self.away[fresh], exponent=self.exponent, across=across)
        loads = self.loads[rows]
        loads[~mixed] = 0.0
        loads[~mixed, 0] = 1.0
        return drawn.told(who, loads)

    def _meet(self, nodes: Whole) -> None:
        """Find the places near nodes that were never asked for."""
        new = nodes[~np.isin(nodes, self.keys, assume_unique=True)]
        if not len(new):
            return
        near = neighbours(self.tree, self.grid.spots(new))
        first, self.used = self.used, self.used + len(new)
        if self.used > len(self.who):
            room = max(_ROOM, self.used)  # as much again, so that growing costs little
            self.node = np.concatenate([self.node, np.empty(room, dtype=np.int64)])
            self.who = np.concatenate([self.who, np.empty((room, self.width), dtype=np.int64)])
            self.away = np.concatenate([self.away, np.empty((room, self.width))])
            self.loads = np.concatenate([self.loads, np.empty((room, self.width))])
        self.node[first : self.used] = new
        self.who[first : self.used] = self.known[near.who]
        self.away[first : self.used] = near.away
        self.loads[first : self.used] = np.nan
        keys = np.concatenate([self.keys, new])
        order = np.argsort(keys, kind="stable")
        self.keys = keys[order]
        self.row = np.concatenate([self.row, np.arange(first, self.used)])[order]

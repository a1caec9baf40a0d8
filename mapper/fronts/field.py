"""A smooth field over the plane for each side: how far a spot is likely to be that side's.

Each place is a mark of 1 for its holder and 0 for every other side. Between the marks the field is what
kriging with a power variogram gives (Matheron 1971; Chiles and Delfiner, Geostatistics, 2012, chapter 2),
from the places nearest to a spot: it passes through the marks, bridges gaps, and gives places that crowd
together less weight each. A spot is held by the side whose field is highest there. What each place counts
for at a spot depends on where the places are alone, not on who holds them.

How smooth the field is, is told by the exponent of the variogram, and how much a place counts beside the others
by its depth; `mapper/fronts/passes.py` tells which ones are taken, and why.

Places that crowd along the line tell by where they are, too: the nearer the line, the more of them are named
(preferential sampling; Diggle, Menezes and Su 2010, Applied Statistics). So in land without places the line
is nearer to the side whose places crowd there than to the one whose places are sparse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Marked = NDArray[np.bool_]
    Whole = NDArray[np.int64]

EIGHTHS = 8  # the exponent goes in eighths: roots are quick
NUGGET = 0.02  # how far the field may miss a mark: one wrong place carves no deep hole
ACROSS = 4.0  # the same for places across a barrier, which tell a fraction of what others tell
_AT_ONCE = 2_000  # spots that are worked out at once


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The places nearest to some spots, nearest first (spots x places), and how far they are in metres."""

    who: Whole
    away: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Marks in metres with a number for the side that holds each, and what the field needs to be worked out."""

    at: Floats  # x, y of each place
    side: Whole
    weight: Floats  # 0 to 1: how surely the side holds the place
    sides: int
    nearest: int  # places that are weighed together
    exponent: float
    depth: Floats  # how much each place counts beside the others
    lean: float = 0.0  # how far crowded places draw the line
    apart: Floats  # logarithm of the distance to the nearest places of the same side
    barriers: BaseGeometry | None = None  # lines in metres, across which places tell less

    def values(self, spots: Floats) -> Floats:
        """The field of every side at some spots (spots x sides), about 0 to 1 each."""
        near = neighbours(cKDTree(self.at), spots, self.nearest)
        mixed = self.mixed(near.who)
        loads = np.zeros(near.who.shape)
        loads[:, 0] = 1.0
        across = crossed(self.at, spots[mixed], near.who[mixed], self.barriers)
        loads[mixed] = weighed(self.at, near.who[mixed], near.away[mixed], exponent=self.exponent, across=across)
        return self.told(near.who, loads, mixed)

    def mixed(self, who: Whole) -> NDArray[np.bool_]:
        """Where the places round a spot are not all one side's."""
        side = self.side[who]
        return np.asarray((side != side[:, :1]).any(axis=1))

    def told(self, who: Whole, loads: Floats, mixed: Marked) -> Floats:
        """What places say together, each with its load; where they are `mixed`, those that crowd draw the line."""
        counts = loads * self.depth[who]
        even = 1 / self.sides
        found = np.asarray(np.einsum("nk,nks->ns", counts, self.marks()[who] - even))
        found = even + found / np.abs(counts).sum(axis=1)[:, None]
        if self.lean:
            most = np.clip(found[mixed].max(axis=1), 0.0, 1.0)
            doubt = 4 * most * (1 - most)  # 1 where two sides are level, 0 where one is sure
            found[mixed] += self.lean * doubt[:, None] * self._sparser(who[mixed])
        return np.asarray(found)

    def _sparser(self, who: Whole) -> Floats:
        """How much sparser each side's places near a spot are than those of all sides there."""
        own = self.side[who][:, :, None] == np.arange(self.sides)
        count = own.sum(axis=1)
        found = (self.apart[who][:, :, None] * own).sum(axis=1) / np.maximum(count, 1)
        mean = found.sum(axis=1) / (count > 0).sum(axis=1)
        return np.asarray(np.where(count > 0, found - mean[:, None], 0.0))

    def marks(self) -> Floats:
        """What each place says (places x sides)."""
        return marked(self.side, self.weight, self.sides)


def marked(side: Whole, weight: Floats, sides: int) -> Floats:
    """What places say: near 1 for its holder where that is sure, shared among the sides where it is not."""
    marks = np.repeat(((1 - weight) / max(1, sides - 1))[:, None], sides, axis=1)
    marks[np.arange(len(side)), side] = weight
    return marks


def neighbours(places: cKDTree, spots: Floats, count: int) -> Neighbours:
    """So many of the places, those nearest to each spot."""
    count = min(count, places.n)
    away, who = places.query(spots, k=np.arange(1, count + 1))
    return Neighbours(who=np.asarray(who, dtype=np.int64), away=np.asarray(away))


def crossed(at: Floats, spots: Floats, who: Whole, barriers: BaseGeometry | None) -> Marked | None:
    """Which places a barrier parts from their spot (spots x places), None where there are no barriers."""
    if barriers is None:
        return None
    ends = np.stack([np.repeat(spots, who.shape[1], axis=0), at[who.ravel()]], axis=1)
    shapely.prepare(barriers)
    return np.asarray(shapely.intersects(barriers, shapely.linestrings(ends))).reshape(who.shape)


def weighed(at: Floats, who: Whole, away: Floats, *, exponent: float, across: Marked | None = None) -> Floats:
    """What each of the places nearest to a spot counts for there; the loads of a spot add up to 1.

    What a place `across` a barrier says is taken for that much less sure.
    """
    count = who.shape[1]
    loads = np.empty(who.shape)
    each = np.arange(count)
    for start in range(0, len(who), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        near = at[who[some]]
        x, y = near[:, :, 0], near[:, :, 1]
        square = (x[:, :, None] - x[:, None]) ** 2 + (y[:, :, None] - y[:, None]) ** 2
        table = np.ones((len(near), count + 1, count + 1))
        unlike = _variogram(square, exponent)
        table[:, :count, :count] = unlike
        doubt = NUGGET if across is None else NUGGET + ACROSS * across[some]
        table[:, each, each] = -doubt * unlike.mean(axis=(1, 2))[:, None]
        table[:, count, count] = 0.0
        here = np.ones((len(near), count + 1, 1))
        here[:, :count, 0] = _variogram(away[some] ** 2, exponent)
        loads[some] = np.linalg.solve(table, here)[:, :count, 0]
    return loads


def _variogram(square: Floats, exponent: float) -> Floats:
    """How unlike two spots are, by the square of how far they lie apart (metres): its power, made of square roots."""
    root, found, eighths = np.sqrt(square * 1e-6), None, round(exponent * EIGHTHS)
    for bit in (8, 4, 2, 1):
        if eighths & bit:
            found = root if found is None else found * root
        root = np.sqrt(root)
    return np.ones_like(square) if found is None else found

"""A smooth field over the plane for each side: how far a spot is likely to be that side's.

Each place is a mark of 1 for its holder and 0 for every other side. Between the marks the field is what
kriging with a power variogram gives (Matheron 1971; Chiles and Delfiner, Geostatistics, 2012, chapter 2):
it passes through the marks, bridges gaps, and gives places that crowd together less weight each. A spot is
held by the side whose field is highest there. Only places near another side's shape the line, so only these
are weighed together; everything else lies with the nearest place.

How smooth the field is depends on how the places are spread. Places sampled evenly carry a rough field,
which follows them closely; places that crowd along the line, as those named by news do, need a smooth one
that bridges the empty land behind them. The spread is told by the nearest-neighbour ratio (Clark and Evans
1954, Ecology): about 0.9 and more for even samples, below 0.7 for crowded ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import Delaunay, QhullError, cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

ROUGH, SMOOTH = 0.25, 0.9  # exponents of the variogram: for even samples, for crowded ones
CROWDED, EVEN = 0.7, 0.85  # nearest-neighbour ratios between which the exponent passes from one to the other
RINGS = 3  # places within so many neighbours of another side's shape the line
TOGETHER = 1_800  # places that are weighed all together; more are weighed with their nearest alone
NEAREST = 24  # places that are weighed together where there are more
NUGGET = 0.02  # how far the field may miss a mark: one wrong place carves no deep hole
_AT_ONCE = 4_000  # spots that are worked out at once
_FEWEST = 4  # places that can be triangulated
_EVEN_DISTANCE = 0.5  # times 1 / sqrt(density): the mean distance to the nearest of points spread at random


@dataclass(frozen=True, slots=True)
class Field:
    """Marks in metres with a number for the side that holds each, and what the field needs to be worked out."""

    at: Floats  # x, y of each place
    side: Whole
    weight: Floats  # 0 to 1: how surely the side holds the place
    sides: int
    shaping: Whole  # the places that shape the line
    exponent: float

    def values(self, spots: Floats) -> Floats:
        """The field of every side at some spots (spots x sides), about 0 to 1 each."""
        nearest = np.asarray(cKDTree(self.at).query(spots)[1])
        found = self._marks()[nearest]
        near = np.flatnonzero(np.isin(nearest, self.shaping))
        if len(near) and len(self.shaping) > 1:
            together = len(self.shaping) <= TOGETHER
            found[near] = self._together(spots[near]) if together else self._nearby(spots[near])
        return found

    def _marks(self) -> Floats:
        """What each place says: near 1 for its holder where that is sure, shared among the sides where it is not."""
        marks = np.repeat(((1 - self.weight) / max(1, self.sides - 1))[:, None], self.sides, axis=1)
        marks[np.arange(len(self.side)), self.side] = self.weight
        return marks

    def _together(self, spots: Floats) -> Floats:
        marks, places = self._marks()[self.shaping], self.at[self.shaping]
        count = len(places)
        table = np.ones((count + 1, count + 1))
        table[:count, :count] = self._variogram(_apart(places, places))
        table[np.arange(count), np.arange(count)] = NUGGET * table[:count, :count].mean() * -1
        table[count, count] = 0
        loads = np.linalg.solve(table, np.vstack([marks, np.zeros((1, self.sides))]))
        found = np.empty((len(spots), self.sides))
        for start in range(0, len(spots), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            found[some] = self._variogram(_apart(spots[some], places)) @ loads[:count] + loads[count]
        return found

    def _nearby(self, spots: Floats) -> Floats:
        marks, places = self._marks()[self.shaping], self.at[self.shaping]
        count = min(NEAREST, len(places))
        away, who = (np.asarray(found) for found in cKDTree(places).query(spots, k=count))
        found = np.empty((len(spots), self.sides))
        for start in range(0, len(spots), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            near = places[who[some]]
            table = np.ones((len(near), count + 1, count + 1))
            table[:, :count, :count] = self._variogram(np.linalg.norm(near[:, :, None] - near[:, None], axis=3))
            spread = table[:, :count, :count].mean(axis=(1, 2))
            table[:, np.arange(count), np.arange(count)] = -NUGGET * spread[:, None]
            table[:, count, count] = 0
            told = np.concatenate([marks[who[some]], np.zeros((len(near), 1, self.sides))], axis=1)
            loads = np.linalg.solve(table, told)
            found[some] = (self._variogram(away[some])[:, :, None] * loads[:, :count]).sum(axis=1) + loads[:, count]
        return found

    def _variogram(self, metres: Floats) -> Floats:
        """How unlike two spots are that lie so far apart."""
        far = metres / 1_000.0
        return np.sqrt(np.sqrt(far)) if self.exponent == ROUGH else np.asarray(far**self.exponent)  # roots are quick


def field(at: Floats, side: Whole, weight: Floats, *, sides: int) -> Field:
    """The field of some places: x and y in metres, the side that holds each, and how surely."""
    return Field(
        at=at, side=side, weight=weight, sides=sides, shaping=_shaping(at, side), exponent=_exponent(spread(at))
    )


def spread(at: Floats) -> float:
    """How evenly places lie (Clark and Evans 1954): 1 at random, less where they crowd; 1 for few places."""
    if len(at) < _FEWEST:
        return 1.0
    nearest = np.asarray(cKDTree(at).query(at, k=[2])[0])[:, 0]
    try:
        hull = Delaunay(at)
    except QhullError:  # all on one line
        return 1.0
    a, b, c = (at[hull.simplices[:, k]] for k in range(3))
    one, other = b - a, c - a
    land = 0.5 * np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum()
    return float(nearest.mean() / (_EVEN_DISTANCE * np.sqrt(land / len(at))))


def _exponent(evenness: float) -> float:
    share = np.clip((EVEN - evenness) / (EVEN - CROWDED), 0.0, 1.0)
    return float(ROUGH + share * (SMOOTH - ROUGH))


def _shaping(at: Floats, side: Whole) -> Whole:
    """The places within a few neighbours of one that another side holds; all of them where there are few."""
    everything = np.arange(len(at))
    if len(at) < _FEWEST or len(np.unique(side)) == 1:
        return everything
    try:
        start, other = Delaunay(at).vertex_neighbor_vertices
    except QhullError:
        return everything
    one = np.repeat(everything, np.diff(start))
    near = np.zeros(len(at), dtype=bool)
    near[one[side[one] != side[other]]] = True
    for _ in range(RINGS - 1):
        near[other[near[one]]] = True
    return np.flatnonzero(near)


def _apart(one: Floats, other: Floats) -> Floats:
    """Distances between all of one and all of the other, by the law of cosines: one product of tables."""
    square = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2 * one @ other.T
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))

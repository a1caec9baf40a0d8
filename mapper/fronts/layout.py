"""How places lie: how evenly, how far apart, and which of them are neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import ConvexHull, Delaunay, QhullError, cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_FEWEST = 4  # places that have a spread
_EVEN_DISTANCE = 0.5  # times 1 / sqrt(density): the mean distance to the nearest of points spread at random


@dataclass(frozen=True, slots=True)
class Layout:
    """How places lie, whoever holds them."""

    evenness: float  # Clark and Evans 1954: 1 at random, less where places crowd; 1 for few places
    usual: float  # metres from a place to the nearest other, in doublings, so that one more place rarely changes it
    pairs: Whole  # the numbers of two neighbours each, the western one first (pairs x 2)


def layout(at: Floats) -> Layout:
    """How places lie, from their x and y in metres."""
    if len(at) < 2:  # noqa: PLR2004 -- a pair
        return Layout(evenness=1.0, usual=1.0, pairs=np.empty((0, 2), dtype=np.int64))
    nearest = np.asarray(cKDTree(at).query(at, k=[2])[0])
    usual = float(2.0 ** np.rint(np.log2(max(1.0, float(np.median(nearest))))))
    return Layout(evenness=_evenness(at, nearest), usual=usual, pairs=_neighbours(at))


def _evenness(at: Floats, nearest: Floats) -> float:
    if len(at) < _FEWEST:
        return 1.0
    try:
        land = ConvexHull(at).volume  # of a flat hull: its area
    except QhullError:  # all on one line
        return 1.0
    return float(nearest.mean() / (_EVEN_DISTANCE * np.sqrt(land / len(at))))


def _neighbours(at: Floats) -> Whole:
    """The pairs of a Delaunay triangulation; of places on one line those that follow one another."""
    rank = np.empty(len(at), dtype=np.int64)
    order = np.lexsort((at[:, 1], at[:, 0]))
    rank[order] = np.arange(len(at))
    try:
        corners = Delaunay(at).simplices
        edges = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    except QhullError:
        edges = np.column_stack([order[:-1], order[1:]])
    ranks = np.unique(np.sort(rank[edges], axis=1), axis=0)
    return np.asarray(order[ranks], dtype=np.int64)

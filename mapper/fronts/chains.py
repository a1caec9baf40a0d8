"""Bits of line that share their ends, joined to lines as long as they run on without a fork."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]

_PAIR = 2


def joined_up(ends: Whole, spots: Floats) -> Shapes:
    """The lines that bits make: from each end or meeting of more than two to the next, and rings.

    `ends` are the numbers of the two points that each bit joins (bits x 2), `spots` is where the points lie.
    Each line is normal in itself, and all are in order, whatever the order of the bits.
    """
    onward = _onward(ends).tolist()
    begin, end = ends.ravel(), ends[:, ::-1].ravel()  # of a bit walked one way, and the other way round
    free = np.flatnonzero(np.bincount(begin)[begin] != _PAIR)
    seen = bytearray(len(ends))
    points: list[int] = []  # walks along each line
    count: list[int] = []
    for first in [*free.tolist(), *range(0, 2 * len(ends), 2)]:
        if seen[first >> 1]:
            continue
        walk, before = first, len(points)
        while walk >= 0 and not seen[walk >> 1]:
            seen[walk >> 1] = 1
            points.append(walk)
            walk = onward[walk]
        count.append(len(points) - before)
    walks = np.asarray(points, dtype=np.int64)
    last = np.cumsum(count, dtype=np.int64)
    along = np.insert(end[walks], last - count, begin[walks[last - count]])
    lines = shapely.linestrings(spots[along], indices=np.repeat(np.arange(len(count)), np.asarray(count) + 1))
    found: Shapes = shapely.get_parts(shapely.normalize(shapely.multilinestrings(lines)))
    return found


def _onward(ends: Whole) -> Whole:
    """For each bit, walked one way and the other, the walk that goes on from its end; -1 at an end or a meeting."""
    begin, end = ends.ravel(), ends[:, ::-1].ravel()
    order = np.argsort(begin, kind="stable")
    count = np.bincount(begin)
    first = (np.cumsum(count) - count)[end]
    one = order[first]
    other = order[np.minimum(first + 1, len(order) - 1)]
    on = np.where(one >> 1 != np.arange(len(begin)) >> 1, one, other)
    return np.where(count[end] == _PAIR, on, -1)

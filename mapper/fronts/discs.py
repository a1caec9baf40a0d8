"""The land within a cap of any place, put together square by square and kept from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

QUARTER = 8  # corners of a quarter circle: its border runs at most 0.5 % inside the true one
_FEW = 24  # places whose discs are put together at once


class Discs:
    """The union of discs round some of many places; squares in which nothing changed are not put together again."""

    def __init__(self, at: Floats, reach: float) -> None:
        self.at, self.reach = at, reach
        self.kept: dict[tuple[int, int, int], tuple[bytes, BaseGeometry]] = {}
        middle = (at.min(axis=0) + at.max(axis=0)) / 2
        self.side = 2.0 ** np.ceil(np.log2(max(float(np.ptp(at, axis=0).max()), 1.0) + 1.0))
        self.corner = middle - self.side / 2

    def union(self, known: Whole) -> BaseGeometry:
        """The union of the discs round these places (numbers in order), in metres."""
        return self._square(known, (0, 0, 0))

    def _square(self, known: Whole, key: tuple[int, int, int]) -> BaseGeometry:
        """The union of the discs round places that stand in a square, by its level, row and column."""
        said = known.tobytes()
        found = self.kept.get(key)
        if found is None or found[0] != said:
            found = (said, self._united(known, key))
            self.kept[key] = found
        return found[1]

    def _united(self, known: Whole, key: tuple[int, int, int]) -> BaseGeometry:
        at = self.at[known]
        level, row, column = key
        half = self.side / 2.0 ** (level + 1)
        if len(known) <= _FEW or half < self.reach:
            return shapely.union_all(shapely.buffer(shapely.points(at), self.reach, quad_segs=QUARTER))
        up = at[:, 1] >= self.corner[1] + (2 * row + 1) * half
        right = at[:, 0] >= self.corner[0] + (2 * column + 1) * half
        quarters = [
            self._square(known[(up == i) & (right == j)], (level + 1, 2 * row + i, 2 * column + j))
            for i in (0, 1)
            for j in (0, 1)
            if ((up == i) & (right == j)).any()
        ]
        return shapely.union_all(quarters)

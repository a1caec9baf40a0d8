"""Yesterday's areas moved by the day's places: the line stays where nothing was reported.

Each side starts from a ramp over its old areas, from 0 well outside to 1 well inside. Places that agree with
the old areas hold the line where it is; each that does not pulls it over, and its pull falls with distance
(simple kriging of what the old areas get wrong, with an exponential covariance; Chiles and Delfiner 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from mapper.fronts.field import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

RAMP: Final = 5_000.0  # metres from the old line to where a side is wholly in or out
REACH: Final = 20_000.0  # metres at which a place's pull falls to 1/e
NUGGET: Final = 0.02
_ALONG = 250.0  # metres between the points by which the distance to an old line is measured
_MOST = 3_000  # places that are weighed all together
_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Moved:
    """The field of every side, from old areas (in metres) and the places of the day."""

    at: Floats
    side: Whole
    shaping: Whole
    old: tuple[BaseGeometry, ...]  # by number of the side
    trees: tuple[cKDTree | None, ...]  # points along the border of each
    loads: Floats  # of the places, for every side

    @property
    def edges(self) -> Floats:
        """Points along the borders of the old areas."""
        found = [np.asarray(tree.data) for tree in self.trees if tree is not None]
        return np.concatenate(found) if found else np.empty((0, 2))

    def values(self, spots: Floats) -> Floats:
        """The field of every side at some spots (spots x sides), about 0 to 1 each."""
        found = _ramps(self.old, self.trees, spots)
        places = self.at[self.shaping]
        for start in range(0, len(spots) if len(places) else 0, _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            found[some] += _pull(spots[some], places) @ self.loads
        return found


def moved(at: Floats, side: Whole, weight: Floats, *, old: Sequence[BaseGeometry]) -> Moved:
    """The field of old areas (one geometry a side, in metres) moved by the places of a day."""
    trees = tuple(_along(area) for area in old)
    before = _ramps(tuple(old), trees, at)
    wrong = before.argmax(axis=1) != side
    near = _near_wrong(at, wrong)
    residual = np.where(wrong[:, None], marked(side, weight, len(old)) - before, 0.0)[near]
    table = _pull(at[near], at[near]) + NUGGET * np.eye(len(near))
    loads = np.asarray(np.linalg.solve(table, residual), dtype=np.float64)
    return Moved(at=at, side=side, shaping=near, old=tuple(old), trees=trees, loads=loads)


def _near_wrong(at: Floats, wrong: NDArray[np.bool_]) -> Whole:
    """The places that the old areas get wrong, and the nearest of those round them that hold the line."""
    if not wrong.any():
        return np.empty(0, dtype=np.int64)
    away = np.asarray(cKDTree(at[wrong]).query(at)[0])
    near = np.flatnonzero(away <= 3 * REACH)
    return np.asarray(near[np.argsort(away[near], kind="stable")][:_MOST], dtype=np.int64)


def _pull(spots: Floats, places: Floats) -> Floats:
    return np.asarray(np.exp(cdist(spots, places) / -REACH))


def _along(area: BaseGeometry) -> cKDTree | None:
    """Points along the border of an area, None for none."""
    if area.is_empty:
        return None
    return cKDTree(shapely.get_coordinates(shapely.segmentize(area.boundary, _ALONG)))


def _ramps(old: Sequence[BaseGeometry], trees: Sequence[cKDTree | None], spots: Floats) -> Floats:
    """For every spot and side 1 well inside its old area, 0 well outside, one half on its border."""
    found = np.zeros((len(spots), len(old)))
    for number, (area, tree) in enumerate(zip(old, trees, strict=True)):
        if tree is None:
            continue
        shapely.prepare(area)
        away, _ = tree.query(spots, distance_upper_bound=RAMP)
        inside = np.where(shapely.contains_xy(area, spots[:, 0], spots[:, 1]), 1.0, -1.0)
        found[:, number] = 0.5 + 0.5 * inside * np.minimum(1.0, away / RAMP)
    return found

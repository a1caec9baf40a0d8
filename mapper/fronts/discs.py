"""The border of the land within a cap of any place, arc by arc.

Where a circle round one place runs inside no other's disc it is part of the border, so the angles that its
neighbours cover tell its arcs; two arcs end at the point where their circles meet. Corners that were worked
out once, in degrees, are kept for the days to come.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, QhullError, cKDTree

from mapper.fronts.coverage import Outline, chunks, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mapper.fronts.metres import Plane

    Floats = NDArray[np.float64]
    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]

CORNERS = 32  # of a circle: its border runs at most 0.5 % inside the true one
_CROWDED = 12  # pairs of places a place, above which only those next to each other are looked at
_WHOLE = 2 * np.pi
_APART = 10.0  # more than a whole turn: circles are told apart by adding it


class Discs:
    """Equal discs round some of many places (metres): the border of their union as an outline in degrees."""

    def __init__(self, at: Floats, reach: float, flat: Plane) -> None:
        self.at, self.reach, self.flat = at, reach, flat
        tree = cKDTree(at)
        pairs = (int(tree.count_neighbors(tree, 2 * reach)) - len(at)) // 2
        self.crowded = pairs > _CROWDED * len(at)
        near = np.empty((0, 2)) if self.crowded else tree.query_pairs(2 * reach, output_type="ndarray")
        self.pairs = near[np.lexsort(near.T[::-1])].astype(np.int64)
        self.meeting = np.full((2 * len(self.pairs), 2), np.nan)  # where circles meet, in degrees
        self.round = np.full((len(at) * CORNERS, 2), np.nan)  # corners of whole circles, in degrees

    def outline(self, known: Whole) -> Outline:
        """The border of the discs round these places (numbers in order)."""
        pairs, meeting = self.pairs, self.meeting
        if self.crowded:
            known, pairs = _next_to_each_other(self.at, known)
            meeting = np.full((2 * len(pairs), 2), np.nan)
        here = np.zeros(len(self.at), dtype=bool)
        here[known] = True
        met = np.flatnonzero(here[pairs].all(axis=1))
        part = _parts(self.at, pairs[met], self.reach)
        lines, place, area = self._lines(_arcs(self.at, known, pairs[met], met, self.reach), pairs, meeting)
        lines, of = _joined(lines, part[place])
        tree = cKDTree(self.at[known])

        def solid() -> shapely.MultiPolygon:
            return shapely.union_all(self._discs(known))

        def lying(spots: Shapes) -> Whole:
            xy = shapely.get_coordinates(spots)
            away, nearest = tree.query(xy)
            found = np.asarray(away <= self.reach)
            for k in np.flatnonzero(found & (away > self.reach * np.cos(np.pi / CORNERS))):  # inside an arc's chord?
                near = known[tree.query_ball_point(xy[k], self.reach)]
                found[k] = shapely.contains(shapely.union_all(self._discs(near)), spots[k])
            return np.where(found, part[known[nearest]], -1)

        return Outline(lines=lines, part=of, area=area, lying=lying, solid=solid, flat=self.flat)

    def _discs(self, places: Whole) -> Shapes:
        discs: Shapes = shapely.buffer(shapely.points(self.at[places]), self.reach, quad_segs=CORNERS // 4)
        return discs

    def _lines(self, arcs: tuple[Whole, Floats, Whole], pairs: Whole, meeting: Floats) -> tuple[Shapes, Whole, float]:
        """The arcs as lines in degrees, the place round which each runs, and how much land lies to their left."""
        place, angle, ends = arcs
        first = np.floor(angle[:, 0] * CORNERS / _WHOLE).astype(np.int64) + 1  # corners between the ends
        between = np.maximum(np.ceil(angle[:, 1] * CORNERS / _WHOLE).astype(np.int64) - first, 0)
        count = between + 2
        start = np.cumsum(count) - count
        of = np.repeat(np.arange(len(place)), count)
        nth = np.arange(count.sum()) - start[of]
        whole = place[of] * CORNERS + (first[of] + nth - 1) % CORNERS
        met = np.full(len(of), -1)
        met[start], met[start + count - 1] = ends[:, 0], ends[:, 1]
        at_zero = ((nth == 0) | (nth == count[of] - 1)) & (met < 0)
        whole[at_zero] = place[of[at_zero]] * CORNERS
        corners = np.empty((len(of), 2))
        corners[met < 0] = self._kept(self.round, whole[met < 0], self._on_circles)
        corners[met >= 0] = self._kept(meeting, met[met >= 0], lambda some: _meetings(self.at, pairs, some, self.reach))
        fresh = np.ones(len(of), dtype=bool)
        fresh[1:] = (of[1:] != of[:-1]) | (corners[1:] != corners[:-1]).any(axis=1)
        long = np.bincount(of[fresh], minlength=len(place)) > 1
        kept = fresh & long[of]
        of, corners = of[kept], corners[kept]
        inside = of[1:] == of[:-1]
        one, other = corners[:-1][inside], corners[1:][inside]
        area = float((one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum() / 2)
        lines: Shapes = shapely.linestrings(corners, indices=np.cumsum(long)[of] - 1)
        return lines, place[long], area

    def _kept(self, table: Floats, asked: Whole, made: Callable[[Whole], Floats]) -> Floats:
        """Rows of a table of corners in degrees; those that were never asked for are made."""
        new = np.unique(asked[np.isnan(table[asked, 0])])
        if len(new):
            spots = shapely.points(made(new))
            table[new] = on_grid(shapely.get_coordinates(self.flat.to_degrees(spots)))
        return table[asked]

    def _on_circles(self, corners: Whole) -> Floats:
        angle = corners % CORNERS * (_WHOLE / CORNERS)
        return self.at[corners // CORNERS] + self.reach * np.column_stack([np.cos(angle), np.sin(angle)])


def _parts(at: Floats, pairs: Whole, reach: float) -> Whole:
    """The part of the land in which each place stands: those of pairs whose discs meet share theirs."""
    near = pairs[np.hypot(*(at[pairs[:, 1]] - at[pairs[:, 0]]).T) <= 2 * reach]
    table = coo_matrix((np.ones(len(near), dtype=bool), (near[:, 0], near[:, 1])), shape=(len(at), len(at)))
    return np.asarray(connected_components(table, directed=False)[1], dtype=np.int64)


def _joined(lines: Shapes, part: Whole) -> tuple[Shapes, Whole]:
    """Lines that run on in each other joined, but not to long ones, and the part of the land that each bounds."""
    order = np.argsort(part, kind="stable")
    bounded, group = np.unique(part, return_inverse=True)
    merged = shapely.line_merge(shapely.multilinestrings(lines[order], indices=group[order]))
    longer, of = shapely.get_parts(merged, return_index=True)
    found, line = chunks(longer)
    return found, bounded[of[line]]


def _arcs(at: Floats, known: Whole, pairs: Whole, number: Whole, reach: float) -> tuple[Whole, Floats, Whole]:
    """The arcs of circles that no other disc covers: place, angles of both ends, and what meets there (-1: nothing).

    Circles are cut at angle 0. Pair n meets to the left, seen from its first place, at 2n, else at 2n + 1.
    """
    step = at[pairs[:, 1]] - at[pairs[:, 0]]
    toward = np.arctan2(step[:, 1], step[:, 0])
    half = np.arccos(np.minimum(np.hypot(step[:, 0], step[:, 1]) / (2 * reach), 1.0))
    left, right = 2 * number, 2 * number + 1
    place = np.concatenate([pairs[:, 0], pairs[:, 1]])
    begin = np.concatenate([toward, toward + np.pi]) - np.tile(half, 2)
    begin %= _WHOLE
    end = begin + 2 * np.tile(half, 2)
    met = np.column_stack([np.concatenate([right, left]), np.concatenate([left, right])])
    over = np.flatnonzero(end > _WHOLE)  # past angle 0: two stretches
    none = np.full(len(known), -1)
    zero, full = np.zeros(len(known)), np.full(len(known), _WHOLE)
    place = np.concatenate([place, place[over], known, known])
    begin = np.concatenate([begin, np.zeros(len(over)), zero, full])
    ends = np.concatenate([np.minimum(end, _WHOLE), end[over] - _WHOLE, zero, full])
    met = np.concatenate(
        [met, np.column_stack([np.full(len(over), -1), met[over, 1]]), np.column_stack([none, none]).repeat(2, axis=0)]
    )
    met[over, 1] = -1
    order = np.lexsort((begin, place))
    place, begin, ends, met = place[order], begin[order], ends[order], met[order]
    turn = np.cumsum(np.concatenate([[False], place[1:] != place[:-1]])) * _APART
    far = np.maximum.accumulate(ends + turn)
    last = np.maximum.accumulate(np.where(ends + turn == far, np.arange(len(far)), 0))[:-1]
    open_ = np.flatnonzero((place[1:] == place[:-1]) & (begin[1:] + turn[1:] > far[:-1]))
    angle = np.column_stack([ends[last[open_]], begin[open_ + 1]])
    return place[open_], angle, np.column_stack([met[last[open_], 1], met[open_ + 1, 0]])


def _meetings(at: Floats, pairs: Whole, asked: Whole, reach: float) -> Floats:
    """Where the circles of pairs meet: to the left, seen from the first place, for even numbers, else to the right."""
    one, other = at[pairs[asked // 2, 0]], at[pairs[asked // 2, 1]]
    step = other - one
    apart = np.hypot(step[:, 0], step[:, 1])
    high = np.sqrt(np.maximum(reach**2 - (apart / 2) ** 2, 0.0)) * np.where(asked % 2, -1.0, 1.0)
    return np.asarray((one + other) / 2 + np.column_stack([-step[:, 1], step[:, 0]]) * (high / apart)[:, None])


def _next_to_each_other(at: Floats, known: Whole) -> tuple[Whole, Whole]:
    """The places that a Delaunay triangulation joins, each pair once; its neighbours bound what a disc adds."""
    try:
        found = Delaunay(at[known])
    except QhullError:  # few places, or all on one line
        order = known[np.lexsort((at[known, 1], at[known, 0]))]
        joined = np.array(list(pairwise(order)), dtype=np.int64).reshape(-1, 2)
    else:
        corners = found.simplices
        joined = known[np.concatenate([corners[:, [0, 1]], corners[:, [0, 2]], corners[:, [1, 2]]])]
        known = np.delete(known, found.coplanar[:, 0])  # all but on another place
    return known, np.unique(np.sort(joined, axis=1), axis=0)

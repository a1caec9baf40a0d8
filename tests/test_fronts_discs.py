"""The border of the land within a cap: the same land as the union of the discs, closed, and never noded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.fronts.discs import CORNERS, Discs
from mapper.fronts.metres import Plane

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

FLAT = Plane(lon=38.0, lat=36.0)
REACH = 5_000.0
SPOT = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


def land(at: Floats, known: Whole, reach: float = REACH) -> tuple[BaseGeometry, float]:
    """The land that the lines of an outline enclose, in degrees, and the area that the outline names."""
    found = Discs(at, reach, FLAT).outline(known)
    faces = shapely.get_parts(shapely.polygonize(list(found.lines)))
    held = found.lying(FLAT.to_metres(shapely.point_on_surface(faces))) >= 0
    return shapely.union_all(faces[held]), found.area


def discs(at: Floats, reach: float = REACH) -> BaseGeometry:
    """The union of discs, in degrees, put together by buffers."""
    return FLAT.to_degrees(shapely.union_all(shapely.buffer(shapely.points(at), reach, quad_segs=CORNERS // 4)))


@given(spots=st.sets(SPOT, min_size=1, max_size=60), step=st.sampled_from([100.0, 900.0, 1_768.0, 2_500.0, 4_000.0]))
@settings(max_examples=60, deadline=None)
def test_the_outline_encloses_the_union_of_the_discs(spots: set[tuple[int, int]], step: float) -> None:
    """Wherever places stand, in rows and heaps too, the lines close and enclose the discs, but for chords."""
    at = np.array(sorted(spots)) * step
    found, area = land(at, np.arange(len(at)))
    union = discs(at)
    assert found.area == pytest.approx(area, rel=1e-6)
    assert union.difference(found).area < 1e-5 * union.area
    assert found.difference(union).area < 6e-3 * union.area


def test_places_that_are_not_known_add_nothing() -> None:
    """The outline of some places is the same whatever others there are, and whatever was asked before."""
    chance = np.random.default_rng(5)
    at = chance.uniform(-60_000.0, 60_000.0, (80, 2))
    known = np.flatnonzero(chance.random(80) < 0.7)
    many = Discs(at, REACH, FLAT)
    many.outline(np.arange(80))
    again = many.outline(known)
    alone, _ = land(at[known], np.arange(len(known)))
    assert shapely.union_all(shapely.get_parts(shapely.build_area(shapely.multilinestrings(again.lines)))).equals(alone)


def test_crowded_places_look_at_their_neighbours_alone() -> None:
    """Where hundreds of discs overlap the outline is still that of their union, also for places on one line."""
    at = np.random.default_rng(2).uniform(-9_000.0, 9_000.0, (400, 2))
    row = np.column_stack([np.arange(300) * 120.0, np.zeros(300)])
    for places in (at, row):
        assert Discs(places, REACH, FLAT).crowded
        found, _ = land(places, np.arange(len(places)))
        union = discs(places)
        assert union.symmetric_difference(found).area < 6e-3 * union.area

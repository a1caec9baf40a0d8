"""The border of the land within a cap: the same land as the union of the discs, closed, and never noded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.fronts.coverage import sheet
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


def normal(shapes: NDArray[np.object_]) -> list[BaseGeometry]:
    """Polygons in one order, each with its corners in one order."""
    return sorted(shapely.normalize(shapes), key=shapely.to_wkb)


CUTS = st.lists(st.tuples(SPOT, SPOT, st.sampled_from(["line", "ring"])), max_size=6)


@given(spots=st.sets(SPOT, min_size=1, max_size=40), cuts=CUTS, step=st.sampled_from([900.0, 2_500.0, 4_000.0]))
@settings(max_examples=60, deadline=None)
@example(spots={(-2, 0), (7, -4)}, cuts=[((0, 0), (0, 0), "line"), ((0, 6), (-13, -8), "ring")], step=900.0)
def test_land_is_cut_as_if_every_line_were_noded(
    spots: set[tuple[int, int]], cuts: list[tuple[tuple[int, int], tuple[int, int], str]], step: float
) -> None:
    """Lines across, beside and between the discs, rings on land, round islands and in lakes: the pieces are the same.

    A border round everything makes no difference but that all lines are noded together.
    """
    at = np.array(sorted(spots)) * step
    lines = []
    for one, other, kind in cuts:
        begin, end = np.array(one) * step + 311.0, np.array(other) * step + 173.0
        ring = shapely.Point(begin).buffer(400.0 + np.hypot(*(end - begin)) / 3, quad_segs=4).exterior
        lines.append(shapely.LineString([begin, end]) if kind == "line" else ring)
    outline = Discs(at, REACH, FLAT).outline(np.arange(len(at)))
    frame = shapely.MultiPoint(at).convex_hull.buffer(REACH)
    noded = shapely.union_all(lines) if lines else shapely.LineString()
    found, wanted = (
        sheet(frame, FLAT, border=border).pieces([noded], outline) for border in (None, shapely.box(20, 20, 60, 60))
    )
    assert normal(found) == normal(wanted)
    assert shapely.area(found).sum() == pytest.approx(outline.area, rel=6e-3)  # chords, where slivers are lost


def test_a_pocket_on_whole_land_and_an_island_in_a_lake_are_told_apart() -> None:
    """A ring that meets no border cuts the land it lies on; a part without cuts is one piece, its lakes are none."""
    angles = np.arange(16) * np.pi / 8
    round_lake = 20_000.0 * np.column_stack([np.cos(angles), np.sin(angles)])
    at = np.concatenate([round_lake, [(0.0, 0.0), (60_000.0, 0.0)]])
    outline = Discs(at, REACH, FLAT).outline(np.arange(len(at)))
    assert len(np.unique(outline.part)) == 3
    pocket = shapely.Point(60_000.0, 0.0).buffer(1_000.0).exterior
    drawn = sheet(shapely.MultiPoint(at).convex_hull.buffer(REACH), FLAT, border=None)
    pieces = drawn.pieces([pocket], outline)
    assert sorted(len(piece.interiors) for piece in pieces) == [0, 0, 1, 1]
    assert shapely.area(pieces).sum() == pytest.approx(outline.area, rel=1e-6)

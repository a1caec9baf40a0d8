"""Tests of the areas and the front that are drawn from places."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.errors import InputError
from mapper.fronts.areas import AREA_COLUMNS, FRONT_COLUMNS
from mapper.fronts.metres import area_km2, distance_km, plane
from mapper.fronts.tessellation import Estimate, estimate
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from mapper.control.spell import Spell, Status

DAY = date(2019, 6, 7)
STATUSES: tuple[Status, ...] = ("held", "held", "contested", "besieged")
SIDES = ("rebels", "regime", "sdf")


def land(drawn: Estimate) -> float:
    """The area of all areas together, in square degrees."""
    return float(shapely.area(list(drawn.areas.geometry)).sum())


def holders_at(drawn: Estimate, lon: float, lat: float) -> set[str]:
    """Who holds the areas at or next to a point."""
    near = shapely.Point(lon, lat)
    return {row.holder for row in drawn.areas.itertuples() if shapely.dwithin(row.geometry, near, 2e-6)}


@st.composite
def day_of_spells(draw: st.DrawFn) -> list[Spell]:
    """Places round some point of the globe: scattered, in a row, or on a coarse grid where many coincide."""
    lon, lat = draw(st.sampled_from([(36.3, 35.4), (179.99, 10.0), (-180.0, -45.0), (37.5, 70.0), (0.0, 0.0)]))
    step = draw(st.sampled_from([0.1, 0.01, 0.001]))
    offsets = draw(
        st.one_of(
            st.lists(st.tuples(st.integers(-8, 8), st.integers(-8, 8)), max_size=12),
            st.lists(st.tuples(st.integers(-8, 8), st.just(0)), max_size=6),
            st.lists(st.integers(-8, 8).map(lambda at: (at, at)), max_size=6),
            st.lists(st.tuples(st.floats(-8, 8), st.floats(-8, 8)), max_size=12),
        )
    )
    spells = []
    for at, (east, north) in enumerate(offsets):
        x = round((lon + east * step + 180) % 360 - 180, 5)
        status: Status = draw(st.sampled_from(STATUSES))
        confidence = draw(st.sampled_from((0.5, 0.9)))
        side = draw(st.sampled_from(SIDES))
        spells.append(spell(x, round(lat + north * step, 5), side, f"p{at:02}", status=status, confidence=confidence))
    return spells


CAPS = st.sampled_from([5.0, 0.7, None])


@settings(max_examples=80, deadline=None)
@given(day_of_spells(), CAPS)
def test_areas_are_clean(spells: list[Spell], cap: float | None) -> None:
    """Areas are valid polygons on the globe that turn right and do not overlap."""
    shapes = list(estimate(spells, day=DAY, cap_km=cap).areas.geometry)
    for shape in shapes:
        assert shape.geom_type == "Polygon"
        assert shape.is_valid
        assert shape.exterior.is_ccw
        assert not any(ring.is_ccw for ring in shape.interiors)
        assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180
        assert all(value == round(value, 6) for value in shapely.get_coordinates(shape).ravel())
    for one, other in combinations(shapes, 2):
        assert one.intersection(other).area <= 1e-6 * min(one.area, other.area)


@settings(max_examples=80, deadline=None)
@given(day_of_spells(), CAPS)
@example([spell(179.99, 10.0, "regime", "a"), spell(-179.99, 10.0, "rebels", "b")], 5.0)
@example([spell(36.3, 35.4, "regime", "a"), spell(36.30002, 35.4, "rebels", "b")], None)
def test_each_place_lies_in_an_area_of_its_holder(spells: list[Spell], cap: float | None) -> None:
    """At each place the area is the holder's, the surest spell's where several share the point."""
    drawn = estimate(spells, day=DAY, cap_km=cap)
    points: dict[tuple[float, float], list[Spell]] = {}
    for each in spells:
        assert each.place is not None
        assert each.place.lon is not None
        assert each.place.lat is not None
        points.setdefault((each.place.lon, each.place.lat), []).append(each)
    for (lon, lat), rivals in points.items():
        first = min(rivals, key=lambda each: (-each.confidence, each.place_id))
        home = [row for row in drawn.areas.itertuples() if first.place_id in row.places.split(";")]
        assert any(shapely.covers(row.geometry, shapely.Point(lon, lat)) for row in home)
        assert {(row.holder, row.status) for row in home} == {(first.holder, first.status)}
        assert holders_at(drawn, lon, lat) == {first.holder}


@settings(max_examples=40, deadline=None)
@given(day_of_spells(), st.randoms(use_true_random=False), CAPS)
def test_the_order_of_the_spells_does_not_matter(spells: list[Spell], chance: Random, cap: float | None) -> None:
    """Shuffled spells give the same bytes."""
    shuffled = sorted(spells, key=lambda _: chance.random())
    one, other = estimate(spells, day=DAY, cap_km=cap), estimate(shuffled, day=DAY, cap_km=cap)
    assert one.areas.to_json() == other.areas.to_json()
    assert one.front.to_json() == other.front.to_json()


@settings(max_examples=60, deadline=None)
@given(day_of_spells(), st.sampled_from([5.0, 0.7]))
def test_no_area_reaches_past_the_cap(spells: list[Spell], cap: float) -> None:
    """Each corner of an area is within the cap of one of the area's places."""
    at = {each.place_id: each.place for each in spells}
    for row in estimate(spells, day=DAY, cap_km=cap).areas.itertuples():
        places = [at[name] for name in row.places.split(";")]
        own = [(place.lon, place.lat) for place in places if place and place.lon is not None and place.lat is not None]
        for lon, lat in shapely.get_coordinates(row.geometry):
            assert min(distance_km((lon, lat), point) for point in own) <= cap + 0.001


@settings(max_examples=60, deadline=None)
@given(day_of_spells(), CAPS)
def test_the_front_lies_between_its_sides(spells: list[Spell], cap: float | None) -> None:
    """Each piece of front is part of the border of areas of both its sides, which are sorted."""
    drawn = estimate(spells, day=DAY, cap_km=cap)
    for row in drawn.front.itertuples():
        assert row.geometry.geom_type == "LineString"
        sides = row.sides.split("|")
        assert len(sides) == 2
        assert sides == sorted(sides)
        for side in sides:
            near = drawn.areas[drawn.areas.holder == side].geometry
            borders = [shape.boundary for shape in near]
            if not _on_the_seam(row.geometry):
                assert row.geometry.difference(shapely.union_all(borders)).length == 0


def _on_the_seam(line: shapely.LineString) -> bool:
    return bool(max(abs(line.bounds[0]), abs(line.bounds[2])) == 180)


def test_an_empty_day_has_empty_tables() -> None:
    """Without places both tables are empty and have all their columns."""
    drawn = estimate([], day=DAY)
    assert (list(drawn.areas.columns), len(drawn.areas)) == (list(AREA_COLUMNS), 0)
    assert (list(drawn.front.columns), len(drawn.front)) == (list(FRONT_COLUMNS), 0)
    assert drawn.areas.crs.to_epsg() == drawn.front.crs.to_epsg() == 4326


def test_one_place_is_a_circle() -> None:
    """One place gives one area of about the cap's circle, which walks back to the place and its claims."""
    drawn = estimate([spell(36.3, 35.4, "regime", "a", confidence=0.8)], day=DAY)
    row = drawn.areas.iloc[0]
    assert area_km2(row.geometry) == pytest.approx(78.54, rel=0.01)
    told = {name: row[name] for name in AREA_COLUMNS if name != "geometry"}
    assert told == {
        "holder": "regime",
        "kind": "area",
        "status": "held",
        "date": "2019-06-07",
        "confidence": 0.8,
        "places": "a",
        "claims": "r#a",
    }
    assert drawn.front.empty


def test_one_side_is_one_area_without_front() -> None:
    """Neighbours of one side make one area with the mean of their confidence, and no front."""
    drawn = estimate([spell(36.3, 35.4, "sdf", "a", confidence=0.6), spell(36.34, 35.4, "sdf", "b")], day=DAY)
    assert drawn.areas[["holder", "places", "claims", "confidence"]].to_numpy().tolist() == [
        ["sdf", "a;b", "r#a;r#b", 0.75]
    ]
    assert drawn.front.empty


def test_front_halfway_between_two_places() -> None:
    """Between two opposing places runs one line, halfway, as unsure as half their distance."""
    drawn = estimate([spell(36.30, 35.4, "regime", "a"), spell(36.34, 35.4, "rebels", "b")], day=DAY)
    (row,) = drawn.front.itertuples()
    assert (row.sides, row.date, row.places) == ("rebels|regime", "2019-06-07", "a;b")
    assert row.uncertainty_km == pytest.approx(distance_km((36.30, 35.4), (36.34, 35.4)) / 2, abs=0.001)
    assert row.geometry.bounds[0] == pytest.approx(36.32, abs=1e-5)
    assert row.geometry.bounds[2] == pytest.approx(36.32, abs=1e-5)


def test_a_long_front_bends_with_the_globe() -> None:
    """Far from both places the front is still halfway, though the shortest way is no straight line in degrees."""
    south, north = (0.0, 59.9), (0.0, 60.1)
    places = [spell(*south, "regime", "a"), spell(*north, "rebels", "b")]
    drawn = estimate(places, day=DAY, cap_km=None, boundary=shapely.box(-5, 58, 5, 62))
    (line,) = drawn.front.geometry
    for at in range(101):
        lon, lat = line.interpolate(at / 100, normalized=True).coords[0]
        assert abs(distance_km((lon, lat), south) - distance_km((lon, lat), north)) < 0.02


def test_uncertainty_is_weighted_by_length() -> None:
    """A front along a near and a far pair of places is between the two in uncertainty."""
    places = [spell(36.0, 35.0, "sdf", "a"), spell(36.0, 35.02, "isis", "b")]
    places += [spell(36.05, 34.98, "sdf", "c"), spell(36.05, 35.04, "isis", "d")]
    (row,) = estimate(places, day=DAY).front.itertuples()
    near, far = distance_km((36.0, 35.0), (36.0, 35.02)) / 2, distance_km((36.05, 34.98), (36.05, 35.04)) / 2
    assert near < row.uncertainty_km < far
    assert row.places == "a;b;c;d"


def test_a_row_of_places() -> None:
    """Places in a straight row are cut side by side."""
    row = [spell(36.0 + at / 50, 35.0, "ab"[at % 2], name) for at, name in enumerate("uvwxy")]
    drawn = estimate(row, day=DAY)
    assert drawn.areas.holder.tolist() == ["a", "a", "a", "b", "b"]
    assert len(drawn.front) == 4


def test_contested_places_stay_by_themselves() -> None:
    """A contested place keeps its own polygon with the likelier side, next to that side's area."""
    places = [spell(36.30, 35.4, "regime", "a"), spell(36.33, 35.4, "regime", "b", status="contested")]
    places.append(spell(36.36, 35.4, "regime", "c", status="contested", confidence=0.5))
    drawn = estimate(places, day=DAY)
    assert drawn.areas[["holder", "status", "places", "confidence"]].to_numpy().tolist() == [
        ["regime", "contested", "b", 0.9],
        ["regime", "contested", "c", 0.5],
        ["regime", "held", "a", 0.9],
    ]
    assert drawn.front.empty


@pytest.mark.parametrize(
    "left_out",
    [
        spell(36.34, 35.4, None, "x", status="unknown"),
        spell(36.34, 35.4, "rebels", "x", status="unknown"),
        spell(None, None, "rebels", "x"),
        spell(36.34, 35.4, "rebels", "x", precision=3),
        spell(36.34, 35.4, "rebels", "x", kind="admin"),
        spell(36.34, 35.4, "rebels", "x", span=(None, DAY)),
    ],
)
def test_what_says_nothing_about_a_spot_is_left_out(left_out: Spell) -> None:
    """Unknown holders, unplaced names, label points of areas and past spells draw nothing."""
    drawn = estimate([spell(36.3, 35.4, "regime", "a"), left_out], day=DAY)
    assert drawn.areas.places.tolist() == ["a"]


def test_a_site_draws_too() -> None:
    """A hill or an air base within 3 km of its point counts like a village."""
    drawn = estimate([spell(36.3, 35.4, "regime", "hill", kind="site", precision=2)], day=DAY)
    assert drawn.areas.places.tolist() == ["hill"]


def test_the_surer_of_two_on_one_point_wins() -> None:
    """Of two places on one point the surer counts; at a tie the first id; those that agree are named."""
    low, high = spell(36.3, 35.4, "rebels", "a", confidence=0.6), spell(36.3, 35.4, "regime", "b", confidence=0.7)
    same = spell(36.3, 35.4, "regime", "c", confidence=0.1)
    assert estimate([low, high, same], day=DAY).areas[["holder", "places"]].to_numpy().tolist() == [["regime", "b;c"]]
    tie = spell(36.3, 35.4, "sdf", "0", confidence=0.7)
    assert estimate([low, high, tie], day=DAY).areas.holder.tolist() == ["sdf"]


def test_across_the_antimeridian() -> None:
    """An area is cut at the antimeridian, its parts keep its size, and the front is whole."""
    drawn = estimate([spell(179.98, 10.0, "regime", "a"), spell(-179.99, 10.0, "rebels", "b")], day=DAY)
    rebels = drawn.areas[drawn.areas.holder == "rebels"]
    assert len(drawn.areas) == 3
    assert rebels.geometry.bounds.maxx.max() == 180
    assert rebels.geometry.bounds.minx.min() == -180
    assert (drawn.areas.geometry.bounds.maxx - drawn.areas.geometry.bounds.minx).max() < 1
    alone = estimate([spell(9.98, 10.0, "regime", "a"), spell(10.01, 10.0, "rebels", "b")], day=DAY)
    assert sum(map(area_km2, drawn.areas.geometry)) == pytest.approx(sum(map(area_km2, alone.areas.geometry)), rel=1e-4)
    assert [line.bounds[0] for line in drawn.front.geometry] == [pytest.approx(179.995, abs=1e-5)]


def test_conflicts_far_apart_keep_their_size() -> None:
    """Places on other continents do not bend the circle round a place."""
    places = [spell(36.3, 35.4, "regime", "a"), spell(96.1, 21.9, "junta", "b"), spell(-76.5, 3.4, "farc", "c")]
    for shape in estimate(places, day=DAY).areas.geometry:
        assert area_km2(shape) == pytest.approx(78.54, rel=0.01)


def test_the_boundary_cuts() -> None:
    """Nothing is drawn outside of the boundary, capped or not; uncapped, all of it is drawn."""
    boundary = shapely.box(36.0, 35.0, 36.31, 36.0)
    places = [spell(36.30, 35.4, "regime", "a"), spell(36.2, 35.9, "rebels", "b")]
    for cap in (5.0, None):
        drawn = estimate(places, day=DAY, cap_km=cap, boundary=boundary)
        assert set(drawn.areas.holder) == {"regime", "rebels"}
        assert shapely.difference(shapely.union_all(list(drawn.areas.geometry)), boundary).area < 1e-9
    assert land(drawn) == pytest.approx(boundary.area)


def test_a_boundary_across_the_antimeridian() -> None:
    """A boundary in two parts at the antimeridian is filled on both sides."""
    boundary = shapely.union_all([shapely.box(179, 9, 180, 11), shapely.box(-180, 9, -179, 11)])
    drawn = estimate([spell(179.5, 10.0, "regime", "a")], day=DAY, cap_km=None, boundary=boundary)
    assert land(drawn) == pytest.approx(boundary.area)


def test_a_boundary_elsewhere_leaves_nothing() -> None:
    """Places far outside of a capped boundary draw nothing."""
    drawn = estimate([spell(36.3, 35.4, "regime", "a")], day=DAY, boundary=shapely.box(0, 0, 1, 1))
    assert drawn.areas.empty
    assert drawn.front.empty


def test_without_cap_and_boundary_a_frame() -> None:
    """Without cap and boundary the areas fill a frame round all places."""
    places = [spell(36.0, 35.0, "regime", "a"), spell(36.5, 35.5, "rebels", "b")]
    drawn = estimate(places, day=DAY, cap_km=None)
    frame = shapely.union_all(list(drawn.areas.geometry))
    assert frame.geom_type == "Polygon"
    assert frame.contains(shapely.box(35.95, 34.95, 36.55, 35.55))
    flat = plane([(36.25, 35.25)]).to_metres(frame)
    assert flat.area == pytest.approx(flat.envelope.area, rel=1e-3)


@pytest.mark.parametrize(
    ("places", "options", "words"),
    [
        ([spell(36.3, 35.4, "x", "a")], {"cap_km": 0.0}, "cap"),
        ([], {"cap_km": float("nan")}, "cap"),
        ([spell(36.3, 35.4, "x", "a")], {"boundary": shapely.Point(1, 2)}, "boundary"),
        ([spell(36.3, 35.4, "x", "a")], {"boundary": shapely.Polygon()}, "boundary"),
        ([spell(-90.0, 0.0, "x", "a"), spell(36.3, 0.0, "x", "b")], {"cap_km": None}, "far apart"),
        ([spell(36.3, 90.0, "x", "a")], {}, "pole"),
        ([spell(36.3, 200.0, "x", "a")], {}, "globe"),
    ],
)
def test_what_cannot_be_drawn_is_told(places: Sequence[Spell], options: dict[str, float], words: str) -> None:
    """A cap that is no length, a boundary without area and places that no plane holds are input errors."""
    drawing: Callable[..., Estimate] = estimate
    with pytest.raises(InputError, match=words):
        drawing(places, day=DAY, **options)


def test_a_broken_boundary_is_mended() -> None:
    """A boundary that crosses itself is read as the areas that it encloses."""
    bow = shapely.Polygon([(36, 35), (37, 36), (37, 35), (36, 36)])
    drawn = estimate([spell(36.2, 35.5, "regime", "a")], day=DAY, cap_km=None, boundary=bow)
    assert land(drawn) == pytest.approx(0.5, rel=1e-4)

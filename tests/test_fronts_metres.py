"""Tests of the door between degrees and metres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import InputError
from mapper.fronts.metres import area_km2, clusters, distance_km, length_km, plane

LONS = st.floats(-180, 180).map(lambda lon: round(lon, 5))
LATS = st.floats(-80, 80).map(lambda lat: round(lat, 5))


@given(LONS, LATS, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_there_and_back(lon: float, lat: float, east: float, north: float) -> None:
    """A point comes back from metres where it was, next to the antimeridian too, without a jump."""
    flat = plane([(lon, lat)])
    point = shapely.Point(lon + east, lat + north)
    back = flat.to_degrees(flat.to_metres(point))
    assert back.x == pytest.approx(point.x, abs=1e-8)
    assert back.y == pytest.approx(point.y, abs=1e-8)


@given(LONS, LATS, st.floats(-1, 1), st.floats(-1, 1))
def test_metres_are_metres(lon: float, lat: float, east: float, north: float) -> None:
    """The distance from the centre on the plane is the distance over the globe."""
    flat = plane([(lon, lat)])
    away = shapely.distance(
        flat.to_metres(shapely.Point(flat.lon, flat.lat)), flat.to_metres(shapely.Point(lon + east, lat + north))
    )
    assert away / 1000 == pytest.approx(distance_km((flat.lon, flat.lat), (lon + east, lat + north)), abs=1e-5)


def test_centre_across_the_antimeridian() -> None:
    """Points on both sides of the antimeridian are centred there and not at Greenwich."""
    assert abs(plane([(179.5, 10.0), (-179.5, 10.0)]).lon) == pytest.approx(180.0)


def test_centre_of_one_point() -> None:
    """One point is its own centre."""
    flat = plane([(36.4321, 35.1234)])
    assert (flat.lon, flat.lat) == (36.4321, 35.1234)


@pytest.mark.parametrize("points", [[], [(0.0, 91.0)], [(float("nan"), 0.0)]])
def test_no_plane_without_points_on_the_globe(points: list[tuple[float, float]]) -> None:
    """No points, and points off the globe, are told in plain words."""
    with pytest.raises(InputError, match="point"):
        plane(points)


def test_known_distance() -> None:
    """Aleppo to Damascus is 311 km by air."""
    assert distance_km((37.1612, 36.2021), (36.2919, 33.5102)) == pytest.approx(309, abs=3)


def test_length_of_a_line() -> None:
    """One degree along the equator is 111.32 km."""
    assert length_km(shapely.LineString([(0, 0), (1, 0)])) == pytest.approx(111.32, abs=0.01)


@pytest.mark.parametrize("turned", [False, True])
def test_area_of_a_polygon_with_a_hole(*, turned: bool) -> None:
    """A hole takes its area away whichever way round the rings are drawn."""
    hole = shapely.box(0.25, 0.25, 0.75, 0.75)
    ring = shapely.Polygon(shapely.box(0, 0, 1, 1).exterior.coords, [hole.exterior.coords])
    drawn = shapely.reverse(ring) if turned else ring
    assert area_km2(drawn) == pytest.approx(area_km2(shapely.box(0, 0, 1, 1)) - area_km2(hole))
    assert area_km2(shapely.box(0, 0, 1, 1)) == pytest.approx(12_309, abs=1)


def test_points_and_lines_have_no_area() -> None:
    """A line has an area of 0."""
    assert area_km2(shapely.LineString([(0, 0), (1, 1)])) == 0


@given(st.lists(st.tuples(LONS, LATS), max_size=12), st.sampled_from([10.0, 500.0, 5_000.0]))
def test_clusters_are_apart(points: list[tuple[float, float]], reach: float) -> None:
    """Every point is in one cluster, and points of two clusters are out of each other's reach."""
    groups = clusters(points, reach_km=reach)
    assert sorted(index for group in groups for index in group) == list(range(len(points)))
    group_of = {index: at for at, group in enumerate(groups) for index in group}
    for one, other in np.ndindex(len(points), len(points)):
        if group_of[one] != group_of[other]:
            assert distance_km(points[one], points[other]) > reach


def test_clusters_hold_chains() -> None:
    """Points join through others between them, also across the antimeridian."""
    points = [(179.95, 0.0), (-179.99, 0.0), (-179.93, 0.0), (0.0, 0.0)]
    assert clusters(points, reach_km=8.0) == [[0, 1, 2], [3]]

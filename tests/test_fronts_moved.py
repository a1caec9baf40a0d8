"""Areas of an earlier day as they come: reaching far, crossing themselves, empty, or in no degrees."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely
from shapely.geometry import mapping

from mapper.errors import InputError
from mapper.fronts.geojson import areas_of, barriers_of, polygons_of
from mapper.fronts.smooth import estimate
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

DAY = date(2024, 7, 8)
WEST = shapely.box(36.0, 48.0, 37.0, 49.0)
PLACES = [spell(36.5, 48.5, "amber"), spell(37.5, 48.5, "blue")]


def held(side: str, **more: object) -> BaseGeometry:
    """The area of a side."""
    areas = estimate(PLACES, day=DAY, **more).areas  # type: ignore[arg-type]
    return shapely.union_all(areas[areas["holder"] == side].geometry.to_numpy())


@pytest.mark.parametrize(("boundary", "cap"), [(shapely.box(34.0, 48.0, 42.0, 49.0), None), (None, 200.0)])
def test_land_far_beyond_the_old_areas_is_the_other_sides(boundary: BaseGeometry | None, cap: float | None) -> None:
    """However far the land reaches, the side with old areas has none of it that lies well beyond them."""
    amber = held("amber", old={"amber": WEST}, boundary=boundary, cap_km=cap)
    assert not amber.intersects(shapely.box(38.5, 48.0, 45.0, 49.0))
    assert amber.difference(WEST.buffer(0.1)).is_empty
    assert held("blue", old={"amber": WEST}, boundary=boundary, cap_km=cap).contains(shapely.Point(39.8, 48.5))


BOW = shapely.Polygon([(36.0, 48.0), (37.0, 49.0), (37.0, 48.0), (36.0, 49.0)])
METRES = shapely.box(4_007_501.0, 6_106_854.0, 4_118_820.0, 6_274_861.0)


def test_old_areas_that_cross_themselves_are_mended() -> None:
    """Of a bow tie over a sound area all that either covers is meant."""
    amber = held("amber", old={"amber": shapely.MultiPolygon([BOW, WEST])}, cap_km=None)
    assert amber.contains(shapely.Point(36.5, 48.1))
    assert amber.contains(shapely.Point(36.1, 48.5))


@pytest.mark.parametrize("empty", [shapely.Polygon(), shapely.Point(36.5, 48.5), None])
def test_old_areas_without_area_are_refused(empty: BaseGeometry | None) -> None:
    """A side without an area is as one that is not given; where no side has one, that is told."""
    with pytest.raises(InputError, match="have no area"):
        estimate(PLACES, day=DAY, old={"amber": empty})
    given = {"amber": WEST, "blue": empty}
    assert held("blue", old=given, cap_km=60.0) == held("blue", old={"amber": WEST}, cap_km=60.0)


def test_shapes_that_are_not_in_degrees_are_refused() -> None:
    """Metres without their reference system are told, in old areas, a boundary and barriers."""
    with pytest.raises(InputError, match="the old area of amber is not in degrees"):
        estimate(PLACES, day=DAY, old={"amber": METRES})
    with pytest.raises(InputError, match="the boundary is not in degrees"):
        estimate(PLACES, day=DAY, boundary=METRES)
    with pytest.raises(InputError, match="geometry is not in degrees"):
        estimate(PLACES, day=DAY, barriers=METRES.boundary)


def geojson(path: Path, *features: tuple[object, BaseGeometry | None], crs: str = "") -> Path:
    """A file of features: the holder and the shape of each."""
    made: dict[str, object] = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"holder": holder}, "geometry": shape and mapping(shape)}
            for holder, shape in features
        ],
    }
    if crs:
        made["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def test_polygons_that_cross_themselves_are_read(tmp_path: Path) -> None:
    """Old areas and a boundary with a bow tie over a sound area are what either covers."""
    path = geojson(tmp_path / "bow.geojson", ("amber", BOW), ("amber", WEST), ("amber", None))
    assert areas_of(path)["amber"].equals(WEST)
    assert polygons_of(path).equals(WEST)


def test_an_area_without_a_holder_is_told(tmp_path: Path) -> None:
    """The message names the file and each such feature."""
    path = geojson(tmp_path / "old.geojson", ("amber", WEST), (None, WEST), ("", WEST))
    with pytest.raises(InputError, match=r"old\.geojson, feature 2, 3: the property"):
        areas_of(path)


def test_sides_may_be_numbers(tmp_path: Path) -> None:
    """A number names a side as well as a word does."""
    assert list(areas_of(geojson(tmp_path / "old.geojson", (2, WEST), (1, BOW)))) == ["1", "2"]


def test_a_file_in_metres_is_turned_into_degrees_where_it_says_so(tmp_path: Path) -> None:
    """With its reference system it is read, without it the message names the file."""
    named = geojson(tmp_path / "named.geojson", ("amber", METRES), crs="urn:ogc:def:crs:EPSG::3857")
    assert areas_of(named)["amber"].bounds == pytest.approx(WEST.bounds, abs=0.01)
    bare = geojson(tmp_path / "bare.geojson", ("amber", METRES), crs="urn:ogc:def:crs:OGC:1.3:CRS84")
    with pytest.raises(InputError, match=r"bare\.geojson: a shape is not in degrees"):
        polygons_of(bare)
    with pytest.raises(InputError, match=r"bare\.geojson: a line is not in degrees"):
        barriers_of(bare)

"""Areas of an earlier day as they come: reaching far, crossing themselves, empty, or in no degrees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely

from mapper.fronts.smooth import estimate
from tests.fronts_fixture import spell

if TYPE_CHECKING:
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

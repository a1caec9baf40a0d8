"""Distances on the ellipsoid and on the sphere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.places.distance import kilometres, quick_kilometres

LON = st.floats(-180, 180)
LAT = st.floats(-89, 89)


def test_a_known_distance() -> None:
    """Damascus and Aleppo lie 310 km apart, and longitude comes first."""
    assert kilometres(36.2765, 33.5132, 37.1612, 36.2012) == pytest.approx(309, abs=3)


@given(LON, LAT, LON, LAT)
def test_the_quick_distance_agrees(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    """The sphere differs from the ellipsoid by less than 0.6%."""
    assert quick_kilometres(lon1, lat1, lon2, lat2) == pytest.approx(
        kilometres(lon1, lat1, lon2, lat2), rel=0.006, abs=0.001
    )

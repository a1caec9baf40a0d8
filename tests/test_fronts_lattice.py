"""Lines on a sparse lattice, and estimators that keep their promises whatever the places."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import UnknownName
from mapper.fronts.estimators import NAMES, estimator_named
from mapper.fronts.lattice import COARSER, Nodes, followed, lattice, lines
from mapper.fronts.metres import area_km2
from mapper.fronts.smooth import estimate, estimates
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell, Status
    from mapper.fronts.tessellation import Estimate

DAY = date(2024, 5, 1)
ROUGH = shapely.union_all([shapely.box(36.0, 48.0, 36.45, 48.6), shapely.box(36.5, 48.1, 36.9, 48.5)])


def drawn(spells: Sequence[Spell], name: str, *, cap: float | None, boundary: BaseGeometry | None) -> Estimate:
    """What an estimator gives for the day."""
    return next(estimator_named(name)(spells, days=[DAY], cap_km=cap, boundary=boundary))


PLACES = st.lists(
    st.tuples(
        st.integers(0, 60).map(lambda n: 36.02 + n * 0.014),
        st.integers(0, 30).map(lambda n: 48.02 + n * 0.018),
        st.sampled_from(["red", "blue", "green"]),
        st.sampled_from(["held", "held", "contested", "besieged"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=25)
@given(rows=PLACES, cap=st.sampled_from([None, 4.0]), bounded=st.booleans(), seed=st.integers(0, 9))
def test_areas_are_sound_whatever_the_places(
    name: str, rows: list[tuple[float, float, str, Status]], cap: float | None, *, bounded: bool, seed: int
) -> None:
    """Valid, right-handed, side by side, inside the boundary, walking back, the same in any order."""
    spells = [spell(*row[:3], status=row[3], key=f"{n}") for n, row in enumerate(rows)]
    boundary = ROUGH if bounded else None
    found = drawn(spells, name, cap=cap, boundary=boundary)
    shapes = list(found.areas.geometry)
    for shape in shapes:
        assert shape.geom_type == "Polygon"
        assert shape.is_valid
        assert shape.exterior.is_ccw
        assert not any(hole.is_ccw for hole in shape.interiors)
    for one, other in combinations(shapes, 2):
        assert one.intersection(other).area < 1e-9
    if boundary is not None and shapes:
        assert boundary.buffer(2e-6).contains(shapely.union_all(shapes))
    assert all(found.areas["places"])
    assert all(found.areas["claims"])
    assert found.front.geometry.is_valid.all()
    mixed = random.Random(seed).sample(spells, len(spells))  # noqa: S311
    again = drawn(mixed, name, cap=cap, boundary=boundary)
    assert (again.areas.to_json(), again.front.to_json()) == (found.areas.to_json(), found.front.to_json())


def test_an_estimator_has_a_name() -> None:
    """Another name is refused with those that there are."""
    with pytest.raises(UnknownName, match="field, cells"):
        estimator_named("guess")


def test_days_in_turn_are_each_what_they_are_alone() -> None:
    """Places that change hands, become known or are forgotten: what was kept from other days changes nothing."""
    chance = random.Random(5)  # noqa: S311
    days = [DAY + timedelta(n) for n in range(8)]
    spells = []
    for n in range(90):
        lon, lat = chance.uniform(36, 37), chance.uniform(48, 48.6)
        first, last = sorted(chance.sample(range(9), 2))
        side = "red" if lon < 36.5 else "blue"
        span = (DAY + timedelta(first), DAY + timedelta(last)) if n % 3 == 0 else (None, None)
        spells.append(spell(lon, lat, side, span=span))
        if n % 6 == 0:
            status: Status = "contested" if n % 4 == 0 else "held"
            spells.append(spell(lon, lat, "green", status=status, span=(DAY + timedelta(last), None)))
    together = list(estimates(spells, days=days))
    for day, found in zip(days, together, strict=True):
        alone = estimate(spells, day=day)
        assert found.areas.to_json() == alone.areas.to_json()
        assert found.front.to_json() == alone.front.to_json()
        assert set(found.areas["date"]) == {day.isoformat()}


def test_days_of_crowded_places_are_each_what_they_are_alone() -> None:
    """Where places crowd, what one tells depends on who holds its neighbours; that is not kept too long either."""
    chance = random.Random(6)  # noqa: S311
    days = [DAY + timedelta(n) for n in range(6)]
    spells = []
    for n in range(80):
        lon, lat = 36.0 + 0.1 * (n % 10) + chance.gauss(0, 0.006), 48.0 + 0.12 * (n % 3) + chance.gauss(0, 0.006)
        turned = DAY + timedelta(chance.randrange(1, 6))
        first, then = ("red", "blue") if 36.3 < lon < 36.6 else ("red", "red") if lon < 36.5 else ("blue", "blue")
        spells += [spell(lon, lat, first, span=(None, turned)), spell(lon, lat, then, span=(turned, None))]
    for day, found in zip(days, list(estimates(spells, days=days)), strict=True):
        alone = estimate(spells, day=day)
        assert (found.areas.to_json(), found.front.to_json()) == (alone.areas.to_json(), alone.front.to_json())


def test_contested_land_lies_on_both_sides_of_the_line() -> None:
    """Land nearest to a contested place is contested; the line of the sides runs on."""
    row = [spell(36.1 + 0.05 * n, 48.3 + 0.03 * (n % 3), "red" if n < 6 else "blue") for n in range(12)]
    row[5] = spell(36.35, 48.36, "red", status="contested")
    found = drawn(row, "field", cap=5.0, boundary=None)
    land = found.areas[found.areas["status"] == "contested"]
    assert land.geometry.contains(shapely.Point(36.35, 48.36)).sum() == 1
    assert set(land["places"].str.split(";").explode()) >= {"36.35000,48.36000"}
    assert set(found.front["sides"]) == {"blue|red"}


def test_places_across_the_antimeridian_share_areas() -> None:
    """Polygons are cut there, and their longitudes lie from -180 to 180."""
    chance = random.Random(2)  # noqa: S311
    spells = []
    for _ in range(40):
        lon, lat = chance.uniform(179.5, 180.5), chance.uniform(65, 65.4)
        spells.append(spell(lon - 360 if lon > 180 else lon, lat, "red" if lat < 65.2 else "blue"))
    found = drawn(spells, "field", cap=8.0, boundary=None)
    left, _, right, _ = found.areas.total_bounds
    assert (left, right) == (-180.0, 180.0)
    assert all(area_km2(shape) < 5_000 for shape in found.areas.geometry)
    assert all(shape.bounds[2] - shape.bounds[0] < 2 for shape in found.areas.geometry)


def test_pockets_survive_and_a_boundary_may_have_parts() -> None:
    """An enclave of three places deep in the other side's land stays; two islands are both drawn."""
    grid = [(36.04 + 0.04 * n, 48.04 + 0.05 * m) for n in range(21) for m in range(11)]
    pocket = {(36.24, 48.24), (36.28, 48.24), (36.24, 48.29)}
    spells = [spell(*at, "blue" if np.isclose(at, list(pocket)).all(axis=1).any() else "red") for at in grid]
    found = drawn(spells, "field", cap=None, boundary=ROUGH)
    blue = found.areas[found.areas["holder"] == "blue"]
    assert sorted(";".join(blue["places"]).split(";")) == sorted(f"{a:.5f},{b:.5f}" for a, b in pocket)
    assert all(shapely.union_all(blue.geometry.to_numpy()).contains(shapely.Point(at)) for at in pocket)
    assert (found.areas["holder"] == "red").sum() == 2


def test_places_far_apart_get_maps_of_their_own() -> None:
    """Two wars on one globe: nothing is refused, each is drawn."""
    here = [spell(36.1 + 0.05 * n, 48.3 + 0.02 * (n % 3), "red" if n < 5 else "blue") for n in range(10)]
    there = [spell(-70.1 + 0.05 * n, -30.3 + 0.02 * (n % 3), "north" if n < 5 else "south") for n in range(10)]
    both = drawn([*here, *there], "field", cap=5.0, boundary=None)
    assert set(both.front["sides"]) == {"blue|red", "north|south"}


def test_lines_of_three_sides_meet_and_close() -> None:
    """Three discs' sectors: three lines from one point; a fourth side round one place, seen by no node: a ring."""
    grid = lattice((0.0, 0.0, 9_000.0, 9_000.0), step=100.0)

    def values_at(nodes: NDArray[np.int64]) -> NDArray[np.float64]:
        spots = grid.spots(nodes) - 4_500.0
        angles = np.arctan2(spots[:, 1], spots[:, 0])[:, None] - np.array([0.1, 2.2, 4.3])
        return np.column_stack([np.cos(angles), np.full(len(spots), -2.0)])

    nodes = Nodes(grid, values_at, (slice(0, 4),))
    lone = (6_510.0, 2_990.0)
    places = [(4_500.0 + 3_000.0 * np.cos(a), 4_500.0 + 3_000.0 * np.sin(a)) for a in (0.1, 2.2, 4.3)]
    squares = followed(grid, nodes, places=np.array([*places, lone]), said=np.eye(4), start=grid.squares(COARSER))
    drawn_lines = lines(grid, nodes, squares, group=0)
    (ring,) = [line for line in drawn_lines if line.is_ring]
    assert shapely.Polygon(ring).contains(shapely.Point(lone))
    assert shapely.Polygon(ring).area < 4 * grid.step**2
    assert len(drawn_lines) == 4
    ends = [np.round(line.coords[k], 3) for line in drawn_lines if line is not ring for k in (0, -1)]
    assert max(sum((end == other).all() for other in ends) for end in ends) == 3
    assert nodes.used < grid.rows * grid.columns / 4


def test_a_line_may_follow_a_barrier() -> None:
    """With places far from a river on one bank and near it on the other, the line comes closer to the river."""
    chance = random.Random(8)  # noqa: S311
    west = [spell(chance.uniform(36.0, 36.35), chance.uniform(48.0, 48.6), "red") for _ in range(30)]
    east = [spell(chance.uniform(36.52, 36.9), chance.uniform(48.0, 48.6), "blue") for _ in range(30)]
    river = shapely.LineString([(36.5, 47.9), (36.5, 48.7)])
    box = shapely.box(36.0, 48.0, 36.9, 48.6)
    without = estimate([*west, *east], day=DAY, cap_km=None, boundary=box).front
    along = estimate([*west, *east], day=DAY, cap_km=None, boundary=box, barriers=river).front
    away = [
        shapely.distance(river, shapely.points(shapely.get_coordinates(front.segmentize(0.01).to_numpy()))).mean()
        for front in (without.geometry, along.geometry)
    ]
    assert away[1] < 0.6 * away[0]

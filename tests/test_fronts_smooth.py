"""The smooth field: lines between places, pockets that survive, old areas that move only where they must."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.cli import main
from mapper.errors import InputError
from mapper.fronts.command import spells_of
from mapper.fronts.metres import area_km2
from mapper.fronts.passes import field
from mapper.fronts.smooth import FEWEST, estimate, surface
from mapper.fronts.tessellation import estimate as cells_of
from tests.fronts_fixture import halves, spell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell

DAY = date(2024, 7, 8)
LAND = shapely.box(36.0, 48.0, 38.0, 49.0)


def region(spells: Iterable[Spell], side: str, **more: object) -> BaseGeometry:
    """The area of a side on the land."""
    areas = estimate(spells, day=DAY, cap_km=None, boundary=LAND, **more).areas  # type: ignore[arg-type]
    return shapely.union_all(areas[areas["holder"] == side].geometry.to_numpy())


def test_the_line_runs_between_the_sides() -> None:
    """Of two halves each gets its half, and the line lies near the border between them."""
    red = region(halves(), "red")
    assert area_km2(red) == pytest.approx(area_km2(LAND) / 2, rel=0.05)
    front = estimate(halves(), day=DAY, cap_km=None, boundary=LAND).front
    along = shapely.get_coordinates(front.geometry.to_numpy())
    assert abs(along[:, 0] - 37).mean() < 0.06
    assert (front["uncertainty_km"] > 0).all()


def test_areas_are_valid_side_by_side_and_inside() -> None:
    """No two areas overlap, together they cover the land, and each is a sound polygon that names its places."""
    areas = estimate(halves(), day=DAY, cap_km=None, boundary=LAND).areas
    shapes = areas.geometry.to_numpy()
    assert all(shape.is_valid and shape.geom_type == "Polygon" for shape in shapes)
    assert area_km2(shapely.union_all(shapes)) == pytest.approx(sum(map(area_km2, shapes)), rel=1e-6)
    assert area_km2(shapely.union_all(shapes)) == pytest.approx(area_km2(LAND), rel=0.01)
    assert LAND.buffer(1e-4).contains(shapely.union_all(shapes))
    named = ";".join(areas["places"]).split(";")
    assert sorted(named) == sorted(s.place_id for s in halves())
    assert ";".join(areas["claims"]).count("r#") == len(halves())


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000))
def test_the_order_of_places_does_not_matter(seed: int) -> None:
    """The same places give the same bytes."""
    mixed = random.Random(seed).sample(halves(), 120)  # noqa: S311
    one, other = (estimate(p, day=DAY, boundary=LAND).areas.to_json() for p in (halves(), mixed))
    assert one == other


def test_one_wrong_place_carves_a_smaller_hole_than_its_cell() -> None:
    """A pocket survives, but a single place among many of the other side has no land as wide as its cell."""
    lone = spell(36.4, 48.5, "blue")
    spells = [
        s
        for s in halves()
        if s.place is not None and abs((s.place.lon or 0) - 36.4) + abs((s.place.lat or 0) - 48.5) > 0.05
    ]
    pocket = region([*spells, lone], "blue").intersection(shapely.Point(36.4, 48.5).buffer(0.3))
    areas = cells_of([*spells, lone], day=DAY, cap_km=None, boundary=LAND).areas
    cell = shapely.union_all(areas[areas["holder"] == "blue"].geometry.to_numpy())
    cell = cell.intersection(shapely.Point(36.4, 48.5).buffer(0.3))
    assert 0 < area_km2(pocket) < area_km2(cell)


def test_few_places_or_one_side_are_drawn_as_cells() -> None:
    """Where there is nothing to weigh the transparent baseline draws."""
    few = halves()[: FEWEST - 1]
    assert surface(few, day=DAY) is None
    assert (
        estimate(few, day=DAY, boundary=LAND).areas.to_json() == cells_of(few, day=DAY, boundary=LAND).areas.to_json()
    )
    red = [s for s in halves() if s.holder == "red"]
    assert set(estimate(red, day=DAY, boundary=LAND).areas["holder"]) == {"red"}
    assert estimate([], day=DAY).areas.empty


def test_places_on_one_line_and_doubled_are_drawn() -> None:
    """No triangle can be made of them, and still there is a line."""
    row = [spell(36.1 + 0.1 * n, 48.5, "red" if n < 5 else "blue") for n in range(10)]
    assert set(estimate([*row, *row], day=DAY, cap_km=None, boundary=LAND).areas["holder"]) == {"red", "blue"}


def test_three_sides_share_the_land() -> None:
    """The field is that of every side, and the highest has the spot."""
    spells = [
        spell(s.place.lon, s.place.lat, "green")
        if s.place and s.place.lat and s.place.lon and s.place.lat > 48.6
        else s
        for s in halves()
    ]
    areas = estimate(spells, day=DAY, cap_km=None, boundary=LAND)
    assert set(areas.areas["holder"]) == {"red", "blue", "green"}
    assert {"blue|red", "blue|green", "green|red"} == set(areas.front["sides"])


def test_a_cap_leaves_far_land_to_nobody() -> None:
    """Nothing is drawn farther from every place than the cap."""
    areas = estimate(halves(count=12), day=DAY, cap_km=5.0, boundary=LAND).areas
    points = shapely.MultiPoint([(s.place.lon, s.place.lat) for s in halves(count=12) if s.place])
    assert area_km2(shapely.union_all(areas.geometry.to_numpy())) < 12 * 3.15 * 25
    assert shapely.union_all(areas.geometry.to_numpy()).hausdorff_distance(points) < 0.08


def test_probabilities_are_high_inside_and_even_on_the_line() -> None:
    """They add up to one everywhere."""
    found = surface(halves(), day=DAY)
    assert found is not None
    chances = found.chances([(36.2, 48.5), (37.8, 48.5), (37.0, 48.5)])
    assert chances.sum(axis=1) == pytest.approx([1, 1, 1])
    red = found.sides.index("red")
    assert chances[0, red] > 0.9
    assert chances[1, red] < 0.1
    drawn = shapely.get_coordinates(estimate(halves(), day=DAY).front.geometry.to_numpy())
    on_the_line = found.chances([(lon, lat) for lon, lat in drawn])[:, red]
    assert np.abs(on_the_line - 0.5).max() < 0.1


def test_probabilities_on_the_true_line_are_even() -> None:
    """Over many samples neither side is the likelier one there."""
    given = []
    for seed in range(12):
        found = surface(halves(seed=seed), day=DAY)
        assert found is not None
        spots = [(37.0, lat) for lat in np.linspace(48.05, 48.95, 50)]
        given.append(found.chances(spots)[:, found.sides.index("red")].mean())
    assert 0.42 < np.mean(given) < 0.58


OLD = {"red": shapely.box(36.0, 48.0, 37.0, 49.0)}


def test_old_areas_stay_where_nothing_speaks_against_them() -> None:
    """Places that agree leave yesterday's line as it was."""
    now = region(halves(), "red", old=OLD)
    assert area_km2(now.symmetric_difference(OLD["red"])) < 0.01 * area_km2(OLD["red"])


def test_old_areas_move_round_a_place_that_changed_hands() -> None:
    """The line moves there and nowhere else."""
    taken = [s for s in halves(count=40) if s.holder == "red"] + [spell(36.9, 48.5, "blue")]
    now = region(taken, "red", old=OLD)
    assert not now.contains(shapely.Point(36.9, 48.5))
    assert now.contains(shapely.Point(36.98, 48.05))
    assert area_km2(now) < area_km2(OLD["red"])


def test_no_old_areas_are_as_good_as_none_given() -> None:
    """An empty mapping draws the same line, on the same lattice, as no mapping."""
    nothing: dict[str, BaseGeometry] = {}
    one, other = (estimate(halves(), day=DAY, boundary=LAND, old=old) for old in (nothing, None))
    assert one.areas.to_json() == other.areas.to_json()
    assert one.front.to_json() == other.front.to_json()
    assert surface(halves(count=FEWEST - 1), day=DAY, old=nothing) is None


def test_land_of_no_old_area_goes_to_the_nearest_of_the_sides_that_had_none() -> None:
    """Two sides without old areas, north and south: each has the land beyond the old line next to its places."""
    east = [spell(37.5, 48.1 + 0.1 * n, "amber" if n < 4 else "blue") for n in range(9)]
    found = estimate([spell(36.5, 48.5, "red"), *east], day=DAY, cap_km=None, boundary=LAND, old=OLD).areas
    for side, spot in (("amber", (37.8, 48.05)), ("blue", (37.8, 48.95)), ("red", (36.9, 48.5))):
        held = shapely.union_all(found[found["holder"] == side].geometry.to_numpy())
        assert held.contains(shapely.Point(spot)), side
    beyond = LAND.difference(OLD["red"])
    shares = [area_km2(region([spell(36.5, 48.5, "red"), *east], side, old=OLD)) for side in ("amber", "blue")]
    assert shares == pytest.approx([0.45 * area_km2(beyond), 0.55 * area_km2(beyond)], rel=0.05)


def test_old_areas_follow_no_barriers() -> None:
    """Both together are refused, since old areas move the same way on both banks."""
    river = shapely.LineString([(37.02, 47.9), (37.02, 49.1)])
    with pytest.raises(InputError, match="follow no barriers"):
        estimate(halves(), day=DAY, old=OLD, barriers=river)
    with pytest.raises(InputError, match="follow no barriers"):
        surface(halves(), day=DAY, old=OLD, barriers=river)


@pytest.mark.parametrize("cap", [None, 8_000.0])
def test_places_too_far_apart_for_one_map_are_refused(cap: float | None) -> None:
    """Two wars on one map would take a lattice over half the globe: that is told before it is made."""
    here = [spell(36.0 + 0.05 * n, 35.0, "red" if n < 10 else "blue") for n in range(20)]
    there = [spell(-74.0 + 0.05 * n, 4.0, "red" if n < 10 else "blue") for n in range(20)]
    with pytest.raises(InputError, match="too far apart for one flat map"):
        estimate([*here, *there], day=DAY, cap_km=cap)


def table(path: Path, rows: Iterable[str]) -> Path:
    """A table of places."""
    path.write_text("name,lon,lat,holder\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_verb_writes_areas_and_probabilities(tmp_path: Path) -> None:
    """A table and a boundary give GeoJSON; points give their probabilities; a faulty row is told and left out."""
    rows = [f"p{n},{s.place.lon},{s.place.lat},{s.holder}" for n, s in enumerate(halves()) if s.place]
    places = table(tmp_path / "places.csv", [*rows, "nowhere,200,95,red"])
    border = tmp_path / "land.geojson"
    border.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(LAND)}))
    out = tmp_path / "areas.geojson"
    assert main(["fronts", str(places), "--boundary", str(border), "-o", str(out)]) == 1
    assert {f["properties"]["holder"] for f in json.loads(out.read_text())["features"]} == {"red", "blue"}
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n36.2,48.5\n", encoding="utf-8")
    told = tmp_path / "told.csv"
    assert main(["fronts", str(places), "--probe", str(points), "-o", str(told)]) == 1
    header, line = told.read_text().splitlines()
    assert header == "lon,lat,holder,probability,blue,red"
    assert line.startswith("36.2,48.5,red,0.9")
    old = tmp_path / "old.geojson"
    shape = {"type": "Feature", "properties": {"holder": "red"}, "geometry": shapely.geometry.mapping(OLD["red"])}
    old.write_text(json.dumps(shape))
    again = ["fronts", str(places), "--boundary", str(border), "--baseline-areas", str(old), "-o", str(out)]
    assert main(again) == 1
    assert main(["fronts", str(places), "--method", "cells", "--cap", "5", "-o", str(out)]) == 1
    river = tmp_path / "river.geojson"
    course = {"type": "LineString", "coordinates": [[37.02, 47.9], [37.02, 49.1]]}
    river.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": course}))
    within = ["fronts", str(places), "--boundary", str(border)]
    assert main([*within, "-o", str(out)]) == 1
    free = out.read_text()
    assert main([*within, "--barriers", str(river), "-o", str(out)]) == 1
    assert out.read_text() != free


@pytest.mark.parametrize("point", ["nan,48.5", "36.2,95", "1e400,48.5", "east,48.5"])
def test_a_point_off_the_globe_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], point: str) -> None:
    """The message names the file and the line, of a point to probe as of a place."""
    rows = [f"p{n},{s.place.lon},{s.place.lat},{s.holder}" for n, s in enumerate(halves()) if s.place]
    places = table(tmp_path / "places.csv", rows)
    points = tmp_path / "points.csv"
    points.write_text(f"lon,lat\n36.2,48.5\n{point}\n", encoding="utf-8")
    assert main(["fronts", str(places), "--probe", str(points)]) == 2
    assert f"{points}, line 3" in capsys.readouterr().err
    _, faults = spells_of(table(tmp_path / "more.csv", [*rows, f"off,{point},red"]))
    assert len(faults) == 1


def test_options_that_do_not_go_together_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells give no probabilities, few places neither, and old areas follow no barriers."""
    rows = [f"p{n},{s.place.lon},{s.place.lat},{s.holder}" for n, s in enumerate(halves()) if s.place]
    places, few = table(tmp_path / "places.csv", rows), table(tmp_path / "few.csv", rows[: FEWEST - 1])
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n36.2,48.5\n", encoding="utf-8")
    assert main(["fronts", str(places), "--method", "cells", "--probe", str(points)]) == 2
    assert "cells give no probabilities" in capsys.readouterr().err
    assert main(["fronts", str(few), "--probe", str(points)]) == 2
    assert f"at least {FEWEST} are needed" in capsys.readouterr().err
    old, river = tmp_path / "old.geojson", tmp_path / "river.geojson"
    shape = {"type": "Feature", "properties": {"holder": "red"}, "geometry": shapely.geometry.mapping(OLD["red"])}
    old.write_text(json.dumps(shape))
    course = {"type": "LineString", "coordinates": [[37.02, 47.9], [37.02, 49.1]]}
    river.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": course}))
    both = ["--baseline-areas", str(old), "--barriers", str(river)]
    for more in ([], ["--probe", str(points)]):
        assert main(["fronts", str(places), *both, *more, "-o", str(tmp_path / "out.geojson")]) == 2
        assert "follow no barriers" in capsys.readouterr().err


def test_a_table_without_use_is_refused(tmp_path: Path) -> None:
    """The message names the file and what is missing."""
    with pytest.raises(InputError, match="no row"):
        spells_of(table(tmp_path / "a.csv", ["x,y,z,red"]))
    bad = tmp_path / "b.csv"
    bad.write_text("name,lon\n", encoding="utf-8")
    with pytest.raises(InputError, match="lat, holder"):
        spells_of(bad)
    with pytest.raises(InputError, match="cannot be read"):
        spells_of(tmp_path / "none.csv")


def test_where_places_crowd_the_line_leans_to_them() -> None:
    """As news names places: heaps on one bank, few on the other; land between is rather the side's that is sparse."""
    chance = np.random.default_rng(4)
    heaps = np.array([(10_000.0 * n, 0.0) for n in range(8)]).repeat(6, axis=0) + chance.uniform(-600, 600, (48, 2))
    few = np.array([(20_000.0 * n, 20_000.0) for n in range(5)])
    side = np.repeat([0, 1], [len(heaps), len(few)])
    found = field(np.concatenate([heaps, few]), side, np.ones(len(side)), sides=2)
    between = np.array([(20_000.0 * n, 10_000.0) for n in range(1, 4)])
    assert found.lean > 0
    assert (found.values(between)[:, 1] > replace(found, lean=0.0).values(between)[:, 1] + 0.05).all()
    assert found.values(between).sum(axis=1) == pytest.approx(1.0)
    sure = np.array([(10_000.0 * n, -500.0) for n in range(8)])
    assert (found.values(sure)[:, 0] > replace(found, lean=0.0).values(sure)[:, 0] - 0.02).all()  # not drawn over


def test_probabilities_of_no_spots_are_none_and_of_no_place_on_the_globe_refused() -> None:
    """An empty list gives an empty table; a spot that is no number is told."""
    found = surface(halves(), day=DAY)
    assert found is not None
    assert found.chances([]).shape == (0, 2)
    for spot in ((float("nan"), 48.5), (36.5, 95.0)):
        with pytest.raises(InputError, match="not on the globe"):
            found.chances([spot])


def test_evenly_spread_places_draw_no_line() -> None:
    """Places that are spread evenly tell nothing by where they are."""
    at = np.random.default_rng(4).uniform(0.0, 50_000.0, (80, 2))
    assert field(at, (at[:, 0] > 25_000.0).astype(np.int64), np.ones(80), sides=2).lean == 0.0

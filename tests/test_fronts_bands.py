"""The band along the front: wide where places are sparse, side by side with land that is sure, and walking back."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

import mapper
from mapper.cli import main
from mapper.errors import InputError
from mapper.fronts.areas import BAND_COLUMNS
from mapper.fronts.bands import SURE, band
from mapper.fronts.geojson import barriers_of
from mapper.fronts.metres import area_km2, length_km
from mapper.fronts.smooth import estimate, surface
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from mapper.control.spell import Spell

ROOT = Path(__file__).parents[1]
DAY = date(2024, 7, 8)
LAND = shapely.box(36.0, 48.0, 38.0, 49.0)


def uneven() -> list[Spell]:
    """West and east of 37 degrees: many places in the north, few in the south."""
    chance = random.Random(11)  # noqa: S311
    north = [(chance.uniform(36.0, 38.0), chance.uniform(48.55, 49.0)) for _ in range(260)]
    south = [(chance.uniform(36.0, 38.0), chance.uniform(48.0, 48.45)) for _ in range(24)]
    return [spell(lon, lat, "red" if lon < 37 else "blue", confidence=1.0) for lon, lat in [*north, *south]]


def test_the_band_lies_along_the_line_and_is_wide_where_places_are_sparse() -> None:
    """It covers the line; north, where places are dense, it is narrower than south."""
    spells = uneven()
    found = band(spells, day=DAY, cap_km=None, boundary=LAND)
    assert list(found.columns) == list(BAND_COLUMNS)
    assert found.crs.to_epsg() == 4326
    assert found.is_valid.all()
    assert set(found["sides"]) == {"blue|red"}
    land = shapely.union_all(found.geometry.to_numpy())
    line = shapely.union_all(estimate(spells, day=DAY, cap_km=None, boundary=LAND).front.geometry.to_numpy())
    assert line.difference(land).length < 0.1 * line.length
    north, south = (
        area_km2(land.intersection(shapely.box(36, low, 38, high))) for low, high in ((48.55, 49), (48, 48.45))
    )
    assert south > 2 * north
    assert found["km2"].sum() == pytest.approx(area_km2(land), rel=0.01)


def test_the_width_of_a_band_is_its_area_by_its_length() -> None:
    """Of one straight strip, with its two ends; where places are sparse it is wider than where they are dense."""
    rows = [spell(36.05 + 0.1 * n, 48.05 + 0.1 * m, "red" if n < 10 else "blue") for n in range(20) for m in range(10)]
    (strip,) = band(rows, day=DAY, cap_km=None, boundary=LAND).to_dict("records")
    length = length_km(shapely.LineString([(37.0, 48.0), (37.0, 49.0)]))
    ends = strip["km2"] / length
    assert strip["width_km"] == pytest.approx(strip["km2"] / (length + ends), rel=0.05)
    north, south = (
        band(uneven(), day=DAY, cap_km=None, boundary=shapely.box(36, low, 38, high))["width_km"]
        for low, high in ((48.55, 49), (48, 48.45))
    )
    assert south.min() > 2 * north.max()


def test_inside_the_band_nobody_is_sure_and_outside_somebody_is() -> None:
    """The probabilities that the field gives at points agree with the band."""
    spells = uneven()
    land = shapely.union_all(band(spells, day=DAY, cap_km=None, boundary=LAND).geometry.to_numpy())
    field = surface(spells, day=DAY)
    assert field is not None
    points = [(lon, lat) for lon in np.linspace(36.05, 37.95, 60) for lat in np.linspace(48.05, 48.95, 30)]
    likeliest = field.chances(points).max(axis=1)
    inside = shapely.contains_xy(land, *np.array(points).T)
    wrong = inside != (likeliest < SURE)
    assert inside.sum() > 20
    assert (np.abs(likeliest[wrong] - SURE) < 0.12).all()
    assert wrong.mean() < 0.03


def test_a_band_walks_back_and_is_the_same_in_any_order() -> None:
    """Each polygon names places of both sides and their claims; the order of spells changes nothing."""
    spells = uneven()
    found = band(spells, day=DAY)
    holders = {s.place_id: s.holder for s in spells}
    for row in found.to_dict("records"):
        named = row["places"].split(";")
        assert {holders[place] for place in named} == {"red", "blue"}
        assert row["claims"].split(";") == sorted(f"r#{place}" for place in named)
    again = band(random.Random(2).sample(spells, len(spells)), day=DAY)  # noqa: S311
    assert again.to_json() == found.to_json()


def test_without_two_sides_there_is_no_band() -> None:
    """One side alone, or too few places: an empty table with the same columns."""
    for spells in ([], uneven()[:3], [spell(36 + 0.1 * n, 48.5, "red") for n in range(9)]):
        found = band(spells, day=DAY)
        assert found.empty
        assert list(found.columns) == list(BAND_COLUMNS)


def test_who_asks_for_the_impossible_is_told() -> None:
    """A probability that no side can fall short of is refused."""
    with pytest.raises(InputError, match=r"between 0\.5 and 1"):
        band(uneven(), day=DAY, sure=0.5)


def test_band_and_barriers_are_there_for_maps_and_exports(tmp_path: Path) -> None:
    """The command writes the layer; barriers reach the atlas, move its front and band, and are refused by cells."""
    out, river = tmp_path / "band.geojson", tmp_path / "river.geojson"
    line = {"type": "LineString", "coordinates": [[36.52, 35.2], [36.52, 35.6]]}
    river.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": line}), "utf-8")
    campaign = str(ROOT / "benchmarks" / "campaign")
    asked = [campaign, "--gazetteer", "shipped", "--at", "2020-02-01"]
    assert main(["export", *asked, "--layer", "band", "-o", str(out)]) == 0
    free = out.read_text("utf-8")
    assert json.loads(free)["features"]
    assert main(["export", *asked, "--layer", "band", "--barriers", str(river), "-o", str(out)]) == 0
    assert out.read_text("utf-8") != free
    atlas = mapper.build(mapper.read(campaign), gazetteers=("shipped",), barriers=river)
    assert atlas.barriers is not None
    assert atlas.barriers.geom_type == "LineString"
    fronts = (each.front(at="2020-02-01").to_json() for each in (atlas, replace(atlas, barriers=None)))
    assert next(fronts) != next(fronts)
    with pytest.raises(InputError, match="cells follow no barriers"):
        atlas.areas(estimator="cells")
    mixed = tmp_path / "mixed.geojson"
    point, lines = {"type": "Point", "coordinates": [36, 35]}, {"type": "GeometryCollection", "geometries": [line]}
    shapes = [None, point, {"type": "GeometryCollection", "geometries": [point, lines]}]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    mixed.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert barriers_of(mixed).equals(atlas.barriers)
    empty = tmp_path / "empty.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with pytest.raises(InputError, match="has no lines"):
        mapper.build(mapper.read(campaign), gazetteers=("shipped",), barriers=empty)

"""What changed hands: polygons with their km², places and claims, and a table over time."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shapely

from mapper.atlas import Atlas
from mapper.cli import main
from mapper.control.spell import Timeline
from mapper.errors import InputError, UnknownName
from mapper.fronts.estimators import estimator_named
from mapper.fronts.gains import HOLDING_COLUMNS, gains, holdings
from mapper.fronts.metres import area_km2
from mapper.theatre import load
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from mapper.control.spell import Spell

ROOT = Path(__file__).parents[1]
DAY = date(2024, 3, 1)
LATER = DAY + timedelta(10)


def story() -> list[Spell]:
    """Sixty places of two sides; on the later day red has taken those between 37.0 and 37.2, green stands apart."""
    chance = random.Random(3)  # noqa: S311 -- a sample, no secret
    spells = []
    for _ in range(60):
        lon, lat = chance.uniform(36.6, 37.6), chance.uniform(48.2, 48.8)
        if 37 <= lon < 37.2:
            spells += [spell(lon, lat, "blue", span=(None, LATER)), spell(lon, lat, "red", span=(LATER, None))]
        else:
            spells.append(spell(lon, lat, "red" if lon < 37 else "blue"))
    return [*spells, spell(38.5, 48.5, "green", span=(LATER, None))]


def both(spells: Sequence[Spell], *, estimator: str) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The areas of the two days."""
    first, last = estimator_named(estimator)(spells, days=[DAY, LATER], cap_km=5.0, boundary=None)
    return first.areas, last.areas


@pytest.mark.parametrize("estimator", ["field", "cells"])
def test_what_one_side_took_is_told_with_its_area_and_places(estimator: str) -> None:
    """Red gained from blue, nobody else gained or lost, and each polygon names places that red took."""
    spells = story()
    before, after = both(spells, estimator=estimator)
    found = gains(before, after, spells, since=DAY, until=LATER)
    taken = {s.place_id for s in spells if s.start == LATER and s.holder == "red"}
    sides = set(zip(found["gained_by"], found["lost_by"], strict=True))
    assert ("red", "blue") in sides
    assert not {(a, b) for a, b in sides if b == "red" or (a == "blue")}
    won = found[found["lost_by"] == "blue"]
    assert taken & set(";".join(won["places"]).split(";"))
    assert all(claims.startswith("r#") for claims in found["claims"])
    assert [round(area_km2(shape), 3) for shape in found.geometry] == list(found["km2"])
    assert set(found[found["gained_by"] == "green"]["lost_by"]) == {None}


def test_the_table_adds_up() -> None:
    """What a side holds is what it held, won, lost, and what became known or unknown."""
    spells = story()
    days = [DAY, DAY + timedelta(3), LATER]
    drawn = estimator_named("field")(spells, days=days, cap_km=5.0, boundary=None)
    found = holdings((day, e.areas) for day, e in zip(days, drawn, strict=True))
    assert list(found.columns) == list(HOLDING_COLUMNS)
    assert set(found["side"]) == {"red", "blue", "green"}
    still = found[found["date"] == days[1].isoformat()]
    assert (still[["gained_km2", "lost_km2", "newly_known_km2", "no_longer_known_km2"]] == 0).all(axis=None)
    rows = {(row["date"], row["side"]): row for row in found.to_dict("records")}
    for side in ("red", "blue", "green"):
        then, now = (rows[day.isoformat(), side] for day in days[1:])
        change = now["gained_km2"] - now["lost_km2"] + now["newly_known_km2"] - now["no_longer_known_km2"]
        assert now["held_km2"] - then["held_km2"] == pytest.approx(change, abs=0.5)
    assert found["gained_km2"].sum() == pytest.approx(found["lost_km2"].sum(), abs=0.01)


def test_an_atlas_tells_gains_and_holdings() -> None:
    """The views take days as text; without days the table has every day on which something changed."""
    atlas = Atlas(readings=(), timeline=Timeline(spells=tuple(story())), theatre=load("generic"))
    found = atlas.gains(since=DAY, at=LATER.isoformat())
    assert set(found["gained_by"]) == {"red", "green"}
    assert (found["km2"] > 0).all()
    assert set(atlas.holdings()["date"]) == {LATER.isoformat()}
    assert set(atlas.holdings([DAY, LATER])["date"]) == {DAY.isoformat(), LATER.isoformat()}
    cells = replace(atlas, estimator="cells").gains(since=DAY, at=LATER)
    assert not shapely.union_all(cells.geometry.to_numpy()).equals(shapely.union_all(found.geometry.to_numpy()))


def test_gains_run_from_the_earlier_day_to_the_later() -> None:
    """Days the wrong way round are refused, not taken for losses; they are no layer of one day."""
    atlas = Atlas(readings=(), timeline=Timeline(spells=tuple(story())), theatre=load("generic"))
    with pytest.raises(InputError, match="give the earlier day first"):
        atlas.gains(since=LATER, at=DAY)
    assert atlas.gains(since=LATER, at=LATER).empty
    with pytest.raises(UnknownName, match="the layers are claims"):
        atlas.layer("gains")


def test_nothing_known_is_no_change() -> None:
    """Two empty days give an empty table."""
    nothing = Atlas(readings=(), timeline=Timeline(), theatre=load("generic"))
    assert nothing.gains(since=DAY, at=LATER).empty
    assert nothing.holdings([DAY, LATER]).empty


def test_gains_are_a_layer_to_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a day to reckon from they are written; without one the command says what is missing."""
    seeds = str(ROOT / "seeds")
    out = tmp_path / "gains.geojson"
    assert main(["export", seeds, "--layer", "gains", "-o", str(out)]) == 2
    assert "--since" in capsys.readouterr().err
    assert main(["export", seeds, "--layer", "gains", "--since", "2019-06-05", "-o", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert found
    assert all(row["properties"]["km2"] > 0 for row in found)
    assert all(row["properties"]["claims"] for row in found if row["properties"]["gained_by"])

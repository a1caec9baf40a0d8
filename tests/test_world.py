"""The world in outline: what ships is sound, stands where it should, and is found under the names of the press."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetteer.world import build, fetch, units, vectors
from mapper.places.distance import quick_kilometres
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.places.world import COLUMNS, World

if TYPE_CHECKING:
    from mapper.places.place import Place

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "mapper" / "data" / "world.tsv"
SOURCES = ROOT / "gazetteer" / "world" / "SOURCES.toml"
LARGEST = 1_500_000  # bytes of the shipped table


def rows() -> list[dict[str, str]]:
    """The rows of the shipped table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def found(name: str, kind: str, country: str = "") -> Place:
    """The place of this name and kind; there is exactly one."""
    places = [c.place for c in World().find(name) if c.place.kind == kind]
    (one,) = [p for p in places if not country or p.country == country]
    return one


def test_the_table_is_small_and_of_the_form_that_is_read() -> None:
    """Header, widths, kinds and positions are sound; ids are unique and the rows sorted."""
    table = rows()
    assert TABLE.stat().st_size < LARGEST
    assert tuple(table[0]) == COLUMNS == build.COLUMNS
    assert {row["kind"] for row in table} == {"admin", "country", "region", "settlement", "site", "water"}
    assert all(None not in row and None not in row.values() for row in table)
    assert all(-180 <= float(row["lon"]) <= 180 and -90 <= float(row["lat"]) <= 90 for row in table)
    keys = [(row["kind"], row["id"]) for row in table]
    assert keys == sorted(keys)
    assert len({row["id"] for row in table}) == len(table)


def test_every_unit_has_a_code_and_every_town_a_unit_that_is_there() -> None:
    """ISO 3166-2 codes are well formed and the towns' codes are those of units."""
    table = rows()
    codes = {row["ids"].removeprefix("iso:") for row in table if row["ids"].startswith("iso:")}
    assert all(re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) for code in codes)
    assert {row["admin"] for row in table if row["admin"]} <= codes
    assert len([row for row in table if row["kind"] == "country"]) > 240


@pytest.mark.parametrize(
    ("name", "kind", "country", "point", "km"),
    [
        ("Syria", "country", "SY", (38.3, 35.0), 60),
        ("Ukraine", "country", "UA", (31.5, 49.0), 80),
        ("United States", "country", "US", (-98.6, 39.8), 120),
        ("Texas", "admin", "US", (-99.3, 31.5), 60),
        ("Kharkiv Oblast", "admin", "UA", (36.4, 49.6), 60),
        ("Idlib Governorate", "admin", "SY", (36.7, 35.8), 40),
        ("North Darfur", "admin", "SD", (25.2, 15.8), 250),
        ("Bavaria", "admin", "DE", (11.4, 48.9), 60),
        ("Darfur", "region", "SD", (24.5, 13.2), 150),
        ("Black Sea", "water", "", (34.5, 43.3), 100),
        ("Africa", "region", "", (21.0, 7.0), 300),
    ],
)
def test_areas_stand_where_they_should(
    name: str, kind: str, country: str, point: tuple[float, float], km: float
) -> None:
    """Label points lie near the middle of their areas, as any atlas shows them."""
    place = found(name, kind, country)
    assert place.lon is not None
    assert place.lat is not None
    assert quick_kilometres(place.lon, place.lat, *point) <= km
    assert place.precision == 3


@pytest.mark.parametrize(
    ("name", "title"), [("Ark.", "Arkansas"), ("N.C.", "North Carolina"), ("US-TX", "Texas"), ("Ont.", "Ontario")]
)
def test_units_are_found_by_abbreviation_and_code(name: str, title: str) -> None:
    """The press shortens states, and a code is a name."""
    assert found(name, "admin").name == title


def test_counties_answer_to_their_full_name_alone() -> None:
    """A county bears anybody's name: "Cook" alone is not one."""
    states = {c.place.admin for c in World().find("Cook County")}
    assert ("Illinois",) in states
    assert len(states) == 3
    assert not [c for c in World().find("Cook") if c.place.detail == "county"]


def test_a_small_town_tells_its_state_and_size() -> None:
    """Towns too small for the list of towns lie in a named state."""
    (town,) = [c.place for c in World().find("Marfa") if c.place.admin == ("Texas",)]
    assert (town.kind, town.country, town.precision) == ("settlement", "US", 2)
    assert 500 <= town.population < 15_000


def test_a_short_name_is_not_folded() -> None:
    """A hill called Bai is not the region of Bay."""
    assert not [c for c in World().find("Bai") if c.match == "folded"]
    assert [c for c in World().find("Trencin") if c.place.name == "Trenčín"]


def test_what_nobody_bears_is_not_found() -> None:
    """No name, no candidate."""
    assert tuple(World().find("Kafr Nowhere")) == ()
    assert tuple(World().find("")) == ()


def test_the_world_is_opened_by_its_name() -> None:
    """It is one of the gazetteers at hand."""
    assert [book.name for book in open_gazetteers(["world"])] == ["world"]


@pytest.mark.parametrize("order", [("towns", "world"), ("world", "towns")])
def test_the_order_of_the_gazetteers_does_not_hide_a_unit(order: tuple[str, str]) -> None:
    """A state that the towns know without position or inhabitants is the world's, whichever is asked first."""
    lookup = lookup_in(open_gazetteers(order))
    (texas,) = [c.place for c in lookup("Texas") if c.place.kind == "admin"]
    assert texas.population > 10_000_000
    assert texas.lon is not None


def test_every_source_is_pinned_and_licensed() -> None:
    """Package, version, digest and licence stand in the list, and the table's licence terms with them."""
    with SOURCES.open("rb") as file:
        sources = tomllib.load(file)["source"]
    assert all(source["licence"] and source["attribution"] and source["taken"] for source in sources.values())
    for source in fetch.packages().values():
        assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"])
        assert source["version"] in source["file"]
        assert source["package"] in " ".join(fetch.command(source, Path("folder")))


def test_a_package_that_is_another_is_told(tmp_path: Path) -> None:
    """A wrong digest is a fault, and so is a file that is not there."""
    source = next(iter(fetch.packages().values()))
    assert "was not fetched" in str(fetch.fault(source, tmp_path))
    (tmp_path / source["file"]).write_bytes(b"other")
    assert "sha256" in str(fetch.fault(source, tmp_path))


@pytest.mark.parametrize(
    ("full", "country", "expected"),
    [
        ("Homs Governorate", "SY", ("Homs", "governorate")),
        ("Kharkiv Oblast", "UA", ("Kharkiv", "oblast")),
        ("Northern Region", "UG", ("Northern Region", "region")),
        ("Canton of Geneva", "CH", ("Geneva", "canton")),
        ("Republic of Dagestan", "RU", ("Dagestan", "republic")),
        ("Man District", "CI", ("Man District", "district")),
        ("Texas", "US", ("Texas", "state")),
    ],
)
def test_a_unit_s_name_is_told_from_its_noun(full: str, country: str, expected: tuple[str, str]) -> None:
    """The noun goes, unless the name would be a plain word or too short without it."""
    assert units.base(full, country) == expected


def test_a_position_is_the_centroid_of_the_largest_polygon() -> None:
    """Arcs are joined and run backwards, steps added up, the small island left out, the antimeridian crossed."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [4, 0], [0, 2]], [[0, 0], [0, 2], [4, 0]], [[20, 20], [1, 0], [0, 1], [-1, -1]]],
        "objects": {"lands": {"geometries": [{"id": "1", "type": "MultiPolygon", "arcs": [[[0, -2]], [[2]]]}]}},
    }
    assert vectors.centroids(topology, "lands")["1"] == pytest.approx((2.0, 1.0))
    split = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[170, 0], [20 - 360, 0], [0, 10], [360 - 20, 0], [0, -10]]],
        "objects": {"lands": {"geometries": [{"id": "1", "type": "Polygon", "arcs": [[0]]}]}},
    }
    lon, lat = vectors.centroids(split, "lands")["1"]
    assert abs(lon) == pytest.approx(180.0)
    assert lat == pytest.approx(5.0)


def test_a_crowded_corner_does_not_pull_a_unit_over() -> None:
    """The middle of towns is that of their hull; two towns have one between them, and none has none."""
    corner = [(0.1 * i, 0.0) for i in range(9)]
    middle = vectors.middle([*corner, (0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
    assert middle is not None
    assert math.dist(middle, (5.0, 5.0)) < 1e-9
    assert vectors.middle([(1.0, 1.0), (3.0, 1.0)]) == (2.0, 1.0)
    assert vectors.middle([]) is None
    across = vectors.middle([(179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0)])
    assert across is not None
    assert math.isclose(abs(across[0]), 180.0)


def test_the_rows_of_the_hand_written_tables_are_in_the_table() -> None:
    """Every sea and region is shipped as it is written, and every abbreviation belongs to a unit."""
    shipped = {row["id"]: row for row in rows()}
    for row in build.regions():
        assert (shipped[row.id]["name"], shipped[row.id]["lon"]) == (row.name, row.lon)
    codes = {row["ids"].removeprefix("iso:") for row in shipped.values()}
    assert set(build.abbreviations()) <= codes

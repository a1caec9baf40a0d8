"""The gazetteer that ships is what its curated tables say, and the tables are sound."""

from __future__ import annotations

import csv
import importlib.util
import math
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).resolve().parent.parent / "gazetteer"
TABLES = ("chief_places.csv", "settlements.csv", "sites.csv", "units.csv")


def _load() -> ModuleType:
    """The build script as a module: it lies outside the package."""
    spec = importlib.util.spec_from_file_location("gazetteer_build", FOLDER / "build.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = _load()


def _rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / "syria" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _all_rows() -> dict[str, dict[str, str]]:
    return {row["id"]: row for table in TABLES for row in _rows(table)}


def _metres(one: dict[str, str], two: dict[str, str]) -> float:
    lon1, lat1 = math.radians(float(one["lon"])), math.radians(float(one["lat"]))
    lon2, lat2 = math.radians(float(two["lon"])), math.radians(float(two["lat"]))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(chord))


def _write(folder: Path, *rows: dict[str, str], name: str = "places.csv") -> Path:
    sound = {
        "id": "own:here",
        "kind": "site",
        "name": "Here",
        "lon": "36.5",
        "lat": "35.3",
        "precision": "2",
        "country": "SY",
        "sources": "own",
    }
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, build.COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sound | row for row in rows)
    return folder


def test_rebuild_gives_the_bytes_that_ship() -> None:
    """Building from the tables gives the shipped file, byte for byte, every time."""
    built = build.build()
    assert built == build.SHIPPED.read_bytes()
    assert built == build.build()


def test_the_shipped_keys_are_those_of_the_names() -> None:
    """The keys beside the shipped file are what folding its names gives today, byte for byte."""
    assert build.keys(build.SHIPPED.read_bytes()) == build.KEYS.read_bytes()
    assert build.world_keys() == build.WORLD_KEYS.read_bytes()


def test_shipped_file_is_sorted_and_whole() -> None:
    """The shipped file has one header, one line a row, sorted by id, LF only."""
    text = build.SHIPPED.read_bytes().decode("utf-8")
    header, *lines = text.removesuffix("\n").split("\n")
    ids = [line.split("\t")[0] for line in lines]
    assert "\r" not in text
    assert tuple(header.split("\t")) == build.SHIPPED_COLUMNS
    assert ids == sorted(_all_rows())
    assert {line.count("\t") for line in lines} == {len(build.SHIPPED_COLUMNS) - 1}


def test_validation_tells_every_bad_row_with_its_line(tmp_path: Path) -> None:
    """One failed check names every bad row, each with its file, line and fault."""
    folder = _write(
        tmp_path,
        {"id": "own:sound"},
        {"id": "own:kind", "kind": "planet"},
        {"id": "own:far", "lon": "12.5"},
        {"id": "own:unit", "admin1": "Atlantis"},
        {"id": "own:twice", "names": "There|THERE"},
        {"id": "own:source", "sources": "hearsay"},
        {"id": "own:vague", "precision": ""},
        {"id": "own:sound"},
        {"id": "own:nowhere", "lon": "", "lat": ""},
        {"id": "Not An Id"},
    )
    _write(folder, {"id": "own:latin", "kind": "settlement"}, name="villages.csv")
    with pytest.raises(build.BadTablesError) as caught:
        build.build(folder)
    told = "\n".join(caught.value.faults)
    for line in range(3, 12):
        assert f"places.csv:{line}: " in told
    assert "places.csv:2: " not in told
    assert "villages.csv:2: own:latin: name_local '' of a settlement" in told


def test_unlocated_river_is_sound(tmp_path: Path) -> None:
    """A river or a road may stand in a table without a position."""
    river = {"id": "own:river", "kind": "water", "lon": "", "lat": ""}
    assert b"own:river" in build.build(_write(tmp_path, river))


def test_wrong_header_is_told(tmp_path: Path) -> None:
    """A table with other columns is refused by its name."""
    (tmp_path / "odd.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(build.BadTablesError, match=r"odd\.csv:1: "):
        build.build(tmp_path)


def test_check_passes_on_the_shipped_file() -> None:
    """The command with --check succeeds while tables and shipped file agree."""
    assert build.main(["--check"]) == 0


def test_check_fails_when_the_file_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command with --check fails, and says what to run, when the file differs."""
    stale = tmp_path / "gazetteer.tsv"
    stale.write_bytes(b"id\n")
    monkeypatch.setattr(build, "SHIPPED", stale)
    assert build.main(["--check"]) == 1
    assert "build.py" in capsys.readouterr().err
    assert stale.read_bytes() == b"id\n"


@pytest.mark.parametrize(
    ("key", "name", "lat", "lon"),
    [
        ("ocha:C3445", "Tal Malah", 35.3058, 36.5186),
        ("ocha:C3466", "Al-Jebeen", 35.3384, 36.5129),
    ],
)
def test_hama_front_is_where_it_is(key: str, name: str, lat: float, lon: float) -> None:
    """Tal Malah and Al-Jebeen stand under their names at their positions."""
    row = _all_rows()[key]
    assert row["name"] == name
    assert (float(row["lat"]), float(row["lon"])) == (lat, lon)


def test_al_jebeen_has_its_namesake() -> None:
    """The other Al-Jebeen shares a spelling and lies some 21.6 km from Tal Malah."""
    rows = _all_rows()
    front, other = rows["ocha:C3466"], rows["geonames:168941"]
    assert set(front["names"].split("|")) & set(other["names"].split("|"))
    assert _metres(rows["ocha:C3445"], other) == pytest.approx(21_600, abs=100)
    assert _metres(rows["ocha:C3445"], front) < 4_000


def test_every_unit_has_one_chief_place() -> None:
    """Every governorate, district and sub-district has exactly one chief place."""
    units = sorted(row["id"] for row in _rows("units.csv"))
    chief = [unit for row in _rows("chief_places.csv") for unit in re.findall(r"ocha:SY\d+", row["note"])]
    assert sorted(chief) == units


def test_units_are_complete() -> None:
    """Syria has 14 governorates, 62 districts and 272 sub-districts in the table."""
    details = [row["detail"] for row in _rows("units.csv")]
    counts = {detail: details.count(detail) for detail in set(details)}
    assert counts == {"governorate": 14, "district": 62, "sub-district": 272}


def test_every_source_is_named() -> None:
    """Every source has all its fields, and every source is used by some row."""
    with build.SOURCES.open("rb") as file:
        sources = tomllib.load(file)["source"]
    fields = {"title", "publisher", "version", "licence", "attribution", "taken"}
    assert all(fields <= set(source) for source in sources.values())
    used = {key for row in _all_rows().values() for key in row["sources"].split("|")}
    assert used == set(sources)


def test_every_licence_is_attributed() -> None:
    """The notices file and the readme carry the attribution line of every source."""
    notice = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    with build.SOURCES.open("rb") as file:
        sources = tomllib.load(file)["source"]
    assert all(source["attribution"] in notice for source in sources.values())


def test_readme_tells_the_figures() -> None:
    """The readme tells the number of rows of every table as it is."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"| `syria/{table}` | {len(_rows(table)):,} |" in readme


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_sorted_by_id(table: str) -> None:
    """A curated table is sorted by id, so that a change shows as a small diff."""
    ids = [row["id"] for row in _rows(table)]
    assert ids == sorted(ids)


def test_sources_agree_on_positions() -> None:
    """Where two sources know a place they put it within 4 km, three in four within 400 m."""
    apart = [int(row["apart_m"]) for row in _all_rows().values() if row["apart_m"]]
    assert max(apart) < 4_000
    assert sorted(apart)[len(apart) * 3 // 4] < 400

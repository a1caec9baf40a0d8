"""OCHA: the p-code table of communities, the quarters of cities, and the polygons of units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.errors import InputError
from mapper.places.formats.rows import BadRow, cell_of, collect, day_of, degrees, digest, named, opened, tab_rows
from mapper.places.formats.shapes import point_in
from mapper.places.record import Record, Sheet, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEY = "ocha"
_UNITS = {4: "governorate", 6: "district", 8: "sub-district"}  # by the length of the p-code
_PCODE = {level: (f"admin{level}pcode", f"adm{level}_pcode") for level in range(5)}
_NAME = {level: (f"admin{level}name_en", f"adm{level}_en") for level in range(5)}
_ARABIC = {level: (f"admin{level}name_ar", f"adm{level}_ar") for level in range(5)}
_LAT, _LON = ("latitude_y", "latitude", "lat", "y"), ("longitude_x", "longitude", "lon", "x")
_QUARTER = ("neibourhood", "neighbourhood", "neighborhood")


def is_places(columns: Mapping[str, int]) -> bool:
    """Whether these are the columns of a p-code table of communities with positions."""
    return any(c in columns for c in _PCODE[4]) and any(c in columns for c in _NAME[4]) and _has_point(columns)


def is_quarters(columns: Mapping[str, int]) -> bool:
    """Whether these are the columns of a table of city quarters."""
    return any(f"{word}pcode" in columns for word in _QUARTER)


def is_units(properties: Mapping[str, Any]) -> bool:
    """Whether these are the properties of a unit's polygon."""
    return {"name_en", "pcode"} <= set(properties)


def _has_point(columns: Mapping[str, int]) -> bool:
    return any(c in columns for c in _LAT) and any(c in columns for c in _LON)


def read_places(path: Path) -> Sheet:
    """The records of a p-code table of communities."""
    with opened(path) as text:
        columns, rows = named(tab_rows(text))
        records, refused = collect(rows, width=len(columns), make=lambda cells: _community(cells, columns))
    return Sheet(source=_source(path, KEY, "communities"), records=records, refused=refused)


def _community(cells: list[str], columns: Mapping[str, int]) -> Record:
    pcode, name = cell_of(cells, columns, *_PCODE[4]), cell_of(cells, columns, *_NAME[4])
    if not pcode or not name:
        raise BadRow("no p-code" if name else f"{pcode or 'a row'} has no name")
    lon, lat = degrees(cell_of(cells, columns, *_LAT), cell_of(cells, columns, *_LON))
    chief = next((level for level in (1, 2, 3) if cell_of(cells, columns, f"isadmin{level}capital") == "Yes"), 0)
    return Record(
        id=f"{KEY}:{pcode}",
        name=name,
        kind="settlement",
        detail="town" if chief else "village",
        name_local=cell_of(cells, columns, *_ARABIC[4]),
        lon=lon,
        lat=lat,
        country=_country(cells, columns),
        admin=_admin(cells, columns, 3),
    )


def read_quarters(path: Path, *, cities: Mapping[str, tuple[float, float]]) -> Sheet:
    """The records of a table of city quarters, each placed at its city (`cities`: p-code to lon, lat)."""
    with opened(path) as text:
        columns, rows = named(tab_rows(text))
        records, refused = collect(rows, width=len(columns), make=lambda cells: _quarter(cells, columns, cities))
    return Sheet(source=_source(path, f"{KEY}_quarters", "quarters of cities"), records=records, refused=refused)


def _quarter(cells: list[str], columns: Mapping[str, int], cities: Mapping[str, tuple[float, float]]) -> Record:
    def cell(end: str) -> str:
        return cell_of(cells, columns, *(word + end for word in _QUARTER))

    name, pcode, city = cell("name_en"), cell("pcode"), cell_of(cells, columns, *_PCODE[4])
    if not pcode or not name:
        raise BadRow("no p-code" if name else f"{pcode or 'a row'} has no name")
    if city not in cities:
        raise BadRow(f"{name}: the position of its city {city} is unknown; add the table of communities with it")
    return Record(
        id=f"{KEY}:{pcode}",
        name=name.replace("_", " "),
        kind="settlement",
        detail="quarter",
        name_local=cell("name_ar").replace("_", " "),
        lon=cities[city][0],
        lat=cities[city][1],
        precision=3,
        country=_country(cells, columns),
        admin=(*_admin(cells, columns, 3), cell_of(cells, columns, *_NAME[4])),
    )


def _country(cells: list[str], columns: Mapping[str, int]) -> str:
    return cell_of(cells, columns, *_PCODE[0], *_PCODE[1], *_PCODE[2])[:2].upper()


def _admin(cells: list[str], columns: Mapping[str, int], depth: int) -> tuple[str, ...]:
    units = (cell_of(cells, columns, *_NAME[level]) for level in range(1, depth + 1))
    return tuple(unit for unit in units if unit)


def read_units(path: Path) -> Sheet:
    """The records of a GeoJSON of units, each at a point inside its polygon; the line is the feature's number."""
    features = _features(path)
    numbers = ((number, [str(number)]) for number in range(1, len(features) + 1))
    records, refused = collect(numbers, width=1, make=lambda cells: _unit(features[int(cells[0]) - 1]))
    levels = {record.detail for record in records}
    level = min(levels, default="unit")
    return Sheet(source=_source(path, f"{KEY}_{level}s", f"boundaries of {level}s"), records=records, refused=refused)


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        with opened(path) as text:
            return list(json.load(text)["features"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: this is no GeoJSON FeatureCollection ({error})") from error


def _unit(feature: Mapping[str, Any]) -> Record:
    told = {key: str(cell or "").strip() for key, cell in feature["properties"].items()}
    pcode, point = told.get("pcode", ""), point_in(feature.get("geometry"))
    if not pcode or not told.get("name_en"):
        raise BadRow("no pcode or no name_en")
    if point is None:
        raise BadRow(f"{pcode} has no polygon")
    above = (told.get("adm1_en", ""), told.get("adm2_en", ""))
    return Record(
        id=f"{KEY}:{pcode}",
        name=told["name_en"],
        kind="admin",
        detail=_UNITS.get(len(pcode), "unit"),
        name_local=told.get("name_ar", ""),
        lon=point[0],
        lat=point[1],
        precision=3,
        country=pcode[:2].upper(),
        admin=tuple(unit for unit in above if unit),
    )


def _source(path: Path, key: str, what: str) -> Source:
    return Source(
        key=key,
        title=f"OCHA common operational datasets: {what}",
        licence="CC BY 3.0 IGO",
        attribution="UN OCHA / HDX, CC BY 3.0 IGO",
        date=day_of(path),
        files=((path.name, digest(path)),),
    )

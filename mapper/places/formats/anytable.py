"""Any table with a name and a position: CSV, TSV, GeoJSON or GeoPackage, its columns guessed."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from mapper.errors import InputError
from mapper.places.formats.rows import (
    BadRow,
    cell_of,
    collect,
    day_of,
    degrees,
    digest,
    named,
    opened,
    quoted_rows,
    whole,
)
from mapper.places.formats.shapes import geopackage_point, point_in
from mapper.places.place import Kind
from mapper.places.record import Record, Sheet, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mapper.places.formats.rows import Collected, Row

# The columns that are looked for, in small letters, the first that is there is taken.
NAME = ("name", "name_en", "name:en", "placename", "place_name", "place", "toponym", "title", "label", "asciiname")
LAT = ("lat", "latitude", "latitude_y", "y", "lat_dd", "point_y", "ycoord")
LON = ("lon", "lng", "long", "longitude", "longitude_x", "x", "lon_dd", "point_x", "xcoord")
LOCAL = (
    "name_local",
    "name_ar",
    "name:ar",
    "name_uk",
    "name:uk",
    "name_my",
    "name:my",
    "name_ru",
    "name:ru",
    "local_name",
)
OTHERS = ("names", "alt_name", "alternatenames", "other_names", "aliases", "name_alt")
ID = ("id", "place_id", "pcode", "geonameid", "osm_id", "fid", "uuid")
COUNTRY = ("country", "country_code", "iso", "iso2", "iso_a2", "countrycode")
_POSITION = ("\0lon", "\0lat")  # where the position of a geometry is put, under names no table has
_SEPARATORS = re.compile(r"[|;]")
_ISO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How the cells of one table become records."""

    columns: Mapping[str, int]
    key: str
    country: str

    def record(self, cells: list[str]) -> Record:
        """The record of one row."""
        cell = partial(cell_of, cells, self.columns)
        name = cell(*NAME)
        if not name:
            raise BadRow("no name")
        lon, lat = degrees(cell(_POSITION[1], *LAT), cell(_POSITION[0], *LON))
        country = cell(*COUNTRY).upper()
        country = country if len(country) == _ISO else self.country
        if not country:
            raise BadRow(f"{name}: no country; give one with --country")
        kind = cell("kind") or "settlement"
        if kind not in get_args(Kind):
            raise BadRow(f"kind {kind!r} is none of {', '.join(get_args(Kind))}")
        return Record(
            id=f"{self.key}:{cell(*ID) or f'{name}@{lon:.4f},{lat:.4f}'}",
            name=name,
            kind=kind,  # type: ignore[arg-type] # looked up in the line above
            detail=cell("detail") or ("village" if kind == "settlement" else ""),
            name_local=cell(*LOCAL),
            names=tuple((n.strip(), "") for n in _SEPARATORS.split(cell(*OTHERS)) if n.strip()),
            lon=lon,
            lat=lat,
            precision=min(3, whole(cell("precision")) or 1),
            country=country,
            admin=tuple(unit for level in (1, 2, 3) if (unit := cell(f"admin{level}", f"adm{level}_en"))),
            population=whole(cell("population", "pop")),
            ids=tuple(part for part in cell("ids").split("|") if ":" in part),
        )


def read_any(path: Path, *, country: str = "") -> Sheet:
    """The records of any table; every row that lacks a name, a position or a country is refused.

    Raises
    ------
    InputError
        The file is no table of the four kinds, or no column is called like a name or a position.
    """
    how = _KINDS.get(path.suffix.lower())
    if how is None:
        raise InputError(f"{path}: no table; give one of {', '.join(_KINDS)}")
    key = re.sub(r"\W+", "_", path.stem).strip("_").casefold() or "table"
    records, refused = how(path, key, country.upper())
    source = Source(
        key=key,
        title=path.name,
        licence="not told by the file",
        attribution="",
        date=day_of(path),
        files=((path.name, digest(path)),),
    )
    return Sheet(source=source, records=records, refused=refused)


def _text_table(path: Path, key: str, country: str) -> Collected:
    with opened(path) as text:
        header = text.readline()
        text.seek(0)
        columns, rows = named(quoted_rows(text, max("\t,;", key=header.count)))
        _demand(path, columns)
        reading = _Reading(columns=columns, key=key, country=country)
        return collect(rows, width=len(columns), make=reading.record)


def _geojson(path: Path, key: str, country: str) -> Collected:
    try:
        with opened(path) as text:
            features = json.load(text)["features"]
        told = [(dict(f.get("properties") or {}), point_in(f.get("geometry"))) for f in features]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: this is no GeoJSON FeatureCollection ({error})") from error
    return _features(path, told, key, country)


def _geopackage(path: Path, key: str, country: str) -> Collected:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            store.row_factory = sqlite3.Row
            told = list(_layers(store))
    except sqlite3.DatabaseError as error:
        raise InputError(f"{path}: this is no GeoPackage, or it is damaged ({error})") from error
    return _features(path, told, key, country)


def _layers(store: sqlite3.Connection) -> Iterator[tuple[dict[str, Any], tuple[float, float] | None]]:
    """The properties and points of every feature of every layer."""
    for layer, shape in store.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall():
        quoted = layer.replace('"', '""')
        for row in store.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 -- the file's own name, quoted
            cells = dict(row)
            yield cells, geopackage_point(cells.pop(shape))


def _features(
    path: Path, told: list[tuple[dict[str, Any], tuple[float, float] | None]], key: str, country: str
) -> Collected:
    names = dict.fromkeys(str(name) for properties, _ in told for name in properties)
    columns = {name.casefold(): place for place, name in enumerate((*names, *_POSITION))}
    _demand(path, columns)
    rows: Iterator[Row] = (
        (number, [*(_plain(properties.get(name)) for name in names), *(map(repr, point) if point else ("", ""))])
        for number, (properties, point) in enumerate(told, 1)
    )
    reading = _Reading(columns=columns, key=key, country=country)
    return collect(rows, width=len(names) + 2, make=reading.record)


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell)


def _demand(path: Path, columns: Mapping[str, int]) -> None:
    """Nothing where the table has a name and a position, else an error that tells what was looked for."""
    for what, wanted in (("name", NAME), ("latitude", (*LAT, _POSITION[1])), ("longitude", (*LON, _POSITION[0]))):
        if not any(column in columns for column in wanted):
            found = ", ".join(column for column in columns if column not in _POSITION) or "none"
            looked = ", ".join(column for column in wanted if column not in _POSITION)
            raise InputError(
                f"{path}: no column for the {what}; call one of {found} {looked.split(', ')[0]} ({looked})"
            )


_KINDS: dict[str, Callable[[Path, str, str], Collected]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), _text_table),
    **dict.fromkeys((".geojson", ".json"), _geojson),
    ".gpkg": _geopackage,
}

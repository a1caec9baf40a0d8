"""Which publisher's table a file is, told by its columns."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.errors import InputError
from mapper.places.formats import anytable, geonames, ocha, wof
from mapper.places.formats.rows import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.places.record import Sheet

Form = Literal["places", "quarters", "units", "wof", "wof names", "dump", "alternates", "any", "unknown"]
SUFFIXES = (".tsv", ".csv", ".txt", ".zip", ".geojson", ".json", ".gpkg")
_WHOLE = re.compile(r"-?\d+")
_HEAD = 1 << 20  # characters of a GeoJSON within which its first feature's properties stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The sheets read from some paths, and what was left out with the reason."""

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = ()


def form_of(path: Path) -> Form:
    """What kind of table a file is."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return "unknown"
    if suffix == ".gpkg":
        return "any"
    with opened(path) as text:
        if suffix in {".geojson", ".json"}:
            return _shape_form(text.read(_HEAD))
        return _text_form(text.readline().rstrip("\r\n"))


def _shape_form(head: str) -> Form:
    """By the properties of the first feature."""
    if "FeatureCollection" not in head:
        return "unknown"
    found = re.search(r'"properties"\s*:\s*(\{[^{}]*\})', head)
    try:
        properties = json.loads(found[1]) if found else {}
    except json.JSONDecodeError:
        properties = {}
    return "units" if ocha.is_units(properties) else "any"


def _text_form(line: str) -> Form:
    cells = line.split("\t")
    columns = {cell.strip().casefold(): place for place, cell in enumerate(cells)}
    numbered = _WHOLE.fullmatch(cells[0]) is not None
    tests: tuple[tuple[Form, bool], ...] = (
        ("dump", numbered and len(cells) == geonames.WIDTH),
        ("alternates", numbered and len(cells) in geonames.ALTERNATE_WIDTHS),
        ("quarters", ocha.is_quarters(columns)),
        ("places", ocha.is_places(columns)),
        ("wof", {"wof_id", "lat", "lon"} <= columns.keys()),
        ("wof names", {"wof_id", "lang", "name"} <= columns.keys()),
        ("any", _has_columns(line)),
    )
    return next((form for form, fits in tests if fits), "unknown")


def _has_columns(line: str) -> bool:
    """Whether a header has columns for a name and a position, whatever stands between them."""
    loose = {cell.strip().strip('"').casefold() for cell in re.split(r"[\t,;]", line)}
    return all(loose & set(names) for names in (anytable.NAME, anytable.LAT, anytable.LON))


def read_all(
    paths: Sequence[Path], *, country: str = "", cities: Mapping[str, tuple[float, float]] | None = None
) -> Found:
    """The sheets in these files and folders; a file of a folder that is no known table is left out and named.

    Parameters
    ----------
    paths
        Files, or folders of which every file is looked at.
    country
        ISO code for tables that do not tell their own.
    cities
        P-codes and positions of places installed already, for the quarters of cities.

    Raises
    ------
    InputError
        A path is no table that is known, or holds none.
    """
    files, left_out = _files(paths)
    forms = {path: form for path, form in files.items() if form not in {"alternates", "wof names"}}
    points = dict(cities or {})
    sheets: list[Sheet] = []
    order: tuple[Form, ...] = ("places", "quarters", "units", "dump", "wof", "any")
    for path, form in sorted(forms.items(), key=lambda item: (order.index(item[1]), item[0])):
        try:
            sheet = _read(path, form, country=country, cities=points, files=files)
        except InputError as error:
            if path in paths:
                raise
            left_out.append(str(error))
            continue
        if form == "places":
            points |= {
                r.id.partition(":")[2]: (r.lon, r.lat) for r in sheet.records if r.lon is not None and r.lat is not None
            }
        sheets.append(sheet)
    for path, form in files.items():
        if form == "wof names" and not path.with_name(path.name.replace("names", "localities")).is_file():
            left_out.append(f"{path}: names alone; the table of localities is missing beside it")
        if form == "alternates" and "dump" not in files.values():
            left_out.append(f"{path}: alternate names alone; add them together with the country's dump")
    return Found(sheets=tuple(sheets), left_out=tuple(left_out))


def _files(paths: Sequence[Path]) -> tuple[dict[Path, Form], list[str]]:
    """The known tables among the paths, and the others."""
    files: dict[Path, Form] = {}
    left_out: list[str] = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
        for file in inside:
            form = form_of(file)
            if form != "unknown":
                files[file] = form
            elif file is path:
                raise InputError(
                    f"{path}: no known table: GeoNames', OCHA's, Who's On First's, or one with name, lat, lon"
                )
            else:
                left_out.append(f"{file}: no table of places that is known")
        if not inside:
            raise InputError(f"{path}: the folder is empty")
    return files, left_out


def _read(
    path: Path, form: Form, *, country: str, cities: Mapping[str, tuple[float, float]], files: Mapping[Path, Form]
) -> Sheet:
    if form == "places":
        return ocha.read_places(path)
    if form == "quarters":
        return ocha.read_quarters(path, cities=cities)
    if form == "units":
        return ocha.read_units(path)
    if form == "dump":
        return geonames.read_dump(path, alternates=next((p for p, f in files.items() if f == "alternates"), None))
    if form == "wof":
        return wof.read_localities(path, country=country)
    return anytable.read_any(path, country=country)

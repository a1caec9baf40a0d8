"""GeoNames: the country dump of 19 columns, and its table of alternate names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.places.formats.rows import BadRow, collect, day_of, degrees, digest, opened, tab_rows, whole
from mapper.places.languages import is_local, iso2
from mapper.places.record import Record, Sheet, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.places.place import Kind

    Names = Mapping[str, Sequence[tuple[str, str]]]

WIDTH = 19
ALTERNATE_WIDTHS = (8, 10)  # before and after the columns from and to were added
KEY = "geonames"
CITY, TOWN = 100_000, 10_000  # inhabitants

# https://www.geonames.org/export/codes.html; what is not listed falls back to its class.
_CODES: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(("PCL", "PCLI", "PCLD", "PCLF", "PCLS", "PCLIX"), ("country", "")),
    **{f"ADM{n}": ("admin", unit) for n, unit in ((1, "governorate"), (2, "district"), (3, "sub-district"))},
    **dict.fromkeys(("PPLC", "PPLA"), ("settlement", "city")),
    **dict.fromkeys(("PPLX",), ("settlement", "quarter")),
    **dict.fromkeys(("PPLQ", "PPLW", "PPLH"), ("settlement", "ruin")),
    **dict.fromkeys(("HLL", "HLLS"), ("site", "hill")),
    **dict.fromkeys(("MT", "PK"), ("site", "mountain")),
    **dict.fromkeys(("MTS", "RDGE"), ("region", "mountain")),
    **dict.fromkeys(("PLN", "PLNX"), ("region", "plain")),
    **dict.fromkeys(("VAL", "VALX"), ("region", "valley")),
    **dict.fromkeys(("DSRT",), ("region", "desert")),
    **dict.fromkeys(("PLAT", "UPLD"), ("region", "plateau")),
    **dict.fromkeys(("STM", "STMI", "WAD", "WADX", "STMX"), ("water", "river")),
    **dict.fromkeys(("LK", "LKI", "RSV", "LKS"), ("water", "lake")),
    **dict.fromkeys(("AIRB",), ("site", "air base")),
    **dict.fromkeys(("AIRP", "AIRF"), ("site", "airport")),
    **dict.fromkeys(("DAM",), ("site", "dam")),
    **dict.fromkeys(("MILB", "BRKS", "INSM"), ("site", "base")),
    **dict.fromkeys(("OILF", "GASF"), ("site", "oil field")),
    **dict.fromkeys(("CMP", "CMPRF"), ("site", "camp")),
    **dict.fromkeys(("HSP", "HSPC"), ("site", "hospital")),
    **dict.fromkeys(("PSTB", "CSTM"), ("site", "crossing")),
    **dict.fromkeys(("PSTP",), ("site", "checkpoint")),
}
_CLASSES: dict[str, tuple[Kind, str]] = {
    "A": ("admin", "unit"),
    "P": ("settlement", ""),
    "T": ("site", "landform"),
    "H": ("water", ""),
    "L": ("region", "area"),
    "S": ("site", ""),
}
_PRECISION: dict[Kind, int] = {"admin": 3, "country": 3, "region": 3, "water": 3, "road": 3}
_NO_LANGUAGES = frozenset("link post iata icao faac tcid unlc abbr phon piny fr_1793".split())


def read_dump(path: Path, *, alternates: Path | None = None) -> Sheet:
    """The records of a country's dump, with the languages of their names where `alternates` are given."""
    names = read_alternates(alternates) if alternates else {}
    with opened(path) as text:
        records, refused = collect(tab_rows(text), width=WIDTH, make=lambda cells: _record(cells, names))
    files = [path, *([alternates] if alternates else [])]
    source = Source(
        key=KEY,
        title="GeoNames geographical database",
        licence="CC BY 4.0",
        attribution="GeoNames, www.geonames.org, CC BY 4.0",
        date=day_of(path),
        files=tuple((file.name, digest(file)) for file in files),
    )
    return Sheet(source=source, records=records, refused=refused)


def read_alternates(path: Path) -> Names:
    """The names of each GeoNames id with their languages; codes of airports, links and posts are left out."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with opened(path) as text:
        for _, cells in tab_rows(text):
            if len(cells) in ALTERNATE_WIDTHS and cells[2] not in _NO_LANGUAGES and cells[3]:
                names[cells[1]].append((cells[3], cells[2]))
    return names


def kind_of(feature_class: str, code: str, population: int) -> tuple[Kind, str] | None:
    """Our kind and detail of a GeoNames feature; None for roads, undersea and vegetation features."""
    if feature_class not in _CLASSES:
        return None
    kind, detail = _CODES.get(code) or _CLASSES[feature_class]
    return kind, size_of(population) if kind == "settlement" and not detail else detail


def size_of(population: int) -> str:
    """City, town or village."""
    return "city" if population >= CITY else "town" if population >= TOWN else "village"


def _record(cells: list[str], names: Names) -> Record | None:
    id_, name, ascii_name, others, lat, lon, feature_class, code, country = cells[:9]
    if not id_.isdigit():
        raise BadRow(f"the id {id_!r} is no number")
    if not name:
        raise BadRow("no name")
    population = whole(cells[14])
    kind = kind_of(feature_class, code, population)
    if kind is None:
        return None
    x, y = degrees(lat, lon)
    told = names.get(id_, ())
    spellings = [(ascii_name, ""), *told, *((other, "") for other in others.split(","))]
    return Record(
        id=f"{KEY}:{id_}",
        name=name,
        kind=kind[0],
        detail=kind[1],
        name_local=next((n for n, language in told if is_local(n, language, country)), ""),
        names=tuple((n.strip(), iso2(lang)) for n, lang in spellings if n.strip() not in {"", name} and lang != "wkdt"),
        lon=x,
        lat=y,
        precision=_PRECISION.get(kind[0], 1),
        country=country.upper(),
        population=population,
        ids=tuple(f"wikidata:{n}" for n, language in told if language == "wkdt"),
    )

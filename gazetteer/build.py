"""Build the gazetteer that ships from the hand-reviewed tables beside this script."""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import tempfile
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "mapper" / "data" / "gazetteer.tsv"
KEYS = SHIPPED.with_name("gazetteer_keys.tsv")
WORLD_KEYS = SHIPPED.with_name("world_keys.tsv")
SOURCES = HERE / "SOURCES.toml"
TABLES = HERE / "syria"

COLUMNS = (
    "id", "kind", "detail", "name", "name_local", "names", "lon", "lat",
    "precision", "country", "admin1", "admin2", "admin3", "population", "ocha",
    "geonames", "wof", "apart_m", "sources", "note",
)  # fmt: skip
SHIPPED_COLUMNS = (
    "id", "kind", "detail", "name", "name_local", "names", "lon", "lat",
    "precision", "country", "admin1", "admin2", "admin3", "population", "sources",
    "ids",
)  # fmt: skip
KINDS = frozenset({"settlement", "site", "admin", "water", "road", "region"})
# A river or a road has no one point: it may stand in the table unlocated.
MAY_LACK_POSITION = frozenset({"water", "road"})
PRECISIONS = frozenset({"1", "2", "3"})
# The box of Syria, Golan and islands included, with some 10 km to spare.
WEST, SOUTH, EAST, NORTH = 35.5, 32.2, 42.5, 37.45
ID_FORM = re.compile(r"ocha:(C\d{4}|SY\d{2}(\d{2}(\d{2})?)?)|geonames:\d+|own:[a-z0-9]+(-[a-z0-9]+)*")


class BadTablesError(ValueError):
    """Every fault found in the curated tables, one a line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a curated table, with the file and line it stands on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of one cell, empty when the column is missing."""
        return self.cells.get(column, "")

    @property
    def all_names(self) -> tuple[str, ...]:
        """Chief name, local name and variants, in that order."""
        variants = self["names"].split("|") if self["names"] else []
        return (self["name"], self["name_local"], *variants)

    @property
    def units(self) -> tuple[str, str, str]:
        """Governorate, district and sub-district the row claims to lie in."""
        return (self["admin1"], self["admin2"], self["admin3"])


def read_table(path: Path) -> list[Row]:
    """Rows of one curated table, each with its line; a wrong header is one fault."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            raise BadTablesError([f"{path.name}:1: columns are not {','.join(COLUMNS)}"])
        return [
            Row(
                file=path.name,
                line=reader.line_num,
                cells=dict(zip(COLUMNS, cells, strict=False)) | _odd_width(cells),
            )
            for cells in reader
        ]


def _odd_width(cells: Sequence[str]) -> dict[str, str]:
    """A mark for a row with too many or too few cells, else nothing."""
    return {} if len(cells) == len(COLUMNS) else {"width": str(len(cells))}


def read_tables(folder: Path) -> list[Row]:
    """Rows of all curated tables of a folder, in the order of the file names."""
    return [row for path in sorted(folder.glob("*.csv")) for row in read_table(path)]


def read_sources(path: Path) -> frozenset[str]:
    """Keys of the sources a row may name."""
    with path.open("rb") as file:
        return frozenset(tomllib.load(file)["source"])


def normal(name: str) -> str:
    """The form in which two names of one row count as the same name."""
    return unicodedata.normalize("NFC", name).casefold()


def has_arabic(text: str) -> bool:
    """Whether at least one letter of the text is Arabic."""
    return any("ARABIC LETTER" in unicodedata.name(letter, "") for letter in text)


def form_faults(row: Row) -> Iterator[str]:
    """What is wrong with the shape of a row's cells."""
    if row["width"]:
        yield f"has {row['width']} cells, not {len(COLUMNS)}"
    if not ID_FORM.fullmatch(row["id"]):
        yield f"id {row['id']!r} is not of a known form"
    if row["kind"] not in KINDS:
        yield f"kind {row['kind']!r} is unknown"
    if row["precision"] not in PRECISIONS:
        yield f"precision {row['precision']!r} is not 1, 2 or 3"
    if row["country"] != "SY":
        yield f"country {row['country']!r} is not SY"
    if row["population"] and not row["population"].isdecimal():
        yield f"population {row['population']!r} is not a whole number"
    if any(mark in cell for cell in row.cells.values() for mark in "\t\r\n"):
        yield "a cell holds a tab or a line break"


def name_faults(row: Row) -> Iterator[str]:
    """What is wrong with the names of a row."""
    names = [normal(name) for name in row.all_names if name]
    if not row["name"]:
        yield "name is missing"
    if row["names"] and "" in row["names"].split("|"):
        yield "names holds an empty name"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"name {name!r} stands twice"
    if row["kind"] == "settlement" and not has_arabic(row["name_local"]):
        yield f"name_local {row['name_local']!r} of a settlement is not Arabic"


def position_faults(row: Row) -> Iterator[str]:
    """What is wrong with the position of a row."""
    if not row["lon"] and not row["lat"]:
        if row["kind"] not in MAY_LACK_POSITION:
            yield f"a {row['kind']} needs a position"
        return
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError:
        yield f"position {row['lon']!r}, {row['lat']!r} is not two numbers"
        return
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        yield f"position {lon}, {lat} is outside Syria"


def reference_faults(row: Row, units: frozenset[tuple[str, str, str]], sources: frozenset[str]) -> Iterator[str]:
    """What a row names that stands in no other table."""
    if any(row.units) and row.units not in units:
        yield f"unit {' / '.join(row.units)} is not in units.csv"
    if row["kind"] == "settlement" and not all(row.units):
        yield "a settlement needs a governorate, district and sub-district"
    named = row["sources"].split("|")
    yield from (f"source {key!r} is unknown" for key in named if key not in sources)
    both = bool(row["ocha"] and row["geonames"])
    if both != row["apart_m"].isdecimal():
        yield "apart_m is given when, and only when, both ids are"


def repeat_faults(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Every row whose id, or whose id at a source, an earlier row has."""
    first: dict[str, Row] = {}
    for row in rows:
        for key in dict.fromkeys((row["id"], *source_ids(row))):
            earlier = first.setdefault(key, row)
            if earlier is not row:
                yield row, f"{key} stands already at {earlier.file}:{earlier.line}"


def check(rows: Sequence[Row], sources: frozenset[str]) -> None:
    """Nothing when every row is sound; else one error that tells every bad row."""
    units = frozenset(row.units for row in rows if row["kind"] == "admin")
    found = [
        (row, fault)
        for row in rows
        for fault in (
            *form_faults(row),
            *name_faults(row),
            *position_faults(row),
            *reference_faults(row, units, sources),
        )
    ]
    found.extend(repeat_faults(rows))
    found.sort(key=lambda pair: (pair[0].file, pair[0].line))
    if found:
        raise BadTablesError([f"{row.file}:{row.line}: {row['id']}: {fault}" for row, fault in found])


def source_ids(row: Row) -> list[str]:
    """The ids under which the sources know a place; our own where none does."""
    known = [f"{key}:{row[key]}" for key in ("ocha", "geonames", "wof") if row[key]]
    return known or [row["id"]]


def shipped_cells(row: Row) -> list[str]:
    """The cells of a row as they ship."""
    cells = row.cells | {"ids": "|".join(source_ids(row))}
    return [unicodedata.normalize("NFC", cells[column]) for column in SHIPPED_COLUMNS]


def as_tsv(rows: Iterable[Row]) -> bytes:
    """The bytes of the gazetteer that ships, sorted by id."""
    text = io.StringIO()
    text.write("\t".join(SHIPPED_COLUMNS) + "\n")
    for row in sorted(rows, key=lambda row: row["id"]):
        text.write("\t".join(shipped_cells(row)) + "\n")
    return text.getvalue().encode("utf-8")


def keys(built: bytes) -> bytes:
    """The bytes of the keys that ship beside a gazetteer: every name as the package folds it."""
    from mapper.places.shipped import keys_text  # noqa: PLC0415 -- needs the package, the checks do not
    from mapper.places.table import table  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / SHIPPED.name
        path.write_bytes(built)
        return keys_text(table(path, name="built").places()).encode("utf-8")


def world_keys() -> bytes:
    """The bytes of the keys that ship beside the world in outline, whose table has a build of its own."""
    from mapper.places.world import keys_text  # noqa: PLC0415

    return keys_text().encode("utf-8")


def build(folder: Path = TABLES, *, sources: Path = SOURCES) -> bytes:
    """The bytes of the gazetteer built from the tables of a folder."""
    rows = read_tables(folder)
    check(rows, read_sources(sources))
    return as_tsv(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the gazetteer is written, or with ``--check`` when it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare with the file on disk")
    options = parser.parse_args(arguments)
    try:
        built = build()
    except BadTablesError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    files = {SHIPPED: built, KEYS: keys(built), WORLD_KEYS: world_keys()}
    if not options.check:
        SHIPPED.parent.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            path.write_bytes(content)
        return 0
    stale = [path.name for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
    for name in stale:
        sys.stderr.write(f"{name} differs from its tables, or from how names fold: run gazetteer/build.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

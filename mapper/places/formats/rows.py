"""Lines and cells of a table, each with its line number, out of a plain file or a zip."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from mapper.errors import InputError
from mapper.places.record import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    Row = tuple[int, list[str]]

UNREADABLE = "\ufffd"  # what a byte that is not UTF-8 becomes
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


class BadRow(ValueError):
    """A row cannot be used; the message says why."""


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a file, or of the table inside a zip; bytes that are not UTF-8 become `UNREADABLE`."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="\n")
        else:
            with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as text:
                yield text
    except zipfile.BadZipFile as error:
        raise InputError(f"{path}: this is no zip file, or it is damaged; download it again") from error
    except OSError as error:
        raise InputError(f"{path}: the file cannot be read ({error.strerror or error}); check the path") from error


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """The largest text table of an archive; GeoNames puts a readme beside it."""
    tables = [m for m in archive.infolist() if m.filename.lower().endswith((".txt", ".tsv", ".csv"))]
    if not tables:
        raise InputError(f"{path}: no .txt, .tsv or .csv lies in this zip")
    return max(tables, key=lambda m: m.file_size).filename


def tab_rows(text: IO[str]) -> Iterator[Row]:
    """The cells of each line, cut at tabs, with the line's number; empty lines are passed over."""
    for number, line in enumerate(text, 1):
        bare = line.rstrip("\r\n")
        if bare.strip():
            yield number, bare.split("\t")


def quoted_rows(text: IO[str], delimiter: str) -> Iterator[Row]:
    """The cells of each row of a CSV file, whose cells may be quoted, with the number of its last line."""
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(f"line {reader.line_num}: {error}") from error
        if cells is None:
            return
        if any(cells):
            yield reader.line_num, cells


def named(rows: Iterator[Row]) -> tuple[dict[str, int], Iterator[Row]]:
    """Where each column of the header stands, its name in small letters, and the rows behind it."""
    _, header = next(rows, (0, []))
    return {cell.strip().casefold(): place for place, cell in enumerate(header)}, rows


def collect(rows: Iterable[Row], *, width: int, make: Callable[[list[str]], Record | None]) -> Collected:
    """The records that `make` makes of rows of this width, and the rows refused; None is passed over."""
    records: list[Record] = []
    refused: list[Refusal] = []
    seen: dict[str, int] = {}
    for line, cells in _whole_rows(rows, width):
        try:
            record = make(_sound(cells, width))
            if record is None:
                continue
        except BadRow as error:
            refused.append(Refusal(line=line, reason=str(error)))
            continue
        if seen.setdefault(record.id, line) != line:
            refused.append(Refusal(line=line, reason=f"the id {record.id} stands in line {seen[record.id]} too"))
        else:
            records.append(record)
    return tuple(records), tuple(refused)


if TYPE_CHECKING:
    Collected = tuple[tuple[Record, ...], tuple[Refusal, ...]]


def _whole_rows(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """The rows, those put together again that a line break inside a cell has cut into short ones."""
    held: list[Row] = []
    for line, cells in rows:
        if len(cells) >= width or sum(len(c) - 1 for _, c in held) + len(cells) > width:
            yield from held
            held = []
        if len(cells) >= width:
            yield line, cells
            continue
        held.append((line, cells))
        if sum(len(c) - 1 for _, c in held) + 1 == width:
            yield held[0][0], _joined([c for _, c in held])
            held = []
    yield from held


def _joined(parts: list[list[str]]) -> list[str]:
    """The cells of one row out of its parts: the last cell of each goes on in the first of the next."""
    cells = list(parts[0])
    for part in parts[1:]:
        cells[-1] = f"{cells[-1]} {part[0]}".strip()
        cells += part[1:]
    return cells


def _sound(cells: list[str], width: int) -> list[str]:
    if len(cells) != width:
        raise BadRow(f"{len(cells)} cells instead of {width}")
    if any(UNREADABLE in cell for cell in cells):
        raise BadRow("some of it is not UTF-8")
    return cells


def cell_of(cells: list[str], columns: Mapping[str, int], *names: str) -> str:
    """The cell under the first of these columns that the table has; empty for none, for Null and for formulas."""
    for name in names:
        if name in columns:
            cell = cells[columns[name]].strip()
            missing = cell[:1] in "<nN=" and (cell[:1] == "=" or cell.casefold() in {"<null>", "null", "nan"})
            return "" if missing else cell
    return ""


def degrees(lat: str, lon: str) -> tuple[float, float]:
    """Longitude and latitude of two cells.

    Raises
    ------
    BadRow
        They are no position on Earth; 0, 0 is none either, it stands for a missing one.
    """
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise BadRow(f"the position {lat!r}, {lon!r} is not two numbers") from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):  # noqa: PLR2004 -- degrees
        raise BadRow(f"the position {lat}, {lon} is not on Earth; is latitude in the column of longitude?")
    if x == y == 0:
        raise BadRow("the position is 0, 0, which stands for a missing one")
    return x, y


def whole(cell: str) -> int:
    """The number in a cell, 0 where it is empty or no whole number."""
    return int(cell) if cell.isascii() and cell.isdigit() else 0


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day_of(path: Path) -> str:
    """The date in a file's name, as ISO 8601; empty where there is none."""
    found = _DAY.search(path.stem)
    return "-".join(found.groups()) if found else ""

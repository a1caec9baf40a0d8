"""A gazetteer read from a table: the project's own TSV, or any CSV with name, lon and lat."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, get_args

from mapper.errors import InputError
from mapper.places.distance import DEGREE_KM, quick_kilometres
from mapper.places.index import NameIndex
from mapper.places.place import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from mapper.places.index import Key
    from mapper.places.place import Candidate

COLUMNS = (
    *("id", "kind", "detail", "name", "name_local", "names", "lon", "lat", "precision", "country"),
    *("admin1", "admin2", "admin3", "population", "sources", "ids"),
)
REQUIRED = ("name", "lon", "lat")
_KINDS: dict[str, Kind] = {"": "settlement", **{kind: kind for kind in get_args(Kind)}}


class TableGazetteer:
    """The places of one table.

    Parameters
    ----------
    places
        In the order of the table.
    name
        What the gazetteer is called in outputs.
    keys
        The keys of their names, where they were worked out before.
    """

    def __init__(self, places: Iterable[Place], *, name: str, keys: Iterable[Key] | None = None) -> None:
        self._index = NameIndex(places, keys=keys)
        self._name = name

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        return self._name

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none."""
        return self._index.find(name)

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches alone."""
        return self._index.find(name, loose=False)

    def places(self) -> Sequence[Place]:
        """Every place, in the order of the table."""
        return self._index.places

    def within(self, lon: float, lat: float, km: float, *, details: Collection[str] = ()) -> Sequence[Place]:
        """Every place with a point at most `km` from here, the nearest first; only of these `details`, if any."""
        near = []
        for place in self._index.places:
            if place.lon is None or place.lat is None or abs(place.lat - lat) * DEGREE_KM > km:
                continue
            if details and place.detail not in details:
                continue
            distance = quick_kilometres(lon, lat, place.lon, place.lat)
            if distance <= km:
                near.append((distance, place.id, place))
        return tuple(place for *_, place in sorted(near, key=lambda found: found[:2]))


def table(path: Path | Traversable, *, name: str, keys: Iterable[Key] | None = None) -> TableGazetteer:
    """The gazetteer in a TSV or CSV file.

    Parameters
    ----------
    path
        A UTF-8 file whose first line names its columns: at least `REQUIRED`, and any others of
        `COLUMNS`. Several `names`, `ids` in one field are joined by ``|``. Columns nobody knows are
        left alone; `lon` and `lat` may be empty together.
    name
        What the gazetteer is called in outputs.
    keys
        The keys of the names in it, where they were worked out before.

    Raises
    ------
    InputError
        The file cannot be read, lacks a column or has bad rows; every one is told with its line.
    """
    places: dict[str, Place] = {}
    faults: list[str] = []
    for line, row in _rows(_text(path), path):
        place, wrong = _place(row, line=line, gazetteer=name)
        if place.id in places:
            wrong.append(f"the id {place.id!r} stands in an earlier row too")
        if wrong:
            faults += [f"{path}:{line}: {fault}" for fault in wrong]
        places[place.id] = place
    if faults:
        rows = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise InputError("\n".join((f"{path}: {rows} in the gazetteer; mend or delete these rows", *faults)))
    return TableGazetteer(places.values(), name=name, keys=keys)


def _text(path: Path | Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: the gazetteer cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8; save the gazetteer as UTF-8") from error


def _rows(text: str, path: Path | Traversable) -> Iterator[tuple[int, dict[str, str]]]:
    header = text.partition("\n")[0]
    delimiter = max("\t,;", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [column.strip().casefold() for column in next(reader, [])]
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        found = ", ".join(columns) or "none"
        raise InputError(f"{path}:1: no column {', '.join(missing)}; a gazetteer needs name, lon, lat (found: {found})")
    for cells in reader:
        if any(cells):
            yield reader.line_num, dict(zip(columns, map(str.strip, cells), strict=False))


def _place(row: Mapping[str, str], *, line: int, gazetteer: str) -> tuple[Place, list[str]]:
    """A place and what is wrong with its row."""
    wrong = [] if row.get("name") else ["no name"]
    lon, lat = _number(row, "lon", 180, wrong), _number(row, "lat", 90, wrong)
    if not wrong and (lon is None) != (lat is None):
        wrong.append("lon without lat or lat without lon; give both or neither")
    kind = row.get("kind", "")
    if kind not in _KINDS:
        wrong.append(f"kind {kind!r} is none of {', '.join(get_args(Kind))}")
    place = Place(
        id=row.get("id") or f"{gazetteer}:{line}",
        name=row.get("name", ""),
        kind=_KINDS.get(kind, "settlement"),
        lon=lon,
        lat=lat,
        detail=row.get("detail", ""),
        name_local=row.get("name_local", ""),
        names=_parts(row.get("names", "")),
        precision=_whole(row, "precision", wrong, empty=1),
        country=row.get("country", ""),
        admin=tuple(unit for unit in (row.get(f"admin{level}", "") for level in (1, 2, 3)) if unit),
        population=_whole(row, "population", wrong, empty=0),
        ids=_parts(row.get("ids", "")),
        gazetteer=gazetteer,
    )
    return place, wrong


def _parts(cell: str) -> tuple[str, ...]:
    return tuple([part.strip() for part in cell.split("|") if part.strip()]) if cell else ()


def _number(row: Mapping[str, str], column: str, limit: int, wrong: list[str]) -> float | None:
    cell = row.get(column, "")
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        wrong.append(f"{column} {cell!r} is no number")
        return None
    if not -limit <= number <= limit:
        wrong.append(f"{column} {cell} is not between -{limit} and {limit} degrees")
        return None
    return number


def _whole(row: Mapping[str, str], column: str, wrong: list[str], *, empty: int) -> int:
    cell = row.get(column, "")
    if not cell:
        return empty
    if column == "precision" and cell not in ("1", "2", "3"):
        wrong.append(f"precision {cell!r} is not 1, 2 or 3")
    elif not (cell.isascii() and cell.isdigit()):
        wrong.append(f"{column} {cell!r} is not a whole number")
    else:
        return int(cell)
    return empty

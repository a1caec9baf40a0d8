"""The baseline: a table of who held what at the start."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import InputError
from mapper.places.place import Place
from mapper.places.position import position

if TYPE_CHECKING:
    from mapper.control.statements import Statements

_NEEDED = ("holder", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Who held a place on the first day; where `place_id` is empty, the place is known by its name."""

    place_id: str
    name: str
    holder: str
    day: date
    lon: float | None = None
    lat: float | None = None
    where: str = ""  # the file and line that say so
    place: Place | None = None  # of a gazetteer

    def enter(self, table: Statements) -> int:
        """The number of the place in a table, entered there if it is new."""
        key = self.place_id or self.name
        number = table.places.number(key)
        name = table.titles.setdefault(number, self.name or key)
        if self.lon is not None and self.lat is not None:
            table.points.setdefault(number, (self.lon, self.lat))
            entry = Place(id=key, name=name, kind="settlement", lon=self.lon, lat=self.lat, gazetteer="baseline")
            table.found.setdefault(number, self.place or entry)
        return number


def read_baseline(path: str | Path) -> tuple[Start, ...]:
    """The rows of a CSV file with the columns place_id, name, lon, lat, holder, date.

    Raises
    ------
    InputError
        The file cannot be read, a column is missing, or a row has no place, holder or date; the message
        names every such line.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the baseline cannot be read ({error})") from error
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=max("\t;,", key=text.partition("\n")[0].count))
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}: the baseline needs the columns place_id, name, lon, lat, holder, date; "
            f"missing: {', '.join(missing)}"
        )
    starts: list[Start] = []
    faults: list[str] = []
    for row in rows:
        try:
            starts.append(_start(f"{path}, line {rows.line_num}", row))
        except ValueError as error:
            faults.append(f"{path}, line {rows.line_num}: {error}")
    if faults:
        raise InputError("\n".join(faults))
    return tuple(starts)


def _start(where: str, row: dict[str, str]) -> Start:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    place_id, name = cells.get("place_id", ""), cells.get("name", "")
    if not (place_id or name) or not cells["holder"]:
        raise ValueError("a row needs a place_id (or a name) and a holder")
    try:
        day = date.fromisoformat(cells["date"])
    except ValueError:
        raise ValueError(f"date {cells['date']!r} is no date; write it as YYYY-MM-DD") from None
    lon, lat = position(cells.get("lon", ""), cells.get("lat", "")) or (None, None)
    return Start(place_id=place_id, name=name, holder=cells["holder"], day=day, lon=lon, lat=lat, where=where)

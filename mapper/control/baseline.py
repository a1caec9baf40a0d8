"""The baseline: a table of who held what at the start."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import InputError

if TYPE_CHECKING:
    from mapper.control.statements import Statements

_NEEDED = ("holder", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Who held a place on the first day."""

    place_id: str
    name: str
    holder: str
    day: date
    lon: float | None = None
    lat: float | None = None

    def enter(self, table: Statements) -> int:
        """The number of the place in a table, entered there if it is new."""
        number = table.places.number(self.place_id or self.name)
        table.titles.setdefault(number, self.name or self.place_id)
        if self.lon is not None and self.lat is not None:
            table.points.setdefault(number, (self.lon, self.lat))
        return number


def read_baseline(path: str | Path) -> tuple[Start, ...]:
    """The rows of a CSV file with the columns place_id, name, lon, lat, holder, date.

    Raises
    ------
    InputError
        The file cannot be read, a column is missing, or a row has no place, holder or date; the message
        names the line.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the baseline cannot be read ({error})") from error
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}: the baseline needs the columns place_id, name, lon, lat, holder, date; "
            f"missing: {', '.join(missing)}"
        )
    return tuple(_start(path, rows.line_num, row) for row in rows)


def _start(path: str | Path, line: int, row: dict[str, str]) -> Start:
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    place = cells.get("place_id", "") or cells.get("name", "")
    if not place or not cells["holder"]:
        raise InputError(f"{path}, line {line}: a row needs a place_id (or a name) and a holder")
    try:
        day = date.fromisoformat(cells["date"])
        lon, lat = (float(cells[k]) if cells.get(k) else None for k in ("lon", "lat"))
    except ValueError as error:
        raise InputError(f"{path}, line {line}: {error}; dates are YYYY-MM-DD, positions degrees") from error
    return Start(place_id=place, name=cells.get("name", ""), holder=cells["holder"], day=day, lon=lon, lat=lat)

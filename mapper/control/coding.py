"""Claims coded by hand: a table read row by row into statements, the rows that cannot be used told by their lines."""

from __future__ import annotations

import csv
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from mapper.control.lenses import is_seen
from mapper.control.statements import CERTAINTIES, CHANGES, Statements
from mapper.errors import InputError
from mapper.places.place import Place
from mapper.places.position import position
from mapper.reports.report import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Watch = Callable[[Iterable[str]], Iterable[str]]

COLUMNS: Final = (
    *("report_id", "place_id", "name", "lon", "lat", "change", "controller", "date_from", "date_to", "reported"),
    *("claimant", "claimant_side", "certainty"),
)
OPTIONAL: Final = ("actor", "previous")
_NEEDED: Final = ("change", "controller")
_HAPPENED: Final = frozenset({"asserted", "claimed", "denied"})
_DECIMALS: Final = 4  # of degrees in the name of a place that has no id: about 10 m


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The statements of a table that can be used, and what was wrong with the other rows."""

    table: Statements
    faults: tuple[Fault, ...] = ()
    rows: int = 0  # read, good and bad
    undated: int = 0  # left out, because nobody knows when they were said
    sides: frozenset[str] = frozenset()  # of all rows, left out or not


def read_coded(
    path: str | Path,
    *,
    known_by: date | None = None,
    lens: str | None = None,
    wrong: frozenset[str] = frozenset(),
    watch: Watch = lambda lines: lines,
) -> Coded:
    """The claims of a CSV file with the columns in `COLUMNS`; those in `OPTIONAL` may be there as well.

    A claim's id is that of its report, "#" and the line in the file.

    Parameters
    ----------
    path
        A file, or "-" for standard input.
    known_by
        Only claims reported by this day are taken.
    lens
        Only claims by this side's sources are taken; "neither": by sources on nobody's side.
    wrong
        Ids of claims to leave out.
    watch
        Sees every line go by, to show how far it is.

    Raises
    ------
    InputError
        The file cannot be read as a table, or lacks a column.
    """
    with _opened(path) as file:
        lines = watch(file)
        rows = iter(_rows(path, lines))
        _, header = next(rows, (1, []))
        coder = _Coder(path, header)
        for line, cells in rows:
            coder.take(line, cells, known_by=known_by, lens=lens, wrong=wrong)
    return Coded(
        table=coder.table,
        faults=tuple(coder.faults),
        rows=coder.rows,
        undated=coder.undated,
        sides=frozenset(coder.sides - {""}),
    )


@contextmanager
def _opened(path: str | Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        told = error.strerror or error
        raise InputError(f"{path}: the claims cannot be read ({told}); check the path") from error


def _rows(path: str | Path, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their lines."""
    source = iter(lines)
    number = 0
    try:
        first = next(source, "").removeprefix("\ufeff")
        reader = csv.reader(_again(first, source), delimiter=max("\t;,", key=first.count))
        for row in reader:
            number = reader.line_num
            if any(row):
                yield number, row
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: after line {number} there is a byte that is not UTF-8; save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{path}, line {number + 1}: this is no row of a table ({error})") from error


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
        yield from rest


class _Coder:
    """Turns rows into statements; what recurs in them (days, places) is worked out once."""

    def __init__(self, path: str | Path, header: Sequence[str]) -> None:
        names = [name.strip().casefold() for name in header]
        missing = [name for name in _NEEDED if name not in names]
        if not {"place_id", "name"} & set(names):
            missing.append("place_id (or name)")
        if missing:
            raise InputError(f"{path}: the claims need the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}")
        self.path = path
        self.table = Statements()
        self.faults: list[Fault] = []
        self.rows = self.undated = 0
        self.sides: set[str] = set()
        self._width = len(names)
        self._at = [names.index(name) if name in names else len(names) for name in (*COLUMNS, *OPTIONAL)]
        self._days: dict[str, int] = {"": 0}
        self._places: dict[tuple[str, str, str, str], int | str] = {}

    def take(
        self, line: int, row: list[str], *, known_by: date | None, lens: str | None, wrong: frozenset[str]
    ) -> None:
        """One row: a statement, a fault, or neither where it tells of nothing that was."""
        self.rows += 1
        cells = [cell.strip() for cell in row[: self._width]]
        cells += [""] * (self._width + 1 - len(cells))
        report, place_id, name, lon, lat, change, controller, since, until, said, claimant, side, certainty, *more = [
            cells[i] for i in self._at
        ]
        actor, previous = more
        place = self._place((place_id, name, lon, lat))
        start, end, reported = self._day(since), self._day(until), self._day(said)
        certainty = certainty or "asserted"
        sound = isinstance(place, int) and change in _CHANGES and certainty in _CERTAINTIES
        if not sound or min(start, end, reported) < 0 or start > end > 0:
            days = {"date_from": since, "date_to": until, "reported": said}
            self._tell(line, place, change, certainty, {k: v for k, v in days.items() if self._day(v) < 0})
            return
        self.sides.add(controller)
        self.sides.add(side)
        report = report or "row"
        key = f"{report}#{line}"
        if not is_seen(side or None, lens) or key in wrong:
            return
        if known_by is not None and (not reported or reported > known_by.toordinal()):
            self.undated += not reported
            return
        if certainty not in _HAPPENED and not (certainty == "historic" and start):
            return  # plans and failures say nothing of what was, nor does history without a date
        day = start or end or reported
        self.table.add(
            id_=key,
            place=int(place),
            change=change,
            certainty=certainty,
            controller=controller,
            previous=previous,
            actor=actor,
            start=start,
            end=end,
            reported=reported,
            source=claimant.casefold() or report,
            report=report,
            leaning=side,
            order=(day, reported, report, line, key),
        )

    def _day(self, cell: str) -> int:
        """The ordinal of a day, 0 for none, -1 for what is no day."""
        found = self._days.get(cell)
        if found is None:
            try:
                found = date.fromisoformat(cell).toordinal()
            except ValueError:
                found = -1
            self._days[cell] = found
        return found

    def _place(self, cells: tuple[str, str, str, str]) -> int | str:
        """The number of a row's place, or what is wrong with it."""
        found = self._places.get(cells)
        if found is None:
            found = self._places[cells] = self._new_place(*cells)
        return found

    def _new_place(self, place_id: str, name: str, lon: str, lat: str) -> int | str:
        try:
            point = position(lon, lat)
        except ValueError as error:
            return str(error)
        if not place_id and not name:
            return "no place: give a place_id or a name"
        where = f"@{point[0]:.{_DECIMALS}f},{point[1]:.{_DECIMALS}f}" if point and not place_id else ""
        key = place_id or f"{name}{where}"
        number = self.table.places.number(key)
        self.table.titles.setdefault(number, name or key)
        if number not in self.table.points:
            self.table.found[number] = _entry(key, name, point)
            if point:
                self.table.points[number] = point
        return number

    def _tell(self, line: int, place: int | str, change: str, certainty: str, days: dict[str, str]) -> None:
        """What is wrong with a row, all of it."""
        wrong = [place] if isinstance(place, str) else []
        if change not in _CHANGES:
            wrong.append(f"change {change!r} is none of {', '.join(CHANGES)}")
        if certainty not in _CERTAINTIES:
            wrong.append(f"certainty {certainty!r} is none of {', '.join(CERTAINTIES)}")
        wrong += [f"{name} {cell!r} is no date; write it as YYYY-MM-DD" for name, cell in days.items()]
        where = f"{self.path}, line {line}"
        self.faults.append(Fault(where=where, message="; ".join(wrong) or "date_from lies after date_to"))


_CHANGES = frozenset(CHANGES)
_CERTAINTIES = frozenset(CERTAINTIES)


def _entry(key: str, name: str, point: tuple[float, float] | None) -> Place:
    """A place of a table as a gazetteer would give it."""
    lon, lat = point or (None, None)
    return Place(id=key, name=name or key, kind="settlement", lon=lon, lat=lat, gazetteer="table")

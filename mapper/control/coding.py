"""Claims coded by hand: a table read row by row into statements, the rows that cannot be used told by their lines."""

from __future__ import annotations

import csv
import sys
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO

from mapper.control.lenses import is_seen
from mapper.control.statements import CERTAINTIES, CHANGES, UNDATED, Statements
from mapper.errors import InputError
from mapper.places.place import Place
from mapper.places.position import position
from mapper.reports.report import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Watch = Callable[[Iterable[str]], Iterable[str]]
    _Cells = tuple[str, ...]

COLUMNS: Final = (
    *("report_id", "place_id", "name", "lon", "lat", "change", "controller", "date_from", "date_to", "reported"),
    *("claimant", "claimant_side", "certainty"),
)
OPTIONAL: Final = ("actor", "previous", "source", "quote")
_NEEDED: Final = ("change", "controller")
_HAPPENED: Final = frozenset({"asserted", "claimed", "denied"})
_WHERE: Final = ("place_id", "name", "lon", "lat")
_WHAT: Final = ("change", "certainty", "controller", "previous", "actor", "claimant_side")
_WHEN: Final = ("date_from", "date_to", "reported")
_WHO: Final = ("report_id", "claimant", "source", "quote")
_ORDER: Final = (  # columns of the table as statements are made here
    *("ids", "number", "place", "source", "report", "start", "end", "reported"),
    *("change", "certainty", "controller", "previous", "actor", "leaning"),
)
_CHUNK: Final = 10_000  # statements put into the table at once
_DECIMALS: Final = 4  # of degrees in the name of a place that has no id: about 10 m


class Words(NamedTuple):
    """Who said it, where, and in what words, as a row has them."""

    claimant: str
    source: str  # the report, where no source is named
    quote: str


_SILENT: Final = Words("", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The statements of a table that can be used, and what was wrong with the other rows."""

    table: Statements
    faults: tuple[Fault, ...] = ()
    rows: int = 0  # read, good and bad
    undated: int = 0  # left out, because nobody knows when they were said
    sides: frozenset[str] = frozenset()  # of all rows, left out or not
    left_out: frozenset[str] = frozenset()  # ids of claims that somebody calls wrong
    words: tuple[Words, ...] = ()  # by statement

    def last(self, claims: Iterable[str]) -> Words:
        """The words of the claim that was reported last, of these ids."""
        table, lines = self.table, self.table.number
        rows = [bisect_left(lines, int(claim.rpartition("#")[2])) for claim in claims]
        if not rows or not self.words:
            return _SILENT
        return self.words[max(rows, key=lambda row: (table.reported[row], table.end[row], row))]


class _Spot(NamedTuple):
    """The place of a row: its key, its name and its position."""

    key: str
    name: str
    point: tuple[float, float] | None


class _Meant(NamedTuple):
    """What a row says: its change and certainty, the side that holds, held and acts, and the claimant's."""

    change: str
    certainty: str
    controller: str
    previous: str
    actor: str
    side: str


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
        coder.take(rows, known_by=known_by, lens=lens, wrong=wrong)
        coder.finish()
    return Coded(
        table=coder.table,
        faults=tuple(coder.faults),
        rows=coder.rows,
        undated=coder.undated,
        sides=frozenset(coder.sides - {""}),
        left_out=frozenset(coder.left_out),
        words=tuple(coder.words),
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
        reader = csv.reader(chain([first] if first else [], source), delimiter=max("\t;,", key=first.count))
        for row in reader:
            number = reader.line_num
            if any(row):
                yield number, row
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: after line {number} there is a byte that is not UTF-8; save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{path}, line {number + 1}: this is no row of a table ({error})") from error


class _Coder:
    """Turns rows into statements; what recurs in them (places, days, changes and sides) is worked out once."""

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
        self.left_out: set[str] = set()
        self._width = len(names)
        at = {name: names.index(name) if name in names else len(names) for name in (*COLUMNS, *OPTIONAL)}
        self._cells = tuple(itemgetter(*(at[name] for name in some)) for some in (_WHERE, _WHAT, _WHEN, _WHO))
        self._spots: dict[_Cells, _Spot] = {}
        self._places: dict[_Cells, int] = {}
        self._meanings: dict[_Cells, _Meant] = {}
        self._days: dict[_Cells, tuple[int, int, int]] = {}
        self._sources: dict[str, int] = {}
        self._numbers: dict[_Cells, tuple[int, ...]] = {}
        self._made: list[tuple[Any, ...]] = []
        self.words: list[Words] = []
        self._named: dict[str, str] = {}

    def take(  # noqa: C901 -- one loop: a call for each of a million rows costs a third of the time
        self,
        rows: Iterable[tuple[int, list[str]]],
        *,
        known_by: date | None,
        lens: str | None,
        wrong: frozenset[str],
    ) -> None:
        """Rows with their lines: each a statement, a fault, or neither where it tells of nothing that was.

        One loop with hardly a call where nothing is new, since tables have a million rows.
        """
        of_where, of_what, of_when, of_who = self._cells
        width, made, table, words = self._width, self._made, self.table, self.words
        last, named = known_by.toordinal() if known_by else 0, self._named
        for line, row in rows:
            self.rows += 1
            if len(row) == width:
                row.append("")
            else:
                row[width:] = [""] * max(1, width + 1 - len(row))
            where, what, when = of_where(row), of_what(row), of_when(row)
            spot, meant, days = self._spots.get(where), self._meanings.get(what), self._days.get(when)
            if spot is None or meant is None or days is None:
                try:
                    spot, meant, days = self._new(where, what, when)
                except ValueError as error:
                    self.faults.append(Fault(where=f"{self.path}, line {line}", message=str(error)))
                    continue
            report, claimant, outlet, quote = of_who(row)
            report = report.strip() or "row"
            key = f"{report}#{line}"
            start, end, reported = days
            if wrong and key in wrong:
                self.left_out.add(key)
                continue
            if lens is not None and not is_seen(meant.side or None, lens):
                continue
            if last and not 0 < reported <= last:
                self.undated += not reported
                continue
            if meant.certainty not in _HAPPENED and not (meant.certainty == "historic" and start):
                continue  # plans and failures say nothing of what was, nor does history without a date
            place = self._places.get(where)
            if place is None:
                place = self._place(where, spot)
            source = self._sources.get(claimant)
            if source is None:
                source = self._source(claimant, report)
            number, numbers = table.reports.number(report), self._numbers.get(what) or self._number(what, meant)
            since = start if start or end or reported else UNDATED
            outlet = outlet.strip() or table.reports.words[number]  # texts that recur are kept once
            words.append(Words(named.setdefault(claimant, claimant.strip()), outlet, quote.strip()))
            made.append((key, line, place, source, number, since, end, reported, *numbers))
            if len(made) >= _CHUNK:
                self.finish()

    def finish(self) -> None:
        """Put the statements that were made into the table: many at once, which takes a third of the time."""
        for name, values in zip(_ORDER, zip(*self._made, strict=True), strict=bool(self._made)):
            getattr(self.table, name).extend(values)
        for name in ("trust", "weak"):
            getattr(self.table, name).extend([1.0] * len(self._made))
        self._made.clear()

    def _number(self, what: _Cells, meant: _Meant) -> tuple[int, ...]:
        """Change, certainty and sides as numbers of the table, which learns the sides by it."""
        sides = (self.table.sides.number(s) for s in (meant.controller, meant.previous, meant.actor, meant.side))
        numbers = (CHANGES.index(meant.change), CERTAINTIES.index(meant.certainty), *sides)
        self._numbers[what] = numbers
        return numbers

    def _new(self, where: _Cells, what: _Cells, when: _Cells) -> tuple[_Spot, _Meant, tuple[int, int, int]]:
        """Spot, meaning and days of cells that were not met before.

        Raises
        ------
        ValueError
            They cannot be meant; the message says everything that is wrong.
        """
        wrong: list[str] = []
        try:
            spot = self._spots[where] = _spot(*(cell.strip() for cell in where))
        except ValueError as error:
            wrong.append(str(error))
        change, certainty, *sides = (cell.strip() for cell in what)
        meant = _Meant(change, certainty or "asserted", *sides)
        if change not in CHANGES:
            wrong.append(f"change {change!r} is none of {', '.join(CHANGES)}")
        if meant.certainty not in CERTAINTIES:
            wrong.append(f"certainty {certainty!r} is none of {', '.join(CERTAINTIES)}")
        days = [_ordinal(cell.strip()) for cell in when]
        named = zip(_WHEN, when, days, strict=True)
        wrong += [f"{name} {cell!r} is no date; write it as YYYY-MM-DD" for name, cell, day in named if day < 0]
        if days[0] > days[1] > 0:
            wrong.append(f"date_from {when[0]} lies after date_to {when[1]}")
        if wrong:
            raise ValueError("; ".join(wrong))
        self.sides |= set(sides)
        self._meanings[what] = meant
        self._days[when] = (days[0], days[1], days[2])
        return spot, meant, self._days[when]

    def _source(self, claimant: str, report: str) -> int:
        """The number of whoever says so: the claimant, or the report where none is named."""
        named = claimant.strip().casefold()
        number = self.table.sources.number(named or report)
        if named:
            self._sources[claimant] = number
        return number

    def _place(self, where: _Cells, spot: _Spot) -> int:
        """The number of a place in the table, which learns the place by it."""
        number = self._places[where] = self.table.places.number(spot.key)
        self.table.titles.setdefault(number, spot.name)
        if number not in self.table.points:
            self.table.found[number] = _entry(spot)
            if spot.point:
                self.table.points[number] = spot.point
        return number


def _spot(place_id: str, name: str, lon: str, lat: str) -> _Spot:
    """The place that four cells of a row tell."""
    point = position(lon, lat)
    if not place_id and not name:
        raise ValueError("no place: give a place_id or a name")
    where = f"@{point[0]:.{_DECIMALS}f},{point[1]:.{_DECIMALS}f}" if point and not place_id else ""
    return _Spot(place_id or f"{name}{where}", name or place_id, point)


def _ordinal(cell: str) -> int:
    """The ordinal of a day, 0 for none, -1 for what is no day."""
    try:
        return date.fromisoformat(cell).toordinal() if cell else 0
    except ValueError:
        return -1


def _entry(spot: _Spot) -> Place:
    """A place of a table as a gazetteer would give it."""
    lon, lat = spot.point or (None, None)
    return Place(id=spot.key, name=spot.name, kind="settlement", lon=lon, lat=lat, gazetteer="table")

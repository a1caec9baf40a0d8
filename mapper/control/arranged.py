"""A table of statements as arrays, arranged so that the order in which its rows came does not matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.control.statements import CERTAINTIES, CHANGES, NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.control.statements import Names, Statements

    Numbers = NDArray[np.integer[Any]]
    Floats = NDArray[np.floating[Any]]

CAPTURED, RECAPTURED, HANDED_OVER, LOST, WITHDRAWN, HELD, REPELLED, BESIEGED, CONTESTED, ADVANCED = range(len(CHANGES))
CLAIMED, HISTORIC, DENIED = (CERTAINTIES.index(word) for word in ("claimed", "historic", "denied"))
TAKING = (CAPTURED, RECAPTURED, HANDED_OVER)
LEAVING = (LOST, WITHDRAWN)
FIGHTING = (CONTESTED, ADVANCED, BESIEGED)
_COLUMNS = (
    *("place", "change", "certainty", "controller", "previous", "actor", "start", "end", "reported"),
    *("source", "report", "leaning", "trust", "weak"),
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """Statements by place and in the order of their days; places and sides are numbered in the order of their names.

    Where days are the same, those reported first come first, then the order is that of reports and, within
    one, of the text.
    """

    places: list[str]
    sides: list[str]
    sources: list[str]  # as the table numbers them
    numbers: list[int]  # of the places in the table
    ids: list[str]
    first: Numbers  # the first row of each place, and the number of rows
    day: Numbers  # from which a statement speaks
    place: Numbers
    change: Numbers
    certainty: Numbers
    controller: Numbers
    previous: Numbers
    actor: Numbers
    start: Numbers
    end: Numbers
    reported: Numbers
    source: Numbers
    report: Numbers
    leaning: Numbers
    trust: Floats
    weak: Floats

    @property
    def happened(self) -> NDArray[np.bool_]:
        """Which statements tell of something that is said to have been so."""
        return np.asarray((self.certainty <= CLAIMED) | ((self.certainty == HISTORIC) & (self.start > 0)))


def arranged(table: Statements) -> Arranged:
    """The statements of a table in order."""
    columns = {name: np.asarray(getattr(table, name)) for name in _COLUMNS}
    places, place_numbers = _by_name(table.places)
    sides, side_numbers = _by_name(table.sides)
    columns["place"] = place_numbers[columns["place"]]
    for name in ("controller", "previous", "actor", "leaning"):
        columns[name] = side_numbers[columns[name]]
    start, end, reported = columns["start"], columns["end"], columns["reported"]
    columns["day"] = np.where(start > 0, start, np.where(end > 0, end, reported)).astype(np.int32)
    order = _order(table, columns["place"], columns["day"], reported)
    columns = {name: column[order] for name, column in columns.items()}
    return Arranged(
        places=places,
        sides=sides,
        sources=table.sources.words,
        numbers=[table.places.numbers[word] for word in places],
        ids=list(map(table.ids.__getitem__, order.tolist())),
        first=np.searchsorted(columns["place"], np.arange(len(places) + 1)),
        **columns,
    )


def _by_name(names: Names) -> tuple[list[str], NDArray[np.int32]]:
    """Words in the order of the alphabet, and the new number of each old one; `NOBODY` stays nobody."""
    words = sorted(names.words)
    new = np.full(len(words) + 1, NOBODY, dtype=np.int32)  # the last stands for nobody
    new[[names.numbers[word] for word in words]] = np.arange(len(words))
    return words, new


def _order(table: Statements, place: Numbers, day: Numbers, reported: Numbers) -> NDArray[np.int64]:
    """The rows by place, day, day of report, report and place in it."""
    order = np.lexsort((reported, day, place))
    if not len(order):
        return order
    new = changes(place[order], day[order], reported[order])
    tied = np.flatnonzero(~new | ~np.append(new[1:], True))
    rows: list[int] = order[tied].tolist()
    reports = [table.report[row] for row in rows]
    words = table.reports.words
    names = {number: words[number] if number != NOBODY else "" for number in set(reports)}
    rank = {number: at for at, number in enumerate(sorted(names, key=names.__getitem__))}
    run, report = np.cumsum(new)[tied], np.asarray([rank[number] for number in reports], dtype=np.int64)
    number = np.asarray([table.number[row] for row in rows], dtype=np.int64)
    kept = sorted_by(run, report, number)
    same = ~changes(run[kept], report[kept], number[kept])
    if same.any():  # the ids decide
        ids = np.asarray([table.ids[row] for row in rows], dtype=np.object_)
        kept = sorted_by(run, report, number, np.unique(ids, return_inverse=True)[1])
    order[tied] = order[tied[kept]]
    return order


def changes(*columns: Any) -> NDArray[np.bool_]:  # noqa: ANN401 -- arrays of any kind
    """Where a row differs from the one before it; the first does."""
    new = np.ones(len(columns[0]), dtype=np.bool_)
    if len(new):
        new[1:] = False
        for column in columns:
            new[1:] |= column[1:] != column[:-1]
    return new


def sorted_by(*columns: Any) -> NDArray[np.int64]:  # noqa: ANN401 -- arrays of any kind
    """The rows sorted by the first column, then by the next; equal ones in the order in which they stand."""
    return np.lexsort(columns[::-1])

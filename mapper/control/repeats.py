"""What a source or a report only says again, or takes back: none of it is evidence a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.control.arranged import FIGHTING, changes, sorted_by
from mapper.control.statements import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from mapper.control.arranged import Arranged, Floats, Numbers

    Marks = NDArray[np.bool_]

AGAIN = 7  # days within which a source that says the same again is not heard again

_WHO = 1  # the kinds of statements that tell who holds a place, taken as one


def last_words(c: Arranged) -> tuple[Marks, Marks]:
    """Of what one report says of one place and day: what it does not take back, and what contradicts nothing before.

    A place that was taken in the morning and retaken at night is settled by the last word alone.
    """
    final, opening = np.ones(len(c.day), dtype=np.bool_), np.ones(len(c.day), dtype=np.bool_)
    rows = np.flatnonzero(c.happened & ~np.isin(c.change, FIGHTING))
    new = changes(c.place[rows], c.day[rows])
    rows = rows[~new | ~np.append(new[1:], True)]  # of days on which a place is spoken of twice
    rows = rows[sorted_by(c.place[rows], c.report[rows], c.day[rows], rows)]
    begins = np.append(np.flatnonzero(changes(c.place[rows], c.report[rows], c.day[rows])), len(rows))
    goals = goals_of(c)
    for at in np.flatnonzero(np.diff(begins) > 1).tolist():
        said = rows[begins[at] : begins[at + 1]].tolist()
        held = [int(goals[row]) for row in said]
        taken_back = [i for i, goal in enumerate(held) if are_rivals(goal, held[-1])]
        contradicting = [i for i, goal in enumerate(held) if are_rivals(goal, held[0])]
        if taken_back:
            final[said[: taken_back[-1] + 1]] = False
        if contradicting:
            opening[said[contradicting[0] :]] = False
    return final, opening


def goals_of(c: Arranged) -> NDArray[np.int64]:
    """The side that each statement puts in the place; of one that only tells who left, -2 less that side."""
    gone = (c.controller == NOBODY) & (c.previous != NOBODY)
    return np.where(gone, -2 - c.previous.astype(np.int64), c.controller)


def are_rivals(one: int, other: int) -> bool:
    """Whether two goals cannot both be."""
    if one >= 0 and other >= 0:
        return one != other
    return NOBODY not in {one, other} and -2 - min(one, other) == max(one, other)


def heard(c: Arranged, day: Numbers, kind: Numbers, goal: Numbers, loud: Floats, *, alike: int = 0) -> Floats:
    """How loud statements that have kinds other than 0 are after what their sources have said: 0 for mere repetition.

    A source that says the same of a place again within some days adds only what it says more firmly. But where
    another side is said in between to hold the place, saying it again is an answer: all answers together are no
    louder than what they answer.

    Parameters
    ----------
    alike
        Kinds up to this one are ways to tell who holds a place, and contradict each other.
    """
    rows = np.flatnonzero(kind)
    rows = rows[sorted_by(c.place[rows], day[rows], rows)]
    result = np.where(kind > 0, loud, 0.0)
    group = np.where((kind > 0) & (kind <= alike), _WHO, kind + _WHO)
    columns = [column[rows] for column in (day, group, goal, c.source)]
    lists = [column.tolist() for column in (*columns, result[rows])]
    for begin, end in _close(c.place[rows], *columns):
        said = [_Said(*row) for row in zip(range(begin, end), *(one[begin:end] for one in lists), strict=True)]
        _hear(said)
        result[rows[begin:end]] = [one.loud for one in sorted(said, key=lambda one: one.row)]
    return result


@dataclass(slots=True)
class _Said:
    """A statement while it is heard."""

    row: int
    day: int
    kind: int
    goal: int
    source: int
    loud: float


@dataclass(slots=True)
class _Rival:
    """A statement that contradicts others: its number and day, how loud it is, and how loud each source answered it."""

    number: int
    day: int
    loud: float
    answers: dict[int, float]

    def open_to(self, source: int) -> float:
        """How much of it is left to a source, with what that has answered already."""
        return self.loud - sum(loud for one, loud in self.answers.items() if one != source)


def _close(place: Numbers, day: Numbers, kind: Numbers, goal: Numbers, source: Numbers) -> Iterator[tuple[int, int]]:
    """The ends of runs of statements about a place, so many days apart at most, in which somebody repeats himself."""
    if not len(place):
        return
    key = (place.astype(np.int64) * (int(kind.max()) + 1) + kind) * (int(np.ptp(goal)) + 1) + goal - int(goal.min())
    key = key * (int(source.max()) + 2) + source + 1
    order = np.argsort(key, kind="stable")
    a, b = order[:-1], order[1:]
    again = b[(key[a] == key[b]) & (day[b] - day[a] <= AGAIN)]
    far = np.diff(day, prepend=0) > AGAIN + 1  # one more: what was so until a day counts for the day before
    begins = np.flatnonzero(changes(place) | far)
    ends = np.append(begins, len(place))[1:]
    for number in np.unique(np.searchsorted(begins, again, "right") - 1).tolist():
        yield int(begins[number]), int(ends[number])


def _hear(run: list[_Said]) -> None:
    """Weigh the statements of one run, one after the other; of one day the loudest first."""
    run.sort(key=lambda one: (one.day, -one.loud, one.row))
    before: dict[tuple[int, int, int], list[tuple[int, int, float]]] = {}  # number, day and loudness of what was heard
    rivals: dict[int, list[_Rival]] = {}
    goals = {one.goal for one in run if one.kind == _WHO}
    for number, one in enumerate(run):
        same = before.setdefault((one.kind, one.source, one.goal), [])
        same[:] = [said for said in same if one.day - said[1] <= AGAIN]
        weight = one.loud
        one.loud = max(0.0, weight - sum(loud for _, _, loud in same))
        if same and one.kind == _WHO and one.goal in rivals:
            one.loud = _answer(one, weight, same, rivals[one.goal])
        if one.loud > 0:
            same.append((number, one.day, one.loud))
            for other in goals if len(goals) > 1 and one.kind == _WHO else ():
                if are_rivals(one.goal, other):
                    kept = [r for r in rivals.get(other, ()) if one.day - r.day <= AGAIN]
                    rivals[other] = [*kept, _Rival(number, one.day, one.loud, {})]


def _answer(one: _Said, weight: float, same: list[tuple[int, int, float]], rivals: list[_Rival]) -> float:
    """How loud a statement is that says again what was contradicted: what its source said before counts for less."""
    said = sum(loud for _, _, loud in same)
    open_ = [(r, sum(loud for n, _, loud in same if n < r.number), r.open_to(one.source)) for r in rivals]
    countered = max((min(before, left) for _, before, left in open_), default=0.0)
    loud = min(weight, max(0.0, weight - said + countered))
    for rival, before, left in open_:
        more = said - before + loud - max(0.0, weight - before)  # than without the contradiction
        rival.answers[one.source] = max(rival.answers.get(one.source, 0.0), min(before, left, max(0.0, more)))
    return loud

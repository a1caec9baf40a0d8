"""What a source or a report only says again, or takes back: none of it is evidence a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.control.arranged import FIGHTING, changes, sorted_by
from mapper.control.statements import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from mapper.control.arranged import Arranged, Floats, Numbers

    Marks = NDArray[np.bool_]

AGAIN = 7  # days within which a source that says the same again is not heard again


@dataclass(frozen=True, slots=True)
class Heard:
    """How loud each statement is after what its source has said already.

    `loud` is 0 for mere repetition; `opens` marks statements that are heard as news, `answers` those among them
    that say again what was contradicted in between.
    """

    loud: Floats
    opens: Marks
    answers: Marks


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


def heard(c: Arranged, day: Numbers, kind: Numbers, goal: Numbers, loud: Floats, *, contested: int) -> Heard:
    """How loud statements are that have kinds other than 0.

    A source that says the same of a place again within some days adds only what it says more firmly. But where
    another side is said in between to hold the place, saying it again is an answer, no louder than what it
    answers.

    Parameters
    ----------
    contested
        Kinds up to this one contradict each other where they put different sides in a place.
    """
    rows = np.flatnonzero(kind)
    result = np.where(kind > 0, loud, 0.0)
    opens, answers = kind > 0, np.zeros(len(kind), dtype=np.bool_)
    columns = [column[rows].tolist() for column in (day, kind, goal, c.source, result)]
    for begin, end in _close(c.place[rows], *(column[rows] for column in (day, kind, goal, c.source))):
        said = [_Said(*row) for row in zip(range(begin, end), *(column[begin:end] for column in columns), strict=True)]
        _hear(said, contested)
        for one in said:
            row = rows[one.row]
            result[row], opens[row], answers[row] = one.loud, one.opens, one.answers
    return Heard(loud=result, opens=opens & (result > 0), answers=answers)


@dataclass(slots=True)
class _Said:
    """A statement while it is heard."""

    row: int
    day: int
    kind: int
    goal: int
    source: int
    loud: float
    opens: bool = True
    answers: bool = False


@dataclass(slots=True)
class _Before:
    """What a source has said already: since when, how loud at most, and after how many statements it was last heard."""

    day: int
    loud: float
    heard: int


def _close(  # noqa: PLR0917 -- columns
    place: Numbers, day: Numbers, kind: Numbers, goal: Numbers, source: Numbers
) -> Iterator[tuple[int, int]]:
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


def _hear(run: list[_Said], contested: int) -> None:
    """Weigh the statements of one run, one after the other; of one day the loudest first."""
    run.sort(key=lambda one: (one.day, -one.loud, one.row))
    before: dict[tuple[int, int, int], _Before] = {}
    rivals: dict[int, list[list[float]]] = {}  # against each goal: the number, the day, what is not answered yet
    goals = {one.goal for one in run if one.kind <= contested}
    for number, one in enumerate(run):
        key, weight = (one.kind, one.source, one.goal), one.loud
        same = before.get(key)
        if same is None or one.day - same.day > AGAIN:
            before[key] = _Before(one.day, weight, number)
        else:
            one.opens, one.loud = False, max(0.0, weight - same.loud)
            open_ = [r for r in rivals.get(one.goal, ()) if r[0] > same.heard] if one.kind <= contested else []
            answer = min(weight, max((r[2] for r in open_), default=0.0))
            if answer > one.loud:
                one.loud, one.opens, one.answers, same.heard = answer, True, True, number
                for rival in open_:
                    rival[2] -= answer
            same.loud = max(same.loud, weight)
        if len(goals) > 1 and one.kind <= contested and one.loud > 0:
            for other in goals:
                if are_rivals(one.goal, other):
                    kept = [r for r in rivals.get(other, ()) if one.day - r[1] <= AGAIN]
                    rivals[other] = [*kept, [number, one.day, one.loud]]

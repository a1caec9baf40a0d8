"""What a source or a report only says again, or takes back: none of it is evidence a second time."""

from __future__ import annotations

from collections import deque
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
    # Day, loudness, row, key, goal, source, whether rivals contradict it, whether it is said again, and days within
    # which it would be.
    _Said = tuple[int, float, int, int, int, int, bool, bool, int]

AGAIN = 7  # days within which a source that says the same again is not heard again
AGAIN_OWN = 30  # the same for what it says in its own interest: saying it for weeks proves nothing
_MANY = 30  # contradictions that are kept in mind at once


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


def heard(
    c: Arranged,
    day: Numbers,
    sort: Numbers,
    goal: Numbers,
    loud: Floats,
    *,
    tells: Numbers,
    own: Marks,
    who: Marks | None = None,
) -> Floats:
    """How loud statements of sorts other than 0 are after what their sources have said: 0 for mere repetition.

    A source that says the same of a place again within some days adds only what it says more firmly. But where
    another side is said in between to hold the place, saying it again is an answer: all answers together are no
    louder than what they answer. Of what is said equally loud on one day, that which tells most stands for the rest.

    Parameters
    ----------
    tells
        How much each statement tells beside what it says.
    own
        The statements in the interest of whoever makes them.
    who
        The statements that contradict each other where they put different sides in a place.
    """
    result = np.where(sort > 0, loud, 0.0)
    rows = _in_turn(c, np.flatnonzero(sort), day, result, (-tells, goal, sort))
    key = _keys(c.place[rows], sort[rows], goal[rows], c.source[rows], own[rows].astype(np.int8))
    within = np.where(own[rows], AGAIN_OWN, AGAIN)
    first, again = _links(key, day[rows], within)
    saying = np.zeros(len(rows), dtype=np.bool_)
    saying[first] = saying[again] = True
    rivals = who[rows] if who is not None else np.zeros(len(rows), dtype=np.bool_)
    columns = (day[rows], result[rows], rows, key, goal[rows], c.source[rows], rivals, saying, within)
    for begin, end in _runs(c.place[rows], day[rows], first, again):
        run = list(zip(*(column[begin:end].tolist() for column in columns), strict=True))
        for row, louder in _hear(run):
            result[row] = louder
    return result


def _in_turn(c: Arranged, rows: Numbers, day: Numbers, loud: Floats, more: tuple[Numbers, ...]) -> Numbers:
    """Some statements by place and day, of one day the loudest first.

    Of those equally loud the order is that of more columns, then of the names of their sources, then of all that
    they tell; only what is alike in everything is left in the order of its reports, whose names decide nothing.
    """
    rows = rows[sorted_by(c.place[rows], day[rows], -loud[rows])]
    new = changes(c.place[rows], day[rows], loud[rows])
    tied = np.flatnonzero(~new | ~np.append(new[1:], True))
    some = rows[tied]
    content = (c.reported, -c.start, c.end, c.previous, c.leaning, c.change, c.actor, c.certainty, c.trust, c.weak)
    first, then = [column[some] for column in more], [column[some] for column in content]
    rows[tied] = some[sorted_by(np.cumsum(new)[tied], *first, _by_name(c, c.source[some]), *then, some)]
    return rows


def _by_name(c: Arranged, sources: Numbers) -> NDArray[np.int64]:
    """Sources numbered in the order of their names."""
    numbers, at = np.unique(sources, return_inverse=True)
    names = np.asarray([c.sources[number] for number in numbers.tolist()], dtype=np.object_)
    return np.argsort(np.argsort(names))[at]


def _keys(*columns: Numbers) -> NDArray[np.int64]:
    """A number for each row, the same where all columns are."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        if len(column):
            key = key * (int(np.ptp(column)) + 1) + column - int(column.min())
    return key


def _links(key: NDArray[np.int64], day: Numbers, within: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The statements, in the order of their days, that are next said again within some days, and by which."""
    order = np.argsort(key, kind="stable")
    a, b = order[:-1], order[1:]
    again = (key[a] == key[b]) & (day[b] - day[a] <= within[b])
    return a[again], b[again]


def _runs(
    place: Numbers, day: Numbers, first: NDArray[np.int64], again: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """The ends of runs of statements about a place from one that is said again to the last time it is, whole days."""
    begins = np.flatnonzero(changes(place, day))  # of days
    ends = np.append(begins[1:], len(place))
    inside = np.zeros(len(place) + 1, dtype=np.int64)
    np.add.at(inside, begins[np.searchsorted(begins, first, "right") - 1], 1)
    np.add.at(inside, ends[np.searchsorted(begins, again, "right") - 1], -1)
    covered = np.cumsum(inside[:-1]) > 0
    new = covered & (changes(place) | ~np.append(False, covered[:-1]))
    last = covered & (np.append(changes(place)[1:], True) | ~np.append(covered[1:], False))
    yield from zip(np.flatnonzero(new).tolist(), (np.flatnonzero(last) + 1).tolist(), strict=True)


@dataclass(slots=True)
class _Rival:
    """A statement that contradicts others: its number and day, how loud it is, and how loud each source answered it."""

    number: int
    day: int
    loud: float
    answers: dict[int, float]

    def open_to(self, source: int) -> float:
        """How much of it is left to a source, with what that has answered already."""
        if not self.answers:
            return self.loud
        return self.loud - sum(loud for one, loud in self.answers.items() if one != source)


def _hear(run: list[_Said]) -> Iterator[tuple[int, float]]:
    """The statements of a run whose loudness changes, and what is left of it; of one day the loudest first."""
    before: dict[int, list[tuple[int, int, float]]] = {}  # number, day and loudness of what was heard
    wanted = {goal for *_, goal, _, who, saying, _ in run if who and saying}
    rivals: dict[int, deque[_Rival]] = {goal: deque(maxlen=_MANY) for goal in wanted}
    for number, (day, weight, row, key, goal, source, who, saying, within) in enumerate(run):
        loud = weight
        if saying:
            same = before.setdefault(key, [])
            same[:] = [said for said in same if day - said[1] <= within]
            loud = max(0.0, weight - sum(said[2] for said in same))
            if same and who and rivals[goal]:
                loud = _answer(source, weight, same, rivals[goal])
            if loud != weight:
                yield row, loud
            if loud > 0:
                same.append((number, day, loud))
        if loud > 0 and who:
            for other, contradicting in rivals.items():
                if are_rivals(goal, other):
                    while contradicting and day - contradicting[0].day > AGAIN_OWN:
                        contradicting.popleft()
                    contradicting.append(_Rival(number, day, loud, {}))


def _answer(source: int, weight: float, same: list[tuple[int, int, float]], rivals: deque[_Rival]) -> float:
    """How loud a statement is that says again what was contradicted: what its source said before counts for less."""
    said = sum(loud for _, _, loud in same)
    countered = before = left = 0.0
    for rival in reversed(rivals):
        left += rival.open_to(source)
        earlier = sum(loud for n, _, loud in same if n < rival.number)
        if min(left, earlier) > countered:
            countered, before = min(left, earlier), earlier
    loud = min(weight, max(0.0, weight - said + countered))
    answered = min(countered, max(0.0, said - before + loud - max(0.0, weight - before)))
    for rival in reversed(rivals):
        share = min(answered, rival.open_to(source))
        rival.answers[source] = max(rival.answers.get(source, 0.0), share)
        answered -= share
    return loud

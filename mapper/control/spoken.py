"""Which statements speak for each stretch of a place's time, which against it, and which one opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapper.control.arranged import DENIED, FIGHTING, HELD
from mapper.control.statements import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.control.arranged import Arranged

    Rows = NDArray[np.int64]

_HOLDS, _LEFT, _FIGHTS, _DENIES, _IDLE = range(5)  # what statements say of a stretch
_AT_WAR = ("contested", "besieged")


class Stretch(NamedTuple):
    """A stretch of one place's time, in one state: from a day (0 for open) on; its end is not included."""

    place: int
    start: int
    end: int  # 0 for open
    holder: int
    status: str


class Spoken(NamedTuple):
    """What is said of one stretch, as rows of statements."""

    speaking: list[int]
    against: list[int]
    opening: int | None  # the statement that speaks for it and of its first day
    denied: bool  # one of those against it is a denial
    trusted: bool  # one of those that speak for it was coded by a person


class Sayings:
    """What the statements say of all stretches, which follow each other place by place without a hole."""

    def __init__(self, c: Arranged, stretches: Sequence[Stretch]) -> None:
        self._c, self._kinds = c, _kinds(c)
        self._place = np.asarray([one.place for one in stretches], dtype=np.int64)
        self._start = np.asarray([one.start for one in stretches], dtype=np.int64)
        self._end = np.asarray([one.end for one in stretches], dtype=np.int64)
        self._holder = np.asarray([one.holder for one in stretches], dtype=np.int64)
        status = np.asarray([one.status for one in stretches], dtype=np.str_)
        self._fought = np.isin(status, _AT_WAR)
        self._unknown = status == "unknown"
        span = int(max(c.day.max(initial=0), self._start.max(initial=0))) + 1
        keys = c.place.astype(np.int64) * span + c.day
        self._bounds = np.append(np.searchsorted(keys, self._place * span + self._start), len(keys))
        shown = np.zeros(len(c.places), dtype=np.bool_)
        shown[self._place] = True
        told = np.flatnonzero(shown[c.place])
        at = np.searchsorted(self._bounds, told, side="right") - 1
        verdict = self._verdicts(told, at)
        self._speaking, self._against = told[verdict > 0], told[verdict < 0]
        self._for = np.searchsorted(self._speaking, self._bounds).tolist()
        self._not = np.searchsorted(self._against, self._bounds).tolist()
        self._lists = self._speaking.tolist(), self._against.tolist()
        denials = np.append(0, np.cumsum(self._kinds[self._against] == _DENIES))
        coded = np.append(0, np.cumsum((c.trust * c.weak)[self._speaking] >= 1))
        self._denied = (np.diff(denials[self._not]) > 0).tolist()
        self._trusted = (np.diff(coded[self._for]) > 0).tolist()
        self._openings = self._opening()
        self._more = self._lasting()

    def of(self, number: int) -> Spoken:
        """What is said of the stretch of this number."""
        yes, no = self._lists
        speaking = yes[self._for[number] : self._for[number + 1]]
        against = no[self._not[number] : self._not[number + 1]]
        denied, trusted = self._denied[number], self._trusted[number]
        opening = self._openings[number]
        earlier = self._more.get(number)
        if earlier is not None:
            speaking, against = earlier[0] + speaking, earlier[1] + against
            trusted = trusted or any(self._is_coded(row) for row in earlier[0])
            denied = denied or any(self._kinds[row] == _DENIES for row in earlier[1])
        if not self._start[number] and self._end[number]:
            after = self._after(number)
            speaking = speaking + after
            trusted = trusted or any(self._is_coded(row) for row in after)
        return Spoken(speaking, against, opening if opening >= 0 else None, denied, trusted)

    def _is_coded(self, row: int) -> bool:
        """Whether a person coded a statement about the place itself."""
        return bool(self._c.trust[row] * self._c.weak[row] >= 1)

    def _verdicts(self, rows: Rows, at: Rows) -> NDArray[np.int8]:
        """1 for statements that speak for their stretches, -1 against, 0 for those that do neither."""
        kind, holder, side = self._kinds[rows], self._holder[at], self._c.controller[rows]
        somebody = holder != NOBODY
        before = self._c.previous[rows]
        left = ((before != NOBODY) & (before != holder)) | self._unknown[at]
        of_a_fight = np.isin(self._c.change[rows], FIGHTING)  # who denies one says nothing against the holder
        denies = np.where(of_a_fight, self._fought[at], (side == NOBODY) | (side == holder))
        verdict = np.select(
            [kind == _HOLDS, kind == _LEFT, kind == _FIGHTS, kind == _DENIES],
            [
                np.where(side == holder, 1, -1),
                np.where(left, 1, -1),
                self._fought[at].astype(np.int64),
                np.where(denies, -1, 0),
            ],
            0,
        )
        return np.where((verdict < 0) & ~somebody, 0, verdict).astype(np.int8)

    def _opening(self) -> list[int]:
        """By stretch the first statement that speaks for it, if it speaks of its first day, else -1."""
        first = np.full(len(self._place), -1, dtype=np.int64)
        begin, end = np.asarray(self._for[:-1], dtype=np.int64), np.asarray(self._for[1:], dtype=np.int64)
        some = np.flatnonzero(begin < end)
        row = self._speaking[begin[some]]
        first[some] = np.where(self._c.day[row] == self._start[some], row, -1)
        opened: list[int] = first.tolist()
        return opened

    def _lasting(self) -> dict[int, tuple[list[int], list[int]]]:
        """By stretch, the statements of longer times that began before it: those for it, and those against it."""
        c = self._c
        found: dict[int, tuple[list[int], list[int]]] = {}
        for row in np.flatnonzero((c.change == HELD) & (c.end > c.day)).tolist():
            number = int(np.searchsorted(self._bounds, row, side="right"))  # the stretch after the one it begins in
            while (
                number < len(self._place) and self._place[number] == c.place[row] and self._start[number] <= c.end[row]
            ):
                (verdict,) = self._verdicts(np.asarray([row]), np.asarray([number])).tolist()
                if verdict:
                    found.setdefault(number, ([], []))[verdict < 0].append(row)
                number += 1
        return found

    def _after(self, number: int) -> list[int]:
        """The statements that end a first stretch, and so tell or imply who held the place before."""
        c, begin = self._c, int(self._bounds[number + 1])
        end, last = int(self._end[number]), int(c.first[self._place[number] + 1])
        found = []
        for row in range(begin, last):
            if c.day[row] > end:
                break
            if self._kinds[row] < _DENIES and c.controller[row] != self._holder[number]:
                found.append(row)
        return found


def _kinds(c: Arranged) -> NDArray[np.int8]:
    """What each statement can say of a stretch."""
    kinds = np.where(c.controller == NOBODY, _LEFT, _HOLDS).astype(np.int8)
    kinds[np.isin(c.change, FIGHTING)] = _FIGHTS
    kinds[~c.happened] = _IDLE
    kinds[c.certainty == DENIED] = _DENIES
    return kinds

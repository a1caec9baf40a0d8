"""The status of a place beside its holder: held, contested, besieged, or nobody knows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mapper.control.arranged import (
    ADVANCED,
    BESIEGED,
    CAPTURED,
    CLAIMED,
    CONTESTED,
    HANDED_OVER,
    HELD,
    LOST,
    RECAPTURED,
    REPELLED,
    WITHDRAWN,
    changes,
    sorted_by,
)
from mapper.control.statements import NOBODY, UNDATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.control.arranged import Arranged, Numbers
    from mapper.control.spell import Status

LAPSE = 60  # days after which fighting or a siege of which nobody speaks any more is taken to be over


@dataclass(frozen=True, slots=True)
class State:
    """A status from a day on, the side that is gaining where one is, and why."""

    status: Status
    gaining: int = NOBODY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class States:
    """The days on which the status of a place changes, place by place."""

    first: NDArray[np.int64]  # where those of each place begin, and how many there are
    days: list[int]
    codes: list[int]
    words: dict[int, State]  # what the codes mean

    def of(self, place: int) -> list[tuple[int, State]]:
        """The days on which the status of a place changes, in order, and what it is from then on."""
        some = slice(int(self.first[place]), int(self.first[place + 1]))
        return [(day, self.words[code]) for day, code in zip(self.days[some], self.codes[some], strict=True)]


UNSPOKEN = State("unknown", NOBODY, "no report speaks of it yet")
_NOTHING, _SETTLED, _OVER, _AFTER, _GONE, _BESIEGED, _CONTESTED, _ADVANCED = range(8)
_KINDS = 8
_FOUGHT = (_BESIEGED, _CONTESTED, _ADVANCED)
_SOON = 3  # days between a withdrawal and the arrival that it goes with
_DECIDING = (CAPTURED, RECAPTURED, HANDED_OVER, LOST, HELD, REPELLED)


def states_of(c: Arranged) -> States:
    """The days on which statuses change; the last word of a day counts.

    Fighting ends with the next statement that tells who holds the place, or when for some time nobody has
    spoken of it any more; so does a siege. Statements about something near the place tell nothing of its status.
    """
    codes = _codes(c)
    rows = np.flatnonzero(codes)
    ended = np.flatnonzero(c.happened & (c.weak >= 1) & (c.change == HELD) & (c.start == 0) & (c.end > 0))
    told = np.concatenate([rows, ended])
    place, day = c.place[told], np.concatenate([c.day[rows], c.end[ended]])
    code = np.concatenate([codes[rows], np.full(len(ended), _AFTER)])
    until = np.concatenate([np.maximum(c.day, c.end)[rows], c.end[ended]])
    order = sorted_by(place, day, np.append(rows * 2, ended * 2 + 1))
    place, day, code, until = (column[order] for column in (place, day, code, until))
    until = _outlasting(place, code, until)
    last = np.append(changes(place, day)[1:], True)[: len(order)]
    latest = int(max(c.day.max(initial=0), c.end.max(initial=0)))
    place, day, code, until = _lapsed(place[last], day[last], code[last], until[last], latest=latest)
    new = changes(place, code)
    place, day, code = place[new], day[new], code[new]
    return States(
        first=np.searchsorted(place, np.arange(len(c.places) + 1)),
        days=day.tolist(),
        codes=code.tolist(),
        words={number: _state(c.sides, number) for number in np.unique(code).tolist()},
    )


def _codes(c: Arranged) -> NDArray[np.int64]:
    """What status each statement gives, 0 for none: a kind, and the side that it is about."""
    kind, side = np.zeros(len(c.day), dtype=np.int64), np.full(len(c.day), NOBODY)
    known = c.controller != NOBODY
    for number, where, whom in (
        (_SETTLED, np.isin(c.change, _DECIDING) & (known | (c.change == LOST)), None),
        (_SETTLED, (c.change == WITHDRAWN) & known, None),
        (_GONE, (c.change == WITHDRAWN) & ~known, c.previous),
        (_BESIEGED, c.change == BESIEGED, c.actor),
        (_CONTESTED, c.change == CONTESTED, c.actor),
        (_ADVANCED, c.change == ADVANCED, c.actor),
    ):
        kind[where] = number
        if whom is not None:
            side[where] = whom[where]
    kind[~c.happened | (c.weak < 1)] = _NOTHING
    for row in np.flatnonzero(kind == _GONE).tolist():
        if _succeeded(c, row):
            kind[row] = _NOTHING
    return np.where(kind == _NOTHING, 0, kind + _KINDS * (side + 1))


def _succeeded(c: Arranged, row: int) -> bool:
    """Whether somebody is told to have come when another side left, within a few days."""
    begin, end = c.first[c.place[row]], c.first[c.place[row] + 1]
    days, day = c.day[begin:end], c.day[row]
    some = range(begin + bisect_left(days, day - _SOON), begin + bisect_right(days, day + _SOON))
    return any(
        c.change[other] in _DECIDING
        and c.certainty[other] <= CLAIMED
        and c.controller[other] not in {NOBODY, c.previous[row]}
        for other in some
    )


def _outlasting(place: Numbers, code: Numbers, until: Numbers) -> Numbers:
    """Until when fighting goes on by all that is told up to each word: a short word ends no siege told to last.

    What is told of fighting in a place counts together until a word tells of something else, such as who holds it.
    """
    run = np.cumsum(changes(place, np.isin(code % _KINDS, _FOUGHT)))
    longer = run * (int(until.max(initial=0)) + 1)  # than any day, so that no run reaches into the next
    return np.asarray(np.maximum.accumulate(longer + until) - longer)


def _lapsed(
    place: Numbers, day: Numbers, code: Numbers, until: Numbers, *, latest: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The changes with those put in where fighting is over because nobody speaks of it any more.

    Only what later statements pass over in silence lapses: after the `latest` nobody knows.
    """
    fought = np.isin(code % _KINDS, _FOUGHT) & (day > UNDATED)
    following = np.append(np.where(place[1:] == place[:-1], day[1:], np.iinfo(np.int32).max), np.iinfo(np.int32).max)
    over = fought & (following[: len(day)] - until > LAPSE) & (until + LAPSE <= latest)
    columns = (
        np.append(place, place[over]),
        np.append(day, until[over] + LAPSE),
        np.append(code, np.full(over.sum(), _OVER)),
        np.append(until, until[over] + LAPSE),
    )
    order = sorted_by(columns[0], columns[1])
    return tuple(column[order] for column in columns)  # type: ignore[return-value] # four of them


def _state(sides: Sequence[str], code: int) -> State:
    """What a code means."""
    kind, side = code % _KINDS, code // _KINDS - 1
    who = sides[side] if side != NOBODY else ""
    return {
        _SETTLED: State("held"),
        _OVER: State("held", NOBODY, f"nobody has spoken of fighting there for {LAPSE} days"),
        _AFTER: State("unknown", NOBODY, "no report speaks of the time after"),
        _GONE: State("unknown", NOBODY, f"{who or 'somebody'} withdrew, and nobody tells who came"),
        _BESIEGED: State("besieged", NOBODY, f"besieged by {who or 'its enemy'}"),
        _CONTESTED: State("contested", side, "fighting inside, or shared control"),
        _ADVANCED: State("contested", side, f"{who or 'somebody'} advanced in it"),
    }[kind]

"""What each statement weighs: evidence for or against a side on a day, as logarithms of odds.

A statement against the interest of whoever makes it weighs most, a third party's less, one in its own
interest least (the rule of thumb of those who draw maps from claims: a partisan source counts against its
own side). A change of hands weighs more than a state, and it speaks of the day before as well: somebody
else held the place. What is only claimed weighs less than what is asserted, and what was hard to read less
than what was plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.control import arranged, repeats
from mapper.control.arranged import FIGHTING, LEAVING, TAKING
from mapper.control.repeats import goals_of, heard, last_words
from mapper.control.statements import MARK, NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mapper.control.arranged import Arranged, Floats, Numbers

    Marks = NDArray[np.bool_]

# Set by hand on four simulated campaigns over real trajectories; the figures hardly move within half of each.
AGAINST, THIRD, OWN = 4.0, 2.5, 0.5  # against the speaker's interest, of a third party, in the speaker's interest
TAKEN, STATE, HOLDING_OUT = 1.5, 1.0, 0.5  # a change of hands, a state, an attack beaten off by a third party's word
OWN_HOLDING_OUT = 0.6  # an attack that a side says it has beaten off: hardly more than that there was one
ONLY_CLAIMED, AS_HISTORY = 0.6, 0.7  # what is left of the weight of what is only claimed, or told as history
BEFORE = 0.5  # the share of a change of hands that speaks of the day before
IMPLIED = 0.25  # that an attacked place is held by the attacker's chief enemy
DENIAL = 1.5  # against a side by a third party's denial
BEATEN, BEATEN_OWN = 0.5, 0.45  # how likely hands change on a day when somebody says so, or the one who gains

_READ, _PLAIN = 0.9, 0.7  # trust in a reading from which on it counts in full, and from which on it was no trouble
_STEPS = 3  # days within a span on which hands may have changed: the first, the middle, the last
_MOVED, _HELD, _INSIDE, _FIRM, _FOUGHT, _DENIED = range(1, 7)  # kinds of statements
STANCES = ("in its own interest", "a third party", "against its own interest")
_OWN, _THIRD, _AGAINST = range(3)


@dataclass(frozen=True, slots=True)
class Signals:
    """Weighed evidence in columns: of one place, on one day, for one side."""

    place: Numbers
    day: Numbers
    side: Numbers
    weight: Floats
    partisan: Numbers  # the side in whose interest it is said, `NOBODY` where in nobody's
    row: Numbers  # of the statement
    before: Marks  # of the day before the one that the statement speaks of
    named: Marks  # the side is one that the statement puts there, not one that it drives out


@dataclass(frozen=True, slots=True)
class Edges:
    """Days on which a place is said to pass to a side, and how likely that is before the evidence is heard."""

    place: Numbers
    day: Numbers
    side: Numbers
    chance: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that statements weigh, and by statement whose interest it is said in and why it weighs nothing."""

    signals: Signals
    edges: Edges
    stance: Numbers  # by statement, a number of `STANCES`
    again: Marks  # what its source has said already
    passing: Marks  # what its own report takes back


def weigh(c: Arranged, enemies: Mapping[int, int]) -> Evidence:
    """The evidence in arranged statements; `enemies` are the chief enemies of sides, by number."""
    scales = _Scales(c, enemies)
    final, opening = last_words(c)
    kind, loud = scales.kinds(final)
    goal = scales.goals(kind)
    # A day does not repeat a span, a village not its hill, and that a place is held not that it was taken.
    sort = np.where((kind == _INSIDE) | (kind == _FIRM), _HELD, kind) + 8 * scales.span + 16 * (c.weak < 1)
    sort = np.where(kind > 0, sort, 0)
    own = scales.stance == _OWN
    tells = scales.tells(opening)
    told = heard(c, scales.so, sort, goal, loud, tells=tells, own=own, who=(kind > 0) & (kind <= _FIRM))
    lasting = np.where((kind == _HELD) & (scales.until - scales.day > repeats.AGAIN), sort, 0)
    until = heard(c, scales.until, lasting, goal, loud, tells=tells, own=own)
    signals = _signals(c, scales, kind, (told, until), opening)
    moving = np.where(kind == _MOVED, told, 0.0)
    edges = _edges(c, scales, np.where((moving >= loud) & (moving > 0) & (c.weak >= 1), np.inf, moving))
    return Evidence(
        signals=signals,
        edges=edges,
        stance=scales.stance,
        again=(kind > 0) & (told <= 0) & (loud > 0),
        passing=c.happened & ~final,
    )


def _signals(c: Arranged, scales: _Scales, kind: Numbers, told: tuple[Floats, Floats], news: Marks) -> Signals:
    """The evidence of all kinds of statements; of those about a long time its end is heard, too."""
    loud, until = told
    taken, left = (kind == _MOVED) & (c.controller != NOBODY), (kind == _MOVED) & (c.controller == NOBODY)
    day, enemy = scales.day, scales.enemy_of
    parts = [scales.signal(taken, scales.so, c.controller, loud)]
    parts += _before(c, scales, taken & news, loud * BEFORE)
    parts += [
        scales.signal(left, day, c.previous, -loud, named=False),
        scales.signal(left & news, day - 1, c.previous, loud * BEFORE, before=True),
    ]
    states = (kind == _HELD) | (kind == _INSIDE) | (kind == _FIRM)
    parts += [
        scales.signal(states, day, c.controller, loud),
        scales.signal(kind == _HELD, scales.until, c.controller, until),
    ]
    fought = kind == _FOUGHT
    parts += [
        scales.signal(fought, day, enemy(c.actor), loud),
        scales.signal(fought, day - 1, enemy(c.actor), loud, before=True),
        scales.signal(kind == _DENIED, day, c.controller, -loud, named=False),
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Signals(*columns)


def _before(c: Arranged, scales: _Scales, first: Marks, weight: Floats) -> list[tuple[Any, ...]]:
    """What changes of hands tell of the day before: who is said or implied to have held the place, or who did not."""
    day, enemy = scales.day - 1, scales.enemy_of(c.controller)
    told, implied = first & scales.named, first & scales.implied
    return [
        scales.signal(told, day, c.previous, weight, before=True, named=False),
        scales.signal(implied, day, enemy, weight, before=True, named=False),
        scales.signal(first & ~told & ~implied, day, c.controller, -weight, before=True, named=False),
    ]


def _edges(c: Arranged, scales: _Scales, news: Floats) -> Edges:
    """The days on which places are said to pass to a side: to nobody known where it is left to nobody.

    `news` is how loud a change of hands is where it is told again or is about something near the place, endless
    where it is plain news, 0 for none.
    """
    own = (c.controller != NOBODY) & (scales.stance == _OWN)
    chance = (
        np.minimum(np.where(own, BEATEN_OWN, BEATEN), 1 - np.exp(-news / np.where(scales.span, 2 * _STEPS, 2))) * c.weak
    )
    heir = scales.enemy_of(c.previous)
    goal = np.where(c.controller != NOBODY, c.controller, np.where(heir != NOBODY, heir, len(c.sides)))
    rows = np.flatnonzero(news > 0)
    # Of a change within a span of days nobody knows the day: it is as likely in its first half as in its second.
    spans = rows[scales.span[rows]]
    middle = (scales.day[spans] + scales.until[spans] + 1) // 2
    every = np.concatenate([rows, spans, spans])
    days = np.concatenate([scales.day[rows], middle, scales.until[spans]])
    share = np.concatenate([np.where(scales.span[rows], 1 / _STEPS, 1.0), np.repeat([0.5, 1.0], len(spans))])
    return Edges(c.place[every], days, goal[every], (chance[every] * share).astype(np.float32))


def reason_of(c: Arranged, stance: Numbers, row: int) -> str:
    """Why a statement weighs what it weighs, in words."""
    fought = c.change[row] in FIGHTING and c.controller[row] == NOBODY
    parts = (
        (c.certainty[row] == arranged.DENIED, "a denial"),
        (True, "an attack implies it" if fought else STANCES[stance[row]]),
        (c.certainty[row] == arranged.CLAIMED, "only claimed"),
        (c.certainty[row] == arranged.HISTORIC, "told as history"),
        (c.trust[row] < _PLAIN, "hard to read"),
        (c.weak[row] < 1, "told of the area around it" if c.ids[row].endswith(MARK) else "told of a site of its name"),
    )
    return ", ".join(words for holds, words in parts if holds)


class _Scales:
    """What follows from statements for their weights."""

    def __init__(self, c: Arranged, enemies: Mapping[int, int]) -> None:
        self.c = c
        self._enemies = np.full(len(c.sides) + 1, NOBODY, dtype=np.int32)  # the last stands for nobody
        for side, enemy in enemies.items():
            self._enemies[side] = enemy
        self.day = np.where((c.change == arranged.HELD) & (c.start == 0) & (c.end > 0), c.end - 1, c.day)  # held until
        self.until = np.where((c.start > 0) & (c.end > 0), c.end, 0)
        moved = np.isin(c.change, (*TAKING, *LEAVING)) & (c.controller != NOBODY)
        self.so = np.where(moved & (self.until > 0), self.until, self.day)  # by the end of a span hands have changed
        self.span = moved & (self.until > self.day)
        self.stance = self._stances()
        # Who held the place before a side came: named, or only implied to be its enemy.
        self.named = (c.previous != NOBODY) & (c.previous != c.controller)
        self.implied = ~self.named & (self.enemy_of(c.controller) != NOBODY) & np.isin(c.change, TAKING)

    def enemy_of(self, sides: Numbers) -> Numbers:
        """The chief enemies of some sides."""
        return self._enemies[sides]

    def _stances(self) -> Numbers:
        """Whether statements are against the interest of whoever makes them, in it, or of a third party."""
        c = self.c
        partisan, gone = c.leaning != NOBODY, c.controller == NOBODY
        own = partisan & (c.leaning == c.controller)
        rival = (c.leaning == c.previous) | (self.enemy_of(c.leaning) == c.controller)
        rival |= self.enemy_of(c.controller) == c.leaning
        gleeful = partisan & gone & (c.leaning != c.previous)  # the enemy's word that somebody has left
        stance = np.where(own | gleeful, _OWN, np.where(partisan & rival, _AGAINST, _THIRD))
        denied = np.where(~partisan, _THIRD, np.where(own, _AGAINST, _OWN))
        return np.where(c.certainty == arranged.DENIED, denied, stance)

    def kinds(self, final: Marks) -> tuple[Numbers, Floats]:
        """What kind of evidence each statement is, 0 for none, and what it weighs when it is first said."""
        c = self.c
        base = np.array([OWN, THIRD, AGAINST])[self.stance]
        history = (c.certainty == arranged.HISTORIC) & (c.start > 0)
        share = np.where(c.certainty == arranged.CLAIMED, ONLY_CLAIMED, np.where(history, AS_HISTORY, 1.0))
        share *= np.minimum(1.0, c.trust / _READ) * c.weak
        known, said = c.controller != NOBODY, c.happened & final
        attacked = ~known & (c.actor != NOBODY) & (self.enemy_of(c.actor) != NOBODY)
        beaten = np.where(self.stance == _OWN, OWN_HOLDING_OUT, base * HOLDING_OUT)
        refusal = np.array([OWN_HOLDING_OUT, DENIAL, AGAINST])[self.stance]
        moves = np.isin(c.change, (*TAKING, *LEAVING)) & known
        moves |= np.isin(c.change, LEAVING) & (c.previous != NOBODY)
        kind, loud = np.zeros(len(c.day), dtype=np.int8), np.zeros(len(c.day))
        for number, where, weight in (
            (_MOVED, said & moves, base * TAKEN * share),
            (_HELD, said & known & (c.change == arranged.HELD), base * STATE * share),
            (_INSIDE, c.happened & known & (c.change == arranged.BESIEGED), base * STATE * share),
            (_FIRM, said & known & (c.change == arranged.REPELLED), beaten * share),
            (_FOUGHT, c.happened & attacked & np.isin(c.change, FIGHTING), IMPLIED * c.weak),
            (_DENIED, (c.certainty == arranged.DENIED) & known, refusal * c.weak),
        ):
            kind[where], loud[where] = number, weight[where]
        return kind, loud

    def goals(self, kind: Numbers) -> Numbers:
        """What statements of these kinds say, so that those who say the same can be told."""
        plain = np.where(kind == _FOUGHT, self.enemy_of(self.c.actor), goals_of(self.c))
        return np.where(kind == _DENIED, -2 - self.c.controller.astype(np.int64), plain)

    def tells(self, opening: Marks) -> Numbers:
        """How much statements tell of the time before: most where they name who held the place, nothing in an echo."""
        return np.where(opening, np.select([self.named, self.implied], [3, 2], 1), 0)

    def signal(
        self, where: Marks, day: Numbers, side: Numbers, weight: Floats, *, before: bool = False, named: bool = True
    ) -> tuple[Any, ...]:
        """The columns of one kind of evidence, for the statements marked that weigh anything."""
        rows = np.flatnonzero(where & (weight != 0))
        partisan = np.where(self.stance[rows] == _OWN, self.c.leaning[rows], NOBODY)
        columns = (self.c.place[rows], day[rows], side[rows], weight[rows].astype(np.float32), partisan, rows)
        return *columns, np.full(len(rows), before), np.full(len(rows), named)

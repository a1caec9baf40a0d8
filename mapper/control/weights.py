"""What each statement weighs: evidence for or against a side on a day, as logarithms of odds.

A statement against the interest of whoever makes it weighs most, a third party's less, one in its own
interest least (the rule of thumb of those who draw maps from claims: a partisan source counts against its
own side). A change of hands weighs more than a state, and it speaks of the day before as well: somebody
else held the place. What is only claimed weighs less than what is asserted, and what was hard to read less
than what was plain. The same source saying the same of a place and a day counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.control.statements import CERTAINTIES, CHANGES, NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mapper.control.statements import Statements

    Numbers = NDArray[np.int64]
    Weights = NDArray[np.float64]

# Set by hand on four simulated campaigns over real trajectories; the figures hardly move within half of each.
AGAINST, THIRD, OWN = 4.0, 2.5, 0.5  # against the speaker's interest, of a third party, in the speaker's interest
TAKEN, HELD, HOLDING_OUT = 1.5, 1.0, 0.5  # a change of hands, a state, an attack beaten off by a third party's word
OWN_HOLDING_OUT = 0.6  # an attack that a side says it has beaten off: hardly more than that there was one
CLAIMED, HISTORIC = 0.6, 0.7  # what is left of the weight of what is only claimed, or told as history
BEFORE = 0.5  # the share of a change of hands that speaks of the day before
IMPLIED = 0.25  # that an attacked place is held by the attacker's chief enemy
DENIED = 1.5  # against a side by a third party's denial
BEATEN_OWN, BEATEN_OTHER = 0.4, 0.5  # how likely hands change on a day when somebody says so

AGAIN = 7  # days within which a source that says the same again is not heard again

_READ = 0.9  # trust in a reading from which on it counts in full
_TAKING = tuple(CHANGES.index(c) for c in ("captured", "recaptured", "handed_over"))
_LEAVING = tuple(CHANGES.index(c) for c in ("lost", "withdrawn"))
_HELD, _REPELLED, _BESIEGED = (CHANGES.index(c) for c in ("held", "repelled", "besieged"))
_FIGHTING = tuple(CHANGES.index(c) for c in ("contested", "advanced", "besieged"))
WHY = ("in its own interest", "a third party", "against its own interest")


@dataclass(frozen=True, slots=True)
class Signals:
    """Weighed evidence in columns: of one place, on one day, for one side."""

    place: Numbers
    day: Numbers
    side: Numbers
    weight: Weights
    partisan: Numbers  # the side in whose interest it is said, `NOBODY` where in nobody's
    row: Numbers  # of the statement


@dataclass(frozen=True, slots=True)
class Edges:
    """Days on which a place is said to pass to a side, and how likely that is before the evidence is heard."""

    place: Numbers
    day: Numbers
    side: Numbers
    chance: Weights


def weigh(table: Statements, enemies: Mapping[int, int]) -> tuple[Signals, Edges]:
    """The evidence in a table of statements; `enemies` are the chief enemies of sides, by number."""
    c = _Columns(table, enemies)
    signals: list[tuple[Any, ...]] = []
    last, opening = _words_of_a_day(c)
    taken = last & c.happened & np.isin(c.change, (*_TAKING, *_LEAVING)) & (c.controller != NOBODY)
    left = last & c.happened & np.isin(c.change, _LEAVING) & (c.controller == NOBODY) & (c.previous != NOBODY)
    held = last & c.happened & (c.change == _HELD) & (c.controller != NOBODY)
    fresh = ~_told_again(c, taken, left, held)
    taken, left, held = taken & fresh, left & fresh, held & fresh
    weight = c.base * TAKEN * c.factor
    signals.append(c.signal(taken, np.where(c.until > 0, c.until, c.day), c.controller, weight))  # by its end it was so
    first = taken & opening & c.happened & np.isin(c.change, (*_TAKING, *_LEAVING)) & (c.controller != NOBODY)
    told = first & (c.previous != NOBODY) & (c.previous != c.controller)
    implied = first & ~told & (c.enemy_of(c.controller) != NOBODY) & np.isin(c.change, _TAKING)
    signals.append(c.signal(told, c.day - 1, c.previous, weight * BEFORE))
    signals.append(c.signal(implied, c.day - 1, c.enemy_of(c.controller), weight * BEFORE))
    signals.append(c.signal(first & ~told & ~implied, c.day - 1, c.controller, -weight * BEFORE))
    heir = c.enemy_of(c.previous)
    signals.append(c.signal(left, c.day, c.previous, -weight))
    signals.append(c.signal(left, c.day - 1, c.previous, weight * BEFORE))
    signals.append(c.signal(held, c.day, c.controller, c.base * HELD * c.factor))
    lasting = held & (c.until > c.day)
    signals.append(c.signal(lasting, c.until, c.controller, c.base * HELD * c.factor))
    inside = c.happened & (c.change == _BESIEGED) & (c.controller != NOBODY)
    signals.append(c.signal(inside, c.day, c.controller, c.base * HELD * c.factor))
    firm = c.happened & (c.change == _REPELLED) & (c.controller != NOBODY)
    beaten = np.where(c.partisan == c.controller, OWN_HOLDING_OUT, c.base * HOLDING_OUT) * c.factor
    signals.append(c.signal(firm, c.day, c.controller, beaten))
    fought = c.happened & np.isin(c.change, _FIGHTING) & (c.controller == NOBODY) & (c.actor != NOBODY)
    fought &= c.enemy_of(c.actor) != NOBODY
    signals.append(c.signal(fought, c.day, c.enemy_of(c.actor), IMPLIED * c.weak))
    signals.append(c.signal(fought, c.day - 1, c.enemy_of(c.actor), IMPLIED * c.weak))
    denied = (c.certainty == CERTAINTIES.index("denied")) & (c.controller != NOBODY)
    refusal = np.where(c.leaning == NOBODY, DENIED, np.where(c.leaning == c.controller, AGAINST, OWN_HOLDING_OUT))
    signals.append(c.signal(denied, c.day, c.controller, -refusal * c.weak))
    columns = [np.concatenate(parts) for parts in zip(*signals, strict=True)]
    chance = np.where(c.partisan == c.controller, BEATEN_OWN, BEATEN_OTHER) * c.weak
    moved = np.concatenate([np.flatnonzero(taken), np.flatnonzero(left)])
    goal = np.where(taken, c.controller, np.where(heir != NOBODY, heir, len(table.sides.words)))  # or to nobody known
    # Of a change within a span of days nobody knows the day: it is as likely in its first half as in its second.
    spans = np.flatnonzero(taken & (c.until > c.day))
    middle = (c.day[spans] + c.until[spans] + 1) // 2
    edges = Edges(
        np.concatenate([c.place[moved], c.place[spans], c.place[spans]]),
        np.concatenate([c.day[moved], middle, c.until[spans]]),
        np.concatenate([goal[moved], goal[spans], goal[spans]]),
        np.concatenate([chance[moved], chance[spans], chance[spans]]),
    )
    return _once(Signals(*columns), c.source), edges


def _words_of_a_day(c: _Columns) -> tuple[Any, Any]:
    """Of what one report says of one place and day: which statements are the last word, and which the first."""
    speaks = c.happened & ~np.isin(c.change, _FIGHTING)
    rows = np.flatnonzero(speaks)
    order = rows[np.lexsort((rows, c.day[rows], c.report[rows], c.place[rows]))]
    keys = np.stack([c.place[order], c.report[order], c.day[order]])
    new = np.ones(len(order), dtype=bool)
    new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    last, first = ~speaks, ~speaks
    if not len(order):
        return last, first
    last[order[np.append(new[1:], True)]] = True
    first[order[new]] = True
    return last, first


def _told_again(c: _Columns, taken: Any, left: Any, held: Any) -> Any:  # noqa: ANN401 -- arrays
    """Which statements one source only repeats within days, while nobody speaks for another side between."""
    again = np.zeros(len(taken), dtype=bool)
    rows = np.flatnonzero(taken | left | held)
    rows = rows[np.lexsort((rows, c.day[rows], c.place[rows]))]
    if not len(rows):
        return again
    side = np.where(left, -2 - c.previous, c.controller)[rows]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (c.place[rows[1:]] != c.place[rows[:-1]]) | (side[1:] != side[:-1])
    run = np.cumsum(new)
    order = np.lexsort((np.arange(len(rows)), held[rows], c.source[rows], run))
    a, b = order[:-1], order[1:]
    same = (run[a] == run[b]) & (c.source[rows[a]] == c.source[rows[b]]) & (held[rows[a]] == held[rows[b]])
    again[rows[b[same & (c.day[rows[b]] - c.day[rows[a]] <= AGAIN)]]] = True
    return again


class _Columns:
    """The columns of a table as arrays, with what follows from them."""

    def __init__(self, table: Statements, enemies: Mapping[int, int]) -> None:
        def whole(values: list[int]) -> Numbers:
            return np.asarray(values, dtype=np.int64)

        self.place, self.change, self.certainty = whole(table.place), whole(table.change), whole(table.certainty)
        self.controller, self.previous, self.actor = (
            whole(table.controller),
            whole(table.previous),
            whole(table.actor),
        )
        self.source, self.leaning, self.report = whole(table.source), whole(table.leaning), whole(table.report)
        start, end, reported = whole(table.start), whole(table.end), whole(table.reported)
        self.day = np.where(start > 0, start, np.where(end > 0, end, reported))
        self.day = np.where((self.change == _HELD) & (start == 0) & (end > 0), end - 1, self.day)  # held until then
        self.until = np.where((start > 0) & (end > 0), end, 0)
        certain = self.certainty
        history = (certain == CERTAINTIES.index("historic")) & (start > 0)
        self.happened = (certain <= CERTAINTIES.index("claimed")) | history
        self.weak = np.asarray(table.weak, dtype=np.float64)
        trust = np.minimum(1.0, np.asarray(table.trust, dtype=np.float64) / _READ)
        share = np.where(certain == CERTAINTIES.index("claimed"), CLAIMED, np.where(history, HISTORIC, 1.0))
        self.factor = share * trust * self.weak
        self._enemies = np.full(len(table.sides.words) + 1, NOBODY, dtype=np.int64)  # the last stands for nobody
        for side, enemy in enemies.items():
            self._enemies[side] = enemy
        self.partisan = self.leaning
        own = (self.leaning != NOBODY) & (self.leaning == self.controller)
        rival = (self.leaning != NOBODY) & (
            (self.leaning == self.previous)
            | (self.enemy_of(self.leaning) == self.controller)
            | (self.enemy_of(self.controller) == self.leaning)
        )
        rival |= (self.controller == NOBODY) & (self.leaning != NOBODY) & (self.leaning == self.previous)
        self.base = np.where(own, OWN, np.where(rival, AGAINST, THIRD))
        gleeful = (self.controller == NOBODY) & (self.leaning != NOBODY) & (self.leaning != self.previous)
        self.base = np.where(gleeful, OWN, self.base)  # the enemy's word that somebody has left
        self.partisan = np.where(own | gleeful, self.leaning, NOBODY)

    def enemy_of(self, sides: Numbers) -> Numbers:
        """The chief enemies of some sides."""
        return self._enemies[sides]

    def signal(self, where: Any, day: Numbers, side: Numbers, weight: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- arrays
        """The columns of one kind of evidence, for the statements marked."""
        rows = np.flatnonzero(where)
        weights = np.broadcast_to(np.asarray(weight, dtype=np.float64), where.shape)
        return self.place[rows], day[rows], side[rows], weights[rows], self.partisan[rows], rows


def _once(signals: Signals, source: Numbers) -> Signals:
    """The evidence with what one source says twice of a place, a day and a side counted once, at its strongest."""
    if not len(signals.row):
        return signals
    sign = (signals.weight < 0).astype(np.int64)
    order = np.lexsort(
        (signals.row, -np.abs(signals.weight), sign, source[signals.row], signals.side, signals.day, signals.place)
    )
    keys = np.stack([a[order] for a in (signals.place, signals.day, signals.side, source[signals.row], sign)])
    first = np.ones(len(order), dtype=bool)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    kept = order[first]
    return Signals(*(getattr(signals, name)[kept] for name in Signals.__slots__))

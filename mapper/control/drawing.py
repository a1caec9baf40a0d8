"""Spells drawn out of what is believed of each place and what is told of its status."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from mapper.control.arranged import DENIED, FIGHTING, HELD
from mapper.control.belief import holders
from mapper.control.spell import Spell
from mapper.control.statements import CHANGES, NOBODY, UNDATED
from mapper.control.status import UNSPOKEN, State, states_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.control.arranged import Arranged
    from mapper.control.belief import Belief
    from mapper.control.statements import Statements
    from mapper.control.weights import Signals

TOLD, IMPLIED = 0.75, 0.5  # what is left of the belief in a holder before the first claim: told, only implied
CEILING = 0.98  # no number of reports makes a state certain
DOUBT = 0.7  # a holder believed less than this, and denied, is contested
UNTOLD = 0.8  # what is left of the belief in a holder of whom no claim of the spell speaks

_HOLDS, _LEFT, _FIGHTS, _DENIES, _IDLE = range(5)  # what statements say of a spell


@dataclass(slots=True)
class _Piece:
    """A stretch of days of one place in one state, while spells are put together."""

    start: int  # 0 for open
    state: State
    holder: int
    sure: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The first day on which anything is known of a place, and what is told or implied of the time before it."""

    day: int
    holder: int = NOBODY
    share: float = 0.0  # of the belief in what the holder lost; 0 where nothing is known of the time before
    told: bool = False  # the statement is about the time before


class Drawing:
    """Draws the spells of each place."""

    def __init__(
        self, table: Statements, c: Arranged, signals: Signals, belief: Belief, known: Mapping[int, int]
    ) -> None:
        self.table, self.c, self.signals = table, c, signals
        self.known = known  # the sides that held places at the start
        self.days: list[int] = belief.days.tolist()
        self.held, self.sure = holders(belief)
        place, at = np.nonzero(self.held[:, 1:] != self.held[:, :-1])
        self.turn = at + 1
        self.turns = np.searchsorted(place, np.arange(len(c.places) + 1))
        self.states = states_of(c)
        self.kinds = _kinds(c)
        self.counting = np.bincount(c.place[c.happened & (c.weak >= 1)], minlength=len(c.places))
        self.beginnings = self._beginnings()

    def spells(self, place: int) -> Iterator[Spell]:
        """The spells of a place in time order."""
        if place not in self.known and not self.counting[place]:
            return
        pieces = _dated(_merged(list(self._pieces(place))))
        rows = _Rows(self, place)
        for number, piece in enumerate(pieces):
            end = pieces[number + 1].start if number + 1 < len(pieces) else 0
            yield self._spell(place, rows, piece, end)

    def _beginnings(self) -> dict[int, _Beginning]:
        """Where what is known of each place begins that is not known from the start.

        Before a place is said to have been taken somebody else held it; before it is said to be held nobody knows.
        """
        s, c = self.signals, self.c
        order = np.flatnonzero(s.weight > 0)
        order = order[np.lexsort((s.row[order], s.before[order], s.day[order], s.place[order]))]
        begins = np.flatnonzero(np.diff(s.place[order], prepend=-1))
        found = {}
        for i in order[begins].tolist():
            place, day, row = int(s.place[i]), int(s.day[i]), int(s.row[i])
            if s.before[i]:
                share = TOLD if c.previous[row] == s.side[i] else IMPLIED
                found[place] = _Beginning(day, int(s.side[i]), share)
            elif c.change[row] == HELD and c.start[row] == 0 and c.end[row] > 0:
                found[place] = _Beginning(day, NOBODY, TOLD, told=True)
            else:
                found[place] = _Beginning(day)
        return found

    def _pieces(self, place: int) -> Iterator[_Piece]:
        """The states of a place, a piece for each day on which one of them begins."""
        states = self.states.of(place)
        known = place in self.known
        beginning = None if known else self.beginnings.get(place)
        at = 0 if beginning is None else bisect_left(self.days, beginning.day)
        turns = self.turn[self.turns[place] : self.turns[place + 1]].tolist() if known or beginning else []
        cuts = {self.days[t] for t in turns if t > at} | {day for day, _ in states}
        if known or beginning:
            cuts.add(self.days[at])
        days = sorted(cuts)
        if not known and not (beginning and beginning.share):
            yield _Piece(0, UNSPOKEN, NOBODY, 0.0, UNSPOKEN.reason)
        index, state = 0, UNSPOKEN
        for number, day in enumerate(days):
            while index < len(states) and states[index][0] <= day:
                state = states[index][1]
                index += 1
            following = days[number + 1] if number + 1 < len(days) else None
            believed = known or (beginning is not None and day >= beginning.day)
            holder, sure = self._held(place, day, following) if believed else (NOBODY, 0.0)
            first = number == 0 and (known or bool(beginning and beginning.share))
            if first and beginning and beginning.share:
                holder, sure = self._before(place, beginning, at, holder, sure)
            now = State("held") if state is UNSPOKEN and holder != NOBODY else state  # known by what others tell
            yield _Piece(0 if first else day, now, holder, sure)

    def _before(self, place: int, beginning: _Beginning, at: int, holder: int, sure: float) -> tuple[int, float]:
        """Who held a place before the first statement about it, as that tells or implies where it is believed."""
        after = min(at + 1, len(self.days) - 1)
        if not beginning.told and holder != beginning.holder and self.held[place, after] == holder:
            holder, sure = beginning.holder, float(self.sure[place, after])
        return holder, sure * beginning.share

    def _held(self, place: int, day: int, following: int | None) -> tuple[int, float]:
        """The likeliest holder from a day on, and how likely it is on the surest day before the following cut."""
        at = bisect_left(self.days, day + 1) - 1
        until = bisect_left(self.days, following) if following is not None else len(self.days)
        holder = int(self.held[place, at])
        sure = float(self.sure[place, at : max(until, at + 1)].max())
        return (holder if holder < len(self.c.sides) else NOBODY), sure

    def _spell(self, place: int, rows: _Rows, piece: _Piece, end: int) -> Spell:
        """A piece as a spell, with the claims that speak for it and against it."""
        c, table = self.c, self.table
        speaking, against, opening = rows.spoken(piece, end)
        known, status, gaining = piece.holder != NOBODY and piece.state.status != "unknown", piece.state.status, ""
        sure = min(CEILING, piece.sure * self._heard(speaking)) if known else 0.0
        if not known and status != "contested":
            status = "unknown"
        if status == "held" and sure < DOUBT and any(self.kinds[row] == _DENIES for row in against):
            status = "contested"
        if status not in {"held", "unknown"} and piece.state.gaining not in {NOBODY, piece.holder}:
            gaining = c.sides[piece.state.gaining]
        key, number = c.places[place], c.numbers[place]
        return Spell(
            place_id=key,
            name=table.titles.get(number, key),
            place=table.found.get(number),
            status=status,
            holder=c.sides[piece.holder] if known else None,
            start=date.fromordinal(piece.start) if piece.start > UNDATED else None,
            end=date.fromordinal(end) if end else None,
            confidence=round(sure, 3),
            gaining=gaining or None,
            claims=tuple([c.ids[row] for row in speaking]),
            against=tuple([c.ids[row] for row in against]),
            reason=piece.reason or self._reason(piece, opening, known=place in self.known),
            time_precision=self._precision(opening, piece.start),
        )

    def _heard(self, speaking: Sequence[int]) -> float:
        """How likely at least one of the statements was read right; each source is heard once."""
        best: dict[int, float] = {}
        for row in speaking:
            source = self.c.source[row]
            best[source] = max(best.get(source, 0.0), float(self.c.trust[row]))
            if best[source] >= 1:
                return 1.0
        wrong = 1.0
        for trust in best.values():
            wrong *= 1 - trust
        return 1 - wrong if best else UNTOLD

    def _precision(self, opening: int | None, start: int) -> int:
        """How well the start is known: 1 a day, 2 up to a month, 3 longer or unknown."""
        if not start or opening is None:
            return 3 if not start else 2
        a, b = self.c.start[opening], self.c.end[opening]
        if not a or not b:
            return 3
        return 1 if b == a else 2 if b - a < 31 else 3  # noqa: PLR2004 -- days of a month

    def _reason(self, piece: _Piece, opening: int | None, *, known: bool) -> str:
        """In plain words why this state."""
        if piece.state.status == "unknown" or (piece.holder == NOBODY and opening is None):
            return piece.state.reason or UNSPOKEN.reason
        if opening is None:
            if not piece.start:
                return "the table of the start" if known else "implied by who is said to have taken it"
            return piece.state.reason or "what is told before and after, and of places nearby, weighed together"
        change = CHANGES[self.c.change[opening]].replace("_", " ")
        if piece.state.status != "held":
            return piece.state.reason or change
        return f"{change}: {self.c.sides[piece.holder]}" if piece.holder != NOBODY else change


def _kinds(c: Arranged) -> list[int]:
    """What each statement can say of a spell."""
    kinds = np.where(c.controller == NOBODY, _LEFT, _HOLDS)
    kinds[np.isin(c.change, FIGHTING)] = _FIGHTS
    kinds[~c.happened] = _IDLE
    kinds[c.certainty == DENIED] = _DENIES
    found: list[int] = kinds.tolist()
    return found


class _Rows:
    """The statements about a place, for one spell after the other."""

    def __init__(self, drawing: Drawing, place: int) -> None:
        c = drawing.c
        self.begin, end = int(c.first[place]), int(c.first[place + 1])
        some = slice(self.begin, end)
        self.days: list[int] = c.day[some].tolist()
        self.kinds = drawing.kinds[some]
        self.controllers: list[int] = c.controller[some].tolist()
        self.previous: list[int] = c.previous[some].tolist()
        lasting = (c.change[some] == HELD) & (c.end[some] > c.day[some])
        self.lasting = [(row, int(c.end[some][row])) for row in np.flatnonzero(lasting).tolist()]

    def spoken(self, piece: _Piece, end: int) -> tuple[list[int], list[int], int | None]:
        """The statements that speak for a piece, those against it, and the one that opens it."""
        begin, stop = bisect_left(self.days, piece.start), bisect_left(self.days, end) if end else len(self.days)
        speaking: list[int] = []
        against: list[int] = []
        earlier = [row for row, last in self.lasting if row < begin and last >= piece.start]
        kinds, controllers, first, holder = self.kinds, self.controllers, self.begin, piece.holder
        for row in chain(earlier, range(begin, stop)):
            plain = 1 if controllers[row] == holder else -1
            verdict = plain if kinds[row] == _HOLDS else self._verdict(row, piece)
            if verdict > 0:
                speaking.append(first + row)
            elif verdict < 0 and holder != NOBODY:
                against.append(first + row)
        opening = next((row for row in speaking if self.days[row - self.begin] >= piece.start), None)
        if opening is not None and self.days[opening - self.begin] != piece.start:
            opening = None
        if end and not piece.start:  # the statements that end a first piece tell or imply who held the place before
            following = range(stop, bisect_left(self.days, end + 1))
            told = [row for row in following if self.kinds[row] < _DENIES and self.controllers[row] != piece.holder]
            speaking += [self.begin + row for row in told]
        return speaking, against, opening

    def _verdict(self, row: int, piece: _Piece) -> int:
        """1 for a statement that speaks for a piece, -1 against, 0 for one that does neither."""
        kind, holder = self.kinds[row], piece.holder
        if kind == _FIGHTS:
            return 1 if piece.state.status in {"contested", "besieged"} else 0
        if kind == _DENIES:
            return -1 if holder != NOBODY and self.controllers[row] in {NOBODY, holder} else 0
        if kind == _LEFT:
            return 1 if self.previous[row] not in {NOBODY, holder} or piece.state.status == "unknown" else -1
        return 0


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces with those put together that follow each other in the same state; the surest day counts."""
    kept: list[_Piece] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if last is not None and (last.state.status, last.state.gaining, last.holder) == (
            piece.state.status,
            piece.state.gaining,
            piece.holder,
        ):
            last.sure = max(last.sure, piece.sure)
        elif last is not None and last.start == piece.start:
            kept[-1] = piece
        else:
            kept.append(piece)
    return kept


def _dated(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces of which the first has no beginning: of those that nobody dated only the last counts."""
    undated = sum(1 for piece in pieces if piece.start <= UNDATED)
    kept = pieces[max(0, undated - 1) :]
    if kept:
        kept[0].start = 0
    return kept

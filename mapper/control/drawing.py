"""Spells drawn out of what is believed of each place and what is told of its status."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from mapper.control.arranged import HELD, sorted_by
from mapper.control.spell import Spell
from mapper.control.spoken import Sayings, Stretch
from mapper.control.statements import CHANGES, MARK, NOBODY, UNDATED
from mapper.control.status import UNSPOKEN, State, states_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.control.arranged import Arranged
    from mapper.control.belief import Belief
    from mapper.control.spoken import Spoken
    from mapper.control.statements import Statements
    from mapper.control.weights import Signals

TOLD, IMPLIED = 0.75, 0.5  # what is left of the belief in a holder before the first claim: told, only implied
CEILING = 0.98  # no number of reports makes a state certain
DOUBT = 0.7  # a holder believed less than this, and denied, is contested
# What is left at least of the belief in a holder, however badly the claims of the spell were read: of one who held
# the place already, and of one of whom no claim tells that he took it.
GOES_ON, INFERRED = 0.8, 0.5


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
    """Draws the spells of each place.

    Parameters
    ----------
    table
        The statements as they came, for what places are called and where they are.
    c
        The same in order.
    signals
        What they weigh; a place begins with the first that speaks for a side.
    belief
        Which side is likeliest to have held each place on each day, and how likely.
    known
        The sides that held places at the start, by the numbers of the places; these have no unknown time before.
    """

    def __init__(
        self, table: Statements, c: Arranged, signals: Signals, belief: Belief, known: Mapping[int, int]
    ) -> None:
        self.table, self.c, self.signals, self.known = table, c, signals, known
        self.days: list[int] = belief.days.tolist()
        self.held, self.sure = belief.held, belief.sure
        place, at = np.nonzero(self.held[:, 1:] != self.held[:, :-1])
        self.turn = at + 1
        self.turns = np.searchsorted(place, np.arange(len(c.places) + 1))
        self.states = states_of(c)
        self.counting = np.bincount(c.place[c.happened & (c.weak >= 1)], minlength=len(c.places))
        self.beginnings = self._beginnings()

    def spells(self) -> Iterator[Spell]:
        """The spells of all places, place by place in time order."""
        last: Spell | None = None
        for spell in self._stretches():
            if last is not None and _is_one(last, spell):
                last = _joined(last, spell)
                continue
            if last is not None:
                yield last
            last = spell
        if last is not None:
            yield last

    def _stretches(self) -> Iterator[Spell]:
        """A spell for each stretch of days; two in a row may turn out to be of one state."""
        drawn: list[tuple[_Piece, Stretch]] = []
        for place, number in enumerate(self.counting.tolist()):
            if place in self.known or number:
                pieces = _dated(_merged(list(self._pieces(place))))
                ends = [*(piece.start for piece in pieces[1:]), 0]
                drawn += [
                    (piece, Stretch(place, piece.start, end, piece.holder, piece.state.status))
                    for piece, end in zip(pieces, ends, strict=True)
                ]
        said = Sayings(self.c, [stretch for _, stretch in drawn])
        before: Stretch | None = None
        for number, (piece, stretch) in enumerate(drawn):
            place = stretch.place
            held = before.holder if before and before.place == place else self.known.get(place, NOBODY)
            yield self._spell(piece, stretch, said.of(number), goes_on=held == stretch.holder)
            before = stretch

    def _beginnings(self) -> dict[int, _Beginning]:
        """Where what is known of each place begins that is not known from the start.

        Before a place is said to have been taken somebody else held it; before it is said to be held nobody knows.
        Of several statements one that tells of the time before counts, then the heaviest.
        """
        s, c = self.signals, self.c
        some = np.flatnonzero(s.weight > 0)
        row, before, side = s.row[some], s.before[some], s.side[some]
        until = (c.change[row] == HELD) & (c.start[row] == 0) & (c.end[row] > 0)
        told = np.where(before, c.previous[row] == side, until)
        order = sorted_by(s.place[some], s.day[some], before, ~told, -s.weight[some], side)
        begins = np.flatnonzero(np.diff(s.place[some[order]], prepend=-1))
        found = {}
        for at in order[begins].tolist():
            place, day = int(s.place[some[at]]), int(s.day[some[at]])
            if before[at]:
                found[place] = _Beginning(day, int(side[at]), TOLD if told[at] else IMPLIED)
            elif told[at]:
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
        believed = 0 if known else bisect_left(days, beginning.day) if beginning is not None else len(days)
        told = [(NOBODY, 0.0)] * believed + self._held(place, days[believed:])
        index, state = 0, UNSPOKEN
        for number, day in enumerate(days):
            while index < len(states) and states[index][0] <= day:
                state = states[index][1]
                index += 1
            holder, sure = told[number]
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

    def _held(self, place: int, days: Sequence[int]) -> list[tuple[int, float]]:
        """The likeliest holder from each day on, and how likely it is on the surest day before the following one."""
        if not days:
            return []
        begins = [max(0, bisect_left(self.days, day + 1) - 1) for day in days]
        ends = [*(bisect_left(self.days, day) for day in days[1:]), len(self.days)]
        bounds = [at for begin, end in zip(begins, ends, strict=True) for at in (begin, max(end, begin + 1))]
        sure = np.maximum.reduceat(np.append(self.sure[place], 0), bounds)[::2].tolist()  # every other one is between
        held: list[int] = self.held[place, begins].tolist()
        return [(one if one < len(self.c.sides) else NOBODY, much) for one, much in zip(held, sure, strict=True)]

    def _spell(self, piece: _Piece, stretch: Stretch, said: Spoken, *, goes_on: bool) -> Spell:
        """A piece as a spell, with the claims that speak for it and against it; whether its holder is that before."""
        c, table, place, end = self.c, self.table, stretch.place, stretch.end
        known, status, gaining = piece.holder != NOBODY and piece.state.status != "unknown", piece.state.status, ""
        heard = self._heard(said, least=GOES_ON if goes_on else INFERRED) if known else 0.0
        sure = min(CEILING, piece.sure * heard)
        if not known and status != "contested":
            status = "unknown"
        if status == "held" and sure < DOUBT and said.denied:
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
            claims=tuple(map(c.ids.__getitem__, said.speaking)),
            against=tuple(map(c.ids.__getitem__, said.against)),
            reason=piece.reason or self._reason(piece, said.opening, known=place in self.known),
            time_precision=self._precision(said.opening, piece.start),
        )

    def _heard(self, said: Spoken, *, least: float) -> float:
        """How likely at least one of the statements was read right and is about the place; each source counts once."""
        if said.trusted:
            return 1.0
        best: dict[int, float] = {}
        for row in said.speaking:
            source = int(self.c.source[row])
            best[source] = max(best.get(source, 0.0), float(self.c.trust[row] * self.c.weak[row]))
        wrong = 1.0
        for trust in best.values():
            wrong *= 1 - trust
        return max(least, 1 - wrong)

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
        about = ""
        if self.c.weak[opening] < 1:
            about = " the area around it" if self.c.ids[opening].endswith(MARK) else " a site of its name"
        return f"{change}{about}: {self.c.sides[piece.holder]}" if piece.holder != NOBODY else change


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


def _is_one(last: Spell, spell: Spell) -> bool:
    """Whether two spells in a row are of one state, as one that is contested by denials before one of fighting.

    What nobody knows stays apart, since why nobody knows it differs.
    """
    same = (last.place_id, last.status, last.holder, last.gaining)
    return last.status != "unknown" and same == (spell.place_id, spell.status, spell.holder, spell.gaining)


def _joined(last: Spell, spell: Spell) -> Spell:
    """Two spells in a row as one from the start of the first; the surest day counts."""
    against = dict.fromkeys((*last.against, *spell.against))
    return replace(
        last,
        end=spell.end,
        confidence=max(last.confidence, spell.confidence),
        claims=tuple(one for one in dict.fromkeys((*last.claims, *spell.claims)) if one not in against),
        against=tuple(against),
    )


def _dated(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces of which the first has no beginning: of those that nobody dated only the last counts."""
    undated = sum(1 for piece in pieces if piece.start <= UNDATED)
    kept = pieces[max(0, undated - 1) :]
    if kept:
        kept[0].start = 0
    return kept

"""Who held each place when: claims settled into a timeline of spells, with how sure each is.

The model in ten sentences. Every claim is weighed: most where it speaks against the interest of whoever makes
it, less from a third party, least in its own interest, and once however often it is copied. A claim that a
place was taken makes a change of hands likely on that day, and tells that somebody else held it before. A
claim that it is held, or that an attack was beaten off, speaks for its holder on that day. A denial speaks
against the side that the denied claim names. The evidence of all days is weighed together, so that late
reports move the past, and belief decays slowly where nothing is told. Places near each other hear a limited
part of each other's evidence. The holder of a day is the likeliest side, and its probability is given. A
claim of fighting inside, of an advance or of a siege changes the status and leaves the likelier holder, until
a later claim tells who holds the place. Before the first claim, and after a withdrawal that names no
successor, the holder is unknown, but for what a claim itself tells or implies. A table of who held what at the
start, and a person's corrections, are taken in where they are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mapper.control.spell import Spell, Timeline, Weighed
from mapper.control.statements import CHANGES, NOBODY, UNDATED, statements_of
from mapper.control.status import states_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mapper.claims.claim import Claim
    from mapper.control.baseline import Start
    from mapper.control.belief import Belief
    from mapper.control.statements import Statements
    from mapper.control.status import State
    from mapper.control.weights import Signals

TOLD, IMPLIED = 0.75, 0.5  # what is left of the belief in a holder before the first claim: told, only implied
CEILING = 0.98  # no number of reports makes a state certain
DOUBT = 0.7  # a holder believed less than this, and denied, is contested
UNTOLD = 0.8  # what is left of the belief in a holder of whom no claim of the spell speaks
MANY = 50_000  # statements from which on no single weights are kept


def settle(
    claims: Iterable[Claim], *, enemies: Mapping[str, str] | None = None, baseline: Iterable[Start] = ()
) -> Timeline:
    """The timeline of every place that a claim names; areas and counted groups settle nothing.

    Parameters
    ----------
    claims
        Claims in any order.
    enemies
        The chief enemy of each side, for what a claim only implies.
    baseline
        Who held what at the start; places of which no claim speaks are settled by it, too.
    """
    return settled(statements_of(claims), enemies=enemies or {}, baseline=baseline)


def settled(table: Statements, *, enemies: Mapping[str, str], baseline: Iterable[Start] = ()) -> Timeline:
    """The timeline of a table of statements."""
    from mapper.control.belief import believe, holders
    from mapper.control.weights import weigh

    at_start: dict[int, tuple[int, int]] = {}
    for start in baseline:
        place = start.enter(table)
        at_start[place] = (table.sides.number(start.holder), start.day.toordinal())
    if not table.places.words:
        return Timeline()
    numbers = table.sides.number
    known = {numbers(a): numbers(b) for a, b in enemies.items()}
    if not table.ids and not at_start:
        return Timeline()
    signals, edges = weigh(table, known)
    if not len(signals.day) and not at_start:
        chance = None
    else:
        places, sides = len(table.places.words), len(table.sides.words) + 1  # and one for sides that nobody names
        chance = believe(signals, edges, places=places, sides=sides, points=table.points, baseline=at_start)
    found = holders(chance) if chance is not None else None
    drawing = _Drawing(table, signals, chance, found, at_start)
    keys = sorted(range(len(table.places.words)), key=table.places.words.__getitem__)
    spells = tuple(spell for place in keys for spell in drawing.spells(place))
    weighed = tuple(_weighed(table, signals)) if len(table) <= MANY else ()
    return Timeline(spells=spells, weighed=weighed)


def _weighed(table: Statements, signals: Signals) -> Iterator[Weighed]:
    """Every weight in words, by place, day and claim."""
    from mapper.control.weights import AGAINST, OWN, THIRD

    names = {OWN: "in its own interest", THIRD: "a third party", AGAINST: "against its own interest"}
    order = sorted(
        range(len(signals.row)),
        key=lambda i: (
            table.places.words[signals.place[i]],
            signals.day[i],
            table.ids[signals.row[i]],
            signals.side[i],
        ),
    )
    for i in order:
        row = int(signals.row[i])
        party = signals.partisan[i]
        leaning = table.leaning[row]
        why = names[OWN] if party != NOBODY else names[THIRD] if leaning == NOBODY else names[AGAINST]
        yield Weighed(
            claim=table.ids[row],
            place_id=table.places.words[signals.place[i]],
            day=date.fromordinal(int(signals.day[i])),
            side=table.sides.words[signals.side[i]],
            weight=round(float(signals.weight[i]), 3),
            why=why,
        )


@dataclass(slots=True)
class _Piece:
    """A stretch of days of one place in one state, while spells are put together."""

    start: int  # 0 for open
    state: State
    holder: int
    sure: float
    reason: str = ""


class _Drawing:
    """Draws the spells of each place out of what is believed and what is told of its status."""

    def __init__(
        self,
        table: Statements,
        signals: Signals,
        belief: Belief | None,
        found: tuple[Any, Any] | None,
        at_start: Mapping[int, tuple[int, int]],
    ) -> None:
        import numpy as np

        self.table, self.signals, self.belief, self.at_start = table, signals, belief, at_start
        self.found = found
        place = np.asarray(table.place, dtype=np.int64)
        self.rows = np.argsort(place, kind="stable")
        self.first = np.searchsorted(place[self.rows], np.arange(len(table.places.words) + 1))
        order = np.argsort(signals.place, kind="stable")
        self.evidence = order
        self.begins = np.searchsorted(signals.place[order], np.arange(len(table.places.words) + 1))

    def spells(self, place: int) -> Iterator[Spell]:
        """The spells of a place in time order."""
        rows = [int(r) for r in self.rows[self.first[place] : self.first[place + 1]]]
        rows.sort(key=lambda r: self.table.order[r])
        if place not in self.at_start and not any(self._counts(r) for r in rows):
            return
        pieces = _dated(_merged(list(self._pieces(place, rows))))
        ends = [*(p.start for p in pieces[1:]), 0]
        for piece, end in zip(pieces, ends, strict=True):
            yield self._spell(place, rows, piece, end)

    def _counts(self, row: int) -> bool:
        """Whether a statement tells of something that happened."""
        return self.table.certainty[row] <= 2  # noqa: PLR2004 -- asserted, claimed, historic

    def _pieces(self, place: int, rows: Sequence[int]) -> Iterator[_Piece]:
        """The states of a place, a piece for each day on which one of them begins."""
        from mapper.control.status import HELD, UNKNOWN

        states = states_of(self.table, rows)
        belief, found = self.belief, self.found
        mine = self.evidence[self.begins[place] : self.begins[place + 1]]
        known = place in self.at_start
        told = int(self.signals.day[mine].min()) if len(mine) else 0
        begin, implied = self._beginning(place, rows, told)
        believed = belief is not None and found is not None and (bool(len(mine)) or known)
        turns = self._turns(place, begin) if believed else []
        cuts = sorted({*turns, *(d for d, _ in states if d)})
        if not known and (not implied or not cuts):
            yield _Piece(0, UNKNOWN, NOBODY, 0.0, "no report speaks of it yet")
        index, state = 0, UNKNOWN
        for number, day in enumerate(cuts):
            while index < len(states) and states[index][0] <= day:
                state = states[index][1]
                index += 1
            following = cuts[number + 1] if number + 1 < len(cuts) else None
            holder, sure = self._held(place, max(day, begin), following) if believed and day >= begin else (NOBODY, 0.0)
            first = number == 0 and (known or bool(implied))
            share = implied if number == 0 and implied and not known else 1.0
            now = HELD if state is UNKNOWN and holder != NOBODY else state  # known by what others tell
            yield _Piece(0 if first else day, now, holder, sure * share)

    def _turns(self, place: int, begin: int) -> list[int]:
        """The first day on which anything is known of a place, and those on which its likeliest holder changes."""
        import numpy as np

        assert self.belief is not None
        assert self.found is not None
        days, held = self.belief.days, self.found[0][place]
        start = int(np.searchsorted(days, begin)) if begin else 0
        changed = np.flatnonzero(held[start + 1 :] != held[start:-1]) + start + 1
        return [int(d) for d in days[[start, *changed]]] if start < len(days) else []

    def _held(self, place: int, day: int, following: int | None) -> tuple[int, float]:
        """The likeliest holder from a day on, and how likely it is on the surest day before the following turn."""
        import numpy as np

        assert self.belief is not None
        assert self.found is not None
        days = self.belief.days
        at = int(np.searchsorted(days, day, "right")) - 1
        if at < 0:
            return NOBODY, 0.0
        until = int(np.searchsorted(days, following)) if following is not None else len(days)
        holder = int(self.found[0][place, at])
        sure = float(self.found[1][place, at : max(until, at + 1)].max())
        return (holder if holder < len(self.table.sides.words) else NOBODY), sure

    def _beginning(self, place: int, rows: Sequence[int], told: int) -> tuple[int, float]:
        """The first day on which anything is known of a place, and how much of what was before is told or implied.

        Before a place is said to have been taken somebody else held it; before it is said to be held nobody knows.
        """
        if place in self.at_start or not told:
            return 0, 0.0
        table = self.table
        for row in rows:
            day = table.start[row] or table.end[row] or table.reported[row]
            if self._counts(row) and CHANGES[table.change[row]] == "held" and not table.start[row] and table.end[row]:
                return told, TOLD  # held until then
            if self._counts(row) and day - 1 == told and CHANGES[table.change[row]] not in {"held", "repelled"}:
                if table.previous[row] != NOBODY and table.previous[row] != table.controller[row]:
                    return told, TOLD
                negative = self.signals.weight[self.evidence[self.begins[place] : self.begins[place + 1]]] < 0
                return (told, IMPLIED) if not negative.any() else (day, 0.0)
        return told, 0.0

    def _spell(self, place: int, rows: Sequence[int], piece: _Piece, end: int) -> Spell:
        """A piece as a spell, with the claims that speak for it and against it."""
        table = self.table
        sides = table.sides.words
        holder = sides[piece.holder] if piece.holder != NOBODY and piece.state.status != "unknown" else None
        speaking, against, opening = self._spoken(rows, piece, end)
        precision = self._precision(opening, piece.start)
        key = table.places.words[place]
        sure = min(CEILING, piece.sure * self._heard(speaking)) if holder else 0.0
        status = piece.state.status if holder or piece.state.status == "contested" else "unknown"
        if status == "held" and sure < DOUBT and any(not self._counts(r) for r in against):
            status = "contested"
        gaining = piece.state.gaining
        gains = status not in {"held", "unknown"} and gaining not in {NOBODY, piece.holder}
        return Spell(
            place_id=key,
            name=table.titles.get(place, key),
            place=table.found.get(place),
            status=status,
            holder=holder,
            start=date.fromordinal(piece.start) if piece.start > UNDATED else None,
            end=date.fromordinal(end) if end else None,
            confidence=round(sure, 3),
            gaining=sides[gaining] if gains else None,
            claims=tuple(table.ids[r] for r in speaking),
            against=tuple(table.ids[r] for r in against),
            reason=piece.reason or self._reason(piece, opening, known=place in self.at_start),
            time_precision=precision,
        )

    def _heard(self, speaking: Sequence[int]) -> float:
        """How likely at least one of the statements was read right; each source is heard once."""
        best: dict[int, float] = {}
        for row in speaking:
            source = self.table.source[row]
            best[source] = max(best.get(source, 0.0), self.table.trust[row])
        wrong = 1.0
        for trust in best.values():
            wrong *= 1 - trust
        return 1 - wrong if best else UNTOLD

    def _precision(self, opening: int | None, start: int) -> int:
        """How well the start is known: 1 a day, 2 up to a month, 3 longer or unknown."""
        if not start or opening is None:
            return 3 if not start else 2
        a, b = self.table.start[opening], self.table.end[opening]
        if not a or not b:
            return 3
        return 1 if b == a else 2 if b - a < 31 else 3  # noqa: PLR2004 -- days of a month

    def _spoken(self, rows: Sequence[int], piece: _Piece, end: int) -> tuple[list[int], list[int], int | None]:
        """The statements that speak for a piece, those against it, and the one that opens it."""
        table = self.table
        speaking: list[int] = []
        against: list[int] = []
        opening: int | None = None
        for row in rows:
            day = table.start[row] or table.end[row] or table.reported[row]
            last = max(day, table.end[row] if CHANGES[table.change[row]] == "held" else day)
            inside = (not piece.start or last >= piece.start) and (not end or day < end)
            before = bool(end) and day == end and not piece.start and self._tells_before(row, piece.holder)
            if not inside and not before:
                continue
            verdict = self._verdict(row, piece, before=before)
            if verdict > 0:
                speaking.append(row)
                if day == piece.start:
                    opening = row if opening is None else opening
            elif verdict < 0:
                against.append(row)
        return speaking, against, opening

    def _tells_before(self, row: int, holder: int) -> bool:
        """Whether a statement that ends a piece tells or implies who held the place before."""
        table = self.table
        return self._counts(row) and table.controller[row] != holder

    def _verdict(self, row: int, piece: _Piece, *, before: bool) -> int:
        """1 for a statement that speaks for a piece, -1 against, 0 for one that does neither."""
        table = self.table
        change, controller = CHANGES[table.change[row]], table.controller[row]
        if before:
            return 1
        if not self._counts(row):
            denied = table.certainty[row] == 3 and controller in {NOBODY, piece.holder}  # noqa: PLR2004 -- denied
            return -1 if denied and piece.holder != NOBODY else 0
        if change in {"contested", "advanced", "besieged"}:
            return 1 if piece.state.status in {"contested", "besieged"} else 0
        if controller == NOBODY:
            gone = table.previous[row]
            return 1 if gone not in {NOBODY, piece.holder} or piece.state.status == "unknown" else -1
        if piece.holder == NOBODY:
            return 0
        return 1 if controller == piece.holder else -1

    def _reason(self, piece: _Piece, opening: int | None, *, known: bool) -> str:
        """In plain words why this state."""
        table = self.table
        if piece.state.status == "unknown" or (piece.holder == NOBODY and opening is None):
            return piece.state.reason or "no report speaks of it yet"
        if opening is None:
            if not piece.start:
                return "the table of the start" if known else "implied by who is said to have taken it"
            return "what is told before and after, and of places nearby, weighed together"
        sides = table.sides.words
        change = CHANGES[table.change[opening]].replace("_", " ")
        if piece.state.status != "held":
            return piece.state.reason or change
        return f"{change}: {sides[piece.holder]}" if piece.holder != NOBODY else change


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

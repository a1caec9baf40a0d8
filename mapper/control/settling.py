"""Who held each place when: claims settled into a timeline of spells, with how sure each is.

The model in ten sentences. Every claim is weighed: most where it speaks against the interest of whoever makes
it, less from a third party, least in its own interest; once however often it is copied, or repeated within a
week, or by a side in its own interest within a month; and a fifth of that where it is about a site that bears
the place's name, or about the area. A claim that a place was taken makes a change of hands likely on that day,
and tells that somebody else held it before. A claim that it is held, or that an attack was beaten off, speaks
for its holder on that day, a denial against the side that the denied claim names. The evidence of all days is
weighed together, so that late reports move the past, and belief decays slowly where nothing is told. Places
near each other hear a limited part of each other's evidence. The holder of a day is the likeliest side, and
its probability is given. A claim of fighting inside, of an advance or of a siege changes the status and leaves
the likelier holder, until a later claim tells who holds the place. Before the first claim, and after a
withdrawal that names no successor, the holder is unknown, but for what a claim itself tells or implies. A
table of who held what at the start, and a person's corrections, are taken in where they are given.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mapper.control.spell import Timeline, Weighed
from mapper.control.statements import UNDATED, statements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mapper.claims.claim import Claim
    from mapper.control.arranged import Arranged
    from mapper.control.baseline import Start
    from mapper.control.statements import Statements
    from mapper.control.weights import Evidence

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
        Who held what at the start, once for each place (of several rows the earliest counts); places of which no
        claim speaks are settled by it, too.
    """
    return settled(statements_of(claims), enemies=enemies or {}, baseline=baseline)


def settled(table: Statements, *, enemies: Mapping[str, str], baseline: Iterable[Start] = ()) -> Timeline:
    """The timeline of a table of statements.

    Parameters
    ----------
    table
        The statements; places of the baseline and sides that it lacks are entered there.
    enemies
        The chief enemy of each side, for what a statement only implies.
    baseline
        Who held what at the start; places of which no statement speaks are settled by it, too.
    """
    starts = [(start.enter(table), start.holder, start.day.toordinal()) for start in baseline]
    if not table.ids and not starts:
        return Timeline()
    from mapper.control.arranged import arranged
    from mapper.control.belief import believe
    from mapper.control.drawing import Drawing
    from mapper.control.weights import weigh

    for word in (*enemies, *enemies.values(), *(holder for _, holder, _ in starts)):
        table.sides.number(word)
    c = arranged(table)
    side = {word: number for number, word in enumerate(c.sides)}
    place = {number: at for at, number in enumerate(c.numbers)}
    chief = {side[one]: side[other] for one, other in enemies.items()}
    last_first = sorted(starts, key=lambda start: (start[2], start[1]), reverse=True)  # the earliest of a place counts
    at_start = {place[number]: (side[holder], day) for number, holder, day in last_first}
    evidence = weigh(c, chief)
    belief = believe(
        evidence.signals,
        evidence.edges,
        places=len(c.places),
        sides=len(c.sides) + 1,  # and one for sides that nobody names
        points={place[number]: point for number, point in table.points.items()},
        baseline=at_start,
        enemies=chief,
        also=c.day[c.day > UNDATED].astype("int64"),
    )
    weighed = tuple(_weighed(c, evidence)) if len(table) <= MANY else ()
    drawing = Drawing(table, c, evidence.signals, belief, {at: holder for at, (holder, _) in at_start.items()})
    return Timeline(spells=tuple(drawing.spells()), weighed=weighed)


def _weighed(c: Arranged, evidence: Evidence) -> Iterator[Weighed]:
    """Every weight in words, by place, day and claim; what weighs nothing because it was said before, as well."""
    from mapper.control.weights import reason_of

    s = evidence.signals
    rows = [
        (int(row), int(day), int(side), round(float(weight), 3), "the day before" if before else "")
        for row, day, side, weight, before in zip(s.row, s.day, s.side, s.weight, s.before, strict=True)
    ]
    for marks, why in (
        (evidence.again, "repeats what its source said"),
        (evidence.passing, "its report takes it back"),
    ):
        told = [row for row in marks.nonzero()[0].tolist() if c.controller[row] >= 0]
        rows += [(row, int(c.day[row]), int(c.controller[row]), 0.0, why) for row in told]
    for row, day, side, weight, why in sorted(rows, key=lambda one: (c.place[one[0]], one[1], c.ids[one[0]], one[2:])):
        yield Weighed(
            claim=c.ids[row],
            place_id=c.places[c.place[row]],
            day=date.fromordinal(max(1, day)),
            side=c.sides[side],
            weight=weight,
            why=why if not weight else ", ".join(filter(None, [reason_of(c, evidence.stance, row), why])),
        )

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

from datetime import date
from typing import TYPE_CHECKING

from mapper.control.spell import Timeline, Weighed
from mapper.control.statements import statements_of

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
        Who held what at the start; places of which no claim speaks are settled by it, too.
    """
    return settled(statements_of(claims), enemies=enemies or {}, baseline=baseline)


def settled(table: Statements, *, enemies: Mapping[str, str], baseline: Iterable[Start] = ()) -> Timeline:
    """The timeline of a table of statements."""
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
    at_start = {place[number]: (side[holder], day) for number, holder, day in starts}
    evidence = weigh(c, chief)
    belief = believe(
        evidence.signals,
        evidence.edges,
        places=len(c.places),
        sides=len(c.sides) + 1,  # and one for sides that nobody names
        points={place[number]: point for number, point in table.points.items()},
        baseline=at_start,
        enemies=chief,
    )
    weighed = tuple(_weighed(c, evidence)) if len(table) <= MANY else ()
    drawing = Drawing(table, c, evidence.signals, belief, {at: holder for at, (holder, _) in at_start.items()})
    return Timeline(spells=tuple(s for at in range(len(c.places)) for s in drawing.spells(at)), weighed=weighed)


def _weighed(c: Arranged, evidence: Evidence) -> Iterator[Weighed]:
    """Every weight in words, by place, day and claim."""
    from mapper.control.weights import STANCES

    s = evidence.signals
    for i in sorted(range(len(s.row)), key=lambda i: (s.place[i], s.day[i], c.ids[s.row[i]], s.side[i])):
        row = int(s.row[i])
        yield Weighed(
            claim=c.ids[row],
            place_id=c.places[s.place[i]],
            day=date.fromordinal(int(s.day[i])),
            side=c.sides[s.side[i]],
            weight=round(float(s.weight[i]), 3),
            why=STANCES[evidence.stance[row]],
        )

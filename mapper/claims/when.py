"""When something was so: time expressions of a sentence, resolved against the report's own dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.claims.days import meaning, turned
from mapper.claims.expressions import expressions
from mapper.period import Period

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.expressions import Expression

_BOUNDS = frozenset({"since", "by", "until", "before", "after"})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time expression: where it stands (code points), what it means, and how it bounds the event.

    `bound` is "since", "by", "until", "before", "after" or "" (the event lies in the period).
    `relative` marks expressions that count from the date told before ("two days later").
    """

    start: int
    end: int
    period: Period
    bound: str = ""
    relative: bool = False
    background: bool = False  # a vague past ("earlier", "recently") that dates nothing by itself


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates count from: the publication date and the last date told in the text."""

    published: date | None
    told: date | None


def times(text: str, start: int, end: int, clock: Clock) -> tuple[When, ...]:
    """The time expressions between two offsets of a text, left to right, without overlap."""
    found: list[When] = []
    told = clock.told
    for expression in expressions(text, start, end):
        when = _when(expression, Clock(clock.published, told))
        if when is None:
            continue
        found.append(when)
        if when.period.precision == "day" and not when.relative and when.bound != "since":
            told = when.period.start
    return tuple(found)


def _when(expression: Expression, clock: Clock) -> When | None:
    """What an expression tells at this point of the text, None where it is no real date."""
    meant = meaning(expression, published=clock.published, told=clock.told)
    if meant is None:
        return None
    period, relative = meant
    if expression.form == "offset":  # "four days after losing it": counts back from the event told before it
        period, relative = turned(period, clock.told or clock.published), True
    return When(
        start=expression.start,
        end=expression.end,
        period=period,
        bound=_bound(expression),
        relative=relative,
        background=expression.form == "recently",
    )


def _bound(expression: Expression) -> str:
    """How an expression bounds what it dates, told by its first word."""
    lead = expression.part("lead")
    if lead in _BOUNDS:
        return lead
    if lead == "till":
        return "until"
    first = expression.words[0]
    return first if first in {"since", "by", "until"} else ""


def bounded(when: When, clock: Clock) -> Period:
    """The period of an event or state that an expression dates, its bound taken into account."""
    period = when.period
    if when.bound == "since":
        return Period(start=period.start, end=clock.published or period.end, precision="span")
    if when.bound in {"until", "before"}:
        return Period(start=None, end=period.start, precision="unknown")
    if when.bound == "by" and period.precision != "day":
        return Period(start=period.end, end=period.end, precision=period.precision)
    if when.bound == "after" and period.end is not None:
        return Period(start=period.end, end=clock.published or period.end, precision="span")
    return period


def narrated(found: tuple[When, ...]) -> Iterator[date]:
    """The days that a sentence sets its story on, for the sentences after it."""
    for when in found:
        if when.period.precision == "day" and when.bound not in {"since", "until", "before"} and when.period.start:
            yield when.period.start

"""When something was so: time expressions of a sentence, resolved against the report's own dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mapper.claims.dates import Base
from mapper.claims.days import apart, meaning
from mapper.claims.expressions import expressions
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.expressions import Expression

_BOUNDS = frozenset({"since", "from", "by", "until", "before", "after"})
_NOT = re.compile(r"\bnot\s+\Z", re.IGNORECASE)
_OPENINGS = ("starting", "beginning")
_NO_DAY_TOLD = frozenset({"since", "until", "before", "for"})  # bounds that set no day for the story
_LONGEST = 14  # days of a stretch from whose end "two days later" counts


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time expression: where it stands (code points), what it means, and how it bounds the event.

    `bound` is "since", "from", "by", "until", "before", "after", "for" (a duration up to the period's end) or ""
    (the event lies in the period). `relative` marks expressions that count from the date told before
    ("two days later"). Of "two days after losing it" `period` dates the loss, and `main` what came after.
    """

    start: int
    end: int
    period: Period
    bound: str = ""
    relative: bool = False
    background: bool = False  # a vague past ("earlier", "recently") that dates nothing by itself
    form: str = ""
    main: Period | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates count from: publication and the last date told; the last stretch told, and a campaign's begin."""

    published: date | None
    told: date | None
    stretch: Period | None = None
    campaign: date | None = None
    latest: date | None = None  # the last day of those told in a sentence
    anchor: date | None = None  # where nobody tells when a report was published: the first date that it tells in full
    timeline: bool = False  # the report goes from day to day: what it tells of a state is so on the day it has reached

    @property
    def counted(self) -> date | None:
        """The day that "two days later" counts from."""
        if self.stretch is None or self.stretch.start is None or self.stretch.end is None:
            return self.latest or self.told
        return self.stretch.end if (self.stretch.end - self.stretch.start).days <= _LONGEST else None


def times(text: str, start: int, end: int, clock: Clock) -> tuple[When, ...]:
    """The time expressions between two offsets of a text, left to right, without overlap."""
    found: list[When] = []
    found_expressions = expressions(text, start, end)
    near = clock.told or (clock.stretch.end if clock.stretch else None) or clock.anchor
    told, here = clock.counted, None
    for i, e in enumerate(found_expressions):
        base = Base(published=clock.published, told=told, near=told or near, campaign=clock.campaign)
        when: When | None
        if e.form == "offset":
            opens = not any(c.isalnum() for c in text[start : e.start])
            when = _offset(e, base, here, _day_within(text, found_expressions[i + 1 :], e, base), opens=opens)
        else:
            when = _when(e, base)
        if when is None:
            continue
        if when.bound == "until" and _NOT.search(text, start, e.start):
            when = replace(when, bound="")  # "it was not until Monday that"
        found.append(when)
        if when.period.precision == "day" and not when.relative and when.bound not in {"since", "for"}:
            told = here = when.period.start
        elif when.form == "range":
            told = here = when.period.end
    return tuple(found)


def outside(whens: Sequence[When], spans: Sequence[tuple[int, int]]) -> tuple[When, ...]:
    """The expressions that are no part of these spans: names may hold dates."""
    return tuple(w for w in whens if not any(lo < w.end and w.start < hi for lo, hi in spans))


def _when(expression: Expression, base: Base) -> When | None:
    """What an expression tells at this point of the text, None where it is no real date."""
    meant = meaning(expression, base)
    if meant is None:
        return None
    period, relative = meant
    return When(
        start=expression.start,
        end=expression.end,
        period=period,
        bound=_bound(expression),
        relative=relative,
        background=expression.form == "recently",
        form=expression.form,
    )


def _bound(expression: Expression) -> str:
    """How an expression bounds what it dates, told by its first word."""
    if expression.form == "lasting":
        return "for"
    lead = expression.part("lead")
    if lead.startswith(_OPENINGS):
        return "since"
    if lead in _BOUNDS:
        return lead
    if lead == "till":
        return "until"
    first = expression.words[0]
    lasts = first == "for" and expression.form == "span"  # "for the past six years"
    return first if lasts or first in {"since", "by", "until"} else ""


# --- "two days after losing it" ---


def _day_within(text: str, rest: Sequence[Expression], offset: Expression, base: Base) -> date | None:
    """The day told inside the clause that an offset opens: "two days after losing it on 5 May, ..."."""
    if not rest or "," in text[offset.end : rest[0].start]:
        return None
    when = _when(rest[0], base) if rest[0].form != "offset" else None
    return when.period.start if when is not None and when.period.precision == "day" and not when.relative else None


def _offset(e: Expression, base: Base, here: date | None, inside: date | None, *, opens: bool) -> When:
    """What "two days after" tells of the event behind it, and of the main event.

    The day told in the same sentence is that of the event it stands with. Otherwise an offset that opens
    its sentence counts on from the day told, if publication allows it, and any other counts back.
    """
    forward = e.part("way") == "after"
    inner = main = UNKNOWN
    if inside is not None:
        inner, main = on(inside), apart(e, inside, forward=forward)
    elif here is None and opens and base.told is not None:
        inner, main = on(base.told), apart(e, base.told, forward=forward)
        if base.published is not None and main.start is not None and main.start > base.published:
            inner, main = apart(e, base.told, forward=not forward), on(base.told)
    else:
        day = here or base.told or base.published
        if day is not None:
            inner, main = apart(e, day, forward=not forward), on(day)
    return When(start=e.start, end=e.end, period=inner, relative=True, form="offset", main=main)


# --- what a date means for an event ---


def bounded(when: When, clock: Clock) -> Period:
    """The period of an event or state that an expression dates, its bound taken into account."""
    period = when.period
    if when.bound == "since":
        return Period(start=period.start, end=clock.published or period.end, precision="span")
    if when.bound in {"until", "before"}:
        return Period(start=None, end=period.start, precision="unknown")
    if when.bound == "by" and period.precision != "day" and period.end is not None and not _early(period):
        return Period(start=period.end, end=period.end, precision=period.precision)
    if when.bound == "after" and period.end is not None:
        return Period(start=period.end, end=clock.published or period.end, precision="span")
    return period


def _early(period: Period) -> bool:
    """Whether a stretch ends inside its month, as "early May" does: what was so by then was so about then."""
    inside = period.end is not None and (period.end + timedelta(days=1)).month == period.end.month
    return period.precision == "span" and inside


def narrated(found: tuple[When, ...]) -> Iterator[date]:
    """The days that a sentence sets its story on, for the sentences after it."""
    for when in found:
        period = when.main or when.period
        if period.precision == "day" and when.bound not in _NO_DAY_TOLD and period.start:
            yield period.start

"""Dates as a text writes them: days, weekdays, months, seasons and years of the calendar, with what they leave out."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mapper.claims.stretches import month_of, share_of, the_month, the_year, up_to
from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.claims.expressions import Expression

_SLACK = timedelta(days=2)  # a report may be filed a little before the day it is dated
_BACK = timedelta(days=120)  # a chronicle without a date of its own goes back no further than this
_WEEK = timedelta(days=7)
_MONTHS = 12
_SEASON = timedelta(days=80)  # from the first day of a season to a day of its last month


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What dates count from: publication, the day told last, a date for the year, the day a campaign began."""

    published: date | None
    told: date | None = None
    near: date | None = None
    campaign: date | None = None


def iso_day(e: Expression, _: Base) -> Period | None:
    """A date as 2019-06-01."""
    try:
        return on(date.fromisoformat(e.part("iso")))
    except ValueError:
        return None


def _safe(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def numeric_day(e: Expression, _: Base) -> Period | None:
    """A date in numbers; None where nobody can tell the day from the month."""
    day, month = int(e.part("day")), int(e.part("number"))
    if e.part("mark") == "/" and day != month:
        if day <= _MONTHS and month <= _MONTHS:
            return None
        day, month = (day, month) if day > _MONTHS else (month, day)
    found = _safe(int(e.part("year")), month, day)
    return None if found is None else on(found)


def _number(month: str) -> int:
    """The number of a month's name or of its first letters."""
    return next(i for i, m in enumerate(english().months, start=1) if m.startswith(month.rstrip(".")[:3]))


def _year(e: Expression, month: int, day: int, base: Base, slack: timedelta = _SLACK) -> int | None:
    """The year of a date; where it is told without one, that of the last such date up to publication."""
    told = e.part("year") or e.part("year2")
    if told:
        return int(told)
    near = base.published or base.near
    if near is None:
        return None
    if e.part("whose"):  # "on 5 August last year"
        return near.year - 1 if e.part("whose").lower() == "last" else near.year
    guess = _safe(near.year, month, min(day, calendar.monthrange(near.year, month)[1]))  # 29 February in any year
    if base.published is None:
        return near.year + 1 if guess is not None and guess < near - _BACK else near.year
    return near.year - 1 if guess is not None and guess > near + slack else near.year


def dates_of(e: Expression, base: Base) -> Period | None:
    """A date, or the stretch between two."""
    month, day = _number(e.part("month")), int(e.part("day"))
    year = _year(e, month, day, base)
    if year is None:
        return UNKNOWN
    first = _safe(year, month, day)
    if first is None or e.form == "date":
        return None if first is None else _night(e, first)
    until = int(e.part("year2") or year)
    last = _safe(until, _number(e.part("month2")) if e.part("month2") else month, int(e.part("day2")))
    if last is not None and last < first and e.part("month2"):  # "between 28 December and 3 January"
        if e.part("year2"):
            first = _safe(year - 1, month, day) or first
        else:
            last = _safe(year + 1, last.month, last.day)
    if last is None or last < first:
        return None
    return Period(start=first, end=last, precision="span")


def _night(e: Expression, day: date) -> Period:
    """The day itself; "into Saturday" is the night before it, too."""
    if e.part("lead") != "into":
        return on(day)
    return Period(start=day - timedelta(days=1), end=day, precision="span")


def months_of(e: Expression, base: Base) -> Period:
    """A month or a share of it, the months between two, the days of a month up to now."""
    month = _number(e.part("month"))
    year = _year(e, month, 1, base, timedelta(0))  # no report is filed a month early
    if year is None:
        return UNKNOWN
    if e.form == "month" and e.part("share"):
        first, _ = share_of(e.part("share"), calendar.monthrange(year, month)[1])
        year = _year(e, month, first, base) or year
    period = month_of(year, month, e.part("share"))
    if e.form == "within":
        return up_to(period, base.published) if base.published is not None else period
    if e.form == "month" or period.start is None:
        return period
    second = _number(e.part("month2"))
    until = int(e.part("year2") or year)
    last = month_of(until, second, e.part("share2"))
    if last.end is not None and last.end < period.start:
        if e.part("year2") and not e.part("year"):
            period = month_of(year - 1, month, e.part("share"))
        else:
            last = month_of(until + 1, second, e.part("share2"))
    return Period(start=period.start, end=last.end, precision="span")


def season_of(e: Expression, base: Base) -> Period:
    """A season; a winter lies in two years, so with its year alone it is that year."""
    first, now = english().seasons[e.part("season")], base.published or base.near
    if e.part("which") == "previous":
        now = base.told or now
    if e.part("year"):
        year = int(e.part("year"))
        if first + 2 > _MONTHS:
            return the_year(date(year, 1, 1))
    elif now is None:
        return UNKNOWN
    else:
        year = now.year - (now.month < first)
        running = year == now.year or first + 2 - _MONTHS >= now.month
        if e.part("which") in {"last", "previous"} and running and now.month <= first + 2:
            year -= 1
    start = date(year, first, 1)
    return Period(start=start, end=the_month(start + _SEASON).end, precision="span")


def years_of(e: Expression, _: Base) -> Period | None:
    """A year, some years, or a share of one."""
    year, until = int(e.part("year")), int(e.part("year2") or e.part("year"))
    if year > until:
        return None
    first, last = english().year_shares.get(e.part("share"), (1, 12))
    length = calendar.monthrange(until, last)[1]
    return Period(
        start=date(year, first, 1), end=date(until, last, length), precision="span" if e.part("share") else "year"
    )


def weekdays_of(e: Expression, base: Base) -> Period:
    """A weekday or the days between two: the last ones up to publication."""
    if e.form == "weekday":
        day = _weekday(e.part("weekday"), e.part("which"), base)
        return UNKNOWN if day is None else _night(e, day)
    last = _weekday(e.part("weekday2"), "", base)
    if last is None:
        return UNKNOWN
    apart = (last.weekday() - english().days.index(e.part("weekday"))) % 7 or 7
    return Period(start=last - timedelta(days=apart), end=last, precision="span")


def _weekday(name: str, which: str, base: Base) -> date | None:
    """The last such weekday up to publication; "next" the first one after, "last" not the day itself."""
    number = english().days.index(name)
    if base.published is None:  # a chronicle goes on from the day told
        return None if base.told is None else base.told + timedelta(days=(number - base.told.weekday()) % 7)
    back = timedelta(days=(base.published.weekday() - number) % 7)
    if which == "next":
        return base.published + _WEEK - back
    if which in {"last", "previous"} and not back:
        back = _WEEK
    return base.published - back


def ordinal_day(e: Expression, base: Base) -> Period | None:
    """A day of the month that the text has reached: "on the 3rd"."""
    now, day = base.told or base.published, int(e.part("day"))
    if now is None:
        return UNKNOWN
    found = _safe(now.year, now.month, day)
    if found is not None and base.published is not None and found > base.published + _SLACK:
        before = now.replace(day=1) - timedelta(days=1)
        found = _safe(before.year, before.month, day)
    return None if found is None else on(found)

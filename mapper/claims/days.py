"""The days that a time expression means, counted from the publication date or from the date told before."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.claims.expressions import Expression
    from mapper.period import Precision

# Early, mid and late in a month, as the interface defines them; late runs to the month's end.
_THIRDS = {
    **dict.fromkeys(("early", "beginning", "start"), (1, 10)),
    **dict.fromkeys(("mid", "middle"), (11, 20)),
    **dict.fromkeys(("late", "end"), (21, 31)),
}
_UNITS = {"hour": 0, "day": 1, "weekend": 2, "week": 7, "month": 30, "year": 365}  # in days
_RECENT_DAYS = {"hour": 2, "day": 7, "weekend": 7, "week": 28, "month": 92, "year": 730}  # "recent days", "weeks ago"
_YEARS_AGO = 10  # "years ago" reaches this many times further back
_STEPS = {"next": 1, "following": 1, "after": 1, "same": 0, "previous": -1, "preceding": -1, "before": -1}
_FORWARD = frozenset({"later", "after", "afterwards", "into"})
_COUNTED = frozenset({"ago", "later", "nextday", "offset"})
_OF_THE_STORY = frozenset({"overnight", "at dawn", "in the early hours", "later in the day", "earlier in the day"})
_SLACK = timedelta(days=2)  # a report may be filed a little before the day it is dated
_WEEK = timedelta(days=7)
_SATURDAY = 5


def meaning(e: Expression, *, published: date | None, told: date | None) -> tuple[Period, bool] | None:
    """The period that an expression means, and whether it counts from the date told; None for no real date."""
    try:
        if e.form in _COUNTED:
            return _counted(e, published, told)
        period = _dated(e, published, told)
    except OverflowError:  # "3000 years ago": the calendar does not reach so far
        return UNKNOWN, False
    return None if period is None else (period, False)


def turned(period: Period, base: date | None) -> Period:
    """The day as far from the base as the period's, on its other side: the base of "four days after"."""
    if base is None or period.start is None:
        return UNKNOWN
    return on(base - (period.start - base))


def _dated(e: Expression, published: date | None, told: date | None) -> Period | None:
    match e.form:
        case "iso":
            return _iso(e.part("iso"))
        case "date" | "range":
            found = _days(e, published, told)
        case "third" | "month":
            found = _month(e, published, told)
        case "year":
            year, until = int(e.part("year")), int(e.part("year2") or e.part("year"))
            found = Period(start=date(year, 1, 1), end=date(until, 12, 31), precision="year") if year <= until else None
        case "weekday":
            found = _weekday(e, published)
        case "today":
            found = _today(e.part("word"), published, told)
        case "span":
            found = _span(e, published)
        case _:
            found = UNKNOWN
    return found


# --- dates of the calendar ---


def _iso(text: str) -> Period | None:
    try:
        return on(date.fromisoformat(text))
    except ValueError:
        return None


def _safe(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(month: str) -> int:
    """The number of a month's name or of its first letters."""
    return next(i for i, m in enumerate(english().months, start=1) if m.startswith(month.rstrip(".")[:3]))


def _year(e: Expression, month: int, day: int, published: date | None, told: date | None) -> int | None:
    """The year of a date; where it is told without one, that of the last such date up to publication."""
    if e.part("year"):
        return int(e.part("year"))
    base = published or told
    if base is None:
        return None
    guess = _safe(base.year, month, min(day, 28))
    later = published is not None and guess is not None and guess > base + _SLACK
    return base.year - 1 if later else base.year


def _days(e: Expression, published: date | None, told: date | None) -> Period | None:
    """A date, or the stretch between two."""
    month, day = _number(e.part("month")), int(e.part("day"))
    year = _year(e, month, day, published, told)
    if year is None:
        return UNKNOWN
    first = _safe(year, month, day)
    if first is None or e.form == "date":
        return None if first is None else on(first)
    last = _safe(year, _number(e.part("month2")) if e.part("month2") else month, int(e.part("day2")))
    if last is not None and last < first and e.part("month2"):  # "between 28 December and 3 January"
        last = _safe(year + 1, last.month, last.day)
    if last is None or last < first:
        return None
    return Period(start=first, end=last, precision="span")


def _month(e: Expression, published: date | None, told: date | None) -> Period:
    """A month, or its early, middle or late days."""
    month, third = _number(e.part("month")), _THIRDS.get(e.part("third"))
    year = _year(e, month, third[0] if third else 1, published, told)
    if year is None:
        return UNKNOWN
    length = calendar.monthrange(year, month)[1]
    lo, hi = third or (1, length)
    precision: Precision = "span" if e.form == "third" else "month"
    return Period(start=date(year, month, lo), end=date(year, month, min(hi, length)), precision=precision)


def _weekday(e: Expression, published: date | None) -> Period:
    """A weekday: the last one up to publication; "next" the first one after, "last" not the day itself."""
    if published is None:
        return UNKNOWN
    back = timedelta(days=(published.weekday() - english().days.index(e.part("weekday"))) % 7)
    if e.part("which") == "next":
        return on(published + _WEEK - back)
    if e.part("which") in {"last", "previous"} and not back:
        back = _WEEK
    return on(published - back)


# --- counted from a day ---


def _counted(e: Expression, published: date | None, told: date | None) -> tuple[Period, bool]:
    """The day of "two days later", "a week ago", "the next day", from the date told or from publication."""
    ago = e.part("way") == "ago"
    base = published if ago else (told or published)
    if base is None:
        return UNKNOWN, True
    if e.form == "nextday":
        days = _UNITS[e.part("unit")] if e.part("unit") in {"week", "month"} else 1
        return on(base + timedelta(days=_STEPS[e.part("way")] * days)), True
    unit, number = e.part("unit"), _count(e.part("count"))
    forward = e.part("way") in _FORWARD
    if not number and unit != "hour":
        return _vaguely(base, unit, forward=forward), True
    distance = timedelta(days=number * _UNITS[unit])
    day = base + distance if forward else base - distance
    if unit in {"hour", "day"}:
        return on(day), not ago
    slack = timedelta(days=_UNITS[unit] // 4)
    return Period(start=day - slack, end=day + slack, precision="span"), not ago


def _count(word: str) -> int:
    """The number that a word means, 0 for a vague one."""
    return int(word) if word.isdecimal() else {"a": 1, "an": 1}.get(word, english().numbers.get(word, 0))


def _vaguely(base: date, unit: str, *, forward: bool) -> Period:
    """The stretch of "days later" or "several weeks ago"."""
    reach = timedelta(days=_RECENT_DAYS[unit])
    if forward:
        return Period(start=base, end=base + reach, precision="span")
    return Period(start=base - reach * (_YEARS_AGO if unit == "year" else 1), end=base, precision="span")


def _today(word: str, published: date | None, told: date | None) -> Period:
    """The day of words that count from the day of the text: the date told in a chronicle, else publication."""
    base = (told if word in _OF_THE_STORY else None) or published
    if base is None:
        return UNKNOWN
    return on(base + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)))


def _span(e: Expression, base: date | None) -> Period:
    """The stretch of "last week", "this month", "the past three days"."""
    if base is None:
        return UNKNOWN
    unit, which, count = e.part("unit"), e.part("which"), e.part("count")
    number = int(count) if count.isdecimal() else english().numbers.get(count, 3 if count else 1)
    this = "this" in which or "the" in which
    if which in {"coming", "next", "later this"}:
        return Period(start=base, end=base + timedelta(days=max(1, _UNITS[unit] * number)), precision="span")
    if unit == "hour":
        return Period(start=base - timedelta(days=number // 24 or 1), end=base, precision="span")
    if unit == "day" or count or which in {"recent", "past"}:
        days = _RECENT_DAYS[unit] if which == "recent" and not count else _UNITS[unit] * number
        return Period(start=base - timedelta(days=days), end=base, precision="span")
    if unit == "weekend":
        return _weekend(base)
    return _week(base, this=this) if unit == "week" else _long(unit, base, this=this)


def _weekend(base: date) -> Period:
    """The weekend that goes on or has gone by last."""
    monday = base - timedelta(days=base.weekday())
    start = monday + timedelta(days=_SATURDAY if base.weekday() >= _SATURDAY else -2)
    return Period(start=start, end=min(start + timedelta(days=1), max(base, start)), precision="span")


def _week(base: date, *, this: bool) -> Period:
    """The present or the last week, up to the base date."""
    monday = base - timedelta(days=base.weekday())
    if this:
        return Period(start=monday, end=min(monday + timedelta(days=6), base), precision="span")
    return Period(start=monday - _WEEK, end=monday - timedelta(days=1), precision="span")


def _long(unit: str, base: date, *, this: bool) -> Period:
    """The present or the last calendar month or year, up to the base date."""

    def first_day(day: date) -> date:
        return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)

    precision: Precision = "month" if unit == "month" else "year"
    if this:
        return Period(start=first_day(base), end=base, precision=precision)
    last = first_day(base) - timedelta(days=1)
    return Period(start=first_day(last), end=last, precision=precision)

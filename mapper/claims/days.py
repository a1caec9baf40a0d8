"""The days that a time expression means, counted from the publication date or from the date told before."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from mapper.claims.dates import (
    dates_of,
    iso_day,
    months_of,
    numeric_day,
    ordinal_day,
    season_of,
    weekdays_of,
    years_of,
)
from mapper.claims.stretches import month_of, the_month, the_week, the_weekend, the_year, up_to
from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.claims.dates import Base
    from mapper.claims.expressions import Expression

_UNITS = {"hour": 0, "day": 1, "weekend": 2, "week": 7, "month": 30, "year": 365}  # in days
_RECENT_DAYS = {"hour": 2, "day": 7, "weekend": 7, "week": 28, "month": 92, "year": 730}  # "recent days", "weeks ago"
_YEARS_AGO = 10  # "years ago" reaches this many times further back
_STEPS = {"next": 1, "following": 1, "after": 1, "same": 0, "that": 0, "previous": -1, "preceding": -1, "before": -1}
_FORWARD = frozenset({"later", "after", "afterwards", "into"})
_COUNTED = frozenset({"ago", "later", "nextday"})
_AHEAD = frozenset({"coming", "next", "later this", "following", "ensuing", "subsequent"})
_WEEK = timedelta(days=7)
_HOURS = 24
_MONTHS = 12


def meaning(e: Expression, base: Base) -> tuple[Period, bool] | None:
    """The period that an expression means, and whether it counts from the date told; None for no real date."""
    try:
        if e.form in _COUNTED:
            return _counted(e, base.published, base.told)
        reader = _READERS.get(e.form)
        period = reader(e, base) if reader is not None else UNKNOWN
    except (OverflowError, ValueError):  # "3000 years ago": the calendar does not reach so far
        return UNKNOWN, False
    return None if period is None else (period, False)


def apart(e: Expression, base: date | None, *, forward: bool) -> Period:
    """The period as far from a base as "two days after" or "a week before" tells."""
    if base is None:
        return UNKNOWN
    try:
        return _distant(base, e.part("unit"), e.part("count") or ("a" if e.words[0] in {"on", "the"} else ""), forward)
    except (OverflowError, ValueError):
        return UNKNOWN


# --- counted from a day ---


def _counted(e: Expression, published: date | None, told: date | None) -> tuple[Period, bool]:
    """The day of "two days later", "a week ago", "the next day", from the date told or from publication."""
    ago = e.part("way") == "ago"
    base = published if ago else (told or published)
    if base is None:
        return UNKNOWN, True
    if e.form == "nextday":
        step = _STEPS[e.part("way").removeprefix("very ")]
        if step > 0 and told is None:
            return UNKNOWN, True  # nothing told that it follows
        return _stepped(e, base, step), True
    forward = e.part("way") in _FORWARD
    if forward and told is None and e.part("unit") != "hour":
        return UNKNOWN, True
    return _distant(base, e.part("unit"), e.part("count"), forward), not ago


def _stepped(e: Expression, base: date, step: int) -> Period:
    """The day, week, month or year that lies one step from the base, or none."""
    match e.part("unit"):
        case "week":
            period = the_week(base + step * _WEEK)
        case "weekend":
            period = the_weekend(base + step * _WEEK)
        case "month":
            period = the_month(_shifted(base.replace(day=1), step))
        case "year":
            period = the_year(_shifted(base.replace(day=1), step * _MONTHS))
        case _:
            return on(base + timedelta(days=step))
    if not step and e.words[0] in {"later", "earlier"}:
        later = e.words[0] == "later"
        return Period(start=base if later else period.start, end=period.end if later else base, precision="span")
    return period


def _shifted(day: date, months: int) -> date:
    """The same day of the month some months later, or the month's last."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _distant(base: date, unit: str, word: str, forward: bool) -> Period:  # noqa: FBT001 # it is the direction
    """The period that lies some units from a base: a single unit is counted to a finer grain than several."""
    number = _count(word)
    if not number and unit != "hour":
        return _vaguely(base, unit, forward=forward)
    way = 1 if forward else -1
    if unit in {"month", "year"}:
        day = _shifted(base, way * number * (1 if unit == "month" else _MONTHS))
        if number > 1:
            return the_month(day) if unit == "month" else the_year(day)
        return on(day) if unit == "month" else the_month(day)
    day = base + way * timedelta(days=number // _HOURS if unit == "hour" else number * _UNITS[unit])
    if unit != "week":
        return on(day)
    return Period(start=day - timedelta(days=1), end=day + timedelta(days=1), precision="span")


def _count(word: str) -> int:
    """The number that a word means, 0 for a vague one."""
    return int(word) if word.isdecimal() else {"a": 1, "an": 1}.get(word, english().numbers.get(word, 0))


def _vaguely(base: date, unit: str, *, forward: bool) -> Period:
    """The stretch of "days later" or "several weeks ago"."""
    reach = timedelta(days=_RECENT_DAYS[unit])
    if forward:
        return Period(start=base, end=base + reach, precision="span")
    return Period(start=base - reach * (_YEARS_AGO if unit == "year" else 1), end=base, precision="span")


def _of_campaign(e: Expression, base: Base) -> Period:
    """The days that are counted from the begin of the campaign."""
    began = base.campaign
    if began is None:
        return UNKNOWN
    if e.form == "nth":
        return on(began + timedelta(days=_nth(e.part("nth")) - 1))
    number = _count(e.part("count")) or (3 if e.part("count") else 1)
    days = -(-number // _HOURS) if e.part("unit") == "hour" else number
    if days <= 1:
        return on(began)
    return Period(start=began, end=began + timedelta(days=days - 1), precision="span")


def _nth(word: str) -> int:
    """The number of an ordinal; 1 for a start."""
    if word[0].isdecimal():
        return int(word[:-2])
    ordinals = english().calendar["ordinals"]
    return ordinals.index(word) + 1 if word in ordinals else 1


def _lasting(e: Expression, base: Base) -> Period:
    """The stretch up to now of "for two years" and "for the third day running"."""
    now = base.told or base.published
    if now is None:
        return UNKNOWN
    unit = e.part("unit")
    number = _nth(e.part("nth")) - 1 if e.part("nth") else _count(e.part("count")) or 3
    if unit in {"month", "year"}:
        start = _shifted(now, -number * (1 if unit == "month" else _MONTHS))
    else:
        start = now - timedelta(days=number * _UNITS[unit])
    return Period(start=start, end=now, precision="span")


def _today(e: Expression, base: Base) -> Period:
    """The day of words that count from the day of the text: the date told in a chronicle, else publication."""
    word = e.part("word")
    day = (base.told if word in english().calendar["story_hours"] else None) or base.published
    if day is None:
        return UNKNOWN
    return on(day + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)))


def _shared(e: Expression, base: Base) -> Period:
    """The begin, middle or end of this, the last or another week, month or year."""
    which = e.part("which").removeprefix("the ")
    now = base.published if which in {"this", "last"} else base.told or base.published
    if now is None:
        return UNKNOWN
    step = -1 if which == "last" else _STEPS.get(which, 0)
    share = e.part("share")
    match e.part("unit"):
        case "week":
            return up_to(the_week(now + step * _WEEK), now)
        case "month":
            day = _shifted(now.replace(day=1), step)
            return up_to(month_of(day.year, day.month, share), base.published or now)
    year = now.year + step
    first, last = english().year_shares.get(share, (1, _MONTHS))
    return Period(start=date(year, first, 1), end=month_of(year, last, "").end, precision="span")


def _span(e: Expression, base: Base) -> Period:
    """The stretch of "last week", "this month", "the past three days", "the following days"."""
    unit, which, count = e.part("unit"), e.part("which"), e.part("count")
    number = _count(count) or (3 if count else 1)
    if which in _AHEAD:
        return _ahead(which, unit, _UNITS[unit] * number if count else _RECENT_DAYS[unit], base)
    now = (base.told if which in {"earlier", "later"} else None) or base.published
    if now is None:
        return UNKNOWN
    this = "this" in which or which in {"earlier", "later"}
    if unit == "hour":
        return Period(start=now - timedelta(days=number // _HOURS or 1), end=now, precision="span")
    if unit == "day" or count or which in {"recent", "past"}:
        days = _RECENT_DAYS[unit] if which == "recent" and not count else _UNITS[unit] * number
        return Period(start=now - timedelta(days=days), end=now, precision="span")
    if unit == "weekend":
        return up_to(the_weekend(now), now)
    return up_to(_unit_of(unit, now), now) if this else _unit_of(unit, _unit_before(unit, now))


def _unit_of(unit: str, day: date) -> Period:
    """The week, month or year of a day."""
    return the_week(day) if unit == "week" else the_month(day) if unit == "month" else the_year(day)


def _unit_before(unit: str, day: date) -> date:
    """A day of the week, month or year before."""
    if unit == "week":
        return day - _WEEK
    return (day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)) - timedelta(days=1)


def _ahead(which: str, unit: str, days: int, base: Base) -> Period:
    """The stretch of "the following days", in a chronicle from the date told; "coming" counts from publication."""
    told = base.told if which in {"next", "following", "ensuing", "subsequent"} else None
    now = told or base.published
    if now is None:
        return UNKNOWN
    start = now if told is None or unit == "hour" else now + timedelta(days=1)
    end = now + timedelta(days=max(1, days))
    if told is not None and base.published is not None and start <= base.published:
        end = min(end, base.published)
    return Period(start=start, end=end, precision="span")


_READERS: Mapping[str, Callable[[Expression, Base], Period | None]] = MappingProxyType(
    {
        "iso": iso_day,
        "numeric": numeric_day,
        "date": dates_of,
        "range": dates_of,
        "month": months_of,
        "months": months_of,
        "within": months_of,
        "season": season_of,
        "year": years_of,
        "weekday": weekdays_of,
        "weekdays": weekdays_of,
        "ordinal": ordinal_day,
        "share": _shared,
        "nth": _of_campaign,
        "opening": _of_campaign,
        "lasting": _lasting,
        "today": _today,
        "span": _span,
    }
)  # how each form is read that counts from no event

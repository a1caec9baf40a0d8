"""Stretches of the calendar: the week, weekend, month or year round a day, and shares of a month."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from mapper.english import english
from mapper.period import Period, on

_SATURDAY = 5
_DAY = timedelta(days=1)


def the_week(day: date) -> Period:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(start=monday, end=monday + timedelta(days=6), precision="span")


def the_weekend(day: date) -> Period:
    """The weekend that goes on or has gone by last."""
    back = (day.weekday() - _SATURDAY) % 7
    saturday = day - timedelta(days=back)
    return Period(start=saturday, end=saturday if back == 0 else saturday + _DAY, precision="span")


def the_month(day: date) -> Period:
    """The month of a day."""
    return month_of(day.year, day.month, "")


def the_year(day: date) -> Period:
    """The year of a day."""
    return Period(start=day.replace(month=1, day=1), end=day.replace(month=12, day=31), precision="year")


def month_of(year: int, month: int, share: str) -> Period:
    """A month, or the share of it that some words mean."""
    length = calendar.monthrange(year, month)[1]
    if not share:
        return Period(start=date(year, month, 1), end=date(year, month, length), precision="month")
    first, last = share_of(share, length)
    if first == last:
        return on(date(year, month, first))
    return Period(start=date(year, month, first), end=date(year, month, last), precision="span")


def share_of(share: str, length: int) -> tuple[int, int]:
    """The first and the last day of a share of a month with so many days."""
    first, last = (day if day > 0 else length + day for day in english().shares[share])
    return first, last


def up_to(period: Period, now: date) -> Period:
    """The part of a period that has gone by."""
    if period.start is None or period.end is None or period.start > now:
        return period
    return Period(start=period.start, end=min(period.end, now), precision=period.precision)

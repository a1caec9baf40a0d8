"""When something was so: time expressions of a sentence, resolved against the report's own dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.period import Precision

# Early, mid and late in a month, as the interface defines them; late runs to the month's end.
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_RECENT_DAYS = {"day": 7, "week": 28, "month": 92, "hour": 2, "year": 730}
_SLACK = timedelta(days=2)  # a report may be filed a little before the day it is dated


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

    @property
    def base(self) -> date | None:
        """The date that partial dates are completed by."""
        return self.published or self.told


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = (
        "(?P<month>"
        + "|".join(
            [*(m for m in english().months), *(f"{m[:3]}\\.?(?= )" for m in english().months if m != "may"), "sept\\.?"]
        )
        + ")"
    )
    second = month.replace("<month>", "<month2>")
    weekday = "(?P<weekday>" + "|".join(english().days) + ")"
    count = "(?P<count>\\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|a couple of|many|some)"
    unit = "(?P<unit>hour|day|week|month|year)s?"
    day = "(?P<day>\\d{1,2})(?:st|nd|rd|th)?"
    day2 = "(?P<day2>\\d{1,2})(?:st|nd|rd|th)?"
    year = "(?P<year>(?:19|20)\\d\\d)"
    lead = (
        "(?:(?P<lead>on|in|since|by|until|till|before|after|from|during|as of|at|late on|early on|of|for) )?(?:the )?"
    )
    part = "(?: (?:morning|afternoon|evening|night|noon|dawn))?"
    specs = [
        ("iso", f"{lead}(?P<iso>(?:19|20)\\d\\d-\\d\\d-\\d\\d)"),
        ("range", f"(?:between|from)? ?{day}(?: and | to |\\s?[–-]\\s?){day2}(?: of)? {month}(?:,? {year})?"),
        ("range_md", f"(?:between|from)? ?{month} {day}(?: and | to |\\s?[–-]\\s?){day2}(?:,? {year})?"),
        ("range_months", f"(?:between|from) {day} {month} (?:and|to) {day2} {second}(?:,? {year})?"),
        ("date", f"{lead}(?:{weekday},? )?(?:the )?{day}(?: of)? {month}(?:,? {year})?"),
        ("date", f"{lead}(?:{weekday},? )?(?:the )?{month} {day}(?!\\d)(?:,? {year})?"),
        ("third", f"{lead}(?P<third>early|mid|late)[- ]{month}(?:,? {year})?"),
        ("month", f"{lead}(?:the (?:beginning|start|end|middle) of )?{month} {year}"),
        ("month", f"(?P<lead>in|since|by|until|during|before|after|of|last|this|from) {month}"),
        (
            "year",
            f"(?P<lead>in|since|by|until|during|before|after|from|of) (?:early |late |mid-?|the summer of |the spring of |the autumn of |the winter of )?{year}(?!\\d)",
        ),
        ("weekday", f"{lead}(?:(?P<which>last|next|this|early|late|previous) )?(?:on )?{weekday}(?:'s)?{part}"),
        ("offset", f"{count} {unit} (?P<way>after|before)(?= \\w)"),
        (
            "ago",
            f"(?:just |only |about |some )?{count} {unit} (?P<way>ago|earlier|later|before|after|afterwards|prior|into)(?! (?:fighting|clashes|shelling))",
        ),
        ("ago", f"(?:more than |less than |within |after |in |over )?{count} {unit} (?P<way>later)"),
        ("later", "(?P<unit>hour|day|week|month|year)s (?P<way>later|earlier|ago|before)"),
        (
            "nextday",
            "(?:on |by |until )?the (?P<way>next|following|same|previous|preceding) (?P<unit>day|morning|night|evening|afternoon|week|month)",
        ),
        ("nextday", "the day (?P<way>before|after)"),
        (
            "today",
            "(?:earlier |later |late |early |since |as of |by |until )?(?P<word>yesterday|today|tonight|tomorrow|overnight|this (?:morning|afternoon|evening)|last night|at dawn|earlier in the day|later in the day|in the early hours|late in the day)(?: (?:morning|evening|night|afternoon))?",
        ),
        (
            "span",
            "(?:in |over |during |within |for |since |by |at )?(?:the )?(?P<which>last|past|previous|coming|next|earlier this|later this|this|recent|earlier in the|later in the)(?: (?P<count>\\d+|one|two|three|four|five|six|seven|several|few|couple of))? (?P<unit>day|week|month|year|weekend|hour)s?",
        ),
        ("recently", "(?P<word>recently|earlier|previously|lately|long ago|some time ago)"),
    ]
    return tuple((name, re.compile(rf"(?<![\w-]){spec}(?!\w)", re.IGNORECASE)) for name, spec in specs)


def times(text: str, start: int, end: int, clock: Clock) -> tuple[When, ...]:
    """The time expressions between two offsets of a text, left to right, without overlap."""
    found: list[When] = []
    told = clock.told
    taken: list[tuple[int, int, str, re.Match[str]]] = []
    for name, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            if all(match.end() <= lo or match.start() >= hi for lo, hi, *_ in taken):
                taken.append((match.start(), match.end(), name, match))
    for lo, hi, name, match in sorted(taken, key=lambda t: t[0]):
        when = _read(name, match, Clock(clock.published, told))
        if when is None:
            continue
        if name == "offset":  # "four days after losing it": counts back from the event told before it
            found.append(_offset(match, lo, hi, when[0], told or clock.published))
            continue
        period, relative = when
        lead = (match.groupdict().get("lead") or "").lower()
        bound = lead if lead in {"since", "by", "until", "before", "after"} else "until" if lead == "till" else ""
        if not bound:
            first = match.group().split()[0].lower()
            bound = first if first in {"since", "by", "until"} else ""
        begin = lo + len(match.group()) - len(match.group().lstrip())
        found.append(
            When(start=begin, end=hi, period=period, bound=bound, relative=relative, background=name == "recently")
        )
        if period.precision == "day" and not relative and bound != "since":
            told = period.start
    return tuple(found)


def _offset(match: re.Match[str], start: int, end: int, period: Period, base: date | None) -> When:
    """The date of what stands behind "four days after": the other way round from the event before it."""
    if base is None or period.start is None:
        return When(start=start, end=end, period=UNKNOWN, relative=True)
    return When(start=start, end=end, period=on(base - (period.start - base)), relative=True)


def _read(name: str, match: re.Match[str], clock: Clock) -> tuple[Period, bool] | None:
    """The period that a match means, and whether it counts from the date told before."""
    parts = match.groupdict()
    if name == "iso":
        return _safe_iso(parts["iso"])
    if name in ("date", "range", "range_md", "range_months"):
        return _days(name, parts, clock)
    if name in ("third", "month"):
        return _month(name, parts, clock)
    if name == "year":
        year = int(parts["year"])
        return Period(start=date(year, 1, 1), end=date(year, 12, 31), precision="year"), False
    if name == "weekday":
        return _weekday(parts, clock), False
    if name in ("ago", "later", "nextday", "offset"):
        return _counted(name, parts, clock)
    if name == "today":
        return _today(parts["word"].lower(), clock)
    if name == "span":
        return _span(parts, clock), False
    return UNKNOWN, False


def _safe_iso(text: str) -> tuple[Period, bool] | None:
    try:
        return on(date.fromisoformat(text)), False
    except ValueError:
        return None


def _number(month: str) -> int:
    return next(i for i, m in enumerate(english().months, start=1) if m.startswith(month.lower().rstrip(".")[:3]))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(month: int, day: int, clock: Clock) -> int | None:
    """The year of a date told without one: the last such date up to publication."""
    if clock.base is None:
        return None
    guess = _safe(clock.base.year, month, min(day, 28))
    later = clock.published is not None and guess is not None and guess > clock.base + _SLACK
    return clock.base.year - 1 if later else clock.base.year


def _days(name: str, parts: dict[str, str | None], clock: Clock) -> tuple[Period, bool] | None:
    month, day = _number(parts["month"] or ""), int(parts["day"] or 0)
    year = int(parts["year"]) if parts.get("year") else _year_of(month, day, clock)
    if year is None:
        return Period(precision="unknown"), False
    first = _safe(year, month, day)
    if first is None:
        return None
    if name == "date":
        return on(first), False
    last = _safe(year, _number(parts["month2"] or "") if parts.get("month2") else month, int(parts["day2"] or 0))
    if last is None or last < first:
        return None
    return Period(start=first, end=last, precision="span"), False


def _month(name: str, parts: dict[str, str | None], clock: Clock) -> tuple[Period, bool]:
    month = _number(parts["month"] or "")
    year = int(parts["year"]) if parts.get("year") else _year_of(month, 1, clock)
    if year is None:
        return UNKNOWN, False
    length = calendar.monthrange(year, month)[1]
    if name == "third":
        lo, hi = _THIRDS[(parts["third"] or "").lower()]
        return Period(start=date(year, month, lo), end=date(year, month, min(hi, length)), precision="span"), False
    return Period(start=date(year, month, 1), end=date(year, month, length), precision="month"), False


def _weekday(parts: dict[str, str | None], clock: Clock) -> Period:
    """A weekday: the last one up to publication; "next" the first one after, "last" not the day itself."""
    if clock.published is None:
        return UNKNOWN
    wanted = english().days.index((parts["weekday"] or "").lower())
    back = (clock.published.weekday() - wanted) % 7
    which = (parts.get("which") or "").lower()
    if which == "next":
        return on(clock.published + timedelta(days=7 - back))
    if which in {"last", "previous"} and back == 0:
        back = 7
    return on(clock.published - timedelta(days=back))


_UNITS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}


def _counted(name: str, parts: dict[str, str | None], clock: Clock) -> tuple[Period, bool] | None:
    """ "two days later", "a week ago", "the next day": counted from the date told, or from publication."""
    way = (parts["way"] or "").lower()
    ago = way == "ago"
    base = clock.published if ago else (clock.told or clock.published)
    if base is None:
        return UNKNOWN, True
    if name == "nextday":
        step = {"next": 1, "following": 1, "after": 1, "same": 0, "previous": -1, "preceding": -1, "before": -1}[way]
        if parts.get("unit") in ("week", "month"):
            step *= _UNITS[parts["unit"] or "day"]
        return on(base + timedelta(days=step)), True
    unit = (parts["unit"] or "").lower()
    count = (parts.get("count") or "").lower()
    number = int(count) if count.isdigit() else {"a": 1, "an": 1}.get(count, english().numbers.get(count, 0))
    sign = 1 if way in {"later", "after", "afterwards", "into"} else -1
    if not number and unit != "hour":  # "days later", "several weeks ago"
        if sign > 0:
            return Period(start=base, end=base + timedelta(days=_RECENT_DAYS[unit]), precision="span"), True
        return Period(
            start=base - timedelta(days=_RECENT_DAYS[unit] * (10 if unit == "year" else 1)), end=base, precision="span"
        ), True
    day = base + timedelta(days=sign * number * _UNITS[unit])
    if unit in {"hour", "day"}:
        return on(day), not ago
    slack = timedelta(days=_UNITS[unit] // 4)
    return Period(start=day - slack, end=day + slack, precision="span"), not ago


def _today(word: str, clock: Clock) -> tuple[Period, bool]:
    """Words that count from the day of the text: the date told in a chronicle, else publication."""
    base = (
        clock.told
        if word in {"overnight", "at dawn", "in the early hours", "later in the day", "earlier in the day"}
        else None
    )
    base = base or clock.published
    if base is None:
        return UNKNOWN, False
    step = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return on(base + timedelta(days=step)), False


def _span(parts: dict[str, str | None], clock: Clock) -> Period:
    """ "last week", "this month", "the past three days"."""
    base = clock.published
    if base is None:
        return UNKNOWN
    unit, which = (parts["unit"] or "").lower(), (parts["which"] or "").lower()
    count = (parts.get("count") or "").lower()
    number = int(count) if count.isdigit() else english().numbers.get(count, 3 if count else 1)
    week = base - timedelta(days=base.weekday())
    if which in {"coming", "next", "later this"}:
        return Period(start=base, end=base + timedelta(days=max(1, _UNITS.get(unit, 2) * number)), precision="span")
    if unit == "hour":
        return Period(start=base - timedelta(days=number // 24 or 1), end=base, precision="span")
    if unit == "day" or count or which == "recent":
        days = _RECENT_DAYS.get(unit, 7) if which == "recent" and not count else _UNITS.get(unit, 2) * number
        return Period(start=base - timedelta(days=days), end=base, precision="span")
    if unit in {"week", "weekend"}:
        start = week if "this" in which or "the" in which else week - timedelta(days=7)
        if unit == "weekend":
            start = week - timedelta(days=2) if base.weekday() < 5 else week + timedelta(days=5)  # noqa: PLR2004 -- Saturday
            return Period(start=start, end=min(start + timedelta(days=1), max(base, start)), precision="span")
        return Period(
            start=start,
            end=min(start + timedelta(days=6), base) if start == week else start + timedelta(days=6),
            precision="span",
        )
    return _calendar(unit, base, this="this" in which or "the" in which)


def _calendar(unit: str, base: date, *, this: bool) -> Period:
    """This or last calendar month or year, up to the base date."""
    precision: Precision = "month" if unit == "month" else "year"
    first = base.replace(day=1) if unit == "month" else base.replace(month=1, day=1)
    if this:
        return Period(start=first, end=base, precision=precision)
    last = first - timedelta(days=1)
    start = last.replace(day=1) if unit == "month" else last.replace(month=1, day=1)
    return Period(start=start, end=last, precision=precision)


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

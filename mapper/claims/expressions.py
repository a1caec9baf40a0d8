"""Time expressions: the words of a text that tell when, cut into their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mapper.english import english


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A time expression: where it stands (code points), its form, and its parts in lower case."""

    start: int
    end: int
    form: str
    words: tuple[str, ...]
    parts: Mapping[str, str]

    def part(self, name: str) -> str:
        """One part, "" where the expression has none of that name."""
        return self.parts.get(name, "")


def expressions(text: str, start: int, end: int) -> list[Expression]:
    """The time expressions between two offsets, left to right, without overlap; earlier forms go first."""
    found: list[Expression] = []
    words = set(_WORD.findall(text[start:end].lower()))
    words |= {"0"} if any(word.isdecimal() for word in words) else set()
    for form, pattern, cues in _patterns():
        if words.isdisjoint(cues):
            continue
        for match in pattern.finditer(text, start, end):
            if all(match.end() <= e.start or match.start() >= e.end for e in found):
                found.append(_expression(form, match))
    return sorted(found, key=lambda e: e.start)


def _expression(form: str, match: re.Match[str]) -> Expression:
    return Expression(
        start=match.start() + len(match.group()) - len(match.group().lstrip()),
        end=match.end(),
        form=form,
        words=tuple(match.group().lower().split()),
        parts=MappingProxyType({name: part.lower() for name, part in match.groupdict().items() if part is not None}),
    )


_WORD = re.compile(r"[^\W\d_]+|\d")
_DAY_WORDS = frozenset(
    {"yesterday", "today", "tonight", "tomorrow", "this", "last", "recently", "earlier", "previously", "lately", "ago"}
)

# The pieces of the patterns; a space stands for one space of the text.
_LEAD = (
    "(?:(?P<lead>on|in|since|by|until|till|before|after|from|during|throughout|as of|at|late on|early on|of|for|into|"
    "between|starting|starting on|starting in|starting from|beginning on|beginning in) )?(?:the )?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR2 = r"(?P<year2>(?:19|20)\d\d)"
_MAYBE_YEAR = f"(?:,? {_YEAR})?"
_MAYBE_YEAR2 = f"(?:,? {_YEAR2})?"
_TO = r"(?: and | to |\s?[–-]\s?)"
_UP_TO = r"(?: and | to | until | till | through |\s?[–-]\s?)"
_ABOUT = "(?:just |only |about |some |around |nearly |almost |barely |less than |more than |over )?"
_VAGUE = "a|an|several|a few|a couple of|many|some"
_UNIT = "(?P<unit>hour|day|week|month|year)s?"
_PART_OF_DAY = "(?: (?:morning|afternoon|evening|night|noon|dawn))?"
_YEAR_LEAD = "(?P<lead>in|since|by|until|during|before|after|from|of|between)"
_MONTH_LEAD = "(?P<lead>in|since|by|until|during|throughout|before|after|of|last|this|from|starting in|beginning in)"
_OF_TIME = "(?:in |over |during |within |throughout |for |since |by |at |until )?"
_NO_ACTIVITY = "(?! (?:fighting|clashes|shelling))"  # "two days into fighting" is no date
_GOES_ON = r"(?= (?!and\b|but\b|or\b)\w)"
_SOME = "day|morning|night|evening|afternoon|week|weekend|month|year"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    """The forms of time expressions with their patterns; an earlier form takes its words from the later ones.

    With each pattern come words of which it needs at least one: most sentences need not be searched.
    """
    compiled = (
        (form, re.compile(rf"(?<![\w-]){spec}(?!\w)", re.IGNORECASE)) for form, spec in (*_calendar(), *_counted())
    )
    return tuple((form, pattern, _cues(pattern)) for form, pattern in compiled)


def _cues(pattern: re.Pattern[str]) -> frozenset[str]:
    """Words of which a text that a pattern matches has at least one; "0" stands for any number."""
    months = english().months
    cues = {
        "month": {*months, *(m[:3] for m in months), "sept"},
        "weekday": english().days,
        "season": english().seasons,
        "unit": {*_SOME.split("|"), *(f"{unit}s" for unit in _SOME.split("|")), "hour", "hours"},
        "nth": {"day", "since"},
        "word": {*_DAY_WORDS, *(words.split()[-1] for words in english().calendar["story_hours"])},
    }
    return frozenset(next((words for name, words in cues.items() if name in pattern.groupindex), "0"))


def _any(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _calendar() -> tuple[tuple[str, str], ...]:
    """The forms with a date, month, weekday or year."""
    words = english().calendar
    full = _any(english().months)
    short = _any([*(rf"{m[:3]}\.?" for m in english().months if m != "may"), r"sept\.?"])
    month, second = f"(?P<month>{full}|(?:{short})(?= ))", f"(?P<month2>{full}|{short})"
    numbered = f"(?P<month>{full}|{short})"  # beside the number of a day the first letters are enough
    weekday, weekday2 = (f"(?P<{name}>{'|'.join(english().days)})" for name in ("weekday", "weekday2"))
    of_day = f"(?:{'|'.join(english().days)}|(?:{_any(words['short_days'])}),?)"
    hours = (
        "(?:(?P<hours>(?:(?:in|on|during|by|until|before|since|over|at) )?(?:the )?(?:late |early |small )?"
        f"(?:{_any(words['hours'])})) )?"
    )
    share, year_share = f"(?P<share>{_any(english().shares)})", f"(?P<share>{_any(english().year_shares)})"
    season = f"(?P<season>{_any(english().seasons)})"
    unnamed = f"(?! (?-i:{_any(w.capitalize() for w in words['date_names'])})\\b)"
    which = "(?P<which>the|this|last|that|the same|the previous|the following)"
    return (
        ("iso", rf"{_LEAD}(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"),
        ("numeric", rf"{_LEAD}{_DAY}(?P<mark>[./])(?P<number>\d{{1,2}})[./]{_YEAR}"),
        ("range", f"{hours}(?:between |from |on )?(?:the )?{_DAY}{_TO}{_DAY2}(?: of)? {numbered}{_MAYBE_YEAR}"),
        ("range", rf"{hours}(?:between |from |on )?(?:the )?{numbered} {_DAY}{_UP_TO}{_DAY2}(?!\d){_MAYBE_YEAR}"),
        ("range", f"(?:between |from )?{_DAY} {numbered}{_MAYBE_YEAR}{_UP_TO}{_DAY2} {second}{_MAYBE_YEAR2}"),
        ("range", rf"(?:between |from )?{numbered} {_DAY}{_MAYBE_YEAR}{_UP_TO}{second} {_DAY2}(?!\d){_MAYBE_YEAR2}"),
        ("date", f"{hours}{_LEAD}(?:{of_day},? )?(?:the )?{_DAY}(?: of)? {numbered}{_MAYBE_YEAR}{unnamed}"),
        ("date", rf"{hours}{_LEAD}(?:{of_day},? )?(?:the )?{numbered} {_DAY}(?!\d){_MAYBE_YEAR}{unnamed}"),
        (
            "months",
            (
                f"(?:from|between) (?:(?P<share>early|mid|late)[- ])?(?P<month>{full}){_MAYBE_YEAR}"
                f"{_UP_TO}(?:(?P<share2>early|mid|late)[- ])?(?P<month2>{full}){_MAYBE_YEAR2}"
            ),
        ),
        ("month", f"{_LEAD}{share}[- ](?:(?:of|in) )?{month}{_MAYBE_YEAR}"),
        ("within", f"(?P<way>earlier|later) (?:in|this) {month}{_MAYBE_YEAR}"),
        ("month", f"{_LEAD}{month} {_YEAR}"),
        ("month", f"{_MONTH_LEAD} {month}"),
        ("share", f"{_LEAD}(?P<share>{_any(english().shares)}) (?:(?:of|in) )?{which} (?P<unit>month|week|year)"),
        ("season", f"{_LEAD}(?:early |late |mid-?)?{season}(?: of)? {_YEAR}(?!\\d)"),
        (
            "season",
            f"(?P<lead>in|since|by|until|during|before) (?:the )?(?:(?P<which>last|previous) )?{season}(?<! fall)",
        ),
        ("season", f"(?P<which>this|last|previous) {season}(?<! fall)"),
        ("year", rf"(?:from|between) {_YEAR} (?:to|and|until) {_YEAR2}(?!\d)"),
        ("year", rf"{_LEAD}{year_share}[- ](?:(?:of|in) )?{_YEAR}(?!\d)"),
        ("year", rf"{_YEAR_LEAD} {_YEAR}(?!\d)"),
        (
            "weekdays",
            f"{hours}(?:on |from |between |over )?{weekday}{_PART_OF_DAY}{_UP_TO}{weekday2}{_PART_OF_DAY}",
        ),
        (
            "weekday",
            f"{hours}{_LEAD}(?:(?P<which>last|next|this|early|late|previous) )?(?:on )?{weekday}(?:'s)?{_PART_OF_DAY}",
        ),
        ("ordinal", r"(?P<lead>on|by|since|until) the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of the month)?(?=[,.;])"),
    )


def _counted() -> tuple[tuple[str, str], ...]:
    """The forms that count from another day, or name none."""
    words = english().calendar
    number = _any(english().numbers)
    count = rf"(?P<count>\d+|{number}|{_VAGUE})"
    nth = rf"(?P<nth>{_any(words['ordinals'])}|\d{{1,2}}(?:st|nd|rd|th))"
    campaign = f" of (?:the|its|their|an|this) (?:\\w+ )?(?:{_any(words['campaigns'])})"
    days = "day|morning|night|evening|afternoon"
    return (
        ("offset", f"{_ABOUT}{count} {_UNIT} (?P<way>after|before){_GOES_ON}"),
        ("offset", f"(?P<unit>hour|day|week|month)s (?P<way>after|before){_GOES_ON}"),
        ("offset", f"(?:on )?the (?P<unit>day) (?P<way>after|before){_GOES_ON}"),
        (
            "ago",
            (f"{_ABOUT}{count} {_UNIT} (?P<way>ago|earlier|later|before|after|afterwards|prior|into){_NO_ACTIVITY}"),
        ),
        ("ago", f"(?:within |after |in |over ){count} {_UNIT} (?P<way>later)"),
        ("later", "(?P<unit>hour|day|week|month|year)s (?P<way>later|earlier|ago|before)"),
        ("nth", f"(?:on |by |until |during )?(?:the|its) {nth} day{campaign}"),
        ("nth", f"since (?:the )?(?P<nth>start|beginning|launch){campaign}(?! on)"),
        ("nth", f"(?:on|by|during) the {nth} day(?! (?:of|running|in|straight))"),
        (
            "opening",
            (
                rf"(?:in |during |within |over )?the first (?:(?P<count>\d+|{number}|few) )?(?P<unit>hour|day)s?"
                f"{campaign}"
            ),
        ),
        (
            "lasting",
            (
                rf"(?:for |on |into |enter(?:s|ed|ing) )?(?:a|the|its|their) {nth} (?:(?:consecutive|straight|"
                r"successive) )?(?P<unit>day|week|month|year)(?: running| in a row| in succession| straight)?(?! of)"
            ),
        ),
        (
            "lasting",
            (
                rf"for (?:nearly |almost |over |about |around |some |more than |less than |at least |well over )?"
                rf"(?P<count>\d+|{number}|a|an|several|many) (?P<unit>day|week|month|year)s?(?! (?:ago|later|earlier))"
            ),
        ),
        (
            "nextday",
            (
                "(?:later |earlier |late |early )?(?:on |by |until |in |during |over |throughout )?(?:the|that) "
                f"(?:very )?(?P<way>next|following|same|previous|preceding) (?P<unit>{_SOME})"
            ),
        ),
        ("nextday", "the (?P<unit>day) (?P<way>before|after)"),
        (
            "nextday",
            (
                "(?:later |earlier |late |early )?(?:on |by |in |during |throughout )?(?P<way>that) "
                f"(?P<unit>{days}|week|month|year)"
            ),
        ),
        (
            "span",
            (
                "(?:in |over |during |within |throughout )?the "
                rf"(?P<which>next|following|ensuing|subsequent) (?:(?P<count>\d+|{number}|several|few|couple of) )?"
                "(?P<unit>day|week|month|year|hour)s"
            ),
        ),
        (
            "today",
            (
                "(?:earlier |later |late |early |since |as of |by |until )?"
                "(?P<word>yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|last night|"
                f"{_any(words['story_hours'])})(?: (?:morning|evening|night|afternoon))?"
            ),
        ),
        (
            "span",
            (
                f"{_OF_TIME}(?:the )?"
                "(?P<which>last|past|previous|coming|next|earlier this|later this|this|recent)"
                rf"(?: (?P<count>\d+|{number}|several|few|couple of))? "
                "(?P<unit>day|week|month|year|weekend|hour)s?"
            ),
        ),
        ("span", f"{_OF_TIME}(?P<which>the) (?P<unit>weekend)"),
        ("span", "(?P<which>earlier|later) in the (?P<unit>week|month|year)"),
        ("recently", "(?P<word>recently|earlier|previously|lately|long ago|some time ago)"),
    )

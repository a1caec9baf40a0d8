"""Time expressions: the words of a text that tell when, cut into their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    for form, pattern in _patterns():
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


# The pieces of the patterns; a space stands for one space of the text.
_LEAD = "(?:(?P<lead>on|in|since|by|until|till|before|after|from|during|as of|at|late on|early on|of|for) )?(?:the )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR2 = r"(?P<year2>(?:19|20)\d\d)"
_MAYBE_YEAR = f"(?:,? {_YEAR})?"
_TO = r"(?: and | to |\s?[–-]\s?)"
_COUNT = r"(?P<count>\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|a couple of|many|some)"
_UNIT = "(?P<unit>hour|day|week|month|year)s?"
_PART_OF_DAY = "(?: (?:morning|afternoon|evening|night|noon|dawn))?"
_SEASON = "(?:early |late |mid-?|the summer of |the spring of |the autumn of |the winter of )?"
_YEAR_LEAD = "(?P<lead>in|since|by|until|during|before|after|from|of)"
_MONTH_LEAD = "(?P<lead>in|since|by|until|during|before|after|of|last|this|from)"
_NO_ACTIVITY = "(?! (?:fighting|clashes|shelling))"  # "two days into fighting" is no date

# Forms without a month or weekday. Order counts: an earlier form takes its words from the later ones.
_COUNTED = (
    ("offset", rf"{_COUNT} {_UNIT} (?P<way>after|before)(?= \w)"),
    (
        "ago",
        (
            f"(?:just |only |about |some )?{_COUNT} {_UNIT} "
            f"(?P<way>ago|earlier|later|before|after|afterwards|prior|into){_NO_ACTIVITY}"
        ),
    ),
    ("ago", f"(?:more than |less than |within |after |in |over )?{_COUNT} {_UNIT} (?P<way>later)"),
    ("later", "(?P<unit>hour|day|week|month|year)s (?P<way>later|earlier|ago|before)"),
    (
        "nextday",
        (
            "(?:on |by |until )?the (?P<way>next|following|same|previous|preceding) "
            "(?P<unit>day|morning|night|evening|afternoon|week|month)"
        ),
    ),
    ("nextday", "the day (?P<way>before|after)"),
    (
        "today",
        (
            "(?:earlier |later |late |early |since |as of |by |until )?"
            "(?P<word>yesterday|today|tonight|tomorrow|overnight|this (?:morning|afternoon|evening)|last night|at dawn|"
            "earlier in the day|later in the day|in the early hours|late in the day)"
            "(?: (?:morning|evening|night|afternoon))?"
        ),
    ),
    (
        "span",
        (
            "(?:in |over |during |within |for |since |by |at )?(?:the )?"
            "(?P<which>last|past|previous|coming|next|earlier this|later this|this|recent|earlier in the|later in the)"
            r"(?: (?P<count>\d+|one|two|three|four|five|six|seven|several|few|couple of))? "
            "(?P<unit>day|week|month|year|weekend|hour)s?"
        ),
    ),
    ("recently", "(?P<word>recently|earlier|previously|lately|long ago|some time ago)"),
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of time expressions with their patterns."""
    short = (rf"{m[:3]}\.?(?= )" for m in english().months if m != "may")
    months = "|".join([*english().months, *short, r"sept\.?"])
    month = f"(?P<month>{months})"
    second = f"(?P<month2>{months})"
    weekday = f"(?P<weekday>{'|'.join(english().days)})"
    dated = (
        ("iso", rf"{_LEAD}(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"),
        ("range", f"(?:between|from)? ?{_DAY}{_TO}{_DAY2}(?: of)? {month}{_MAYBE_YEAR}"),
        ("range", f"(?:between|from)? ?{month} {_DAY}{_TO}{_DAY2}{_MAYBE_YEAR}"),
        ("range", f"(?:between|from) {_DAY} {month} (?:and|to) {_DAY2} {second}{_MAYBE_YEAR}"),
        ("date", f"{_LEAD}(?:{weekday},? )?(?:the )?{_DAY}(?: of)? {month}{_MAYBE_YEAR}"),
        ("date", rf"{_LEAD}(?:{weekday},? )?(?:the )?{month} {_DAY}(?!\d){_MAYBE_YEAR}"),
        ("third", f"{_LEAD}(?P<third>early|mid|late)[- ]{month}{_MAYBE_YEAR}"),
        ("third", f"{_LEAD}(?P<third>beginning|start|end|middle) of {month}{_MAYBE_YEAR}"),
        ("month", f"{_LEAD}{month} {_YEAR}"),
        ("month", f"{_MONTH_LEAD} {month}"),
        ("year", rf"(?:from|between) {_YEAR} (?:to|and|until) {_YEAR2}(?!\d)"),
        ("year", rf"{_YEAR_LEAD} {_SEASON}{_YEAR}(?!\d)"),
        (
            "weekday",
            f"{_LEAD}(?:(?P<which>last|next|this|early|late|previous) )?(?:on )?{weekday}(?:'s)?{_PART_OF_DAY}",
        ),
    )
    return tuple((form, re.compile(rf"(?<![\w-]){spec}(?!\w)", re.IGNORECASE)) for form, spec in (*dated, *_COUNTED))

"""Time expressions: the words of a text that tell when, cut into their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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


@lru_cache(maxsize=1 << 8)  # a report asks for those of its sentences two or three times
def expressions(text: str, start: int, end: int) -> tuple[Expression, ...]:
    """The time expressions between two offsets, left to right, without overlap; earlier forms go first."""
    found: list[Expression] = []
    cues = _cues_in(text[start:end].lower())
    for form, needed, spec in _forms() if cues else ():
        if not needed <= cues:
            continue
        for match in _matches(spec, text, start, end):
            if all(match.end() <= e.start or match.start() >= e.end for e in found):
                found.append(_expression(form, match))
    return tuple(sorted(found, key=lambda e: e.start))


def _matches(spec: str, text: str, start: int, end: int) -> Sequence[re.Match[str]]:
    """The matches of a form, searched for in the text in lower case, which takes a third of the time, where it can."""
    plain = _lowered(text)
    if plain is not None:
        found = tuple(_pattern(spec, re.NOFLAG).finditer(plain, start, end))
        if not any(_naming().match(text, match.end()) for match in found):
            return found
    return tuple(_pattern(spec, re.IGNORECASE).finditer(text, start, end))


@lru_cache(maxsize=1)
def _lowered(text: str) -> str | None:
    """A text in lower case; None where that is not letter for letter."""
    lower = text.lower()
    return lower if len(lower) == len(text) and _CASELESS.isdisjoint(lower) else None


def _expression(form: str, match: re.Match[str]) -> Expression:
    return Expression(
        start=match.start() + len(match.group()) - len(match.group().lstrip()),
        end=match.end(),
        form=form,
        words=tuple(match.group().lower().split()),
        parts=MappingProxyType({name: part.lower() for name, part in match.groupdict().items() if part is not None}),
    )


def _cues_in(text: str) -> set[str]:
    """The cues that a text in lower case has a word of."""
    cues, found = _cues(), list[str]()
    for word in _WORD.findall(text):
        if word in cues:
            found += cues[word]
        elif word.isdecimal():
            found += ("number", "year") if len(word) == _YEAR_DIGITS else ("number",)
    return {*found, *(f"{name}s" for name in ("number", "month", "weekday") if found.count(name) > 1)}


_WORD = re.compile(r"[^\W\d_]+|\d+")
_YEAR_DIGITS = 4
_CASELESS = frozenset("\u0131\u017f")  # match i and s where case is ignored, and stay as they are in lower case
_ENDINGS = ("st", "nd", "rd", "th")  # of a number that tells a place in a row
_DAY_WORDS = ("yesterday", "today", "tonight", "tomorrow", "this", "last")
_VAGUE_WORDS = ("recently", "earlier", "previously", "lately", "ago")

# The pieces of the patterns; a space stands for one space of the text.
_LEAD = (
    "(?:(?P<lead>on|in|since|by|until|till|before|after|from|during|throughout|as of|at|late on|early on|of|for|into|"
    "between|starting|starting on|starting in|starting from|beginning on|beginning in) )?(?:the )?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR2 = r"(?P<year2>(?:19|20)\d\d)"
_WHOSE_YEAR = "(?P<whose>last|this) year"
_MAYBE_YEAR = f"(?:,? {_YEAR}|,? (?:of )?{_WHOSE_YEAR})?"
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
def _forms() -> tuple[tuple[str, frozenset[str], str], ...]:
    """The forms of time expressions with what they look like; an earlier form takes its words from the later ones.

    With each form come the cues that it needs, all of them: most sentences need not be searched.
    """
    return tuple((form, frozenset(needed.split()), spec) for form, needed, spec in (*_calendar(), *_counted()))


@cache
def _naming() -> re.Pattern[str]:
    """What makes a name of the date before it: "15 May Martyrs"."""
    return re.compile(f" (?-i:{_any(w.capitalize() for w in english().calendar['date_names'])})\\b")


@cache
def _pattern(spec: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """The pattern of a form as words of their own; made when a text first has its cues."""
    return re.compile(rf"(?<![\w-]){spec}(?!\w)", flags)


@cache
def _cues() -> Mapping[str, frozenset[str]]:
    """The words of which some have to stand in the text, each with its cues."""
    months, calendar = english().months, english().calendar
    cues: dict[str, Iterable[str]] = {
        "month": (*months, *(m[:3] for m in months), "sept"),
        "weekday": english().days,
        "season": english().seasons,
        "share": {words.split()[-1] for words in (*english().shares, *english().year_shares)},
        "unit": (*_SOME.split("|"), *(f"{unit}s" for unit in _SOME.split("|")), "hour", "hours"),
        "nth": (*calendar["ordinals"], *_ENDINGS),
        "numbered": _ENDINGS,
        "past": _VAGUE_WORDS,
        "day": (*_DAY_WORDS, *(words.split()[-1] for words in calendar["story_hours"])),
        "between": ("between", "from"),
        "beside": ("after", "before"),
        "apart": ("ago", "earlier", "later", "before", "after", "afterwards", "prior", "into"),
        "earlier": ("earlier", "later"),
        "following": ("next", "following", "same", "previous", "preceding", "ensuing", "subsequent"),
        "near": ("last", "past", "previous", "coming", "next", "earlier", "later", "this", "recent"),
        **{word: (word,) for word in ("first", "for", "later", "since", "that", "weekend")},
    }
    told: dict[str, set[str]] = {}
    for name, words in cues.items():
        for word in words:
            told.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in told.items()}


def _any(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _calendar() -> tuple[tuple[str, str, str], ...]:
    """The forms with a date, month, weekday or year, each with the cues that it needs."""
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
    unnamed = f"(?!{_naming().pattern})"
    which = "(?P<which>the|this|last|that|the same|the previous|the following)"
    return (
        ("iso", "year", rf"{_LEAD}(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"),
        ("numeric", "year", rf"{_LEAD}{_DAY}(?P<mark>[./])(?P<number>\d{{1,2}})[./]{_YEAR}"),
        (
            "range",
            "numbers month",
            f"{hours}(?:between |from |on )?(?:the )?{_DAY}{_TO}{_DAY2}(?: of)? {numbered}{_MAYBE_YEAR}",
        ),
        (
            "range",
            "numbers month",
            rf"{hours}(?:between |from |on )?(?:the )?{numbered} {_DAY}{_UP_TO}{_DAY2}(?!\d){_MAYBE_YEAR}",
        ),
        (
            "range",
            "numbers months",
            f"(?:between |from )?{_DAY} {numbered}{_MAYBE_YEAR}{_UP_TO}{_DAY2} {second}{_MAYBE_YEAR2}",
        ),
        (
            "range",
            "numbers months",
            rf"(?:between |from )?{numbered} {_DAY}{_MAYBE_YEAR}{_UP_TO}{second} {_DAY2}(?!\d){_MAYBE_YEAR2}",
        ),
        (
            "date",
            "number month",
            f"{hours}{_LEAD}(?:{of_day},? )?(?:the )?{_DAY}(?: of)? {numbered}{_MAYBE_YEAR}{unnamed}",
        ),
        (
            "date",
            "number month",
            rf"{hours}{_LEAD}(?:{of_day},? )?(?:the )?{numbered} {_DAY}(?!\d){_MAYBE_YEAR}{unnamed}",
        ),
        (
            "months",
            "months between",
            (
                f"(?:from|between) (?:(?P<share>early|mid|late)[- ])?(?P<month>{full}){_MAYBE_YEAR}"
                f"{_UP_TO}(?:(?P<share2>early|mid|late)[- ])?(?P<month2>{full}){_MAYBE_YEAR2}"
            ),
        ),
        ("month", "month share", f"{_LEAD}{share}[- ](?:(?:of|in) )?{month}{_MAYBE_YEAR}"),
        ("within", "month earlier", f"(?P<way>earlier|later) (?:in|this) {month}{_MAYBE_YEAR}"),
        ("month", "month year", f"{_LEAD}{month} {_YEAR}"),
        ("month", "month", f"(?P<lead>since|by|until|before|from) (?P<which>last|this) {month}"),
        ("month", "month", f"{_MONTH_LEAD} {month}(?: (?:of )?{_WHOSE_YEAR})?"),
        (
            "share",
            "share unit",
            f"{_LEAD}(?P<share>{_any(english().shares)}) (?:(?:of|in) )?{which} (?P<unit>month|week|year)",
        ),
        ("season", "season year", f"{_LEAD}(?:early |late |mid-?)?{season}(?: of)? {_YEAR}(?!\\d)"),
        (
            "season",
            "season",
            f"(?P<lead>in|since|by|until|during|before) (?:the )?(?:(?P<which>last|previous) )?{season}(?<! fall)",
        ),
        ("season", "season", f"(?P<which>this|last|previous) {season}(?<! fall)"),
        ("year", "year between", rf"(?:from|between) {_YEAR} (?:to|and|until) {_YEAR2}(?!\d)"),
        ("year", "year share", rf"{_LEAD}{year_share}[- ](?:(?:of|in) )?{_YEAR}(?!\d)"),
        ("year", "year", rf"{_YEAR_LEAD} {_YEAR}(?!\d)"),
        (
            "weekdays",
            "weekdays",
            f"{hours}(?:on |from |between |over )?{weekday}{_PART_OF_DAY}{_UP_TO}{weekday2}{_PART_OF_DAY}",
        ),
        (
            "weekday",
            "weekday",
            f"{hours}{_LEAD}(?:(?P<which>last|next|this|early|late|previous) )?(?:on )?{weekday}(?:'s)?{_PART_OF_DAY}",
        ),
        (
            "ordinal",
            "numbered",
            r"(?P<lead>on|by|since|until) the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of the month)?(?=[,.;])",
        ),
    )


def _counted() -> tuple[tuple[str, str, str], ...]:
    """The forms that count from another day, or name none."""
    words = english().calendar
    number = _any(english().numbers)
    count = rf"(?P<count>\d+|{number}|{_VAGUE})"
    nth = rf"(?P<nth>{_any(words['ordinals'])}|\d{{1,2}}(?:st|nd|rd|th))"
    campaign = f" of (?:the|its|their|an|this) (?:\\w+ )?(?:{_any(words['campaigns'])})"
    days = "day|morning|night|evening|afternoon"
    return (
        ("offset", "unit beside", f"{_ABOUT}{count} {_UNIT} (?P<way>after|before){_GOES_ON}"),
        ("offset", "unit beside", f"(?P<unit>hour|day|week|month)s (?P<way>after|before){_GOES_ON}"),
        ("offset", "unit beside", f"(?:on )?the (?P<unit>day) (?P<way>after|before){_GOES_ON}"),
        (
            "ago",
            "unit apart",
            (f"{_ABOUT}{count} {_UNIT} (?P<way>ago|earlier|later|before|after|afterwards|prior|into){_NO_ACTIVITY}"),
        ),
        ("ago", "unit later", f"(?:within |after |in |over ){count} {_UNIT} (?P<way>later)"),
        ("later", "unit apart", "(?P<unit>hour|day|week|month|year)s (?P<way>later|earlier|ago|before)"),
        ("nth", "unit nth", f"(?:on |by |until |during )?(?:the|its) {nth} day{campaign}"),
        ("nth", "since", f"since (?:the )?(?P<nth>start|beginning|launch){campaign}(?! on)"),
        ("nth", "unit nth", f"(?:on|by|during) the {nth} day(?! (?:of|running|in|straight))"),
        (
            "opening",
            "unit first",
            (
                rf"(?:in |during |within |over )?the first (?:(?P<count>\d+|{number}|few) )?(?P<unit>hour|day)s?"
                f"{campaign}"
            ),
        ),
        (
            "lasting",
            "unit nth",
            (
                rf"(?:for |on |into |enter(?:s|ed|ing) )?(?:a|the|its|their) {nth} (?:(?:consecutive|straight|"
                r"successive) )?(?P<unit>day|week|month|year)(?: running| in a row| in succession| straight)?(?! of)"
            ),
        ),
        (
            "lasting",
            "unit for",
            (
                rf"for (?:nearly |almost |over |about |around |some |more than |less than |at least |well over )?"
                rf"(?P<count>\d+|{number}|a|an|several|many) (?P<unit>day|week|month|year)s?(?! (?:ago|later|earlier))"
            ),
        ),
        (
            "nextday",
            "unit following",
            (
                "(?:later |earlier |late |early )?(?:on |by |until |in |during |over |throughout )?(?:the|that) "
                f"(?:very )?(?P<way>next|following|same|previous|preceding) (?P<unit>{_SOME})"
            ),
        ),
        ("nextday", "unit beside", "the (?P<unit>day) (?P<way>before|after)"),
        (
            "nextday",
            "unit that",
            (
                "(?:later |earlier |late |early )?(?:on |by |in |during |throughout )?(?P<way>that) "
                f"(?P<unit>{days}|week|month|year)"
            ),
        ),
        (
            "span",
            "unit following",
            (
                "(?:in |over |during |within |throughout )?the "
                rf"(?P<which>next|following|ensuing|subsequent) (?:(?P<count>\d+|{number}|several|few|couple of) )?"
                "(?P<unit>day|week|month|year|hour)s"
            ),
        ),
        (
            "today",
            "day",
            (
                "(?:earlier |later |late |early |since |as of |by |until )?"
                "(?P<word>yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|last night|"
                f"{_any(words['story_hours'])})(?: (?:morning|evening|night|afternoon))?"
            ),
        ),
        (
            "span",
            "unit near",
            (
                f"{_OF_TIME}(?:the )?"
                "(?P<which>last|past|previous|coming|next|earlier this|later this|this|recent)"
                rf"(?: (?P<count>\d+|{number}|several|few|couple of))? "
                "(?P<unit>day|week|month|year|weekend|hour)s?"
            ),
        ),
        ("span", "weekend", f"{_OF_TIME}(?P<which>the) (?P<unit>weekend)"),
        ("span", "unit earlier", "(?P<which>earlier|later) in the (?P<unit>week|month|year)"),
        ("recently", "past", "(?P<word>recently|earlier|previously|lately|long ago|some time ago)"),
    )

"""Chronicles: reports published long after what they tell, whose dates count from each other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from mapper.claims.dates import Base
from mapper.claims.days import meaning
from mapper.claims.expressions import expressions
from mapper.english import english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence

_LATER = timedelta(days=120)  # publication this long after all its dates makes a report a chronicle
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_A_DAY = frozenset({"date", "offset"})  # forms of expressions that tell a day of a chronicle
_LONG_AGO = timedelta(days=60)
_DATED = frozenset({"date", "month"})  # forms of expressions that tell a day or a month of a year
_LEADS = frozenset({"on", "by", "early on", "late on"})  # what may stand before the date that opens a sentence
_DATES = 3  # days that a report must tell to be more than a look back


@cache
def _dated() -> re.Pattern[str]:
    """A month and a year with at most a day between them; no other words tell a day with its year."""
    months = "|".join(month[:3] for month in english().months)
    return re.compile(rf"\b(?:{months})[a-z]*\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?,? {_YEAR.pattern}", re.IGNORECASE)


def is_timeline(report: Report, sentences: Sequence[Sentence]) -> bool:
    """Whether a report goes from day to day: three sentences and a third of all open with a date.

    So does one that opens with a day long before publication and tells several: the story of a battle.
    """
    if _opens_long_ago(report, sentences):
        return True
    opening = 0
    for sentence in sentences:
        first = next(iter(expressions(report.text, sentence.start, sentence.end)), None)
        lead = report.text[sentence.start : first.start].strip() if first is not None else "none"
        opening += first is not None and first.form in _OF_A_DAY and (not lead or lead.lower() in _LEADS)
    return opening >= _DATES and opening * 3 >= len(sentences)


def _opens_long_ago(report: Report, sentences: Sequence[Sentence]) -> bool:
    """Whether the first day that a report tells, in its first sentence, lies long before publication."""
    text = next((s for s in sentences if not s.headline), None)
    if report.published is None or text is None:
        return False
    base, days = Base(published=report.published), 0
    for expression in expressions(report.text, text.start, len(report.text)):
        meant = meaning(expression, base)
        if meant is None or meant[0].end is None or expression.form not in _DATED:
            continue
        recent = report.published - meant[0].end <= _LONG_AGO
        if days == 0 and (recent or expression.start >= text.end):
            return False
        days += 1
    return days > _DATES


def first_date(report: Report) -> date | None:
    """The first date of a report that is told with its year."""
    for expression in expressions(report.text, 0, len(report.text)):
        meant = meaning(expression, Base(published=None))
        if meant is not None and meant[0].start is not None:
            return meant[0].start
    return None


def day_of_telling(report: Report) -> date | None:
    """The day that a report's dates and weekdays count from: that of publication, none for a chronicle.

    A report is a chronicle where it tells several days, at least one with its year, and all that have a year
    lie long before publication: "on 6 May" is then the year told, not the last one, and nothing is background
    for being old.
    """
    published = report.published
    if published is None or all(int(year) >= published.year for year in _YEAR.findall(report.text)):
        return published
    if not _dated().search(report.text):
        return published
    days = with_year = 0
    for expression in expressions(report.text, 0, len(report.text)):
        meant = meaning(expression, Base(published=published))
        if meant is None or meant[0].precision != "day" or meant[0].end is None:
            continue
        days += 1
        if any(_YEAR.fullmatch(word.strip(",.")) for word in expression.words):
            with_year += 1
            if published - meant[0].end <= _LATER:
                return published
    return None if with_year and days >= _DATES else published

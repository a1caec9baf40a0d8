"""Time expressions mean days, counted from the report's own dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.claims.when import Clock, When, bounded, narrated, times
from mapper.period import UNKNOWN

FRIDAY = date(2019, 6, 7)
TOLD = date(2019, 6, 1)


def day(text: str | None) -> date | None:
    """The day of an ISO text."""
    return date.fromisoformat(text) if text else None


def read(text: str, *, published: date | None = FRIDAY, told: date | None = None) -> tuple[When, ...]:
    """The expressions in a whole text."""
    return times(text, 0, len(text), Clock(published, told))


def meant(text: str, *, published: date | None = FRIDAY, told: date | None = None) -> tuple[str | None, str | None]:
    """The ends of the one period that a text dates an event to."""
    (when,) = read(text, published=published, told=told)
    period = bounded(when, Clock(published, told))
    return (str(period.start) if period.start else None, str(period.end) if period.end else None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # weekdays: the last one up to publication, the day itself included
        ("on Friday", "2019-06-07", "2019-06-07"),
        ("on Thursday", "2019-06-06", "2019-06-06"),
        ("on Saturday", "2019-06-01", "2019-06-01"),
        ("late on Thursday", "2019-06-06", "2019-06-06"),
        ("early Friday", "2019-06-07", "2019-06-07"),
        ("on Wednesday evening", "2019-06-05", "2019-06-05"),
        ("during Sunday's attack", "2019-06-02", "2019-06-02"),
        ("last Friday", "2019-05-31", "2019-05-31"),
        ("last Tuesday", "2019-06-04", "2019-06-04"),
        ("next Friday", "2019-06-14", "2019-06-14"),
        ("next Monday", "2019-06-10", "2019-06-10"),
        # words for days
        ("today", "2019-06-07", "2019-06-07"),
        ("yesterday", "2019-06-06", "2019-06-06"),
        ("tomorrow", "2019-06-08", "2019-06-08"),
        ("overnight", "2019-06-07", "2019-06-07"),
        ("last night", "2019-06-06", "2019-06-06"),
        ("this morning", "2019-06-07", "2019-06-07"),
        ("earlier in the day", "2019-06-07", "2019-06-07"),
        # dates with and without a year
        ("2019-06-01", "2019-06-01", "2019-06-01"),
        ("on 1 June", "2019-06-01", "2019-06-01"),
        ("on June 1", "2019-06-01", "2019-06-01"),
        ("on the 1st of June", "2019-06-01", "2019-06-01"),
        ("on June 1st, 2018", "2018-06-01", "2018-06-01"),
        ("on Saturday, 1 June 2019", "2019-06-01", "2019-06-01"),
        ("on Sept. 5", "2018-09-05", "2018-09-05"),
        ("on 28 December 2017", "2017-12-28", "2017-12-28"),
        ("on 28 December", "2018-12-28", "2018-12-28"),
        ("on 8 June", "2019-06-08", "2019-06-08"),
        ("on 12 June", "2018-06-12", "2018-06-12"),
        # months, parts of months, years
        ("in May", "2019-05-01", "2019-05-31"),
        ("in July", "2018-07-01", "2018-07-31"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("May 2018", "2018-05-01", "2018-05-31"),
        ("in late April", "2019-04-21", "2019-04-30"),
        ("in early April", "2019-04-01", "2019-04-10"),
        ("in mid-April", "2019-04-11", "2019-04-20"),
        ("in late February 2019", "2019-02-21", "2019-02-28"),
        ("in late December", "2018-12-21", "2018-12-31"),
        ("in late June", "2018-06-21", "2018-06-30"),
        ("in 2015", "2015-01-01", "2015-12-31"),
        ("from 2014 to 2018", "2014-01-01", "2018-12-31"),
        # ranges
        ("between 10 and 14 March", "2019-03-10", "2019-03-14"),
        ("from 10 to 14 March 2018", "2018-03-10", "2018-03-14"),
        ("on 10-14 March", "2019-03-10", "2019-03-14"),
        ("on March 10–14", "2019-03-10", "2019-03-14"),
        ("between 28 February and 3 March", "2019-02-28", "2019-03-03"),
        ("between 28 December and 3 January", "2018-12-28", "2019-01-03"),
        ("from 28 December 2017 until 3 January 2018", "2017-12-28", "2018-01-03"),
        ("from May 28 to June 3", "2019-05-28", "2019-06-03"),
        ("from March 2013 until January 2014", "2013-03-01", "2014-01-31"),
        ("from late March to early May", "2019-03-21", "2019-05-10"),
        ("between November and February", "2018-11-01", "2019-02-28"),
        ("from Monday to Wednesday", "2019-06-03", "2019-06-05"),
        ("on Tuesday and Wednesday", "2019-06-04", "2019-06-05"),
        ("overnight into Thursday", "2019-06-05", "2019-06-06"),
        # times of the day before a date, short names, numbers
        ("in the early hours of 5 June", "2019-06-05", "2019-06-05"),
        ("on the morning of June 5", "2019-06-05", "2019-06-05"),
        ("overnight Wednesday", "2019-06-05", "2019-06-05"),
        ("Sat Jun 01 2019", "2019-06-01", "2019-06-01"),
        ("on Thu, Jun 6", "2019-06-06", "2019-06-06"),
        ("6 Jun:", "2019-06-06", "2019-06-06"),
        ("on 06.06.2019", "2019-06-06", "2019-06-06"),
        ("on 25/05/2019", "2019-05-25", "2019-05-25"),
        ("on 05/25/2019", "2019-05-25", "2019-05-25"),
        # shares of months, weeks and years; seasons
        ("in the first week of May", "2019-05-01", "2019-05-07"),
        ("during the first days of May", "2019-05-01", "2019-05-05"),
        ("on the last day of February", "2019-02-28", "2019-02-28"),
        ("in the second half of May", "2019-05-16", "2019-05-31"),
        ("in the last week of May", "2019-05-25", "2019-05-31"),
        ("at the start of the month", "2019-06-01", "2019-06-07"),
        ("at the end of last month", "2019-05-21", "2019-05-31"),
        ("late last month", "2019-05-21", "2019-05-31"),
        ("earlier in June", "2019-06-01", "2019-06-07"),
        ("earlier this week", "2019-06-03", "2019-06-07"),
        ("over the weekend", "2019-06-01", "2019-06-02"),
        ("in early 2014", "2014-01-01", "2014-03-31"),
        ("in late 2014", "2014-10-01", "2014-12-31"),
        ("in the spring of 2015", "2015-03-01", "2015-05-31"),
        ("last summer", "2018-06-01", "2018-08-31"),
        # stretches up to publication
        ("last week", "2019-05-27", "2019-06-02"),
        ("this week", "2019-06-03", "2019-06-07"),
        ("last month", "2019-05-01", "2019-05-31"),
        ("this month", "2019-06-01", "2019-06-07"),
        ("last year", "2018-01-01", "2018-12-31"),
        ("over the past three days", "2019-06-04", "2019-06-07"),
        ("over the past week", "2019-05-31", "2019-06-07"),
        # bounds
        ("since 2012", "2012-01-01", "2019-06-07"),
        ("since Monday", "2019-06-03", "2019-06-07"),
        ("since late April", "2019-04-21", "2019-06-07"),
        ("since 20 May", "2019-05-20", "2019-06-07"),
        ("by 20 May", "2019-05-20", "2019-05-20"),
        ("by May", "2019-05-31", "2019-05-31"),
        ("by mid-May", "2019-05-11", "2019-05-20"),
        ("starting in late April", "2019-04-21", "2019-06-07"),
        ("for two weeks", "2019-05-24", "2019-06-07"),
        ("for the third day running", "2019-06-05", "2019-06-07"),
        ("by the end of May", "2019-05-31", "2019-05-31"),
        ("until 20 May", None, "2019-05-20"),
        ("before 20 May", None, "2019-05-20"),
        ("after 20 May", "2019-05-20", "2019-06-07"),
        # counted back from publication
        ("two days ago", "2019-06-05", "2019-06-05"),
        ("six hours ago", "2019-06-07", "2019-06-07"),
        ("a week ago", "2019-05-30", "2019-06-01"),
        ("a month ago", "2019-05-07", "2019-05-07"),
        ("two months ago", "2019-04-01", "2019-04-30"),
        ("a year ago", "2018-06-01", "2018-06-30"),
        ("two years ago", "2017-01-01", "2017-12-31"),
        # no time of an event
        ("recently", None, None),
    ],
)
def test_expressions_in_a_report_of_friday_7_june_2019(text: str, start: str | None, end: str | None) -> None:
    """Each expression means these days."""
    assert meant(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("two days later", "2019-06-03", "2019-06-03"),
        ("three days earlier", "2019-05-29", "2019-05-29"),
        ("the next day", "2019-06-02", "2019-06-02"),
        ("on the following day", "2019-06-02", "2019-06-02"),
        ("the same day", "2019-06-01", "2019-06-01"),
        ("the previous day", "2019-05-31", "2019-05-31"),
        ("the day before", "2019-05-31", "2019-05-31"),
        ("the day after", "2019-06-02", "2019-06-02"),
        ("that evening", "2019-06-01", "2019-06-01"),
        ("later that day", "2019-06-01", "2019-06-01"),
        ("by nightfall", "2019-06-01", "2019-06-01"),
        ("the following week", "2019-06-03", "2019-06-09"),
        ("the previous month", "2019-05-01", "2019-05-31"),
        ("over the following three days", "2019-06-02", "2019-06-04"),
        ("on the 3rd,", "2019-06-03", "2019-06-03"),
        ("hours later", "2019-06-01", "2019-06-01"),
        ("three hours later", "2019-06-01", "2019-06-01"),
        ("days later", "2019-06-01", "2019-06-08"),
        ("overnight", "2019-06-01", "2019-06-01"),
        ("two days ago", "2019-06-05", "2019-06-05"),
        ("on Thursday", "2019-06-06", "2019-06-06"),
        ("yesterday", "2019-06-06", "2019-06-06"),
    ],
)
def test_expressions_after_the_text_told_1_june(text: str, start: str, end: str) -> None:
    """Chronicles count from the date told before, weekdays and "ago" from publication."""
    assert meant(text, told=TOLD) == (start, end)


@pytest.mark.parametrize(
    ("published", "text", "start", "end"),
    [
        ("2019-01-05", "on 28 December", "2018-12-28", "2018-12-28"),
        ("2019-01-05", "on 4 January", "2019-01-04", "2019-01-04"),
        ("2019-01-05", "in December", "2018-12-01", "2018-12-31"),
        ("2019-01-05", "in late December", "2018-12-21", "2018-12-31"),
        ("2019-12-05", "in late December", "2018-12-21", "2018-12-31"),
        ("2019-01-01", "on Monday", "2018-12-31", "2018-12-31"),
        ("2019-01-01", "yesterday", "2018-12-31", "2018-12-31"),
        ("2018-12-31", "tomorrow", "2019-01-01", "2019-01-01"),
        ("2019-01-05", "last month", "2018-12-01", "2018-12-31"),
        ("2020-03-05", "on 29 February", "2020-02-29", "2020-02-29"),
        ("2020-03-05", "in late February", "2020-02-21", "2020-02-29"),
        ("2020-02-29", "on Saturday", "2020-02-29", "2020-02-29"),
        ("2020-02-29", "last year", "2019-01-01", "2019-12-31"),
        ("2020-03-01", "yesterday", "2020-02-29", "2020-02-29"),
        ("2024-02-29", "last month", "2024-01-01", "2024-01-31"),
        ("2020-03-31", "last month", "2020-02-01", "2020-02-29"),
        ("2019-12-31", "on January 1", "2019-01-01", "2019-01-01"),
        ("2020-11-01", "by 20 October", "2020-10-20", "2020-10-20"),
    ],
)
def test_the_turn_of_the_year_and_leap_days(published: str, text: str, start: str, end: str) -> None:
    """A date without a year is the last one up to publication."""
    assert meant(text, published=day(published)) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "on 31 April",
        "on 29 February 2019",
        "on 0 May",
        "on 45 May",
        "between 14 and 10 March",
        "2019-02-30",
        "2019-13-01",
    ],
)
def test_dates_that_do_not_exist_mean_no_day(text: str) -> None:
    """A day that no calendar has is not made up."""
    assert all(when.period.precision != "day" for when in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "on Friday",
        "last Friday",
        "yesterday",
        "today",
        "overnight",
        "on 5 May",
        "in May",
        "in late April",
        "two days ago",
        "two days later",
        "the next day",
        "last week",
        "this month",
        "recently",
    ],
)
def test_without_a_publication_date_partial_dates_are_unknown(text: str) -> None:
    """Nothing is guessed where there is nothing to count from."""
    assert [when.period for when in read(text, published=None)] == [UNKNOWN]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 5 May 2018", "2018-05-05", "2018-05-05"),
        ("2018-05-05", "2018-05-05", "2018-05-05"),
        ("in May 2018", "2018-05-01", "2018-05-31"),
        ("in late April 2018", "2018-04-21", "2018-04-30"),
        ("in 2015", "2015-01-01", "2015-12-31"),
        ("between 10 and 14 March 2018", "2018-03-10", "2018-03-14"),
    ],
)
def test_whole_dates_need_no_publication_date(text: str, start: str, end: str) -> None:
    """A date that names its year stands by itself."""
    assert meant(text, published=None) == (start, end)


def test_a_date_told_completes_those_after_it_without_publication() -> None:
    """In a chronicle without a date of its own the first whole date gives the year."""
    assert meant("on 9 May", published=None, told=date(2018, 5, 12)) == ("2018-05-09", "2018-05-09")
    assert meant("two days later", published=None, told=date(2018, 5, 12)) == ("2018-05-14", "2018-05-14")


def test_expressions_stand_where_they_say() -> None:
    """Offsets quote the text, blanks left out, and expressions come in order."""
    text = "Rebels took Kernaz on 5 May and Jubbayn two days later, but lost both on Friday."
    found = read(text)
    assert [text[w.start : w.end] for w in found] == ["on 5 May", "two days later", "on Friday"]
    assert [w.period.start for w in found] == [date(2019, 5, 5), date(2019, 5, 7), FRIDAY]
    assert [w.relative for w in found] == [False, True, False]


def test_only_the_stretch_asked_for_is_read() -> None:
    """Expressions outside the two offsets are passed over."""
    text = "On Monday they came. On Tuesday they left."
    found = times(text, 21, len(text), Clock(FRIDAY, None))
    assert [text[w.start : w.end] for w in found] == ["On Tuesday"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels may advance",
        "They will march on the town",
        "the second brigade",
        "the 5th Division",
        "Hill 2019",
        "at 10:30",
        "30 men",
        "Mayada",
        "Fridays for Future",
        "a Mon State village",
        "in Marchenko",
        "the 17 February Brigade",
        "on 05/06/2019",
        "before the fall of the town",
    ],
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    """Verbs, numbers and names are no dates."""
    assert [w.period for w in read(text) if w.period != UNKNOWN] == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("since Monday", "since"),
        ("by Monday", "by"),
        ("until Monday", "until"),
        ("till Monday", "until"),
        ("before Monday", "before"),
        ("after Monday", "after"),
        ("on Monday", ""),
        ("Monday", ""),
    ],
)
def test_the_word_before_tells_how_a_date_bounds_the_event(text: str, bound: str) -> None:
    """Leading words are kept as bounds."""
    (when,) = read(text)
    assert when.bound == bound


def test_a_vague_past_is_background() -> None:
    """Words such as "recently" date nothing by themselves."""
    (when,) = read("recently")
    assert when.background
    assert not read("on Friday")[0].background


def test_days_told_set_the_story() -> None:
    """Days count for the sentences after, bounds and months do not."""
    assert list(narrated(read("on 5 May"))) == [date(2019, 5, 5)]
    assert list(narrated(read("since 5 May"))) == []
    assert list(narrated(read("in May"))) == []


WORDS = st.sampled_from(
    [
        "on", "in", "since", "by", "until", "before", "after", "between", "and", "to", "from", "the", "of",
        "last", "next", "this", "late", "early", "mid-", "mid", "a", "two",
        "several", "3000", "0", "31", "29", "5th", "5", "99999999999", "2012", "1900", "2099", "day", "days",
        "weeks", "months", "years", "year", "hours", "ago", "later", "earlier",
        "February", "December", "May", "Sept.", "Monday", "Friday's", "morning", "yesterday", "overnight",
        "today", "past", "coming", "weekend", "month", "following", "same", ",", "-",
        "2019-02-30", "2020-02-29", "recently", "end", "beginning", "night",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join))
DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31)))


@settings(deadline=None)
@given(TEXTS, DAYS, DAYS)
@example("the city was founded 3000 years ago", FRIDAY, None)
@example("99999999999 days later", FRIDAY, TOLD)
@example("over the next 5000000 days", FRIDAY, None)
@example("between 28 December and 3 January", date(2019, 1, 5), None)
def test_no_text_raises_and_no_period_ends_before_it_starts(
    text: str, published: date | None, told: date | None
) -> None:
    """Whatever is written, expressions lie in order without overlap and their periods run forward."""
    clock = Clock(published, told)
    at = 0
    for when in times(text, 0, len(text), clock):
        assert at <= when.start < when.end <= len(text)
        at = when.end
        period = when.period
        assert period.start is None or period.end is None or period.start <= period.end
        bounded(when, clock)


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
)
def test_a_weekday_lies_in_the_week_up_to_publication(published: date, name: str) -> None:
    """A bare weekday is that weekday, at most six days back."""
    (when,) = read(f"on {name}", published=published)
    assert when.period.start is not None
    assert when.period.start.strftime("%A") == name
    assert 0 <= (published - when.period.start).days <= 6


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.dates(date(1992, 1, 1), date(1992, 12, 31)))
@example(date(2000, 1, 26), date(1992, 1, 29))
@example(date(2000, 12, 28), date(1992, 12, 31))
def test_a_date_without_a_year_is_no_farther_than_a_year_back(published: date, other: date) -> None:
    """A day and month mean the last one up to publication, give or take the filing."""
    if (other.month, other.day) == (2, 29):
        return
    (when,) = read(f"on {other.day} {other:%B}", published=published)
    assert when.period.start is not None
    assert (when.period.start.month, when.period.start.day) == (other.month, other.day)
    assert -2 <= (published - when.period.start).days <= 366

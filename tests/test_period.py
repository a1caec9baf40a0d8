"""Stretches of days know how exact they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.period import Precision


def test_a_period_of_one_day_starts_and_ends_on_it() -> None:
    """Both ends are included."""
    day = date(2019, 6, 7)
    assert on(day) == Period(start=day, end=day, precision="day")


def test_unknown_is_a_value_without_ends() -> None:
    """Nobody told a date: no end, no precision, the last rank."""
    assert (UNKNOWN.start, UNKNOWN.end, UNKNOWN.precision, UNKNOWN.rank) == (None, None, "unknown", 3)


@pytest.mark.parametrize(
    ("start", "end", "precision", "rank"),
    [
        (date(2019, 6, 7), date(2019, 6, 7), "day", 1),
        (date(2019, 6, 7), date(2019, 6, 8), "span", 2),
        (date(2019, 5, 1), date(2019, 5, 31), "month", 2),
        (date(2020, 2, 1), date(2020, 2, 29), "month", 2),
        (date(2019, 5, 1), date(2019, 6, 1), "span", 3),
        (date(2012, 1, 1), date(2012, 12, 31), "year", 3),
        (None, date(2019, 6, 7), "unknown", 3),
        (date(2019, 6, 7), None, "unknown", 3),
    ],
)
def test_the_rank_follows_the_length(start: date | None, end: date | None, precision: Precision, rank: int) -> None:
    """A day is 1, up to a month 2, longer or open 3."""
    assert Period(start=start, end=end, precision=precision).rank == rank

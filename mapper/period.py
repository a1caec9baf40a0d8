"""When something was so: a stretch of days with its precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Precision = Literal["day", "span", "month", "year", "unknown"]

_DAYS_OF_A_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both ends included; an end that nobody told is None."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"

    @property
    def rank(self) -> int:
        """Precision as the exports give it: 1 a day, 2 up to a month, 3 longer or unknown."""
        if self.start is None or self.end is None:
            return 3
        days = (self.end - self.start).days + 1
        return 1 if days == 1 else 2 if days <= _DAYS_OF_A_MONTH else 3


UNKNOWN = Period()


def on(day: date) -> Period:
    """A period of this one day."""
    return Period(start=day, end=day, precision="day")

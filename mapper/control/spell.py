"""Spells and timelines: who held each place when, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from mapper.places.place import Place

Status = Literal["held", "contested", "besieged", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time in which one place stays in one state of control.

    `start` is included, `end` is not; None is open. `holder` is the likelier side, None only where
    nothing is known; `confidence` (0 to 1) says how likely. `claims` are the ids of the claims that
    speak for the state, `against` of those that speak against it.
    """

    place_id: str
    name: str
    status: Status
    holder: str | None
    start: date | None
    end: date | None
    confidence: float
    gaining: str | None = None
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    reason: str = ""  # in plain words, why this state
    place: Place | None = None  # None where the name is not resolved: shown, but without a point
    time_precision: int = 1  # of the start: 1 a day, 2 up to a month, 3 longer or unknown

    def covers(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What one claim counts for in settling a place: a weight for (or, below 0, against) a side on a day.

    The weight is a logarithm of odds: 1 makes a side 2.7 times as likely, 3 twenty times, 0 changes nothing.
    """

    claim: str
    place_id: str
    day: date
    side: str
    weight: float
    why: str  # "against its own interest", "a third party", "repeats what its source said", ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All spells, sorted by place id and start; the spells of one place neither overlap nor leave a hole."""

    spells: tuple[Spell, ...] = ()
    weighed: tuple[Weighed, ...] = ()  # by place, day and claim

    def at(self, day: date) -> tuple[Spell, ...]:
        """The spells that cover the day, one a place."""
        return tuple(spell for spell in self.spells if spell.covers(day))

"""Lenses: what is known by a day, and what one side's sources say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mapper.claims.reading import Reading
    from mapper.control.baseline import Start

NEITHER = "neither"  # the lens of those who speak in no side's interest


def known_by(readings: Iterable[Reading], day: date) -> tuple[Reading, ...]:
    """The readings of reports that were published by the end of a day; one without a date was never known to be."""
    return tuple(r for r in readings if r.report.published is not None and r.report.published <= day)


def started_by(baseline: Iterable[Start], day: date | None) -> tuple[Start, ...]:
    """The part of a baseline that was known by a day; all of it where no day is given."""
    return tuple(start for start in baseline if day is None or start.day <= day)


def through(readings: Iterable[Reading], lens: str) -> tuple[Reading, ...]:
    """The readings with those claims alone that a side's sources make, or, through "neither", nobody's side."""
    return tuple(replace(r, claims=tuple(c for c in r.claims if is_seen(c.claimant_side, lens))) for r in readings)


def is_seen(claimant_side: str | None, lens: str | None) -> bool:
    """Whether a claim of a claimant on this side (None: on nobody's) is seen through a lens; None sees all."""
    if lens is None:
        return True
    return claimant_side is None if lens == NEITHER else claimant_side == lens


def checked(lens: str, sides: Iterable[str]) -> str:
    """The name of a lens.

    Raises
    ------
    UnknownName
        It is neither a side nor "neither".
    """
    known = sorted(set(sides))
    if lens != NEITHER and lens not in known:
        raise UnknownName(f"there is no lens {lens!r}; the lenses are {', '.join([*known, NEITHER])}")
    return lens

"""How well a candidate fits a name and a point near which it is looked for."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from mapper.places.place import Candidate

SPELLING, NEARNESS = 0.6, 0.4  # learned on half of the Syrian sub-districts by benchmarks/gazetteer.py
REACH_KM = 45.0  # nearness falls to 1/e at this distance


def score(candidate: Candidate, near: tuple[float, float] | None) -> tuple[float, float | None]:
    """The score of a candidate (0 to 1) and its distance in km from `near` (lon, lat), where both have a point."""
    place = candidate.place
    if near is None:
        return candidate.likeness, None
    if place.lon is None or place.lat is None:
        return SPELLING * candidate.likeness, None
    km = quick_kilometres(near[0], near[1], place.lon, place.lat)
    return SPELLING * candidate.likeness + NEARNESS * exp(-km / REACH_KM), km

"""How well a candidate fits a toponym in its report: a handful of weights, each with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log10
from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from mapper.geoparse.toponym import Toponym
    from mapper.places.place import Candidate, Place
    from mapper.theatre import Theatre

# The weights of a score; they add up to 1. Set by hand on our own test reports and on public corpora of news.
SPELLING, NEARNESS, KIND, UNIT, WEIGHT = 0.42, 0.25, 0.1, 0.11, 0.12
REACH_KM = 30.0  # nearness falls to 1/e at this distance from the other places of the report
FAR_KM = 300.0  # and so does that of places in one part of a country
FEWEST, MOST = 3.0, 7.0  # powers of ten of inhabitants: a village weighs nothing, a city of ten millions all

# Which kinds of place a kind of toponym may mean, the natural one first.
FITTING: Mapping[str, tuple[str, ...]] = {
    "settlement": ("settlement", "site", "admin"),
    "site": ("site", "settlement", "region"),
    "admin": ("admin", "settlement", "region", "country"),
    "region": ("region", "admin", "site", "settlement", "water", "country"),
    "water": ("water", "region", "site"),
    "road": ("road",),
    "country": ("country",),
    "metonym": ("settlement", "country"),
}
# Where the text tells no kind, a namesake of another one may be meant: Georgia, Jordan, Lebanon, New York.
_UNTOLD: Mapping[str, tuple[str, ...]] = {
    "admin": ("admin", "region", "country"),
    "country": ("country", "admin", "settlement"),
}
_ADDRESSED = ("settlement", "admin", "site", "region")
_STEP, _UNTOLD_STEP = 0.35, 0.2  # what each further kind loses


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate place with its score (0 to 1) and the reasons for it, in plain words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()
    exact: bool = False  # the gazetteer has the name as the report spells it


@dataclass(frozen=True, slots=True)
class Home:
    """Where the report's places are expected."""

    theatre: Theatre
    countries: frozenset[str]

    def holds(self, place: Place) -> bool:
        """Whether the place lies there."""
        if self.theatre.bounds is None or place.lon is None or place.lat is None:
            return place.country in self.countries
        west, south, east, north = self.theatre.bounds
        return west <= place.lon <= east and south <= place.lat <= north


@dataclass(frozen=True, slots=True)
class Context:
    """What is known while one toponym is weighed."""

    anchors: tuple[Place, ...]  # places already resolved, the nearest in the text first
    units: frozenset[str]  # names of units, folded by lower case, that the report names
    near_units: frozenset[str]  # those named in the same sentence
    home: Home
    focus: Mapping[str, float] = field(
        default_factory=dict
    )  # units and countries by their share of the report's places


def fitting(toponym: Toponym) -> tuple[str, ...]:
    """The kinds of place that a toponym may mean, the natural one first."""
    if toponym.told:
        return FITTING[toponym.kind]
    if toponym.within is not None and toponym.kind in (*_UNTOLD, "settlement"):
        return _ADDRESSED
    return _UNTOLD.get(toponym.kind, FITTING[toponym.kind])


def score(toponym: Toponym, candidate: Candidate, context: Context) -> Scored:
    """A candidate weighed by spelling, nearness, kind, unit and size."""
    place = candidate.place
    nearness, near_reason = _nearness(place, context)
    unit, unit_reason = _unit(place, context)
    total = SPELLING * candidate.likeness + NEARNESS * nearness + KIND * _kind(toponym, place)
    total += UNIT * unit + WEIGHT * _weight(place)
    reasons = (
        f"spelling {candidate.likeness:.2f} ({candidate.match})",
        near_reason,
        f"kind {place.detail or place.kind}",
        unit_reason,
    )
    return Scored(
        place=place, score=round(total, 4), reasons=tuple(r for r in reasons if r), exact=candidate.match == "exact"
    )


def _kind(toponym: Toponym, place: Place) -> float:
    step = _STEP if toponym.told or toponym.kind not in _UNTOLD else _UNTOLD_STEP
    kind = 1.0 - step * fitting(toponym).index(place.kind)
    if toponym.cue and place.detail and toponym.cue.rstrip("s") == place.detail:
        kind = min(1.0, kind + 0.1)
    return max(0.0, kind)


def _weight(place: Place) -> float:
    """The size of a place (0 to 1) by the logarithm of its inhabitants; a place chosen by hand counts without."""
    known = (log10(place.population) - FEWEST) / (MOST - FEWEST) if place.population else 0.0
    return max(0.5 if place.gazetteer == "shipped" else 0.0, min(1.0, known))


def _nearness(place: Place, context: Context) -> tuple[float, str]:
    """How near the other places of the report are (0 to 1); in the theatre counts where none is placed yet."""
    inside = context.home.holds(place)
    if place.kind == "country" or place.lon is None or place.lat is None:
        return (0.6 if inside or not context.home.countries else 0.3), ""
    distances = sorted(
        quick_kilometres(place.lon, place.lat, a.lon, a.lat)
        for a in context.anchors
        if a.id != place.id and a.lon is not None and a.lat is not None
    )
    if not distances:
        return (0.6 if inside else 0.1), ("inside the theatre" if inside else "outside the theatre")
    middle = distances[len(distances) // 2]
    value = 0.4 * exp(-distances[0] / REACH_KM) + 0.2 * exp(-middle / (3 * REACH_KM)) + 0.2 * exp(-middle / FAR_KM)
    return value + (0.2 if inside else 0.0), f"{distances[0]:.1f} km from the nearest other place of the report"


@lru_cache(maxsize=1 << 12)
def units_of(admin: tuple[str, ...]) -> tuple[str, ...]:
    """The units that hold a place, folded by lower case."""
    return tuple(name.casefold() for name in admin)


def _unit(place: Place, context: Context) -> tuple[float, str]:
    """Whether a unit that is named in the sentence (1) or in the report (0.5) contains the place, or most others do."""
    admin = units_of(place.admin)
    hit = sorted(context.near_units.intersection(admin))
    if hit:
        return 1.0, f"lies in {hit[0].title()}, named beside it"
    share = max((context.focus.get(name, 0.0) for name in admin), default=0.0)
    hit = sorted(context.units.intersection(admin))
    if hit:
        return 0.5 + 0.5 * share, f"lies in {hit[0].title()}, named in the report"
    return share, ""

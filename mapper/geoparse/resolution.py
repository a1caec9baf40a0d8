"""Which place each toponym means: all names of a report resolved together, every losing candidate kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from mapper.geoparse.toponym import Toponym
    from mapper.places.place import Candidate, Place
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

# The weights of a score; they add up to 1. Set by hand on our own test reports.
SPELLING, NEARNESS, KIND, UNIT, WEIGHT = 0.45, 0.25, 0.12, 0.1, 0.08
REACH_KM = 30.0  # nearness falls to 1/e at this distance from the other places of the report
FLOOR = 0.52  # a best score below this is no resolution
NEAR_TIE = 0.02  # two candidates closer than this, and far apart on the ground, are a tie
SAME_KM = 3.0  # two candidates this close are one place for the tie's sake
_LARGE = 100_000  # inhabitants that make a town known far away

# Which kinds of place a kind of toponym may mean, the natural one first.
_FITTING: Mapping[str, tuple[str, ...]] = {
    "settlement": ("settlement", "site", "admin"),
    "site": ("site", "settlement", "region"),
    "admin": ("admin", "settlement", "region"),
    "region": ("region", "admin", "site", "settlement", "water"),
    "water": ("water", "region", "site"),
    "road": ("road",),
    "country": ("country",),
    "metonym": ("settlement", "country"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate place with its score (0 to 1) and the reasons for it, in plain words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a toponym was resolved to: ranked candidates; `place` is None where none is good enough."""

    toponym: Toponym
    place: Place | None
    candidates: tuple[Scored, ...]
    reason: str  # why this place, or why none

    @property
    def score(self) -> float:
        """Score of the best candidate, 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def runner_up(self) -> Scored | None:
        """The second best candidate, if there is one."""
        return self.candidates[1] if len(self.candidates) > 1 else None

    @property
    def margin(self) -> float:
        """How far the best candidate's score lies above the runner-up's."""
        return self.score - (self.runner_up.score if self.runner_up else 0.0)


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known while one toponym is weighed."""

    anchors: tuple[Place, ...]  # places already resolved, the nearest in the text first
    units: frozenset[str]  # names of units, folded by lower case, that the report names
    near_units: frozenset[str]  # those named in the same sentence
    home: _Home


@dataclass(frozen=True, slots=True)
class _Home:
    """Where the report's places are expected."""

    theatre: Theatre
    countries: frozenset[str]

    def holds(self, place: Place) -> bool:
        """Whether the place lies there."""
        if self.theatre.bounds is None or place.lon is None or place.lat is None:
            return place.country in self.countries
        west, south, east, north = self.theatre.bounds
        return west <= place.lon <= east and south <= place.lat <= north


def resolve(
    toponyms: Sequence[Toponym],
    sentences: Sequence[Sentence],
    *,
    theatre: Theatre,
    lookup: Callable[[str], Sequence[Candidate]],
    countries: frozenset[str] = frozenset(),
) -> tuple[Resolution, ...]:
    """A resolution for each toponym, in the same order.

    `countries` are the ISO codes that the report is about, where the theatre has no bounds of its own.

    Names with the fewest candidates go first and become anchors; the others are weighed by spelling,
    distance to the anchors, kind, units named in the same sentence or report, and size. A name means
    the same place throughout a report unless its kind differs. Method: spatial minimality with
    containment (Leidner 2007), unambiguous names first.
    """
    groups: dict[tuple[str, str], list[Toponym]] = {}
    for toponym in toponyms:
        groups.setdefault((toponym.span.quote.casefold(), toponym.kind), []).append(toponym)
    home = _Home(theatre, frozenset(theatre.countries) if theatre.bounds else countries)
    options = {key: _options(group[0], lookup, home) for key, group in groups.items()}
    units = _units(toponyms, sentences)
    order = sorted(groups, key=lambda k: (_ambiguity(options[k]), groups[k][0].span.start))
    chosen: dict[tuple[str, str], Resolution] = {}
    for _ in range(2):  # the second pass weighs the early ones by the late ones, too
        for key in order:
            anchors = _anchors(key, groups, chosen)
            context = _Context(anchors, frozenset().union(*units.values()), _near(groups[key], sentences, units), home)
            chosen[key] = _choose(groups[key][0], options[key], context)
    return tuple(
        Resolution(toponym=t, place=c.place, candidates=c.candidates, reason=c.reason)
        for t in toponyms
        for c in (chosen[t.span.quote.casefold(), t.kind],)
    )


def _ambiguity(options: Sequence[Candidate]) -> int:
    exact = [c for c in options if c.match != "skeleton"]
    return len(exact) or len(options) + 100


def _options(toponym: Toponym, lookup: Callable[[str], Sequence[Candidate]], home: _Home) -> list[Candidate]:
    """The candidates of a name whose kind can fit, one for each place."""
    fitting = _FITTING[toponym.kind]
    best: dict[str, Candidate] = {}
    for candidate in lookup(toponym.span.quote):
        place = candidate.place
        if place.kind not in fitting or (place.kind == "admin" and toponym.kind == "settlement" and toponym.told):
            continue
        if candidate.match == "skeleton" and not home.holds(place):
            continue
        if place.id not in best or best[place.id].likeness < candidate.likeness:
            best[place.id] = candidate
    found = list(best.values())
    if toponym.kind == "admin":  # a unit is not its chief town, and the province not the district of its name
        units = [c for c in found if c.place.kind == "admin" and c.match != "skeleton"]
        cued = [c for c in units if c.place.detail and c.place.detail in toponym.cue]
        return cued or [c for c in units if _rank(c) == min(map(_rank, units))] or found
    return found


_RANKS = ("country", "governorate", "province", "state", "region", "oblast", "district", "sub-district")


def _rank(candidate: Candidate) -> int:
    """How large a unit is; the largest first."""
    detail = candidate.place.detail
    return _RANKS.index(detail) if detail in _RANKS else len(_RANKS)


def _units(toponyms: Sequence[Toponym], sentences: Sequence[Sentence]) -> dict[int, frozenset[str]]:
    """For each sentence (by its start) the units, regions and countries named in it."""
    wide = [t for t in toponyms if t.kind in ("admin", "region")]
    return {
        s.start: frozenset(t.span.quote.casefold() for t in wide if s.start <= t.span.start < s.end) for s in sentences
    }


def _near(group: list[Toponym], sentences: Sequence[Sentence], units: dict[int, frozenset[str]]) -> frozenset[str]:
    own = group[0].span.quote.casefold()
    named = [units[s.start] for s in sentences for t in group if s.start <= t.span.start < s.end]
    return frozenset().union(*named) - {own}


def _anchors(
    key: tuple[str, str], groups: Mapping[tuple[str, str], list[Toponym]], chosen: Mapping[tuple[str, str], Resolution]
) -> tuple[Place, ...]:
    at = groups[key][0].span.start
    placed = [
        (min(abs(t.span.start - at) for t in groups[other]), r.place)
        for other, r in chosen.items()
        if other != key and r.place is not None and r.place.lon is not None and r.place.kind in ("settlement", "site")
    ]
    placed.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(place for _, place in placed[:8])


def _choose(toponym: Toponym, options: Sequence[Candidate], context: _Context) -> Resolution:
    scored = sorted((_score(toponym, c, context) for c in options), key=lambda s: (-s.score, s.place.id))
    ranked = tuple(scored)
    if not ranked:
        return Resolution(toponym=toponym, place=None, candidates=(), reason="no gazetteer knows the name")
    best = ranked[0]
    if best.score < FLOOR:
        reason = f"the best candidate, {best.place.name}, scores only {best.score:.2f}"
        return Resolution(toponym=toponym, place=None, candidates=ranked, reason=reason)
    rival = next((s for s in ranked[1:] if not _same(s.place, best.place)), None)
    if rival is not None and best.score - rival.score < NEAR_TIE and rival.place.kind == best.place.kind:
        reason = f"{best.place.name} ({best.place.id}) and {rival.place.name} ({rival.place.id}) fit equally well"
        return Resolution(toponym=toponym, place=None, candidates=ranked, reason=reason)
    return Resolution(toponym=toponym, place=best.place, candidates=ranked, reason="; ".join(best.reasons))


def _same(a: Place, b: Place) -> bool:
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return a.id == b.id
    return quick_kilometres(a.lon, a.lat, b.lon, b.lat) <= SAME_KM


def _score(toponym: Toponym, candidate: Candidate, context: _Context) -> Scored:
    place = candidate.place
    nearness, near_reason = _nearness(place, context)
    fitting = _FITTING[toponym.kind]
    kind = 1.0 - 0.35 * fitting.index(place.kind)
    if toponym.cue and place.detail and toponym.cue.rstrip("s") == place.detail:
        kind = min(1.0, kind + 0.1)
    unit, unit_reason = _unit(place, context)
    weight = min(1.0, place.population / _LARGE) if place.population else (0.5 if place.gazetteer == "shipped" else 0.0)
    score = SPELLING * candidate.likeness + NEARNESS * nearness + KIND * max(0.0, kind) + UNIT * unit + WEIGHT * weight
    reasons = (
        f"spelling {candidate.likeness:.2f} ({candidate.match})",
        near_reason,
        f"kind {place.detail or place.kind}",
        unit_reason,
    )
    return Scored(place=place, score=round(score, 4), reasons=tuple(r for r in reasons if r))


def _nearness(place: Place, context: _Context) -> tuple[float, str]:
    """How near the other places of the report are (0 to 1); in the theatre counts where none is placed yet."""
    inside = context.home.holds(place)
    if place.lon is None or place.lat is None:
        return (0.6 if inside or not context.home.countries else 0.3), ""
    distances = sorted(
        quick_kilometres(place.lon, place.lat, a.lon, a.lat)
        for a in context.anchors
        if a.lon is not None and a.lat is not None
    )
    if not distances:
        return (0.6 if inside else 0.1), ("inside the theatre" if inside else "outside the theatre")
    middle = distances[len(distances) // 2]
    value = 0.6 * exp(-distances[0] / REACH_KM) + 0.25 * exp(-middle / (3 * REACH_KM)) + (0.15 if inside else 0.0)
    return value, f"{distances[0]:.1f} km from the nearest other place of the report"


def _unit(place: Place, context: _Context) -> tuple[float, str]:
    """Whether a unit that is named in the sentence (1) or in the report (0.5) contains the place."""
    admin = {name.casefold() for name in place.admin}
    hit = sorted(admin & context.near_units)
    if hit:
        return 1.0, f"lies in {hit[0].title()}, named beside it"
    hit = sorted(admin & context.units)
    return (0.5, f"lies in {hit[0].title()}, named in the report") if hit else (0.0, "")

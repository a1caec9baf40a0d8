"""Which place each toponym means: all names of a report resolved together, every losing candidate kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from mapper.geoparse.addresses import contains
from mapper.geoparse.prominence import is_small
from mapper.geoparse.scoring import Context, Home, Scored, fitting, score, units_of
from mapper.places import world
from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from mapper.geoparse.toponym import Toponym
    from mapper.places.place import Candidate, Place
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

__all__ = ["Resolution", "Scored", "resolve"]

FLOOR = 0.5  # a best score below this is no resolution
NEAR_TIE = 0.015  # two candidates closer than this, and far apart on the ground, are a tie
TOWN, FAR_LARGER = 3_000, 5  # inhabitants, and how many times as many, that let a town win a tie with hamlets
SPELT = ("exact", "folded", "network")  # matches of the spelling; the others are of the sound
SAME_KM = 3.0  # two candidates this close are one place for the tie's sake

ANCHORS = 8  # other places that a name is weighed by, the nearest in the text
SOUND = 0.75  # a spelling less like the name than this anchors no other
OUTLINE_KM = 20.0  # a town of the outline this near to one of the same name is the same

Key = tuple[str, str, str]  # a name, its kind, and the unit it is said to lie in


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

    Of an address both parts are held to each other first ("Paris, Texas"). Names with the fewest candidates
    go first and become anchors; the others are weighed by spelling, distance to the anchors, kind, units that
    hold them, and size. A name means the same place throughout a report unless its kind or its address differs.
    Method: spatial minimality with containment (Leidner 2007), unambiguous names first.
    """
    keys = _keys(toponyms)
    groups: dict[Key, list[Toponym]] = {}
    for key, toponym in zip(keys, toponyms, strict=True):
        groups.setdefault(key, []).append(toponym)
    home = Home(theatre, frozenset(theatre.countries) if theatre.bounds else countries)
    options = _held({key: _options(group[0], lookup, home) for key, group in groups.items()}, groups)
    units = _units(toponyms, sentences)
    named, near = frozenset().union(*units.values()), {k: _near(group, sentences, units) for k, group in groups.items()}
    order = sorted(groups, key=lambda k: (_ambiguity(k, options[k]), groups[k][0].span.start))
    chosen: dict[Key, Resolution] = {}
    anchors: dict[Key, Place] = {}
    weighed: dict[Key, Context] = {}
    starts = {key: [t.span.start for t in group] for key, group in groups.items()}
    for _ in range(2):  # the second pass weighs the early ones by the late ones, too
        for key in order:
            context = Context(_anchors(key, starts, anchors), named, near[key], home, _focus(key, chosen))
            if context == weighed.get(key):
                continue
            weighed[key] = context
            chosen[key] = _choose(groups[key][0], options[key], context)
            place = chosen[key].place
            if place is not None and _is_narrow(place) and _is_spelt(place, options[key]):
                anchors[key] = place
            else:
                anchors.pop(key, None)
    return tuple(
        c if c.toponym is t else Resolution(toponym=t, place=c.place, candidates=c.candidates, reason=c.reason)
        for t, c in zip(toponyms, (chosen[key] for key in keys), strict=True)
    )


def _keys(toponyms: Sequence[Toponym]) -> list[Key]:
    """For each mention the name that it shares; a bare one goes with the first that tells where the place lies."""
    names = {t.span.start: t.name.casefold() for t in toponyms}
    told: dict[tuple[str, str], str] = {}
    for t in toponyms:
        if t.within is not None:
            told.setdefault((t.name.casefold(), t.kind), names.get(t.within, ""))
    keys: list[Key] = []
    for t in toponyms:
        name = t.name.casefold()
        keys.append((name, t.kind, told.get((name, t.kind), "") if t.within is None else names.get(t.within, "")))
    return keys


def _held(options: Mapping[Key, list[Candidate]], groups: Mapping[Key, list[Toponym]]) -> dict[Key, list[Candidate]]:
    """The candidates of each name, those in an address only as far as one part holds the other."""
    held = dict(options)
    wider: dict[str, list[Key]] = {}
    for key in groups:
        wider.setdefault(key[0], []).append(key)
    for key in groups:
        for unit in wider.get(key[2], ()) if key[2] else ():
            inside = [c for c in options[key] if any(contains(u.place, c.place) for u in held[unit])]
            round_ = [u for u in held[unit] if any(contains(u.place, c.place) for c in inside)]
            if inside:
                held[key], held[unit] = inside, round_
            elif not all(_may_lie(unit_.place, c.place) for unit_ in held[unit] for c in options[key]):
                held[key] = []
    return held


def _may_lie(unit: Place, place: Place) -> bool:
    """Whether the gazetteers do not rule out that a place lies in a unit."""
    return not place.country or not unit.country or (place.country == unit.country and not place.admin)


def _focus(key: Key, chosen: Mapping[Key, Resolution]) -> dict[str, float]:
    """The units that hold the report's other places, by the share of them."""
    places = [r.place for other, r in chosen.items() if other[0] != key[0] and r.place is not None]
    counts = Counter(name for place in places for name in units_of(place.admin))
    total = counts.total() + 1
    return {name: count / total for name, count in counts.items()}


def _ambiguity(key: Key, options: Sequence[Candidate]) -> tuple[bool, int]:
    """How open a name is: those in an address first, then those with few candidates of their spelling."""
    exact = [c for c in options if c.match in SPELT]
    return not (key[2] and options), len(exact) or len(options) + 100


def _options(toponym: Toponym, lookup: Callable[[str], Sequence[Candidate]], home: Home) -> list[Candidate]:
    """The candidates of a name whose kind can fit, one for each place."""
    best: dict[str, Candidate] = {}
    for candidate in lookup(toponym.name):
        place = candidate.place
        if place.kind not in fitting(toponym) or (
            place.kind == "admin" and toponym.kind == "settlement" and toponym.told
        ):
            continue
        if candidate.match not in SPELT and not home.holds(place):
            continue
        if is_small(place) and toponym.within is None and place.country not in home.countries:
            continue
        known = best.get(place.id)
        if known is None or (known.likeness, known.place.lon is not None) < (candidate.likeness, place.lon is not None):
            best[place.id] = candidate
    if toponym.kind == "settlement" and any(c.place.kind == "settlement" and c.match in SPELT for c in best.values()):
        best = {id_: c for id_, c in best.items() if c.place.kind != "admin"}  # the town, not the district of its name
    best = {id_: c for id_, c in best.items() if not _is_outline(c.place, best.values())}
    lands = {c.place.country for c in best.values() if c.place.kind == "country" and toponym.kind == "country"}
    found = [c for c in best.values() if c.place.kind == "country" or c.place.country not in lands]
    return _ranking(toponym, found) if toponym.kind == "admin" else found


def _is_outline(place: Place, others: Iterable[Candidate]) -> bool:
    """Whether the outline of the world has a place that a gazetteer of its country has in better detail."""
    return place.gazetteer == world.NAME and any(
        o.place.gazetteer != world.NAME
        and (o.place.kind, o.place.country, o.match in SPELT) == (place.kind, place.country, True)
        and o.place.lon is not None
        and (place.kind != "settlement" or _kilometres(place, o.place) <= OUTLINE_KM)
        for o in others
    )


def _ranking(toponym: Toponym, found: list[Candidate]) -> list[Candidate]:
    """The units among the candidates: a unit is not its chief town, nor the province the district of its name."""
    units = [c for c in found if c.place.kind == "admin" and c.match in SPELT]
    if not toponym.told and all(c.place.gazetteer == world.NAME for c in units):
        return found  # nothing but its size told that a unit is meant
    cued = [c for c in units if c.place.detail and c.place.detail in toponym.cue]
    return cued or [c for c in units if _rank(c) == min(map(_rank, units))] or found


_RANKS = ("country", "governorate", "province", "state", "region", "oblast", "district", "sub-district")


def _rank(candidate: Candidate) -> int:
    """How large a unit is; the largest first."""
    detail = candidate.place.detail
    return _RANKS.index(detail) if detail in _RANKS else len(_RANKS)


def _units(toponyms: Sequence[Toponym], sentences: Sequence[Sentence]) -> dict[int, frozenset[str]]:
    """For each sentence (by its start) the units, regions and countries named in it."""
    wide = [t for t in toponyms if t.kind in ("admin", "region")]
    return {s.start: frozenset(t.name.casefold() for t in wide if s.start <= t.span.start < s.end) for s in sentences}


def _near(group: list[Toponym], sentences: Sequence[Sentence], units: dict[int, frozenset[str]]) -> frozenset[str]:
    own = group[0].name.casefold()
    named = [units[s.start] for s in sentences for t in group if s.start <= t.span.start < s.end]
    return frozenset().union(*named) - {own}


def _anchors(key: Key, starts: Mapping[Key, list[int]], anchors: Mapping[Key, Place]) -> tuple[Place, ...]:
    """The other places of the report that may serve as anchors, the nearest in the text first."""
    at = starts[key][0]
    placed = [
        (min([abs(start - at) for start in starts[other]]), place)
        for other, place in anchors.items()
        if other[0] != key[0]
    ]
    placed.sort(key=lambda one: (one[0], one[1].id))
    return tuple(place for _, place in placed[:ANCHORS])


def _is_spelt(place: Place, options: Sequence[Candidate]) -> bool:
    """Whether a place was found by a spelling close enough to lean on."""
    return any(c.place.id == place.id and c.likeness >= SOUND for c in options)


def _is_narrow(place: Place) -> bool:
    """Whether a place is small enough to say where others are: a town, a site, a county."""
    narrow = place.kind in ("settlement", "site", "region") or (place.kind == "admin" and bool(place.admin))
    return narrow and place.lon is not None


def _choose(toponym: Toponym, options: Sequence[Candidate], context: Context) -> Resolution:
    scored = sorted((score(toponym, c, context) for c in options), key=lambda s: (-s.score, s.place.id))
    ranked = tuple(scored)
    if not ranked:
        return Resolution(toponym=toponym, place=None, candidates=(), reason="no gazetteer knows the name")
    best = ranked[0]
    if best.score < FLOOR:
        reason = f"the best candidate, {best.place.name}, scores only {best.score:.2f}"
        return Resolution(toponym=toponym, place=None, candidates=ranked, reason=reason)
    best, rival = _settled_tie(ranked)
    if rival is not None:
        reason = f"{best.place.name} ({best.place.id}) and {rival.place.name} ({rival.place.id}) fit equally well"
        return Resolution(toponym=toponym, place=None, candidates=ranked, reason=reason)
    ranked = (best, *(s for s in ranked if s is not best))
    return Resolution(toponym=toponym, place=best.place, candidates=ranked, reason="; ".join(best.reasons))


def _settled_tie(ranked: tuple[Scored, ...]) -> tuple[Scored, Scored | None]:
    """The best candidate, and the rival that it cannot be told from.

    A tie goes to the only one that is spelt as the report spells it, and to a town among hamlets.
    """
    best = ranked[0]
    tied = [
        s
        for s in ranked[1:]
        if best.score - s.score < NEAR_TIE and s.place.kind == best.place.kind and not _same(s.place, best.place)
    ]
    if not tied:
        return best, None
    exact = [s for s in (best, *tied) if s.exact]
    if len(exact) == 1:
        return exact[0], None
    first, second, *_ = sorted((best, *tied), key=lambda s: (-s.place.population, -s.score, s.place.id))
    if first.place.population >= TOWN and first.place.population >= FAR_LARGER * second.place.population:
        return first, None
    return best, tied[0]


def _same(a: Place, b: Place) -> bool:
    apart = _kilometres(a, b)
    twins = a.gazetteer != b.gazetteer and a.kind == b.kind  # one town, its middle set differently by two sources
    return a.id == b.id or apart <= (OUTLINE_KM if twins else SAME_KM)


def _kilometres(a: Place, b: Place) -> float:
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return inf
    return quick_kilometres(a.lon, a.lat, b.lon, b.lat)

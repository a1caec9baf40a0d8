"""How likely each side holds each place on each day: a hidden Markov model of control.

A place is held by one side at a time and seldom changes hands, but likelier on a day on which somebody says
that it did. The evidence of all days, before and after, is weighed together (forward-backward smoothing).
Places near each other tend to be held by one side: a place hears a part of its neighbours' evidence, but no
more than a limit from each party, so that a cluster of false claims by one party does not carry it away, and
it leans a little towards what its neighbours are believed to be.

Sources: hidden Markov models of control (Anders 2020, Journal of Peace Research); smoothing as in Rabiner 1989.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.spatial import cKDTree

from mapper.control.statements import NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mapper.control.weights import Edges, Signals

    Floats = NDArray[np.float32]

CHANGE = 1 / 100  # how likely a place is settled anew on a day on which nobody says so
BASELINE = 4.0  # the weight of the table of who held what at the start
NEAR_KM, FARTHEST = 5.0, 4.0  # what a neighbour tells falls to 1/e at this distance; farther than so many, nothing
SHARE = 0.5  # of a neighbour's evidence
LIMIT = 1.5  # what all neighbours together may tell on a day by the word of one party
LEANING = 0.05  # a day's lean towards the neighbours
ROUNDS, FEW_ROUNDS, MANY = 4, 2, 3_000  # rounds of leaning; fewer where there are many places
STRANGER, UNNAMED = 0.02, 0.2  # how likely a side nobody speaks of there, or nobody names, beside one that is
_CERTAIN = 14.0  # no evidence of one day weighs more
_EARTH_KM = 111.32  # a degree of latitude


@dataclass(frozen=True, slots=True)
class Belief:
    """Probabilities of the sides (places x days x sides) on those days on which anything was said."""

    days: NDArray[np.int64]
    chance: Floats


def believe(
    signals: Signals,
    edges: Edges,
    *,
    places: int,
    sides: int,
    points: Mapping[int, tuple[float, float]],
    baseline: Mapping[int, tuple[int, int]],
) -> Belief:
    """The probabilities that the evidence leaves.

    Parameters
    ----------
    places, sides
        How many of each there are.
    points
        Longitude and latitude of the places that have a position.
    baseline
        For a place the side that held it at the start, and the day.
    """
    first = [day for _, day in baseline.values()]
    days = np.unique(np.concatenate([signals.day, edges.day, edges.day - 1, np.asarray(first, dtype=np.int64)]))
    at = np.searchsorted(days, signals.day)
    own = np.zeros((places, len(days), sides), dtype=np.float32)
    np.add.at(own, (signals.place, at, signals.side), signals.weight)
    for place, (side, day) in baseline.items():
        own[place, np.searchsorted(days, day), side] += BASELINE
    nearby = _nearby(points, places)
    heard = own
    if nearby is not None:
        heard = own + _heard(signals, at, nearby, own.shape)
    chain = _Chain(days, edges, _likely_sides(signals, edges, baseline, (places, sides)))
    chance = chain.smoothed(heard)
    if nearby is not None:
        links = _leaning(nearby)
        for _ in range(FEW_ROUNDS if places > MANY else ROUNDS):
            lean = _spread(links, LEANING * chance)
            chance = chain.smoothed(heard + 2 * (lean - lean.mean(axis=2, keepdims=True)))
    return Belief(days=days, chance=chance)


def _likely_sides(
    signals: Signals, edges: Edges, baseline: Mapping[int, tuple[int, int]], shape: tuple[int, int]
) -> Floats:
    """How likely each side holds each place before anything is heard: one of those that are spoken of there."""
    known = np.full(shape, STRANGER, dtype=np.float32)
    known[:, -1] = UNNAMED
    spoken = signals.weight > 0
    known[signals.place[spoken], signals.side[spoken]] = 1
    known[edges.place, edges.side] = 1
    for place, (side, _) in baseline.items():
        known[place, side] = 1
    return np.asarray(known / known.sum(axis=1, keepdims=True), dtype=np.float32)


def _nearby(points: Mapping[int, tuple[float, float]], places: int) -> Any:  # noqa: ANN401 -- a sparse matrix
    """How loud each place hears each other one, None where nobody has a neighbour."""
    if len(points) < 2:  # noqa: PLR2004 -- it takes two
        return None
    numbers = np.asarray(sorted(points), dtype=np.int64)
    lonlat = np.asarray([points[n] for n in numbers.tolist()])
    lat = np.radians(lonlat[:, 1])
    flat = np.stack([np.cos(lat) * np.cos(np.radians(lonlat[:, 0])), np.cos(lat) * np.sin(np.radians(lonlat[:, 0]))])
    ball = np.vstack([flat, np.sin(lat)]).T * (_EARTH_KM * 180 / np.pi)
    pairs = cKDTree(ball).query_pairs(NEAR_KM * FARTHEST, output_type="ndarray")
    if not len(pairs):
        return None
    loud = np.exp(-np.linalg.norm(ball[pairs[:, 0]] - ball[pairs[:, 1]], axis=1) / NEAR_KM)
    a, b = numbers[pairs[:, 0]], numbers[pairs[:, 1]]
    rows, columns = np.concatenate([a, b]), np.concatenate([b, a])
    return csr_matrix((np.tile(loud, 2).astype(np.float32), (rows, columns)), shape=(places, places))


def _leaning(nearby: Any) -> Any:  # noqa: ANN401 -- a sparse matrix
    """The share of each neighbour in what a place leans to; a place with few and far ones leans little."""
    return diags(1.0 / (np.asarray(nearby.sum(axis=1)).ravel() + 1.0)).astype(np.float32) @ nearby


def _spread(links: Any, values: Floats) -> Floats:  # noqa: ANN401 -- a sparse matrix
    """What the neighbours of each place have, added up."""
    places, days, sides = values.shape
    flat = links @ values.reshape(places, days * sides)
    return np.asarray(flat, dtype=np.float32).reshape(places, days, sides)


def _heard(signals: Signals, at: Any, nearby: Any, shape: tuple[int, int, int]) -> Floats:  # noqa: ANN401 -- arrays
    """What each place hears of its neighbours' evidence: party by party, each up to a limit."""
    heard = np.zeros(shape, dtype=np.float32)
    for party in np.unique(signals.partisan).tolist():
        rows = np.flatnonzero(signals.partisan == party)
        for side in np.unique(signals.side[rows]).tolist():
            some = rows[signals.side[rows] == side]
            told = np.zeros(shape[:2], dtype=np.float32)
            np.add.at(told, (signals.place[some], at[some]), signals.weight[some])
            heard[:, :, side] += LIMIT * np.tanh(np.asarray(nearby @ told) * (SHARE / LIMIT))
    return heard


class _Chain:
    """The steps from day to day: seldom changes, likelier ones where a place is said to pass to a side."""

    def __init__(self, days: NDArray[np.int64], edges: Edges, likely: Floats) -> None:
        self.likely = likely
        self.stay = ((1 - CHANGE) ** np.diff(days, prepend=days[:1])).astype(np.float32)
        order = np.lexsort((edges.side, edges.place, edges.day))
        at = np.searchsorted(days, edges.day[order])
        self.moves: dict[int, list[tuple[Any, Any, Any]]] = {}
        for day in np.unique(at).tolist():
            some = order[np.searchsorted(at, day) : np.searchsorted(at, day, "right")]
            self.moves[day] = list(_apart(edges, some))

    def smoothed(self, evidence: Floats) -> Floats:
        """The probabilities of every day, given the evidence of all days."""
        places, days, sides = evidence.shape
        likely = np.exp(np.clip(evidence - evidence.max(axis=2, keepdims=True), -_CERTAIN, 0))
        ahead = np.empty_like(likely)
        now = self.likely
        for t in range(days):
            if t:
                now = self.stay[t] * now + (1 - self.stay[t]) * self.likely
                for who, side, chance in self.moves.get(t, ()):
                    stays = now[who] * (1 - chance)[:, None]
                    stays[np.arange(len(who)), side] += chance
                    now[who] = stays
            now = now * likely[:, t]
            now /= now.sum(axis=1, keepdims=True)
            ahead[:, t] = now
        later = np.ones((places, sides), dtype=np.float32)
        for t in range(days - 1, -1, -1):
            both = ahead[:, t] * later
            ahead[:, t] = both / both.sum(axis=1, keepdims=True)
            later = later * likely[:, t]
            for who, side, chance in reversed(self.moves.get(t, ())):
                some = later[who]
                later[who] = some * (1 - chance)[:, None] + (chance * some[np.arange(len(who)), side])[:, None]
            reached = (later * self.likely).sum(axis=1, keepdims=True)
            later = self.stay[t] * later + (1 - self.stay[t]) * reached
            later /= later.max(axis=1, keepdims=True)
        return np.asarray(ahead)


def _apart(edges: Edges, some: Any) -> Any:  # noqa: ANN401 -- arrays
    """The moves of a day in groups in which no place comes twice; of one place and side the likeliest."""
    best: dict[tuple[int, int], float] = {}
    for place, side, chance in zip(
        edges.place[some].tolist(), edges.side[some].tolist(), edges.chance[some].tolist(), strict=True
    ):
        best[place, side] = max(chance, best.get((place, side), 0.0))
    left = sorted(best)
    while left:
        seen: dict[int, int] = {}
        rest = []
        for place, side in left:
            if place in seen:
                rest.append((place, side))
            else:
                seen[place] = side
        who = np.asarray(list(seen), dtype=np.int64)
        side_ = np.asarray(list(seen.values()), dtype=np.int64)
        yield who, side_, np.asarray([best[p, s] for p, s in seen.items()], dtype=np.float32)
        left = rest


def holders(belief: Belief) -> tuple[NDArray[np.int64], Floats]:
    """The likeliest side of each place and day, and how likely it is; a tie goes to the side before."""
    best = belief.chance.argmax(axis=2)
    sure = np.take_along_axis(belief.chance, best[:, :, None], axis=2)[:, :, 0]
    return np.where(sure > 0, best, NOBODY), sure

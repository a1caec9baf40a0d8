"""How likely each side holds each place on each day: a hidden Markov model of control.

A place is held by one side at a time and seldom changes hands, but likelier on a day on which somebody says
that it did. The evidence of all days, before and after, is weighed together (forward-backward smoothing).
Places near each other tend to be held by one side: a place hears a part of its neighbours' evidence, but no
more than a limit from each party, so that a cluster of false claims by one party does not carry it away, and
it leans a little towards what its neighbours are believed to be.

Sources: hidden Markov models of control (Anders 2020, Journal of Peace Research); smoothing as in Rabiner 1989.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.spatial import cKDTree

from mapper.control.arranged import changes, sorted_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from mapper.control.weights import Edges, Signals

    Floats = NDArray[np.float32]
    Days = NDArray[np.int64]
    Rows = NDArray[np.int64]
    Order = NDArray[np.int64]  # of places
    Move = tuple[Any, Any, Any]  # places, the side that each passes to, how likely

CHANGE = 1 / 100  # how likely a place is settled anew on a day on which nobody says so
BASELINE = 4.0  # the weight of the table of who held what at the start
NEAR_KM, FARTHEST = 5.0, 3.0  # what a neighbour tells falls to 1/e at this distance; farther than so many, nothing
SHARE = 0.5  # of a neighbour's evidence
LIMIT = 2.0  # what all neighbours together may tell on a day by the word of one party
LEANING = 0.1  # a day's lean towards the neighbours
GAP = 31  # days with nothing told that are gone through one by one; longer stretches are stepped over
STRANGER, UNNAMED = 0.02, 0.2  # how likely a side nobody speaks of there, or nobody names, beside one that is
_CERTAIN = 60.0  # no evidence of one day weighs more
_EARTH_KM = 111.32  # a degree of latitude
_BLOCK = 64  # days worked on together: as much as lies near the processor
# Places worked on together: more take less time, but what is worked on is kept for all days and sides.
_CELLS, _FEWEST, _MOST = 24_000_000, 256, 4096
_NONE: Final[Mapping[int, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Belief:
    """The likeliest side of each place and day (places x days), and how likely it is; a tie goes to the first.

    The days are those from the first to the last of which anything was said.
    """

    days: Days
    held: NDArray[np.int16]
    sure: Floats


def believe(
    signals: Signals,
    edges: Edges,
    *,
    places: int,
    sides: int,
    points: Mapping[int, tuple[float, float]],
    baseline: Mapping[int, tuple[int, int]],
    enemies: Mapping[int, int] = _NONE,
    also: Days | None = None,
) -> Belief:
    """Who is believed to hold each place, as the evidence leaves it; of sides of which no word there tells, none.

    Parameters
    ----------
    places, sides
        How many of each there are; the last side stands for all that nobody names.
    points
        Longitude and latitude of the places that have a position.
    baseline
        For a place the side that held it at the start, and the day.
    enemies
        The chief enemy of each side, which is as likely as the side where that is spoken of.
    also
        Further days to tell the belief of: those of what weighs nothing.
    """
    days, parts = chances(
        signals, edges, places=places, sides=sides, points=points, baseline=baseline, enemies=enemies, also=also
    )
    held, sure = np.empty((places, len(days)), dtype=np.int16), np.empty((places, len(days)), dtype=np.float32)
    told = _told(signals, edges, baseline, (sides, places))
    for some, chance in parts:
        chance[:, ~told[:, some]] = -1  # neighbours may weaken what is told of a place, not tell who holds it
        held[some] = chance.argmax(axis=1).T
        sure[some] = chance.max(axis=1).T
    return Belief(days=days, held=held, sure=sure)


def chances(
    signals: Signals,
    edges: Edges,
    *,
    places: int,
    sides: int,
    points: Mapping[int, tuple[float, float]],
    baseline: Mapping[int, tuple[int, int]],
    enemies: Mapping[int, int] = _NONE,
    also: Days | None = None,
) -> tuple[Days, Iterator[tuple[Order, Floats]]]:
    """The days, and of some places after others the probabilities of the sides (days x sides x places).

    They stand there until those of the next places are asked for. Parameters are those of `believe`.
    """
    starts = np.asarray([day for _, day in baseline.values()], dtype=np.int64)
    days = _calendar(np.concatenate([signals.day, edges.day, edges.day - 1, starts, starts if also is None else also]))
    nearby, order = _nearby(points, places)
    at = np.argsort(order)  # from here on places are numbered so that near ones are worked on together
    signals, edges = replace(signals, place=at[signals.place]), replace(edges, place=at[edges.place])
    baseline = {int(at[place]): told for place, told in baseline.items()}
    size = min(_MOST, max(_FEWEST, _CELLS // max(1, len(days) * sides)))
    chain = _Chain(days, edges, _likely_sides(signals, baseline, enemies, (sides, places)), size)
    evidence = _Evidence(signals, baseline, days, (sides, places), nearby)
    reckon = _smoothed if nearby is None else _leaning
    return days, ((order[some], chance) for some, chance in reckon(evidence, chain))


def _told(
    signals: Signals, edges: Edges, baseline: Mapping[int, tuple[int, int]], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """By side and place whether anything is told for the side there; nobody, the last side, may hold each.

    A place with a baseline may have passed to anybody since without a word, so there every side counts as told.
    """
    told, speaks = np.zeros(shape, dtype=np.bool_), signals.weight > 0
    told[-1] = True
    told[signals.side[speaks], signals.place[speaks]] = True
    told[edges.side, edges.place] = True
    told[:, list(baseline)] = True
    return told


def _smoothed(evidence: _Evidence, chain: _Chain) -> Iterator[tuple[slice, Floats]]:
    """The probabilities of places that have no neighbours."""
    for some in chain.chunks:
        told = evidence.of(some)
        chance = np.empty_like(told)
        chain.smooth(some, told, chance)
        del told  # before as much is made for the next places
        yield some, chance


def _leaning(evidence: _Evidence, chain: _Chain) -> Iterator[tuple[slice, Floats]]:
    """The probabilities of places that lean towards what their neighbours are believed to be by themselves.

    All of the first probabilities, then of the leans, then of the last stand in one array, and no other is as large.
    """
    every, kept = np.empty(evidence.shape, dtype=np.float32), []
    for some in chain.chunks:
        told = evidence.of(some)
        kept.append(_Kept.of(told))
        chain.smooth(some, told, every[:, :, some])
        del told  # before as much is made for the next places
    _lean(every, evidence.nearby, np.minimum(np.diff(evidence.days, prepend=evidence.days[:1] - 1), GAP))
    for some, before in zip(chain.chunks, kept, strict=True):
        told = before.back()
        told += every[:, :, some]
        chain.smooth(some, told, every[:, :, some])
        del told
        yield some, every[:, :, some]


def _calendar(told: NDArray[Any]) -> Days:
    """The days of which anything is told and those between, long stretches of which nothing is told left out."""
    days = np.unique(told.astype(np.int64))
    gaps = np.diff(days)
    between = [np.arange(a + 1, a + gap) for a, gap in zip(days[:-1], gaps, strict=True) if 1 < gap <= GAP]
    return np.sort(np.concatenate([days, *between])) if between else days


def _likely_sides(
    signals: Signals, baseline: Mapping[int, tuple[int, int]], enemies: Mapping[int, int], shape: tuple[int, int]
) -> Floats:
    """How likely each side holds each place before anything is heard: those named there and their enemies most."""
    known = np.full(shape, STRANGER, dtype=np.float32)
    known[-1] = UNNAMED
    named = signals.named
    known[signals.side[named], signals.place[named]] = 1
    for place, (side, _) in baseline.items():
        known[side, place] = 1
    for _ in enemies:  # and the enemies of enemies
        for side, enemy in enemies.items():
            known[enemy] = np.maximum(known[enemy], known[side])
    return np.asarray(known / known.sum(axis=0), dtype=np.float32)


def _nearby(points: Mapping[int, tuple[float, float]], places: int) -> tuple[Any, Order]:
    """An order of places in which near ones come together, and how loud each hears each other one in that order.

    None for how loud where nobody has a neighbour.
    """
    order = np.arange(places)
    if len(points) < 2:  # noqa: PLR2004 -- it takes two
        return None, order
    numbers = np.asarray(sorted(points), dtype=np.int64)
    lonlat = np.asarray([points[n] for n in numbers.tolist()])
    lat = np.radians(lonlat[:, 1])
    flat = np.stack([np.cos(lat) * np.cos(np.radians(lonlat[:, 0])), np.cos(lat) * np.sin(np.radians(lonlat[:, 0]))])
    ball = np.vstack([flat, np.sin(lat)]).T * (_EARTH_KM * 180 / np.pi)
    tree = cKDTree(ball)
    pairs = tree.query_pairs(NEAR_KM * FARTHEST, output_type="ndarray")
    if not len(pairs):
        return None, order
    loud = np.exp(-np.linalg.norm(ball[pairs[:, 0]] - ball[pairs[:, 1]], axis=1) / NEAR_KM)
    a, b = numbers[pairs[:, 0]], numbers[pairs[:, 1]]
    rows, columns = np.concatenate([a, b]), np.concatenate([b, a])
    links = csr_matrix((np.tile(loud, 2).astype(np.float32), (rows, columns)), shape=(places, places))
    order = np.concatenate([numbers[tree.indices], np.setdiff1d(order, numbers)])
    links = links[order]  # what each hears is added up in the order of the places' names, whatever their order here
    return csr_matrix((links.data, np.argsort(order)[links.indices], links.indptr), shape=links.shape), order


class _Evidence:
    """What is told and heard of places, by day and side."""

    def __init__(
        self,
        signals: Signals,
        baseline: Mapping[int, tuple[int, int]],
        days: Days,
        shape: tuple[int, int],
        nearby: Any,  # noqa: ANN401 -- a sparse matrix
    ) -> None:
        self.days, self.nearby = days, nearby
        self.shape = (len(days), *shape)
        self._signals, self._baseline = signals, baseline
        self._at = np.searchsorted(days, signals.day)
        self._parties: list[tuple[int, Rows]] = []  # for each party, the rows that speak of a side, by their days
        for party in np.unique(signals.partisan).tolist() if nearby is not None else ():
            for side in np.unique(signals.side[signals.partisan == party]).tolist():
                rows = np.flatnonzero((signals.partisan == party) & (signals.side == side))
                self._parties.append((side, rows[np.argsort(self._at[rows], kind="stable")]))

    def of(self, some: slice) -> Floats:
        """The evidence about some places (days x sides x places)."""
        s, (days, sides, _) = self._signals, self.shape
        evidence = np.zeros((days, sides, some.stop - some.start), dtype=np.float32)
        rows = np.flatnonzero((s.place >= some.start) & (s.place < some.stop))
        at, weight = _summed((self._at[rows], s.side[rows], s.place[rows] - some.start), s.weight[rows], evidence.shape)
        evidence.ravel()[at] = weight
        for place, (side, day) in self._baseline.items():
            if some.start <= place < some.stop:
                evidence[np.searchsorted(self.days, day), side, place - some.start] += BASELINE
        if self.nearby is not None:
            self._hear(evidence, self.nearby[some])
        return evidence

    def _hear(self, evidence: Floats, nearby: Any) -> None:  # noqa: ANN401 -- a sparse matrix
        """Add what places hear of their neighbours' evidence: party by party, each up to a limit."""
        s = self._signals
        others, links = np.unique(nearby.indices, return_inverse=True)
        column = np.full(self.shape[2], -1)
        column[others] = np.arange(len(others))
        nearby = csr_matrix((nearby.data, links, nearby.indptr), shape=(nearby.shape[0], len(others)))
        for side, theirs in self._parties:
            rows = theirs[column[s.place[theirs]] >= 0]
            days, day = np.unique(self._at[rows], return_inverse=True)
            for begin in range(0, len(days), _BLOCK):
                block = days[begin : begin + _BLOCK]
                few = slice(*np.searchsorted(day, [begin, begin + len(block)]).tolist())
                told = np.zeros((len(others), len(block)))  # for exact sums
                np.add.at(told, (column[s.place[rows[few]]], day[few] - begin), s.weight[rows[few]])
                heard = nearby @ told.astype(np.float32)
                evidence[block, side] += LIMIT * np.tanh(heard * np.float32(SHARE / LIMIT)).T


def _summed(at: tuple[Any, ...], weights: Floats, shape: tuple[int, ...]) -> tuple[Rows, Floats]:
    """Where in a flat array weights are added, and how much there: the same in whatever order they come.

    Sums of so few single numbers are exact as doubles, so that equal evidence for two sides stays equal.
    """
    flat = np.ravel_multi_index(at, shape)
    order = np.argsort(flat)
    flat = flat[order]
    begins = np.flatnonzero(changes(flat))
    sums = np.add.reduceat(weights[order].astype(np.float64), begins) if len(begins) else weights
    return flat[begins], sums.astype(np.float32)


class _Kept(NamedTuple):
    """Evidence set aside: of long times hardly any day tells anything of a place, so only what is told is kept."""

    shape: tuple[int, ...]
    at: NDArray[np.int32] | None  # None where all is kept
    values: Floats

    @classmethod
    def of(cls, evidence: Floats) -> _Kept:
        """The evidence, which may be changed afterwards."""
        at = np.flatnonzero(evidence)
        if len(at) * 2 > evidence.size:
            return cls(evidence.shape, None, evidence.copy())
        return cls(evidence.shape, at.astype(np.int32), evidence.ravel()[at])

    def back(self) -> Floats:
        """The evidence again, once."""
        if self.at is None:
            return self.values
        evidence = np.zeros(self.shape, dtype=np.float32)
        evidence.ravel()[self.at] = self.values
        return evidence


def _lean(every: Floats, nearby: Any, span: Days) -> None:  # noqa: ANN401 -- a sparse matrix
    """Turn probabilities into a lean towards what the neighbours are believed to be.

    A place with few and far neighbours leans little.
    """
    loud = np.asarray(nearby.sum(axis=1)).ravel()
    strength = 2 * LEANING / (loud + 1.0)
    links, whole = (diags(strength) @ nearby).astype(np.float32), (strength * loud).astype(np.float32)
    _, sides, places = every.shape
    for begin in range(0, len(span), _BLOCK):
        block = every[begin : begin + _BLOCK, :-1].reshape(-1, places)
        spread = np.asarray(links @ np.ascontiguousarray(block.T)).T.reshape(-1, sides - 1, places)
        days = span[begin : begin + _BLOCK, None, None].astype(np.float32)
        every[begin : begin + _BLOCK, :-1] = spread * days
        every[begin : begin + _BLOCK, -1] = (whole - spread.sum(axis=1)) * days[:, 0]


class _Chain:
    """The steps from day to day: seldom changes, likelier ones where a place is said to pass to a side."""

    def __init__(self, days: Days, edges: Edges, likely: Floats, size: int) -> None:
        places = likely.shape[1]
        self.chunks = [slice(begin, min(begin + size, places)) for begin in range(0, places, size)]
        self._likely = likely
        self._stay = ((1 - CHANGE) ** np.diff(days, prepend=days[:1])).astype(np.float32)
        self._moves: dict[tuple[int, int], list[Move]] = {}
        for begin, day, move in _moves(edges, np.searchsorted(days, edges.day), size):
            self._moves.setdefault((begin, day), []).append(move)

    def smooth(self, some: slice, evidence: Floats, chance: Floats) -> None:
        """Put in the probabilities of every day in a chunk of places, given the evidence of all days.

        The evidence is used up.
        """
        likely = evidence
        likely -= likely.max(axis=1, keepdims=True)
        np.exp(np.maximum(likely, -_CERTAIN, out=likely), out=likely)
        self._both_ways(some.start, likely, self._likely[:, some], chance)

    def _both_ways(self, begin: int, likely: Floats, fresh: Floats, chance: Floats) -> None:
        """Forward and backward through the days of some places."""
        now = fresh.copy()
        for t, stay in enumerate(self._stay):
            if t:
                now *= stay
                now += (1 - stay) * fresh
                for who, side, turns in self._moves.get((begin, t), ()):
                    stays = now[:, who] * (1 - turns)
                    stays[side, np.arange(len(who))] += turns
                    now[:, who] = stays
            now *= likely[t]
            now /= now.sum(axis=0)
            chance[t] = now
        later = np.ones_like(fresh)
        for t in range(len(likely) - 1, -1, -1):
            both = chance[t] * later
            chance[t] = both / both.sum(axis=0)
            later *= likely[t]
            for who, side, turns in reversed(self._moves.get((begin, t), ())):
                some = later[:, who]
                later[:, who] = some * (1 - turns) + turns * some[side, np.arange(len(who))]
            reached = (later * fresh).sum(axis=0)
            later *= self._stay[t]
            later += (1 - self._stay[t]) * reached
            later /= later.max(axis=0)


def _moves(edges: Edges, at: NDArray[Any], size: int) -> Iterator[tuple[int, int, Move]]:
    """The moves of each day in groups in which no place comes twice; of one place and side the likeliest.

    Each group is of one chunk of places, so many, which is named by its first.
    """
    order = sorted_by(edges.place // size, at, edges.place, edges.side, -edges.chance)
    order = order[changes(edges.place[order], at[order], edges.side[order])]
    place, day = edges.place[order], at[order]
    begins = np.flatnonzero(changes(place, day))
    turn = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))  # 1 for a second side
    sort = sorted_by(place // size, day, turn)
    order, turn = order[sort], turn[sort]
    chunk, day = edges.place[order] // size, at[order]
    begins = np.flatnonzero(changes(chunk, day, turn))
    for begin, end in zip(begins.tolist(), np.append(begins, len(order))[1:].tolist(), strict=True):
        some, first = order[begin:end], int(chunk[begin]) * size
        yield first, int(day[begin]), (edges.place[some] - first, edges.side[some], edges.chance[some])

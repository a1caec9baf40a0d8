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
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

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
_BLOCK, _CHUNK = 64, 4096  # days, and places, worked on together: as much as lies near the processor
_NONE: Final[Mapping[int, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Belief:
    """Probabilities of the sides (days x sides x places) from the first to the last day of which anything was said."""

    days: Days
    chance: Floats


def believe(
    signals: Signals,
    edges: Edges,
    *,
    places: int,
    sides: int,
    points: Mapping[int, tuple[float, float]],
    baseline: Mapping[int, tuple[int, int]],
    enemies: Mapping[int, int] = _NONE,
) -> Belief:
    """The probabilities that the evidence leaves.

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
    """
    days = _calendar(np.concatenate([signals.day, edges.day, edges.day - 1, [day for _, day in baseline.values()]]))
    evidence = np.zeros((len(days), sides, places), dtype=np.float32)
    at = np.searchsorted(days, signals.day)
    np.add.at(evidence, (at, signals.side, signals.place), signals.weight)
    for place, (side, day) in baseline.items():
        evidence[np.searchsorted(days, day), side, place] += BASELINE
    nearby = _nearby(points, places)
    if nearby is not None:
        _hear(evidence, signals, at, nearby)
    chain = _Chain(days, edges, _likely_sides(signals, baseline, enemies, (sides, places)))
    chance = np.empty_like(evidence)
    chain.smooth(evidence, chance)
    if nearby is not None:
        _lean(evidence, chance, nearby, np.minimum(np.diff(days, prepend=days[:1] - 1), GAP))
        chain.smooth(evidence, chance)
    return Belief(days=days, chance=chance)


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


def _hear(evidence: Floats, signals: Signals, at: Any, nearby: Any) -> None:  # noqa: ANN401 -- arrays
    """Add what each place hears of its neighbours' evidence: party by party, each up to a limit."""
    places = evidence.shape[2]
    for party in np.unique(signals.partisan).tolist():
        for side in np.unique(signals.side[signals.partisan == party]).tolist():
            rows = np.flatnonzero((signals.partisan == party) & (signals.side == side))
            rows = rows[np.argsort(at[rows], kind="stable")]
            days, column = np.unique(at[rows], return_inverse=True)
            for begin in range(0, len(days), _BLOCK):
                block = days[begin : begin + _BLOCK]
                some = slice(*np.searchsorted(column, [begin, begin + len(block)]).tolist())
                told = np.zeros((places, len(block)), dtype=np.float32)
                np.add.at(told, (signals.place[rows[some]], column[some] - begin), signals.weight[rows[some]])
                told = nearby @ told
                evidence[block, side] += LIMIT * np.tanh(told * np.float32(SHARE / LIMIT)).T


def _lean(evidence: Floats, chance: Floats, nearby: Any, span: Days) -> None:  # noqa: ANN401 -- a sparse matrix
    """Add a lean towards what the neighbours are believed to be; a place with few and far ones leans little."""
    loud = np.asarray(nearby.sum(axis=1)).ravel()
    strength = 2 * LEANING / (loud + 1.0)
    links, whole = (diags(strength) @ nearby).astype(np.float32), (strength * loud).astype(np.float32)
    _, sides, places = evidence.shape
    for begin in range(0, len(span), _BLOCK):
        block = chance[begin : begin + _BLOCK, :-1].reshape(-1, places)
        spread = np.asarray(links @ np.ascontiguousarray(block.T)).T.reshape(-1, sides - 1, places)
        days = span[begin : begin + _BLOCK, None, None].astype(np.float32)
        evidence[begin : begin + _BLOCK, :-1] += spread * days
        evidence[begin : begin + _BLOCK, -1] += (whole - spread.sum(axis=1)) * days[:, 0]


class _Chain:
    """The steps from day to day: seldom changes, likelier ones where a place is said to pass to a side."""

    def __init__(self, days: Days, edges: Edges, likely: Floats) -> None:
        self.likely = likely
        self.stay = ((1 - CHANGE) ** np.diff(days, prepend=days[:1])).astype(np.float32)
        self.moves: dict[tuple[int, int], list[Move]] = {}
        for chunk, day, move in _moves(edges, np.searchsorted(days, edges.day)):
            self.moves.setdefault((chunk, day), []).append(move)

    def smooth(self, evidence: Floats, chance: Floats) -> None:
        """Put in the probabilities of every day, given the evidence of all days."""
        for begin in range(0, evidence.shape[2], _CHUNK):
            some = slice(begin, begin + _CHUNK)
            likely = evidence[:, :, some].copy()
            likely -= likely.max(axis=1, keepdims=True)
            np.exp(np.maximum(likely, -_CERTAIN, out=likely), out=likely)
            self._both_ways(begin // _CHUNK, likely, self.likely[:, some], chance[:, :, some])

    def _both_ways(self, chunk: int, likely: Floats, fresh: Floats, chance: Floats) -> None:
        """Forward and backward through the days of some places."""
        now = fresh.copy()
        for t, stay in enumerate(self.stay):
            if t:
                now *= stay
                now += (1 - stay) * fresh
                for who, side, turns in self.moves.get((chunk, t), ()):
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
            for who, side, turns in reversed(self.moves.get((chunk, t), ())):
                some = later[:, who]
                later[:, who] = some * (1 - turns) + turns * some[side, np.arange(len(who))]
            reached = (later * fresh).sum(axis=0)
            later *= self.stay[t]
            later += (1 - self.stay[t]) * reached
            later /= later.max(axis=0)


def _moves(edges: Edges, at: NDArray[Any]) -> Iterator[tuple[int, int, Move]]:
    """The moves of each day in groups in which no place comes twice; of one place and side the likeliest."""
    order = sorted_by(edges.place // _CHUNK, at, edges.place, edges.side, -edges.chance)
    order = order[changes(edges.place[order], at[order], edges.side[order])]
    place, day = edges.place[order], at[order]
    begins = np.flatnonzero(changes(place, day))
    turn = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))  # 1 for a second side
    sort = sorted_by(place // _CHUNK, day, turn)
    order, turn = order[sort], turn[sort]
    chunk, day = edges.place[order] // _CHUNK, at[order]
    begins = np.flatnonzero(changes(chunk, day, turn))
    for begin, end in zip(begins.tolist(), np.append(begins, len(order))[1:].tolist(), strict=True):
        some = order[begin:end]
        yield int(chunk[begin]), int(day[begin]), (edges.place[some] % _CHUNK, edges.side[some], edges.chance[some])


def holders(belief: Belief) -> tuple[NDArray[np.int16], Floats]:
    """The likeliest side of each place and day (places x days), and how likely it is; a tie goes to the first."""
    days, _, places = belief.chance.shape
    held, sure = np.empty((places, days), dtype=np.int16), np.empty((places, days), dtype=np.float32)
    for begin in range(0, days, _BLOCK):
        block = belief.chance[begin : begin + _BLOCK]
        held[:, begin : begin + _BLOCK] = block.argmax(axis=1).T
        sure[:, begin : begin + _BLOCK] = block.max(axis=1).T
    return held, sure

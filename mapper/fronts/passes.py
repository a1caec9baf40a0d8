"""The field of some places in passes: a first line tells how deep a place lies in its side's land, and what it counts.

A mark says which side holds a place, not how far from the line it is; but a place near the line tells little of the
land beyond it, one deep inside much. With marks that grow with the distance to the line the field becomes a signed
distance, level along the line and rising evenly to both sides, as a variogram with an exponent of 1 supposes it
(signed distances of indicators: Wilde and Deutsch 2012, Kriging and simulation in presence of stationary domains).
The line that depths are measured from runs where the field of the pass before is level between two neighbours of
different sides.

How smooth the first pass is depends on how the places are spread. Places sampled evenly carry a rough field,
which follows them closely; places that crowd along the line, as those named by news do, need a smooth one
that bridges the empty land behind them. The spread is told by the nearest-neighbour ratio (Clark and Evans
1954, Ecology): about 0.9 and more for even samples, below 0.7 for crowded ones.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.spatial import cKDTree

from mapper.fronts.field import EIGHTHS, Field
from mapper.fronts.layout import layout

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.fronts.layout import Layout

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

PASSES = 2  # after the first
ROUGH, SMOOTH = 0.125, 1.0  # exponents of the first pass: for even samples, for crowded ones; later ones have the last
CROWDED, EVEN = 0.7, 0.85  # nearest-neighbour ratios between which the exponent passes from one to the other
FIRST, NEAREST = 16, 24  # places that are weighed together: in the first pass, in later ones
LEAN = 0.35  # how far the field gives way, where places crowd, to a side whose places are e times as far apart
NEXT = 3  # places of the same side that tell how far apart they are
FARTHEST = 4.0  # times the usual: a place all alone counts as no sparser
SHALLOWEST, DEEPEST = 0.5, 10.0  # times the usual distance between places: what is added to a depth, where it ends
HALVINGS = 5  # of the way between two neighbours, before the line's place is taken from the values there
PARTS = 2**HALVINGS


class Asked(Protocol):
    """What tells the field on the way between neighbours."""

    def __call__(self, number: int, drawn: Field, pairs: Whole, part: Whole) -> Floats:
        """The field of pass `number` so many of `PARTS` of the way from the first to the second of each pair."""


def between(at: Floats, pairs: Whole, part: Floats | Whole) -> Floats:
    """The spots so many of `PARTS` of the way from the first to the second place of each pair."""
    one, other = at[pairs[:, 0]], at[pairs[:, 1]]
    return np.asarray(one + (other - one) * (part / PARTS)[:, None])


def anew(number: int, drawn: Field, pairs: Whole, part: Whole) -> Floats:  # noqa: ARG001 -- whoever keeps fields asks
    """The field on the way between neighbours, worked out without keeping anything."""
    return drawn.values(between(drawn.at, pairs, part))


def field(
    at: Floats,
    side: Whole,
    weight: Floats,
    *,
    sides: int,
    barriers: BaseGeometry | None = None,
    lie: Layout | None = None,
    ask: Asked = anew,
) -> Field:
    """The field of some places: x and y in metres, the side that holds each, and how surely.

    `lie` is what `layout` gives of them, where it is known already; `ask` tells the fields on the way between
    neighbours.
    """
    lie = layout(at) if lie is None else lie
    crowding = _crowding(lie.evenness)
    drawn = Field(
        at=at,
        side=side,
        weight=weight,
        sides=sides,
        nearest=FIRST,
        exponent=_in_eighths(ROUGH + crowding * (SMOOTH - ROUGH)),
        depth=np.ones(len(at)),
        apart=_apart(at, side) if crowding else np.zeros(len(at)),
        barriers=barriers,
    )
    pairs = lie.pairs[side[lie.pairs[:, 0]] != side[lie.pairs[:, 1]]]
    for number in range(PASSES):
        line = _level(number, drawn, pairs, ask)
        away = np.asarray(cKDTree(line).query(at)[0]) if len(line) else np.full(len(at), np.inf)
        depth = SHALLOWEST + np.minimum(away / lie.usual, DEEPEST)
        drawn = replace(drawn, nearest=NEAREST, exponent=SMOOTH, lean=LEAN * crowding, depth=depth)
    return drawn


def _level(number: int, drawn: Field, pairs: Whole, ask: Asked) -> Floats:
    """Where between the places of each pair, of different sides, the field of both is the same."""
    rows = np.arange(len(pairs))
    own, other = drawn.side[pairs].T
    low, high = np.zeros(len(pairs), dtype=np.int64), np.full(len(pairs), PARTS)
    ahead, behind = np.ones(len(pairs)), -np.ones(len(pairs))  # by how much the first one's side leads there
    for _ in range(HALVINGS if len(pairs) else 0):
        middle = (low + high) // 2
        values = ask(number, drawn, pairs, middle)
        lead = values[rows, own] - values[rows, other]
        first = lead > 0
        low, high = np.where(first, middle, low), np.where(first, high, middle)
        ahead, behind = np.where(first, lead, ahead), np.where(first, behind, lead)
    return between(drawn.at, pairs, low + (high - low) * ahead / (ahead - behind))


def _apart(at: Floats, side: Whole) -> Floats:
    """The logarithm of how far places lie from the nearest of their own side."""
    found = np.full(len(at), np.nan)
    for number in np.unique(side):
        own = np.flatnonzero(side == number)
        if len(own) > 1:
            away = np.asarray(cKDTree(at[own]).query(at[own], k=np.arange(2, min(NEXT + 1, len(own)) + 1))[0])
            found[own] = away.mean(axis=1)
    if np.isnan(found).all():
        return np.zeros(len(at))
    usual = 2.0 ** np.rint(np.log2(np.nanmedian(found)))  # in doublings, so that it rarely changes
    found = np.where(np.isnan(found), usual, found)
    return np.asarray(np.log(np.clip(found, usual / FARTHEST, usual * FARTHEST)))


def _crowding(evenness: float) -> float:
    """From 0 for places that lie evenly to 1 for those that crowd, in eighths, so that one more rarely changes it."""
    return _in_eighths(float(np.clip((EVEN - evenness) / (EVEN - CROWDED), 0.0, 1.0)))


def _in_eighths(number: float) -> float:
    return float(np.rint(number * EIGHTHS) / EIGHTHS)

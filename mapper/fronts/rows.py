"""Pieces of land of one day as rows: areas dissolved by side and status, and the front between the sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from mapper.fronts.areas import joined
from mapper.fronts.coverage import shifted, turn_of
from mapper.fronts.metres import area_km2, length_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.fronts.metres import Plane
    from mapper.fronts.tessellation import Site

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Shapes = NDArray[np.object_]
    Row = dict[str, object]
    Told = tuple[float, str, str]

SLIVER_KM2 = 0.05  # smaller pieces are those of corners on a grid: no band, no gain, and without a place no area
UNSURE = 0.5  # confidence of land in which none of its side's places stands
_CELL = 1e6  # corners of a degree's grid, to know equal corners by whole numbers
_LATITUDES = 1 << 28  # more than there are from pole to pole
_MOST_SPOTS = 200  # along a line, at which its uncertainty is looked at


@dataclass(frozen=True, slots=True)
class Contacts:
    """The bits of border that two pieces share: both ends (degrees), the two pieces, and the length in degrees."""

    ends: Floats  # bits x 2 x 2
    pieces: Whole  # bits x 2

    @property
    def length(self) -> Floats:
        """How long each bit is, roughly."""
        step = self.ends[:, 1] - self.ends[:, 0]
        return np.asarray(np.hypot(step[:, 0] * np.cos(np.radians(self.ends[:, 0, 1])), step[:, 1]))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of land (degrees, longitudes may pass 180) with the number of the side and of the status of each."""

    shapes: Shapes
    side: Whole
    status: Whole
    middles: Floats  # a point inside each, in metres
    inside: Whole  # piece and place, for each place that stands in a piece
    touching: Contacts


def contacts(shapes: Shapes) -> Contacts:
    """Where pieces touch; neighbours share each corner of their common border."""
    rings, of_ring = shapely.get_rings(shapes, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    one, other = corners[:-1][inside], corners[1:][inside]
    owner = of_ring[ring[:-1][inside]]
    low, high = _keys(one), _keys(other)
    low, high = np.minimum(low, high), np.maximum(low, high)
    order = np.lexsort((high, low))
    same = (low[order[1:]] == low[order[:-1]]) & (high[order[1:]] == high[order[:-1]])
    first, second = order[:-1][same], order[1:][same]
    return Contacts(
        ends=np.stack([one[first], other[first]], axis=1), pieces=np.column_stack([owner[first], owner[second]])
    )


def _keys(corners: Floats) -> Whole:
    """A whole number for each corner in degrees on the grid."""
    whole = np.rint(corners * _CELL).astype(np.int64)
    return np.asarray(whole[:, 0] * _LATITUDES + whole[:, 1])


def without_slivers(found: Pieces) -> Pieces:
    """The pieces, of which small ones without a place go to the side with which they share most border."""
    small = np.bincount(found.inside[:, 0], minlength=len(found.shapes)) == 0
    small[small] = [area_km2(shape) < SLIVER_KM2 for shape in found.shapes[small]]
    if not small.any():
        return found
    touching = found.touching
    side, length = found.side.copy(), touching.length
    for piece in np.flatnonzero(small):
        round_it = (touching.pieces == piece).any(axis=1)
        others = touching.pieces[round_it].sum(axis=1) - piece
        large = ~small[others]
        if large.any():
            shares = np.bincount(side[others[large]], weights=length[round_it][large])
            side[piece] = int(shares.argmax())
    return replace(found, side=side)


def area_rows(
    found: Pieces,
    sites: Sequence[Site],
    *,
    at: Floats,
    holder: Whole,
    sides: Sequence[str],
    statuses: Sequence[str],
    kept: dict[tuple[int, ...], Told],
) -> list[Row]:
    """A row, without the day, for each polygon, with the places of its side in it; where none stands, the nearest.

    `kept` holds what sites told on other days, by their identity: they are the same objects while they stay.
    """
    rows = []
    place, lying = found.inside[:, 1], found.inside[:, 0]
    for number, side in enumerate(sides):
        own = np.flatnonzero(holder == number)
        tree = cKDTree(at[own]) if len(own) else None
        owned = holder[place] == number
        for kind, status in enumerate(statuses):
            chosen = np.flatnonzero((found.side == number) & (found.status == kind))
            if not len(chosen):
                continue
            parts, part_of = _dissolved(found.shapes[chosen], _next_to(found, chosen))
            where = np.full(len(found.shapes), -1)
            where[chosen] = part_of
            named = _grouped(where[lying[owned]], place[owned], len(parts))
            for k, part in enumerate(parts):
                inside = named[k]
                if not len(inside) and tree is not None:
                    away, who = (np.asarray(a) for a in tree.query(found.middles[chosen[part_of == k]]))
                    inside = own[who[[away.argmin()]]]
                sure = len(named[k]) > 0
                here = [sites[n] for n in inside.tolist()]
                key = tuple(map(id, here))
                if key not in kept:
                    kept[key] = _told(here)
                rows.append(_area_row(kept[key], part, (side, status), sure=sure))
    return rows


def _grouped(group: Whole, members: Whole, count: int) -> list[Whole]:
    """The members of each of so many groups, each once and in order; those of no group (-1) are left out."""
    pairs = np.unique(np.column_stack([group, members])[group >= 0], axis=0)
    return np.split(pairs[:, 1], np.searchsorted(pairs[:, 0], np.arange(1, count)))


def _next_to(found: Pieces, chosen: Whole) -> NDArray[np.bool_]:
    """Which of some pieces touch another of them along a border."""
    place = np.full(len(found.shapes), -1)
    place[chosen] = np.arange(len(chosen))
    pairs = place[found.touching.pieces]
    near = np.zeros(len(chosen), dtype=bool)
    near[pairs[(pairs >= 0).all(axis=1)].ravel()] = True
    return near


def _dissolved(shapes: Shapes, near: NDArray[np.bool_]) -> tuple[Shapes, Whole]:
    """The polygons that pieces make together, longitudes from -180 to 180, and in which of them each piece lies.

    Only pieces that are `near` another, along a border, can make one polygon with it.
    """
    middles = shapely.point_on_surface(shapes)
    turns = np.asarray([turn_of(lon) for lon in shapely.get_x(middles)])
    found: list[Shapes] = []
    owner = np.empty(len(shapes), dtype=np.int64)
    for turn in np.unique(turns):  # a piece lies in one turn, being cut at the antimeridian
        own, alone = np.flatnonzero((turns == turn) & near), np.flatnonzero((turns == turn) & ~near)
        parts = shapely.get_parts(shapely.coverage_union_all(shapes[own])) if len(own) else own.astype(object)
        before = sum(map(len, found))
        if len(own):
            owner[own] = shapely.STRtree(parts).nearest(middles[own]) + before
        owner[alone] = np.arange(len(alone)) + len(parts) + before
        whole = shapely.normalize(np.concatenate([parts, shapes[alone]]))
        found.append(shifted(shapely.reverse(whole), int(turn)))  # the outer ring to the right, as RFC 7946 wants
    return np.concatenate(found), owner


def _area_row(told: Told, part: BaseGeometry, state: tuple[str, str], *, sure: bool) -> Row:
    return {
        "holder": state[0],
        "kind": "area",
        "status": state[1],
        "confidence": told[0] if sure else UNSURE,
        "places": told[1],
        "claims": told[2],
        "geometry": part,
    }


def _told(named: Sequence[Site]) -> Told:
    """The mean confidence of sites, their places and their claims."""
    spells = [spell for site in named for spell in site.spells]
    mean = sum(site.spells[0].confidence for site in named) / max(1, len(named))
    places = joined(spell.place_id for spell in spells)
    return round(mean, 3), places, joined(claim for spell in spells for claim in spell.claims)


def front_rows(
    found: Pieces,
    sites: Sequence[Site],
    *,
    at: Floats,
    holder: Whole,
    sides: Sequence[str],
    flat: Plane,
) -> list[Row]:
    """A row, without the day, for each line between two sides, with how uncertain it is and the places beside it."""
    touching = found.touching
    pair = np.sort(found.side[touching.pieces], axis=1)
    turns = np.asarray([turn_of(lon) for lon in touching.ends[:, :, 0].mean(axis=1)], dtype=np.int64)
    bits = np.column_stack([pair, turns])
    bits, ends = bits[pair[:, 0] != pair[:, 1]], touching.ends[pair[:, 0] != pair[:, 1]]
    rows: list[Row] = []
    trees = {k: (own, cKDTree(at[own])) for k in range(len(sides)) if len(own := np.flatnonzero(holder == k))}
    for one, other, turn in np.unique(bits, axis=0):
        lines = shapely.linestrings(ends[(bits == (one, other, turn)).all(axis=1)])
        parts = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        opposed = [trees[k] for k in (one, other) if k in trees]
        for part, (uncertain, near) in zip(parts, _uncertainties(parts, flat, opposed), strict=True):
            rows.append(
                {
                    "sides": "|".join(sorted((sides[one], sides[other]))),
                    "uncertainty_km": uncertain,
                    "places": joined(spell.place_id for k in near for spell in sites[k].spells),
                    "geometry": shifted(shapely.normalize(part), int(turn)),
                }
            )
    return rows


def _uncertainties(parts: Shapes, flat: Plane, opposed: Sequence[tuple[Whole, cKDTree]]) -> list[tuple[float, Whole]]:
    """Half the gap between the nearest places of both sides along each line, in km, and those places."""
    counts = [max(2, min(_MOST_SPOTS, int(length_km(part)) + 2)) for part in parts]
    lines = flat.to_metres(parts)
    share = np.concatenate([np.linspace(0, 1, count) for count in counts])
    of = np.repeat(np.arange(len(parts)), counts)
    spots = shapely.get_coordinates(shapely.line_interpolate_point(lines[of], share, normalized=True))
    gap, near = np.zeros(len(spots)), []
    for own, tree in opposed:
        away, who = tree.query(spots)
        gap += away
        near.append(own[who])
    ends = np.cumsum(counts)[:-1]
    gaps = [round(float(some.mean()) / 2 / 1_000.0, 3) for some in np.split(gap, ends)]
    named = np.split(np.column_stack(near), ends)
    return [(some, np.unique(who)) for some, who in zip(gaps, named, strict=True)]

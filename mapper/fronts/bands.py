"""The band along the front: land where nobody is surely known to be, as wide as the places leave it uncertain.

A line with one width says too little where places are dense here and sparse there. The band is the land in
which no side is likelier than `SURE` to hold a spot, so between two sides that of .25 to .75 for each.
Contested places widen it. How much of the true line runs inside it is measured in `benchmarks/RESULTS.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.polygon import orient

from mapper.errors import InputError
from mapper.fronts.areas import BAND_COLUMNS, joined, table
from mapper.fronts.coverage import checked, shifted, turn_of
from mapper.fronts.ground import Terms, grounds
from mapper.fronts.lattice import Nodes, cuts, followed
from mapper.fronts.metres import area_km2, length_km
from mapper.fronts.rows import SLIVER_KM2
from mapper.fronts.smooth import enough, surface_of
from mapper.fronts.tessellation import Sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.ground import Ground, Known
    from mapper.fronts.smooth import Surface
    from mapper.fronts.tessellation import Site

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

SURE: Final = 0.75  # a side that is likelier than this to hold a spot is sure of it
_PAIR = 2


def band(
    spells: Iterable[Spell],
    *,
    day: date,
    cap_km: float | None = 5.0,
    boundary: BaseGeometry | None = None,
    barriers: BaseGeometry | None = None,
    sure: float = SURE,
) -> gpd.GeoDataFrame:
    """The band along the front of a day (BAND_COLUMNS): one polygon a row, with its km² and mean width in km.

    It comes from the field alone; where fewer than five places or only one side is known there is none.

    Parameters
    ----------
    spells
        States of places; those that do not cover the day only say how fine the lattice is and where it lies.
    day
        The day whose band is drawn.
    cap_km
        How far a place speaks for the land round it, in km; None: as far as the boundary, or a frame.
    boundary
        A polygon in degrees (EPSG:4326) outside of which nothing is drawn.
    barriers
        Lines in degrees, such as a river: places across one tell less of a spot.
    sure
        The probability, above .5 and below 1, from which on a side is sure of a spot: the higher, the wider
        the band.

    Raises
    ------
    InputError
        Where a cap is no length, a boundary no area, `sure` no probability between .5 and 1, or the places lie
        too far apart for one flat map.
    """
    if not 0.5 < sure < 1:  # noqa: PLR2004 -- between even and certain
        raise InputError(f"a side cannot be sure of land with a probability of {sure}; give one between 0.5 and 1")
    known = Sites(spells)
    terms = Terms(cap_km=cap_km, border=checked(cap_km, boundary), barriers=barriers)
    everywhere = known.on(day)
    rows = []
    for ground in grounds(known.points, terms):
        sites = [site for site in everywhere if site.at in ground.number]
        if enough(sites):
            rows += _rows(ground, sites, day=day, sure=sure)
    rows.sort(key=lambda row: (row["sides"], row["places"], shapely.to_wkb(row["geometry"])))
    return table(BAND_COLUMNS, rows)


def _rows(ground: Ground, sites: Sequence[Site], *, day: date, sure: float) -> list[dict[str, object]]:
    known = ground.known(sites)
    at = known.at
    drawn = surface_of(sites, ground.flat, at, ground.terms, lie=known.layout)
    pieces = ground.sheet.pieces(_cuts(drawn, known, sure), known.outline)
    middles = shapely.get_coordinates(ground.flat.to_metres(shapely.point_on_surface(pieces)))
    chances = drawn.chances_at(middles)
    unsure = chances.max(axis=1) < sure
    trees = [
        (own, cKDTree(at[own])) for own in (np.flatnonzero(drawn.field.side == k) for k in range(len(drawn.sides)))
    ]
    rows = []
    for piece, chance in zip(pieces[unsure], chances[unsure], strict=True):
        km2 = area_km2(piece)
        if km2 < SLIVER_KM2:
            continue
        two = np.argsort(-chance, kind="stable")[:_PAIR]
        corners = shapely.get_coordinates(ground.flat.to_metres(piece))
        near = {int(own[k]) for own, tree in (trees[side] for side in two) for k in tree.query(corners)[1]}
        told = [spell for k in near for spell in sites[k].spells]
        rows.append(
            {
                "sides": "|".join(sorted(drawn.sides[side] for side in two)),
                "date": day.isoformat(),
                "sure": sure,
                "km2": round(km2, 3),
                "width_km": round(
                    2 * km2 / length_km(piece.boundary), 3
                ),  # of a long strip, half its border is its length
                "places": joined(spell.place_id for spell in told),
                "claims": joined(claim for spell in told for claim in spell.claims),
                "geometry": orient(shifted(shapely.normalize(piece), turn_of(piece.point_on_surface().x))),
            }
        )
    return rows


def _cuts(drawn: Surface, known: Known, sure: float) -> list[BaseGeometry]:
    """The lines on which a side begins to be sure of the land, in metres."""
    grid, places = known.ground.grid, known.at

    def values_at(spots: Floats) -> Floats:
        return np.column_stack([drawn.chances_at(spots), np.full(len(spots), sure)])

    nodes = Nodes(grid, lambda some: values_at(grid.spots(some)), (slice(0, len(drawn.sides) + 1),))
    squares = followed(grid, nodes, places=places, said=values_at(places), start=known.squares)
    return cuts(grid, nodes, squares)

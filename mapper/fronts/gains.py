"""What changed hands between two days: polygons with their area, and a table of it over time."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.polygon import orient

from mapper.fronts.areas import GAIN_COLUMNS, NUMBER, TEXT, joined, table
from mapper.fronts.coverage import GRID, polygons
from mapper.fronts.metres import area_km2
from mapper.fronts.rows import SLIVER_KM2
from mapper.fronts.tessellation import sites_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.tessellation import Site

    Held = Mapping[str, BaseGeometry]

#: One side and day a row: what it holds, and what it gained and lost since the day before in the table. Land
#: that other sides held is told apart from land of which nothing was known.
HOLDING_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date": TEXT,
        "side": TEXT,
        "held_km2": NUMBER,
        "gained_km2": NUMBER,
        "lost_km2": NUMBER,
        "newly_known_km2": NUMBER,
        "no_longer_known_km2": NUMBER,
    }
)


def gains(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, spells: Iterable[Spell], *, since: date, until: date
) -> gpd.GeoDataFrame:
    """The land that changed hands between the areas of two days (GAIN_COLUMNS), in km² on the globe.

    Pieces below `SLIVER_KM2` are left out. Both are meant to be drawn with one estimator and cap: with another
    cap, land would seem to change hands. Of `spells` come the places that each polygon rests on, those of the
    side that gained it where one did.
    """
    listed = list(spells)
    sites = {True: sites_of(listed, until), False: sites_of(listed, since)}
    days = {"since": since.isoformat(), "until": until.isoformat()}
    rows = [
        _gain(gained, lost, part, sites[gained is not None]) | {"km2": round(km2, 3)} | days
        for gained, lost, shape in _changed(_held(before), _held(after))
        for part in shapely.get_parts(shapely.normalize(shape))
        if (km2 := area_km2(part)) >= SLIVER_KM2
    ]
    rows.sort(key=lambda row: (str(row["gained_by"]), str(row["lost_by"]), shapely.to_wkb(row["geometry"])))
    return table(GAIN_COLUMNS, rows)


def _gain(gained: str | None, lost: str | None, part: BaseGeometry, sites: Sequence[Site]) -> dict[str, object]:
    own = [site for site in sites if site.holder == (gained or lost)]
    points = shapely.points([site.at for site in own])
    inside = [own[k] for k in np.flatnonzero(shapely.intersects(part, points))] if own else []
    if own and not inside:
        inside = [own[int(np.argmin(shapely.distance(part, points)))]]
    told = [spell for site in inside for spell in site.spells]
    return {
        "gained_by": gained,
        "lost_by": lost,
        "places": joined(spell.place_id for spell in told),
        "claims": joined(claim for spell in told for claim in spell.claims),
        "geometry": orient(part),
    }


def holdings(estimates: Iterable[tuple[date, gpd.GeoDataFrame]]) -> pd.DataFrame:
    """What each side holds on each day and what it won and lost since the one before (HOLDING_COLUMNS), in km².

    All land counts, so that the columns add up: also slivers below `SLIVER_KM2`, which `gains` leaves out.
    """
    days = [(day, _held(areas)) for day, areas in estimates]
    sides = sorted({side for _, held in days for side in held})
    rows = [_holding(day, side, held, {}) for day, held in days[:1] for side in sides]
    for (_, old), (day, new) in pairwise(days):
        changed = {(gained, lost): area_km2(shape) for gained, lost, shape in _changed(old, new)}
        rows += [_holding(day, side, new, changed) for side in sides]
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in HOLDING_COLUMNS.items()}
    )


def _holding(
    day: date, side: str, held: Held, changed: Mapping[tuple[str | None, str | None], float]
) -> dict[str, object]:
    won = sum(km2 for (gained, lost), km2 in changed.items() if gained == side and lost is not None)
    lost_to = sum(km2 for (gained, lost), km2 in changed.items() if lost == side and gained is not None)
    return {
        "date": day.isoformat(),
        "side": side,
        "held_km2": round(area_km2(held[side]), 3) if side in held else 0.0,
        "gained_km2": round(won, 3),
        "lost_km2": round(lost_to, 3),
        "newly_known_km2": round(changed.get((side, None), 0.0), 3),
        "no_longer_known_km2": round(changed.get((None, side), 0.0), 3),
    }


def _held(areas: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """The land of each side, contested land with the side that is likelier to hold it."""
    sides = sorted(set(areas["holder"]))
    return {s: shapely.union_all(areas[areas["holder"] == s].geometry.to_numpy(), grid_size=GRID) for s in sides}


def _changed(old: Held, new: Held) -> list[tuple[str | None, str | None, BaseGeometry]]:
    """Who gained what from whom; None is nobody."""
    found: list[tuple[str | None, str | None, BaseGeometry]] = []
    for gained in sorted(new):
        fresh = new[gained]
        others = [lost for lost in sorted(old) if lost != gained]
        found += [(gained, lost, shapely.intersection(fresh, old[lost], grid_size=GRID)) for lost in others]
        found.append((gained, None, _without(fresh, old.values())))
    found += [(None, lost, _without(old[lost], new.values())) for lost in sorted(old)]
    solid = [(gained, lost, polygons(shape)) for gained, lost, shape in found]
    return [one for one in solid if not one[2].is_empty]


def _without(shape: BaseGeometry, others: Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.difference(shape, shapely.union_all(list(others), grid_size=GRID), grid_size=GRID)

"""Layers: what was read and settled, as tables with points (EPSG:4326) for maps, exports and notebooks.

Text and dates (ISO, YYYY-MM-DD) are None where missing, lists of ids are joined with ";", scores and
confidences have 3 decimals. A row without a place or without coordinates is kept, with geometry None.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pandas as pd
import shapely

from mapper.fronts.areas import COUNT, NUMBER, SHAPE, TEXT, table
from mapper.fronts.metres import distance_km

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.checks import Check
    from mapper.control.comparing import Difference
    from mapper.control.spell import Spell, Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place
    from mapper.reports.report import Report

    Row = dict[str, object]
    Said = Mapping[str, tuple[Claim, Report]]

_PLACE: Final = MappingProxyType({"name": TEXT, "name_local": TEXT, "place_id": TEXT})
_STATE: Final = MappingProxyType({"holder": TEXT, "status": TEXT, "gaining": TEXT})
_WHY: Final = MappingProxyType(
    {
        "confidence": NUMBER,
        "claims": TEXT,
        "last_claim_quote": TEXT,
        "claimant": TEXT,
        "source": TEXT,
        "geo_precision": COUNT,
        "time_precision": COUNT,
        "geometry": SHAPE,
    }
)
#: The state of each place on a day; `since` is included, `until` is not, None is open.
CONTROL_COLUMNS: Final[Mapping[str, str]] = MappingProxyType({**_PLACE, **_STATE, "since": TEXT, "until": TEXT, **_WHY})
#: Each stretch of time of each place; `start` is included, `end` is not, None is open.
SPELL_COLUMNS: Final[Mapping[str, str]] = MappingProxyType({**_PLACE, **_STATE, "start": TEXT, "end": TEXT, **_WHY})
#: Each claim; offsets count code points of the report's text, half open.
CLAIM_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": TEXT,
        "report_id": TEXT,
        "place": TEXT,
        "place_start": COUNT,
        "place_end": COUNT,
        "scope": TEXT,
        "count": COUNT,
        "change": TEXT,
        "actor": TEXT,
        "controller": TEXT,
        "previous": TEXT,
        "date_from": TEXT,
        "date_to": TEXT,
        "reported": TEXT,
        "claimant": TEXT,
        "claimant_side": TEXT,
        "certainty": TEXT,
        "confidence": NUMBER,
        "quote": TEXT,
        "quote_start": COUNT,
        "quote_end": COUNT,
        **_PLACE,
        "score": NUMBER,
        "runner_up": TEXT,
        "source": TEXT,
        "extractor": TEXT,
        "geo_precision": COUNT,
        "time_precision": COUNT,
        "geometry": SHAPE,
    }
)
#: Each toponym with the place that it was resolved to; offsets as in the claims.
TOPONYM_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": TEXT,
        "start": COUNT,
        "end": COUNT,
        "kind": TEXT,
        "place_id": TEXT,
        "name": TEXT,
        "score": NUMBER,
        "margin": NUMBER,
        "reason": TEXT,
        "report_id": TEXT,
        "geometry": SHAPE,
    }
)
#: The places whose state on a day is one thing in one atlas and another in the other.
DIFFERENCE_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **_PLACE,
        "status_one": TEXT,
        "holder_one": TEXT,
        "status_other": TEXT,
        "holder_other": TEXT,
        "claims_one": TEXT,
        "claims_other": TEXT,
        "geometry": SHAPE,
    }
)
#: The stretches of days past of which a day's reports changed what is believed; `end` is not included.
LEARNED_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **_PLACE,
        "start": TEXT,
        "end": TEXT,
        "status_before": TEXT,
        "holder_before": TEXT,
        "status_after": TEXT,
        "holder_after": TEXT,
        "claims": TEXT,
        "geometry": SHAPE,
    }
)
#: Each counted claim beside the places that are named for it; the point is that of its area.
CHECK_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "claim": TEXT,
        "quote": TEXT,
        "change": TEXT,
        "controller": TEXT,
        "area": TEXT,
        "start": TEXT,
        "end": TEXT,
        "counted": COUNT,
        "named": COUNT,
        "missing": COUNT,
        "names": TEXT,
        "geometry": SHAPE,
    }
)

_OWN: Final = (  # columns that bear the name of the claim's own field
    *("id", "place", "scope", "count", "change", "actor", "controller", "previous"),
    *("claimant", "claimant_side", "certainty", "extractor"),
)
_AREAS: Final = frozenset({"admin", "region", "country"})
_LABEL_POINT: Final = 3  # the precision of a point that only stands for an area
_DECIMALS: Final = 3


def claims_layer(readings: Iterable[Reading]) -> gpd.GeoDataFrame:
    """All claims of the readings (CLAIM_COLUMNS), sorted by report and place in the text."""
    found = [(claim, reading.report) for reading in readings for claim in reading.claims]
    found.sort(key=lambda pair: (pair[0].evidence.report_id, pair[0].evidence.start, pair[0].evidence.end, pair[0].id))
    return table(CLAIM_COLUMNS, [_claim_row(claim, report) for claim, report in found])


def toponyms_layer(readings: Iterable[Reading]) -> gpd.GeoDataFrame:
    """All toponyms of the readings (TOPONYM_COLUMNS), resolved or not, sorted by report and place in the text."""
    found = [resolution for reading in readings for resolution in reading.resolutions]
    found.sort(key=lambda one: (one.toponym.span.report_id, one.toponym.span.start, one.toponym.span.end))
    return table(TOPONYM_COLUMNS, [_toponym_row(resolution) for resolution in found])


def spells_layer(timeline: Timeline, readings: Iterable[Reading]) -> gpd.GeoDataFrame:
    """All spells (SPELL_COLUMNS) with the last claim that speaks for each, sorted by place and start."""
    said = _said(readings)
    spells = sorted(timeline.spells, key=_spell_order)
    return table(SPELL_COLUMNS, [_spell_row(spell, said, start="start", end="end") for spell in spells])


def control_layer(timeline: Timeline, readings: Iterable[Reading], *, day: date) -> gpd.GeoDataFrame:
    """The state of each place on the day (CONTROL_COLUMNS), sorted by place."""
    said = _said(readings)
    spells = sorted(timeline.at(day), key=_spell_order)
    return table(CONTROL_COLUMNS, [_spell_row(spell, said, start="since", end="until") for spell in spells])


def differences_layer(differences: Iterable[Difference]) -> gpd.GeoDataFrame:
    """The places that differ (DIFFERENCE_COLUMNS), sorted by place."""
    return table(DIFFERENCE_COLUMNS, [_difference_row(d, ("one", "other"), each=True) for d in differences])


def learned_layer(differences: Iterable[Difference], *, told: Collection[str]) -> gpd.GeoDataFrame:
    """What was learned of days past (LEARNED_COLUMNS); of the claims those that are in `told`."""
    return table(
        LEARNED_COLUMNS,
        [
            {
                **_difference_row(d, ("before", "after"), each=False),
                "start": _iso(d.start),
                "end": _iso(d.end),
                "claims": _ids(c for c in (*d.other.claims, *d.other.against) if c in told) if d.other else None,
            }
            for d in differences
        ],
    )


def checks_layer(checks: Iterable[Check]) -> gpd.GeoDataFrame:
    """Each counted claim beside the named places (CHECK_COLUMNS), in the order of the reports."""
    return table(CHECK_COLUMNS, [_check_row(check) for check in checks])


def _difference_row(difference: Difference, sides: tuple[str, str], *, each: bool) -> Row:
    spell = difference.spell
    row: Row = {**_place_row(spell.place), "name": spell.name, "place_id": spell.place_id}
    for side, state in zip(sides, (difference.one, difference.other), strict=True):
        row[f"status_{side}"] = state.status if state else "unknown"
        row[f"holder_{side}"] = state.holder if state else None
        if each:
            row[f"claims_{side}"] = _ids(state.claims) if state else None
    return {**row, "geometry": _point(spell.place)}


def _check_row(check: Check) -> Row:
    return {
        "claim": check.claim.id,
        "quote": check.claim.place,
        "change": check.claim.change,
        "controller": check.claim.controller,
        "area": ";".join(area.name for area in check.areas) or None,
        "start": _iso(check.since),
        "end": _iso(check.until),
        "counted": check.counted,
        "named": len(check.names),
        "missing": check.missing,
        "names": ";".join(name for _, name in check.names) or None,
        "geometry": _point(check.areas[0]) if check.areas else None,
    }


def _ids(claims: Iterable[str]) -> str | None:
    return ";".join(claims) or None


def records(frame: gpd.GeoDataFrame) -> list[dict[str, str | int | float | bool | None]]:
    """The rows of any layer as plain Python values without the geometry; None for whatever is missing."""
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    columns = [[_plain(value) for value in frame[name]] for name in names]
    return [dict(zip(names, (column[row] for column in columns), strict=True)) for row in range(len(frame))]


def _plain(value: object) -> str | int | float | bool | None:
    if isinstance(value, (list, tuple)):
        return ";".join(str(part) for part in value)
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    scalar = value.item() if hasattr(value, "item") else value
    if isinstance(scalar, float):
        return scalar if math.isfinite(scalar) else None
    return scalar if isinstance(scalar, (str, int, bool)) else str(scalar)


def _claim_row(claim: Claim, report: Report) -> Row:
    place = claim.located
    return {
        **{name: getattr(claim, name) for name in _OWN},
        "report_id": claim.evidence.report_id,
        "place_start": claim.mention.start,
        "place_end": claim.mention.end,
        "date_from": _iso(claim.period.start),
        "date_to": _iso(claim.period.end),
        "reported": _iso(claim.reported),
        "confidence": _rounded(claim.confidence),
        "quote": claim.evidence.quote,
        "quote_start": claim.evidence.start,
        "quote_end": claim.evidence.end,
        **_place_row(place),
        "score": _rounded(claim.resolution.score) if claim.resolution else None,
        "runner_up": _runner_up(claim.resolution) if claim.resolution else None,
        "source": report.source or report.url,
        "geo_precision": _geo_precision(place, scope=claim.scope),
        "time_precision": claim.period.rank,
        "geometry": _point(place),
    }


def _toponym_row(resolution: Resolution) -> Row:
    span, place = resolution.toponym.span, resolution.place
    return {
        "text": span.quote,
        "start": span.start,
        "end": span.end,
        "kind": resolution.toponym.kind,
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "score": _rounded(resolution.score),
        "margin": _rounded(resolution.margin),
        "reason": resolution.reason or None,
        "report_id": span.report_id,
        "geometry": _point(place),
    }


def _spell_row(spell: Spell, said: Said, *, start: str, end: str) -> Row:
    last = max((said[claim] for claim in spell.claims if claim in said), key=_saying_order, default=None)
    claim, report = last or (None, None)
    return {
        **_place_row(spell.place),
        "name": spell.name,
        "place_id": spell.place_id,
        "holder": spell.holder,
        "status": spell.status,
        "gaining": spell.gaining,
        start: _iso(spell.start),
        end: _iso(spell.end),
        "confidence": _rounded(spell.confidence),
        "claims": ";".join(spell.claims) or None,
        "last_claim_quote": claim.evidence.quote if claim else None,
        "claimant": claim.claimant if claim else None,
        "source": (report.source or report.url) if report else None,
        "geo_precision": _geo_precision(spell.place),
        "time_precision": spell.time_precision,
        "geometry": _point(spell.place),
    }


def _said(readings: Iterable[Reading]) -> Said:
    return {claim.id: (claim, reading.report) for reading in readings for claim in reading.claims}


def _saying_order(saying: tuple[Claim, Report]) -> tuple[str, str, int, str]:
    claim = saying[0]
    return (_iso(claim.reported) or "", _iso(claim.period.end) or "", claim.evidence.start, claim.id)


def _spell_order(spell: Spell) -> tuple[str, str, str]:
    return (spell.place_id, _iso(spell.start) or "", _iso(spell.end) or "9999")


def _place_row(place: Place | None) -> Row:
    if place is None:
        return dict.fromkeys(_PLACE)
    return {"name": place.name, "name_local": place.name_local or None, "place_id": place.id}


def _runner_up(resolution: Resolution) -> str | None:
    """The best candidate that was not chosen, in words: name, place id, and how far it is from the chosen one."""
    chosen = resolution.place
    rivals = [scored.place for scored in resolution.candidates if chosen is None or scored.place.id != chosen.id]
    if not rivals:
        return None
    rival = rivals[0]
    words = f"{rival.name} ({rival.id})"
    here, there = _lonlat(chosen), _lonlat(rival)
    return f"{words}, {distance_km(here, there):.1f} km" if here and there else words


def _lonlat(place: Place | None) -> tuple[float, float] | None:
    return None if place is None or place.lon is None or place.lat is None else (place.lon, place.lat)


def _point(place: Place | None) -> BaseGeometry | None:
    at = _lonlat(place)
    return shapely.Point(at) if at else None


def _geo_precision(place: Place | None, *, scope: str = "place") -> int | None:
    if place is None or _lonlat(place) is None:
        return None
    return _LABEL_POINT if scope == "area" or place.kind in _AREAS else place.precision


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rounded(value: float) -> float:
    return round(value, _DECIMALS)

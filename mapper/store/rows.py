"""Rows of the layers that QGIS shows: claims and spells, with points as GeoPackage writes them."""

from __future__ import annotations

import re
from math import inf
from struct import Struct
from typing import TYPE_CHECKING, Final

from mapper.store.cells import key_of
from mapper.store.schema import LAYERS, WGS84

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.control.spell import Spell
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place
    from mapper.reports.report import Report

    Row = tuple[object, ...]

CLAIMS_SHIFT: Final = 20  # a claim's fid is its report's with so many bits behind it for its number in the report
_POINT: Final = Struct("<2sBBiBIdd")  # OGC 12-128r18, clause 2.1.3: header without envelope, then a point of WKB
_AREAS: Final = frozenset({"admin", "region", "country"})
_LABEL_POINT: Final = 3
_DECIMALS: Final = 3
_NOWHERE: Final = re.compile("[\x00\ud800-\udfff]")  # SQLite has no lone surrogates, and a null ends its texts
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_NO_BOX: Final = (inf, inf, -inf, -inf)


def insertion(layer: str) -> str:
    """The statement that inserts a row of a layer."""
    columns = LAYERS[layer]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {layer} (fid, geom, {names}) VALUES (?, ?{', ?' * len(columns)})"  # noqa: S608 -- our names


def claim_row(claim: Claim, report: Report) -> Row:
    """The row of a claim without its fid, in the order of the layer's columns."""
    place, period, evidence, mention = claim.located, claim.period, claim.evidence, claim.mention
    return (
        point(place),
        *_clean(claim.id, evidence.report_id, claim.place),
        mention.start,
        mention.end,
        claim.scope,
        claim.count,
        claim.change,
        claim.actor,
        claim.controller,
        claim.previous,
        _iso(period.start),
        _iso(period.end),
        _iso(claim.reported),
        *_clean(claim.claimant, claim.claimant_side),
        claim.certainty,
        round(claim.confidence, _DECIMALS),
        *_clean(evidence.quote),
        evidence.start,
        evidence.end,
        *_named(place),
        _score(claim.resolution),
        *_clean(report.source or report.url, claim.extractor),
        _precision(place, scope=claim.scope),
        period.rank,
    )


def spell_row(spell: Spell, said: Mapping[str, Claim]) -> Row:
    """The row of a spell without its fid; `said` are claims by their ids."""
    last = max((said[one] for one in spell.claims if one in said), key=_saying_order, default=None)
    return (
        point(spell.place),
        *_clean(spell.name, spell.place.name_local if spell.place else None, key_of(spell.place_id), spell.holder),
        spell.status,
        spell.gaining,
        _iso(spell.start),
        _iso(spell.end),
        round(spell.confidence, _DECIMALS),
        *_clean(";".join(spell.claims) or None, last.evidence.quote if last else None, last.claimant if last else None),
        _precision(spell.place),
        spell.time_precision,
    )


def point(place: Place | None) -> bytes | None:
    """The geometry of a place; None where it has no position."""
    return None if place is None else point_at(place.lon, place.lat)


def point_at(lon: float | None, lat: float | None) -> bytes | None:
    """The geometry of a position, if any."""
    return None if lon is None or lat is None else _POINT.pack(b"GP", 0, 1, WGS84, 1, 1, lon, lat)


def position_of(geometry: bytes | None) -> tuple[float | None, float | None]:
    """Longitude and latitude of a geometry, if any."""
    return _POINT.unpack(geometry)[-2:] if geometry else (None, None)


def extend(store: sqlite3.Connection, layer: str, geometries: Iterable[object]) -> None:
    """Nothing; the box that the GeoPackage tells for a layer holds these geometries, too."""
    query = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?"
    around = store.execute(query, (layer,)).fetchone()
    west, south, east, north = _NO_BOX if None in around else around
    for geometry in geometries:
        if isinstance(geometry, bytes):
            lon, lat = _POINT.unpack(geometry)[-2:]
            west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
    if west <= east:
        query = "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?"
        store.execute(query, (west, south, east, north, layer))


def _clean(*texts: str | None) -> tuple[str | None, ...]:
    return tuple([text if text is None or _is_plain(text) else _NOWHERE.sub(_REPLACEMENT, text) for text in texts])


def _is_plain(text: str) -> bool:
    return text.isascii() and "\0" not in text


def _named(place: Place | None) -> tuple[str | None, ...]:
    return _clean(place.name, place.name_local or None, place.id) if place else (None, None, None)


def _score(resolution: Resolution | None) -> float | None:
    return round(resolution.score, _DECIMALS) if resolution else None


def _precision(place: Place | None, *, scope: str = "place") -> int | None:
    if place is None or place.lon is None or place.lat is None:
        return None
    return _LABEL_POINT if scope == "area" or place.kind in _AREAS else place.precision


def _saying_order(claim: Claim) -> tuple[str, str, int, str]:
    return (_iso(claim.reported) or "", _iso(claim.period.end) or "", claim.evidence.start, claim.id)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

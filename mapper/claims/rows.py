"""A reading as one JSON object: what `mapper extract` gives for a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place

Row = dict[str, object]


def row_of(reading: Reading) -> Row:
    """The toponyms, claims and problems of a report, ready for JSON; offsets count code points."""
    return {
        "id": reading.report.id,
        "toponyms": [_toponym(r) for r in reading.resolutions],
        "claims": [_claim(c) for c in reading.claims],
        "problems": list(reading.problems),
    }


def _toponym(resolution: Resolution) -> Row:
    span, place = resolution.toponym.span, resolution.place
    return {
        "text": span.quote,
        "start": span.start,
        "end": span.end,
        "kind": resolution.toponym.kind,
        **_position(place),
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "score": round(resolution.score, 4) if place else None,
        "candidates": len(resolution.candidates),
        "reason": resolution.reason,
    }


def _claim(claim: Claim) -> Row:
    place = claim.located
    return {
        "id": claim.id,
        "place": claim.place,
        "scope": claim.scope,
        "count": claim.count,
        "start": claim.mention.start,
        "end": claim.mention.end,
        "change": claim.change,
        "actor": claim.actor,
        "controller": claim.controller,
        "previous": claim.previous,
        "date_from": _iso(claim.period.start),
        "date_to": _iso(claim.period.end),
        "reported": _iso(claim.reported),
        "claimant": claim.claimant,
        "certainty": claim.certainty,
        "evidence": claim.evidence.quote,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "confidence": claim.confidence,
        **_position(place),
        "place_id": place.id if place else None,
        "extractor": claim.extractor,
    }


def _position(place: Place | None) -> Row:
    return {"lat": place.lat if place else None, "lon": place.lon if place else None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

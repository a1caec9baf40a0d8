"""The one payload of the page: reports, claims, places, spells, areas and front, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.maps.book import LABELLED, book_of
from mapper.maps.counted import tally
from mapper.maps.excerpt import excerpt
from mapper.maps.geometry import GRID, columns, day_number, drawn_areas, drawn_front
from mapper.maps.styles import contested, looks, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.control.spell import Spell, Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.geoparse.scoring import Scored
    from mapper.maps.book import Book
    from mapper.maps.lens import Lens
    from mapper.maps.styles import Look
    from mapper.places.place import Place
    from mapper.theatre import Theatre

FORMAT = 1
_RIVALS = 4  # losing candidates shown for a name


def payload_of(
    readings: Sequence[Reading],
    timeline: Timeline,
    *,
    theatre: Theatre,
    areas: GeoDataFrame,
    front: GeoDataFrame,
    title: str,
    gazetteers: Sequence[str] = (),
    lenses: Sequence[Lens] = (),
) -> dict[str, Any]:
    """All that the page shows, of plain lists, numbers and texts; dates are days since 1970."""
    names = sides_of(readings, timeline, theatre, areas)
    sides = {name: index for index, name in enumerate(names)}
    book = book_of(readings, timeline, [lens.timeline for lens in lenses])
    return {
        "format": FORMAT,
        "grid": GRID,
        "title": title,
        "theatre": theatre.title,
        "gazetteers": list(gazetteers),
        "sides": _sides(names, theatre),
        "contested": _look(contested()),
        "unknown": _look(unknown()),
        "places": columns([_place(key, place, book) for key, place in book.places.items()]),
        "spells": columns([_spell(spell, sides, book) for spell in timeline.spells]),
        "lenses": [_lens(lens, sides, book) for lens in lenses],
        "reports": columns([_report(reading) for reading in readings]),
        "claims": columns(_claims(readings, sides, book)),
        "resolutions": columns([_resolution(resolution) for resolution in book.resolutions]),
        "areas": drawn_areas(areas, sides),
        "front": drawn_front(front),
    }


def sides_of(readings: Sequence[Reading], timeline: Timeline, theatre: Theatre, areas: GeoDataFrame) -> tuple[str, ...]:
    """The names of all sides that anything on the page speaks of: the theatre's order, then by name."""
    found = {side for spell in timeline.spells for side in (spell.holder, spell.gaining)}
    for reading in readings:
        for claim in reading.claims:
            found |= {claim.actor, claim.controller, claim.previous, claim.claimant_side}
    if len(areas) and "holder" in areas:
        found |= {holder for holder in areas["holder"] if isinstance(holder, str)}
    known = [side.name for side in theatre.sides if side.name in found]
    return (*known, *sorted(side for side in found if side and side not in known))


def _sides(names: Sequence[str], theatre: Theatre) -> dict[str, list[Any]]:
    style = looks(names)
    return columns([{"name": name, "title": theatre.side(name).title, **_look(style[name])} for name in names])


def _lens(lens: Lens, sides: dict[str, int], book: Book) -> dict[str, Any]:
    """A lens: whose it is, -1 for nobody's, and how its claims alone settle."""
    return {
        "side": sides.get(lens.name, -1),
        "spells": columns([_spell(spell, sides, book) for spell in lens.timeline.spells]),
    }


def _look(look: Look) -> dict[str, str]:
    return {"colour": look.colour, "dark": look.dark, "shape": look.shape}


def _place(key: str, place: Place | None, book: Book) -> dict[str, Any]:
    has_point = place is not None and place.lon is not None and place.lat is not None
    return {
        "key": key,
        "name": book.names[key],
        "entry": place.name if place else "",
        "local": place.name_local if place else "",
        "kind": place.kind if place else "",
        "detail": place.detail if place else "",
        "within": list(place.admin) if place else [],
        "lon": round(place.lon, 5) if has_point and place and place.lon is not None else None,
        "lat": round(place.lat, 5) if has_point and place and place.lat is not None else None,
        "precision": place.precision if place else 0,
        "label": bool(place and (place.kind in LABELLED or place.precision == 3)),  # noqa: PLR2004 -- see Place
        "population": place.population if place else 0,
        "gazetteer": place.gazetteer if place else "",
    }


def _spell(spell: Spell, sides: dict[str, int], book: Book) -> dict[str, Any]:
    return {
        "place": book.number(spell.place_id),
        "status": spell.status,
        "holder": _side(spell.holder, sides),
        "gaining": _side(spell.gaining, sides),
        "start": day_number(spell.start),
        "end": day_number(spell.end),
        "confidence": round(100 * spell.confidence),
        "claims": [book.claims[claim] for claim in spell.claims if claim in book.claims],
        "precision": spell.time_precision,
        "against": [book.claims[claim] for claim in spell.against if claim in book.claims],
        "reason": spell.reason,
    }


def _report(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return {
        "id": report.id,
        "title": report.title or "",
        "source": report.source or "",
        "url": report.url or "",
        "published": day_number(report.published),
        "language": report.language,
        "problems": list(reading.problems),
    }


def _claims(readings: Sequence[Reading], sides: dict[str, int], book: Book) -> list[dict[str, Any]]:
    return [
        {"report": number, **_claim(claim, sides, book), **_quote(reading, claim)}
        for number, reading in enumerate(readings)
        for claim in reading.claims
    ]


def _claim(claim: Claim, sides: dict[str, int], book: Book) -> dict[str, Any]:
    return {
        "id": claim.id,
        "place": book.number(book.place_of(claim)),
        "words": claim.place,
        "scope": claim.scope,
        "change": claim.change,
        "certainty": claim.certainty,
        "actor": _side(claim.actor, sides),
        "controller": _side(claim.controller, sides),
        "previous": _side(claim.previous, sides),
        "claimant": claim.claimant or "",
        "leaning": _side(claim.claimant_side, sides),
        "confidence": round(100 * claim.confidence),
        "start": day_number(claim.period.start),
        "end": day_number(claim.period.end),
        "precision": claim.period.precision,
        "reported": day_number(claim.reported),
        "extractor": claim.extractor,
        "resolution": book.resolution_of(claim),
    }


def _quote(reading: Reading, claim: Claim) -> dict[str, Any]:
    passage = excerpt(reading.report, claim)
    counted = tally(claim, reading.claims) if claim.scope == "group" else ""
    return {"quote": passage.text, "mark": list(passage.mark), "said": list(passage.said), "tally": counted}


def _resolution(resolution: Resolution) -> dict[str, Any]:
    chosen = resolution.candidates[0] if resolution.place and resolution.candidates else None
    rivals = resolution.candidates[1:] if chosen else resolution.candidates
    return {
        "written": resolution.toponym.span.quote,
        "score": round(100 * chosen.score) if chosen else None,
        "reasons": list(chosen.reasons) if chosen else [],
        "reason": resolution.reason,
        "rivals": [_rival(scored) for scored in rivals[:_RIVALS]],
        "candidates": len(resolution.candidates),
    }


def _rival(scored: Scored) -> list[Any]:
    place = scored.place
    return [
        ", ".join(part for part in (place.name, place.detail, *place.admin[::-1]) if part),
        round(100 * scored.score),
    ]


def _side(name: str | None, sides: dict[str, int]) -> int:
    return -1 if name is None else sides.get(name, -1)

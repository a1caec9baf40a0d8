"""The one payload of the page: reports, claims, places, spells, areas and front, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.maps.book import AREAL, LABELLED, book_of
from mapper.maps.counted import tally
from mapper.maps.excerpt import excerpt
from mapper.maps.geometry import GRID, columns, day_numbers, drawn_areas, drawn_front, through
from mapper.maps.reasons import with_titles
from mapper.maps.styles import contested, looks, unknown
from mapper.places.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geopandas import GeoDataFrame

    from mapper.claims.reading import Reading
    from mapper.control.spell import Spell, Timeline
    from mapper.geoparse.resolution import Resolution
    from mapper.maps.book import Book
    from mapper.maps.lens import Lens
    from mapper.maps.styles import Look
    from mapper.theatre import Theatre

    Told = Callable[[str], str]  # a reason as a reader is told it

FORMAT = 1
_RIVALS = 4  # losing candidates shown for a name
_NOWHERE = Place(id="", name="", kind="settlement", precision=0)  # stands for the entry of a name that has none

Columns = dict[str, list[Any]]


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
    told = with_titles({name: theatre.side(name).title for name in names})
    return {
        "format": FORMAT,
        "grid": GRID,
        "title": title,
        "theatre": theatre.title,
        "gazetteers": list(gazetteers),
        "sides": _sides(names, theatre),
        "contested": _look(contested()),
        "unknown": _look(unknown()),
        "places": _places(book),
        "spells": _spells(timeline.spells, sides, book, told),
        "lenses": [_lens(lens, sides, book, told) for lens in lenses],
        "reports": _reports(readings),
        "claims": _claims(readings, sides, book),
        "resolutions": _resolutions(book.resolutions),
        "areas": drawn_areas(through(areas, [lens.areas for lens in lenses]), sides),
        "front": drawn_front(through(front, [lens.front for lens in lenses])),
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


def _lens(lens: Lens, sides: dict[str, int], book: Book, told: Told) -> dict[str, Any]:
    """A lens: whose it is, -1 for nobody's, and how its claims alone settle."""
    return {
        "side": sides.get(lens.name, -1),
        "spells": _spells(lens.timeline.spells, sides, book, told),
    }


def _look(look: Look) -> dict[str, str]:
    return {"colour": look.colour, "dark": look.dark, "shape": look.shape}


def _places(book: Book) -> Columns:
    entries = [place or _NOWHERE for place in book.places.values()]
    points = [None if place.lon is None or place.lat is None else (place.lon, place.lat) for place in entries]
    return {
        "key": list(book.places),
        "name": [book.names[key] for key in book.places],
        "entry": [place.name for place in entries],
        "local": [place.name_local for place in entries],
        "kind": ["" if place is _NOWHERE else place.kind for place in entries],
        "within": [place.admin for place in entries],
        "lon": [None if point is None else round(point[0], 5) for point in points],
        "lat": [None if point is None else round(point[1], 5) for point in points],
        "precision": [place.precision for place in entries],
        "label": [place.kind in LABELLED or place.precision == AREAL for place in entries],
        "population": [place.population for place in entries],
        "gazetteer": [place.gazetteer for place in entries],
    }


def _spells(spells: Sequence[Spell], sides: dict[str, int], book: Book, told: Told) -> Columns:
    place, claim = book.numbers, book.claims
    return {
        "place": [place.get(spell.place_id, -1) for spell in spells],
        "status": [spell.status for spell in spells],
        "holder": _numbered((spell.holder for spell in spells), sides),
        "gaining": _numbered((spell.gaining for spell in spells), sides),
        "start": day_numbers(spell.start for spell in spells),
        "end": day_numbers(spell.end for spell in spells),
        "confidence": [round(100 * spell.confidence) for spell in spells],
        "claims": [[claim[one] for one in spell.claims if one in claim] for spell in spells],
        "precision": [spell.time_precision for spell in spells],
        "against": [[claim[one] for one in spell.against if one in claim] for spell in spells],
        "reason": [told(spell.reason) for spell in spells],
    }


def _reports(readings: Sequence[Reading]) -> Columns:
    reports = [reading.report for reading in readings]
    return {
        "id": [report.id for report in reports],
        "title": [report.title or "" for report in reports],
        "source": [report.source or "" for report in reports],
        "url": [report.url or "" for report in reports],
        "published": day_numbers(report.published for report in reports),
        "problems": [reading.problems for reading in readings],
    }


def _claims(readings: Sequence[Reading], sides: dict[str, int], book: Book) -> Columns:
    rows = [(reading, claim) for reading in readings for claim in reading.claims]
    claims = [claim for _, claim in rows]
    passages = [excerpt(reading.report, claim) for reading, claim in rows]
    return {
        "report": [number for number, reading in enumerate(readings) for _ in reading.claims],
        "id": [claim.id for claim in claims],
        "place": [book.number(book.place_of(claim)) for claim in claims],
        "words": [claim.place for claim in claims],
        "scope": [claim.scope for claim in claims],
        "change": [claim.change for claim in claims],
        "certainty": [claim.certainty for claim in claims],
        "actor": _numbered((claim.actor for claim in claims), sides),
        "controller": _numbered((claim.controller for claim in claims), sides),
        "previous": _numbered((claim.previous for claim in claims), sides),
        "claimant": [claim.claimant or "" for claim in claims],
        "leaning": _numbered((claim.claimant_side for claim in claims), sides),
        "confidence": [round(100 * claim.confidence) for claim in claims],
        "start": day_numbers(claim.period.start for claim in claims),
        "end": day_numbers(claim.period.end for claim in claims),
        "reported": day_numbers(claim.reported for claim in claims),
        "resolution": [book.resolution_of(claim) for claim in claims],
        "quote": [passage.text for passage in passages],
        "mark": [passage.mark for passage in passages],
        "said": [passage.said for passage in passages],
        "tally": [tally(claim, reading.claims) if claim.scope == "group" else "" for reading, claim in rows],
    }


def _resolutions(resolutions: Sequence[Resolution]) -> Columns:
    chosen = [one.candidates[0] if one.place and one.candidates else None for one in resolutions]
    losers = [
        one.candidates[1 : _RIVALS + 1] if best else one.candidates[:_RIVALS]
        for one, best in zip(resolutions, chosen, strict=True)
    ]
    # By id(): the same places lose again and again.
    places = {id(scored.place): scored.place for some in losers for scored in some}
    named = {
        number: ", ".join(filter(None, (place.name, place.detail, *place.admin[::-1])))
        for number, place in places.items()
    }
    return {
        "written": [one.toponym.span.quote for one in resolutions],
        "score": [round(100 * best.score) if best else None for best in chosen],
        "reasons": [best.reasons if best else () for best in chosen],
        "reason": [one.reason for one in resolutions],
        "rivals": [tuple([(named[id(one.place)], round(100 * one.score)) for one in some]) for some in losers],
    }


def _numbered(names: Iterable[str | None], sides: dict[str, int]) -> list[int]:
    """The number of each side, -1 for none."""
    return [-1 if name is None else sides.get(name, -1) for name in names]

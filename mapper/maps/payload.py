"""The one payload of the page: reports, claims, places, spells, areas and front, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.maps.book import AREAL, LABELLED, book_of
from mapper.maps.columns import percent
from mapper.maps.counted import tally
from mapper.maps.geometry import GRID, columns, day_number, drawn_areas, drawn_front, through
from mapper.maps.heard import heard_in
from mapper.maps.reasons import with_titles
from mapper.maps.stays import stays_in
from mapper.maps.styles import contested, looks, unknown
from mapper.places.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geopandas import GeoDataFrame

    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.maps.book import Book
    from mapper.maps.columns import Ragged, Repeated
    from mapper.maps.heard import Heard, Published
    from mapper.maps.lens import Lens
    from mapper.maps.stays import Stays
    from mapper.maps.styles import Look
    from mapper.theatre import Theatre

    Told = Callable[[str], str]  # a reason as a reader is told it

FORMAT = 1
_NOWHERE = Place(id="", name="", kind="settlement", precision=0)  # stands for the entry of a name that has none

Columns = dict[str, Any]


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
    published, heard = heard_in(readings)
    views = [stays_in(timeline.spells), *(stays_in(lens.timeline.spells) for lens in lenses)]
    names = sides_of(heard, views[0], theatre, areas)
    sides = {name: index for index, name in enumerate(names)}
    book = book_of(heard, views)
    told = with_titles({name: theatre.side(name).title for name in names})
    spells = [_spells(stays, own, sides, book, told) for stays, own in zip(views, book.told, strict=True)]
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
        "spells": spells[0],
        "lenses": [
            {"side": sides.get(lens.name, -1), "spells": seen} for lens, seen in zip(lenses, spells[1:], strict=True)
        ],
        "reports": _reports(published),
        "claims": _claims(heard, readings, sides, book),
        "resolutions": heard.named.columns(),
        "areas": drawn_areas(through(areas, [lens.areas for lens in lenses]), sides),
        "front": drawn_front(through(front, [lens.front for lens in lenses])),
    }


def sides_of(heard: Heard, stays: Stays, theatre: Theatre, areas: GeoDataFrame) -> tuple[str, ...]:
    """The names of all sides that anything on the page speaks of: the theatre's order, then by name."""
    spoken = (stays.holder, stays.gaining, heard.actor, heard.controller, heard.previous, heard.leaning)
    found = {name for column in spoken for name in column.of}
    if len(areas) and "holder" in areas:
        found |= {holder for holder in areas["holder"] if isinstance(holder, str)}
    known = [side.name for side in theatre.sides if side.name in found]
    return (*known, *sorted(side for side in found if side and side not in known))


def _sides(names: Sequence[str], theatre: Theatre) -> dict[str, list[Any]]:
    style = looks(names)
    return columns([{"name": name, "title": theatre.side(name).title, **_look(style[name])} for name in names])


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


def _spells(stays: Stays, claims: tuple[Ragged, Ragged], sides: dict[str, int], book: Book, told: Told) -> Columns:
    return {
        "place": stays.key.turned(lambda key: book.numbers.get(key, -1)),
        "status": stays.status,
        "holder": _numbered(stays.holder, sides),
        "gaining": _numbered(stays.gaining, sides),
        "start": stays.start.turned(day_number),
        "end": stays.end.turned(day_number),
        "confidence": stays.confidence.turned(percent),
        "claims": claims[0],
        "precision": stays.precision,
        "against": claims[1],
        "reason": stays.reason.turned(told),
    }


def _reports(reports: Published) -> Columns:
    return {
        "id": reports.id,
        "title": [text or "" for text in reports.title],
        "source": reports.source.turned(_text),
        "url": [text or "" for text in reports.url],
        "published": reports.published.turned(day_number),
        "problems": reports.problems,
    }


def _claims(heard: Heard, readings: Sequence[Reading], sides: dict[str, int], book: Book) -> Columns:
    return {
        "report": heard.report,
        "id": heard.id,
        "place": book.about,
        "words": heard.words,
        "scope": heard.scope,
        "change": heard.change,
        "certainty": heard.certainty,
        "actor": _numbered(heard.actor, sides),
        "controller": _numbered(heard.controller, sides),
        "previous": _numbered(heard.previous, sides),
        "claimant": heard.claimant.turned(_text),
        "leaning": _numbered(heard.leaning, sides),
        "confidence": heard.confidence.turned(percent),
        "start": heard.start.turned(day_number),
        "end": heard.end.turned(day_number),
        "reported": heard.reported.turned(day_number),
        "resolution": heard.resolution,
        "quote": heard.quote,
        "mark": heard.mark,
        "said": heard.said,
        "tally": _tallies(heard, readings),
    }


def _tallies(heard: Heard, readings: Sequence[Reading]) -> list[str]:
    """Of each claim about a group how many of it are named, "" of the others."""
    if "group" not in heard.scope.of:
        return [""] * len(heard.scope)
    claims = ((claim, reading.claims) for reading in readings for claim in reading.claims)
    return [tally(claim, others) if claim.scope == "group" else "" for claim, others in claims]


def _numbered(names: Repeated, sides: dict[str, int]) -> Repeated:
    """The number of each side, -1 for none."""
    return names.turned(lambda name: -1 if name is None else sides.get(name, -1))


def _text(text: str | None) -> str:
    """A text, "" for none."""
    return text or ""

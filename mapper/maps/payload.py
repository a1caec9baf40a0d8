"""The one payload of the page: reports, claims, places, spells, areas and front, as columns."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
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
    book = book_of(
        [claim for reading in readings for claim in reading.claims], timeline, [lens.timeline for lens in lenses]
    )
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
    found = set(chain.from_iterable(cells(timeline.spells, "holder", "gaining")))
    claims = (claim for reading in readings for claim in reading.claims)
    found |= set(chain.from_iterable(cells(claims, "actor", "controller", "previous", "claimant_side")))
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
    claim = book.claims
    place, status, holder, gaining, start, end, confidence, claims, against, precision, reason = cells(
        spells,
        *("place_id", "status", "holder", "gaining", "start", "end", "confidence", "claims", "against"),
        *("time_precision", "reason"),
    )
    reasons = {one: told(one) for one in set(reason)}
    return {
        "place": [book.numbers.get(one, -1) for one in place],
        "status": list(status),
        "holder": _numbered(holder, sides),
        "gaining": _numbered(gaining, sides),
        "start": day_numbers(start),
        "end": day_numbers(end),
        "confidence": _percents(confidence),
        "claims": [[claim[one] for one in some if one in claim] for some in claims],
        "precision": list(precision),
        "against": [[claim[one] for one in some if one in claim] if some else [] for some in against],
        "reason": [reasons[one] for one in reason],
    }


def _reports(readings: Sequence[Reading]) -> Columns:
    names = ("report.id", "report.title", "report.source", "report.url", "report.published", "problems")
    keys, title, source, url, published, problems = cells(readings, *names)
    return {
        "id": list(keys),
        "title": [text or "" for text in title],
        "source": [text or "" for text in source],
        "url": [text or "" for text in url],
        "published": day_numbers(published),
        "problems": list(problems),
    }


def _claims(readings: Sequence[Reading], sides: dict[str, int], book: Book) -> Columns:
    rows = [(number, reading, claim) for number, reading in enumerate(readings) for claim in reading.claims]
    keys, words, scope, change, certainty, actor, controller, previous, claimant, leaning, confidence, period, said = (
        cells(
            (claim for _, _, claim in rows),
            *("id", "place", "scope", "change", "certainty", "actor", "controller", "previous", "claimant"),
            *("claimant_side", "confidence", "period", "reported"),
        )
    )
    start, end = cells(period, "start", "end")
    quotes, marks, stretches = _columns_of((excerpt(reading.report, claim) for _, reading, claim in rows), 3)
    return {
        "report": [number for number, _, _ in rows],
        "id": list(keys),
        "place": book.about,
        "words": list(words),
        "scope": list(scope),
        "change": list(change),
        "certainty": list(certainty),
        "actor": _numbered(actor, sides),
        "controller": _numbered(controller, sides),
        "previous": _numbered(previous, sides),
        "claimant": [name or "" for name in claimant],
        "leaning": _numbered(leaning, sides),
        "confidence": _percents(confidence),
        "start": day_numbers(start),
        "end": day_numbers(end),
        "reported": day_numbers(said),
        "resolution": book.resolved,
        "quote": list(quotes),
        "mark": list(marks),
        "said": list(stretches),
        "tally": [tally(claim, reading.claims) if claim.scope == "group" else "" for _, reading, claim in rows],
    }


def _resolutions(resolutions: Sequence[Resolution]) -> Columns:
    written, chosen, candidates, reason = cells(resolutions, "toponym.span.quote", "place", "candidates", "reason")
    named: dict[int, str] = {}  # by id(): the same places lose again and again
    score: list[int | None] = []
    reasons: list[tuple[str, ...]] = []
    rivals: list[tuple[tuple[str, int], ...]] = []
    for place, some in zip(chosen, candidates, strict=True):
        best = some[0] if place and some else None
        score.append(round(100 * best.score) if best else None)
        reasons.append(best.reasons if best else ())
        losers = []
        for one in some[1 : _RIVALS + 1] if best else some[:_RIVALS]:
            name = named.get(id(one.place))
            if name is None:
                name = named[id(one.place)] = _address(one.place)
            losers.append((name, round(100 * one.score)))
        rivals.append(tuple(losers))
    return {"written": list(written), "score": score, "reasons": reasons, "reason": list(reason), "rivals": rivals}


def _address(place: Place) -> str:
    """What tells a losing candidate from others of its name."""
    return ", ".join(filter(None, (place.name, place.detail, *place.admin[::-1])))


def cells(things: Iterable[object], *names: str) -> list[tuple[Any, ...]]:
    """Attributes of all things, a column each; every thing is looked at once."""
    return _columns_of(map(attrgetter(*names), things), len(names))


def _columns_of(rows: Iterable[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """Rows of so many cells turned into columns."""
    return list(zip(*rows, strict=True)) or [()] * count


def _numbered(names: Sequence[str | None], sides: dict[str, int]) -> list[int]:
    """The number of each side, -1 for none."""
    known = {name: -1 if name is None else sides.get(name, -1) for name in set(names)}
    return [known[name] for name in names]


def _percents(shares: Sequence[float]) -> list[int]:
    """Shares as whole percents."""
    known = {share: round(100 * share) for share in set(shares)}
    return [known[share] for share in shares]

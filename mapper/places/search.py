"""A look-up for people: candidates for a name, ranked, in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.places.distinct import distinct
from mapper.places.index import standing
from mapper.places.installed import Installed
from mapper.places.nearness import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.places.place import Candidate, Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A candidate with its score (0 to 1) and its distance in km from the point asked for."""

    candidate: Candidate
    score: float
    km: float | None = None


def search(
    name: str, gazetteers: Iterable[Gazetteer], *, near: tuple[float, float] | None = None, country: str | None = None
) -> tuple[Hit, ...]:
    """The places that may bear a name, best first: by spelling, and by nearness where `near` (lon, lat) is given."""
    books = tuple(gazetteers)
    found = _in(country, (c for book in books for c in _find(book, name, near)))
    if not found:  # a slip of the pen, which only installed gazetteers look for
        found = _in(country, (c for book in books if isinstance(book, Installed) for c in book.fuzzy(name, near=near)))
    hits = [_hit(candidate, near) for candidate in distinct(found)]
    return tuple(sorted(hits, key=lambda h: (-h.score, *standing(h.candidate.place))))


def _find(book: Gazetteer, name: str, near: tuple[float, float] | None) -> Sequence[Candidate]:
    return book.find(name, near=near) if isinstance(book, Installed) else book.find(name)


def _in(country: str | None, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those candidates that lie in a country."""
    return [c for c in candidates if not country or c.place.country.upper() == country.upper()]


def _hit(candidate: Candidate, near: tuple[float, float] | None) -> Hit:
    points, km = score(candidate, near)
    return Hit(candidate=candidate, score=points, km=km)


def lines(hits: Sequence[Hit]) -> tuple[str, ...]:
    """The hits as aligned lines: score, name, kind, position, units, id, how it was found."""
    rows = [_row(hit) for hit in hits]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return tuple("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(hit: Hit) -> tuple[str, ...]:
    place = hit.candidate.place
    where = f"{place.lat:.4f} N {place.lon:.4f} E" if place.lon is not None and place.lat is not None else "no point"
    away = f"{hit.km:.1f} km" if hit.km is not None else ""
    return (
        f"{hit.score:.2f}",
        f"{place.name} {place.name_local}".strip(),
        place.detail or place.kind,
        where,
        away,
        " < ".join(reversed(place.admin)) or place.country,
        place.id,
        hit.candidate.match,
    )

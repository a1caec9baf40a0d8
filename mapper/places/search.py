"""A look-up for people: candidates for a name, ranked, in lines."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.places.place import Candidate, Gazetteer

SPELLING, NEARNESS = 0.7, 0.3
REACH_KM = 30.0  # nearness falls to 1/e at this distance


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
    best: dict[str, Candidate] = {}
    for gazetteer in gazetteers:
        for candidate in gazetteer.find(name):
            place = candidate.place
            if country and place.country.upper() != country.upper():
                continue
            if place.id not in best or best[place.id].likeness < candidate.likeness:
                best[place.id] = candidate
    hits = [_hit(candidate, near) for candidate in best.values()]
    return tuple(sorted(hits, key=lambda h: (-h.score, -h.candidate.place.population, h.candidate.place.id)))


def score(candidate: Candidate, near: tuple[float, float] | None) -> tuple[float, float | None]:
    """The score of a candidate (0 to 1) and its distance in km from `near` (lon, lat), where both have a point."""
    place = candidate.place
    if near is None:
        return candidate.likeness, None
    if place.lon is None or place.lat is None:
        return SPELLING * candidate.likeness, None
    km = quick_kilometres(near[0], near[1], place.lon, place.lat)
    return SPELLING * candidate.likeness + NEARNESS * exp(-km / REACH_KM), km


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

"""Places that somebody holds, one by one and spread over land, for the tests of areas and fronts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from mapper.control.spell import Spell, Status
from mapper.places.place import Kind, Place

if TYPE_CHECKING:
    from datetime import date


def spell(
    lon: float | None,
    lat: float | None,
    holder: str | None,
    key: str = "",
    *,
    status: Status = "held",
    confidence: float = 0.9,
    span: tuple[date | None, date | None] = (None, None),
    kind: Kind = "settlement",
    precision: int = 1,
) -> Spell:
    """A spell of a place at this point, known by a key or by its degrees."""
    key = key or f"{lon:.5f},{lat:.5f}"
    place = Place(id=key, name=key, kind=kind, lon=lon, lat=lat, precision=precision)
    return Spell(
        place_id=key,
        name=key,
        status=status,
        holder=holder,
        start=span[0],
        end=span[1],
        confidence=confidence,
        claims=(f"r#{key}",),
        place=place,
    )


def halves(*, seed: int = 1, count: int = 120) -> list[Spell]:
    """Places spread from 36 to 38 degrees east: west of 37 degrees red, east of it blue."""
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    spots = [(chance.uniform(36.02, 37.98), chance.uniform(48.02, 48.98)) for _ in range(count)]
    return [spell(lon, lat, "red" if lon < 37 else "blue", confidence=1.0) for lon, lat in spots]

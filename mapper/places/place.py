"""A place, a candidate for a name, and the gazetteer that offers candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["settlement", "admin", "site", "water", "road", "region", "country"]
Match = Literal["exact", "folded", "skeleton", "fuzzy", "network"]
Box = tuple[float, float, float, float]  # west, south, east, north in degrees
Lookup = Callable[[str], Sequence["Candidate"]]  # the candidates of a name, the best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a gazetteer; `lon`, `lat` are WGS 84 degrees, None where it has no point."""

    id: str
    name: str
    kind: Kind
    lon: float | None = None
    lat: float | None = None
    detail: str = ""
    name_local: str = ""
    names: tuple[str, ...] = ()
    precision: int = 1  # 1 the place itself, 2 within about 3 km, 3 a label point of an area
    country: str = ""
    admin: tuple[str, ...] = ()  # names of the units it lies in, the largest first
    population: int = 0
    ids: tuple[str, ...] = ()
    gazetteer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may bear a name: how alike the spellings are (0 to 1) and how it was found."""

    place: Place
    likeness: float
    match: Match


class Gazetteer(Protocol):
    """Anything that knows places by name."""

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        ...

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none."""
        ...

"""The world in outline: countries, first-level units, seas and regions, and the small towns of US states."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, get_args

from mapper.errors import GazetteerError
from mapper.places.folding import folded
from mapper.places.index import folded_likeness, keys_of, ranked, written
from mapper.places.place import Candidate, Kind, Place
from mapper.places.scripts import latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "world"
TABLE, KEYS = "world.tsv", "world_keys.tsv"  # in mapper/data; the second is written by gazetteer/build.py
COLUMNS = ("id", "kind", "detail", "name", "names", "lon", "lat", "country", "admin", "population", "ids")
_TOWN, _LABEL = 2, 3  # precision: a town to about 3 km, an area's label point
_SHORTEST = 5  # letters of a name that may be folded: "Bai" is not Bay
_COUNTIES = frozenset({"county", "parish", "borough"})


class World:
    """Countries, units, seas and regions with label points; its table is read once in a process."""

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        return NAME

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none.

        An ISO 3166-2 code is a name, too: "US-TX".
        """
        rows, best = _packaged(), {}
        if len(name) >= _SHORTEST:
            key, plain = folded(name), latin(name)
            for place in map(_place, rows.folded.get(key, ())):
                best[place.id] = Candidate(place=place, likeness=folded_likeness(place, key, plain), match="folded")
        for place in map(_place, rows.written.get(written(name), ())):
            best[place.id] = Candidate(place=place, likeness=1.0, match="exact")
        return ranked(best.values())


def count() -> int:
    """How many places the shipped table holds."""
    return len(_packaged().rows)


@dataclass(frozen=True)
class _Rows:
    """The rows of the shipped table, and the ways into them; places are made when they are asked for."""

    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def written(self) -> Mapping[str, list[int]]:
        """Row numbers by exact name."""
        found: dict[str, list[int]] = defaultdict(list)
        name_at, names_at, ids_at = map(COLUMNS.index, ("name", "names", "ids"))
        for i, row in enumerate(self.rows):
            codes = [id_.removeprefix("iso:") for id_ in row[ids_at].split("|") if id_.startswith("iso:")]
            for name in filter(None, dict.fromkeys((row[name_at], *row[names_at].split("|"), *codes))):
                found[written(name)].append(i)
        return found

    @cached_property
    def folded(self) -> Mapping[str, tuple[int, ...]]:
        """Row numbers by folded name, worked out when the table was built, as folding 5,000 names takes a while.

        Countries, units, seas and regions answer to a folded name as well; towns and counties do not.
        """
        lines = (line.split("\t") for line in _text(KEYS).splitlines())
        return {key: tuple(map(int, numbers.split())) for key, numbers in lines}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Names of first-level units by ISO 3166-2 code."""
        return {row[10].removeprefix("iso:"): row[3] for row in self.rows if row[10].startswith("iso:")}

    def place(self, i: int) -> Place:
        """The place of a row."""
        cells = dict(zip(COLUMNS, self.rows[i], strict=True))
        settled = cells["kind"] == "settlement"
        return Place(
            id=cells["id"] if ":" in cells["id"] else f"geonames:{cells['id']}",
            name=cells["name"],
            kind=_KINDS[cells["kind"]],
            lon=float(cells["lon"]),
            lat=float(cells["lat"]),
            detail=cells["detail"] or "town",
            names=tuple(filter(None, cells["names"].split("|"))),
            precision=_TOWN if settled else _LABEL,
            country=cells["country"] or cells["admin"].partition("-")[0],
            admin=(self.units.get(cells["admin"], cells["admin"]),) if cells["admin"] else (),
            population=int(cells["population"] or 0),
            ids=tuple(filter(None, cells["ids"].split("|"))),
            gazetteer=NAME,
        )


_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}


@cache
def _packaged() -> _Rows:
    return _Rows(tuple(_read(_text(TABLE).splitlines())))


@lru_cache(maxsize=1 << 12)
def _place(i: int) -> Place:
    """The place of a row of the shipped table."""
    return _packaged().place(i)


def _text(name: str) -> str:
    path = resources.files("mapper").joinpath("data", name)
    if not path.is_file():
        raise GazetteerError(f"{path} is missing from the installation; install frontline-mapper again")
    return path.read_text(encoding="utf-8")


def keys_text() -> str:
    """The table of the folded names of the areas with their row numbers, which ships beside that of the places."""
    rows = _packaged()
    wide = [i for i, row in enumerate(rows.rows) if row[1] != "settlement" and row[2] not in _COUNTIES]
    keys = sorted(keys_of(map(rows.place, wide)))
    return "".join(f"{key.folded}\t{' '.join(str(wide[number]) for number in key.rows)}\n" for key in keys)


def _read(lines: Iterable[str]) -> Iterable[tuple[str, ...]]:
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows, None)
    return map(tuple, rows)

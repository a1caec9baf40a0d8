"""The gazetteers a user names, opened."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import InputError, UnknownName
from mapper.places import nominatim, shipped, towns, world
from mapper.places.shipped import Shipped
from mapper.places.table import table
from mapper.places.towns import Towns
from mapper.places.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapper.places.place import Gazetteer

KNOWN = (shipped.NAME, world.NAME, towns.NAME, nominatim.NAME)
DEFAULT = (shipped.NAME, world.NAME, towns.NAME)
_SUFFIXES = (".tsv", ".csv", ".txt")


def open_gazetteers(
    names_or_paths: Iterable[str | Path] = DEFAULT,
    *,
    countries: Iterable[str] = (),
    network: Callable[[], Gazetteer] | None = None,
) -> tuple[Gazetteer, ...]:
    """The gazetteers of these names and tables, in this order; the local ones for none.

    Parameters
    ----------
    names_or_paths
        Names out of `KNOWN`, or paths of tables, which are called by their file names.
    countries
        ISO codes of the theatre's countries.
    network
        Opens the gazetteer called nominatim, where names may leave the machine.

    Raises
    ------
    UnknownName
        Neither a known name nor a file; the message lists the names and files that are near.
    InputError
        A table cannot be read, or nominatim is named and the network is not allowed.
    """
    wanted = tuple(dict.fromkeys(names_or_paths)) or DEFAULT
    codes = tuple(countries)
    return tuple(_open(name, countries=codes, network=network) for name in wanted)


def _open(name: str | Path, *, countries: tuple[str, ...], network: Callable[[], Gazetteer] | None) -> Gazetteer:
    if name == shipped.NAME:
        return Shipped()
    if name == world.NAME:
        return World()
    if name == towns.NAME:
        return Towns(countries)
    if name == nominatim.NAME:
        if network is None:
            raise InputError("nominatim sends place names over the network, which is not allowed here; leave it out")
        return network()
    path = Path(name)
    if path.is_file():
        return table(path, name=path.stem)
    raise UnknownName(_unknown(path))


def _unknown(path: Path) -> str:
    tables = sorted(file.name for file in path.parent.glob("*") if file.suffix in _SUFFIXES)
    near = get_close_matches(path.name, (*KNOWN, *tables), n=3)
    files = [file for file in tables if file in near] or tables[:5]
    hint = f"; tables in {path.parent}: {', '.join(files)}" if files else f"; no table lies in {path.parent}"
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"no gazetteer and no file is called {str(path)!r}; the names are {', '.join(KNOWN)}{hint}{meant}"

"""The gazetteers a user names, opened."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import InputError, UnknownName
from mapper.places import nominatim, shipped, towns, world
from mapper.places.adding import installed_paths
from mapper.places.installed import Installed
from mapper.places.shipped import Shipped
from mapper.places.table import table
from mapper.places.towns import Towns
from mapper.places.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapper.places.place import Gazetteer

INSTALLED = "installed"  # every installed country of the theatre
KNOWN = (shipped.NAME, INSTALLED, world.NAME, towns.NAME, nominatim.NAME)
DEFAULT = (shipped.NAME, INSTALLED, world.NAME, towns.NAME)
_ISO = 2  # letters of a country code
_SUFFIXES = (".tsv", ".csv", ".txt")


def open_gazetteers(
    names_or_paths: Iterable[str | Path] = DEFAULT,
    *,
    countries: Iterable[str] = (),
    network: Callable[[], Gazetteer] | None = None,
) -> tuple[Gazetteer, ...]:
    """The gazetteers of these names and tables, in this order; those of `DEFAULT` for none.

    Parameters
    ----------
    names_or_paths
        Names out of `KNOWN`, ISO codes of installed countries, or paths of tables, which are called by
        their file names.
    countries
        ISO codes of the theatre's countries, whose installed gazetteers are taken; all that are
        installed where none is given.
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
    opened: dict[str, Gazetteer] = {}
    for name in wanted:
        if name == INSTALLED:
            opened |= {str(path): _installed(path) for path in installed_paths(codes) if str(path) not in opened}
        elif path := _country(name):
            opened.setdefault(str(path), _installed(path))
        else:
            opened[str(name)] = _open(name, countries=codes, network=network)
    return tuple(opened.values())


def _country(name: str | Path) -> Path | None:
    """The file of an installed country that is named by its code, unless a file is called so."""
    code = str(name)
    is_code = len(code) == _ISO and code.isalpha() and not Path(name).is_file()
    return next(iter(installed_paths([code])), None) if is_code else None


def _installed(path: Path) -> Installed:
    """The installed gazetteer in a file, opened once for each state of the file."""
    stat = path.stat()
    return _opened(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=32)
def _opened(path: Path, *_: int) -> Installed:
    return Installed(path)


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

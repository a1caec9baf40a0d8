"""The gazetteer verbs of the command: search, install, add, list, info."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import InputError
from mapper.places.installing import SERVER, install

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from mapper.places.adding import Added
    from mapper.places.download import Progress
    from mapper.places.place import Gazetteer

    Say = Callable[[str], None]
    Open = Callable[[argparse.Namespace], Sequence[Gazetteer]]
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse keeps the class private

OK, SOME_FAILED, NOTHING_DONE = 0, 1, 2
_FAULTS_SHOWN = 50


def gazetteer_verbs(
    actions: Verbs, *, options: Callable[[argparse.ArgumentParser], None], opened: Open, show: Say, say: Say
) -> None:
    """Nothing; the verbs are added to `actions`.

    Parameters
    ----------
    options
        Adds the option --gazetteer to a parser.
    opened
        Opens the gazetteers that the options name.
    show, say
        Write a line of results, and a line of faults.
    """
    search = actions.add_parser("search", help="ranked candidates for a name")
    search.add_argument("name", metavar="NAME")
    search.add_argument("--near", metavar="LON,LAT", help="prefer places near this point")
    search.add_argument("--country", metavar="CODE", help="only places of this country (ISO code, such as SY)")
    options(search)
    search.set_defaults(run=lambda o: _search(o, opened, show, say))
    fetch = actions.add_parser("install", help="fetch a country's places from GeoNames and add them")
    fetch.add_argument("country", metavar="COUNTRY", help="ISO code, such as SY")
    fetch.add_argument("--from", dest="server", default=SERVER, metavar="URL", help=f"a mirror (default: {SERVER})")
    fetch.set_defaults(run=lambda o: _install(o, show, say))
    plus = actions.add_parser("add", help="add tables of GeoNames, OCHA, Who's On First, or your own")
    plus.add_argument(
        "paths", nargs="+", metavar="FILE_OR_FOLDER", help="of a folder, every table that is known is taken"
    )
    plus.add_argument("--country", default="", metavar="CODE", help="for tables that do not tell their country")
    plus.set_defaults(run=lambda o: _add(o, show, say))
    actions.add_parser("list", help="the gazetteers there are").set_defaults(run=lambda _: _list(show))
    info = actions.add_parser("info", help="where gazetteers come from, licences, sizes, contradictions")
    info.add_argument("name", nargs="?", metavar="NAME", help="one gazetteer, such as SY (default: all)")
    info.set_defaults(run=lambda o: _info(o, show))


def _search(options: argparse.Namespace, opened: Open, show: Say, say: Say) -> int:
    from mapper.places.search import lines, search  # noqa: PLC0415

    found = search(options.name, opened(options), near=_point(options.near), country=options.country)
    for line in lines(found):
        show(line)
    if not found:
        say(f"mapper: no gazetteer knows {options.name!r}; try another spelling, or another --gazetteer")
        return NOTHING_DONE
    return OK


def _install(options: argparse.Namespace, show: Say, say: Say) -> int:
    with ExitStack() as bars:
        added = install(
            options.country,
            server=options.server,
            progress=lambda name: _bar(name, bars),
            tell=lambda s: say(f"mapper: {s}"),
        )
    return _report(added, show, say)


def _bar(name: str, bars: ExitStack) -> Progress:
    """A progress bar for one download, which shows only on a terminal."""
    from tqdm import tqdm  # noqa: PLC0415

    bar = bars.enter_context(tqdm(desc=name, unit="B", unit_scale=True, disable=None, file=sys.stderr, leave=False))

    def progress(done: int, total: int | None) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return progress


def _add(options: argparse.Namespace, show: Say, say: Say) -> int:
    from mapper.places.adding import add  # noqa: PLC0415

    paths = [Path(path) for path in options.paths]
    return _report(add(paths, country=options.country, tell=lambda s: say(f"mapper: {s}")), show, say)


def _report(added: Added, show: Say, say: Say) -> int:
    """The exit status; what was added is shown, what was refused or left out is said."""
    for sheet in added.sheets:
        source = sheet.source
        files = " and ".join(name for name, _ in source.files)
        show(f"{files}: {len(sheet.records):,} places read, {len(sheet.refused):,} rows refused ({source.licence})")
    for code, places in added.places.items():
        show(f"{code}: {places:,} places installed")
    for code in added.unchanged:
        show(f"{code}: nothing new")
    faults = added.faults
    for fault in (*faults[:_FAULTS_SHOWN], *added.left_out):
        say(f"mapper: {fault}")
    if len(faults) > _FAULTS_SHOWN:
        say(f"mapper: and {len(faults) - _FAULTS_SHOWN} rows more")
    return SOME_FAILED if faults else OK


def _list(show: Say) -> int:
    from mapper.places.inventory import listed  # noqa: PLC0415

    for line in listed():
        show(line)
    return OK


def _info(options: argparse.Namespace, show: Say) -> int:
    from mapper.places.inventory import told  # noqa: PLC0415

    for line in told(options.name):
        show(line)
    return OK


def _point(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"--near {text}: give longitude and latitude in degrees, such as 36.52,35.31") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 -- degrees
        raise InputError(f"--near {text}: longitude lies between -180 and 180, latitude between -90 and 90")
    return lon, lat

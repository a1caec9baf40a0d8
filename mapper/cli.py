"""The command: one verb a stage, results on standard output, faults on standard error."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mapper import theatre as theatres
from mapper._version import VERSION
from mapper.errors import ExportError, InputError, MapperError
from mapper.folders import data_folder
from mapper.fronts.command import add_fronts_verb, drawn, probed, spells_of
from mapper.fronts.estimators import NAMES
from mapper.places.command import gazetteer_verbs
from mapper.places.opening import DEFAULT, KNOWN, open_gazetteers
from mapper.reports.files import Reports, as_date, read
from mapper.store.command import store_option, store_verbs
from mapper.verbs.extractors import extractor_of, extractor_options
from mapper.verbs.settle import settle_verb
from mapper.verbs.underlay import underlay_of, underlay_options
from mapper.verbs.views import view_of, view_options

if TYPE_CHECKING:
    from mapper.atlas import Atlas
    from mapper.claims.reading import Reading
    from mapper.places.place import Gazetteer
    from mapper.reports.report import Report

OK, SOME_FAILED, NOTHING_DONE = 0, 1, 2
_COLLECT_AFTER = 200_000  # objects between two searches for garbage: tables of names are none, and they are large
_BAR_AFTER = 2.0  # seconds of work before a progress bar shows


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 all well, 1 some inputs failed, 2 wrong usage or nothing done."""
    gc.set_threshold(_COLLECT_AFTER)
    given = sys.argv[1:] if arguments is None else list(arguments)
    names = (word.partition("=")[0] for word in given)
    stored = any(len(name) > len("--s") and "--store".startswith(name) for name in names)  # it may be cut short
    options = _parser(stored=stored).parse_args(given)
    try:
        return int(options.run(options))
    except MapperError as error:
        _say(f"mapper: {error}")
        return NOTHING_DONE
    except BrokenPipeError:  # the reader of our output has left; that is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        _say("mapper: stopped")
        return NOTHING_DONE


def _parser(*, stored: bool = False) -> argparse.ArgumentParser:
    """The parser; where a store is named, its reports are enough, and no input has to be."""
    parser = argparse.ArgumentParser(
        prog="mapper", description="Reads news reports and shows who held what, when, and who said so."
    )
    parser.add_argument("--version", action="version", version=f"mapper {VERSION}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _map_verb(verbs, stored=stored)
    _extract_verb(verbs, stored=stored)
    _export_verb(verbs, stored=stored)
    settle_verb(
        verbs.add_parser("settle", help="claims coded by hand to spells"), show=_show, say=_say, folder_of=_folder_of
    )
    _why_verb(verbs, stored=stored)
    add_fronts_verb(verbs, run=_run_fronts)
    _gazetteer_verb(verbs)
    store_verbs(verbs, show=_show)
    return parser


if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse keeps the class private


def _common(parser: argparse.ArgumentParser, *, stored: bool) -> None:
    parser.add_argument(
        "inputs",
        nargs="*" if stored else "+",
        metavar="INPUT",
        help='report files, folders, or "-" for JSON lines on standard input',
    )
    store_option(parser)
    parser.add_argument("--published", metavar="DATE", help="publication date of reports that carry none (YYYY-MM-DD)")
    parser.add_argument(
        "--theatre", choices=theatres.SHIPPED, help="the conflict; detected for each report where not given"
    )
    _gazetteers(parser)
    extractor_options(parser)


def _gazetteers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gazetteer",
        action="append",
        metavar="NAME_OR_PATH",
        help=(
            f"{', '.join(KNOWN)}, nominatim=URL, or a table with name, lon, lat; "
            f"may be given again (default: {', '.join(DEFAULT)})"
        ),
    )


def _areas(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cap",
        type=float,
        default=5.0,
        metavar="KM",
        help="how far from a place its area may reach (default: 5); a map draws 1.6 times as far, fading to nothing",
    )
    parser.add_argument(
        "--estimator", choices=NAMES, default="field", help="areas by a smooth field (default) or by cells"
    )
    parser.add_argument(
        "--barriers", metavar="LINES.geojson", help="a river, a border: lines that the front may follow"
    )


def _map_verb(verbs: Verbs, *, stored: bool) -> None:
    parser = verbs.add_parser("map", help="reports to the map page")
    _common(parser, stored=stored)
    parser.add_argument(
        "-o", "--output", default="map.html", metavar="FILE", help="the page to write (default: map.html)"
    )
    parser.add_argument("--title", help="the title of the page")
    _areas(parser)
    parser.add_argument("--at", metavar="DATE", help="the map of this one day")
    view_options(parser)
    underlay_options(parser)
    parser.set_defaults(run=_run_map)


def _extract_verb(verbs: Verbs, *, stored: bool) -> None:
    parser = verbs.add_parser("extract", help="reports to toponyms and claims, one JSON line a report")
    _common(parser, stored=stored)
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="a .jsonl file (default: standard output)")
    view_options(parser, baseline=False)
    parser.set_defaults(run=_run_extract)


def _export_verb(verbs: Verbs, *, stored: bool) -> None:
    parser = verbs.add_parser("export", help="a layer as GeoJSON, GeoPackage, GeoParquet, KML or CSV")
    _common(parser, stored=stored)
    layers = ("claims", "spells", "control", "areas", "front", "band", "toponyms", "gains")
    parser.add_argument("--layer", required=True, choices=layers)
    parser.add_argument("--since", metavar="DATE", help="the day from which gains are reckoned, with --layer gains")
    parser.add_argument(
        "--at", metavar="DATE", help="the day for control, areas, front and band (default: the latest report's)"
    )
    _areas(parser)
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        help=".geojson, .gpkg, .parquet, .kml or .csv (default: GeoJSON on standard output)",
    )
    view_options(parser)
    parser.set_defaults(run=_run_export)


def _why_verb(verbs: Verbs, *, stored: bool) -> None:
    parser = verbs.add_parser("why", help="the chain from the state of a place back to the sentences")
    parser.add_argument("place", metavar="PLACE", help="a name as a report spells it, or a place id")
    _common(parser, stored=stored)
    parser.add_argument("--at", metavar="DATE", help="the day (default: the latest report's)")
    view_options(parser)
    parser.set_defaults(run=_run_why)


def _gazetteer_verb(verbs: Verbs) -> None:
    parser = verbs.add_parser("gazetteer", help="look places up, install and inspect gazetteers")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    gazetteer_verbs(actions, options=_gazetteers, opened=_searched, show=_show, say=_say)


# --- what the verbs do ----------------------------------------------------------------------------


def _run_map(options: argparse.Namespace) -> int:
    target = Path(options.output)
    if target.suffix.lower() not in {".html", ".htm"}:
        raise InputError(f"{options.output}: a map is a page; give it a name that ends in .html")
    underlay = underlay_of(options)
    reports, atlas = _atlas(options)
    _folder_of(target)
    from mapper.export.output import replacing

    chart = atlas.map(title=options.title, at=as_date(options.at), underlay=underlay)
    with replacing(target) as unfinished:
        chart.save(str(unfinished))
    print(f"{target}: {_summary(atlas)}")  # noqa: T201 -- the command's own output
    for line in _checks(atlas):
        _show(line)
    return _status(reports, atlas.readings)


def _run_extract(options: argparse.Namespace) -> int:
    from mapper.claims.rows import row_of

    reports, atlas = _atlas(options, settle=options.lens is not None)
    lines = [json.dumps(row_of(reading), ensure_ascii=False) for reading in atlas.readings]
    text = "".join(f"{line}\n" for line in lines)
    if options.output == "-":
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8"))
    else:
        from mapper.export.output import write_text

        target = Path(options.output)
        _folder_of(target)
        write_text(text, target)
    return _status(reports, atlas.readings)


def _run_export(options: argparse.Namespace) -> int:
    if (options.layer == "gains") != (options.since is not None):
        raise InputError("gains are reckoned from a day: give --layer gains and --since DATE together")
    reports, atlas = _atlas(options)
    if options.output != "-":
        _folder_of(Path(options.output))
    if options.layer == "gains":
        from mapper.export.exporter import export

        export(atlas.gains(since=options.since, at=as_date(options.at)), options.output, layer="gains")
    else:
        atlas.export(options.output, layer=options.layer, at=as_date(options.at))
    return _status(reports, atlas.readings)


def _run_why(options: argparse.Namespace) -> int:
    reports, atlas = _atlas(options)
    print(atlas.why(options.place, at=as_date(options.at)))  # noqa: T201
    return _status(reports, atlas.readings)


def _run_fronts(options: argparse.Namespace) -> int:
    spells, faults = spells_of(options.places)
    for fault in faults:
        _say(f"mapper: {fault}")
    if options.probe:
        text = probed(options, spells)
        if options.output == "-":
            sys.stdout.write(text)
        else:
            from mapper.export.output import write_text

            _folder_of(Path(options.output))
            write_text(text, Path(options.output))
    else:
        from mapper.export.exporter import export

        if options.output != "-":
            _folder_of(Path(options.output))
        export(drawn(options, spells).areas, options.output, layer="areas")
    return SOME_FAILED if faults else OK


def _searched(options: argparse.Namespace) -> tuple[Gazetteer, ...]:
    """The gazetteers that a search asks."""
    names, network = _named_gazetteers(options.gazetteer, ())
    return open_gazetteers(names, countries=[options.country] if options.country else (), network=network)


def _atlas(options: argparse.Namespace, *, settle: bool = True) -> tuple[Reports, Atlas]:
    """The reports of the inputs, read and settled; faults and problems are told on the way."""
    from mapper.pipeline import build

    extractor = extractor_of(options, tell=_say)
    given = options.inputs or not options.store  # a store has reports of its own
    reports = read(*options.inputs, published=options.published, theatre=options.theatre) if given else Reports(())
    for fault in reports.faults:
        _say(f"mapper: {fault}")
    names, network = _named_gazetteers(options.gazetteer, ())
    atlas = build(
        _progress(reports),
        theatre=options.theatre,
        gazetteers=names,
        network=network,
        cap_km=getattr(options, "cap", 5.0),
        estimator=getattr(options, "estimator", "field"),
        barriers=getattr(options, "barriers", None),
        **view_of(options),
        extractor=extractor,
        store=options.store,
        settle=settle,
        tell=lambda sentence: _say(f"mapper: {sentence}"),
    )
    for fault in atlas.faults:  # of the baseline: the progress bar shows the reports alone
        _say(f"mapper: {fault}")
    for problem in atlas.problems:
        _say(f"mapper: {problem}")
    return replace(reports, faults=(*reports.faults, *atlas.faults)), atlas


def _named_gazetteers(
    named: list[str] | None, countries: Sequence[str]
) -> tuple[tuple[str, ...], Callable[[], Gazetteer] | None]:
    """The gazetteers a user named, and how to open Nominatim where it is among them."""
    names = tuple(named or DEFAULT)
    server = next((n.partition("=")[2] for n in names if n.startswith("nominatim=")), "")
    plain = tuple("nominatim" if n.startswith("nominatim=") else n for n in names)
    if "nominatim" not in plain:
        return plain, None
    from mapper.places.nominatim import Nominatim

    scheme, _, host = server.rpartition("://")
    opener = partial(Nominatim, data_folder() / "nominatim", tell=_say, countries=countries)
    return plain, partial(opener, server=host.rstrip("/"), scheme=scheme or "https") if host else opener


def _progress(reports: Reports) -> Iterable[Report]:
    """The reports behind a progress bar, which shows only on a terminal and after two seconds."""
    from tqdm import tqdm

    bar: Iterable[Report] = tqdm(reports, unit=" reports", delay=_BAR_AFTER, disable=None, file=sys.stderr, leave=False)
    return bar


def _status(reports: Reports, readings: Iterable[Reading]) -> int:
    return SOME_FAILED if reports.faults or any(r.failed for r in readings) else OK


def _summary(atlas: Atlas) -> str:
    claims = [c for r in atlas.readings for c in r.claims]
    places = {s.place_id for s in atlas.timeline.spells}
    states = ", ".join(_states(atlas))
    until = f" up to {atlas.latest}" if atlas.dated else ", none with a date"
    text = f"reports: {len(atlas.readings)}{until}; claims: {len(claims)}; places with a timeline: {len(places)}"
    return f"{text} ({states})" if states else text


def _states(atlas: Atlas) -> Iterator[str]:
    now = atlas.timeline.at(atlas.latest)
    for spell in now[:4]:
        yield f"{spell.name} {spell.status}" + (f" by {spell.holder}" if spell.status == "held" else "")
    if len(now) > 4:  # noqa: PLR2004 -- a line has room for four
        yield f"and {len(now) - 4} more"


def _checks(atlas: Atlas) -> Iterator[str]:
    """One line on counted claims, where there are any."""
    rows = list(zip(*(atlas.checks[name] for name in ("quote", "named", "missing")), strict=True))
    if rows:
        some = ", ".join(f'"{quote}": {named} named, {missing} missing' for quote, named, missing in rows[:3])
        more = f", and {len(rows) - 3} more" if len(rows) > 3 else ""  # noqa: PLR2004 -- a line has room for three
        yield f"  counted: {some}{more}"


def _folder_of(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{target.parent}: the folder cannot be made: {error.strerror or error}") from error


def _show(line: str) -> None:
    print(line)  # noqa: T201


def _say(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201

"""`mapper settle`: claims coded by hand, settled into spells."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mapper import theatre as theatres
from mapper.errors import InputError
from mapper.verbs.views import view_of, view_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from mapper.control.coding import Coded
    from mapper.control.corrections import Corrections
    from mapper.control.spell import Timeline
    from mapper.reports.report import Fault

    Say = Callable[[str], None]

OK, SOME_FAILED, NOTHING_DONE = 0, 1, 2
_FAULTS_SHOWN = 20
_BAR_AFTER = 2.0  # seconds of work before a progress bar shows


def settle_verb(parser: argparse.ArgumentParser, *, show: Say, say: Say, folder_of: Callable[[Path], None]) -> None:
    """Add the options of the verb to its parser."""
    parser.add_argument(
        "claims",
        metavar="CLAIMS.csv",
        help="claims with report_id, place_id, name, lon, lat, change, controller, date_from, date_to, reported, "
        'claimant, claimant_side, certainty (and actor, previous, source, quote); "-" for standard input',
    )
    view_options(parser)
    parser.add_argument(
        "--theatre",
        choices=theatres.SHIPPED,
        help="whose sides are enemies; without it the sides that the claims oppose most often",
    )
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        help=".csv, .geojson, .gpkg, .parquet or .kml (default: CSV, printed)",
    )
    parser.set_defaults(run=partial(_run, show=show, say=say, folder_of=folder_of))


def _run(options: argparse.Namespace, *, show: Say, say: Say, folder_of: Callable[[Path], None]) -> int:
    from mapper.export.exporter import export
    from mapper.layers import spells_layer

    coded, timeline, faults = _settled(options)
    for fault in faults[:_FAULTS_SHOWN]:
        say(f"mapper: {fault}")
    if len(faults) > _FAULTS_SHOWN:
        say(f"mapper: and {len(faults) - _FAULTS_SHOWN:,} rows more")
    if coded.undated:
        say(f"mapper: {coded.undated:,} rows without a date in `reported` are left out: nobody knows since when")
    if not timeline.spells and faults:
        return NOTHING_DONE
    if options.output != "-":
        folder_of(Path(options.output))
    layer = spells_layer(timeline, ())
    last = {(s.place_id, s.start.isoformat() if s.start else None): coded.last(s.claims) for s in timeline.spells}
    words = [last[key] for key in zip(layer["place_id"], layer["start"], strict=True)]
    layer["claimant"] = [one.claimant or None for one in words]
    layer["source"] = [one.source or None for one in words]
    layer["last_claim_quote"] = [one.quote or None for one in words]
    export(layer, options.output, layer="spells", printed_as=".csv")
    if options.output != "-":
        places = len({spell.place_id for spell in timeline.spells})
        show(f"{options.output}: {coded.rows:,} rows; {len(timeline.spells):,} spells of {places:,} places")
    return SOME_FAILED if faults else OK


def _settled(options: argparse.Namespace) -> tuple[Coded, Timeline, list[Fault]]:
    """The claims, the timeline they settle into, and what was wrong with them."""
    from mapper.control.baseline import read_baseline
    from mapper.control.coding import read_coded
    from mapper.control.correcting import corrected, found
    from mapper.control.corrections import NONE, read_corrections
    from mapper.control.enemies import enemies_of
    from mapper.control.lenses import checked, started_by
    from mapper.control.named import NamedPlaces, placed
    from mapper.control.settling import settled

    view = view_of(options)
    starts = read_baseline(view["baseline"]) if "baseline" in view else ()
    starts = started_by(starts, view.get("known_by"))
    corrections = read_corrections(view["corrections"]) if "corrections" in view else NONE
    _check_fit(corrections)
    coded = read_coded(
        options.claims,
        known_by=view.get("known_by"),
        lens=view.get("lens"),
        wrong=frozenset(wrong.id for wrong in corrections.wrong),
        watch=_watched,
    )
    for wrong in corrections.wrong:
        if wrong.id not in coded.left_out:
            raise InputError(f"{corrections.where(wrong.line)}: {options.claims} has no claim {wrong.id}")
    faults = list(coded.faults)
    places = NamedPlaces(coded.table)
    baseline = placed(starts, places, faults=faults)
    if options.theatre:
        theatre = theatres.load(options.theatre)
        enemies = theatre.enemies()
    else:
        enemies = enemies_of(coded.table, baseline)
    if view.get("lens"):
        checked(view["lens"], coded.sides)
    timeline = settled(coded.table, enemies=enemies, baseline=baseline)
    return coded, corrected(timeline, found(corrections, (), places)), faults


def _check_fit(corrections: Corrections) -> None:
    """Refuse corrections of texts: a table has none."""
    lines = [*(m.line for m in corrections.mentions), *(w.line for w in corrections.wrong if not w.id)]
    if lines:
        raise InputError(
            f"{corrections.where(min(lines))}: a table of claims has no text; mend its row, "
            'or name the claim by its id (report_id, "#" and its line)'
        )


def _watched(lines: Iterable[str]) -> Iterable[str]:
    """The lines behind a progress bar, which shows only on a terminal and after two seconds."""
    from tqdm import tqdm

    watched: Iterable[str] = tqdm(
        lines, unit=" rows", unit_scale=True, delay=_BAR_AFTER, disable=None, file=sys.stderr, leave=False
    )
    return watched

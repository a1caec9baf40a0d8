"""The options that say how claims are looked at: from which start, by which day, through whose eyes, corrected how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.reports.files import as_date

if TYPE_CHECKING:
    import argparse


def view_options(parser: argparse.ArgumentParser, *, baseline: bool = True) -> None:
    """Add the options; without `baseline` where nothing is settled."""
    if baseline:
        parser.add_argument(
            "--baseline",
            metavar="FILE",
            help="who held what at the start: a CSV of place_id, name, lon, lat, holder, date",
        )
    parser.add_argument(
        "--known-by", metavar="DATE", help="as it could be known by this day: only what was reported by it"
    )
    parser.add_argument(
        "--lens", metavar="SIDE", help="only what this side's sources claim; \"neither\": what nobody's side claims"
    )
    parser.add_argument("--corrections", metavar="FILE", help="what a person corrected: a TOML file")


def view_of(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say, as `mapper.build` takes it; what was not given is left out."""
    chosen = {name: getattr(options, name, None) for name in ("baseline", "lens", "corrections")}
    chosen["known_by"] = as_date(options.known_by)
    return {name: value for name, value in chosen.items() if value is not None}

"""Options of `mapper map` for what lies under the places: tiles, overlays, a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.errors import InputError

if TYPE_CHECKING:
    import argparse

    from mapper.maps.underlay import Box, Underlay


def underlay_options(parser: argparse.ArgumentParser) -> None:
    """Add the options; none of them is ever a default, because a page of ours asks nobody for anything."""
    parser.add_argument(
        "--tiles",
        metavar="NAME_OR_URL",
        help="tiles that a reader's browser asks a server for: OpenStreetMap.Mapnik, or an address with {z}, {x}, {y}",
    )
    parser.add_argument("--tiles-attribution", metavar="TEXT", help="whose the tiles are, shown on the map")
    parser.add_argument(
        "--pmtiles", metavar="FILE", help="tiles in a PMTiles file; those near the places go with the page"
    )
    parser.add_argument(
        "--overlay",
        action="append",
        default=[],
        metavar="FILE.geojson",
        help="lines, areas or points to draw; may be given again",
    )
    parser.add_argument("--picture", metavar="FILE", help="a picture of a map to lay under the places")
    parser.add_argument("--picture-bounds", metavar="W,S,E,N", help="where the picture lies, in degrees")


def underlay_of(options: argparse.Namespace) -> Underlay | None:
    """What the options say; None where they say nothing.

    Raises
    ------
    InputError
        The bounds are no four numbers.
    """
    named = (options.tiles, options.pmtiles, options.picture, options.picture_bounds, options.tiles_attribution)
    if not options.overlay and not any(named):
        return None
    from mapper.maps.underlay import Underlay

    return Underlay(
        tiles=options.tiles,
        attribution=options.tiles_attribution,
        overlays=tuple(options.overlay),
        picture=options.picture,
        pmtiles=options.pmtiles,
        bounds=_bounds(options.picture_bounds),
    )


def _bounds(text: str | None) -> Box | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{text}: no bounds; write west,south,east,north in degrees, such as 36,35,37,36") from None
    return west, south, east, north

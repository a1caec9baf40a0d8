"""The verb `fronts`: areas and front line from a table of places, for people with their own control data."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.control.spell import Spell
from mapper.errors import InputError
from mapper.fronts.estimators import NAMES, estimator_named
from mapper.fronts.geojson import areas_of, barriers_of, polygons_of
from mapper.places.place import Place

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mapper.fronts.tessellation import Estimate

UNDATED = date(1970, 1, 1)  # where a table gives no date
_NEEDED = ("lon", "lat", "holder")


def add_fronts_verb(verbs: Any, *, run: Callable[[argparse.Namespace], int]) -> None:  # noqa: ANN401 -- argparse's own
    """Add the verb and its options."""
    parser = verbs.add_parser("fronts", help="areas and front line from a table of places")
    parser.add_argument("places", metavar="PLACES.csv", help="columns name, lon, lat, holder; weight and date optional")
    parser.add_argument("--boundary", metavar="B.geojson", help="the country: nothing is drawn outside")
    parser.add_argument("--baseline-areas", metavar="OLD.geojson", help="areas of an earlier day (property holder)")
    parser.add_argument(
        "--barriers", metavar="LINES.geojson", help="a river, a border: lines across which places tell less"
    )
    parser.add_argument("--probe", metavar="POINTS.csv", help="write the probabilities at these points (lon, lat)")
    parser.add_argument(
        "--cap", type=float, metavar="KM", help="how far a place speaks for the land round it (default: any)"
    )
    parser.add_argument("--method", choices=NAMES, default="field", help="a smooth field, or the nearest place's cells")
    parser.add_argument(
        "-o", "--output", default="-", metavar="FILE", help=".geojson, or .csv with --probe (default: standard output)"
    )
    parser.set_defaults(run=run)


def spells_of(path: str | Path) -> tuple[tuple[Spell, ...], tuple[str, ...]]:
    """The places of a table as spells of one day, and a sentence for each row that cannot be used.

    Raises
    ------
    InputError
        The file cannot be read, a column is missing, or no row can be used.
    """
    rows, faults = _rows(path, _NEEDED), []
    spells = []
    for line, row in rows:
        try:
            spells.append(_spell(line, row))
        except ValueError as error:
            faults.append(f"{path}, line {line}: {error}")
    if not spells:
        raise InputError(f"{path}: no row gives a place with lon, lat and holder")
    latest = max((s.start for s in spells if s.start is not None), default=UNDATED)
    newest: dict[tuple[float, float], Spell] = {}
    for spell in sorted(spells, key=lambda s: s.start or UNDATED):
        at = spell.place
        if at is not None and at.lon is not None and at.lat is not None:
            newest[at.lon, at.lat] = spell
    kept = tuple(newest[at] for at in sorted(newest))
    return tuple(_on(spell, latest) for spell in kept), tuple(faults)


def day_of(spells: Sequence[Spell]) -> date:
    """The day of a table: its latest date."""
    return max((s.start for s in spells if s.start is not None), default=UNDATED)


def drawn(options: argparse.Namespace, spells: Sequence[Spell]) -> Estimate:
    """The areas and the front that the options ask for.

    Raises
    ------
    InputError
        A file cannot be read, or the options do not go together.
    """
    boundary = polygons_of(options.boundary) if options.boundary else None
    barriers = barriers_of(options.barriers) if options.barriers else None
    day = day_of(spells)
    if options.method == "cells":
        if options.baseline_areas:
            raise InputError("cells move no areas of an earlier day; leave --baseline-areas out, or use the field")
        cells = estimator_named("cells")
        return next(cells(spells, days=[day], cap_km=options.cap, boundary=boundary, barriers=barriers))
    from mapper.fronts.smooth import estimate as smooth

    old = areas_of(options.baseline_areas) if options.baseline_areas else None
    return smooth(spells, day=day, cap_km=options.cap, boundary=boundary, old=old, barriers=barriers)


def probed(options: argparse.Namespace, spells: Sequence[Spell]) -> Iterator[str]:
    """Lines of CSV: lon, lat, the likeliest holder, its probability, and that of every side.

    Raises
    ------
    InputError
        Cells are asked for, which give no probabilities; fewer places are known than a field takes; a point cannot
        be read or is not on the globe; or both old areas and barriers are given.
    """
    from mapper.fronts.smooth import FEWEST, surface

    if options.method == "cells":
        raise InputError("cells give no probabilities; leave --probe out, or use the field")
    old = areas_of(options.baseline_areas) if options.baseline_areas else None
    barriers = barriers_of(options.barriers) if options.barriers else None
    found = surface(spells, day=day_of(spells), old=old, barriers=barriers)
    if found is None:
        raise InputError(f"{options.places}: too few places for probabilities; at least {FEWEST} are needed")
    points = []
    for line, row in _rows(options.probe, ("lon", "lat")):
        try:
            points.append(_point(row))
        except ValueError as error:
            raise InputError(f"{options.probe}, line {line}: {error}; lon and lat are degrees") from error
    yield ",".join(["lon", "lat", "holder", "probability", *found.sides])
    for (lon, lat), chances in zip(points, found.chances(points), strict=True):
        best = int(chances.argmax())
        shares = [f"{chance:.4f}" for chance in chances]
        yield ",".join([str(lon), str(lat), found.sides[best], shares[best], *shares])


def _rows(path: str | Path, needed: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{path}: missing columns: {', '.join(missing)}")
    return [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]


def _point(row: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = float(row["lon"]), float(row["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 -- the globe
        raise ValueError(f"lon {lon}, lat {lat} is no place on the globe")
    return lon, lat


def _spell(line: int, row: Mapping[str, str]) -> Spell:
    if not row["holder"]:
        raise ValueError("no holder")
    lon, lat = _point(row)
    weight = float(row["weight"]) if row.get("weight") else 1.0
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    name = row.get("name", "")
    key = row.get("place_id") or f"row:{line}"
    place = Place(id=key, name=name, kind="settlement", lon=lon, lat=lat)
    return Spell(
        place_id=key,
        name=name,
        status="held",
        holder=row["holder"],
        start=day,
        end=None,
        confidence=min(1.0, max(0.0, weight)),
        place=place,
        reason="a table of places",
    )


def _on(spell: Spell, day: date) -> Spell:
    """The spell as it stands on the table's latest day."""
    return replace(spell, start=spell.start or (None if day == UNDATED else day))

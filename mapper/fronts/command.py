"""The verb `fronts`: areas and front line from a table of places, for people with their own control data."""

from __future__ import annotations

import csv
import io
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
    from collections.abc import Callable, Mapping, Sequence

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
    from mapper.fronts.tessellation import point_of

    rows, faults = _rows(path, _NEEDED), []
    spells = []
    for line, row in rows:
        try:
            spells.append((line, _spell(line, row)))
        except ValueError as error:
            faults.append(f"{path}, line {line}: {error}")
    if not spells:
        raise InputError("\n".join([f"{path}: no row gives a place with lon, lat and holder", *faults]))
    latest = day_of([spell for _, spell in spells])
    newest: dict[tuple[float, float], tuple[int, Spell]] = {}
    for line, spell in sorted(spells, key=lambda one: one[1].start or UNDATED):
        at = point_of(spell)
        if at is None:
            continue
        before, rival = newest.get(at, (0, spell))
        if spell.start == rival.start and spell.holder != rival.holder:
            faults.append(
                f"{path}, line {line}: {rival.holder!r} holds the same point on the same day in line {before}"
            )
        else:
            newest[at] = (line, spell)
    kept = tuple(newest[at][1] for at in sorted(newest))
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


def probed(options: argparse.Namespace, spells: Sequence[Spell]) -> str:
    """A table in CSV: lon, lat, the likeliest holder, its probability, and that of every side.

    Raises
    ------
    InputError
        Cells are asked for, which give no probabilities; fewer places are known than a field takes; there are
        no points, or some cannot be read or are not on the globe; or both old areas and barriers are given.
    """
    from mapper.fronts.smooth import FEWEST, surface

    if options.method == "cells":
        raise InputError("cells give no probabilities; leave --probe out, or use the field")
    old = areas_of(options.baseline_areas) if options.baseline_areas else None
    barriers = barriers_of(options.barriers) if options.barriers else None
    found = surface(spells, day=day_of(spells), old=old, barriers=barriers)
    if found is None:
        raise InputError(f"{options.places}: too few places for probabilities; at least {FEWEST} are needed")
    points = _points(options.probe)
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["lon", "lat", "holder", "probability", *found.sides])
    for (lon, lat), chances in zip(points, found.chances(points), strict=True):
        best = int(chances.argmax())
        shares = [f"{chance:.4f}" for chance in chances]
        rows.writerow([lon, lat, found.sides[best], shares[best], *shares])
    return table.getvalue()


def _points(path: str) -> list[tuple[float, float]]:
    """The points of a table, all of which can be read."""
    points, faults = [], []
    for line, row in _rows(path, ("lon", "lat")):
        try:
            points.append(_point(row))
        except ValueError as error:
            faults.append(f"{path}, line {line}: {error}")
    if faults or not points:
        raise InputError("\n".join(faults) or f"{path}: has no points")
    return points


def _rows(path: str | Path, needed: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=max("\t;,", key=text.partition("\n")[0].count))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{path}: missing columns: {', '.join(missing)}")
    return [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]


def _point(row: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = _number(row, "lon"), _number(row, "lat")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 -- the globe
        raise ValueError(f"lon {lon}, lat {lat} is no place on the globe")
    return lon, lat


def _number(row: Mapping[str, str], name: str) -> float:
    try:
        return float(row[name])
    except ValueError:
        raise ValueError(f"{name} {row[name]!r} is no number") from None


def _weight(row: Mapping[str, str]) -> float:
    """How surely a place is held, 1 where the table does not say so."""
    weight = _number(row, "weight") if row.get("weight") else 1.0
    if not 0 <= weight <= 1:
        raise ValueError(f"weight {weight} is not from 0 to 1")
    return weight


def _day(row: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(row["date"]) if row.get("date") else None
    except ValueError:
        raise ValueError(f"date {row['date']!r} is no date; write it as YYYY-MM-DD") from None


def _spell(line: int, row: Mapping[str, str]) -> Spell:
    if not row["holder"]:
        raise ValueError("no holder")
    lon, lat = _point(row)
    name = row.get("name", "")
    key = row.get("place_id") or f"row:{line}"
    place = Place(id=key, name=name, kind="settlement", lon=lon, lat=lat)
    return Spell(
        place_id=key,
        name=name,
        status="held",
        holder=row["holder"],
        start=_day(row),
        end=None,
        confidence=_weight(row),
        place=place,
        reason="a table of places",
    )


def _on(spell: Spell, day: date) -> Spell:
    """The spell as it stands on the table's latest day."""
    return replace(spell, start=spell.start or (None if day == UNDATED else day))

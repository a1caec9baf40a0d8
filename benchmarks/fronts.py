"""How good areas and fronts are: quality, probabilities and time, against published control polygons.

python benchmarks/fronts.py FOLDER [--only quality|reliability|time|year]
python benchmarks/fronts.py --only year

FOLDER has boundary.geojson and a folder a date with truth.geojson (property holder) and tables of places:
places_100.csv (all of them) and places_50, _20, _05 and _news.csv (some of them), each name, lon, lat, holder.

Quality: median and 95th percentile of the distance between the two lines, both ways, sampled every kilometre,
and the overlap of the areas (intersection over union), within 80 km of the true line; means over the dates.
Reliability: the places that a table leaves out, by the probability that the field gives to the likelier side.
Time: seconds of the processor for places spread at random over the country, and for a year of days over 2,000
invented places of which four change or are told of anew each day, of a front that moves.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from mapper.control.spell import Spell, Status
from mapper.fronts.command import spells_of
from mapper.fronts.coverage import polygons
from mapper.fronts.estimators import NAMES, estimator_named
from mapper.fronts.geojson import areas_of, polygons_of
from mapper.fronts.metres import Plane
from mapper.fronts.smooth import estimate, surface
from mapper.fronts.tessellation import sites_of
from mapper.places.place import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Spot = tuple[float, float]
    Span = tuple[date | None, date | None]
    Figures = tuple[float, float, float, float]
    Shapes = NDArray[np.object_]
    Hidden = tuple[NDArray[np.float64], NDArray[np.bool_]]

KINDS = ("100", "50", "20", "05", "news")
BINS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.95, 0.99, 1.001)
SIZES = (1_000, 10_000, 30_000)
DAY = date(2024, 1, 1)
LINE, KNOWN = 38.0, 0.8  # where the invented front stands at first, and how many of its places are known then
NEAR, INSIDE = 80_000.0, 3_000.0  # metres: what is scored round the true line, and how far inside the border


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measures areas and fronts.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--only", choices=("quality", "reliability", "time", "year"))
    options = parser.parse_args()
    if options.folder is None and options.only != "year":
        parser.error("only the year needs no FOLDER")
    folder: Path = options.folder
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "quality": lambda: quality(folder),
        "reliability": lambda: reliability(folder),
        "time": lambda: times(folder),
        "year": year,
    }
    for name, lines in tables.items():
        if options.only in (None, name):
            for line in lines():
                print(line, flush=True)
            print()


def dates_in(folder: Path) -> list[Path]:
    """The folders of the dates."""
    return sorted(path.parent for path in folder.glob("*/truth.geojson"))


def quality(folder: Path) -> Iterator[str]:
    """Both estimators on every table, and the last date's news moving the first date's areas."""
    border = polygons_of(folder / "boundary.geojson")
    yield "| places known | " + " | ".join(f"{name}: median km / IoU / p95 km" for name in NAMES) + " |"
    for kind in KINDS:
        cells = []
        for name in NAMES:
            figures = []
            for at in dates_in(folder):
                spells, _ = spells_of(at / f"places_{kind}.csv")
                drawn = next(estimator_named(name)(spells, days=[DAY], cap_km=None, boundary=border))
                figures.append(scored(drawn.areas, at / "truth.geojson", folder / "boundary.geojson"))
            cells.append(_figures(figures))
        yield f"| {kind} | " + " | ".join(cells) + " |"
    first, last = dates_in(folder)[0], dates_in(folder)[-1]
    spells, _ = spells_of(last / "places_news.csv")
    moved = estimate(spells, day=DAY, cap_km=None, boundary=border, old=areas_of(first / "truth.geojson"))
    figures = [scored(moved.areas, last / "truth.geojson", folder / "boundary.geojson")]
    yield f"| {last.name} news moving {first.name} | {_figures(figures)}, mean {figures[0][3]:.2f} |  |"


def _figures(rows: list[Figures]) -> str:
    median, iou, p95, _ = np.mean(rows, axis=0)
    return f"{median:.2f} / {iou:.3f} / {p95:.1f}"


@cache
def _true(truth: Path, boundary: Path) -> tuple[BaseGeometry, BaseGeometry, BaseGeometry, str, Plane]:
    flat = Plane(lon=35.0, lat=48.5)
    frame = gpd.read_file(truth)
    whole, country = (_solid(flat.to_metres(polygons_of(path))) for path in (truth, boundary))
    line = whole.boundary.intersection(country.buffer(-INSIDE))
    region = _solid(line.buffer(NEAR).simplify(1_000).intersection(country))
    inner = country.buffer(-INSIDE).intersection(region.buffer(-2_000))
    shapely.prepare(inner)
    return _solid(whole.intersection(region)), region, inner, str(frame["holder"].iloc[0]), flat


def scored(areas: gpd.GeoDataFrame, truth: Path, boundary: Path) -> Figures:
    """Median km, overlap, 95th percentile km and mean km of an estimate against the truth."""
    true, region, inner, holder, flat = _true(truth, boundary)
    drawn = _solid(flat.to_metres(shapely.union_all(areas[areas["holder"] == holder].geometry.to_numpy())))
    drawn = _solid(drawn.intersection(region))
    one, other = drawn.boundary.intersection(inner), true.boundary.intersection(inner)
    far = np.concatenate([shapely.distance(_along(one), other), shapely.distance(_along(other), one)]) / 1_000.0
    overlap = drawn.intersection(true).area / drawn.union(true).area
    return float(np.median(far)), float(overlap), float(np.percentile(far, 95)), float(far.mean())


def _along(line: BaseGeometry) -> Shapes:
    shapely.prepare(line)
    parts = [part for part in shapely.get_parts(line) if part.length > 0]
    counts = [max(2, int(part.length / 1_000.0) + 2) for part in parts]
    return np.concatenate(
        [
            shapely.line_interpolate_point(part, np.linspace(0, 1, n), normalized=True)
            for part, n in zip(parts, counts, strict=True)
        ]
    )


def _solid(shape: BaseGeometry) -> BaseGeometry:
    return polygons(shapely.make_valid(shape))


def reliability(folder: Path) -> Iterator[str]:
    """Of hidden places by the probability given: how many, the mean given, the share right."""
    yield "| hidden from | " + " | ".join(f"{a} to {min(b, 1)}" for a, b in pairwise(BINS)) + " |"
    every: list[Hidden] = []
    for kind in KINDS[1:]:
        found = [_hidden(at, kind) for at in dates_in(folder)]
        every += found
        yield f"| {kind} | {_reliable(found)} |"
    yield f"| all | {_reliable(every)} |"


def _hidden(at: Path, kind: str) -> Hidden:
    spells, _ = spells_of(at / f"places_{kind}.csv")
    found = surface(spells, day=DAY)
    if found is None:
        raise SystemExit(f"{at}: too few places")
    known = {site.at for site in sites_of(spells, DAY)}
    with (at / "places_100.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(float(row["lon"]), float(row["lat"]), row["holder"]) for row in csv.DictReader(stream)]
    rows = [row for row in rows if (round(row[0], 5), round(row[1], 5)) not in known]
    chances = found.chances([row[:2] for row in rows])
    right = np.array([found.sides[best] for best in chances.argmax(axis=1)]) == np.array([row[2] for row in rows])
    return chances.max(axis=1), right


def _reliable(found: list[Hidden]) -> str:
    given, right = (np.concatenate(column) for column in zip(*found, strict=True))
    cells = []
    for low, high in pairwise(BINS):
        some = (given >= low) & (given < high)
        cells.append(f"{some.sum():,}: {given[some].mean():.3f}, {right[some].mean():.3f}" if some.any() else "none")
    return " | ".join(cells)


def times(folder: Path) -> Iterator[str]:
    """Seconds for places at random over the country: without a cap and with one of 5 km."""
    border = polygons_of(folder / "boundary.geojson")
    true = dates_in(folder)[0] / "truth.geojson"
    ((side, area),) = areas_of(true).items()
    estimate(_scattered(100, border, area, side), day=DAY, cap_km=None, boundary=border)
    yield "| places | field | field, cap of 5 km | cells |"
    for count in SIZES:
        spells = _scattered(count, border, area, side)
        cells = []
        for name, cap in (("field", None), ("field", 5.0), ("cells", None)):
            start = time.process_time()
            next(estimator_named(name)(spells, days=[DAY], cap_km=cap, boundary=border))
            cells.append(f"{time.process_time() - start:.2f} s")
        yield f"| {count:,} | " + " | ".join(cells) + " |"


def _scattered(count: int, border: BaseGeometry, area: BaseGeometry, side: str) -> list[Spell]:
    chance = np.random.default_rng(1)
    left, low, right, high = border.bounds
    shapely.prepare(border)
    shapely.prepare(area)
    spots = chance.uniform((left, low), (right, high), (4 * count, 2))
    spots = spots[shapely.contains_xy(border, spots[:, 0], spots[:, 1])][:count]
    held = shapely.contains_xy(area, spots[:, 0], spots[:, 1])
    sides = [side if own else "other" for own in held]
    return [_spell(k, (x, y), holder) for k, ((x, y), holder) in enumerate(zip(spots, sides, strict=True))]


def _spell(number: int, spot: Spot, holder: str, *, status: Status = "held", span: Span = (None, None)) -> Spell:
    lon, lat = spot
    place = Place(id=f"p{number}", name=f"p{number}", kind="settlement", lon=float(lon), lat=float(lat))
    return Spell(
        place_id=place.id,
        name=place.name,
        status=status,
        holder=holder,
        start=span[0],
        end=span[1],
        confidence=0.9,
        claims=(f"r#{number}",),
        place=place,
    )


def year() -> Iterator[str]:
    """Seconds for a year of days, and for its last day alone."""
    spells, days = sway()
    start = time.process_time()
    last = list(estimator_named("field")(spells, days=days, cap_km=5.0, boundary=None))[-1]
    whole = time.process_time() - start
    start = time.process_time()
    alone = estimate(spells, day=days[-1], cap_km=5.0)
    same = alone.areas.to_json() == last.areas.to_json()
    yield (
        f"{len(days)} days over 2,000 places: {whole:.1f} s; the last day alone: "
        f"{time.process_time() - start:.2f} s, {'the same' if same else 'NOT THE SAME'}"
    )


def sway(*, count: int = 2_000, days: int = 365, a_day: int = 4, seed: int = 1) -> tuple[list[Spell], list[date]]:
    """An invented front that moves east: four in five places known at the start, four told of each day."""
    chance = random.Random(seed)  # noqa: S311 -- an invented front, no secret
    spots = [(chance.uniform(36, 40), chance.uniform(34, 37)) for _ in range(count)]
    told: list[list[tuple[int, str, Status]]] = [
        [(0, "red" if lon < LINE else "blue", "held")] if chance.random() < KNOWN else [] for lon, _ in spots
    ]
    for day in range(1, days):
        line = LINE + 0.4 * day / days
        away = [abs(lon - line + chance.gauss(0, 0.1)) for lon, _ in spots]
        near = sorted(range(count), key=away.__getitem__)[:40]
        for k in chance.sample(near, a_day):
            status: Status = "contested" if chance.random() > KNOWN else "held"
            told[k].append((day, "red" if spots[k][0] < line else "blue", status))
    spells = []
    for k, tellings in enumerate(told):
        ends = [*(day for day, _, _ in tellings[1:]), None][: len(tellings)]
        for (day, holder, status), end in zip(tellings, ends, strict=True):
            span = (DAY + timedelta(day), None if end is None else DAY + timedelta(end))
            spells.append(_spell(k, spots[k], holder, status=status, span=span))
    return spells, [DAY + timedelta(day) for day in range(days)]


if __name__ == "__main__":
    main()

"""How fast and how well names are looked up in installed countries, printed as lines for RESULTS.md.

python benchmarks/gazetteer.py FOLDER     a folder with the tables of OCHA and Who's On First

Retrieval: every OCHA name among Who's On First's Latin names alone, and the other way round. The truth is
linked by equal Arabic names and distance, so that Latin spelling plays no part. Weights are learned on
every other sub-district; the figures are those of the others.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product
from math import cos, exp, pi, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.places import folding, likeness
from mapper.places.distance import quick_kilometres
from mapper.places.folding import folded
from mapper.places.formats import ocha, wof
from mapper.places.formats.recognised import read_all
from mapper.places.installed import Installed
from mapper.places.nearness import NEARNESS, REACH_KM
from mapper.places.scripts import in_latin_script
from mapper.places.storing import write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mapper.places.place import Candidate
    from mapper.places.record import Record, Sheet

    Point = tuple[float, float]

COUNTRIES = {"SY": ("_sy_", "_syr_"), "UA": ("_ua_",), "SD": ("_sd_",), "MM": ("_mm_",)}
LINK_KM, RIGHT_KM, HINT_KM = 3.0, 5.0, 15.0
SAMPLE = 1000
UNIT = 0.2  # what a candidate gains that lies in a unit named like the one asked for
UNIT_LIKE = 0.8
_SYRIA = (35.5, 32.2, 42.5, 37.45)
_OPEN = """
import time; begin = time.perf_counter()
from pathlib import Path; from mapper.places.installed import Installed
Installed(Path({path!r})).find("Hama"); print(time.perf_counter() - begin)
"""
_MEMORY = """
import resource, sys; from pathlib import Path; from mapper.places.installed import Installed
def rss(): return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith({field!r}))
before = rss(); book = Installed(Path({path!r}))
for name in sys.stdin.read().split("\\n"): book.find(name)
print((rss() - before) / 1024)
"""


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as made:
        for country, marks in COUNTRIES.items():
            build(folder, Path(made), country, marks)
        speed(Path(made) / "SY.sqlite")
        retrieval(folder, Path(made))


def build(folder: Path, made: Path, country: str, marks: Sequence[str]) -> None:
    """Print how long one country takes to build."""
    files = sorted(file for file in folder.iterdir() if any(mark in file.name for mark in marks))
    begin = time.perf_counter()
    places = write_store(made / f"{country}.sqlite", read_all(files).sheets, country=country)
    seconds = time.perf_counter() - begin
    size = (made / f"{country}.sqlite").stat().st_size / 2**20
    print(f"build {country}: {places:,} places in {seconds:.1f} s, {size:.0f} MB on disk")


def speed(path: Path) -> None:
    """Print look-up times, opening and memory of one country."""
    book = Installed(path)
    names = random.Random(1).sample([place.name for place in book.places()], SAMPLE)  # noqa: S311 -- a sample, no secret
    forms: dict[str, Callable[[str], object]] = {
        "exact": lambda name: book.find(name, loosest="exact"),
        "exact and folded": lambda name: book.find(name, loosest="folded"),
        "all, re-ranked": book.find,
        "fuzzy in Syria": lambda name: book.fuzzy(name, bounds=_SYRIA),
        "fuzzy near a point": lambda name: book.fuzzy(name, near=(36.5, 35.3)),
    }
    for form, ask in forms.items():
        cold, warm = times(ask, names, book), times(ask, names, None)
        print(f"look-up {form}: median {cold:.3f} ms with empty caches, {warm:.3f} ms asked again")
    opened = statistics.median(float(run(_OPEN.format(path=str(path)))) for _ in range(5))
    rss = [float(run(_MEMORY.format(path=str(path), field=f), "\n".join(names))) for f in ("RssAnon", "VmRSS")]
    print(f"import, open and first look-up: {1000 * opened:.0f} ms")
    print(f"memory after {SAMPLE} look-ups: {rss[0]:.0f} MB, and {rss[1]:.0f} MB with what is mapped of the file")


def times(ask: Callable[[str], object], names: Iterable[str], empty: Installed | None) -> float:
    """The median milliseconds of a look-up; with `empty`, after that gazetteer's caches were emptied."""
    if empty is not None:
        for cached in (folding._folded, folding._word, folding.skeletons_of, likeness.closeness):  # noqa: SLF001 -- to empty them
            cached.cache_clear()
        empty.forget()
    found = []
    for name in names:
        begin = time.perf_counter()
        ask(name)
        found.append(time.perf_counter() - begin)
    return 1000 * statistics.median(found)


def run(code: str, text: str = "") -> str:
    """What a program of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], input=text, text=True, capture_output=True, check=True)
    return done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One look-up: the names of a place in one source, and the same place in the other."""

    names: tuple[str, ...]
    truth: Record
    unit: str  # the district that the asking source names
    centre: Point | None  # of that district, by the asking source's places
    near: Point  # HINT_KM off


def retrieval(folder: Path, made: Path) -> None:
    """Print how often the right place is found and comes first, each source among the names of the other."""
    here = ocha.read_places(next(folder.glob("ocha_syr_admin4_*.tsv")))
    there = wof.read_localities(folder / "wof_sy_localities.tsv")
    sheets = {"ocha": latin_names(here), "wof": latin_names(there)}
    books = {}
    for key, sheet in sheets.items():
        write_store(made / key / "SY.sqlite", [sheet], country="SY")
        books[key] = Installed(made / key / "SY.sqlite")
    plain = {record.id: record for sheet in sheets.values() for record in sheet.records}
    pairs = [(a, b) for a, b in linked(here, there) if b.id in plain]
    print(f"retrieval: {len(pairs)} places linked by Arabic name within {LINK_KM:g} km")
    units = (centres(here, 1), centres(there, -1))
    whole, chief = (lambda record: names_of(plain[record.id])), (lambda record: names_of(plain[record.id])[:1])
    for title, book, asked in (
        ("OCHA's name among WoF's", books["wof"], questions(pairs, whole, units[0], depth=1)),
        ("WoF's names among OCHA's", books["ocha"], questions([(b, a) for a, b in pairs], whole, units[1], depth=-1)),
        (
            "WoF's chief name among OCHA's",
            books["ocha"],
            questions([(b, a) for a, b in pairs], chief, units[1], depth=-1),
        ),
    ):
        figures(title, book, asked)


def latin_names(sheet: Sheet) -> Sheet:
    """The records with their Latin names alone."""
    kept = []
    for record in sheet.records:
        names = [name for name in names_of(record) if in_latin_script(name)]
        if names:
            others = tuple((name, "") for name in dict.fromkeys(names[1:]))
            kept.append(replace(record, name=names[0], name_local="", names=others))
    return replace(sheet, records=tuple(kept))


def names_of(record: Record) -> tuple[str, ...]:
    """The chief name and all others but the local one."""
    return (record.name, *(name for name, _ in record.names))


def linked(here: Sheet, there: Sheet) -> list[tuple[Record, Record]]:
    """Pairs of records with an Arabic name in common, each with the nearest within LINK_KM."""
    by_name: dict[str, list[Record]] = defaultdict(list)
    for record in there.records:
        for key in arabic(record):
            by_name[key].append(record)
    pairs = []
    for record in here.records:
        near = {(apart(record, other), other.id): other for key in arabic(record) for other in by_name[key]}
        if near and min(near)[0] < LINK_KM:
            pairs.append((record, near[min(near)]))
    return pairs


def arabic(record: Record) -> set[str]:
    """The keys of a record's Arabic names."""
    names = (record.name_local, *(name for name, _ in record.names))
    return {folded(name) for name in names if "\u0600" <= name[:1] <= "\u06ff"} - {""}


def apart(one: Record, other: Record) -> float:
    """The distance of two records in km."""
    return quick_kilometres(one.lon or 0, one.lat or 0, other.lon or 0, other.lat or 0)


def centres(sheet: Sheet, depth: int) -> dict[str, Point]:
    """The middle of the places of each unit."""
    points: dict[str, list[Point]] = defaultdict(list)
    for record in sheet.records:
        if record.admin and record.lon is not None and record.lat is not None:
            points[record.admin[depth]].append((record.lon, record.lat))
    return {unit: (statistics.mean(p[0] for p in ps), statistics.mean(p[1] for p in ps)) for unit, ps in points.items()}


def questions(
    pairs: Sequence[tuple[Record, Record]],
    names: Callable[[Record], tuple[str, ...]],
    units: dict[str, Point],
    *,
    depth: int,
) -> tuple[list[Asked], list[Asked]]:
    """The look-ups to learn from and those to report, by every other sub-district of OCHA's."""
    ocha_of = [(b if depth < 0 else a) for a, b in pairs]
    half = {unit: place % 2 for place, unit in enumerate(sorted({record.admin[2] for record in ocha_of}))}
    chance = random.Random(15)  # noqa: S311 -- a direction, no secret
    halves: tuple[list[Asked], list[Asked]] = ([], [])
    for (asking, truth), unit in zip(pairs, (record.admin[2] for record in ocha_of), strict=True):
        district = asking.admin[depth] if asking.admin else ""
        one = Asked(
            names=names(asking), truth=truth, unit=district, centre=units.get(district), near=off(truth, chance)
        )
        halves[half[unit]].append(one)
    return halves


def off(record: Record, chance: random.Random) -> Point:
    """A point HINT_KM from a place, in any direction."""
    angle, lat = chance.random() * 2 * pi, record.lat or 0.0
    return (record.lon or 0) + HINT_KM * sin(angle) / (111.3 * cos(radians(lat))), lat + HINT_KM * cos(angle) / 111.0


def figures(title: str, book: Installed, asked: tuple[list[Asked], list[Asked]]) -> None:
    """Print what one direction of the test gives on the half that nothing was learned from."""
    learn, report = ([(one, *offers(book, one)) for one in half] for half in asked)
    grid = list(product((0.2, 0.3, 0.4, 0.5), (15.0, 30.0, 45.0, 60.0)))
    best = max(grid, key=lambda weights: top(learn, weights, hint=True))
    count = len(report)
    among = sum(any(c.place.id == one.truth.id for c in blind) for one, blind, *_ in report) / count
    offered = statistics.median(len(blind) for _, blind, *_ in report)
    ours = (NEARNESS, REACH_KM)
    print(f"{title}: {count} places, right one among the candidates {among:.1%} ({offered:g} in the median)")
    print(f"  first within 5 km, told the district: {top(report, ours, hint=False):.1%}")
    print(f"  first within 5 km, told a point 15 km off: {top(report, ours, hint=True):.1%}")
    print(f"  with the weights best on the other half, {best}: {top(report, best, hint=True):.1%}")


def offers(book: Installed, one: Asked) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """The candidates for a look-up without a hint, with the district, with the point."""
    return (
        candidates(book, one.names, None),
        candidates(book, one.names, one.centre),
        candidates(book, one.names, one.near),
    )


def candidates(book: Installed, names: Sequence[str], near: Point | None) -> list[Candidate]:
    """The best of each place for any of the names; where nothing has them, what has nearly them."""
    best: dict[str, Candidate] = {}
    for ask in (book.find, book.fuzzy):
        for candidate in (c for name in names for c in ask(name, near=near)):
            if candidate.place.id not in best or best[candidate.place.id].likeness < candidate.likeness:
                best[candidate.place.id] = candidate
        if best:
            break
    return list(best.values())


def top(
    asked: Sequence[tuple[Asked, list[Candidate], list[Candidate], list[Candidate]]],
    weights: tuple[float, float],
    *,
    hint: bool,
) -> float:
    """How often the best candidate lies within RIGHT_KM of the truth."""
    right = 0
    for one, _, by_district, by_point in asked:
        offered = by_point if hint else by_district
        if not offered:
            continue
        best = max(offered, key=lambda c: points(c, one, weights, hint=hint))
        lon, lat = best.place.lon or 0, best.place.lat or 0
        right += quick_kilometres(lon, lat, one.truth.lon or 0, one.truth.lat or 0) <= RIGHT_KM
    return right / len(asked)


def points(candidate: Candidate, one: Asked, weights: tuple[float, float], *, hint: bool) -> float:
    """The score of a candidate by spelling, nearness to the hint, and unit."""
    place, (nearness, reach) = candidate.place, weights
    near = one.near if hint else one.centre
    km = quick_kilometres(near[0], near[1], place.lon or 0, place.lat or 0) if near else None
    score = (1 - nearness) * candidate.likeness + (nearness * exp(-km / reach) if km is not None else 0)
    named = not hint and any(likeness.likeness(one.unit, unit) > UNIT_LIKE for unit in place.admin[:2])
    return score + UNIT * named


if __name__ == "__main__":
    main()

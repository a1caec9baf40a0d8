"""How fast claims are settled, how much memory that takes, and how often the settled holder is right.

python benchmarks/settling.py                        a million claims: seconds and memory
python benchmarks/settling.py FOLDER                 the same, and campaigns whose truth is known

FOLDER holds score.py and a folder for each campaign, with claims.csv, baseline.csv and truth.csv.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.control.baseline import read_baseline
from mapper.control.settling import settled
from mapper.control.statements import Statements

if TYPE_CHECKING:
    from mapper.control.spell import Timeline

CLAIMS, PLACES, DAYS = 1_000_000, 10_000, 1_000
FIRST = date(2022, 1, 1).toordinal()
SIDES = ("army", "rebels")
TURNS = 4  # a place changes hands at most so often
DEGREES_EAST, DEGREES_NORTH = 4.0, 3.0
SOURCES = tuple(f"{kind} {n}" for kind in ("army", "rebels", "observers") for n in range(8))
WRONG = {"army": 0.25, "rebels": 0.25, "observers": 0.05}  # how often a source errs or lies


def main() -> None:
    """Print the figures."""
    begin = time.perf_counter()
    table = invented()
    told = time.perf_counter()
    timeline = settled(table, enemies={SIDES[0]: SIDES[1], SIDES[1]: SIDES[0]})
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(table):,} claims over {len(table.places.words):,} places and {DAYS:,} days, one core")
    print(f"  entered in {told - begin:.1f} s, settled in {done - told:.1f} s into {len(timeline.spells):,} spells")
    print(f"  peak memory {memory:.2f} GB")
    for folder in sorted(Path(sys.argv[1]).glob("*/claims.csv")) if len(sys.argv) > 1 else ():
        print(f"{folder.parent.name:8}{scored(folder.parent)}")


def invented() -> Statements:
    """Claims by partisan and other sources, some of them wrong, about places that change hands a few times."""
    chance = random.Random(1)  # noqa: S311 -- an invented war, no secret
    table = Statements()
    truth: list[list[tuple[int, int]]] = []
    for number in range(PLACES):
        table.places.number(f"p{number:05}")
        table.points[number] = (36 + chance.random() * DEGREES_EAST, 34 + chance.random() * DEGREES_NORTH)
        days = sorted(chance.sample(range(1, DAYS), chance.randrange(TURNS + 1)))
        holder = chance.randrange(2)
        truth.append([(day, (holder + n) % 2) for n, day in enumerate([0, *days])])
    for number in range(CLAIMS):
        place = chance.randrange(PLACES)
        source = chance.choice(SOURCES)
        party = source.split()[0]
        turns = truth[place]
        if len(turns) > 1 and chance.random() < 0.3:  # noqa: PLR2004 -- a share
            change, (day, holder) = "captured", chance.choice(turns[1:])
        else:
            change, day = chance.choice(("held", "held", "repelled")), chance.randrange(DAYS)
            holder = next(side for turn, side in reversed(turns) if turn <= day)
        if chance.random() < WRONG[party]:
            holder = SIDES.index(party) if party in SIDES else 1 - holder
        day += FIRST
        table.add(
            id_=f"r{number}#1",
            place=place,
            change=change,
            certainty=chance.choice(("asserted", "claimed")),
            controller=SIDES[holder],
            previous=None,
            actor=None,
            start=day,
            end=day,
            reported=day + chance.randrange(4),
            source=source,
            report=f"r{number}",
            leaning=party if party in SIDES else None,
        )
    return table


def scored(folder: Path) -> str:
    """What a campaign's own program says of its settled spells."""
    begin = time.perf_counter()
    baseline = read_baseline(folder / "baseline.csv")
    table = coded(folder / "claims.csv")
    sides = sorted({start.holder for start in baseline})
    enemies = {sides[0]: sides[1], sides[1]: sides[0]}
    timeline = settled(table, enemies=enemies, baseline=baseline)
    seconds = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as place:
        spells = Path(place) / "spells.csv"
        written(timeline, spells)
        program = [sys.executable, str(folder.parent / "score.py"), str(spells), str(folder / "truth.csv")]
        answer = subprocess.run(program, check=True, capture_output=True, text=True).stdout.strip()
    return f"{answer}  ({len(table)} claims, {seconds:.1f} s)"


def coded(path: Path) -> Statements:
    """The claims of a table."""
    table = Statements()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            place = table.places.number(row["place_id"])
            table.points.setdefault(place, (float(row["lon"]), float(row["lat"])))
            start, end, reported = (day_of(row[name]) for name in ("date_from", "date_to", "reported"))
            table.add(
                id_=f"{row['report_id']}#{number}",
                place=place,
                change=row["change"],
                certainty=row["certainty"],
                controller=row["controller"],
                previous=None,
                actor=None,
                start=start,
                end=end,
                reported=reported,
                source=row["claimant"].casefold() or row["report_id"],
                report=row["report_id"],
                leaning=row["claimant_side"],
            )
    return table


def day_of(cell: str) -> int:
    """The number of a day, 0 for none."""
    return date.fromisoformat(cell).toordinal() if cell else 0


def written(timeline: Timeline, path: Path) -> None:
    """The spells as the scoring program reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["place_id", "start", "end", "holder"])
        writer.writerows([s.place_id, s.start or "", s.end or "", s.holder or ""] for s in timeline.spells)


if __name__ == "__main__":
    main()

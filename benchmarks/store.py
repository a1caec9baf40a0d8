"""How fast a store takes reports in, and whether it outlives being killed; the readings are made up.

python benchmarks/store.py speed [--reports 100000]
python benchmarks/store.py kills [--kills 1000]

"speed": a store of so many reports, three claims each; then 20,000 reports and 60,000 claims into an empty one in one
transaction, 100 reports more into the large one, the same 100 again, and everything restored. Places recur as they do
in the news: a few are in thousands of reports, most in a handful.

"kills": processes that write to one store are killed (SIGKILL) at random moments, also while they make it. After each
the store has to open, hold all that was committed and nothing by halves, and be what a store would be that was written
in one go. Needs a system that can fork.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.claims.claim import Change, Claim
from mapper.claims.reading import Reading
from mapper.control.settling import settle
from mapper.geoparse.resolution import Resolution, Scored
from mapper.geoparse.toponym import Toponym
from mapper.period import on
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.store.store import Fresh, Store

if TYPE_CHECKING:
    from mapper.control.spell import Timeline

PLACES, ADDED, BULK = 20_000, 100, 20_000
CHANGES: tuple[Change, ...] = ("captured", "recaptured", "held", "contested", "lost", "besieged")
SIDES = {"rebels": "regime", "regime": "rebels"}
SIDE_OF = tuple(SIDES)
WRITERS, ROUNDS = 2, 25  # processes that write to a store at once, and how often they are killed until it is compared
BATCH, MOST, SETTLED = 5, 1_000, 3  # reports of a transaction, transactions of a process, and after how many it settles
LONGEST = 0.15  # seconds that a process lives longer than the one before
SENTENCE = "The town lies between the river and the road, and people who left it in spring have not come back. "


def main() -> None:
    """Print the figures; the exit status tells whether a kill did harm."""
    parser = argparse.ArgumentParser(description="Times a store, or kills those who write to it.")
    parser.add_argument("what", choices=("speed", "kills"))
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    gc.set_threshold(200_000)  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        if options.what == "speed":
            speed(Path(folder), options.reports)
        else:
            sys.exit(kills(Path(folder), options.kills, options.seed))


# --- made up ---


def places(number: int = PLACES) -> list[Place]:
    """Places on a grid."""
    return [
        Place(
            id=f"made:{n}",
            name=f"Tal {n}",
            kind="settlement",
            lon=35 + n % 200 / 100,
            lat=34 + n // 200 / 100,
            names=(f"Tell {n}", f"تل {n}"),
            country="SY",
            admin=("Hama", "Muhradah"),
            gazetteer="made",
        )
        for n in range(number)
    ]


def weights(number: int = PLACES) -> list[float]:
    """How often each place is spoken of: as the inverse of its rank, added up for `random.choices`."""
    return list(accumulate(1 / (rank + 10) for rank in range(number)))


def reading(number: int, all_places: list[Place], weighed: list[float]) -> Reading:
    """The made-up reading of a report of a number: five names, three claims."""
    chance = random.Random(number)  # noqa: S311 -- made up, and the same each time
    numbers = chance.choices(range(len(all_places)), cum_weights=weighed, k=5)
    named = [all_places[n] for n in numbers]
    day = date(2012, 1, 1) + timedelta(days=number // 25)
    head = " ".join(f"Rebels took {place.name} on Thursday." for place in named)
    report = Report(
        id=f"report-{number}", text=f"{head} {number}\n{SENTENCE * 20}", published=day, source="a wire", theatre="syria"
    )
    resolutions = []
    at = 0
    for n, place in zip(numbers, named, strict=True):
        start = report.text.index(place.name, at)
        at = start + len(place.name)
        others = [all_places[(n + step) % len(all_places)] for step in (1, 7)]  # a name has its candidates, always
        scored = tuple(
            Scored(place=one, score=score, reasons=("spelling 1.00 (exact)", "kind village"), exact=True)
            for one, score in zip((place, *others), (0.91, 0.62, 0.55), strict=True)
        )
        toponym = Toponym(span=report.span(start, at), kind="settlement", cue="village", told=True)
        resolutions.append(Resolution(toponym=toponym, place=place, candidates=scored, reason="the best of 3"))
    claims = tuple(
        Claim(
            id=f"{report.id}#{n}",
            place=one.toponym.span.quote,
            scope="place",
            change=chance.choices(CHANGES, weights=(3, 1, 10, 2, 1, 1))[0],
            certainty="claimed",
            mention=one.toponym.span,
            evidence=report.span(0, len(head)),
            period=on(day),
            reported=day,
            actor="rebels",
            controller=chance.choices(SIDE_OF, weights=(1 + 8 * (day.year % 2), 5))[0],
            claimant="the Observatory",
            confidence=0.75,
            resolution=one,
        )
        for n, one in enumerate(resolutions[:3], start=1)
    )
    return Reading(report=report, theatre="syria", resolutions=tuple(resolutions), claims=claims)


def made(_by: str, _theatre: str) -> str:
    """What reads the made-up reports."""
    return "made up"


def opened(path: Path) -> Store:
    """A store of made-up readings."""
    return Store(path, made=made)


def settled(readings: Sequence[Reading]) -> Timeline:
    """The timeline of made-up readings."""
    return settle((claim for one in readings for claim in one.claims), enemies=SIDES)


def restored(store: Store) -> tuple[tuple[Reading, ...], Timeline]:
    """All readings of a store and their timeline."""
    found = store.restored(settle=settled, settler="settle")
    if found is None:
        raise SystemExit("the store says that others have read its reports")
    return found


def add(store: Store, readings: list[Reading]) -> int:
    """How many reports were taken in; those that the store has already are not."""
    by_id = {one.report.id: one for one in readings}
    wanted = store.wanted([one.report for one in readings])
    store.add([(one, Fresh(reading=by_id[one.given], by="syria")) for one in wanted])
    return len(wanted)


# --- speed ---


@contextlib.contextmanager
def timed(words: str) -> Iterator[None]:
    """Print how long something took, and how much of that the processor worked."""
    begin, worked = time.perf_counter(), time.process_time()
    yield
    took, work = time.perf_counter() - begin, time.process_time() - worked
    print(f"  {words:66} {took:7.2f} s, {work:7.2f} s of the processor", flush=True)


def speed(folder: Path, number: int) -> None:
    """Print how long adding, settling and restoring take."""
    every, weighed = places(), weights()
    bulk = [reading(n, every, weighed) for n in range(BULK)]
    print(f"readings made up: {len(bulk[0].resolutions)} names and {len(bulk[0].claims)} claims in each report")
    path = folder / "one.gpkg"
    with timed("20,000 reports, 60,000 claims into an empty store, all at once"), opened(path) as store:
        add(store, bulk)
    with timed("settled and restored"), opened(path) as store:
        restored(store)
    print(f"    {path.stat().st_size / 1e6:.0f} MB")
    path = folder / "all.gpkg"
    with timed(f"{number:,} reports into a store, 1,000 at a time"), opened(path) as store:
        for start in range(0, number, 1_000):
            add(store, [reading(n, every, weighed) for n in range(start, min(number, start + 1_000))])
    with timed("settled and restored"), opened(path) as store:
        restored(store)
    print(f"    {path.stat().st_size / 1e6:.0f} MB")
    more = [reading(n, every, weighed) for n in range(number, number + ADDED)]
    with timed(f"{ADDED} reports more, from opening to closing"), opened(path) as store:
        add(store, more)
    with timed(f"the same {ADDED} again"), opened(path) as store:
        add(store, more)
    same = [reading(n, every, weighed) for n in range(0, number, max(1, number // 10_000))]
    with timed(f"{len(same):,} that are there already"), opened(path) as store:
        add(store, same)
    with timed("settled again and restored"), opened(path) as store:
        restored(store)
    with timed("restored"), opened(path) as store:
        readings, timeline = restored(store)
    print(f"    {len(readings):,} readings, {len(timeline.spells):,} spells")
    with timed("of that, settling"):
        settled(readings)


# --- kills ---


def kills(folder: Path, number: int, seed: int) -> int:
    """1 where a kill lost or broke something, else 0."""
    chance = random.Random(seed)  # noqa: S311 -- moments to kill at
    every = places(100)
    weighed = weights()[: len(every)]
    done = reports = 0
    begin = time.perf_counter()
    while done < number:
        path = folder / f"{done}.gpkg"
        promised: set[int] = set()
        for _ in range(min(ROUNDS, -(-(number - done) // WRITERS))):
            writers = [Writer(path, start, every, weighed) for start in range(done, done + WRITERS)]
            for writer in writers:
                time.sleep(chance.uniform(0, LONGEST))
                promised |= writer.kill()
            done += WRITERS
            fault = harm(path, promised)
            if fault:
                print(f"after {done} kills: {fault}")
                return 1
        fault = difference(path, every, weighed)
        if fault:
            print(f"after {done} kills: {fault}")
            return 1
        reports += BATCH * len(promised)
    print(f"{done:,} kills, {reports:,} reports committed, nothing lost ({time.perf_counter() - begin:.0f} s)")
    return 0


class Writer:
    """A process that adds batches of made-up reports to a store, and tells the number of each that is committed."""

    def __init__(self, path: Path, start: int, every: list[Place], weighed: list[float]) -> None:
        self._out, told = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(told)
            return
        try:  # the child, which never comes back
            with opened(path) as store:
                for batch in range(start * MOST, (start + 1) * MOST):
                    add(store, [reading(batch * BATCH + n, every, weighed) for n in range(BATCH)])
                    os.write(told, f"{batch}\n".encode())
                    if batch % SETTLED == 0:
                        restored(store)
        finally:
            os._exit(1)

    def kill(self) -> set[int]:
        """The batches that were told to be committed, when the process is dead."""
        os.kill(self._process, signal.SIGKILL)
        _, status = os.waitpid(self._process, 0)
        with os.fdopen(self._out, "rb") as out:
            lines = out.read().split(b"\n")
        if not os.WIFSIGNALED(status):
            raise SystemExit("a writer ended by itself; what it said stands above")
        return {int(line) for line in lines[:-1]}


def harm(path: Path, promised: set[int]) -> str:
    """What is wrong with the store, in words; empty where nothing is."""
    if not path.exists():
        return f"{len(promised)} batches are lost with the file" if promised else ""
    with opened(path):
        pass
    with contextlib.closing(sqlite3.connect(path)) as store:
        (whole,) = store.execute("PRAGMA integrity_check").fetchone()
        numbers = [int(i.rpartition("-")[2]) for (i,) in store.execute("SELECT id FROM reports")]
        counts = [
            store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 -- our own tables
            for table in ("kept_texts", "kept_readings", "kept_claims", "claims")
        ]
    there = Counter(n // BATCH for n in numbers)
    if whole != "ok":
        return str(whole)
    if promised - set(there):
        return f"batches are lost: {sorted(promised - set(there))}"
    if set(there.values()) - {BATCH}:
        return "a batch was written by halves"
    return "" if counts == [len(numbers)] * 2 + [3 * len(numbers)] * 2 else f"{len(numbers)} reports, but {counts}"


def difference(path: Path, every: list[Place], weighed: list[float]) -> str:
    """What tells the store from one that was written in one go; empty where nothing does."""
    with opened(path) as store:
        restored(store)
        readings, timeline = restored(store)  # this time as it is kept
    if any(one != reading(int(one.report.id.rpartition("-")[2]), every, weighed) for one in readings):
        return "a reading is another than was written"
    return "" if timeline == settled(readings) else "the spells are not those of the claims"


if __name__ == "__main__":
    main()

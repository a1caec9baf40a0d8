"""How fast claims are settled, how much memory that takes, and how often the settled holder is right.

python benchmarks/settling.py                        a million claims: seconds and memory
python benchmarks/settling.py --folders FOLDER       campaigns whose truth is known, as they are and with false claims
python benchmarks/settling.py --folders FOLDER --search   the same, and each campaign settled with what the others teach

FOLDER holds a folder for each campaign, with claims.csv, baseline.csv and truth.csv (place_id, start, end, holder; ends
are not included). False claims come in clusters: a side says that it took 8 to 14 neighbouring places which it did not.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.control import belief, repeats, weights
from mapper.control.baseline import read_baseline
from mapper.control.coding import read_coded
from mapper.control.settling import settled
from mapper.control.statements import Statements
from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.control.baseline import Start
    from mapper.control.spell import Timeline

    Row = dict[str, str]
    Stretch = tuple[date, date, str]
    Setting = dict[str, float]

CLAIMS, PLACES, DAYS = 1_000_000, 10_000, 1_000
FIRST = date(2022, 1, 1).toordinal()
SIDES = ("army", "rebels")
TURNS = 4  # a place changes hands at most so often
DEGREES_EAST, DEGREES_NORTH = 4.0, 3.0
SOURCES = tuple(f"{kind} {n}" for kind in ("army", "rebels", "observers") for n in range(8))
WRONG = {"army": 0.25, "rebels": 0.25, "observers": 0.05}  # how often a source errs or lies
CLUSTERS, SMALLEST, LARGEST, AROUND = 10, 8, 14, 30  # of false claims: how many, of how many places of the nearest
MODULES = {"weights": weights, "belief": belief, "repeats": repeats}
SEARCHED = (  # the numbers that the search varies, each by itself, one after the other
    *("weights.AGAINST", "weights.THIRD", "weights.OWN", "weights.TAKEN", "weights.STATE", "weights.OWN_HOLDING_OUT"),
    *("weights.ONLY_CLAIMED", "weights.BEFORE", "weights.DENIAL", "weights.BEATEN", "weights.BEATEN_OWN"),
    *("belief.CHANGE", "belief.BASELINE", "belief.NEAR_KM", "belief.SHARE", "belief.LIMIT", "belief.LEANING"),
    *("repeats.AGAIN", "repeats.AGAIN_OWN"),
)
FACTORS = (0.5, 0.7, 1.4, 2.0)
LIKELIHOODS = frozenset({"weights.BEATEN", "weights.BEATEN_OWN", "weights.ONLY_CLAIMED"})  # never more than this
MOST = 0.95
TRIES = 1_000  # for a cluster of false claims, before there is taken to be no room for one


@dataclass(frozen=True, slots=True)
class Campaign:
    """Claims about places whose true holders are known."""

    name: str
    table: Statements
    baseline: tuple[Start, ...]
    truth: Mapping[str, Sequence[Stretch]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Times settling, or tells how often the settled holder is right.")
    parser.add_argument("--folders", type=Path, help="a folder with a folder for each campaign")
    parser.add_argument("--search", action="store_true", help="also search for numbers on all campaigns but one")
    options = parser.parse_args()
    if options.folders is None:
        speed()
    else:
        folders(options.folders, search=options.search)


# --- speed ---


def speed() -> None:
    """Print how long a million claims take, and how much memory."""
    table = invented()
    begin, worked = time.perf_counter(), time.process_time()
    timeline = settled(table, enemies={SIDES[0]: SIDES[1], SIDES[1]: SIDES[0]})
    took, work = time.perf_counter() - begin, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(table):,} claims over {len(table.places.words):,} places and {DAYS:,} days, one core")
    print(f"  settled into {len(timeline.spells):,} spells in {took:.1f} s, {work:.1f} s of the processor")
    print(f"  peak memory {memory:.2f} GB, with the claims and what they were made up from")


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


# --- campaigns ---


def folders(folder: Path, *, search: bool) -> None:
    """Print how often the holder is right, and what searching for numbers on the other campaigns would change."""
    names = sorted(path.parent.name for path in folder.glob("*/claims.csv"))
    found = {name: (read(folder / name, clusters=0), read(folder / name, clusters=CLUSTERS)) for name in names}
    print("share of place-days right, and flips beside true ones: as it is; with clusters of false claims")
    for name, (plain, false) in found.items():
        print(f"  {name:8} {told(plain)}; {told(false)}")
    for name in names if search else ():
        others = [one for other in names if other != name for one in found[other]]
        best = searched(others)
        changed = ", ".join(f"{key} {value:.2f}" for key, value in best.items()) or "nothing"
        with using(best):
            print(f"  {name:8} {told(found[name][0])}; {told(found[name][1])} with what the others teach: {changed}")


def read(folder: Path, *, clusters: int) -> Campaign:
    """A campaign, with so many clusters of false claims added."""
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth: dict[str, list[Stretch]] = defaultdict(list)
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ends = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
            truth[row["place_id"]].append((*ends, row["holder"]))
    rows += falsehoods(rows, truth, clusters)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "claims.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        table = read_coded(path).table
    return Campaign(folder.name, table, read_baseline(folder / "baseline.csv"), truth)


def falsehoods(rows: Sequence[Row], truth: Mapping[str, Sequence[Stretch]], number: int) -> Iterator[Row]:
    """Claims of one side's own source that it took places near each other, half of them repeated, half denied."""
    chance = random.Random(7)  # noqa: S311 -- made up, and the same each time
    points = {row["place_id"]: (float(row["lon"]), float(row["lat"])) for row in rows if row["place_id"] in truth}
    sources = {row["claimant_side"]: row["claimant"] for row in rows if row["claimant_side"]}
    like = {row["place_id"]: row for row in rows}
    first, last = min(s[0][0] for s in truth.values()), max(s[-1][1] for s in truth.values())
    tries = 0
    while number:
        tries += 1
        if tries > TRIES:
            raise ValueError(
                f"no cluster of false claims in {TRIES:,} tries: it takes {SMALLEST} neighbouring places that one side "
                "holds on a day, and a source on that side among the claims; leave such a campaign out"
            )
        middle, day = chance.choice(sorted(points)), first + timedelta(days=chance.randrange((last - first).days))
        holder = held(truth[middle], day)
        near = sorted(points, key=lambda place: (quick_kilometres(*points[middle], *points[place]), place))[:AROUND]
        near = [place for place in near if held(truth[place], day) == holder][: chance.randint(SMALLEST, LARGEST)]
        if len(near) < SMALLEST or holder not in sources:
            continue
        liar = next(side for side in sorted(sources) if side != holder)
        number, tries = number - 1, 0
        for at, place in enumerate(near):
            said = day + timedelta(days=chance.randrange(3))
            tellings = [(liar, said, chance.choice(("asserted", "claimed")))]
            if chance.random() < 0.5:  # noqa: PLR2004 -- half
                tellings.append((liar, said + timedelta(days=1), tellings[0][2]))
            if chance.random() < 0.5:  # noqa: PLR2004 -- half
                tellings.append((holder, said + timedelta(days=chance.randint(1, 3)), "denied"))
            for n, (side, when, certainty) in enumerate(tellings):
                days = dict.fromkeys(("date_from", "date_to", "reported"), when.isoformat())
                who = {"claimant": sources[side], "claimant_side": side, "certainty": certainty}
                what = {"report_id": f"false-{number}-{at}-{n}", "change": "captured", "controller": liar}
                yield {**like[place], **days, **who, **what}


def held(stretches: Sequence[Stretch], day: date) -> str:
    """The true holder of a place on a day, "" for none."""
    return next((holder for start, end, holder in stretches if start <= day < end), "")


def told(campaign: Campaign) -> str:
    """Share right and flips in words."""
    timeline = timeline_of(campaign)
    true = sum(len(stretches) - 1 for stretches in campaign.truth.values())
    return f"{right(campaign, timeline):.4f}, {flips(campaign, timeline)} / {true}"


def timeline_of(campaign: Campaign) -> Timeline:
    """The campaign settled."""
    one, other = sorted({start.holder for start in campaign.baseline})
    return settled(campaign.table, enemies={one: other, other: one}, baseline=campaign.baseline)


def right(campaign: Campaign, timeline: Timeline) -> float:
    """The share of place-days whose holder is the true one; a day of which nothing is known is wrong."""
    days = met = 0
    truth = campaign.truth
    for stretches in truth.values():
        days += sum((end - start).days for start, end, _ in stretches)
    for spell in timeline.spells:
        for start, end, holder in truth.get(spell.place_id, ()):
            if holder == spell.holder:
                met += max(0, (min(end, spell.end or end) - max(start, spell.start or start)).days)
    return met / days


def flips(campaign: Campaign, timeline: Timeline) -> int:
    """How often the settled holder of a place changes within the campaign."""
    holders: dict[str, list[str]] = defaultdict(list)
    for spell in timeline.spells:
        truth = campaign.truth.get(spell.place_id)
        if truth is None or spell.holder is None:
            continue
        first, last = truth[0][0], truth[-1][1]
        if (spell.start or first) < last and (spell.end or last) > first:
            holders[spell.place_id].append(spell.holder)
    return sum(a != b for some in holders.values() for a, b in pairwise(some))


# --- search ---


@contextmanager
def using(setting: Setting) -> Iterator[None]:
    """Settle with other numbers for a while."""
    before = {key: number_of(key) for key in setting}
    try:
        put(setting)
        yield
    finally:
        put(before)


def put(setting: Setting) -> None:
    """Put numbers in force."""
    for key, value in setting.items():
        module, _, name = key.partition(".")
        setattr(MODULES[module], name, value)


def number_of(key: str) -> float:
    """The number in force."""
    module, _, name = key.partition(".")
    return float(getattr(MODULES[module], name))


def searched(campaigns: Sequence[Campaign]) -> Setting:
    """The numbers that settle these campaigns best, of those tried one after the other, but for those that stay."""

    def mean(setting: Setting) -> float:
        with using(setting):
            return sum(right(one, timeline_of(one)) for one in campaigns) / len(campaigns)

    best: Setting = {}
    most = mean(best)
    for key in SEARCHED:
        for factor in FACTORS:
            value = number_of(key) * factor
            trial = {**best, key: min(value, MOST) if key in LIKELIHOODS else value}
            share = mean(trial)
            if share > most:
                most, best = share, trial
    return best


if __name__ == "__main__":
    main()

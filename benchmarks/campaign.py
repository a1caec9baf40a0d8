"""How well a whole campaign is followed: an invented one, whose truth is known, read from its reports.

python benchmarks/campaign.py                        figures as lines, then the worst stretch of each place
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import mapper
from mapper.control.statements import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.atlas import Atlas
    from mapper.claims.claim import Claim
    from mapper.control.spell import Spell

FOLDER = Path(__file__).resolve().parent / "campaign"
GAZETTEERS = ("shipped", "world", "towns")  # the same on every machine, whatever is installed there
NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A place with its true holder on each day of the campaign."""

    place_id: str
    name: str
    holders: dict[date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a place after the first claim about it: who held it, and the spell that was read for it."""

    day: date
    true: str
    spell: Spell | None

    @property
    def read(self) -> str:
        """The holder that was read."""
        return self.spell.holder or NOBODY if self.spell else NOBODY

    @property
    def status(self) -> str:
        """The status that was read."""
        return self.spell.status if self.spell else "unknown"


def main() -> None:
    """Print the figures."""
    truth = courses(FOLDER / "truth.csv")
    reports = mapper.read(FOLDER)
    begin = time.perf_counter()
    atlas = mapper.build(reports, gazetteers=GAZETTEERS)
    seconds = time.perf_counter() - begin
    claims = {claim.id: claim for reading in atlas.readings for claim in reading.claims}
    found = {course.name: days for course in truth if (days := scored(course, atlas, claims.values()))}
    words = sum(len(r.text.split()) for r in reports)
    print(f"campaign: {len(reports)} reports, {words} words, {len(claims)} claims, {seconds:.1f} s with opening")
    days = [day for course in found.values() for day in course]
    right = Counter(day.status for day in days if day.read == day.true)
    missed = [course.name for course in truth if course.name not in found]
    possible = sum(len(course.holders) for course in truth)
    print(f"  place-days right      {right.total() / max(1, len(days)):.3f}  ({right.total()} of {len(days)})")
    print(f"    of these contested  {right['contested']}, besieged {right['besieged']}")
    print(f"  scored                {len(days)} of {possible} place-days: those after the first claim about the place")
    print(f"  places never found    {len(missed)} of {len(truth)}  {', '.join(missed)}".rstrip())
    mine = {course.name: changes(read_holders(course, atlas)) for course in truth}
    true = {course.name: changes(course.holders) for course in truth}
    print(f"  flips                 {count(mine)} read, {count(true)} true, {met(mine, true)} met within a day")
    for name, course_days in sorted(found.items(), key=lambda item: (-len(wrong(item[1])), item[0])):
        if wrong(course_days):
            worst(name, course_days, claims)


def courses(path: Path) -> list[Course]:
    """The true courses of all places, from a table of stretches whose ends are not included."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Course(place_id=place_id, name=name, holders={day: row["holder"] for row in stretches for day in span(row)})
        for (place_id, name), stretches in groupby(rows, key=lambda row: (row["place_id"], row["name"]))
    ]


def span(row: dict[str, str]) -> Iterable[date]:
    """The days of a stretch."""
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return (start + timedelta(days=n) for n in range((end - start).days))


def scored(course: Course, atlas: Atlas, claims: Iterable[Claim]) -> list[Day]:
    """The days of a place from the report on that first made a claim about it."""
    about = [c.reported for c in claims if c.happened and c.located and c.located.id == course.place_id and c.reported]
    if not about:
        return []
    spells = spells_of(course, atlas)
    return [
        Day(day=day, true=true, spell=next((s for s in spells if s.covers(day)), None))
        for day, true in course.holders.items()
        if day >= min(about)
    ]


def spells_of(course: Course, atlas: Atlas) -> list[Spell]:
    """The spells that were settled for a place."""
    return [spell for spell in atlas.timeline.spells if spell.place_id == course.place_id]


def read_holders(course: Course, atlas: Atlas) -> dict[date, str]:
    """The holder that was read for each day of the campaign, days on which nobody is known left out."""
    spells = spells_of(course, atlas)
    read = {day: next((s.holder for s in spells if s.covers(day)), None) for day in course.holders}
    return {day: holder for day, holder in read.items() if holder}


def changes(holders: dict[date, str]) -> list[tuple[date, str]]:
    """The days on which another side held the place than on the day before, and that side."""
    return [(day, holder) for (_, before), (day, holder) in pairwise(holders.items()) if holder != before]


def count(flips: dict[str, list[tuple[date, str]]]) -> int:
    """How many flips there are."""
    return sum(map(len, flips.values()))


def met(mine: dict[str, list[tuple[date, str]]], true: dict[str, list[tuple[date, str]]]) -> int:
    """How many true flips have one of the same place to the same side at most a day off."""
    return sum(
        any(side == other and abs(day - when) <= timedelta(days=1) for when, other in mine[name])
        for name, flips in true.items()
        for day, side in flips
    )


def wrong(days: list[Day]) -> list[Day]:
    """The days on which the holder that was read is not the true one."""
    return [day for day in days if day.read != day.true]


def worst(name: str, days: list[Day], claims: dict[str, Claim]) -> None:
    """Print the longest stretch of wrong days of a place, and the sentences that its first day rests on."""
    runs = [list(run) for bad, run in groupby(days, key=lambda day: day.read != day.true) if bad]
    run = max(runs, key=len)
    first, last = run[0], run[-1]
    print(
        f"  {name}: {len(wrong(days))} of {len(days)} days wrong; the worst {len(run)} "
        f"from {first.day} to {last.day}: {first.true} held it, read as {first.read} ({first.status})"
    )
    grounds = [claims[one.removesuffix(MARK)] for one in (first.spell.claims if first.spell else ())]
    if not grounds:
        print("      no claim was read for that day")
    for claim in grounds[:2]:
        told = f"{claim.change} by {claim.controller or claim.actor or claim.previous or NOBODY}, {claim.period.start}"
        print(f"      {claim.id} ({told}): {' '.join(claim.evidence.quote.split())}")


if __name__ == "__main__":
    main()

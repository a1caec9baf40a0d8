"""Tables of statements for the tests of settling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.control.arranged import Arranged, arranged
from mapper.control.belief import believe, chances
from mapper.control.statements import Statements
from mapper.control.weights import Evidence, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Points = Mapping[str, tuple[float, float]]

ENEMIES = {"army": "rebels", "rebels": "army", "isis": "army"}
DAY = date(2019, 5, 1).toordinal() - 1  # so that day 1 is the first of May
NOWHERE: Points = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement; days are days of May 2019, 0 for none."""

    change: str
    side: str | None
    day: int
    until: int | None = None
    place: str = "A"
    source: str = "SOHR"
    leaning: str | None = None
    certainty: str = "asserted"
    previous: str | None = None
    actor: str | None = None
    trust: float = 1.0
    weak: float = 1.0
    report: str = ""

    @property
    def speaks_of(self) -> int:
        """The day by which the statement tells that the side holds the place."""
        moves = self.change in {"captured", "recaptured", "handed_over", "lost", "withdrawn"}
        return self.until if moves and self.until is not None else self.day


def again(said: Said, **changed: Any) -> Said:  # noqa: ANN401 -- any field of a statement
    """The statement with something changed."""
    return replace(said, **changed)


def table_of(said: Iterable[Said], *, points: Points = NOWHERE) -> Statements:
    """The statements as a table, each in a report of its own where it names none."""
    table = Statements()
    for name, point in points.items():
        table.points[table.places.number(name)] = point
    for number, one in enumerate(said):
        report = one.report or f"r{number}"
        last = one.day if one.until is None else one.until
        table.add(
            id_=f"{report}#{number}",
            place=table.places.number(one.place),
            change=one.change,
            certainty=one.certainty,
            controller=one.side,
            previous=one.previous,
            actor=one.actor,
            start=DAY + one.day if one.day else 0,
            end=DAY + last if last else 0,
            reported=DAY + one.day if one.day else 0,
            source=one.source,
            report=report,
            leaning=one.leaning,
            trust=one.trust,
            weak=one.weak,
            number=number,
        )
    return table


def evidence_of(said: Iterable[Said]) -> tuple[Evidence, list[str]]:
    """The weighed evidence of statements, and the names of the sides."""
    c, enemies = _arranged(table_of(said))
    return weigh(c, enemies), c.sides


def weights_of(*said: Said) -> dict[tuple[int, str], float]:
    """By day of May 2019 and side what statements weigh together."""
    evidence, sides = evidence_of(said)
    signals = evidence.signals
    found: dict[tuple[int, str], float] = {}
    for day, side, weight in zip(signals.day, signals.side, signals.weight, strict=True):
        key = (int(day) - DAY, sides[side])
        found[key] = round(found.get(key, 0.0) + float(weight), 3)
    return found


class Believed:
    """What is believed of the places of statements, on every day of May 2019 and some after."""

    def __init__(
        self, said: Iterable[Said], *, points: Points = NOWHERE, baseline: Mapping[str, str] | None = None
    ) -> None:
        # Of a place far from all others something is told all month long, so that no day is left out.
        months = [Said(change="held", side="army", day=day, place="far", source="far") for day in (1, 20, 45)]
        table = table_of([*said, *months], points=points)
        starts = {table.places.number(place): side for place, side in (baseline or {}).items()}
        c, enemies = _arranged(table)
        at = {number: place for place, number in enumerate(c.numbers)}
        evidence = weigh(c, enemies)
        self.places, self.sides = c.places, c.sides
        self.inputs: dict[str, Any] = {
            "signals": evidence.signals,
            "edges": evidence.edges,
            "places": len(c.places),
            "sides": len(c.sides) + 1,
            "points": {at[number]: point for number, point in table.points.items()},
            "baseline": {at[number]: (c.sides.index(side), DAY + 1) for number, side in starts.items()},
            "enemies": enemies,
        }
        days, parts = chances(**self.inputs)
        self.days: list[int] = days.tolist()
        self.chances = np.empty((len(days), len(c.sides) + 1, len(c.places)), dtype=np.float32)
        for some, chance in parts:
            self.chances[:, :, some] = chance

    def chance(self, day: int, side: str, place: str = "A") -> float:
        """How likely a side holds a place on a day."""
        at = self.days.index(DAY + day)
        return float(self.chances[at, self.sides.index(side), self.places.index(place)])

    def holder(self, day: int, place: str = "A") -> str:
        """Who is believed to hold a place on a day, "" for nobody who is named."""
        found = believe(**self.inputs)
        number = int(found.held[self.places.index(place), found.days.tolist().index(DAY + day)])
        return self.sides[number] if number < len(self.sides) else ""


def _arranged(table: Statements) -> tuple[Arranged, dict[int, int]]:
    for side in (*ENEMIES, *ENEMIES.values()):
        table.sides.number(side)
    c = arranged(table)
    return c, {c.sides.index(one): c.sides.index(other) for one, other in ENEMIES.items()}

"""What settling asks of a claim, in columns: a million hand-coded claims are settled as the ten of a report."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.places.place import Place

UNDATED = 2  # the day of what nobody dated: before all days of all wars
NOBODY = -1  # stands for no side, no claimant
CHANGES = (
    "captured",
    "recaptured",
    "handed_over",
    "lost",
    "withdrawn",
    "held",
    "repelled",
    "besieged",
    "contested",
    "advanced",
)
CERTAINTIES = ("asserted", "claimed", "historic", "denied", "negated", "planned")
MARK: Final = "~area"  # ends the id of a statement that is made of one about an area
SITE: Final = "/site"  # ends the key of a site that only bears a place's name
BESIDE = 0.2  # what a hill or checkpoint of its name tells of a village

_CHANGE: Final = MappingProxyType({change: number for number, change in enumerate(CHANGES)})
_CERTAINTY: Final = MappingProxyType({certainty: number for number, certainty in enumerate(CERTAINTIES)})


@dataclass(slots=True)
class Names:
    """Words numbered in the order in which they first come."""

    words: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str | None) -> int:
        """The number of a word, `NOBODY` for none."""
        if not word:
            return NOBODY
        found = self.numbers.setdefault(word, len(self.words))
        if found == len(self.words):
            self.words.append(word)
        return found


def _whole() -> array[int]:
    return array("i")


def _shares() -> array[float]:
    return array("d")


@dataclass(slots=True)
class Statements:
    """Claims about places as columns of numbers; days are ordinals, 0 for none."""

    places: Names = field(default_factory=Names)  # keys of places
    sides: Names = field(default_factory=Names)
    sources: Names = field(default_factory=Names)
    reports: Names = field(default_factory=Names)
    ids: list[str] = field(default_factory=list)
    place: array[int] = field(default_factory=_whole)
    change: array[int] = field(default_factory=_whole)
    certainty: array[int] = field(default_factory=_whole)
    controller: array[int] = field(default_factory=_whole)
    previous: array[int] = field(default_factory=_whole)
    actor: array[int] = field(default_factory=_whole)
    start: array[int] = field(default_factory=_whole)
    end: array[int] = field(default_factory=_whole)
    reported: array[int] = field(default_factory=_whole)
    source: array[int] = field(default_factory=_whole)
    report: array[int] = field(default_factory=_whole)
    number: array[int] = field(default_factory=_whole)  # of the statement in its report
    leaning: array[int] = field(default_factory=_whole)  # the side of whoever says so
    trust: array[float] = field(default_factory=_shares)  # how well it was read, 1 where a person coded it
    weak: array[float] = field(default_factory=_shares)  # 1, less where it is about something near, not the place
    titles: dict[int, str] = field(default_factory=dict)  # what a place is called, by its number
    found: dict[int, Place] = field(default_factory=dict)  # the gazetteer's place
    points: dict[int, tuple[float, float]] = field(default_factory=dict)  # lon, lat of what has neighbours

    def __len__(self) -> int:
        return len(self.ids)

    def add(
        self,
        *,
        id_: str,
        place: int,
        change: str,
        certainty: str,
        controller: str | None,
        previous: str | None,
        actor: str | None,
        start: int,
        end: int,
        reported: int,
        source: str,
        report: str,
        leaning: str | None,
        trust: float = 1.0,
        weak: float = 1.0,
        number: int = 0,
    ) -> None:
        """One more statement; `place` is a number of `places`, `number` that of the statement in its report."""
        side = self.sides.number
        self.ids.append(id_)
        self.place.append(place)
        self.change.append(_CHANGE[change])
        self.certainty.append(_CERTAINTY[certainty])
        self.controller.append(side(controller))
        self.previous.append(side(previous))
        self.actor.append(side(actor))
        self.start.append(start if start or end or reported else UNDATED)
        self.end.append(end)
        self.reported.append(reported)
        self.source.append(self.sources.number(source))
        self.report.append(self.reports.number(report))
        self.number.append(number)
        self.leaning.append(side(leaning))
        self.trust.append(trust)
        self.weak.append(weak)


def statements_of(claims: Iterable[Claim]) -> Statements:
    """The statements of claims about single places.

    Copies of one sentence count as one source, whoever prints it. A claim about a hill or a checkpoint that
    bears a village's name is one about a place of its own near the village, and speaks of the village, too, but
    weakly.
    """
    table = Statements()
    once = {claim.id: claim for claim in claims if claim.scope == "place" and _speaks(claim)}
    for claim in sorted(once.values(), key=order_of):
        place = claim.located
        beside = place is not None and _is_beside(claim, place)
        number = table.places.number(place_key(claim))
        table.titles.setdefault(number, title_of(claim))
        if place is not None:
            table.found.setdefault(number, _site(place, claim) if beside else place)
        _add(table, claim, number, weak=1.0)
        if place is not None and beside:
            number = table.places.number(place.id)
            table.titles.setdefault(number, place.name)
            table.found.setdefault(number, place)
            _add(table, claim, number, weak=BESIDE)
        if place is not None and place.lon is not None and place.lat is not None:
            table.points.setdefault(number, (place.lon, place.lat))
    return table


def _add(table: Statements, claim: Claim, place: int, *, weak: float) -> None:
    """Enter a claim as a statement about a place."""
    table.add(
        id_=claim.id,
        place=place,
        change=claim.change,
        certainty=claim.certainty,
        controller=claim.controller,
        previous=claim.previous,
        actor=claim.actor,
        start=_ordinal(claim.period.start),
        end=_ordinal(claim.period.end),
        reported=_ordinal(claim.reported),
        source=_source(claim),
        report=claim.id.rpartition("#")[0],
        leaning=claim.claimant_side,
        trust=claim.confidence,
        weak=weak,
        number=number_of(claim.id),
    )


def _speaks(claim: Claim) -> bool:
    """Whether a claim says anything of what was: plans and failures do not, nor does undated history."""
    return (
        claim.happened
        or claim.certainty == "denied"
        or (claim.certainty == "historic" and claim.period.start is not None)
    )


_SITES = frozenset({"site"})
_NEAR = 2  # the precision of a point within some kilometres


def place_key(claim: Claim) -> str:
    """What identifies the place of a claim: its gazetteer id, or its words where none fits.

    A hill or checkpoint that bears the name of a village is another place than the village.
    """
    place = claim.located
    if place is None:
        return f"unplaced:{' '.join(claim.place.casefold().split())}"
    return f"{place.id}{SITE}" if _is_beside(claim, place) else place.id


def _is_beside(claim: Claim, place: Place) -> bool:
    """Whether a claim is about a site that only bears the village's name."""
    toponym = claim.resolution.toponym if claim.resolution else None
    return toponym is not None and toponym.kind in _SITES and toponym.told and place.kind == "settlement"


def _site(place: Place, claim: Claim) -> Place:
    """The site of a claim as a place of its own, somewhere near the place that gives it its name."""
    precision = max(_NEAR, place.precision)
    return replace(place, id=place_key(claim), name=title_of(claim), kind="site", names=(), ids=(), precision=precision)


def title_of(claim: Claim) -> str:
    """What the place of a claim is called: the gazetteer's name, or the report's words."""
    place = claim.located
    if place is None:
        return claim.place
    if _is_beside(claim, place) and claim.resolution is not None:
        return f"{place.name} ({claim.resolution.toponym.cue or 'site'})"
    return place.name


def plain(keys: Iterable[str]) -> list[str]:
    """Some keys, sorted, without those of sites of a place that is among them: who names both means the place."""
    known = set(keys)
    return sorted(key for key in known if not (key.endswith(SITE) and key.removesuffix(SITE) in known))


def order_of(claim: Claim) -> tuple[int, int, str, int, str]:
    """The order of claims: by the day they speak of, the day they were made, and their place in the report."""
    day = _ordinal(claim.period.start or claim.period.end or claim.reported)
    return (day, _ordinal(claim.reported), claim.id.rpartition("#")[0], number_of(claim.id), claim.id)


def number_of(claim: str) -> int:
    """The number in its report that the id of a claim ends with, 0 for none."""
    number = claim.rpartition("#")[2]
    return int(number) if number.isdecimal() else 0


def day_of(claim: Claim) -> date | None:
    """The day from which a claim speaks: when it was so, else when it was said."""
    return claim.period.start or claim.period.end or claim.reported


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day is not None else 0


_SENTENCE = 12  # words that tell one sentence from another


def _source(claim: Claim) -> str:
    """Who is counted once: the claimant; of a report's own words the sentence, which others may copy."""
    if claim.claimant:
        return claim.claimant.casefold()
    words: Sequence[str] = claim.evidence.quote.casefold().split()
    return " ".join(words[:_SENTENCE])

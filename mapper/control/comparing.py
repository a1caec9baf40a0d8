"""Two timelines side by side: where they differ on a day, and what one knows of days past that the other did not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mapper.control.spell import Spell, Timeline

    Spells = tuple[Spell, ...]

UNKNOWN = ("unknown", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stretch of days on which a place is in one state in one timeline, and in another in the other.

    `start` is included, `end` is not; None is open. A timeline that does not know the place has no spell.
    """

    place_id: str
    one: Spell | None
    other: Spell | None
    start: date | None = None
    end: date | None = None

    @property
    def spell(self) -> Spell:
        """The spell that says what the place is called and where it lies."""
        found = self.other or self.one
        if found is None:
            raise ValueError("a difference has at least one spell")
        return found


def differences(one: Timeline, other: Timeline, *, day: date) -> tuple[Difference, ...]:
    """The places whose status or holder differs on a day, sorted by place."""
    here, there = ({s.place_id: s for s in timeline.at(day)} for timeline in (one, other))
    return tuple(
        Difference(place_id=key, one=here.get(key), other=there.get(key))
        for key in sorted({*here, *there})
        if _state(here.get(key)) != _state(there.get(key))
    )


def learned(before: Timeline, after: Timeline, *, until: date) -> tuple[Difference, ...]:
    """The stretches before a day on which a place's status or holder is another in `after`, by place and start."""
    mine, theirs = _by_place(before), _by_place(after)
    return tuple(
        difference
        for key in sorted({*mine, *theirs})
        for difference in _of_place(key, mine.get(key, ()), theirs.get(key, ()), until)
    )


def _of_place(key: str, before: Spells, after: Spells, until: date) -> Iterator[Difference]:
    """The differences of one place, those that follow each other and are alike put together."""
    cuts = sorted({s.start for s in (*before, *after) if s.start is not None and s.start < until})
    held: Difference | None = None
    for start, end in pairwise([None, *cuts, until]):
        one, other = _within(before, start, end or until), _within(after, start, end or until)
        differ = _state(one) != _state(other)
        if held is not None:
            same = (_state(held.one), _state(held.other)) == (_state(one), _state(other))
            if differ and same and held.end == start:
                held = Difference(place_id=key, one=held.one, other=held.other, start=held.start, end=end)
                continue
            yield held
        held = Difference(place_id=key, one=one, other=other, start=start, end=end) if differ else None
    if held is not None:
        yield held


def _within(spells: Spells, start: date | None, end: date) -> Spell | None:
    """The spell that covers a stretch between two cuts."""
    for spell in spells:
        begins = spell.start is None or (start is not None and spell.start <= start)
        if begins and (spell.end is None or (spell.end >= end)):
            return spell
    return None


def _by_place(timeline: Timeline) -> Mapping[str, Spells]:
    found: dict[str, list[Spell]] = {}
    for spell in timeline.spells:
        found.setdefault(spell.place_id, []).append(spell)
    return {key: tuple(spells) for key, spells in found.items()}


def _state(spell: Spell | None) -> tuple[str, str | None]:
    return (spell.status, spell.holder) if spell is not None else UNKNOWN

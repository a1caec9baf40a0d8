"""A feud: groups of one side that fight each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.theatre import Theatre


@dataclass(slots=True)
class Feud:
    """Which groups were met gaining and losing places in a report, and whether two of one side did."""

    theatre: Theatre
    gained: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    found: bool = False

    def watch(self, parsed: Parsed, event: Event) -> None:
        """Note who gains and who loses by an event."""
        winner = _group_of(parsed, event.actor) or _group_of(parsed, event.controller)
        loser = _group_of(parsed, event.previous)
        opposed = {winner, loser}
        if event.change == "repelled":  # the attackers, who need not be a phrase of the event
            opposed |= {n.group for n in parsed.namings}
            loser = next((n.group for n in parsed.namings if n.group and n.group != winner), "") if winner else ""
        if event.change not in {"withdrawn", "lost"} and winner:
            self.gained.add(winner)
        if loser:
            self.lost.add(loser)
        crossed = self._sides(self.gained) & self._sides(self.lost) and self.lost - self.gained
        self.found = self.found or bool(crossed) or self._of_one_side(opposed)

    def _sides(self, groups: set[str]) -> set[str]:
        return {a.side for a in self.theatre.actors if a.group and a.group in groups} if groups else set()

    def _of_one_side(self, groups: set[str]) -> bool:
        """Whether two of these groups belong to one side."""
        named = groups - {""}
        if len(named) < 2:  # noqa: PLR2004 -- a quarrel takes two
            return False
        sides = {a.group: a.side for a in self.theatre.actors if a.group in named}
        return len(sides) > len(set(sides.values()))


def _group_of(parsed: Parsed, who: int | None) -> str:
    """The armed group that a noun phrase names, "" for none."""
    if who is None:
        return ""
    phrase = parsed.phrases[who]
    if phrase.naming is not None:
        return phrase.naming.group
    return next((m.group for m in reversed(phrase.modifiers) if m.group), "")

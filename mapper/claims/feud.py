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
        if event.change == "repelled":
            loser = next((n.group for n in parsed.namings if n.group and n.group != winner), "")
        if event.change not in {"withdrawn", "lost"} and winner:
            self.gained.add(winner)
        if loser:
            self.lost.add(loser)
        self.found = self.found or bool(self._sides(self.gained) & self._sides(self.lost) and self.lost - self.gained)

    def _sides(self, groups: set[str]) -> set[str]:
        return {a.side for a in self.theatre.actors if a.group in groups} if groups else set()


def _group_of(parsed: Parsed, who: int | None) -> str:
    """The armed group that a noun phrase names, "" for none."""
    if who is None:
        return ""
    phrase = parsed.phrases[who]
    if phrase.naming is not None:
        return phrase.naming.group
    return next((m.group for m in reversed(phrase.modifiers) if m.group), "")

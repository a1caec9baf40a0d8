"""The status of a place beside its holder: held, contested, besieged, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.control.statements import CHANGES, NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.control.spell import Status
    from mapper.control.statements import Statements


@dataclass(frozen=True, slots=True)
class State:
    """A status from a day on, the side that is gaining where one is, and why."""

    status: Status
    gaining: int = NOBODY
    reason: str = ""


UNKNOWN = State("unknown", NOBODY, "no report speaks of it yet")
HELD = State("held")
_SOON = 3  # days between a withdrawal and the arrival that it goes with
_DECIDING = frozenset({"captured", "recaptured", "handed_over", "lost", "held", "repelled"})


def states_of(table: Statements, rows: Sequence[int]) -> list[tuple[int, State]]:
    """The days on which the status of a place changes, in order; the last word of a day counts.

    `rows` are the statements about the place in the order of their days. Fighting ends with the next
    statement that tells who holds the place; so does a siege.
    """
    found: dict[int, State] = {}
    for row in rows:
        if table.certainty[row] > 2:  # noqa: PLR2004 -- denied, negated, planned: nothing that happened
            continue
        day = table.start[row] or table.end[row] or table.reported[row]
        change = CHANGES[table.change[row]]
        state = _state(table, row, change)
        if change == "withdrawn" and state is not None and state.status == "unknown" and _succeeded(table, rows, row):
            continue
        if state is not None:
            found.pop(day, None)
            found[day] = state
        if change == "held" and not table.start[row] and table.end[row]:
            found[table.end[row]] = State("unknown", NOBODY, "no report speaks of the time after")
    return sorted(found.items())


def _succeeded(table: Statements, rows: Sequence[int], row: int) -> bool:
    """Whether somebody is told to have come when another side left, within a few days."""
    gone, day = table.previous[row], table.start[row] or table.end[row] or table.reported[row]
    for other in rows:
        came = table.start[other] or table.end[other] or table.reported[other]
        told = CHANGES[table.change[other]] in _DECIDING and table.certainty[other] <= 1
        if told and table.controller[other] not in {NOBODY, gone} and abs(came - day) <= _SOON:
            return True
    return False


def _state(table: Statements, row: int, change: str) -> State | None:
    """The status that a statement gives, None for none."""
    actor, controller, previous = table.actor[row], table.controller[row], table.previous[row]
    name = table.sides.words
    if change in _DECIDING:
        return HELD if controller != NOBODY or change == "lost" else None
    if change == "withdrawn":
        gone = name[previous] if previous != NOBODY else "somebody"
        reason = f"{gone} withdrew, and nobody tells who came"
        return HELD if controller != NOBODY else State("unknown", NOBODY, reason)
    who = name[actor] if actor != NOBODY else ""
    if change == "besieged":
        return State("besieged", NOBODY, f"besieged by {who or 'its enemy'}")
    gaining = actor if change == "advanced" or actor != NOBODY else NOBODY
    reason = f"{who or 'somebody'} advanced in it" if change == "advanced" else "fighting inside, or shared control"
    return State("contested", gaining, reason)

"""How many places of a counted group a report also names: "18 reported lost, 2 named in this report"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.control.checks import same_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.claims.claim import Claim

_WORDS = {
    "captured": "taken",
    "recaptured": "retaken",
    "lost": "lost",
    "withdrawn": "left",
    "handed_over": "handed over",
    "held": "held",
    "contested": "contested",
    "advanced": "entered",
    "besieged": "besieged",
    "repelled": "defended",
}


def tally(group: Claim, claims: Iterable[Claim]) -> str:
    """The count of a group claim beside the number of places its report names, in words."""
    count = str(group.count) if group.count is not None else "An uncounted group"
    named = {
        claim.located.id if claim.located else claim.place.casefold()
        for claim in claims
        if claim.scope == "place" and claim.happened and same_event(group, claim)
    }
    return f"{count} reported {_WORDS[group.change]}, {len(named)} named in this report"

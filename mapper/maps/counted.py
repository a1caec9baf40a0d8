"""How many places of a counted group a report also names: "18 reported lost, 2 named in this report"."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
# Changes that tell the same event from two ends: what one side lost, the other took.
_CHANGES_HANDS = frozenset({"captured", "recaptured", "lost", "withdrawn", "handed_over"})
_STAYS = frozenset({"held", "repelled"})


def tally(group: Claim, claims: Iterable[Claim]) -> str:
    """The count of a group claim beside the number of places its report names, in words."""
    count = str(group.count) if group.count is not None else "An uncounted group"
    named = {
        claim.located.id if claim.located else claim.place.casefold()
        for claim in claims
        if claim.scope == "place" and claim.happened and _same_event(group, claim)
    }
    return f"{count} reported {_WORDS[group.change]}, {len(named)} named in this report"


def _same_event(group: Claim, claim: Claim) -> bool:
    """Whether both tell of places that went the same way between the same sides."""
    if group.change != claim.change and not any(
        group.change in family and claim.change in family for family in (_CHANGES_HANDS, _STAYS)
    ):
        return False
    pairs = ((group.previous, claim.previous), (group.controller, claim.controller), (group.actor, claim.actor))
    told = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    # Sides that contradict each other are two events; sides that neither tells prove nothing either way.
    return bool(told) and all(ours == theirs for ours, theirs in told)

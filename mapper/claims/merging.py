"""The claims of one sentence put together: completed by each other, the weaker ones left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.discourse import TAKING

if TYPE_CHECKING:
    from mapper.claims.claim import Claim


def merged(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a sentence without what a stronger one beside them already says."""
    completed = [_completed(claim, claims) for claim in claims]
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in completed:
        others = [c for c in completed if c is not claim and c.place == claim.place and c.happened]
        others = [c for c in others if not _before(c, claim)]
        if not _outdone(claim, others):
            kept.setdefault(_content(claim), claim)
    return list(kept.values())


def _before(claim: Claim, other: Claim) -> bool:
    """Whether a claim is of an earlier day: "an attack on X was repelled on Monday, but X fell on Tuesday".

    Or of no day: "X, which had been seized, is now in the army's hands".
    """
    end, start = claim.period.end, other.period.start
    if start is not None and claim.period.start is None and end is None:
        return claim.change in TAKING and claim.controller is not None
    return end is not None and start is not None and end < start


def _content(claim: Claim) -> tuple[object, ...]:
    """What makes two claims of a sentence the same."""
    at: int | None = claim.mention.start
    if claim.scope == "area":
        at = claim.resolution.toponym.span.start if claim.resolution else None
    return claim.place, at, claim.change, claim.controller, claim.certainty


def _outdone(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether another claim about the place says more: an advance that took it, a holder that lost it."""
    if claim.change == "advanced":
        stronger = TAKING | {"contested", "repelled"}
        gone = (c for c in others if c.change != "lost" or claim.actor is None or c.previous != claim.actor)
        return any(c.change in stronger and c.certainty == claim.certainty for c in gone)
    if claim.certainty == "negated" and claim.change in TAKING:
        return any(c.change == "repelled" for c in others)  # "foiled an attempt to take X"
    if claim.change == "held":
        sure = {"asserted", claim.certainty}  # "the army holds X despite rebel claims to have taken it"
        ended = (c for c in others if c.change in TAKING | {"withdrawn"} and c.certainty in sure)
        lost = (
            c for c in ended if c.controller is None or c.controller != claim.controller
        )  # "hold X, which they took"
        return any(c.previous in {claim.controller, None} for c in lost) or any(c.change == "repelled" for c in others)
    return False


def _completed(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """The claim with the side that another statement of the sentence gives for the same change."""
    others = [c for c in claims if c is not claim and c.place == claim.place and c.certainty == claim.certainty]
    if claim.change == "withdrawn" and claim.controller is None:
        takers = (c.controller for c in others if c.change in TAKING | {"withdrawn"})
        return replace(claim, controller=next((t for t in takers if t not in {None, claim.previous}), None))
    if claim.change in {"captured", "recaptured"} and claim.previous is None:
        losers = (c.previous for c in others if c.change in {"withdrawn", "lost"})
        return replace(claim, previous=next((s for s in losers if s not in {None, claim.controller}), None))
    return claim

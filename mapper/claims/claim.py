"""A control claim: who is said to hold or take which place, when, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from mapper.geoparse.resolution import Resolution
    from mapper.period import Period
    from mapper.places.place import Place
    from mapper.reports.report import Span

Change = Literal[
    "captured",
    "recaptured",
    "lost",
    "withdrawn",
    "handed_over",
    "held",
    "contested",
    "advanced",
    "besieged",
    "repelled",
]
Certainty = Literal["asserted", "claimed", "denied", "planned", "negated", "historic"]
Scope = Literal["place", "group", "area"]

HAPPENED: frozenset[Certainty] = frozenset({"asserted", "claimed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement about the control of one place.

    `period` is when it was so, `reported` when it was said. `actor` is the side that acts,
    `controller` the side that holds the place afterwards, `previous` the side that held it before.
    """

    id: str
    place: str  # the words of the report: a name, or "18 villages"
    scope: Scope
    change: Change
    certainty: Certainty
    mention: Span  # the mention of the place in or nearest before the evidence
    evidence: Span
    period: Period
    reported: date | None = None
    count: int | None = None
    actor: str | None = None
    controller: str | None = None
    previous: str | None = None
    claimant: str | None = None  # None: the author of the report asserts it
    claimant_side: str | None = None
    confidence: float = 0.5
    extractor: str = "grammar"
    resolution: Resolution | None = None

    @property
    def located(self) -> Place | None:
        """The gazetteer place that the claim is about, None where it has none."""
        return self.resolution.place if self.resolution else None

    @property
    def happened(self) -> bool:
        """Whether the claim speaks of something that is said to be so, not denied, planned or past."""
        return self.certainty in HAPPENED

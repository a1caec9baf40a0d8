"""How far a claim can be trusted to be what the report says: the product of what its parts leave.

Each number is about the share of claims that are still right where nothing else is doubtful. They were set on the
project's own measured reports, by the table that `benchmarks/extraction.py` prints. Who speaks, how it is meant and
how well the place is known tell the most; how the side was found and what tells it tell little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty, Claim
    from mapper.claims.phrases import Parsed
    from mapper.claims.statement import Statement

# named: by its name; described: by a common noun or an adjective ("rebel fighters"); pointed: by a word that
# points back ("they", "its men"); inferred: from what was told before; untold: not at all.
Found = Literal["named", "described", "pointed", "inferred", "untold"]

# The words of somebody else are harder to read than the author's, and plans and memories are often missed for news.
MEANT: dict[Certainty, float] = {"asserted": 0.96, "claimed": 0.88}
MEANT |= {"denied": 0.9, "negated": 0.65, "planned": 0.5, "historic": 0.5}
VERB, NOUN = 0.97, 0.95  # what tells it
FOLLOWS = 0.96  # of a change that only lets conclude who holds the place
SIDE: dict[Found, float] = {"named": 1.0, "described": 0.98, "pointed": 0.98, "inferred": 0.98, "untold": 0.98}
POINTED = 0.98  # a place meant by "it" or "the town"
UNPLACED = 0.98  # a place that no gazetteer settles
POOR, NARROW = 0.85, 0.99  # a place chosen by a low score, or by a narrow margin
UNDATED = 0.97

_LOW, _NARROW = 0.6, 0.05
_FOLLOWS = frozenset({"advanced", "besieged", "repelled", "withdrawn", "lost"})
_OPEN = frozenset({"contested", "advanced", "besieged", "withdrawn"})  # changes that need no holder
_OWN = frozenset({"its", "their", "his", "our", "these", "those"})


def confidence(claim: Claim, parsed: Parsed, statement: Statement, *, pointed: bool) -> float:
    """How likely a claim of a statement was read right, 0 to 1; `pointed` where its place is only pointed at."""
    value = MEANT[claim.certainty]
    value *= NOUN if statement.event.nominal else VERB
    value *= FOLLOWS if claim.change in _FOLLOWS else 1.0
    value *= SIDE[_found(claim, parsed, statement)]
    value *= POINTED if pointed else 1.0
    value *= _placed(claim)
    value *= UNDATED if claim.period.start is None and claim.period.end is None else 1.0
    return round(value, 2)


def _found(claim: Claim, parsed: Parsed, statement: Statement) -> Found:
    """How the side was found that a claim is of: the holder, else whoever acts or leaves."""
    event = statement.event
    side = claim.controller or claim.actor or claim.previous
    if side is None or (claim.controller is None and claim.change not in _OPEN):
        return "untold"
    told = (who for who in (event.controller, event.actor, event.previous) if who is not None)
    who = next(told, None)
    if who is None:
        return "inferred"
    phrase = parsed.phrases[who]
    named = [n for n in (phrase.naming, *phrase.modifiers) if n is not None and n.role == "actor"]
    if any(n.proper for n in named):
        return "named"
    if named or not (phrase.pronoun or phrase.words[0] in _OWN):
        return "described"
    return "pointed"


def _placed(claim: Claim) -> float:
    """What the resolution of a place leaves; groups and areas have none to doubt."""
    resolution = claim.resolution
    if claim.scope != "place":
        return 1.0
    if resolution is None or resolution.place is None:
        return UNPLACED
    if resolution.score < _LOW:
        return POOR
    return NARROW if resolution.margin < _NARROW else 1.0

"""Denials of what was said before: "the army denied it", "the ministry said the claim was false"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.attribution import source_of
from mapper.claims.clauses import bare_participle
from mapper.claims.quotations import without_speaker
from mapper.claims.speakers import claimant, speaker_side
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.claims.discourse import Setting
    from mapper.claims.phrases import Parsed
    from mapper.claims.saying import Attribution

_TOLD = frozenset({"this", "that", "it", "information", "news"})  # "This is false," he said
_UNSURE = 0.5  # confidence of a denial


def denials(
    parsed: Parsed, sources: Sequence[Attribution], claims: Sequence[Claim], setting: Setting
) -> Iterator[Claim]:
    """The claims made last, in this sentence (`claims`) or before it, denied by somebody else."""
    for source, what, end in _denying(parsed, sources):
        if source.speaker is None:
            continue
        parts = source.speaker, what, end, source.first - 1 if source.denies else end
        lo, hi = parsed.span_of(min(parts), max(parts))
        before = [c for c in claims if c.happened and c.evidence.start < lo]
        answers = not any(_tells(parsed, k) for k in range(min(parts)))  # else it answers its own sentence
        told = before or (setting.discourse.said if answers else ())
        claimed = [c for c in told if c.certainty == "claimed"]  # rather than what the report itself tells beside it
        for claim in claimed or told:
            yield replace(
                without_speaker(claim),
                certainty="denied",
                claimant=claimant(parsed, source, setting),
                claimant_side=speaker_side(parsed, source, setting),
                evidence=setting.report.span(lo, hi),
                confidence=_UNSURE,
            )


def _tells(parsed: Parsed, i: int) -> bool:
    """Whether a phrase is a main verb, not that of "Asked about it, ..." or "As fighting went on, ..."."""
    if parsed.phrases[i].kind != "V" or bare_participle(parsed, i):
        return False
    opening = parsed.at(0).kind in {"S", "V"} and not any(p.kind == "COMMA" for p in parsed.phrases[:i])
    return not opening


def _denying(parsed: Parsed, sources: Sequence[Attribution]) -> Iterator[tuple[Attribution, int, int]]:
    """The sources that deny what was said before, each with what it calls that and the phrase where its denial ends."""
    for source in sources:
        if source.points_at is not None:
            yield source, source.points_at, source.points_at
    stance, phrases = english().stance, parsed.phrases
    for k, phrase in enumerate(phrases):
        if phrase.kind != "NP" or phrase.head not in stance["claims"] | _TOLD or parsed.at(k + 1).kind != "X":
            continue
        answering = source_of(parsed, k, sources)
        stop = next((j for j in range(k + 1, len(phrases)) if phrases[j].kind in {"COMMA", "STOP", "C"}), len(phrases))
        false = next((j for j in range(k + 2, stop) if set(phrases[j].words) & stance["false"]), None)
        itself = false is None or parsed.at(false + 1).kind not in {"T", "S", "R"}  # not "it is wrong to say that"
        if answering is not None and false is not None and itself and answering.points_at is None:
            yield answering, k, false

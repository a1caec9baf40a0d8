"""Quotations: stretches between quotation marks, over as many sentences as they run, and who speaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mapper.claims.discourse import SPEAKER
from mapper.claims.speakers import claimant, speaker_side

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.claims.discourse import Setting
    from mapper.claims.phrases import Parsed
    from mapper.claims.saying import Attribution

_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"")
_FEWEST = 3  # words of a quotation; fewer are a borrowed expression
_TOLD_OFF = 0.15  # what a statement is trusted less for being somebody's words


@dataclass(frozen=True, slots=True)
class _Voiced:
    """Who speaks a quotation."""

    claimant: str
    side: str | None


@dataclass(slots=True)
class Quotations:
    """The quotations of a report (code points, half open) with the speakers heard so far."""

    text: str
    spans: tuple[tuple[int, int], ...]
    voices: dict[int, _Voiced] = field(default_factory=dict)  # by the number of the quotation

    @classmethod
    def of(cls, text: str) -> Quotations:
        """The quotations of a text; a mark without its fellow in the paragraph opens none."""
        return cls(text, tuple(_quotations(text)))

    def hear(self, parsed: Parsed, sources: Sequence[Attribution], setting: Setting) -> None:
        """Note who speaks the quotations that a sentence opens, goes on or closes."""
        for source in reversed(sources):
            name = claimant(parsed, source, setting)
            if name is None or source.speaker is None or source.last <= source.first:
                continue
            lo, hi = parsed.span_of(source.first, source.last - 1)
            start, _ = parsed.span_of(source.speaker, source.speaker)
            voiced = _Voiced(name, speaker_side(parsed, source, setting))
            for number, (first, last) in enumerate(self.spans):
                if first < hi and lo < last and not first <= start < last:
                    self.voices.setdefault(number, voiced)

    def told(self, claim: Claim) -> Claim:
        """A claim with whoever speaks the quotation that it is read from, where its sentence tells nobody."""
        if claim.claimant is not None:
            return _spoken(claim, claim.claimant_side, heard=True)
        inside = (
            (n, s) for n, s in enumerate(self.spans) if s[0] <= claim.evidence.start and claim.evidence.end <= s[1]
        )
        number = next((n for n, _ in inside), None)
        voiced = self._voice(number) if number is not None else None
        if voiced is None:
            return _spoken(claim, None)
        if claim.certainty == "asserted":
            claim = replace(claim, certainty="claimed", confidence=round(claim.confidence - _TOLD_OFF, 2))
        return _spoken(replace(claim, claimant=voiced.claimant, claimant_side=voiced.side), voiced.side, heard=True)

    def _voice(self, number: int) -> _Voiced | None:
        """Who speaks a quotation, or the one right before it: '"...," an officer said. "..."'."""
        if number in self.voices or number == 0:
            return self.voices.get(number)
        between = self.text[self.spans[number - 1][1] : self.spans[number][0]]
        goes_on = "\n\n" not in between and len(re.findall(r"[.!?](?:\s|$)", between)) == 1
        return self.voices.get(number - 1) if goes_on else None


def _spoken(claim: Claim, side: str | None, *, heard: bool = False) -> Claim:
    """A claim with the side of whoever speaks for "we", unless he is `heard` else with that of who spoke before."""
    sides = {"actor": claim.actor, "controller": claim.controller, "previous": claim.previous}
    ours = {name: told for name, told in sides.items() if told is not None and told.startswith(SPEAKER)}
    if not ours:
        return claim
    meant: dict[str, Any] = {
        name: side or (None if heard else told.removeprefix(SPEAKER) or None) for name, told in ours.items()
    }
    return replace(claim, **meant)


def without_speaker(claim: Claim) -> Claim:
    """A claim that somebody else answers: "we" in it is nobody whom the answer tells."""
    sides = {"actor": claim.actor, "controller": claim.controller, "previous": claim.previous}
    ours: dict[str, Any] = {name: None for name, side in sides.items() if side is not None and side.startswith(SPEAKER)}
    return replace(claim, **ours) if ours else claim


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between two marks inside one paragraph."""
    for paragraph in re.finditer(r"(?:(?!\n\s*\n).)+", text, re.DOTALL):
        for found in _QUOTED.finditer(text, *paragraph.span()):
            if len(found.group().split()) >= _FEWEST:
                yield found.span()

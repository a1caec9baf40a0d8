"""The grammar extractor: a report's sentences read one after the other into control claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.claims.attribution import attributions
from mapper.claims.dating import campaign_start, story_day
from mapper.claims.discourse import Discourse, Setting
from mapper.claims.feud import Feud
from mapper.claims.frames.reader import events, may_tell
from mapper.claims.making import claims_of
from mapper.claims.merging import merged
from mapper.claims.phrases import parse
from mapper.claims.speakers import claimant, remember_speakers, speaker_side
from mapper.claims.statement import statement_of
from mapper.claims.when import Clock, times
from mapper.english import english

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.attribution import Attribution
    from mapper.claims.claim import Claim
    from mapper.claims.phrases import Parsed
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

_UNSURE = 0.5  # confidence of a denial


def extract(
    report: Report,
    sentences: Sequence[Sentence],
    resolutions: Sequence[Resolution],
    taken: Sequence[Sequence[Naming]],
    *,
    theatre: Theatre,
) -> tuple[Claim, ...]:
    """The control claims of a report in text order.

    Parameters
    ----------
    resolutions
        The report's toponyms with their places.
    taken
        For each sentence the namings of actors and voices.
    """
    end = max((i for i, sentence in enumerate(sentences, start=1) if may_tell(sentence)), default=0)

    def read(*, feud: bool) -> tuple[list[Claim], bool]:
        setting = Setting(report, theatre, Discourse(feud=feud))
        reader = _Reader(setting, tuple(resolutions), Feud(theatre))
        told = zip(sentences[:end], taken[:end], strict=True)  # what stands behind the last claim is heard by nobody
        claims = [c for sentence, named in told for c in reader.read(sentence, named)]
        return claims, reader.feud.found

    found, feud = read(feud=False)
    if feud:  # groups of one side fight each other: read again, each under its own name
        found, _ = read(feud=True)
    return tuple(replace(claim, id=f"{report.id}#{number}") for number, claim in enumerate(found, start=1))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads sentence after sentence; what earlier sentences told stays in the discourse."""

    setting: Setting
    resolutions: tuple[Resolution, ...]
    feud: Feud

    def read(self, sentence: Sentence, named: Sequence[Naming]) -> list[Claim]:
        """The claims of one sentence."""
        discourse, text = self.setting.discourse, self.setting.report.text
        here = [r for r in self.resolutions if sentence.start <= r.toponym.span.start < sentence.end]
        whens = times(text, sentence.start, sentence.end, self._clock())
        parsed = parse(sentence, toponyms=[r.toponym for r in here], namings=named, whens=whens)
        sources = attributions(parsed)
        claims = merged(list(self._claims(parsed, sources, here))) or list(self._denials(parsed, sources))
        discourse.read(parsed, here, claims)
        remember_speakers(parsed, sources, self.setting)
        discourse.told = story_day(whens, self._clock()) or discourse.told
        discourse.campaign = campaign_start(parsed, self._clock()) or discourse.campaign
        return claims

    def _clock(self) -> Clock:
        """What dates count from at this point of the report."""
        return Clock(self.setting.report.published, self.setting.discourse.told)

    def _claims(self, parsed: Parsed, sources: Sequence[Attribution], here: Sequence[Resolution]) -> Iterator[Claim]:
        """The claims of the events of a sentence, as each is read."""
        for event in events(parsed):
            statement = statement_of(parsed, event, sources, self._clock(), self.setting)
            self.feud.watch(parsed, event)
            yield from claims_of(parsed, statement, here, self.setting)
            self.setting.discourse.acted(statement.actor or statement.controller or statement.previous)

    def _denials(self, parsed: Parsed, sources: Sequence[Attribution]) -> Iterator[Claim]:
        """The claims made last, denied by somebody else: "Kyiv denied it"."""
        for source in sources:
            if source.speaker is None or not _denies_all(parsed, source):
                continue
            lo, hi = parsed.span_of(source.speaker, min(source.first, len(parsed.phrases) - 1))
            for claim in self.setting.discourse.said:
                yield replace(
                    claim,
                    certainty="denied",
                    claimant=claimant(parsed, source, self.setting),
                    claimant_side=speaker_side(parsed, source, self.setting),
                    evidence=self.setting.report.span(lo, hi),
                    confidence=_UNSURE,
                )


def _denies_all(parsed: Parsed, source: Attribution) -> bool:
    """Whether a source denies what was said before rather than something that it names."""
    stance = english().stance
    if not source.denies or parsed.phrases[source.first - 1].lemma not in stance["deny"]:
        return False
    words = set(parsed.at(source.first).words)
    return not words or bool(words & stance["pointing"])

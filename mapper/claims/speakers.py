"""Speakers: the words and the side of whoever a sentence makes answer for a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.sides import side_of

if TYPE_CHECKING:
    from mapper.claims.attribution import Attribution
    from mapper.claims.discourse import Setting
    from mapper.claims.phrases import Parsed


def speaker_side(parsed: Parsed, source: Attribution | None, setting: Setting) -> str | None:
    """The side that a source speaks for."""
    if source is None or source.speaker is None:
        return None
    phrase = parsed.phrases[source.speaker]
    if phrase.naming is not None:
        return phrase.naming.side
    if phrase.pronoun:
        return setting.discourse.speaker_side
    return side_of(parsed, source.speaker, setting, speaker_side=None)


def claimant(parsed: Parsed, source: Attribution | None, setting: Setting) -> str | None:
    """The words that name a source, without article; of a pronoun those of the speaker before."""
    if source is None or source.claimant is None or source.speaker is None:
        return None
    if parsed.phrases[source.speaker].pronoun:
        return setting.discourse.speaker
    first, last = source.claimant[0], source.claimant[1] - 1
    lo, hi = parsed.span_of(first, last)
    if first == last == source.speaker:
        lo = _name_start(parsed, source.speaker, lo)
    words = setting.report.text[lo:hi].removesuffix("'s").removesuffix("’s")
    opening, _, rest = words.partition(" ")
    return rest if rest and opening.lower() in {"the", "a", "an"} else words


def _name_start(parsed: Parsed, speaker: int, start: int) -> int:
    """Where the name of a speaker starts: of "the monitoring group SOHR" the name alone."""
    phrase, tokens = parsed.phrases[speaker], parsed.sentence.tokens
    if phrase.naming is None or not phrase.naming.proper:
        return start
    first = phrase.naming.start
    return tokens[first].start if first > phrase.start and tokens[first - 1].text.islower() else start


def remember_speakers(parsed: Parsed, sources: tuple[Attribution, ...], setting: Setting) -> None:
    """Note who spoke, for the pronouns of later sentences."""
    for source in sources:
        if source.speaker is not None and not parsed.phrases[source.speaker].pronoun:
            setting.discourse.speaker = claimant(parsed, source, setting)
            setting.discourse.speaker_side = speaker_side(parsed, source, setting)

"""Speakers: the words and the side of whoever a sentence makes answer for a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.sides import STATE_BODIES, name_of, side_of
from mapper.claims.speaking import closing_name
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.discourse import Setting
    from mapper.claims.phrases import Parsed, Phrase
    from mapper.claims.saying import Attribution

_OPENING = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "both"})  # what no name starts with
_PERSONS = frozenset({"he", "she"})


def speaker_side(parsed: Parsed, source: Attribution | None, setting: Setting) -> str | None:
    """The side that a source speaks for."""
    if source is None or source.speaker is None:
        return None
    phrase = parsed.phrases[source.speaker]
    discourse = setting.discourse
    bare = phrase.words[0] == "the" and phrase.head in STATE_BODIES and not phrase.modifiers
    state = discourse.speaker_side in discourse.states - {"rebels"} and not discourse.speaker_watches
    if bare and state and (phrase.naming is None or not phrase.naming.proper):
        return discourse.speaker_side  # "Russia said ... The defence ministry said"
    if phrase.naming is not None:
        return name_of(phrase.naming, discourse)
    if phrase.pronoun or _his_words(phrase):
        return discourse.speaker_side
    own = side_of(parsed, source.speaker, setting, speaker_side=None)
    told = _told_of(parsed, source.speaker)
    return side_of(parsed, told, setting, speaker_side=None) if own is None and told is not None else own


def _told_of(parsed: Parsed, speaker: int) -> int | None:
    """The noun phrase beside a speaker that tells whose he is."""
    if parsed.at(speaker - 1).possessive:
        return speaker - 1  # "Ukraine's general staff"
    before = parsed.at(speaker - 2)
    if parsed.at(speaker - 1).kind == "COMMA" and before.head in english().speakers and before.words[0] == "the":
        return speaker - 2  # "the defence spokesman, N, said"
    post = parsed.at(speaker + 2)
    titled = post.kind == "NP" and post.head in english().titles | english().speakers
    apart = parsed.at(speaker + 1).kind == "COMMA" and titled and post.words[0] in {"a", "an", "the"}
    return speaker + 2 if apart else None  # "N, a rebel commander, said"


def claimant(parsed: Parsed, source: Attribution | None, setting: Setting) -> str | None:
    """The words that name a source, without article; of a pronoun or "the official" those of the speaker before."""
    if source is None or source.claimant is None or source.speaker is None:
        return None
    phrase, discourse = parsed.phrases[source.speaker], setting.discourse
    if source.tokens is not None:
        first, end = source.tokens
        return setting.report.text[parsed.sentence.tokens[first].start : parsed.sentence.tokens[end - 1].end]
    if phrase.pronoun:
        here = _told_here(parsed, source, setting)
        nearer = phrase.head in _PERSONS or not source.trailing
        return here or discourse.speaker if nearer else discourse.speaker or here
    if discourse.speaker is not None and _his_words(phrase):
        return discourse.speaker
    if discourse.speaker is not None and _points_back(phrase, discourse.speaker_heads):
        return discourse.speaker
    return _words(parsed, source.speaker, source.claimant, setting) or None


def _words(parsed: Parsed, speaker: int, claimed: tuple[int, int], setting: Setting) -> str:
    """The words of a speaker: the name that its noun phrase ends in, else all without article."""
    first, last = claimed[0], claimed[1] - 1
    lo, hi = parsed.span_of(first, last)
    alone = last == speaker and all(p.possessive for p in parsed.phrases[first:speaker])
    name = closing_name(parsed, speaker) if alone else None
    if name is not None:
        tokens = parsed.sentence.tokens
        lo, hi = tokens[name[0]].start, tokens[name[1] - 1].end
    words = setting.report.text[lo:hi].removesuffix("'s").removesuffix("’s").rstrip("'’")
    if words.lower() in _OPENING:
        return ""
    opening, _, rest = words.partition(" ")
    return rest if rest and opening.lower() in _OPENING else words


def _his_words(phrase: Phrase) -> bool:
    """Whether a noun phrase is what the speaker of before put out: "according to its statement"."""
    return phrase.words[0] in {"its", "their", "his", "her"} and phrase.head in english().stance["utterances"]


def _points_back(phrase: Phrase, heads: frozenset[str]) -> bool:
    """Whether "the official" or "the same source" is the speaker of before, whom `heads` describe."""
    if phrase.words[:2] == ("the", "same"):
        return True
    pointing = phrase.words[0] == "the" and len(phrase.words) == 2  # noqa: PLR2004 # article and noun
    return pointing and phrase.head in heads and (phrase.naming is None or phrase.naming.role == "voice")


def _told_here(parsed: Parsed, source: Attribution, setting: Setting) -> str | None:
    """Whom a pronoun means in the sentence: whoever opens it, if he may be called so."""
    if source.speaker is None:
        return None
    people, person = english().speakers | english().titles, parsed.phrases[source.speaker].head in _PERSONS
    first = next((k for k, p in enumerate(parsed.phrases[: source.speaker]) if p.kind == "NP"), None)
    if first is None or parsed.phrases[first].pronoun or parsed.at(first - 1).kind == "P":
        return None
    opening = parsed.phrases[first]
    fits = opening.head in people if person else opening.naming is not None and _agree(opening, source, parsed)
    return _words(parsed, first, (first, first + 1), setting) if fits else None


def _agree(phrase: Phrase, source: Attribution, parsed: Parsed) -> bool:
    """Whether a pronoun can stand for a noun phrase by its number: "it" for no "rebels"."""
    return source.speaker is None or parsed.phrases[source.speaker].head != "it" or not phrase.head.endswith("s")


def remember_speakers(parsed: Parsed, sources: tuple[Attribution, ...], setting: Setting) -> None:
    """Note who spoke, the last one last, for the pronouns of later sentences."""
    for source in sorted(sources, key=lambda s: -1 if s.speaker is None else s.speaker):
        if source.speaker is None:
            continue
        if parsed.phrases[source.speaker].pronoun or _his_words(parsed.phrases[source.speaker]):
            continue
        if not _points_back(parsed.phrases[source.speaker], setting.discourse.speaker_heads):
            setting.discourse.speaker = claimant(parsed, source, setting)
            setting.discourse.speaker_side = speaker_side(parsed, source, setting)
            setting.discourse.speaker_heads = source.heads
            naming = parsed.phrases[source.speaker].naming
            voice = naming is not None and naming.role == "voice"
            setting.discourse.speaker_watches = voice and not source.heads & STATE_BODIES

"""Speakers: the words and the side of whoever a sentence makes answer for a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.sides import STATE_BODIES, aligned_with, name_of, side_of
from mapper.claims.speaking import closing_name
from mapper.claims.subjects import subject_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.discourse import Discourse, Setting
    from mapper.claims.phrases import Parsed, Phrase
    from mapper.claims.saying import Attribution

_OPENING = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "both"})  # what no name starts with
_ITS_OWN = frozenset({"the", "defence", "defense", "interior", "foreign", "ministry"})  # headlines have no article
_PERSONS = frozenset({"he", "she"})


def speaker_side(parsed: Parsed, source: Attribution | None, setting: Setting) -> str | None:
    """The side that a source speaks for."""
    if source is None or source.speaker is None:
        return None
    speaker, phrase, discourse = source.speaker, parsed.phrases[source.speaker], setting.discourse
    if phrase.text == "they" and discourse.speaker_watches:
        return discourse.side  # an outlet is no "they": whoever acted speaks
    bare = phrase.words[0] in _ITS_OWN and phrase.head in STATE_BODIES and not phrase.modifiers
    named = phrase.naming is not None and phrase.naming.proper and phrase.naming.side is not None
    if bare and discourse.state is not None and not named:
        return discourse.state  # "Russia said ... The defence ministry said"
    if _spoke_before(phrase, discourse):
        return discourse.speaker_side
    told = _of_the_taker(parsed, speaker, setting) if bare else aligned_with(parsed, speaker, setting)
    if told is None and phrase.naming is not None:
        return name_of(phrase.naming, discourse)
    if told is None and parsed.at(speaker - 1).possessive:
        told = side_of(parsed, speaker - 1, setting, speaker_side=None)  # "the groups' military administration"
    told = side_of(parsed, speaker, setting, speaker_side=None) if told is None else told
    beside = _told_of(parsed, speaker)
    return side_of(parsed, beside, setting, speaker_side=None) if told is None and beside is not None else told


def _spoke_before(phrase: Phrase, discourse: Discourse) -> bool:
    """Whether a speaker is the one who spoke last: "it", "the same source"."""
    same = phrase.words[:2] == ("the", "same") and discourse.speaker is not None
    return same or (phrase.naming is None and (phrase.pronoun or _his_words(phrase)))


def _of_the_taker(parsed: Parsed, speaker: int, setting: Setting) -> str | None:
    """The side of a ministry that tells of its own men's deed: "Russian troops have taken X, the ministry said"."""
    takers = english().frames["take"]
    for i, phrase in enumerate(parsed.phrases[:speaker]):
        if phrase.kind == "V" and phrase.lemma in takers:
            who = subject_of(parsed, i)
            naming = parsed.phrases[who].naming if who is not None else None
            side = naming.side if naming is not None and naming.role == "actor" else None
            return side if side in setting.discourse.states - {"rebels"} else None
    return None


def _told_of(parsed: Parsed, speaker: int) -> int | None:
    """The noun phrase beside a speaker that tells whose he is."""
    if parsed.at(speaker - 1).possessive:
        return speaker - 1  # "Ukraine's general staff"
    before = parsed.at(speaker - 2)
    if parsed.at(speaker - 1).kind == "COMMA" and before.head in english().speakers and before.words[0] == "the":
        return speaker - 2  # "the defence spokesman, N, said"
    post = parsed.at(speaker + 2)
    titled = post.kind == "NP" and post.head in english().titles | english().speakers
    bare = parsed.at(speaker + 3).text in {"for", "of"}  # "N, spokesman for the rebels"
    apart = parsed.at(speaker + 1).kind == "COMMA" and titled and (bare or post.words[0] in {"a", "an", "the"})
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
        before = None if phrase.text == "they" and discourse.speaker_watches else discourse.speaker
        nearer = phrase.head in _PERSONS or not source.trailing
        return here or before if nearer else before or here
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
    one = opening.head not in english().armed["forces"] | {"police"} and not opening.head.endswith("s")
    fits = (
        (one and opening.head in people) if person else opening.naming is not None and _agree(opening, source, parsed)
    )
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
            spoken = parsed.phrases[source.speaker]
            voice = spoken.naming is not None and spoken.naming.role == "voice"
            voice = voice and not spoken.head.endswith("s")  # of residents, "they" are more likely these
            setting.discourse.speaker_watches = voice and not source.heads & STATE_BODIES
            said = not source.denies and not setting.discourse.speaker_watches
            if said and setting.discourse.speaker_side in setting.discourse.states - {"rebels"}:
                setting.discourse.state = setting.discourse.speaker_side

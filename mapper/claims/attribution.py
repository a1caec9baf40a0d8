"""Who answers for what a sentence says: speakers and the stretch that each of them is quoted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.claims.clauses import auxiliaries
from mapper.claims.subjects import subject_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_PASSIVE = frozenset({"is", "was", "were", "are", "been", "be"})
_PARTING = frozenset({";", "but", "while"})  # what ends the stretch that "according to" speaks for
_OCCASIONS = frozenset({"address", "post", "statement", "briefing", "interview", "update"})
_SPEAKER_LINKS = frozenset({"of", "for", "in", "and", "from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A stretch of phrases (half open) and who answers for what it says.

    `claimant` is the range of phrases that names the speaker, None where nobody is named.
    """

    first: int
    last: int
    speaker: int | None
    claimant: tuple[int, int] | None
    denies: bool = False


def attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """Who answers for which part of a sentence, the narrowest last."""
    found = [*_according(parsed), *_headline(parsed), *_said(parsed)]
    return tuple(sorted(found, key=lambda a: a.first - a.last))


# --- verbs of saying ---


def _said(parsed: Parsed) -> Iterator[Attribution]:
    """What the verbs of saying and denying attribute."""
    stance = english().stance
    for i, phrase in enumerate(parsed.phrases):
        says = phrase.lemma in stance["say"] or phrase.lemma in stance["deny"]
        if says and phrase.form != "participle" and parsed.at(i - 1).kind != "T":
            yield from _one_saying(parsed, i)


def _one_saying(parsed: Parsed, i: int) -> Iterator[Attribution]:
    """What one verb of saying attributes; a passive one names nobody."""
    behind = (
        parsed.at(i + 1).kind == "NP" and _closes(parsed, i + 2) and parsed.at(i - 1).kind in {"COMMA", "Q"}
    )  # ", said the army."
    speaker = i + 1 if behind else subject_of(parsed, i)
    if set(auxiliaries(parsed, i)) & _PASSIVE:
        speaker = None
    elif speaker is not None and not _may_speak(parsed, speaker):
        return
    if (behind or _closes(parsed, i + 1)) and speaker != 0:
        first, last = 0, i if speaker is None else min(i, speaker)
    else:
        first, last = (0 if _inserted(parsed, i, speaker) else i + 1), _end_of_words(parsed, i + 1)
    yield Attribution(
        first=first,
        last=last,
        speaker=speaker,
        claimant=_speaker_words(parsed, speaker) if speaker is not None else None,
        denies=parsed.phrases[i].lemma in english().stance["deny"],
    )


def _inserted(parsed: Parsed, i: int, speaker: int | None) -> bool:
    """Whether speaker and verb are inserted in what they say: "X fell, the army said, and Y is next"."""
    if speaker is None or not 0 < speaker < i or parsed.at(i + 1).kind != "COMMA":
        return False
    first, _ = _speaker_words(parsed, speaker)
    return parsed.at(first - 1).kind in {"COMMA", "Q"}


def _closes(parsed: Parsed, j: int) -> bool:
    """Whether nothing but time, place and full stop stands from phrase `j` on."""
    while j < len(parsed.phrases):
        phrase, after = parsed.phrases[j], parsed.at(j + 1)
        if phrase.kind in {"TIME", "STOP", "Q", "ADV", "PAREN"} or (phrase.kind == "NP" and phrase.head in _OCCASIONS):
            j += 1
        elif phrase.kind == "P" and phrase.text in {"in", "on", "via", "from", "by"} and after.kind == "NP":
            j += 2
        else:
            return phrase.kind == "COMMA" and after.lemma in {"cite", "add", "quote", "write"}
    return True


def _end_of_words(parsed: Parsed, j: int) -> int:
    """Where the words of a speaker end: at a semicolon, or at "but" and "while" with a speaker of their own."""
    saying = english().stance["say"] | english().stance["deny"]
    for k in range(j, len(parsed.phrases)):
        text = parsed.phrases[k].text
        if text == ";":
            return k
        turns = k > j and text in {"but", "while", "whereas", "although", "though"}
        if turns and any(p.lemma in saying for p in parsed.phrases[k + 1 :]):
            return k
    return len(parsed.phrases)


# --- speakers ---


def _may_speak(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase can be a source: not a place, unless a capital stands for its government."""
    phrase = parsed.phrases[i]
    if phrase.place is not None:
        return parsed.toponyms[phrase.place].kind in {"metonym", "country"}
    return phrase.head not in {"there", "which", "that"}


def _speaker_words(parsed: Parsed, i: int) -> tuple[int, int]:
    """The phrases that name a speaker: the noun phrase, what it is coordinated with, "of" and "in" behind it."""
    return _first_word(parsed, i), _end_word(parsed, i)


def _first_word(parsed: Parsed, lo: int) -> int:
    while parsed.at(lo - 1).kind == "P" and parsed.at(lo - 2).kind == "NP":
        lo -= 2
    while parsed.at(lo - 1).kind == "C" and parsed.at(lo - 2).kind == "NP" and parsed.at(lo - 2).place is None:
        lo -= 2
    while lo > 0 and not parsed.phrases[lo].possessive and parsed.phrases[lo - 1].possessive:
        lo -= 1
    return lo


def _end_word(parsed: Parsed, i: int) -> int:
    hi = i + 1
    while parsed.at(hi).kind in {"P", "C"} and parsed.at(hi).text in _SPEAKER_LINKS and parsed.at(hi + 1).kind == "NP":
        acts = parsed.at(hi + 1).place is not None or parsed.at(hi + 2).kind == "X"
        if parsed.at(hi).text == "and" and acts:
            break
        hi += 2
    return hi


# --- sources without a verb of saying ---


def _according(parsed: Parsed) -> Iterator[Attribution]:
    """What "according to" and "citing" attribute."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        j = i + 1
        if phrase.text not in {"according to", "per", "citing"} or parsed.at(j).kind != "NP":
            continue
        if phrase.text == "citing" and phrase.kind != "V":
            continue
        speaker = None if phrases[j].head in english().stance["reports"] else j
        yield Attribution(
            first=next((k + 1 for k in range(i - 1, -1, -1) if phrases[k].text in _PARTING), 0),
            last=next((k for k in range(j + 1, len(phrases)) if phrases[k].text in _PARTING), len(phrases)),
            speaker=speaker,
            claimant=_speaker_words(parsed, j) if speaker is not None else None,
        )


def _headline(parsed: Parsed) -> Iterator[Attribution]:
    """What a colon or dash attributes: "X falls to rebels: monitor", "Army: X is ours"."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        if phrase.kind != "STOP" or phrase.text not in {":", "-", "–", "—", "--"}:
            continue
        rest = [j for j in range(i + 1, len(phrases)) if phrases[j].kind not in {"STOP", "Q"}]
        if len(rest) == 1 and phrases[rest[0]].kind == "NP" and phrases[rest[0]].place is None:
            yield Attribution(first=0, last=i, speaker=rest[0], claimant=(rest[0], rest[0] + 1))
        elif i == 1 and phrase.text == ":" and _voice(phrases[0]):
            yield Attribution(first=2, last=len(phrases), speaker=0, claimant=(0, 1))


def _voice(phrase: Phrase) -> bool:
    return phrase.naming is not None and phrase.naming.role == "voice"

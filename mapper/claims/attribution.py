"""Who answers for what a sentence says: speakers and the stretch that each of them is quoted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.claims.clauses import LIGHT, auxiliaries, bare_participle, behind_setting
from mapper.claims.phrases import DASHES
from mapper.claims.speaking import (
    PASSIVE,
    agent_of,
    may_speak,
    nameless,
    owner_speaking,
    pointed_at,
    said_before,
    shows,
    sounds_speaking,
    speaker_of,
    speaking_before,
    speaking_behind,
)
from mapper.claims.subjects import object_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase
    from mapper.claims.speaking import Speaker

_TURNS = frozenset({"but", "while", "whereas", "although", "though"})  # what may open the words of somebody else
_PARTING = frozenset({";", "but", "while"})  # what ends the stretch that "according to" speaks for
_SOURCES = frozenset({"according to", "per"})
_CITING = frozenset({"cite", "quote"})
_DIRECT = frozenset({"say", "tell", "add", "write"})  # verbs that nobody's words stand beside as "said by N"
_TELLING = frozenset({"tell", "inform"})
_NEITHER = frozenset({"neither", "nor", "not", "n't", "never"})
_COLONS = frozenset({":", "|", *DASHES})
_LONGEST = 4  # words of a source that a headline ends with


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A stretch of phrases (half open) and who answers for what it says.

    `speaker` is the noun phrase of the source and `claimant` the range of phrases that names it, both
    None where nobody is named; `trailing` tells that the source stands behind or inside its words;
    `rank` puts a source that is cited before the one that cites it; `points_at` is the noun phrase by
    which a denial points back to what was said before it.
    """

    first: int
    last: int
    speaker: int | None
    claimant: tuple[int, int] | None
    heads: frozenset[str] = frozenset()
    denies: bool = False
    trailing: bool = False
    rank: int = 0
    points_at: int | None = None
    tokens: tuple[int, int] | None = None  # what names the speaker where that is only a part of a noun phrase


def attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """Who answers for which part of a sentence, the narrowest last."""
    found = [*_according(parsed), *_accounts(parsed), *_nouns(parsed), *_headline(parsed), *_said(parsed)]
    clipped = (_inside(one, found) for one in found)
    return tuple(sorted(clipped, key=lambda a: (a.rank, a.first - a.last)))


def _inside(one: Attribution, others: Sequence[Attribution]) -> Attribution:
    """A source whose words end where those begin, or end, that somebody behind them speaks."""
    if one.trailing or one.rank:
        return one
    trailing = [o for o in others if o.trailing and one.first <= o.last < one.last]
    ends = [o.first if o.first > one.first else o.last for o in trailing]
    return replace(one, last=min([one.last, *ends]))


def source_of(parsed: Parsed, i: int, sources: Sequence[Attribution]) -> Attribution | None:
    """Who answers for phrase `i`: the narrowest source round it; nobody for what the author says aside."""
    source = next((s for s in reversed(sources) if s.first <= i < s.last), None)
    return None if source is not None and source.trailing and _aside(parsed, i, source) else source


def _aside(parsed: Parsed, i: int, source: Attribution) -> bool:
    """Whether phrase `i` stands between two commas inside somebody's words: "X, which they hold, is calm, he said"."""
    goes_on = any(
        parsed.phrases[k].kind == "COMMA" and any(p.kind in {"V", "X"} for p in parsed.phrases[k : source.last])
        for k in range(i + 1, source.last)
    )
    if not goes_on:
        return False
    if bare_participle(parsed, i) and parsed.at(parsed.before(i)).kind == "COMMA":
        return True
    for k in range(i - 1, source.first, -1):
        kind = parsed.phrases[k].kind
        if kind == "R":
            return parsed.phrases[k - 1].kind == "COMMA"
        if kind in {"COMMA", "STOP", "S"}:
            return False
    return False


def _of(
    speaker: Speaker | None,
    first: int,
    last: int,
    *,
    denies: bool = False,
    trailing: bool = False,
    rank: int = 0,
    points_at: int | None = None,
) -> Attribution:
    """The attribution of a stretch to a speaker."""
    return Attribution(
        first=first,
        last=last,
        speaker=speaker.head if speaker else None,
        claimant=speaker.words if speaker else None,
        heads=speaker.heads if speaker else frozenset(),
        denies=denies,
        trailing=trailing,
        rank=rank,
        points_at=points_at,
    )


# --- verbs of saying ---


def _said(parsed: Parsed) -> Iterator[Attribution]:
    """What the verbs of saying and denying attribute."""
    for i, phrase in enumerate(parsed.phrases):
        cites = phrase.lemma in _CITING and (phrase.form == "gerund" or set(auxiliaries(parsed, i)) & PASSIVE)
        if _says(phrase) and phrase.form != "participle" and parsed.at(i - 1).kind != "T" and not cites:
            yield from _one_saying(parsed, i)


def _says(phrase: Phrase) -> bool:
    stance = english().stance
    return phrase.lemma in stance["say"] or phrase.lemma in stance["deny"]


def _one_saying(parsed: Parsed, i: int) -> Iterator[Attribution]:
    """What one verb of saying attributes; a passive one names only whom it has behind "by"."""
    denies = parsed.phrases[i].lemma in english().stance["deny"]
    agent = agent_of(parsed, i)
    passive = bool(set(auxiliaries(parsed, i)) & PASSIVE) or _reported_to(parsed, i)
    behind = not passive and (_inverted(parsed, i) or _reported_by(parsed, i, agent))
    speaker: Speaker | None = None
    if passive or behind:
        head = agent if agent is not None else i + 1 if behind else None
        speaker = speaking_behind(parsed, head) if head is not None else None
    else:
        verb = _shared_verb(parsed, i)
        head = speaker_of(parsed, verb)
        if head is not None:
            speaker = speaking_before(parsed, head, verb)
    if set(auxiliaries(parsed, i)) & _NEITHER:
        speaker, denies = None, False  # "has neither confirmed nor denied that"
    if speaker is not None:
        phrase = parsed.phrases[speaker.head]
        if not may_speak(parsed, speaker.head) or shows(phrase):
            return
        relative = phrase.pronoun and parsed.at(speaker.head - 1).kind == "NP" and not behind
        if relative and not behind_setting(parsed, speaker.head):
            return  # "a ceasefire they declared"
        speaker = None if nameless(parsed, speaker.head) else speaker
    pointed = _answered(parsed, i) if denies and not passive else None
    if pointed is not None:  # "denied it": what it says itself stands elsewhere
        yield _of(speaker, i + 1, i + 2, denies=True, points_at=pointed)
        return
    first, last, trailing = _stretch(parsed, i, head, speaker, behind=behind)
    yield _of(speaker, first, last, denies=denies, trailing=trailing)


def _reported_to(parsed: Parsed, i: int) -> bool:
    """Whether a participle tells what others say of the noun before it: "the first town reported to have fallen"."""
    bare = parsed.phrases[i].form == "past_or_participle" and not auxiliaries(parsed, i)
    told = bare and parsed.at(i + 1).kind == "T" and parsed.at(i - 1).kind == "NP"
    return told and parsed.at(i - 1).head in english().kinds


def _answered(parsed: Parsed, i: int) -> int | None:
    """What was said before that the verb at `i` denies: "denied it", "a claim that the rebels denied"."""
    answered = object_of(parsed, i)
    found = pointed_at(parsed, answered)
    if found is not None and answered is not None and parsed.phrases[answered].pronoun and _clause_follows(parsed, i):
        found = None  # "denied it had lost X"
    relative = parsed.before(i, {"NP", "X", *LIGHT})
    if found is None and parsed.at(relative).text in {"that", "which"} and _tail(parsed, i + 1) is None:
        before = parsed.before(relative, {"COMMA"})
        found = before if set(parsed.at(before).words) & english().stance["pointing"] else None
    return found


def _shared_verb(parsed: Parsed, i: int) -> int:
    """The verb of saying whose speaker goes on with the one at `i`: "said that ..., adding that ..."."""
    verb, before = parsed.phrases[i], parsed.at(i - 1)
    parted = before.kind == "C" and (before.text == "but" or parsed.at(i - 2).kind == "COMMA")
    goes_on = (verb.form == "gerund" and before.kind == "COMMA") or (verb.lemma == "add" and before.kind == "C")
    goes_on = goes_on or (parted and not auxiliaries(parsed, i))
    said = said_before(parsed, i) if goes_on else None
    return said if said is not None and not set(auxiliaries(parsed, said)) & PASSIVE else i


def _inverted(parsed: Parsed, i: int) -> bool:
    """Whether the speaker stands behind the verb: '"...", said N, a spokesman', "X fell, reported the agency."."""
    if parsed.at(i + 1).kind != "NP" or auxiliaries(parsed, i) or parsed.phrases[i].lemma in _TELLING:
        return False
    before, verb = parsed.at(i - 1), parsed.phrases[i]
    closes = _tail(parsed, speaking_behind(parsed, i + 1).words[1]) is None
    if before.kind == "Q":
        return True
    if before.kind == "COMMA":
        speaks = verb.lemma == "say" and may_speak(parsed, i + 1) and not _clause_follows(parsed, i + 1)
        return (closes and sounds_speaking(parsed, i + 1)) or (speaks and i > 1)
    plain = verb.lemma == "say" and before.kind in {"NP", "TIME"}
    return plain and closes and may_speak(parsed, i + 1) and not parsed.phrases[i + 1].pronoun


def _clause_follows(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is the subject of what is said rather than the speaker."""
    j = parsed.behind(i, {"P", "NP", *LIGHT})
    return parsed.at(j).kind in {"X", "V"}


def _reported_by(parsed: Parsed, i: int, agent: int | None) -> bool:
    """Whether a participle hands a statement to whoever is behind "by": "as reported by the agency"."""
    told = parsed.phrases[i].form == "past_or_participle" and parsed.phrases[i].lemma not in _DIRECT
    return told and agent is not None and not auxiliaries(parsed, i)


def _stretch(
    parsed: Parsed, i: int, head: int | None, speaker: Speaker | None, *, behind: bool
) -> tuple[int, int, bool]:
    """The phrases that a verb of saying at `i` attributes, and whether they stand before it."""
    start = min(i, speaker.words[0]) if speaker is not None else i if head is None else min(i, head)
    end = max(i + 1, speaker.words[1]) if speaker is not None and speaker.words[0] > i else i + 1
    if parsed.phrases[i].lemma in _TELLING and end == i + 1 and parsed.at(end).kind == "NP":
        end += 1  # "told the agency"
    tail = _tail(parsed, end)
    if (behind or tail is None) and start > 0:
        return _begin(parsed, start), start, True
    if tail is not None and parsed.at(start - 1).kind in {"COMMA", "Q"} and parsed.phrases[tail].kind == "COMMA":
        return _begin(parsed, start), _end_of_words(parsed, tail), True  # "X fell, the army said, and Y is next"
    return i + 1, _end_of_words(parsed, i + 1), False


def _tail(parsed: Parsed, j: int) -> int | None:
    """What stands behind time, place and occasion from phrase `j` on, None where the words end there."""
    occasions = english().stance["occasions"]
    while j < len(parsed.phrases):
        phrase, after = parsed.phrases[j], parsed.at(j + 1)
        if phrase.text in _COLONS - {":"}:
            return None  # "X fell, the army said - a blow to the rebels"
        if phrase.kind in {"TIME", "STOP", "Q", "ADV", "PAREN"} or (phrase.kind == "NP" and phrase.head in occasions):
            j += 1
        elif phrase.kind == "P" and phrase.text in {"in", "on", "via", "from", "by", "at"} and after.kind == "NP":
            j += 2
            while parsed.at(j).text in {"of", "to"} and parsed.at(j + 1).kind == "NP":
                j += 2  # "on condition of anonymity", "in reference to the village of X"
        elif phrase.kind == "COMMA" and after.lemma in {"cite", "add", "quote", "write"}:
            return None
        else:
            return j
    return None


def _begin(parsed: Parsed, j: int) -> int:
    """Where the words before a speaker at `j` begin: behind somebody else's, where these end."""
    for k in range(j - 1, 0, -1):
        text = parsed.phrases[k].text
        turns = text in _TURNS or text == ";" or (text == "and" and parsed.phrases[k - 1].kind == "COMMA")
        if turns and any(_says(p) or p.text in _SOURCES for p in parsed.phrases[:k]):
            return k + 1
    return 0


def _end_of_words(parsed: Parsed, j: int) -> int:
    """Where the words of a speaker end: at a semicolon, or at "but" and "while" with a speaker of their own."""
    for k in range(j, len(parsed.phrases)):
        text = parsed.phrases[k].text
        if text == ";":
            return k
        if k > j and text in _TURNS and any(_says(p) for p in parsed.phrases[k + 1 :]):
            return k
    return len(parsed.phrases)


# --- sources without a verb of saying ---


def _according(parsed: Parsed) -> Iterator[Attribution]:
    """What "according to" and "citing" attribute."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        citing = phrase.lemma in _CITING and phrase.form == "gerund"
        if not (citing or phrase.text in _SOURCES) or parsed.at(i + 1).kind != "NP":
            continue
        speaker = speaking_behind(parsed, i + 1)
        ends = speaker.words[1]
        speaking = None if nameless(parsed, speaker.head) else speaker
        first = next((k + 1 for k in range(i - 1, -1, -1) if phrases[k].text in _PARTING), 0)
        last = next((k for k in range(ends, len(phrases)) if phrases[k].text in _PARTING), len(phrases))
        yield _of(speaking, first, last, rank=int(citing))


def _accounts(parsed: Parsed) -> Iterator[Attribution]:
    """What "by the army's account" attributes."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        told = phrase.kind == "NP" and phrase.head in english().stance["accounts"]
        if told and parsed.at(i - 1).possessive and parsed.at(i - 2).text in {"by", "in", "on"}:
            yield _of(owner_speaking(parsed, i), 0, len(phrases))


def _nouns(parsed: Parsed) -> Iterator[Attribution]:
    """What a noun of saying attributes: "claims by the rebels that", "the army's announcement of"."""
    for i, phrase in enumerate(parsed.phrases):
        if phrase.kind != "NP" or phrase.head not in english().stance["claims"] or _denied(parsed, i):
            continue
        if parsed.at(i + 1).text == "by" and parsed.at(i + 2).kind == "NP":
            speaker = speaking_behind(parsed, i + 2)
        elif parsed.at(i - 1).possessive:
            speaker = owner_speaking(parsed, i)
        else:
            if _opens_content(parsed, i + 1):
                yield from _claims_inside(parsed, i)
            continue
        start = max(i + 1, speaker.words[1])
        if _opens_content(parsed, start):
            yield _of(speaker, start, _end_of_words(parsed, start))


def _denied(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is what a verb of denying denies: "denied the rebels' claim that"."""
    k = parsed.before(i, {"NP", *LIGHT})
    return parsed.at(k).lemma in english().stance["deny"]


def _opens_content(parsed: Parsed, j: int) -> bool:
    """Whether what was claimed begins at phrase `j`."""
    return parsed.at(j).kind in {"S", "R", "T"} or parsed.at(j).text == "of"


def _claims_inside(parsed: Parsed, i: int) -> Iterator[Attribution]:
    """What a noun of saying attributes to whoever qualifies it: "rebel and army claims of"."""
    phrase, before = parsed.phrases[i], parsed.at(i - 2)
    if len(phrase.words) == 1 or not phrase.modifiers:
        return
    joined = parsed.at(i - 1).kind == "C" and before.kind == "NP" and parsed.at(i - 3).kind in {"END", "COMMA", "STOP"}
    first = before.start if joined else phrase.start
    first += parsed.sentence.tokens[first].lower in english().small["determiners"]
    words = _of(None, i + 1, _end_of_words(parsed, i + 1))
    yield replace(words, speaker=i, claimant=(i - 2 if joined else i, i + 1), tokens=(first, phrase.end - 1))


def _headline(parsed: Parsed) -> Iterator[Attribution]:
    """What a colon or dash attributes: "X falls to rebels: monitor", "Army: X is ours"."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        if phrase.kind != "STOP" or phrase.text not in _COLONS or _hyphen(parsed, phrase):
            continue
        rest = [j for j in range(i + 1, len(phrases)) if phrases[j].kind not in {"STOP", "Q"}]
        if rest and _closing_source(parsed, rest):
            speaker = None if nameless(parsed, rest[0]) else speaking_behind(parsed, rest[0])
            yield _of(speaker, 0, i, trailing=True)
        elif i > 0 and phrase.text == ":" and _opening_source(parsed, i):
            yield _of(speaking_behind(parsed, 0), i + 1, len(phrases))


def _hyphen(parsed: Parsed, phrase: Phrase) -> bool:
    """Whether a dash stands inside a word: "an 18-month siege"."""
    tokens, k = parsed.sentence.tokens, phrase.start
    return 0 < k < len(tokens) - 1 and tokens[k - 1].end == tokens[k].start and tokens[k].end == tokens[k + 1].start


def _closing_source(parsed: Parsed, rest: list[int]) -> bool:
    """Whether what stands behind a colon or dash is a source and nothing else."""
    found = [parsed.phrases[j] for j in rest]
    if any(p.kind not in {"NP", "P"} for p in found) or found[0].kind != "NP" or found[0].place is not None:
        return False
    words = [word for p in found for word in p.words]
    return len(words) <= _LONGEST and (len(found) == 1 or _voice(found[0]))


def _opening_source(parsed: Parsed, colon: int) -> bool:
    """Whether what stands before a colon is a source and nothing else."""
    before = parsed.phrases[:colon]
    return all(p.kind in {"NP", "P"} for p in before) and _voice(before[0])


def _voice(phrase: Phrase) -> bool:
    """Whether a noun phrase is somebody who speaks: a voice, a body, an official."""
    naming = phrase.naming
    return (naming is not None and naming.role == "voice") or phrase.head in english().speakers

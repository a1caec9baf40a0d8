"""What verbs of saying and denying attribute: a speaker and the stretch that he is quoted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.claims.clauses import LIGHT, auxiliaries, behind_setting, starts_clause, subject_behind
from mapper.claims.phrases import DASHES
from mapper.claims.speaking import (
    PASSIVE,
    agent_of,
    may_speak,
    nameless,
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
_WHILE = frozenset({"as", "while", "after", "before", "when", "amid", "following"})
SOURCES = frozenset({"according to", "per"})
CITING = frozenset({"cite", "quote"})
_DIRECT = frozenset({"say", "tell", "add", "write"})  # verbs that nobody's words stand beside as "said by N"
_TELLING = frozenset({"tell", "inform"})
_NEITHER = frozenset({"neither", "nor", "not", "n't", "never"})
COLONS = frozenset({":", "|", *DASHES})


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


def attributed(
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


def said(parsed: Parsed) -> Iterator[Attribution]:
    """What the verbs of saying and denying attribute."""
    for i, phrase in enumerate(parsed.phrases):
        cites = phrase.lemma in CITING and (phrase.form == "gerund" or set(auxiliaries(parsed, i)) & PASSIVE)
        supposed = parsed.at(i - 1).text == "if"  # "if confirmed, the fall of X"
        if says(phrase) and phrase.form != "participle" and parsed.at(i - 1).kind != "T" and not (cites or supposed):
            yield from _one_saying(parsed, i)


def says(phrase: Phrase) -> bool:
    """Whether a phrase is a verb of saying or denying."""
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
        content = parsed.at(i + 1).kind in {"X", "V"}  # "villages it says are taken"
        if relative and not content and not behind_setting(parsed, speaker.head):
            return  # "a ceasefire they declared"
        unnamed = nameless(parsed, speaker.head)
        if unnamed and parsed.phrases[i].form == "gerund" and _denied_before(parsed, speaker.head):
            return  # "denied reports alleging that X had fallen"
        speaker = None if unnamed else speaker
    pointed = None if not denies else _denied_at(parsed, i) if passive else _answered(parsed, i)
    if pointed is not None:  # "denied it": what it says itself stands elsewhere
        yield attributed(speaker, i + 1, i + 2, denies=True, points_at=pointed)
        return
    first, last, trailing = _stretch(parsed, i, head, speaker, behind=behind)
    if not trailing:
        last = _end_of_side_clause(parsed, i, last)
        last = _end_aside(parsed, i, speaker, last) if speaker is not None else last
        last = _end_of_denial(parsed, first, last) if denies else last
    yield attributed(speaker, first, last, denies=denies, trailing=trailing)


def _denied_before(parsed: Parsed, np: int) -> bool:
    """Whether a verb of denying has a noun phrase as its object."""
    return parsed.at(parsed.before(np, LIGHT)).lemma in english().stance["deny"]


def _end_of_side_clause(parsed: Parsed, i: int, last: int) -> int:
    """Where the words end of whoever speaks in a clause that opens the sentence: "Though some say ..., the army"."""
    opens = parsed.at(0).kind == "S" and parsed.at(0).text in _TURNS and not any(says(p) for p in parsed.phrases[:i])
    main = subject_behind(parsed, i) if opens else None
    return main - 1 if main is not None and i < main < last else last


def _end_aside(parsed: Parsed, i: int, speaker: Speaker, last: int) -> int:
    """Where the words end of whoever speaks in a relative clause: "X, which N denies backing, has ..."."""
    opens = speaker.words[0] - 1
    relative = parsed.at(opens).kind == "R" and parsed.at(opens - 1).kind == "COMMA"
    comma = next((k for k in range(i + 1, last) if parsed.phrases[k].kind == "COMMA"), last)
    return comma if relative and parsed.at(comma + 1).kind in {"V", "X"} else last


def _end_of_denial(parsed: Parsed, first: int, last: int) -> int:
    """Where what is denied ends: at ", and" with a clause of its own, which tells what is so."""
    for k in range(first + 1, last - 1):
        new = parsed.phrases[k].text == "and" and parsed.phrases[k - 1].kind == "COMMA"
        if new and parsed.at(k + 1).kind == "NP" and not parsed.at(k + 1).pronoun and starts_clause(parsed, k + 1):
            return k
    return last


def _reported_to(parsed: Parsed, i: int) -> bool:
    """Whether a participle tells what others say of the noun before it: "the first town reported to have fallen"."""
    bare = parsed.phrases[i].form == "past_or_participle" and not auxiliaries(parsed, i)
    told = bare and parsed.at(i + 1).kind == "T" and parsed.at(i - 1).kind == "NP"
    return told and parsed.at(i - 1).head in english().kinds


def _answered(parsed: Parsed, i: int) -> int | None:
    """What was said before that the verb at `i` denies: "denied it", "a claim that the rebels denied"."""
    if parsed.at(i + 1).text == "that" and parsed.at(i + 2).kind in {"COMMA", "STOP"}:
        return i + 1  # "disputed that, saying"
    answered = object_of(parsed, i)
    if answered is not None and says(content := parsed.at(parsed.behind(answered, LIGHT))) and content.form == "gerund":
        return None  # "denied reports alleging that"
    found = pointed_at(parsed, answered)
    if found is not None and answered is not None and parsed.phrases[answered].pronoun and _clause_follows(parsed, i):
        found = None  # "denied it had lost X"
    relative = parsed.before(i, {"NP", "P", "X", *LIGHT})
    closed = _tail(parsed, i + 1) is None or parsed.at(i + 1).kind == "COMMA"
    if found is None and parsed.at(relative).text in {"that", "which"} and closed:
        before = parsed.before(relative, {"COMMA"})
        if parsed.at(relative).text == "which" and parsed.at(relative - 1).kind == "COMMA":
            return relative  # "said it had taken X, which the army denied"
        found = before if set(parsed.at(before).words) & english().stance["pointing"] else None
    return found


def _denied_at(parsed: Parsed, i: int) -> int | None:
    """The passive verb at `i` where it denies what was said before: "that was denied by the army"."""
    what = parsed.before(i, {"X", *LIGHT})
    return i if parsed.at(what).text in {"that", "this", "it", "the claim", "the report"} else None


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
    if parsed.phrases[i].form == "gerund":
        return False  # "the source reported, saying the decision to leave ..."
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
    if parsed.at(j).kind == "COMMA" and parsed.at(j + 1).kind == "R":  # "the rebels, who came from the north, had"
        closes = (k for k in range(j + 1, len(parsed.phrases)) if parsed.phrases[k].kind == "COMMA")
        j = parsed.behind(next(closes, j), LIGHT)
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
    if tail is not None and parsed.at(start - 1).kind == "Q" and parsed.phrases[tail].text in _WHILE:
        return _begin(parsed, start), start, True  # '"X has fallen," N said as soldiers left'
    if tail is not None and parsed.at(start - 1).kind == "COMMA" and _opens_quote(parsed, tail):
        return i + 1, end_of_words(parsed, i + 1), False  # 'As they fled, N declared from X, "The town is ours"'
    if tail is not None and parsed.at(start - 1).kind in {"COMMA", "Q"} and parsed.phrases[tail].kind == "COMMA":
        return _begin(parsed, start), end_of_words(parsed, tail), True  # "X fell, the army said, and Y is next"
    return i + 1, end_of_words(parsed, i + 1), False


def _opens_quote(parsed: Parsed, j: int) -> bool:
    """Whether a quotation that is a sentence of its own begins behind the comma at `j`."""
    first = parsed.at(j + 2)
    quoted = parsed.at(j).kind == "COMMA" and parsed.at(j + 1).kind == "Q" and first.kind != "END"
    return quoted and parsed.sentence.tokens[first.start].capital


def _tail(parsed: Parsed, j: int) -> int | None:
    """What stands behind time, place and occasion from phrase `j` on, None where the words end there."""
    occasions = english().stance["occasions"]
    while j < len(parsed.phrases):
        phrase, after = parsed.phrases[j], parsed.at(j + 1)
        if phrase.text in COLONS - {":"}:
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
        if turns and any(says(p) or p.text in SOURCES for p in parsed.phrases[:k]):
            return k + 1
    return 0


def end_of_words(parsed: Parsed, j: int) -> int:
    """Where the words of a speaker end: at a semicolon, or at "but" and "while" with a speaker of their own."""
    for k in range(j, len(parsed.phrases)):
        text = parsed.phrases[k].text
        if text == ";":
            return k
        if k > j and text in _TURNS and any(says(p) for p in parsed.phrases[k + 1 :]):
            return k
    return len(parsed.phrases)

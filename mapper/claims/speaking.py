"""Speaking: which noun phrases can be a source, who speaks a verb, and the phrases that belong to a speaker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.claims.antecedents import climb
from mapper.claims.classes import initial
from mapper.claims.clauses import LIGHT, auxiliaries, owned, written
from mapper.claims.subjects import before_relative, meanwhile, object_of, subject_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Kind, Parsed, Phrase

PASSIVE = frozenset({"is", "was", "were", "are", "been", "be"})
_VERBAL: frozenset[Kind] = frozenset({"X", *LIGHT})
_FLOATING = frozenset({"both", "all", "there", "themselves", "itself", "himself", "herself"})
_LINKS = frozenset({"of", "for", "in", "from", "at", "on", "inside", "near", "close to", "within", "and"})
_EDGES = frozenset({"END", "COMMA", "STOP", "Q", "S", "TIME", "ADV", "C", "PAREN"})  # what a subject may stand behind
_QUOTING = frozenset({"quote", "cite"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A source as a sentence names it (indices of phrases).

    `head` is the noun phrase that says who it is, `words` the range that names it (half open), `heads`
    the words that describe it, by which later sentences may call it.
    """

    head: int
    words: tuple[int, int]
    heads: frozenset[str]


def may_speak(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase can be a source: not a place, unless a capital stands for its government."""
    phrase = parsed.phrases[i]
    if phrase.place is not None:
        toponym = parsed.toponyms[phrase.place]
        called = toponym.span.quote.split(" ", 1)[0].lower()
        return toponym.kind in {"metonym", "country"} or called in english().first_names | english().titles
    return phrase.head not in {"there", "which", "that"}


def sounds_speaking(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is somebody who speaks by its words: an actor, a voice, an official, a name."""
    i = _owner(parsed, i)
    phrase, words = parsed.phrases[i], english()
    spoken = phrase.head in words.speakers | words.titles or closing_name(parsed, i) is not None
    return phrase.naming is not None or (spoken and phrase.place is None)


def shows(phrase: Phrase) -> bool:
    """Whether a noun phrase is footage or a map, which the author has seen and nobody answers for."""
    return phrase.head in english().stance["media"]


def nameless(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase hands a statement to nobody: "unconfirmed reports say", "neither side confirmed"."""
    phrase = parsed.phrases[i]
    if phrase.words[0] == "no" or parsed.at(i - 1).kind == "NEG" or phrase.head in english().names["measures"]:
        return True
    named = phrase.naming is not None or bool(phrase.modifiers)
    return phrase.head in english().stance["reports"] and not named


# --- who speaks ---


def speaker_of(parsed: Parsed, i: int) -> int | None:
    """The noun phrase that speaks an active verb of saying at phrase `i`, None where the sentence has none."""
    if parsed.phrases[i].form == "gerund" and parsed.at(i - 1).text == "as":
        return _quoted(parsed, i)
    j = parsed.before(i, _VERBAL)
    while parsed.at(j).text in _FLOATING and parsed.at(j - 1).kind == "NP":
        j -= 1
    if parsed.at(j + 1).kind == parsed.at(j - 1).kind == "PAREN":
        j -= 2  # "the Observatory (SOHR) said"
    if parsed.at(j).kind != "NP":
        found = _copula_subject(parsed, j) if parsed.at(j).kind == "C" else subject_of(parsed, i)
        return _able(parsed, i, found) if parsed.at(j).kind == "C" else found
    if parsed.phrases[i].form == "gerund" and parsed.phrases[j].head in written():
        return subject_of(parsed, i)
    if parsed.phrases[i].form == "gerund" and parsed.at(j - 1).text in {"with", "amid"}:
        return j  # "with residents saying"
    found = meanwhile(parsed, i, j)
    found = before_relative(parsed, i, climb(parsed, j)) if found is None else found
    return found if found is not None else subject_of(parsed, i)


def _copula_subject(parsed: Parsed, j: int) -> int | None:
    """The subject that a verb behind the conjunction at `j` shares: "N were at the gates and said"."""
    k = next((k for k in range(j - 1, -1, -1) if parsed.phrases[k].kind in {"V", "X", "S", "R"}), -1)
    before = parsed.before(k, _VERBAL) if parsed.at(k).kind == "X" else -1
    found = climb(parsed, before) if parsed.at(before).kind == "NP" else None
    return found if found is not None else subject_of(parsed, j + 1)


def _able(parsed: Parsed, i: int, found: int | None) -> int | None:
    """Who shares a verb of saying: no town, but whoever spoke before: "denied that the city had fallen and said"."""
    if found is None or parsed.phrases[found].head not in english().kinds or parsed.phrases[found].naming is not None:
        return found
    words = english().stance["say"] | english().stance["deny"]
    before = next((k for k in range(i - 1, -1, -1) if parsed.phrases[k].lemma in words), None)
    return found if before is None else speaker_of(parsed, before)


def _quoted(parsed: Parsed, i: int) -> int | None:
    """Who is quoted: the subject of "was quoted as saying", the object of "quoted a source as saying"."""
    quoting = (k for k in range(i - 1, -1, -1) if parsed.phrases[k].lemma in _QUOTING)
    k = next(quoting, None)
    if k is None:
        return subject_of(parsed, i)
    return subject_of(parsed, k) if set(auxiliaries(parsed, k)) & PASSIVE else object_of(parsed, k)


def said_before(parsed: Parsed, i: int) -> int | None:
    """The last finite verb of saying before phrase `i`."""
    stance = english().stance
    verbs = (k for k in range(i - 1, -1, -1) if parsed.phrases[k].form not in {"gerund", "participle"})
    return next((k for k in verbs if parsed.phrases[k].lemma in stance["say"] | stance["deny"]), None)


def agent_of(parsed: Parsed, i: int) -> int | None:
    """The noun phrase behind "by" that speaks a passive verb of saying."""
    k = parsed.behind(i)
    return k + 1 if parsed.at(k).text == "by" and parsed.at(k + 1).kind == "NP" else None


# --- the words that name a speaker ---


def speaking_before(parsed: Parsed, head: int, verb: int) -> Speaker:
    """The speaker whose noun phrase `head` stands before its verb."""
    last = parsed.before(verb, _VERBAL)
    last = last if parsed.at(last).kind in {"NP", "COMMA"} else head
    if parsed.at(last).kind == "COMMA":  # "the head of the council, General N, said"
        name = last - 1
        person = parsed.at(name).place is None
        if (
            person
            and parsed.at(name - 1).kind == "COMMA"
            and _only_describes(parsed, head)
            and all(p.kind in {"P", "NP", "C"} for p in parsed.phrases[head + 1 : name - 1])
            and closing_name(parsed, name)
        ):
            return _described(parsed, name, by=head)
        last = head
    chain = all(p.kind in {"P", "NP", "C"} for p in parsed.phrases[head + 1 : last + 1])
    return _speaker(parsed, head, last + 1 if chain and last > head else None)


def speaking_behind(parsed: Parsed, head: int) -> Speaker:
    """The speaker whose noun phrase `head` stands behind "said", "by" or "according to"."""
    head = _owner(parsed, head)
    found = _speaker(parsed, head, None)
    apposed = found.words[1] + 1
    beside = parsed.at(apposed - 1).kind == "COMMA" and parsed.at(apposed).kind == "NP"
    if beside and _only_describes(parsed, found.head) and _stands_alone(parsed, apposed):
        return _described(parsed, apposed, by=found.head)
    if beside and closing_name(parsed, found.head):
        return replace(found, heads=found.heads | set(parsed.phrases[apposed].words))
    return found


def _stands_alone(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase behind a comma is a name and nothing is said of it: "the governor, N, ..."."""
    closed = parsed.at(i + 1).kind in {"COMMA", "STOP", "Q", "END"}
    return closed and parsed.phrases[i].place is None and closing_name(parsed, i) is not None


def owner_speaking(parsed: Parsed, i: int) -> Speaker:
    """The speaker that the noun phrase at `i` belongs to: of "the army's claim" the army."""
    return _speaker(parsed, i - 1, i)


def _owner(parsed: Parsed, head: int) -> int:
    """What a possessor owns: of "the army's spokesman" the spokesman."""
    while parsed.phrases[head].possessive and owned(parsed, head) != head:
        head = owned(parsed, head)
    return head


def _described(parsed: Parsed, name: int, *, by: int) -> Speaker:
    heads = frozenset(parsed.phrases[by].words + parsed.phrases[name].words)
    return Speaker(head=name, words=(name, name + 1), heads=heads)


def _speaker(parsed: Parsed, head: int, end: int | None) -> Speaker:
    """The speaker of a head; `end` is where its words end, where that is known."""
    author = _author(parsed, head)
    if author is not None:
        return author
    phrase = parsed.phrases[head]
    first = _first_word(parsed, head)
    if closing_name(parsed, head) and not _joined(parsed, head):
        end = head + 1
    last = end if end is not None else _end_word(parsed, head)
    last = _without_occasion(parsed, head, last)
    return Speaker(head=head, words=(first, last), heads=frozenset(phrase.words))


def _author(parsed: Parsed, head: int) -> Speaker | None:
    """Whoever a statement comes from: of "a statement by the army" and "the army's statement" the army."""
    if parsed.phrases[head].head not in english().stance["utterances"]:
        return None
    k = parsed.behind(head, {"V", "ADV", "TIME"})
    if parsed.at(k).text in {"by", "from"} and parsed.at(k + 1).kind == "NP":
        return speaking_behind(parsed, k + 1)
    if parsed.at(head - 1).possessive and may_speak(parsed, head - 1):
        return owner_speaking(parsed, head)
    return None


def _without_occasion(parsed: Parsed, head: int, last: int) -> int:
    """The end of a speaker's words without the occasion: "the ministry in a statement"."""
    occasions = english().stance["occasions"]
    for k in range(head + 1, last):
        if parsed.phrases[k].kind == "NP" and parsed.phrases[k].head in occasions:
            return k - 1
    return last


def _joined(parsed: Parsed, head: int) -> bool:
    return parsed.at(head + 1).text == "and" and parsed.at(head + 2).kind == "NP"


def _only_describes(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase tells what somebody is and not what he is called."""
    phrase = parsed.phrases[i]
    if phrase.words[0] in {"a", "an"} and phrase.head in english().titles:
        return True  # "a Houthi spokesman, N N, said"
    return closing_name(parsed, i) is None and (phrase.naming is None or not phrase.naming.proper)


def closing_name(parsed: Parsed, i: int) -> tuple[int, int] | None:
    """The tokens (half open) of the proper name that a noun phrase ends in: "the news agency [SANA]".

    Titles of three words and more are no part of it: "Deputy Defence Minister [N N]".
    """
    found = _closing(parsed, i)
    if found is None:
        return None
    tokens, (first, end) = parsed.sentence.tokens, found
    title = next((k for k in range(end - 3, first + 1, -1) if tokens[k].lower in english().titles), None)
    return found if title is None else (title + 1, end)


def _closing(parsed: Parsed, i: int) -> tuple[int, int] | None:
    """The tokens of the name that a noun phrase ends in, titles in capitals included."""
    phrase, tokens, words = parsed.phrases[i], parsed.sentence.tokens, english()
    if phrase.kind != "NP" or phrase.pronoun or phrase.possessive:
        return None
    naming, end = phrase.naming, phrase.end
    if naming is not None and naming.proper:
        opens = naming.start == 0 and naming.end > 1 and tokens[1].text.islower()  # "State news agency N"
        rest = range(naming.start + opens, naming.end)
        first = next((k for k in rest if not tokens[k].text.islower()), naming.start)
        first = naming.start if tokens[first].lower in words.bodies["body_closers"] else first  # "state TV"
        before = tokens[max(first - 1, 0)]
        if first > phrase.start and (_plain(before.text) or "-" in before.text or before.lower == "the"):
            return first, end
        while first > phrase.start and _goes_into_name(parsed, first - 1, closes=False):
            first -= 1  # a name of which only the end is known
        return (first, end) if first == phrase.start or _plain(tokens[first - 1].text) else None
    follows = parsed.at(i + 1).text in {"of", "for"} or parsed.at(i + 1).kind == "NP"
    if follows:  # "N director of Y", without a comma between them
        cut = next((k for k in range(phrase.start + 2, end) if tokens[k].lower in words.titles), end)
        end = cut if cut < end and tokens[cut].text.islower() else end
    first = end
    while first > phrase.start and _goes_into_name(parsed, first - 1, closes=first == end):
        first -= 1
    while first < end and not tokens[first].capital:
        first += 1
    opens = first == phrase.start and first == 0 and end - first == 1
    return (first, end) if first < end and not opens else None


def _plain(word: str) -> bool:
    """Whether a word is written small: not "47th"."""
    return word.islower() and word[0].isalpha()


def _goes_into_name(parsed: Parsed, k: int, *, closes: bool) -> bool:
    token, words = parsed.sentence.tokens[k], english()
    if token.capital and token.text[:1].isalpha():
        return token.lower not in words.small["determiners"]
    return not closes and (token.text in words.names["particles"] or initial(parsed.sentence.tokens, k))


def _first_word(parsed: Parsed, lo: int) -> int:
    """Where the words of a speaker begin: with what is coordinated with it, and with whom it belongs to."""
    while lo > 0 and not parsed.phrases[lo].possessive and parsed.phrases[lo - 1].possessive:
        lo -= 1
    if parsed.at(lo - 1).kind == "C" and parsed.at(lo - 2).kind == "NP":
        other = climb(parsed, lo - 2)
        if other is not None and may_speak(parsed, other):
            first = _first_word(parsed, other)
            return first if parsed.at(first - 1).kind in _EDGES else lo
    return lo


def _end_word(parsed: Parsed, i: int) -> int:
    """Where the words of a speaker end: behind "of", "in" and their like, and what is coordinated with it."""
    hi = i + 1
    while parsed.at(hi).kind in {"P", "C"} and parsed.at(hi).text in _LINKS and parsed.at(hi + 1).kind == "NP":
        inner = _owner(parsed, hi + 1)
        if parsed.at(hi).text == "and" and (parsed.at(inner).place is not None or _acts(parsed, inner)):
            break
        hi = inner + 1
    return hi


def _acts(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase has a verb of its own behind it."""
    return parsed.at(parsed.behind(i)).kind in {"X", "V"}


def pointed_at(parsed: Parsed, i: int | None) -> int | None:
    """The noun phrase `i`, or what it owns, if it stands for something said before: "it", "the rebels' claim"."""
    if i is None:
        return None
    i = owned(parsed, i) if parsed.phrases[i].possessive else i
    phrase = parsed.phrases[i]
    behind = parsed.at(i + 1)  # what it says, but not in "dismissed the report as false"
    says_what = phrase.head in english().stance["claims"] and behind.kind in {"S", "P"} and behind.text != "as"
    return i if set(phrase.words) & english().stance["pointing"] and phrase.place is None and not says_what else None

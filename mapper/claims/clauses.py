"""Who does what to which: subjects, objects, complements and lists among the phrases of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_LIGHT = frozenset({"ADV", "TIME", "Q", "PAREN", "NEG"})
_ASKING = frozenset(
    "force compel allow urge order tell ask push lead help enable prompt oblige cause permit expect".split()
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am"})
_LIST_WORDS = frozenset({"including", "such", "plus"})


def auxiliaries(parsed: Parsed, i: int) -> tuple[str, ...]:
    """The auxiliary and negating words right before a verb, nearest first."""
    words: list[str] = []
    j = i - 1
    while j >= 0 and parsed.phrases[j].kind in {"X", "ADV", "NEG"}:
        if parsed.phrases[j].kind != "ADV":
            words.append(parsed.phrases[j].text)
        j -= 1
    return tuple(words)


def passive(parsed: Parsed, i: int) -> bool:
    """Whether a verb is passive, or a participle that qualifies the noun before it."""
    phrases, verb = parsed.phrases, parsed.phrases[i].verb
    if verb is None or verb.form not in {"participle", "past_or_participle"}:
        return False
    words = auxiliaries(parsed, i)
    if words:
        return words[0] in _BE or words[0] == "'s" or "being" in words
    if verb.form == "participle":
        return True
    after = _after(parsed, i)
    if after is None or phrases[after].kind != "NP":
        follows = phrases[after].words[0] if after is not None else ""
        before = i - 1
        while before >= 0 and phrases[before].kind in _LIGHT:
            before -= 1
        qualifies = before >= 0 and phrases[before].kind in {"NP", "COMMA", "P", "R"}
        return follows in {"by", "from"} or (
            qualifies and before >= 0 and phrases[before].kind == "NP" and _thing(phrases[before])
        )
    return False


def _thing(phrase: Phrase) -> bool:
    """Whether a noun phrase is a place or a group of places rather than somebody who acts."""
    return phrase.naming is None and (
        phrase.place is not None or phrase.head in english().groups or phrase.head in english().area_nouns
    )


def _after(parsed: Parsed, i: int) -> int | None:
    """The next phrase behind a verb that is no adverb or time."""
    j = i + 1
    while j < len(parsed.phrases) and parsed.phrases[j].kind in _LIGHT:
        j += 1
    return j if j < len(parsed.phrases) else None


def object_of(parsed: Parsed, i: int) -> int | None:
    """The noun phrase that a verb acts on: behind it, or before it in a relative clause."""
    phrases = parsed.phrases
    j = _after(parsed, i)
    if j is not None and phrases[j].kind == "P" and phrases[j].text in {"off", "over", "up", "back"}:
        j = _after(parsed, j)
    if j is not None and phrases[j].kind == "NP":
        return j if not phrases[j].possessive else _owned(parsed, j)
    if j is not None and phrases[j].kind == "P" and phrases[j].text == "more":
        return _after(parsed, j)
    subject = _plain_subject(parsed, i)
    while (
        subject is not None
        and subject > 2
        and phrases[subject - 1].kind == "C"
        and phrases[subject - 2].naming is not None
    ):  # noqa: PLR2004 -- "which A and B took"
        subject -= 2
    if subject is not None and subject > 0 and phrases[subject - 1].kind == "R":
        return antecedent(parsed, subject - 1)
    return None


def _owned(parsed: Parsed, j: int) -> int:
    """The noun phrase behind a possessor: of "Syria's army" the army."""
    return j + 1 if j + 1 < len(parsed.phrases) and parsed.phrases[j + 1].kind == "NP" else j


def antecedent(parsed: Parsed, j: int) -> int | None:
    """The noun phrase that a relative word at `j` stands for."""
    k = j - 1
    while k >= 0 and parsed.phrases[k].kind in {"COMMA", "P", "Q", "PAREN"}:
        k -= 1
    if k < 0 or parsed.phrases[k].kind != "NP":
        return None
    while k > 1 and parsed.phrases[k - 1].kind == "C" and parsed.phrases[k - 2].kind == "NP" and parsed.phrases[k].places:
        k -= 2  # "villages in A and B that": the list, then what it hangs on
    return _qualified(parsed, k)


def _plain_subject(parsed: Parsed, i: int) -> int | None:
    """The noun phrase right before a verb and its auxiliaries, prepositional phrases left out."""
    j = i - 1
    while j >= 0 and parsed.phrases[j].kind in {"X", *_LIGHT}:
        j -= 1
    return climb(parsed, j) if j >= 0 and parsed.phrases[j].kind == "NP" else None


def climb(parsed: Parsed, np: int) -> int | None:
    """The noun phrase that a chain of prepositional phrases ending at `np` hangs on; None for a free one."""
    phrases = parsed.phrases
    if np > 1 and phrases[np - 1].kind == "C" and phrases[np - 2].kind == "NP" and phrases[np].naming is None:
        if (
            np > 2
            and phrases[np - 3].kind == "P"
            and phrases[np - 2].naming is None
            and not _thing_of_its_own(phrases[np])
        ):
            np -= 2  # "parts in the north and east": still inside the prepositional phrase
    while np > 0 and phrases[np - 1].kind == "P":
        q = np - 2
        while q >= 0 and phrases[q].kind in _LIGHT:
            q -= 1
        if q >= 0 and phrases[q].kind == "V" and passive(parsed, q):
            q -= 1
            while q >= 0 and phrases[q].kind in _LIGHT:
                q -= 1
        if q < 0 or phrases[q].kind != "NP":
            return None
        np = q
    return np


def _qualified(parsed: Parsed, np: int) -> int:
    """The noun phrase that a bare participle behind `np` qualifies: the villages of "villages in Hama captured by"."""
    phrases, best = parsed.phrases, np
    words = english()
    while (
        np > 1
        and phrases[np - 1].kind == "P"
        and phrases[np - 1].text in {"of", "in", "near", "around", "across"}
        and phrases[np - 2].kind == "NP"
    ):
        np -= 2
        head = phrases[np].head
        if (
            head in words.area_nouns
            or (head in words.groups and (head.endswith("s") or phrases[best].place is None))
            or set(phrases[np].words) & words.vague
        ):
            best = np
    return best


def _thing_of_its_own(phrase: Phrase) -> bool:
    return phrase.head in english().groups or phrase.pronoun or phrase.words[0] in {"its", "their"}


def subject_of(parsed: Parsed, i: int, *, depth: int = 0) -> int | None:  # noqa: PLR0911 -- one return a shape of clause
    """The noun phrase that a verb (at phrase `i`) has as its subject, None where there is none in the sentence."""
    if depth > 6:  # noqa: PLR2004 -- clauses do not nest deeper in reports
        return None
    phrases = parsed.phrases
    j = i - 1
    while j >= 0 and phrases[j].kind in {"X", *_LIGHT}:
        j -= 1
    if j < 0:
        return _subject_behind(parsed, i)
    kind = phrases[j].kind
    if kind == "NP":
        if "being" in auxiliaries(parsed, i):
            return j  # "reports of X being captured"
        if passive(parsed, i) and not auxiliaries(parsed, i):
            return _qualified(parsed, j)
        found = climb(parsed, j)
        if found is None:  # "In Hama captured ...": the noun phrase belongs to a free prepositional phrase
            return _shared(parsed, i, j, depth)
        return found
    if kind == "T":
        return _governor_subject(parsed, j, depth)
    if kind == "R":
        return antecedent(parsed, j)
    if kind == "COMMA":
        return _behind_comma(parsed, i, j, depth)
    if kind in {"C", "P", "S"}:
        return _shared(parsed, i, j, depth) if _shared(parsed, i, j, depth) is not None else _subject_behind(parsed, i)
    if kind == "V":
        return subject_of(parsed, j, depth=depth + 1)
    return None


def _shared(parsed: Parsed, i: int, j: int, depth: int) -> int | None:
    """The subject of the verb before, which this one shares."""
    before = previous_verb(parsed, j)
    return subject_of(parsed, before, depth=depth + 1) if before is not None and before < i else None


def previous_verb(parsed: Parsed, j: int) -> int | None:
    """The last verb before phrase `j` that can share its subject; a participle inside a noun phrase cannot."""
    for k in range(j - 1, -1, -1):
        if parsed.phrases[k].kind == "V" and not (passive(parsed, k) and not auxiliaries(parsed, k)):
            return k
    return None


def _subject_behind(parsed: Parsed, i: int) -> int | None:
    """The subject of the main clause behind an opening participle: "Capturing X, the army ..."."""
    for k in range(i + 1, len(parsed.phrases) - 1):
        if parsed.phrases[k].kind == "COMMA" and parsed.phrases[k + 1].kind == "NP":
            for v in range(k + 2, len(parsed.phrases)):
                if parsed.phrases[v].kind in {"V", "X"}:
                    return k + 1
                if parsed.phrases[v].kind not in {"P", "NP", *_LIGHT}:
                    break
    return None


def _governor_subject(parsed: Parsed, j: int, depth: int) -> int | None:
    """The subject of an infinitive: that of the verb that governs it, or whoever is made to act."""
    phrases = parsed.phrases
    g = j - 1
    while g >= 0 and phrases[g].kind in {"X", *_LIGHT}:
        g -= 1
    if g < 0:
        return None
    if phrases[g].kind == "NP":
        verb = g - 1
        while verb >= 0 and phrases[verb].kind in _LIGHT:
            verb -= 1
        if verb >= 0 and phrases[verb].kind == "V" and phrases[verb].lemma in _ASKING:
            return g
        if phrases[g].naming is not None and g > 0 and phrases[g - 1].text == "for":
            return g
        before = previous_verb(parsed, g)
        if before is not None:
            return subject_of(parsed, before, depth=depth + 1)
        return climb(parsed, g)
    if phrases[g].kind == "V":
        if passive(parsed, g) or phrases[g].verb is None:
            return subject_of(parsed, g, depth=depth + 1)
        return subject_of(parsed, g, depth=depth + 1)
    if phrases[g].kind == "C":
        return _shared(parsed, j, g, depth)
    return None


def _behind_comma(parsed: Parsed, i: int, j: int, depth: int) -> int | None:
    """The subject of a verb right behind a comma: shared, or before an insertion between two commas."""
    phrases, verb = parsed.phrases, parsed.phrases[i].verb
    finite = (
        phrases[i].kind == "X"
        or bool(auxiliaries(parsed, i))
        or (verb is not None and verb.form in {"past", "third", "base", "past_or_participle"})
    )
    if finite and not (
        verb is not None and verb.form == "past_or_participle" and passive(parsed, i) and not auxiliaries(parsed, i)
    ):
        opening = next(
            (k for k in range(j - 1, 0, -1) if phrases[k].kind == "COMMA" and phrases[k - 1].kind == "NP"), None
        )
        if opening is not None:
            inside = [p.kind for p in phrases[opening + 1 : j]]
            if "X" not in inside or "R" in inside:
                return climb(parsed, opening - 1)
        shared = _shared(parsed, i, j, depth)
        if shared is not None:
            return shared
    if verb is not None and verb.form in {"participle", "past_or_participle"} and phrases[j - 1].kind == "NP":
        free = climb(parsed, j - 1) if passive(parsed, i) else None
        return free if free is not None else _shared(parsed, i, j, depth)
    return _shared(parsed, i, j, depth)


def complements(parsed: Parsed, i: int) -> Iterator[tuple[str, int]]:
    """The prepositional phrases behind phrase `i` up to the end of its clause: (preposition, noun phrase)."""
    phrases = parsed.phrases
    j = i + 1
    while j < len(phrases):
        kind = phrases[j].kind
        if kind in {"S", "R", "STOP", "T"} or (kind == "V" and j > i + 1):
            return
        if kind == "X" and j > i + 1:
            return
        if kind in {"C", "COMMA"} and starts_clause(parsed, j + 1):
            return
        if kind == "P" and j + 1 < len(phrases):
            k = j + 1
            while k < len(phrases) and phrases[k].kind in {"ADV", "Q"}:
                k += 1
            if k < len(phrases) and phrases[k].kind == "NP":
                yield phrases[j].text, (_owned(parsed, k) if phrases[k].possessive and phrases[k].naming is None else k)
                j = k
            elif k < len(phrases) and phrases[k].kind == "P" and k + 1 < len(phrases) and phrases[k + 1].kind == "NP":
                yield phrases[k].text, k + 1
                j = k + 1
        j += 1


def starts_clause(parsed: Parsed, j: int) -> bool:
    """Whether a new clause with a verb of its own starts at phrase `j`."""
    phrases = parsed.phrases
    while j < len(phrases) and phrases[j].kind in _LIGHT:
        j += 1
    if j >= len(phrases):
        return False
    if phrases[j].kind in {"V", "X", "R", "S"}:
        return True
    if phrases[j].kind != "NP":
        return False
    k = j + 1
    while k < len(phrases) and phrases[k].kind in {"P", "NP", *_LIGHT}:
        k += 1
    if k >= len(phrases):
        return False
    if phrases[k].kind == "X":
        return True
    return phrases[k].kind == "V" and not passive(parsed, k) and (phrases[k].form != "gerund")


def group(parsed: Parsed, i: int, *, upto: int = -1) -> tuple[int, ...]:
    """A noun phrase with those coordinated behind it: A of "A, B and C in Hama, as well as D".

    Members up to phrase `upto` belong to the list although a verb follows the last one.
    """
    phrases = parsed.phrases
    members = [i]
    j = i + 1
    while j < len(phrases):
        while (
            j + 1 < len(phrases)
            and phrases[j].kind == "P"
            and phrases[j].words[0] not in _LIST_WORDS
            and phrases[j + 1].kind == "NP"
        ):
            listing = j + 3 < len(phrases) and phrases[j + 2].kind == "COMMA" and phrases[j + 3].words[0] in _LIST_WORDS
            if phrases[j].text in {"from", "by", "after", "during", "with", "to"} and not listing:
                return tuple(members)
            j += 2  # a prepositional phrase belongs to the member before it
        marks = j
        while j < len(phrases) and (
            phrases[j].kind in {"C", "COMMA", "ADV", "PAREN"}
            or phrases[j].words[0] in _LIST_WORDS
            or (phrases[j].kind == "TIME" and j + 1 < len(phrases) and phrases[j + 1].kind == "C")
        ):
            if phrases[j].text == "but":
                return tuple(members)
            j += 1
        if j == marks or j >= len(phrases) or phrases[j].kind != "NP":
            return tuple(members)
        if j > upto and starts_clause(parsed, j) and not _appositive(parsed, j):
            return tuple(members)
        if phrases[j].naming is not None or (j + 1 < len(phrases) and phrases[j + 1].text == "within"):
            return tuple(members)
        members.append(j)
        j += 1
    return tuple(members)


def _appositive(parsed: Parsed, j: int) -> bool:
    phrases = parsed.phrases
    return phrases[j].words[0] in {"a", "an"} and phrases[j].head in english().kinds


def group_before(parsed: Parsed, i: int) -> int:
    """The first noun phrase of the list that ends at `i`: A of "A, B and C were taken"."""
    phrases = parsed.phrases
    first = i
    while first > 1:
        j = first - 1
        while j > 0 and (phrases[j].kind in {"C", "COMMA"}):
            j -= 1
        if j == first - 1:
            if (
                phrases[j].kind == "P"
                and phrases[j].text in {"of", "in", "near"}
                and phrases[j - 1].kind == "NP"
                and phrases[j - 1].naming is None
            ):
                first = j - 1
                continue
            return first
        if phrases[j].kind != "NP" or phrases[j].naming is not None or phrases[first - 1].text == "but":
            return first
        if j > 0 and phrases[j - 1].kind == "V":
            return j if phrases[j - 1].lemma in english().stance["say"] else first
        if j > 0 and phrases[j - 1].kind == "P" and phrases[j - 1].text not in {"of", "in", "near"}:
            return first
        first = j
    return first

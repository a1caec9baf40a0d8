"""Clauses: verbs with their auxiliaries and complements, and where a clause begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapper.claims.phrases import remembered
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Kind, Parsed, Phrase

# What stands between the parts of a clause without being one.
_DECLARED = frozenset({"declare", "pronounce", "report", "announce"})
_MOVING = frozenset({"push", "sweep", "clear", "remove", "pull", "drive"})  # they take an object or none
LIGHT: frozenset[Kind] = frozenset({"ADV", "TIME", "Q", "PAREN", "NEG"})


@remembered
def auxiliaries(parsed: Parsed, i: int) -> tuple[str, ...]:
    """The auxiliary and negating words right before a verb, nearest first."""
    first = parsed.before(i, {"X", "ADV", "NEG", "Q"}) + 1
    staying = parsed.at(first - 1)
    if staying.lemma in {"remain", "stay", "stand"} and parsed.at(i).form in {"participle", "past_or_participle"}:
        return ("be", *auxiliaries(parsed, first - 1))  # "remains encircled"
    own = tuple(p.text for p in reversed(parsed.phrases[first:i]) if p.kind in {"X", "NEG"})
    return own or _inherited(parsed, i)


def _inherited(parsed: Parsed, i: int) -> tuple[str, ...]:
    """The auxiliaries that a participle shares with the verb before it: "had taken A and driven out B"."""
    form, edge = parsed.at(i).form, parsed.before(i, LIGHT)
    if form not in {"participle", "past_or_participle"} or parsed.at(edge).kind != "C" or parsed.at(edge).text != "and":
        return ()
    earlier = previous_verb(parsed, edge)
    words = auxiliaries(parsed, earlier) if earlier is not None else ()
    if earlier is None or not words or parsed.at(earlier).form not in {"participle", "past_or_participle"}:
        return ()
    objectless = parsed.at(parsed.behind(i, LIGHT)).kind != "NP"
    return words if form == "participle" or (objectless and passive(parsed, earlier)) else ()


@remembered
def passive(parsed: Parsed, i: int) -> bool:
    """Whether a verb is passive, or a participle that qualifies the noun before it."""
    form = parsed.phrases[i].form
    if form not in {"participle", "past_or_participle"}:
        return False
    words = auxiliaries(parsed, i)
    after, before = parsed.at(parsed.behind(i, LIGHT)), parsed.at(parsed.before(i, LIGHT))
    if words:
        has = words[0] == "'s" and after.kind == "NP"  # "it's taken X", but "it's taken by rebels"
        return not has and (words[0] in english().small["be"] | {"be"} or "being" in words)
    if form == "participle":  # "rebels overrun X" has the form of the present, too
        return parsed.phrases[i].head != parsed.phrases[i].lemma or after.kind != "NP" or before.naming is None
    if after.kind == "NP" or after.text == "that" or parsed.phrases[i].lemma in english().frames["founder"] | {"clash"}:
        return False  # what fails is not failed by somebody
    if after.text == "from" and before.naming is not None:
        return _driven_from(parsed, i)
    declared = before.lemma in _DECLARED and passive(parsed, parsed.before(i, LIGHT))  # "was declared secured"
    return declared or after.text in {"by", "from"} or (before.kind == "NP" and _thing(before)) or _inserted(parsed, i)


def _driven_from(parsed: Parsed, i: int) -> bool:
    """Whether an actor is acted on before "from": "rebels expelled from X", but "rebels advanced from X"."""
    lemma, behind = parsed.phrases[i].lemma, parsed.at(parsed.behind(i, LIGHT) + 2)
    if parsed.at(parsed.before(i, LIGHT) - 1).kind == "R":
        return False  # "X, which rebels wrested from the army"
    moved = lemma not in _MOVING or behind.kind == "V"  # "rebels swept from X regrouped", "swept from X to Y"
    return moved and behind.kind != "NP" and lemma in english().frames["expel"] | english().frames["take"]


def _inserted(parsed: Parsed, i: int) -> bool:
    """Whether a participle between commas qualifies the place before it: "X, besieged since May, is ..."."""
    j = parsed.before(i)
    frames = english().frames
    state = parsed.phrases[i].lemma in frames["take"] | frames["besiege"] | frames["hold"]
    between = parsed.at(j).kind == "COMMA" and parsed.at(parsed.behind(i, LIGHT)).kind == "COMMA"
    return state and between and parsed.at(j - 1).kind == "NP" and _thing(parsed.at(j - 1))


def bare_participle(parsed: Parsed, i: int) -> bool:
    """Whether a verb is a participle without an auxiliary: "villages captured by the army"."""
    return passive(parsed, i) and not auxiliaries(parsed, i)


def behind_setting(parsed: Parsed, j: int) -> bool:
    """Whether only a setting stands before phrase `j`: "In a statement it said", "At a meeting in X he said"."""
    k = j - 1
    while parsed.at(k).kind == "NP" and parsed.at(k - 1).kind == "P":
        k -= 2
    return k < j - 1 and parsed.at(k).kind in {"END", "COMMA", "C", "ADV", "STOP"}


def _thing(phrase: Phrase) -> bool:
    """Whether a noun phrase is a place or a group of places rather than somebody who acts."""
    words = english()
    return phrase.naming is None and (
        phrase.place is not None or phrase.head in words.groups or phrase.head in words.area_nouns
    )


def subject_behind(parsed: Parsed, i: int) -> int | None:
    """The subject of the main clause behind an opening one: "Capturing X, the army ...", "Since they took X, ..."."""
    for k in range(i + 1, len(parsed.phrases) - 1):
        if parsed.phrases[k].kind == "COMMA" and parsed.phrases[k + 1].kind == "NP":
            verb = parsed.behind(k + 1, {"P", "NP", "C", *LIGHT})
            if parsed.at(verb).kind in {"V", "X"}:
                return k + 1
    return None


def written() -> frozenset[str]:
    """What is published, and says what its publisher says."""
    return english().stance["utterances"] | english().stance["media"]


@remembered
def previous_verb(parsed: Parsed, j: int) -> int | None:
    """The last verb before phrase `j` that can share its subject; a participle inside a noun phrase cannot."""
    verbs = (k for k in range(j - 1, -1, -1) if parsed.phrases[k].kind == "V")
    return next((k for k in verbs if not bare_participle(parsed, k)), None)


def owned(parsed: Parsed, j: int) -> int:
    """The noun phrase behind a possessor: of "Syria's army" the army."""
    return j + 1 if parsed.at(j + 1).kind == "NP" else j


def complements(parsed: Parsed, i: int) -> Iterator[tuple[str, int]]:
    """The prepositional phrases behind phrase `i` up to the end of its clause: (preposition, noun phrase)."""
    j = i + 1
    while j < len(parsed.phrases) and not _ends_complements(parsed, j, own=j == i + 1):
        if parsed.phrases[j].text == "(":  # what is told in brackets is told aside
            j = next((k for k in range(j, len(parsed.phrases)) if parsed.phrases[k].text == ")"), j)
        elif parsed.phrases[j].kind == "P" and j + 1 < len(parsed.phrases):
            k = parsed.behind(j, {"ADV", "Q"})
            inner = parsed.at(k)
            if inner.kind == "C" and parsed.at(k + 1).kind == "P":
                k, inner = k + 2, parsed.at(k + 2)  # "in and around X"
            far = parsed.phrases[j].text == "from" and _is_distance(parsed, j - 1)
            if inner.kind == "NP" and far:
                j = k  # "75 km from X" is no place that is left
            elif inner.kind == "NP":
                yield parsed.phrases[j].text, (owned(parsed, k) if inner.possessive and inner.naming is None else k)
                j = k
            elif inner.kind == "P" and parsed.at(k + 1).kind == "NP":
                yield inner.text, k + 1
                j = k + 1
        j += 1


def _is_distance(parsed: Parsed, i: int) -> bool:
    """Whether a distance ends at phrase `i`: "75 km", "75 km (47 miles)"."""
    i = i - 1 if parsed.at(i).text == ")" or parsed.at(i).text == "away" else i
    return parsed.at(i).kind == "NP" and parsed.at(i).head in english().names["measures"]


def _ends_complements(parsed: Parsed, j: int, *, own: bool) -> bool:
    """Whether a phrase ends the complements of another; its `own` next phrase may be a verb."""
    kind = parsed.phrases[j].kind
    return (
        kind in {"S", "R", "STOP", "T"}
        or (kind in {"V", "X"} and not own)
        or (kind in {"C", "COMMA"} and starts_clause(parsed, j + 1))
    )


@remembered
def starts_clause(parsed: Parsed, j: int) -> bool:
    """Whether a new clause with a verb of its own starts at phrase `j`."""
    j = parsed.behind(j - 1, LIGHT)
    if parsed.at(j).kind in {"V", "X", "R", "S"}:
        return True
    if parsed.at(j).kind != "NP":
        return False
    k = parsed.behind(j, {"P", "NP", *LIGHT})
    verb = parsed.at(k)
    return verb.kind == "X" or (verb.kind == "V" and not passive(parsed, k) and verb.form != "gerund")


@remembered
def clause(parsed: Parsed, i: int) -> tuple[int, int]:
    """The phrases (half open) of the clause that phrase `i` stands in."""
    phrases = parsed.phrases
    lo = i
    while lo > 0 and phrases[lo - 1].kind not in {"STOP", "S", "R"} and not _clause_edge(parsed, lo - 1):
        lo -= 1
    hi = i + 1
    while hi < len(phrases) and phrases[hi].kind not in {"STOP", "S"} and not _clause_edge(parsed, hi):
        hi += 1
    return lo, hi


def _clause_edge(parsed: Parsed, k: int) -> bool:
    """Whether a conjunction or comma at `k` parts two clauses with verbs of their own."""
    if parsed.phrases[k].kind == "C":
        return starts_clause(parsed, k + 1)
    return parsed.phrases[k].kind == "COMMA" and parsed.at(k + 1).kind == "V"


def spoken_on(parsed: Parsed, i: int, j: int) -> int | None:
    """The verb that a second verb of saying goes on with: "said its men had left X and denied losing Y"."""
    words, before = english().stance, previous_verb(parsed, j)
    says = parsed.phrases[i].lemma in words["say"] | words["deny"]
    if not says or before is None or "had" not in auxiliaries(parsed, before):
        return None
    told = words["say"] | words["deny"]
    return next((k for k in range(before - 1, -1, -1) if parsed.phrases[k].lemma in told), None)


def outside(parsed: Parsed, k: int) -> int:
    """Where the brackets right before phrase `k` open, `k` itself where there are none: "the group (HTS), a ..."."""
    if parsed.at(k - 1).text != ")":
        return k
    return next((i for i in range(k - 2, 0, -1) if parsed.phrases[i].text == "("), k)


def named_beside(parsed: Parsed, np: int, j: int) -> bool:
    """Whether the name of an actor stands behind him, up to the comma at `j`: "its ally, the X Army, took Y"."""
    named, plain = parsed.at(j - 1), parsed.phrases[np].naming is None and parsed.phrases[np].place is None
    return j == np + 3 and plain and named.naming is not None and named.naming.role == "actor"

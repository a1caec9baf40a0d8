"""Noun phrases that hang on others: what a relative word stands for, what a chain of prepositional phrases ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.clauses import LIGHT, outside, passive
from mapper.claims.lying import beside_the_road, explaining, lies, measured_from, outside_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_ALL_OF = frozenset({"all", "both", "most", "some", "each", "none", "several"})
RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last", "latest"})


def antecedent(parsed: Parsed, j: int) -> int | None:
    """The noun phrase that a relative word at `j` stands for."""
    k = parsed.before(j, {"COMMA", "P", "Q", "PAREN"})
    if parsed.at(k).text in _ALL_OF and parsed.at(k + 1).text == "of":  # "A and B, all of which"
        k = parsed.before(k, {"COMMA", "Q", "PAREN", "ADV"})
    if parsed.at(k).kind != "NP":
        return None
    while parsed.at(k - 1).text.endswith(" of") and parsed.at(k - 1).text != "out of" and lies(parsed.at(k - 2)):
        k -= 2  # "X north-west of Y, which"
    told = parsed.at(k).place is None and parsed.at(k).words[0] in {"a", "an"} and parsed.at(k - 1).kind == "COMMA"
    if told and parsed.at(k).head in english().kinds and parsed.at(k - 2).place is not None:
        return k - 2  # "X, a village south of Y that"
    apart = parsed.at(j - 1).kind == "COMMA"
    owner, town = parsed.at(k - 1), parsed.at(k - 3)
    if apart and owner.possessive and parsed.at(k - 2).kind == "COMMA" and town.place is not None:
        return k - 3 if parsed.at(k).head in english().kinds else k  # "X, the rebels' capital, which"
    if (place := measured_from(parsed, k) if apart else outside_of(parsed, k)) is not None:
        return place
    place = explaining(parsed, k)
    place = beside_the_road(parsed, k) if place is None and apart else place
    if place is not None:
        return place
    while parsed.at(k - 1).kind == "C" and parsed.at(k - 2).kind == "NP" and parsed.at(k).places:
        k -= 2  # "villages in A and B that": the list, then what it hangs on
    return qualified(parsed, k)


def climb(parsed: Parsed, np: int) -> int | None:
    """The noun phrase that a chain of prepositional phrases ending at `np` hangs on; None for a free one."""
    if _goes_on(parsed, np):
        np -= 2
    while (link := _linked(parsed, np)) is not None:
        q = parsed.before(outside(parsed, link), LIGHT)  # "rebels of the X Army (XA) in Y"
        if parsed.at(q).kind == "V" and passive(parsed, q):
            q = parsed.before(q, LIGHT)
        if parsed.at(q).kind != "NP":
            return None
        np = q
    return np


def _linked(parsed: Parsed, np: int) -> int | None:
    """The preposition that a noun phrase stands behind, a gerund between them: "rebels bent on taking Y"."""
    first = _with_owner(parsed, np)
    gerund = parsed.at(first - 1).form == "gerund" and parsed.at(first - 2).kind == "P"
    gerund = gerund and parsed.at(first - 1).lemma not in english().stance["say"]  # "at the time of writing X is"
    link = first - 2 if gerund else first - 1
    return link if first > 0 and parsed.at(link).kind == "P" else None


def _with_owner(parsed: Parsed, np: int) -> int:
    """Where a noun phrase begins with whose it is: at Syria of "Syria's Idlib province"."""
    while parsed.at(np - 1).possessive and parsed.at(np - 1).place is not None:
        np -= 1
    return np


def _goes_on(parsed: Parsed, np: int) -> bool:
    """Whether a noun phrase goes on the prepositional phrase before it: "parts in the north and east"."""
    preposition, first, conjunction, second = (parsed.at(np + k) for k in (-3, -2, -1, 0))
    kinds = (preposition.kind, first.kind, conjunction.kind)
    return (
        kinds == ("P", "NP", "C")
        and first.naming is None
        and second.naming is None
        and not (second.head in english().groups or second.pronoun or second.words[0] in {"its", "their"})
    )


def qualified(parsed: Parsed, np: int) -> int:
    """The noun phrase that a bare participle behind `np` qualifies: the villages of "villages in Hama captured by"."""
    best = np  # "towns in [the] [west of] X"
    while (
        parsed.at(np - 1).kind == "P"
        and (parsed.at(np - 1).text in {"of", "in", "near", "around", "across"} or parsed.at(np - 2).text == "the")
        and parsed.at(np - 2).kind == "NP"
        and (parsed.at(np - 1).text.endswith("of") or parsed.at(best).place is not None)
    ):
        np -= 2  # a group of villages is not climbed out of: "positions in a handful of villages"
        if _countable(parsed.at(np), placed=parsed.at(best).place is not None):
            best = np
    return best


def _countable(phrase: Phrase, *, placed: bool) -> bool:
    """Whether a noun phrase is an area or a group of places; "the village of X" with X `placed` is X."""
    words = english()
    return (
        phrase.head in words.area_nouns
        or (phrase.head in words.groups and (phrase.head.endswith("s") or not placed))
        or bool(set(phrase.words) & words.vague)
        or (phrase.words[0] == "the" and bool(set(phrase.words) & (RANKS | {"only"})) and phrase.head in words.kinds)
    )

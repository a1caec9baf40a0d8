"""Names that stand beside a noun phrase and tell which place it is: behind "of", a comma or "called"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.clauses import owned
from mapper.claims.parts import QUARTERS, SUBURBS
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed

_CITIES = frozenset({"city", "town", "village", "capital", "port", "stronghold", "bastion", "hometown", "seat"})
_GROUND = frozenset({"ground", "land"})
_SPOTS = frozenset({"areas", "parts", "points", "neighbourhoods", "neighborhoods", "neighbourhood", "neighborhood"})


def inner_of(parsed: Parsed, i: int) -> int | None:
    """The noun phrase behind "of" right after phrase `i`, or behind the "in" of "ground in Hama province"."""
    link, below = parsed.at(i + 1).text, parsed.at(i + 2)
    town = below.place is not None and parsed.toponyms[below.place].kind == "settlement"
    some = link in {"in", "at"} and town and parsed.phrases[i].head in _SPOTS
    lies = some or (link == "in" and below.place is not None and parsed.phrases[i].head in _GROUND)
    if below.kind != "NP" or not (link == "of" or lies):
        return None
    return owned(parsed, i + 2) if below.possessive else i + 2


def apposed(parsed: Parsed, i: int) -> int | None:
    """The name that explains a noun phrase: X of "the country's second city, X," and "the capital, the city of X"."""
    phrase = parsed.phrases[i]
    if phrase.kind != "NP" or phrase.head not in _CITIES or (phrase.place is not None and phrase.head != "capital"):
        return None
    j = i + 1
    while phrase.head == "capital" and parsed.at(j).text in {"of", "in"} and parsed.at(j + 1).kind == "NP":
        j += 2
    name = parsed.at(j + 1)
    if parsed.at(j).kind != "COMMA" or name.kind != "NP":
        return None
    inner = inner_of(parsed, j + 1) if name.place is None and name.head in _CITIES else j + 1
    told = parsed.at(inner) if inner is not None else name
    if told.place is None or parsed.toponyms[told.place].kind != "settlement" or parsed.at(j + 2).kind == "C":
        return None
    bare = parsed.sentence.tokens[told.start].start == parsed.toponyms[told.place].span.start
    return inner if bare and len(told.places) == 1 else None


def only_locates(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase only tells where a place lies: "the South Sudan town of X", "the Damascus suburb of X"."""
    phrase = parsed.phrases[i]
    country = phrase.place is not None and parsed.toponyms[phrase.place].kind == "country"
    inner = inner_of(parsed, i)
    town = parsed.phrases[inner].place if inner is not None and phrase.head in _CITIES else None
    quarters = phrase.head in QUARTERS and inner is not None and parsed.phrases[inner].place is not None
    whole = (country and phrase.head in english().counted_places) or phrase.head in SUBURBS or town is not None
    whole = whole or quarters  # "the Tripoli districts of X and Y"
    return whole and inner is not None


def called(parsed: Parsed, i: int) -> int | None:
    """The name behind a generic noun: X of "a town called X" and "the capital, also named X"."""
    if english().kinds.get(parsed.phrases[i].head) is None:
        return None
    j = parsed.behind(i, {"COMMA", "ADV"})
    name = parsed.behind(j, {"P"})
    return name if parsed.at(j).lemma in {"call", "name", "know"} and parsed.at(name).place is not None else None


def neighbour(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase with a possessive names a place of its own: "its neighbour Y", "its twin village of Y"."""
    inner = inner_of(parsed, i)
    return any(parsed.phrases[k].place is not None for k in (i, inner) if k is not None)

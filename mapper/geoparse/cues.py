"""What the words beside a name say of it: its kind, and whether a wider unit is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.commons import PEOPLES
from mapper.geoparse.ordinary import named_noun

if TYPE_CHECKING:
    from mapper.places.place import Kind
    from mapper.reports.sentences import Token


@dataclass(frozen=True, slots=True)
class Cue:
    """A hint beside a name: the generic noun and the kind it tells; `wide` where a unit round it is meant."""

    noun: str
    kind: Kind | None
    wide: bool = False


_LONGEST_NOUN = 3  # words in a generic noun: "military air base"
_SHORT_WIDE = frozenset({"countryside", "hinterland", "front", "frontline", "offensive", "enclave"})
# Nouns that only open a compound behind a name ("X front line", "X area") or tell what it is to somebody.
_NO_KIND = frozenset({"front", "area", "side", "stronghold", "bastion", "market", "post", "point"})
_ROUND = frozenset({"garrison", "headquarters", "compound"})  # what the town in "the garrison of X" only holds
_BODIES = frozenset({"council", "court", "police", "governor", "university"})
_SAYING = frozenset({"said", "says", "told", "added"})
_LISTING = frozenset({",", "and", "or"})


def cue_of(tokens: tuple[Token, ...], start: int, end: int) -> Cue | None:
    """The cue beside the name in `tokens[start:end]`, None where the words tell nothing."""
    people = end == start + 1 and tokens[start].lower in PEOPLES  # "a Chechen town", "a northern Liberian town"
    water = end > start + 1 and english().kinds.get(tokens[end - 1].lower) == "water"  # "the Congo River port"
    behind = None if people or water else _after(tokens, end)
    if behind is not None and behind.kind == "settlement" and _indefinite(tokens, start):
        behind = None  # "another Borno town" is not called so
    if behind is not None and behind.noun.endswith("s") and tokens[start - 1 if start else 0].lower not in _LISTING:
        # "Strategic highways" names none of them; "X and Y provinces" names both, "X heights" is one site.
        alone = behind.noun in english().groups or behind.kind == "road"
        behind = None if alone and end < len(tokens) and tokens[end].lower not in _LISTING else behind
    if end < len(tokens) and tokens[end].lower in _SAYING and start and tokens[start - 1].text == ",":
        return behind  # "the villages of X and Y, Hasan said"
    the = start > 0 and tokens[start - 1].lower in {"the", "and"}
    before = (_qualified(tokens, end) if the else None) or _before(tokens, start) or _of_several(tokens, start, end)
    return behind or before or (None if people else _direction(tokens, start))


def _indefinite(tokens: tuple[Token, ...], start: int) -> bool:
    """Whether the noun phrase of a name opens with "a" or "another"."""
    k = start - 1
    while k > 0 and tokens[k].lower in english().small["adjectives"] | english().directions | {"second", "third"}:
        k -= 1
    return k >= 0 and tokens[k].lower in {"a", "an", "another"}


def _of_several(tokens: tuple[Token, ...], start: int, end: int) -> Cue | None:
    """The cue of the first of a list behind a plural: "seized the villages X, Y and Z"."""
    noun, the = (tokens[start - k].lower if start >= k else "" for k in (1, 2))
    plural = noun.endswith("s") and noun in english().counted_places and english().kinds.get(noun) == "settlement"
    goes_on = end + 1 < len(tokens) and tokens[end].lower in _LISTING and tokens[end + 1].capital
    return _cue(noun) if plural and the == "the" and goes_on else None


def _qualified(tokens: tuple[Token, ...], at: int) -> Cue | None:
    """The cue of a site whose noun is qualified: "the X military complex", "the X rail bridge"."""
    noun = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    site = english().kinds.get(noun) == "site" and noun not in _NO_KIND | _BODIES
    return _cue(noun) if site and tokens[at].lower in english().names["qualifying"] else None


def _cue(noun: str) -> Cue:
    return Cue(noun, english().kinds[noun])  # type: ignore[arg-type] # the language file's keys are kinds


def _after(tokens: tuple[Token, ...], at: int) -> Cue | None:
    """The cue of "X village", "X air base", "X and Y provinces"; the longest noun wins."""
    if at < len(tokens) and tokens[at].text in {"'s", "’s"}:
        return None  # "Hama's airport" is another place
    opens = at < len(tokens) and tokens[at].lower in _openings()
    for length in range(_LONGEST_NOUN, 0, -1) if opens else ():
        noun = " ".join(t.lower for t in tokens[at : at + length])
        if noun in english().kinds:
            return _told(noun, tokens, at + length)
    if at < len(tokens) and tokens[at].lower in _SHORT_WIDE:
        return Cue(tokens[at].lower, None, wide=True)
    return _shared(tokens, at)


@cache
def _openings() -> frozenset[str]:
    """The first words of the generic nouns."""
    return frozenset(noun.split()[0] for noun in english().kinds)


def _told(noun: str, tokens: tuple[Token, ...], after: int) -> Cue | None:
    """The cue of a noun behind a name, None where it belongs to what follows: "X district council"."""
    if noun == "capital":
        return Cue(noun, None, wide=True)  # "the X capital" lies in X
    following = tokens[after].lower if after < len(tokens) else ""
    town = english().kinds[noun] == "settlement" and following == "of"
    other = town and any(t.capital for t in tokens[after + 1 : after + 2])  # "the Aleppo suburb of Y"
    return None if noun in _NO_KIND or following in _BODIES or other else _cue(noun)


def _shared(tokens: tuple[Token, ...], at: int) -> Cue | None:
    """The cue of the plural noun behind a list of names: "northern Hama and southern Idlib provinces"."""
    kinds, directions = english().kinds, english().directions
    i, names = at, 0
    while i < len(tokens) and (tokens[i].capital or tokens[i].lower in directions or tokens[i].lower in _LISTING):
        names += tokens[i].capital
        i += 1
    if not names or i == len(tokens) or tokens[at].lower not in _LISTING:
        return None
    if tokens[i - 1].text == ",":
        return None  # "in X and Y, markets were closed"
    if tokens[i].lower in english().names["qualifying"] and i + 1 < len(tokens):
        i += 1  # "the X and Y border posts"
    noun = tokens[i].lower
    pair = names == 1 and kinds.get(noun) == "admin" and tokens[at].lower == "and"  # "Idlib and Hama province"
    return _cue(noun) if noun in kinds and (noun.endswith("s") or pair) else None


def _before(tokens: tuple[Token, ...], start: int) -> Cue | None:
    """The cue of "the village of X", "villages of W and X", "Mount X", "village X"."""
    named = named_noun(tokens, start)
    if named is not None:
        return _cue(named)
    i = _noun_before(tokens, start)
    if i is None:
        return None
    if tokens[i].lower == "of":
        return _of(tokens, i, start)
    noun = tokens[i].lower
    single = not noun.endswith("s") or noun in {"heights", "hills"}
    beside = i == start - 1 and english().kinds.get(noun) in {"settlement", "site", "water", "road"}
    return _cue(noun) if beside and single else None


def _noun_before(tokens: tuple[Token, ...], start: int) -> int | None:
    """The first word before a name that belongs neither to it nor to the names of its list."""
    i = start - 1
    while i >= 0 and (tokens[i].capital or tokens[i].lower in _LISTING | {"the", "al", "&"}):
        if i == start - 1 and tokens[i].lower in english().kinds and tokens[i].capital:
            return i  # "Mount X"
        if tokens[i].lower in english().stop and tokens[i].lower not in _LISTING | {"the"}:
            return None
        i -= 1
    return i if i >= 0 else None


def _of(tokens: tuple[Token, ...], i: int, start: int) -> Cue | None:
    """The cue before the "of" at `i`: only a plural, or a noun without a list, holds for the name at `start`."""
    parted = any(t.lower in _LISTING for t in tokens[i + 1 : start])  # "the town of A, B" speaks of A alone
    for length in range(_LONGEST_NOUN, 0, -1):
        noun = " ".join(t.lower for t in tokens[max(0, i - length) : i])
        if noun.split()[-1:] == ["capital"]:
            return Cue(noun, None, wide=True)  # X is the unit, and its capital another place
        if noun in english().kinds and noun not in _ROUND and (noun.endswith("s") or not parted):
            some = english().kinds[noun] == "admin" and _indefinite(tokens, i - length)
            return None if some else _cue(noun)  # "a district of X" is no district called X
    return None


def _direction(tokens: tuple[Token, ...], start: int) -> Cue | None:
    """The cue of "northern X", which speaks of the unit X rather than of the town."""
    word = tokens[start - 1].lower if start else ""
    told = word in english().directions and word.endswith(("ern", "rural", "central"))
    return Cue(word, None, wide=True) if told else None

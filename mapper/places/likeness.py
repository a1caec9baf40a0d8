"""How alike two names are, by the cost of turning one's sounds into the other's."""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf

from mapper.places.folding import folded, sounds
from mapper.places.generics import LAST

VOWEL, GLIDE, BREATH, SPACE, CONSONANT = 0.35, 0.4, 0.5, 0.15, 1.0
UNQUALIFIED = 0.8  # how far Deir may be Western Deir
NEAR, AKIN, OTHER = 0.1, 0.3, 1.2

_WEIGHT = {**dict.fromkeys("aeiou", VOWEL), "w": GLIDE, "h": BREATH, " ": SPACE}
_NEAR = ("ie", "uo", "ae", "wu", "wo")
# Consonants that stand for one and the same letter in another romanisation, or are misheard.
_AKIN = ("kqcg", "gğjx", "gh", "kx", "hx", "dðzžþ", "tþs", "td", "sšcčzž", "jž", "jč", "vwfb", "bp", "nm")


def _pairs() -> dict[tuple[str, str], float]:
    swap = {(a, b): 0.2 for a in "aeiou" for b in "aeiou"}
    for cost, groups in ((AKIN, _AKIN), (NEAR, _NEAR)):
        swap |= {(a, b): cost for group in groups for a in group for b in group}
    return swap | {(a, a): 0.0 for a, _ in swap}


_SWAP = _pairs()


class _Changes(dict[str, float]):
    """What exchanging one sound for each other one costs; what no table tells is worked out when first asked."""

    def __init__(self, sound: str) -> None:
        super().__init__({other: cost for (first, other), cost in _SWAP.items() if first == sound} | {sound: 0.0})
        self.dropping = _WEIGHT.get(sound, CONSONANT)

    def __missing__(self, other: str) -> float:
        self[other] = cost = min(OTHER, self.dropping + _WEIGHT.get(other, CONSONANT))
        return cost


_changes = cache(_Changes)
_CHEAP = frozenset("hw")  # sounds that cost less, with an exchange, than the sound they are exchanged for


def likeness(a: str, b: str) -> float:
    """1 for names that fold alike, down to 0 for names with nothing in common or without letters."""
    return closeness(folded(a), folded(b))


def alike(key: str, other: str, *, least: float = 0.0) -> float:
    """The same for two folded names of which one may lack what qualifies the other, as Western in Western Deir.

    Of names less alike than `least` it may be told that they have nothing in common.
    """
    whole = closeness(key, other, least)
    bare, rest = _bare(key)
    other_bare, other_rest = _bare(other)
    if bool(rest) == bool(other_rest):
        return whole
    return max(whole, UNQUALIFIED * closeness(bare, other_bare, least / UNQUALIFIED))


def _bare(key: str) -> tuple[str, bool]:
    """A folded name without the qualifiers at its end, and whether it had any."""
    if " " not in key:
        return key, False
    words = key.split()
    while len(words) > 1 and words[-1] in LAST:
        words.pop()
    bare = " ".join(words)
    return bare, bare != key


@lru_cache(maxsize=1 << 16)
def closeness(key: str, other: str, least: float = 0.0) -> float:
    """The same as `likeness` for two names that are folded already; it may be 0 where it is less than `least`."""
    if key == other and key:
        return 1.0
    (one, weight), (two, other_weight) = _heard(key), _heard(other)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    most = max(weight, other_weight)
    return max(0.0, 1.0 - _cost(one, two, (1.0 - least) * most) / most)


def bag_difference(key: str, other: str) -> int:
    """How many letters of two folded names have no partner: a quick lower bound of the edits between them."""
    left, missing = list(other), 0
    for letter in key:
        if letter in left:
            left.remove(letter)
        else:
            missing += 1
    return missing + len(left)


def same_letters(one: str, two: str) -> float:
    """The share of letters that two spellings have in common: a quick grade for names that fold alike."""
    return 1.0 if one == two else 1.0 - bag_difference(one, two) / max(1, len(one) + len(two))


@lru_cache(maxsize=1 << 16)
def _heard(key: str) -> tuple[str, float]:
    """The sounds of a folded name, and what leaving all of them out would cost."""
    heard = sounds(key)
    return heard, sum(_WEIGHT.get(sound, CONSONANT) for sound in heard)


def _cost(one: str, two: str, most: float) -> float:
    """The least cost of insertions, deletions and exchanges that make `two` of `one` (Wagner-Fischer).

    Where it is seen to be more than `most`, it is infinite.
    """
    one, two = _trimmed(one, two)
    adding = [_WEIGHT.get(sound, CONSONANT) for sound in two]
    row = [0.0]
    for weight in adding:
        row.append(row[-1] + weight)
    for sound in one:
        changes = _changes(sound)
        before, dropping, last = row, changes.dropping, row[0] + changes.dropping
        row = [last]
        for j, other in enumerate(two):  # the innermost loop of reading new names: no call of min() in it
            changed, dropped, last = before[j] + changes[other], before[j + 1] + dropping, last + adding[j]
            if changed < last:  # noqa: PLR1730
                last = changed
            if dropped < last:  # noqa: PLR1730
                last = dropped
            row.append(last)
        if min(row) > most:
            return inf
    return row[-1]


def _trimmed(one: str, two: str) -> tuple[str, str]:
    """Two names without the sounds that both begin or end with, which cost nothing.

    A sound that is cheaper left out than its neighbours are stays: it may be worth exchanging for one of them.
    """
    start, end = 0, min(len(one), len(two))
    while start < end and one[start] == two[start] and one[start] not in _CHEAP:
        start += 1
    end -= start
    k = 0
    while k < end and one[-1 - k] == two[-1 - k] and one[-1 - k] not in _CHEAP:
        k += 1
    return one[start : len(one) - k], two[start : len(two) - k]

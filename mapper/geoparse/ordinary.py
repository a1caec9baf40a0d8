"""Capitalised words that name no place: ordinary words at the head of a sentence, weekdays, persons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.reports.sentences import Token

_SHORT_MONTH = (3, 4)  # letters
_QUOTES = frozenset({'"', "“", ":", "'", "‘"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The tokens of a sentence in its report; `lower` are the words that the report writes without a capital."""

    text: str
    tokens: tuple[Token, ...]
    lower: frozenset[str]

    def quote(self, start: int, end: int) -> str:
        """The text of a stretch of tokens."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def is_ordinary(scene: Scene, i: int) -> bool:
    """Whether a capitalised word is an ordinary word, a weekday, a month."""
    word = scene.tokens[i].lower
    if _is_always_ordinary(word) or (word in _short_months() and _is_dated(scene, i)):
        return True
    if word == "st" and [t.capital for t in scene.tokens[i + 1 : i + 4]] == [True, False, True]:
        return scene.tokens[i + 2].lower in {"'s", "’s"}  # "St Mary's Hospital"
    first = i == 0 or scene.tokens[i - 1].text in _QUOTES
    return first and (word in scene.lower or _is_ordinary_first(word))


@lru_cache(maxsize=1 << 14)
def _is_always_ordinary(word: str) -> bool:
    """Whether a word is an ordinary one wherever it stands."""
    words = english()
    compound = "-" in word and word.rpartition("-")[2] in words.names["compound_ends"]  # "SDF-held"
    if compound or word in words.stop or word in words.days or word in words.months or word in words.directions:
        return True
    return (
        word in words.titles
        or word in words.kinds
        or word in words.nouns["attack"]
        or word in words.small["prepositions"]
    )


@lru_cache(maxsize=1 << 14)
def _is_ordinary_first(word: str) -> bool:
    """Whether a word is an ordinary one where it opens a sentence or a quotation."""
    words = english()
    small = words.small["adverbs"] | words.small["adjectives"]
    return word in words.verbs or word.endswith("ly") or word in small


@cache
def _short_months() -> frozenset[str]:
    """The months cut short: "oct", "sept"."""
    return frozenset(month[:letters] for month in english().months for letters in _SHORT_MONTH)


def _is_dated(scene: Scene, i: int) -> bool:
    """Whether the number of a day stands beside a month: "Oct 22", "3 Sept."."""
    beside = (*scene.tokens[max(i - 1, 0) : i], *(t for t in scene.tokens[i + 1 : i + 3] if t.text != "."))
    return any(t.text.isdecimal() for t in beside)


def is_person(scene: Scene, start: int, end: int) -> bool:
    """Whether the words look like a person's name: a title before them, or a first name in front."""
    words, tokens = english(), scene.tokens
    before = tokens[start - 1].lower if start else ""
    if is_titled(scene, start):
        return True
    # "Abu" opens persons and places alike; the gazetteer decides.
    first = tokens[start].lower
    opening = first in words.first_names and first not in words.names["openers"]
    surname = tokens[end : end + 1]  # "Ahmad Khalid said": no place called Ahmad
    followed = bool(surname) and surname[0].text[:1].isupper() and surname[0].lower not in words.kinds
    return (opening and (end > start + 1 or followed)) or (before in words.first_names and tokens[start - 1].capital)


def is_titled(scene: Scene, start: int) -> bool:
    """Whether a person's title stands before these words: "Gen. Hama"."""
    tokens = scene.tokens
    before = tokens[start - 1].lower if start else ""
    if before == "." and start > 1:
        before = tokens[start - 2].lower
    return before in english().titles and before not in {"head", "chief"} and named_noun(tokens, start) is None


def named_noun(tokens: tuple[Token, ...], start: int) -> str | None:
    """The generic noun whose name begins at `start`: the town of "a town called X", "the capital, also named X"."""
    i = start - 1
    if i < 0 or tokens[i].lower not in {"called", "named"}:
        return None
    while i > 0 and tokens[i - 1].lower in {"also", ",", "locally", "officially", "formerly", "is", "was"}:
        i -= 1
    noun = tokens[i - 1].lower if i else ""
    return noun if noun in english().kinds else None

"""Names of areas that the plain rules would cut in two or pass over: "Republic of the Congo", "Red Sea", "U.S."."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.ordinary import is_ordinary

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.geoparse.ordinary import Scene
    from mapper.places.place import Lookup

SHORT = frozenset({"U.S.", "US", "U.S.A.", "USA", "U.K.", "UK", "U.A.E.", "UAE"})
_AREAS = ("country", "region", "water")
_LINKS = frozenset({"of", "and", "the", "'s"})
_LONGEST = 7  # words: "Democratic People's Republic of Korea"
_PAST = frozenset({"past", "past_or_participle"})
_ENGLISH_TOO = frozenset({"as", "at", "an"})  # articles of Arabic that are English words
_FUNCTION = (
    "prepositions",
    "conjunctions",
    "subordinators",
    "relatives",
    "be",
    "have",
    "do",
    "future",
    "may",
    "adverbs",
)


def is_area_naming(scene: Scene, naming: Naming, lookup: Lookup) -> bool:
    """Whether an actor's or a body's name is an area's as well: "Russia", "West Bank"."""
    if not naming.proper:
        return False
    kinds = _AREAS if naming.end > naming.start + 1 else ("country",)
    return _is_any(scene.quote(naming.start, naming.end), kinds, lookup)


def area_end(scene: Scene, start: int, masked: set[int], lookup: Lookup) -> int:
    """The end of an area's name of small or ordinary words, which starts here; 0 where none does."""
    tokens = scene.tokens
    if tokens[start].text in SHORT:
        return start + 1 if is_country(tokens[start].text, lookup) else 0
    window = range(start, min(len(tokens), start + _LONGEST))
    stop = next((i for i in window if i in masked or _ends_names(tokens[i].text)), window.stop)
    link = next((i for i in range(start, stop) if tokens[i].lower in _LINKS), stop)
    plain = next((i for i in range(start, stop) if not (tokens[i].capital and is_ordinary(scene, i))), stop)
    for end in range(stop, start + 1, -1):
        built = tokens[end - 1].capital and (link < end or end <= plain)  # with a small word, or all of ordinary ones
        if built and _is_any(scene.quote(start, end), (*_AREAS, "admin"), lookup):
            return end
    return 0


@lru_cache(maxsize=1 << 14)
def _ends_names(word: str) -> bool:
    """Whether a word in small letters is a verb, or a small word that stands in no area's name."""
    words = english()
    inside = word in _LINKS or word in words.names["particles"]
    return word.islower() and not inside and (word in words.verbs or word in words.stop)


def is_country(name: str, lookup: Lookup) -> bool:
    """Whether a country bears the name, as it is spelt."""
    return _is_any(name, ("country",), lookup)


def abbreviated(scene: Scene, i: int, lookup: Lookup) -> str:
    """The country before letters in brackets that stand for it: of the CAR of "a Central African Republic (CAR) city".

    Empty where the letters stand for no country.
    """
    tokens = scene.tokens
    if not 1 < i < len(tokens) - 1 or (tokens[i - 1].text, tokens[i + 1].text) != ("(", ")"):
        return ""
    letters = tokens[i].text
    begins = (k for k in range(max(0, i - 1 - _LONGEST), i - 2) if tokens[k].text[:1] == letters[:1])
    names = (scene.quote(k, i - 1) for k in begins) if letters.isupper() and len(letters) > 1 else ()
    return next((name for name in names if is_country(name, lookup)), "")


def stands_alone(scene: Scene, i: int) -> bool:
    """Whether a country's letters stand for the country rather than before a noun: "in the US", not "US troops"."""
    following = scene.tokens[i + 1] if i + 1 < len(scene.tokens) else None
    if following is None:
        return True
    if not following.text[0].isalnum():
        return following.text not in {"-", "–"}
    told = any(verb.form in _PAST for verb in english().verbs.get(following.lower, ()))  # "the US said"
    return told or any(following.lower in english().small[key] for key in _FUNCTION)


def joins_on(scene: Scene, i: int) -> bool:
    """Whether a small word goes on a name: "Deir ez Zor", "Tal as Saman", but not "known in Arabic as Shusha"."""
    word, following = scene.tokens[i].lower, scene.tokens[i + 1] if i + 1 < len(scene.tokens) else None
    if following is None or not following.capital or word not in english().names["particles"]:
        return False
    sound = following.lower[:2]  # the article takes the sound that follows it
    return word not in _ENGLISH_TOO or (sound.startswith(word[-1]) and not sound.endswith("h"))


def _is_any(name: str, kinds: tuple[str, ...], lookup: Lookup) -> bool:
    return any(c.match == "exact" and c.place.kind in kinds for c in lookup(name))

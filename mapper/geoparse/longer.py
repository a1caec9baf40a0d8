"""Longer names of which a place name is only a part: persons, bodies, streets, makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from mapper.english import english
from mapper.geoparse.commons import BODIES, FIRST_NAMES, PEOPLES, STREETS, TITLES
from mapper.geoparse.ordinary import is_ordinary

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mapper.geoparse.names import Name
    from mapper.geoparse.ordinary import Scene
    from mapper.reports.sentences import Token

Part = Literal["person", "body", "street"]
_ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|at|ar|an|az)-", re.IGNORECASE)
_TITLED = 0.7  # a sentence with this share of long words in capitals is a title
_LONG = 4  # letters of a word that a title writes with a capital


def part_of(scene: Scene, name: Name, places: Collection[int]) -> Part | None:
    """What the longer name round a place name stands for, None where the place name stands for itself.

    `places` are the tokens of the known names of the sentence, `name` among them.
    """
    before, after = name.start - 1, name.end
    if _is_street(scene, name):
        return "street"
    if _is_body(scene, before, after):
        return "body"
    left = _is_proper(scene, before, places)
    right = _is_proper(scene, after, places)
    if right and scene.tokens[after].lower in BODIES:
        return "body"
    if _is_led(scene, before) or left or right or speaks_behind(scene.tokens, name):
        return "person"
    return "person" if _is_first_name(scene, name) else None


def speaks_behind(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a name stands behind its verb of saying and is explained as a person's: '", said X, a resident'."""
    before = [t.lower for t in tokens[max(0, name.start - 2) : name.start]]
    after = [t.lower for t in tokens[name.end : name.end + 2]]
    said = len(before) > 1 and any(v.lemma == "say" for v in english().verbs.get(before[1], ()))
    return said and not before[0].isalnum() and after[:1] == [","] and after[1:] in (["a"], ["an"], ["the"])


def is_title(scene: Scene) -> bool:
    """Whether nearly every long word has a capital, as in a headline, so that a capital tells nothing."""
    words = [t for t in scene.tokens if t.text[:1].isalpha() and len(t.text) >= _LONG]
    return len(words) >= _LONG and sum(t.text[:1].isupper() for t in words) >= _TITLED * len(words)


def _is_proper(scene: Scene, i: int, places: Collection[int]) -> bool:
    """Whether a neighbouring word has a capital and is neither ordinary nor part of a place name."""
    if not 0 <= i < len(scene.tokens) or (i in places and not _is_given(scene, i)):
        return False
    token, words = scene.tokens[i], english()
    if not token.text[:1].isupper() or not token.text[-1:].isalnum() or token.text.isdigit():
        return False
    opening = i == 0 and (token.lower in scene.lower or token.lower.endswith(("ing", "ed", "ly")))
    return not (opening or is_ordinary(scene, i) or token.lower in PEOPLES or token.lower in words.kinds)


def _is_given(scene: Scene, i: int) -> bool:
    """Whether a word is one that persons bear first, right before another name: "Roy Jones"."""
    tokens = scene.tokens
    before = i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()
    return before and _comes_first(tokens[i].lower)


def _comes_first(word: str) -> bool:
    """Whether persons bear a word as their first name."""
    return word in FIRST_NAMES or word in english().first_names


def surnames(scene: Scene) -> set[str]:
    """The words that stand behind a first name or a title: later they stand for the person."""
    found = set()
    for i, token in enumerate(scene.tokens):
        if i and token.text[:1].isupper() and token.text[-1:].isalnum() and not is_ordinary(scene, i):
            start = i - 1
            while start > 0 and _is_middle(scene, start):
                start -= 1
            if _is_led(scene, start) or (_is_given(scene, start) and start < i):
                found |= {token.text, _ARTICLE.sub("", token.text)}  # "Samir al-Khatib", later "Khatib"
    return found


def _is_middle(scene: Scene, i: int) -> bool:
    """Whether a word may stand between a first name and a surname: an initial, its stop, a second first name."""
    text = scene.tokens[i].text
    return (len(text) == 1 and text.isupper()) or (text == "." and len(scene.tokens[i - 1].text) == 1)


def _is_led(scene: Scene, i: int) -> bool:
    """Whether a title or an initial stands before: "Officer", "Sen.", "J."."""
    if i < 0:
        return False
    word = scene.tokens[i].lower
    if word == "." and i:
        word = scene.tokens[i - 1].lower
        initial = len(word) == 1 and scene.tokens[i - 1].text.isupper()
        return initial or (word in TITLES and word not in {"st", "saint"})
    return word in TITLES and scene.tokens[i].text[:1].isupper() and word not in {"st", "saint", "mother"}


def _is_body(scene: Scene, before: int, after: int) -> bool:
    """Whether a body's noun stands before with "of", or right behind with a capital."""
    tokens = scene.tokens
    if before > 0 and tokens[before].lower == "the":
        before -= 1
    if before > 0 and tokens[before].lower in {"of", "at", "for"}:
        head = tokens[before - 1]
        if head.text[:1].isupper() and head.lower in BODIES and before > 1 - (tokens[before].lower == "of"):
            return True
    last = after
    while last < len(tokens) and tokens[last].text[:1].isupper():
        last += 1
    if last == after or english().kinds.get(" ".join(t.lower for t in tokens[after:last])) == "site":
        return False  # "X International Airport" is as much a place as X
    return tokens[after].lower in BODIES


def _is_street(scene: Scene, name: Name) -> bool:
    """Whether a street's noun stands behind, with a capital: "Washington Ave."."""
    tokens = scene.tokens
    following = tokens[name.end] if name.end < len(tokens) else None
    return following is not None and following.text[:1].isupper() and following.lower in STREETS


def _is_first_name(scene: Scene, name: Name) -> bool:
    """Whether a name of one word is one that persons bear first, and nothing says that a place is meant."""
    alone = name.end == name.start + 1 and name.cue is None
    located = name.start > 0 and scene.tokens[name.start - 1].lower in {"in", "near", "outside", "around", "into"}
    return alone and not located and _comes_first(name.text.lower())

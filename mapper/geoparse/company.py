"""The company that a name keeps: what the words round an unknown name say of its being a place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.english import HELD, english
from mapper.geoparse.commons import PEOPLES
from mapper.geoparse.names import ARTICLED
from mapper.geoparse.predicates import any_verb, is_predicated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.geoparse.names import Name
    from mapper.reports.sentences import Token

_LIST_MARKS = frozenset({",", "and", "or", "&", "/", "the"})
_LIST_WORDS = 3  # at most so many list marks stand between two names: ", and the"
_LOOSE = frozenset({"for", "of", "to", "on"})  # prepositions that stand before anything
_OF_A_PLACE = frozenset(
    {
        "directions",
        "direction",
        "hub",
        "fate",
        "gates",
        "approaches",
        "defenders",
        "garrison",
        "residents",
        "resident",
        "inhabitants",
        "ruins",
        "bombardment",
        "shelling",
        "parts",
        "half",
        "most",
        "master",
        "masters",
        "ports",
        "centres",
        "centers",
    }
    | {"swathes", "quarters", "districts", "neighbourhoods", "suburbs", "villages"}
)
_NEIGHBOURING = frozenset({"neighbouring", "neighboring", "nearby"})
_NAMING = frozenset({"naming", "named", "identifying", "identified", "listing"})  # "naming them as A, B and C"
_BOUND = frozenset({"convoy", "left", "bound", "headed", "heading", "set", "making"})  # for a place
_OBJECT_WORDS = 8  # between a verb of driving out and "out of"
_OPENING = {":": "", "(": ")", "–": "–", "—": "—"}  # what opens a list, and what closes it


def accepted(
    rows: Sequence[tuple[Token, ...]], found: Sequence[Sequence[Name]], judged: Sequence[Sequence[bool]]
) -> list[list[Name]]:
    """The accepted names of each sentence; one that a sentence tells to be a place is one in the others, too."""
    kept = [_kept(*row) for row in zip(rows, found, judged, strict=True)]
    told = {n.text for names, ok in zip(found, kept, strict=True) for n, yes in zip(names, ok, strict=True) if yes}
    return [
        [n for n, yes in zip(names, ok, strict=True) if yes or (n.text in told and not _is_spoken_of(tokens, n))]
        for tokens, names, ok in zip(rows, found, kept, strict=True)
    ]


def _kept(tokens: tuple[Token, ...], found: Sequence[Name], sure: Sequence[bool]) -> list[bool]:
    """Which names are sure, or stand where only a place can, or in a list beside an accepted one."""
    kept = list(sure)
    listed = _enumerated(tokens)
    for i, name in enumerate(found):
        if not kept[i] and name.text.lower() not in PEOPLES:  # "in Armenian hands"
            beside = [j for j in (i - 1, i + 1) if 0 <= j < len(found) and kept[j]]
            kept[i] = (
                (name.start in listed and not _says(tokens, name))
                or _is_located(tokens, name)
                or _is_governed(tokens, name)
                or is_predicated(tokens, name)
                or (
                    any(_in_one_list(tokens, found[j], name) for j in beside)
                    and not (_says(tokens, name) or _acts(tokens, name))
                )
            )
    return kept


def _enumerated(tokens: tuple[Token, ...]) -> range:
    """The tokens of the list that a counted noun opens.

    "Nine villages: A and B in C district; D", "four towns (A and B)", "two towns – A and B –", "eight hamlets, among
    them A in B".
    """
    nouns = english().counted_places
    for i, token in enumerate(tokens):
        if token.text in _OPENING and i and tokens[i - 1].lower in nouns and tokens[i - 1].lower.endswith("s"):
            closed = (k for k in range(i + 1, len(tokens)) if tokens[k].text == _OPENING[token.text])
            return range(i + 1, min(next(closed, len(tokens)), _verb_behind(tokens, i)))
        if token.lower == "among" and i == 0:  # "Among the towns taken are X and Y"
            told = next((k for k, t in enumerate(tokens) if t.lower in {"are", "is", "were", "was"}), len(tokens))
            return range(told + 1 if any(t.lower in nouns for t in tokens[:told]) else len(tokens), len(tokens))
        among = token.lower == "among" and i + 1 < len(tokens) and tokens[i + 1].lower == "them"
        if among and any(t.lower in nouns and t.lower.endswith("s") for t in tokens[:i]):
            return range(i + 2, _verb_behind(tokens, i))
    return range(0)


def _verb_behind(tokens: tuple[Token, ...], i: int) -> int:
    """The first verb behind token `i`, their number for none; a name is no verb."""
    verbs = (k for k in range(i + 1, len(tokens)) if not tokens[k].capital and tokens[k].lower in english().verbs)
    return next(verbs, len(tokens))


def _in_one_list(tokens: tuple[Token, ...], a: Name, b: Name) -> bool:
    """Whether only list marks stand between two names: "A, B and C"."""
    first, second = sorted((a, b), key=lambda n: n.start)
    between = [t.lower for t in tokens[first.end : second.start]]
    if len(between) > 1 and english().kinds.get(between[0]) is not None:
        between = between[1:]  # "X valley and Y"
    between = _undated(between)
    return 0 < len(between) <= _LIST_WORDS and set(between) <= _LIST_MARKS


def _undated(words: list[str]) -> list[str]:
    """The words between two names that part a list: without the day of "A on 18 October, B", or "together with"."""
    months, days = english().months, english().days
    if words[:1] == ["on"] and len(words) > 2 and (words[1].isdecimal() or words[1] in months or words[1] in days):  # noqa: PLR2004 -- a day and a mark
        return words[2:] if words[1] in days else words[3:]
    if words[:1] == ["overnight"]:
        return words[1:]
    if words[:2] in (["together", "with"], ["along", "with"]):
        return words[2:] or ["and"]
    return words


def _is_located(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether the words before a name say that it is a place: "in X", "captured X"; Arabic articles do, too."""
    alone = not (name.start and tokens[name.start - 1].capital)
    articled = ARTICLED.match(name.text) is not None and alone and not _is_spoken_of(tokens, name)
    if articled or name.start == 0:
        return articled
    before = tokens[name.start - 1].lower
    earlier = tokens[name.start - 2].lower if name.start > 1 else ""
    if (before in {"has", "have", "had"} and earlier in {"still", "now"}) or before.endswith(HELD):
        return True  # "the rebels still have X"
    if before in {"back", "over"} and earlier:  # "take back X", "win back X"
        before = "take" if any_verb([earlier], _WINNING) else earlier
    if (before in english().directions or before in _NEIGHBOURING) and name.start > 1:
        beside, before = before in _NEIGHBOURING, tokens[name.start - 2].lower
        if beside and before == "and":
            return True  # "X and nearby Y"
    before = "take" if before == "with" and _joins_taken(tokens, name.start) else before
    apposed = before == "," and _is_apposed(tokens, name)
    among = before == "them" and earlier == "among"  # "four towns, among them X"
    listed = before in {"are", "were", "include"} and earlier in english().counted_places  # "the towns taken are X"
    armed = english().armed["forces"] | english().armed["men"] | {"had", "group"}
    quit_it = before in {"left", "attacked"} and earlier in armed  # "the group left X", but "he left Berlin"
    spread = before == "to" and any_verb([earlier], _SPREADING)  # "fighting spread to X"
    besieged = before in {"kept", "keeps", "keep"} and "under" in [t.lower for t in tokens[name.end : name.end + 4]]
    enumerated = before == "as" and bool(_NAMING & {t.lower for t in tokens[max(0, name.start - 4) : name.start]})
    aimed = before == "on" and bool(
        english().nouns["attack"] & {t.lower for t in tokens[max(0, name.start - 4) : name.start]}
    )
    bound = before == "for" and earlier in _BOUND
    if apposed or among or listed or quit_it or spread or besieged or enumerated or aimed or bound:
        return True
    return (before in english().names["locative"] and before not in _LOOSE) or _takes_place(before)


def _joins_taken(tokens: tuple[Token, ...], start: int) -> bool:
    """Whether a name is taken with another: "X was captured together with Y"."""
    together = start > 1 and tokens[start - 2].lower in {"together", "along"}
    return together and any_verb([t.lower for t in tokens[: start - 2]], english().frames["take"])


def _is_apposed(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether a name between commas explains a town told of before it: "the rebels' capital, X, fell"."""
    noun = tokens[name.start - 2].lower if name.start > 1 else ""
    closed = name.end == len(tokens) or not tokens[name.end].text[0].isalnum()
    told = english().kinds.get(noun) == "settlement" and not noun.endswith("s")
    person = tokens[name.end + 1].lower if name.end + 1 < len(tokens) else ""
    return told and closed and person not in {"a", "an", "who", "said"}


def _is_governed(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether a noun before a name says it of a place: "outskirts of X", "assault on X", "control over X"."""
    i = name.start - 1
    if i >= 1 and tokens[i].lower in english().directions:
        i -= 1
    if i < 1:
        return False
    preposition, noun = tokens[i].lower, tokens[i - 1].lower
    if (preposition, noun) == ("of", "that"):  # "after the fall of X came that of Y"
        return any(t.lower in english().nouns["take"] for t in tokens[: i - 1])
    nouns = english().nouns
    if preposition == "of" and (noun == "out" or noun in english().directions):
        return _away(tokens, i - 1) or noun != "out"
    parts = english().parts
    of = nouns["take"] | nouns["siege"] | nouns["control"] | parts["edge"] | parts["inside"] | _OF_A_PLACE
    governors = {
        "of": of,
        "over": nouns["control"] | nouns["flag"],
        "on": nouns["attack"] | {"one"},
        "for": nouns["fight"],
    }
    return noun in governors.get(preposition, frozenset())


def _away(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a verb of leaving stands before "out of" at `i`, perhaps with its object between."""
    frames = english().frames
    near = [t.lower for t in tokens[max(0, i - _OBJECT_WORDS) : i]]
    return any_verb(near, frames["leave"] | frames["expel"])


def _says(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether a verb of saying stands right behind a name: "X and Y, Fadel Darwish said"."""
    behind = [t.lower for t in tokens[name.end : name.end + 1]]
    k = name.start - 1
    while k >= 0 and (tokens[k].capital or tokens[k].lower in _LIST_MARKS):
        k -= 1
    joined = name.start > 0 and tokens[name.start - 1].lower == "and"
    inside = joined and k >= 0 and tokens[k].lower in {"in", "from", "of"}  # "residents in X and Y said"
    return not inside and any_verb(behind, english().stance["say"] | english().stance["deny"])


def _acts(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether a name behind "A town and" is somebody who acts, or whose trade is told: "fled", ", its mayor"."""
    behind = [t.lower for t in tokens[name.end : name.end + 2]]
    before = [t.lower for t in tokens[max(0, name.start - 2) : name.start]]
    if before[-1:] != ["and"] or english().kinds.get(before[0]) is None:
        return False
    told = behind[:1] == [","] and behind[1:] and behind[1] in {"a", "an", "its", "their", "his", "her"}
    return bool(told) or _verb_behind(tokens, name.end - 1) == name.end


def _is_spoken_of(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether a name is somebody who speaks or is spoken of as a person: "al-Maliki said"."""
    words = english()
    near = [t.lower for t in (*tokens[max(0, name.start - 2) : name.start], *tokens[name.end : name.end + 2])]
    return any_verb(near, words.stance["say"] | words.stance["deny"]) or bool(
        set(near) & (words.titles | {"mr", "he", "his", "who"})
    )


@lru_cache(maxsize=1 << 14)
def _takes_place(word: str) -> bool:
    """Whether a word is a verb that takes a place as its object."""
    frames = english().frames
    takers = frames["take"] | frames["besiege"] | frames["enter"] | frames["leave"] | frames["lose"] | _STRUCK
    return any_verb([word], (takers | {"hold", "control", "retain"}) - _TAKES_ANYTHING)


_WINNING = frozenset({"win"})
_SPREADING = frozenset({"spread"})
_STRUCK = frozenset({"raid", "shell", "bombard", "storm"})
_TAKES_ANYTHING = frozenset({"leave", "flee", "win", "free", "remove", "run"})

"""Predicates: what the words behind a name say of its being a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.geoparse.names import Name
    from mapper.reports.sentences import Token

_REMAINING = frozenset(
    {"fell", "falls", "remains", "remain", "remained", "changed", "stay", "stays", "stayed", "succumbed"}
)
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "had", "have"})
_BETWEEN_THEM = frozenset({",", "and", "of", "meanwhile", "both", "also", "all", "itself", "though", "however"})
_EXPLAINED = 5  # words that tell what a name behind which they stand is
_KEPT = frozenset({"hands", "grip", "zone", "claws", "clutches"})  # what a place is in; people are in command
_NEAR = 4  # words of a predicate in which its participle stands
_WINDOW = 14  # words behind a name in which its predicate is looked for
_PARTICIPLES = frozenset({"participle", "past_or_participle"})
_COMING = frozenset({"came", "comes", "come", "went"})  # under somebody's control
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_ASIDE = 4  # words of ", he said,"
_STRIKING = frozenset({"on", "near", "around", "inside"})  # behind "fell": snow and shells
_STRUCK = frozenset({"attacked", "shelled", "bombed", "bombarded", "hit", "struck", "stormed", "besieged", "encircled"})
_MAYBE = frozenset({"would", "could", "may", "might", "will"})
_LINES = frozenset(
    {"border", "road", "highway", "river", "coast", "bank", "banks", "shore", "frontier", "island", "lake", "railway"}
)
_SETTLED = frozenset({"gateway", "place"})
_BESIDE = frozenset({"near", "outside", "beside", "below", "above", "opposite"})
_HAVING = frozenset({"has", "have", "had"})
_FALLING = frozenset({"fall"})
_HOLDING = frozenset(
    {"lose", "hold", "control", "fall", "abandon", "hand", "storm", "contest", "evacuate", "vacate", "desert", "enter"}
    | {"divide", "split", "share", "rule", "defend"}
)


def is_predicated(tokens: tuple[Token, ...], name: Name) -> bool:
    """Whether the words behind a name say that it is a place: "X was taken", "X, held by", "X fell"."""
    ahead = [t.lower for t in tokens[name.end : name.end + _WINDOW]]
    if _is_told_at_once(tokens, name, ahead):
        return True
    aside = _behind_aside(ahead)
    heads = _AUXILIARIES | _COMING
    at = next((k for k, word in enumerate(ahead) if (k >= aside and word in heads) or word in _REMAINING), None)
    if at is None:
        return _passes(ahead) or _follows(ahead)
    between = ahead[:at]
    inserted = between[:1] == [","] and between[-1:] == [","]
    listed = between[:2] == ["and", "its"] or all(
        word in _BETWEEN_THEM or tokens[name.end + k].capital for k, word in enumerate(between)
    )
    spoken = len(between) == _ASIDE and between[1] in _PRONOUNS  # "X, it conceded, had been lost"
    said = any_verb([w for w in between if w != "state"], english().stance["say"]) and not spoken
    if said or not (inserted or listed):
        return False
    behind = _clause(tokens, name.end + at + 1)
    if ahead[at] in _COMING:
        return _is_under(behind) and behind[:1] in (["under"], ["into"], ["back"])
    if ahead[at] in {"fell", "falls"} and _by_numbers(behind):
        return False
    active = ahead[at] in _HAVING and "been" not in behind and not any_verb(behind[:_NEAR], _FALLING)
    return (
        ahead[at] in _REMAINING
        or (not active and _is_held(behind[:_NEAR]))
        or (not active and _is_under(behind))
        or "hands" in behind
        or _passes(behind)
        or _is_town(behind)
    )


def _is_town(words: Sequence[str]) -> bool:
    """Whether a predicate calls something a town: "had been the first town to fall", "is a village of farmers"."""
    rest = list(words[1:] if words[:1] == ["been"] else words)
    at = next((k for k, word in enumerate(rest[:_EXPLAINED]) if english().kinds.get(word) == "settlement"), 0)
    behind = rest[at + 1] if at + 1 < len(rest) else ""
    alone = not behind or behind in english().small["prepositions"] | {"to", "that", "which"} or _is_held([behind])
    return at > 0 and rest[0] in {"a", "an", "the", "one"} and alone


def _is_told_at_once(tokens: tuple[Token, ...], name: Name, ahead: Sequence[str]) -> bool:
    """Whether the words right behind a name say that it is a place: "X would fall", "X belongs to", "X, held by"."""
    if ahead[:1] in (["still"], ["now"]):  # a headline has no verb
        return _is_under(_clause(tokens, name.end + 1))
    maybe = ahead[:1] and ahead[0] in _MAYBE and ahead[1:2] in (["follow"], ["fall"])
    holds = ahead[:2] == ["belongs", "to"] or ahead[:3] == ["is", "holding", "out"]
    return bool(maybe) or holds or (ahead[:1] == [","] and _is_qualified(ahead[1:]))


def _is_qualified(words: Sequence[str]) -> bool:
    """Whether what stands behind a name and a comma is said of a place: "X, held by", "X, where", "X, which lies"."""
    if words[:1] == ["where"] or _is_held(words[:2]) or _is_explained(words):
        return True
    return words[:1] == ["which"] and (_is_held(words[1:]) or _lies(words[1:]))


def _behind_aside(ahead: Sequence[str]) -> int:
    """Where the words behind a relative clause begin: "X, whose airfield is to become a hub, has been ..."."""
    aside = ahead[:1] == [","] and ahead[1:2] and ahead[1] in {"whose", "which", "where"} and "," in ahead[1:]
    return 1 + ahead[1:].index(",") if aside else 0


def _lies(words: Sequence[str]) -> bool:
    """Whether words tell where something lies: "lies 40 km from", "is located near", "sits on"."""
    return words[:1] in (["lies"], ["sits"]) or words[:2] in (["is", "located"], ["is", "situated"])


def _is_explained(words: Sequence[str]) -> bool:
    """Whether what stands behind a name and a comma tells where it lies or that it is a place.

    "X, 80 kilometres farther on", "X, near Y", "X, a market town".
    """
    near = list(words[: words.index(",")] if "," in words else words)[:_EXPLAINED]
    if not near:
        return False
    measures = english().names["measures"]
    far = (near[0][:1].isdecimal() or near[0] in english().numbers) and any(w in measures for w in near[1:3])
    noun = next((k for k, w in enumerate(near) if english().kinds.get(w) == "settlement" or w in _SETTLED), 0)
    settled = noun > 0 and near[0] in {"a", "an", "the"} and "of" not in near[:noun]  # no "head of the town council"
    way = near[:2] == ["half", "way"] or near[0] == "halfway"
    way = way or (near[:2] == ["to", "the"] and near[-1] in english().directions)
    beside = near[:2] == ["on", "the"] and set(near[2:]) & _LINES
    return (
        far
        or settled
        or way
        or bool(beside)
        or near[0] in _BESIDE
        or (near[0] in english().numbers and bool(set(near[1:4]) & english().counted_places))  # "X and Y, two towns"
        or (near[0] in english().directions and near[1:2] == ["of"])
    )


def _follows(ahead: Sequence[str]) -> bool:
    """Whether a name comes next in a row of events: "X and Y followed on Saturday"."""
    at = next((k for k, word in enumerate(ahead) if word == "followed"), None)
    behind = ahead[at + 1] if at is not None and at + 1 < len(ahead) else ""
    dated = behind in {"on", "in", "a", "two", "three", "the", "soon", "hours", "days", "later", "within", "."}
    return at is not None and dated and set(ahead[:at]) <= {"and", ",", "soon", "then"}


def _passes(ahead: Sequence[str]) -> bool:
    """Whether a name goes over to somebody: "X passed to the army", "X surrendered to the rebels"."""
    at = 1 + ahead[1:].index(",") + 1 if ahead[:1] == [","] and "," in ahead[1:] else 0
    verb, behind = ahead[at : at + 1], ahead[at + 1 : at + 5]
    armed = english().armed["forces"] | english().nouns["control"]
    passing = any_verb(verb, frozenset({"pass", "revert"})) and behind[:1] == ["to"]
    return passing or (any_verb(verb, english().frames["fall"]) and "to" in behind and any(w in armed for w in behind))


def _by_numbers(words: Sequence[str]) -> bool:
    """Whether what falls is a price, a count or a shell: "fell to 9,000 pounds", "fell 3 percent", "fell on X"."""
    if words[:1] and words[0] in _STRIKING and words[1:2] and not _is_day(words[1]):
        return True  # "shells fell on X"
    near = [w for w in words[:3] if w not in {"to", "about", "around", "nearly", "below", "under"}]
    return words[:1] in (["by"], ["from"], ["sharply"]) or (bool(near) and near[0][:1].isdecimal())


def _is_day(word: str) -> bool:
    """Whether a word tells a day: a weekday, a month, a number."""
    words = english()
    return word in words.days or word in words.months or word[:1].isdecimal() or word in {"the", "a"}


def _clause(tokens: tuple[Token, ...], start: int) -> list[str]:
    """The words from `start` to the next mark, a handful of them."""
    found: list[str] = []
    for token in tokens[start : start + 2 * _NEAR]:
        if not token.text[0].isalnum() and token.text not in {"'s", "’s", "'", "’"}:
            break
        found.append(token.lower)
    return found


def _is_under(words: Sequence[str]) -> bool:
    """Whether a predicate says whose a place is: "under army control", "in the grey zone", "theirs"."""
    nouns = english().nouns
    where = next((k for k, word in enumerate(words) if word in {"under", "in"}), None)
    hold = nouns["control"] | nouns["siege"] | nouns["flag"] if where is not None and words[where] == "under" else _KEPT
    told = where is not None and any(w in hold for w in words[where:])
    return told or bool({"theirs", "ours"} & set(words[:2]))


def _is_held(words: Sequence[str]) -> bool:
    """Whether one of these words is a participle of taking, holding, besieging or falling."""
    frames, verbs = english().frames, english().verbs
    held = (v.lemma for w in words for v in verbs.get(w, ()) if v.form in _PARTICIPLES)
    return any(lemma in frames["take"] or lemma in frames["besiege"] or lemma in _HOLDING for lemma in held)


def is_struck(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the words from `at` on say that a place was fired on: "was heavily shelled"."""
    ahead = [t.lower for t in tokens[at : at + 3]]
    return ahead[:1] in (["is"], ["was"]) and any(word in _STRUCK for word in ahead[1:])


def any_verb(words: Sequence[str], lemmas: frozenset[str]) -> bool:
    """Whether one of these words is a form of one of these verbs."""
    return any(v.lemma in lemmas for w in words for v in english().verbs.get(w, ()))

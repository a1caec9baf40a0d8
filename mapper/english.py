"""The English of reports: word lists from the language file, verbs with their forms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

VerbForm = Literal["base", "third", "past", "participle", "past_or_participle", "gerund"]

HELD = ("-held", "-controlled", "-occupied", "-ruled", "-administered")  # how an adjective of a holder ends
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb form met in a text: its lemma and what forms the word may be."""

    lemma: str
    form: VerbForm


@dataclass(frozen=True, slots=True, kw_only=True)
class English:
    """Word lists of the language file, keyed as they stand there."""

    verbs: Mapping[str, tuple[Verb, ...]]
    frames: Mapping[str, frozenset[str]]  # frame -> lemmas
    kinds: Mapping[str, str]  # generic noun, singular or plural -> kind of place
    parts: Mapping[str, frozenset[str]]
    nouns: Mapping[str, frozenset[str]]
    small: Mapping[str, frozenset[str]]
    stance: Mapping[str, frozenset[str]]
    verb_sets: Mapping[str, frozenset[str]]  # rule -> lemmas
    armed: Mapping[str, frozenset[str]]  # nouns for armed people
    bodies: Mapping[str, frozenset[str]]  # words that tell the name of a group or body
    names: Mapping[str, frozenset[str]]  # words that place names are built with
    fixed: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> words read as one, their word class
    numbers: Mapping[str, int]
    vague: frozenset[str]
    groups: frozenset[str]
    counted_places: frozenset[str]
    area_nouns: frozenset[str]
    directions: frozenset[str]
    months: tuple[str, ...]
    days: tuple[str, ...]
    calendar: Mapping[str, tuple[str, ...]]  # other words for times, by rule
    shares: Mapping[str, tuple[int, int]]  # share of a month -> its first and last day
    year_shares: Mapping[str, tuple[int, int]]  # share of a year -> its first and last month
    seasons: Mapping[str, int]  # season -> the month in which it begins
    titles: frozenset[str]
    first_names: frozenset[str]
    speakers: frozenset[str]  # nouns for those who speak to reporters
    monitors: frozenset[str]  # words for those of them who only watch
    stop: frozenset[str]

    def frame(self, lemma: str) -> tuple[str, ...]:
        """The control frames that a verb can open."""
        return tuple(name for name, lemmas in self.frames.items() if lemma in lemmas)


@cache
def english() -> English:
    """The word lists of the shipped language file."""
    text = resources.files("mapper").joinpath("data/english.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    irregular = {base: (forms[0], forms[1]) for base, forms in table["verbs_irregular"].items()}
    lemmas = {word for words in table["verbs"].values() for word in words if " " not in word}
    lemmas |= set(table["verbs_other"]["words"])
    lemmas |= {w for key in ("say", "deny", "plan", "fail", "manage") for w in table["stance"][key]}
    parts = table["parts"]
    return English(
        verbs=_forms(sorted(lemmas), irregular, doubling=frozenset(table["forms"]["doubling"])),
        frames={name: frozenset(words) for name, words in table["verbs"].items()},
        kinds=_kinds(table["generics"]),
        parts={name: frozenset(parts[name]) for name in ("partial", "edge", "inside", "around", "whole")},
        groups=_with_plurals(parts["groups"]),
        counted_places=_with_plurals(parts["counted_places"]),
        area_nouns=frozenset(parts["area_nouns"]),
        directions=frozenset(parts["directions"]),
        nouns=_sets(table["nouns"]),
        small=_sets(table["small"]),
        stance=_sets(table["stance"]),
        verb_sets=_sets(table["verb_sets"]),
        armed=_sets(table["armed"]),
        bodies=_sets(table["bodies"]),
        names=_sets(table["names"]),
        fixed=_by_first_word(table["fixed"]),
        numbers=dict(table["numbers"]["words"]),
        vague=frozenset(table["numbers"]["vague"]),
        months=tuple(table["calendar"]["months"]),
        days=tuple(table["calendar"]["days"]),
        calendar={name: tuple(words) for name, words in table["calendar"].items() if isinstance(words, list)},
        shares={name: (first, last) for name, (first, last) in table["calendar"]["shares"].items()},
        year_shares={name: (first, last) for name, (first, last) in table["calendar"]["year_shares"].items()},
        seasons=dict(table["calendar"]["seasons"]),
        titles=frozenset(table["people"]["titles"]),
        first_names=frozenset(table["people"]["first_names"]),
        speakers=frozenset(table["people"]["speakers"]),
        monitors=frozenset(table["people"]["monitors"]),
        stop=frozenset(table["stop"]["words"]),
    )


def _sets(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}


def _by_first_word(fixed: dict[str, list[str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Fixed expressions with their word classes, in the order of the file, under their first words."""
    kinds = {tuple(words.split()): kind for kind, found in fixed.items() for words in found}
    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for words, kind in kinds.items():
        by_first[words[0]] = (*by_first.get(words[0], ()), (words, kind))
    return by_first


def plural(noun: str) -> str:
    """The plural of a common noun."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") else noun + "es"
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _with_plurals(nouns: list[str]) -> frozenset[str]:
    return frozenset(nouns) | frozenset(map(plural, nouns))


def _kinds(generics: dict[str, list[str]]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, nouns in generics.items():
        for noun in nouns:
            kinds[noun] = kind
            kinds[plural(noun)] = kind
    return kinds


def _forms(
    lemmas: list[str], irregular: dict[str, tuple[str, str]], *, doubling: frozenset[str]
) -> dict[str, tuple[Verb, ...]]:
    """Every form of every verb with the lemmas it may belong to."""
    found: dict[str, list[Verb]] = {}

    def enter(form: str, lemma: str, name: VerbForm) -> None:
        found.setdefault(form, []).append(Verb(lemma=lemma, form=name))

    for lemma in lemmas:
        stem = lemma + lemma[-1] if lemma in doubling else lemma
        past, participle = irregular.get(lemma, (_ed(stem), _ed(stem)))
        enter(lemma, lemma, "base")
        enter(_third(lemma), lemma, "third")
        enter(_ing(stem), lemma, "gerund")
        if past == participle:
            enter(past, lemma, "past_or_participle")
        else:
            enter(past, lemma, "past")
            enter(participle, lemma, "participle")
    return {form: tuple(verbs) for form, verbs in found.items()}


def _third(lemma: str) -> str:
    if lemma in {"do", "go"} or lemma.endswith("s"):
        return lemma + "es"
    return plural(lemma)


def _ed(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def _ing(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem.endswith("e") and not stem.endswith("ee"):
        return stem[:-1] + "ing"
    return stem + "ing"

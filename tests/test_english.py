"""Verbs are known in all their forms, nouns in both numbers."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from mapper.english import english, plural


@pytest.mark.parametrize(
    ("word", "lemma", "form"),
    [
        ("captured", "capture", "past_or_participle"),
        ("captures", "capture", "third"),
        ("capturing", "capture", "gerund"),
        ("capture", "capture", "base"),
        ("seized", "seize", "past_or_participle"),
        ("took", "take", "past"),
        ("taken", "take", "participle"),
        ("taking", "take", "gerund"),
        ("retook", "retake", "past"),
        ("lost", "lose", "past_or_participle"),
        ("losing", "lose", "gerund"),
        ("fell", "fall", "past"),
        ("fallen", "fall", "participle"),
        ("held", "hold", "past_or_participle"),
        ("withdrew", "withdraw", "past"),
        ("withdrawn", "withdraw", "participle"),
        ("expelled", "expel", "past_or_participle"),
        ("repelling", "repel", "gerund"),
        ("occupied", "occupy", "past_or_participle"),
        ("occupies", "occupy", "third"),
        ("occupying", "occupy", "gerund"),
        ("pushes", "push", "third"),
        ("denied", "deny", "past_or_participle"),
        ("overran", "overrun", "past"),
        ("fled", "flee", "past_or_participle"),
        ("fleeing", "flee", "gerund"),
        ("said", "say", "past_or_participle"),
        ("besieged", "besiege", "past_or_participle"),
        ("controlled", "control", "past_or_participle"),
        ("entered", "enter", "past_or_participle"),
        ("cut", "cut", "base"),
    ],
)
def test_a_form_leads_to_its_verb(word: str, lemma: str, form: str) -> None:
    """Regular and irregular forms are looked up by the word as written."""
    assert (lemma, form) in {(verb.lemma, verb.form) for verb in english().verbs[word]}


def test_every_verb_of_a_frame_has_all_its_forms() -> None:
    """A frame's verb is known at least as base, third person and gerund, and in the past."""
    lists = english()
    forms: dict[str, set[str]] = {}
    for verbs in lists.verbs.values():
        for verb in verbs:
            forms.setdefault(verb.lemma, set()).add(verb.form)
    for lemma in {w for words in lists.frames.values() for w in words if " " not in w}:
        assert {"base", "third", "gerund"} <= forms[lemma], lemma
        assert {"past", "past_or_participle"} & forms[lemma], lemma


def test_frames_are_found_by_verb() -> None:
    """A verb opens the frames that list it, and others none."""
    assert "take" in english().frame("capture")
    assert "lose" in english().frame("lose")
    assert "leave" in english().frame("withdraw")
    assert english().frame("eat") == ()


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("village", "villages"),
        ("city", "cities"),
        ("crossing", "crossings"),
        ("valley", "valleys"),
        ("pass", "pass"),
        ("marsh", "marshes"),
        ("bay", "bays"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    """Common nouns take their regular plural."""
    assert plural(one) == many


def test_nouns_tell_kinds_in_both_numbers() -> None:
    """A generic noun and its plural name one kind of place."""
    kinds = english().kinds
    for noun, kind in (
        ("village", "settlement"),
        ("air base", "site"),
        ("province", "admin"),
        ("river", "water"),
        ("highway", "road"),
        ("plain", "region"),
    ):
        assert kinds[noun] == kinds[plural(noun)] == kind


def test_the_calendar_is_whole() -> None:
    """Twelve months and seven days from Monday on."""
    assert len(english().months) == 12
    assert english().months[0] == "january"
    assert english().days[0] == "monday"
    assert len(english().days) == 7


def test_numbers_in_words() -> None:
    """Counting words have values, vague ones stand apart."""
    assert english().numbers["eighteen"] == 18
    assert "several" in english().vague
    assert not set(english().numbers) & english().vague


def test_lists_are_in_small_letters() -> None:
    """Texts are compared in lower case, so the lists are too."""
    lists = english()
    words = {
        *lists.kinds,
        *lists.directions,
        *lists.titles,
        *lists.first_names,
        *lists.stop,
        *lists.numbers,
        *lists.groups,
    }
    assert sorted(w for w in words if w != w.lower()) == []


def test_no_list_has_a_word_twice() -> None:
    """A list that grows by hand does not repeat itself."""
    table = tomllib.loads(resources.files("mapper").joinpath("data/english.toml").read_text("utf-8"))
    lists = [
        (f"{part}.{name}", words)
        for part, names in table.items()
        if part != "verbs_irregular"
        for name, words in names.items()
    ]
    rows = [(name, words) for name, words in lists if isinstance(words, list) and len(words) > 1]
    assert len(rows) > 50  # most of the file; of irregular verbs past and participle may be the same
    twice = {name: sorted({str(w) for w in words if words.count(w) > 1}) for name, words in rows}
    assert {name: words for name, words in twice.items() if words} == {}

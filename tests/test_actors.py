"""Who is named in a sentence: sides, groups and voices, by the lexicon and by form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.actors import Naming, adjective_side, namings
from mapper.reports.sentences import tokens
from mapper.theatre import Actor, Side, Theatre, Voice, load

SMALL = Theatre(
    name="small",
    title="A small war",
    sides=(
        Side(name="rebels", title="Rebels", against=("regime",), adjectives=("rebel", "Rebel-Led")),
        Side(name="regime", title="Government", against=("rebels",), adjectives=("government", "Russian")),
    ),
    actors=(
        Actor(name="army", side="regime"),
        Actor(name="National Army", side="regime"),
        Actor(name="Free National Army", side="rebels"),
        Actor(name="Hill Brigade", side="rebels", end=date(2014, 12, 31), group="hill"),
        Actor(name="Hill Brigade", side="regime", start=date(2015, 1, 1)),
        Actor(name="border guards", side="regime"),
        Actor(name="border guards", side="rebels", where=("XB",)),
        Actor(name="coast guards", side="rebels", where=("XC",)),
        Actor(name="IS", side="isis", aliases=("ISIS",)),
        Actor(name="Suqour al-Ghab", side="rebels", aliases=("Ghab Hawks",)),
    ),
    voices=(Voice(name="Hill Observatory", aliases=("HOHR", "monitor"), leaning="rebels"), Voice(name="state media")),
    no_places=("Operation Hama Dawn", "Grad"),
)


def named(
    text: str, theatre: Theatre = SMALL, *, day: date | None = None, countries: tuple[str, ...] = ()
) -> list[tuple[str, str, str | None]]:
    """The namings of a text: words, role and side."""
    words = tokens(text)
    found = namings(words, theatre, day=day, countries=frozenset(countries))
    return [(text[words[n.start].start : words[n.end - 1].end], n.role, n.side) for n in found]


def test_the_longest_name_wins() -> None:
    """A name inside a longer one is not told by itself."""
    assert named("The Free National Army fought the National Army and another army.") == [
        ("Free National Army", "actor", "rebels"),
        ("National Army", "actor", "regime"),
        ("army", "actor", "regime"),
    ]


def test_a_name_at_the_head_of_a_sentence_is_the_same_name() -> None:
    """An article, a weekday or a preposition in front does not make an unknown group of a known one."""
    for head in ("The", "the", "On Friday the", "In Kernaz the", "Meanwhile,"):
        assert ("Free National Army", "actor", "rebels") in named(f"{head} Free National Army took the hill.")


def test_a_name_in_two_spellings_is_found_in_both() -> None:
    """A lexicon may list a name with capitals and without."""
    theatre = Theatre(name="t", title="T", actors=(Actor(name="Syrian army", side="regime", aliases=("Syrian Army",)),))
    for text in ("the Syrian army came", "the Syrian Army came"):
        assert [side for _, _, side in named(text, theatre)] == ["regime"]


@pytest.mark.parametrize(
    "name",
    [
        "Ukraine's forces",
        "Ukraine’s forces",
        "People's Protection Units",
        "U.S.-led coalition",
        "YPG/PKK",
        "Arakan Army (AA)",
    ],
)
def test_a_name_with_marks_in_it_is_found(name: str) -> None:
    """An apostrophe, a point, a slash or brackets in a name do not hide it."""
    theatre = Theatre(name="t", title="T", actors=(Actor(name=name.replace("’", "'"), side="rebels"),))
    assert (name, "actor", "rebels") in named(f"then {name} came", theatre)


def test_a_proper_name_needs_its_capitals() -> None:
    """Words in small letters are not the name that they spell, but a phrase may begin a sentence."""
    assert named("a hill brigade came by") == []
    assert named("Army troops came by")[0][2] == "regime"
    assert named("ARMY UNITS CAME BY")[0][2] == "regime"


def test_a_short_acronym_is_written_in_capitals() -> None:
    """The verb "is" is no armed group at the head of a sentence either."""
    assert named("Is the road open? It is.") == []
    assert named("IS held the road.") == [("IS", "actor", "isis")]


@pytest.mark.parametrize(
    ("day", "side"),
    [
        (date(2013, 5, 1), "rebels"),
        (date(2014, 12, 31), "rebels"),
        (date(2015, 1, 1), "regime"),
        (date(2020, 1, 1), "regime"),
    ],
)
def test_a_group_fights_for_the_side_of_its_day(day: date, side: str) -> None:
    """Both ends of an allegiance are included."""
    assert named("Hill Brigade fighters came.", day=day)[0][2] == side


def test_a_group_without_an_allegiance_on_the_day_has_no_side() -> None:
    """Before it existed an army is not taken for the side it joined later."""
    theatre = Theatre(name="t", title="T", actors=(Actor(name="Lake Army", side="rebels", start=date(2015, 1, 1)),))
    assert [side for _, _, side in named("The Lake Army came.", theatre, day=date(2014, 1, 1))] in ([], [None])
    assert named("The Lake Army came.", theatre, day=date(2015, 1, 1))[0][2] == "rebels"


def test_words_bound_to_a_country_are_meant_only_there() -> None:
    """The same words are another side's in another country, and the bound meaning goes first."""
    assert named("border guards came")[0][2] == "regime"
    assert named("border guards came", countries=("XB",))[0][2] == "rebels"
    assert named("coast guards came") == []
    assert named("coast guards came", countries=("XA", "XC")) == [("coast guards", "actor", "rebels")]


def test_spelling_marks_do_not_matter() -> None:
    """Accents, apostrophes and hyphens are passed over."""
    for text in ("Suqour al-Ghab came", "Suqoūr al-Ghāb came", "Suqour al-Ghaʿb came"):
        assert named(text) == [(text.removesuffix(" came"), "actor", "rebels")]


def test_an_adjective_of_a_side_makes_an_actor_with_a_noun_for_armed_men() -> None:
    """The adjective alone, or before another noun, names nobody."""
    assert named("rebel fighters came") == [("rebel fighters", "actor", "rebels")]
    assert named("Russian assault units came") == [("Russian assault units", "actor", "regime")]
    assert named("Russian tourists saw rebel flags") == []


def test_adjectives_tell_a_side() -> None:
    """Case does not matter, and an unknown word tells none."""
    assert adjective_side("REBEL", SMALL) == adjective_side("rebel-led", SMALL) == "rebels"
    assert adjective_side("purple", SMALL) is None


def test_voices_and_other_names_have_roles_of_their_own() -> None:
    """A monitor speaks, an operation does nothing."""
    found = named("The Hill Observatory said Operation Hama Dawn had begun, and HOHR that Grad rockets fell.")
    assert [(words, role) for words, role, _ in found] == [
        ("Hill Observatory", "voice"),
        ("Operation Hama Dawn", "other"),
        ("HOHR", "voice"),
        ("Grad", "other"),
    ]
    assert found[0][2] == "rebels"


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Liwa Shuhada al-Atareb joined the battle.", "Liwa Shuhada al-Atareb", "actor"),
        ("The Nineveh Protection Units took the town.", "Nineveh Protection Units", "actor"),
        ("The Lions of Kernaz Brigade took the town.", "Lions of Kernaz Brigade", "actor"),
        ("Jaysh al-Jabal took the town.", "Jaysh al-Jabal", "actor"),
        ("The Kernaz Media Center said so.", "Kernaz Media Center", "voice"),
        ("The Hama Province Council met.", "Hama Province Council", "voice"),
        ("The Kernaz Times reported it.", "Kernaz Times", "voice"),
    ],
)
def test_unknown_groups_and_bodies_are_told_by_their_form(text: str, words: str, role: str) -> None:
    """Words that open or close names of groups tell one that no lexicon has, without a side."""
    assert (words, role, None) in named(text)


@pytest.mark.parametrize(
    "text", ["Kernaz fell.", "The front moved to Kernaz.", "Forces left Kernaz.", "They took Tal Malah and Jubbayn."]
)
def test_places_are_nobody(text: str) -> None:
    """A name without a word for a group in it is left to the gazetteers."""
    assert named(text) == []


def test_a_generic_phrase_is_no_proper_name() -> None:
    """Whether the words name or only describe is told."""
    by_words = {n.name: n.proper for n in namings(tokens("army, National Army, rebel fighters"), SMALL)}
    assert by_words == {"army": False, "National Army": True, "rebel fighters": False}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Hayat Tahrir al-Sham took it.", "rebels"),
        ("HTS took it.", "rebels"),
        ("The Syrian Arab Army took it.", "regime"),
        ("the Free Idlib Army took it.", "rebels"),
        ("Jaysh al-Izza took it.", "rebels"),
        ("The SDF took it.", "sdf"),
        ("The Syrian National Army took it.", "turkey_backed"),
        ("Islamic State took it.", "isis"),
        ("Turkish-backed fighters took it.", "turkey_backed"),
        ("Opposition factions took it.", "rebels"),
    ],
)
def test_groups_of_the_syrian_war_have_their_sides(text: str, side: str) -> None:
    """The shipped lexicon gives the sides of the interface."""
    assert named(text, load("syria"), day=date(2019, 6, 7), countries=("SY",))[0][2] == side


def test_the_government_of_syria_changed() -> None:
    """Since December 2024 the rebels of old are the army."""
    army = "Government forces entered the town."
    assert named(army, load("syria"), day=date(2019, 6, 7))[0][2] == "regime"
    assert named(army, load("syria"), day=date(2025, 6, 7))[0][2] == "transition"


@pytest.mark.parametrize(
    ("text", "country", "side"),
    [
        ("The army took it.", "SD", "saf"),
        ("The military took it.", "MM", "junta"),
        ("RSF fighters took it.", "SD", "rsf"),
        ("The Arakan Army took it.", "MM", "arakan_army"),
        ("M23 fighters took it.", "CD", "m23"),
        ("Houthi fighters took it.", "YE", "houthis"),
        ("The Taliban took it.", "AF", "taliban"),
    ],
)
def test_the_same_words_mean_another_army_elsewhere(text: str, country: str, side: str) -> None:
    """The generic lexicon goes by the countries that a report names."""
    day = date(2021, 8, 1) if country == "AF" else date(2024, 6, 1)
    assert named(text, load("generic"), day=day, countries=(country,))[0][2] == side


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "army",
                "National",
                "Army",
                "Free",
                "Hill",
                "Brigade",
                "rebel",
                "of",
                "fighters",
                ",",
                "and",
                "IS",
                "Kernaz",
                "Liwa",
                "al-Ghab",
            ]
        ),
        max_size=25,
    )
)
def test_namings_lie_in_order_and_apart(words: list[str]) -> None:
    """Namings never overlap, and each holds at least one token."""
    text = " ".join(words)
    known = tokens(text)
    at = 0
    for one in namings(known, SMALL):
        assert isinstance(one, Naming)
        assert at <= one.start < one.end <= len(known)
        at = one.end

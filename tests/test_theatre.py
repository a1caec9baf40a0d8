"""Theatres load whole, are told apart, and every name in them is found in a sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pytest

from mapper.actors import Naming, namings
from mapper.errors import InputError, UnknownName
from mapper.reports.sentences import tokens
from mapper.theatre import SHIPPED, Actor, Theatre, Voice, detect, load

SIDE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@pytest.fixture(params=SHIPPED)
def theatre(request: pytest.FixtureRequest) -> Theatre:
    """Each theatre that ships."""
    return load(str(request.param))


def test_a_shipped_theatre_is_whole(theatre: Theatre) -> None:
    """It has a name, sides, actors, voices, cues and names that are no places."""
    assert theatre.name in SHIPPED
    assert theatre.title
    assert theatre.sides
    assert theatre.actors
    assert theatre.voices
    assert theatre.cues
    assert theatre.no_places
    assert theatre.metonyms
    assert theatre.countries


def test_bounds_are_west_south_east_north(theatre: Theatre) -> None:
    """A theatre of one country has bounds on the globe; the generic one has none."""
    if theatre.name == "generic":
        assert theatre.bounds is None
        return
    assert theatre.bounds is not None
    west, south, east, north = theatre.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_sides_are_named_once_and_fight_sides(theatre: Theatre) -> None:
    """Names of sides are words in small letters, and every enemy is a side that the theatre can name."""
    names = [side.name for side in theatre.sides]
    assert len(names) == len(set(names))
    for side in theatre.sides:
        assert SIDE.fullmatch(side.name), side.name
        assert side.title
        assert side.name not in side.against
        assert set(side.against) <= set(names), side.name


def test_actors_fight_for_known_sides(theatre: Theatre) -> None:
    """Every actor's side is one of the theatre's, and its dates are in order."""
    names = {side.name for side in theatre.sides}
    for actor in theatre.actors:
        assert actor.side in names, actor.name
        assert actor.start is None or actor.end is None or actor.start <= actor.end, actor.name
        assert all(re.fullmatch(r"[A-Z]{2}", code) for code in actor.where), actor.name


def test_voices_lean_to_known_sides(theatre: Theatre) -> None:
    """A voice that leans at all leans to a side of the theatre."""
    names = {side.name for side in theatre.sides}
    assert [voice.name for voice in theatre.voices if voice.leaning is not None and voice.leaning not in names] == []


def test_no_name_is_empty(theatre: Theatre) -> None:
    """Every spelling has a letter or a digit in it."""
    spellings = [n for actor in theatre.actors for n in actor.names()]
    spellings += [n for voice in theatre.voices for n in voice.names()]
    spellings += [*theatre.no_places, *theatre.cues]
    assert [n for n in spellings if not any(c.isalnum() for c in n)] == []


def day_in(actor: Actor) -> date | None:
    """A day on which the actor's allegiance holds."""
    return actor.start or (actor.end - timedelta(days=1) if actor.end else None)


@cache
def found_in(text: str, theatre: Theatre, day: date | None, countries: frozenset[str]) -> tuple[Naming, ...]:
    """The namings in a text."""
    return namings(tokens(text), theatre, day=day, countries=countries)


def whole(
    text: str, theatre: Theatre, *, day: date | None = None, countries: frozenset[str] = frozenset()
) -> Naming | None:
    """The naming that covers all words of a text, None where there is none."""
    words = tokens(text)
    return next((n for n in found_in(text, theatre, day, countries) if (n.start, n.end) == (0, len(words))), None)


def test_every_alias_of_an_actor_is_found(theatre: Theatre) -> None:
    """Each spelling, read on a day and in a country where it holds, names an actor with a side."""
    lost = []
    for actor in theatre.actors:
        for name in actor.names():
            naming = whole(name, theatre, day=day_in(actor), countries=frozenset(actor.where or theatre.countries))
            if naming is None or naming.role != "actor" or naming.side is None:
                lost.append((actor.name, name))
    assert lost == []


def test_every_voice_is_found(theatre: Theatre) -> None:
    """Each spelling of a voice is told from a place, as a voice unless it also names an actor."""
    lost = []
    acting = {name for actor in theatre.actors for name in actor.names()}
    for voice in theatre.voices:
        for name in voice.names():
            naming = whole(name, theatre, countries=frozenset(theatre.countries))
            if naming is None or (
                naming.role != "voice" and name not in acting and not heard_elsewhere(name, voice, theatre)
            ):
                lost.append((voice.name, name))
    assert lost == []


def heard_elsewhere(name: str, voice: Voice, theatre: Theatre) -> bool:
    """Whether the spelling stands under another head in the lexicon too."""
    heads = {other.name for other in theatre.voices if name in other.names()}
    return bool(heads - {voice.name}) or name in theatre.no_places


def test_every_name_that_is_no_place_is_found(theatre: Theatre) -> None:
    """Organisations, persons, operations and weapons are told from places."""
    assert [
        name for name in theatre.no_places if whole(name, theatre, countries=frozenset(theatre.countries)) is None
    ] == []


def test_an_unknown_theatre_is_told_with_the_known_ones() -> None:
    """The error names what ships."""
    with pytest.raises(UnknownName, match="syria, ukraine, generic") as told:
        load("atlantis")
    assert isinstance(told.value, InputError)
    assert isinstance(told.value, KeyError)
    assert "atlantis" in str(told.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rebels captured a village in northern Hama, SOHR said.", "syria"),
        ("The Syrian Democratic Forces entered Raqqa.", "syria"),
        ("Ukrainian troops raised the flag in Kupiansk, Kyiv said.", "ukraine"),
        ("Russian forces took Avdiivka in Donetsk Oblast.", "ukraine"),
        ("The Rapid Support Forces took Wad Madani in Sudan.", "generic"),
        ("M23 rebels entered Goma in the east of Congo.", "generic"),
        ("Israeli troops fought Hamas in Khan Younis, Gaza.", "generic"),
        ("Malian soldiers and Russian fighters of Wagner entered Kidal in Mali, the army in Bamako said.", "generic"),
        ("Fighting went on in the hills.", "generic"),
        ("", "generic"),
    ],
)
def test_the_theatre_of_a_report_is_told_by_its_words(text: str, name: str) -> None:
    """The theatre named most often wins, and a text that names none is of the generic one."""
    assert detect(text).name == name


def test_a_text_on_two_theatres_goes_to_the_one_named_more() -> None:
    """A side glance at another war does not move a report."""
    text = "Rebels in Idlib and Aleppo fought the Syrian army near Hama. Russia, busy in Ukraine, sent jets."
    assert detect(text).name == "syria"


def test_a_report_on_a_war_of_its_own_is_not_drawn_into_another() -> None:
    """A report full of Sudan that once names Syria is of the generic theatre."""
    text = (
        "The Rapid Support Forces took El Fasher in Darfur, Sudan. Sudanese officials in Khartoum likened it to Syria."
    )
    assert detect(text).name == "generic"


def test_a_side_is_got_by_name_and_made_up_where_unknown() -> None:
    """A side that the theatre does not list still has a title."""
    theatre = load("syria")
    assert theatre.side("regime").title == "Government (Assad)"
    assert theatre.side("people_of_the_hills").title == "People of the hills"


def test_loading_twice_gives_the_same() -> None:
    """A theatre is a value."""
    assert load("syria") == load("syria")

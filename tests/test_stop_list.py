"""No weekday, weapon, first name, organisation or common word of our own reports becomes a place."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mapper import theatre as theatres
from mapper.english import english
from mapper.geoparse.commons import COMMON, FIRST_NAMES, PEOPLES
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report
from mapper.reports.sentences import sentences, tokens

if TYPE_CHECKING:
    from mapper.claims.reading import Reading
    from mapper.places.place import Lookup
    from mapper.theatre import Theatre

ROOT = Path(__file__).resolve().parent.parent
REPORTS = sorted([*(ROOT / "tests" / "reports").glob("*.toml"), *(ROOT / "benchmarks" / "reports").glob("*.toml")])
FEWEST = 200  # sentences that the stop list is held against
# Ordinary words of war reports, of which the lists of the reader hold only some.
WORDS = frozenset(
    "army soldier rebels troops minister president spokesman hospital convoy ceasefire artillery drone missile tank "
    "rocket mortar howitzer kalashnikov grad kornet leopard abrams bayraktar shahed himars javelin sukhoi mig".split()
)


@cache
def lookup_of(name: str) -> Lookup:
    """The look-up of a theatre, opened once."""
    scene = theatres.load(name)
    return lookup_in(open_gazetteers(countries=scene.countries if scene.bounds else ()), home=scene.countries)


@cache
def reading_of(path: Path) -> Reading:
    """What is read out of one report."""
    row = tomllib.loads(path.read_text("utf-8"))
    scene = theatres.load(row["theatre"])
    report = Report(id=path.stem, text=row["text"], published=row.get("published"), theatre=scene.name)
    return read_report(report, theatre=scene, lookup=lookup_of(scene.name))


def stopped(scene: Theatre) -> frozenset[str]:
    """Single words and names, in lower case, that stand for no place in a theatre's reports."""
    words = english()
    lists = (words.stop, words.days, words.months, words.titles, words.first_names, words.verbs, words.directions)
    plain = {word for one in lists for word in one} | COMMON | PEOPLES | FIRST_NAMES | WORDS
    named = {name.casefold() for name in scene.no_places}
    fighting = {name.casefold() for actor in scene.actors for name in actor.names()}
    speaking = {name.casefold() for voice in scene.voices for name in voice.names()}
    return frozenset(plain | named | fighting | speaking) - {"us"}  # "the US" is a country, "us" none


def test_the_stop_list_is_held_against_enough_sentences() -> None:
    """The reports of the project have some 280 sentences."""
    texts = [tomllib.loads(path.read_text("utf-8"))["text"] for path in REPORTS]
    assert sum(len(sentences(text)) for text in texts) >= FEWEST


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_no_name_of_the_stop_list_becomes_a_place(path: Path) -> None:
    """Whatever is found as a toponym is none of the words that name no place, unless the labels have it as one."""
    reading = reading_of(path)
    stop = stopped(theatres.load(reading.theatre))
    labelled = [place["text"] for place in tomllib.loads(path.read_text("utf-8")).get("places", ())]
    found = [r.toponym.span.quote for r in reading.resolutions if r.toponym.span.quote.casefold() in stop]
    assert [name for name in found if not any(name in label for label in labelled)] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_no_place_lies_inside_the_name_of_an_organisation(path: Path) -> None:
    """The names of a theatre's organisations, weapons and operations hold no place."""
    reading = reading_of(path)
    text, scene = reading.report.text, theatres.load(reading.theatre)
    inside = [
        (name, r.toponym.span.quote)
        for name in scene.no_places
        if len(tokens(name)) > 1 and name in text
        for r in reading.resolutions
        if text.find(name) <= r.toponym.span.start < text.find(name) + len(name)
    ]
    assert inside == []

"""Place names are found by gazetteer, by the words beside them, and by the company they keep."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.actors import namings
from mapper.geoparse.toponym import Toponym, find
from mapper.places.index import NameIndex
from mapper.places.place import Kind, Place
from mapper.reports.report import Report
from mapper.reports.sentences import sentences
from mapper.theatre import Actor, Theatre, Voice

THEATRE = Theatre(
    name="test",
    title="Test",
    bounds=(35.0, 32.0, 42.0, 37.0),
    countries=("SY",),
    actors=(
        Actor(name="Free Idlib Army", side="rebels"),
        Actor(name="Syrian army", side="regime"),
        Actor(name="rebels", side="rebels"),
    ),
    voices=(Voice(name="Aleppo Media Centre"),),
    no_places=("Hama Dawn", "Abu Mohammad al-Kernazi"),
    metonyms=("Damascus", "Ankara"),
)


def place(name: str, kind: Kind = "settlement", detail: str = "village") -> Place:
    """A place of the small gazetteer."""
    return Place(id=f"t:{name}:{kind}", name=name, kind=kind, detail=detail, lon=36.5, lat=35.4, country="SY")


INDEX = NameIndex(
    [
        *map(place, ("Kernaz", "Jubbayn", "Tal Malah", "Tal", "Kafr Nabudah", "Khan Shaykhun", "Morek", "Idlib")),
        *map(place, ("Hama", "Aleppo", "Damascus", "Ankara", "Sunday", "May", "al-Eis", "Deir ez-Zor")),
        place("Hama", "admin", "governorate"),
        place("Idlib", "admin", "governorate"),
        place("Syria", "country", "country"),
        place("Turkey", "country", "country"),
        place("Ghab Plain", "region", "plain"),
        place("Euphrates", "water", "river"),
        place("M5", "road", "highway"),
        place("Abu al-Duhur", "site", "air base"),
        place("Hill 154", "site", "hill"),
    ]
)  # fmt: skip


def toponyms(text: str) -> tuple[Toponym, ...]:
    """The toponyms of a text with the small gazetteer."""
    report = Report(id="r", text=text)
    parts = sentences(text)
    return find(report, parts, [namings(s.tokens, THEATRE) for s in parts], theatre=THEATRE, lookup=INDEX.find)


def names(text: str) -> list[str]:
    """The toponyms as the text spells them."""
    return [one.span.quote for one in toponyms(text)]


def kinds(text: str) -> dict[str, str]:
    """The kind of each toponym."""
    return {one.span.quote: one.kind for one in toponyms(text)}


def test_known_names_are_found_in_order_with_their_offsets() -> None:
    """Each span quotes the text."""
    text = "Rebels left Kernaz for Jubbayn, and then Kernaz again."
    found = toponyms(text)
    assert [t.span.quote for t in found] == ["Kernaz", "Jubbayn", "Kernaz"]
    assert [text[t.span.start : t.span.end] for t in found] == ["Kernaz", "Jubbayn", "Kernaz"]
    assert {t.span.report_id for t in found} == {"r"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They took the village of Tal Malah.", ["Tal Malah"]),
        ("They took Tal Malah village.", ["Tal Malah"]),
        ("They came to northern Hama province.", ["Hama"]),
        ("They hit the Abu al-Duhur air base.", ["Abu al-Duhur"]),
        ("They went from Morek and Khan Shaykhun.", ["Morek", "Khan Shaykhun"]),
        ("They crossed the Ghab Plain.", ["Ghab Plain"]),
        ("They took al-Eis and Deir ez-Zor.", ["al-Eis", "Deir ez-Zor"]),
        ("They fought in Hama's countryside.", ["Hama"]),
        ("They fought in Hama’s countryside.", ["Hama"]),
        ("They hold the Kernaz-Jubbayn road.", ["Kernaz", "Jubbayn"]),
        ("The army sent tanks to (Kernaz).", ["Kernaz"]),
        ("KERNAZ, Syria", ["KERNAZ", "Syria"]),
    ],
)
def test_the_span_is_the_name_alone(text: str, expected: list[str]) -> None:
    """Articles, generic nouns and directions stay outside, and the longest known name is one."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They took the village of Qirata.", "Qirata", "settlement"),
        ("They took Qirata town.", "Qirata", "settlement"),
        ("They took the Qirata checkpoint.", "Qirata", "site"),
        ("They took the Qirata air base.", "Qirata", "site"),
        ("They took the hill of Qirata.", "Qirata", "site"),
        ("They came to Qirata province.", "Qirata", "admin"),
        ("They came to Kharkiv Oblast.", "Kharkiv", "admin"),
        ("They crossed the Qirata river.", "Qirata", "water"),
        ("They cut the Qirata highway.", "Qirata", "road"),
        ("They crossed the Qirata valley.", "Qirata", "region"),
    ],
)
def test_a_noun_beside_an_unknown_name_makes_it_a_place_and_tells_its_kind(text: str, name: str, kind: str) -> None:
    """The cue is enough, and it is told to be the text's own."""
    (found,) = toponyms(text)
    assert (found.span.quote, found.kind, found.told) == (name, kind, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They took Kernaz.", "settlement"),
        ("They left Syria.", "country"),
        ("They crossed the Euphrates.", "water"),
        ("They cut the M5.", "road"),
        ("They crossed the Ghab Plain.", "region"),
        ("They took Abu al-Duhur.", "site"),
        ("They took Hill 154.", "site"),
    ],
)
def test_without_a_noun_the_gazetteer_tells_the_kind(text: str, kind: str) -> None:
    """What is known of a place tells what a bare name is."""
    (found,) = toponyms(text)
    assert found.kind == kind


def test_the_countryside_of_a_town_is_the_unit_round_it() -> None:
    """A direction or a countryside means the province, the bare name the town."""
    assert kinds("They came to northern Hama.") == {"Hama": "admin"}
    assert kinds("They came to the Hama countryside.") == {"Hama": "admin"}
    assert kinds("They came to the city of Hama.") == {"Hama": "settlement"}


def test_names_in_a_list_share_its_noun() -> None:
    """A plural noun before or behind a list tells the kind of each."""
    assert kinds("They took the villages of Kernaz, Qirata and Jubbayn.") == dict.fromkeys(
        ("Kernaz", "Qirata", "Jubbayn"), "settlement"
    )
    assert kinds("They came to Hama and Idlib provinces.") == dict.fromkeys(("Hama", "Idlib"), "admin")
    assert "site" not in kinds("In Morek and Karnaz, markets were closed.").values()
    assert kinds("They came to northern Hama and southern Idlib provinces.") == dict.fromkeys(
        ("Hama", "Idlib"), "admin"
    )


def test_an_unknown_name_in_a_list_of_known_ones_is_a_place() -> None:
    """The company tells."""
    assert names("Shells fell on Kernaz, Zor Qirata and Jubbayn.") == ["Kernaz", "Zor Qirata", "Jubbayn"]


def test_an_unknown_name_after_a_word_of_place_is_a_place() -> None:
    """Some prepositions and verbs take places."""
    assert names("Clashes went on in Qirata.") == ["Qirata"]
    assert names("Rebels captured Qirata.") == ["Qirata"]


def test_a_name_found_once_is_found_elsewhere_in_the_report() -> None:
    """A mention without a cue follows the one with a cue, with its kind."""
    found = toponyms("They took the Qirata checkpoint. Qirata had been quiet.")
    assert [(t.span.quote, t.kind) for t in found] == [("Qirata", "site"), ("Qirata", "site")]


@pytest.mark.parametrize(
    "text",
    [
        "The Free Idlib Army came.",
        "The Aleppo Media Centre said so.",
        "Operation Hama Dawn began.",
        "Abu Mohammad al-Kernazi spoke.",
        "The Kernaz Martyrs Brigade came.",
        "Liwa Kernaz came.",
        "The Hama News Agency said so.",
    ],
)
def test_names_inside_names_of_others_are_no_places(text: str) -> None:
    """Organisations, operations and persons keep their place names to themselves."""
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Idlib spoke.",
        "President Hama spoke.",
        "General Morek was killed.",
        "Ahmad Kernaz was killed.",
        "Gen. Kernaz spoke.",
        "spokesman Mustafa Jubbayn said",
    ],
)
def test_persons_are_no_places(text: str) -> None:
    """A title or a first name before a name makes it a person's."""
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It began on Sunday.",
        "Sunday was quiet.",
        "It began in May.",
        "May 5 was quiet.",
        "Heavy clashes went on.",
        "However, nothing moved.",
        "The village fell.",
        "Tal was not there.",
    ],
)
def test_weekdays_months_and_common_words_are_no_places(text: str) -> None:
    """They are none even where a gazetteer has a place of that name."""
    assert [n for n in names(text) if n != "Tal"] == []


def test_capitals_that_speak_are_governments() -> None:
    """A seat of government that says or does something is a metonym, a place in it is not."""
    assert kinds("Damascus said the town was safe.") == {"Damascus": "metonym"}
    assert kinds("Ankara denied the report.") == {"Ankara": "metonym"}
    assert kinds("Clashes went on in Damascus.") == {"Damascus": "settlement"}
    assert kinds("Kernaz said nothing.") == {"Kernaz": "settlement"}


def test_adjectives_of_peoples_are_no_places() -> None:
    """Demonyms name nobody's land."""
    assert names("The Syrian army and Russian jets hit Turkish posts.") == []


WIDE = Theatre(name="wide", title="Wide", voices=(Voice(name="Aleppo Media Centre"),))
WORLD = NameIndex(
    [
        *(replace(place(name), country="US", population=50_000) for name in ("Stewart", "Roy", "Reston", "Columbia")),
        replace(place("Paris"), country="FR", population=2_000_000),
        replace(place("Marfa", detail="town"), country="US", admin=("Texas",), population=1_700, gazetteer="world"),
        replace(place("Kermit", detail="town"), country="US", admin=("Texas",), population=6_000, gazetteer="world"),
        replace(place("Madison County", "admin", "county"), country="US", admin=("Texas",)),
        replace(place("Texas", "admin", "state"), country="US", names=("Tex.", "US-TX"), population=20_000_000),
        replace(place("Virginia", "admin", "state"), country="US", population=8_000_000, gazetteer="world"),
        replace(place("Virginia"), country="ZA", population=60_000),
        replace(place("Congo", "country", "country"), country="CD", names=("Democratic Republic of the Congo",)),
        replace(place("United States", "country", "country"), country="US", names=("U.S.", "US", "America")),
        replace(place("France", "country", "country"), country="FR"),
        place("Black Sea", "water", "sea"),
        place("West Bank", "region", "region"),
    ],
    loose=False,
)


def abroad(text: str, *countries: str) -> dict[str, Toponym]:
    """The toponyms of a report that may be from anywhere, by their names; `countries` are those it is about."""
    report = Report(id="r", text=text)
    parts = sentences(text)
    taken = [namings(s.tokens, WIDE) for s in parts]
    found = find(report, parts, taken, theatre=WIDE, lookup=WORLD.find, countries=frozenset(countries))
    return {t.span.quote: t for t in found}


@pytest.mark.parametrize("unit", ["Texas", "Tex.", "TX"])
def test_an_address_ties_a_place_to_its_unit(unit: str) -> None:
    """Each part is a toponym, and the first tells where the second begins, however it is shortened."""
    text = f"Fire broke out in Marfa, {unit}, on Sunday."
    found = abroad(text)
    assert list(found) == ["Marfa", unit]
    assert found["Marfa"].within == text.index(unit)
    assert found[unit].name == "Texas"
    assert (found[unit].kind, found[unit].within) == ("admin", None)


def test_a_list_is_no_address() -> None:
    """Towns side by side do not lie in each other, nor does a country in the next."""
    found = abroad("They met in Paris, Columbia, France, Congo and Texas.")
    assert {t.span.quote for t in found.values() if t.within is not None} == set()


def test_an_unknown_town_before_a_state_s_letters_is_a_place() -> None:
    """The form of the address says so."""
    assert abroad("He lives in Nowheresville, Tex., with his dog.")["Nowheresville"].within is not None


def test_a_small_town_abroad_is_known_only_in_a_report_about_its_country() -> None:
    """A village of Texas bears many a word."""
    text = "The crowd came to Kermit. They sang."
    assert not abroad("Kermit sang.")
    assert list(abroad("Kermit Avenue was shut.", "US")) == []
    assert "Kermit" in abroad(text, "US")


@pytest.mark.parametrize(
    "text",
    [
        "Larry Stewart said so. Stewart left.",
        "The Rev. Al Stewart spoke. Later Stewart left.",
        "Roy Stewart was there.",
        "Officer Stewart was there.",
        "Stewart Ave. was closed.",
        "The Columbia Police Department said so.",
        "He teaches at the University of Columbia.",
        "A Reston Caravan was stolen.",
        "US troops and U.S. officials met the French.",
    ],
)
def test_persons_bodies_streets_and_adjectives_are_no_places_abroad(text: str) -> None:
    """A town's name inside a longer name, or as a surname told before, is no place."""
    assert abroad(text, "US") == {}


def test_a_surname_is_a_place_where_the_words_say_so() -> None:
    """A person of that name does not bar the town."""
    assert "Stewart" in abroad("Larry Stewart said so. He lives in Stewart.", "US")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They fled to the Democratic Republic of the Congo.", "Democratic Republic of the Congo", "country"),
        ("It sank in the Black Sea.", "Black Sea", "water"),
        ("Shops in the West Bank shut.", "West Bank", "region"),
        ("He returned to the U.S. in May.", "U.S.", "country"),
        ("The US said so.", "US", "country"),
        ("Storms hit Virginia.", "Virginia", "admin"),
    ],
)
def test_areas_of_small_or_ordinary_words_are_found(text: str, name: str, kind: str) -> None:
    """Linked names are not cut, a country's letters stand alone, a state outweighs a town abroad."""
    found = abroad(text)
    assert [(n, t.kind) for n, t in found.items()] == [(name, kind)]


def test_a_county_is_looked_up_by_its_full_name() -> None:
    """The span is the name alone."""
    found = abroad("Crews went to Madison County.")
    assert found["Madison"].name == "Madison County"
    assert found["Madison"].kind == "admin"


def test_the_capital_of_a_unit_leaves_it_a_unit() -> None:
    """The noun speaks of another place."""
    (one,) = toponyms("They took the capital of Hama.")
    assert (one.span.quote, one.kind) == ("Hama", "admin")


def test_a_text_without_names_has_none() -> None:
    """Nothing is made up."""
    assert toponyms("") == toponyms("nothing happened. it was quiet.") == ()


WORDS = st.sampled_from(
    [
        "the", "village", "villages", "of", "and", ",", ".", "in", "northern", "Hama", "Idlib", "Kernaz",
        "Qirata", "Tal", "Malah", "al-Eis", "province", "provinces", "'s", "Damascus",
        "said", "Gen.", "Ahmad", "Liwa", "Brigade", "captured", "Free", "Army", "Kernaz-Jubbayn", "Hill", "154",
        "-", "“", "”", "\n\n", "ez", "el", "Sunday", "\u00a0", "…", "al-", "’",
    ]
)  # fmt: skip


@settings(deadline=None)
@example("Kernaz Kernaz-Jubbayn")
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)))
def test_toponyms_lie_in_order_without_overlap_and_quote_the_text(text: str) -> None:
    """Whatever the text, each span is a stretch of it."""
    at = 0
    for one in toponyms(text):
        assert at <= one.span.start < one.span.end
        assert text[one.span.start : one.span.end] == one.span.quote
        at = one.span.end


@pytest.mark.parametrize(("known", "told"), [("Darak al-Sharqi", "Drak al-Sharqi"), ("Shahba Qubri", "Shahba Kobri")])
def test_a_name_that_sounds_like_a_known_one_is_not_cut_into_other_known_ones(known: str, told: str) -> None:
    """One of its two words may be the name of a third place; the whole is what is meant."""
    index = NameIndex([*map(place, (known, "al-Sharqi", "Shahba", "Sarmin"))])
    report = Report(id="r", text=f"Rebels seized {told} and Sarmin.")
    parts = sentences(report.text)
    found = find(report, parts, [() for _ in parts], theatre=THEATRE, lookup=index.find)
    assert [t.span.quote for t in found] == [told, "Sarmin"]

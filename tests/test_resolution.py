"""Names are resolved together: namesakes by context, doubt with a reason, losing candidates kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mapper.geoparse.countries import countries_of
from mapper.geoparse.resolution import NEAR_TIE, Resolution, resolve
from mapper.geoparse.toponym import Toponym, ToponymKind
from mapper.places.index import NameIndex
from mapper.places.place import Kind, Place
from mapper.reports.report import Report
from mapper.reports.sentences import sentences
from mapper.theatre import Theatre

if TYPE_CHECKING:
    from collections.abc import Sequence

THEATRE = Theatre(name="test", title="Test", bounds=(35.0, 32.0, 42.0, 37.5), countries=("SY",))
GENERIC = Theatre(name="wide", title="Wide")


def place(
    id_: str,
    name: str,
    lon: float,
    lat: float,
    *,
    kind: Kind = "settlement",
    detail: str = "village",
    admin: tuple[str, ...] = (),
    people: int = 0,
    country: str = "SY",
) -> Place:
    """A place of the small gazetteer."""
    return Place(
        id=id_,
        name=name,
        kind=kind,
        detail=detail,
        lon=lon,
        lat=lat,
        admin=admin,
        population=people,
        country=country,
        gazetteer="test",
    )


KERNAZ = place("kernaz", "Kernaz", 36.50, 35.42, admin=("Hama",))
JUBBAYN = place("jubbayn", "Jubbayn", 36.52, 35.36, admin=("Hama",))
# Four villages of one name, as they come in reality: near Kernaz, near Aleppo, in the far east, and abroad.
TIBA_HAMA = place("tiba-hama", "Tiba", 36.55, 35.38, admin=("Hama",))
TIBA_ALEPPO = place("tiba-aleppo", "Tiba", 37.10, 36.30, admin=("Aleppo",))
TIBA_EAST = place("tiba-east", "Tiba", 40.30, 35.10, admin=("Deir ez-Zor",))
TIBA_ABROAD = place("tiba-abroad", "Tiba", 72.00, 22.00, people=900_000, country="IN")
TABIYA = place("tabiya", "Tabiya", 36.56, 35.39, admin=("Hama",))
HAMA_TOWN = place("hama-town", "Hama", 36.75, 35.13, detail="city", admin=("Hama",), people=300_000)
HAMA_UNIT = place("hama-unit", "Hama", 37.30, 35.24, kind="admin", detail="governorate", admin=("Hama",))
ALEPPO_UNIT = place("aleppo-unit", "Aleppo", 37.60, 36.20, kind="admin", detail="governorate", admin=("Aleppo",))
MARE = place("mare", "Mare", 37.20, 36.48, admin=("Aleppo",))
BASE = place("base", "Duhur", 36.60, 35.45, kind="site", detail="air base", admin=("Hama",))
TOWN = place("town", "Duhur", 36.58, 35.44, admin=("Hama",))


def resolved(
    text: str,
    names: Sequence[tuple[str, ToponymKind] | str],
    places: Sequence[Place],
    *,
    theatre: Theatre = THEATRE,
    countries: frozenset[str] = frozenset(),
    cue: str = "",
) -> dict[str, Resolution]:
    """The resolution of each name of the text, given a gazetteer of these places."""
    report = Report(id="r", text=text)
    found, at = [], 0
    for one in names:
        name, kind = one if isinstance(one, tuple) else (one, "settlement")
        at = text.index(name, at)
        found.append(Toponym(span=report.span(at, at + len(name)), kind=kind, cue=cue))
        at += len(name)
    lookup = NameIndex(places).find
    results = resolve(found, sentences(text), theatre=theatre, lookup=lookup, countries=countries)
    assert [r.toponym for r in results] == found
    return {r.toponym.span.quote: r for r in results}


def chosen(resolution: Resolution) -> str | None:
    """The id of the place that was chosen."""
    return resolution.place.id if resolution.place else None


def test_a_name_with_one_place_is_that_place() -> None:
    """The only candidate in the theatre is taken, with its score and reasons."""
    one = resolved("Rebels took Kernaz.", ["Kernaz"], [KERNAZ])["Kernaz"]
    assert chosen(one) == "kernaz"
    assert 0 < one.score <= 1
    assert one.reason
    assert one.runner_up is None
    assert one.margin == one.score


@pytest.mark.parametrize(("neighbour", "expected"), [("Kernaz", "tiba-hama"), ("Mare", "tiba-aleppo")])
def test_namesakes_are_told_apart_by_the_other_places_of_the_report(neighbour: str, expected: str) -> None:
    """The one near the places named beside it is meant."""
    places = [KERNAZ, MARE, TIBA_HAMA, TIBA_ALEPPO, TIBA_EAST]
    found = resolved(f"Rebels took {neighbour} and Tiba.", [neighbour, "Tiba"], places)
    assert chosen(found["Tiba"]) == expected


def test_a_region_named_in_the_report_draws_the_namesake_near_it() -> None:
    """A plain has a place on the map, too, and the villages told beside it lie there."""
    plain = place("plain", "Rih Plain", 37.15, 36.35, kind="region", detail="plain")
    found = resolved(
        "Fighting went on in the Rih Plain, where Tiba fell.",
        [("Rih Plain", "region"), "Tiba"],
        [plain, TIBA_HAMA, TIBA_ALEPPO, TIBA_EAST],
    )
    assert chosen(found["Tiba"]) == "tiba-aleppo"


@pytest.mark.parametrize(("unit", "expected"), [("Hama", "tiba-hama"), ("Aleppo", "tiba-aleppo")])
def test_a_unit_named_beside_a_name_tells_namesakes_apart(unit: str, expected: str) -> None:
    """A village told to lie in a province is the one that does."""
    places = [TIBA_HAMA, TIBA_ALEPPO, HAMA_UNIT, ALEPPO_UNIT]
    found = resolved(f"Rebels took Tiba in {unit} province.", ["Tiba", (unit, "admin")], places)
    assert chosen(found["Tiba"]) == expected
    assert unit in found["Tiba"].reason


def test_losing_candidates_are_kept_in_order() -> None:
    """All namesakes stay with their scores, the runner-up second."""
    one = resolved("Rebels took Kernaz and Tiba.", ["Kernaz", "Tiba"], [KERNAZ, TIBA_HAMA, TIBA_ALEPPO, TIBA_EAST])[
        "Tiba"
    ]
    assert one.candidates[0].place.id == "tiba-hama"
    assert {c.place.id for c in one.candidates} == {"tiba-hama", "tiba-aleppo", "tiba-east"}
    assert [c.score for c in one.candidates] == sorted((c.score for c in one.candidates), reverse=True)
    assert one.runner_up is not None
    assert one.runner_up == one.candidates[1]
    assert one.margin == pytest.approx(one.candidates[0].score - one.candidates[1].score)


def test_a_near_tie_is_no_resolution_and_names_both() -> None:
    """Two namesakes with nothing to choose between them leave the name open."""
    one = resolved("Rebels took Tiba.", ["Tiba"], [TIBA_HAMA, TIBA_ALEPPO])["Tiba"]
    assert one.place is None
    assert "tiba-hama" in one.reason
    assert "tiba-aleppo" in one.reason
    assert len(one.candidates) == 2
    assert one.margin < NEAR_TIE


def test_a_tie_goes_to_the_name_as_it_is_spelt() -> None:
    """Where two places fit alike, the one whose name stands in the report letter for letter is meant."""
    folded_twin = place("tiba-folded", "At-Tībah", 37.10, 36.30, admin=("Aleppo",))
    one = resolved("Rebels took Tiba.", ["Tiba"], [TIBA_HAMA, folded_twin])["Tiba"]
    assert (chosen(one), one.candidates[0].place.id) == ("tiba-hama", "tiba-hama")


def test_a_tie_of_a_town_with_a_hamlet_goes_to_the_town() -> None:
    """A hamlet that fits no more than a hair's breadth better does not hide the town of its name."""
    hamlet = replace(TIBA_HAMA, lon=36.85, lat=35.42)
    town = place("tiba-town", "Tiba", 36.88, 36.05, detail="town", admin=("Hama",), people=20_000)
    one = resolved("Rebels took Kernaz and Tiba.", ["Kernaz", "Tiba"], [KERNAZ, hamlet, town])["Tiba"]
    scores = {c.place.id: c.score for c in one.candidates}
    assert 0 < scores["tiba-hama"] - scores["tiba-town"] < NEAR_TIE
    assert chosen(one) == "tiba-town"


def test_a_tie_of_one_place_listed_twice_is_no_tie() -> None:
    """Two entries within a stone's throw are the same village."""
    twin = place("tiba-twin", "Tiba", 36.551, 35.381, admin=("Hama",))
    assert resolved("Rebels took Tiba.", ["Tiba"], [TIBA_HAMA, twin])["Tiba"].place is not None


def test_an_unknown_name_is_unresolved_with_a_reason() -> None:
    """No candidate, no place, no guess."""
    one = resolved("Rebels took Nowhere.", ["Nowhere"], [KERNAZ])["Nowhere"]
    assert (one.place, one.candidates, one.score, one.margin, one.runner_up) == (None, (), 0.0, 0.0, None)
    assert one.reason


def test_a_poor_candidate_is_no_resolution() -> None:
    """A spelling that is far off does not place a name, but the candidate is kept."""
    one = resolved("Rebels took Tabqa.", ["Tabqa"], [place("tabaqi", "Taboqui", 120.0, 10.0)], theatre=GENERIC)["Tabqa"]
    assert one.place is None
    assert one.reason


def test_population_alone_chooses_nobody() -> None:
    """A city abroad does not win against the village in the theatre, and size does not break a near tie."""
    abroad = resolved("Rebels took Kernaz and Tiba.", ["Kernaz", "Tiba"], [KERNAZ, TIBA_HAMA, TIBA_ABROAD])["Tiba"]
    assert chosen(abroad) == "tiba-hama"
    alone = resolved("Rebels took Tiba.", ["Tiba"], [TIBA_HAMA, TIBA_ABROAD])["Tiba"]
    assert chosen(alone) == "tiba-hama"


def test_a_far_city_does_not_beat_the_village_next_door() -> None:
    """Nearness to the report's places weighs more than inhabitants."""
    city = place("tiba-city", "Tiba", 40.9, 36.9, people=500_000, detail="city")
    found = resolved(
        "Rebels took Kernaz, Jubbayn and Tiba.", ["Kernaz", "Jubbayn", "Tiba"], [KERNAZ, JUBBAYN, TIBA_HAMA, city]
    )
    assert chosen(found["Tiba"]) == "tiba-hama"


def test_a_name_means_one_place_throughout_a_report() -> None:
    """Two mentions of a name are resolved alike."""
    report = Report(id="r", text="Rebels took Tiba. They left Mare. Tiba was shelled. So was Kernaz.")
    spans = [("Tiba", 12), ("Mare", 28), ("Tiba", 34), ("Kernaz", 59)]
    found = [Toponym(span=report.span(at, at + len(name)), kind="settlement") for name, at in spans]
    assert [t.span.quote for t in found] == [name for name, _ in spans]
    results = resolve(
        found, sentences(report.text), theatre=THEATRE, lookup=NameIndex([KERNAZ, MARE, TIBA_HAMA, TIBA_ALEPPO]).find
    )
    assert results[0].place == results[2].place
    assert results[0].toponym.span.start != results[2].toponym.span.start


def test_the_kind_told_chooses_between_town_and_unit() -> None:
    """A province and its chief town bear one name, and the words tell which."""
    text, places = "Rebels took Hama and went on to Hama.", [HAMA_TOWN, HAMA_UNIT]
    report = Report(id="r", text=text)
    town = Toponym(span=report.span(12, 16), kind="settlement", cue="city", told=True)
    unit = Toponym(span=report.span(32, 36), kind="admin", cue="province", told=True)
    one, two = resolve([town, unit], sentences(text), theatre=THEATRE, lookup=NameIndex(places).find)
    assert (chosen(one), chosen(two)) == ("hama-town", "hama-unit")


def test_a_site_and_the_town_of_its_name_are_told_apart_by_the_noun() -> None:
    """An air base is not the town beside it."""
    assert (
        chosen(resolved("They hit the Duhur air base.", [("Duhur", "site")], [BASE, TOWN], cue="air base")["Duhur"])
        == "base"
    )
    assert chosen(resolved("They took the town of Duhur.", ["Duhur"], [BASE, TOWN], cue="town")["Duhur"]) == "town"


def test_a_spelling_variant_is_found() -> None:
    """Another transcription of the same consonants is resolved, with less score than the name as it is listed."""
    plain = resolved("Rebels took Kernaz.", ["Kernaz"], [KERNAZ])["Kernaz"]
    variant = resolved("Rebels took Karnaz.", ["Karnaz"], [KERNAZ])["Karnaz"]
    assert chosen(variant) == "kernaz"
    assert variant.score < plain.score


def test_a_guess_by_sound_from_outside_the_theatre_is_left_out() -> None:
    """Names that only sound alike count inside the theatre."""
    one = resolved("Rebels took Karnaz.", ["Karnaz"], [place("abroad", "Kernaz", 100.0, 10.0, country="TH")])["Karnaz"]
    assert one.place is None


def test_where_a_theatre_has_no_bounds_the_countries_named_count() -> None:
    """Of two namesakes in two countries the one in the report's country is meant."""
    text, places = "Rebels took Tiba.", [TIBA_HAMA, TIBA_ABROAD]
    for country, expected in (("SY", "tiba-hama"), ("IN", "tiba-abroad")):
        found = resolved(text, ["Tiba"], places, theatre=GENERIC, countries=frozenset({country}))
        assert chosen(found["Tiba"]) == expected


def test_a_place_without_a_point_may_be_meant() -> None:
    """A gazetteer entry without coordinates neither breaks nor anchors anything."""
    bare = Place(id="bare", name="Zor Qirata", kind="settlement", country="SY")
    found = resolved("Rebels took Zor Qirata and Kernaz.", ["Zor Qirata", "Kernaz"], [bare, KERNAZ])
    assert chosen(found["Kernaz"]) == "kernaz"
    assert found["Zor Qirata"].candidates


OHIO = place("ohio", "Ohio", -82.8, 40.4, kind="admin", detail="state", country="US", people=10_000_000)
TEXAS = place("texas", "Texas", -99.3, 31.5, kind="admin", detail="state", country="US", people=20_000_000)
PARIS = place("paris", "Paris", 2.3, 48.9, people=2_000_000, country="FR")
PARIS_TEXAS = place("paris-texas", "Paris", -95.6, 33.7, admin=("Texas",), people=25_000, country="US")
DALLAS = place("dallas", "Dallas", -96.8, 32.8, admin=("Texas",), people=1_300_000, country="US")
GEORGIA = place("georgia", "Georgia", 43.5, 42.0, kind="country", detail="country", country="GE", people=4_000_000)
GEORGIA_US = place("georgia-us", "Georgia", -83.4, 32.6, kind="admin", detail="state", country="US", people=9_000_000)
ATLANTA = place("atlanta", "Atlanta", -84.4, 33.7, admin=("Georgia",), people=500_000, country="US")
TBILISI = place("tbilisi", "Tbilisi", 44.8, 41.7, people=1_100_000, country="GE")


def addressed(text: str, parts: Sequence[tuple[str, ToponymKind]], places: Sequence[Place]) -> list[Resolution]:
    """The resolutions of toponyms of which each second one holds the one before."""
    report = Report(id="r", text=text)
    found: list[Toponym] = []
    at = 0
    for name, kind in parts:
        at = text.index(name, at)
        found.append(Toponym(span=report.span(at, at + len(name)), kind=kind))
        at += len(name)
    tied = [
        replace(t, within=found[i + 1].span.start) if i % 2 == 0 and i + 1 < len(found) else t
        for i, t in enumerate(found)
    ]
    return list(resolve(tied, sentences(text), theatre=GENERIC, lookup=NameIndex(places).find))


def test_both_parts_of_an_address_are_held_to_each_other() -> None:
    """The town is the one in the unit, however small, and the unit the one that holds the town."""
    paris, texas = addressed(
        "Fire in Paris, Texas.", [("Paris", "settlement"), ("Texas", "admin")], [PARIS, PARIS_TEXAS, TEXAS]
    )
    assert (chosen(paris), chosen(texas)) == ("paris-texas", "texas")
    for town, expected in (("Atlanta", "georgia-us"), ("Tbilisi", "georgia")):
        _, land = addressed(
            f"Fire in {town}, Georgia.",
            [(town, "settlement"), ("Georgia", "country")],
            [ATLANTA, TBILISI, GEORGIA, GEORGIA_US],
        )
        assert chosen(land) == expected


def test_a_bare_name_goes_with_the_address_told_before() -> None:
    """One sense in a report."""
    parts: list[tuple[str, ToponymKind]] = [("Paris", "settlement"), ("Texas", "admin"), ("Paris", "settlement")]
    results = addressed("Fire in Paris, Texas. Paris burned.", parts, [PARIS, PARIS_TEXAS, TEXAS])
    assert [chosen(r) for r in results] == ["paris-texas", "texas", "paris-texas"]


def test_no_namesake_elsewhere_stands_in_for_an_address() -> None:
    """Paris, Ohio is neither the one of Texas nor the one of France."""
    paris, ohio = addressed(
        "Fire in Paris, Ohio.", [("Paris", "settlement"), ("Ohio", "admin")], [PARIS, PARIS_TEXAS, OHIO]
    )
    assert (chosen(paris), chosen(ohio)) == (None, "ohio")
    assert paris.reason


def test_the_state_that_a_report_is_about_tells_namesakes_apart() -> None:
    """Towns of one state are named together; the city abroad is larger."""
    found = resolved(
        "Fire in Dallas and Paris.",
        ["Dallas", "Paris"],
        [DALLAS, PARIS, PARIS_TEXAS],
        theatre=GENERIC,
        countries=frozenset({"US"}),
    )
    assert chosen(found["Paris"]) == "paris-texas"


def test_the_outline_of_the_world_gives_way_to_a_better_gazetteer() -> None:
    """Of one province listed twice the theatre's own entry is taken."""
    outline = replace(HAMA_UNIT, id="outline", gazetteer="world", population=2_000_000)
    one = resolved("Rebels hold Hama province.", [("Hama", "admin")], [outline, HAMA_UNIT], cue="province")["Hama"]
    assert chosen(one) == "hama-unit"
    assert [c.place.id for c in one.candidates] == ["hama-unit"]


def test_a_poor_spelling_anchors_no_other_name() -> None:
    """Where one name was only guessed, the others are not drawn to the guess."""
    guess = place("guess", "Rmniy", 36.56, 35.39)
    found = resolved("Rebels took Rumaniyah and Tiba.", ["Rumaniyah", "Tiba"], [guess, TIBA_HAMA, TIBA_EAST])
    assert chosen(found["Rumaniyah"]) == "guess"
    assert chosen(found["Tiba"]) is None


def test_nothing_to_resolve_gives_nothing() -> None:
    """No names, no resolutions."""
    assert resolve([], sentences("It was quiet."), theatre=THEATRE, lookup=NameIndex([]).find) == ()


def test_the_countries_of_a_report_are_those_its_places_lie_in() -> None:
    """A country named counts, so do towns, and a side glance does not."""
    report = Report(id="r", text="Kernaz Jubbayn Syria India")
    syria = Place(id="iso:SY", name="Syria", kind="country", country="SY")
    lookup = NameIndex([KERNAZ, JUBBAYN, syria, place("x", "India", 80.0, 20.0, country="IN")]).find
    spans = [(0, 6), (7, 14), (15, 20), (21, 26)]
    found = [Toponym(span=report.span(lo, hi), kind="settlement") for lo, hi in spans]
    assert countries_of(found, (), lookup) == frozenset({"SY"})
    assert countries_of(found[3:], (), lookup) == frozenset({"IN"})
    assert countries_of([], (), lookup) == frozenset()

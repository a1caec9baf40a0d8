"""What the page's payload says: places, spells, quotations, counted groups, areas."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.control.spell import Timeline
from mapper.maps.basemap import view_of
from mapper.maps.bundle import script
from mapper.maps.counted import tally
from mapper.maps.excerpt import excerpt
from mapper.maps.geometry import coded_lines, day_number, drawn_areas
from mapper.maps.lens import Lens
from mapper.maps.payload import payload_of
from mapper.maps.styles import contested, looks
from mapper.reports.report import Report
from tests.maps_fixture import TAL_MALAH, Story, claim, two_villages
from tests.maps_front_fixture import seventy_villages

JUNE_6 = (date(2019, 6, 6) - date(1970, 1, 1)).days


def payload(story: Story) -> dict[str, Any]:
    """The payload of a story."""
    return payload_of(
        story.readings,
        story.timeline,
        theatre=story.theatre,
        areas=story.areas,
        front=story.front,
        title="A title",
        lenses=story.lenses,
    )


def rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Columns turned back into rows."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_a_spell_says_who_held_a_place_from_when_and_by_which_claims() -> None:
    """Tal Malah is rebel from 6 June by one claim, with one denial against it."""
    data = payload(two_villages())
    places = data["places"]["name"]
    spell = next(row for row in rows(data["spells"]) if places[row["place"]] == "Tal Malah" and row["start"])
    assert (spell["start"], spell["end"], spell["status"]) == (JUNE_6, None, "held")
    assert data["sides"]["name"][spell["holder"]] == "rebels"
    claims = rows(data["claims"])
    assert [claims[number]["certainty"] for number in spell["claims"]] == ["claimed"]
    assert [claims[number]["claimant"] for number in spell["against"]] == ["An army officer"]


def test_every_claim_shows_its_sentence_with_the_name_marked() -> None:
    """The mark cuts the place's own words out of the sentence."""
    for row in rows(payload(two_villages())["claims"]):
        start, end = row["mark"]
        assert row["quote"][start:end] == row["words"]
        first, last = row["said"]
        assert 0 <= first < last <= len(row["quote"])


def test_the_whole_sentence_stands_round_the_claim() -> None:
    """The evidence is a clause; the reader sees the sentence, and where the clause is in it."""
    claims = rows(payload(two_villages())["claims"])
    taken = next(row for row in claims if row["words"] == "Tal Malah")
    assert taken["quote"].startswith("A rebel commander said on Friday")
    assert taken["quote"].endswith("the evening before.")
    assert taken["quote"][slice(*taken["said"])].startswith("his men had driven")


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("recaptured: regime", "recaptured: Government"),
        ("captured a site of its name: rebels", "captured a site of its name: Rebels"),
        ("besieged by regime", "besieged by Government"),
        ("regime advanced in it", "Government advanced in it"),
        ("rebels withdrew, and nobody tells who came", "Rebels withdrew, and nobody tells who came"),
        ("corrected: regime", "corrected: regime"),
        ("the regime took it, rebels say", "the regime took it, rebels say"),
        ("", ""),
    ],
)
def test_a_reason_has_titles_in_place_of_the_names_of_sides(reason: str, shown: str) -> None:
    """In the timeline and through lenses; what a person wrote is left alone."""
    story = two_villages()
    spell = replace(story.timeline.spells[3], reason=reason)
    lens = Lens(name="rebels", timeline=Timeline(spells=(spell,)))
    data = payload(replace(story, timeline=Timeline(spells=(spell,)), lenses=(lens,)))
    assert data["spells"]["reason"] == data["lenses"][0]["spells"]["reason"] == [shown]


def test_the_page_reads_every_column_that_it_is_given() -> None:
    """What no script reads would only make the page larger."""
    data = payload(seventy_villages())
    tables = ("sides", "places", "spells", "reports", "claims", "resolutions", "areas", "front")
    names = {name for table in tables for name in data[table]}
    assert [name for name in sorted(names) if not re.search(rf"\.{name}\b|\b{name}\b[,: ].*\}} = ", script())] == []


def test_a_counted_group_says_how_many_of_it_are_named() -> None:
    """Eighteen villages lost by the rebels, and the one that they took is none of them."""
    data = payload(two_villages())
    assert [row["tally"] for row in rows(data["claims"]) if row["scope"] == "group"] == [
        "18 reported lost, 0 named in this report"
    ]


def test_a_place_that_the_same_side_lost_counts_as_named() -> None:
    """The same event told of one place, by the side that took it."""
    report = Report(id="r", text="The rebels lost 3 villages. The army took Tal Malah from the rebels.")
    group = claim(
        report, "3 villages", "The rebels lost 3 villages", scope="group", count=3, change="lost", previous="rebels"
    )
    named = claim(report, "Tal Malah", "The army took Tal Malah", at=TAL_MALAH, controller="regime", previous="rebels")
    assert tally(group, (group, named)) == "3 reported lost, 1 named in this report"


def test_a_group_has_no_place_and_a_name_without_an_entry_has_no_point() -> None:
    """No point is invented for either."""
    data = payload(two_villages())
    assert [row["place"] for row in rows(data["claims"]) if row["scope"] == "group"] == [-1]
    assert [row["name"] for row in rows(data["places"]) if row["lon"] is None] == ["Nowhere Farm"]
    assert [row["name"] for row in rows(data["places"]) if row["label"]] == ["Idlib"]


def test_a_claim_shows_how_its_name_was_placed() -> None:
    """Score and runner-up of the resolution come along."""
    data = payload(two_villages())
    taken = next(row for row in rows(data["claims"]) if row["words"] == "Tal Malah")
    resolution = rows(data["resolutions"])[taken["resolution"]]
    assert resolution["score"] == 91
    assert resolution["rivals"] == (("Tal Malah, Ar Raqqah", 44),)


def test_a_mention_far_from_its_claim_leads_the_quotation() -> None:
    """The name is shown before an ellipsis where it stands sentences away."""
    report = Report(id="r", text=f"Tal Malah is a village. {'Much happened. ' * 60}The town fell at noon.")
    made = claim(report, "Tal Malah", "The town fell at noon", at=TAL_MALAH)
    shown = excerpt(report, made)
    assert shown.text == "Tal Malah … The town fell at noon."
    assert shown.text[slice(*shown.mark)] == "Tal Malah"


def test_a_claim_coded_by_hand_keeps_its_words() -> None:
    """Spans that point into no text are quoted as they are."""
    report = Report(id="r", text="They took Tal Malah.")
    made = claim(report, "Tal Malah", "They took Tal Malah", at=TAL_MALAH)
    shown = excerpt(Report(id="r", text=""), made)
    assert (shown.text, shown.text[slice(*shown.mark)]) == ("They took Tal Malah", "Tal Malah")


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_marks_count_as_a_browser_counts(before: str, after: str) -> None:
    """Whatever stands round the name, its UTF-16 offsets cut it out."""
    report = Report(id="r", text=f"{before}they took Tal Malah{after}")
    made = claim(report, "Tal Malah", "they took Tal Malah", at=TAL_MALAH)
    shown = excerpt(report, made)
    units = shown.text.encode("utf-16-le", "surrogatepass")
    assert units[2 * shown.mark[0] : 2 * shown.mark[1]].decode("utf-16-le") == "Tal Malah"


def test_an_area_that_stays_is_written_once() -> None:
    """Rows of two days share one shape."""
    square = shapely.box(36, 35, 37, 36)
    frame = gpd.GeoDataFrame(
        {"holder": ["rebels", "rebels"], "date": ["2019-06-02", date(2019, 6, 1)], "confidence": [0.5, None]},
        geometry=[square, square],
        crs="EPSG:4326",
    )
    drawn = drawn_areas(frame, {"rebels": 0})
    assert drawn["shape"] == [0, 0]
    assert drawn["date"] == [day_number("2019-06-01"), day_number("2019-06-02")]
    assert len(drawn["shapes"]) == 1


def test_areas_through_a_lens_stand_with_those_of_all_sources() -> None:
    """A lens that draws the same square as all sources shares its shape; one without areas adds none."""
    square = shapely.box(36, 35, 37, 36)
    frame = gpd.GeoDataFrame({"holder": ["rebels"], "date": ["2019-06-01"]}, geometry=[square], crs="EPSG:4326")
    story = two_villages()
    eyes = (story.lenses[0], replace(story.lenses[1], areas=frame))
    data = payload(replace(story, areas=frame, lenses=eyes))
    assert data["areas"]["lens"] == [0, 2]
    assert data["areas"]["shape"] == [0, 0]
    assert payload(replace(story, lenses=eyes))["areas"]["lens"] == [2]


def test_coordinates_survive_their_coding() -> None:
    """Steps on the grid add up to the points again."""
    line = [(36.5186, 35.3058), (36.52, 35.31), (36.52, 35.31), (36.4, 35.2)]
    none, flat, again = coded_lines([shapely.LineString(), shapely.LineString(line), shapely.LineString(line)])
    assert (none, again) == ([], flat)
    x = [sum(flat[: i + 1 : 2]) for i in range(0, len(flat), 2)]
    assert [round(value * 1e-4, 4) for value in x] == [36.5186, 36.52, 36.4]


def test_each_side_has_its_own_look() -> None:
    """Known sides have the table's colours, unknown ones get others by their names, in any order."""
    one = looks(("rebels", "regime", "fenbog", "lakeside"))
    other = looks(("lakeside", "regime", "fenbog", "rebels"))
    assert one == {side: other[side] for side in one}
    assert len({(look.colour, look.shape) for look in one.values()}) == 4
    assert one["rebels"].colour == "#17748F"
    assert contested().shape == "diamond"


def test_a_lens_has_a_timeline_of_its_own() -> None:
    """Whose it is, and who held what by its claims alone, with the same numbers for places and claims."""
    data = payload(two_villages())
    sides = data["sides"]["name"]
    assert [sides[lens["side"]] for lens in data["lenses"]] == ["rebels", "regime"]
    (spell,) = rows(data["lenses"][1]["spells"])
    assert data["places"]["name"][spell["place"]] == "Tal Malah"
    assert sides[spell["holder"]] == "regime"
    assert [data["claims"]["claimant"][number] for number in spell["claims"]] == ["An army officer"]


@pytest.mark.parametrize("far", [(44.2, 15.4), (36.5, 2.0), (-70.0, 35.0)])
def test_a_far_point_is_left_out_of_the_first_view(far: tuple[float, float]) -> None:
    """Its land is drawn all the same, so that a reader can go there."""
    near = [(36.5 + i / 100, 35.3 + i / 200) for i in range(12)]
    view = view_of([*near, far], fallback=None)
    assert view.places == view_of(near, fallback=None).places
    west, south, east, north = view.drawn
    assert west < far[0] < east
    assert south < far[1] < north


@given(
    points=st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=1, max_size=40),
)
def test_most_points_are_in_the_first_view(points: list[tuple[float, float]]) -> None:
    """At most three are left out, and at most one in ten, or a single one of few."""
    view = view_of(points, fallback=None)
    west, south, east, north = view.places
    out = [(lon, lat) for lon, lat in points if not (west <= lon <= east and south <= lat <= north)]
    assert len(out) <= max(1, min(3, len(points) // 10))


def test_a_large_story_becomes_a_payload() -> None:
    """Seventy places over sixty days keep every claim."""
    story = seventy_villages()
    data = payload(story)
    assert len(data["claims"]["id"]) == sum(len(reading.claims) for reading in story.readings)
    assert len(data["places"]["name"]) == 70

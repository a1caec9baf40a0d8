"""Finding a place: by any spelling, in either script, with keys alone; and sorting the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.maps_fixture import THEATRE, one_far_away, place, two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("typed", ["Tal Malah", "tall milh", "talmalah", "Tel Mallah", "tl mlh", "تل ملح", "تلّ مِلح"])
def test_a_place_is_found_however_it_is_spelt(open_page: Open, typed: str) -> None:
    """The report's spelling, the gazetteer's, a letter off, the consonants, Arabic with and without vowels."""
    opened = open_page(two_villages())
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(typed)
    assert "Tal Malah" in opened.page.locator("#fl-found [role=option]").first.inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.text("#fl-place-name") == "Tal Malah"


def test_the_list_of_places_found_is_walked_by_keys(open_page: Open) -> None:
    """Down and up choose, the field says which, escape empties it."""
    opened = open_page(seventy_villages())
    field = opened.page.locator("#fl-search")
    field.fill("kafr")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == "fl-found-0"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "fl-found-1"
    assert opened.page.get_attribute("#fl-found-1", "aria-selected") == "true"
    field.press("ArrowUp")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == "fl-found-7"
    field.press("Escape")
    assert field.input_value() == ""
    assert opened.page.locator("#fl-found").is_hidden()


def test_a_name_that_nothing_has_finds_nothing(open_page: Open) -> None:
    """And says so; Enter does nothing then."""
    opened = open_page(two_villages())
    opened.page.fill("#fl-search", "Xyzzyx")
    assert opened.text("#fl-found") == "No place of this name"
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#fl-place").is_hidden()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_town_of_the_base_map_can_be_gone_to(open_page: Open, width: int, height: int) -> None:
    """It has no reports, and the map goes there all the same; no drawer stays before it."""
    opened = open_page(seventy_villages(), width=width, height=height)
    if width < 960:
        opened.page.click("#fl-panel-open")
    opened.page.fill("#fl-search", "Khirbat Sabil")
    assert "on the base map, no report" in opened.text("#fl-found-0")
    opened.page.click("#fl-found-0")
    x, y = opened.spot(35.02 + 0.061 * (70 % 11), 35.95 + 1.3)
    assert 0 < x < width
    assert 0 < y < height
    under = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.leaflet-container'))"
    assert opened.page.evaluate(under, [x, y])
    assert opened.page.evaluate("() => document.activeElement.checkVisibility()")


def test_the_table_sorts_by_each_column(open_page: Open) -> None:
    """A real table: heads with buttons, the order told to a screen reader."""
    opened = open_page(two_villages())
    opened.page.click("#fl-tab-table")
    names = opened.page.locator("#fl-view-table tbody th")
    assert [text.split("\n")[0] for text in names.all_inner_texts()] == [
        "Al-Jebeen",
        "Idlib",
        "Nowhere Farm",
        "Tal Malah",
    ]
    opened.page.locator("#fl-view-table thead button").first.press("Enter")
    assert opened.page.get_attribute("#fl-view-table thead th >> nth=0", "aria-sort") == "descending"
    assert names.first.inner_text() == "Tal Malah"
    opened.page.locator("#fl-view-table thead button", has_text="Sure").click()
    opened.page.locator("#fl-view-table thead button", has_text="Sure").click()
    assert names.first.inner_text() == "Tal Malah"
    assert opened.page.locator("#fl-view-table caption").inner_text() == "Who held which place on 8 June 2019"


def test_names_of_the_base_map_that_are_alike_can_be_told_apart(open_page: Open) -> None:
    """A town and its province say what they are, two towns where they lie; the same town twice is listed once."""
    rows = (("a", 36.6, 35.3, "settlement"), ("b", 36.62, 35.31, "settlement"), ("c", 36.7, 35.4, "admin"))
    context = tuple(place("Deir Sawra", lon, lat, id=key, kind=kind) for key, lon, lat, kind in rows)
    context += (place("Ras Qasta", 36.2, 35.2, id="d"), place("Ras Qasta", 36.9, 35.6, id="e"))
    opened = open_page(replace(two_villages(), context=context))
    opened.page.fill("#fl-search", "deir sawra")
    options = opened.page.locator("#fl-found [role=option] .fl-note")
    assert options.all_inner_texts() == ["Town on the base map, no report", "Province on the base map, no report"]
    opened.page.fill("#fl-search", "ras qasta")
    assert sorted(options.all_inner_texts()) == [
        "Town on the base map, no report · 35.20° N, 36.20° E",
        "Town on the base map, no report · 35.60° N, 36.90° E",
    ]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844), (320, 640)])
def test_the_table_is_no_wider_than_its_panel(open_page: Open, width: int, height: int) -> None:
    """Also where names, titles of sides and words of states are long; every cell keeps to its column."""
    story = one_far_away(two_villages())
    sides = tuple(
        replace(side, title=f"{side.title} Selfadministrationcouncil of liberation") for side in THEATRE.sides
    )
    opened = open_page(replace(story, theatre=replace(THEATRE, sides=sides)), width=width, height=height)
    if width < 960:
        opened.page.click("#fl-panel-open")
    opened.page.click("#fl-tab-table")
    view = (
        "() => { const view = document.getElementById('fl-view-table'); return [view.scrollWidth, view.clientWidth]; }"
    )
    wide, room = opened.page.evaluate(view)
    assert wide <= room
    over = "(cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent)"
    assert opened.page.eval_on_selector_all("#fl-view-table th, #fl-view-table td", over) == []


def test_the_table_and_paper_keep_to_changes_only(open_page: Open) -> None:
    """Far fewer rows in both, the same ones, each of the last days."""
    opened = open_page(seventy_villages())
    opened.page.click("#fl-tab-table")
    rows = opened.page.locator("#fl-view-table tbody tr")
    before = rows.count()
    opened.page.click("#fl-changes-only")
    assert 0 < rows.count() < before / 2
    since = opened.page.locator("#fl-view-table tbody td:nth-child(3)").all_inner_texts()
    assert set(since) <= {"25 Jun 2019", "26 Jun 2019", "27 Jun 2019", "28 Jun 2019"}
    opened.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    names = opened.page.locator(".fl-print tbody td:first-child").all_text_contents()
    assert names == opened.page.locator("#fl-view-table tbody .fl-row-name").all_inner_texts()
    opened.page.click("#fl-changes-only")
    assert rows.count() == before


def test_the_table_can_keep_to_what_the_map_shows(open_page: Open) -> None:
    """Zoomed to one village, the other is no longer listed."""
    opened = open_page(two_villages())
    opened.page.click("#fl-tab-table")
    opened.page.check("#fl-on-screen")
    assert opened.page.locator("#fl-view-table tbody tr").count() == 2
    opened.page.evaluate("() => window.frontline[0].map.setView([35.29, 36.5186], 15, {animate: false})")
    assert opened.page.locator("#fl-view-table tbody tr").count() == 0


def test_a_far_place_does_not_throw_the_view(open_page: Open) -> None:
    """The villages fill the view, a note says what lies outside, its button goes there, home comes back."""
    opened = open_page(one_far_away(two_villages()))
    assert opened.page.evaluate("() => window.frontline[0].map.getZoom()") > 9
    assert opened.text("#fl-outside").startswith("1 place lies outside this view")
    opened.page.locator("#fl-outside button").press("Enter")
    x, y = opened.spot(15.4, 44.2)
    assert 0 < x < 1440
    assert 0 < y < 900
    assert opened.page.locator("#fl-outside").is_hidden()
    assert opened.page.evaluate("() => document.activeElement.classList.contains('folium-map')")
    opened.page.locator(".fl-home").press("Enter")
    assert opened.page.locator("#fl-outside").is_visible()


def test_no_note_tells_of_places_that_changes_only_leaves_out(open_page: Open) -> None:
    """The far place did not change lately: with Changes only there is nothing outside to go to."""
    opened = open_page(one_far_away(two_villages()))
    assert opened.page.locator("#fl-outside").is_visible()
    opened.page.click("#fl-changes-only")
    assert opened.page.locator("#fl-outside").is_hidden()
    opened.page.click("#fl-changes-only")
    assert opened.page.locator("#fl-outside").is_visible()


@pytest.mark.parametrize("typed", ["کوی سیب", "كوي سيب", "کوی\u200cسیب", "كويسيب"])
def test_a_persian_name_is_found_with_either_keyboard(open_page: Open, typed: str) -> None:
    """The letters that Persian and Arabic write differently are one, joiners or not."""
    spot = place("Black Mount", 36.6, 35.25, name_local="کوی\u200cسیب")
    opened = open_page(replace(two_villages(), context=(spot,)))
    opened.page.fill("#fl-search", typed)
    assert "Black Mount" in opened.text("#fl-found")

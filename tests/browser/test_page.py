"""The page in a real browser: draws without a network, answers to the slider, and shows who said what."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mapper.claims.reading import Reading
from mapper.control.spell import Timeline
from mapper.maps.page import draw
from mapper.reports.report import Report
from tests.maps_fixture import claim, place, two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_page_draws_and_asks_for_nothing(open_page: Open) -> None:
    """One request, the file itself; no fault; base map, areas and places painted."""
    opened = open_page(seventy_villages())
    assert [url for url in opened.requests if not url.startswith(("data:", "blob:"))] == [opened.page.url.split("#")[0]]
    assert opened.faults == []
    assert opened.pixels("fl-base") > 100_000
    assert opened.pixels("fl-areas") > 10_000
    assert opened.pixels("fl-places") > 5_000


def test_the_page_opens_at_the_latest_date(open_page: Open) -> None:
    """The date stands in words, and the head counts the places of each side."""
    opened = open_page(two_villages())
    assert opened.text("#fl-date") == "8 June 2019"
    assert opened.text("#fl-weekday") == "Saturday"
    assert opened.text("#fl-counts").split() == ["1", "Rebels", "1", "contested", "1", "Government"]


def test_the_slider_changes_the_state_shown(open_page: Open) -> None:
    """A day before the attack both villages are the government's; the slider says so in words."""
    opened = open_page(two_villages())
    before = opened.pixels("fl-places")
    slider = opened.page.locator("#fl-slider")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowLeft")
    assert opened.text("#fl-date") == "5 June 2019"
    assert opened.text("#fl-counts").split() == ["2", "Government", "1", "unknown"]
    assert slider.get_attribute("aria-valuetext") == "Wednesday, 5 June 2019: Government 2, unknown 1"
    assert opened.pixels("fl-places") != before


def test_the_buttons_step_from_change_to_change(open_page: Open) -> None:
    """Previous goes to 6 June, when both villages changed, and next comes back to nothing newer."""
    opened = open_page(two_villages())
    opened.page.click("#fl-previous")
    assert opened.text("#fl-date") == "6 June 2019"
    assert "Tal Malah → Rebels" in opened.text("#fl-news")
    opened.page.click("#fl-previous")
    opened.page.click("#fl-next")
    assert opened.text("#fl-date") == "6 June 2019"


def test_play_runs_to_the_end_and_stops(open_page: Open) -> None:
    """Playing from the first day moves the date, and a second press pauses."""
    opened = open_page(two_villages())
    opened.page.click("#fl-play")
    assert opened.page.get_attribute("#fl-play", "aria-label") == "Pause"
    first = opened.text("#fl-date")
    opened.page.wait_for_function("(first) => document.getElementById('fl-date').textContent !== first", arg=first)
    opened.page.click("#fl-play")
    assert opened.page.get_attribute("#fl-play", "aria-pressed") == "false"


def test_a_place_says_why(open_page: Open) -> None:
    """State, since when, according to whom, the sentence with the name marked, the denial, how it was placed."""
    opened = open_page(two_villages())
    opened.page.locator(".fl-entry", has_text="A rebel commander").click()
    card = opened.page.locator("#fl-place")
    assert card.get_attribute("role") == "dialog"
    assert opened.text("#fl-place .fl-pill") == "Rebels since 6 June 2019"
    assert "According to A rebel commander, in A wire agency" in opened.text("#fl-place .fl-whom")
    quote = card.locator(".fl-claimed .fl-sentence")
    assert "driven the army out of Tal Malah the evening before" in quote.inner_text()
    assert quote.locator("mark").inner_text() == "Tal Malah"
    assert "Denied" in card.locator(".fl-thread .fl-claim.fl-denied").inner_text()
    card.locator("summary").click()
    assert "score 91 of 100" in opened.text(".fl-placed")
    assert "Ar Raqqah, score 44" in opened.text(".fl-placed")
    opened.page.keyboard.press("Escape")
    assert card.is_hidden()


def test_a_click_on_the_map_opens_the_place_under_it(open_page: Open) -> None:
    """The symbol answers, and the empty map closes the card again."""
    opened = open_page(two_villages())
    at = opened.page.evaluate("() => window.frontline[0].map.latLngToContainerPoint([35.3058, 36.5186])")
    opened.page.mouse.click(at["x"], at["y"])
    assert opened.text("#fl-place-name") == "Tal Malah"
    opened.page.mouse.click(420, 640)
    assert opened.page.locator("#fl-place").is_hidden()


def test_groups_and_unplaced_names_are_told_without_a_point(open_page: Open) -> None:
    """The counted villages stand among the reports with their count, the farm with a note."""
    opened = open_page(two_villages())
    shown = opened.text("#fl-view-reports")
    assert "18 reported lost, 0 named in this report" in shown
    assert "no point on the map" in shown
    assert opened.page.locator(".fl-group").count() == 1
    opened.page.click("#fl-tab-about")
    assert "Nowhere Farm" in opened.text("#fl-view-about")
    assert "estimated" in opened.text("#fl-view-about")


def test_the_table_lists_every_place(open_page: Open) -> None:
    """The table tells what the map shows, for those who do not see it."""
    opened = open_page(two_villages())
    opened.page.focus("#fl-tab-reports")
    opened.page.keyboard.press("ArrowRight")
    opened.page.locator("#fl-tab-filter").press("ArrowRight")
    assert opened.page.locator("#fl-view-table tbody tr").count() == 4
    row = opened.page.locator("#fl-view-table tbody tr", has_text="Tal Malah")
    assert "Rebels" in row.inner_text()
    row.locator("button").click()
    assert opened.text("#fl-place-name") == "Tal Malah"


def test_the_legend_explains_and_switches(open_page: Open) -> None:
    """Each row has a symbol; switching a side off takes its places from the map."""
    opened = open_page(two_villages())
    rows = opened.page.locator(".fl-legend .leaflet-control-layers-overlays label")
    assert rows.count() == 8
    assert opened.page.locator(".fl-legend .fl-key-symbol svg").count() == 8
    before = opened.pixels("fl-places")
    rows.first.click()
    opened.page.wait_for_timeout(50)
    assert opened.pixels("fl-places") < before
    assert opened.page.locator(".fl-legend .fl-key-symbol svg").count() == 8


def test_names_can_be_shown_in_their_own_script(open_page: Open) -> None:
    """The button redraws the labels, and the card turns Arabic from right to left."""
    opened = open_page(two_villages())
    before = opened.pixels("fl-places")
    opened.page.click("#fl-local")
    assert opened.page.get_attribute("#fl-local", "aria-pressed") == "true"
    assert opened.pixels("fl-places") != before
    opened.page.locator(".fl-entry", has_text="A rebel commander").click()
    direction = opened.page.eval_on_selector(".fl-local-name", "(name) => getComputedStyle(name).direction")
    assert direction == "rtl"


def test_a_phone_has_sheets_and_no_sideways_scroll(open_page: Open) -> None:
    """At 390 pixels everything fits, the reports come up as a sheet, the card lies at the bottom."""
    opened = open_page(seventy_villages(), width=390, height=844)
    assert opened.page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert not opened.page.locator("#fl-panel").is_visible()
    button: dict[str, Any] = opened.page.locator("#fl-panel-open").bounding_box()
    assert button["x"] + button["width"] <= 380
    opened.page.click("#fl-panel-open")
    opened.page.locator(".fl-entry").first.click()
    box: dict[str, Any] = opened.page.locator("#fl-place").bounding_box()
    assert box["width"] == 390
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)


def test_a_notebook_frame_of_520_pixels_has_room_for_the_map(open_page: Open) -> None:
    """The time bar is low, the panel a drawer, and nothing lies on the slider."""
    opened = open_page(seventy_villages(), width=800, height=520)
    bar: dict[str, Any] = opened.page.locator("#fl-time").bounding_box()
    assert bar["height"] < 130
    assert bar["y"] + bar["height"] <= 520
    opened.page.locator("#fl-slider").click(position={"x": 200, "y": 15})
    assert opened.text("#fl-date") != "28 June 2019"


def test_the_address_leads_back(open_page: Open) -> None:
    """A hash with a date and a place opens both."""
    opened = open_page(two_villages(), fragment="#date=2019-06-06&place=test:Jibbin")
    assert opened.text("#fl-date") == "6 June 2019"
    assert opened.text("#fl-place-name") == "Al-Jebeen"
    opened.page.wait_for_url("**place=test%3AJibbin**")


def test_the_page_works_in_a_notebook_s_frame(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """In about:srcdoc there is no history to write to and no link to offer, and the map draws all the same."""
    story = two_villages()
    shown = draw(story.readings, story.timeline, **story.arguments())._repr_html_()
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><title>{html.escape('A notebook')}</title>{shown}", encoding="utf-8")
    page = chromium.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(file.as_uri())
    page.frame_locator("iframe").locator("html[data-frontline=ready]").wait_for()
    assert page.frame_locator("iframe").locator("#fl-date").inner_text() == "8 June 2019"
    page.frame_locator("iframe").locator("#fl-save-link").wait_for(state="hidden")  # no address leads back here
    assert faults == []
    page.close()


def test_the_dark_page_is_dark(open_page: Open) -> None:
    """Where the reader's system is dark, so are cards and land."""
    opened = open_page(two_villages(), color_scheme="dark")
    card = opened.page.eval_on_selector(".fl-head", "(card) => getComputedStyle(card).backgroundColor")
    assert card == "rgb(28, 32, 38)"
    assert opened.faults == []


def test_the_button_for_local_names_is_true_in_any_script(open_page: Open) -> None:
    """What it shows is what it is called, whatever script the names have; without such names there is none."""
    opened = open_page(two_villages())
    assert opened.text("#fl-local") == "Local names"
    assert opened.page.get_by_role("button", name="Local names", exact=True).count() == 1
    bare = place("Plain Village", 36.6, 35.3)
    spell = replace(two_villages().timeline.spells[-1], place_id=bare.id, place=bare, claims=())
    opened = open_page(replace(two_villages(), readings=(), timeline=Timeline(spells=(spell,)), lenses=()))
    assert opened.page.locator("#fl-local").is_hidden()


def test_the_head_keeps_the_names_of_sides_as_they_are(open_page: Open) -> None:
    """What changed is told within a sentence, and a side keeps its capital there."""
    opened = open_page(two_villages(), fragment="#date=2019-06-06")
    assert "Al-Jebeen → contested, Rebels gaining" in opened.text("#fl-news")
    story = two_villages()
    spells = [*story.timeline.spells]
    spells[3] = replace(spells[3], status="besieged")
    opened = open_page(replace(story, timeline=Timeline(spells=tuple(spells))), fragment="#date=2019-06-06")
    assert "Tal Malah → Rebels, besieged" in opened.text("#fl-news")


def test_reports_of_other_years_say_their_year(open_page: Open) -> None:
    """What was so since 2012 is not taken for this year's; a claim of the map's last year needs none."""
    opened = open_page(two_villages())
    assert "1 Jan 2012 · A wire agency" in opened.text("#fl-view-reports")
    assert "6 Jun · A rebel commander" in opened.text("#fl-view-reports")


def test_who_left_a_place_has_it_no_more(open_page: Open) -> None:
    """An entry names who came after only where that is told, and never who left or gave the place away."""
    spot = place("Morek", 36.69, 35.37)
    told = [
        ("withdrawn", None, "The army left Morek"),
        ("withdrawn", "rebels", "The army left Morek to the rebels"),
        ("handed_over", None, "The army gave up Morek"),
        ("handed_over", "rebels", "The army handed Morek to the rebels"),
    ]
    readings = []
    for number, (change, controller, words) in enumerate(told):
        report = Report(id=f"r{number}", source="A wire agency", published=date(2019, 6, 6), text=f"{words} today.")
        made = claim(report, "Morek", words, at=spot, change=change, actor="regime", previous="regime")
        made = replace(made, controller=controller)
        readings.append(Reading(report=report, theatre="syria", claims=(made,)))
    opened = open_page(replace(two_villages(), readings=tuple(readings), timeline=Timeline(), lenses=()))
    assert sorted(opened.page.locator(".fl-entry-change").all_inner_texts()) == [
        "Handed over from Government",
        "Handed over to Rebels from Government",
        "Left by Government",
        "Left by Government, then Rebels",
    ]

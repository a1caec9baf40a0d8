"""Lens and filters: one side's sources alone, and what a reader leaves out, with keys and with a sign."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mapper.maps.lens import Lens
from tests.maps_fixture import NO_FRONT, two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser


def test_a_lens_shows_what_one_side_says_and_where_it_differs(open_page: Open) -> None:
    """To the government's sources Tal Malah never fell; the sign says whose eyes these are."""
    opened = open_page(two_villages())
    opened.page.focus("#fl-tab-reports")
    opened.page.keyboard.press("ArrowRight")
    opened.page.focus("#fl-lens-0")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("ArrowDown")
    assert opened.page.is_checked("#fl-lens-2")
    assert opened.text("#fl-counts").split() == ["1", "Government", "2", "unknown"]
    assert "Only what sources on the side of Government claim" in opened.text("#fl-sign")
    assert "Tal Malah Government; all sources: Rebels" in opened.text(".fl-differ")
    assert "Of 2 other places these sources say nothing" in opened.text(".fl-differ")
    assert opened.page.locator("#fl-differs").is_visible()
    opened.page.click("#fl-tab-reports")
    assert "denied that Tal Malah had fallen" in opened.text("#fl-view-reports")
    assert "A rebel commander" not in opened.text("#fl-view-reports")


def test_the_card_of_a_place_keeps_to_the_lens(open_page: Open) -> None:
    """The rebels' claim is not shown, and said to be hidden."""
    opened = open_page(two_villages(), fragment="#lens=regime&place=test:Tall Milh")
    assert opened.text("#fl-place .fl-pill") == "Government"
    assert "An army officer denied" in opened.text("#fl-place .fl-place-body")
    assert "1 claim is hidden by the lens or the filters." in opened.text("#fl-place .fl-place-body")


def test_a_lens_has_areas_of_its_own(open_page: Open, tmp_path: Path) -> None:
    """Through the rebels' eyes only their land is drawn; through a lens without an estimate none, and it is said."""
    story = seventy_villages()
    own = story.areas[story.areas["holder"] == "rebels"]
    lenses = (
        Lens(name="rebels", timeline=story.timeline, areas=own, front=NO_FRONT),
        Lens(name="regime", timeline=story.timeline),
    )
    opened = open_page(replace(story, lenses=lenses))
    everything = opened.pixels("fl-areas")
    opened.page.click("#fl-tab-filter")
    opened.page.locator("#fl-lens-1").press("Space")
    assert 1_000 < opened.pixels("fl-areas") < everything
    assert "estimated" not in opened.text("#fl-sign")
    assert opened.text(".fl-differ").startswith("Only what sources on the side of Rebels claim. No place differs")
    assert "not drawn" not in opened.text(".fl-differ")
    with opened.page.expect_download() as saved:
        opened.page.locator("#fl-save-geojson").press("Enter")
    saved.value.save_as(tmp_path / "saved.geojson")
    found = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))["features"]
    assert {row["properties"]["holder"] for row in found if row["properties"]["layer"] == "areas"} == {"rebels"}
    assert not [row for row in found if row["properties"]["layer"] == "front"]
    opened.page.locator("#fl-lens-2").check()
    assert opened.pixels("fl-areas") == 0
    assert "No areas were estimated from these alone." in opened.text("#fl-sign")
    opened.page.locator("#fl-sign button").press("Enter")
    assert opened.pixels("fl-areas") == everything


def test_one_button_shows_everything_again(open_page: Open) -> None:
    """Lens and filters are gone, the sign too."""
    opened = open_page(two_villages(), fragment="#lens=regime&confidence=60&without=rebels")
    assert "Filters on: without Rebels; confidence from 60%." in opened.text("#fl-sign")
    opened.page.locator("#fl-sign button").press("Enter")
    assert opened.page.locator("#fl-sign").is_hidden()
    assert opened.text("#fl-counts").split() == ["1", "Rebels", "1", "contested", "1", "Government"]


def test_a_filter_drives_counts_reports_table_and_bars(open_page: Open) -> None:
    """Without the rebels' side their places, claims, rows and bars are gone."""
    opened = open_page(seventy_villages())
    before = opened.text("#fl-counts").split()
    assert "Rebels" in before
    bars = _dark_pixels(opened)
    opened.page.click("#fl-tab-filter")
    opened.page.locator("#fl-sides-0").press("Space")
    assert "Rebels" not in opened.text("#fl-counts").split()
    assert _dark_pixels(opened) < bars
    opened.page.click("#fl-tab-table")
    assert "Rebels" not in opened.text("#fl-view-table")
    opened.page.click("#fl-tab-reports")
    assert "Rebels" not in opened.text("#fl-view-reports")


def test_sources_certainties_and_confidence_filter(open_page: Open) -> None:
    """Each leaves fewer places and claims; the slider of confidence answers to keys."""
    opened = open_page(seventy_villages())
    count = _shown(opened)
    opened.page.click("#fl-tab-filter")
    for box in ("#fl-sources-0", "#fl-certainties-asserted"):
        opened.page.locator(box).press("Space")
        assert _shown(opened) < count
        count = _shown(opened)
    least = opened.page.locator("#fl-least")
    for _ in range(14):
        least.press("ArrowRight")
    assert least.get_attribute("aria-valuetext") == "at least 70%"
    assert _shown(opened) < count
    assert "1 source left out; nothing stated as fact; confidence from 70%" in opened.text("#fl-sign")


def _shown(opened: Opened) -> int:
    """How many places the head counts."""
    return sum(int(word) for word in opened.text("#fl-counts").split() if word.isdigit())


def _dark_pixels(opened: Opened) -> int:
    """How many pixels of the histogram have the rebels' colour."""
    found: int = opened.page.evaluate(
        """() => {
            const canvas = document.getElementById('fl-histogram');
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let found = 0;
            for (let i = 0; i < data.length; i += 4) {
                if (data[i] < 60 && data[i + 1] > 90 && data[i + 2] > 120) found += 1;
            }
            return found;
        }"""
    )
    return found


def test_a_source_with_a_bar_in_its_name_stays_left_out(open_page: Open) -> None:
    """The address tells each name by itself, whatever stands in it."""
    story = two_villages()
    named = [replace(r, report=replace(r.report, source=f"{r.report.source} | North")) for r in story.readings]
    opened = open_page(replace(story, readings=tuple(named)))
    opened.page.click("#fl-tab-filter")
    opened.page.uncheck("#fl-sources-0")
    opened.page.wait_for_url("**sources=**")
    fragment = opened.page.url[opened.page.url.index("#") :]
    again = open_page(replace(story, readings=tuple(named)), fragment=fragment)
    assert "1 source left out" in again.text("#fl-sign")
    assert not again.page.evaluate("() => document.getElementById('fl-sources-0').checked")


def test_an_address_cannot_filter_by_what_no_claim_can_be(open_page: Open) -> None:
    """A word that every object of the language has is no certainty."""
    opened = open_page(two_villages(), fragment="#certainty=constructor|toString")
    assert opened.page.locator("#fl-sign").is_hidden()


def test_the_sides_of_the_filter_follow_the_theme(open_page: Open) -> None:
    """Turned dark while the page is open, their symbols have the colours that the legend has, and stand there once."""
    opened = open_page(two_villages())
    opened.page.click("#fl-tab-filter")
    fills = "(all) => all.map((one) => one.getAttribute('fill'))"
    symbols = "label:has(#fl-sides-0) svg path, label:has(#fl-sides-1) svg path"
    light = opened.page.eval_on_selector_all(symbols, fills)
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function(
        "(light) => document.querySelector('label:has(#fl-sides-0) svg path').getAttribute('fill') !== light",
        arg=light[0],
    )
    dark = opened.page.eval_on_selector_all(symbols, fills)
    legend = opened.page.eval_on_selector_all(".fl-key[data-key^='side:'] svg path", fills)
    assert dark == legend
    assert len(dark) == len(light) == 2


@pytest.mark.parametrize("least", [42, 60, 97, 100])
def test_the_control_of_confidence_stands_where_the_address_says(open_page: Open, least: int) -> None:
    """Between two of its steps and at the end too; from the end an arrow key leads down by a step."""
    opened = open_page(two_villages(), fragment=f"#confidence={least}")
    opened.page.click("#fl-tab-filter")
    control = opened.page.locator("#fl-least")
    assert control.input_value() == str(least)
    assert f"confidence from {least}%" in opened.text("#fl-sign")
    if least % 5 == 0:
        control.press("ArrowLeft")
        assert control.input_value() == str(least - 5)


def test_a_step_in_time_says_how_many_places_differ_and_no_name(open_page: Open) -> None:
    """Of a lens the number is read aloud; the list of places is there for who goes to it."""
    opened = open_page(two_villages(), fragment="#lens=regime")
    opened.page.click("#fl-tab-filter")
    assert opened.text(".fl-differ [aria-live]").endswith("1 place differs from all sources on this date:")
    assert opened.page.locator("[aria-live] li").count() == 0
    assert "Tal Malah" in opened.text(".fl-differ li")
    opened.page.click("#fl-sign button")
    assert opened.page.locator(".fl-differ").is_hidden()

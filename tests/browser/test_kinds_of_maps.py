"""Maps of every kind: several on one page, of one day, without any claim, of thousands of places, under a finger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mapper.maps.page import draw
from tests.maps_fixture import NO_AREAS, NO_FRONT, Story, two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_two_maps_stand_on_one_page(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """Each keeps to its own box, its own date and its own card."""
    one, other = two_villages(), seventy_villages(count=20, days=10)
    first = draw(one.readings, one.timeline, **one.arguments())
    second = draw(other.readings, other.timeline, **other.arguments())
    for chart, top in ((first, 0.0), (second, 0.0)):
        chart.height, chart.top = (50.0, "%"), (top, "%")
    first.get_root().add_child(second)
    first.save(tmp_path / "two.html")
    page = chromium.new_page(viewport={"width": 1440, "height": 1400})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "two.html").as_uri())
    page.wait_for_selector("html[data-frontline=ready]")
    assert page.locator(".fl-holder").count() == 2
    assert page.inner_text("#fl-date") == "8 June 2019"
    assert page.inner_text("#fl2-date") == "9 May 2019"
    page.click("#fl2-previous")
    assert page.inner_text("#fl-date") == "8 June 2019"
    assert page.inner_text("#fl2-date") != "9 May 2019"
    page.locator("#fl2-view-reports button.fl-entry").first.click()
    assert page.locator("#fl2-place").is_visible()
    assert page.locator("#fl-place").is_hidden()
    # The address of the page belongs to the first map: the other has none to give away.
    assert page.locator("#fl-save-link").is_visible()
    assert page.locator("#fl2-save-link").is_hidden()
    boxes: list[dict[str, Any]] = [page.locator(".fl-holder").nth(i).bounding_box() for i in (0, 1)]
    assert boxes[1]["y"] == boxes[0]["y"] + boxes[0]["height"] == 700
    card: dict[str, Any] = page.locator("#fl2-place").bounding_box()
    assert card["y"] >= 700
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert faults == []
    page.close()


def test_a_map_of_one_day_works(open_page: Open) -> None:
    """It opens on the day, its slider has no other, and every button can be pressed and leads nowhere else."""
    opened = open_page(replace(two_villages(), day=date(2019, 6, 6)))
    day = str((date(2019, 6, 6) - date(1970, 1, 1)).days)
    slider = opened.page.locator("#fl-slider")
    assert opened.text("#fl-date") == "6 June 2019"
    assert (slider.get_attribute("min"), slider.get_attribute("max"), slider.input_value()) == (day, day, day)
    for button in ("previous", "next", "play", "changes-only", "before-after"):
        opened.page.click(f"#fl-{button}")
        assert opened.text("#fl-date") == "6 June 2019"
    assert opened.text("#fl-flag-before") == opened.text("#fl-flag-after") == "6 Jun"
    slider.press("ArrowLeft")
    assert opened.text("#fl-date") == "6 June 2019"
    assert opened.faults == []


def test_a_map_of_one_report_works(open_page: Open) -> None:
    """Every button can be pressed where there is hardly anything to step through."""
    story = two_villages()
    opened = open_page(replace(story, readings=story.readings[:1]))
    for button in ("play", "previous", "next", "changes-only", "before-after"):
        opened.page.click(f"#fl-{button}")
    assert opened.faults == []


def test_a_map_without_any_claim_works(open_page: Open) -> None:
    """Nothing to show, and every view says so."""
    empty = Story(readings=(), timeline=two_villages().timeline.__class__(), areas=NO_AREAS, front=NO_FRONT)
    opened = open_page(empty)
    assert "Nothing was reported" in opened.text("#fl-view-reports")
    for tab in ("filter", "table", "about"):
        opened.page.click(f"#fl-tab-{tab}")
    for button in ("play", "previous", "next", "changes-only", "before-after", "save-link"):
        opened.page.click(f"#fl-{button}")
    with opened.page.expect_download():
        opened.page.click("#fl-save-geojson")
    with opened.page.expect_download():
        opened.page.click("#fl-save-picture")
    assert opened.pixels("fl-base") > 100_000
    assert opened.faults == []


def test_changes_only_leaves_what_changed(open_page: Open) -> None:
    """Far fewer pixels of places, and the button says it is pressed."""
    opened = open_page(seventy_villages())
    before = opened.pixels("fl-places")
    opened.page.locator("#fl-changes-only").press("Space")
    assert opened.page.get_attribute("#fl-changes-only", "aria-pressed") == "true"
    assert 0 < opened.pixels("fl-places") < before


def test_everything_can_be_done_with_a_finger_on_a_phone(open_page: Open) -> None:
    """Sheet, tabs, lens, filter, search, card, Arabic names, divider, saving: by touch alone."""
    opened = open_page(two_villages(), width=390, height=844, has_touch=True, is_mobile=True)
    page = opened.page
    page.tap("#fl-next")
    page.tap("#fl-previous")
    assert opened.text("#fl-date") == "6 Jun 2019"
    page.tap("#fl-legend-toggle")
    assert page.locator("#fl-legend-body").is_visible()
    page.tap("#fl-legend-toggle")
    page.touchscreen.tap(*opened.spot(35.3058, 36.5186))
    assert opened.text("#fl-place-name") == "Tal Malah"
    page.tap("#fl-place .fl-close")
    page.tap("#fl-panel-open")
    page.tap("#fl-tab-filter")
    page.tap("label[for=fl-lens-2]")
    assert "Government" in opened.text("#fl-sign")
    page.tap("#fl-sign button")
    page.tap("#fl-tab-table")
    page.tap("#fl-view-table thead button >> nth=1")
    page.tap("#fl-local")
    assert page.get_attribute("#fl-local", "aria-pressed") == "true"
    page.tap("#fl-search")
    page.keyboard.type("jebeen")
    page.tap("#fl-found-0")
    assert opened.text("#fl-place-name") == "الجبين"
    page.tap("#fl-place .fl-close")
    page.tap("#fl-panel-open")
    with page.expect_download():
        page.tap("#fl-save-picture")
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.faults == []


def test_a_finger_s_controls_are_large_enough(open_page: Open) -> None:
    """At least 24 by 24 pixels (WCAG 2.2, 2.5.8), those of the bar 40."""
    opened = open_page(two_villages(), width=390, height=844, has_touch=True)
    opened.page.tap("#fl-panel-open")
    opened.page.tap("#fl-tab-filter")
    small = opened.page.evaluate(
        """() => [...document.querySelectorAll('.fl button, .fl label, .fl input[type=range]')].filter((one) => {
            const box = one.getBoundingClientRect();
            return one.checkVisibility() && box.width && (box.width < 24 || box.height < 24);
        }).map((one) => one.id || one.textContent)"""
    )
    assert small == []
    for name in ("play", "previous", "next", "panel-open"):
        box: dict[str, Any] = opened.page.locator(f"#fl-{name}").bounding_box()
        assert min(box["width"], box["height"]) >= 40


def test_the_map_can_be_brought_no_nearer_than_shows_anything(open_page: Open) -> None:
    """Nobody gets lost in one field, and no address asks the browser for a scale that it cannot reckon with."""
    opened = open_page(two_villages(), fragment="#view=1000/35.3058/36.5186")
    assert opened.page.evaluate("() => window.frontline[0].map.getZoom()") == 16
    assert "leaflet-disabled" in (opened.page.get_attribute(".leaflet-control-zoom-in", "class") or "")
    assert opened.faults == []


def test_the_time_bar_of_a_phone_has_dates(open_page: Open) -> None:
    """Also where some months within one year leave no room for a name each."""
    opened = open_page(seventy_villages(count=20, days=240), width=390, height=844)
    opened.page.evaluate(
        """() => {
            window.written = [];
            const plain = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (words, ...more) {
                window.written.push(words);
                plain.call(this, words, ...more);
            };
        }"""
    )
    opened.page.set_viewport_size({"width": 392, "height": 844})
    opened.page.wait_for_function("() => window.written.includes('Jul 2019') && window.written.includes('Oct 2019')")

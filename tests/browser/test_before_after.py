"""Before and after: two dates side by side, the divider moved by keys, mouse and finger."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from mapper.claims.reading import Reading
from mapper.period import on
from tests.maps_fixture import two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from tests.browser.conftest import Open
    from tests.maps_fixture import Story

pytestmark = pytest.mark.browser
TAL_MALAH = (35.3058, 36.5186)


def test_two_dates_stand_side_by_side(open_page: Open) -> None:
    """The flags name both, the head says how many places differ, each slider moves its own side."""
    opened = open_page(two_villages())
    opened.page.focus("#fl-before-after")
    opened.page.keyboard.press("Enter")
    assert opened.text("#fl-flag-before") == "5 Jun"
    assert opened.text("#fl-flag-after") == "8 Jun"
    assert opened.text("#fl-news").startswith("3 places differ between 5 Jun and 8 Jun:")
    opened.page.locator("#fl-slider-before").press("ArrowRight")
    assert opened.text("#fl-flag-before") == "6 Jun"
    assert "1 place differs between 6 Jun and 8 Jun" in opened.text("#fl-news")
    assert (opened.page.get_attribute("#fl-slider-before", "aria-valuetext") or "").startswith("Thursday, 6 June 2019:")
    opened.page.click("#fl-before-after")
    assert opened.page.locator("#fl-swipe").is_hidden()


def test_the_head_names_the_dates_in_their_order_and_with_their_years(open_page: Open) -> None:
    """Also where the later date stands left of the divider, and where a year lies between them."""
    opened = open_page(two_villages(), fragment="#before=2019-06-08&date=2019-06-05")
    assert opened.text("#fl-news").startswith("3 places differ between 5 Jun and 8 Jun:")
    assert opened.text("#fl-news").endswith("The later date is on the left.")
    story = two_villages()
    early = replace(story.readings[0].report, id="early", published=date(2018, 12, 30))
    readings = (Reading(report=early, theatre="syria", claims=(_said_on(story, date(2018, 12, 30)),)), *story.readings)
    opened = open_page(replace(story, readings=readings), fragment="#before=2018-12-30")
    assert "3 places differ between 30 Dec 2018 and 8 Jun 2019:" in opened.text("#fl-news")
    assert opened.page.eval_on_selector_all("#fl-news bdi", "(all) => all.map((one) => one.textContent)") == [
        "Al-Jebeen",
        "Tal Malah",
        "Nowhere Farm",
    ]


def _said_on(story: Story, day: date) -> Claim:
    """The first claim of a story as if it had been made on a day before all others."""
    return replace(story.readings[0].claims[0], id="early:1", reported=day, period=on(day), place="Elsewhere")


def test_the_divider_moves_by_keys(open_page: Open) -> None:
    """Arrows, page keys, home and end; it says where it stands in words."""
    opened = open_page(two_villages(), fragment="#before=2019-06-05")
    handle = opened.page.locator("#fl-handle")
    steps = (
        ("ArrowRight", "52"),
        ("ArrowLeft", "50"),
        ("PageUp", "60"),
        ("PageDown", "50"),
        ("End", "100"),
        ("Home", "0"),
    )
    for key, wanted in steps:
        handle.press(key)
        assert handle.get_attribute("aria-valuenow") == wanted
    assert "5 June 2019 on the left 0%" in (handle.get_attribute("aria-valuetext") or "")


def test_each_side_of_the_divider_shows_its_date(open_page: Open) -> None:
    """What is left of the line is cut from the earlier canvases, what is right from the later."""
    opened = open_page(seventy_villages(), fragment="#before=2019-05-10")
    cuts = opened.page.eval_on_selector_all(
        ".leaflet-fl-places-pane canvas:not([hidden])",
        "(all) => all.map((canvas) => canvas.style.clipPath.split(' ').map(parseFloat))",
    )
    assert len(cuts) == 2
    assert cuts[0][1] > 0
    assert cuts[1][3] > 0
    assert cuts[0][1] + cuts[1][3] == pytest.approx(1440 * 1.24, abs=2)


@pytest.mark.parametrize(("split", "rebels"), [(90, False), (10, True)])
def test_a_place_wears_the_colour_of_its_side_of_the_divider(open_page: Open, split: int, *, rebels: bool) -> None:
    """Left of the line Tal Malah is red, as it was before it fell; right of it blue, as it is since."""
    opened = open_page(two_villages(), fragment=f"#before=2019-06-05&split={split}")
    x, y = opened.spot(*TAL_MALAH)
    seen = Image.open(io.BytesIO(opened.page.screenshot())).convert("RGB")
    red, _, blue = np.asarray(seen)[round(y), round(x)].astype(int)
    assert (blue > red + 40) if rebels else (red > blue + 40)


@pytest.mark.parametrize(("split", "drawn"), [(90, False), (10, True)])
def test_a_click_means_the_map_of_its_side_of_the_divider(open_page: Open, split: int, *, drawn: bool) -> None:
    """Only what changed is shown: Tal Malah on the later date and nothing on the earlier."""
    opened = open_page(two_villages(), fragment=f"#before=2019-06-05&split={split}&changes=only")
    opened.page.mouse.click(*opened.spot(*TAL_MALAH))
    assert opened.page.locator("#fl-place").is_visible() is drawn
    if drawn:
        assert opened.text("#fl-place-name") == "Tal Malah"


def test_a_finger_moves_the_divider(open_page: Open) -> None:
    """On a phone the switch stands in the sheet, and the handle follows the touch."""
    opened = open_page(two_villages(), width=390, height=844, has_touch=True)
    opened.page.tap("#fl-panel-open")
    opened.page.tap("#fl-before-after")
    opened.page.tap("#fl-panel-close")
    box: dict[str, Any] = opened.page.locator("#fl-handle").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = opened.page.context.new_cdp_session(opened.page)
    for kind, at in (("touchStart", x), ("touchMove", x + 50), ("touchMove", x + 97.5), ("touchEnd", None)):
        points = [] if at is None else [{"x": at, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert opened.page.get_attribute("#fl-handle", "aria-valuenow") == "75"
    assert opened.faults == []

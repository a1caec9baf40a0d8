"""Thousands of places: each a dot of its side's colour, a step of the slider paints what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.reports.report import Report
from tests.maps_fixture import Story, claim, place, two_villages

if TYPE_CHECKING:
    from mapper.places.place import Place
    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser

FIRST = date(2019, 5, 1)
ACROSS = 60


def a_chessboard() -> Story:
    """3,600 villages in rows; the rebels take one column a day from the west."""
    readings, spells = [], []
    for number in range(ACROSS * ACROSS):
        column, row = number % ACROSS, number // ACROSS
        spot = place(f"Village {number:04d}", 36 + column / 50, 35 + row / 60)
        day = FIRST + timedelta(days=column)
        spells.append(_spell(spot, "regime", None, day))
        if row == 0:
            told = f"They took {spot.name}"
            report = Report(id=f"r{column}", source="A wire agency", published=day, text=f"{told} today.")
            made = claim(report, spot.name, told, at=spot, controller="rebels")
            readings.append(Reading(report=report, theatre="syria", claims=(made,)))
            spells.append(replace(_spell(spot, "rebels", day, None), claims=(made.id,)))
        else:
            spells.append(_spell(spot, "rebels", day, None))
    return replace(two_villages(), readings=tuple(readings), timeline=Timeline(spells=tuple(spells)), lenses=())


def _spell(spot: Place, holder: str, start: date | None, end: date | None) -> Spell:
    return Spell(
        place_id=spot.id,
        name=spot.name,
        status="held",
        holder=holder,
        start=start,
        end=end,
        confidence=0.9,
        place=spot,
    )


def colour_at(opened: Opened, column: int, row: int) -> str:
    """Whose colour the dot of a village has: the red part tells brick from teal."""
    x, y = opened.spot(35 + row / 60, 36 + column / 50)
    pixel: list[int] = opened.page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector('.leaflet-fl-places-pane canvas:not([hidden])');
            const box = canvas.getBoundingClientRect();
            const [left, top] = [Math.floor(x - box.left), Math.floor(y - box.top)];
            return [...canvas.getContext('2d').getImageData(left, top, 1, 1).data];
        }""",
        [x, y],
    )
    if not pixel[3]:
        return "nothing"
    return "regime" if pixel[0] > pixel[2] else "rebels"


def test_each_dot_has_the_colour_of_its_day(open_page: Open) -> None:
    """Stepping back and forth gives what opening at that day gives, hidden sides leave nothing."""
    opened = open_page(a_chessboard(), fragment="#date=2019-05-30")
    spots = [(5, 20), (25, 40), (33, 20), (55, 45)]
    wanted = ["rebels", "rebels", "regime", "regime"]
    assert [colour_at(opened, *spot) for spot in spots] == wanted
    slider = opened.page.locator("#fl-slider")
    for key in ("ArrowRight",) * 5 + ("ArrowLeft",) * 5:
        slider.press(key)
    assert [colour_at(opened, *spot) for spot in spots] == wanted
    opened.page.locator("#fl-slider").fill(str((date(2019, 6, 4) - date(1970, 1, 1)).days))
    assert colour_at(opened, 33, 20) == "rebels"
    opened.page.evaluate("() => { location.hash = '#date=2019-06-04&without=regime'; }")
    opened.page.locator("#fl-sign").wait_for()
    assert [colour_at(opened, *spot) for spot in spots] == ["rebels", "rebels", "rebels", "nothing"]
    # Chromium warns of the test's own reading of pixels.
    assert [fault for fault in opened.faults if "getImageData" not in fault] == []


def test_the_head_counts_after_steps_as_when_opened_there(open_page: Open) -> None:
    """The rebels have a column of sixty villages more each day, forth and back; a filter takes the others' away."""
    opened = open_page(a_chessboard(), fragment="#date=2019-05-30")
    counts = opened.page.locator("#fl-counts li")
    assert sorted(counts.all_inner_texts()) == ["1800\nGovernment", "1800\nRebels"]
    slider = opened.page.locator("#fl-slider")
    for key in ("ArrowRight",) * 3 + ("ArrowLeft",):
        slider.press(key)
    assert sorted(counts.all_inner_texts()) == ["1680\nGovernment", "1920\nRebels"]
    opened.page.evaluate("() => { location.hash = '#date=2019-06-01&without=regime'; }")
    opened.page.locator("#fl-sign").wait_for()
    assert counts.all_inner_texts() == ["1920\nRebels"]
    slider.press("ArrowLeft")
    assert counts.all_inner_texts() == ["1860\nRebels"]


def test_a_dot_answers_to_the_pointer(open_page: Open) -> None:
    """The nearest village opens."""
    opened = open_page(a_chessboard())
    opened.page.mouse.click(*opened.spot(35 + 20 / 60, 36 + 25 / 50))
    assert opened.text("#fl-place-name") == f"Village {20 * ACROSS + 25:04d}"


def test_a_map_of_very_many_reports_opens(open_page: Open) -> None:
    """So many numbers cannot be handed to a function of the browser all at once."""
    story = two_villages()
    more = tuple(
        Reading(report=Report(id=f"m{number}", published=FIRST, text="Nothing."), theatre="syria", claims=())
        for number in range(150_000)
    )
    opened = open_page(replace(story, readings=(*story.readings, *more)))
    assert "150002 reports, published 1 May 2019 to 8 June 2019" in opened.page.text_content("#fl-view-about")
    assert opened.faults == []


def test_no_report_is_listed_twice_however_many_were_seen(open_page: Open) -> None:
    """Two thousand entries are kept for when they are shown again; nothing is doubled where they are let go."""
    spot = place("Village", 36.5, 35.5)
    readings = []
    for number in range(2_400):
        day = FIRST + timedelta(days=number // 8)
        report = Report(
            id=f"r{number}", source="A wire agency", published=day, text=f"They took Village, part {number}."
        )
        made = claim(report, "Village", f"They took Village, part {number}", at=spot, controller="rebels")
        readings.append(Reading(report=report, theatre="syria", claims=(made,)))
    story = replace(two_villages(), readings=tuple(readings), timeline=Timeline(), lenses=())
    opened = open_page(story)
    counts = opened.page.evaluate(
        """() => {
            const slider = document.getElementById('fl-slider');
            const [first, last] = [Number(slider.min), Number(slider.max)];
            const counts = new Set();
            for (let day = last; day >= first + 10; day -= 1) {
                slider.value = day;
                slider.dispatchEvent(new Event('input'));
                counts.add(document.querySelectorAll('#fl-view-reports .fl-list > li').length);
            }
            return [...counts];
        }"""
    )
    assert counts == [12]

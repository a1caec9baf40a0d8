"""A map in a converted notebook, opened without a network: the picture, the table, and the page in its frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import nbformat.v4
import pytest
from nbconvert import HTMLExporter

from mapper.control.spell import Timeline
from mapper.maps.layers import FrontlineLayer
from mapper.maps.page import draw
from mapper.maps.still import counts, latest
from tests.maps_fixture import two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def converted(shown: str) -> str:
    """A notebook with one cell whose output is this, as nbconvert writes it."""
    output = nbformat.v4.new_output("execute_result", data={"text/html": shown}, execution_count=1)  # type: ignore[no-untyped-call] # half typed
    cell = nbformat.v4.new_code_cell("atlas.map()", outputs=[output], execution_count=1)  # type: ignore[no-untyped-call] # half typed
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"language_info": {"name": "python"}})  # type: ignore[no-untyped-call] # half typed
    text: str = HTMLExporter().from_notebook_node(notebook)[0]  # type: ignore[no-untyped-call] # half typed
    return text


def test_a_converted_notebook_shows_the_map_without_a_network(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """The frame draws itself, steps in time, and writes no history; picture and table stand before it."""
    story = seventy_villages()
    file = tmp_path / "notebook.html"
    file.write_text(
        converted(draw(story.readings, story.timeline, **story.arguments())._repr_html_()), encoding="utf-8"
    )
    page = chromium.new_context(viewport={"width": 1300, "height": 1500}, offline=True).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(file.as_uri(), wait_until="commit")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-frontline=ready]").wait_for()
    assert frame.locator("#fl-date").inner_text() == "28 June 2019"
    frame.locator("#fl-previous").click()
    assert frame.locator("#fl-date").inner_text() != "28 June 2019"
    picture: dict[str, Any] = page.locator("img[alt*='front line estimated']").bounding_box()
    assert (picture["width"], picture["height"]) == (720, 440)
    assert page.evaluate("() => document.querySelector('img[alt*=estimated]').naturalWidth") == 720
    assert "Rebels" in page.inner_text("table")
    assert [fault for fault in faults if "replaceState" in fault or "srcdoc" in fault] == []
    page.context.close()


def test_what_a_distrustful_notebook_keeps_is_a_map_still(chromium: Any) -> None:  # noqa: ANN401 -- playwright without types
    """Without frame, script, style and drawing, as JupyterLab leaves it, picture and table are there."""
    story = seventy_villages()
    shown = draw(story.readings, story.timeline, **story.arguments())._repr_html_()
    page = chromium.new_page()
    page.set_content(shown)
    page.evaluate("() => document.querySelectorAll('iframe, script, style, svg').forEach((one) => one.remove())")
    assert page.evaluate("() => document.querySelector('img').naturalWidth") == 720
    assert page.locator("table tr").count() == 4
    page.close()


def test_the_table_before_the_frame_counts_as_the_head_of_the_page_does(open_page: Open) -> None:
    """Besieged places are their holder's, contested and unknown ones stand apart, areas are no places."""
    story = two_villages()
    spells = list(story.timeline.spells)
    spells[3] = replace(spells[3], status="besieged")
    spells[4] = replace(spells[4], status="unknown", holder=None)
    story = replace(story, timeline=Timeline(spells=tuple(spells)))
    chart = draw(story.readings, story.timeline, **story.arguments())
    (layer,) = [part for part in chart._children.values() if isinstance(part, FrontlineLayer)]  # noqa: SLF001
    words = open_page(story).text("#fl-counts").lower().split()
    head = dict(zip(words[1::2], map(int, words[::2]), strict=True))
    table = {title.lower(): count for title, count in counts(layer.payload, latest(layer.payload))}
    assert table == head == {"rebels": 1, "contested": 1, "unknown": 1}

"""Names on the map: where they are written, and what they keep off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser

# From now on `window.names` has the boxes, in pixels of the window, of the names stamped when places were drawn last:
# of a name a part of its picture is stamped, of a symbol the whole.
WATCH = """() => {
    const canvas = [...document.querySelectorAll('.leaflet-fl-places-pane canvas:not([hidden])')].at(-1);
    const ctx = canvas.getContext('2d');
    window.names = [];
    ctx.clearRect = function (...box) {
        window.names = [];
        return CanvasRenderingContext2D.prototype.clearRect.apply(this, box);
    };
    ctx.drawImage = function (...given) {
        const [x, y, width, height] = given.slice(-4);
        const { left, top } = canvas.getBoundingClientRect();
        if (given.length === 9) window.names.push([left + x, top + y, left + x + width, top + y + height]);
        return CanvasRenderingContext2D.prototype.drawImage.apply(this, given);
    };
}"""
RIM = 6  # pixels round a name that are blank in its picture
CARDS = ".fl-head, .fl-legend, .fl-time, .fl-panel, .leaflet-control"


def boxes(opened: Opened, selector: str) -> list[list[float]]:
    """Where all elements of a kind are, in pixels of the window."""
    found: list[list[float]] = opened.page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect())
            .map(({ left, top, right, bottom }) => [left, top, right, bottom])""",
        selector,
    )
    return found


def hidden_names(opened: Opened) -> list[list[float]]:
    """The boxes of names that lie under a card or one of Leaflet's controls."""
    cards = boxes(opened, CARDS)
    names: list[list[float]] = opened.page.evaluate("() => window.names")
    assert len(names) > 10
    return [name for name in names if any(meet(name, card) for card in cards)]


def meet(name: list[float], card: list[float]) -> bool:
    """Whether a name, without the rim of its picture, lies on a card."""
    left, top, right, bottom = name[0] + RIM, name[1] + RIM, name[2] - RIM, name[3] - RIM
    return left < card[2] and right > card[0] and top < card[3] and bottom > card[1]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_name_lies_under_a_card_or_a_control(open_page: Open, width: int, height: int) -> None:
    """Villages stand everywhere, under cards too; their names do not."""
    opened = open_page(seventy_villages(), width=width, height=height)
    opened.page.evaluate(WATCH)
    for delta in ([0, 0], [0, -120], [150, 40]):
        opened.page.evaluate("(by) => window.frontline[0].map.panBy(by, { animate: false })", delta)
        opened.page.evaluate("() => window.frontline[0].map.fire('moveend')")
        assert hidden_names(opened) == []


def test_names_make_way_for_a_card_that_grows(open_page: Open) -> None:
    """When the text of the head takes more lines, what it then covers is written elsewhere."""
    opened = open_page(seventy_villages(), width=1000)
    opened.page.evaluate(WATCH)
    opened.page.evaluate("() => window.frontline[0].map.fire('moveend')")
    assert hidden_names(opened) == []
    opened.page.evaluate("() => { document.getElementById('fl-news').textContent = 'A change. '.repeat(200); }")
    opened.page.wait_for_timeout(100)
    assert hidden_names(opened)  # not while the slider may still be moving
    opened.page.wait_for_timeout(600)
    assert hidden_names(opened) == []

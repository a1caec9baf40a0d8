"""Places on the map by the keyboard alone: from one to the next, open, close, on with the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.maps_fixture import two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
MAP = ".folium-map"


def test_keys_go_from_place_to_place_and_open_them(open_page: Open) -> None:
    """The key n goes on southwards, p back; Enter opens the place, Escape leads back to the map."""
    opened = open_page(two_villages())
    opened.page.focus(MAP)
    before = opened.pixels("fl-places")
    opened.page.keyboard.press("n")
    assert opened.text("#fl-pointed") == "Al-Jebeen: Contested, Rebels gaining since 6 June 2019. 1 of 2 in view."
    assert opened.pixels("fl-places") != before
    opened.page.keyboard.press("n")
    assert opened.text("#fl-pointed").startswith("Tal Malah: Rebels since 6 June 2019. 2 of 2")
    opened.page.keyboard.press("n")
    assert opened.text("#fl-pointed").startswith("Al-Jebeen")
    opened.page.keyboard.press("p")
    opened.page.keyboard.press("Enter")
    assert opened.text("#fl-place-name") == "Tal Malah"
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#fl-place").is_hidden()
    assert opened.page.evaluate("() => document.activeElement.classList.contains('folium-map')")
    opened.page.keyboard.press("n")
    assert "in view" in opened.text("#fl-pointed")
    # Chromium warns of the test's own reading of pixels.
    assert [fault for fault in opened.faults if "getImageData" not in fault] == []


def test_every_place_in_view_is_reached(open_page: Open) -> None:
    """Walking on names each of seventy villages once before the first comes again, none under a card."""
    opened = open_page(seventy_villages())
    opened.page.focus(MAP)
    names = []
    for _ in range(400):
        opened.page.keyboard.press("n")
        name = opened.text("#fl-pointed").split(":")[0]
        if name in names:
            break
        names.append(name)
    assert len(names) >= 60
    assert name == names[0]


def test_arrows_move_the_map(open_page: Open) -> None:
    """As Leaflet has it: the map, not the place pointed at."""
    opened = open_page(two_villages())
    opened.page.focus(MAP)
    west = opened.page.evaluate("() => window.frontline[0].map.getCenter().lng")
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_function("(west) => window.frontline[0].map.getCenter().lng > west", arg=west)


def test_the_space_bar_presses_what_calls_itself_a_button(open_page: Open) -> None:
    """Leaflet's zoom and our way back to the whole are links with the role of buttons."""
    opened = open_page(two_villages())
    zoom = "() => location.hash.match(/view=([0-9.]+)/)[1]"
    opened.page.wait_for_url("**view=**")
    first = opened.page.evaluate(zoom)
    opened.page.focus(".leaflet-control-zoom-out")
    opened.page.keyboard.press("Space")
    opened.page.wait_for_function(f"(first) => ({zoom})() !== first", arg=first)
    opened.page.focus(".fl-home")
    opened.page.keyboard.press("Space")
    opened.page.wait_for_function(f"(first) => ({zoom})() === first", arg=first)

"""The accessibility audit (axe-core) of every view of the page, and the keyboard's way through it."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.maps_fixture import one_far_away, two_villages

if TYPE_CHECKING:
    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent / "vendor"
SIZES = {"desk": (1440, 900), "phone": (390, 844), "frame": (800, 520)}


def violations(opened: Opened) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks as it is shown now, with the elements that break them."""
    opened.page.evaluate((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = opened.page.evaluate("async () => (await axe.run(document)).violations")
    return [(rule["id"], [" ".join(node["target"]) for node in rule["nodes"]]) for rule in found]


def test_the_audit_is_the_one_that_was_fetched() -> None:
    """The hash is the one beside it."""
    source = tomllib.loads((VENDOR / "SOURCE.toml").read_text(encoding="utf-8"))
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() == source["sha256"]


def test_the_audit_finds_what_is_wrong(open_page: Open) -> None:
    """A button without a name is found, so that no finding means something."""
    opened = open_page(two_villages(), bypass_csp=True)
    opened.page.evaluate("() => document.querySelector('#fl-save-print').replaceChildren()")
    assert violations(opened) == [("button-name", ["#fl-save-print"])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_view_of_the_page_breaks_a_rule(open_page: Open, size: str, scheme: str) -> None:
    """First view, each tab, lens, filter, search, card, divider, note of what lies outside: 0 violations."""
    width, height = SIZES[size]
    opened = open_page(one_far_away(two_villages()), width=width, height=height, color_scheme=scheme, bypass_csp=True)
    page = opened.page
    assert violations(opened) == []
    if page.locator("#fl-panel-open").is_visible():
        page.click("#fl-panel-open")
    for tab in ("table", "about", "filter"):
        page.click(f"#fl-tab-{tab}")
        assert violations(opened) == [], tab
    page.check("#fl-lens-2")
    page.uncheck("#fl-sides-0")
    assert violations(opened) == [], "lens and filter"
    page.click("#fl-tab-reports")
    page.fill("#fl-search", "jeb")
    assert violations(opened) == [], "search"
    page.press("#fl-search", "Enter")
    page.locator(".fl-placed summary").click()
    assert violations(opened) == [], "card"
    page.keyboard.press("Escape")
    page.evaluate("() => { location.hash = '#before=2019-06-05'; }")
    page.locator("#fl-handle").wait_for()
    if size == "phone":
        page.locator("#fl-legend-toggle").click()
    assert violations(opened) == [], "before and after"
    assert opened.faults == []


def test_the_tabulator_key_reaches_everything_and_shows_where_it_is(open_page: Open) -> None:
    """Every control comes once in a round, with an outline, and none is a trap."""
    opened = open_page(two_villages(), fragment="#before=2019-06-05")
    reached = []
    for _ in range(80):
        opened.page.keyboard.press("Tab")
        name, outline = opened.page.evaluate(
            """() => {
                const it = document.activeElement;
                const style = getComputedStyle(it);
                const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                return [it.id || it.className || it.tagName, seen];
            }"""
        )
        if name == "BODY":
            break
        reached.append(name)
        assert outline, name
    wanted = {"fl-handle", "fl-search", "fl-tab-reports", "fl-save-geojson", "fl-play", "fl-slider", "fl-slider-before"}
    assert wanted <= set(reached)
    assert {"fl-previous", "fl-next", "fl-changes-only", "fl-before-after", "fl-local", "fl-legend-toggle"} <= set(
        reached
    )


def test_the_tabs_answer_to_arrows_home_and_end(open_page: Open) -> None:
    """One of them is in the order of the tabulator key, the arrows walk round."""
    opened = open_page(two_villages())
    opened.page.focus("#fl-tab-reports")
    for key, wanted in (("ArrowLeft", "about"), ("ArrowRight", "reports"), ("End", "about"), ("Home", "reports")):
        opened.page.keyboard.press(key)
        assert opened.page.evaluate("() => document.activeElement.id") == f"fl-tab-{wanted}"
        assert opened.page.locator(f"#fl-view-{wanted}").is_visible()


def test_closing_a_card_gives_the_focus_back(open_page: Open) -> None:
    """To the entry that opened it."""
    opened = open_page(two_villages())
    entry = opened.page.locator(".fl-entry", has_text="A rebel commander")
    entry.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Close Tal Malah"
    opened.page.keyboard.press("Enter")
    assert "A rebel commander" in opened.page.evaluate("() => document.activeElement.textContent")


def test_closing_a_card_that_a_drawer_opened_leads_to_the_map(open_page: Open) -> None:
    """The drawer has closed before the card: what opened it cannot take the focus, and it is not lost."""
    opened = open_page(two_villages(), width=800, height=520)
    opened.page.click("#fl-panel-open")
    opened.page.locator(".fl-entry", has_text="A rebel commander").press("Enter")
    assert opened.page.locator("#fl-place").is_visible()
    opened.page.locator(".fl-entry").first.wait_for(state="hidden")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#fl-place").is_hidden()
    assert opened.page.evaluate("() => document.activeElement.classList.contains('folium-map')")


def test_closing_a_card_that_the_address_opened_leads_to_the_map(open_page: Open) -> None:
    """Nothing on the page had opened it."""
    opened = open_page(two_villages(), fragment="#place=test:Jibbin")
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("() => document.activeElement.classList.contains('folium-map')")


def test_one_press_of_escape_closes_one_thing(open_page: Open) -> None:
    """First the drawer, then the card; where the panel stands beside the map the card at once."""
    opened = open_page(two_villages(), width=800, height=520, fragment="#place=test:Jibbin")
    opened.page.focus("#fl-panel-open")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Escape")
    opened.page.locator("#fl-panel").wait_for(state="hidden")
    assert opened.page.locator("#fl-place").is_visible()
    assert opened.page.evaluate("() => document.activeElement.id") == "fl-panel-open"
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#fl-place").is_hidden()
    wide = open_page(two_villages(), fragment="#place=test:Jibbin")
    wide.page.focus("#fl-tab-reports")
    wide.page.keyboard.press("/")
    wide.page.keyboard.press("Escape")
    assert wide.page.locator("#fl-place").is_hidden()

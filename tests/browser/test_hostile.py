"""Text that tries to do harm, in every field and every view: nothing runs, nothing breaks, text shows as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.maps_hostile_fixture import HOSTILE, hostile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open, Opened

pytestmark = pytest.mark.browser

# The elements of the page, by their tags; a text that became an element would be among them.
TAGS = "() => [...new Set([...document.querySelectorAll('*')].map((one) => one.localName))].sort()"
SEARCH = """(text) => {
    const field = document.getElementById('fl-search');
    field.value = text;
    field.dispatchEvent(new Event('input'));
}"""


def see_everything(opened: Opened, text: str) -> list[str]:
    """Open every view there is; what was seen of the elements."""
    page = opened.page
    page.locator("button.fl-entry").first.click()
    for summary in page.locator("#fl-place summary").all():
        summary.click()
    tags = set(page.evaluate(TAGS))
    page.keyboard.press("Escape")
    for tab in ("table", "about", "reports", "filter"):
        page.click(f"#fl-tab-{tab}")
        tags |= set(page.evaluate(TAGS))
    page.locator("#fl-view-filter input[type=radio]").nth(1).check(force=True)
    page.locator("#fl-sign button").click()
    page.evaluate(SEARCH, text)
    tags |= set(page.evaluate(TAGS))
    page.evaluate(SEARCH, "")
    page.click("#fl-before-after")
    page.click("#fl-save-link")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    tags |= set(page.evaluate(TAGS))
    assert page.evaluate("() => document.querySelector('.fl-print td').textContent") == text
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.click("#fl-local")
    page.wait_for_timeout(50)
    return sorted(tags)


@pytest.fixture(scope="module")
def harmless() -> dict[str, list[str]]:
    """What is seen where no text does harm, kept for all tests of this file."""
    return {}


@pytest.mark.parametrize("text", HOSTILE, ids=[f"text {number}" for number in range(len(HOSTILE))])
def test_hostile_text_is_shown_and_not_run(
    open_page: Open, harmless: dict[str, list[str]], text: str, tmp_path: Path
) -> None:
    """Every view is opened; nothing runs, nothing is asked for, and no element comes of it."""
    if not harmless:
        harmless["tags"] = see_everything(open_page(hostile("Harmless")), "Harmless")
    opened = open_page(hostile(text))
    assert set(see_everything(opened, text)) <= set(harmless["tags"])
    page = opened.page
    assert page.evaluate("() => window.__hostile") is None
    assert page.locator("#fl img, #fl script, .leaflet-control img, iframe, base").count() == 0
    assert page.evaluate(
        "() => [...document.links].every((link) => ['http:', 'https:', 'file:'].includes(link.protocol))"
    )
    assert opened.faults == []
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.evaluate("() => document.querySelector('#fl-title').textContent") == text
    assert page.evaluate("(text) => document.getElementById('fl-view-reports').textContent.includes(text)", text)
    with page.expect_download() as download:
        page.click("#fl-save-geojson")
    download.value.save_as(tmp_path / "saved.geojson")
    saved = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))
    shown = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    names = [str(row["properties"].get("name")) for row in saved["features"]]
    assert any(name in {text, shown} for name in names)
    assert opened.faults == []

"""A real Chromium without a network, and the pages to open in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from mapper.maps.page import draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.maps_fixture import Story

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a test may serve tiles on this machine
)


@dataclass(slots=True)
class Opened:
    """A page in the browser, with everything that it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def pixels(self, pane: str) -> int:
        """How many pixels of a pane's canvas are painted."""
        count: int = self.page.evaluate(
            """(pane) => {
                const canvas = document.querySelector(`.leaflet-${pane}-pane canvas:not([hidden])`);
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let painted = 0;
                for (let i = 3; i < data.length; i += 4) if (data[i]) painted += 1;
                return painted;
            }""",
            pane,
        )
        return count

    def spot(self, lat: float, lon: float) -> tuple[float, float]:
        """Where in the window a place stands."""
        at = self.page.evaluate("(at) => window.frontline[0].map.latLngToContainerPoint(at)", [lat, lon])
        return at["x"], at["y"]

    def text(self, selector: str) -> str:
        """The text of an element as shown."""
        shown: str = self.page.inner_text(selector)
        return shown


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium; where there is none, CI fails and everybody else is told why these tests are skipped."""
    path = os.environ.get("CHROMIUM") or next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        message = "no Chromium on the path: install one, or name it in the variable CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only needed where there is a browser

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Open]:  # noqa: ANN401 -- playwright without types
    """Draws a story, opens it from its file, and waits until it is drawn."""
    contexts = []

    def opened(story: Story, *, width: int = 1440, height: int = 900, fragment: str = "", **options: Any) -> Opened:  # noqa: ANN401
        file = tmp_path / "map.html"
        draw(story.readings, story.timeline, **story.arguments()).save(file)
        contexts.append(
            chromium.new_context(
                viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce", **options
            )
        )
        result = Opened(contexts[-1].new_page())
        result.page.set_default_timeout(15_000)
        result.page.on("request", lambda request: result.requests.append(request.url))
        result.page.on("pageerror", lambda error: result.faults.append(str(error)))
        result.page.on(
            "console", lambda line: result.faults.append(line.text) if line.type in {"error", "warning"} else None
        )
        result.page.goto(f"{file.as_uri()}{fragment}")
        result.page.wait_for_selector("html[data-frontline=ready]", timeout=20_000)
        return result

    yield opened
    for context in contexts:
        context.close()

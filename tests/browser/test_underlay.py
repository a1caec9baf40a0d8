"""What a user lays under the places, in a real browser: tiles of a server, overlays, a picture, folium's layers."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import folium
import pytest

from mapper.maps.page import draw
from mapper.maps.pmtiles import tile_id
from mapper.maps.underlay import Underlay
from tests.maps_fixture import two_villages
from tests.test_maps_underlay import LINE, PIXEL, pmtiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

READY = "html[data-frontline=ready]"


@pytest.fixture
def tiles() -> Iterator[tuple[str, list[str]]]:
    """A server of one grey tile on this machine: its address, and what was asked of it."""
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def opened(browser: Any, chart: folium.Map, file: Path, *, offline: bool = True) -> tuple[Any, list[str], list[str]]:  # noqa: ANN401 -- playwright without types
    """The page, its requests to servers and its faults."""
    chart.save(file)
    page = browser.new_context(viewport={"width": 1200, "height": 800}, offline=offline).new_page()
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if request.url.startswith("http") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type in {"error", "warning"} else None)
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    return page, requests, faults


def map_of(underlay: Underlay | None = None) -> folium.Map:
    """The map of two villages."""
    story = two_villages()
    return draw(story.readings, story.timeline, underlay=underlay, **story.arguments())


def test_tiles_come_from_their_server_and_nothing_else_does(
    chromium: Any,  # noqa: ANN401 -- playwright without types
    tiles: tuple[str, list[str]],
    tmp_path: Path,
) -> None:
    """Pictures are shown, whose they are is told as text, a script of the same server is refused."""
    server, asked = tiles
    words = "Tiles of <b>ours</b>"
    chart = map_of(Underlay(tiles=server + "/{z}/{x}/{y}.png", attribution=words))
    page, requests, faults = opened(chromium, chart, tmp_path / "map.html", offline=False)
    page.wait_for_selector("img.leaflet-tile-loaded", state="attached")
    assert len(asked) > 3
    assert all(url.startswith(server) for url in requests)
    assert words in page.inner_text(".leaflet-control-attribution")
    assert faults == []
    refused = page.evaluate(
        """(address) => new Promise((done) => {
            const script = document.createElement('script');
            script.onerror = () => done('refused');
            script.onload = () => done('ran');
            script.src = address;
            document.head.append(script);
        })""",
        f"{server}/script.js",
    )
    assert refused == "refused"
    assert "/script.js" not in asked
    page.context.close()


def test_overlay_and_picture_are_drawn_without_a_network(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """The line, its name as text, the picture between its bounds, a switch for each."""
    (tmp_path / "old sheet.png").write_bytes(PIXEL)
    hostile = "<img src=x onerror=window.__hostile=1>${window.__hostile=2}{{ 7*7 }}"
    row = {"type": "Feature", "properties": {"name": hostile}, "geometry": LINE}
    (tmp_path / "roads.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8"
    )
    underlay = Underlay(
        overlays=[tmp_path / "roads.geojson"], picture=tmp_path / "old sheet.png", bounds=(36.4, 35.2, 36.6, 35.4)
    )
    page, requests, faults = opened(chromium, map_of(underlay), tmp_path / "map.html")
    assert page.locator(".leaflet-overlay-pane path").count() == 1
    picture: dict[str, Any] = page.locator("img.leaflet-image-layer").bounding_box()
    assert picture["width"] > 50
    legend = page.inner_text(".fl-legend")
    assert "roads" in legend
    assert "old sheet" in legend
    page.locator(".leaflet-overlay-pane path").dispatch_event("mouseover")
    assert page.inner_text(".leaflet-tooltip") == hostile
    assert page.evaluate("() => window.__hostile") is None
    page.locator(".fl-legend label", has_text="roads").click()
    assert page.locator(".leaflet-overlay-pane path").count() == 0
    assert (requests, faults) == ([], [])
    page.context.close()


def test_tiles_of_a_file_are_drawn_without_a_network(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """Pictures out of the page itself, enlarged where the file has none for the zoom; whose they are is text."""
    every = {tile_id(z, x, y): PIXEL for z in range(4) for x in range(2**z) for y in range(2**z)}
    (tmp_path / "ground.pmtiles").write_bytes(pmtiles(every))
    chart = map_of(Underlay(pmtiles=tmp_path / "ground.pmtiles", attribution="Ours <b>alone</b> {{ 7*7 }}"))
    page, requests, faults = opened(chromium, chart, tmp_path / "map.html")
    page.wait_for_selector("img.leaflet-tile", state="attached")
    assert page.evaluate("() => document.querySelector('img.leaflet-tile[src]').naturalWidth") == 1
    assert "Ours <b>alone</b> {{ 7*7 }}" in page.inner_text(".leaflet-control-attribution")
    assert (requests, faults) == ([], [])
    page.context.close()


def test_layers_of_folium_s_may_be_added(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """A Marker with a popup and a GeoJson of the user's own: both are drawn, the page works and asks for nothing."""
    chart = map_of()
    folium.Marker((35.3, 36.5), popup="My place").add_to(chart)
    folium.GeoJson(LINE, name="My line").add_to(chart)
    page, requests, faults = opened(chromium, chart, tmp_path / "map.html")
    assert page.locator(".leaflet-overlay-pane path").count() == 1
    assert "My line" in page.inner_text(".fl-legend")
    page.locator("img.leaflet-marker-icon").dispatch_event("click")
    assert page.inner_text(".leaflet-popup-content") == "My place"
    page.click("#fl-previous")
    assert page.inner_text("#fl-date") == "6 June 2019"
    assert (requests, faults) == ([], [])
    page.context.close()


def test_a_map_of_one_day_stays_on_it(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """No step leads away from the day, and every button can be pressed."""
    story = two_villages()
    chart = draw(story.readings, story.timeline, day=date(2019, 6, 6), **story.arguments())
    page, requests, faults = opened(chromium, chart, tmp_path / "map.html")
    assert page.inner_text("#fl-date") == "6 June 2019"
    for button in ("previous", "next", "play", "changes-only", "before-after"):
        page.click(f"#fl-{button}")
    assert page.inner_text("#fl-date") == "6 June 2019"
    assert page.get_attribute("#fl-slider", "min") == page.get_attribute("#fl-slider", "max")
    assert (requests, faults) == ([], [])
    page.context.close()

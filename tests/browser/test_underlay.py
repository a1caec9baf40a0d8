"""What a user lays under the places, in a real browser: tiles of a server, overlays, a picture, folium's layers."""

from __future__ import annotations

import http.server
import io
import json
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import folium
import numpy as np
import pytest
from PIL import Image

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
Colour = tuple[int, int, int]
GREEN, MAGENTA, ORANGE = (0, 200, 0), (255, 0, 255), (255, 140, 0)


class Served(NamedTuple):
    """A server of one tile on this machine: its address, and what was asked of it."""

    address: str
    asked: list[str]


def served(tile: bytes, *, copying: bool) -> Iterator[Served]:
    """A server of a tile, which lets its pictures be copied or not."""
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            if copying:
                self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(tile)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


@pytest.fixture
def tiles() -> Iterator[Served]:
    """A server of one grey tile."""
    yield from served(PIXEL, copying=True)


@pytest.fixture
def green_tiles() -> Iterator[Served]:
    """A server of one green tile."""
    yield from served(of_colour(GREEN), copying=True)


@pytest.fixture
def guarded_tiles() -> Iterator[Served]:
    """A server of one green tile that nobody may copy."""
    yield from served(of_colour(GREEN), copying=False)


def of_colour(colour: Colour) -> bytes:
    """A picture of one colour."""
    found = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(found, format="PNG")
    return found.getvalue()


def picture_of(page: Any, file: Path) -> Image.Image:  # noqa: ANN401 -- playwright without types
    """The picture that the page saves."""
    with page.expect_download() as saved:
        page.click("#fl-save-picture")
    saved.value.save_as(file)
    return Image.open(file).convert("RGB")


def share(picture: Image.Image, colour: Colour) -> float:
    """The share of a picture's pixels that come near a colour."""
    pixels = np.asarray(picture).reshape(-1, 3).astype(int)
    return float((np.abs(pixels - np.array(colour)).max(axis=1) < 40).mean())


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
    tiles: Served,
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
    about = page.text_content("#fl-view-about")
    assert f"asks {server.removeprefix('http://')} for what lies under the places" in about
    assert "loads nothing" not in about
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


def test_a_saved_picture_has_what_lies_under_the_places(
    chromium: Any,  # noqa: ANN401 -- playwright without types
    green_tiles: Served,
    tmp_path: Path,
) -> None:
    """Tiles of a server, a picture between its bounds, a line of folium's; what is switched off is not painted."""
    (tmp_path / "sheet.png").write_bytes(of_colour(MAGENTA))
    underlay = Underlay(
        tiles=green_tiles.address + "/{z}/{x}/{y}.png",
        picture=tmp_path / "sheet.png",
        bounds=(36.45, 35.25, 36.55, 35.35),
    )
    chart = map_of(underlay)
    folium.PolyLine([(35.2, 36.3), (35.2, 36.7)], color="#ff8c00", weight=16, opacity=1).add_to(chart)  # type: ignore[no-untyped-call] # half typed
    page, _, faults = opened(chromium, chart, tmp_path / "map.html", offline=False)
    page.wait_for_function("() => !document.querySelector('img.leaflet-tile:not(.leaflet-tile-loaded)')")
    page.wait_for_timeout(400)  # tiles fade in
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    whole = picture_of(page, tmp_path / "whole.png")
    for colour, least in ((GREEN, 0.2), (ORANGE, 0.003)):
        assert share(whole, colour) > max(least, 0.5 * share(seen, colour))
    sheet = (217, 30, 217)  # of the picture, through which the tiles shine a little
    assert share(whole, sheet) > 0.01
    page.locator(".fl-legend label", has_text="sheet").click()
    assert share(picture_of(page, tmp_path / "less.png"), sheet) < 0.001
    assert faults == []
    page.context.close()


def test_tiles_that_nobody_may_copy_are_shown_and_left_out_of_the_picture(
    chromium: Any,  # noqa: ANN401 -- playwright without types
    guarded_tiles: Served,
    tmp_path: Path,
) -> None:
    """The page has them, the picture is saved all the same, without them."""
    chart = map_of(Underlay(tiles=guarded_tiles.address + "/{z}/{x}/{y}.png"))
    page, _, _ = opened(chromium, chart, tmp_path / "map.html", offline=False)
    page.wait_for_function("() => !document.querySelector('img.leaflet-tile:not(.leaflet-tile-loaded)')")
    page.wait_for_timeout(400)  # tiles fade in
    assert share(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), GREEN) > 0.2
    assert share(picture_of(page, tmp_path / "saved.png"), GREEN) < 0.01
    page.context.close()


def test_layers_of_folium_s_may_be_added(chromium: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- playwright without types
    """A Marker with a popup and a GeoJson of the user's own: both are drawn, the page works and asks for nothing."""
    chart = map_of()
    folium.Marker((35.3, 36.5), popup="My place").add_to(chart)
    folium.GeoJson(LINE, name="My line").add_to(chart)
    page, requests, faults = opened(chromium, chart, tmp_path / "map.html")
    assert page.locator(".leaflet-overlay-pane path").count() == 1
    assert "My line" in page.inner_text(".fl-legend")
    assert "The page loads nothing from anywhere." in page.text_content("#fl-view-about")
    page.locator("img.leaflet-marker-icon").dispatch_event("click")
    assert page.inner_text(".leaflet-popup-content") == "My place"
    page.click("#fl-previous")
    assert page.inner_text("#fl-date") == "6 June 2019"
    assert (requests, faults) == ([], [])
    page.context.close()

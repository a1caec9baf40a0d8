"""Taking along what is shown: GeoJSON, picture, paper, address."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mapper.control.spell import Timeline
from tests.maps_fixture import place, two_villages
from tests.maps_front_fixture import seventy_villages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_what_is_shown_is_saved_as_geojson(open_page: Open, tmp_path: Path) -> None:
    """The columns of the control layer, the chosen day, areas and front line as valid shapes."""
    opened = open_page(seventy_villages(), fragment="#date=2019-05-20")
    with opened.page.expect_download() as saved:
        opened.page.locator("#fl-save-geojson").press("Enter")
    assert saved.value.suggested_filename == "control-2019-05-20.geojson"
    saved.value.save_as(tmp_path / "saved.geojson")
    found = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))
    layers = {feature["properties"]["layer"] for feature in found["features"]}
    assert layers == {"control", "areas", "front"}
    place = next(row for row in found["features"] if row["properties"]["layer"] == "control")
    assert set(place["properties"]) == {
        *(
            "layer",
            "date",
            "name",
            "name_local",
            "place_id",
            "holder",
            "status",
            "gaining",
            "since",
            "until",
            "confidence",
        ),
        *("confidence", "claims", "last_claim_quote", "claimant", "source", "geo_precision", "time_precision"),
    }
    assert place["properties"]["since"] <= "2019-05-20"
    assert {row["properties"]["date"] for row in found["features"]} == {"2019-05-20"}
    area = next(row for row in found["features"] if row["properties"]["layer"] == "areas")
    ring = area["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert "estimated" in found["note"]


def test_both_dates_are_saved_as_geojson(open_page: Open, tmp_path: Path) -> None:
    """With two dates side by side each feature says of which it is, also where the state is unknown on one."""
    opened = open_page(seventy_villages(), fragment="#before=2019-05-10&date=2019-05-20")
    with opened.page.expect_download() as saved:
        opened.page.click("#fl-save-geojson")
    assert saved.value.suggested_filename == "control-2019-05-10-and-2019-05-20.geojson"
    saved.value.save_as(tmp_path / "saved.geojson")
    found = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))
    assert found["dates"] == ["2019-05-10", "2019-05-20"]
    told = {(row["properties"]["layer"], row["properties"]["date"]) for row in found["features"]}
    assert told == {(layer, day) for layer in ("control", "areas", "front") for day in found["dates"]}
    states: list[dict[str, str]] = [
        {row["properties"]["place_id"]: row["properties"]["holder"] for row in found["features"] if _of(row, day)}
        for day in found["dates"]
    ]
    assert len(states[0]) == len(states[1]) == 70
    assert states[0] != states[1]


def _of(feature: dict[str, Any], day: str) -> bool:
    return bool(feature["properties"]["layer"] == "control" and feature["properties"]["date"] == day)


def test_places_of_unknown_state_are_saved_where_they_are_shown(open_page: Open, tmp_path: Path) -> None:
    """Hollow on the map, `unknown` in the file; switched off they are in neither."""
    opened = open_page(two_villages(), fragment="#lens=regime")
    for wanted in ({"Al-Jebeen": "unknown", "Nowhere Farm": "unknown", "Tal Malah": "held"}, {"Tal Malah": "held"}):
        with opened.page.expect_download() as saved:
            opened.page.click("#fl-save-geojson")
        saved.value.save_as(tmp_path / "saved.geojson")
        rows = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))["features"]
        assert {row["properties"]["name"]: row["properties"]["status"] for row in rows} == wanted
        opened.page.locator(".fl-legend label", has_text="Unknown").click()


def test_geojson_keeps_to_the_filter(open_page: Open, tmp_path: Path) -> None:
    """What is filtered out is not in the file, and the file says so."""
    opened = open_page(two_villages(), fragment="#without=rebels")
    with opened.page.expect_download() as saved:
        opened.page.click("#fl-save-geojson")
    saved.value.save_as(tmp_path / "saved.geojson")
    found = json.loads((tmp_path / "saved.geojson").read_text(encoding="utf-8"))
    assert {row["properties"]["holder"] for row in found["features"]} == {"regime"}
    assert found["filters"] == "without Rebels"


def test_the_map_is_saved_as_a_picture(open_page: Open, tmp_path: Path) -> None:
    """A PNG as wide as the map, higher by head and legend, and not of one colour."""
    opened = open_page(seventy_villages())
    with opened.page.expect_download() as saved:
        opened.page.locator("#fl-save-picture").press("Enter")
    saved.value.save_as(tmp_path / "saved.png")
    picture = (tmp_path / "saved.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 1440
    assert height > 1000
    assert len(picture) > 60_000
    assert "control-2019-06-28.png" in opened.text("#fl-told")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_no_word_of_a_saved_picture_is_cut(open_page: Open, width: int, height: int) -> None:
    """Title, filters, legend and note stand in as many lines as they need, all of them inside the picture."""
    story = replace(two_villages(), title="Who held which village along the northern front, as the agencies had it")
    opened = open_page(story, width=width, height=height, fragment="#lens=rebels&confidence=40")
    opened.page.evaluate(
        """() => {
            window.written = [];
            const plain = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
                const wide = this.measureText(words).width;
                const left = { left: 0, start: 0, right: wide, center: wide / 2 }[this.textAlign];
                const at = this.getTransform().transformPoint({ x: x - left, y });
                if (!this.canvas.isConnected) window.written.push([words, at.x, at.x + wide, at.y]);
                plain.call(this, words, x, y);
            };
        }"""
    )
    if width < 960:
        opened.page.click("#fl-panel-open")
        opened.page.evaluate("() => { window.written = []; }")
    with opened.page.expect_download():
        opened.page.click("#fl-save-picture")
    written = opened.page.evaluate("() => window.written")
    words = " ".join(row[0] for row in written)
    assert "along the northern front, as the agencies had it" in words
    assert "Only what sources on the side of Rebels claim · Filters: confidence from 40%" in words
    assert "Contested Unknown" in words
    assert words.endswith("Natural Earth (public domain).")
    assert "…" not in words
    assert [row for row in written if row[1] < 0 or row[2] > width] == []


def test_paper_gets_the_picture_and_every_place_with_its_sentence(open_page: Open) -> None:
    """Printing puts both on the page, and takes them away afterwards."""
    opened = open_page(two_villages())
    opened.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".fl-print img").is_visible()
    assert not opened.page.locator("#fl-panel").is_visible()
    assert "had driven the army out of Tal Malah" in opened.text(".fl-print")
    opened.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    opened.page.emulate_media(media="screen")
    assert opened.page.locator(".fl-print img").count() == 0
    assert opened.faults == []


def test_paper_is_light_where_the_screen_is_dark(open_page: Open) -> None:
    """The picture that is printed has light land, and the screen is as dark afterwards as it was."""
    opened = open_page(two_villages(), color_scheme="dark")
    brightness = """(source) => new Promise((tell) => {
        const picture = new Image();
        picture.onload = () => {
            const canvas = new OffscreenCanvas(picture.width, picture.height);
            const ctx = canvas.getContext('2d');
            ctx.drawImage(picture, 0, 0);
            const { data } = ctx.getImageData(0, 0, picture.width, picture.height);
            let sum = 0;
            for (let i = 0; i < data.length; i += 4) sum += data[i] + data[i + 1] + data[i + 2];
            tell(sum / (0.75 * data.length));
        };
        picture.src = source;
    })"""
    ground = "() => document.querySelector('.leaflet-fl-base-pane canvas').toDataURL()"
    before = opened.page.evaluate(ground)
    opened.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    source = opened.page.get_attribute(".fl-print img", "src")
    assert opened.page.evaluate(brightness, source) > 200
    assert opened.page.evaluate(ground) == before
    assert opened.page.evaluate(brightness, before) < 80
    card = opened.page.eval_on_selector(".fl-head", "(card) => getComputedStyle(card).backgroundColor")
    assert card == "rgb(28, 32, 38)"


def test_the_address_leads_back_to_all_that_was_chosen(open_page: Open) -> None:
    """Date, divider, lens, filters, names and view come back out of the hash."""
    opened = open_page(two_villages())
    opened.page.click("#fl-previous")
    opened.page.click("#fl-before-after")
    opened.page.click("#fl-local")
    opened.page.click("#fl-tab-filter")
    opened.page.check("#fl-lens-1")
    opened.page.uncheck("#fl-sides-1")
    opened.page.click("#fl-save-link")
    opened.page.wait_for_function(
        "() => document.getElementById('fl-told').textContent"
    )  # the clipboard may take a while
    told = opened.text("#fl-told")
    opened.page.wait_for_url("**without=regime**")
    fragment = opened.page.url[opened.page.url.index("#") :]
    assert "clipboard" in told or fragment in told
    again = open_page(two_villages(), fragment=fragment)
    assert again.text("#fl-date") == "6 June 2019"
    assert again.text("#fl-flag-before") == opened.text("#fl-flag-before")
    assert again.page.get_attribute("#fl-local", "aria-pressed") == "true"
    assert again.page.evaluate("() => document.getElementById('fl-lens-1').checked")
    assert "without Government" in again.text("#fl-sign")


def test_another_hash_in_the_same_page_is_followed(open_page: Open) -> None:
    """As when somebody opens a link in the tab that has the map already."""
    opened = open_page(two_villages())
    opened.page.evaluate("() => { location.hash = '#date=2019-06-05&lens=regime'; }")
    opened.page.wait_for_function("() => document.getElementById('fl-date').textContent === '5 June 2019'")
    assert "Government" in opened.text("#fl-sign")


def test_another_hash_is_followed_though_the_page_writes_its_own(open_page: Open) -> None:
    """The page writes its address a moment after each change, which may be the moment in which a link is opened."""
    opened = open_page(two_villages())
    opened.page.evaluate(
        """() => {
          const own = location.href;
          location.hash = '#date=2019-06-05';
          history.replaceState(null, '', own);
        }"""
    )
    opened.page.wait_for_function("() => document.getElementById('fl-date').textContent === '5 June 2019'")


@pytest.mark.parametrize(
    "fragment",
    [
        "#date=nonsense&view=a/b/c",
        "#lens=nobody&confidence=-3&split=900",
        "#place=none&%E0%A4%A",
        "#split=-1&view=1e300/35/36",
    ],
)
def test_a_broken_address_is_taken_for_none(open_page: Open, fragment: str) -> None:
    """The page opens as it would without."""
    opened = open_page(two_villages(), fragment=fragment)
    assert opened.text("#fl-date") == "8 June 2019"
    assert opened.page.locator("#fl-sign").is_hidden()
    assert opened.faults == []


def test_a_picture_that_cannot_be_made_is_told(open_page: Open) -> None:
    """Beyond its largest canvas a browser gives nothing: no file comes, and the panel says why; paper does, too."""
    opened = open_page(two_villages())
    opened.page.evaluate(
        """() => {
            HTMLCanvasElement.prototype.toBlob = function (tell) { setTimeout(() => tell(null)); };
            HTMLCanvasElement.prototype.toDataURL = () => 'data:,';
        }"""
    )
    opened.page.click("#fl-save-picture")
    opened.page.wait_for_function("() => document.getElementById('fl-told').textContent.includes('too large')")
    opened.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert "too large" in opened.page.inner_text(".fl-print > p >> visible=false")
    assert opened.page.locator(".fl-print img").count() == 0
    assert opened.page.locator(".fl-print tbody tr").count() == 3
    assert opened.faults == []


def test_paper_says_where_it_leaves_places_out(open_page: Open) -> None:
    """Of more places than a few sheets hold the caption says how many there are."""
    story = two_villages()
    spots = [place(f"Village {number}", 36 + number / 900, 35.3) for number in range(450)]
    spells = tuple(replace(story.timeline.spells[-1], place_id=spot.id, name=spot.name, place=spot) for spot in spots)
    opened = open_page(replace(story, timeline=Timeline(spells=spells), lenses=()))
    opened.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator(".fl-print tbody tr").count() == 400
    caption = opened.page.locator(".fl-print caption").text_content()
    assert caption == "Places on 8 June 2019, as reported, the first 400 of 450"


@pytest.mark.parametrize(("key", "share"), [("Home", "0"), ("End", "100")])
def test_the_address_keeps_a_divider_at_the_edge(open_page: Open, key: str, share: str) -> None:
    """Where the divider was left it stands again, at either end too."""
    opened = open_page(two_villages(), fragment="#before=2019-06-05")
    opened.page.locator("#fl-handle").press(key)
    opened.page.wait_for_url(f"**split={share}&**")
    again = open_page(two_villages(), fragment=opened.page.url[opened.page.url.index("#") :])
    assert again.page.get_attribute("#fl-handle", "aria-valuenow") == share

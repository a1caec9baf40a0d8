"""The page as a file: it loads nothing, is the same each time, and keeps hostile text out of its code."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import folium
import pytest

from mapper.atlas import Atlas
from mapper.maps.island import LETTERS, PACKED_FROM, island, lettered
from mapper.maps.page import draw
from tests.maps_fixture import NO_AREAS, NO_FRONT, THEATRE, Story, two_villages
from tests.maps_front_fixture import seventy_villages
from tests.maps_hostile_fixture import HOSTILE, hostile

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 450_000  # bytes of a page for a few reports
NAMES = [f"text {number}" for number in range(len(HOSTILE))]

RFC_1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def drawn(story: Story) -> folium.Map:
    """The map of a story."""
    return draw(story.readings, story.timeline, **story.arguments())


@cache
def harmless() -> str:
    """The page that the hostile ones are held against."""
    return rendered(hostile("Harmless"))


def rendered(story: Story) -> str:
    """The page of a story."""
    text: str = drawn(story).get_root().render()
    return text


class Outline(HTMLParser):
    """The elements of a page with their attributes, and the texts of its title and of its scripts, data aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "title": []}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self._open = "" if dict(attrs).get("type") == "application/json" else tag

    def handle_data(self, data: str) -> None:
        """Note the text of scripts and titles."""
        if self._open in self.texts:
            self.texts[self._open].append(data)
        self._open = ""


def payload_in(page: str) -> dict[str, Any]:
    """The payload as a browser would read it out of the page."""
    match = re.search(r'<script type="application/json" id="fl-payload">(.*?)</script>', page, re.DOTALL)
    assert match
    found: dict[str, Any] = json.loads(match[1])
    if "gzip" in found:
        found = json.loads(unpacked(found))
    return found


def unpacked(packed: dict[str, Any]) -> bytes:
    """The text of a packed payload, by way of Python's own letters for four bytes."""
    return gzip.decompress(unlettered(packed["gzip"], packed["size"]))


def unlettered(letters: str, size: int) -> bytes:
    """Bytes out of their letters, which stand for others than those of the standard."""
    return base64.b85decode(letters.translate(str.maketrans(LETTERS, RFC_1924)))[:size]


def test_two_maps_of_one_story_are_the_same_bytes() -> None:
    """Neither a second drawing nor a second rendering changes a byte."""
    chart = drawn(two_villages())
    first = chart.get_root().render()
    assert chart.get_root().render() == first
    assert rendered(two_villages()) == first


def test_the_page_is_small_and_asks_for_no_file(tmp_path: Path) -> None:
    """No element names a file to fetch, and the policy forbids fetching."""
    chart = drawn(two_villages())
    chart.save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    outline = Outline(page)
    assert len(page.encode()) < LIMIT
    assert not [tag for tag, _ in outline.elements if tag in {"link", "img", "iframe", "base", "object"}]
    assert not [attrs for _, attrs in outline.elements if "src" in attrs or "href" in attrs]
    assert "default-src 'none'" in policy(page)
    assert "http" not in policy(page)
    assert not re.search(r"url\((?!#|data:)", page)


def policy(page: str) -> str:
    """The content policy of a page."""
    (found,) = [
        attrs["content"] or ""
        for tag, attrs in Outline(page).elements
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    return found


def test_the_page_has_a_language_a_title_and_may_be_zoomed() -> None:
    """What a screen reader and a weak eye need first."""
    page = rendered(two_villages())
    outline = Outline(page)
    assert ("html", {"lang": "en"}) in outline.elements
    assert outline.texts["title"] == ["Control by place, as reported"]
    assert "user-scalable" not in page
    assert "maximum-scale" not in page


@pytest.mark.parametrize("text", HOSTILE, ids=NAMES)
def test_hostile_text_stays_text(text: str) -> None:
    """Whatever a report, gazetteer or user says, the page has the same elements as a harmless one."""
    page = rendered(hostile(text))
    assert [tag for tag, _ in Outline(page).elements] == [tag for tag, _ in Outline(harmless()).elements]
    names = payload_in(page)["places"]["name"]
    assert names in ([text], {"length": 1, "all": text})  # plain, or packed where the text is long
    page.encode("utf-8")
    drawn(hostile(text))._repr_html_().encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE, ids=NAMES)
def test_hostile_text_reaches_no_code(text: str) -> None:
    """Scripts other than the payload say only what they say on a harmless page, names and numbers aside."""
    known = [_without_names(part) for part in Outline(harmless()).texts["script"]]
    found = [_without_names(part) for part in Outline(rendered(hostile(text))).texts["script"]]
    assert len(found) == len(known)
    assert [len(part) for part in found] == [len(part) for part in known]


def _without_names(script: str) -> str:
    """A script without its string literals, where names may stand."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', script)


def test_a_template_engine_finds_nothing_to_do_in_names() -> None:
    """What a macro wrote is read as a template once more: braces of a name must not reach it."""
    page = rendered(hostile("{{ 7*7 }}"))
    assert "49" not in Outline(page).texts["title"][0]
    assert "\\u007b\\u007b 7*7 \\u007d\\u007d" in page


def test_a_large_payload_is_packed_and_a_small_one_can_be_read() -> None:
    """Both give the same data back."""
    small, large = {"a": "</script>"}, {"a": ["</script>\u2028\ud800"] * PACKED_FROM}
    assert json.loads(island(small)) == small
    packed = json.loads(island(large))
    assert json.loads(unpacked(packed)) == large
    assert "<" not in island(small) + island(large)
    assert not set(packed["gzip"]) & set("<>&'\"\\`{")


@pytest.mark.parametrize("size", range(9))
def test_bytes_of_any_number_come_back_from_their_letters(size: int) -> None:
    """Also where the last four are not full, and where all bits are set."""
    for content in (bytes(range(size)), b"\xff" * size):
        letters = lettered(content)
        assert len(letters) == 5 * ((size + 3) // 4)
        assert unlettered(letters, size) == content


def test_a_page_of_nothing_can_be_drawn() -> None:
    """No report, no place, no area: a map of the theatre."""
    empty = Story(readings=(), timeline=two_villages().timeline.__class__(), areas=NO_AREAS, front=NO_FRONT)
    data = payload_in(rendered(empty))
    assert data["places"]["name"] == []
    assert data["base"]["box"] == list(THEATRE.bounds or ())


def test_an_atlas_offers_the_lenses_that_show_something_else() -> None:
    """Each side that claims anything, and neither; none where everybody is of one mind."""
    story = two_villages()
    atlas = Atlas(readings=story.readings, timeline=story.timeline, theatre=story.theatre)
    data = payload_in(atlas.map().get_root().render())
    names = [*data["sides"]["name"], "neither"]
    assert [names[lens["side"]] for lens in data["lenses"]] == ["rebels", "regime", "neither"]
    assert payload_in(atlas.lens("regime").map().get_root().render())["lenses"] == []


def test_every_side_has_a_switch_in_folium_s_control() -> None:
    """And so have contested places, changes, areas, the front line and the base map."""
    page = rendered(two_villages())
    keys = re.findall(r'data-key=(?:\\u0022|\\"|")([\w:]+)', page)
    assert {"side:rebels", "side:regime", "contested", "changes", "areas", "front", "base"} <= set(keys)


def test_a_layer_of_the_user_s_own_may_come_later() -> None:
    """The control is written after every layer that it names, also when the map was rendered before."""
    chart = drawn(two_villages())
    chart.get_root().render()
    group = folium.FeatureGroup(name="Mine").add_to(chart)
    folium.CircleMarker((35.3, 36.5), popup="Mine").add_to(group)
    page = chart.get_root().render()
    assert page.index("L.featureGroup(") < page.index("L.control.layers(")
    assert "jQuery" in page
    assert "jQuery" not in rendered(two_villages())
    assert "http" not in policy(page)


def test_tiles_of_the_user_s_own_open_the_policy_for_their_server_alone() -> None:
    """A page that shall load tiles may, and says from where."""
    chart = drawn(two_villages())
    folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="Example").add_to(chart)
    page = chart.get_root().render()
    assert re.findall(r"https?://\S+?(?=[; ])", policy(page)) == ["https://*.tiles.example"]
    assert "img-src data: blob: https://*.tiles.example;" in policy(page)


def test_a_notebook_shows_the_counts_before_the_frame() -> None:
    """An untrusted notebook strips the frame and keeps what stands before it."""
    shown = drawn(seventy_villages(count=20, days=10))._repr_html_()
    before, frame = shown.split("<iframe", 1)
    assert "<td>Rebels</td>" in before
    source = re.search(r'srcdoc="([^"]*)"', frame)
    assert source
    assert html.unescape(source[1]).startswith("<!DOCTYPE html>")

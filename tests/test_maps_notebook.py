"""What a notebook shows of a map: a picture and a table that survive distrust, a frame, or a file beside it."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from mapper.atlas import Atlas
from mapper.maps import notebook
from mapper.maps.layers import FrontlineLayer
from mapper.maps.page import draw
from mapper.maps.still import still
from tests.maps_fixture import THEATRE, Story, two_villages
from tests.maps_front_fixture import seventy_villages
from tests.maps_hostile_fixture import HOSTILE, hostile
from tests.test_maps_page import payload_in

if TYPE_CHECKING:
    from pathlib import Path

    import folium

BRICK, TEAL, OCHRE = (0xC2, 0x45, 0x2D), (0x17, 0x74, 0x8F), (0x8A, 0x6D, 0x1F)


def drawn(story: Story) -> folium.Map:
    """The map of a story."""
    return draw(story.readings, story.timeline, **story.arguments())


def layer_of(chart: folium.Map) -> FrontlineLayer:
    """Our layer on a map."""
    (layer,) = [part for part in chart._children.values() if isinstance(part, FrontlineLayer)]  # noqa: SLF001
    return layer


def picture(story: Story) -> Image.Image:
    """The picture of a story's map."""
    layer = layer_of(drawn(story))
    return Image.open(io.BytesIO(still(layer.payload, layer.base)))


def shades(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels are about of this colour."""
    pixels = np.asarray(image.convert("RGB")).astype(int)
    return int((np.abs(pixels - colour).max(axis=2) < 14).sum())


def test_the_picture_shows_sides_contested_places_and_areas() -> None:
    """Brick, teal and ochre symbols, land coloured near them, and less than 60 kB."""
    image = picture(seventy_villages())
    assert image.size == (720, 440)
    assert shades(image, BRICK) > 400
    assert shades(image, TEAL) > 400
    assert shades(image, OCHRE) > 30
    plain = seventy_villages()
    without = Story(
        readings=plain.readings, timeline=plain.timeline, areas=two_villages().areas, front=two_villages().front
    )
    paper = (0xF8, 0xF4, 0xEB)
    assert shades(picture(without), paper) > shades(image, paper) + 20_000


def test_the_same_map_gives_the_same_picture() -> None:
    """Byte by byte, and small."""
    one, other = (drawn(seventy_villages())._repr_html_() for _ in range(2))
    assert one == other
    data = re.search(r'src="data:image/png;base64,([^"]+)"', one)
    assert data
    assert len(base64.b64decode(data[1])) < 60_000


def test_picture_and_table_stand_before_the_frame() -> None:
    """An untrusted notebook takes out the frame: what is before tells date, states, and what is estimated."""
    before, after = drawn(two_villages())._repr_html_().split("<iframe", 1)
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="[^"]*8 June 2019[^"]*estimated[^"]*Rebels 1', before)
    assert "<td>Rebels</td><td>1</td>" in before
    assert "<script" not in before
    assert "<svg" not in before
    assert "srcdoc=" in after


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_text_before_the_frame(text: str) -> None:
    """No element but picture and table comes of it, and it can be written as UTF-8."""
    before = drawn(hostile(text))._repr_html_().split("<iframe", 1)[0]
    assert set(re.findall(r"<(\w+)", before)) == {"img", "table", "tr", "th", "td"}
    before.encode("utf-8")


def test_a_large_page_stands_in_a_file_beside_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell links it; where no file can be written, the frame is shown all the same."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(notebook, "LARGE", 1000)
    shown = drawn(two_villages())._repr_html_()
    link = re.search(r'href="(frontline-map-[0-9a-f]{10}\.html)"', shown)
    assert link
    assert "<iframe" not in shown
    assert "too large" in shown
    assert payload_in((tmp_path / link[1]).read_text(encoding="utf-8"))["format"] == 1
    folder = tmp_path / link[1]
    folder.unlink()
    folder.mkdir()
    assert "<iframe" in drawn(two_villages())._repr_html_()


def test_an_atlas_shows_itself_as_lines_and_a_picture() -> None:
    """In a notebook that runs nothing as well."""
    story = two_villages()
    atlas = Atlas(readings=story.readings, timeline=story.timeline, theatre=THEATRE)
    shown = atlas._repr_mimebundle_(include=None, exclude=None)
    assert shown["text/plain"] == repr(atlas)
    assert "data:image/png" in shown["text/html"]
    assert "Tal Malah: held rebels" in shown["text/html"]
    empty = Atlas(readings=(), timeline=story.timeline.__class__(), theatre=THEATRE)
    assert "<img" not in empty._repr_mimebundle_()["text/html"]


def test_a_map_of_one_day_has_that_day_alone() -> None:
    """Its states, its areas, and no other day on the slider."""
    story = two_villages()
    atlas = Atlas(readings=story.readings, timeline=story.timeline, theatre=THEATRE)
    data = layer_of(atlas.map(at="2019-06-05")).payload
    assert data["day"] == 18052
    names = data["sides"]["name"]
    assert {names[holder] for holder in data["spells"]["holder"]} == {"regime"}
    assert set(data["areas"]["date"]) == {18052}
    assert len(layer_of(atlas.map()).payload["spells"]["place"]) == 5
    assert "5 June 2019" in atlas.map(at="2019-06-05")._repr_html_().split("<iframe", 1)[0]

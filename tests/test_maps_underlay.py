"""What a user puts under the places: tiles, overlays, a picture; each is told whose it is, and none runs."""

from __future__ import annotations

import base64
import gzip
import json
import os
import struct
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from mapper.cli import main
from mapper.errors import InputError
from mapper.maps.page import draw
from mapper.maps.pmtiles import tile_id, tiles_of
from mapper.maps.underlay import Underlay
from tests.maps_fixture import two_villages
from tests.maps_hostile_fixture import HOSTILE
from tests.test_maps_page import Outline, policy

if TYPE_CHECKING:
    from pathlib import Path

# One grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081b7fd4a2a0000000049454e44ae426082"
)
LINE = {"type": "LineString", "coordinates": [[36.4, 35.2], [36.6, 35.4]]}


def page_with(underlay: Underlay) -> str:
    """The page of two villages with something under them."""
    story = two_villages()
    text: str = draw(story.readings, story.timeline, underlay=underlay, **story.arguments()).get_root().render()
    return text


def written(path: Path, content: Any) -> Path:  # noqa: ANN401 -- whatever JSON can say
    """A file of JSON."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_without_an_underlay_the_policy_names_no_server() -> None:
    """Nothing is a default."""
    assert "http" not in policy(page_with(Underlay()))


def test_tiles_may_be_asked_for_as_pictures_alone() -> None:
    """The policy opens for pictures of that server; whose they are is told as text."""
    page = page_with(Underlay(tiles="https://tiles.example/{z}/{x}/{y}.png", attribution="<b>Us</b> {{ 7*7 }}"))
    assert [rule.strip() for rule in policy(page).split(";") if "http" in rule] == [
        "img-src data: blob: https://tiles.example"
    ]
    assert "<b>Us" not in page
    assert "49" not in page[page.index("L.tileLayer") : page.index("L.tileLayer") + 600]


def test_a_provider_is_known_by_its_name() -> None:
    """Its address and its attribution come with it."""
    page = page_with(Underlay(tiles="OpenStreetMap.Mapnik"))
    assert "https://tile.openstreetmap.org/{z}/{x}/{y}.png" in page
    assert "OpenStreetMap contributors" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_features_of_an_overlay_stay_text(text: str, tmp_path: Path) -> None:
    """Properties of a file of a user's own are hostile, too: the page has the elements it had."""
    row = {"type": "Feature", "properties": {"name": text, "other": text}, "geometry": LINE}
    calm = {"type": "Feature", "properties": {"name": "A road"}, "geometry": LINE}
    pages = []
    for number, feature in enumerate((row, calm)):
        file = written(tmp_path / f"{number}.geojson", {"type": "FeatureCollection", "features": [feature]})
        pages.append(Outline(page_with(Underlay(overlays=[file]))))
    assert [tag for tag, _ in pages[0].elements] == [tag for tag, _ in pages[1].elements]


def test_an_overlay_may_have_a_hostile_file_name(tmp_path: Path) -> None:
    """It stands in the control as text."""
    file = written(tmp_path / "{{ 7*7 }}<img src=x onerror=window.__hostile=1>.geojson", LINE)
    page = page_with(Underlay(overlays=[file]))
    assert "<img src=x" not in page
    assert "&#123;" in page or "\\u0026#123;" in page


def test_a_picture_lies_in_the_page_itself(tmp_path: Path) -> None:
    """As data, between its bounds."""
    (tmp_path / "old map.png").write_bytes(PIXEL)
    page = page_with(Underlay(picture=tmp_path / "old map.png", bounds=(36.0, 35.0, 37.0, 36.0)))
    assert "L.imageOverlay" in page
    assert "[[35.0,36.0],[36.0,37.0]]" in page
    assert "http" not in policy(page)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--tiles", "Nobody.Knows"], "no tiles named"),
        (["--tiles", "https://tiles.example/tile.png"], "no address of tiles"),
        (["--tiles", "ftp://tiles.example/{z}/{x}/{y}"], "no address of tiles"),
        (["--tiles", "MapBox"], "a key of yours"),
        (["--overlay", "missing.geojson"], "cannot be read"),
        (["--overlay", "words.txt"], "no GeoJSON"),
        (["--overlay", "empty.geojson"], "holds no feature"),
        (["--picture", "words.txt"], "no picture that a browser shows"),
        (["--picture", "one.png"], "say where the picture lies"),
        (["--picture", "one.png", "--picture-bounds", "37,35,36,36"], "west must be below east"),
        (["--picture", "one.png", "--picture-bounds", "a,b"], "no bounds"),
        (["--picture-bounds", "36,35,37,36"], "no picture"),
    ],
)
def test_what_cannot_be_used_is_told_in_plain_words(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no page is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text("Rebels captured Tal Malah on 6 June 2019.", encoding="utf-8")
    (tmp_path / "words.txt").write_text("words", encoding="utf-8")
    (tmp_path / "one.png").write_bytes(PIXEL)
    written(tmp_path / "empty.geojson", {"type": "FeatureCollection", "features": []})
    assert main(["map", "report.txt", "-o", "map.html", *options]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "map.html").exists()


def pmtiles(tiles: dict[int, bytes], *, kind: int = 2, leaves: bool = False) -> bytes:
    """A PMTiles file of these tiles by number; with `leaves` its root names one directory inside."""
    numbers = sorted(tiles)

    def directory(rows: list[tuple[int, int, int, int]]) -> bytes:
        steps = [row[0] - before[0] for row, before in zip(rows, [(0,), *rows], strict=False)]
        columns = [
            len(rows),
            *steps,
            *(row[1] for row in rows),
            *(row[2] for row in rows),
            *(row[3] + 1 for row in rows),
        ]
        return gzip.compress(b"".join(map(varint, columns)), mtime=0)

    data, rows = b"", []
    for number in numbers:
        rows.append((number, 1, len(tiles[number]), len(data)))
        data += tiles[number]
    leaf = directory(rows)
    root = directory([(numbers[0], 0, len(leaf), 0)]) if leaves else leaf
    inside = leaf if leaves else b""
    places = [127, len(root), 0, 0, 127 + len(root), len(inside), 127 + len(root) + len(inside), len(data)]
    header = b"PMTiles\x03" + struct.pack("<8Q", *places) + bytes(24) + struct.pack("<6B", 1, 2, 1, kind, 0, 3)
    return header.ljust(127, b"\0") + root + inside + data


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    found = b""
    while number > 127:
        found += bytes([number & 127 | 128])
        number >>= 7
    return found + bytes([number])


def test_tiles_are_numbered_as_the_format_says() -> None:
    """Zooms one after the other, each along its Hilbert curve; the last is the format's own example."""
    assert [tile_id(1, *at) for at in ((0, 0), (0, 1), (1, 1), (1, 0))] == [1, 2, 3, 4]
    assert (tile_id(0, 0, 0), tile_id(2, 0, 0)) == (0, 5)
    assert sorted(tile_id(3, x, y) for x in range(8) for y in range(8)) == list(range(21, 85))
    assert tile_id(12, 3423, 1763) == 19078479


@pytest.mark.parametrize("leaves", [False, True])
def test_tiles_of_a_file_go_with_the_page(leaves: bool, tmp_path: Path) -> None:  # noqa: FBT001 -- a parameter of the test
    """Those near the places and no others, by way of directories in directories as well."""
    every = {tile_id(z, x, y): b"%d/%d/%d" % (z, x, y) for z in range(4) for x in range(2**z) for y in range(2**z)}
    (tmp_path / "ground.pmtiles").write_bytes(pmtiles(every, leaves=leaves))
    found = tiles_of(tmp_path / "ground.pmtiles", (36.0, 35.0, 37.0, 36.0))
    assert found.pictures == {(0, 0, 0): b"0/0/0", (1, 1, 0): b"1/1/0", (2, 2, 1): b"2/2/1", (3, 4, 3): b"3/4/3"}
    assert (found.kind, found.lowest, found.highest) == ("image/png", 0, 3)
    page = page_with(Underlay(pmtiles=tmp_path / "ground.pmtiles", attribution="{{ 7*7 }}<b>"))
    assert base64.b64encode(b"3/4/3").decode() in page
    assert "http" not in policy(page)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no tiles", "no PMTiles file"),
        (pmtiles({0: b"x"}, kind=1), "vector tiles"),
        (pmtiles({0: b"x"})[:130], "broken"),
        (pmtiles({0: b"x"})[:-1], "broken: it ends too early"),
        (pmtiles({0: b"x"}).replace(struct.pack("<Q", 127), struct.pack("<Q", 2**64 - 1), 1), "broken"),
        (pmtiles({tile_id(3, 0, 0): b"x"}), "no tiles where the places are"),
    ],
)
def test_a_file_of_tiles_that_cannot_be_used_is_told(content: bytes, words: str, tmp_path: Path) -> None:
    """In plain words, with what to do next."""
    (tmp_path / "ground.pmtiles").write_bytes(content)
    with pytest.raises(InputError, match=words):
        page_with(Underlay(pmtiles=tmp_path / "ground.pmtiles"))


def test_of_a_large_file_only_its_own_tiles_are_read(tmp_path: Path) -> None:
    """Country-wide files have gigabytes."""
    every = {tile_id(z, x, y): b"%d/%d/%d" % (z, x, y) for z in range(4) for x in range(2**z) for y in range(2**z)}
    (tmp_path / "ground.pmtiles").write_bytes(pmtiles(every))
    os.truncate(tmp_path / "ground.pmtiles", 64_000_000)
    tracemalloc.start()
    found = tiles_of(tmp_path / "ground.pmtiles", (36.0, 35.0, 37.0, 36.0))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.pictures[3, 4, 3] == b"3/4/3"
    assert most < 2_000_000


def test_bounds_of_a_whole_world_are_bounds(tmp_path: Path) -> None:
    """But nothing beyond it."""
    (tmp_path / "one.png").write_bytes(PIXEL)
    page_with(Underlay(picture=tmp_path / "one.png", bounds=(-180, -90, 180, 90)))
    with pytest.raises(InputError, match="no bounds"):
        page_with(Underlay(picture=tmp_path / "one.png", bounds=(-200, -90, 180, 90)))

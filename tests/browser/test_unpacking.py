"""What the page reads out of a packed payload is what was put in."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mapper.maps.columns import coded
from mapper.maps.island import literal
from mapper.maps.named import Rivals
from mapper.maps.packing import packed, steps
from mapper.maps.payload import payload_of
from tests.maps_fixture import Story, two_villages
from tests.maps_front_fixture import seventy_villages
from tests.maps_hostile_fixture import HOSTILE, hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser

STORIES: dict[str, Callable[[], Story]] = {
    "two villages": two_villages,
    "seventy villages": seventy_villages,
    "nothing": lambda: Story(
        readings=(),
        timeline=two_villages().timeline.__class__(),
        areas=two_villages().areas,
        front=two_villages().front,
    ),
    **{f"hostile {number}": lambda text=text: hostile(text) for number, text in enumerate(HOSTILE)},  # type: ignore[misc]
}


@pytest.fixture(scope="module")
def reader(chromium: Any) -> Iterator[Any]:  # noqa: ANN401 -- playwright without types
    """A blank page that knows the functions of page/unpacking.js."""
    source = resources.files("mapper.maps").joinpath("page", "unpacking.js").read_text(encoding="utf-8")
    page = chromium.new_page()
    page.evaluate(f"() => {{ {source.replace('export ', '')}; window.unpacked = unpacked; window.numbers = numbers; }}")
    yield page
    page.close()


def plain(story: Story) -> dict[str, Any]:
    """The payload of a story."""
    # draw() adds how far areas reach, which is no column
    more = {key: value for key, value in story.arguments().items() if key not in {"context", "day"}}
    payload = payload_of(story.readings, story.timeline, **{**more, "title": "A title"})
    payload["areas"]["reach"] = 4.5
    return payload


@pytest.mark.parametrize("name", STORIES)
def test_every_column_comes_back(reader: Any, name: str) -> None:  # noqa: ANN401 -- playwright without types
    """Packed, written as JSON, read and unpacked by the page, each table is what it was."""
    payload = plain(STORIES[name]())
    read = reader.evaluate(
        "(text) => JSON.stringify(window.unpacked(JSON.parse(text))).replace(/[^ -~]/g,"
        " (c) => '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))",
        literal(packed(payload)),
    )
    found, wanted = json.loads(read), json.loads(literal(payload))
    for table in ("places", "spells", "reports", "claims", "resolutions", "areas", "front", "lenses", "sides"):
        assert found[table] == wanted[table], table


@pytest.mark.parametrize("text", ["~", "~|^ \n\t", "\ue000\n~|^\t", "-", "", "Tell"])
def test_texts_come_back_whatever_stands_in_them(reader: Any, text: str) -> None:  # noqa: ANN401 -- without types
    """Titles with and without the name, addresses with and without the id, and the characters that part texts."""
    payload = plain(seventy_villages())
    reports, claims = payload["reports"], payload["claims"]
    for number, title in enumerate(reports["title"]):
        name = claims["words"][claims["report"].index(number)] if number in claims["report"] else ""
        reports["title"][number] = f"{title} {text} {name} {name}"
        reports["url"][number] = f"https://news.example/{text}/{reports['id'][number].rpartition('-')[2]}{text}"
    read = reader.evaluate("(text) => JSON.stringify(window.unpacked(JSON.parse(text)))", literal(packed(payload)))
    found, wanted = json.loads(read), json.loads(literal(payload))
    for table in ("reports", "claims"):
        assert found[table] == wanted[table], table


def test_a_losing_candidate_that_is_a_place_of_the_map_is_named(reader: Any) -> None:  # noqa: ANN401 -- without types
    """As one that is none, though only the latter's name is in the data."""
    payload = plain(seventy_villages())
    places = payload["places"]
    own = ", ".join([places["entry"][3], *places["within"][3][::-1]])
    count = len(payload["resolutions"]["rivals"])
    names, scores = coded([own, "Elsewhere, Homs"] * count), coded([40, 30] * count)
    payload["resolutions"]["rivals"] = Rivals(np.full(count, 2), names, scores)
    small = packed(payload)
    assert small["resolutions"]["rivals"]["of"] == ["Elsewhere, Homs"]
    read = reader.evaluate("(text) => window.unpacked(JSON.parse(text)).resolutions.rivals.at(0)", literal(small))
    assert read == [[own, 40], ["Elsewhere, Homs", 30]]


def test_numbers_come_back(reader: Any) -> None:  # noqa: ANN401 -- playwright without types
    """Small and large, below zero, missing, growing or not."""
    rows = [0, -1, 1, 15, 16, -16, 1023, 1024, 2**31, -(2**40), None, 7, None]
    for growing in (False, True):
        assert reader.evaluate("(coded) => window.numbers(coded)", steps(rows, growing=growing)) == rows
        assert reader.evaluate("(coded) => window.numbers(coded)", steps(rows[:9], growing=growing)) == rows[:9]
    assert reader.evaluate("(coded) => window.numbers(coded)", steps([None, None])) == [None, None]
    assert reader.evaluate("(coded) => window.numbers(coded)", steps([])) == []

"""Every gazetteer keeps the promises of the protocol."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from mapper.places.adding import add
from mapper.places.nominatim import Nominatim
from mapper.places.opening import open_gazetteers
from mapper.places.shipped import Shipped
from tests.gazetteer_fixture import write_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapper.places.place import Gazetteer

BUILT = resources.files("mapper").joinpath("data/gazetteer.tsv").is_file()


class Answering(BaseHTTPRequestHandler):
    """Knows Hama only."""

    def do_GET(self) -> None:
        """Answer like a Nominatim server."""
        place = {"osm_type": "node", "osm_id": 1, "lat": "35.13", "lon": "36.75", "class": "place", "type": "city"}
        hami = {**place, "osm_id": 2, "display_name": "Hami, Syria"}
        known = [hami, {**place, "display_name": "Hama, Syria", "name": "Hama"}] if "q=hama" in self.path else []
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(known).encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that knows Hama."""
    with HTTPServer(("127.0.0.1", 0), Answering) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine's would answer for a server on it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(params=["shipped", "towns", "nominatim", "table", "installed"])
def gazetteer(
    request: pytest.FixtureRequest, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> Gazetteer:
    """Each gazetteer in turn, opened as a user opens it; all know Hama."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))
    wanted = request.param
    if wanted == "shipped" and not BUILT:
        pytest.skip("the gazetteer is not built yet")
    if wanted == "installed":
        add([write_tables(tmp_path / "tables")])
    if wanted == "table":
        wanted = str(tmp_path / "mine.csv")
        (tmp_path / "mine.csv").write_text("name,lon,lat\nHama,36.75,35.13\nHami,36,35\n", encoding="utf-8")
    network = partial(Nominatim, tmp_path, tell=[""].append, server=server, scheme="http", pause=0)
    return open_gazetteers([wanted], countries=("SY",), network=network)[0]


def test_it_has_a_name(gazetteer: Gazetteer) -> None:
    """The name is a word, and the places carry it."""
    assert gazetteer.name.isidentifier()
    assert {one.place.gazetteer for one in gazetteer.find("Hama")} == {gazetteer.name}


def test_a_known_name_is_found(gazetteer: Gazetteer) -> None:
    """Hama comes first, and lies where it lies."""
    best = gazetteer.find("Hama")[0]
    assert best.place.lon == pytest.approx(36.75, abs=0.1)
    assert best.place.lat == pytest.approx(35.13, abs=0.1)
    assert best.likeness == 1.0


@pytest.mark.parametrize("name", ["", " ", "'"])
def test_no_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    """A query without letters has no candidates and is no error."""
    assert len(gazetteer.find(name)) == 0


def test_an_unknown_name_finds_nothing(gazetteer: Gazetteer) -> None:
    """A name nobody bears has no candidates."""
    assert len(gazetteer.find("Xqzwvbptfjk")) == 0


@pytest.mark.parametrize("name", ["Hama", "hamah", "Homs", "Tal Malah"])
def test_candidates_are_ranked(gazetteer: Gazetteer, name: str) -> None:
    """Likeness runs from 1 down, ids are not repeated, and a second look-up says the same."""
    found = gazetteer.find(name)
    likenesses = [one.likeness for one in found]
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(0.0 <= likeness <= 1.0 for likeness in likenesses)
    assert len({one.place.id for one in found}) == len(found) <= 25
    assert list(gazetteer.find(name)) == list(found)


@pytest.mark.skipif(not BUILT, reason="the gazetteer is not built yet")
def test_the_shipped_one_is_read_once() -> None:
    """Two openings share their places."""
    assert Shipped().places() is Shipped().places()

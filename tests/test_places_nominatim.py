"""The network gazetteer, against a server on this machine."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mapper._version import VERSION
from mapper.errors import GazetteerError, NetworkError
from mapper.places.nominatim import PATIENCE, Nominatim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KOBANI: dict[str, Any] = {
    "osm_type": "node",
    "osm_id": 123,
    "lat": "36.89",
    "lon": "38.35",
    "class": "place",
    "type": "town",
    "name": "Ayn al-Arab",
    "display_name": "Ayn al-Arab, Aleppo Governorate, Syria",
    "address": {"state": "Aleppo Governorate", "country_code": "sy"},
    "namedetails": {"name": "عين العرب", "name:en": "Ayn al-Arab", "alt_name": "Kobani;Kobane"},
    "extratags": {"population": "44821", "wikidata": "Q1"},
}


@dataclass
class Server:
    """What the server was asked, when, and what it answers."""

    answer: Any = field(default_factory=list)
    status: int = 200
    delay: float = 0.0
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    address: str = ""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine's would answer for a server on it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server, listening on a free port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.times.append(time.monotonic())
            server.asked.append(parse_qs(urlsplit(self.path).query))
            server.agents.append(self.headers["User-Agent"])
            time.sleep(server.delay)
            body = json.dumps(server.answer).encode()
            try:
                self.send_response(server.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                return  # the other side has given up

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def opened(
    folder: Path, server: Server, told: list[str] | None = None, *, timeout: float = 5, pause: float = 0
) -> Nominatim:
    """The gazetteer over this server, in a hurry."""
    heard: list[str] = [] if told is None else told
    return Nominatim(folder, tell=heard.append, server=server.address, scheme="http", timeout=timeout, pause=pause)


def test_an_answer_becomes_a_place(tmp_path: Path) -> None:
    """A result has its id, kind, names and point, and is compared with each of its names."""
    with serving(Server(answer=[KOBANI])) as server:
        (found,) = opened(tmp_path, server).find("Kobanî")
    assert (found.match, found.likeness) == ("network", 1.0)
    place = found.place
    assert (place.id, place.kind, place.lon, place.lat) == ("osm:node/123", "settlement", 38.35, 36.89)
    assert (place.name, place.name_local, place.country) == ("Ayn al-Arab", "عين العرب", "SY")
    assert place.names == ("Kobani", "Kobane", "عين العرب", "Ayn al-Arab")
    assert (place.admin, place.population, place.gazetteer) == (("Aleppo Governorate",), 44821, "nominatim")
    assert place.ids == ("osm:node/123", "wikidata:Q1")


@pytest.mark.parametrize(
    ("group", "detail", "kind"),
    [
        *(("place", "hamlet", "settlement"), ("place", "state", "admin"), ("place", "region", "region")),
        *(("boundary", "administrative", "admin"), ("natural", "peak", "site"), ("natural", "water", "water")),
        *(("waterway", "river", "water"), ("highway", "motorway", "road"), ("aeroway", "aerodrome", "site")),
        *(("military", "base", "site"), ("craft", "brewery", "site")),
    ],
)
def test_class_and_type_tell_the_kind(tmp_path: Path, group: str, detail: str, kind: str) -> None:
    """OpenStreetMap's classes are put in our words."""
    with serving(Server(answer=[{**KOBANI, "class": group, "type": detail}])) as server:
        assert opened(tmp_path, server).find("Kobani")[0].place.kind == kind


def test_the_request_says_who_asks_and_where(tmp_path: Path) -> None:
    """The user agent carries our version, and the countries are passed on."""
    with serving(Server()) as server:
        Nominatim(tmp_path, tell=[""].append, countries=("SY", "IQ"), server=server.address, scheme="http").find("Hama")
    assert server.agents == [f"frontline-mapper/{VERSION}"]
    assert (server.asked[0]["q"], server.asked[0]["countrycodes"]) == (["hama"], ["iq,sy"])


@pytest.mark.parametrize("answer", [[KOBANI], []])
def test_an_answer_is_kept_even_an_empty_one(tmp_path: Path, answer: list[object]) -> None:
    """The same name is not asked twice, in this run or the next."""
    with serving(Server(answer=answer)) as server:
        first = opened(tmp_path, server).find("Kobani")
        assert opened(tmp_path, server).find(" KOBANI ") == first
        assert len(server.asked) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_broken_answer_on_disk_is_asked_for_again(tmp_path: Path) -> None:
    """A file that cannot be read counts as none."""
    with serving(Server(answer=[KOBANI])) as server:
        opened(tmp_path, server).find("Kobani")
        next(tmp_path.iterdir()).write_text("{", encoding="utf-8")
        assert opened(tmp_path, server).find("Kobani")
        assert len(server.asked) == 2


def test_a_failure_is_told_and_not_kept(tmp_path: Path) -> None:
    """An error of the server says what to do next; the name is asked again when it is well."""
    with serving(Server(answer=[KOBANI], status=500)) as server:
        gazetteer = opened(tmp_path, server)
        with pytest.raises(NetworkError, match="leave out --gazetteer nominatim"):
            gazetteer.find("Kobani")
        server.status = 200
        assert gazetteer.find("Kobani")


@pytest.mark.parametrize("answer", [[1], {"error": "out of order"}, [{"lat": "1", "lon": "x"}]])
def test_another_server_s_answer_is_told(tmp_path: Path, answer: object) -> None:
    """JSON that is no Nominatim answer is an error in our words."""
    with serving(Server(answer=answer)) as server, pytest.raises(NetworkError, match="answered with an error"):
        opened(tmp_path, server).find("Kobani")


@pytest.mark.parametrize(
    ("status", "said"), [(429, "too many requests"), (403, "refuses"), (503, "too busy"), (500, "with an error")]
)
def test_the_reason_of_a_failure_is_in_plain_words(tmp_path: Path, status: int, said: str) -> None:
    """A refusal is no breakdown."""
    with serving(Server(status=status)) as server, pytest.raises(NetworkError, match=said):
        opened(tmp_path, server).find("Kobani")


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A refused connection is an error in our words."""
    with serving(Server()) as server:
        pass
    with pytest.raises(NetworkError, match="cannot be reached"):
        opened(tmp_path, server).find("Kobani")


def test_a_slow_server_is_given_up(tmp_path: Path) -> None:
    """An answer that does not come in time is an error."""
    with serving(Server(delay=0.5)) as server, pytest.raises(NetworkError, match=r"within 0\.1 seconds"):
        opened(tmp_path, server, timeout=0.1).find("Kobani")
    assert not list(tmp_path.iterdir())


def test_a_dead_server_is_not_asked_for_ever(tmp_path: Path) -> None:
    """After some failures in a row no more requests are made."""
    with serving(Server(status=500)) as server:
        gazetteer = opened(tmp_path, server)
        for name in ("a", "b", "c", "d", "e"):
            with pytest.raises(NetworkError):
                gazetteer.find(name)
    assert len(server.asked) == PATIENCE


def test_the_user_is_told_once_that_names_leave(tmp_path: Path) -> None:
    """The message comes before the first request, and not for kept answers."""
    told: list[str] = []
    with serving(Server()) as server:
        gazetteer = opened(tmp_path, server, told)
        gazetteer.find("")
        assert not told
        gazetteer.find("Hama")
        gazetteer.find("Homs")
        opened(tmp_path, server, told).find("Hama")
    assert len(told) == 1
    assert "leave this machine" in told[0]
    assert server.address in told[0]


def test_requests_keep_their_distance(tmp_path: Path) -> None:
    """Two requests are at least the pause apart."""
    with serving(Server()) as server:
        gazetteer = opened(tmp_path, server, pause=0.3)
        for name in ("Hama", "Homs", "Hama"):
            gazetteer.find(name)
    first, second = server.times
    assert second - first >= 0.28


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Answers that cannot be kept are an error, or every run would ask the server again."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with serving(Server()) as server, pytest.raises(GazetteerError, match="cannot be kept"):
        opened(tmp_path / "file", server).find("Hama")

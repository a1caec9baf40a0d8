"""Files are fetched whole: streamed, resumed where they broke off, and checked."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from mapper.errors import ExportError, InputError, NetworkError
from mapper.places.adding import gazetteers_folder, installed_paths
from mapper.places.download import fetch
from mapper.places.installing import install
from tests.gazetteer_fixture import geonames_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = bytes(range(256)) * 2000


@dataclass
class Site:
    """What a server has, and how it behaves."""

    files: dict[str, bytes]
    breaks: list[int] = field(default_factory=list)  # bytes after which the next answers break off
    tag: str = ""
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)  # path and Range of each request
    address: str = ""


class Handler(BaseHTTPRequestHandler):
    """Serves the files of a site, with ranges, and breaks off where it is told to."""

    site: Site

    def do_GET(self) -> None:
        """Answer one request."""
        site, wanted = self.site, self.headers.get("Range", "")
        site.asked.append((self.path, wanted))
        body = site.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and site.ranges else 0
        if self.headers.get("If-Range", site.tag) != site.tag:
            start = 0
        if start and start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        if site.tag:
            self.send_header("ETag", site.tag)
        self.end_headers()
        end = start + site.breaks.pop(0) if site.breaks and not self.path.endswith(".sha256") else len(body)
        self.wfile.write(body[start:end])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server with one file."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Site(files={"/file": BODY})
    handler = type("Serving", (Handler,), {"site": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        server.shutdown()
        thread.join()


def test_a_file_comes_whole(site: Site, tmp_path: Path) -> None:
    """The bytes are those of the server, progress ends at their number, nothing else is left."""
    told: list[tuple[int, int | None]] = []
    target = fetch(f"{site.address}/file", tmp_path / "new" / "file", progress=lambda *now: told.append(now))
    assert target.read_bytes() == BODY
    assert told[-1] == (len(BODY), len(BODY))
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_a_broken_download_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    """Two breaks, and no byte is asked for twice."""
    site.breaks = [100_000, 50_000]
    assert fetch(f"{site.address}/file", tmp_path / "file", pause=0).read_bytes() == BODY
    assert [wanted for path, wanted in site.asked if path == "/file"] == ["", "bytes=100000-", "bytes=150000-"]


def test_what_arrived_is_kept_for_the_next_time(site: Site, tmp_path: Path) -> None:
    """Where a server keeps breaking off, the error says so, and another call goes on."""
    site.breaks = [1000] * 4
    with pytest.raises(NetworkError, match=r"ended after 4000 of 512000 bytes.*goes on from there"):
        fetch(f"{site.address}/file", tmp_path / "file", pause=0)
    assert (tmp_path / "file.part").stat().st_size == 4000
    assert fetch(f"{site.address}/file", tmp_path / "file", pause=0).read_bytes() == BODY
    assert ("/file", "bytes=4000-") in site.asked


@pytest.mark.parametrize(("tag", "ranges"), [('"new"', True), ("", False)])
def test_another_file_is_begun_anew(site: Site, tmp_path: Path, tag: str, *, ranges: bool) -> None:
    """A part of an older file, or a server that gives no parts, spoils nothing."""
    site.tag, site.ranges = tag, ranges
    (tmp_path / "file.part").write_bytes(b"old")
    (tmp_path / "file.part.etag").write_text('"old"')
    assert fetch(f"{site.address}/file", tmp_path / "file", pause=0).read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_part_that_is_too_long_is_thrown_away(site: Site, tmp_path: Path) -> None:
    """A server that has nothing behind the part gives the file from its beginning."""
    (tmp_path / "file.part").write_bytes(BODY + b"more")
    assert fetch(f"{site.address}/file", tmp_path / "file", pause=0).read_bytes() == BODY


@pytest.mark.parametrize("told", ["sha256", "etag"])
def test_a_checksum_is_compared(site: Site, tmp_path: Path, told: str) -> None:
    """The right sum passes; with a wrong one the bytes are thrown away."""
    for body, right in ((BODY, True), (BODY[:-1] + b"x", False)):
        site.files["/file"] = body
        if told == "sha256":
            site.files["/file.sha256"] = f"{hashlib.sha256(BODY).hexdigest()}  file\n".encode()
        else:
            site.tag = f'"{hashlib.md5(BODY, usedforsecurity=False).hexdigest()}"'
        if right:
            assert fetch(f"{site.address}/file", tmp_path / "file").read_bytes() == BODY
            continue
        with pytest.raises(NetworkError, match="wrong checksum"):
            fetch(f"{site.address}/file", tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_missing_file_is_told(site: Site, tmp_path: Path) -> None:
    """A 404 says what to check and leaves nothing."""
    with pytest.raises(NetworkError, match=r"/none: .*404.*--from"):
        fetch(f"{site.address}/none", tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is an error with the reason; another scheme is refused before any."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(NetworkError, match="cannot be reached"):
        fetch("http://127.0.0.1:1/file", tmp_path / "file")
    with pytest.raises(NetworkError, match="https://"):
        fetch(f"file://{tmp_path}/x", tmp_path / "file")


def test_a_folder_in_the_way_is_told(site: Site, tmp_path: Path) -> None:
    """A target that cannot be written is no fault of the network."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="cannot be written"):
        fetch(f"{site.address}/file", tmp_path / "file" / "x")


def zipped(name: str, text: str) -> bytes:
    """A zip with one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, text)
    return made.getvalue()


@pytest.fixture
def geonames(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A server with GeoNames' two files of Syria, and an empty data folder."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))
    site.files = {
        "/SY.zip": zipped("SY.txt", geonames_line(1, "Tall Milh", 35.3, 36.5)),
        "/alternatenames/SY.zip": zipped("SY.txt", "1\t1\tar\tتل ملح\t1\t\t\t\t\t\n"),
    }
    return site


def test_a_country_is_installed(geonames: Site) -> None:
    """Both files are fetched, joined and added, and not kept."""
    said: list[str] = []
    added = install("sy", server=f"{geonames.address}/", tell=said.append)
    assert added.places == {"SY": 1}
    assert added.sheets[0].records[0].name_local == "تل ملح"
    assert said[0].endswith("/SY.zip")
    assert [path.name for path in gazetteers_folder().rglob("*") if path.is_file()] == ["SY.sqlite"]


def test_what_is_no_zip_is_not_installed(geonames: Site) -> None:
    """A page of a server instead of the file is told, thrown away and not added."""
    geonames.files["/alternatenames/SY.zip"] = b"<html>try later</html>"
    with pytest.raises(NetworkError, match="no zip"):
        install("SY", server=geonames.address)
    assert installed_paths() == ()
    assert [path.name for path in (gazetteers_folder() / "downloads").iterdir()] == ["geonames-SY.zip"]


@pytest.mark.parametrize("country", ["Syria", "", "S1", "../x"])
def test_a_country_is_asked_for_by_its_code(geonames: Site, country: str) -> None:
    """Anything but two letters is refused before the server is asked."""
    with pytest.raises(InputError, match="no country code"):
        install(country, server=geonames.address)
    assert geonames.asked == []

"""Files fetched over the network: streamed, resumed where they broke off, and checked."""

from __future__ import annotations

import hashlib
import re
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from mapper._version import VERSION
from mapper.errors import ExportError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from pathlib import Path

    # Told the bytes that are there and those that will be, None where the server does not tell.
    Progress = Callable[[int, int | None], None]

TIMEOUT = 30.0  # seconds without a byte
TRIES = 4  # of one file, each going on where the last one stopped
_CHUNK = 1 << 16
_SHA256 = re.compile(r"\b[0-9a-f]{64}\b")
_MD5_TAG = re.compile(r'"([0-9a-f]{32})"')


class _Broken(Exception):
    """The connection ended before the file did."""


def fetch(url: str, target: Path, *, progress: Progress | None = None, pause: float = 1.0) -> Path:
    """The file behind a URL, at `target`; what arrives first lies beside it as ``.part``, and is gone on with.

    The length is checked against what the server said, the bytes against a file of the URL with
    ``.sha256`` behind it where the server has one, or an ETag that is an MD5 sum.

    Raises
    ------
    NetworkError
        The server does not answer, lacks the file, or sent other bytes than it should.
    ExportError
        The file cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for tried in range(TRIES):
            try:
                tag = _fetch(url, part, progress)
                break
            except _Broken as error:
                if tried == TRIES - 1:
                    raise NetworkError(
                        f"{url}: {error}; what arrived is kept, the same command goes on from there"
                    ) from error
                time.sleep(pause * tried)
        _check(url, part, tag)
        part.replace(target)
    except OSError as error:
        if isinstance(error, urllib.error.URLError):
            raise NetworkError(f"{url}: {_why(error)}") from error
        raise ExportError(f"{target}: the download cannot be written: {error.strerror or error}") from error
    return target


def _fetch(url: str, part: Path, progress: Progress | None) -> str:
    """The ETag of the file, all of whose bytes are in `part` now."""
    have = part.stat().st_size if part.exists() else 0
    tag = _tag_file(part)
    headers = {"Range": f"bytes={have}-"} | ({"If-Range": tag} if tag else {}) if have else {}
    try:
        response = _open(url, headers)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:  # whole already, or another file now
            part.unlink()
            raise _Broken("the part that was there does not fit the file") from error
        raise
    with response:
        goes_on = response.status == HTTPStatus.PARTIAL_CONTENT
        tag = response.headers.get("ETag", "")
        _remember(part, tag)
        length = response.headers.get("Content-Length")
        start = have if goes_on else 0
        total = start + int(length) if length else None
        with part.open("ab" if goes_on else "wb") as file:
            _copy(response, file, start, total, progress)
    return tag


def _open(url: str, headers: dict[str, str]) -> HTTPResponse:
    if not url.startswith(("http://", "https://")):
        raise NetworkError(f"{url}: give an address that starts with https:// or http://")
    request = urllib.request.Request(url, headers={"User-Agent": f"frontline-mapper/{VERSION}", **headers})  # noqa: S310
    response: HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310 -- looked at above
    return response


def _copy(response: HTTPResponse, file: IO[bytes], done: int, total: int | None, progress: Progress | None) -> None:
    from http.client import HTTPException  # noqa: PLC0415 -- heavy, and loaded by urllib by now

    try:
        while chunk := response.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            if progress:
                progress(done, total)
    except (TimeoutError, ConnectionError, HTTPException) as error:
        raise _Broken(f"the connection broke after {done} bytes ({error})") from error
    if total is not None and done < total:
        raise _Broken(f"the connection ended after {done} of {total} bytes")


def _check(url: str, part: Path, tag: str) -> None:
    """Nothing where the bytes are the right ones; else they are thrown away, and one error."""
    wanted = _told_sum(url)
    found = _digest(part, "sha256") if wanted else ""
    if not wanted and (md5 := _MD5_TAG.fullmatch(tag)):
        wanted, found = md5[1], _digest(part, "md5")
    with suppress(FileNotFoundError):
        _tag_path(part).unlink()
    if wanted != found:
        part.unlink()
        raise NetworkError(f"{url}: wrong checksum: {found} instead of {wanted}; the file was thrown away, try again")


def _told_sum(url: str) -> str:
    """The SHA-256 that the server tells of the file; empty where it tells none."""
    try:
        with _open(f"{url}.sha256", {}) as response:
            found = _SHA256.search(response.read(1024).decode("ascii", "replace").lower())
    except urllib.error.HTTPError as error:
        error.close()
        return ""
    except OSError:
        return ""
    return found[0] if found else ""


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()


def _tag_path(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def _tag_file(part: Path) -> str:
    path = _tag_path(part)
    return path.read_text("utf-8") if path.is_file() else ""


def _remember(part: Path, tag: str) -> None:
    if tag and not tag.startswith("W/"):
        _tag_path(part).write_text(tag, "utf-8")


def _why(error: urllib.error.URLError) -> str:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code == HTTPStatus.NOT_FOUND:
            return "the server does not have this file (404); check the country code, or the address given with --from"
        return f"the server answered {error.code} {error.reason}; try later"
    return f"the server cannot be reached ({error.reason}); check the connection, or give a mirror with --from"

"""The door to a model: one question put to an endpoint that speaks as OpenAI's does, within a time, tried twice."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mapper._version import VERSION
from mapper.errors import InputError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPResponse

TRIES: Final = 2  # of one question
LONGEST: Final = 8_000_000  # bytes of an answer: more is no list of claims
_T = TypeVar("_T")
_CHUNK: Final = 1 << 16
_EXTRAS: Final = ("response_format", "temperature")  # what a small server may not know


class _Silent(Exception):
    """An answer that did not come, or that nobody can use; `plainer` where the server disliked the question."""

    def __init__(self, why: str, *, again: bool = True, plainer: bool = False) -> None:
        super().__init__(why)
        self.again, self.plainer = again, plainer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would take a report and a key to a server that the user did not name."""

    def redirect_request(self, *_: object) -> None:
        """Nothing, whatever the server says."""


def address(url: str) -> str:
    """The address that questions are posted to, of the endpoint's base, such as ``http://localhost:8080/v1``.

    Raises
    ------
    InputError
        The base is no address of a web server.
    """
    base = url.strip().rstrip("/")
    scheme, _, rest = base.partition("://")
    if (
        scheme not in {"http", "https"}
        or not rest
        or not base.isascii()
        or any(c.isspace() or c in "?#@" for c in rest)
    ):
        raise InputError(f"{url!r} is no endpoint: give its base address, such as http://localhost:8080/v1")
    return f"{base}/chat/completions"


def ask(
    url: str, question: Mapping[str, Any], *, key: str, timeout: float, pause: float, read: Callable[[str], _T]
) -> _T:
    """What `read` makes of a model's answer to a question.

    Parameters
    ----------
    timeout
        Seconds for one whole answer.
    pause
        Seconds before the second try.
    read
        Takes the text of an answer; a ValueError says that it cannot be used.

    Raises
    ------
    NetworkError
        The server did not answer in time, refused, or gave no answer that can be used, twice.
    """
    for tried in range(1, TRIES + 1):
        try:
            return _used(_posted(url, question, key=key, timeout=timeout), read)
        except _Silent as error:
            silent = error
        if tried == TRIES or not silent.again:
            break
        if silent.plainer:
            question = {name: value for name, value in question.items() if name not in _EXTRAS}
        else:
            time.sleep(pause)
    raise NetworkError(f"{url} {silent}")


def _used(body: bytes, read: Callable[[str], _T]) -> _T:
    try:
        return read(_content(body))
    except ValueError as error:
        raise _Silent(f"gave an answer that cannot be used ({error})") from error


def _posted(url: str, question: Mapping[str, Any], *, key: str, timeout: float) -> bytes:
    """The body of the server's answer."""
    from http.client import HTTPException  # noqa: PLC0415 -- heavy, and loaded by urllib by now

    headers = {"Content-Type": "application/json", "User-Agent": f"frontline-mapper/{VERSION}"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    body = json.dumps(question).encode()
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 -- `address` looked at it
    end = time.monotonic() + timeout
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout) as response:
            return _whole(response, end, timeout)
    except urllib.error.HTTPError as error:
        error.close()
        raise _refusal(error.code) from error
    except TimeoutError as error:
        raise _late(timeout) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _late(timeout) from error
        raise _Silent(f"cannot be reached ({error.reason})") from error
    except (OSError, HTTPException) as error:
        raise _Silent(f"broke off ({error})") from error


def _whole(response: HTTPResponse, end: float, timeout: float) -> bytes:
    """All bytes of an answer that comes in pieces; each may be in time and the whole too late."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > LONGEST:
            raise _Silent(f"gave an answer of more than {LONGEST:,} bytes")
        if time.monotonic() > end:
            raise _late(timeout)
    if response.length:  # bytes that were told and did not come
        raise _Silent(f"broke off after {size:,} bytes")
    return b"".join(parts)


def _late(timeout: float) -> _Silent:
    return _Silent(f"did not answer within {timeout:g} seconds")


def _refusal(status: int) -> _Silent:
    """What a status says, and whether to ask again: plainer where the question was disliked, the same where busy."""
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
        return _Silent(f"does not understand the question ({status}); check the name of the model", plainer=True)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return _Silent(f"refuses the key ({status}); name its variable with --endpoint-key-env", again=False)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return _Silent(f"points to another server ({status}), which is not asked; give that one's address", again=False)
    if status == HTTPStatus.NOT_FOUND:
        return _Silent("has no such page or model (404); check --endpoint and --model", again=False)
    busy = (
        status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return _Silent(f"answered with an error ({status})", again=busy)


def _content(body: bytes) -> str:
    """The text of the first choice of an answer; raises ValueError where there is none."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError("no choice with a message") from error
    if not isinstance(content, str):
        raise ValueError("a message without a text")  # noqa: TRY004 -- one kind of fault here
    return content

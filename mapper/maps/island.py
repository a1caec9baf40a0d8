"""JSON as it stands inside a page: text that cannot end the script it stands in, small or packed."""

from __future__ import annotations

import gc
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from zlib_ng import zlib_ng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from mapper.maps.columns import Column

_GZIP = 31  # wbits of zlib: a gzip file, the largest window
_LEVEL = 3  # 5 takes a third as long again and saves a tenth
# Letters that mean nothing to HTML, JSON or a template engine; 85 of them make five of four bytes (RFC 1924).
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$()*+-;=?@^_|}~.,:/[]"
PACKED_FROM = 32_768  # characters; below this a reader of the page's source can still read the data

# Characters that could end a script element, open a comment or start a template; ASCII does for the rest.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'`"}


def literal(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can say
    r"""JSON text of a value that is safe in a script element: ASCII only, ``<`` as ``\u003c``."""
    return _ascii(value).translate(_ESCAPES)


def quoted(text: str) -> str:
    """Javascript string literal that also stays whole where a template engine reads it once more.

    branca compiles what a macro has written as a template again, so a brace in a name would be code.
    """
    return literal(text).replace("{", "\\u007b").replace("}", "\\u007d").replace("#", "\\u0023").replace("%", "\\u0025")


def quoted_values(texts: dict[str, str]) -> str:
    """Javascript object of texts under names that are Javascript identifiers, quoted in the same way."""
    return "{" + ", ".join(f"{name}: {quoted(text)}" for name, text in texts.items()) + "}"


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: among so many values, none of them garbage, it takes a third of the time.

    Nor right after: what was made is put among what has been there for long, else all of it would be searched at once.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            if not gc.get_freeze_count():  # what somebody else has frozen stays so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def island(payload: dict[str, Any], *, small: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> str:
    """JSON text of the payload; a large one is made `small`, gzipped and put into ``{"gzip": letters, "size": n}``."""
    if not _surely_large(payload):
        text = literal(payload)
        if len(text) < PACKED_FROM:
            return text
    packed = _gzipped(small(payload) if small else payload)
    return f'{{"gzip":"{lettered(packed)}","size":{len(packed)}}}'


def _gzipped(payload: dict[str, Any]) -> bytes:
    """JSON of the payload in a gzip file without a date: the same payload gives the same bytes.

    It goes in table by table; the whole text, and the whole text in UTF-8, would be large to make.
    """
    file = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, wbits=_GZIP)
    parts = [file.compress(b"{")]
    for number, (name, value) in enumerate(payload.items()):
        parts += (file.compress(b"," if number else b""), file.compress(_bytes(name)), file.compress(b":"))
        parts.append(file.compress(_bytes(value)))
    return b"".join((*parts, file.compress(b"}"), file.flush()))


def lettered(content: bytes) -> str:
    """Bytes as letters, five for four bytes, the highest first; the last four are filled up with zeros."""
    words = np.frombuffer(content + bytes(-len(content) % 4), dtype=">u4").astype(np.uint32)
    letters = np.frombuffer(LETTERS.encode(), dtype=np.uint8)
    found = np.empty((len(words), 5), dtype=np.uint8)
    for column in range(4, -1, -1):
        more = words // np.uint32(85)  # in a third of the time that divmod takes
        words -= more * np.uint32(85)
        found[:, column] = letters.take(words)
        words = more
    return found.tobytes().decode("ascii")


def _surely_large(payload: dict[str, Any]) -> bool:
    """Whether the longest column of any table has more rows than a small payload has room for."""
    tables = (table for table in payload.values() if isinstance(table, dict))
    longest = max(
        (len(column) for table in tables for column in table.values() if hasattr(column, "__len__")), default=0
    )
    return longest > PACKED_FROM // 2


def _listed(value: NDArray[Any] | Column) -> list[Any]:
    """An array of numbers, or a column that is no list, as the list that JSON knows."""
    found: list[Any] = value.tolist()
    return found


def _bytes(value: Any) -> bytes:  # noqa: ANN401 -- whatever JSON can say
    """JSON in UTF-8, what is no number as null; where a text holds half a character, which UTF-8 cannot, in ASCII."""
    try:
        return orjson.dumps(value, default=_listed)
    except orjson.JSONEncodeError:
        return _ascii(value).encode("ascii")


def _ascii(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can say
    return json.dumps(value, allow_nan=False, separators=(",", ":"), default=_listed)

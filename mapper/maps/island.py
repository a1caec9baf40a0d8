"""JSON as it stands inside a page: text that cannot end the script it stands in, small or packed."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

PACKED_FROM = 32_768  # characters; below this a reader of the page's source can still read the data

# Characters that could end a script element, open a comment or start a template; ASCII does for the rest.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'`"}


def literal(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can say
    r"""JSON text of a value that is safe in a script element: ASCII only, ``<`` as ``\u003c``."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def quoted(text: str) -> str:
    """Javascript string literal that also stays whole where a template engine reads it once more.

    branca compiles what a macro has written as a template again, so a brace in a name would be code.
    """
    return literal(text).replace("{", "\\u007b").replace("}", "\\u007d").replace("#", "\\u0023").replace("%", "\\u0025")


def quoted_values(texts: dict[str, str]) -> str:
    """Javascript object of texts under names that are Javascript identifiers, quoted in the same way."""
    return "{" + ", ".join(f"{name}: {quoted(text)}" for name, text in texts.items()) + "}"


def island(payload: dict[str, Any]) -> str:
    """JSON text of the payload; a large one is gzipped and put into ``{"gzip": base64}``."""
    text = literal(payload)
    if len(text) < PACKED_FROM:
        return text
    # mtime 0: the same payload gives the same bytes
    packed = gzip.compress(text.encode("ascii"), compresslevel=6, mtime=0)
    return literal({"gzip": base64.b64encode(packed).decode("ascii")})

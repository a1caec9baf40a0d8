"""The long texts of a large payload: ids, titles, addresses and quotes, without what other columns tell.

Each kind is one text, its parts ended by a character that stands in none of them: texts of a kind are alike, and gzip
finds what it has seen at most 32 kB before. Another such character is the gap: in a title for the words of the
report's first claim, in an address for the last part of the report's id, in a quote for the words that its mark frames.
"""

from __future__ import annotations

from itertools import chain, count
from operator import is_not
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.maps.columns import Stretches

_SHORT = 4  # letters: a shorter part of an id stands in an address by chance
_PRIVATE = 0xE000  # from here on characters have no meaning of their own (Unicode, private use area)


def gathered(reports: dict[str, Any], claims: dict[str, Any]) -> tuple[dict[str, str], NDArray[np.bool_]]:
    """The texts, and of each claim whether its quote has the gap, so that its mark need not be told."""
    kinds = {"ids": reports["id"], "titles": reports["title"], "urls": reports["url"], "quotes": claims["quote"]}
    letters = "".join(chain.from_iterable(kinds.values()))
    gap = _unused(letters, "~|^")
    end = _unused(letters + gap, "\n\t")
    first = dict(zip(reversed(claims["report"]), reversed(claims["words"]), strict=True))
    told = map(first.get, range(len(reports["title"])))  # the words of each report's first claim
    titles = [
        title.replace(words, gap, 1) if words else title for title, words in zip(reports["title"], told, strict=True)
    ]
    lasts = [key.rpartition("-")[2] for key in reports["id"]]
    urls = [
        url.replace(last, gap, 1) if len(last) >= _SHORT else url
        for url, last in zip(reports["url"], lasts, strict=True)
    ]
    quotes, framed = _framed(claims["quote"], claims["words"], claims["mark"], gap)
    every = {"ids": reports["id"], "titles": titles, "urls": urls, "quotes": quotes}
    return {**{kind: end.join(texts) for kind, texts in every.items()}, "end": end, "gap": gap}, framed


def _framed(
    quotes: Sequence[str], words: Sequence[str], marks: Stretches, gap: str
) -> tuple[list[str], NDArray[np.bool_]]:
    """The quotes with a gap where their mark frames the claim's words, and which of them have one."""
    rows = zip(quotes, words, marks.starts.tolist(), marks.ends.tolist(), strict=True)
    told = [
        # Only where offsets count letters alike here and in the browser.
        f"{quote[:start]}{gap}{quote[end:]}" if quote[start:end] == own and end > start and quote.isascii() else quote
        for quote, own, start, end in rows
    ]
    return told, np.fromiter(map(is_not, told, quotes), bool, len(told))


def _unused(texts: str, wanted: str) -> str:
    """A character that stands in none of the texts: of those wanted, else of those without a meaning."""
    return next(char for char in chain(wanted, map(chr, count(_PRIVATE))) if char not in texts)

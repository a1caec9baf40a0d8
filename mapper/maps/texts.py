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

from mapper.maps.columns import Stretches, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_GAPS, _ENDS = "~|^", "\n\t"  # characters to be taken, the first one that stands in no text
_SHORT = 4  # letters: a shorter part of an id stands in an address by chance
_PRIVATE = 0xE000  # from here on characters have no meaning of their own (Unicode, private use area)


def gathered(reports: dict[str, Any], claims: dict[str, Any]) -> tuple[dict[str, str], NDArray[np.bool_]]:
    """The texts, and of each claim whether its quote has the gap, so that its mark need not be told."""
    gap, end = _GAPS[0], _ENDS[0]
    told, framed, free = _told(reports, claims, gap, end)
    if not free:
        letters = "".join(chain(reports["id"], reports["title"], reports["url"], claims["quote"]))
        gap = _unused(letters, _GAPS)
        end = _unused(letters + gap, _ENDS)
        told, framed, _ = _told(reports, claims, gap, end)
    return {**{kind: end.join(texts) for kind, texts in told.items()}, "end": end, "gap": gap}, framed


def _told(
    reports: dict[str, Any], claims: dict[str, Any], gap: str, end: str
) -> tuple[dict[str, list[str]], NDArray[np.bool_], bool]:
    """The texts of each kind, many in one; which quotes have the gap; whether gap and end stand in no text.

    So many texts at once as stay in the processor's cache: they lie far apart, and to fetch them is most of the time.
    """
    words = firsts(claims["report"], claims["words"], len(reports["id"]))
    told: dict[str, list[str]] = {"ids": [], "titles": [], "urls": [], "quotes": []}
    free = True
    for some in stretches(len(reports["id"])):
        ids, titles, urls = (reports[name][some] for name in ("id", "title", "url"))
        letters = "".join((*ids, *titles, *urls))
        free = free and gap not in letters and end not in letters
        own = zip(titles, words[some], strict=True)  # the words of each report's first claim
        titles = [title.replace(name, gap, 1) if name else title for title, name in own]
        lasts = [key.rpartition("-")[2] for key in ids]
        rows = zip(urls, lasts, strict=True)
        urls = [url.replace(last, gap, 1) if len(last) >= _SHORT else url for url, last in rows]
        for kind, texts in (("ids", ids), ("titles", titles), ("urls", urls)):
            told[kind].append(end.join(texts))
    framed, mark = [np.zeros(0, dtype=bool)], claims["mark"]
    for some in stretches(len(mark)):
        quotes = claims["quote"][some]
        letters = "".join(quotes)
        free = free and gap not in letters and end not in letters
        quotes, fits = _framed(quotes, claims["words"][some], Stretches(mark.starts[some], mark.ends[some]), gap)
        told["quotes"].append(end.join(quotes))
        framed.append(fits)
    return told, np.concatenate(framed), free


def firsts(numbers: Sequence[int], words: Sequence[str], size: int) -> list[str | None]:
    """Of each number from 0 up the words of the first claim that has it, None where none does."""
    found: list[str | None] = [None] * size
    for number, own in zip(reversed(numbers), reversed(words), strict=True):
        if number >= 0:
            found[number] = own
    return found


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

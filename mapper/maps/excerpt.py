"""The sentence a claim stands in, with the matched name and the claim's own words marked."""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapper.maps.columns import Stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.claims.claim import Claim
    from mapper.reports.report import Report

_REACH = 260  # characters looked at on each side for the ends of the sentence
_ENDS = frozenset({".", ". ", "!", "! ", "?", "? "})
_BOUNDARY = re.compile(r"(?<=[.!?…؟])[\"'”’»)\]]*\s+|\s*\n\s*")


_Cells = tuple[str, int, int, int, int]  # a text, where its mark starts and ends, where what was said does


class Excerpt(NamedTuple):
    """A quotation; `mark` is where the name stands in it, `said` the claim's words, in UTF-16 units.

    UTF-16, because a browser counts so; (0, 0) where there is nothing to mark.
    """

    text: str
    mark: tuple[int, int] = (0, 0)
    said: tuple[int, int] = (0, 0)


class Excerpts:
    """Columns of the excerpts of many claims."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._ends: list[NDArray[np.int64]] = [np.zeros((4, 0), dtype=np.int64)]

    def extend(self, claims: Sequence[Claim], reports: Sequence[Report], sizes: Sequence[int]) -> None:
        """Add the claims of so many reports, of each so many."""
        texts = chain.from_iterable(map(repeat, [report.text for report in reports], sizes))
        if claims:
            told, *ends = zip(*map(_cells, texts, claims), strict=True)
            self._texts += told
            self._ends.append(np.array(ends, dtype=np.int64))

    def columns(self) -> tuple[list[str], Stretches, Stretches]:
        """The texts, the marks and what was said."""
        first, last, since, until = np.concatenate(self._ends, axis=1)
        return self._texts, Stretches(first, last), Stretches(since, until)


def excerpt(report: Report, claim: Claim) -> Excerpt:
    """The whole sentence round the claim's evidence, the name marked wherever it stands in reach."""
    text, *ends = _cells(report.text, claim)
    return Excerpt(text=text, mark=(ends[0], ends[1]), said=(ends[2], ends[3]))


def _cells(text: str, claim: Claim) -> _Cells:
    evidence, mention = claim.evidence, claim.mention
    since, until, words = evidence.start, evidence.end, evidence.quote
    if not words or text[since:until] != words:
        return _by_words(words, mention.quote or claim.place)  # claims coded by hand carry no text
    start, end = _sentence(text, since, until)
    first, last = mention.start, mention.end
    genuine = text[first:last] == mention.quote
    if genuine and start <= first < last <= end:
        part = text[start:end]
        if part.isascii():  # the common case by far, which costs nothing to count
            return part, first - start, last - start, since - start, until - start
        return _cut(text, (start, end), (first, last), (since, until))
    if not genuine:
        return _cut(text, (start, end), (0, 0), (since, until))
    if start - _REACH <= first and last <= end + _REACH:
        return _cut(text, _sentence(text, min(start, first), max(end, last)), (first, last), (since, until))
    lead = f"{mention.quote} … "
    whole = lead + text[start:end]
    said = (len(lead) + since - start, len(lead) + until - start)
    return whole, *_units(whole, (0, len(mention.quote))), *_units(whole, said)


def _by_words(quote: str, name: str) -> _Cells:
    found = quote.find(name) if name else -1
    mark = (found, found + len(name)) if found >= 0 else (0, 0)
    return quote, *_units(quote, mark), *_units(quote, (0, len(quote)))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch from the sentence's first character to its last."""
    first = _first(text, max(0, start - _REACH), start) if start else 0
    if end > start and text[end : end + 2] in _ENDS and text[end - 1].isalnum():
        return first, end + 1  # what the search below would find: most sentences of news end so
    ceiling = end + _REACH
    after = _BOUNDARY.search(text, end - 1 if end > start else start, ceiling)
    ceiling = min(len(text), ceiling)
    last = after.start() if after else ceiling
    while last < ceiling and text[last] in "\"'”’»)]":
        last += 1
    return first, max(end, last)


def _first(text: str, floor: int, start: int) -> int:
    """Where the sentence of `start` begins: after the last boundary, else at the first whole word."""
    first = -1
    for match in _BOUNDARY.finditer(text, floor, start):
        first = match.end()
    return first if first >= 0 else (floor and text.find(" ", floor, start) + 1) or floor


def _cut(text: str, window: tuple[int, int], mark: tuple[int, int], said: tuple[int, int]) -> _Cells:
    part = text[window[0] : window[1]]
    inside = (mark[0] - window[0], mark[1] - window[0]) if mark[1] > mark[0] else (0, 0)
    return part, *_units(part, inside), *_units(part, (said[0] - window[0], said[1] - window[0]))


def _units(text: str, stretch: tuple[int, int]) -> tuple[int, int]:
    """The same stretch counted in UTF-16 units."""
    if text.isascii():
        return stretch
    first, last = (len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in stretch)
    return first, last

"""Names: stretches of capitalised words that may name a place, longest known ones first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.cues import Cue, cue_of

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.places.place import Candidate
    from mapper.reports.sentences import Token

    Lookup = Callable[[str], Sequence[Candidate]]

_LONGEST = 5  # words in a place name
_DIGITS = 4  # of a number in a name; a longer one counts something
_ARTICLES = frozenset({"the", "a", "an"})
_ARTICLED = re.compile(r"(?i:al|el|as|ash|at|ad|ar|an|az|es|ez)-[^\W\d_]")
_HILLS = frozenset({"hill", "point", "height", "base"})  # known by their number alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A stretch of tokens (indices, half open) that may be a place name."""

    start: int
    end: int
    text: str
    known: bool  # a gazetteer has it under this spelling or a folded one
    cue: Cue | None
    begin: int  # code points
    stop: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what its words are looked up in."""

    text: str  # of the report
    tokens: tuple[Token, ...]
    lookup: Lookup
    lower: frozenset[str]  # words that the report writes with a small letter somewhere

    def low(self, i: int) -> str:
        """A word in lower case, "" outside the sentence."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def words(self, start: int, end: int) -> str:
        """The text of some tokens."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def names_in(line: Line, taken: Sequence[Naming]) -> Iterator[Name]:
    """The names of a sentence; `taken` are the stretches that name somebody or something that is no place."""
    masked = {i for naming in taken if not _country(line, naming) for i in range(naming.start, naming.end)}
    i = 0
    while i < len(line.tokens):
        if i in masked or not _nameable(line.tokens[i]):
            i += 1
            continue
        end = _run_end(line, i, masked)
        yield from _segments(line, i, end)
        i = end


def articled(name: str) -> bool:
    """Whether a name opens with an Arabic article: "al-Eis"."""
    return _ARTICLED.match(name) is not None


# --- runs of capitals ---


def _country(line: Line, naming: Naming) -> bool:
    """Whether an actor's name is just a country's: "Russia" is an actor and a place."""
    if naming.role != "actor" or not naming.proper:
        return False
    found = line.lookup(line.words(naming.start, naming.end))
    return any(c.place.kind == "country" and c.match == "exact" for c in found)


def _nameable(token: Token) -> bool:
    return token.capital and token.text[-1:].isalnum() and len(token.text) > 1


def _run_end(line: Line, start: int, masked: set[int]) -> int:
    """The end of a run of capitalised words that starts here; particles and numbers may stand inside."""
    tokens, particles = line.tokens, english().names["particles"]
    end = start + 1
    while end < len(tokens) and end not in masked:
        token = tokens[end]
        joins = token.lower in particles and end + 1 < len(tokens) and tokens[end + 1].capital
        if not (token.capital or joins or _numbered(line, end)) or not token.text[0].isalnum():
            break
        end += 1
    return end


def _numbered(line: Line, i: int) -> bool:
    """Whether a number goes on a name ("Hill 1154", "Base 46") rather than being a year or a count."""
    text = line.tokens[i].text
    return text.isdigit() and len(text) <= _DIGITS and line.low(i - 1) in english().names["numbered"]


# --- stretches of a run ---


def _segments(line: Line, start: int, end: int) -> Iterator[Name]:
    """The place names in one run of capitalised words: longest known stretches first, the rest as they are."""
    i = start
    while i < end:
        if line.low(i) in _ARTICLES and i + 1 < end:
            i += 1
            continue
        known = next((j for j in range(min(end, i + _LONGEST), i, -1) if _known(line, i, j)), None)
        if known is not None:
            stretch = _compound(line, i, known, end)
            yield _name(line, i, stretch, known=True)
        else:
            stretch = i + 1
            while stretch < end and (not _known(line, stretch, stretch + 1) or _opens(line, stretch - 1)):
                stretch += 1
            yield from _unknown(line, i, stretch)
        i = stretch


def _known(line: Line, start: int, end: int) -> bool:
    """Whether a gazetteer has these words, and they are not just common words or a person."""
    if line.low(end - 1) in english().names["particles"] or all(_common(line, i) for i in range(start, end)):
        return False
    if _person(line, start, end) and cue_of(line.tokens, start, end) is None:
        return False
    return _exact(line, line.words(start, end))


def _exact(line: Line, name: str) -> bool:
    return any(c.match in {"exact", "folded", "network"} for c in line.lookup(name))


def _compound(line: Line, start: int, stretch: int, end: int) -> int:
    """The end of a known name with the words that make it another one: "Daraa al-Balad", "Abu Hurayrah"."""
    while stretch < end and (articled(line.tokens[stretch].text) or (stretch == start + 1 and _opens(line, start))):
        if line.low(stretch) in english().kinds:
            break
        stretch += 1
    return stretch + 1 if stretch < end and line.low(stretch) in english().names["endings"] else stretch


def _opens(line: Line, i: int) -> bool:
    """Whether a word only opens a place name: "Tal ...", "Abu ..."."""
    return line.low(i) in english().names["openers"]


def _unknown(line: Line, start: int, end: int) -> Iterator[Name]:
    """A stretch that no gazetteer knows, less the common words at its ends; "A-B" gives A and B."""
    tokens, small = line.tokens, english().names["particles"] | {"of"}
    while start < end and (_common(line, start) or tokens[start].text in small):
        start += 1
    hill = end - 1 > start and tokens[end - 1].text.isdigit() and line.low(end - 2) in _HILLS
    while end > start and not hill and (_ends(line, start, end) or tokens[end - 1].text.isdigit()):
        end -= 1
    if start >= end or _person(line, start, end):
        return
    pieces = [piece for piece in tokens[start].text.replace("–", "-").split("-") if piece]
    if end == start + 1 and len(pieces) > 1 and all(_names_place(line, piece) for piece in pieces):
        yield from _pieces(line, start, pieces)
    else:
        yield _name(line, start, end, known=False)


def _names_place(line: Line, piece: str) -> bool:
    """Whether a half of a word with a hyphen is a place by itself."""
    return piece[0].isupper() and piece.lower() not in english().stop and _exact(line, piece)


def _pieces(line: Line, i: int, pieces: list[str]) -> Iterator[Name]:
    """The names in one token."""
    at = line.tokens[i].start
    for piece in pieces:
        at = line.text.index(piece, at)
        yield Name(start=i, end=i + 1, text=piece, known=True, cue=None, begin=at, stop=at + len(piece))
        at += len(piece)


def _ends(line: Line, start: int, end: int) -> bool:
    """Whether the last word is an ordinary one rather than the end of the name."""
    belongs = line.low(end - 1) in english().names["endings"] and end - 1 > start
    return _common(line, end - 1) and not belongs


def _name(line: Line, start: int, end: int, *, known: bool) -> Name:
    return Name(
        start=start,
        end=end,
        text=line.words(start, end),
        known=known,
        cue=cue_of(line.tokens, start, end),
        begin=line.tokens[start].start,
        stop=line.tokens[end - 1].end,
    )


# --- words that are no names ---


def _common(line: Line, i: int) -> bool:
    """Whether a capitalised word is an ordinary word, a weekday, a month."""
    word, lists = line.low(i), english()
    if "-" in word and word.rpartition("-")[2] in lists.names["compound_ends"]:
        return True  # "SDF-held", "Kurdish-controlled"
    closed = (lists.stop, lists.days, lists.months, lists.directions, lists.titles, lists.kinds)
    if any(word in words for words in (*closed, lists.nouns["attack"], lists.small["prepositions"])):
        return True
    opening = i == 0 or line.tokens[i - 1].text in {'"', "“", ":", "'", "‘"}
    ordinary = word in line.lower or word in lists.verbs or word in lists.small["adverbs"] or word.endswith("ly")
    return opening and ordinary


def _person(line: Line, start: int, end: int) -> bool:
    """Whether the words look like a person's name: a title before them, or a first name in front."""
    lists, before = english(), line.low(start - 1)
    if before == "." and start > 1:
        before = line.low(start - 2)
    if before in lists.titles and before not in {"head", "chief"}:
        return True
    if line.low(start) in lists.first_names and end > start + 1:
        return True
    return before in lists.first_names and line.tokens[start - 1].capital

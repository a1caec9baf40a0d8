"""Sentences and their tokens, each with its place in the report's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Token(NamedTuple):  # there is one for every word: a tuple is made in a third of the time
    """A word, number or mark and where it stands (code points, half open)."""

    text: str
    start: int
    end: int
    lower: str  # in lower case, with a plain apostrophe
    capital: bool  # written like a name: "Hama", "al-Eis", "ez-Zor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: its place in the text, its tokens, and whether it is a headline."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    headline: bool = False
    paragraph: int = 0


_PARTICLE_NAME = re.compile(
    r"(?i:al|el|as|es|ash|esh|at|et|ad|ed|ar|er|an|en|az|ez|ul|ud|uz|ur|il|d|l)[-’'`ʿʾ][-’'`ʿʾ]*[^\W\d_a-z]"
)


@lru_cache(maxsize=1 << 14)
def _written(text: str) -> tuple[str, bool]:
    """A word in lower case with a plain apostrophe, and whether it is written like a name."""
    return text.lower().replace("’", "'"), text[:1].isupper() or _PARTICLE_NAME.match(text) is not None


_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[-‐‑][^\W\d_]+)*"  # U.S., S.O.H.R., U.S.-led
    r"|\d{1,2}:\d\d(?!\d)"  # 17:55
    r"|\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+(?:\.\d+)?(?:st|nd|rd|th|%)?(?![^\W_])"  # 3,013  90  6th
    r"|['’]s(?![^\W_])"
    r"|(?<=[^\W\d_])(?:n['’]t|['’](?:ve|re|ll|d|m|t))(?![^\W_])"  # n't  've, as the next two lines leave them
    r"|(?i:we|they|you|i|he|she|it|who|there)(?=['’](?:ve|re|ll|d|m)(?![^\W_]))|(?i:can)(?=['’]t(?![^\W_]))"
    r"|[^\W\d_]+?(?=n['’]t(?![^\W_]))"
    r"|[^\W_]+(?:(?:['’`ʿʾ](?!s(?![^\W_]))|[-‐‑])+[^\W_]+)*[ʿʾ]?"
    r"|\.\.\.|--|[^\w\s]|_"
)

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen lt col maj capt sgt brig adm cpl st prof rev sen rep gov pres hon no nos vs etc jr sr inc co "
    "ltd dept approx ca cf fig al jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun".split()
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_ATTRIBUTION = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,4}(?:said|says|told|added|wrote|declared|announced|shouted)\b")
_OPENERS = "\"'“‘«(["
_SHORT_LINE = 0.6  # a line this much shorter than the usual full line ends a paragraph
_WRAPPED = (55, 100)  # lines of a hard-wrapped text are about this long
_RUNS_ON = 0.2  # of the lines of a hard-wrapped text, more than this share go on in lower case
_FEW_LINES = 3  # too few to tell whether a text is hard-wrapped
_HEADLINE_WORDS = 22
_CLEAR_BEGINNINGS = frozenset({"The", "A", "An", "In", "On", "It", "He", "She", "They", "But", "At", "As"})


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of a stretch of text."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, (begin, stop) = match[0], match.span()
        lower, capital = _written(word)
        found.append(Token(word, begin, stop, lower, capital))
    return tuple(found)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order.

    A line break ends a sentence unless the text is hard-wrapped; a first line without a full stop is
    a headline.
    """
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for lo, hi in _split(text, start, end):
            words = tokens(text, lo, hi)
            if words:
                headline = not found and _is_headline(text, words, end=end)
                found.append(Sentence(start=lo, end=hi, tokens=words, headline=headline, paragraph=number))
    return tuple(found)


def _is_headline(text: str, words: tuple[Token, ...], *, end: int) -> bool:
    """Whether the first line of a text is a headline: short, without a full stop, and more follows."""
    closed = words[-1].text in {".", "!", "?", "…", "..."}
    more = bool(text[end:].strip())
    return more and not closed and len(words) <= _HEADLINE_WORDS


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Stretches of text that no sentence crosses."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n\r]+", text) if m.group().strip()]
    if not lines:
        return []
    lengths = sorted(end - start for start, end in lines)
    full = median(lengths[len(lengths) // 2 :])
    runs_on = sum(text[start:end].lstrip()[:1].islower() for start, end in lines[1:])
    wrapped = (
        len(lines) > _FEW_LINES
        and runs_on >= _RUNS_ON * (len(lines) - 1)
        and _WRAPPED[0] <= full <= _WRAPPED[1]
        and lengths[-1] <= _WRAPPED[1] + 20
    )
    return _joined(text, lines, full) if wrapped else lines


def _joined(text: str, lines: list[tuple[int, int]], full: float) -> list[tuple[int, int]]:
    """The paragraphs of a hard-wrapped text whose full lines are so long."""
    joined = [lines[0]]
    for before, (start, end) in pairwise(lines):
        blank = text[before[1] : start].count("\n") > 1
        short = before[1] - before[0] < _SHORT_LINE * full
        closed = text[slice(*before)].rstrip()[-1:] in '.!?"”' or before == lines[0]
        if blank or (short and closed):
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a paragraph, without the white space round them."""
    cuts = [mark.end() for mark in _END.finditer(text, start, end) if _ends_sentence(text, mark, end)]
    pieces = (_stripped(text, lo, hi) for lo, hi in pairwise([start, *cuts, end]))
    return [(lo, hi) for lo, hi in pieces if lo < hi]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _ends_sentence(text: str, mark: re.Match[str], end: int) -> bool:
    """Whether a full stop or its like ends a sentence rather than an abbreviation."""
    rest = text[mark.end() : end].lstrip()
    if not rest:
        return False  # the paragraph's own end
    first = rest.lstrip(_OPENERS)[:1]
    if not (first.isupper() or first.isdigit() or _PARTICLE_NAME.match(rest)):
        return False
    if mark.group()[0] != ".":
        return mark.group()[-1] not in "\"'”’»" or _ATTRIBUTION.match(rest) is None  # "X is ours!" Ali said
    word = _word_before(text, mark.start())
    if word.casefold() in _ABBREVIATIONS and not (word.islower() and word in {"no", "sun", "sat", "mar"}):
        return False
    # A single capital is an initial; "U.S." ends a sentence only where a new one clearly begins.
    return not re.fullmatch(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]", word) or _begins_clearly(rest)


def _word_before(text: str, end: int) -> str:
    """What stands right before an offset, back to a blank, a bracket or a quotation mark."""
    start = end
    while start > 0 and not (text[start - 1].isspace() or text[start - 1] in '("“'):
        start -= 1
    return text[start:end]


def _begins_clearly(rest: str) -> bool:
    """Whether a text opens with a word that opens sentences."""
    word = re.match(r"[\"'“‘]?(\w+)", rest)
    return word is not None and word.group(1) in _CLEAR_BEGINNINGS

"""A sentence cut into phrases: noun phrases with the places and actors in them, verbs, small words.

A shallow parser written by hand. It knows the closed classes, the verbs of the language file and the
namings of the theatre; every other word is taken for a noun, which is what villages and militias are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from mapper.claims.tagger import Tagged, tags_of
from mapper.claims.units import Unit, units_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.when import When
    from mapper.geoparse.toponym import Toponym
    from mapper.reports.sentences import Sentence, Token

# NP noun phrase, V verb, X auxiliary, T the "to" of an infinitive, P preposition, C conjunction, R relative,
# S subordinator, ADV adverb, NEG negation, TIME time expression, COMMA, STOP (; : dash), Q quotation mark, PAREN,
# END what stands outside the sentence.
Kind = Literal["NP", "V", "X", "T", "P", "C", "R", "S", "ADV", "NEG", "TIME", "COMMA", "STOP", "Q", "PAREN", "END"]

DASHES = frozenset({"-", "--", "–", "—"})
ASIDE: frozenset[Kind] = frozenset({"ADV", "TIME"})  # what may stand anywhere and changes no construction
_NOMINAL = frozenset({"D", "J", "NUM", "N", "PLACE", "ACTOR", "VOICE", "POSS", "PRO"})
_ABOUT = frozenset({"PLACE", "ACTOR", "VOICE"})
_CLAUSAL = frozenset({"after", "before", "since", "until", "as", "despite"})  # prepositions that may open a clause
STRETCHES = frozenset({"hours", "days", "weeks", "months", "years"})
_PLAIN = frozenset({"D", "J", "NUM", "N"})
_QUOTES = frozenset({'"', "“", "”"})
_NUMERIC = frozenset({"at", "least", "more", "than", "some", "about", "around", "nearly", "almost", "over"})


class Phrase(NamedTuple):  # every sentence makes a dozen: a tuple is made in a third of the time
    """A phrase and its tokens (indices, half open)."""

    kind: Kind
    start: int
    end: int
    words: tuple[str, ...]  # lower case
    text: str  # the words, joined
    head: str  # the last word
    lemma: str = ""  # of the verb, where the phrase is one
    form: str = ""  # of the verb, where the phrase is one
    places: tuple[int, ...] = ()  # indices of the toponyms inside
    place: int | None = None  # the toponym that the phrase is about, if it is about one
    naming: Naming | None = None  # the actor or voice that the phrase is about, if it is about one
    modifiers: tuple[Naming, ...] = ()  # actors that only qualify: "regime attacks"
    pronoun: bool = False
    possessive: bool = False  # ends in 's: the phrase after it belongs to it


_END = Phrase(kind="END", start=0, end=0, words=(), text="", head="")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parsed:
    """A sentence with its phrases and what was found in it; `memory` keeps what was worked out of it once."""

    sentence: Sentence
    phrases: tuple[Phrase, ...]
    toponyms: tuple[Toponym, ...]  # those of this sentence
    namings: tuple[Naming, ...]
    whens: tuple[When, ...]
    memory: dict[object, Any] = field(default_factory=dict, repr=False)

    def at(self, i: int) -> Phrase:
        """The phrase at `i`, one of kind END outside the sentence."""
        return self.phrases[i] if 0 <= i < len(self.phrases) else _END

    def before(self, i: int, over: Collection[Kind] = ASIDE) -> int:
        """The index of the last phrase before `i` that is of none of these kinds, -1 for none."""
        phrases, j = self.phrases, i - 1
        while 0 <= j < len(phrases) and phrases[j].kind in over:
            j -= 1
        return max(j, -1)

    def behind(self, i: int, over: Collection[Kind] = ASIDE) -> int:
        """The index of the first phrase behind `i` that is of none of these kinds, their number for none."""
        phrases, j = self.phrases, i + 1
        while 0 <= j < len(phrases) and phrases[j].kind in over:
            j += 1
        return j

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """Code points from the first phrase's begin to the last one's end."""
        tokens = self.sentence.tokens
        return tokens[self.phrases[first].start].start, tokens[self.phrases[last].end - 1].end


_Answer = TypeVar("_Answer")


def remembered(question: Callable[[Parsed, int], _Answer]) -> Callable[[Parsed, int], _Answer]:
    """A question about a phrase of a sentence that is worked out once, as many rules ask for it."""

    @wraps(question)
    def asked(parsed: Parsed, i: int) -> _Answer:
        memory, key = parsed.memory, (question, i)
        if key not in memory:
            memory[key] = question(parsed, i)
        answer: _Answer = memory[key]
        return answer

    return asked


def parse(
    sentence: Sentence, *, toponyms: Sequence[Toponym], namings: Sequence[Naming], whens: Sequence[When]
) -> Parsed:
    """The phrases of a sentence."""
    units = units_of(sentence.tokens, toponyms=toponyms, namings=namings, whens=whens)
    line = _line(sentence.tokens, units, namings)
    return Parsed(
        sentence=sentence,
        phrases=_with_clauses(_chunks(line)),
        toponyms=tuple(toponyms),
        namings=tuple(namings),
        whens=tuple(whens),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """The units of a sentence with their tags."""

    tokens: tuple[Token, ...]
    lower: tuple[str, ...]  # the tokens in lower case
    units: list[Unit]
    tagged: list[Tagged]
    tags: tuple[str, ...]  # of the units, and "" for what stands behind the last
    namings: Sequence[Naming]

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The words of some units in lower case, without quotation marks round a few of them."""
        words = self.lower[self.units[start].start : self.units[end - 1].end] if start < end else ()
        quoted = len(words) > 1 and not _QUOTES.isdisjoint(words)
        return tuple(w for w in words if w not in _QUOTES) if quoted else words


def _line(tokens: tuple[Token, ...], units: list[Unit], namings: Sequence[Naming]) -> _Line:
    tagged = tags_of(tokens, units)
    tags = (*(t.tag for t in tagged), "", "")
    return _Line(tokens, tuple(t.lower for t in tokens), units, tagged, tags, namings)


def _chunks(line: _Line) -> list[Phrase]:
    """The phrases of a line: noun phrases of several units, everything else unit by unit."""
    phrases: list[Phrase] = []
    i = 0
    while i < len(line.units):
        if line.tags[i] in _NOMINAL or _counting(line, i):
            end = _noun_phrase_end(line, i)
            phrases.append(_noun_phrase(line, i, end))
            end = _behind_conversion(line, end)
        else:
            end = i + 1
            phrases.append(_single(line, i))
        i = end
    return phrases


def _behind_conversion(line: _Line, end: int) -> int:
    """The unit behind a length in other units, which is left out: "(136 miles)" of "220 km (136 miles) north of X"."""
    length = line.tags[end : end + 4] == ("PAREN", "NUM", "N", "PAREN")
    measures = english().names["measures"]
    return end + 4 if length and set(line.words(end - 1, end)) | set(line.words(end + 2, end + 3)) <= measures else end


def _single(line: _Line, i: int) -> Phrase:
    """The phrase of one unit outside noun phrases."""
    tagged, unit, words = line.tagged[i], line.units[i], line.words(i, i + 1)
    kind: Kind = tagged.tag  # type: ignore[assignment] # tags outside noun phrases are kinds of phrase
    lemma, form = (tagged.verb.lemma, tagged.verb.form) if tagged.verb else ("", "")
    return Phrase(kind, unit.start, unit.end, words, " ".join(words), words[-1], lemma, form)


def _counting(line: _Line, i: int) -> bool:
    """Whether an adverb only opens a number: "at least nine villages"."""
    return line.tags[i] == "ADV" and line.tags[i + 1] == "NUM" and line.tokens[line.units[i].start].lower in _NUMERIC


def _noun_phrase_end(line: _Line, start: int) -> int:
    """The unit behind the noun phrase that starts at `start`."""
    first = start + 1 if line.tags[start] == "ADV" else start
    end = first
    while (
        line.tags[end] in _NOMINAL
        or _two_adjectives(line, end)
        or _strengthened(line, end)
        or (end > first and _scare_quoted(line, end))
    ):
        if end > first and _opens_another(line, end):
            break
        end = _scare_quoted(line, end) or end + 1
        if line.tags[end - 1] == "POSS":
            break
    return end


def _scare_quoted(line: _Line, i: int) -> int | None:
    """The unit behind words in quotes that stand inside a noun phrase: "the UN "safe area" of X"."""
    if line.tags[i] != "Q" or line.tags[i - 1] not in _NOMINAL:
        return None
    end = i + 1
    while line.tags[end] in _PLAIN:
        end += 1
    if line.tags[end] != "Q":
        return None
    behind = line.units[end].end
    goes_on = line.tags[end + 1] in _NOMINAL or line.lower[behind : behind + 1] == ("of",)
    return end + 1 if goes_on else None


def _opens_another(line: _Line, i: int) -> bool:
    """Whether a unit that follows another one in a noun phrase opens a noun phrase of its own."""
    before, tag = line.tags[i - 1], line.tags[i]
    return (
        "PRO" in {before, tag}
        or (tag == "D" and before not in {"D", "NUM"})
        or (tag == "PLACE" and line.tokens[line.units[i - 1].start].lower in STRETCHES)  # "held for months X"
        or (tag == "ACTOR" and before == "PLACE" and line.tokens[line.units[i].start].capital)
    )


def _two_adjectives(line: _Line, i: int) -> bool:
    """Whether a conjunction stands between two adjectives: "the blue and yellow flag"."""
    return i > 0 and (line.tags[i - 1], line.tags[i], line.tags[i + 1]) == ("J", "C", "J")


def _strengthened(line: _Line, i: int) -> bool:
    """Whether an adverb stands inside a noun phrase: "the heavily fortified town", "the mainly Kurdish force"."""
    return i > 0 and (line.tags[i - 1], line.tags[i]) == ("D", "ADV") and line.tags[i + 1] in _NOMINAL


def _noun_phrase(line: _Line, start: int, end: int) -> Phrase:
    """The noun phrase of the units from `start` to `end`."""
    tags = line.tags[start:end]
    possessive = tags[-1] == "POSS"
    words, last = line.words(start, end), end - 1 if possessive else end
    if possessive and len(words) > 1:  # a lone 's keeps its word
        words = words[:-1]
    plain = Phrase(
        kind="NP",
        start=line.units[start].start,
        end=line.units[end - 1].end,
        words=words,
        text=" ".join(words),
        head=words[-1],
        pronoun=tags == ("PRO",),
        possessive=possessive,
    )
    if _ABOUT.isdisjoint(tags):
        return plain
    named = [line.namings[line.units[i].which] for i in range(start, last) if line.tags[i] in {"ACTOR", "VOICE"}]
    place, naming = _about(line, start, last)
    return plain._replace(
        places=tuple(line.units[i].which for i in range(start, last) if line.tags[i] == "PLACE"),
        place=place,
        naming=naming,
        modifiers=tuple(n for n in named if n is not naming),
    )


def _about(line: _Line, start: int, end: int) -> tuple[int | None, Naming | None]:
    """The toponym, or the naming, that a noun phrase is about: its last one, if only fitting nouns follow it."""
    last = next((i for i in range(end - 1, start - 1, -1) if line.tags[i] in _ABOUT), None)
    if last is None:
        return None, None
    unit, tail = line.units[last], line.words(last + 1, end)
    if line.tags[last] == "PLACE":
        kinds = english().kinds
        fits = not tail or " ".join(tail) in kinds or tail[-1] in kinds or tail[0].isdecimal()
        opens = line.lower[line.units[start].start]
        if opens in {"a", "an", "another"} and tail and kinds.get(tail[-1]) == "settlement":
            fits = False  # "another Borno town, X"
        if tail and tail[-1] == "capital":
            fits = False  # "the Upper Nile capital"
        if len(tail) > 1 and kinds.get(tail[0]) == "admin" and tail[-1] in english().counted_places | {"capital"}:
            fits = False  # "the Hama province towns of X and Y", "the Hama state capital"
        return (unit.which if fits else None), None
    site = english().kinds.get(tail[-1] if tail else "") == "site"
    bearer = next((i for i in range(last, start - 1, -1) if line.tags[i] == "PLACE"), None)
    if site and bearer is not None:  # "the Kuweires army base"
        return line.units[bearer].which, None
    tail = tail[:-1] if tail[-1:] == ("loyal",) else tail  # "fighters loyal to Y"
    return None, (line.namings[unit.which] if set(tail) <= english().armed["members"] else None)


def _with_clauses(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    """The phrases with "after", "as" and their like marked as subordinators where a clause follows them."""
    return tuple(p._replace(kind="S") if _opens_clause(phrases, i) else p for i, p in enumerate(phrases))


def _opens_clause(phrases: list[Phrase], i: int) -> bool:
    """Whether a preposition has a subject and a finite verb behind it."""
    if phrases[i].kind != "P" or phrases[i].text not in _CLAUSAL:
        return False
    j = i + 1
    while j < len(phrases) and phrases[j].kind in {"NP", "P", "ADV", "TIME"}:
        j += 1
    if i + 1 < j < len(phrases) and phrases[j].kind == "COMMA":
        closing = next((k for k in range(j + 1, len(phrases)) if phrases[k].kind == "COMMA"), len(phrases))
        inserted = all(p.kind in {"NP", "P", "ADV"} or p.form for p in phrases[j + 1 : closing])
        j = closing + 1 if inserted and closing + 1 < len(phrases) else j  # "as rebels, backed by X, seized Y"
    elif i + 1 < j < len(phrases) and phrases[j].form == "gerund":  # "after troops coming from X took Y"
        j += 1
        while j < len(phrases) and phrases[j].kind in {"NP", "P", "ADV", "TIME"}:
            j += 1
    if j == i + 1 or j == len(phrases):
        return False
    return phrases[j].kind == "X" or (phrases[j].kind == "V" and phrases[j].form != "gerund")

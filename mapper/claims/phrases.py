"""A sentence cut into phrases: noun phrases with the places and actors in them, verbs, small words.

A shallow parser written by hand. It knows the closed classes, the verbs of the language file and the
namings of the theatre; every other word is taken for a noun, which is what villages and militias are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.english import Verb, english

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.when import When
    from mapper.geoparse.toponym import Toponym
    from mapper.reports.sentences import Sentence, Token

# NP noun phrase, V verb, X auxiliary, T the "to" of an infinitive, P preposition, C conjunction, R relative,
# S subordinator, ADV adverb, NEG negation, TIME time expression, COMMA, STOP (; : dash), Q quotation mark, PAREN.
Kind = Literal["NP", "V", "X", "T", "P", "C", "R", "S", "ADV", "NEG", "TIME", "COMMA", "STOP", "Q", "PAREN"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase and its tokens (indices, half open)."""

    kind: Kind
    start: int
    end: int
    words: tuple[str, ...]  # lower case
    verb: Verb | None = None
    places: tuple[int, ...] = ()  # indices of the toponyms inside
    place: int | None = None  # the toponym that the phrase is about, if it is about one
    naming: Naming | None = None  # the actor or voice that the phrase is about, if it is about one
    modifiers: tuple[Naming, ...] = ()  # actors that only qualify: "regime attacks"
    pronoun: bool = False
    possessive: bool = False  # ends in 's: the phrase after it belongs to it

    @property
    def head(self) -> str:
        """The last word."""
        return self.words[-1] if self.words else ""

    @property
    def lemma(self) -> str:
        """The verb's lemma, "" where the phrase is no verb."""
        return self.verb.lemma if self.verb else ""

    @property
    def form(self) -> str:
        """The verb's form, "" where the phrase is no verb."""
        return self.verb.form if self.verb else ""

    @property
    def text(self) -> str:
        """The words in lower case, joined."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A sentence with its phrases and what was found in it."""

    sentence: Sentence
    phrases: tuple[Phrase, ...]
    toponyms: tuple[Toponym, ...]  # those of this sentence
    namings: tuple[Naming, ...]
    whens: tuple[When, ...]

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """Code points from the first phrase's begin to the last one's end."""
        tokens = self.sentence.tokens
        return tokens[self.phrases[first].start].start, tokens[self.phrases[last].end - 1].end


_FIXED: dict[tuple[str, ...], Kind] = {
    ("as", "well", "as"): "C",
    ("along", "with"): "C",
    ("together", "with"): "C",
    ("no", "longer"): "NEG",
    ("have", "yet"): "NEG",
    ("has", "yet"): "NEG",
    ("yet", "to"): "NEG",
    ("according", "to"): "P",
    ("because", "of"): "P",
    ("due", "to"): "P",
    ("out", "of"): "P",
    ("ahead", "of"): "P",
    ("instead", "of"): "P",
    ("so", "far"): "ADV",
    ("so", "that"): "S",
    ("even", "though"): "S",
    ("as", "if"): "S",
    ("at", "least"): "ADV",
    ("more", "than"): "ADV",
    ("less", "than"): "ADV",
    ("up", "to"): "P",
    ("such", "as"): "P",
    ("in", "addition", "to"): "P",
    ("as", "part", "of"): "P",
    ("in", "order"): "ADV",
    ("next", "to"): "P",
    ("close", "to"): "P",
}
# "north of X" is not X.
_FIXED |= {
    (d, "of"): "P"
    for d in "north south east west northeast northwest southeast southwest north-east north-west south-east south-west".split()
}
_CLAUSAL = frozenset({"after", "before", "since", "until", "as", "despite"})  # prepositions that may open a clause
_NUMERIC = frozenset({"at", "least", "more", "than", "some", "about", "around", "nearly", "almost", "over"})
_ADJECTIVES = frozenset(
    "allied armed unarmed united wounded combined mixed blue yellow black white green red national small large key "
    "strategic nearby neighbouring neighboring masked so-called experienced elite heavy fierce intense".split()
)
_HOLDING = frozenset({"hold", "control"})
_SUBJECT_PRONOUNS = frozenset({"they", "he", "she", "we", "it", "who", "which", "that"})
_PLAIN_NOUNS = frozenset(
    "attack advance claim strike raid report gain force battle base mine border ground position land aid order plan aim target back fire shell use call post state push march drive break cut ring battle-front fight siege control hold fall loss clash rule run block link level ambush support account count number total face place name work need share block point vote sit supply demand effort struggle campaign leak offer release contact display deal talk visit host welcome stop turn try attempt move approach return start end bid hit cover close lead".split()
)


def parse(
    sentence: Sentence, *, toponyms: Sequence[Toponym], namings: Sequence[Naming], whens: Sequence[When]
) -> Parsed:
    """The phrases of a sentence."""
    units = _units(sentence, toponyms, namings, whens)
    tags = _Tagger(sentence.tokens, units).tags()
    phrases = _chunks(sentence.tokens, units, tags, toponyms, namings)
    return Parsed(
        sentence=sentence,
        phrases=_open_clauses(phrases),
        toponyms=tuple(toponyms),
        namings=tuple(namings),
        whens=tuple(whens),
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """Tokens that belong together before phrases are cut."""

    start: int
    end: int
    kind: str  # place, actor, voice, other, time, fixed, word
    index: int = -1
    tag: str = ""


def _units(
    sentence: Sentence, toponyms: Sequence[Toponym], namings: Sequence[Naming], whens: Sequence[When]
) -> list[_Unit]:
    tokens = sentence.tokens
    at: dict[int, _Unit] = {}

    def enter(start: int, end: int, kind: str, index: int) -> None:
        if start < end and not any(u.start < end and start < u.end for u in at.values()):
            at[start] = _Unit(start, end, kind, index)

    for index, naming in enumerate(namings):
        enter(naming.start, naming.end, naming.role, index)
    for index, toponym in enumerate(toponyms):
        lo = next(i for i, t in enumerate(tokens) if t.end > toponym.span.start)
        hi = next(i for i in range(len(tokens), 0, -1) if tokens[i - 1].start < toponym.span.end)
        enter(lo, hi, "place", index)
    for index, when in enumerate(whens):
        inside = [i for i, t in enumerate(tokens) if when.start <= t.start and t.end <= when.end]
        if inside and not when.background:
            enter(inside[0], inside[-1] + 1, "time", index)
    units, i = [], 0
    while i < len(tokens):
        unit = at.get(i) or _fixed(tokens, i) or _Unit(i, i + 1, "word")
        later = min((u for u in at if i < u < unit.end), default=unit.end)
        units.append(unit if later == unit.end else _Unit(i, i + 1, "word"))
        i = units[-1].end
    return units


def _fixed(tokens: tuple[Token, ...], i: int) -> _Unit | None:
    for words, tag in _FIXED.items():
        if tuple(t.lower for t in tokens[i : i + len(words)]) == words:
            return _Unit(i, i + len(words), "fixed", tag=tag)
    return None


class _Tagger:
    """Gives each unit a part of speech, left to right, looking one unit back and two ahead."""

    def __init__(self, tokens: tuple[Token, ...], units: list[_Unit]) -> None:
        self.tokens, self.units = tokens, units
        self.done: list[tuple[str, Verb | None]] = []
        self.words = english()

    def tags(self) -> list[tuple[str, Verb | None]]:
        for i in range(len(self.units)):
            self.done.append(self._tag(i))
        return self.done

    def _low(self, i: int) -> str:
        if not 0 <= i < len(self.units):
            return ""
        unit = self.units[i]
        return self.tokens[unit.start].lower if unit.kind == "word" else f"<{unit.kind}>"

    def _before(self) -> str:
        return self.done[-1][0] if self.done else "START"

    def _tag(self, i: int) -> tuple[str, Verb | None]:
        unit = self.units[i]
        if unit.kind == "fixed":
            return unit.tag, None
        if unit.kind != "word":
            return {"place": "PLACE", "actor": "ACTOR", "voice": "VOICE", "other": "N", "time": "TIME"}[unit.kind], None
        return self._mark(i) or self._small(i) or self._verb(i) or ("N", None)

    def _mark(self, i: int) -> tuple[str, Verb | None] | None:
        text = self.tokens[self.units[i].start].text
        if text in {",", "，"}:
            return "COMMA", None
        if text in {";", ":", "—", "–", "--", "|", "...", "…", ".", "!", "?"}:
            return "STOP", None
        if text in {'"', "“", "”", "«", "»", "‘", "’", "'"}:
            return "Q", None
        if text in {"(", ")", "[", "]"}:
            return "PAREN", None
        if text in {"'s", "’s"}:
            return "POSS", None
        if text[0].isdigit():
            return "NUM", None
        return None if text[0].isalnum() else ("STOP", None)

    def _small(self, i: int) -> tuple[str, Verb | None] | None:  # noqa: PLR0911 -- one return a word class
        word, small = self._low(i), self.words.small
        if word in self.words.numbers or word in {"dozens", "hundreds", "scores"}:
            return "NUM", None
        if word in {"n't"} | small["negations"]:
            return "NEG", None
        if word in small["be"] | small["have"] | small["do"] | small["future"] | small["may"]:
            return ("N", None) if word == "may" and self.tokens[self.units[i].start].text == "May" else ("X", None)
        if word == "to":
            return ("T" if self._infinitive(i) else "P"), None
        if word == "that":
            return self._that(i), None
        if word in {"which", "who", "whom", "whose", "where"}:
            return "R", None
        if word in {"while", "when", "whereas", "although", "though", "because", "if", "unless", "once", "whether"}:
            return "S", None
        if word in {"and", "or", "but", "nor", "plus", "&"}:
            return "C", None
        if word in small["pronouns"] and not (word == "one" and self._low(i + 1)):
            return "PRO", None
        if word in small["determiners"]:
            return "D", None
        if word in {"about", "around", "over", "under", "some"} and self._counts(i + 1):
            return "ADV", None
        if word in small["prepositions"]:
            return "P", None
        if (word in self.words.directions and word.endswith("ern")) or word in _ADJECTIVES:
            return "J", None
        if word in small["adverbs"] or (
            word.endswith("ly") and word not in {"ally", "family", "supply", "july", "italy", "only", "daily"}
        ):
            return "ADV", None
        return None

    def _counts(self, i: int) -> bool:
        """Whether a number or a share stands here: "about half", "over 20"."""
        word = self._low(i)
        return word in self.words.numbers or word in {"half", "a"} or word[:1].isdigit() or word.startswith(("two-", "three-"))

    def _infinitive(self, i: int) -> bool:
        j = i + 1
        if self._low(j) in self.words.small["adverbs"] or self._low(j).endswith("ly"):
            j += 1
        word = self._low(j)
        if word in {"be", "have"}:
            return True
        if not any(v.form == "base" for v in self.words.verbs.get(word, ())):
            return word not in self.words.small["prepositions"] and False
        return not (word in self.words.nouns["control"] and self._low(j + 1) in {"of", "over", ",", "."})

    def _that(self, i: int) -> str:
        before = self.done[-1] if self.done else ("START", None)
        if before[0] == "V":
            return "S"
        if self._before() in {"N", "PLACE", "ACTOR", "COMMA"}:
            nouns = {
                "reports",
                "report",
                "claims",
                "claim",
                "statement",
                "news",
                "announcement",
                "rumours",
                "denied",
                "suggestions",
            }
            return "S" if self._low(i - 1) in nouns else "R"
        return "S" if before[0] in {"VOICE", "START", "TIME", "C"} else "D"

    def _verb(self, i: int) -> tuple[str, Verb | None] | None:
        verbs = self.words.verbs.get(self._low(i), ())
        if not verbs:
            return self._by_ending(i)
        plain = [v for v in verbs if v.form in ("base", "third")]
        marked = [v for v in verbs if v.form not in ("base", "third")]
        if marked and not (plain and marked[0].form != "gerund" and (self._before() == "T" or self._modal_at(i - 1))):
            return self._participle(i, marked[0])
        return self._present(i, plain[0])

    def _participle(self, i: int, verb: Verb) -> tuple[str, Verb | None]:
        """A past form or gerund: a verb, unless it stands as an adjective or noun inside a noun phrase."""
        before, after = self._before(), self._low(i + 1)
        if before in {"D", "J", "NUM", "POSS"} and verb.form != "past":
            noun_follows = (
                after in self.words.kinds
                or after in {"<actor>", "<place>"}
                or (after.isalpha() and not self._ends_np(i + 1))
            )
            if verb.form == "gerund":
                return ("J" if noun_follows else "N"), None
            if noun_follows:
                return "J", verb
        if (
            verb.form == "gerund"
            and verb.lemma in {"fight", "shell", "bomb", "train", "meet", "build"}
            and before not in {"X", "COMMA"}
        ):
            return "N", None
        if verb.form == "gerund" and before in {"N", "ACTOR"} and after in {"", ",", "."}:
            return "N", None
        return "V", verb

    def _ends_np(self, i: int) -> bool:
        word = self._low(i)
        small = self.words.small
        return (
            word
            in small["prepositions"]
            | small["conjunctions"]
            | small["determiners"]
            | small["pronouns"]
            | small["be"]
            | small["have"]
            or (word in self.words.verbs and word not in self.words.kinds)
            or word in {"which", "who", "that", "to", "when", "while", "where"}
        )

    def _present(self, i: int, verb: Verb) -> tuple[str, Verb | None] | None:  # noqa: PLR0911 -- one return a rule
        """A base or third-person form: verb or noun by what stands round it."""
        k = i - 1  # the unit before, adverbs left out: "the SDF now control"
        while k >= 0 and self.done[k][0] == "ADV":
            k -= 1
        before = self.done[k][0] if k >= 0 else "START"
        after, word = self._low(i + 1), self._low(i)
        if self._before() == "T" or before == "R" or (before == "X" and self._modal_at(k)):
            return "V", verb
        if before == "PRO" and self._low(k) in _SUBJECT_PRONOUNS:
            return "V", verb
        if before == "NEG" and k > 0 and self.done[k - 1][0] in {"X", "T"}:
            return "V", verb
        if before in {"D", "J", "NUM", "POSS", "P", "X", "S"}:
            return None
        noun_like = (
            verb.lemma in _PLAIN_NOUNS
            or word in self.words.kinds
            or word in self.words.nouns["take"] | self.words.nouns["control"]
        )
        if verb.lemma in self.words.stance["say"] and before in {"COMMA", "Q"} and after and after not in {",", "."}:
            return "V", verb  # ", say activists"
        if before in {"ACTOR", "VOICE", "PLACE", "N"}:
            return self._after_subject(i, k, verb, noun_like=noun_like)
        if before in {"C", "COMMA"}:
            earlier = any(tag == "V" and v is not None and v.form != "gerund" for tag, v in self.done)
            follows = self._object_follows(i)
            return (
                ("V", verb)
                if earlier and follows and not (noun_like and after != "<place>" and verb.lemma != "hold")
                else None
            )
        return None

    def _after_subject(self, i: int, k: int, verb: Verb, *, noun_like: bool) -> tuple[str, Verb | None] | None:
        """A base or third-person form behind a noun that may be its subject."""
        after = self._low(i + 1)
        named = self.units[k].kind in {"actor", "voice", "place"}
        agrees = verb.form == "third" or self._low(k).endswith("s") or named or verb.lemma == "remain"
        if not agrees:
            return None
        if self._in_relative(k):  # "which the rebels still hold"
            return ("V", verb) if verb.form == "base" or not noun_like else None
        if noun_like and verb.form == "base" and self.units[k].kind == "actor" and i - k == 1:
            follows = (
                after in {"<place>", "<actor>"}
                or after in {"the", "three", "two"}
                or (verb.lemma in _HOLDING and self._object_follows(i))
            )
        elif noun_like:
            follows = self._object_follows(i)
        else:
            follows = True
        return ("V", verb) if follows else None

    def _in_relative(self, k: int) -> bool:
        """Whether a relative word opens the clause whose subject ends at unit `k`, with no verb since."""
        while k >= 0 and self.done[k][0] in {"N", "ACTOR", "VOICE", "PLACE", "D", "J", "ADV", "POSS"}:
            k -= 1
        return k >= 0 and self.done[k][0] == "R"

    def _modal_at(self, k: int) -> bool:
        word = self._low(k)
        return word in self.words.small["future"] | self.words.small["may"] | self.words.small["do"]

    def _object_follows(self, i: int) -> bool:
        after = self._low(i + 1)
        return after in {
            "<place>",
            "<actor>",
            "<voice>",
            "<other>",
            "control", "full", "parts", "part", "most", "half", "about", "nearly", "almost", "around", "roughly"
        } or self._opens_np(i + 1)

    def _opens_np(self, i: int) -> bool:
        word = self._low(i)
        return (
            word in self.words.small["determiners"]
            or word in self.words.numbers
            or word.isdigit()
            or word in self.words.counted_places
            or (
                word.split("-")[0]
                in {"key", "strategic", "rebel", "more", "northern", "southern", "eastern", "western", "rebel-held"}
            )
        )

    def _by_ending(self, i: int) -> tuple[str, Verb | None] | None:
        """An unknown word in -ed or -ing after a noun is taken for a verb."""
        word, before = self._low(i), self._before()
        if not word.isalpha() or len(word) < 5 or self.tokens[self.units[i].start].capital:  # noqa: PLR2004 -- "red", "king"
            return None
        if (
            word.endswith("ed")
            and before not in {"D", "J", "NUM", "POSS"}
            and word not in {"hundred", "indeed", "speed"}
        ):
            return "V", Verb(lemma=word, form="past_or_participle")
        if word.endswith("ing") and before in {"X", "COMMA", "C"} and word not in {"during", "morning", "evening"}:
            return "V", Verb(lemma=word, form="gerund")
        return None


_NOMINAL = frozenset({"D", "J", "NUM", "N", "PLACE", "ACTOR", "VOICE", "POSS", "PRO"})


def _chunks(
    tokens: tuple[Token, ...],
    units: list[_Unit],
    tags: list[tuple[str, Verb | None]],
    toponyms: Sequence[Toponym],
    namings: Sequence[Naming],
) -> list[Phrase]:
    phrases: list[Phrase] = []
    i = 0
    while i < len(units):
        tag, verb = tags[i]
        if tag not in _NOMINAL:
            if tag == "ADV" and _counting(tokens, units, tags, i):
                i = _noun_phrase(tokens, units, tags, i, phrases, toponyms, namings)
                continue
            unit = units[i]
            words = tuple(t.lower for t in tokens[unit.start : unit.end])
            phrases.append(Phrase(kind=tag, start=unit.start, end=unit.end, words=words, verb=verb))  # type: ignore[arg-type] # tags outside noun phrases are kinds
            i += 1
            continue
        i = _noun_phrase(tokens, units, tags, i, phrases, toponyms, namings)
    return phrases


def _counting(tokens: tuple[Token, ...], units: list[_Unit], tags: list[tuple[str, Verb | None]], i: int) -> bool:
    """Whether an adverb only opens a number: "at least nine villages"."""
    return i + 1 < len(units) and tags[i + 1][0] == "NUM" and tokens[units[i].start].lower in _NUMERIC


def _noun_phrase(
    tokens: tuple[Token, ...],
    units: list[_Unit],
    tags: list[tuple[str, Verb | None]],
    start: int,
    phrases: list[Phrase],
    toponyms: Sequence[Toponym],
    namings: Sequence[Naming],
) -> int:
    """Cut one noun phrase from `start` on, append it, and give the index after it."""
    i = start + 1 if tags[start][0] == "ADV" else start
    end = i
    while end < len(units) and (tags[end][0] in _NOMINAL or _two_adjectives(tags, end)):
        tag = tags[end][0]
        if end > i and (tag == "PRO" or tags[end - 1][0] == "PRO"):
            break
        if end > i and tag == "D" and tags[end - 1][0] not in {"D", "NUM"}:
            break
        if end > i and tags[end - 1][0] == "PLACE" and tag == "ACTOR" and tokens[units[end].start].capital:
            break
        end += 1
        if tag == "POSS":
            break
    phrases.append(_phrase(tokens, units[start:end], [t for t, _ in tags[start:end]], namings))
    return end


def _two_adjectives(tags: list[tuple[str, Verb | None]], i: int) -> bool:
    """Whether a conjunction stands between two adjectives: "the blue and yellow flag"."""
    return tags[i][0] == "C" and 0 < i < len(tags) - 1 and tags[i - 1][0] == "J" and tags[i + 1][0] == "J"


def _phrase(tokens: tuple[Token, ...], units: list[_Unit], tags: list[str], namings: Sequence[Naming]) -> Phrase:
    words = tuple(t.lower for u in units for t in tokens[u.start : u.end])
    possessive = tags[-1] == "POSS"
    body = list(zip(units, tags, strict=True))[: -1 if possessive else None]
    places = tuple(u.index for u, t in body if t == "PLACE")
    named = [namings[u.index] for u, t in body if t in {"ACTOR", "VOICE"}]
    place, naming = None, None
    if body:
        tail = _tail(tokens, body)
        last = body[-1 - len(tail)] if len(tail) < len(body) else None
        kinds = english().kinds
        if last is not None and last[1] == "PLACE" and (not tail or (" ".join(tail) in kinds or tail[-1] in kinds)):
            place = last[0].index
        elif last is not None and last[1] in {"ACTOR", "VOICE"} and (not tail or set(tail) <= _PEOPLE):
            naming = namings[last[0].index]
    return Phrase(
        kind="NP",
        start=units[0].start,
        end=units[-1].end,
        words=words if not possessive else words[:-1],
        places=places,
        place=place,
        naming=naming,
        modifiers=tuple(n for n in named if n is not naming),
        pronoun=tags == ["PRO"],
        possessive=possessive,
    )


_PEOPLE = frozenset(
    "fighters forces troops soldiers militants gunmen units members men leader leaders commander commanders official officials "
    "spokesman spokeswoman spokesperson group groups faction factions alliance militia militias army rebels insurgents side "
    "media sources source source's statement general brigade brigades battalion division command authorities ministry".split()
)


def _tail(tokens: tuple[Token, ...], body: list[tuple[_Unit, str]]) -> list[str]:
    """The plain words after the last place, actor or voice of a noun phrase."""
    tail: list[str] = []
    for unit, tag in reversed(body):
        if tag in {"PLACE", "ACTOR", "VOICE"}:
            break
        tail[:0] = [t.lower for t in tokens[unit.start : unit.end]]
    return tail


def _open_clauses(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    """The phrases with "after", "as" and their like marked as subordinators where a clause follows them."""
    out = list(phrases)
    for i, phrase in enumerate(phrases):
        if phrase.kind != "P" or phrase.words[0] not in _CLAUSAL or len(phrase.words) > 1:
            continue
        j = i + 1
        while j < len(phrases) and phrases[j].kind in {"NP", "P", "ADV", "TIME"}:
            j += 1
        subject = any(
            (p.kind == "NP" and phrases[k - 1].kind != "P") or k == i + 1 for k, p in enumerate(phrases[:j]) if k > i
        )
        verb = j < len(phrases) and (phrases[j].kind == "X" or (phrases[j].kind == "V" and phrases[j].form != "gerund"))
        if verb and subject and j > i + 1:
            out[i] = Phrase(kind="S", start=phrase.start, end=phrase.end, words=phrase.words)
    return tuple(out)

"""Toponyms: the place names of a report, found by gazetteer, by the nouns beside them, by the company they keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mapper.english import english
from mapper.geoparse.cues import Cue, cue_of

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.places.place import Candidate
    from mapper.reports.report import Report, Span
    from mapper.reports.sentences import Sentence, Token
    from mapper.theatre import Theatre

ToponymKind = Literal["settlement", "admin", "site", "water", "road", "region", "country", "metonym"]
Lookup = Callable[[str], Sequence["Candidate"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name in a text: the name alone, without article, generic noun or direction."""

    span: Span
    kind: ToponymKind
    cue: str = ""  # the generic noun beside it ("village"), where there is one
    told: bool = False  # the text itself tells the kind


@dataclass(frozen=True, slots=True)
class _Name:
    """A stretch of tokens (indices, half open) that may be a place name."""

    start: int
    end: int
    text: str
    known: bool  # a gazetteer has it under this spelling or a folded one
    cue: Cue | None
    begin: int  # code points
    stop: int


_LONGEST = 5  # words in a place name
_PARTICLES = frozenset("al el ad ed as es ash esh at et an en ar er az ez de du la le bin ibn ul ud upon".split())
_LOCATIVE = frozenset(
    "in near from towards toward at around outside inside into between through via to of on for across including".split()
)
_ARTICLES = frozenset({"the", "a", "an"})
_ARTICLED = re.compile(r"(?i:al|el|as|ash|at|ad|ar|an|az|es|ez)-[^\W\d_]")
_OPENERS = frozenset(
    "ed el ad as ar an az abu umm tal tall tell tel kafr kfar khan deir dayr jisr ain ayn ein wadi jabal jebel bab ras beit bayt qalaat qalat sheikh shaykh sheik burj jub jubb rasm khirbet khirbat maarat maarrat nahr novo nova velyka mala staro verkhnia nyzhnia port fort mount lake".split()
)
# Capitalised nouns that belong to the name of what they end: "Ghab Plain", "Snake Island", "Red Sea".
_PART_OF_NAME = frozenset(
    "plain mountains heights valley sea gulf peninsula island islands desert basin hills bay strait".split()
)
_COMPOUND_ENDS = frozenset(
    "held controlled backed led occupied ruled administered aligned linked based style era made run born friendly majority allied affiliated installed sponsored brokered".split()
)
_METONYM_VERBS = frozenset({"say", "deny", "plan"})


def find(
    report: Report,
    sentences: Sequence[Sentence],
    namings: Sequence[Sequence[Naming]],
    *,
    theatre: Theatre,
    lookup: Lookup,
) -> tuple[Toponym, ...]:
    """The toponyms of a report in text order, without overlap.

    Parameters
    ----------
    namings
        For each sentence the stretches that name somebody or something that is no place.
    lookup
        Candidates for a spelling; exact and folded matches make a name known, others only likelier.
    """
    lower = {t.text for s in sentences for t in s.tokens if t.text.islower()}
    per_sentence = [
        list(_names(report.text, s, taken, lookup, lower)) for s, taken in zip(sentences, namings, strict=True)
    ]
    accepted = {n.text for names in per_sentence for n in names if n.known or n.cue}
    found: list[Toponym] = []
    for sentence, names in zip(sentences, per_sentence, strict=True):
        kept = _kept(sentence, names, accepted)
        found.extend(_toponym(report, sentence, name, theatre, lookup) for name in kept)
    return tuple(_agree(found))


def _kept(sentence: Sentence, names: list[_Name], accepted: set[str]) -> list[_Name]:
    """Names that are known, cued, seen elsewhere, or stand in a list beside one that is."""
    sure = [n.known or n.cue is not None or n.text in accepted for n in names]
    for i, name in enumerate(names):
        if not sure[i]:
            sure[i] = (
                _placed(sentence.tokens, name)
                or _predicated(sentence.tokens, name)
                or any(
                    sure[j] and _listed(sentence.tokens, names[j], name) for j in (i - 1, i + 1) if 0 <= j < len(names)
                )
            )
    return [name for name, ok in zip(names, sure, strict=True) if ok]


def _listed(tokens: tuple[Token, ...], a: _Name, b: _Name) -> bool:
    """Whether only list marks stand between two names: "A, B and C"."""
    first, second = sorted((a, b), key=lambda n: n.start)
    between = [t.lower for t in tokens[first.end : second.start]]
    return 0 < len(between) <= 3 and set(between) <= {",", "and", "or", "&", "/", "the"}  # noqa: PLR2004 -- ", and the"


def _placed(tokens: tuple[Token, ...], name: _Name) -> bool:
    """Whether the words before an unknown name say that it is a place: "in X", "captured X"."""
    if _ARTICLED.match(name.text) and not _speaks(tokens, name) and not (name.start and tokens[name.start - 1].capital):
        return True
    if name.start == 0:
        return False
    before = tokens[name.start - 1].lower
    if before in english().directions and name.start > 1:
        before = tokens[name.start - 2].lower
    return before in _LOCATIVE - {"for", "of", "to", "on"} or _takes_place(before)


def _speaks(tokens: tuple[Token, ...], name: _Name) -> bool:
    """Whether a name is somebody who speaks or is spoken of as a person: "al-Maliki said"."""
    lists = english()
    near = [t.lower for t in (*tokens[max(0, name.start - 2) : name.start], *tokens[name.end : name.end + 2])]
    said = any(v.lemma in lists.stance["say"] | lists.stance["deny"] for w in near for v in lists.verbs.get(w, ()))
    return said or bool(set(near) & (lists.titles | {"mr", "he", "his", "who"}))


def _predicated(tokens: tuple[Token, ...], name: _Name) -> bool:
    """Whether the words behind an unknown name say that it is a place: "X was taken", "X, held by", "X fell"."""
    lists = english()
    ahead = [t.lower for t in tokens[name.end : name.end + _WINDOW]]
    at = next((k for k, word in enumerate(ahead) if word in _AUXILIARIES or word in _REMAINING), None)
    if at is None:
        return bool(ahead[:1] == [","]) and _held(ahead[1:3])  # "X, held by"
    between = ahead[:at]
    inserted = between[:1] == [","] and between[-1:] == [","]
    listed = all(word in {",", "and"} or tokens[name.end + k].capital for k, word in enumerate(between))
    if not (inserted or listed) or any(v.lemma in lists.stance["say"] for w in between for v in lists.verbs.get(w, ())):
        return False
    return ahead[at] in _REMAINING or _held(ahead[at + 1 : at + 5])


def _held(words: Sequence[str]) -> bool:
    """Whether one of these words is a participle of taking, holding, besieging or falling."""
    lists = english()
    takers = lists.frames["take"] | lists.frames["besiege"] | {"lose", "hold", "control", "fall", "abandon", "hand", "storm", "contest"}
    return any(v.lemma in takers and v.form in {"participle", "past_or_participle"} for w in words for v in lists.verbs.get(w, ()))


_REMAINING = frozenset({"fell", "falls", "remains", "remain", "remained", "changed"})
_WINDOW = 14
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "had", "have"})


def _takes_place(word: str) -> bool:
    frames = english().frames
    takers = (
        frames["take"]
        | frames["besiege"]
        | frames["enter"]
        | frames["leave"]
        | frames["lose"]
        | {"hold", "control", "retain"}
    )
    return any(
        verb.lemma in takers - {"leave", "flee", "win", "free", "remove", "run"}
        for verb in english().verbs.get(word, ())
    )


def _names(text: str, sentence: Sentence, taken: Sequence[Naming], lookup: Lookup, lower: set[str]) -> Iterator[_Name]:
    tokens = sentence.tokens
    masked = {
        i for naming in taken if not _country(text, tokens, naming, lookup) for i in range(naming.start, naming.end)
    }
    i = 0
    while i < len(tokens):
        if i in masked or not _nameable(tokens, i):
            i += 1
            continue
        end = _run_end(tokens, i, masked)
        yield from _segments(text, sentence, i, end, lookup, lower)
        i = end


def _country(text: str, tokens: tuple[Token, ...], naming: Naming, lookup: Lookup) -> bool:
    """Whether an actor's name is just a country's: "Russia" is an actor and a place."""
    if naming.role != "actor" or not naming.proper:
        return False
    name = text[tokens[naming.start].start : tokens[naming.end - 1].end]
    return any(c.place.kind == "country" and c.match == "exact" for c in lookup(name))


def _nameable(tokens: tuple[Token, ...], i: int) -> bool:
    token = tokens[i]
    return token.capital and token.text[-1:].isalnum() and len(token.text) > 1


def _run_end(tokens: tuple[Token, ...], start: int, masked: set[int]) -> int:
    """The end of a run of capitalised words that starts here; particles and numbers may stand inside."""
    end = start + 1
    while end < len(tokens) and end not in masked:
        token = tokens[end]
        joins = token.lower in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].capital
        if (
            not (token.capital or joins or _numbered(tokens, end))
            or not token.text[0].isalnum()
        ):  # noqa: PLR2004 -- "Hill 1154"
            break
        end += 1
    return end


def _numbered(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a number goes on a name ("Hill 1154", "Base 46") rather than being a year or a count."""
    return tokens[i].text.isdigit() and len(tokens[i].text) <= _DIGITS and tokens[i - 1].lower in _COUNTED


_DIGITS = 4
_COUNTED = frozenset("hill point height base brigade battalion regiment unit post checkpoint checkpoints block camp mount km kilometre area zone".split())


def _segments(text: str, sentence: Sentence, start: int, end: int, lookup: Lookup, lower: set[str]) -> Iterator[_Name]:
    """The place names in one run of capitalised words: longest known stretches first, the rest as they are."""
    tokens = sentence.tokens
    i = start
    while i < end:
        if tokens[i].lower in _ARTICLES and i + 1 < end:
            i += 1
            continue
        stretch = next(
            (j for j in range(min(end, i + _LONGEST), i, -1) if _known(text, sentence, i, j, lookup, lower)), None
        )
        if stretch is not None:
            whole = _compound(tokens, i, stretch, end)
            yield _name(text, tokens, i, whole, known=True)
            i = whole
            continue
        j = i + 1
        while j < end and not (_known(text, sentence, j, min(end, j + 1), lookup, lower) and not _opens(tokens, j - 1)):
            j += 1
        yield from _unknown(text, sentence, i, j, lookup, lower)
        i = j


def _compound(tokens: tuple[Token, ...], start: int, stretch: int, end: int) -> int:
    """The end of a known name with the words that make it another one: "Daraa al-Balad", "Abu Hurayrah"."""
    while stretch < end and (_ARTICLED.match(tokens[stretch].text) or (stretch == start + 1 and _opens(tokens, start))):
        if tokens[stretch].lower in english().kinds:
            break
        stretch += 1
    if stretch < end and tokens[stretch].lower in _PART_OF_NAME:
        stretch += 1
    return stretch


def _opens(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a word only opens a place name: "Tal ...", "Abu ..."."""
    return tokens[i].lower in _OPENERS


def _unknown(text: str, sentence: Sentence, start: int, end: int, lookup: Lookup, lower: set[str]) -> Iterator[_Name]:
    """A stretch that no gazetteer knows, less the common words at its ends; "A-B" gives A and B."""
    tokens = sentence.tokens
    while start < end and (_common(tokens, start, lower) or tokens[start].text in _PARTICLES | {"of"}):
        start += 1
    hill = (
        end - 1 > start
        and tokens[end - 1].text.isdigit()
        and tokens[end - 2].lower in {"hill", "point", "height", "base"}
    )
    while end > start and not hill and (_ends(tokens, start, end, lower) or tokens[end - 1].text.isdigit()):
        end -= 1
    if start >= end or _person(tokens, start, end):
        return
    pieces = [p for p in tokens[start].text.replace("–", "-").split("-") if p]
    if (
        end == start + 1
        and len(pieces) > 1
        and all(p[0].isupper() and p.lower() not in english().stop and _exact(p, lookup) for p in pieces)
    ):
        at = tokens[start].start
        for piece in pieces:
            at = text.index(piece, at)
            yield _Name(start, end, piece, True, None, at, at + len(piece))  # noqa: FBT003 -- a value type
            at += len(piece)
        return
    yield _name(text, tokens, start, end, known=False)


def _ends(tokens: tuple[Token, ...], start: int, end: int, lower: set[str]) -> bool:
    """Whether the last word is an ordinary one rather than the end of the name."""
    word = tokens[end - 1].lower
    return _common(tokens, end - 1, lower) and not (word in _PART_OF_NAME and end - 1 > start)


def _name(text: str, tokens: tuple[Token, ...], start: int, end: int, *, known: bool) -> _Name:
    begin, stop = tokens[start].start, tokens[end - 1].end
    return _Name(start, end, text[begin:stop], known, cue_of(tokens, start, end), begin, stop)


def _known(text: str, sentence: Sentence, start: int, end: int, lookup: Lookup, lower: set[str]) -> bool:
    """Whether a gazetteer has these words, and they are not just common words or a person."""
    tokens = sentence.tokens
    if end == start + 1 and _common(tokens, start, lower):
        return False
    if tokens[end - 1].lower in _PARTICLES or all(_common(tokens, i, lower) for i in range(start, end)):
        return False
    if _person(tokens, start, end) and cue_of(tokens, start, end) is None:
        return False
    name = text[tokens[start].start : tokens[end - 1].end]
    return _exact(name, lookup)


def _exact(name: str, lookup: Lookup) -> bool:
    return any(c.match in ("exact", "folded", "network") for c in lookup(name))


def _common(tokens: tuple[Token, ...], i: int, lower: set[str]) -> bool:
    """Whether a capitalised word is an ordinary word, a weekday, a month."""
    word = tokens[i].lower
    lists = english()
    if word.rpartition("-")[2] in _COMPOUND_ENDS and "-" in word:
        return True  # "SDF-held", "Kurdish-controlled"
    if word in lists.stop or word in lists.days or word in lists.months or word in lists.directions:
        return True
    if (
        word in lists.titles
        or word in lists.kinds
        or word in lists.nouns["attack"]
        or word in lists.small["prepositions"]
    ):
        return True
    first = i == 0 or tokens[i - 1].text in {'"', "“", ":", "'", "‘"}
    return first and (word in lower or word in lists.verbs or word.endswith("ly") or word in lists.small["adverbs"])


def _person(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether the words look like a person's name: a title before them, or a first name in front."""
    lists = english()
    before = tokens[start - 1].lower if start else ""
    if before == "." and start > 1:
        before = tokens[start - 2].lower
    if before in lists.titles and before not in {"head", "chief"}:
        return True
    opening = tokens[start].lower in lists.first_names
    return (opening and end > start + 1) or (before in lists.first_names and tokens[start - 1].capital)


def _toponym(report: Report, sentence: Sentence, name: _Name, theatre: Theatre, lookup: Lookup) -> Toponym:
    span = report.span(name.begin, name.stop)
    if _metonym(sentence.tokens, name, theatre):
        return Toponym(span=span, kind="metonym", told=True)
    if name.cue is not None and name.cue.kind:
        quarter = name.cue.noun == "district" and not any(c.place.kind == "admin" for c in lookup(name.text))
        if quarter and not _capital_cue(sentence.tokens, name):  # a district of a city, not an administrative one
            return Toponym(span=span, kind="settlement", cue=name.cue.noun, told=True)
        unit = name.cue.noun.startswith("region") and any(
            c.place.kind == "admin" for c in lookup(name.text) if c.match != "skeleton"
        )
        return Toponym(span=span, kind="admin" if unit else name.cue.kind, cue=name.cue.noun, told=True)
    kinds = {c.place.kind for c in lookup(name.text) if c.match != "skeleton"}
    kind: ToponymKind = next(
        (k for k in ("country", "settlement", "site", "region", "water", "road", "admin") if k in kinds), "settlement"
    )  # type: ignore[assignment] # the literals stand in the tuple
    if "admin" in kinds and name.cue is not None and name.cue.wide:
        kind = "admin"
    return Toponym(span=span, kind=kind)


def _capital_cue(tokens: tuple[Token, ...], name: _Name) -> bool:
    """Whether the generic noun behind a name is capitalised: "Darqad District"."""
    return name.end < len(tokens) and tokens[name.end].text[:1].isupper()


def _metonym(tokens: tuple[Token, ...], name: _Name, theatre: Theatre) -> bool:
    """Whether a capital stands for its government: "Damascus said", "talks between Ankara and Moscow"."""
    if name.text not in theatre.metonyms:
        return False
    lists = english()
    before = tokens[name.start - 1].lower if name.start else ""
    if before in _LOCATIVE - {"for", "of", "to", "between", "from"} or name.cue is not None:
        return False
    after = tokens[name.end].lower if name.end < len(tokens) else ""
    after_next = tokens[name.end + 1].lower if name.end + 1 < len(tokens) else ""
    speaks = {w for key in _METONYM_VERBS for w in lists.stance[key]} | {
        "accuse",
        "blame",
        "back",
        "support",
        "launch",
        "send",
        "broker",
    }
    acts = any(v.lemma in speaks for w in (after, after_next) for v in lists.verbs.get(w, ()))
    return (
        acts
        or after in {"has", "had", "will", "would", "is", "was"}
        or (after.endswith("-backed") or after.endswith("-brokered"))
    )


def _agree(found: list[Toponym]) -> Iterator[Toponym]:
    """Toponyms with the kind that the report tells elsewhere for the same name, where this mention tells none."""
    told: dict[str, Toponym] = {}
    for toponym in found:
        if toponym.told and toponym.kind in ("settlement", "site"):
            told.setdefault(toponym.span.quote, toponym)
    for toponym in found:
        other = told.get(toponym.span.quote)
        yield replace(toponym, kind=other.kind, cue=other.cue) if other and not toponym.told else toponym

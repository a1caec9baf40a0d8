"""Toponyms: the place names of a report, found by gazetteer, by the nouns beside them, by the company they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mapper.english import english
from mapper.geoparse.names import Line, Name, articled, names_in

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.geoparse.cues import Cue
    from mapper.places.place import Candidate
    from mapper.reports.report import Report, Span
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

ToponymKind = Literal["settlement", "admin", "site", "water", "road", "region", "country", "metonym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name in a text: the name alone, without article, generic noun or direction."""

    span: Span
    kind: ToponymKind
    cue: str = ""  # the generic noun beside it ("village"), where there is one
    told: bool = False  # the text itself tells the kind


# What a name means first where the gazetteers know several kinds of place under it.
_USUAL: tuple[ToponymKind, ...] = ("country", "settlement", "site", "region", "water", "road", "admin")
_LIST_MARKS = frozenset({",", "and", "or", "&", "/", "the"})
_LONGEST_MARK = 3  # tokens between two names of a list: ", and the"
_WINDOW = 14  # tokens behind a name in which its predicate may stand
_REMAINING = frozenset({"fell", "falls", "remains", "remain", "remained", "changed"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "had", "have"})
_ACTING = frozenset({"has", "had", "will", "would", "is", "was"})  # what a government does behind its capital's name
_GOVERNING = frozenset({"accuse", "blame", "back", "support", "launch", "send", "broker"})


def find(
    report: Report,
    sentences: Sequence[Sentence],
    namings: Sequence[Sequence[Naming]],
    *,
    theatre: Theatre,
    lookup: Callable[[str], Sequence[Candidate]],
) -> tuple[Toponym, ...]:
    """The toponyms of a report in text order, without overlap.

    Parameters
    ----------
    namings
        For each sentence the stretches that name somebody or something that is no place.
    lookup
        Candidates for a spelling; exact and folded matches make a name known, others only likelier.
    """
    lower = frozenset(t.text for s in sentences for t in s.tokens if t.text.islower())
    lines = [Line(report.text, s.tokens, lookup, lower) for s in sentences]
    names = [list(names_in(line, taken)) for line, taken in zip(lines, namings, strict=True)]
    accepted = {name.text for found in names for name in found if name.known or name.cue}
    toponyms = [
        _toponym(report, line, name, theatre)
        for line, found in zip(lines, names, strict=True)
        for name in _kept(line, found, accepted)
    ]
    return tuple(_agreeing(toponyms))


# --- which names are places ---


def _kept(line: Line, names: list[Name], accepted: set[str]) -> list[Name]:
    """Names that are known, cued, seen elsewhere, or stand in a list beside one that is."""
    sure = [n.known or n.cue is not None or n.text in accepted for n in names]
    for i, name in enumerate(names):
        beside = (j for j in (i - 1, i + 1) if 0 <= j < len(names))
        sure[i] = (
            sure[i]
            or _placed(line, name)
            or _predicated(line, name)
            or any(sure[j] and _listed(line, names[j], name) for j in beside)
        )
    return [name for name, ok in zip(names, sure, strict=True) if ok]


def _listed(line: Line, a: Name, b: Name) -> bool:
    """Whether only list marks stand between two names: "A, B and C"."""
    first, second = sorted((a, b), key=lambda n: n.start)
    between = {line.low(i) for i in range(first.end, second.start)}
    return 0 < second.start - first.end <= _LONGEST_MARK and between <= _LIST_MARKS


def _placed(line: Line, name: Name) -> bool:
    """Whether the words before an unknown name say that it is a place: "in X", "captured X"."""
    named_before = name.start > 0 and line.tokens[name.start - 1].capital
    if articled(name.text) and not named_before and not _speaks(line, name):
        return True
    before = line.low(name.start - 1)
    if before in english().directions and name.start > 1:
        before = line.low(name.start - 2)
    return before in english().names["locative"] - {"for", "of", "to", "on"} or _takes_place(before)


def _speaks(line: Line, name: Name) -> bool:
    """Whether a name is somebody who speaks or is spoken of as a person: "al-Maliki said"."""
    lists = english()
    near = {line.low(i) for i in (name.start - 2, name.start - 1, name.end, name.end + 1)}
    saying = lists.stance["say"] | lists.stance["deny"]
    return any(_is_form_of(word, saying) for word in near) or bool(near & (lists.titles | {"mr", "he", "his", "who"}))


def _predicated(line: Line, name: Name) -> bool:
    """Whether the words behind an unknown name say that it is a place: "X was taken", "X, held by", "X fell"."""
    ahead = [t.lower for t in line.tokens[name.end : name.end + _WINDOW]]
    at = next((k for k, word in enumerate(ahead) if word in _AUXILIARIES or word in _REMAINING), None)
    if at is None:
        return ahead[:1] == [","] and _held(ahead[1:3])  # "X, held by"
    between = ahead[:at]
    inserted = between[:1] == [","] and between[-1:] == [","]
    listed = all(word in {",", "and"} or line.tokens[name.end + k].capital for k, word in enumerate(between))
    if not (inserted or listed) or any(_is_form_of(word, english().stance["say"]) for word in between):
        return False
    return ahead[at] in _REMAINING or _held(ahead[at + 1 : at + 5])


def _is_form_of(word: str, lemmas: frozenset[str]) -> bool:
    """Whether a word is a form of one of these verbs."""
    return any(verb.lemma in lemmas for verb in english().verbs.get(word, ()))


def _held(words: Sequence[str]) -> bool:
    """Whether one of these words is a participle of taking, holding, besieging or falling."""
    lists = english()
    takers = lists.frames["take"] | lists.frames["besiege"]
    takers |= {"lose", "hold", "control", "fall", "abandon", "hand", "storm", "contest"}
    verbs = (verb for word in words for verb in lists.verbs.get(word, ()))
    return any(v.lemma in takers and v.form in {"participle", "past_or_participle"} for v in verbs)


def _takes_place(word: str) -> bool:
    """Whether a word is a verb that takes a place as its object."""
    frames = english().frames
    takers = frozenset({"hold", "control", "retain"}).union(
        *(frames[name] for name in ("take", "besiege", "enter", "leave", "lose"))
    )
    return _is_form_of(word, takers - {"leave", "flee", "win", "free", "remove", "run"})


# --- what kind of place they are ---


def _toponym(report: Report, line: Line, name: Name, theatre: Theatre) -> Toponym:
    """The toponym of a name: its kind told by the text, else the usual one of the places of that name."""
    span = report.span(name.begin, name.stop)
    if _metonym(line, name, theatre):
        return Toponym(span=span, kind="metonym", told=True)
    if name.cue is not None and name.cue.kind:
        return Toponym(span=span, kind=_told(line, name, name.cue), cue=name.cue.noun, told=True)
    kinds = _kinds(line, name)
    if "admin" in kinds and name.cue is not None and name.cue.wide:
        return Toponym(span=span, kind="admin")
    return Toponym(span=span, kind=next((kind for kind in _USUAL if kind in kinds), "settlement"))


def _told(line: Line, name: Name, cue: Cue) -> ToponymKind:
    """The kind that the noun beside a name tells; a district may be of a city, a region a unit."""
    capitalised = name.end < len(line.tokens) and line.tokens[name.end].text[:1].isupper()  # "Darqad District"
    if cue.noun == "district" and not capitalised:
        unit = any(c.place.kind == "admin" for c in line.lookup(name.text))
        return "admin" if unit else "settlement"
    if cue.noun.startswith("region") and "admin" in _kinds(line, name):
        return "admin"
    return cue.kind or "settlement"


def _kinds(line: Line, name: Name) -> set[str]:
    """The kinds of the places that are spelt like a name."""
    return {c.place.kind for c in line.lookup(name.text) if c.match != "skeleton"}


def _metonym(line: Line, name: Name, theatre: Theatre) -> bool:
    """Whether a capital stands for its government: "Damascus said", "talks between Ankara and Moscow"."""
    if name.text not in theatre.metonyms or name.cue is not None:
        return False
    if line.low(name.start - 1) in english().names["locative"] - {"for", "of", "to", "between", "from"}:
        return False
    after, after_next = line.low(name.end), line.low(name.end + 1)
    speaking = _GOVERNING.union(*(english().stance[key] for key in ("say", "deny", "plan")))
    speaks = any(_is_form_of(word, speaking) for word in (after, after_next))
    return speaks or after in _ACTING or after.endswith(("-backed", "-brokered"))


def _agreeing(found: list[Toponym]) -> Iterator[Toponym]:
    """Toponyms with the kind that the report tells elsewhere for the same name, where this mention tells none."""
    told: dict[str, Toponym] = {}
    for toponym in found:
        if toponym.told and toponym.kind in {"settlement", "site"}:
            told.setdefault(toponym.span.quote, toponym)
    for toponym in found:
        other = told.get(toponym.span.quote)
        yield replace(toponym, kind=other.kind, cue=other.cue) if other and not toponym.told else toponym

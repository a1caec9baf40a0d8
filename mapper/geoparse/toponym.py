"""Toponyms: the place names of a report, found by gazetteer, by the nouns beside them, by the company they keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mapper.english import english
from mapper.geoparse.company import accepted
from mapper.geoparse.names import Lookup, Name, names
from mapper.geoparse.ordinary import Scene

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.places.place import Kind
    from mapper.reports.report import Report, Span
    from mapper.reports.sentences import Sentence, Token
    from mapper.theatre import Theatre

ToponymKind = Literal["settlement", "admin", "site", "water", "road", "region", "country", "metonym"]

# Of a name whose kind the text does not tell: the kinds that the gazetteers offer, the likeliest first.
_LIKELIEST: tuple[ToponymKind, ...] = ("country", "settlement", "site", "region", "water", "road", "admin")
_SPEAKING = frozenset({"accuse", "blame", "back", "support", "launch", "send", "broker"})
_STATING = frozenset({"has", "had", "will", "would", "is", "was"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name in a text: the name alone, without article, generic noun or direction."""

    span: Span
    kind: ToponymKind
    cue: str = ""  # the generic noun beside it ("village"), where there is one
    told: bool = False  # the text itself tells the kind


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
    lower = frozenset(t.text for s in sentences for t in s.tokens if t.text.islower())
    scenes = [Scene(report.text, s.tokens, lower) for s in sentences]
    found = [list(names(scene, taken, lookup)) for scene, taken in zip(scenes, namings, strict=True)]
    seen = {n.text for in_sentence in found for n in in_sentence if n.known or n.cue}
    toponyms: list[Toponym] = []
    for scene, in_sentence in zip(scenes, found, strict=True):
        sure = [n.known or n.cue is not None or n.text in seen for n in in_sentence]
        kept = accepted(scene.tokens, in_sentence, sure)
        toponyms.extend(_toponym(report, scene.tokens, name, theatre, lookup) for name in kept)
    return tuple(_agreed(toponyms))


def _toponym(report: Report, tokens: tuple[Token, ...], name: Name, theatre: Theatre, lookup: Lookup) -> Toponym:
    span = report.span(name.begin, name.stop)
    if _is_metonym(tokens, name, theatre):
        return Toponym(span=span, kind="metonym", told=True)
    spelt = {c.place.kind for c in lookup(name.text) if c.match != "skeleton"}
    if name.cue is not None and name.cue.kind:
        return Toponym(span=span, kind=_told_kind(tokens, name, lookup, spelt), cue=name.cue.noun, told=True)
    if "admin" in spelt and name.cue is not None and name.cue.wide:
        return Toponym(span=span, kind="admin")
    return Toponym(span=span, kind=next((k for k in _LIKELIEST if k in spelt), "settlement"))


def _told_kind(tokens: tuple[Token, ...], name: Name, lookup: Lookup, spelt: set[Kind]) -> ToponymKind:
    """The kind that the noun beside a name tells; a region may be a unit, a small district a quarter of a city."""
    noun, kind = (name.cue.noun, name.cue.kind) if name.cue else ("", None)
    capital = name.end < len(tokens) and tokens[name.end].text[:1].isupper()  # "Darqad District"
    if noun == "district" and not capital and not any(c.place.kind == "admin" for c in lookup(name.text)):
        return "settlement"
    if noun.startswith("region") and "admin" in spelt:
        return "admin"
    return kind or "settlement"


def _is_metonym(tokens: tuple[Token, ...], name: Name, theatre: Theatre) -> bool:
    """Whether a capital stands for its government, as in: Damascus said."""
    if name.text not in theatre.metonyms or name.cue is not None:
        return False
    words = english()
    before = tokens[name.start - 1].lower if name.start else ""
    if before in words.names["locative"] - {"for", "of", "to", "between", "from"}:
        return False
    ahead = [t.lower for t in tokens[name.end : name.end + 2]]
    speaks = words.stance["say"] | words.stance["deny"] | words.stance["plan"] | _SPEAKING
    if any(v.lemma in speaks for w in ahead for v in words.verbs.get(w, ())):
        return True
    return bool(ahead) and (ahead[0] in _STATING or ahead[0].endswith(("-backed", "-brokered")))


def _agreed(found: list[Toponym]) -> Iterator[Toponym]:
    """Toponyms with the kind that the report tells elsewhere for the same name, where this mention tells none."""
    told: dict[str, Toponym] = {}
    for toponym in found:
        if toponym.told and toponym.kind in ("settlement", "site"):
            told.setdefault(toponym.span.quote, toponym)
    for toponym in found:
        other = told.get(toponym.span.quote)
        yield replace(toponym, kind=other.kind, cue=other.cue) if other and not toponym.told else toponym

"""Toponyms: the place names of a report, found by gazetteer, by the nouns beside them, by the company they keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from mapper.english import english
from mapper.geoparse.addresses import addressed
from mapper.geoparse.company import accepted
from mapper.geoparse.judgement import judge
from mapper.geoparse.names import Name, names
from mapper.geoparse.ordinary import Scene
from mapper.geoparse.predicates import any_verb, is_predicated, is_struck
from mapper.geoparse.prominence import is_foremost, nearby
from mapper.places import world

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.places.place import Kind, Lookup
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
    full: str = ""  # what to look up where the text has it shortened or split: "Arkansas" for "Ark."
    within: int | None = None  # where the toponym begins in whose place this one lies: "Paris, Texas"

    @property
    def name(self) -> str:
        """What to look the place up by."""
        return self.full or self.span.quote


def find(
    report: Report,
    sentences: Sequence[Sentence],
    namings: Sequence[Sequence[Naming]],
    *,
    theatre: Theatre,
    lookup: Lookup,
    spelt: Lookup | None = None,
    countries: frozenset[str] = frozenset(),
    passed_over: set[str] | None = None,
) -> tuple[Toponym, ...]:
    """The toponyms of a report in text order, without overlap.

    Parameters
    ----------
    namings
        For each sentence the stretches that name somebody or something that is no place.
    lookup
        Candidates for a spelling; exact and folded matches make a name known, others only likelier.
    spelt
        The same without the others, which takes less time; `lookup` where it is not given.
    countries
        ISO codes that the report is about: elsewhere a small town is known by its address alone.
    passed_over
        Takes the ISO codes of the countries that the small towns elsewhere lie in whose names were met.
    """
    far = passed_over if passed_over is not None else set()
    lower = frozenset(t.text for s in sentences for t in s.tokens if t.text.islower())
    scenes = [Scene(report.text, s.tokens, lower) for s in sentences]
    near, exact = nearby(lookup, countries, far), spelt or lookup
    known = nearby(exact, countries, far)
    cut = [list(names(scene, taken, known, near)) for scene, taken in zip(scenes, namings, strict=True)]
    found = [addressed(scene, in_sentence, exact) for scene, in_sentence in zip(scenes, cut, strict=True)]
    judged = judge(scenes, found, known, strict=theatre.bounds is None, governments=theatre.metonyms)
    toponyms: list[Toponym] = []
    kept = accepted([scene.tokens for scene in scenes], found, judged)
    for scene, in_sentence in zip(scenes, kept, strict=True):
        toponyms.extend(_toponym(report, scene.tokens, name, theatre, near) for name in in_sentence)
    return tuple(_agreed(toponyms))


def _toponym(report: Report, tokens: tuple[Token, ...], name: Name, theatre: Theatre, lookup: Lookup) -> Toponym:
    span, full = report.span(name.begin, name.stop), _full(tokens, name, lookup)
    of_kind = partial(Toponym, span=span, full=full, within=name.within)
    if _is_metonym(tokens, name, theatre) or _owns_men(tokens, name, theatre):
        return of_kind(kind="metonym", told=True)
    candidates = [c for c in lookup(full or span.quote) if c.match != "skeleton"]
    spelt = {c.place.kind for c in candidates}
    behind = name.end < len(tokens) and name.cue is not None and tokens[name.end].lower == name.cue.noun
    other = {"road", "site", "settlement"} if behind and name.cue and name.cue.noun != "city" else {"road", "site"}
    country = "country" in spelt and name.cue is not None and name.cue.kind in other
    if name.cue is not None and name.cue.kind and not country:  # "Sudan railway town"
        return of_kind(kind=_told_kind(tokens, name, lookup, spelt), cue=name.cue.noun, told=True)
    wide = name.cue is not None and name.cue.wide
    named = {c.place.kind for c in candidates if c.match == "exact" and c.place.gazetteer == world.NAME}
    if not wide and named & {"region", "water"} and "country" not in spelt:  # the Red Sea, not the state of its name
        return of_kind(kind="water" if "water" in named else "region")
    if "admin" in spelt and (wide or is_foremost([c.place for c in candidates if c.match == "exact"])):
        return of_kind(kind="admin")
    return of_kind(kind=next((k for k in _LIKELIEST if k in spelt), "settlement"))


def _full(tokens: tuple[Token, ...], name: Name, lookup: Lookup) -> str:
    """The name with the noun behind it, where a gazetteer has it so: "Madison County"; else as the name tells."""
    if name.full or name.cue is None or name.end >= len(tokens):
        return name.full
    noun = tokens[name.end]
    whole = f"{name.text} {noun.text}"
    return whole if noun.text[:1].isupper() and any(c.match == "exact" for c in lookup(whole)) else ""


def _told_kind(tokens: tuple[Token, ...], name: Name, lookup: Lookup, spelt: set[Kind]) -> ToponymKind:
    """The kind that the noun beside a name tells; a region may be a unit, a small district a quarter of a city."""
    noun, kind = (name.cue.noun, name.cue.kind) if name.cue else ("", None)
    capital = name.end < len(tokens) and tokens[name.end].text[:1].isupper()  # "Muhradah District"
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
    if ahead[1:2] == ["been"] or is_predicated(tokens, name) or is_struck(tokens, name.end):
        return False  # "Aden has been run by", "Aden was taken", "Aden was shelled"
    if any_verb(ahead, speaks):
        return True
    deeds = words.frames["take"] | words.frames["lose"] | words.frames["hold"]
    if any_verb(ahead[:1], deeds) and any(t.capital for t in tokens[name.end + 1 : name.end + 2]):
        return True  # "Moscow captured Avdiivka"
    return bool(ahead) and (ahead[0] in _STATING or ahead[0].endswith(("-backed", "-brokered")))


def _owns_men(tokens: tuple[Token, ...], name: Name, theatre: Theatre) -> bool:
    """Whether a capital stands for its government by what is the government's: "under Moscow's control"."""
    owned, words = [t.lower for t in tokens[name.end : name.end + 2]], english()
    men = words.nouns["control"] | words.armed["forces"]
    return name.text in theatre.metonyms and owned[:1] in (["'s"], ["’s"]) and not men.isdisjoint(owned)


def _agreed(found: list[Toponym]) -> Iterator[Toponym]:
    """Toponyms with the kind that the report tells elsewhere for the same name, where this mention tells none."""
    told: dict[str, Toponym] = {}
    for toponym in found:
        if toponym.told and toponym.kind in ("settlement", "site"):
            told.setdefault(toponym.span.quote, toponym)
    for toponym in found:
        other = told.get(toponym.span.quote)
        yield replace(toponym, kind=other.kind, cue=other.cue) if other and not toponym.told else toponym

"""Which names of a report are places for sure, judged by the whole report: persons and bodies fall out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.commons import BODIES, COMMON, PEOPLES
from mapper.geoparse.longer import Part, is_title, part_of, surnames
from mapper.geoparse.prominence import is_area, is_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.geoparse.names import Name
    from mapper.geoparse.ordinary import Scene
    from mapper.places.place import Lookup

_LARGE = 100_000  # inhabitants from which a town is known in a title
_PARTING = frozenset({",", ".", "and", "said", '"', "”"})  # behind these a name begins anew
_QUOTES = frozenset({'"', "”", "''"})
_SAID = (["said"], ["says"], ["told"], ["added"])  # which villages do not, unlike governments
_LOCATING = frozenset({"in", "near", "outside", "around", "into", "across", "throughout"})


def judge(
    scenes: Sequence[Scene],
    found: Sequence[Sequence[Name]],
    lookup: Lookup,
    *,
    strict: bool,
    governments: Sequence[str] = (),
) -> list[list[bool]]:
    """For each name whether it is a place for sure; `strict` where the report may be about anything and anywhere.

    In a theatre of war the gazetteers know the country well, and its fighters' names are listed: a name known
    or cued is a place there. Elsewhere a name may be part of a person's, a body's or a street's. `governments`
    are the names of places that may speak.
    """
    named = ((scene, name) for scene, names in zip(scenes, found, strict=True) for name in names)
    told_of = {
        n.text
        for scene, n in named
        if _is_who(scene, n) or (_says(scene, n) and (_behind_quote(scene, n) or _surname(scenes, n)))
    }
    told_of = {name for name in told_of if name not in governments and not _is_country(name, lookup)}
    if not strict:
        told = [[_is_told(n) and n.text not in told_of for n in names] for names in found]
        return _agreed(found, told, [[n.text in told_of for n in names] for names in found])
    titles = [is_title(scene) for scene in scenes]
    parts = [_parts(scene, names, title=t) for scene, names, t in zip(scenes, found, titles, strict=True)]
    persons = {n.text for both in zip(found, parts, strict=True) for n, p in zip(*both, strict=True) if p == "person"}
    persons |= told_of
    persons |= {word for scene, title in zip(scenes, titles, strict=True) if not title for word in surnames(scene)}
    sure = [
        [p is None and _is_sure(scene, n, lookup, persons, title=t) for n, p in zip(names, part, strict=True)]
        for scene, names, part, t in zip(scenes, found, parts, titles, strict=True)
    ]
    barred = [
        [p is not None or n.text in persons for n, p in zip(names, part, strict=True)]
        for names, part in zip(found, parts, strict=True)
    ]
    return _agreed(found, sure, barred)


def _agreed(
    found: Sequence[Sequence[Name]], sure: list[list[bool]], barred: list[list[bool]] | None = None
) -> list[list[bool]]:
    """The judgement with every name sure that is sure elsewhere in the report, unless it is barred."""
    seen = {n.text for names, ok in zip(found, sure, strict=True) for n, yes in zip(names, ok, strict=True) if yes}
    bars = barred or [[False] * len(names) for names in found]
    return [
        [yes or (n.text in seen and not bar) for n, yes, bar in zip(names, ok, no, strict=True)]
        for names, ok, no in zip(found, sure, bars, strict=True)
    ]


def _opens(scene: Scene, name: Name) -> bool:
    """Whether nothing before a name governs it: it stands at the head of a sentence or behind a mark."""
    return name.cue is None and (name.start == 0 or scene.tokens[name.start - 1].lower in _PARTING)


def _is_who(scene: Scene, name: Name) -> bool:
    """Whether a clause tells of a name as of a person: "Jasim Hasan, who left the village"."""
    who = [t.lower for t in scene.tokens[name.end : name.end + 2]] == [",", "who"]
    return who and name.end > name.start + 1 and _opens(scene, name)


def _says(scene: Scene, name: Name) -> bool:
    """Whether a name says something: "Hasan said"."""
    return [t.lower for t in scene.tokens[name.end : name.end + 1]] in _SAID and _opens(scene, name)


def _behind_quote(scene: Scene, name: Name) -> bool:
    """Whether a quotation ends right before a name: '"We took it," Hasan told'."""
    return name.start > 0 and scene.tokens[name.start - 1].text in _QUOTES


def _surname(scenes: Sequence[Scene], name: Name) -> bool:
    """Whether a report has a name as somebody's second one, too: the Hasan of "Jasim Hasan, a farmer".

    `surnames` finds those behind listed first names and titles; this one asks of a name that speaks, whoever's it is.
    """
    generic = english().kinds.keys() | english().directions | english().stop
    for scene in scenes:
        for first, second in pairwise(scene.tokens):
            if second.text == name.text and first.capital and first.text.isalpha() and first.lower not in generic:
                return True
    return False


def _is_told(name: Name) -> bool:
    """Whether a gazetteer knows the name, or the words beside it tell that it is a place."""
    if name.cue is None and name.text.lower() in PEOPLES:
        return False
    return name.known or name.cue is not None or name.within is not None


def _parts(scene: Scene, found: Sequence[Name], *, title: bool) -> list[Part | None]:
    """What each name is part of; in a title every word has a capital, so nothing is told there but bodies."""
    places = {i for name in found if name.known for i in range(name.start, name.end)}
    parts = [None if name.within is not None else part_of(scene, name, places) for name in found]
    if title:
        return [part if part != "person" else None for part in parts]
    units = {name.within for name in found if name.within is not None}
    return [None if name.begin in units else part for name, part in zip(found, parts, strict=True)]


def _is_sure(scene: Scene, name: Name, lookup: Lookup, persons: set[str], *, title: bool) -> bool:
    """Whether a name that stands for itself is a place: told so, no ordinary word, nobody's surname."""
    if name.within is not None:
        return True
    if not _is_told(name) or _is_common(scene, name, lookup):
        return False
    located = name.start > 0 and scene.tokens[name.start - 1].lower in _LOCATING
    if name.text in persons and not located and not _is_area(name, lookup):
        return False
    return not title or _is_great(name, lookup)


def _is_common(scene: Scene, name: Name, lookup: Lookup) -> bool:
    """Whether a name of one word is an ordinary word or a people's."""
    word = name.text.lower()
    if name.end > name.start + 1 or name.cue is not None:
        return False
    if word in COMMON or word in PEOPLES or word in BODIES:
        return True
    return (word in scene.lower or word in english().verbs) and not _is_great(name, lookup)


def _is_area(name: Name, lookup: Lookup) -> bool:
    return is_area([c.place for c in lookup(name.full or name.text) if c.match == "exact"])


def _is_country(name: str, lookup: Lookup) -> bool:
    """Whether a country bears a name."""
    return any(c.match == "exact" and c.place.kind == "country" for c in lookup(name))


def _is_great(name: Name, lookup: Lookup) -> bool:
    """Whether a country, a unit, a sea or a large town bears the name."""
    return any(
        c.match == "exact" and not is_small(c.place) and (c.place.kind != "settlement" or c.place.population >= _LARGE)
        for c in lookup(name.full or name.text)
    )

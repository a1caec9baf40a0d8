"""Which names of a report are places for sure, judged by the whole report: persons and bodies fall out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.commons import BODIES, COMMON, PEOPLES
from mapper.geoparse.longer import Part, is_title, part_of, surnames
from mapper.geoparse.prominence import is_area, is_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.geoparse.names import Lookup, Name
    from mapper.geoparse.ordinary import Scene

_LARGE = 100_000  # inhabitants from which a town is known in a title
_LOCATING = frozenset({"in", "near", "outside", "around", "into", "across", "throughout"})


def judge(
    scenes: Sequence[Scene], found: Sequence[Sequence[Name]], lookup: Lookup, *, strict: bool
) -> list[list[bool]]:
    """For each name whether it is a place for sure; `strict` where the report may be about anything and anywhere.

    In a theatre of war the gazetteers know the country well, and its fighters' names are listed: a name known
    or cued is a place there. Elsewhere a name may be part of a person's, a body's or a street's.
    """
    parts = [
        _parts(scene, in_sentence) if strict else [None] * len(in_sentence)
        for scene, in_sentence in _both(scenes, found)
    ]
    persons = {word for ns, ps in zip(found, parts, strict=True) for word in _persons(ns, ps)}
    persons |= {word for scene in scenes if strict and not is_title(scene) for word in surnames(scene)}
    sure = []
    for scene, in_sentence, part in zip(scenes, found, parts, strict=True):
        title = strict and is_title(scene)
        sure.append(
            [
                _is_sure(scene, n, p, lookup, persons, title=title, strict=strict)
                for n, p in zip(in_sentence, part, strict=True)
            ]
        )
    seen = {n.text for ns, ok in zip(found, sure, strict=True) for n, yes in zip(ns, ok, strict=True) if yes}
    return [
        [
            yes or (n.text in seen and (not strict or (p is None and n.text not in persons)))
            for n, yes, p in zip(ns, ok, ps, strict=True)
        ]
        for ns, ok, ps in zip(found, sure, parts, strict=True)
    ]


def _both(scenes: Sequence[Scene], found: Sequence[Sequence[Name]]) -> list[tuple[Scene, Sequence[Name]]]:
    return list(zip(scenes, found, strict=True))


def _parts(scene: Scene, found: Sequence[Name]) -> list[Part | None]:
    """What each name is part of; in a title every word has a capital, so nothing is told there but bodies."""
    places = {i for name in found if name.known for i in range(name.start, name.end)}
    parts = [None if name.within is not None else part_of(scene, name, places) for name in found]
    if is_title(scene):
        return [part if part != "person" else None for part in parts]
    units = {name.within for name in found if name.within is not None}
    return [None if name.begin in units else part for name, part in zip(found, parts, strict=True)]


def _persons(found: Sequence[Name], parts: Sequence[Part | None]) -> set[str]:
    """The names that stood in a person's full name: later they stand for the person."""
    return {name.text for name, part in zip(found, parts, strict=True) if part == "person"}


def _is_sure(
    scene: Scene, name: Name, part: Part | None, lookup: Lookup, persons: set[str], *, title: bool, strict: bool
) -> bool:
    if name.within is not None:
        return True
    if not strict:
        return name.known or name.cue is not None
    if part is not None or not (name.known or name.cue is not None) or _is_common(scene, name, lookup):
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
    if word in COMMON | PEOPLES | BODIES:
        return True
    return (word in scene.lower or word in english().verbs) and not _is_great(name, lookup)


def _is_area(name: Name, lookup: Lookup) -> bool:
    return is_area([c.place for c in lookup(name.full or name.text) if c.match == "exact"])


def _is_great(name: Name, lookup: Lookup) -> bool:
    """Whether a country, a unit, a sea or a large town bears the name."""
    return any(
        c.match == "exact" and not is_small(c.place) and (c.place.kind != "settlement" or c.place.population >= _LARGE)
        for c in lookup(name.full or name.text)
    )

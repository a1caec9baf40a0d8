"""Addresses: a place name with the unit or country it lies in behind a comma, as in "Paris, Texas"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.names import Name
from mapper.places.distance import quick_kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.geoparse.ordinary import Scene
    from mapper.places.place import Lookup, Place

REACH_KM = 250.0  # a place whose unit no gazetteer tells lies in one whose label point is this near
_LONGEST = 4  # words in the name of a unit
_POSTAL = ("US", "CA", "AU")  # countries whose units are written with the letters of their ISO codes
_POSTAL_LETTERS = 2
_ENDS = frozenset({",", ".", ";", ")", "(", "--", "-", "–", "—", ":"})


def addressed(scene: Scene, found: Sequence[Name], lookup: Lookup) -> list[Name]:
    """The names of a sentence, those in an address tied to the unit behind it, which is a name of its own."""
    names = {name.begin: name for name in found}
    for name in found:
        comma = name.end
        if name.cue is not None and comma < len(scene.tokens) and scene.tokens[comma].lower == name.cue.noun:
            comma += 1
        unit = container(scene, comma, lookup)
        if unit is None or not _is_plausible(scene, name, unit, lookup):
            continue
        if unit.begin not in names or names[unit.begin].stop < unit.stop or not names[unit.begin].known:
            names[unit.begin] = unit
        names[name.begin] = replace(name, within=unit.begin, known=True)
    return [names[begin] for begin in sorted(names)]


def container(scene: Scene, comma: int, lookup: Lookup) -> Name | None:
    """The unit or country that stands behind a comma, None where there is neither."""
    tokens = scene.tokens
    start = comma + 1
    if start >= len(tokens) or tokens[comma].text != "," or not tokens[start].text[:1].isupper():
        return None
    for end in range(min(len(tokens), start + _LONGEST), start, -1):
        text = scene.quote(start, end)
        full = _full(text, lookup)
        if full:
            return Name(
                start=start,
                end=end,
                begin=tokens[start].start,
                stop=tokens[end - 1].end,
                text=text,
                known=True,
                full="" if full == text else full,
            )
    return None


def units(name: str, lookup: Lookup) -> list[Place]:
    """The countries and units that bear a name as it is spelt."""
    return [c.place for c in lookup(name) if c.match == "exact" and c.place.kind in ("country", "admin")]


def contains(unit: Place, place: Place) -> bool:
    """Whether a country or unit holds a place, as far as the gazetteers tell."""
    if unit.id == place.id or place.kind == "country" or (unit.country and place.country not in ("", unit.country)):
        return False
    if unit.kind == "country":
        return place.country == unit.country
    if unit.name.casefold() in {name.casefold() for name in place.admin}:
        return True
    if (place.admin and place.country == "US") or None in (unit.lon, place.lon):
        return False
    return _kilometres(unit, place) <= REACH_KM


def _kilometres(a: Place, b: Place) -> float:
    return quick_kilometres(a.lon or 0.0, a.lat or 0.0, b.lon or 0.0, b.lat or 0.0)


def _states(places: Sequence[Place]) -> set[str]:
    """The units that the gazetteers say the towns among these places lie in."""
    return {name for place in places if place.kind == "settlement" for name in place.admin}


def _full(text: str, lookup: Lookup) -> str:
    """The name under which the gazetteers have a unit; an abbreviation gives its name in full, no unit nothing."""
    postal = len(text) == _POSTAL_LETTERS and text.isupper()
    keys = [f"{country}-{text}" for country in _POSTAL] if postal else [text]
    for key in keys:
        found = units(key, lookup)
        if found:
            return found[0].name if postal or text.endswith(".") else text
    return ""


def _is_plausible(scene: Scene, name: Name, unit: Name, lookup: Lookup) -> bool:
    """Whether the first name may lie in the second: a gazetteer says so, or the form of the address does."""
    wider = units(unit.full or unit.text, lookup)
    candidates = [c.place for c in lookup(name.full or name.text) if c.match != "skeleton"]
    if any(p.kind == "country" for p in candidates):  # "Chad, Niger" is a list, "Lebanon, Pennsylvania" is not
        wider = [u for u in wider if u.kind == "admin" and u.name in _states(candidates)]
    if any(contains(u, place) for u in wider for place in candidates):
        return True
    if candidates or name.text.lower() in english().stop:
        return False
    closed = unit.end >= len(scene.tokens) or scene.tokens[unit.end].text in _ENDS
    return bool(unit.full) or (closed and name.cue is None)

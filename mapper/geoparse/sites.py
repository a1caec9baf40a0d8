"""Sites that ordinary words in capitals name: "Tripoli International Airport", "the Republican Palace"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.geoparse.ordinary import Scene

_GREAT_SITES = frozenset(
    {"airport", "hospital", "plant", "station", "university", "refinery", "academy", "prison", "port"}
)
_OF_SITES = frozenset(
    {"international", "military", "general", "central", "coke", "power", "chemical", "steel", "oil", "teaching"}
)


def names_of(scene: Scene, start: int, i: int) -> bool:
    """Whether "of" goes on with the name of a building: "Castle of Margat"."""
    tokens = scene.tokens
    built = english().kinds.get(tokens[i - 1].lower) == "site" and i - 1 > 0
    return tokens[i].lower == "of" and built and i - 1 == start and i + 1 < len(tokens) and tokens[i + 1].capital


def is_great_site(scene: Scene, start: int, end: int) -> bool:
    """Whether a run is a site with its place and its kind in capitals: "Tripoli International Airport"."""
    words = [scene.tokens[k].lower for k in range(start, end)]
    named = len(words) > 2 and words[-1] in _GREAT_SITES and words[-2] in _OF_SITES  # noqa: PLR2004 -- X, its kind, the noun
    named = named or (len(words) == 2 and words[-1] in {"dam", "airport"})  # noqa: PLR2004 -- "Mosul Dam"
    return named and all(scene.tokens[k].capital for k in range(start, end)) and words[0] not in {"the", "a", "an"}


def is_built(scene: Scene, start: int, end: int) -> bool:
    """Whether capitals make a name of ordinary words: "the Republican Palace", "the Military Hospital"."""
    tokens = scene.tokens
    named = end - start > 1 and start > 0 and tokens[start - 1].lower == "the"
    if named and end - start > 2 and tokens[start + 1].lower == "of":  # noqa: PLR2004 -- "Castle of Margat"
        return True
    return named and english().kinds.get(tokens[end - 1].lower) == "site" and tokens[start].lower not in english().days

"""Names of first-level units: the name proper and the noun that tells what it is."""

from __future__ import annotations

import re

_NOUNS = (
    "province region district municipality county governorate department oblast state prefecture parish voivodeship "
    "division krai canton territory okrug oblysy commune city quarter corporation atoll"
).split()
_BEHIND = re.compile(rf"(?i)(?P<name>.+?) (?:autonomous )?(?P<noun>{'|'.join(_NOUNS)})")
_FOREIGN = ("republic", "provincia", "departamento")
_BEFORE = re.compile(
    rf"(?i)(?:autonomous )?(?P<noun>{'|'.join((*_NOUNS, *_FOREIGN))}) (?:of |de |del )?(?:the )?(?P<name>.+)"
)
# Words that name a unit only together with its noun: "Northern Region", "Capital Governorate".
_PLAIN = frozenset(
    "north south east west northern southern eastern western central centre center capital upper lower north-east "
    "north-west south-east south-west northeast northwest southeast southwest northeastern northwestern southeastern "
    "southwestern north-central south-central northern-central east-central coast littoral island islands mountain "
    "lakes plateau river rivers delta gulf savannah savanes middle interior maritime metropolitan federal national "
    "union".split()
)
_SHORTEST = 4  # letters of a name that goes without its noun: "Man District" is not Man
_DEFAULTS = {"US": "state", "CA": "province", "AU": "state", "IN": "state", "MX": "state", "BR": "state", "DE": "state"}


def base(full: str, country: str) -> tuple[str, str]:
    """The name without its noun, and the noun: ("Homs", "governorate"); plain words keep theirs."""
    for form in (_BEHIND, _BEFORE):
        match = form.fullmatch(full)
        if match:
            name, noun = match["name"].strip(), match["noun"].lower().replace("oblysy", "region")
            if name.endswith("'s") or name.casefold() in _PLAIN or len(name) < _SHORTEST:
                return full, noun
            return name, noun
    return full, _DEFAULTS.get(country, "region")


def is_told_apart(name: str) -> bool:
    """Whether the name can be told from an ordinary word."""
    return name.casefold() not in _PLAIN and len(name) > 2  # noqa: PLR2004 - "Sa" is no name to look for

"""How each side looks: a colour on paper, a colour on dark ground, and a shape."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colour on paper, colour on dark ground, and the name of a shape."""

    colour: str
    dark: str
    shape: str


def looks(sides: Sequence[str]) -> dict[str, Look]:
    """The look of each side; no two have the same colour and shape, the first six no near colours either.

    Sides of the table wear their own where it is free; the others take what is left, those that come first
    in their names' hashes before the rest, so that the order in which reports name them changes nothing.
    """
    table = _table()
    known = [side for side in table["sides"] if side in sides]
    others = sorted((side for side in set(sides) if side not in table["sides"]), key=_hash)
    colours: dict[str, dict[str, str]] = {}
    for side in (*known, *others):
        wears = table["sides"].get(side, {}).get("wears", "")
        free = [name for name in table["colours"] if table["colours"][name] not in colours.values()]
        pool = table["pool"]["colours"]
        colours[side] = table["colours"][wears if wears in free else free[0]] if free else pool[_hash(side) % len(pool)]
    found: dict[str, Look] = {}
    for side, colour in colours.items():
        own = [table["sides"][side]["shape"]] if side in table["sides"] else []
        shapes = [*own, *_turned(table["pool"]["shapes"], _hash(side))]
        free = [shape for shape in shapes if shape not in {look.shape for look in found.values()}]
        fresh = [shape for shape in shapes if Look(**colour, shape=shape) not in found.values()]
        found[side] = Look(**colour, shape=(*free, *fresh, *shapes)[0])
    return {side: found[side] for side in sides}


def _hash(side: str) -> int:
    return int.from_bytes(hashlib.sha256(side.encode("utf-8", "surrogatepass")).digest()[:4])


def _turned(rows: list[str], start: int) -> list[str]:
    first = start % len(rows)
    return [*rows[first:], *rows[:first]]


def contested() -> Look:
    """The look of a contested place: a hatched diamond."""
    return _look({**_table()["contested"], "shape": "diamond"})


def unknown() -> Look:
    """The look of a place of which nobody said who holds it: a hollow circle."""
    return _look({**_table()["unknown"], "shape": "circle"})


def _look(row: dict[str, Any]) -> Look:
    return Look(colour=row["colour"], dark=row["dark"], shape=row["shape"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("mapper.maps").joinpath("styles.toml").read_text(encoding="utf-8"))

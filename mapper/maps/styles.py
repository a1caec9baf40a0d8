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
    """The look of each side; sides without a place in the table get one by their name, none twice."""
    table = _table()
    known = {side: _look(table["sides"][side]) for side in sides if side in table["sides"]}
    pool = [_look(row) for row in table["pool"]["looks"]]
    # Sorted, so that the order in which reports name the sides changes nothing.
    for side in sorted(set(sides) - set(known)):
        start = int.from_bytes(hashlib.sha256(side.encode("utf-8", "surrogatepass")).digest()[:4]) % len(pool)
        turn = [*pool[start:], *pool[:start]]
        known[side] = next((look for look in turn if look not in known.values()), turn[0])
    return {side: known[side] for side in sides}


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

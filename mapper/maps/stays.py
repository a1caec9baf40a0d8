"""The spells of a timeline as columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapper.maps.columns import Ragged, Repeated, cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.control.spell import Spell
    from mapper.places.place import Place


class Stays(NamedTuple):
    """A cell of every spell in each column; claims are told by their ids."""

    claims: list[tuple[str, ...]]
    against: list[tuple[str, ...]]
    name: list[str]
    place: list[Place | None]
    key: Repeated  # the id of the place
    status: Repeated
    holder: Repeated
    gaining: Repeated
    start: Repeated
    end: Repeated
    confidence: Repeated
    precision: Repeated
    reason: Repeated


def stays_in(spells: Sequence[Spell]) -> Stays:
    """The spells in their order."""
    few = "place_id status holder gaining start end confidence time_precision reason"
    return Stays(*cells(spells, "claims against name place", few=few))


def numbered(ids: Sequence[Sequence[str]], claims: Mapping[str, int]) -> Ragged:
    """The numbers of claims by their ids, those left out that nobody knows."""
    sizes = np.fromiter(map(len, ids), np.int64, len(ids))
    items = np.array([claims.get(one, -1) for one in chain.from_iterable(ids)], dtype=np.int64)
    known = items >= 0
    if not known.all():
        sizes = np.bincount(np.repeat(np.arange(len(ids)), sizes)[known], minlength=len(ids))
    return Ragged(sizes, items[known])

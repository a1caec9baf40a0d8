"""Who fights whom, told by claims alone: for tables that name no theatre."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mapper.control.statements import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.control.baseline import Start
    from mapper.control.statements import Statements

_TWO = 2


def enemies_of(table: Statements, baseline: Iterable[Start] = ()) -> dict[str, str]:
    """The chief enemy of each side: of two sides each other, of more the one that is most often opposed.

    A side is opposed to another each time that a place is said to have passed from one to the other, and each
    time that two statements about a place, the one following the other, name them as its holders. Of sides
    opposed equally often the first by name is taken.
    """
    starts = [(start.enter(table), table.sides.number(start.holder), start.day.toordinal()) for start in baseline]
    sides = table.sides.words
    if len(sides) == _TWO:
        return {sides[0]: sides[1], sides[1]: sides[0]}
    opposed = _opposed(table, starts)
    chief: dict[str, str] = {}
    for number, side in enumerate(sides):
        rivals = [(-times, sides[b if a == number else a]) for (a, b), times in opposed.items() if number in (a, b)]
        if rivals:
            chief[side] = min(rivals)[1]
    return chief


def _opposed(table: Statements, starts: list[tuple[int, int, int]]) -> Counter[tuple[int, int]]:
    """How often two sides are opposed, the lower number first."""
    import numpy as np  # noqa: PLC0415 -- loaded where something is settled

    def whole(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.fromiter(values, dtype=np.int64)

    place = whole([*table.place, *(p for p, _, _ in starts)])
    holder = whole([*table.controller, *(side for _, side, _ in starts)])
    start, end, reported = whole(table.start), whole(table.end), whole(table.reported)
    told = np.where(start > 0, start, np.where(end > 0, end, reported))
    day = np.concatenate([told, whole(d for _, _, d in starts)])
    rows = np.flatnonzero(holder != NOBODY)
    rows = rows[np.lexsort((rows, day[rows], place[rows]))]
    a, b = rows[:-1], rows[1:]
    passed = (place[a] == place[b]) & (holder[a] != holder[b])
    before = whole(table.previous)
    taken = np.flatnonzero((before != NOBODY) & (whole(table.controller) != NOBODY))
    ones = np.concatenate([holder[a[passed]], before[taken]])
    others = np.concatenate([holder[b[passed]], holder[taken]])
    pairs = np.stack([np.minimum(ones, others), np.maximum(ones, others)], axis=1)
    found, times = np.unique(pairs[ones != others], axis=0, return_counts=True)
    return Counter({(int(one), int(other)): int(n) for (one, other), n in zip(found, times, strict=True)})

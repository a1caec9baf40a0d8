"""What the names of claims were resolved to, as columns: each resolution once, with the candidates that lost."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.maps.columns import Column, Numbers, Repeated, cells, coded, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.geoparse.resolution import Resolution
    from mapper.geoparse.scoring import Scored
    from mapper.places.place import Place

_RIVALS = 4  # losing candidates shown for a name
_ASKED = attrgetter("toponym.span.quote", "place", "candidates", "reason")


class Rivals(Column):
    """A column of lists of candidates that lost: how many, and the name and the score in percents of each."""

    __slots__ = ("names", "scores", "sizes")

    def __init__(self, sizes: NDArray[np.int64], names: Repeated, scores: Repeated) -> None:
        self.sizes = sizes
        self.names = names
        self.scores = scores

    def __len__(self) -> int:
        return len(self.sizes)

    def tolist(self) -> list[tuple[tuple[str, int], ...]]:
        """The cells as a list."""
        pairs = zip(self.names, self.scores, strict=True)
        return [tuple(islice(pairs, size)) for size in self.sizes.tolist()]


class Named:
    """The resolutions, numbered as they come; the claims of a report share them."""

    def __init__(self) -> None:
        self.resolutions: list[Resolution] = []
        self._numbers: dict[int, int] = {}  # by id(): they stay in the list
        self._rows: list[tuple[str, float | None, int, str, int]] = []
        self._reasons = Numbers()  # counted at once: what a list of texts is, is far to look for later
        self._losers: list[Scored] = []

    def number(self, resolution: Resolution) -> int:
        """The number of a resolution."""
        known = self._numbers.get(id(resolution))
        if known is not None:
            return known
        number = self._numbers[id(resolution)] = len(self.resolutions)
        self.resolutions.append(resolution)
        written, place, some, reason = _ASKED(resolution)
        if place is None or not some:
            score, reasons, losers = None, (), some[:_RIVALS]
        else:
            score, reasons, losers = some[0].score, some[0].reasons, some[1 : _RIVALS + 1]
        self._rows.append((written, score, self._reasons[reasons], reason, len(losers)))
        self._losers += losers
        return number

    def columns(self) -> dict[str, Any]:
        """The table of the page."""
        written, score, reasons, reason, sizes = zip(*self._rows, strict=True) if self._rows else [()] * 5
        losers, shares = cells(self._losers, "place score")
        return {
            "written": list(written),
            "score": coded(score).turned(percent),
            "reasons": Repeated(list(self._reasons), np.array(reasons, dtype=np.int32)),
            "reason": coded(reason),
            "rivals": Rivals(np.array(sizes, dtype=np.int64), _addresses(losers), coded(shares).turned(percent)),
        }


def _addresses(places: Sequence[Place]) -> Repeated:
    """What tells losing candidates from others of their names; the same places lose again and again."""
    known = dict(zip(map(id, places), places, strict=True))
    return coded(list(map(id, places))).turned(lambda place: _address(known[place]))


def _address(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.detail, *place.admin[::-1])))

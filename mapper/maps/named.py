"""What the names of claims were resolved to, as columns: each resolution once, with the candidates that lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapper.maps.columns import Coder, Column, Repeated, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.geoparse.resolution import Resolution
    from mapper.places.place import Place

_RIVALS = 4  # losing candidates shown for a name


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
        self.numbers: list[int] = []  # of each claim the number of its resolution, -1 for none
        self._written: list[str] = []
        self._sizes: list[int] = []
        # Counted at once: what a list of texts is, is far to look for later.
        self._score, self._reasons, self._reason = Coder(), Coder(), Coder()
        self._losers: list[Place] = []  # of each losing candidate the place, and the score
        self._shares = Coder()

    def extend(self, resolutions: Sequence[Resolution | None]) -> None:
        """Number what the names of so many claims were resolved to; those of a report come at once."""
        own = {id(resolution): resolution for resolution in resolutions if resolution is not None}
        new = list(own.values())
        known = dict(zip(own, count(len(self.resolutions))))
        known[id(None)] = -1
        self.numbers += map(known.__getitem__, map(id, resolutions))
        self.resolutions += new
        self._written += [resolution.toponym.span.quote for resolution in new]
        self._reason.extend([resolution.reason for resolution in new])
        some = [(resolution.candidates, resolution.place is not None) for resolution in new]
        best = [candidates[0] if found and candidates else None for candidates, found in some]
        self._score.extend([one.score if one else None for one in best])
        self._reasons.extend([one.reasons if one else () for one in best])
        lost = [candidates[found : _RIVALS + found] for candidates, found in some]
        self._sizes += map(len, lost)
        losers = list(chain.from_iterable(lost))
        self._losers += [one.place for one in losers]
        self._shares.extend([one.score for one in losers])

    def columns(self) -> dict[str, Any]:
        """The table of the page."""
        sizes = np.array(self._sizes, dtype=np.int64)
        losers = self._losers
        at, keys = pd.factorize(np.fromiter(map(id, losers), np.int64, len(losers)))
        spots = np.zeros(len(keys), dtype=np.int64)
        spots[at] = np.arange(len(at))  # of each place one of the candidates that have it
        few = Repeated([losers[spot] for spot in spots.tolist()], at.astype(np.int32))
        return {
            "written": self._written,
            "score": self._score.column().turned(percent),
            "reasons": self._reasons.column(),
            "reason": self._reason.column(),
            "rivals": Rivals(sizes, few.turned(Behind().told), self._shares.column().turned(percent)),
        }


class Behind(dict[Sequence[str], str]):
    """What stands behind a name, by the units it lies in, the largest first; these are few."""

    def __missing__(self, units: Sequence[str]) -> str:
        told = self[units] = "".join(f", {unit}" for unit in units[::-1] if unit)
        return told

    def address(self, name: str, units: Sequence[str]) -> str:
        """A name and the units it lies in, the smallest first."""
        return f"{name}{self[units]}" if name else self[units].removeprefix(", ")

    def told(self, place: Place) -> str:
        """What tells a losing candidate from others of its name."""
        return self.address(place.name, (*place.admin, place.detail) if place.detail else place.admin)

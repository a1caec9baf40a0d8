"""Columns of many cells: things turned into them, and three kinds that hold more than a list of them could cheaply.

A cell of such a column costs four bytes where a list has an object, and what is asked of all cells is asked of their
few distinct values, or of an array. As JSON each is the list that it stands for.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

_AT_ONCE = 150  # things looked at together: so many stay in the processor's cache
_Thing = TypeVar("_Thing")


class Column(Sequence[Any]):
    """A column that is no list but can be read as one."""

    __slots__ = ()

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 -- a number or a slice; whatever a cell holds
        return self.tolist()[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    @abstractmethod
    def tolist(self) -> list[Any]:
        """The cells as a list."""


class Repeated(Column):
    """A column by its distinct values, in the order in which they come: `at` has the number of each cell's value."""

    __slots__ = ("at", "of")

    def __init__(self, of: list[Any], at: NDArray[np.int32]) -> None:
        self.of = of
        self.at = at

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 -- a number or a slice; whatever a cell holds
        return self.of[self.at[at]] if isinstance(at, int) else super().__getitem__(at)

    def tolist(self) -> list[Any]:
        """The cells as a list."""
        return list(map(self.of.__getitem__, self.at.tolist()))

    def turned(self, into: Callable[[Any], Any]) -> Repeated:
        """The column with each value turned into another one; what becomes alike is one value."""
        numbers = Numbers()
        table = np.fromiter(map(numbers.__getitem__, map(into, self.of)), np.int32, len(self.of))
        return Repeated(list(numbers), table[self.at])

    def parts(self, count: int) -> list[Repeated]:
        """A column of each part, where the values are tuples of so many."""
        return [self.turned(itemgetter(part)) for part in range(count)]


class Ragged(Column):
    """A column of lists of numbers: how long each is, and all their numbers, one list after the other."""

    __slots__ = ("items", "sizes")

    def __init__(self, sizes: NDArray[np.int64], items: NDArray[np.int64]) -> None:
        self.sizes = sizes
        self.items = items

    def __len__(self) -> int:
        return len(self.sizes)

    def tolist(self) -> list[list[int]]:
        """The cells as a list."""
        items = self.items.tolist()
        ends = accumulate(self.sizes.tolist(), initial=0)
        return [items[start:end] for start, end in pairwise(ends)]


class Stretches(Column):
    """A column of stretches: where each starts, and where it ends."""

    __slots__ = ("ends", "starts")

    def __init__(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        self.starts = starts
        self.ends = ends

    def __len__(self) -> int:
        return len(self.starts)

    def tolist(self) -> list[tuple[int, int]]:
        """The cells as a list."""
        return list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))


class Numbers(dict[Any, int]):
    """The numbers of values in the order in which they are first asked for."""

    def __missing__(self, value: Any) -> int:  # noqa: ANN401 -- anything that can be a key
        number = self[value] = len(self)
        return number


class Coder:
    """Makes a coded column of values as they come."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._parts: list[NDArray[np.int32]] = []

    def extend(self, values: Sequence[Any]) -> None:
        """Add so many values."""
        self._parts.append(np.fromiter(map(self._numbers.__getitem__, values), np.int32, len(values)))

    def column(self) -> Repeated:
        """The column of all values so far."""
        return Repeated(list(self._numbers), np.concatenate(self._parts) if self._parts else np.zeros(0, np.int32))


def coded(values: Sequence[Any]) -> Repeated:
    """A coded column of these values."""
    coder = Coder()
    coder.extend(values)
    return coder.column()


def cells(things: Sequence[object], names: str, *, few: str = "") -> list[Any]:
    """Attributes of all things, a column each; every thing is looked at once.

    `few` are further ones, whose columns are coded: those of which many things have the same.
    """
    plain, repeated = names.split(), few.split()
    table, asked = Table(len(plain), len(repeated)), attrgetter(*plain, *repeated)
    for some in batches(things):
        table.extend(map(asked, some))
    return table.columns()


class Table:
    """Rows turned into columns as they come: the first so many are lists, so many more are coded."""

    def __init__(self, plain: int, few: int) -> None:
        self._columns: list[list[Any] | Coder] = [*([] for _ in range(plain)), *(Coder() for _ in range(few))]

    def extend(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add so many rows."""
        cells = list(zip(*rows, strict=True))
        for column, values in zip(self._columns, cells, strict=bool(cells)):
            column.extend(values)

    def columns(self) -> list[Any]:
        """The columns of all rows so far."""
        return [column.column() if isinstance(column, Coder) else column for column in self._columns]


def batches(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """The things, so many at once as stay in the processor's cache with what hangs on them."""
    return (things[some] for some in stretches(len(things)))


def stretches(count: int) -> Iterator[slice]:
    """Where the batches of so many things start and end."""
    return (slice(at, min(at + _AT_ONCE, count)) for at in range(0, count, _AT_ONCE))


def percent(share: float | None) -> int | None:
    """A share as whole percents."""
    return None if share is None else round(100 * share)

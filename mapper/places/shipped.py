"""The gazetteer that comes with the package: the theatres' places, checked by hand."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from mapper.errors import GazetteerError
from mapper.places.folding import skeletons_of
from mapper.places.index import Key, keys_of
from mapper.places.table import TableGazetteer, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from mapper.places.place import Candidate, Place

NAME = "shipped"
TABLE, KEYS = "gazetteer.tsv", "gazetteer_keys.tsv"  # in mapper/data, both written by gazetteer/build.py


class Shipped:
    """The packaged gazetteer; its table is read once in a process, at the first `Shipped()`."""

    def __init__(self) -> None:
        self._table = _packaged()

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        return NAME

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none."""
        return self._table.find(name)

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches alone."""
        return self._table.spelt(name)

    def places(self) -> Sequence[Place]:
        """Every place, in the order of the table."""
        return self._table.places()

    def within(self, lon: float, lat: float, km: float, *, details: Collection[str] = ()) -> Sequence[Place]:
        """Every place with a point at most `km` from here, the nearest first; only of these `details`, if any."""
        return self._table.within(lon, lat, km, details=details)


@cache
def _packaged() -> TableGazetteer:
    folder = resources.files("mapper").joinpath("data")
    for name in (TABLE, KEYS):
        if not folder.joinpath(name).is_file():
            path = folder.joinpath(name)
            raise GazetteerError(f"{path} is missing from the installation; install frontline-mapper again")
    keys = keys_in(folder.joinpath(KEYS).read_text(encoding="utf-8"))
    return table(folder.joinpath(TABLE), name=NAME, keys=keys)


def keys_in(text: str) -> Iterator[Key]:
    """The keys in a table of them: a folded name, its skeletons and the rows of its places in each line."""
    for line in text.split("\n"):
        if line:
            key, skeletons, rows = line.split("\t")
            yield Key(key, tuple(skeletons.split()), tuple(map(int, rows.split())))


def keys_text(places: Iterable[Place]) -> str:
    """The table of the keys of some places, in the order of the folded names."""
    lines = []
    for key, _, rows in sorted(keys_of(places)):
        lines.append(f"{key}\t{' '.join(skeletons_of(key))}\t{' '.join(map(str, rows))}\n")
    return "".join(lines)

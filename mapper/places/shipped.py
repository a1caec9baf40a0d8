"""The gazetteer that comes with the package: the theatres' places, checked by hand."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from mapper.errors import GazetteerError
from mapper.places.table import TableGazetteer, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places.place import Candidate, Place

NAME = "shipped"


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

    def places(self) -> Sequence[Place]:
        """Every place, in the order of the table."""
        return self._table.places()

    def within(self, lon: float, lat: float, km: float) -> Sequence[Place]:
        """Every place with a point at most `km` from here, the nearest first."""
        return self._table.within(lon, lat, km)


@cache
def _packaged() -> TableGazetteer:
    path = resources.files("mapper").joinpath("data/gazetteer.tsv")
    if not path.is_file():
        raise GazetteerError(f"{path} is missing from the installation; install frontline-mapper again")
    return table(path, name=NAME)

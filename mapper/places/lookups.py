"""Look-ups: one question to several gazetteers at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from mapper.places.distinct import distinct
from mapper.places.index import ranked
from mapper.places.installed import Installed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places.place import Box, Candidate, Gazetteer, Lookup

_NAMES_KEPT = 50_000  # look-ups remembered; a name recurs in many reports


@runtime_checkable
class _Speller(Protocol):
    """A gazetteer that can be asked for exact and folded matches alone, which take a fraction of the time of all."""

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches among the candidates that `find` gives."""
        ...


def lookup_in(gazetteers: Sequence[Gazetteer], *, home: Sequence[str] = (), loose: bool = True) -> Lookup:
    """A look-up over several gazetteers: all candidates, the best spelling first.

    `home` are the ISO codes of the theatre's countries: elsewhere only the exact spelling counts. One that is
    not `loose` gives exact and folded matches alone, where a gazetteer can.
    """
    asked = [g.spelt if not loose and isinstance(g, _Speller) else g.find for g in gazetteers]

    @lru_cache(maxsize=_NAMES_KEPT)
    def lookup(name: str) -> tuple[Candidate, ...]:
        found = [c for find_in in asked for c in find_in(name)]
        fitting = [c for c in found if c.match == "exact" or not home or c.place.country in home]
        fitting.sort(key=lambda c: c.place.lon is None)  # of one place, the entry that knows its position stands for it
        return ranked(distinct(fitting))

    return lookup


def slips_in(gazetteers: Sequence[Gazetteer], *, bounds: Box | None) -> Lookup:
    """A look-up of spellings a letter off, in the installed gazetteers and within a theatre's bounds, if it has any."""
    installed = [g for g in gazetteers if isinstance(g, Installed)] if bounds else []

    @lru_cache(maxsize=_NAMES_KEPT)
    def lookup(name: str) -> tuple[Candidate, ...]:
        return ranked(distinct(c for gazetteer in installed for c in gazetteer.fuzzy(name, bounds=bounds)))

    return lookup

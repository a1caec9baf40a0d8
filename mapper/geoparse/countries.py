"""Which countries a report is about, told by the countries and towns it names."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mapper.geoparse.prominence import is_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mapper.actors import Naming
    from mapper.geoparse.toponym import Toponym
    from mapper.places.place import Candidate

_COUNTRY, _TOWN = 2.0, 1.0  # what naming a country or a town in it counts
_HAMLET = 1_000  # inhabitants that a place of unknown size counts
_SHARE = 0.5  # a country with this share of the leader's count is meant, too


def countries_of(
    toponyms: Sequence[Toponym], named: Iterable[Naming], lookup: Callable[[str], Sequence[Candidate]]
) -> frozenset[str]:
    """ISO codes of the countries that the named places lie in and the named actors fight in, the leading ones only."""
    votes: defaultdict[str, float] = defaultdict(float)
    for naming in named:
        if naming.proper and len(naming.where) == 1:
            votes[naming.where[0]] += _TOWN
    for toponym in toponyms:
        found = [c.place for c in lookup(toponym.name) if c.match == "exact" and not is_small(c.place)]
        countries = [p.country for p in found if p.kind == "country"]
        if countries:
            votes[countries[0]] += _COUNTRY
            continue
        homes: Counter[str] = Counter()
        for place in found:
            if place.country:
                homes[place.country] += place.population + _HAMLET
        for country, inhabitants in homes.items():
            votes[country] += _TOWN * inhabitants / homes.total()
    if not votes:
        return frozenset()
    most = max(votes.values())
    return frozenset(country for country, count in votes.items() if count >= _SHARE * most)

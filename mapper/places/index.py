"""An index of places by name: as written, folded, and by skeleton."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mapper.places.folding import folded, skeletons_of
from mapper.places.likeness import alike, same_letters
from mapper.places.place import Candidate
from mapper.places.scripts import latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mapper.places.place import Kind, Match, Place

FLOOR = 0.6  # likeness below which a spelling is no match: 2 in 1,000 true pairs lie below 0.7
CAP = 25  # candidates for one name
FOLDED, FOLDED_SPAN = 0.95, 0.04  # names that fold alike: 0.95, up to 0.99 for the same letters
SKELETON = 0.94  # names of the same consonants: at most this
_LEAST = FLOOR / SKELETON - 1e-9  # likeness of sounds that is worth working out, less what may be lost in rounding


def written(name: str) -> str:
    """The name as it is compared for an exact match: composed, in lower case, blanks made single."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class NameIndex:
    """Places by name. The looser keys are made when first needed, and only if `loose`.

    Parameters
    ----------
    places
        What to find. Each answers to its `name`, `name_local` and `names`.
    loose
        Whether names of the same consonants are candidates too.
    keys
        What `keys_of` would give, where that was worked out before.
    """

    def __init__(self, places: Iterable[Place], *, loose: bool = True, keys: Iterable[Key] | None = None) -> None:
        self.places = tuple(places)
        self._loose = loose
        self._given = keys

    def find(self, name: str, *, loose: bool = True) -> tuple[Candidate, ...]:
        """Candidates of likeness `FLOOR` and more, the best spelling first, then as `standing` orders them.

        Names of the same consonants are left out unless `loose`.
        """
        exact, key = self._written.get(written(name), ()), folded(name)
        if not exact and not (loose and self._loose) and key not in self._folded:
            return ()  # most look-ups
        best: dict[int, tuple[float, Match]] = {}
        for row, likeness, match in self._matches(name, exact, key, loose=loose):
            if likeness > best.get(row, (0.0, match))[0]:
                best[row] = (likeness, match)
        return ranked(
            Candidate(place=self.places[row], likeness=likeness, match=match) for row, (likeness, match) in best.items()
        )

    def _matches(self, name: str, exact: Sequence[int], key: str, *, loose: bool) -> Iterator[tuple[int, float, Match]]:
        for row in exact:
            yield row, 1.0, "exact"
        for row in self._folded.get(key, ()):
            if row not in exact:
                yield row, folded_likeness(self.places[row], key, latin(name)), "folded"
        for other in self._alike(key) if loose else ():
            likeness = SKELETON * alike(key, other, least=_LEAST) if other != key else 0.0
            if likeness >= FLOOR:
                for row in self._folded[other]:
                    yield row, likeness, "skeleton"

    def _alike(self, key: str) -> set[str]:
        if not self._loose:
            return set()
        return {other for skeleton in skeletons_of(key) for other in self._skeletons.get(skeleton, ())}

    @cached_property
    def _written(self) -> Mapping[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, place in enumerate(self.places):
            for name in names_of(place):
                rows[written(name)].append(row)
        rows.pop("", None)
        return rows

    @cached_property
    def _folded(self) -> Mapping[str, tuple[int, ...]]:
        return {key.folded: key.rows for key in self._keys}

    @cached_property
    def _skeletons(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            for skeleton in key.skeletons or skeletons_of(key.folded):
                names[skeleton].append(key.folded)
        return names

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(self._given) if self._given is not None else tuple(keys_of(self.places))


def folded_likeness(place: Place, key: str, plain: str) -> float:
    """How alike a name that folds to `key`, `plain` in Latin letters, is to the likest of a place's that do so, too."""
    spellings = (latin(name) for name in names_of(place) if folded(name) == key)
    return FOLDED + FOLDED_SPAN * max((same_letters(plain, spelling) for spelling in spellings), default=0.0)


class Key(NamedTuple):
    """A folded name, its skeletons (empty where they are still to be made), and the rows of the places that bear it."""

    folded: str
    skeletons: tuple[str, ...]
    rows: tuple[int, ...]


def keys_of(places: Iterable[Place]) -> Iterator[Key]:
    """The key of every name of some places."""
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    for row, place in enumerate(places):
        for name in names_of(place):
            rows[folded(name)][row] = None
    rows.pop("", None)
    for key, bearers in rows.items():
        yield Key(key, (), tuple(bearers))


def names_of(place: Place) -> Iterable[str]:
    """Every name of a place, once."""
    return filter(None, dict.fromkeys((place.name, place.name_local, *place.names)))


def ranked(candidates: Iterable[Candidate], *, cap: int = CAP) -> tuple[Candidate, ...]:
    """At most `cap` candidates, the best spelling first; equal ones in the order of `standing`."""
    found = tuple(candidates)
    if len(found) > 1:  # most look-ups in one gazetteer find nothing, or one place
        found = tuple(sorted(found, key=lambda one: (-one.likeness, *standing(one.place)))[:cap])
    return found


_KINDS: Mapping[Kind, int] = {"country": 0, "settlement": 1, "admin": 1, "site": 2, "region": 3, "water": 3, "road": 3}
_TOWN = 15_000  # inhabitants from which a place is rather meant than a namesake of another kind


def standing(place: Place) -> tuple[int, int, int, int, str]:
    """The order of namesakes: towns, then by kind, how well the position is known, inhabitants, and id."""
    return (place.population < _TOWN, _KINDS[place.kind], place.precision, -place.population, place.id)

"""Records of several sources that mean one place, joined; what they contradict each other in is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres
from mapper.places.folding import folded, skeletons_of
from mapper.places.languages import is_local
from mapper.places.place import Place
from mapper.places.scripts import in_latin_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapper.places.record import Record, Sheet

    Holders = dict[str, list[int]]

# Whose position, name and units are taken where sources differ: OCHA's, which come from the field, then
# GeoNames', then Who's On First's, which mostly carries GeoNames of an earlier year; then other tables.
PREFERENCE = ("ocha", "geonames", "wof")
REACH_KM = 3.0  # records of one name this far from each other are one place
TWO_NAMES_KM = 5.0  # the same where two names agree, such as the Latin and the local one
UNIT_REACH_KM = 50.0  # the same for units, whose points are anywhere inside them
ALIKE_KM = 1.0  # records whose names share but their consonants, this many at least, are one place within this
ALIKE_LETTERS = 3
_TWO, _ONE, _LOOSE = 1, 2, 3  # ranks of links: by two names, by one, by consonants
_DETAILS = ("city", "town", "village")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one source says of a place; `km` is how far its position is from the one taken."""

    source: str
    record: Record
    km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A place with the accounts of all its sources, the preferred one first."""

    place: Place
    accounts: tuple[Account, ...]


def preference(source: str) -> tuple[int, str]:
    """Where a source stands in the order of preference, by its key."""
    family = source.partition("_")[0]
    return (PREFERENCE.index(family) if family in PREFERENCE else len(PREFERENCE), source)


def merge(sheets: Iterable[Sheet], *, gazetteer: str = "") -> tuple[Merged, ...]:
    """Every place of these sheets once, in the order of ids.

    Two records are one place if one carries the other's id, or if a Latin or local name of theirs folds
    alike within `REACH_KM`, two within `TWO_NAMES_KM`, or shares its consonants within `ALIKE_KM`, and their
    kinds agree; two records of one source never are. The surest links are made first: ids, then two names
    in common, then one, then consonants, and of each the nearest first.
    """
    told = [
        (s.source.key, record) for s in sorted(sheets, key=lambda s: preference(s.source.key)) for record in s.records
    ]
    groups = _groups(told)
    merged = (_merged([told[row] for row in rows], gazetteer) for rows in groups)
    return tuple(sorted(merged, key=lambda m: m.place.id))


def _groups(told: Sequence[tuple[str, Record]]) -> Iterable[list[int]]:
    """The rows that mean one place together."""
    head = list(range(len(told)))
    members = {row: [row] for row in head}
    for one, two in _links(told):
        first, second = sorted((head[one], head[two]))
        if first == second or {told[r][0] for r in members[first]} & {told[r][0] for r in members[second]}:
            continue
        for row in members[second]:
            head[row] = first
        members[first] += members.pop(second)
    return members.values()


def _links(told: Sequence[tuple[str, Record]]) -> list[tuple[int, int]]:
    """Pairs of rows that may be one place, the surest first."""
    links = [(0, 0.0, one, two) for one, two in set(_pairs(told, _by_id(told)))]
    if len({source for source, _ in told}) > 1:
        names, consonants = _by_name(told)
        shared = Counter(_pairs(told, names))
        loose = set(_pairs(told, consonants)) - shared.keys()
        links += [link for pair, count in shared.items() if (link := _near(told, pair, _TWO if count > 1 else _ONE))]
        links += [link for pair in loose if (link := _near(told, pair, _LOOSE))]
    return [(one, two) for *_, one, two in sorted(links)]


def _near(told: Sequence[tuple[str, Record]], pair: tuple[int, int], rank: int) -> tuple[int, float, int, int] | None:
    """The link between two rows, if they lie near enough for one of this rank."""
    one, two = (told[row][1] for row in pair)
    reach = {_TWO: TWO_NAMES_KM, _LOOSE: ALIKE_KM}.get(rank, REACH_KM)
    if one.kind == "admin" and rank < _LOOSE:
        reach = UNIT_REACH_KM
    km = _apart(one, two)
    return (rank, km, *pair) if km <= reach else None


def _by_id(told: Sequence[tuple[str, Record]]) -> Holders:
    holders: Holders = defaultdict(list)
    for row, (_, record) in enumerate(told):
        for id_ in {record.id, *record.ids}:
            holders[id_].append(row)
    return holders


def _by_name(told: Sequence[tuple[str, Record]]) -> tuple[Holders, Holders]:
    """The rows of one kind under each name as it folds, and under the consonants of it."""
    names: Holders = defaultdict(list)
    consonants: Holders = defaultdict(list)
    for row, (_, record) in enumerate(told):
        sort = sort_of(record)
        keys = {folded(name) for name in dict.fromkeys(_telling(record))} - {""}
        for key in keys:
            names[f"{sort} {key}"].append(row)
        for skeleton in {skeleton for key in keys for skeleton in skeletons_of(key)}:
            if len(skeleton) >= ALIKE_LETTERS:
                consonants[f"{sort} {skeleton}"].append(row)
    return names, consonants


def _pairs(told: Sequence[tuple[str, Record]], holders: Holders) -> Iterator[tuple[int, int]]:
    for rows in holders.values():
        for one, two in combinations(rows, 2):
            if told[one][0] != told[two][0]:
                yield one, two


def sort_of(record: Record) -> str:
    """What must be equal in two records of one place: the kind, the level of a unit, quarter or not."""
    return f"{record.kind} {record.detail if record.kind == 'admin' or record.detail == 'quarter' else ''}"


def _telling(record: Record) -> Iterator[str]:
    """The names by which a record is joined: chief, local, English, of no told language, and of the country's."""
    yield record.name
    yield record.name_local
    for name, language in record.names:
        if (language in {"", "en"} and in_latin_script(name)) or is_local(name, language, record.country):
            yield name


def _apart(one: Record, two: Record) -> float:
    if one.lon is None or one.lat is None or two.lon is None or two.lat is None:
        return 0.0 if one.lon is two.lon else float("inf")
    return quick_kilometres(one.lon, one.lat, two.lon, two.lat)


def _merged(told: Sequence[tuple[str, Record]], gazetteer: str) -> Merged:
    """One place of the records that mean it, which come in the order of preference."""
    records = [record for _, record in told]
    chief = records[0]
    at = min(records, key=lambda r: (r.lon is None, r.precision))  # the first of the best: min is stable
    names = dict.fromkeys(name for r in records for name in (r.name, r.name_local, *(n for n, _ in r.names)) if name)
    local = next((r.name_local for r in records if r.name_local), "")
    place = Place(
        id=chief.id,
        name=chief.name,
        kind=chief.kind,
        lon=at.lon,
        lat=at.lat,
        detail=_detail(records),
        name_local=local,
        names=tuple(name for name in names if name not in {chief.name, local}),
        precision=at.precision,
        country=chief.country,
        admin=next((r.admin for r in records if r.admin), ()),
        population=max(r.population for r in records),
        ids=tuple(dict.fromkeys((*(r.id for r in records), *(id_ for r in records for id_ in r.ids)))),
        gazetteer=gazetteer,
    )
    return Merged(place=place, accounts=tuple(Account(source=s, record=r, km=_km(at, r)) for s, r in told))


def _detail(records: Sequence[Record]) -> str:
    """The largest of village, town and city that a source says; else the first one's."""
    said = [record.detail for record in records]
    return next((detail for detail in _DETAILS if detail in said), said[0]) if said[0] in _DETAILS else said[0]


def _km(at: Record, record: Record) -> float:
    apart = _apart(at, record)
    return round(apart, 3) if apart != float("inf") else 0.0

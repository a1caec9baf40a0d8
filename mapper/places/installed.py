"""The gazetteer of a country that was installed, asked through the keys of its file."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

from mapper.places.distance import DEGREE_KM, quick_kilometres
from mapper.places.folding import folded, parts, skeletons
from mapper.places.folding import skeleton as skeleton_of
from mapper.places.index import CAP, FLOOR, FOLDED, FOLDED_SPAN, SKELETON, ranked, written
from mapper.places.likeness import alike, bag_difference, closeness, same_letters
from mapper.places.nearness import score
from mapper.places.neighbours import neighbours
from mapper.places.place import Candidate, Place
from mapper.places.scripts import latin
from mapper.places.store import EXACT, connect, split
from mapper.places.store import FOLDED as FOLDED_FORM
from mapper.places.store import SKELETON as SKELETON_FORM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mapper.places.place import Box, Match

FUZZY = 0.85  # names with a consonant between them: at most this
PART = 0.9  # one of two names by which a place is called, as in A - B: at most this
FUZZY_READ = 150  # names of neighbouring consonants that are compared in full
FUZZY_KM = 60.0  # how far round a point a misspelt name is looked for
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_KEPT = 4096  # places that stay in memory
_AT_ONCE = 500  # places that are read at once
_COLUMNS = (
    "row, id, name, name_local, kind, detail, lon, lat, precision, country, "
    "admin1, admin2, admin3, admin4, population, ids, names"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The position that one source gives a place; `km` is how far it is from the one taken."""

    source: str
    id: str
    name: str
    lon: float | None
    lat: float | None
    km: float


class Installed:
    """The places of one country, out of its file in the data folder; read where needed.

    Parameters
    ----------
    path
        A file that `mapper.places.store.write_store` wrote; its stem is the gazetteer's name.

    Raises
    ------
    GazetteerError
        There is no such file, or it is damaged or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem  # what the gazetteer is called in outputs: the ISO code of its country
        self._store = connect(path)
        self._lock = threading.Lock()
        self._kept: dict[int, Place] = {}

    def forget(self) -> None:
        """Nothing; the places that were kept in memory are let go."""
        self._kept = {}

    def close(self) -> None:
        """Nothing; the file is let go."""
        self._store.close()

    def __del__(self) -> None:
        if hasattr(self, "_store"):
            self._store.close()

    def __len__(self) -> int:
        return int(self._rows("SELECT count(*) FROM places")[0][0])

    def find(
        self,
        name: str,
        *,
        near: tuple[float, float] | None = None,
        loosest: Match = "skeleton",
        cap: int = CAP,
    ) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none.

        Parameters
        ----------
        near
            Longitude and latitude: of more namesakes than `cap` those nearest to it are given.
        loosest
            "exact", "folded" or "skeleton": looser forms are not looked up.
        cap
            How many candidates at most.
        """
        best: dict[int, tuple[float, Match]] = {}
        for one in (name, *parts(name)):
            share = 1.0 if one is name else PART
            for row, likeness, match in self._matches(one, loosest):
                if likeness * share > best.get(row, (0.0, match))[0]:
                    best[row] = (likeness * share, match)
        return self._ranked(best, near=near, cap=cap)

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches alone."""
        return self.find(name, loosest="folded")

    def fuzzy(
        self, name: str, *, near: tuple[float, float] | None = None, bounds: Box | None = None, cap: int = CAP
    ) -> Sequence[Candidate]:
        """Candidates whose name has one consonant more, less or other than this one, the likest first.

        For names that `find` does not know. `near` (lon, lat) looks within `FUZZY_KM` of a point,
        `bounds` within west, south, east, north.
        """
        key = folded(name)
        box = _round(near, FUZZY_KM) if near else bounds
        keys = neighbours(skeleton_of(name))
        told = self._within_box(keys, box or _WORLD) if keys else []
        likeness: dict[str, float] = {}
        for other in sorted({other for other, _ in told}, key=lambda o: (bag_difference(key, o), o))[:FUZZY_READ]:
            likeness[other] = FUZZY * closeness(key, other)
        best: dict[int, tuple[float, Match]] = {}
        for other, row in told:
            near_enough = likeness.get(other, 0.0)
            if near_enough >= FLOOR and near_enough > best.get(row, (0.0, ""))[0]:
                best[row] = (near_enough, "fuzzy")
        return self._ranked(best, near=near, cap=cap)

    def places(self) -> Iterator[Place]:
        """Every place, in the order of ids."""
        for start in range(0, len(self), _AT_ONCE):
            query = f"SELECT {_COLUMNS} FROM places WHERE row >= ? ORDER BY row LIMIT ?"  # noqa: S608 -- ours
            yield from map(self._made, self._rows(query, (start, _AT_ONCE)))

    def points(self, prefix: str) -> tuple[tuple[str, float, float], ...]:
        """Id, longitude and latitude of every place whose id starts like this."""
        rows = self._rows("SELECT id, lon, lat FROM places WHERE id >= ? AND id < ?", (prefix, prefix + "\uffff"))
        return tuple((id_, lon, lat) for id_, lon, lat in rows if lon is not None)

    def within(self, lon: float, lat: float, km: float, *, details: Collection[str] = ()) -> Sequence[Place]:
        """Every place with a point at most `km` from here, the nearest first; only of these `details`, if any."""
        west, south, east, north = _round((lon, lat), km)
        query = "SELECT row, lon, lat FROM places WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        if details:
            query += f" AND detail IN ({','.join('?' * len(details))})"
        near = []
        for row, x, y in self._rows(query, (south, north, west, east, *details)):
            distance = quick_kilometres(lon, lat, x, y)
            if distance <= km:
                near.append((distance, row))
        places = self._places([row for _, row in near])
        return tuple(places[row] for _, row in sorted(near))

    def names(self) -> int:
        """How many names the sources give, one in several languages counted once for each place."""
        query = "SELECT count(*) FROM (SELECT DISTINCT key, place FROM keys WHERE form = ?)"
        return int(self._rows(query, (EXACT,))[0][0])

    def sources(self) -> tuple[dict[str, Any], ...]:
        """What each source is, its rows and files: key, title, licence, attribution, date, rows, refused, ..."""
        found = []
        for row in self._rows("SELECT key, title, licence, attribution, date, rows FROM sources"):
            about = dict(zip(("key", "title", "licence", "attribution", "date", "rows"), row, strict=True))
            files = self._rows("SELECT name, sha256 FROM files WHERE source = ?", (row[0],))
            refusals = self._rows("SELECT line, reason FROM refusals WHERE source = ?", (row[0],))
            found.append({**about, "refused": len(refusals), "files": files, "refusals": refusals})
        return tuple(found)

    def stated(self, place_id: str) -> tuple[Stated, ...]:
        """What each source says of where a place is, the preferred one first; empty for an unknown id."""
        rows = self._rows(
            "SELECT source, records.id, records.name, records.lon, records.lat, km FROM records "
            "JOIN places ON places.row = records.place WHERE places.id = ? ORDER BY records.row",
            (place_id,),
        )
        return tuple(Stated(source=s, id=i, name=n, lon=x, lat=y, km=km) for s, i, n, x, y, km in rows)

    def contradictions(self, over_km: float) -> tuple[tuple[Place, Stated], ...]:
        """Places that a source puts farther than this from the position taken, the farthest first."""
        rows = self._rows(
            "SELECT place, source, id, name, lon, lat, km FROM records "
            "WHERE km > ? AND precision < 3 ORDER BY km DESC, id",
            (over_km,),
        )
        places = self._places([row for row, *_ in rows])
        return tuple(
            (places[row], Stated(source=s, id=i, name=n, lon=x, lat=y, km=km)) for row, s, i, n, x, y, km in rows
        )

    def _matches(self, name: str, loosest: Match) -> Iterator[tuple[int, float, Match]]:
        key = plain = ""
        asked = [(EXACT, written(name))]
        if loosest != "exact" and (plain := latin(name)).isascii():
            key = folded(name)
            asked.append((FOLDED_FORM, key))
            asked += [(SKELETON_FORM, skeleton) for skeleton in skeletons(name) if loosest != "folded"]
        likeness = {key: 0.0}
        for form, other, row in self._keyed([(form, one) for form, one in asked if one]):
            if form == EXACT:
                yield row, 1.0, "exact"
            elif form == FOLDED_FORM:
                yield row, FOLDED + FOLDED_SPAN * same_letters(plain, other), "folded"
            else:
                if other not in likeness:
                    likeness[other] = SKELETON * alike(key, other)
                if likeness[other] >= FLOOR:
                    yield row, likeness[other], "skeleton"

    def _keyed(self, asked: Sequence[tuple[int, str]]) -> list[tuple[int, str, int]]:
        """Form, value and place of these keys."""
        query = " UNION ALL ".join(["SELECT form, value, place FROM keys WHERE form = ? AND key = ?"] * len(asked))
        return self._rows(query, [part for pair in asked for part in pair]) if asked else []

    def _within_box(self, keys: Sequence[str], box: Box) -> list[tuple[str, int]]:
        """Folded names with one of these skeletons, of places inside a box."""
        west, south, east, north = box
        marks = ",".join("?" * len(keys))
        query = (
            "SELECT value, place FROM keys CROSS JOIN places ON places.row = keys.place "  # noqa: S608 -- marks alone
            f"WHERE form = ? AND key IN ({marks}) AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        )
        return self._rows(query, (SKELETON_FORM, *keys, south, north, west, east))

    def _ranked(
        self, best: dict[int, tuple[float, Match]], *, near: tuple[float, float] | None, cap: int
    ) -> tuple[Candidate, ...]:
        if not best:
            return ()
        rows = list(best)
        if len(best) > cap and near is None:  # places are read for the best spellings alone
            least = sorted((likeness for likeness, _ in best.values()), reverse=True)[cap - 1]
            rows = [row for row, (likeness, _) in best.items() if likeness >= least]
        places = self._places(rows)
        found = [Candidate(place=places[row], likeness=best[row][0], match=best[row][1]) for row in rows]
        if near is not None and len(found) > cap:
            found = sorted(found, key=lambda c: (-score(c, near)[0], c.place.id))[:cap]
        return ranked(found, cap=cap)

    def _places(self, rows: Sequence[int]) -> dict[int, Place]:
        """The places of some rows; those that were looked up lately are not read again."""
        missing = [row for row in rows if row not in self._kept]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {_COLUMNS} FROM places WHERE row IN ({marks})"  # noqa: S608 -- marks alone
            self._kept |= {cells[0]: self._made(cells) for cells in self._rows(query, some)}
        found = {row: self._kept[row] for row in rows}
        if len(self._kept) > _KEPT:
            self._kept = {}
        return found

    def _made(self, cells: Sequence[Any]) -> Place:
        _, id_, name, name_local, kind, detail, lon, lat, precision, country, *admin, population, ids, names = cells
        return Place(
            id=id_,
            name=name,
            kind=kind,
            lon=lon,
            lat=lat,
            detail=detail,
            name_local=name_local,
            names=split(names),
            precision=precision,
            country=country,
            admin=tuple(unit for unit in admin if unit),
            population=population,
            ids=split(ids),
            gazetteer=self.name,
        )

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._store.execute(query, values).fetchall()


def _round(point: tuple[float, float], km: float) -> Box:
    """The box that holds every point at most this far from one."""
    lon, lat = point
    high = km / DEGREE_KM
    wide = min(180.0, high / max(0.01, cos(radians(min(89.0, abs(lat) + high)))))
    return lon - wide, lat - high, lon + wide, lat + high

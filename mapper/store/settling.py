"""Spells kept by place: only places whose claims changed are settled again."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from mapper.control.settling import settle
from mapper.store.cells import key_of, text_from
from mapper.store.records import Records
from mapper.store.rows import extend, insertion, spell_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.claims.claim import Claim
    from mapper.control.spell import Spell
    from mapper.places.place import Place
    from mapper.store.rows import Row

    Live = Mapping[tuple[str, str], Claim]

AT_ONCE: Final = 500  # places that are settled in one transaction, their claims in memory together
_CLAIMS: Final = """
SELECT c.place, c.report, r.id, c.n, c.resolution, c.record FROM kept_claims c JOIN reports r ON r.fid = c.report
WHERE c.place IN ({}) ORDER BY c.place, c.report, c.n
"""


class _Told(NamedTuple):
    """What is kept of a claim."""

    report: int
    report_id: str
    n: int
    resolution: int | None
    record: str


def settled(claims: Mapping[str, Sequence[Claim]], *, enemies: Mapping[str, str]) -> dict[str, tuple[Spell, ...]]:
    """The spells of each of these places, settled out of all claims about it: the one door to `mapper.control`.

    Each place is settled by itself, so that what is kept does not depend on which places changed together; an
    atlas made of the store weighs neighbours, too.
    """
    spells: dict[str, list[Spell]] = defaultdict(list)
    for own in claims.values():
        for spell in settle(own, enemies=enemies).spells:
            spells[key_of(spell.place_id)].append(spell)
    return {place: tuple(spells[place]) for place in claims}


def begin(store: sqlite3.Connection, settler: str) -> None:
    """Nothing; where something else settles than before, every place is marked to be settled."""
    before = store.execute("SELECT value FROM store WHERE key = 'settler'").fetchone()
    if before is None or before[0] != settler:
        store.execute("INSERT OR REPLACE INTO store VALUES ('settler', ?)", (settler,))
        every = "SELECT place FROM kept_claims WHERE place <> '' UNION SELECT place FROM kept_states"
        store.execute(f"INSERT OR REPLACE INTO unsettled SELECT place, 1 FROM ({every})")  # noqa: S608 -- ours


def resettle(
    store: sqlite3.Connection, live: Live, *, enemies: Mapping[str, str], settler: str, most: int = AT_ONCE
) -> int:
    """How many of the marked places were looked at: their spells are written anew if their claims are others now.

    Parameters
    ----------
    live
        Claims that are in memory already, by the id of their report and their record.
    settler
        What settles, in a word.
    """
    marked = dict(store.execute("SELECT place, anew FROM unsettled ORDER BY place LIMIT ?", (most,)))
    changed = _changed(store, list(marked), settler)
    records = Records(Places(store))
    claims = {place: _claims(rows, live, records) for place, (_, rows) in changed.items()}
    spells = settled(claims, enemies=enemies)
    for place, (digest, _) in changed.items():
        told = [records.of_spell(spell) for spell in spells[place]]
        same = 0 if marked[place] else _same(store, place, told)
        said = {claim.id: claim for claim in claims[place]}
        _write(store, place, same, [(None, *spell_row(spell, said)) for spell in spells[place][same:]])
        _keep(store, place, digest if claims[place] else None, told)
    store.executemany("INSERT OR IGNORE INTO kept_places VALUES (?, ?)", records.met.items())
    store.executemany("DELETE FROM unsettled WHERE place = ?", [(place,) for place in marked])
    return len(marked)


def _changed(store: sqlite3.Connection, places: Sequence[str], settler: str) -> dict[str, tuple[str, list[_Told]]]:
    """Of these places, those whose claims are others than when they were settled: a hash of the claims, and these."""
    marks = ",".join("?" * len(places))
    told: dict[str, list[_Told]] = {place: [] for place in places}
    for place, report, report_id, *rest in store.execute(_CLAIMS.format(marks), places):
        told[place].append(_Told(report, text_from(report_id), *rest))
    query = f"SELECT place, digest FROM kept_states WHERE place IN ({marks})"  # noqa: S608 -- marks alone
    before = dict(store.execute(query, places))
    digests = {place: _digest(settler, rows) for place, rows in told.items()}
    return {place: (digests[place], rows) for place, rows in told.items() if digests[place] != before.get(place)}


def _write(store: sqlite3.Connection, place: str, same: int, features: Sequence[Row]) -> None:
    """Write the spells of a place in its layer behind the first ones, which stay the same: mostly all but the last."""
    fids = [fid for (fid,) in store.execute("SELECT fid FROM spells WHERE place_id = ? ORDER BY fid", (place,))]
    store.executemany("DELETE FROM spells WHERE fid = ?", [(fid,) for fid in fids[same:]])
    store.executemany(insertion("spells"), features)
    extend(store, "spells", [row[1] for row in features])


def _keep(store: sqlite3.Connection, place: str, digest: str | None, records: Sequence[str]) -> None:
    """Keep the spells of a place with what they were settled from; nothing where nobody speaks of it any more."""
    if digest is None:
        store.execute("DELETE FROM kept_states WHERE place = ?", (place,))
    else:
        store.execute("INSERT OR REPLACE INTO kept_states VALUES (?, ?, ?)", (place, digest, "\n".join(records)))


def _same(store: sqlite3.Connection, place: str, rows: Sequence[str]) -> int:
    """How many of these records, from the first one on, are kept of a place already, and shown in the layer."""
    query = "SELECT records, (SELECT count(*) FROM spells WHERE place_id = place) FROM kept_states WHERE place = ?"
    kept, shown = store.execute(query, (place,)).fetchone() or ("", 0)
    before = kept.split("\n") if kept else []
    if shown != len(before):  # somebody has edited the layer
        return 0
    pairs = zip(before, rows, strict=False)
    return next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(rows)))


def _digest(settler: str, rows: Iterable[_Told]) -> str:
    """A hash of the claims of a place, whatever the order in which their reports came."""
    told = sha256(settler.encode())
    for line in sorted(f"{row.report_id}\n{row.record}\n" for row in rows):
        told.update(line.encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _claims(rows: Iterable[_Told], live: Live, records: Records) -> list[Claim]:
    """The claims of these rows."""
    return [
        live.get((row.report_id, row.record)) or records.claim(row.report_id, row.resolution, row.record, {})
        for row in rows
    ]


class Places(dict[str, "Place"]):
    """The kept places by their keys, each read when it is first asked for."""

    def __init__(self, store: sqlite3.Connection) -> None:
        super().__init__()
        self._store, self._records = store, Records()

    def __missing__(self, key: str) -> Place:
        (record,) = self._store.execute("SELECT record FROM kept_places WHERE key = ?", (key,)).fetchone()
        place = self[key] = self._records.place(record)
        return place

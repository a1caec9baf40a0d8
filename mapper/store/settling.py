"""Spells kept by place: whatever settles them, only those that are others than before are written.

The table `store` counts the changes of readings, and holds what settled them last, with that count. Where both are
what they would be now, the kept timeline is the one that settling would give; else all claims are settled again, since
a claim tells of its neighbours, too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.control.spell import Timeline
from mapper.store.cells import key_of
from mapper.store.records import Records
from mapper.store.rows import extend, insertion, spell_row
from mapper.store.schema import ANEW, CHANGES, SETTLED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.claims.claim import Claim
    from mapper.control.spell import Spell
    from mapper.places.place import Place
    from mapper.store.rows import Row


def changed(store: sqlite3.Connection, *, anew: bool) -> None:
    """Nothing; that readings changed is noted, and if `anew`, that claims did that spells may quote."""
    store.execute("UPDATE store SET value = CAST(value AS INTEGER) + 1 WHERE key = ?", (CHANGES,))
    if anew:
        store.execute("INSERT OR REPLACE INTO store VALUES (?, '')", (ANEW,))


def changes(store: sqlite3.Connection) -> str:
    """How often readings changed."""
    return _value(store, CHANGES) or "0"


def is_settled(store: sqlite3.Connection, settler: str) -> bool:
    """Whether the kept timeline is the one that settling would give."""
    return _value(store, SETTLED) == f"{settler} {changes(store)}"


def kept_timeline(store: sqlite3.Connection, places: Mapping[str, Place]) -> Timeline:
    """The timeline that is kept."""
    records = Records(places)
    rows = store.execute("SELECT spells, weights FROM kept_states").fetchall()
    spells = [records.spell(one) for lines, _ in rows for one in _split(lines)]
    weighed = [records.weighed(one) for _, lines in rows for one in _split(lines)]
    return Timeline(  # those of one place are in their order
        spells=tuple(sorted(spells, key=lambda one: one.place_id)),
        weighed=tuple(sorted(weighed, key=lambda one: one.place_id)),
    )


def write_timeline(store: sqlite3.Connection, timeline: Timeline, claims: Iterable[Claim], *, settler: str) -> None:
    """Nothing; the places whose spells are others than before are written, in the transaction that is open."""
    records = Records()
    spells: dict[str, list[Spell]] = defaultdict(list)
    weights: dict[str, list[str]] = defaultdict(list)
    for spell in timeline.spells:
        spells[key_of(spell.place_id)].append(spell)
    for weighed in timeline.weighed:
        weights[key_of(weighed.place_id)].append(records.of_weighed(weighed))
    said = {claim.id: claim for claim in claims}
    anew = _value(store, ANEW) is not None
    before = {place: told for place, *told in store.execute("SELECT place, spells, weights FROM kept_states")}
    for place in sorted({*spells, *weights, *before}):
        rows = [records.of_spell(spell) for spell in spells[place]]
        told = ["\n".join(rows), "\n".join(weights[place])]
        old = before.get(place, ["", ""])
        if anew or told[0] != old[0]:
            same = 0 if anew else _same(_split(old[0]), rows)
            _write(store, place, spells[place], said, same=same, shown=len(_split(old[0])))
        if not rows and not weights[place]:
            store.execute("DELETE FROM kept_states WHERE place = ?", (place,))
        elif told != old:
            store.execute("INSERT OR REPLACE INTO kept_states VALUES (?, ?, ?)", (place, *told))
    store.executemany("INSERT OR IGNORE INTO kept_places VALUES (?, ?)", sorted(records.met.items()))
    store.execute("DELETE FROM store WHERE key = ?", (ANEW,))
    store.execute("INSERT OR REPLACE INTO store VALUES (?, ?)", (SETTLED, f"{settler} {changes(store)}"))


def _write(
    store: sqlite3.Connection, place: str, spells: Sequence[Spell], said: Mapping[str, Claim], *, same: int, shown: int
) -> None:
    """Write the spells of a place in their layer but for the first ones, which stay the same as those shown."""
    fids = [fid for (fid,) in store.execute("SELECT fid FROM spells WHERE place_id = ? ORDER BY fid", (place,))]
    kept = same if len(fids) == shown else 0  # else somebody has edited the layer
    store.executemany("DELETE FROM spells WHERE fid = ?", [(fid,) for fid in fids[kept:]])
    features: list[Row] = [(None, *spell_row(spell, said)) for spell in spells[kept:]]
    store.executemany(insertion("spells"), features)
    extend(store, "spells", [row[1] for row in features])


def _same(before: Sequence[str], rows: Sequence[str]) -> int:
    """How many records are the same, from the first one on."""
    pairs = zip(before, rows, strict=False)
    return next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(rows)))


def _split(lines: str) -> list[str]:
    return lines.split("\n") if lines else []


def _value(store: sqlite3.Connection, key: str) -> str | None:
    found = store.execute("SELECT value FROM store WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found else None

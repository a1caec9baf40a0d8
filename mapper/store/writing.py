"""Readings written: their rows are made first, so that the transaction that others wait for is short."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mapper.store.cells import bytes_of, cell_of
from mapper.store.records import Records
from mapper.store.rows import CLAIMS_SHIFT, claim_row, extend, insertion
from mapper.store.settling import changed
from mapper.store.wanting import Known, facts_of, known

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mapper.claims.reading import Reading
    from mapper.store.rows import Row
    from mapper.store.wanting import Wanted

_TABLES: Final = ("kept_readings", "kept_claims", "kept_texts")


class Draft(NamedTuple):
    """What is to be written of one reading."""

    wanted: Wanted
    reading: Reading
    told: tuple[Any, ...]  # of the reading: by, theatre, made, failed, problems, resolutions
    claims: list[tuple[int | None, str]]  # number of the resolution, record
    features: list[Row]


class Drafts(NamedTuple):
    """What is to be written of some readings, with the places in it."""

    drafts: list[Draft]
    places: list[tuple[str, str]]  # keys and records


def drafted(readings: Sequence[tuple[Wanted, Reading, str, str]]) -> Drafts:
    """The rows of readings, each with what it answers, what gave its theatre, and what made it."""
    records = Records()
    drafts = []
    for wanted, reading, by, made in readings:
        resolutions, claims = records.of_reading(reading)
        drafts.append(
            Draft(
                wanted=wanted,
                reading=reading,
                told=(
                    cell_of(by),
                    reading.theatre,
                    made,
                    int(reading.failed),
                    json.dumps(reading.problems),
                    resolutions,
                ),
                claims=claims,
                features=[claim_row(claim, reading.report) for claim in reading.claims],
            )
        )
    return Drafts(drafts, sorted(records.met.items()))


def write(store: sqlite3.Connection, drafts: Drafts) -> list[Wanted]:
    """The reports that are not written: another program has given their ids to other reports meanwhile.

    All others are, in the transaction that is open, and that readings changed is noted.
    """
    by_id, as_given = known(
        store, [d.wanted.report.id for d in drafts.drafts] + [d.wanted.given for d in drafts.drafts]
    )
    number = store.execute("SELECT coalesce(max(fid), 0) FROM reports").fetchone()[0]
    new: list[tuple[int, Draft]] = []
    again: list[tuple[int, Draft]] = []
    refused: list[Wanted] = []
    for draft in drafts.drafts:
        wanted = draft.wanted
        there = as_given.get((wanted.given, wanted.sha256))
        if there is not None and there.id == wanted.report.id:
            if not _is_the_same(there, draft):
                again.append((there.fid, draft))
        elif there is not None or wanted.report.id in by_id:
            refused.append(wanted)
        else:
            number += 1
            new.append((number, draft))
    _forget(store, [row for row, _ in again])
    _write_reports(store, new, again)
    _write_readings(store, [*new, *again])
    store.executemany("INSERT OR IGNORE INTO kept_places VALUES (?, ?)", drafts.places)
    if new or again:
        changed(store, anew=bool(again))
    return refused


def _is_the_same(there: Known, draft: Draft) -> bool:
    """Whether another program has written the same meanwhile."""
    by, _, made, *_ = draft.told
    return bool(made) and (there.made, cell_of(there.by), there.facts) == (made, by, facts_of(draft.wanted.report))


def _forget(store: sqlite3.Connection, rows: Sequence[int]) -> None:
    """Take readings out, to write them anew."""
    for row in rows:
        for table in _TABLES:
            store.execute(f"DELETE FROM {table} WHERE report = ?", (row,))  # noqa: S608 -- our own tables
        first = row << CLAIMS_SHIFT
        store.execute("DELETE FROM claims WHERE fid BETWEEN ? AND ?", (first, first + (1 << CLAIMS_SHIFT) - 1))


def _write_reports(
    store: sqlite3.Connection, new: Sequence[tuple[int, Draft]], again: Sequence[tuple[int, Draft]]
) -> None:
    store.executemany(
        "INSERT INTO reports (fid, id, given, sha256, collected, title, published, source, url, language, theatre) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (row, cell_of(w.report.id), cell_of(w.given), w.sha256, _collected(w), *map(cell_of, facts_of(w.report)))
            for row, (w, *_) in new
        ],
    )
    store.executemany(
        "UPDATE reports SET collected = coalesce(collected, ?), title = ?, published = ?, source = ?, url = ?, "
        "language = ?, theatre = ? WHERE fid = ?",
        [(_collected(w), *map(cell_of, facts_of(w.report)), row) for row, (w, *_) in again],
    )
    days = [day for _, (w, *_) in (*new, *again) if (day := _collected(w))]
    if days:
        store.execute("UPDATE gpkg_contents SET last_change = max(last_change, ?)", (f"{max(days)}T00:00:00.000Z",))


def _write_readings(store: sqlite3.Connection, drafts: Sequence[tuple[int, Draft]]) -> None:
    store.executemany("INSERT INTO kept_texts VALUES (?, ?)", [(r, bytes_of(d.wanted.report.text)) for r, d in drafts])
    store.executemany("INSERT INTO kept_readings VALUES (?, ?, ?, ?, ?, ?, ?)", [(r, *d.told) for r, d in drafts])
    claims = [(r, n, *claim) for r, d in drafts for n, claim in enumerate(d.claims)]
    store.executemany("INSERT INTO kept_claims VALUES (?, ?, ?, ?)", claims)
    features = [(r << CLAIMS_SHIFT | n, *row) for r, d in drafts for n, row in enumerate(d.features)]
    store.executemany(insertion("claims"), features)
    extend(store, "claims", [row[1] for row in features])


def _collected(wanted: Wanted) -> str | None:
    return wanted.collected.isoformat() if wanted.collected else None

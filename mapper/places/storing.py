"""The file of a country, written whole and read back whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING

from mapper.errors import ExportError
from mapper.places.folding import folded, parts, skeletons_of
from mapper.places.index import written
from mapper.places.merging import merge, preference
from mapper.places.record import Record, Refusal, Sheet, Source
from mapper.places.scripts import latin
from mapper.places.store import EXACT, FOLDED, INDEXES, SCHEMA, SEPARATOR, SKELETON, VERSION, connect, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mapper.places.merging import Merged


def write_store(path: Path, sheets: Iterable[Sheet], *, country: str) -> int:
    """The number of places that were written, all at once: nobody ever sees half a file.

    Raises
    ------
    ExportError
        The folder cannot be written to.
    """
    ordered = sorted(sheets, key=lambda sheet: preference(sheet.source.key))
    merged = merge(ordered, gazetteer=country)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.stem}-{os.getpid()}.unfinished")
        try:
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as store:
                _fill(store, ordered, merged, country)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, sqlite3.OperationalError) as error:
        raise ExportError(f"{path}: the gazetteer cannot be written: {error}") from error
    return len(merged)


def _fill(store: sqlite3.Connection, sheets: Sequence[Sheet], merged: Sequence[Merged], country: str) -> None:
    store.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
    store.execute("BEGIN")
    facts = (("version", str(VERSION)), ("country", country))
    store.executemany("INSERT INTO meta VALUES (?, ?)", facts)
    for sheet in sheets:
        source = sheet.source
        row = (source.key, source.title, source.licence, source.attribution, source.date, sheet.rows)
        store.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", row)
        store.executemany("INSERT INTO files VALUES (?, ?, ?)", [(source.key, *file) for file in source.files])
        store.executemany(
            "INSERT INTO refusals VALUES (?, ?, ?)", [(source.key, r.line, r.reason) for r in sheet.refused]
        )
    store.executemany(_insert("places", 18), _places(merged))
    _fill_records(store, merged)
    store.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", sorted(_keys(merged)))
    store.execute("COMMIT")
    store.executescript(INDEXES)


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({','.join('?' * columns)})"  # noqa: S608 -- our own table


def _places(merged: Sequence[Merged]) -> Iterator[tuple[object, ...]]:
    for row, one in enumerate(merged):
        place = one.place
        admin = (*place.admin[:4], "", "", "", "")[:4]
        head = (row, place.id, place.name, place.name_local, place.kind, place.detail, place.lon, place.lat)
        tail = (place.population, SEPARATOR.join(place.ids), SEPARATOR.join(place.names), len(one.accounts))
        yield (*head, place.precision, place.country, *admin, *tail)


def _fill_records(store: sqlite3.Connection, merged: Sequence[Merged]) -> None:
    records: list[tuple[object, ...]] = []
    names: list[tuple[int, int, str, str]] = []
    for row, one in enumerate(merged):
        for account in one.accounts:
            r, number = account.record, len(records)
            head = (
                number,
                row,
                account.source,
                r.id,
                r.name,
                r.name_local,
                r.kind,
                r.detail,
                r.lon,
                r.lat,
                r.precision,
            )
            joined = (SEPARATOR.join(r.admin), r.population, SEPARATOR.join(r.ids))
            records.append((*head, r.country, *joined, account.km))
            names += [(row, number, name, language) for name, language in r.names]
    store.executemany(_insert("records", 16), records)
    store.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", names)


def _keys(merged: Sequence[Merged]) -> set[tuple[int, str, str, int]]:
    """The keys of every name of every place; a name in a script that does not fold has its exact one only."""
    keys: set[tuple[int, str, str, int]] = set()
    for row, one in enumerate(merged):
        whole = (one.place.name, one.place.name_local, *one.place.names)
        for name in (*whole, *(part for both in whole for part in parts(both))):
            keys.add((EXACT, written(name), "", row))
            plain = latin(name)
            if not plain.isascii():
                continue
            key = folded(name)
            keys.add((FOLDED, key, plain, row))
            keys |= {(SKELETON, skeleton, key, row) for skeleton in skeletons_of(key)}
    return {key for key in keys if key[1]}


def read_store(path: Path) -> tuple[Sheet, ...]:
    """The sheets that a store was written from.

    Raises
    ------
    GazetteerError
        The file is damaged, or of another version of this program.
    """
    with closing(connect(path)) as store:
        names = {
            record: tuple((name, language) for _, name, language in told)
            for record, told in groupby(
                store.execute("SELECT record, name, language FROM names ORDER BY record, rowid"), key=lambda row: row[0]
            )
        }
        sheets = []
        for key, *about in store.execute("SELECT key, title, licence, attribution, date FROM sources").fetchall():
            files = store.execute("SELECT name, sha256 FROM files WHERE source = ? ORDER BY rowid", (key,)).fetchall()
            told = store.execute("SELECT line, reason FROM refusals WHERE source = ? ORDER BY rowid", (key,)).fetchall()
            title, licence, attribution, date = about
            source = Source(
                key=key,
                title=title,
                licence=licence,
                attribution=attribution,
                date=date,
                files=tuple(map(tuple, files)),
            )
            refused = tuple(Refusal(line=line, reason=reason) for line, reason in told)
            records = tuple(_records(store, key, names))
            sheets.append(Sheet(source=source, records=records, refused=refused))
    return tuple(sheets)


def _records(store: sqlite3.Connection, source: str, names: dict[int, tuple[tuple[str, str], ...]]) -> Iterator[Record]:
    for row in store.execute("SELECT * FROM records WHERE source = ? ORDER BY id", (source,)):
        number, _, _, id_, name, name_local, kind, detail, lon, lat, precision, country, admin, population, ids, _ = row
        yield Record(
            id=id_,
            name=name,
            kind=kind,
            detail=detail,
            name_local=name_local,
            names=names.get(number, ()),
            lon=lon,
            lat=lat,
            precision=precision,
            country=country,
            admin=split(admin),
            population=population,
            ids=split(ids),
        )

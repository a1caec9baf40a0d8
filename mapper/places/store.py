"""The file that keeps the gazetteer of one country: its tables, and how it is opened."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from mapper.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1  # of the tables below; a file of another version has to be installed again
EXACT, FOLDED, SKELETON = 0, 1, 2  # the forms of a key
_MAPPED = 1 << 28  # bytes of the file that the system may map: reading then copies nothing
SEPARATOR = "\n"  # between names, ids, units in one cell

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources (key TEXT PRIMARY KEY, title TEXT, licence TEXT, attribution TEXT, date TEXT, rows INTEGER)
    WITHOUT ROWID;
CREATE TABLE files (source TEXT, name TEXT, sha256 TEXT);
CREATE TABLE refusals (source TEXT, line INTEGER, reason TEXT);
CREATE TABLE places (row INTEGER PRIMARY KEY, id TEXT, name TEXT, name_local TEXT, kind TEXT, detail TEXT, lon REAL,
    lat REAL, precision INTEGER, country TEXT, admin1 TEXT, admin2 TEXT, admin3 TEXT, admin4 TEXT,
    population INTEGER, ids TEXT, names TEXT, sources INTEGER);
CREATE TABLE records (row INTEGER PRIMARY KEY, place INTEGER, source TEXT, id TEXT, name TEXT, name_local TEXT,
    kind TEXT, detail TEXT, lon REAL, lat REAL, precision INTEGER, country TEXT, admin TEXT, population INTEGER,
    ids TEXT, km REAL);
CREATE TABLE names (place INTEGER, record INTEGER, name TEXT, language TEXT);
CREATE TABLE keys (form INTEGER, key TEXT, value TEXT, place INTEGER, PRIMARY KEY (form, key, value, place))
    WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX records_by_place ON records (place);
CREATE INDEX records_apart ON records (km) WHERE km > 0;
CREATE INDEX names_by_record ON names (record);
CREATE INDEX places_by_id ON places (id);
CREATE INDEX places_by_latitude ON places (lat, lon);
"""


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several."""
    return tuple(cell.split(SEPARATOR)) if cell else ()


def connect(path: Path) -> sqlite3.Connection:
    """A connection that only reads.

    Raises
    ------
    GazetteerError
        There is no such file, or it is none of ours.
    """
    try:
        store = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise GazetteerError(f"{path}: the gazetteer cannot be opened ({error})") from error
    try:
        store.execute(f"PRAGMA mmap_size = {_MAPPED}")
        found = store.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.DatabaseError as error:
        store.close()
        raise GazetteerError(
            f"{path}: this is no gazetteer, or it is damaged ({error}); delete it and install it again"
        ) from error
    if found is None or found[0] != str(VERSION):
        store.close()
        raise GazetteerError(f"{path}: written by another version of this program; delete it and install it again")
    return store

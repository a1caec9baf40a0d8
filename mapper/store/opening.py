"""A store's file, opened: made where it is not there, and told in plain words where it cannot be used."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from mapper.errors import StoreError
from mapper.store.schema import VERSION, create

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE: Final = 60.0  # seconds to wait for another program that writes
_CACHE: Final = -262_144  # kB of pages in memory: what a batch writes stays out of the way of the disk
_PAGE: Final = 8192  # bytes: several reports fit on a page
_BUSY: Final = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_READ_ONLY: Final = frozenset({"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"})
_NO_ROOM: Final = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_TOOBIG"})
_UNOPENED: Final = frozenset({"SQLITE_CANTOPEN"})


def connect(path: Path, *, make: bool, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection to a store; where `make`, one that is not there yet is made.

    Raises
    ------
    StoreError
        The file is not there, is no store, of another version, damaged, or cannot be written.
    """
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; name the file of a store, such as project.gpkg")
    if not path.exists() and not (make and path.parent.is_dir()):
        told = "there is no such store" if path.parent.is_dir() else f"there is no folder {path.parent}; make it first"
        raise StoreError(f"{path}: {told}")
    with telling(path), ExitStack() as opened:
        store = opened.enter_context(closing(_opened(path, patience)))
        if make and _is_empty(store):
            _make(store)
        _check(path, store)
        with suppress(sqlite3.OperationalError):  # read-only, or in use by a reader: any mode is safe
            store.execute("PRAGMA journal_mode = WAL").fetchone()
        opened.pop_all()  # all is well: it stays open
    return store


def _opened(path: Path, patience: float) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    modes = ["mode=rwc", "mode=ro&immutable=1"]  # a folder that cannot be written has no room for SQLite's own files
    for mode in modes if not path.with_name(f"{path.name}-wal").exists() else modes[:1]:
        store = sqlite3.connect(f"{address}?{mode}", uri=True, isolation_level=None, timeout=patience)
        try:
            store.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            store.close()
            if error.sqlite_errorname.startswith("SQLITE_CANTOPEN") and mode != modes[-1] and path.exists():
                continue
            raise
        except sqlite3.DatabaseError:
            store.close()
            raise
        store.execute(f"PRAGMA cache_size = {_CACHE}")
        store.execute("PRAGMA synchronous = FULL")
        store.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere runs nothing but plain SQL
        return store
    raise StoreError(f"{path}: the store cannot be opened; check who may read the file and its folder")


def _is_empty(store: sqlite3.Connection) -> bool:
    return not store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _make(store: sqlite3.Connection) -> None:
    """Make the tables, all at once; another process may be about to do the same."""
    with suppress(sqlite3.OperationalError):
        store.execute(f"PRAGMA page_size = {_PAGE}")
        store.execute("PRAGMA journal_mode = WAL").fetchone()
    with transaction(store):
        if _is_empty(store):
            create(store)


def _check(path: Path, store: sqlite3.Connection) -> None:
    if not store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'store' AND type = 'table'").fetchone()[0]:
        raise StoreError(
            f"{path}: this file is no store of reports; name another one, or one that is not there yet to make it"
        )
    found = store.execute("SELECT value FROM store WHERE key = 'version'").fetchone()
    if found is None or found[0] != str(VERSION):
        version = found[0] if found else "unknown"
        raise StoreError(
            f"{path}: a store of version {version}, and this program reads version {VERSION}: export it with the "
            "program that wrote it (mapper store export), and read the reports of that export into a new store "
            "(mapper map FOLDER/reports.jsonl --store NEW.gpkg)"
        )


@contextmanager
def transaction(store: sqlite3.Connection, *, writes: bool = True) -> Iterator[None]:
    """All of what is done inside, or nothing; reading inside sees one state, whatever others write."""
    store.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        store.execute("COMMIT")
    finally:
        if store.in_transaction:  # something was raised
            store.execute("ROLLBACK")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Errors of SQLite, told as what they mean for the store.

    Raises
    ------
    StoreError
        SQLite raised one.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {_meaning(error)} ({error})") from error


def _meaning(error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DBMOVED is a SQLITE_READONLY
    if kind in _BUSY:
        return "another program is writing to the store; try again when it is done"
    if kind in _READ_ONLY:
        return "the store is read-only; make the file and its folder writable, or work on a copy"
    if kind in _NO_ROOM:
        return "the disk is full or failing; what was committed before is kept"
    if kind in _UNOPENED:
        return "the store cannot be opened; check who may read and write the file and its folder"
    if name == "SQLITE_NOTADB":
        return "this file is no store of reports; name another one, or one that is not there yet to make it"
    return "the store is damaged; take a copy of it from before, or import an export of it (mapper store import)"

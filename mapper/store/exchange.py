"""A store as JSON lines and back: every row of every table, so that nothing is lost and any program can read it.

A line is an object with the name of its table. Those of reports are reports: `mapper map reports.jsonl` reads them.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mapper.errors import InputError, StoreError
from mapper.store.cells import bytes_of, cell_of, text_from
from mapper.store.opening import connect, telling, transaction
from mapper.store.rows import extend, point_at, position_of
from mapper.store.schema import LAYERS, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Line = dict[str, Any]

SUFFIX: Final = ".jsonl"
_SHOWN: Final = 20  # bad lines that are told
_REFUSED: Final = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)  # rows that do not fit
_REPORT: Final = ("id", "title", "published", "source", "url", "language", "theatre", "given", "collected", "sha256")
#: The columns of each table as they are written, and the order of its rows, which tells nothing but what they hold.
TABLES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = MappingProxyType(
    {
        "store": (("key", "value"), "key"),
        "reports": (("fid", *_REPORT, "text"), "fid"),
        "corrections": (("fid", "made", "text"), "fid"),
        "kept_readings": (("report", "by", "theatre", "made", "failed", "problems", "resolutions"), "report"),
        "kept_claims": (("report", "n", "resolution", "record"), "report, n"),
        "kept_places": (("key", "record"), "key"),
        "kept_states": (("place", "spells", "weights"), "place"),
        "claims": (("fid", "geom", *LAYERS["claims"]), "fid"),
        "spells": (("geom", *LAYERS["spells"]), "place_id, fid"),
    }
)


def export(path: Path, target: Path) -> int:
    """How many lines were written: to one file, or for another suffix to a folder with a file for each table.

    Raises
    ------
    StoreError
        The store cannot be read, or the target not be written.
    """
    store = connect(path, make=False)
    with closing(store), telling(path), transaction(store, writes=False):
        if target.suffix.lower() == SUFFIX:
            return _write(target, chain.from_iterable(_lines(store, table) for table in TABLES))
        _make_folder(target)
        return sum(_write(target / f"{table}{SUFFIX}", _lines(store, table)) for table in TABLES)


def take_in(source: Path, path: Path) -> int:
    """How many lines were read into a new store; all of them, or none.

    Raises
    ------
    InputError
        The lines are no export of a store, or not a whole one; the message tells which.
    StoreError
        There is a file already where the store should be, or it cannot be written.
    """
    if path.exists():
        raise StoreError(f"{path}: there is a file already; name one that is not there yet")
    files = [source / f"{table}{SUFFIX}" for table in TABLES] if source.is_dir() else [source]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file; an export of a store has them all")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(connect(unfinished, make=True)) as store, telling(path), transaction(store):
            store.execute("DELETE FROM store")
            count = _take_in(store, files)
        unfinished.replace(path)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{path}: the store cannot be written: {error.strerror or error}") from error
    finally:
        for left in (unfinished, *(unfinished.with_name(f"{unfinished.name}-{end}") for end in ("wal", "shm"))):
            left.unlink(missing_ok=True)
    return count


# --- out ---


def _lines(store: sqlite3.Connection, table: str) -> Iterator[str]:
    columns, order = TABLES[table]
    names = ", ".join("bytes" if name == "text" and table == "reports" else f'"{name}"' for name in columns)
    rows = f"{table} JOIN kept_texts ON report = fid" if table == "reports" else table
    for row in store.execute(f"SELECT {names} FROM {rows} ORDER BY {order}"):  # noqa: S608 -- our own tables
        line: Line = {"table": table}
        for name, cell in zip(columns, row, strict=True):
            if name == "geom":
                line["lon"], line["lat"] = position_of(cell)
            else:
                line[name] = text_from(cell) if isinstance(cell, bytes) else cell
        yield _json(line)


def _json(line: Line) -> str:
    text = json.dumps(line, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which has no bytes in UTF-8
        return json.dumps(line)
    return text


def _write(target: Path, lines: Iterable[str]) -> int:
    unfinished = target.with_name(f".{target.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            for line in lines:
                out.write(f"{line}\n")
                count += 1
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{target}: the folder cannot be made: {error.strerror or error}") from error


# --- in ---


def _take_in(store: sqlite3.Connection, files: Iterable[Path]) -> int:
    faults: list[str] = []
    count = 0
    for file in files:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    _insert(store, json.loads(line))
                    count += 1
                except (ValueError, OverflowError, RecursionError, *_REFUSED) as error:
                    faults.append(f"{file}:{number}: {error}")
    version = store.execute("SELECT value FROM store WHERE key = 'version'").fetchone()
    if version is None or version[0] != str(VERSION):
        told = f"version {version[0]}" if version else "no version"
        faults.insert(
            0,
            f"an export of a store of {told}, and this program reads version {VERSION}: read its reports into a new "
            "store (mapper map reports.jsonl --store NEW.gpkg)",
        )
    if faults:
        more = [f"and {len(faults) - _SHOWN} lines more"] if len(faults) > _SHOWN else []
        raise InputError("\n".join(("this is no whole export of a store", *faults[:_SHOWN], *more)))
    for layer in LAYERS:
        extend(store, layer, (geom for (geom,) in store.execute(f"SELECT geom FROM {layer}").fetchall()))  # noqa: S608 -- ours
    latest = store.execute("SELECT max(collected) FROM reports").fetchone()[0]
    if latest:
        store.execute("UPDATE gpkg_contents SET last_change = max(last_change, ?)", (f"{latest}T00:00:00.000Z",))
    return count


def _insert(store: sqlite3.Connection, line: object) -> None:
    """Insert the row of a line; raises ValueError with what is wrong."""
    if not isinstance(line, dict) or (table := str(line.get("table"))) not in TABLES:
        raise ValueError(f"a line has a table, one of {', '.join(TABLES)}")
    columns = TABLES[table][0]
    wanted = {"table", *("lon lat".split() if "geom" in columns else ()), *columns} - {"geom"}
    if set(line) != wanted:
        raise ValueError(f"a line of {table} has {', '.join(sorted(wanted))}")
    bad = [name for name, cell in line.items() if not (cell is None or isinstance(cell, str | int | float))]
    if bad:
        raise ValueError(f"{', '.join(bad)} of a line of {table} is neither text nor number")
    if table == "reports":
        text = line.pop("text")
        if not isinstance(text, str):
            raise ValueError("the text of a report is no text")
        store.execute("INSERT INTO kept_texts VALUES (?, ?)", (line["fid"], bytes_of(text)))
    values = {name: cell_of(cell) if isinstance(cell, str) else cell for name, cell in line.items() if name != "table"}
    if "geom" in columns:
        values["geom"] = _point(values.pop("lon"), values.pop("lat"))
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
    store.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608 -- our names


def _point(lon: object, lat: object) -> bytes | None:
    if lon is None or lat is None:
        return None
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        raise ValueError("lon and lat are no numbers")  # noqa: TRY004 -- one kind of fault here
    return point_at(lon, lat)

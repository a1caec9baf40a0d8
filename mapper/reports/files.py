"""Reports read from files, folders, JSON lines and standard input."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mapper.errors import InputError, NothingToRead
from mapper.reports.report import Fault, Report

TEXT_SUFFIXES = (".txt", ".md", ".text")
LINE_SUFFIXES = (".jsonl", ".ndjson")
_LONGEST_NAME = 120  # of an input that is told back to the user
_MARKUP = (".html", ".htm", ".pdf", ".docx", ".rtf", ".odt")


@dataclass(frozen=True, slots=True)
class Reports(Sequence[Report]):
    """The reports that could be read, and the faults of the inputs that could not."""

    reports: tuple[Report, ...]
    faults: tuple[Fault, ...] = ()

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 -- Sequence overloads int and slice
        return self.reports[index]

    def __len__(self) -> int:
        return len(self.reports)

    def __repr__(self) -> str:
        lines = [
            f"{len(self.reports)} reports",
            *(f"  {r.published or 'no date'}  {r.title or r.id}" for r in self.reports),
        ]
        return "\n".join([*lines, *(f"  ! {fault}" for fault in self.faults)])


def read(
    *inputs: str | Path,
    published: date | str | None = None,
    theatre: str | None = None,
    stdin: Iterable[str] | None = None,
) -> Reports:
    """Reports from files, folders and "-" (JSON lines on standard input), in a stable order.

    A text file may have a table of facts beside it: the same name with the suffix ``.toml``, and in it
    any of ``title``, ``published``, ``theatre``, ``source``, ``url``, ``language``, ``id``.

    Parameters
    ----------
    inputs
        Text files (.txt, .md), JSON lines (.jsonl), JSON (.json), folders of them, or "-".
    published
        Publication date for reports that carry none.
    theatre
        Theatre for reports that carry none.
    stdin
        Lines to read for "-"; standard input where not given.

    Raises
    ------
    NothingToRead
        Not one report came out; the message lists every fault.
    """
    day = as_date(published)
    found: list[Report] = []
    faults: list[Fault] = []
    for item in inputs:
        for read_one in _sources(str(item), sys.stdin if stdin is None else stdin):
            if isinstance(read_one, Fault):
                faults.append(read_one)
            else:
                found.append(
                    replace(read_one, published=read_one.published or day, theatre=read_one.theatre or theatre)
                )
    if not found:
        raise NothingToRead(
            "\n".join(str(fault) for fault in faults) or "no input was given: name a report or a folder"
        )
    return Reports(_unique(found, faults), tuple(faults))


def report(text: str, *, id: str = "report", published: date | str | None = None, **facts: str | None) -> Report:  # noqa: A002 -- the word of the interface
    """A report of a text that is already in hand; `facts` are the further fields of `Report`."""
    return Report(id=id, text=text, published=as_date(published), **facts)  # type: ignore[arg-type] # fields are str


def _unique(found: list[Report], faults: list[Fault]) -> tuple[Report, ...]:
    """The reports with ids of their own; a second report of the same id and text is dropped."""
    seen: dict[str, Report] = {}
    for one in found:
        name, number = one.id, 2
        while name in seen and seen[name].text != one.text:
            name, number = f"{one.id}-{number}", number + 1
        if name in seen:
            faults.append(Fault(where=one.id, message="the same report is given twice; it counts once"))
            continue
        seen[name] = replace(one, id=name)
    return tuple(seen.values())


def _sources(item: str, stdin: Iterable[str]) -> Iterator[Report | Fault]:
    if item == "-":
        yield from _lines(stdin, "standard input")
        return
    path = Path(item)
    try:
        there, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # too long for a path, or with a null in it: a text, not a file's name
        there, folder = False, False
    if folder:
        yield from _folder(path)
    elif not there:
        item = item if len(item) < _LONGEST_NAME else f"{item[:_LONGEST_NAME]}..."
        yield Fault(where=item, message="there is no such file or folder; check the spelling")
    else:
        yield from _file(path)


def _folder(path: Path) -> Iterator[Report | Fault]:
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in TEXT_SUFFIXES + LINE_SUFFIXES and p.is_file())
    files = [
        p
        for p in files
        if p.stem.lower() != "readme" and not any(part.startswith(".") for part in p.relative_to(path).parts)
    ]
    if not files:
        wanted = ", ".join(TEXT_SUFFIXES + LINE_SUFFIXES)
        yield Fault(where=str(path), message=f"the folder holds no report (a report is a file ending in {wanted})")
    for file in files:
        yield from _file(file, base=path)


def _file(path: Path, *, base: Path | None = None) -> Iterator[Report | Fault]:
    suffix = path.suffix.lower()
    if suffix in _MARKUP:
        yield Fault(where=str(path), message=f"a {suffix} file is not read: save the article's text as a .txt file")
        return
    text = _text(path)
    if isinstance(text, Fault):
        yield text
    elif suffix in LINE_SUFFIXES:
        yield from _lines(text.split("\n"), str(path))
    elif suffix == ".json":
        yield from _json(text, path)
    else:
        yield _with_facts(path, text, base=base)


def _text(path: Path) -> str | Fault:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Fault(where=str(path), message=f"the file cannot be read: {error.strerror or error}")
    if not raw.strip():
        return Fault(where=str(path), message="the file is empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault(
            where=str(path), message=f"no UTF-8 text (byte {error.start}): save the report as a UTF-8 text file"
        )
    if "\0" in text:
        return Fault(where=str(path), message="this is a binary file, not a text: save the report as a UTF-8 text file")
    if not text.strip():
        return Fault(where=str(path), message="the file is empty")
    return text


def _with_facts(path: Path, text: str, *, base: Path | None) -> Report | Fault:
    """The report of a text file with the facts of the .toml file beside it."""
    beside = path.with_suffix(".toml")
    name = path.parent.name if path.stem == "report" and path.parent.name else path.stem
    if base is not None and path.stem != "report" and path.parent != base:
        name = path.relative_to(base).with_suffix("").as_posix()
    facts: dict[str, Any] = {}
    if beside.is_file():
        try:
            facts = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            return Fault(where=str(beside), message=f"this table of facts is broken: {error}")
    try:
        return _record({**facts, "text": text}, spare=name)
    except ValueError as error:
        return Fault(where=str(beside), message=str(error))


def _lines(lines: Iterable[str], where: str) -> Iterator[Report | Fault]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        at = f"{where}, line {number}"
        try:
            row = json.loads(line.removeprefix("\ufeff"))
            yield _record(_mapping(row), spare=f"line-{number}")
        except json.JSONDecodeError as error:
            yield Fault(where=at, message=f"no valid JSON ({error.msg} at column {error.colno}); the line is left out")
        except RecursionError:
            yield Fault(where=at, message="the JSON is nested too deep; the line is left out")
        except ValueError as error:
            yield Fault(where=at, message=f"{error}; the line is left out")


def _json(text: str, path: Path) -> Iterator[Report | Fault]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        yield Fault(where=f"{path}, line {error.lineno}", message=f"no valid JSON ({error.msg})")
        return
    except RecursionError:
        yield Fault(where=str(path), message="the JSON is nested too deep")
        return
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        try:
            yield _record(_mapping(row), spare=f"{path.stem}-{number}" if isinstance(rows, list) else path.stem)
        except ValueError as error:
            yield Fault(where=f"{path}, item {number}", message=str(error))


def _mapping(row: object) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ValueError('a report is an object such as {"id": "a1", "text": "...", "published": "2019-06-07"}')  # noqa: TRY004 -- one kind of fault here
    return row


def _record(row: dict[str, Any], *, spare: str) -> Report:
    """The report of one table of fields, called `spare` where it has no id; raises ValueError with what is wrong."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('the report has no text (a field "text" is needed)')
    return Report(
        id=spare if row.get("id") in (None, "") else str(row["id"]),
        text=text,
        published=_date(row.get("published")),
        **{key: _word(row, key) for key in ("title", "source", "url", "theatre")},
        language=_word(row, "language") or "en",
    )


def _word(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" is {value!r}, but must be a text')
    return value or None


def as_date(value: date | str | None) -> date | None:
    """The date that a user gave.

    Raises
    ------
    InputError
        It is no ISO date.
    """
    try:
        return _date(value)
    except ValueError as error:
        raise InputError(str(error)) from None


def _date(value: object) -> date | None:
    """A date of a date, a moment or an ISO text; raises ValueError on anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise ValueError(f"{str(value)!r} is no date: write it as YYYY-MM-DD, such as 2019-06-07") from None

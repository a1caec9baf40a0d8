"""Claims written by hand: JSON lines as `mapper extract` writes them, or CSV; bad rows are told by their lines."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mapper.claims.extractor import Extracted
from mapper.claims.grounding import NUMBERS, TEXTS, Refused, claim_of, draft_of
from mapper.errors import InputError
from mapper.reports.report import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapper.actors import Naming
    from mapper.claims.claim import Claim
    from mapper.claims.grounding import Draft
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

NAME: Final = "hand"
COLUMNS: Final = (
    *("report", "place", "change", "controller", "previous", "date_from", "date_to", "claimant", "certainty"),
    "evidence",
)
NEEDED: Final = ("report", "place", "change", "evidence")
TRUST: Final = 0.96  # as far as what the grammar reads plainest: who wrote the row has read the sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class HandRow:
    """A row that can be used: where it stands, the report that it is of, and the claim that it tells."""

    where: str
    report: str
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The extractor that gives what people wrote; a report of which they wrote nothing has no claims."""

    rows: tuple[HandRow, ...]
    faults: tuple[Fault, ...] = ()
    identity: str = NAME

    def extract(
        self,
        report: Report,
        sentences: Sequence[Sentence],  # noqa: ARG002 -- the method of the seam
        resolutions: Sequence[Resolution],
        taken: Sequence[Sequence[Naming]],  # noqa: ARG002
        *,
        theatre: Theatre,
    ) -> Extracted:
        """The claims of the rows of a report, in the rows' order; a row that the text does not bear is a problem."""
        found: list[Claim] = []
        problems: list[str] = []
        for row in self.rows:
            if row.report != report.id:
                continue
            try:
                claim = claim_of(
                    row.draft, report, resolutions, theatre=theatre, extractor=NAME, trust=TRUST, strict=False
                )
            except Refused as why:
                problems.append(f"{row.where}: the claim on {row.draft.place!r} is left out: {why}")
            else:
                found.append(replace(claim, id=f"{report.id}#{len(found) + 1}"))
        return Extracted(claims=tuple(found), problems=tuple(problems))

    def told(self, reports: Iterable[str] | None = None) -> tuple[Fault, ...]:
        """The faults of the file, and the rows of reports that are not among those of these ids, where ids are given.

        They are told in the file's order of reports, once a report.
        """
        if reports is None:
            return self.faults
        known, missing = set(reports), dict[str, HandRow]()
        for row in self.rows:
            if row.report not in known:
                missing.setdefault(row.report, row)
        left = (
            Fault(where=row.where, message=f"no report {name!r} was read, so its claims are left out; check the id")
            for name, row in missing.items()
        )
        return (*self.faults, *left)


def read_hand(path: str | Path) -> Hand:
    """The claims of a file written by hand: JSON lines (.jsonl) as `mapper extract` gives them, or CSV with `COLUMNS`.

    Rows are checked against the reports later, when those are read.

    Raises
    ------
    InputError
        The file cannot be read, or lacks a column that every claim needs.
    """
    where = Path(path)
    try:
        content = where.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{where}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    faults: list[Fault] = []
    if where.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        found = _of_lines(text, str(where), faults)
    elif where.suffix.lower() == ".csv":
        found = _of_table(text, str(where), faults)
    else:
        raise InputError(f"{where}: claims written by hand are a .jsonl or a .csv file")
    rows = tuple(_drafted(found, faults))
    return Hand(rows=rows, faults=tuple(faults), identity=f"{NAME} {sha256(content).hexdigest()}")


def _drafted(found: Iterable[tuple[str, str, Any]], faults: list[Fault]) -> Iterator[HandRow]:
    for where, report, row in found:
        try:
            draft = draft_of(_named(report, row))
        except Refused as why:
            faults.append(Fault(where=where, message=f"{why}; the row is left out"))
        else:
            yield HandRow(where=where, report=report, draft=draft)


def _named(report: str, row: object) -> dict[str, Any]:
    """A row that has values and a report."""
    if not report:
        raise Refused("no report is given")
    if not isinstance(row, dict):
        raise Refused("a claim is an object with place, change and evidence")
    return row


def _of_lines(text: str, name: str, faults: list[Fault]) -> Iterator[tuple[str, str, Any]]:
    """Where each claim stands, its report and its values, out of JSON lines with one report each."""
    for number, line in enumerate(text.split("\n"), start=1):
        where = f"{name}, line {number}"
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(where=where, message=f"no JSON ({error}); the line is left out"))
            continue
        claims = told.get("claims") if isinstance(told, dict) else None
        if not isinstance(claims, list) or not isinstance(told.get("id"), str):
            wanted = 'a line is an object such as {"id": "a1", "claims": [...]}, as mapper extract writes it'
            faults.append(Fault(where=where, message=f"{wanted}; the line is left out"))
            continue
        for place, claim in enumerate(claims, start=1):
            yield f"{where}, claim {place}", told["id"], claim


def _of_table(text: str, name: str, faults: list[Fault]) -> Iterator[tuple[str, str, Any]]:
    """Where each claim stands, its report and its values, out of a table; its first line names the columns."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [column.strip().lower() for column in next(rows, [])]
        missing = [column for column in NEEDED if column not in header]
        if missing or len(set(header)) < len(header):
            what = f"lacks {', '.join(missing)}" if missing else "names a column twice"
            raise InputError(f"{name}, line 1: the header {what}; the columns are {', '.join(COLUMNS)}")
        strange = [column for column in header if column not in {"report", *TEXTS, *NUMBERS}]
        if strange:
            message = f"nobody knows the columns {', '.join(map(repr, strange))}, so they are not read"
            faults.append(Fault(where=f"{name}, line 1", message=message))
        first = rows.line_num + 1
        for row in rows:
            where, first = f"{name}, line {first}", rows.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                message = f"{len(row)} cells instead of {len(header)}; the row is left out"
                faults.append(Fault(where=where, message=message))
                continue
            cells = dict(zip(header, row, strict=True))
            yield where, cells["report"].strip(), cells
    except csv.Error as error:
        message = f"no CSV ({error}); the rest of the file is left out"
        faults.append(Fault(where=f"{name}, line {rows.line_num}", message=message))

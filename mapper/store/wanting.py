"""Which reports have to be read: new ones, those of which more is known, those that something else reads now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mapper.reports.report import Report
from mapper.store.cells import bytes_of, cell_of, date_of, text_from, text_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

_AT_ONCE: Final = 500  # reports that are asked for at once
_UNNAMED: Final = frozenset({"", "*"})  # its cue words or its places gave the theatre of a report, and nobody named it
_ROWS: Final = """
SELECT r.fid, r.id, r.given, r.sha256, r.title, r.published, r.source, r.url, r.language, r.theatre, k.by, k.made
FROM reports r LEFT JOIN kept_readings k ON k.report = r.fid WHERE r.{} IN ({})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A report that has to be read; `asked` is the theatre for it where it names none.

    `given` is the id that it came with: its own is another one where that was taken.
    """

    report: Report
    given: str
    sha256: str
    asked: str | None = None
    collected: date | None = None


class Known(NamedTuple):
    """What a store knows of a report beside its text."""

    fid: int
    id: str
    facts: tuple[Any, ...]  # as `facts_of` gives them
    by: str
    made: str


def wanted(
    store: sqlite3.Connection,
    reports: Sequence[Report],
    *,
    published: date | None = None,
    asked: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Wanted]:
    """Of these reports, those that have to be read; that a report is there already costs a hash."""
    hashed = [(report, sha256(bytes_of(report.text)).hexdigest()) for report in reports]
    by_id, as_given = known(store, [report.id for report in reports])
    taken = set(by_id)
    found: dict[tuple[str, str], Wanted] = {}
    for report, digest in hashed:
        key = (report.id, digest)
        if key in found:
            continue
        there = as_given.get(key)
        if there is not None:
            again = _again(report, there, published, asked)
            if again is not None:
                found[key] = replace(again, sha256=digest)
            continue
        own = _free(store, report.id, taken)
        if own != report.id and tell is not None:
            tell(f"{report.id}: the store has another report of this id; this one is kept as {own}")
        one = replace(report, id=own, published=report.published or published)
        collected = published or one.published
        found[key] = Wanted(report=one, given=report.id, sha256=digest, asked=asked, collected=collected)
    return list(found.values())


def stale(
    store: sqlite3.Connection, made: Callable[[str, str], str], *, done: Collection[str] = (), most: int | None = None
) -> list[Wanted]:
    """The reports that were read by something else than what would read them now, in the order they came.

    Parameters
    ----------
    made
        What would read a report now, in a word; given what gave its theatre, and the theatre.
    done
        Ids of reports that are left out.
    most
        How many at most.
    """
    found: list[Wanted] = []
    for row in outdated(store, made):
        if most is not None and len(found) >= most:
            break
        one = _kept(store, row)
        if one.report.id not in done:
            found.append(one)
    return found


def outdated(store: sqlite3.Connection, made: Callable[[str, str], str]) -> list[int]:
    """The rows of the reports that something else has read than what would read them now."""
    rows: list[int] = []
    for group in store.execute("SELECT DISTINCT made, by, theatre FROM kept_readings").fetchall():
        if group[0] != made(text_from(group[1]), group[2]):
            query = "SELECT report FROM kept_readings WHERE made = ? AND by = ? AND theatre = ?"
            rows += [row for (row,) in store.execute(query, group)]
    return sorted(rows)


def known(store: sqlite3.Connection, ids: Iterable[str]) -> tuple[dict[str, Known], dict[tuple[str, str], Known]]:
    """What is known of the reports with these ids: by the ids they have, and by those they came with and the hash."""
    cells = [cell_of(one) for one in dict.fromkeys(ids)]
    by_id: dict[str, Known] = {}
    as_given: dict[tuple[str, str], Known] = {}
    for start in range(0, len(cells), _AT_ONCE):
        some = cells[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        for column in ("id", "given"):
            for fid, own, given, digest, *facts, by, made in store.execute(_ROWS.format(column, marks), some):
                row = Known(fid, text_from(own), tuple(map(text_of, facts)), text_from(by or ""), made or "")
                by_id[row.id] = row
                as_given[text_from(given), digest] = row
    return by_id, as_given


def facts_of(report: Report) -> tuple[str | None, ...]:
    """What is known of a report beside its id and its text, as it is kept."""
    day = report.published.isoformat() if report.published else None
    return (report.title, day, report.source, report.url, report.language, report.theatre)


def _again(report: Report, there: Known, published: date | None, asked: str | None) -> Wanted | None:
    """The report with what is told anew and what was kept, where it has to be read for that; else None."""
    title, day, source, url, _, theatre = there.facts
    merged = replace(
        report,
        id=there.id,
        title=report.title or title,
        published=report.published or published or date_of(day),
        source=report.source or source,
        url=report.url or url,
        theatre=report.theatre or theatre,
    )
    named = there.by if there.by not in _UNNAMED else None
    same_theatre = asked is None or merged.theatre is not None or asked == there.by
    if facts_of(merged) == there.facts and same_theatre and there.made:
        return None
    return Wanted(report=merged, given=report.id, sha256="", asked=asked or named, collected=published)


def _free(store: sqlite3.Connection, name: str, taken: set[str]) -> str:
    """The id, or the first of id-2, id-3 and so on that no other report has."""
    own, number = name, 1
    while own in taken or (number > 1 and own in known(store, [own])[0]):
        number += 1
        own = f"{name}-{number}"
    taken.add(own)
    return own


def _kept(store: sqlite3.Connection, row: int) -> Wanted:
    query = """
    SELECT r.id, r.given, r.sha256, r.title, r.published, r.source, r.url, r.language, r.theatre, k.by, t.bytes
    FROM reports r JOIN kept_readings k ON k.report = r.fid JOIN kept_texts t ON t.report = r.fid WHERE r.fid = ?
    """
    own, given, digest, *facts, by, content = store.execute(query, (row,)).fetchone()
    name = text_from(by)
    return Wanted(
        report=report_of(own, facts, content),
        given=text_from(given),
        sha256=digest,
        asked=name if name not in _UNNAMED else None,
    )


def report_of(own: Any, facts: Sequence[Any], content: bytes) -> Report:  # noqa: ANN401 -- cells of a table
    """The report of a row."""
    title, day, source, url, language, theatre = map(text_of, facts)
    return Report(
        id=text_from(own),
        text=text_from(content),
        title=title,
        published=date_of(day),
        source=source,
        url=url,
        language=language or "en",
        theatre=theatre,
    )

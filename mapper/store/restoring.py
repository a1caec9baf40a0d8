"""Readings restored from a store, exactly as they were made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.claims.reading import Reading
from mapper.store.records import Records
from mapper.store.wanting import report_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from mapper.places.place import Place

_REPORTS = """
SELECT r.fid, r.id, r.title, r.published, r.source, r.url, r.language, r.theatre, t.bytes, k.theatre, k.failed,
    k.problems, k.resolutions
FROM reports r JOIN kept_texts t ON t.report = r.fid JOIN kept_readings k ON k.report = r.fid ORDER BY r.fid
"""
_CLAIMS = "SELECT report, resolution, record FROM kept_claims ORDER BY report, n"


def kept_places(store: sqlite3.Connection) -> dict[str, Place]:
    """All places by their keys."""
    plain = Records()
    return {key: plain.place(record) for key, record in store.execute("SELECT key, record FROM kept_places")}


def kept_readings(store: sqlite3.Connection, places: Mapping[str, Place]) -> Iterator[Reading]:
    """All readings in the order their reports came."""
    records = Records(places)
    rows: Iterator[tuple[int, Any, Any]] = store.execute(_CLAIMS)
    row = next(rows, None)
    for fid, own, *facts, content, theatre, failed, problems, rest in store.execute(_REPORTS):
        claims = []
        while row is not None and row[0] <= fid:
            if row[0] == fid:
                claims.append(row[1:])
            row = next(rows, None)
        report = report_of(own, facts, content)
        resolutions, made = records.reading(report.id, rest, claims)
        yield Reading(
            report=report,
            theatre=theatre,
            resolutions=resolutions,
            claims=made,
            problems=tuple(json.loads(problems)),
            failed=bool(failed),
        )

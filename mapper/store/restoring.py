"""Readings and spells restored from a store, exactly as they were made."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.claims.reading import Reading
from mapper.control.spell import Timeline
from mapper.store.records import Records
from mapper.store.wanting import report_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_REPORTS = """
SELECT r.fid, r.id, r.title, r.published, r.source, r.url, r.language, r.theatre, t.bytes, k.theatre, k.failed,
    k.problems, k.resolutions
FROM reports r JOIN kept_texts t ON t.report = r.fid JOIN kept_readings k ON k.report = r.fid ORDER BY r.fid
"""
_CLAIMS = "SELECT report, n, resolution, record FROM kept_claims"


def restored(store: sqlite3.Connection) -> tuple[tuple[Reading, ...], Timeline]:
    """All readings in the order the reports came, and the timeline settled from them."""
    plain = Records()
    places = {key: plain.place(record) for key, record in store.execute("SELECT key, record FROM kept_places")}
    return tuple(_readings(store, Records(places))), _timeline(store, Records(places))


def _readings(store: sqlite3.Connection, records: Records) -> Iterator[Reading]:
    claims: dict[int, list[tuple[int, int | None, str]]] = defaultdict(list)
    for report, *told in store.execute(_CLAIMS):
        claims[report].append(tuple(told))
    for fid, own, *facts, content, theatre, failed, problems, rest in store.execute(_REPORTS):
        report = report_of(own, facts, content)
        here = [(number, record) for _, number, record in sorted(claims.pop(fid, ()))]
        resolutions, made = records.reading(report.id, rest, here)
        yield Reading(
            report=report,
            theatre=theatre,
            resolutions=resolutions,
            claims=made,
            problems=tuple(json.loads(problems)),
            failed=bool(failed),
        )


def _timeline(store: sqlite3.Connection, records: Records) -> Timeline:
    rows: Iterator[tuple[str]] = store.execute("SELECT records FROM kept_states ORDER BY place")
    return Timeline(spells=tuple(records.spell(one) for (lines,) in rows for one in lines.split("\n") if one))

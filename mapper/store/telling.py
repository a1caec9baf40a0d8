"""What a store holds, in a few lines, and whether its file is whole."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from mapper.errors import StoreError
from mapper.store.opening import connect, telling, transaction
from mapper.store.schema import SETTLED
from mapper.store.settling import changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COUNTS: Final = """
SELECT (SELECT count(*) FROM reports), (SELECT min(published) FROM reports), (SELECT max(published) FROM reports),
    (SELECT count(*) FROM claims), (SELECT count(*) FROM kept_states), (SELECT count(*) FROM spells),
    (SELECT count(*) FROM corrections), (SELECT value FROM store WHERE key = ?)
"""
_THEATRES: Final = "SELECT theatre, count(*) FROM kept_readings GROUP BY theatre ORDER BY count(*) DESC, theatre"


def told(path: Path) -> Iterator[str]:
    """Lines on the reports, claims, spells and corrections of a store.

    Raises
    ------
    StoreError
        The file is no store, of another version or damaged.
    """
    store = connect(path, make=False)
    with closing(store), telling(path), transaction(store, writes=False):
        fault = store.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise StoreError(f"{path}: the store is damaged ({fault}); take a copy of it from before")
        counts = store.execute(_COUNTS, (SETTLED,)).fetchone()
        reports, first, last, claims, places, spells, corrections, settled = counts
        is_behind = bool(reports) and str(settled).rpartition(" ")[2] != changes(store)
        theatres = store.execute(_THEATRES).fetchall()
        size = path.stat().st_size
    yield f"{path}: {size / 1e6:,.1f} MB, whole"
    yield f"reports: {reports:,}" + (f", published {first} to {last}" if first else "")
    yield "theatres: " + (", ".join(f"{name or 'unknown'} {count:,}" for name, count in theatres) or "none")
    yield f"claims: {claims:,}; places settled: {places:,}; spells: {spells:,}"
    if is_behind:
        yield "the spells are of fewer reports: they are settled when the store is next used"
    yield f"corrections: {corrections:,}"

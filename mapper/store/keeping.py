"""Reports kept in a store: what is new is read, what is there is restored."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from mapper.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.reports.report import Report
    from mapper.store.store import Fresh, Made, Settle
    from mapper.store.wanting import Wanted

BATCH: Final = 500  # reports that are kept together: what a kill can lose of the work


def keep(
    reports: Iterable[Report],
    *,
    store: str | Path,
    read: Callable[[Report, str | None], Fresh],
    made: Made,
    settle: Settle,
    settler: str,
    published: date | None = None,
    theatre: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> tuple[tuple[Reading, ...], Timeline]:
    """All readings of a store and their timeline, these reports among them.

    Parameters
    ----------
    reports
        Those that the store has already are not read again, unless something else would read them now.
    store
        The file of the store; made where it is not there.
    read
        Reads a report in the theatre that is asked for, where the report names none.
    made
        What would read a report now, in a word, given what gave its theatre, and the theatre.
    settle, settler
        Gives the timeline of all readings; and what it is that settles, in a word.
    published, theatre
        The day and the theatre of reports that carry none.
    tell
        Told what else is done, one sentence at a time.

    Raises
    ------
    StoreError
        The file is no store, of another version, damaged, or cannot be read or written.
    """
    say = tell or (lambda _: None)
    done: set[str] = set()  # reports that were read just now, if only in part
    with Store(store, made=made) as kept:

        def take_in(wanted: list[Wanted]) -> None:
            while wanted:
                done.update(one.report.id for one in wanted)
                refused = kept.add([(one, read(one.report, one.asked)) for one in wanted])
                given = [replace(one.report, id=one.given) for one in refused]
                wanted = kept.wanted(given, published=published, asked=theatre, tell=say)

        old = kept.outdated()
        if old:
            say(f"{store}: {old:,} reports are read again; other rules, words or gazetteers read them before")
        for batch in _batches(reports):
            take_in(kept.wanted(batch, published=published, asked=theatre, tell=say))
        while (found := kept.restored(settle=settle, settler=settler, done=done)) is None:
            take_in(kept.stale(done=done, most=BATCH))
        return found


def _batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    rest = iter(reports)
    while batch := list(islice(rest, BATCH)):
        yield batch

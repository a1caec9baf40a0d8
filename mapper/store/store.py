"""The store of a project: reports as they came, what was read of them, and the spells settled from it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from mapper.store.cells import cell_of, text_from
from mapper.store.opening import connect, telling, transaction
from mapper.store.restoring import kept_places, kept_readings
from mapper.store.settling import changes, is_settled, kept_timeline, write_timeline
from mapper.store.wanting import Wanted, outdated, stale, wanted
from mapper.store.writing import drafted, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.reports.report import Report

Made = Callable[[str, str], str]  # what would read a report now, given what gave its theatre, and the theatre
Settle = Callable[["Sequence[Reading]"], "Timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A reading that was just made; `by` is what gave its theatre: the name that was given, "" cue words, "*" places.

    One that is not `whole` is made again the next time: a server did not answer.
    """

    reading: Reading
    by: str = ""
    whole: bool = True


class Store:
    """A store of reports, open until it is closed.

    Parameters
    ----------
    path
        A GeoPackage that a store made; made where it is not there and `make` allows it.
    made
        What would read a report now, in a word; what anything else has read is out of date.

    Raises
    ------
    StoreError
        The file is no store, of another version, damaged, or cannot be read or written.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        made: Made = lambda _by, _theatre: "",
        make: bool = True,
    ) -> None:
        self.path, self._made = Path(path), made
        self._store = connect(self.path, make=make)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing; the file is let go."""
        self._store.close()

    def wanted(
        self,
        reports: Sequence[Report],
        *,
        published: date | None = None,
        asked: str | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> list[Wanted]:
        """Of these reports, those that have to be read; that a report is there already costs a hash.

        A fact that is told anew replaces the kept one, and one that is not told leaves it. A report with
        the id of another one gets an id of its own.

        Parameters
        ----------
        published
            The day of reports that carry none.
        asked
            The theatre of reports that name none.
        tell
            Told of ids that were taken, one sentence each.
        """
        with telling(self.path), transaction(self._store, writes=False):
            return wanted(self._store, reports, published=published, asked=asked, tell=tell)

    def stale(self, *, done: Collection[str] = (), most: int | None = None) -> list[Wanted]:
        """The reports that something else has read than what would read them now; those `done` are left out."""
        with telling(self.path), transaction(self._store, writes=False):
            return stale(self._store, self._made, done=done, most=most)

    def outdated(self) -> int:
        """How many reports something else has read than what would read them now."""
        with telling(self.path), transaction(self._store, writes=False):
            return len(outdated(self._store, self._made))

    def add(self, fresh: Sequence[tuple[Wanted, Fresh]]) -> list[Wanted]:
        """The reports that have to be read again under other ids, which another program has taken meanwhile.

        All others are kept with what was read of them, in one transaction, or nothing is.
        """
        drafts = drafted(
            [(w, f.reading, f.by, self._made(f.by, f.reading.theatre) if f.whole else "") for w, f in fresh]
        )
        with telling(self.path), transaction(self._store):
            return write(self._store, drafts)

    def restored(
        self, *, settle: Settle, settler: str, done: Collection[str] = ()
    ) -> tuple[tuple[Reading, ...], Timeline] | None:
        """All readings and their timeline, out of one state of the store; None where reports have to be read again.

        Where readings changed since they were settled, or something else settled them, they are settled again and
        the spells that are others now are written.

        Parameters
        ----------
        settle
            Gives the timeline of all readings.
        settler
            What settles, in a word.
        done
            Ids of reports that need not be read again.
        """
        with telling(self.path), transaction(self._store, writes=False):
            if stale(self._store, self._made, done=done, most=1):
                return None
            places = kept_places(self._store)
            readings = tuple(kept_readings(self._store, places))
            before = changes(self._store)
            if is_settled(self._store, settler):
                return readings, kept_timeline(self._store, places)
        timeline = settle(readings)
        with telling(self.path), transaction(self._store):
            if changes(self._store) == before:  # else whoever added more settles it, too
                claims = (claim for reading in readings for claim in reading.claims)
                write_timeline(self._store, timeline, claims, settler=settler)
        return readings, timeline

    def correct(self, text: str, *, made: date) -> None:
        """Nothing; a correction is added behind the others."""
        with telling(self.path), transaction(self._store):
            self._store.execute("INSERT INTO corrections (made, text) VALUES (?, ?)", (made.isoformat(), cell_of(text)))

    def corrections(self) -> tuple[tuple[date, str], ...]:
        """When and how each correction was made, in their order."""
        with telling(self.path):
            rows = self._store.execute("SELECT made, text FROM corrections ORDER BY fid").fetchall()
        return tuple((date.fromisoformat(made), text_from(text)) for made, text in rows)

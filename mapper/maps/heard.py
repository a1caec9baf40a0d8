"""All reports and claims of the readings as columns; each one, and what hangs on it, is looked at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapper.maps.columns import Coder, Stretches, batches
from mapper.maps.excerpt import Excerpts
from mapper.maps.named import Named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.maps.columns import Repeated
    from mapper.reports.report import Report


class Heard(NamedTuple):
    """A cell of every claim in each column, and what their names were resolved to."""

    report: list[int]  # the number of the reading
    quote: list[str]  # the sentence round the claim
    mark: Stretches
    said: Stretches
    id: list[str]
    words: list[str]
    resolution: list[int]  # its number among those that are named, -1 for none
    scope: Repeated
    change: Repeated
    certainty: Repeated
    actor: Repeated
    controller: Repeated
    previous: Repeated
    leaning: Repeated
    start: Repeated
    end: Repeated
    reported: Repeated
    claimant: Repeated
    confidence: Repeated
    named: Named


class Published(NamedTuple):
    """A cell of every report in each column."""

    id: list[str]
    title: list[str | None]
    url: list[str | None]
    source: Repeated
    published: Repeated
    problems: Repeated


def heard_in(readings: Sequence[Reading]) -> tuple[Published, Heard]:
    """The reports and claims of all readings in their order.

    So many at once as stay in the processor's cache with what hangs on them: each column is made of them in one loop
    that reads an attribute, which takes a third of the time of rows that are turned into columns.
    """
    reports, claims, sizes = _Reports(), _Claims(), []
    for some in batches(readings):
        own = [reading.report for reading in some]
        told = [reading.claims for reading in some]
        reports.extend(own)
        reports.problems.extend([reading.problems for reading in some])
        claims.extend(list(chain.from_iterable(told)), own, many := list(map(len, told)))
        sizes += many
    return reports.columns(), claims.columns(np.repeat(np.arange(len(readings)), sizes).tolist())


class _Reports:
    """Columns of reports as they come."""

    def __init__(self) -> None:
        self._lists: tuple[list[str], list[str | None], list[str | None]] = ([], [], [])
        self._source, self._published, self.problems = Coder(), Coder(), Coder()

    def extend(self, reports: Sequence[Report]) -> None:
        """Add so many reports."""
        ids, titles, urls = self._lists
        ids += [report.id for report in reports]
        titles += [report.title for report in reports]
        urls += [report.url for report in reports]
        self._source.extend([report.source for report in reports])
        self._published.extend([report.published for report in reports])

    def columns(self) -> Published:
        """The columns of all reports so far."""
        return Published(*self._lists, self._source.column(), self._published.column(), self.problems.column())


class _Claims:
    """Columns of claims as they come; what claims have in common is counted by whole rows."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._words: list[str] = []
        self._excerpts, self._named = Excerpts(), Named()
        self._kind, self._time, self._claimant, self._confidence = Coder(), Coder(), Coder(), Coder()

    def extend(self, claims: Sequence[Claim], reports: Sequence[Report], sizes: Sequence[int]) -> None:
        """Add the claims of so many reports, of each so many."""
        self._ids += [claim.id for claim in claims]
        self._words += [claim.place for claim in claims]
        self._excerpts.extend(claims, reports, sizes)
        self._named.extend([claim.resolution for claim in claims])
        # In the order of the fields of `Heard`.
        self._kind.extend(
            [(c.scope, c.change, c.certainty, c.actor, c.controller, c.previous, c.claimant_side) for c in claims]
        )
        self._time.extend([(c.period.start, c.period.end, c.reported) for c in claims])
        self._claimant.extend([claim.claimant for claim in claims])
        self._confidence.extend([claim.confidence for claim in claims])

    def columns(self, report: list[int]) -> Heard:
        """The columns of all claims so far, with the number of the report of each."""
        kind, time = self._kind.column().parts(7), self._time.column().parts(3)
        own = (report, *self._excerpts.columns(), self._ids, self._words, self._named.numbers)
        return Heard._make((*own, *kind, *time, self._claimant.column(), self._confidence.column(), self._named))

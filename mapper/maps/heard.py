"""All reports and claims of the readings as columns; each one, and what hangs on it, is looked at once."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.maps.columns import Repeated, Table, batches
from mapper.maps.excerpt import excerpt
from mapper.maps.named import Named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.claims.reading import Reading

Stretch = tuple[int, int]

# In the order of the fields of `Published` and `Heard`. What claims have in common is counted by the whole row.
_REPORT = attrgetter("id", "title", "url", "source", "published")
_OWN = attrgetter("id", "place", "resolution")
_KIND = attrgetter("scope", "change", "certainty", "actor", "controller", "previous", "claimant_side")
_TIME = attrgetter("period.start", "period.end", "reported")


class Heard(NamedTuple):
    """A cell of every claim in each column, and what their names were resolved to."""

    report: list[int]  # the number of the reading
    quote: list[str]  # the sentence round the claim
    mark: list[Stretch]
    said: list[Stretch]
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
    """The reports and claims of all readings in their order."""
    reports, claims, named = Table(3, 3), Table(7, 4), Named()
    for some in batches(range(len(readings))):
        reports.extend((*_REPORT(readings[number].report), readings[number].problems) for number in some)
        claims.extend(_rows(readings, some, named))
    *own, kind, time, claimant, confidence = claims.columns()
    heard = Heard._make((*own, *kind.parts(7), *time.parts(3), claimant, confidence, named))
    return Published(*reports.columns()), heard


def _rows(readings: Sequence[Reading], numbers: Sequence[int], named: Named) -> Iterator[tuple[Any, ...]]:
    """Each claim with its excerpt while both are in the processor's cache: of many claims, most of the time is that."""
    for number in numbers:
        reading = readings[number]
        report = reading.report
        for claim in reading.claims:
            key, words, resolution = _OWN(claim)
            known = -1 if resolution is None else named.number(resolution)
            shared = _KIND(claim), _TIME(claim), claim.claimant, claim.confidence
            yield (number, *excerpt(report, claim), key, words, known, *shared)

"""The whole way from reports to an atlas; the only place that picks the defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper import theatre as theatres
from mapper.actors import namings
from mapper.claims.grammar import extract
from mapper.claims.reading import Reading
from mapper.geoparse.countries import countries_of
from mapper.geoparse.resolution import resolve
from mapper.geoparse.toponym import find
from mapper.places.index import ranked
from mapper.places.opening import DEFAULT, open_gazetteers
from mapper.reports.language import unread
from mapper.reports.sentences import sentences

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.claims.claim import Claim
    from mapper.places.place import Candidate, Gazetteer
    from mapper.reports.report import Report
    from mapper.theatre import Theatre

Lookup = Callable[[str], Sequence["Candidate"]]

_NAMES_KEPT = 50_000  # look-ups remembered; a name recurs in many reports


def lookup_in(gazetteers: Sequence[Gazetteer]) -> Lookup:
    """A look-up over several gazetteers: all candidates, the best spelling first.

    Where one gazetteer has the name as it is spelt, guesses by sound from another are left out.
    """

    @lru_cache(maxsize=_NAMES_KEPT)
    def lookup(name: str) -> tuple[Candidate, ...]:
        found = [c for gazetteer in gazetteers for c in gazetteer.find(name)]
        return tuple(ranked(found))

    return lookup


def read_report(report: Report, *, theatre: Theatre, lookup: Lookup) -> Reading:
    """What one report says: toponyms, resolutions, claims, problems."""
    foreign = unread(report.text)
    if foreign is not None:
        problem = f"the report is in {foreign}, which is not read yet; only English reports are"
        return Reading(report=report, theatre=theatre.name, problems=(problem,))
    parts = sentences(report.text)
    countries = frozenset(theatre.countries if theatre.bounds else ())
    taken = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
    toponyms = find(report, parts, taken, theatre=theatre, lookup=lookup)
    if not theatre.bounds:  # "the army" is another side's in every country: read the names, then look again
        countries = countries_of(toponyms, lookup)
        taken = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
        toponyms = find(report, parts, taken, theatre=theatre, lookup=lookup)
    resolutions = resolve(toponyms, parts, theatre=theatre, lookup=lookup, countries=countries)
    claims = extract(report, parts, resolutions, taken, theatre=theatre)
    return Reading(
        report=report, theatre=theatre.name, resolutions=resolutions, claims=claims, problems=_problems(report, claims)
    )


def _problems(report: Report, claims: Sequence[Claim]) -> tuple[str, ...]:
    problems = []
    if report.published is None:
        loose = sum(c.period.start is None and c.period.end is None for c in claims)
        problems.append(
            f"the report has no publication date, so weekdays and partial dates could not be resolved ({loose} of "
            f"{len(claims)} claims are undated); give one with --published or in the .toml file beside it"
        )
    return tuple(problems)

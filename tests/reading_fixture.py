"""Reports of one text, read: the claims of a sentence in a theatre."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from mapper import theatre as theatres
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading
    from mapper.places.place import Lookup

DAY = date(2020, 2, 12)  # a Wednesday


@cache
def lookup_of(name: str) -> Lookup:
    """The look-up of a theatre, opened once."""
    scene = theatres.load(name)
    return lookup_in(open_gazetteers(countries=scene.countries if scene.bounds else ()), home=scene.countries)


def reading_of(text: str, theatre: str = "syria", day: date = DAY) -> Reading:
    """What is read of a text."""
    report = Report(id="r", text=text, published=day)
    return read_report(report, theatre=theatres.load(theatre), lookup=lookup_of(theatre))


def places_of(text: str, theatre: str = "generic") -> list[str]:
    """The names that are read as places, as the text has them."""
    return [r.toponym.span.quote for r in reading_of(text, theatre).resolutions]


def claims_of(text: str, theatre: str = "syria", day: date = DAY) -> tuple[Claim, ...]:
    """The claims of a text."""
    return reading_of(text, theatre, day).claims

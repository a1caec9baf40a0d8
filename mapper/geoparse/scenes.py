"""The theatre of a report: the one it names, the one its cue words give, or the one in whose countries it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper import theatre as theatres
from mapper.actors import namings
from mapper.geoparse.countries import countries_of
from mapper.geoparse.toponym import find
from mapper.reports.sentences import sentences

if TYPE_CHECKING:
    from mapper.places.place import Lookup
    from mapper.reports.report import Report
    from mapper.theatre import Theatre


def scene_of(report: Report, default: Theatre | None) -> Theatre | None:
    """The theatre that a report names, else the default, else the one detected; None where its name is unknown."""
    if report.theatre is not None:
        return theatres.load(report.theatre) if report.theatre in theatres.SHIPPED else None
    return default or theatres.detect(report.text)


def scene_of_places(report: Report, scene: Theatre, lookup: Lookup) -> Theatre:
    """The theatre in whose countries the places of a report lie that no cue word gave a theatre; else `scene`."""
    parts = sentences(report.text)
    taken = [namings(s.tokens, scene, day=report.published) for s in parts]
    toponyms = find(report, parts, taken, theatre=scene, lookup=lookup)
    codes = countries_of(toponyms, (n for named in taken for n in named), lookup)
    bounded = (theatres.load(name) for name in theatres.SHIPPED)
    return next((t for t in bounded if t.bounds and codes & set(t.countries)), scene)

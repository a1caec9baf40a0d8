"""A story in which every text tries to do harm."""

from __future__ import annotations

from datetime import date

from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.theatre import Side, Theatre
from tests.maps_fixture import NO_AREAS, NO_FRONT, THEATRE, Story, claim

HOSTILE = (
    "</script><script>window.__hit=1</script>",
    "${window.__hit=2}",
    "`+(window.__hit=3)+`",
    "<img src=x onerror='window.__hit=4'>",
    "{{ 7*7 }}{% raw %}{# no #}",
    "a\u2028b\u2029c",
    "\u202etxet desrever",
    "lone \ud800 surrogate",
    "\"');window.__hit=5;//",
    "javascript:window.__hit=6",
    "<!--<script>",
    "]]></style><style>*{display:none}",
)


def hostile(text: str) -> Story:
    """The same harmful text in every field that a report, a gazetteer or a user can fill."""
    report = Report(
        id=text,
        title=text,
        source=text,
        url=text,
        published=date(2019, 6, 7),
        text=f"They took {text} today.",
        language=text,
    )
    spot = Place(
        id=text,
        name=text,
        kind="settlement",
        lon=36.5,
        lat=35.3,
        detail=text,
        name_local=text,
        admin=(text,),
        gazetteer=text,
    )
    made = claim(
        report,
        text,
        f"They took {text} today",
        at=spot,
        controller=text,
        previous="regime",
        actor=text,
        claimant=text,
        claimant_side=text,
    )
    group = claim(report, text, f"took {text}", scope="group", change="lost", controller=text, resolution=None)
    spells = (
        Spell(
            place_id=text,
            name=text,
            status="held",
            holder=text,
            start=date(2019, 6, 7),
            end=None,
            confidence=0.5,
            claims=(made.id,),
            place=spot,
            reason=text,
        ),
    )
    theatre = Theatre(name="syria", title=text, bounds=THEATRE.bounds, sides=(Side(name=text, title=text),))
    reading = Reading(report=report, theatre="syria", claims=(made, group), problems=(text,))
    return Story(
        readings=(reading,),
        timeline=Timeline(spells=spells),
        areas=NO_AREAS,
        front=NO_FRONT,
        context=(spot,),
        theatre=theatre,
        title=text,
    )

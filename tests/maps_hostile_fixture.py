"""A story in which every text tries to do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.maps.lens import Lens
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.theatre import Side, Theatre
from tests.maps_fixture import NO_AREAS, NO_FRONT, THEATRE, Story, claim

RUN = "window.__hostile=(window.__hostile||0)+1"  # what must never have happened when the page is looked at

HOSTILE = (
    f"</script><script>{RUN}</script>",
    f"${{{RUN}}}",
    f"`+({RUN})+`",
    f"<img src=x onerror='{RUN}'>",
    "{{ 7*7 }}{% raw %}{# no #}",
    "a\u2028b\u2029c",
    "\u202etxet desrever",
    "lone \ud800 surrogate",
    f"\"');{RUN};//",
    f"javascript:{RUN}",
    "<!--<script>",
    "]]></style><style>*{display:none}",
    f"<svg/onload={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea></template></noscript><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<a href='data:text/html,<script>{RUN}</script>'>a link</a>",
    f'\\";{RUN};//',
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &amp; &#60;b&#62;",
    f"<script type=module>{RUN}</script>",
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    f'" style="background:url(javascript:{RUN})" "',
    "{% include 'secret' %}{{ config.items() }}{%- endraw -%}",
    "{{ ''.__class__.__mro__ }}",
    "</div></section></body></html>",
    "<base href='https://example.org/'><link rel=stylesheet href='https://example.org/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "null \x00 byte, bell \x07, escape \x1b[31m",
    "\ufeff\u200b\u2066hidden\u2069\u200f marks",
    "\udfff\ud83d lone, the wrong way round",
    "\U0001f4a3\U0001f469\u200d\U0001f469\u200d\U0001f467 \u0e01\u0e47\u0e47\u0e47 Z\u0351\u036b\u0343a\u0321lgo",
    "averyveryverylongword" * 60,
    "__proto__",
    "constructor",
    '=HYPERLINK("https://example.org";"a cell")',
    "%3Cscript%3E%00%0d%0a#date=2019-06-07&place=",
    "line\nbreak\r\nand\ttab",
    "   ",
    'https://user:word@example.org/?q=<b>&x="y"#\'z',
)


def hostile(text: str) -> Story:
    """The same harmful text in every field that a report, a gazetteer or a user can fill."""
    report = Report(
        id=text,
        title=text,
        source=text,
        url=text,
        published=date(2019, 6, 7),
        text=f"They took {text} today. {text}",
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
        extractor=text,
    )
    if made.resolution is not None:
        losing = tuple(
            replace(one, place=replace(one.place, name=text, detail=text)) for one in made.resolution.candidates
        )
        told = replace(made.resolution, candidates=tuple(replace(one, reasons=(text,)) for one in losing), reason=text)
        made = replace(made, resolution=told)
    denied = claim(
        report,
        text,
        f"They took {text} today",
        at=spot,
        certainty="denied",
        controller=text,
        claimant=f"{text} of the other side",
        claimant_side="regime",
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
            gaining=text,
            claims=(made.id,),
            against=(denied.id,),
            place=spot,
            reason=text,
        ),
    )
    theatre = Theatre(name="syria", title=text, bounds=THEATRE.bounds, sides=(Side(name=text, title=text),))
    reading = Reading(report=report, theatre="syria", claims=(made, denied, group), problems=(text,))
    return Story(
        readings=(reading,),
        timeline=Timeline(spells=spells),
        areas=NO_AREAS,
        front=NO_FRONT,
        context=(spot,),
        theatre=theatre,
        title=text,
        gazetteers=(text,),
        lenses=(Lens(name=text, timeline=Timeline(spells=spells)), Lens(name="neither", timeline=Timeline())),
    )

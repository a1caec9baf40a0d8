"""Readings and timelines to draw maps of: two villages, and names that try to do harm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from mapper.claims.claim import Claim
from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.maps.lens import Lens
from mapper.period import UNKNOWN, Period, on
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.theatre import Side, Theatre

if TYPE_CHECKING:
    from collections.abc import Sequence

THEATRE = Theatre(
    name="syria",
    title="Syria",
    bounds=(35.4, 32.2, 42.5, 37.5),
    countries=("SY",),
    sides=(Side(name="rebels", title="Rebels"), Side(name="regime", title="Government")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What `draw` takes."""

    readings: tuple[Reading, ...]
    timeline: Timeline
    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame
    context: tuple[Place, ...] = ()
    theatre: Theatre = THEATRE
    title: str | None = None
    gazetteers: tuple[str, ...] = ("a test gazetteer",)
    lenses: tuple[Lens, ...] = ()
    day: date | None = None

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `draw` after readings and timeline."""
        return {
            "theatre": self.theatre,
            "areas": self.areas,
            "front": self.front,
            "title": self.title,
            "gazetteers": self.gazetteers,
            "context": self.context,
            "lenses": self.lenses,
            "day": self.day,
        }


def place(name: str, lon: float, lat: float, **more: Any) -> Place:  # noqa: ANN401 -- any field of a Place
    """A settlement of the test gazetteer."""
    row = {"id": f"test:{name}", "kind": "settlement", "gazetteer": "a test gazetteer", "admin": ("Hama", "Mahardah")}
    return Place(**{**row, "name": name, "lon": lon, "lat": lat, **more})


def claim(report: Report, name: str, evidence: str, *, at: Place | None = None, **more: Any) -> Claim:  # noqa: ANN401 -- any field of a Claim
    """A claim whose evidence and mention stand in the report's text."""
    start = report.text.index(evidence)
    mentions = [i for i in range(start + len(evidence)) if report.text.startswith(name, i)]
    mention = report.span(mentions[-1], mentions[-1] + len(name))
    rival = Place(id=f"far:{name}", name=name, kind="settlement", lon=38.1, lat=35.9, admin=("Ar Raqqah",))
    resolution = Resolution(
        toponym=Toponym(span=mention, kind="settlement"),
        place=at,
        candidates=(
            Scored(place=at, score=0.91, reasons=("near the other places of the report",)),
            Scored(place=rival, score=0.44),
        )
        if at
        else (),
        reason="the best by a clear margin" if at else "no entry is near enough in spelling",
    )
    known: dict[str, Any] = {
        "id": f"{report.id}:{len(evidence)}:{start}:{name}",
        "place": name,
        "scope": "place",
        "change": "captured",
        "certainty": "asserted",
        "period": on(report.published) if report.published else UNKNOWN,
        "reported": report.published,
        "confidence": 0.7,
        "resolution": resolution,
    }
    return Claim(**{**known, "mention": mention, "evidence": report.span(start, start + len(evidence)), **more})


def frame(rows: Sequence[dict[str, Any]], columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """A GeoDataFrame with these columns, also where there are no rows."""
    table = {column: [row[column] for row in rows] for column in columns}
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


AREAS = ("holder", "kind", "date", "status", "confidence", "places", "claims", "geometry")
FRONT = ("sides", "date", "uncertainty_km", "geometry")
NO_AREAS = frame((), AREAS)
NO_FRONT = frame((), FRONT)

TAL_MALAH = place("Tall Milh", 36.5186, 35.3058, name_local="تل ملح", population=1200)
JEBEEN = place("Jibbin", 36.5129, 35.3384, name_local="الجبين", population=900)
IDLIB = Place(
    id="test:Idlib",
    name="Idlib",
    kind="admin",
    lon=36.72,
    lat=35.72,
    precision=3,
    name_local="إدلب",
    gazetteer="a test gazetteer",
)


def one_far_away(story: Story) -> Story:
    """The story with a place that was taken for one of the same name half a continent away."""
    spot = place("Far Village", 44.2, 15.4, name_local="قرية بعيدة")
    spell = Spell(
        place_id=spot.id,
        name="Far Village",
        status="held",
        holder="regime",
        start=None,
        end=None,
        confidence=0.4,
        place=spot,
    )
    return replace(story, timeline=Timeline(spells=(spell, *story.timeline.spells)))


def two_villages() -> Story:
    """Northern Hama in June 2019: one village taken, one fought over, a denial, a counted group, a province."""
    wire = Report(
        id="wire",
        title="Fighters take a village",
        source="A wire agency",
        url="https://example.org/wire",
        published=date(2019, 6, 7),
        text=(
            "Fighters take a village\nA rebel commander said on Friday that his men had driven the army out of "
            "Tal Malah the evening before. They also went into Al-Jebeen, where shooting went on all night. "
            "Since April the rebels have lost 18 villages. Most of Idlib has been in rebel hands since 2012.\n"
        ),
    )
    state = Report(
        id="state",
        source="A state agency",
        published=date(2019, 6, 8),
        text=(
            "An army officer denied that Tal Malah had fallen. Fighting at Al-Jebeen goes on. "
            "Troops also hold Nowhere Farm."
        ),
    )
    thursday = on(date(2019, 6, 6))
    taken = claim(
        wire,
        "Tal Malah",
        "his men had driven the army out of Tal Malah the evening before",
        at=TAL_MALAH,
        certainty="claimed",
        claimant="A rebel commander",
        claimant_side="rebels",
        controller="rebels",
        previous="regime",
        actor="rebels",
        period=thursday,
        confidence=0.72,
    )
    entered = claim(
        wire,
        "Al-Jebeen",
        "They also went into Al-Jebeen",
        at=JEBEEN,
        change="advanced",
        actor="rebels",
        period=thursday,
        confidence=0.65,
    )
    lost = claim(
        wire,
        "18 villages",
        "the rebels have lost 18 villages",
        scope="group",
        change="lost",
        count=18,
        previous="rebels",
        controller="regime",
        resolution=None,
        period=Period(start=date(2019, 4, 21), end=date(2019, 6, 7), precision="span"),
    )
    most = claim(
        wire,
        "Idlib",
        "Most of Idlib has been in rebel hands since 2012",
        at=IDLIB,
        scope="area",
        change="held",
        controller="rebels",
        period=Period(start=date(2012, 1, 1), end=date(2019, 6, 7), precision="span"),
    )
    denied = claim(
        state,
        "Tal Malah",
        "An army officer denied that Tal Malah had fallen",
        at=TAL_MALAH,
        certainty="denied",
        claimant="An army officer",
        claimant_side="regime",
        controller="rebels",
        confidence=0.6,
    )
    fought = claim(state, "Al-Jebeen", "Fighting at Al-Jebeen goes on", at=JEBEEN, change="contested")
    farm = claim(state, "Nowhere Farm", "Troops also hold Nowhere Farm", change="held", controller="regime")
    spells = (
        Spell(
            place_id=JEBEEN.id,
            name="Al-Jebeen",
            status="held",
            holder="regime",
            start=None,
            end=date(2019, 6, 6),
            confidence=0.6,
            place=JEBEEN,
            reason="others advanced into it",
        ),
        Spell(
            place_id=JEBEEN.id,
            name="Al-Jebeen",
            status="contested",
            holder="regime",
            gaining="rebels",
            start=date(2019, 6, 6),
            end=None,
            confidence=0.65,
            claims=(entered.id, fought.id),
            place=JEBEEN,
            reason="rebels advanced into it, fighting goes on",
        ),
        Spell(
            place_id=TAL_MALAH.id,
            name="Tal Malah",
            status="held",
            holder="regime",
            start=None,
            end=date(2019, 6, 6),
            confidence=0.7,
            place=TAL_MALAH,
            reason="it was taken from the army",
        ),
        Spell(
            place_id=TAL_MALAH.id,
            name="Tal Malah",
            status="held",
            holder="rebels",
            start=date(2019, 6, 6),
            end=None,
            confidence=0.72,
            claims=(taken.id,),
            against=(denied.id,),
            place=TAL_MALAH,
            reason="a rebel claim, denied by the army",
        ),
        Spell(
            place_id="unplaced:nowhere farm",
            name="Nowhere Farm",
            status="held",
            holder="regime",
            start=date(2019, 6, 8),
            end=None,
            confidence=0.5,
            claims=(farm.id,),
        ),
    )
    readings = (
        Reading(report=wire, theatre="syria", claims=(taken, entered, lost, most)),
        Reading(
            report=state,
            theatre="syria",
            claims=(denied, fought, farm),
            problems=("Nowhere Farm: no entry is near enough in spelling",),
        ),
    )
    lenses = (
        Lens(name="rebels", timeline=Timeline(spells=spells[2:4])),
        Lens(name="regime", timeline=Timeline(spells=(replace(spells[2], end=None, claims=(denied.id,)),))),
    )
    return Story(readings=readings, timeline=Timeline(spells=spells), areas=NO_AREAS, front=NO_FRONT, lenses=lenses)

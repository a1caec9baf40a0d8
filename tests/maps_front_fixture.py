"""A made-up front that moves, to draw large maps of."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import shapely

from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Status, Timeline
from mapper.places.place import Place
from mapper.reports.report import Report
from tests.maps_fixture import AREAS, FRONT, Story, claim, frame, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from mapper.claims.claim import Change, Claim


@dataclass(slots=True)
class _Village:
    spot: Place
    states: list[tuple[date, Status, str, Claim]] = field(default_factory=list)


def seventy_villages(count: int = 70, days: int = 60) -> Story:
    """A made-up front that moves: `count` places, `days` days, areas and a line between the two sides."""
    chance = random.Random(7)  # noqa: S311 -- a fixed story, no secret
    first = date(2019, 5, 1)
    villages = [_Village(spot=spot) for spot in _spots(count, chance)]
    readings = []
    for number in range(days):
        today = first + timedelta(days=number)
        told = [
            _tell(village, today, days, chance)
            for village in villages
            if chance.random() < (1.2 if number == 0 else 0.035)
        ]
        readings += [reading for reading in told if reading]
    timeline = Timeline(spells=tuple(spell for village in villages for spell in _spells(village)))
    areas, front = _fronts(villages, timeline)
    context = (
        Place(id="c:1", name="Hama", name_local="حماة", kind="admin", lon=36.62, lat=35.16),
        Place(id="c:2", name="Idlib", name_local="إدلب", kind="admin", lon=36.55, lat=35.62),
        *(
            place(f"Khirbat {name}", 35.95 + 0.13 * i, 35.02 + 0.061 * ((i * 7) % 11), name_local="خربة")
            for i, name in enumerate(
                ("Amud", "Bir", "Dahab", "Fawqa", "Hamra", "Jubb", "Kabir", "Lawz", "Nahr", "Rih", "Sabil")
            )
        ),
    )
    return Story(readings=tuple(readings), timeline=timeline, areas=areas, front=front, context=context)


_HEADS = ("Kafr", "Tall", "Ayn", "Bayt", "Al-", "Ma'ar", "Khan", "Dayr")
_TAILS = (
    "Zahra",
    "Nabi",
    "Hud",
    "Rashid",
    "Sidra",
    "Amin",
    "Wadi",
    "Safa",
    "Tuma",
    "Hijar",
    "Nur",
    "Qasim",
    "Rumman",
    "Sahn",
    "Tin",
)


def _spots(count: int, chance: random.Random) -> list[Place]:
    spots: list[Place] = []
    names = [f"{head} {tail}".replace("- ", "-") for tail in _TAILS for head in _HEADS]
    while len(spots) < count:
        lon, lat = 36.52 + chance.gauss(0, 0.2), 35.36 + chance.gauss(0, 0.16)
        if all(math.hypot(lon - spot.lon, lat - spot.lat) > 0.022 for spot in spots if spot.lon and spot.lat):
            large = chance.random() < 0.25
            spots.append(
                place(
                    names[len(spots)],
                    round(lon, 4),
                    round(lat, 4),
                    name_local="قرية",
                    population=18000 if large else 800,
                )
            )
    return spots


def _tell(village: _Village, today: date, days: int, chance: random.Random) -> Reading | None:
    lon, lat = village.spot.lon or 0, village.spot.lat or 0
    shift = 0.16 * (today - date(2019, 5, 1)).days / days
    edge = (lat - 35.36) + 0.9 * (lon - 36.52) + 0.07 * math.sin(25 * lon) - shift + chance.gauss(0, 0.02)
    holder = "rebels" if edge > 0 else "regime"
    status: Status = "contested" if abs(edge) < 0.012 else "held"
    old = village.states[-1][1:3] if village.states else None
    if old == (status, holder) and chance.random() < 0.6:
        return None
    name = village.spot.name
    change: Change = "contested" if status == "contested" else "held" if old in (None, (status, holder)) else "captured"
    word = {
        "contested": f"Shots were heard inside {name} all day",
        "held": f"{name} stayed in the hands of the {holder}",
        "captured": f"Fighters of the {holder} entered {name} and raised their flag",
    }[change]
    source = chance.choice(("A wire agency", "A local outlet", "A monitor", "A state agency"))
    report = Report(
        id=f"{name}-{today}",
        source=source,
        published=today,
        text=f"The front moved again. {word}, residents said. Roads were closed.",
    )
    made = claim(
        report,
        name,
        word,
        at=village.spot,
        change=change,
        controller=None if change == "contested" else holder,
        certainty=chance.choice(("asserted", "claimed")),
        confidence=round(chance.uniform(0.35, 0.95), 2),
    )
    village.states.append((today, status, holder, made))
    return Reading(report=report, theatre="syria", claims=(made,))


def _spells(village: _Village) -> list[Spell]:
    starts = [state[0] for state in village.states]
    return [
        Spell(
            place_id=village.spot.id,
            name=village.spot.name,
            status=status,
            holder=holder,
            start=start,
            end=end,
            confidence=made.confidence,
            claims=(made.id,),
            place=village.spot,
            reason="the latest report",
        )
        for (start, status, holder, made), end in zip(village.states, [*starts[1:], None], strict=True)
    ]


def _fronts(villages: Sequence[_Village], timeline: Timeline) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    points = shapely.MultiPoint([(village.spot.lon, village.spot.lat) for village in villages])
    cells = list(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=points.buffer(0.2).envelope)))
    homes = {
        village.spot.id: next(
            cell for cell in cells if cell.contains(shapely.Point(village.spot.lon, village.spot.lat))
        )
        for village in villages
    }
    areas, front = [], []
    for day in sorted({spell.start for spell in timeline.spells if spell.start}):
        held: dict[str, list[Any]] = {"rebels": [], "regime": []}
        for spell in timeline.at(day):
            held[spell.holder or "regime"].append(homes[spell.place_id])
        shapes = {side: shapely.union_all(parts) for side, parts in held.items()}
        areas += [
            {
                "holder": side,
                "kind": "area",
                "date": day.isoformat(),
                "status": "held",
                "confidence": 0.7,
                "places": "",
                "claims": "",
                "geometry": shape,
            }
            for side, shape in shapes.items()
        ]
        line = shapely.line_merge(shapely.intersection(shapes["rebels"].boundary, shapes["regime"].boundary))
        front.append({"sides": "rebels|regime", "date": day.isoformat(), "uncertainty_km": 1.4, "geometry": line})
    return frame(areas, AREAS), frame(front, FRONT)

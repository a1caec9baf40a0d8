"""Invented content for the benchmark of the map page: places, dates and reports in any number, always the same.

Two sides meet along a front that moves back and forth over a square of land. A place changes hands when the front
passes it; reports tell of that, of fighting before it, and of places that are held. Names are made of syllables, the
sentences of some two dozen patterns in the manner of agency news, with towns, spokesmen and hours that vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sin
from random import Random
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import numpy as np
import shapely

from mapper.claims.claim import Claim
from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.period import on
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.theatre import Side, Theatre

if TYPE_CHECKING:
    from mapper.claims.claim import Change
    from mapper.control.spell import Status
    from mapper.reports.report import Span

FIRST = date(2019, 1, 1)
WEST, SOUTH, SIZE = 36.0, 34.0, 2.0  # degrees: a square of some 180 by 220 km
STRIPS = 320  # stretches of the front, each of which moves by itself
OUTLINE = 1_100  # corners of the far edge of a side's area, as many as an estimate of 10,000 places has
SIDES = ("regime", "rebels")
WORDS = {
    "regime": ("the army", "government forces", "pro-government units"),
    "rebels": ("rebels", "opposition fighters", "rebel factions"),
}
THEATRE = Theatre(
    name="syria",
    title="An invented campaign",
    bounds=(WEST, SOUTH, WEST + SIZE, SOUTH + SIZE),
    countries=("SY",),
    sides=(Side(name="regime", title="Government"), Side(name="rebels", title="Rebels")),
)
_SYLLABLES = (
    "al",
    "ba",
    "dar",
    "em",
    "far",
    "gha",
    "hal",
    "is",
    "jib",
    "kaf",
    "lat",
    "min",
    "nab",
    "qar",
    "ra",
    "sal",
    "tam",
    "um",
    "wad",
    "yun",
    "zay",
    "shar",
    "khan",
    "tell",
)
_SOURCES = tuple(
    f"{town} {kind}"
    for town in ("Northern", "River", "Capital", "Border", "Plain", "Coast")
    for kind in ("News", "Wire", "Agency", "Post", "Monitor", "Radio")
)
_TAKEN = (
    "{who} said {side} had taken {place} after {hours} hours of fighting",
    "{side} captured {place} on {day}, {who} said",
    "{place} fell to {side} before dawn on {day}, according to {who}",
    "{side} drove {other} out of {place} on {day}",
    "{other} withdrew from {place} towards {town}, and {side} moved in, {who} reported",
    "{side} now control {place} and the road to {town}, {who} said on {day}",
    "After {hours} air strikes {side} entered {place} and raised their flag, {who} said",
)
_FOUGHT = (
    "Clashes went on around {place} on {day}, {who} said, with {hours} people killed",
    "{side} attacked {place} from the direction of {town}, {who} reported",
    "Fighting for {place} entered its {hours}th day, {who} said",
    "{side} and {other} fought in the streets of {place} on {day}",
    "Shells hit {place} and {town} while {side} pushed towards the bakery, {who} said",
)
_HELD = (
    "{place} remains in the hands of {side}, {who} said on {day}",
    "{side} repelled an attack on {place}, killing {hours} fighters, {who} said",
    "{who} denied that {place} had fallen and said {side} still held it",
    "A convoy of {hours} lorries reached {place}, which {side} hold, from {town}",
    "{side} hold {place}, {town} and the hills between them, according to {who}",
)
_SPEAKERS = (
    "a commander",
    "a local official",
    "an activist in {town}",
    "a spokesman for {side}",
    "residents",
    "a war monitor",
    "a military source",
    "a doctor in {town}",
    "state media",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What `mapper.maps.page.draw` takes, and the dates it is about."""

    readings: tuple[Reading, ...]
    timeline: Timeline
    areas: gpd.GeoDataFrame
    front: gpd.GeoDataFrame
    days: tuple[date, ...]

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of `draw` after readings and timeline."""
        return {
            "theatre": THEATRE,
            "areas": self.areas,
            "front": self.front,
            "title": "An invented campaign",
            "gazetteers": ("an invented gazetteer",),
        }


def content(places: int, days: int, reports: int) -> Content:
    """The content of so many places, days and reports, one claim a report."""
    random = Random(20190101)  # noqa: S311 -- the same content each time
    line = Front(days, random)
    spots = _places(places, random)
    readings: list[Reading] = []
    spells: list[Spell] = []
    shares = np.bincount(np.asarray([random.randrange(places) for _ in range(reports)]), minlength=places)
    for spot, share in zip(spots, shares.tolist(), strict=True):
        flips = line.flips(spot)
        told = _reports(spot, flips, share, spots, days, random, len(readings))
        readings += told
        spells += _spells(spot, flips, told, random)
    readings.sort(key=lambda reading: (reading.report.published or FIRST, reading.report.id))
    areas, front = line.frames()
    every = tuple(FIRST + timedelta(days=day) for day in range(days))
    return Content(
        readings=tuple(readings), timeline=Timeline(spells=tuple(spells)), areas=areas, front=front, days=every
    )


class Front:
    """Where the front lies on each day: one longitude a strip, of which a few move a day."""

    def __init__(self, days: int, random: Random) -> None:
        self.at = np.empty((days, STRIPS))
        now = np.array([WEST + SIZE / 2 + 0.3 * sin(strip / 40) for strip in range(STRIPS)])
        for day in range(days):
            for _ in range(3):
                middle, push = random.randrange(STRIPS), random.uniform(-0.08, 0.08)
                for strip in range(max(0, middle - 4), min(STRIPS, middle + 5)):
                    now[strip] = min(
                        WEST + SIZE - 0.1, max(WEST + 0.1, now[strip] + push * (1 - abs(strip - middle) / 5))
                    )
            self.at[day] = now

    def flips(self, spot: Place) -> list[tuple[int, str]]:
        """The days on which a place comes into another hand, with the side: the first is day 0."""
        strip = min(STRIPS - 1, int(((spot.lat or SOUTH) - SOUTH) / SIZE * STRIPS))
        west = self.at[:, strip] > (spot.lon or WEST)
        turns = [0, *(np.flatnonzero(np.diff(west)) + 1).tolist()]
        return [(turn, SIDES[0] if west[turn] else SIDES[1]) for turn in turns]

    def frames(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Areas and front line of each day, in the columns of an estimate."""
        lats = np.linspace(SOUTH, SOUTH + SIZE, STRIPS)
        edge = np.linspace(SOUTH + SIZE, SOUTH, OUTLINE)
        outlines = [
            np.column_stack([np.full(OUTLINE, lon) + 0.02 * np.sin(37 * edge), edge]) for lon in (WEST, WEST + SIZE)
        ]
        rows, lines = [], []
        for day, lons in enumerate(self.at):
            told = (FIRST + timedelta(days=day)).isoformat()
            border = np.column_stack([lons, lats])
            lines.append({"date": told, "sides": SIDES, "uncertainty_km": 1.2, "geometry": shapely.LineString(border)})
            rows += [
                {
                    "holder": side,
                    "kind": "area",
                    "date": told,
                    "status": "held",
                    "confidence": 0.7,
                    "places": (),
                    "claims": (),
                    "geometry": shapely.Polygon(np.vstack([border, outline])),
                }
                for side, outline in zip(SIDES, outlines, strict=True)
            ]
        return tuple(gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326") for table in (rows, lines))


def _places(count: int, random: Random) -> list[Place]:
    """Places all over the square, each with a name of its own."""
    known: dict[str, int] = {}
    spots = []
    for number in range(count):
        name = " ".join(
            "".join(random.choice(_SYLLABLES) for _ in range(random.choice((2, 2, 3)))).capitalize()
            for _ in range(random.choice((1, 1, 2)))
        )
        known[name] = known.get(name, 0) + 1
        own = name if known[name] == 1 else f"{name} {known[name]}"
        spots.append(
            Place(
                id=f"inv:{number}",
                name=own,
                kind="settlement",
                lon=round(WEST + SIZE * random.random(), 5),
                lat=round(SOUTH + SIZE * random.random(), 5),
                name_local="".join(
                    chr(0x0628 + 3 * _SYLLABLES.index(part) % 30) for part in _SYLLABLES if part in own.lower()
                ),
                admin=(f"Province {number % 7}", f"District {number % 60}"),
                population=int(10 ** random.uniform(1.5, 4.5)),
                gazetteer="an invented gazetteer",
            )
        )
    return sorted(spots, key=lambda spot: spot.id)


def _reports(  # noqa: PLR0917 -- of one caller
    spot: Place, flips: list[tuple[int, str]], share: int, spots: list[Place], days: int, random: Random, start: int
) -> list[Reading]:
    """So many reports about a place: first those on its changes of hand, then others."""
    told = []
    for number in range(share):
        day, side = flips[number] if number < len(flips) else (random.randrange(days), "")
        holder = side or next(holder for turn, holder in reversed(flips) if turn <= day)
        patterns = (_TAKEN if day else _HELD) if side else random.choice((_FOUGHT, _HELD))
        change = "captured" if patterns is _TAKEN else "contested" if patterns is _FOUGHT else "held"
        town = random.choice(spots)
        told.append(
            _reading(
                spot, holder, change, random.choice(patterns), FIRST + timedelta(days=day), town, random, start + number
            )
        )
    return told


def _reading(  # noqa: PLR0917 -- of one caller
    spot: Place, side: str, change: str, pattern: str, day: date, town: Place, random: Random, number: int
) -> Reading:
    """A report of two sentences, and the claim that was read in the first."""
    other = SIDES[1 - SIDES.index(side)]
    words, against = random.choice(WORDS[side]), random.choice(WORDS[other])
    who = random.choice(_SPEAKERS).format(town=town.name, side=words)
    filled = pattern.format(
        side=words,
        other=against,
        place=spot.name,
        who=who,
        town=town.name,
        day=f"{day:%A}",
        hours=random.randrange(2, 30),
    )
    sentence = filled[0].upper() + filled[1:]
    source = random.choice(_SOURCES)
    key = f"{10_000_000 + 7 * number + random.randrange(7)}"
    report = Report(
        id=f"{source.split()[0].lower()}-{key}",
        title=f"{words.capitalize()}, {against} and {spot.name}: {day:%d %B}",
        text=f"{sentence}. It could not be verified.",
        published=day,
        source=source,
        url=f"https://{source.replace(' ', '').lower()}.example/{day:%Y/%m/%d}/{key}",
    )
    evidence = report.span(0, len(sentence))
    mention = _span(report, spot.name)
    rival = Scored(place=town, score=round(random.uniform(0.2, 0.6), 2))
    chosen = Scored(
        place=spot,
        score=round(random.uniform(0.7, 0.98), 2),
        reasons=("the spelling is the same", f"{random.randrange(2, 20)} km from the other places"),
    )
    made = Claim(
        id=f"{report.id}:{evidence.start}:0",
        place=spot.name,
        scope="place",
        change=cast("Change", change),
        certainty="claimed" if " said" in sentence else "asserted",
        mention=mention,
        evidence=evidence,
        period=on(day),
        reported=day,
        actor=side,
        controller=None if change == "contested" else side,
        claimant=who if " said" in sentence else None,
        claimant_side=side if "spokesman" in who else None,
        confidence=round(random.uniform(0.4, 0.95), 2),
        resolution=Resolution(
            toponym=Toponym(span=mention, kind="settlement"),
            place=spot,
            candidates=(chosen, rival),
            reason="the best by a clear margin",
        ),
    )
    return Reading(report=report, theatre="syria", resolutions=(), claims=(made,))


def _span(report: Report, name: str) -> Span:
    start = report.text.find(name)
    return report.span(start, start + len(name))


def _spells(spot: Place, flips: list[tuple[int, str]], told: list[Reading], random: Random) -> list[Spell]:
    """The spells of a place: held from flip to flip, contested for some days before each."""
    rows: list[tuple[str, str, date | None, str]] = []
    for day, side in flips:
        since = FIRST + timedelta(days=day) if day else None
        if rows and since and day > 6 and random.random() < 0.5:  # noqa: PLR2004 -- room for some days of fighting
            rows.append(
                ("contested", rows[-1][1], since - timedelta(days=random.randrange(1, 3)), "both sides claim it")
            )
        rows.append(("held", side, since, f"{side} took it" if day else "first told of"))
    rows = [row for number, row in enumerate(rows) if not number or row[2] != rows[number - 1][2]]
    rows = [
        row
        for number, row in enumerate(rows)
        if row[2] is None or all(b[2] is None or b[2] < row[2] for b in rows[:number])
    ]
    claims = [reading.claims[0] for reading in told]
    spells = []
    for number, (status, side, start, reason) in enumerate(rows):
        end = rows[number + 1][2] if number + 1 < len(rows) else None
        mine = tuple(
            c.id
            for c in claims
            if (start is None or (c.reported or FIRST) >= start) and (end is None or (c.reported or FIRST) < end)
        )
        spells.append(
            Spell(
                place_id=spot.id,
                name=spot.name,
                status=cast("Status", status),
                holder=side,
                start=start,
                end=end,
                confidence=round(random.uniform(0.5, 0.95), 2),
                claims=mine,
                reason=reason,
                place=spot,
            )
        )
    return spells

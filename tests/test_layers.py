"""Tests of the layers: what was read and settled, as tables with points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.claims.claim import Claim, Scope
from mapper.claims.reading import Reading
from mapper.control.spell import Spell, Timeline
from mapper.fronts.areas import AREA_COLUMNS, table
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.layers import (
    CLAIM_COLUMNS,
    CONTROL_COLUMNS,
    SPELL_COLUMNS,
    TOPONYM_COLUMNS,
    claims_layer,
    control_layer,
    records,
    spells_layer,
    toponyms_layer,
)
from mapper.period import UNKNOWN, Period, on
from mapper.places.place import Place
from mapper.reports.report import Report
from tests import fronts_fixture

if TYPE_CHECKING:
    import geopandas as gpd

REPORT = Report(
    id="r1",
    text="Tal Malah\nThe rebels captured Tal Malah on Thursday, Orient said. Idlib is quiet.",
    source="Orient",
    url="https://example.org/1",
    published=date(2019, 6, 7),
)
TAL_MALAH = Place(
    id="SY1", name="Tal Malah", kind="settlement", lon=36.5, lat=35.3, name_local="تل ملح", gazetteer="shipped"
)
NAMESAKE = Place(id="SY2", name="Tal Malah", kind="settlement", lon=36.5, lat=36.3)
IDLIB = Place(id="SY07", name="Idlib", kind="admin", lon=36.6, lat=35.8)
PATHLESS = Place(id="SY9", name="The camp", kind="site")


def resolution(
    text: str, place: Place | None, *rivals: Place, report: Report = REPORT, reason: str = "the only one"
) -> Resolution:
    """A resolution of the last place in the report where these words stand."""
    start = report.text.rindex(text)
    toponym = Toponym(span=report.span(start, start + len(text)), kind="settlement")
    ranked = ((place,) if place else ()) + rivals
    scored = tuple(Scored(place=each, score=0.9004 - at / 5) for at, each in enumerate(ranked))
    return Resolution(toponym=toponym, place=place, candidates=scored, reason=reason)


def claim(
    name: str,
    resolved: Resolution | None,
    *,
    period: Period = UNKNOWN,
    scope: Scope = "place",
    reported: date | None = date(2019, 6, 7),
    quote: str = "captured Tal Malah on Thursday",
) -> Claim:
    """A claim that the rebels took the place."""
    start = REPORT.text.index(quote)
    return Claim(
        id=name,
        place="Tal Malah",
        scope=scope,
        change="captured",
        certainty="claimed",
        mention=REPORT.span(0, 9),
        evidence=REPORT.span(start, start + len(quote)),
        period=period,
        reported=reported,
        actor="rebels",
        controller="rebels",
        previous="regime",
        claimant="Orient",
        confidence=0.1 + 0.2,
        resolution=resolved,
    )


def spell(
    place: Place | None, *, place_id: str, start: date | None, end: date | None, claims: tuple[str, ...]
) -> Spell:
    """A spell that the rebels hold and the regime is taking."""
    told = fronts_fixture.spell(None, None, "rebels", "x", status="contested", confidence=0.7, span=(start, end))
    return replace(
        told, place_id=place_id, name="Tall Mallah", gaining="regime", claims=claims, place=place, time_precision=2
    )


def reading(*claims: Claim, resolutions: tuple[Resolution, ...] = ()) -> Reading:
    """What was read out of the one report."""
    return Reading(report=REPORT, theatre="syria", resolutions=resolutions, claims=claims)


def only(frame: gpd.GeoDataFrame) -> dict[str, object]:
    """The one row of the layer."""
    (row,) = records(frame)
    return dict(row)


def test_a_claim_tells_all_it_knows() -> None:
    """A row of the claims bears every fact of the claim, and walks back to the quote."""
    told = claim("c1", resolution("Tal Malah", TAL_MALAH, NAMESAKE), period=on(date(2019, 6, 6)))
    frame = claims_layer([reading(told)])
    row = only(frame)
    assert row == {
        "id": "c1",
        "report_id": "r1",
        "place": "Tal Malah",
        "place_start": 0,
        "place_end": 9,
        "scope": "place",
        "count": None,
        "change": "captured",
        "actor": "rebels",
        "controller": "rebels",
        "previous": "regime",
        "date_from": "2019-06-06",
        "date_to": "2019-06-06",
        "reported": "2019-06-07",
        "claimant": "Orient",
        "claimant_side": None,
        "certainty": "claimed",
        "confidence": 0.3,
        "quote": "captured Tal Malah on Thursday",
        "quote_start": 21,
        "quote_end": 51,
        "name": "Tal Malah",
        "name_local": "تل ملح",
        "place_id": "SY1",
        "score": 0.9,
        "runner_up": "Tal Malah (SY2), 111.0 km",
        "source": "Orient",
        "extractor": "grammar",
        "geo_precision": 1,
        "time_precision": 1,
    }
    assert frame.geometry[0].coords[0] == (36.5, 35.3)
    assert REPORT.text[21:51] == row["quote"]


def test_a_claim_without_a_place_is_a_row_without_a_point() -> None:
    """A claim whose name is not resolved, or was never looked up, is kept; its best rejected candidate is named."""
    frame = claims_layer([reading(claim("c1", None), claim("c2", resolution("Tal Malah", None, NAMESAKE)))])
    assert frame.geometry.tolist() == [None, None]
    first, second = records(frame)
    assert (first["place_id"], first["score"], first["runner_up"], first["geo_precision"]) == (None, None, None, None)
    assert (second["place_id"], second["score"], second["runner_up"]) == (None, 0.9, "Tal Malah (SY2)")
    assert (second["date_from"], second["time_precision"]) == (None, 3)


@pytest.mark.parametrize(("place", "scope"), [(IDLIB, "area"), (IDLIB, "place"), (TAL_MALAH, "area")])
def test_a_label_point_is_told_as_such(place: Place, scope: Scope) -> None:
    """A claim about an area has its point at most as a label, so its precision is 3."""
    assert only(claims_layer([reading(claim("c1", resolution("Idlib", place), scope=scope))]))["geo_precision"] == 3


def test_claims_are_sorted_by_report_and_place_in_the_text() -> None:
    """Whatever the order of the readings, claims come as they stand in the reports."""
    late, early = claim("a", None, quote="Idlib is quiet"), claim("b", None)
    assert claims_layer([reading(late), reading(early)])["id"].tolist() == ["b", "a"]


def test_toponyms_resolved_or_not() -> None:
    """Each toponym is a row with the reason for its place, in the order of the text, with or without a point."""
    one, other = resolution("Tal Malah", TAL_MALAH, NAMESAKE), resolution("Idlib", None, reason="no name like it")
    frame = toponyms_layer([reading(resolutions=(other, one))])
    assert records(frame) == [
        {
            "text": "Tal Malah",
            "start": 30,
            "end": 39,
            "kind": "settlement",
            "place_id": "SY1",
            "name": "Tal Malah",
            "score": 0.9,
            "margin": 0.2,
            "reason": "the only one",
            "report_id": "r1",
        },
        {
            "text": "Idlib",
            "start": 66,
            "end": 71,
            "kind": "settlement",
            "place_id": None,
            "name": None,
            "score": 0.0,
            "margin": 0.0,
            "reason": "no name like it",
            "report_id": "r1",
        },
    ]
    assert frame.geometry.isna().tolist() == [False, True]


def test_control_on_a_day() -> None:
    """The control layer has the spell of the day, with the last claim that speaks for it and who made it."""
    early = claim("c9", None, reported=date(2019, 6, 6), quote="The rebels captured Tal Malah")
    late = claim("c1", None)
    past = spell(TAL_MALAH, place_id="SY1", start=None, end=date(2019, 6, 6), claims=())
    now = spell(TAL_MALAH, place_id="SY1", start=date(2019, 6, 6), end=None, claims=("c1", "c9"))
    frame = control_layer(Timeline(spells=(past, now)), [reading(late, early)], day=date(2019, 6, 6))
    assert only(frame) == {
        "name": "Tall Mallah",
        "name_local": "تل ملح",
        "place_id": "SY1",
        "holder": "rebels",
        "status": "contested",
        "gaining": "regime",
        "since": "2019-06-06",
        "until": None,
        "confidence": 0.7,
        "claims": "c1;c9",
        "last_claim_quote": "captured Tal Malah on Thursday",
        "claimant": "Orient",
        "source": "Orient",
        "geo_precision": 1,
        "time_precision": 2,
    }
    assert frame.geometry[0].coords[0] == (36.5, 35.3)


def test_spells_with_both_ends() -> None:
    """The spells layer has every spell in order of place and start; an open end is None."""
    first = spell(TAL_MALAH, place_id="SY1", start=None, end=date(2019, 6, 6), claims=())
    second = spell(TAL_MALAH, place_id="SY1", start=date(2019, 6, 6), end=None, claims=("gone",))
    other = spell(IDLIB, place_id="SY07", start=None, end=None, claims=())
    rows = records(spells_layer(Timeline(spells=(second, first, other)), []))
    assert [(row["place_id"], row["start"], row["end"]) for row in rows] == [
        ("SY07", None, None),
        ("SY1", None, "2019-06-06"),
        ("SY1", "2019-06-06", None),
    ]
    assert [(row["claims"], row["last_claim_quote"], row["source"]) for row in rows] == [
        (None, None, None),
        (None, None, None),
        ("gone", None, None),
    ]
    assert [row["geo_precision"] for row in rows] == [3, 1, 1]


@pytest.mark.parametrize("place", [None, PATHLESS])
def test_an_unplaced_spell_is_a_row_without_a_point(place: Place | None) -> None:
    """A state of a name without a place, or of a place without coordinates, is never lost and never at 0, 0."""
    frame = spells_layer(
        Timeline(spells=(spell(place, place_id="?tal", start=None, end=None, claims=()),)), [reading()]
    )
    row = only(frame)
    assert (row["place_id"], row["name"], row["geo_precision"]) == ("?tal", "Tall Mallah", None)
    assert frame.geometry.tolist() == [None]


def test_empty_layers_have_their_columns() -> None:
    """Without readings each layer is an empty table with all its columns, in degrees."""
    nothing = Timeline()
    frames = [
        (CLAIM_COLUMNS, claims_layer([])),
        (TOPONYM_COLUMNS, toponyms_layer([])),
        (SPELL_COLUMNS, spells_layer(nothing, [])),
        (CONTROL_COLUMNS, control_layer(nothing, [], day=date(2019, 6, 6))),
    ]
    for columns, frame in frames:
        assert (list(frame.columns), len(frame)) == (list(columns), 0)
        assert frame.crs.to_epsg() == 4326
        assert records(frame) == []


def test_missing_text_is_none() -> None:
    """Missing text stays None in the table itself, so that nobody draws the word nan."""
    frame = spells_layer(Timeline(spells=(spell(None, place_id="x", start=None, end=None, claims=()),)), [])
    assert [frame[name][0] for name in ("name_local", "start", "end", "claimant")] == [None] * 4


def test_records_are_plain() -> None:
    """Records hold plain Python values: numbers without NaN, lists joined, no geometry."""
    frame = table(AREA_COLUMNS, [dict.fromkeys(AREA_COLUMNS)])
    frame["list"] = [["a", "b"]]
    frame["yes"] = [True]
    frame["many"] = [float("inf")]
    frame["when"] = [date(2019, 6, 7)]
    row = only(frame)
    assert row == dict.fromkeys(name for name in AREA_COLUMNS if name != "geometry") | {
        "list": "a;b",
        "yes": True,
        "many": None,
        "when": "2019-06-07",
    }
    assert type(row["yes"]) is bool

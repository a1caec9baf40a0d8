"""An atlas by day and by side: what could be known, who says so, where they differ, what was learned."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.atlas import Atlas
from mapper.claims.claim import Claim
from mapper.claims.reading import Reading
from mapper.cli import NOTHING_DONE, OK, main
from mapper.control.comparing import differences, learned
from mapper.control.reckoning import reckon
from mapper.control.spell import Spell, Timeline
from mapper.errors import UnknownName
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.period import on
from mapper.places.place import Place
from mapper.reports.report import Report
from mapper.theatre import load

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2019, 5, 1)
PLACES = (
    Place(id="t:1", name="Kernaz", kind="settlement", lon=36.5, lat=35.4),
    Place(id="t:2", name="Tiba", kind="settlement", lon=36.51, lat=35.41),
)
STATE = "Syrian state media said on Friday that the army had captured Tal Malah on Thursday.\n"
MONITOR = "Rebels captured Tal Malah on Thursday, the Syrian Observatory for Human Rights said.\n"


@cache
def campaign() -> Atlas:
    """Two reports that contradict each other on one day, and a third days later."""
    return mapper.build(
        [
            mapper.report(STATE, id="state", published="2019-06-07", theatre="syria"),
            mapper.report(MONITOR, id="monitor", published="2019-06-08", theatre="syria"),
            mapper.report(
                "The army captured Jubbayn in Hama province on 5 June.\n",
                id="late",
                published="2019-06-11",
                theatre="syria",
            ),
        ]
    )


def reading(report: Report, *claims: tuple[int, str, str, str | None, int]) -> Reading:
    """A reading of claims: place, change, controller, side of the claimant, day."""
    made = []
    for n, (place, change, controller, side, day) in enumerate(claims, 1):
        span = report.span(0, 1)
        at = PLACES[place]
        toponym = Toponym(span=span, kind="settlement")
        made.append(
            Claim(
                id=f"{report.id}#{n}",
                place=at.name,
                scope="place",
                change=change,  # type: ignore[arg-type] # drawn from the vocabulary
                certainty="asserted",
                mention=span,
                evidence=span,
                period=on(FIRST + timedelta(days=day)),
                reported=report.published,
                controller=controller,
                claimant=side and f"the {side}",
                claimant_side=side,
                confidence=0.8,
                resolution=Resolution(
                    toponym=toponym, place=at, candidates=(Scored(place=at, score=0.9),), reason="test"
                ),
            )
        )
    return Reading(report=report, theatre="syria", claims=tuple(made))


CLAIMS = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["captured", "held", "lost", "contested", "repelled"]),
    st.sampled_from(["rebels", "regime"]),
    st.sampled_from([None, "rebels", "regime"]),
    st.integers(0, 15),
)
REPORTS = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 15)), st.lists(CLAIMS, max_size=3)), max_size=5)


def atlas_of(drawn: list[tuple[int | None, list[tuple[int, str, str, str | None, int]]]]) -> Atlas:
    """An atlas of drawn reports."""
    readings = []
    for n, (day, claims) in enumerate(drawn):
        published = None if day is None else FIRST + timedelta(days=day)
        readings.append(reading(Report(id=f"r{n}", text="x", published=published), *claims))
    return Atlas(readings=tuple(readings), timeline=Timeline(), theatre=load("syria")).settled()


@given(REPORTS, st.integers(0, 15))
def test_known_by_a_day_is_settling_only_the_claims_reported_up_to_it(
    drawn: list[tuple[int | None, list[tuple[int, str, str, str | None, int]]]], n: int
) -> None:
    """What came later, or nobody knows when, might as well not have been read."""
    day = FIRST + timedelta(days=n)
    atlas = atlas_of(drawn)
    early = [r for r in atlas.readings if r.report.published and r.report.published <= day]
    known = atlas.known_by(day)
    assert known.timeline == reckon(early, enemies=atlas.theatre.enemies())
    assert known.reports == tuple(r.report for r in early)
    assert known.known_by(day).timeline == known.timeline


@given(REPORTS, st.integers(1, 15))
def test_what_is_learned_is_where_two_days_of_knowledge_differ(
    drawn: list[tuple[int | None, list[tuple[int, str, str, str | None, int]]]], n: int
) -> None:
    """On each earlier day a place is in the table exactly if its state changed."""
    atlas, today = atlas_of(drawn), FIRST + timedelta(days=n)
    before, after = atlas.known_by(today - timedelta(days=1)), atlas.known_by(today)
    found = learned(before.timeline, after.timeline, until=today)
    for ago in range(1, 20):
        day = today - timedelta(days=ago)
        told = {d.place_id for d in found if (d.start is None or d.start <= day) and (d.end is None or day < d.end)}
        assert told == {d.place_id for d in differences(before.timeline, after.timeline, day=day)}
    assert len(atlas.learned(on=today)) == len(found)


def test_a_lens_shows_what_one_sides_sources_claim() -> None:
    """State media say that the army took it, the monitor that rebels did, and a third report names no source."""
    atlas = campaign()
    (state,) = atlas.lens("regime").timeline.at(date(2019, 6, 9))
    assert (state.name, state.holder) == ("Tal Malah", "regime")
    (monitor,) = atlas.lens("rebels").timeline.at(date(2019, 6, 9))  # the Observatory leans to them
    assert (monitor.name, monitor.holder) == ("Tal Malah", "rebels")
    assert list(atlas.lens("neither").claims["place"]) == ["Jubbayn"]
    with pytest.raises(UnknownName, match=r"the lenses are .*neither"):
        atlas.lens("martians")


def test_differences_are_a_table_of_the_places_that_two_lenses_show_otherwise() -> None:
    """With the state and the claims of both; an atlas may stand for a lens."""
    atlas = campaign()
    table = atlas.differences("regime", "rebels", at="2019-06-09")
    row = table.set_index("name").loc["Tal Malah"]
    assert (row["holder_one"], row["holder_other"]) == ("regime", "rebels")
    assert (row["claims_one"], row["claims_other"]) == ("state#1", "monitor#1")
    assert table.crs.to_epsg() == 4326
    assert row["geometry"].x == pytest.approx(36.5, abs=0.1)
    assert not len(atlas.differences(atlas, at="2019-06-09"))
    assert len(atlas.differences("regime", at="2019-06-09")) == len(atlas.differences("regime", atlas, at="2019-06-09"))


def test_what_was_learned_on_a_day_about_the_days_before() -> None:
    """The report of 11 June tells of 5 June."""
    table = campaign().learned(on="2019-06-11")
    (row,) = table[table["holder_after"] == "regime"].to_dict("records")
    assert (row["place_id"], row["start"], row["end"]) == ("ocha:C3466", "2019-06-05", "2019-06-11")
    assert (row["status_before"], row["holder_before"], row["status_after"]) == ("unknown", None, "held")
    assert row["claims"] == "late#1"
    assert not len(campaign().learned(on="2019-06-10"))


def test_stretches_that_follow_each_other_alike_are_one() -> None:
    """A change of reasons is no news."""

    def spell(holder: str, start: int | None, end: int | None) -> Spell:
        days = [None if n is None else FIRST + timedelta(days=n) for n in (start, end)]
        return Spell(
            place_id="p", name="P", status="held", holder=holder, start=days[0], end=days[1], confidence=0.5, reason="x"
        )

    before = Timeline(spells=(spell("a", None, None),))
    after = Timeline(spells=(spell("a", None, 2), spell("b", 2, 4), spell("b", 4, 6), spell("a", 6, None)))
    (difference,) = learned(before, after, until=FIRST + timedelta(days=9))
    assert (difference.start, difference.end) == (FIRST + timedelta(days=2), FIRST + timedelta(days=6))
    (cut,) = learned(before, after, until=FIRST + timedelta(days=3))
    assert cut.end == FIRST + timedelta(days=3)


def test_building_known_by_a_day_reads_only_what_was_published_by_it() -> None:
    """The same as asking the atlas afterwards."""
    reports = campaign().reports
    early = mapper.build(reports, known_by="2019-06-07", theatre="syria")
    assert [r.id for r in early.reports] == ["state"]
    assert early.timeline == campaign().known_by("2019-06-07").timeline
    assert mapper.build(reports, lens="neither").timeline == campaign().lens("neither").timeline
    assert not mapper.build([mapper.report(STATE)], known_by="2019-06-07").readings


def test_the_command_looks_by_day_and_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On extract, export, why and map."""
    for name, text, day in (("state", STATE, "2019-06-07"), ("monitor", MONITOR, "2019-06-08")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(f"published = {day}\n", encoding="utf-8")

    def run(*arguments: str) -> str:
        assert main([*arguments, str(tmp_path)]) == OK
        return capsys.readouterr().out

    assert len(run("extract", "--known-by", "2019-06-07").splitlines()) == 1
    assert "state media" not in run("extract", "--lens", "rebels")
    assert '"holder": "regime"' in run("export", "--layer", "control", "--lens", "regime")
    assert "held by rebels" in run("why", "Tal Malah", "--lens", "rebels")
    assert main(["map", str(tmp_path), "--lens", "martians", "-o", str(tmp_path / "m.html")]) == NOTHING_DONE

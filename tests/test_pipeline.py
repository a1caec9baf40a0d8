"""From reports to an atlas: everything read is kept, dated, placed and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mapper
from mapper.errors import InputError, UnknownName
from mapper.pipeline import build, read_report
from mapper.places.index import NameIndex
from mapper.places.lookups import lookup_in
from mapper.places.place import Candidate, Place
from mapper.reports.files import read, report
from mapper.reports.report import Report
from mapper.theatre import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


STORY = (
    "Rebels advance in Hama\n\n"
    "BEIRUT, June 7 - Rebel fighters captured the villages of Tal Malah and Jubbayn in northern Hama province "
    "on Thursday, the Syrian Observatory for Human Rights said.\n\n"
    "Government forces still hold the nearby town of Muhradah.\n"
)


class Book:
    """A small gazetteer."""

    def __init__(self, name: str, *places: Place) -> None:
        self.name = name
        self._index = NameIndex(places)

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates by name."""
        return self._index.find(name)


TIBA = Place(id="t:1", name="Tiba", kind="settlement", lon=36.5, lat=35.4, country="SY", gazetteer="one")
LOOKUP = lookup_in([Book("one", TIBA)])


def test_a_report_becomes_an_atlas() -> None:
    """Claims with quotes, places with points, and the state of each place."""
    atlas = build([report(STORY, published="2019-06-07", theatre="syria")])
    taken = {c.place: c for r in atlas.readings for c in r.claims if c.change == "captured"}
    assert set(taken) == {"Tal Malah", "Jubbayn"}
    for claim in taken.values():
        assert (claim.actor, claim.controller, claim.certainty) == ("rebels", "rebels", "claimed")
        assert claim.period.start == claim.period.end == date(2019, 6, 6)
        assert claim.claimant is not None
        assert "Observatory" in claim.claimant
        assert claim.located is not None
    held = {s.name: (s.status, s.holder) for s in atlas.timeline.at(date(2019, 6, 7))}
    assert held["Tal Malah"] == ("held", "rebels")
    assert ("held", "regime") in held.values()


def test_every_span_quotes_its_report() -> None:
    """Toponyms, mentions and evidence are stretches of the text."""
    (reading,) = build([report(STORY, published="2019-06-07")]).readings
    spans = [r.toponym.span for r in reading.resolutions] + [s for c in reading.claims for s in (c.mention, c.evidence)]
    assert spans
    assert all(STORY[s.start : s.end] == s.quote and s.report_id == "report" for s in spans)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels captured Tal Malah, Hama, on Friday.",
        "Rebels captured Tal Malah, Hama province, on Friday.",
        "Rebels captured Tal Malah in Hama on Friday.",
    ],
)
def test_the_province_behind_a_village_is_not_taken_with_it(text: str) -> None:
    """An address is no list of conquests."""
    (reading,) = build([report(text, published="2019-06-07", theatre="syria")]).readings
    assert [c.place for c in reading.claims] == ["Tal Malah"]


def test_ids_of_claims_are_unique_and_name_their_report() -> None:
    """A claim's id leads back to its report."""
    atlas = build([report(STORY, id=i, published="2019-06-07") for i in ("a", "b")])
    ids = [c.id for r in atlas.readings for c in r.claims]
    assert len(ids) == len(set(ids))
    assert {i.rpartition("#")[0] for i in ids} == {"a", "b"}


def test_reports_without_a_date_take_the_one_given_and_others_keep_theirs() -> None:
    """The publication date of the caller fills a gap only."""
    atlas = build([report(STORY, id="bare"), report(STORY, id="dated", published="2018-06-07")], published="2019-06-07")
    assert [r.published for r in atlas.reports] == [date(2019, 6, 7), date(2018, 6, 7)]
    assert atlas.latest == date(2019, 6, 7)


def test_a_report_without_a_date_is_read_and_told() -> None:
    """Weekdays stay unknown, and a problem says what to do."""
    (reading,) = build([report(STORY)]).readings
    assert reading.claims
    assert all(c.period.start is None for c in reading.claims if c.change == "captured")
    (problem,) = reading.problems
    assert "publication date" in problem
    assert "--published" in problem


def test_a_report_in_another_language_is_told_and_nothing_is_read() -> None:
    """No claim is made of words that are not understood."""
    arabic = "سيطرت فصائل المعارضة على قرية تل ملح في ريف حماة الشمالي بعد اشتباكات عنيفة."
    (reading,) = build([report(arabic, published="2019-06-07")]).readings
    assert (reading.resolutions, reading.claims) == ((), ())
    assert "Arabic" in reading.problems[0]
    assert "not read yet" in reading.problems[0]


def test_a_bad_date_theatre_or_gazetteer_is_told(tmp_path: Path) -> None:
    """Each is an error of the mapper's own tree."""
    one = [report(STORY)]
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        build(one, published="June")
    with pytest.raises(UnknownName, match="atlantis"):
        build(one, theatre="atlantis")
    with pytest.raises(UnknownName, match="nowhere"):
        build(one, gazetteers=[tmp_path / "nowhere.tsv"])


def test_no_network_without_asking() -> None:
    """The network gazetteer is refused where the caller opens none."""
    with pytest.raises(InputError, match="network"):
        build([report(STORY)], gazetteers=["nominatim"])


def test_a_report_keeps_the_theatre_it_names() -> None:
    """Its own goes before the caller's, the caller's before what the words tell."""
    named = replace(report(STORY, id="a"), theatre="ukraine")
    atlas = build([named, report(STORY, id="b")], theatre="generic")
    assert [r.theatre for r in atlas.readings] == ["ukraine", "generic"]
    assert build([report(STORY)]).readings[0].theatre == "syria"


def test_no_report_gives_an_empty_atlas() -> None:
    """An atlas of nothing still answers."""
    atlas = build([])
    assert (atlas.readings, atlas.timeline.spells) == ((), ())
    assert (
        len(atlas.claims) == len(atlas.spells) == len(atlas.control()) == len(atlas.areas()) == len(atlas.front()) == 0
    )


def test_building_twice_gives_the_same() -> None:
    """Nothing is kept between two runs."""
    reports = [report(STORY, published="2019-06-07")]
    one, two = build(reports), build(reports)
    assert (one.readings, one.timeline) == (two.readings, two.timeline)


def test_faults_of_reading_travel_with_the_atlas(tmp_path: Path) -> None:
    """What could not be read is shown by the atlas."""
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    atlas = build(read(tmp_path / "a.txt", tmp_path / "missing.txt", published="2019-06-07"))
    assert len(atlas.faults) == 1
    assert "missing.txt" in repr(atlas)


def test_a_fault_of_our_own_in_one_report_loses_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks while a report is read, it is told with the report's name, and the others are read."""

    def breaking(text: str) -> None:
        if "Wednesday" in text:
            raise IndexError("the ground gave way")

    monkeypatch.setattr("mapper.pipeline.unread", breaking)
    reports = [
        Report(id=day, text=f"Rebels captured Tiba from the army on {day}.", published=date(2019, 6, 6))
        for day in ("Tuesday", "Wednesday", "Thursday")
    ]
    atlas = build(reports)
    assert [len(reading.claims) for reading in atlas.readings] == [1, 0, 1]
    assert [reading.failed for reading in atlas.readings] == [False, True, False]
    (problem,) = (p for p in atlas.problems if "fault" in p)
    assert "Wednesday" in problem
    assert "the ground gave way" in problem


def test_the_state_of_a_day_may_be_asked_by_text_or_date() -> None:
    """Before the reports the day is another one, and a bad day is told."""
    atlas = build([report(STORY, published="2019-06-07")])
    assert list(atlas.control(at="2019-06-01")["holder"]) == list(atlas.control(at=date(2019, 6, 1))["holder"])
    assert list(atlas.control()["holder"]) == list(atlas.control(at="2019-06-07")["holder"])
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        atlas.control(at="June")
    with pytest.raises(UnknownName, match="control"):
        atlas.layer("rivers")


def test_several_gazetteers_are_asked_and_the_best_spelling_comes_first() -> None:
    """Candidates of all stand side by side."""
    other = Book("two", Place(id="t:2", name="Teba", kind="settlement"))
    found = lookup_in([other, Book("one", TIBA)])("Tiba")
    assert found[0].place.id == "t:1"
    assert {c.place.id for c in found} <= {"t:1", "t:2"}
    assert lookup_in([])("Tiba") == ()


def test_a_slip_of_the_pen_is_asked_for_only_where_no_spelling_is_known() -> None:
    """A name with a wrong consonant is placed, and a known one is never put to the looser look-up."""
    asked: list[str] = []

    def slips(name: str) -> Sequence[Candidate]:
        asked.append(name)
        return (Candidate(place=TIBA, likeness=0.8, match="fuzzy"),) if name == "Tifa" else ()

    one = report("Rebels captured the villages of Tifa and Tiba.", published="2019-06-07", theatre="syria")
    reading = read_report(one, theatre=load("syria"), lookup=LOOKUP, slips=slips)
    assert [(r.toponym.span.quote, r.place and r.place.id) for r in reading.resolutions] == [
        ("Tifa", "t:1"),
        ("Tiba", "t:1"),
    ]
    assert set(asked) == {"Tifa"}


def test_the_public_names_are_there() -> None:
    """What the interface promises is importable from the package."""
    for name in mapper.__all__:
        assert getattr(mapper, name) is not None
    assert set(mapper.__all__) <= set(dir(mapper))
    with pytest.raises(AttributeError, match="nothing"):
        mapper.nothing  # noqa: B018 -- the look-up is the test


WORDS = st.sampled_from(
    [
        "Rebels", "rebels", "The", "the", "army", "captured", "lost", "village", "villages", "of", "Tiba",
        "Kernaz", "18", "and", ",", ".", "in", "on", "Friday", "but", "denied", "said",
        "that", "which", "had", "been", "was", "were", "not", "failed", "to", "take", "by", "from", "after",
        "withdrew", "besieged", "SOHR", "Syrian", "government", "forces", "“", "”", "\n\n",
        "according", "control", "contested", "fighting", "inside", "parts", "Hama", "province", "two days later",
        "since 2012", "5 May", "it", "it", "they", "'s", "-", "Gen.", "U.S.", "entered",
        "repelled", "an attack", "plans", "hand over", "fell", "retook", "who", "where", "while", "(", ")", ":",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join)),
    st.sampled_from([None, date(2019, 6, 7)]),
)
@example("It was 's.", None)
@example("’s of its", None)
@example("army leaving area ) 's", None)
@example("The town, founded 3000 years ago, fell to rebels.", date(2019, 6, 7))
def test_any_text_is_read_without_an_error(text: str, published: date | None) -> None:
    """Whatever is written, spans quote the text and claims are sound."""
    one = report(text, published=published)
    reading = read_report(one, theatre=load("syria"), lookup=LOOKUP)
    for claim in reading.claims:
        for span in (claim.mention, claim.evidence):
            assert text[span.start : span.end] == span.quote
            assert span.quote
        assert 0 <= claim.confidence <= 1
        assert (claim.scope == "group") == (claim.count is not None) or claim.scope != "place"
        assert claim.period.start is None or claim.period.end is None or claim.period.start <= claim.period.end
        assert claim.scope == "place" or claim.located is None or claim.scope == "area"
    ids = [c.id for c in reading.claims]
    assert len(ids) == len(set(ids))

"""Columns of the page's payload: what is kept in few bytes reads as the list that it stands for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.control.spell import Timeline
from mapper.maps.columns import Ragged, cells, coded
from mapper.maps.excerpt import excerpt
from mapper.maps.geometry import day_number
from mapper.maps.heard import heard_in
from mapper.maps.island import literal
from mapper.maps.payload import payload_of
from mapper.reports.report import Report
from tests.maps_fixture import TAL_MALAH, claim, two_villages
from tests.maps_front_fixture import seventy_villages


@given(st.lists(st.one_of(st.none(), st.integers(0, 3), st.text(max_size=2))))
def test_a_coded_column_reads_as_its_list(values: list[object]) -> None:
    """Cell by cell, as a whole, as JSON, and with each value turned into another one."""
    column = coded(values)
    assert column == values
    assert [column[number] for number in range(len(values))] == values
    assert column[-2:] == values[-2:]
    assert literal(column) == literal(values)
    assert column.turned(lambda value: value is None) == [value is None for value in values]


def test_what_becomes_alike_is_one_value() -> None:
    """The values are told in the order in which they come, each once."""
    column = coded(["b", "a", "B", "b"]).turned(str.upper)
    assert (column.of, column.at.tolist()) == (["B", "A"], [0, 1, 0, 0])


@given(st.lists(st.lists(st.integers(0, 9), max_size=3)))
def test_lists_of_numbers_read_as_they_are(rows: list[list[int]]) -> None:
    """Empty ones, too."""
    items = np.array([number for row in rows for number in row], dtype=np.int64)
    assert Ragged(np.array([len(row) for row in rows], dtype=np.int64), items) == rows


def test_attributes_of_many_things_are_columns() -> None:
    """More things than are looked at together; no things are columns without cells."""
    reports = [Report(id=f"r{number}", text="", source=f"s{number % 3}") for number in range(1_200)]
    ids, sources = cells(reports, "id", few="source")
    assert ids == [report.id for report in reports]
    assert sources == [report.source for report in reports]
    assert sources.of == ["s0", "s1", "s2"]
    assert cells([], "id", few="source") == [[], []]


def test_claims_are_heard_in_their_order() -> None:
    """Each with the number of its report and the sentence round it."""
    readings = seventy_villages().readings
    _, heard = heard_in(readings)
    rows = [(number, reading.report, made) for number, reading in enumerate(readings) for made in reading.claims]
    assert heard.report == [number for number, _, _ in rows]
    assert heard.quote == [excerpt(report, made).text for _, report, made in rows]
    assert heard.previous == [made.previous for _, _, made in rows]
    assert heard.end == [made.period.end for _, _, made in rows]


def test_claims_that_share_an_id_are_about_the_place_of_their_spell() -> None:
    """Of one id two claims: both stand where a spell has them, and the spell names the last one."""
    story = two_villages()
    number, first = next((n, r) for n, r in enumerate(story.readings) if r.claims)
    readings = (*story.readings[:number], replace(first, claims=(first.claims[0], *first.claims)))
    more = {key: value for key, value in story.arguments().items() if key not in {"context", "day", "lenses"}}
    data = payload_of(readings, story.timeline, **{**more, "title": "A title"})
    twins = [at for at, one in enumerate(data["claims"]["id"]) if one == first.claims[0].id]
    assert len(twins) == 2
    assert len({data["claims"]["place"][at] for at in twins}) == 1
    named = {one for some in (*data["spells"]["claims"], *data["spells"]["against"]) for one in some}
    assert twins[0] not in named


def test_a_place_that_no_spell_has_stands_by_its_name() -> None:
    """Without a timeline claims are about the places that they were resolved to, days as numbers."""
    story = two_villages()
    more = {key: value for key, value in story.arguments().items() if key not in {"context", "day", "lenses"}}
    data = payload_of(story.readings, Timeline(), **{**more, "title": "A title"})
    names = {data["places"]["name"][place] for place in data["claims"]["place"] if place >= 0}
    assert names == {"Idlib", "Jibbin", "Nowhere Farm", "Tall Milh"}
    published = [day_number(reading.report.published) for reading in story.readings]
    assert data["reports"]["published"] == published


@pytest.mark.parametrize("after", [".", ". Then more.", "! Then more.", "?", ".” Then more.", " today. Then more.", ""])
@pytest.mark.parametrize("before", ["", "Earlier. ", "Dr. Who said: "])
def test_a_sentence_ends_where_it_does(before: str, after: str) -> None:
    """Whether the claim's words reach to its last stop or not, what follows it is no part of it."""
    report = Report(id="r", text=f"{before}They took Tal Malah{after}")
    made = claim(report, "Tal Malah", "They took Tal Malah", at=TAL_MALAH)
    shown = excerpt(report, made).text
    assert shown.endswith(f"They took Tal Malah{after.removesuffix(' Then more.')}")
    assert "Earlier" not in shown

"""Every state can be walked back to the sentences that tell it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError, UnknownName
from mapper.pipeline import build
from mapper.reports.files import report

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.atlas import Atlas

FIRST = "Rebel fighters captured the village of Tal Malah in Hama province on Thursday, a monitor said."
SECOND = "Syrian government forces recaptured the village of Tal Malah in Hama province on Sunday, state media said."


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """Two reports on one village: taken on 6 June 2019, taken back on the 9th."""
    reports = [
        report(FIRST, id="first", published="2019-06-07", theatre="syria", source="a wire"),
        report(SECOND, id="second", published="2019-06-10", theatre="syria"),
    ]
    return build(reports)


def test_the_chain_names_state_quote_and_report(atlas: Atlas) -> None:
    """State, spells, quotes with their places in the text, sources, and how the name was placed."""
    told = str(atlas.why("Tal Malah"))
    for words in (
        "2019-06-10",
        "held by regime",
        "2019-06-06",
        "captured the village of Tal Malah",
        "recaptured the village of Tal Malah",
        "first",
        "second",
        "monitor",
        "state media",
        "35.3",
        "score",
    ):
        assert words in told, words


def test_the_offsets_of_a_quote_are_right(atlas: Atlas) -> None:
    """The chain tells where in the report the words stand."""
    claim = atlas.readings[0].claims[0]
    assert f"characters {claim.evidence.start} to {claim.evidence.end}" in str(atlas.why("Tal Malah"))
    assert FIRST[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2019-06-01", "held by regime"),
        ("2019-06-06", "held by rebels"),
        ("2019-06-08", "held by rebels"),
        ("2019-06-09", "held by regime"),
    ],
)
def test_the_state_is_that_of_the_day_asked_for(atlas: Atlas, day: str, state: str) -> None:
    """The first line tells the state on the day, given as a text or a date."""
    head = atlas.why("Tal Malah", at=day).lines[0]
    assert day in head
    assert state in head
    assert atlas.why("Tal Malah", at=date.fromisoformat(day)) == atlas.why("Tal Malah", at=day)


def test_a_place_is_found_by_spelling_variant_and_id(atlas: Atlas) -> None:
    """Names as reports or gazetteers spell them and ids lead to the same chain."""
    (key,) = {s.place_id for s in atlas.timeline.spells}
    expected = atlas.why("Tal Malah")
    assert atlas.why(key) == atlas.why("tal malah") == atlas.why("Tall Malah") == expected


def test_a_place_nobody_speaks_of_is_told_with_those_there_are(atlas: Atlas) -> None:
    """The error lists the places with claims."""
    with pytest.raises(UnknownName, match="Tal Malah"):
        atlas.why("Atlantis")


@pytest.mark.parametrize("name", ["", " ", "'", "…"])
def test_a_name_without_letters_is_no_place(atlas: Atlas, name: str) -> None:
    """Marks and blanks find nothing and break nothing."""
    with pytest.raises(UnknownName):
        atlas.why(name)


def test_a_bad_day_is_told(atlas: Atlas) -> None:
    """What is no date is refused with the way to write one."""
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        atlas.why("Tal Malah", at="June")


def test_an_unplaced_name_says_why() -> None:
    """A village that no gazetteer knows has a chain, too."""
    text = "Rebel fighters captured the village of Zzyrqanaya in Hama province on Thursday, a monitor said."
    told = str(build([report(text, published="2019-06-07", theatre="syria")]).why("Zzyrqanaya"))
    assert "held by rebels" in told
    assert "not placed" in told


def test_an_explanation_prints_itself(atlas: Atlas) -> None:
    """In a notebook the chain shows as text."""
    told = atlas.why("Tal Malah")
    assert repr(told) == str(told) == "\n".join(told.lines)


def test_each_step_tells_what_was_weighed(atlas: Atlas) -> None:
    """For every stretch the claims for and against it, what each weighs and why, and how likely the holder is."""
    told = str(atlas.why("Tal Malah"))
    for words in ("a third party", "in its own interest", "the day before", "so rebels with", "so regime with"):
        assert words in told, words


def test_what_was_overruled_and_what_only_repeats_is_told() -> None:
    """A side's own word against two third parties loses, and saying it twice adds nothing."""
    agency = "Syrian government forces still hold the village of Tal Malah in Hama province, state media said."
    reports = [
        report(FIRST, id="first", published="2019-06-07", theatre="syria"),
        report(FIRST, id="copy", published="2019-06-08", theatre="syria"),
        report(agency, id="third", published="2019-06-08", theatre="syria"),
    ]
    told = str(build(reports).why("Tal Malah"))
    (overruled,) = [line for line in told.splitlines() if "overruled by" in line]
    assert "overruled by first#1: third#1" in overruled
    assert "for regime (in its own interest" in overruled
    assert any("copy#1" in line and "repeats what its source said" in line for line in told.splitlines())


def test_what_is_told_of_a_hill_or_of_the_area_is_marked_so() -> None:
    """Both speak softly of the village, and the chain shows their sentences."""
    hill = "Syrian government forces seized the key hilltop of Tal Malah in Hama province on Friday, a monitor said."
    area = "Syrian government forces captured all of Hama province on Saturday, state media said."
    days = ("2019-06-07", "2019-06-08", "2019-06-09")
    reports = [
        report(text, id=id_, published=day, theatre="syria")
        for id_, text, day in zip(("first", "hill", "area"), (FIRST, hill, area), days, strict=True)
    ]
    told = str(build(reports).why("Tal Malah"))
    assert "hill#1, weight 0.4 for regime (a third party, only claimed, told of a site of its name)" in told
    assert "area#1~area, weight 0.1 for regime (in its own interest, only claimed, told of the area around it)" in told
    assert "told of Tal Malah (hilltop), so it speaks softly" in told
    assert "told of the area Hama, so it speaks softly" in told
    assert area.removesuffix(".") in told


def test_what_a_person_struck_or_corrected_is_shown_as_such(tmp_path: Path) -> None:
    """A claim called wrong weighs nothing and says why; a correction overrules what it contradicts."""
    path = tmp_path / "ours.toml"
    reports = [
        report(FIRST, id="first", published="2019-06-07", theatre="syria"),
        report(SECOND, id="second", published="2019-06-10", theatre="syria"),
    ]
    path.write_text('[[wrong]]\nid = "second#1"\nbecause = "the agency took it back"\n', encoding="utf-8")
    struck = str(build(reports, corrections=path).why("Tal Malah"))
    assert "held by rebels" in struck.splitlines()[0]
    assert "struck by a correction: the agency took it back" in struck
    assert "second#1, weight" not in struck
    path.write_text('[[held]]\nname = "Tal Malah"\nby = "regime"\nfrom = 2019-06-05\nbecause = "seen"\n', "utf-8")
    corrected = str(build(reports, corrections=path).why("Tal Malah"))
    assert "held by regime (corrected: seen)" in corrected
    assert "overruled by a person's correction: first#1" in corrected


def test_by_when_it_could_be_known_is_told(atlas: Atlas) -> None:
    """The days of the reports that the state rests on, and of the latest report there is."""
    now, then = str(atlas.why("Tal Malah")), str(atlas.known_by("2019-06-08").why("Tal Malah"))
    assert "first reported on 2019-06-10" in now
    assert "from reports published by 2019-06-10" in now
    assert "first reported on 2019-06-07" in then
    assert "from reports published by 2019-06-07" in then
    assert "second#1" not in then

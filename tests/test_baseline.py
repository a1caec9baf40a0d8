"""A baseline where reports are read: its places are found by id, by name or by position."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import mapper
from mapper.cli import OK, SOME_FAILED, main
from mapper.control.baseline import Start, read_baseline
from mapper.control.settling import settle
from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

HEAD = "place_id,name,lon,lat,holder,date\n"
STORY = "Rebels captured Tal Malah in Hama province on Thursday, the Observatory said.\n"
BEFORE, AFTER = date(2019, 6, 1), date(2019, 6, 9)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with these rows under the head."""

    def written(*rows: str) -> Path:
        path = tmp_path / "b.csv"
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return written


def build(baseline: Path, *, known_by: str | None = None) -> mapper.Atlas:
    """The atlas of the story with a baseline."""
    report = mapper.report(STORY, published="2019-06-07", theatre="syria")
    return mapper.build([report], baseline=baseline, known_by=known_by)


@pytest.mark.parametrize(
    "row",
    [
        "ocha:C3445,,,,regime,2019-05-01",
        ",Tal Malah,,,regime,2019-05-01",
        ",Tall Milh,36.52,35.31,regime,2019-05-01",
    ],
)
def test_the_place_of_a_baseline_is_the_one_that_reports_name(write: Write, row: str) -> None:
    """It is one place, held by one side before the capture and by the other after."""
    atlas = build(write(row))
    held = [(s.place_id, s.holder) for day in (BEFORE, AFTER) for s in atlas.timeline.at(day)]
    assert held == [("ocha:C3445", "regime"), ("ocha:C3445", "rebels")]
    assert atlas.faults == ()


def test_places_of_which_no_report_speaks_are_drawn_as_the_baseline_says(write: Write) -> None:
    """With the position that a gazetteer knows, or that the table gives."""
    atlas = build(write(",Al-Jebeen,,,rebels,2019-05-01", "x9,Somewhere,36.1,35.1,regime,2019-05-01"))
    control = atlas.control(at=AFTER).set_index("name")
    assert control.loc["Al-Jebeen", "place_id"] == "ocha:C3466"
    assert control.loc["Al-Jebeen", "geometry"].x == pytest.approx(36.513, abs=0.01)
    assert (control.loc["Somewhere", "holder"], control.loc["Somewhere", "geometry"].y) == ("regime", 35.1)


def test_a_place_that_nobody_knows_is_told_and_left_out(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its line and what to do; the rest is settled, and the status tells."""
    path = write(",Tal Malah,,,regime,2019-05-01", ",Zzyrqanaya,,,regime,2019-05-01")
    (fault,) = build(path).faults
    assert str(fault) == (
        f"{path}, line 3: no gazetteer knows 'Zzyrqanaya'; give its place_id, or its lon and lat; the row is left out"
    )
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    story = (str(tmp_path / "a.txt"), "--published", "2019-06-07")
    assert main(["why", "Tal Malah", *story, "--baseline", str(path)]) == SOME_FAILED
    assert "line 3" in capsys.readouterr().err
    assert main(["why", "Tal Malah", *story, "--baseline", str(write(",Tal Malah,,,regime,2019-05-01"))]) == OK
    assert "the table of the start" in capsys.readouterr().out


def test_a_baseline_of_later_days_was_not_known(write: Write) -> None:
    """Known by a day, only its earlier rows count, whether asked at once or afterwards."""
    path = write("ocha:C3445,,,,regime,2019-05-01", "ocha:C3466,,,,regime,2019-07-01")
    atlas = build(path)
    assert {s.place_id for s in atlas.timeline.spells} == {"ocha:C3445", "ocha:C3466"}
    for known in (atlas.known_by("2019-06-30"), build(path, known_by="2019-06-30")):
        assert {s.place_id for s in known.timeline.spells} == {"ocha:C3445"}


def test_a_baseline_without_its_columns_is_told(tmp_path: Path) -> None:
    """The columns that are missing are named."""
    path = tmp_path / "b.csv"
    path.write_text("name,lon\nx,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="missing: holder, date"):
        read_baseline(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_baseline(tmp_path / "none.csv")


def test_rows_that_contradict_each_other_are_told(write: Write) -> None:
    """Of two rows of one place the first counts, and the other is told with both lines; a mere repetition is not."""
    path = write("ocha:C3445,,,,regime,2019-05-01", ",Tal Malah,,,regime,2019-05-01", ",Tal Malah,,,rebels,2019-05-01")
    atlas = build(path)
    assert [s.holder for s in atlas.timeline.at(BEFORE)] == ["regime"]
    (fault,) = atlas.faults
    assert fault.where == f"{path}, line 4"
    assert fault.message.startswith("regime held ")
    assert f"by {path}, line 2 already" in fault.message


def test_of_several_starts_of_a_place_the_earliest_counts() -> None:
    """Whatever their order; on one day the first side by name."""
    told = [("rebels", 3), ("regime", 1), ("army", 1)]
    starts = [Start(place_id="p", name="P", holder=holder, day=date(2019, 5, day)) for holder, day in told]
    for some in (starts, starts[::-1]):
        assert [spell.holder for spell in settle([], baseline=some).spells] == ["army"]

"""The table of places of `mapper fronts`: every row that cannot be used is told with its line."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.cli import main
from mapper.errors import InputError
from mapper.fronts.command import spells_of

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [f"{36.2 + 0.2 * n:.1f},48.{n},{'red' if n < 3 else 'blue'}" for n in range(6)]


def table(path: Path, *rows: str, header: str = "lon,lat,holder") -> Path:
    """A file of rows under a header."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("east,48.5,red,,", "lon 'east' is no number"),
        ("36.5,48.5,red,nan,", "weight nan is not from 0 to 1"),
        ("36.5,48.5,red,50,", "weight 50.0 is not from 0 to 1"),
        ("36.5,48.5,red,high,", "weight 'high' is no number"),
        ("36.5,48.5,red,,8 July", "date '8 July' is no date; write it as YYYY-MM-DD"),
    ],
)
def test_a_row_that_cannot_be_used_is_told(tmp_path: Path, row: str, why: str) -> None:
    """The fault names file, line, column and value, also where no row can be used."""
    path = table(tmp_path / "places.csv", "36.6,48.6,blue,,", row, header="lon,lat,holder,weight,date")
    kept, faults = spells_of(path)
    assert len(kept) == 1
    assert faults == (f"{path}, line 3: {why}",)
    alone = table(tmp_path / "alone.csv", row, header="lon,lat,holder,weight,date")
    with pytest.raises(InputError, match="no row gives a place") as caught:
        spells_of(alone)
    assert f"{alone}, line 2: {why}" in str(caught.value)


def test_two_holders_of_one_point_on_one_day_are_told(tmp_path: Path) -> None:
    """The first row stays, the other is told; a later day, or the same holder again, is no fault."""
    rows = ["36.5,48.5,red,2024-07-01", "36.500001,48.5,blue,2024-07-01", "36.5,48.5,red,2024-07-01"]
    later = ["36.6,48.5,red,2024-07-01", "36.6,48.5,blue,2024-07-02"]
    path = table(tmp_path / "places.csv", *rows, *later, header="lon,lat,holder,date")
    kept, faults = spells_of(path)
    assert faults == (f"{path}, line 3: 'red' holds the same point on the same day in line 2",)
    assert [(spell.holder, spell.start) for spell in kept] == [("red", date(2024, 7, 1)), ("blue", date(2024, 7, 2))]


def test_a_table_may_be_parted_by_semicolons(tmp_path: Path) -> None:
    """Spreadsheets of many countries write them; a name may run over two lines."""
    path = table(tmp_path / "places.csv", '"A\nB";36.5;48.5;red', "C;36.6;x;red", header="name;lon;lat;holder")
    kept, faults = spells_of(path)
    assert [spell.name for spell in kept] == ["A\nB"]
    assert faults == (f"{path}, line 4: lat 'x' is no number",)


def test_all_faulty_points_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its line; a file without points is told, too."""
    places = table(tmp_path / "places.csv", *ROWS)
    points = table(tmp_path / "points.csv", "36.2,48.5", "x,48.5", "36.2,95", header="lon,lat")
    assert main(["fronts", str(places), "--probe", str(points)]) == 2
    told = capsys.readouterr().err
    assert f"{points}, line 3: lon 'x' is no number" in told
    assert f"{points}, line 4: lon 36.2, lat 95.0 is no place on the globe" in told
    assert main(["fronts", str(places), "--probe", str(table(points, header="lon,lat"))]) == 2
    assert f"{points}: has no points" in capsys.readouterr().err


def test_a_holder_with_a_comma_stays_in_its_column(tmp_path: Path) -> None:
    """The probabilities are written as a table that any reader of CSV reads."""
    places = table(tmp_path / "places.csv", *(row.replace("red", '"red, the"') for row in ROWS))
    points, told = table(tmp_path / "points.csv", "36.2,48.5", header="lon,lat"), tmp_path / "told.csv"
    assert main(["fronts", str(places), "--probe", str(points), "-o", str(told)]) == 0
    (row,) = csv.DictReader(told.read_text(encoding="utf-8").splitlines())
    assert row["holder"] == "red, the"
    assert float(row["red, the"]) + float(row["blue"]) == pytest.approx(1)

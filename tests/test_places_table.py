"""Gazetteers read from tables, and what is told of bad ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError
from mapper.places.place import Place
from mapper.places.table import COLUMNS, table

if TYPE_CHECKING:
    from pathlib import Path

ROW = (
    *("ocha:C3445", "settlement", "village", "Tal Malah", "تل ملح", "Tall Milh|Tal Milh", "36.5186", "35.3058"),
    *("1", "SY", "Hama", "Muhradah", "", "12", "ocha|wof", "geonames:1|wof:2"),
)


def write(path: Path, *rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, by: str = "\t") -> Path:
    """A table of these rows."""
    path.write_text("\n".join(by.join(row) for row in (columns, *rows)) + "\n", encoding="utf-8")
    return path


def test_every_column_arrives(tmp_path: Path) -> None:
    """A row of the project's TSV becomes a place with all that it says."""
    gazetteer = table(write(tmp_path / "g.tsv", ROW), name="mine")
    assert gazetteer.places() == (
        Place(
            id="ocha:C3445",
            name="Tal Malah",
            kind="settlement",
            lon=36.5186,
            lat=35.3058,
            detail="village",
            name_local="تل ملح",
            names=("Tall Milh", "Tal Milh"),
            precision=1,
            country="SY",
            admin=("Hama", "Muhradah"),
            population=12,
            ids=("geonames:1", "wof:2"),
            gazetteer="mine",
        ),
    )


@pytest.mark.parametrize(("suffix", "by"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
def test_three_columns_are_enough(tmp_path: Path, suffix: str, by: str) -> None:
    """Name, lon and lat make a gazetteer, whatever parts the columns; ids are made of the lines."""
    path = write(tmp_path / f"g.{suffix}", ("Halfaya", "36.6", "35.26"), columns=("Name", "LON", "lat"), by=by)
    (place,) = table(path, name="mine").places()
    assert (place.id, place.name, place.lon, place.lat, place.kind) == ("mine:2", "Halfaya", 36.6, 35.26, "settlement")


def test_quotes_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    """A CSV saved by a spreadsheet is read."""
    path = tmp_path / "g.csv"
    path.write_text('\ufeffname,lon,lat\n"Halfaya, old town",36.6,35.26\n', encoding="utf-8")
    assert table(path, name="mine").places()[0].name == "Halfaya, old town"


def test_a_place_may_lack_a_point(tmp_path: Path) -> None:
    """Empty lon and lat together mean that no point is known."""
    path = write(tmp_path / "g.csv", ("Syria", "", ""), columns=("name", "lon", "lat"), by=",")
    assert table(path, name="mine").places()[0].lon is None


def test_every_bad_row_is_told_with_its_line(tmp_path: Path) -> None:
    """One error names all faults of a table."""
    columns = ("id", "name", "lon", "lat", "kind", "precision", "population")
    rows = (
        *(("1", "Good", "36", "35", "", "", ""), ("2", "", "36", "35", "", "", "")),
        *(("3", "Word", "east", "35", "", "", ""), ("4", "Far", "36", "95", "", "", "")),
        *(("5", "Half", "36", "", "", "", ""), ("6", "Kind", "36", "35", "town", "", "")),
        *(("7", "Vague", "36", "35", "", "4", ""), ("8", "Many", "36", "35", "", "", "1.5")),
        ("1", "Twin", "36", "35", "", "", ""),
    )
    path = write(tmp_path / "bad.csv", *rows, columns=columns, by=",")
    with pytest.raises(InputError) as raised:
        table(path, name="mine")
    first, *faults = str(raised.value).splitlines()
    assert "8 faults" in first
    assert [fault.removeprefix(f"{path}:").split(":")[0] for fault in faults] == [str(n) for n in range(3, 11)]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no column name, lon, lat"), (b"name,lat\nX,1\n", "no column lon"), (b"name,lon,lat\n\xff,1,1\n", "UTF-8")],
)
def test_a_table_of_the_wrong_form_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A missing column or another encoding is told."""
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        table(path, name="mine")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere is told in plain words."""
    with pytest.raises(InputError, match="cannot be read"):
        table(tmp_path / "none.tsv", name="mine")


def test_places_around_a_point_come_the_nearest_first(tmp_path: Path) -> None:
    """Only places with a point within the distance are given."""
    rows = (("Far", "37.5", "35.3"), ("Near", "36.53", "35.3"), ("Here", "36.51", "35.3"), ("Nowhere", "", ""))
    gazetteer = table(write(tmp_path / "g.csv", *rows, columns=("name", "lon", "lat"), by=","), name="mine")
    assert [place.name for place in gazetteer.within(36.51, 35.3, 5)] == ["Here", "Near"]

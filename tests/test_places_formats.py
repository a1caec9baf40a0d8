"""Tables of public gazetteers are read row by row: the good rows are kept, the bad ones told with their lines."""

from __future__ import annotations

import sqlite3
import struct
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError
from mapper.places.formats.recognised import form_of, read_all
from mapper.places.formats.shapes import point_in
from tests.gazetteer_fixture import OCHA, WOF, geonames_line, write_tables

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.places.record import Record, Sheet


def only(path: Path, *more: Path, country: str = "") -> Sheet:
    """The one sheet in some files."""
    (sheet,) = read_all([path, *more], country=country).sheets
    return sheet


def by_name(sheet: Sheet) -> dict[str, Record]:
    """The records of a sheet by their chief names."""
    return {record.name: record for record in sheet.records}


def write(path: Path, text: str) -> Path:
    """The path of a file with this text."""
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_gives_every_table_that_is_known(tmp_path: Path) -> None:
    """Each publisher's table is told by its columns, and what is no table is left out and named."""
    found = read_all([write_tables(tmp_path / "tables")])
    assert [sheet.source.key for sheet in found.sheets] == ["ocha", "ocha_quarters", "ocha_governorates", "wof"]
    assert [fault for fault in found.left_out if "README.md" in fault]


def test_ocha_gives_names_units_and_date(tmp_path: Path) -> None:
    """A community has its p-code, both names, three units, and the day in the file's name is the source's."""
    sheet = only(write(tmp_path / "ocha_syr_admin4_20180627.tsv", OCHA))
    place = by_name(sheet)["Tal Milh"]
    assert (place.id, place.name_local, place.country, place.lat) == ("ocha:C1", "تل ملح", "SY", 35.3058)
    assert place.admin == ("Hama", "Muhradah", "Muhradah")
    assert sheet.source.date == "2018-06-27"
    assert by_name(sheet)["Hama"].detail == "town"


def test_a_quarter_lies_at_its_city(tmp_path: Path) -> None:
    """A quarter has its city's position with precision 3; one whose city is unknown is refused with its line."""
    sheet = next(s for s in read_all([write_tables(tmp_path)]).sheets if s.source.key == "ocha_quarters")
    (quarter,) = sheet.records
    assert (quarter.detail, quarter.precision, quarter.lon, quarter.lat) == ("quarter", 3, 36.75, 35.13)
    (refusal,) = sheet.refused
    assert refusal.line == 3
    assert "C9" in refusal.reason


def test_a_row_cut_by_a_line_break_is_put_together(tmp_path: Path) -> None:
    """A line break inside a cell costs neither this row nor the next."""
    broken = OCHA.replace("Tal Milh\tتل ملح", "Tal\nMilh\tتل ملح")
    sheet = only(write(tmp_path / "t.tsv", broken))
    assert list(by_name(sheet)) == ["Tal Milh", "Hama", "Tiba"]
    assert sheet.refused == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("35.3058", "north", "not two numbers"),
        ("35.3058", "135.3", "not on Earth"),
        ("35.3058\t36.5186", "0\t0", "0, 0"),
        ("\tNo\nC2", "\nC2", "11 cells instead of 12"),
        ("C1\t", "\t", "no p-code"),
        ("C1\t", "C2\t", "C2"),
    ],
)
def test_a_bad_row_is_told_and_the_others_stay(tmp_path: Path, old: str, new: str, reason: str) -> None:
    """One row refused with its line and reason, two kept."""
    sheet = only(write(tmp_path / "t.tsv", OCHA.replace(old, new, 1)))
    (refusal,) = sheet.refused
    assert reason in refusal.reason
    assert refusal.line in {2, 3}
    assert len(sheet.records) == 2


def test_a_row_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """A byte of another encoding costs its own row alone."""
    path = tmp_path / "t.tsv"
    path.write_bytes(OCHA.encode().replace(b"Tal Milh", b"Tal M\xe9lh"))
    sheet = only(path)
    assert [(refusal.line, "UTF-8" in refusal.reason) for refusal in sheet.refused] == [(2, True)]
    assert len(sheet.records) == 2


def test_a_unit_has_a_point_inside_its_polygon(tmp_path: Path) -> None:
    """A governorate is an admin place of precision 3."""
    sheets = read_all([write_tables(tmp_path)]).sheets
    (unit,) = next(s for s in sheets if s.source.key == "ocha_governorates").records
    assert (unit.kind, unit.detail, unit.precision) == ("admin", "governorate", 3)
    assert unit.lon is not None
    assert unit.lat is not None
    assert 36 < unit.lon < 38
    assert 35 < unit.lat < 36


def test_a_point_is_found_in_a_hollow_shape() -> None:
    """Neither a hole nor a bay holds the point."""
    bowl = [[0, 0], [10, 0], [10, 10], [9, 10], [9, 1], [1, 1], [1, 10], [0, 10], [0, 0]]
    point = point_in({"type": "Polygon", "coordinates": [bowl]})
    assert point is not None
    assert 0 < point[0] < 1 or 9 < point[0] < 10
    assert point_in({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}) is None
    assert point_in(None) is None


def test_whos_on_first_brings_names_with_languages_and_ids(tmp_path: Path) -> None:
    """Names come from the table beside it, and the country from the file's name."""
    sheet = next(s for s in read_all([write_tables(tmp_path)]).sheets if s.source.key == "wof")
    hama = by_name(sheet)["Ḩamāh"]
    assert (hama.name_local, hama.country, hama.detail) == ("حماة", "SY", "city")
    assert ("Hama", "fr") in hama.names
    assert hama.ids == ("geonames:170017", "wikidata:Q173545")


def test_whos_on_first_shows_a_latin_name(tmp_path: Path) -> None:
    """Where the chief name is in another script, the name to show is the English one."""
    write(tmp_path / "wof_ua_names.tsv", "wof_id\tlang\tkind\tname\n11\teng\tpreferred\tLyman\n")
    lyman = WOF.splitlines()[0] + "\n" + WOF.splitlines()[1].replace("Tall Milḩ", "Лиман") + "\n"
    (record,) = only(write(tmp_path / "wof_ua_localities.tsv", lyman)).records
    assert (record.name, record.name_local, record.country) == ("Lyman", "Лиман", "UA")


def test_a_country_s_dump_is_read_out_of_its_zip(tmp_path: Path) -> None:
    """GeoNames' classes become our kinds, roads are passed over, alternate names have languages."""
    lines = [
        geonames_line(1, "Tall Milh", 35.3, 36.5, names="Tel Malah,تل ملح"),
        geonames_line(2, "Hama", 35.13, 36.75, "P.PPLA", population=460602),
        geonames_line(3, "Jabal Zayn", 35.3, 36.3, "T.HLL"),
        geonames_line(4, "Orontes", 35.2, 36.4, "H.STM"),
        geonames_line(5, "Hama Military Airport", 35.12, 36.71, "S.AIRB"),
        geonames_line(6, "Muhafazat Hama", 35.1, 37.0, "A.ADM1"),
        geonames_line(7, "M5", 35.1, 36.7, "R.RD"),
        "8\tshort\n",
        geonames_line(9, "Nowhere", 91.0, 36.7),
    ]
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("SY.txt", "".join(lines))
        archive.writestr("readme.txt", "about")
    names = "1\t1\tar\tتل ملح\t1\t\t\t\t\t\n2\t2\twkdt\tQ173545\t\t\t\t\t\t\n3\t2\tlink\thttps://x\t\t\t\t\t\t\n"
    sheet = only(tmp_path / "SY.zip", write(tmp_path / "alternatenames.txt", names))
    records = by_name(sheet)
    kinds = {name: (record.kind, record.detail) for name, record in records.items()}
    assert kinds == {
        "Tall Milh": ("settlement", "village"),
        "Hama": ("settlement", "city"),
        "Jabal Zayn": ("site", "hill"),
        "Orontes": ("water", "river"),
        "Hama Military Airport": ("site", "air base"),
        "Muhafazat Hama": ("admin", "governorate"),
    }
    assert records["Tall Milh"].name_local == "تل ملح"
    assert records["Hama"].ids == ("wikidata:Q173545",)
    assert [refusal.line for refusal in sheet.refused] == [8, 9]


@pytest.mark.parametrize(
    "header", ["name,lat,lon", "Name_EN;Latitude;Longitude", "placename\ty\tx", '"name","lat","lng"']
)
def test_any_table_is_read_by_the_names_of_its_columns(tmp_path: Path, header: str) -> None:
    """Comma, semicolon or tab, and the usual names of columns."""
    delimiter = max("\t,;", key=header.count)
    path = write(tmp_path / "mine.csv", f"{header}\n{delimiter.join(('Halfaya', '35.26', '36.6'))}\n")
    (record,) = only(path, country="sy").records
    assert (record.name, record.lat, record.lon, record.country) == ("Halfaya", 35.26, 36.6, "SY")


def test_a_table_without_a_country_needs_one(tmp_path: Path) -> None:
    """A row that tells no country is refused, one that does is kept."""
    sheet = only(write(tmp_path / "mine.csv", "name,lat,lon,country\nHalfaya,35.26,36.6,\nHama,35.1,36.7,sy\n"))
    assert [record.name for record in sheet.records] == ["Hama"]
    assert "--country" in sheet.refused[0].reason


def test_geojson_points_are_read(tmp_path: Path) -> None:
    """The geometry gives the position, the properties the rest."""
    feature = '{"type": "Feature", "properties": {"name": "Halfaya", "pop": 5}, "geometry": %s}'
    point, line = (
        '{"type": "Point", "coordinates": [36.6, 35.26]}',
        '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}',
    )
    text = f'{{"type": "FeatureCollection", "features": [{feature % point}, {feature % line}]}}'
    sheet = only(write(tmp_path / "mine.geojson", text), country="SY")
    assert [(r.name, r.lon, r.lat) for r in sheet.records] == [("Halfaya", 36.6, 35.26)]
    assert [refusal.line for refusal in sheet.refused] == [2]


def test_geopackage_points_are_read(tmp_path: Path) -> None:
    """A layer of points with a name column is a table like another."""
    path = tmp_path / "mine.gpkg"
    blob = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<bI2d", 1, 1, 36.6, 35.26)
    with closing(sqlite3.connect(path)) as store:
        store.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)")
        store.execute("INSERT INTO gpkg_geometry_columns VALUES ('hills', 'geom')")
        store.execute("CREATE TABLE hills (fid INTEGER, geom BLOB, name TEXT)")
        store.executemany("INSERT INTO hills VALUES (?, ?, ?)", [(1, blob, "Hill 154"), (2, None, "Hill 2")])
        store.commit()
    sheet = only(path, country="SY")
    assert [(r.name, r.lon, r.lat) for r in sheet.records] == [("Hill 154", 36.6, 35.26)]
    assert len(sheet.refused) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "town,where\nHama,here\n"),
        ("a.txt", "just words\n"),
        ("a.json", "{}"),
        ("a.docx", "x"),
        ("a.zip", "no zip"),
        ("a.gpkg", "no geopackage"),
    ],
)
def test_what_is_no_table_is_an_error_that_names_it(tmp_path: Path, name: str, text: str) -> None:
    """A file named by the user has to be a table of places."""
    with pytest.raises(InputError, match=f"{name}: "):
        read_all([write(tmp_path / name, text)], country="SY")


def test_companions_alone_are_left_out(tmp_path: Path) -> None:
    """Names without the table of their places are no gazetteer, and are told."""
    found = read_all([write(tmp_path / "wof_sy_names.tsv", "wof_id\tlang\tkind\tname\n1\tara\tpreferred\tx\n")])
    assert found.sheets == ()
    assert "names alone" in found.left_out[0]


def test_an_alternate_names_table_is_recognised(tmp_path: Path) -> None:
    """Ten columns that begin with a number are GeoNames' alternate names."""
    assert form_of(write(tmp_path / "SY.txt", "1\t2\tar\tx\t\t\t\t\t\t\n")) == "alternates"

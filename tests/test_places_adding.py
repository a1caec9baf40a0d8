"""Tables are added to the countries they tell of; adding a file again changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError
from mapper.places.adding import add, gazetteers_folder, installed_paths
from mapper.places.installed import Installed
from mapper.places.opening import open_gazetteers
from tests.gazetteer_fixture import OCHA, write_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder of tables."""
    return write_tables(tmp_path / "tables")


def test_adding_the_same_again_changes_nothing(tables: Path) -> None:
    """The file keeps its bytes and its time, whether all or a part comes again."""
    first = add([tables])
    (path,) = installed_paths()
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    for again in (tables, tables / "ocha_syr_admin4_20180627.tsv"):
        added = add([again])
        assert (dict(added.places), added.unchanged) == ({}, ("SY",))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert first.places == {"SY": 5}


def test_order_does_not_matter(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One table after the other gives the bytes that all at once give."""
    add([tables])
    (at_once,) = installed_paths()
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "other"))
    for name in ("wof_sy_localities.tsv", "ocha_syr_admin4_20180627.tsv", "ocha_syr_adm1.geojson"):
        add([tables / name])
    add([tables / "ocha_syr_city_neighbourhoods_20180627.tsv"])
    assert installed_paths()[0].read_bytes() == at_once.read_bytes()


def test_a_newer_table_of_a_source_takes_the_place_of_the_older(tables: Path) -> None:
    """A village that the newer edition lacks is gone, one that it moves has moved."""
    add([tables / "ocha_syr_admin4_20180627.tsv"])
    newer = tables / "ocha_syr_admin4_20240101.tsv"
    newer.write_text("\n".join(OCHA.replace("35.3058", "35.3000").splitlines()[:3]) + "\n", encoding="utf-8")
    assert add([newer]).places == {"SY": 2}
    book = Installed(installed_paths()[0])
    assert [(place.id, place.lat) for place in book.places()] == [("ocha:C1", 35.3), ("ocha:C2", 35.13)]
    book.close()


def test_one_table_may_tell_of_several_countries(tmp_path: Path) -> None:
    """Each country gets its own file."""
    (tmp_path / "mine.csv").write_text("name,lat,lon,country\nHama,35.1,36.7,SY\nLyman,49,37.8,UA\n", encoding="utf-8")
    assert add([tmp_path / "mine.csv"]).places == {"SY": 1, "UA": 1}
    assert [path.stem for path in installed_paths()] == ["SY", "UA"]
    assert [path.stem for path in installed_paths(["ua"])] == ["UA"]


def test_bad_rows_are_told_with_file_and_line(tables: Path) -> None:
    """The rest of the table is installed."""
    added = add([tables])
    assert added.faults == (f"ocha_syr_city_neighbourhoods_20180627.tsv:3: {added.sheets[1].refused[0].reason}",)


def test_nothing_readable_is_an_error_and_makes_no_folder(tmp_path: Path) -> None:
    """A missing path, an empty folder, and a table without one good row."""
    with pytest.raises(InputError, match="no such file"):
        add([tmp_path / "none.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty"):
        add([tmp_path / "empty"])
    (tmp_path / "mine.csv").write_text("name,lat,lon\nHama,north,east\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.csv:2: .*not two numbers"):
        add([tmp_path / "mine.csv"], country="SY")
    assert not gazetteers_folder().exists()


def test_installed_countries_are_opened_by_default(tables: Path) -> None:
    """Between the shipped places and the towns, those of the theatre, or all where it names no country."""
    assert [book.name for book in open_gazetteers()] == ["shipped", "world", "towns"]
    add([tables])
    assert [book.name for book in open_gazetteers()] == ["shipped", "SY", "world", "towns"]
    assert [book.name for book in open_gazetteers(countries=("sy", "lb"))] == ["shipped", "SY", "world", "towns"]
    assert [book.name for book in open_gazetteers(countries=("UA",))] == ["shipped", "world", "towns"]
    assert [book.name for book in open_gazetteers(["sy", "installed"])] == ["SY"]


def test_what_is_installed_anew_is_opened_anew(tables: Path) -> None:
    """A gazetteer opened after an installation knows what was installed."""
    add([tables / "ocha_syr_admin4_20180627.tsv"])
    (before,) = open_gazetteers(["SY"])
    add([tables / "wof_sy_localities.tsv"])
    (after,) = open_gazetteers(["SY"])
    assert "wof:11" not in before.find("Tal Milh")[0].place.ids
    assert "wof:11" in after.find("Tal Milh")[0].place.ids

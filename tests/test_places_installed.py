"""An installed country is asked through the keys of its file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mapper.errors import ExportError, GazetteerError
from mapper.places.adding import add
from mapper.places.index import CAP, FLOOR, FOLDED, SKELETON
from mapper.places.installed import FUZZY, Installed
from mapper.places.record import Record, Sheet, Source
from mapper.places.storing import read_store, write_store
from tests.gazetteer_fixture import write_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def syria(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    """Syria, of three villages and a city."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))
    add([write_tables(tmp_path / "tables")])
    book = Installed(tmp_path / "data" / "gazetteers" / "SY.sqlite")
    yield book
    book.close()


def made(path: Path, *records: Record) -> Installed:
    """A gazetteer of these records, of one source."""
    write_store(
        path, [Sheet(source=Source(key="x", title="", licence="", attribution=""), records=records)], country="SY"
    )
    return Installed(path)


def village(number: int, name: str, lat: float = 35.0) -> Record:
    """A village on one meridian."""
    return Record(id=f"x:{number}", name=name, lon=36.0, lat=lat, country="SY")


@pytest.mark.parametrize(
    ("name", "match", "low", "high"),
    [
        ("Tal Milh", "exact", 1.0, 1.0),
        ("تل ملح", "exact", 1.0, 1.0),
        ("Tell Milh", "folded", FOLDED, 0.999),
        ("Tel Malah", "skeleton", FLOOR, SKELETON),
    ],
)
def test_a_name_is_found_by_the_tightest_form(syria: Installed, name: str, match: str, low: float, high: float) -> None:
    """As written, folded, or by its consonants, with the likeness of each."""
    best = syria.find(name)[0]
    assert (best.place.id, best.match) == ("ocha:C1", match)
    assert low <= best.likeness <= high
    assert best.place.gazetteer == syria.name == "SY"


def test_a_merged_place_answers_to_the_names_of_all_sources(syria: Installed) -> None:
    """The French name that one source has leads to the place as another knows it."""
    (place,) = {one.place for one in syria.find("Hama") if one.match == "exact" and one.place.kind == "settlement"}
    assert place.id == "ocha:C2"
    assert set(place.ids) >= {"ocha:C2", "wof:12", "geonames:170017"}
    assert (place.population, place.detail, place.lat) == (460602, "city", 35.13)


def test_looser_forms_can_be_left_out(syria: Installed) -> None:
    """Who wants the spelling itself gets no other."""
    assert syria.find("Tel Malah", loosest="folded") == ()
    assert syria.find("Tell Milh", loosest="exact") == ()


@pytest.mark.parametrize("name", ["Tal Milf", "Tal Mikh", "Tal Mi", "Tal Marilh"])
def test_a_slip_in_a_consonant_is_found_by_the_fuzzy_search(syria: Installed, name: str) -> None:
    """One consonant other, more or less."""
    found = syria.fuzzy(name, near=(36.5, 35.3))
    assert found[0].place.id == "ocha:C1"
    assert found[0].match == "fuzzy"
    assert FLOOR <= found[0].likeness <= FUZZY


def test_the_fuzzy_search_stays_where_it_is_asked(syria: Installed) -> None:
    """A point or bounds elsewhere give nothing, and a name of two consonants is like too many."""
    assert syria.fuzzy("Tal Milf", near=(40.0, 36.0)) == ()
    assert syria.fuzzy("Tal Milf", bounds=(38.0, 35.0, 40.0, 36.0)) == ()
    assert syria.fuzzy("Tal Milf", bounds=(36.0, 35.0, 37.0, 36.0))
    assert syria.fuzzy("Hama") == ()


@pytest.mark.parametrize("name", ["", "'", "—", "()", "\x00", "%", "a" * 3000])
def test_odd_names_are_no_error(syria: Installed, name: str) -> None:
    """What has no letters, or too many, finds nothing."""
    assert syria.find(name) == syria.fuzzy(name) == ()


def test_a_name_in_a_script_without_folding_is_found_as_written(tmp_path: Path) -> None:
    """Georgian has no folding here: the exact name is found, and no other."""
    book = made(tmp_path / "GE.sqlite", Record(id="x:1", name="თბილისი", lon=44.8, lat=41.7, country="GE"))
    assert [one.match for one in book.find("თბილისი")] == ["exact"]
    assert book.find("თბილისო") == ()


def test_a_place_of_two_names_answers_to_each(tmp_path: Path) -> None:
    """A - B is found as A, as B and as both, and A - B finds A."""
    book = made(tmp_path / "SY.sqlite", village(1, "Ashrafiya - Kanazir"), village(2, "Mashrafa"))
    for name in ("Ashrafiya", "Kanazir", "Ashrafiya - Kanazir"):
        assert book.find(name)[0].place.id == "x:1"
    assert book.find("Mashrafa - Sheikh Ali")[0].place.id == "x:2"


def test_a_missing_qualifier_costs_likeness(tmp_path: Path) -> None:
    """Tal Battal may be Eastern Tal Battal, less than Tal Battal itself, and Western is not Eastern."""
    book = made(tmp_path / "SY.sqlite", village(1, "Eastern Tal Battal"), village(2, "Tal Battal"))
    assert [one.place.id for one in book.find("Tall Battal")] == ["x:2", "x:1"]
    assert [one.place.id for one in book.find("Eastern Tall Battal")] == ["x:1", "x:2"]
    assert book.find("Western Tal Battal")[0].place.id == "x:2"


def test_of_many_namesakes_the_near_ones_stay(tmp_path: Path) -> None:
    """The cap cuts the far ones where a point is given."""
    book = made(tmp_path / "SY.sqlite", *(village(n, "Tiba", 33 + n / 20) for n in range(60)))
    assert len(book.find("Tiba")) == CAP
    near = {one.place.id for one in book.find("Tiba", near=(36.0, 33 + 50 / 20))}
    assert "x:50" in near
    assert "x:1" not in near
    assert len(book.find("Tiba", cap=100)) == 60


def test_places_and_surroundings_are_listed(syria: Installed) -> None:
    """Every place comes once in the order of ids, and those within a distance the nearest first."""
    ids = [place.id for place in syria.places()]
    assert ids == sorted(ids)
    assert len(ids) == len(syria) == 5
    assert [place.id for place in syria.within(36.5186, 35.3058, 12)] == ["ocha:C1"]
    assert [place.id for place in syria.within(36.75, 35.13, 1)] == ["ocha:C2", "ocha:N1"]


def test_what_each_source_says_is_kept(syria: Installed) -> None:
    """Two positions of one village are told with their distance, and as a contradiction over a limit."""
    stated = syria.stated("ocha:C3")
    assert [(one.source, one.lat) for one in stated] == [("ocha", 35.4), ("wof", 35.42)]
    assert 2.5 < stated[1].km < 3.0
    assert [(place.id, one.source) for place, one in syria.contradictions(2.0)] == [("ocha:C3", "wof")]
    assert syria.contradictions(5.0) == ()


def test_threads_ask_one_gazetteer(syria: Installed) -> None:
    """Several threads at once get what one gets."""
    wanted = [one.place.id for one in syria.find("Tell Milh")]
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(50):
            syria.forget()
            found = [one.place.id for one in syria.find("Tell Milh")]
            if found != wanted:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_file_is_read_back_as_it_was_written(syria: Installed, tmp_path: Path) -> None:
    """The sheets come back, and writing them again, in any order, gives the same bytes."""
    sheets = read_store(syria.path)
    assert write_store(tmp_path / "SY.sqlite", reversed(sheets), country="SY") == len(syria)
    assert (tmp_path / "SY.sqlite").read_bytes() == syria.path.read_bytes()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """No file, no database, and a database of another make are errors that say what to do."""
    with pytest.raises(GazetteerError, match="cannot be opened"):
        Installed(tmp_path / "XX.sqlite")
    (tmp_path / "XX.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(GazetteerError, match="install it again"):
        Installed(tmp_path / "XX.sqlite")
    with closing(sqlite3.connect(tmp_path / "YY.sqlite")) as store:
        store.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        store.commit()
    with pytest.raises(GazetteerError, match="another version"):
        Installed(tmp_path / "YY.sqlite")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Nothing is left behind where writing fails."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="cannot be written"):
        write_store(tmp_path / "file" / "SY.sqlite", [], country="SY")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

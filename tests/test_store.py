"""The store: what is kept comes back as it was, only what is new is read, and nothing is lost on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapper
from mapper.claims.claim import Claim
from mapper.claims.reading import Reading
from mapper.control.settling import settle
from mapper.control.spell import Timeline
from mapper.errors import StoreError
from mapper.geoparse.resolution import Resolution, Scored
from mapper.geoparse.toponym import Toponym
from mapper.layers import CLAIM_COLUMNS, SPELL_COLUMNS
from mapper.period import on
from mapper.places.place import Place
from mapper.places.shipped import Shipped
from mapper.places.table import TableGazetteer
from mapper.reports.report import Report
from mapper.store.exchange import TABLES, export, take_in
from mapper.store.fingerprint import made_by, settled_by
from mapper.store.keeping import keep
from mapper.store.opening import connect, telling, transaction
from mapper.store.schema import LAYERS, VERSION
from mapper.store.store import Fresh, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapper.places.place import Gazetteer
    from mapper.store.wanting import Wanted

ROOT = Path(__file__).parents[1]
DAY = date(2019, 6, 7)
ENEMIES = {"rebels": "regime", "regime": "rebels"}
STORY = (
    "Rebel fighters captured the villages of Tal Malah and Jubbayn in northern Hama province on Thursday, the Syrian "
    "Observatory for Human Rights said.\n\nGovernment forces still hold the nearby town of Muhradah.\n"
)
SEQUEL = "Syrian government forces recaptured the village of Tal Malah in Hama province on Sunday, state media said.\n"
ARABIC = "سيطرت فصائل المعارضة على قرية تل ملح في ريف حماة الشمالي بعد اشتباكات عنيفة مع قوات النظام.\n"


VERSION_LINE = f'{{"table": "store", "key": "version", "value": "{VERSION}"}}'
TABLES_OF = {2: "4b1fbb421b04d4db"}  # what the tables of each version of the store are, as a digest of their SQL


def made_up(report: Report) -> Reading:
    """A reading of a report whose words are places, the first letter of each the side that holds it."""
    resolutions, claims = [], []
    at = 0
    for number, word in enumerate(report.text.split()):
        start = report.text.index(word, at)
        at = start + len(word)
        span = report.span(start, at)
        place = Place(id=f"t:{word[1:]}", name=word[1:], kind="settlement", lon=36 + 2 * number, lat=35.5)
        scored = (
            Scored(place=place, score=0.9, reasons=("spelling 1.00 (exact)",), exact=True),
            Scored(place=replace(place, id="t:other", lon=None, lat=None), score=0.1),
        )
        toponym = Toponym(span=span, kind="settlement")
        one = Resolution(toponym=toponym, place=place, candidates=scored, reason="the best")
        claims += [
            Claim(
                id=f"{report.id}#{2 * number + n}",
                place=word,
                scope="place",
                change=change,  # type: ignore[arg-type] # one of them
                certainty="claimed",
                mention=span,
                evidence=span,
                period=on(report.published or DAY),
                reported=report.published,
                controller="rebels" if word[0] == "r" else "regime",
                resolution=one,
            )
            for n, change in enumerate(("captured", "held"))
        ]
        resolutions.append(one)
    return Reading(report=report, theatre="syria", resolutions=tuple(resolutions), claims=tuple(claims))


def told(text: str, *, id: str = "a", published: date | None = DAY, **facts: str) -> Report:  # noqa: A002 -- as Report
    """A report."""
    return Report(id=id, text=text, published=published, **facts)


def settled(readings: Sequence[Reading]) -> Timeline:
    """The timeline of readings."""
    return settle((claim for one in readings for claim in one.claims), enemies=ENEMIES)


class Reader:
    """Reads made-up reports and notes which."""

    def __init__(self, name: str = "one", *, whole: bool = True) -> None:
        self.name, self.whole = name, whole
        self.read: list[str] = []
        self.told: list[str] = []

    def keep(self, path: Path, *reports: Report, asked: str | None = None) -> tuple[tuple[Reading, ...], Timeline]:
        """All readings of the store, and its timeline."""
        self.read, self.told = [], []
        return keep(
            reports,
            store=path,
            read=self._fresh,
            made=lambda by, theatre: f"{self.name} {by} {theatre}",
            settle=settled,
            settler="settle",
            theatre=asked,
            tell=self.told.append,
        )

    def _fresh(self, report: Report, asked: str | None) -> Fresh:
        self.read.append(report.id)
        return Fresh(reading=made_up(report), by=report.theatre or asked or "", whole=self.whole)


def add(store: Store, *reports: Report) -> list[Wanted]:
    """Keep the made-up readings of reports."""
    wanted = store.wanted(reports)
    return store.add([(one, Fresh(reading=made_up(one.report))) for one in wanted])


def rows(path: Path, query: str) -> list[Any]:
    """What the file itself says."""
    with closing(sqlite3.connect(path)) as store:
        return store.execute(query).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "project.gpkg"


# --- with the pipeline ----------------------------------------------------------------------------


def test_an_atlas_out_of_a_store_is_the_same_as_one_without(path: Path) -> None:
    """Readings, timeline, theatre and base map are equal, when the store is made and when it is only read."""
    reports = [
        told(STORY),
        told(SEQUEL, id="b", published=None),
        told(ARABIC, id="c"),
        told(STORY, id="d", theatre="atlantis"),
        told("Rebels took Kyiv. Ukrainian forces held Kharkiv on Monday.", id="e"),
        told("The army captured the town of Timbuktu in Mali on Monday, the ministry said.", id="f"),
    ]
    plain = mapper.build(reports)
    for given_now in (reports[:2], reports, ()):
        kept = mapper.build(given_now, store=path)
    assert kept.readings == plain.readings
    assert (kept.timeline, kept.theatre, kept.context) == (plain.timeline, plain.theatre, plain.context)
    assert kept.gazetteers == plain.gazetteers


def test_a_reading_shares_its_resolutions_with_its_claims(path: Path) -> None:
    """A claim's resolution is the very one of the reading, as it was."""
    mapper.build([told(STORY)], store=path)
    (reading,) = mapper.build((), store=path).readings
    there = {id(one) for one in reading.resolutions}
    assert reading.claims
    assert all(id(claim.resolution) in there for claim in reading.claims if claim.resolution)


def test_another_gazetteer_or_theatre_reads_again(path: Path, tmp_path: Path) -> None:
    """A store is never of two minds: what reads now has read all of it, and says that it reads again."""
    table = tmp_path / "mine.csv"
    table.write_text("name,lon,lat\nTal Malah,36.5,35.3\n", encoding="utf-8")
    said: list[str] = []
    mapper.build([told(STORY)], store=path, gazetteers=["shipped"])
    (reading,) = mapper.build((), store=path, gazetteers=["shipped", table], tell=said.append).readings
    assert reading == mapper.build([told(STORY)], gazetteers=["shipped", table]).readings[0]
    assert "1 reports are read again" in said[0]
    (reading,) = mapper.build([told(STORY)], store=path, theatre="generic").readings
    assert reading.theatre == "generic"
    assert mapper.build((), store=path).readings[0].theatre == "generic"  # as it was asked for


# --- what is read again ---------------------------------------------------------------------------


def test_only_new_reports_are_read(path: Path) -> None:
    """The same reports again are not; the atlas is of all that the store has, in the order they came."""
    reader = Reader()
    reader.keep(path, told("rHama"), told("gIdlib", id="b"))
    assert reader.read == ["a", "b"]
    readings, timeline = reader.keep(path, told("gIdlib", id="b"), told("rIdlib", id="c", published=date(2019, 6, 9)))
    assert reader.read == ["c"]
    assert [one.report.id for one in readings] == ["a", "b", "c"]
    assert readings == tuple(made_up(one.report) for one in readings)
    assert timeline == settled(readings)
    assert reader.keep(path) == (readings, timeline)
    assert reader.read == []


def test_a_fact_told_anew_counts_and_one_not_told_leaves_the_old(path: Path) -> None:
    """A report with a date of its own is read again, and keeps it when it comes without."""
    reader = Reader()
    reader.keep(path, told("rHama", published=None, source="a wire"))
    (reading,), _ = reader.keep(path, told("rHama", title="War"))
    assert reader.read == ["a"]
    assert (reading.report.published, reading.report.source, reading.report.title) == (DAY, "a wire", "War")
    (again,), _ = reader.keep(path, told("rHama", published=None))
    assert (reader.read, again) == ([], reading)
    assert [day for (day,) in rows(path, "SELECT collected FROM reports")] == [None]


def test_a_report_of_an_id_that_is_taken_gets_one_of_its_own(path: Path) -> None:
    """Two reports of one id are both kept, whichever day they come, and known again."""
    reader = Reader()
    reader.keep(path, told("rHama"), told("gHama"))
    assert reader.told == ["a: the store has another report of this id; this one is kept as a-2"]
    readings, _ = reader.keep(path, told("gIdlib"), told("gHama"), told("gHama", id="a-2"))
    assert [one.report.id for one in readings] == ["a", "a-2", "a-3", "a-2-2"]
    reader.keep(path, told("gIdlib"), told("gHama"))
    assert reader.read == []


def test_another_reader_reads_everything_again(path: Path) -> None:
    """What was read by other rules is read again in any call; an asked theatre is kept."""
    Reader("one").keep(path, told("rHama"), told("gIdlib", id="b"), asked="syria")
    reader = Reader("two")
    reader.keep(path, told("rTiba", id="c"))
    assert reader.read == ["c", "a", "b"]
    assert reader.told[0].endswith("2 reports are read again; other rules, words or gazetteers read them before")
    assert rows(path, "SELECT by FROM kept_readings ORDER BY report") == [("syria",), ("syria",), ("",)]


def test_what_a_silent_server_left_open_is_read_again_the_next_time(path: Path) -> None:
    """Once in each call, and no more when the server has answered."""
    reader = Reader(whole=False)
    for _ in range(2):
        reader.keep(path, told("rHama"))
        assert reader.read == ["a"]
    Reader().keep(path)
    reader.keep(path)
    assert reader.read == []


def test_only_the_spells_that_are_others_than_before_are_written(path: Path) -> None:
    """A place that nobody speaks of keeps its rows."""
    reader = Reader()
    reader.keep(path, told("rHama gIdlib"))
    before = dict(rows(path, "SELECT fid, place_id FROM spells"))
    reader.keep(path, told("gHama", id="b", published=date(2019, 6, 9)))
    after = dict(rows(path, "SELECT fid, place_id FROM spells"))
    assert {f for f, place in before.items() if place == "t:Idlib"} == {f for f in after if after[f] == "t:Idlib"}
    assert set(after.values()) == {"t:Hama", "t:Idlib"}
    assert set(after) != set(before)


def test_a_place_that_nobody_speaks_of_any_more_has_no_spells(path: Path) -> None:
    """A report that is read otherwise takes its claims with it."""
    with Store(path) as store:
        (one,) = store.wanted([told("rHama")])
        store.add([(one, Fresh(reading=made_up(one.report)))])
        store.restored(settle=settled, settler="settle")
        (again,) = store.wanted([told("rHama", title="War")])
        store.add([(again, Fresh(reading=Reading(report=again.report, theatre="syria")))])
        nothing = ((Reading(report=again.report, theatre="syria"),), Timeline())
        for _ in range(2):
            assert store.restored(settle=settled, settler="settle") == nothing
    assert rows(path, "SELECT (SELECT count(*) FROM claims) + (SELECT count(*) FROM spells)") == [(0,)]


def test_what_reads_is_told_apart_by_gazetteers_and_theatre() -> None:
    """The same word for the same, another for another table of the same name, theatre or asking."""
    one, other = (TableGazetteer([Place(id=i, name="Hama", kind="settlement")], name="mine") for i in ("t:1", "t:2"))
    ways: list[tuple[str, str, tuple[Gazetteer, ...]]] = [
        ("", "syria", (Shipped(),)),
        ("syria", "syria", (Shipped(),)),
        ("", "ukraine", (Shipped(),)),
        ("", "syria", (Shipped(), one)),
        ("", "syria", (Shipped(), other)),
    ]
    told_by = [made_by(asked=asked, theatre=theatre, gazetteers=books) for asked, theatre, books in ways]
    assert len(set(told_by)) == len(told_by)
    assert told_by[0] == made_by(asked="", theatre="syria", gazetteers=[Shipped()])
    assert settled_by() not in told_by


def test_a_timeline_is_nothing_but_its_spells_and_weights() -> None:
    """They are kept by place; whoever adds to the timeline has to tell the store how to keep that."""
    assert [field.name for field in fields(Timeline)] == ["spells", "weighed"]


ANYTHING = st.text(st.characters(exclude_categories=()), min_size=1, max_size=8)  # lone surrogates and nulls, too


@settings(max_examples=8)
@given(texts=st.lists(ANYTHING, min_size=1, max_size=3), title=ANYTHING, source=ANYTHING, name=ANYTHING)
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], title: str, source: str, name: str
) -> None:
    """Whatever a report holds: restored, and exported, read back and exported again."""
    folder = tmp_path_factory.mktemp("any")
    reader = Reader()
    reports = [told(text, id=name, title=title, source=source) for text in dict.fromkeys(texts)]
    readings, timeline = reader.keep(folder / "one.gpkg", *reports)
    assert [one.report.text for one in readings] == [one.text for one in reports]
    assert [replace(one.report, id=name) for one in readings] == reports
    assert readings == tuple(made_up(one.report) for one in readings)
    assert timeline == settled(readings)
    export(folder / "one.gpkg", folder / "one.jsonl")
    take_in(folder / "one.jsonl", folder / "two.gpkg")
    export(folder / "two.gpkg", folder / "two.jsonl")
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()
    assert reader.keep(folder / "two.gpkg", *reports) == (readings, timeline)
    assert reader.read == []


# --- as a GeoPackage ------------------------------------------------------------------------------


def test_the_store_is_a_geopackage_with_layers(path: Path) -> None:
    """Other programs see claims and spells as points, with the words of the exports."""
    atlas = mapper.build([told(STORY, source="a wire")], store=path)
    for layer, frame, columns in (("claims", atlas.claims, CLAIM_COLUMNS), ("spells", atlas.spells, SPELL_COLUMNS)):
        seen = gpd.read_file(path, layer=layer)
        assert set(LAYERS[layer]) < set(columns)
        assert seen.crs == "EPSG:4326"
        for name in sorted(set(LAYERS[layer]) - {"date_from", "date_to", "reported", "start", "end"}):
            assert seen[name].dropna().tolist() == frame[name].dropna().tolist(), name
        assert [g is None for g in seen.geometry] == [g is None for g in frame.geometry]
        assert seen.geometry.dropna().geom_equals(frame.geometry.dropna()).all()
    assert rows(path, "PRAGMA application_id") == [(0x47504B47,)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    listed = dict(rows(path, "SELECT table_name, data_type FROM gpkg_contents"))
    assert listed == {"claims": "features", "spells": "features", "reports": "attributes", "corrections": "attributes"}
    assert rows(path, "SELECT max(last_change) FROM gpkg_contents") == [("2019-06-07T00:00:00.000Z",)]


def test_other_tables_are_another_version(path: Path) -> None:
    """Whoever changes a table raises the version, or a store of yesterday would be called damaged."""
    Store(path).close()
    tables = sorted(sql for (sql,) in rows(path, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    assert sha256("\n".join(tables).encode()).hexdigest()[:16] == TABLES_OF[VERSION]


def test_corrections_are_only_ever_added(path: Path) -> None:
    """They come back in order with their days, and nobody changes or deletes one."""
    with Store(path) as store:
        store.correct("t:1 is Tiba", made=DAY)
        store.correct("no, it is not", made=DAY)
        assert store.corrections() == ((DAY, "t:1 is Tiba"), (DAY, "no, it is not"))
    with closing(sqlite3.connect(path)) as other:
        for query in ("DELETE FROM corrections", "UPDATE corrections SET text = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="add another one"):
                other.execute(query)


# --- in trouble -----------------------------------------------------------------------------------


def spoilt(path: Path, spoil: Callable[[Path], object]) -> None:
    """Make a store and spoil it."""
    Reader().keep(path, told("rHama"))
    spoil(path)


def run(path: Path, query: str) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(path)) as store, store:
        store.execute(query)


def aged(path: Path) -> None:
    """Make a store one of version 1, which kept the spells of a place in other columns."""
    run(path, "UPDATE store SET value = '1' WHERE key = 'version'")
    run(path, "DROP TABLE kept_states")
    run(path, "CREATE TABLE kept_states (place TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda p: p.write_text("no store at all, and long enough to be looked into"), "is no store of reports"),
        (lambda p: run(p, "DROP TABLE store"), "is no store of reports"),
        (
            lambda p: run(p, "UPDATE store SET value = '9' WHERE key = 'version'"),
            f"of version 9.*reads version {VERSION}",
        ),
        (aged, f"of version 1, .*reads version {VERSION}.*reports.jsonl --store"),
        (lambda p: p.write_bytes(p.read_bytes()[:5000] + bytes(20000)), "is damaged"),
        (lambda p: run(p, "UPDATE kept_claims SET record = '[1'"), "is damaged.*record of a"),
        (lambda p: run(p, "UPDATE kept_places SET record = '{}'"), "is damaged.*record of a place"),
        (lambda p: run(p, "UPDATE kept_readings SET resolutions = ''"), "is damaged.*record of a"),
        (lambda p: run(p, "UPDATE kept_states SET spells = '[1'"), "is damaged.*record of a spell"),
        (lambda p: run(p, "UPDATE kept_states SET weights = '[1'"), "is damaged.*record of a weight"),
        (lambda p: run(p, "DROP TABLE kept_states"), "is damaged.*kept_states"),
    ],
)
def test_a_file_that_is_no_whole_store_is_told(path: Path, spoil: Callable[[Path], object], words: str) -> None:
    """Each in one sentence that names the file, and as an error of the mapper's own tree."""
    spoilt(path, spoil)
    with pytest.raises(StoreError, match=words) as raised:
        Reader().keep(path)
    assert str(path) in str(raised.value)


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A folder, or one that is missing; where nothing is to be made, a file that is missing."""
    with pytest.raises(StoreError, match="is a folder"):
        Store(tmp_path)
    with pytest.raises(StoreError, match="make it first"):
        Store(tmp_path / "none" / "project.gpkg")
    with pytest.raises(StoreError, match="no such store"):
        Store(tmp_path / "project.gpkg", make=False)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_store_can_be_read_and_says_what_it_is(path: Path) -> None:
    """What is there is restored; what would change it is told."""
    found = Reader().keep(path, told("rHama"))
    address = f"{path.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as store:
        assert store.execute("SELECT count(*) FROM claims").fetchone() == (2,)
        with pytest.raises(StoreError, match="read-only"), telling(path), transaction(store):
            store.execute("DELETE FROM claims")
    assert Reader().keep(path) == found


def test_a_writer_waits_for_another_and_says_so_in_the_end(path: Path) -> None:
    """While one writes, others read what was there before."""
    found = Reader().keep(path, told("rHama"))
    with closing(connect(path, make=False)) as one, closing(connect(path, make=False, patience=0.05)) as other:
        with transaction(one):
            one.execute("DELETE FROM kept_claims")
            assert Reader().keep(path) == found
            with pytest.raises(StoreError, match="another program is writing"), telling(path), transaction(other):
                pass
        with telling(path), transaction(other):
            assert other.execute("SELECT count(*) FROM kept_claims").fetchone() == (0,)


def test_a_batch_that_fails_leaves_nothing_behind(path: Path) -> None:
    """All of a batch is kept, or nothing of it."""
    Reader().keep(path, told("rHama"))
    run(path, "CREATE TRIGGER full BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no room"):
        Reader().keep(path, told("rIdlib", id="b"))
    assert path.read_bytes() == before


def test_an_id_that_another_program_took_meanwhile_is_given_up(path: Path) -> None:
    """Between looking and writing somebody adds a report of the id, or the same report: neither is lost or doubled."""
    with Store(path) as one, Store(path) as other:
        looked = one.wanted([told("rHama"), told("gIdlib", id="b")])
        add(other, told("rTiba"), told("gIdlib", id="b"))
        refused = one.add([(w, Fresh(reading=made_up(w.report))) for w in looked])
        assert [w.report.text for w in refused] == ["rHama"]
    readings, _ = Reader().keep(path, told("rHama"))
    assert [(r.report.id, r.report.text) for r in readings] == [("a", "rTiba"), ("b", "gIdlib"), ("a-2", "rHama")]


def test_several_writers_at_once_lose_nothing(path: Path) -> None:
    """Each adds its own reports and some that all have; in the end all are there once, and settled."""

    def work(own: int) -> None:
        reader = Reader()
        for n in range(3):
            reader.keep(path, told(f"rHama{n} gIdlib", id=f"{own}-{n}"), told(f"gTiba{n}", id=f"all-{n}"))

    threads = [threading.Thread(target=work, args=(own,)) for own in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    readings, timeline = Reader().keep(path)
    wanted = {f"{own}-{n}" for own in (0, 1, 2, "all") for n in range(3)}
    assert sorted(one.report.id for one in readings) == sorted(wanted)
    assert timeline == settled(readings)


@pytest.mark.slow
def test_a_store_outlives_being_killed(tmp_path: Path) -> None:
    """Writers that are killed at any moment leave a store that opens and has all that was committed."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "store.py", "kills", "--kills", "30"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing lost" in done.stdout


# --- export and import ----------------------------------------------------------------------------


def filled(path: Path) -> Sequence[str]:
    """Make a store with something in every table; the lines of its export."""
    Reader().keep(path, told("rHama gIdlib", url="https://example.org/تل"), told("gHama", id="b"))
    with Store(path) as store:
        store.correct("gHama is wrong", made=DAY)
        add(store, told("rTiba", id="c"))
    export(path, path.with_suffix(".jsonl"))
    return path.with_suffix(".jsonl").read_text("utf-8").splitlines(keepends=True)


def test_an_export_that_is_read_back_is_exported_the_same(path: Path, tmp_path: Path) -> None:
    """Byte for byte, as one file and as a folder, with every table in it; and its reports are reports."""
    lines = filled(path)
    assert [sum(f'"table": "{table}"' in line for line in lines) > 0 for table in TABLES] == [True] * len(TABLES)
    export(path, tmp_path / "folder")
    take_in(tmp_path / "folder", tmp_path / "two.gpkg")
    take_in(path.with_suffix(".jsonl"), tmp_path / "three.gpkg")
    for name in ("two", "three"):
        export(tmp_path / f"{name}.gpkg", tmp_path / f"{name}.jsonl")
        assert (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines(keepends=True) == lines
        extents = "SELECT table_name, last_change, min_x, min_y, max_x, max_y FROM gpkg_contents"
        assert rows(tmp_path / f"{name}.gpkg", extents) == rows(path, extents)
    assert [r.id for r in mapper.read(tmp_path / "folder" / "reports.jsonl")] == ["a", "b", "c"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (VERSION_LINE, VERSION_LINE.replace(str(VERSION), "1"), "of version 1, .*reports.jsonl --store"),
        (f"{VERSION_LINE}\n", "", "no version"),
        ('{"table": "reports"', '{"table": "rapports"', r"jsonl:\d+: a line has a table, one of store, reports"),
        ('"given": ', '"gave": ', r"jsonl:\d+: a line of reports has"),
        ('"text": "rTiba"', '"text": 7', "the text of a report is no text"),
        ('"lon": 36.0', '"lon": "east"', "lon and lat are no numbers"),
        ('"problems": "[]"', '"problems": ["[]"]', "problems of a line of kept_readings is neither text nor number"),
        ('"fid": 2', '"fid": 1', "UNIQUE"),
        ("{", "", r"jsonl:1: .*\nand \d+ lines more|jsonl:1"),
    ],
)
def test_lines_that_are_no_export_are_told_and_make_no_store(path: Path, old: str, new: str, words: str) -> None:
    """Every bad line with its number, and no file where the store should have been."""
    text = "".join(filled(path))
    assert old in text
    source, target = path.with_name("bad.jsonl"), path.with_name("new.gpkg")
    source.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(mapper.MapperError, match=words):
        take_in(source, target)
    assert sorted(p.name for p in path.parent.iterdir()) == ["bad.jsonl", "project.gpkg", "project.jsonl"]


def test_an_import_writes_over_nothing(path: Path, tmp_path: Path) -> None:
    """A file that is there already stays as it is."""
    filled(path)
    with pytest.raises(StoreError, match="a file already"):
        take_in(path.with_suffix(".jsonl"), path)
    with pytest.raises(mapper.MapperError, match="no such file"):
        take_in(tmp_path / "none.jsonl", tmp_path / "new.gpkg")

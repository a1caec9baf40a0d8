"""The command: one verb a stage, results on standard output, faults as plain lines on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest

from mapper._version import VERSION
from mapper.cli import NOTHING_DONE, OK, SOME_FAILED, main

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

STORY = (
    "Rebels advance in Hama\n\n"
    "BEIRUT, June 7 - Rebel fighters captured the village of Tal Malah in northern Hama province on Thursday, "
    "the Syrian Observatory for Human Rights said. They also took 18 villages in the area, it said.\n\n"
    "Government forces still hold the nearby town of Muhradah.\n"
)
SEQUEL = "Syrian government forces recaptured the village of Tal Malah in Hama province on Sunday, state media said.\n"
ARABIC = "سيطرت فصائل المعارضة على قرية تل ملح في ريف حماة الشمالي بعد اشتباكات عنيفة مع قوات النظام.\n"
TOPONYM_KEYS = {"text", "start", "end", "kind", "lat", "lon", "place_id", "name", "score", "candidates"}
CLAIM_KEYS = {
    *("place", "scope", "count", "start", "end", "change", "actor", "controller", "previous", "date_from", "date_to"),
    *("claimant", "certainty", "evidence", "evidence_start", "evidence_end", "confidence", "lat", "lon", "place_id"),
}
KINDS = {"settlement", "admin", "site", "water", "road", "region", "country", "metonym"}
CHANGES = {
    "captured",
    "recaptured",
    "lost",
    "withdrawn",
    "handed_over",
    "held",
    "contested",
    "advanced",
    "besieged",
    "repelled",
}
CERTAINTIES = {"asserted", "claimed", "denied", "planned", "negated", "historic"}
LAYERS = ("claims", "spells", "control", "areas", "front", "toponyms")


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of two dated reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text, day in (("first", STORY, "2019-06-07"), ("second", SEQUEL, "2019-06-10")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.toml").write_text(f'published = {day}\nsource = "a wire"\n', encoding="utf-8")
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """One report without a date."""
    path = tmp_path / "bare.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A call of the command: exit status, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as leaving:  # argparse leaves by itself at wrong usage
            status = int(leaving.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return status, told.out, told.err

    return call


def rows(text: str) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def feed(monkeypatch: pytest.MonkeyPatch, *given: dict[str, Any] | str) -> None:
    """Lines on standard input."""
    lines = [one if isinstance(one, str) else json.dumps(one) for one in given]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


# --- extract --------------------------------------------------------------------------------------


def test_extract_gives_a_json_line_for_each_report(run: Run, reports: Path) -> None:
    """The keys and vocabularies are those of the interface, and nothing else is printed."""
    status, out, err = run("extract", reports)
    assert (status, err) == (OK, "")
    found = rows(out)
    assert [row["id"] for row in found] == ["first", "second"]
    for row in found:
        assert {"id", "toponyms", "claims", "problems"} <= set(row)
        assert row["problems"] == []
        for toponym in row["toponyms"]:
            assert set(toponym) >= TOPONYM_KEYS
            assert toponym["kind"] in KINDS
            assert isinstance(toponym["candidates"], int)
        for claim in row["claims"]:
            assert set(claim) >= CLAIM_KEYS
            assert claim["change"] in CHANGES
            assert claim["certainty"] in CERTAINTIES
            assert claim["scope"] in {"place", "group", "area"}


def test_offsets_of_extract_quote_the_text(run: Run, tmp_path: Path) -> None:
    """They count code points of the whole file, also behind letters outside the basic plane."""
    text = "\U0001f534 Breaking “news”: ‎\n\n" + STORY
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    _, out, _ = run("extract", tmp_path / "a.txt", "--published", "2019-06-07")
    (row,) = rows(out)
    assert row["toponyms"]
    assert row["claims"]
    for toponym in row["toponyms"]:
        assert text[toponym["start"] : toponym["end"]] == toponym["text"]
    for claim in row["claims"]:
        assert text[claim["evidence_start"] : claim["evidence_end"]] == claim["evidence"]
        assert text[claim["start"] : claim["end"]] == claim["place"]


def test_extract_tells_who_took_what_when(run: Run, reports: Path) -> None:
    """A capture has actor, controller, day, claimant and point; a counted group has none."""
    _, out, _ = run("extract", reports)
    claims = rows(out)[0]["claims"]
    (taken,) = [c for c in claims if c["place"] == "Tal Malah"]
    assert (taken["change"], taken["actor"], taken["controller"], taken["scope"]) == (
        "captured",
        "rebels",
        "rebels",
        "place",
    )
    assert (taken["date_from"], taken["date_to"], taken["certainty"]) == ("2019-06-06", "2019-06-06", "claimed")
    assert taken["lat"] == pytest.approx(35.306, abs=0.03)
    assert taken["lon"] == pytest.approx(36.519, abs=0.03)
    (group,) = [c for c in claims if c["scope"] == "group"]
    assert (group["place"], group["count"], group["lat"], group["lon"], group["place_id"]) == (
        "18 villages",
        18,
        None,
        None,
        None,
    )


def test_what_resolves_nowhere_has_null_coordinates(run: Run, tmp_path: Path) -> None:
    """Neither zero nor a guess."""
    (tmp_path / "a.txt").write_text(
        "Rebels captured the village of Zzyrqanaya in Hama province on Friday.", encoding="utf-8"
    )
    _, out, _ = run("extract", tmp_path / "a.txt", "--published", "2019-06-07")
    (claim,) = rows(out)[0]["claims"]
    assert (claim["place"], claim["lat"], claim["lon"], claim["place_id"]) == ("Zzyrqanaya", None, None, None)


def test_extract_reads_json_lines_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads reports, with their ids and dates."""
    feed(
        monkeypatch,
        {
            "id": "x1",
            "text": SEQUEL,
            "published": "2019-06-10",
            "source": "wire",
            "url": "https://example.org",
            "title": "t",
            "language": "en",
        },
    )
    status, out, _ = run("extract", "-")
    (row,) = rows(out)
    assert (status, row["id"]) == (OK, "x1")
    assert row["claims"][0]["date_from"] == "2019-06-09"


def test_extract_writes_a_file(run: Run, reports: Path, tmp_path: Path) -> None:
    """The file holds what would be printed, and its folder is made."""
    target = tmp_path / "new" / "claims.jsonl"
    status, out, _ = run("extract", reports, "-o", target)
    assert (status, out) == (OK, "")
    assert target.read_text(encoding="utf-8") == run("extract", reports)[1] == run("extract", reports, "-o", "-")[1]


def test_published_given_dates_the_reports_that_carry_none(run: Run, reports: Path, bare: Path) -> None:
    """A report's own date stays."""
    _, out, _ = run("extract", bare, reports / "second.txt", "--published", "2018-06-08")
    first, second = rows(out)
    assert {c["date_from"] for c in first["claims"] if c["change"] == "captured"} == {"2018-06-07"}
    assert {c["date_from"] for c in second["claims"]} == {"2019-06-09"}


def test_a_gazetteer_of_ones_own_places_names(run: Run, tmp_path: Path, bare: Path) -> None:
    """A table named on the command line is used in place of the shipped one."""
    table = tmp_path / "mine.csv"
    table.write_text("id,name,lon,lat,kind\nm1,Tal Malah,36.6,35.2,settlement\n", encoding="utf-8")
    status, out, _ = run("extract", bare, "--published", "2019-06-07", "--theatre", "syria", "--gazetteer", table)
    claims = {c["place"]: c for c in rows(out)[0]["claims"]}
    assert status == OK
    assert (claims["Tal Malah"]["lon"], claims["Tal Malah"]["lat"]) == (36.6, 35.2)


# --- bad inputs -----------------------------------------------------------------------------------


def plain(err: str, *words: str) -> None:
    """Standard error is one line that holds these words."""
    assert len(err.splitlines()) == 1, err
    assert err.startswith("mapper: ")
    for word in words:
        assert word in err


@pytest.mark.parametrize(
    "verb", [("extract",), ("map", "-o", "m.html"), ("export", "--layer", "control"), ("why", "Tal Malah")]
)
def test_a_missing_file_is_told_in_one_line(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """Every verb that reads reports says so, and does nothing."""
    status, out, err = run(*verb, tmp_path / "nowhere.txt")
    assert (status, out) == (NOTHING_DONE, "")
    plain(err, "nowhere.txt", "no such file")


def test_an_empty_file_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """Nothing is done."""
    (tmp_path / "empty.txt").touch()
    status, out, err = run("extract", tmp_path / "empty.txt")
    assert (status, out) == (NOTHING_DONE, "")
    plain(err, "empty.txt", "empty")


def test_a_folder_without_reports_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """The line says what a report is."""
    folder = tmp_path / "void"
    folder.mkdir()
    status, out, err = run("extract", folder)
    assert (status, out) == (NOTHING_DONE, "")
    plain(err, "void", "no report", ".txt")


def test_a_binary_file_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """A picture is no report."""
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)))
    status, out, err = run("extract", tmp_path / "picture.txt")
    assert (status, out) == (NOTHING_DONE, "")
    plain(err, "picture.txt", "UTF-8")


def test_a_report_without_a_date_works(run: Run, bare: Path) -> None:
    """It is read, and one line says that dates could not be resolved."""
    status, out, err = run("extract", bare)
    assert status == OK
    assert rows(out)[0]["claims"]
    plain(err, "bare", "could not be resolved", "--published")
    assert rows(out)[0]["problems"]


def test_a_map_of_reports_without_a_date_names_no_made_up_day(run: Run, bare: Path, tmp_path: Path) -> None:
    """The day that stands for "today" where nothing is dated is not shown."""
    status, out, err = run("map", bare, "-o", tmp_path / "m.html")
    assert status == OK
    assert "1970" not in out + err


def test_a_report_in_arabic_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """The language is not read yet, and no claim is made up."""
    (tmp_path / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    status, out, err = run("extract", tmp_path / "arabic.txt", "--published", "2019-06-07")
    assert status != OK
    assert rows(out)[0]["claims"] == []
    plain(err, "arabic", "Arabic", "not read yet")


def test_a_report_in_arabic_beside_an_english_one_costs_only_itself(run: Run, reports: Path) -> None:
    """The rest goes on, and the status tells."""
    (reports / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    (reports / "arabic.toml").write_text("published = 2019-06-07\n", encoding="utf-8")
    status, out, err = run("extract", reports)
    assert status == SOME_FAILED
    assert [bool(row["claims"]) for row in rows(out)] == [False, True, True]
    plain(err, "Arabic")


def test_one_broken_line_among_good_json_lines(run: Run, tmp_path: Path) -> None:
    """File and line are told, the good lines are read."""
    path = tmp_path / "wire.jsonl"
    good = [
        json.dumps({"id": f"g{n}", "text": text, "published": "2019-06-10"}) for n, text in enumerate((STORY, SEQUEL))
    ]
    path.write_text(f"{good[0]}\n{{broken\n{good[1]}\n", encoding="utf-8")
    status, out, err = run("extract", path)
    assert status == SOME_FAILED
    assert [row["id"] for row in rows(out)] == ["g0", "g1"]
    plain(err, "wire.jsonl", "line 2")


def test_a_report_of_an_unknown_theatre_costs_only_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bad row among good ones does not stop the rest."""
    good = {"id": "good", "text": SEQUEL, "published": "2019-06-10"}
    feed(monkeypatch, good, {**good, "id": "bad", "theatre": "atlantis"})
    status, out, err = run("extract", "-")
    assert status == SOME_FAILED
    assert "good" in [row["id"] for row in rows(out)]
    plain(err, "atlantis")


def test_several_faults_are_told_one_a_line(run: Run, reports: Path, tmp_path: Path) -> None:
    """Each failed input has its line, and the good ones are read."""
    (tmp_path / "empty.txt").touch()
    status, out, err = run("extract", tmp_path / "missing.txt", tmp_path / "empty.txt", reports)
    assert status == SOME_FAILED
    assert len(rows(out)) == 2
    assert ["missing" in line or "empty" in line for line in err.splitlines()] == [True, True]


def test_an_empty_standard_input_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe without a line in it is nothing done."""
    feed(monkeypatch)
    status, out, err = run("extract", "-")
    assert (status, out) == (NOTHING_DONE, "")
    assert err.strip()


# --- usage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("extract",),
        ("map",),
        ("why",),
        ("why", "Tal Malah"),
        ("export", "{bare}"),
        ("export", "{bare}", "--layer", "rivers"),
        ("extract", "{bare}", "--theatre", "atlantis"),
        ("extract", "{bare}", "--published", "June"),
        ("extract", "{bare}", "--published", "2019-02-30"),
        ("extract", "{bare}", "--gazetteer", "nowhere.tsv"),
        ("extract", "{bare}", "--nonsense"),
        ("export", "{bare}", "--layer", "control", "--at", "June"),
        ("export", "{bare}", "--layer", "control", "-o", "control.xls"),
        ("export", "{bare}", "--layer", "control", "-o", "control"),
        ("export", "{bare}", "--layer", "areas", "--cap", "-3"),
        ("export", "{bare}", "--layer", "areas", "--cap", "far"),
        ("map", "{bare}", "-o", "map.png"),
        ("why", "Atlantis", "{bare}"),
        ("gazetteer",),
        ("gazetteer", "search"),
        ("gazetteer", "search", "Tal Malah", "--near", "here"),
        ("gazetteer", "search", "Tal Malah", "--near", "36.5"),
        ("gazetteer", "search", "Tal Malah", "--near", "500,3"),
        ("gazetteer", "search", "Tal Malah", "--near", "nan,nan"),
        ("gazetteer", "search", "Xyzzyq"),
        ("gazetteer", "search", "Tal Malah", "--gazetteer", "nowhere.tsv"),
    ],
)
def test_wrong_usage_ends_with_status_two_and_a_reason(
    run: Run, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Nothing is printed as a result, no file is written, and standard error says what is wrong."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    status, out, err = run(*(a.format(bare=bare) for a in arguments))
    assert (status, out) == (NOTHING_DONE, "")
    assert err.strip()
    assert sorted(tmp_path.iterdir()) == before


def test_help_and_version_are_no_faults(run: Run) -> None:
    """Both print to standard output and end well."""
    status, out, _ = run("--help")
    assert status == OK
    assert all(verb in out for verb in ("map", "extract", "export", "why", "gazetteer"))
    assert run("--version") == (OK, f"mapper {VERSION}\n", "")


@pytest.mark.parametrize("verb", [("extract", "-o"), ("map", "-o"), ("export", "--layer", "control", "-o")])
def test_an_output_that_cannot_be_written_is_told(
    run: Run, reports: Path, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    """A file in the way of a folder is named, without a traceback."""
    wall = tmp_path / "wall"
    wall.touch()
    name = {"map": "m.html", "extract": "c.jsonl", "export": "c.geojson"}[verb[0]]
    status, _, err = run(verb[0], reports, *verb[1:], wall / name)
    assert status == NOTHING_DONE
    plain(err, "wall")


# --- export, map, why, gazetteer ------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_exported_as_geojson_on_standard_output(run: Run, reports: Path, layer: str) -> None:
    """Each is a FeatureCollection, and the layers of points have features here."""
    status, out, err = run("export", reports, "--layer", layer)
    assert (status, err) == (OK, "")
    told = json.loads(out)
    assert told["type"] == "FeatureCollection"
    if layer not in {"areas", "front"}:
        assert told["features"]


def test_control_has_the_columns_of_the_interface(run: Run, reports: Path) -> None:
    """The state of the latest report's day, with quote, source and precisions."""
    _, out, _ = run("export", reports, "--layer", "control")
    states = {f["properties"]["name"]: f for f in json.loads(out)["features"]}
    feature = states["Tal Malah"]
    assert feature["geometry"]["type"] == "Point"
    told = feature["properties"]
    assert set(told) >= {
        *("name", "name_local", "place_id", "holder", "status", "gaining", "since", "until", "confidence", "claims"),
        *("last_claim_quote", "claimant", "source", "geo_precision", "time_precision"),
    }
    assert (told["holder"], told["status"], told["since"], told["until"]) == ("regime", "held", "2019-06-09", None)
    assert "recaptured" in told["last_claim_quote"]
    assert told["source"] == "a wire"


def test_at_asks_for_the_state_of_a_day(run: Run, reports: Path) -> None:
    """On 7 June the village was the rebels', before the 6th it was not."""
    holders = []
    for day in ("2019-06-05", "2019-06-07", "2019-06-09"):
        features = json.loads(run("export", reports, "--layer", "control", "--at", day)[1])["features"]
        holders += [f["properties"]["holder"] for f in features if f["properties"]["name"] == "Tal Malah"]
    assert holders == ["regime", "rebels", "regime"]


def test_all_formats_hold_the_same_rows(run: Run, reports: Path, tmp_path: Path) -> None:
    """GeoJSON, GeoPackage, GeoParquet, KML and CSV agree on the places."""
    made = {suffix: tmp_path / "out" / f"control.{suffix}" for suffix in ("geojson", "gpkg", "parquet", "kml", "csv")}
    for path in made.values():
        assert run("export", reports, "--layer", "control", "-o", path) == (OK, "", "")
    features = json.loads(made["geojson"].read_text(encoding="utf-8"))["features"]
    names = sorted(f["properties"]["name"] for f in features)
    assert "Tal Malah" in names
    assert sorted(gpd.read_file(made["gpkg"])["name"]) == names
    assert sorted(gpd.read_parquet(made["parquet"])["name"]) == names
    with made["csv"].open(encoding="utf-8-sig", newline="") as lines:
        assert sorted(row["name"] for row in csv.DictReader(lines)) == names
    marks = ET.parse(made["kml"]).getroot().iter("{http://www.opengis.net/kml/2.2}Placemark")  # noqa: S314 -- our own file
    assert len(list(marks)) == len(names)


@pytest.mark.parametrize("suffix", ["geojson", "csv", "kml", "parquet"])
@pytest.mark.parametrize("layer", ["control", "claims"])
def test_two_exports_are_the_same_bytes(run: Run, reports: Path, tmp_path: Path, layer: str, suffix: str) -> None:
    """No clock and no chance is in a file."""
    one, two = tmp_path / "1" / f"x.{suffix}", tmp_path / "2" / f"x.{suffix}"
    for path in (one, two):
        assert run("export", reports, "--layer", layer, "-o", path)[0] == OK
    assert one.read_bytes() == two.read_bytes()


def test_two_extracts_are_the_same_bytes(run: Run, reports: Path) -> None:
    """The same reports give the same lines, whatever the order they are named in."""
    files = sorted(reports.glob("*.txt"))
    assert run("extract", reports) == run("extract", reports)
    assert sorted(run("extract", *files)[1].splitlines()) == sorted(run("extract", *reversed(files))[1].splitlines())


def test_the_map_is_a_page_and_the_same_bytes_twice(run: Run, reports: Path, tmp_path: Path) -> None:
    """A line tells what the page shows, a title is text and no markup, and a second run changes nothing."""
    one, two = tmp_path / "1.html", tmp_path / "deep" / "2.html"
    status, out, err = run("map", reports, "-o", one, "--title", "Hama <front>")
    assert (status, err) == (OK, "")
    assert str(one) in out
    assert "2019-06-10" in out
    run("map", reports, "-o", two, "--title", "Hama <front>")
    assert one.read_bytes() == two.read_bytes()
    page = one.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "Hama <front>" not in page


def test_why_walks_from_a_place_to_the_sentences(run: Run, reports: Path) -> None:
    """The state on the day, the quotes and their reports."""
    status, out, err = run("why", "Tal Malah", reports, "--at", "2019-06-07")
    assert (status, err) == (OK, "")
    assert "held by rebels" in out.splitlines()[0]
    assert "Rebel fighters captured the village of Tal Malah" in out
    assert "second" in out


def test_the_gazetteer_is_searched(run: Run) -> None:
    """Ranked candidates with scores, nearest first where a point is given."""
    status, out, err = run("gazetteer", "search", "Tal Malah", "--near", "36.52,35.31", "--country", "SY")
    assert (status, err) == (OK, "")
    first = out.splitlines()[0]
    assert "Tal Malah" in first
    assert "35.3" in first
    assert "km" in first
    scores = [float(line.split()[0]) for line in out.splitlines()]
    assert scores == sorted(scores, reverse=True)


# --- as a process of its own ----------------------------------------------------------------------


def test_the_command_works_as_a_process(tmp_path: Path) -> None:
    """Installed, piped and in a plain locale it reads UTF-8, writes UTF-8, and shows neither bar nor warning."""
    row = json.dumps(
        {"id": "x", "text": f"{SEQUEL}The village is called تل ملح.", "published": "2019-06-10"}, ensure_ascii=False
    )
    broken = '{"id": "y", "text": '
    command = Path(sys.executable).with_name("mapper")
    done = subprocess.run(
        [command, "extract", "-"],
        input=f"{row}\n{broken}\n".encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "MAPPER_DATA": str(tmp_path), "PYTHONWARNINGS": "default", "LC_ALL": "C"},
    )
    assert done.returncode == SOME_FAILED
    (told,) = rows(done.stdout.decode("utf-8"))
    assert told["claims"][0]["controller"] == "regime"
    plain(done.stderr.decode("utf-8"), "standard input", "line 2")

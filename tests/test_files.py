"""Reports come out of files, folders, JSON lines and standard input; what cannot be read is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError, MapperError, NothingToRead
from mapper.reports.files import Reports, as_date, read, report

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Rebel fighters captured the village of Tal Malah on Thursday, a monitor said.\n"
GOOD = json.dumps({"id": "good", "text": TEXT, "published": "2019-06-07"})


def written(folder: Path, name: str, text: str) -> Path:
    """A file of this name and text in the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lone_fault(*inputs: Path | str) -> str:
    """The message of an input out of which no report comes."""
    with pytest.raises(NothingToRead) as told:
        read(*inputs, stdin=[])
    return str(told.value)


def test_a_text_file_is_a_report_whole(tmp_path: Path) -> None:
    """The text is kept as it stands and the id is the file's name."""
    path = written(tmp_path, "hama-front.txt", f"Rebels advance\n\n{TEXT}")
    (one,) = read(path)
    assert one.text == f"Rebels advance\n\n{TEXT}"
    assert (one.id, one.published, one.theatre, one.language) == ("hama-front", None, None, "en")


def test_a_table_of_facts_beside_a_text_fills_the_report(tmp_path: Path) -> None:
    """Every fact that the table may hold arrives in the report."""
    path = written(tmp_path, "a.txt", TEXT)
    facts = 'id = "wire-7"\ntitle = "Rebels advance"\npublished = 2019-06-07\ntheatre = "syria"\nsource = "wire"\n'
    written(tmp_path, "a.toml", f'{facts}url = "https://example.org/7"\nlanguage = "en"\n')
    (one,) = read(path, published="2001-01-01", theatre="ukraine")
    assert (one.id, one.title, one.published, one.theatre) == ("wire-7", "Rebels advance", date(2019, 6, 7), "syria")
    assert (one.source, one.url, one.language) == ("wire", "https://example.org/7", "en")


@pytest.mark.parametrize("told", ["2019-06-07", '"2019-06-07"', "2019-06-07T18:30:00Z", '"2019-06-07T18:30:00Z"'])
def test_a_publication_date_may_be_a_date_a_moment_or_a_text(tmp_path: Path, told: str) -> None:
    """All spellings of a day in the table of facts mean that day."""
    path = written(tmp_path, "a.txt", TEXT)
    written(tmp_path, "a.toml", f"published = {told}\n")
    assert read(path)[0].published == date(2019, 6, 7)


def test_a_date_and_theatre_given_fill_only_what_is_missing(tmp_path: Path) -> None:
    """What the user gives holds for the reports that carry none."""
    bare, dated = written(tmp_path, "bare.txt", TEXT), written(tmp_path, "dated.txt", TEXT)
    written(tmp_path, "dated.toml", 'published = 2019-06-07\ntheatre = "syria"\n')
    first, second = read(bare, dated, published=date(2020, 2, 1), theatre="generic")
    assert (first.published, first.theatre) == (date(2020, 2, 1), "generic")
    assert (second.published, second.theatre) == (date(2019, 6, 7), "syria")


def test_a_folder_gives_its_reports_in_order(tmp_path: Path) -> None:
    """Reports come sorted by path, and neither a README, a hidden file nor a table of facts is one."""
    for name in ("b.txt", "a.md", "sub/c.txt", "README.md", "sub/readme.txt", ".hidden.txt", ".git/x.txt", "note.csv"):
        written(tmp_path, name, TEXT + name)
    written(tmp_path, "b.toml", "published = 2019-06-07\n")
    found = read(tmp_path)
    assert [one.id for one in found] == ["a", "b", "sub/c"]
    assert [one.published for one in found] == [None, date(2019, 6, 7), None]
    assert not found.faults


def test_folders_of_one_report_each_are_told_apart_by_the_folder(tmp_path: Path) -> None:
    """A file called "report" takes the name of its folder."""
    for name in ("kernaz", "atshan"):
        written(tmp_path, f"{name}/report.txt", TEXT + name)
    assert [one.id for one in read(tmp_path)] == ["atshan", "kernaz"]


def test_json_lines_with_one_broken_line_among_good_ones(tmp_path: Path) -> None:
    """The good lines are kept and the fault names file and line."""
    other = json.dumps({"id": "other", "text": TEXT})
    path = written(tmp_path, "wire.jsonl", f'{GOOD}\n\n{{"id": "torn", "text": "Reb\n{other}\n')
    found = read(path)
    assert [one.id for one in found] == ["good", "other"]
    (fault,) = found.faults
    assert str(path) in fault.where
    assert "line 3" in fault.where
    assert "JSON" in fault.message


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('"just a text"', "object"),
        ("[1, 2]", "object"),
        ("null", "object"),
        ("{}", "text"),
        ('{"id": "a", "text": ""}', "text"),
        ('{"id": "a", "text": " \\n "}', "text"),
        ('{"id": "a", "text": 7}', "text"),
        ('{"id": "a", "text": "x", "published": "7 June"}', "7 June"),
        ('{"id": "a", "text": "x", "published": "2019-02-30"}', "2019-02-30"),
        ('{"id": "a", "text": "x", "published": [2019]}', "2019"),
        ('{"id": "a", "text": "x", "title": 7}', "title"),
        ('{"id": "a", "text": "x", "theatre": ["syria"]}', "theatre"),
        ('{"id": "a", "text": "x"', "JSON"),
        ("NaN", "object"),
    ],
)
def test_a_line_that_is_no_report_is_told_with_its_number(line: str, word: str) -> None:
    """Each kind of bad line costs only itself, and the message says what is wrong."""
    found = read("-", stdin=[GOOD, line])
    assert [one.id for one in found] == ["good"]
    (fault,) = found.faults
    assert "line 2" in fault.where
    assert word in fault.message


def test_standard_input_is_json_lines() -> None:
    """A dash reads reports line by line, and blank lines count as lines."""
    found = read("-", stdin=[GOOD + "\n", "\n", json.dumps({"text": "Clashes went on."}) + "\n"])
    assert [one.id for one in found] == ["good", "line-3"]
    assert found[0].published == date(2019, 6, 7)


def test_json_files_hold_one_report_or_a_list(tmp_path: Path) -> None:
    """A JSON file may be one object or a list, and a bad item is told by its number."""
    single = written(tmp_path, "single.json", json.dumps({"text": TEXT}))
    several = written(
        tmp_path, "several.json", json.dumps([{"text": "One."}, {"id": "two"}, {"id": "three", "text": "Three."}])
    )
    found = read(single, several)
    assert [one.id for one in found] == ["single", "several-1", "three"]
    (fault,) = found.faults
    assert "item 2" in fault.where


def test_a_broken_json_file_is_told_with_its_line(tmp_path: Path) -> None:
    """A syntax error in a JSON file is placed."""
    message = lone_fault(written(tmp_path, "a.json", '{"id": "a",\n"text": }'))
    assert "a.json, line 2" in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere is told as it was written."""
    message = lone_fault(tmp_path / "nowhere.txt")
    assert "nowhere.txt" in message
    assert "no such file" in message


@pytest.mark.parametrize("content", ["", " \n\t\n ", "\ufeff", "\ufeff \n"])
def test_an_empty_file_is_no_report(tmp_path: Path, content: str) -> None:
    """A file without a word in it is called empty."""
    assert "empty" in lone_fault(written(tmp_path, "a.txt", content))


def test_a_folder_without_reports_says_what_a_report_is(tmp_path: Path) -> None:
    """A folder with other files only is told, with the endings that count."""
    written(tmp_path, "picture.png", "x")
    written(tmp_path, "README.md", "x")
    message = lone_fault(tmp_path)
    assert str(tmp_path) in message
    assert ".txt" in message


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", b"plain\x00text", b"\xff\xfeR\x00e\x00b\x00"])
def test_a_binary_file_is_no_report(tmp_path: Path, raw: bytes) -> None:
    """Bytes that are no UTF-8 text are told, with what to do."""
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    message = lone_fault(path)
    assert "a.txt" in message
    assert "UTF-8" in message


@pytest.mark.parametrize("suffix", [".html", ".htm", ".pdf", ".docx", ".HTML"])
def test_a_document_with_markup_is_not_read(tmp_path: Path, suffix: str) -> None:
    """Web pages and office files are refused with the way out."""
    message = lone_fault(written(tmp_path, f"page{suffix}", "<html><p>Rebels captured it.</p></html>"))
    assert f"page{suffix}" in message
    assert ".txt" in message


def test_broken_facts_are_told_with_their_line(tmp_path: Path) -> None:
    """A table of facts with a syntax error is a fault of that table, not of the text."""
    path = written(tmp_path, "a.txt", TEXT)
    written(tmp_path, "a.toml", 'title = "Rebels advance"\npublished = \n')
    message = lone_fault(path)
    assert "a.toml" in message
    assert "line 2" in message


@pytest.mark.parametrize("told", ['"7 June 2019"', '"June"', "7", '"2019-13-01"'])
def test_a_bad_date_in_the_facts_is_told(tmp_path: Path, told: str) -> None:
    """A publication date that is no date names the table and the way to write it."""
    path = written(tmp_path, "a.txt", TEXT)
    written(tmp_path, "a.toml", f"published = {told}\n")
    message = lone_fault(path)
    assert "a.toml" in message
    assert "YYYY-MM-DD" in message


def test_a_fact_of_the_wrong_type_is_told(tmp_path: Path) -> None:
    """A title that is a number is a fault that names the key."""
    path = written(tmp_path, "a.txt", TEXT)
    written(tmp_path, "a.toml", "title = 7\n")
    assert '"title"' in lone_fault(path)


def test_two_reports_of_one_id_get_ids_of_their_own() -> None:
    """Different texts under the same id stay apart."""
    rows = [json.dumps({"id": "a", "text": f"Text {n}."}) for n in range(3)]
    found = read("-", stdin=rows)
    assert len({one.id for one in found}) == 3
    assert [one.text for one in found] == ["Text 0.", "Text 1.", "Text 2."]
    assert not found.faults


def test_the_same_report_twice_counts_once(tmp_path: Path) -> None:
    """A report given twice is kept once, and that is told."""
    path = written(tmp_path, "a.txt", TEXT)
    found = read(path, path)
    assert len(found) == 1
    (fault,) = found.faults
    assert "twice" in fault.message


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """A text, JSON lines and a table of facts saved with a byte order mark read like those without."""
    path = written(tmp_path, "a.txt", "\ufeff" + TEXT)
    lines = written(tmp_path, "b.jsonl", "\ufeff" + GOOD)
    first, second = read(path, lines)
    assert first.text == TEXT
    assert (second.id, second.text) == ("good", TEXT)


def test_facts_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """A table of facts saved by an editor that sets a byte order mark is read."""
    path = written(tmp_path, "a.txt", TEXT)
    written(tmp_path, "a.toml", "\ufeffpublished = 2019-06-07\n")
    assert read(path)[0].published == date(2019, 6, 7)


def test_a_byte_order_mark_on_standard_input_is_no_fault() -> None:
    """A pipe from an editor's file reads like the file."""
    assert [one.id for one in read("-", stdin=["\ufeff" + GOOD])] == ["good"]


def test_json_lines_may_hold_any_line_separator_of_unicode(tmp_path: Path) -> None:
    """A separator inside a JSON text ends no line; only a line feed does."""
    row = json.dumps({"id": "a", "text": "One.\u2028Two.\u0085Three."}, ensure_ascii=False)
    (one,) = read(written(tmp_path, "a.jsonl", f"{row}\n"))
    assert one.text == "One.\u2028Two.\u0085Three."


def test_when_nothing_comes_out_every_fault_is_told(tmp_path: Path) -> None:
    """The one error names each input that failed, one a line."""
    empty, page = written(tmp_path, "empty.txt", ""), written(tmp_path, "page.html", "<p>")
    message = lone_fault(tmp_path / "missing.txt", empty, page, "-")
    assert [name for name in ("missing.txt", "empty.txt", "page.html") if name in message] == [
        "missing.txt",
        "empty.txt",
        "page.html",
    ]
    assert len(message.splitlines()) >= 3


def test_json_of_any_depth_is_a_fault_of_its_line() -> None:
    """A line of brackets without end costs only itself."""
    found = read("-", stdin=[GOOD, "[" * 100_000])
    assert [one.id for one in found] == ["good"]
    assert "line 2" in found.faults[0].where


def test_a_text_given_in_place_of_a_file_is_told() -> None:
    """Words too long for a file name are a fault like any file that is not there."""
    assert "Rebel fighters" in lone_fault(TEXT * 60)


def test_an_id_that_is_null_is_no_id() -> None:
    """A null id is made up like a missing one."""
    (one,) = read("-", stdin=[json.dumps({"id": None, "text": TEXT})])
    assert one.id == "line-1"


def test_no_input_at_all_says_what_to_do() -> None:
    """Reading nothing is an error of the mapper's own tree."""
    with pytest.raises(NothingToRead, match="input") as told:
        read()
    assert isinstance(told.value, MapperError)
    assert isinstance(told.value, ValueError)


def test_an_empty_standard_input_is_told() -> None:
    """A pipe that carries nothing leaves a message with words in it."""
    assert lone_fault("-").strip()


def test_faults_do_not_hide_the_good_inputs(tmp_path: Path) -> None:
    """A missing file beside a good one costs only itself."""
    found = read(tmp_path / "missing.txt", written(tmp_path, "a.txt", TEXT))
    assert [one.id for one in found] == ["a"]
    assert len(found.faults) == 1


def test_reports_are_a_sequence_that_prints_itself(tmp_path: Path) -> None:
    """Length, index, slice and iteration work, and the faults show."""
    found = read("-", tmp_path / "missing.txt", stdin=[GOOD])
    assert isinstance(found, Reports)
    assert len(found) == len(list(found)) == len(found[0:5]) == 1
    assert "2019-06-07" in repr(found)
    assert "missing.txt" in repr(found)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    """The order of a folder does not depend on the run."""
    for name in ("z.txt", "a.txt", "m/q.txt"):
        written(tmp_path, name, TEXT + name)
    assert read(tmp_path) == read(tmp_path)


def test_a_text_in_hand_is_a_report() -> None:
    """A report is made of a text with its facts."""
    one = report("Clashes.", published="2019-06-07", source="wire")
    assert (one.id, one.text, one.published, one.source) == ("report", "Clashes.", date(2019, 6, 7), "wire")
    assert one.span(0, 3).quote == "Cla"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (None, None),
        ("", None),
        ("2019-06-07", date(2019, 6, 7)),
        (" 2019-06-07 ", date(2019, 6, 7)),
        ("2019-06-07T01:02:03Z", date(2019, 6, 7)),
        (date(2019, 6, 7), date(2019, 6, 7)),
        (datetime(2019, 6, 7, 23, 59, tzinfo=UTC), date(2019, 6, 7)),
    ],
)
def test_dates_that_a_user_gives(given: date | str | None, meant: date | None) -> None:
    """A day, a moment and an ISO text mean a day."""
    assert as_date(given) == meant


@pytest.mark.parametrize("given", ["June", "07/06/2019", "2019-02-30", "2019", "2019-06-07 or later", "2019-06-071"])
def test_what_is_no_date_is_refused(given: str) -> None:
    """Anything else raises an error that quotes it."""
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        as_date(given)

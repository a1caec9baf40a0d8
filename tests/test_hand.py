"""Claims written by hand: good rows become claims, bad ones are told by their lines."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.claims.hand import read_hand
from mapper.claims.rows import row_of
from mapper.cli import OK, SOME_FAILED, main
from mapper.errors import InputError
from mapper.pipeline import build
from mapper.reports.files import report

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.atlas import Atlas

STORY = (
    "Rebels advance in Hama\n\n"
    "BEIRUT, June 7 - Rebel fighters captured the villages of Tal Malah and Jubbayn in northern Hama province "
    "on Thursday, the Syrian Observatory for Human Rights said. They took it within\nan hour.\n\n"
    "Government forces still hold the nearby town of Muhradah.\n"
)
HEADER = "report,place,change,controller,previous,date_from,date_to,claimant,certainty,evidence"
GOOD = 'a,Muhradah,held,regime,,,,,asserted,"Government forces still hold the nearby town of Muhradah."'
TAKEN = (
    "a,Tal Malah,captured,rebels,regime,2019-06-06,2019-06-06,the Syrian Observatory for Human Rights,claimed,"
    "Rebel fighters captured the villages of Tal Malah and Jubbayn"
)


def built(path: Path, text: str = STORY) -> Atlas:
    """The atlas of one report, with the claims of a file."""
    return build([report(text, id="a", published="2019-06-07", theatre="syria")], extractor=read_hand(path))


def table(folder: Path, *rows: str) -> Path:
    """A CSV file of these rows below the header."""
    path = folder / "claims.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    return path


def test_rows_become_claims_with_spans_places_and_sides(tmp_path: Path) -> None:
    """A row gives a claim with everything that it tells, found in the text, and settles its place."""
    atlas = built(table(tmp_path, TAKEN, GOOD))
    taken, held = atlas.readings[0].claims
    assert (taken.id, taken.place, taken.change, taken.controller, taken.previous) == (
        *("a#1", "Tal Malah", "captured", "rebels", "regime"),
    )
    assert taken.period.start == taken.period.end == date(2019, 6, 6)
    assert (taken.certainty, taken.claimant) == ("claimed", "the Syrian Observatory for Human Rights")
    assert {c.extractor for c in (taken, held)} == {"hand"}
    assert all(STORY[s.start : s.end] == s.quote for c in (taken, held) for s in (c.mention, c.evidence))
    assert taken.located is not None
    assert {s.name: s.holder for s in atlas.timeline.at(date(2019, 6, 7))}[taken.located.name] == "rebels"
    assert (atlas.faults, atlas.problems) == ((), ())


def test_what_extract_writes_is_read_back(tmp_path: Path) -> None:
    """The JSON lines of a reading give its claims again, word for word, but for who made them."""
    (reading,) = build([report(STORY, id="a", published="2019-06-07", theatre="syria")]).readings
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(row_of(reading), ensure_ascii=False) + "\n", "utf-8")
    (again,) = built(path).readings
    assert len(reading.claims) >= 3
    told, read = ([{**r, "extractor": ""} for r in row_of(one)["claims"]] for one in (reading, again))  # type: ignore[attr-defined]
    assert read == told
    assert [c.claimant_side for c in again.claims] == [c.claimant_side for c in reading.claims]
    assert [c.resolution for c in again.claims] == [c.resolution for c in reading.claims]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"change": "conquered"}, "change is none of captured, recaptured"),
        ({"certainty": "sure"}, "certainty is none of asserted"),
        ({"date_from": "7 June"}, "date_from is no day"),
        ({"date_from": "2019-06-08", "date_to": "2019-06-07"}, "date_to lies before date_from"),
        ({"place": ""}, "no place is given"),
        ({"report": ""}, "no report is given"),
        ({"previous": "regime"}, "controller and previous are the same side"),
    ],
)
def test_an_unknown_value_is_told_with_its_line(tmp_path: Path, change: dict[str, str], message: str) -> None:
    """A row with a value that nobody knows is left out and told; the good one below it is kept."""
    cells = dict(zip(HEADER.split(","), GOOD.replace('"', "").split(","), strict=True)) | change
    atlas = built(table(tmp_path, ",".join(cells[name] for name in HEADER.split(",")), GOOD))
    assert [c.place for r in atlas.readings for c in r.claims] == ["Muhradah"]
    (fault,) = atlas.faults
    assert "claims.csv, line 2" in fault.where
    assert message in fault.message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (GOOD.replace("town of", "city of"), "the evidence is not in the text"),
        (GOOD.replace("a,Muhradah", "a,Tal Malah"), "the place is not in the evidence"),
        (GOOD.replace("a,Muhradah", "a,Muhrad"), "the place is not in the evidence"),
        (GOOD.replace(",regime,", ",martians,"), "controller is no side"),
    ],
)
def test_a_row_that_the_text_does_not_bear_is_a_problem_of_the_report(tmp_path: Path, bad: str, message: str) -> None:
    """Evidence, place and side are looked up in the report; a row that fails is told with its line."""
    (reading,) = built(table(tmp_path, bad, GOOD)).readings
    assert [(c.id, c.place) for c in reading.claims] == [("a#1", "Muhradah")]
    (problem,) = reading.problems
    assert "claims.csv, line 2" in problem
    assert message in problem


def test_a_line_break_in_the_text_is_a_space_in_a_row(tmp_path: Path) -> None:
    """Whoever copies a sentence need not copy its line breaks; the quote is the text's own."""
    copied = "They took it within an hour. Government forces still hold the nearby town of Muhradah"
    row = f"a,Muhradah,held,regime,,,,,,{copied}"
    (claim,) = built(table(tmp_path, row)).readings[0].claims
    assert "within\nan hour.\n\nGovernment" in claim.evidence.quote
    assert claim.certainty == "asserted"


def test_a_place_that_was_not_found_stays_without_a_position(tmp_path: Path) -> None:
    """A place that the report's place names lack is kept as a claim that says why it has no position."""
    text = "Fighters said that they hold the old mill.\n"
    row = "a,old mill,held,rebels,,,,,,they hold the old mill"
    (claim,) = built(table(tmp_path, row), text).readings[0].claims
    assert claim.located is None
    assert claim.resolution is not None
    assert "not found" in claim.resolution.reason


def test_rows_of_an_unread_report_and_strange_columns_are_told(tmp_path: Path) -> None:
    """A row whose report is not there, and a column that nobody knows, are faults and not passed over."""
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEADER},controler\n{GOOD},rebels\n{GOOD.replace('a,', 'b,', 1)},x\n\nshort\n", "utf-8")
    atlas = built(path)
    assert [str(f).replace(f"{path}, ", "") for f in atlas.faults] == [
        "line 1: nobody knows the columns 'controler', so they are not read",
        "line 5: 1 cells instead of 11; the row is left out",
        "line 3: no report 'b' was read, so its claims are left out; check the id",
    ]
    assert len(atlas.readings[0].claims) == 1


def test_bad_json_lines_are_told_and_the_good_ones_kept(tmp_path: Path) -> None:
    """A line that is no JSON, one of another shape and a claim that is no object are told one by one."""
    path = tmp_path / "claims.jsonl"
    good = {"place": "Muhradah", "change": "held", "evidence": "the nearby town of Muhradah", "controller": "regime"}
    lines = ['{"id": "a"', '{"claims": []}', json.dumps({"id": "a", "claims": ["x", good, {**good, "count": "many"}]})]
    path.write_text("\n".join(lines), "utf-8")
    atlas = built(path)
    assert [c.place for c in atlas.readings[0].claims] == ["Muhradah"]
    told = [str(f) for f in atlas.faults]
    assert [("no JSON" in told[0]), ("as mapper extract writes it" in told[1])] == [True, True]
    assert ["line 3, claim 1" in told[2], "line 3, claim 3: count is no number" in told[3]] == [True, True]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("claims.csv", b"report,place\n", "lacks change, evidence"),
        ("claims.csv", b"report,place,place,change,evidence\n", "names a column twice"),
        ("claims.txt", b"", "a .jsonl or a .csv file"),
        ("claims.csv", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_of_claims_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """A file without the columns needed, of another kind or another encoding cannot be used at all."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_hand(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A file that is not there cannot be read."""
    with pytest.raises(InputError, match="cannot be read"):
        read_hand(tmp_path / "none.csv")


def test_a_store_reads_again_where_the_rows_changed(tmp_path: Path) -> None:
    """A store keeps what the rows gave, and reads its reports again once the file says something else."""
    one = report(STORY, id="a", published="2019-06-07", theatre="syria")
    made = []
    for rows in ([GOOD], [GOOD, TAKEN]):
        path = table(tmp_path, *rows)
        atlas = build([one], store=tmp_path / "s.gpkg", extractor=read_hand(path))
        made.append([c.place for r in atlas.readings for c in r.claims])
    assert made == [["Muhradah"], ["Muhradah", "Tal Malah"]]


def test_the_command_takes_claims_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--extractor hand --claims FILE` gives the rows' claims, tells a bad one and ends with a status that says so."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    wanted = ["extract", str(tmp_path / "a.txt"), "--published", "2019-06-07", "--extractor", "hand", "--claims"]
    assert main([*wanted, str(table(tmp_path, GOOD))]) == OK
    (row,) = json.loads(capsys.readouterr().out)["claims"]
    assert (row["place"], row["extractor"]) == ("Muhradah", "hand")
    assert main([*wanted, str(table(tmp_path, GOOD, GOOD.replace("held", "hold")))]) == SOME_FAILED
    assert "line 3: change is none of" in capsys.readouterr().err

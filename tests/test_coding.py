"""Claims coded by hand: a table is read row by row, and settles as claims that were read do."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.cli import NOTHING_DONE, OK, SOME_FAILED, main
from mapper.control.coding import COLUMNS, OPTIONAL, read_coded
from mapper.control.enemies import enemies_of
from mapper.control.settling import settled
from mapper.control.statements import CERTAINTIES, CHANGES
from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mapper.control.spell import Timeline

    Run = Callable[..., tuple[int, str, str]]

HEAD = ",".join(COLUMNS)
FIRST = date(2022, 3, 1)
ENEMIES = {"a": "b", "b": "a"}
TAKEN = {"report_id": "r1", "place_id": "p1", "change": "captured", "controller": "a", "date_from": "2022-03-05"}


def table(rows: Iterable[Mapping[str, object]], *, names: tuple[str, ...] = (*COLUMNS, *OPTIONAL)) -> str:
    """Rows as a CSV file; an empty one is a blank line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            out.write("\n")
    return out.getvalue()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file with a text in it."""

    def write(text: str, name: str = "claims.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A call of `mapper settle`: exit status, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["settle", *map(str, arguments)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def spells(text: str) -> list[tuple[str, str, str, str]]:
    """Place, holder, start and end of each row of a CSV file of spells."""
    return [(r["place_id"], r["holder"], r["start"], r["end"]) for r in csv.DictReader(io.StringIO(text))]


# --- the table ------------------------------------------------------------------------------------


def test_every_column_of_the_table_is_filled(written: Callable[..., Path]) -> None:
    """Each row gives one value in each column of the statements."""
    coded = read_coded(written(table([TAKEN, {**TAKEN, "change": "held", "reported": "2022-03-09"}])))
    columns = [getattr(coded.table, name) for name in coded.table.__slots__]
    assert {len(c) for c in columns if not isinstance(c, dict) and not hasattr(c, "words")} == {2}
    assert coded.table.ids == ["r1#2", "r1#3"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"change": "conquered"}, "change 'conquered' is none of captured"),
        ({"certainty": "sure"}, "certainty 'sure' is none of asserted"),
        ({"date_from": "5 March"}, "date_from '5 March' is no date; write it as YYYY-MM-DD"),
        ({"date_from": "2022-03-05", "date_to": "2022-03-01"}, "lies after date_to"),
        ({"place_id": "", "name": ""}, "no place: give a place_id or a name"),
        ({"lon": "36.5"}, "give both or neither"),
        ({"lon": "36.5", "lat": "95"}, "outside"),
        ({"lon": "nan", "lat": "35"}, "outside"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_rest_is_settled(
    written: Callable[..., Path], row: dict[str, str], words: str
) -> None:
    """What is wrong, where, and nothing else is lost."""
    path = written(table([TAKEN, {**TAKEN, **row}, {**TAKEN, "place_id": "p2"}]))
    coded = read_coded(path)
    (fault,) = coded.faults
    assert fault.where == f"{path}, line 3"
    assert words in fault.message
    assert coded.table.ids == ["r1#2", "r1#4"]


def test_all_that_is_wrong_with_a_row_is_told_at_once(written: Callable[..., Path]) -> None:
    """One line with every fault."""
    (fault,) = read_coded(written(table([{**TAKEN, "change": "x", "reported": "y", "place_id": ""}]))).faults
    assert all(word in fault.message for word in ("no place", "change 'x'", "reported 'y'"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "missing: change, controller"),
        (b"report_id,name\nr1,x\n", "missing: change, controller"),
        (b"change,controller\ncaptured,a\n", "missing: place_id (or name)"),
        (HEAD.encode() + b"\nr1,\xff\n", "UTF-8"),
        (HEAD.encode() + b"\nr1,p\x00" + b"x" * 200_000 + b"\n", "no row of a table"),
    ],
)
def test_a_file_that_is_no_table_of_claims_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    """The message says what is missing, or where it breaks."""
    path = tmp_path / "claims.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(words)) as told:
        read_coded(path)
    assert str(path) in str(told.value)


def test_semicolons_a_byte_order_mark_short_rows_and_blanks_are_read(tmp_path: Path) -> None:
    """What spreadsheets write is taken as it is."""
    path = tmp_path / "claims.csv"
    path.write_text("Name; Change ;controller;lon;lat\n\n Tiba ; captured;a\n", encoding="utf-8-sig")
    coded = read_coded(path)
    assert (coded.faults, coded.rows) == ((), 1)
    assert coded.table.titles == {0: "Tiba"}


def test_namesakes_with_positions_stay_apart_and_one_place_stays_one(written: Callable[..., Path]) -> None:
    """A name with a position is another place than the same name elsewhere; an id is one place wherever."""
    here, there = {"name": "Tiba", "lon": "36.5", "lat": "35.4"}, {"name": "Tiba", "lon": "37.5", "lat": "35.4"}
    rows = [{**TAKEN, "place_id": "", **one} for one in (here, there, here)]
    coded = read_coded(written(table([*rows, {**TAKEN, **here}, {**TAKEN, **there}])))
    assert coded.table.places.words == ["Tiba@36.5000,35.4000", "Tiba@37.5000,35.4000", "p1"]
    assert coded.table.points[2] == (36.5, 35.4)


DAYS = st.one_of(st.just(""), st.integers(0, 20).map(lambda n: (FIRST + timedelta(days=n)).isoformat()))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "report_id": st.sampled_from(["r1", "r2", "r3"]),
            "place_id": st.sampled_from(["p1", "p2"]),
            "lon": st.just("36.5"),
            "lat": st.just("35.4"),
            "change": st.sampled_from(CHANGES),
            "controller": st.sampled_from(["a", "b", "c", ""]),
            "previous": st.sampled_from(["a", "b", ""]),
            "actor": st.sampled_from(["a", ""]),
            "date_from": DAYS,
            "reported": DAYS,
            "claimant": st.sampled_from(["", "A", "B"]),
            "claimant_side": st.sampled_from(["", "a", "b"]),
            "certainty": st.sampled_from(CERTAINTIES),
        }
    ),
    max_size=12,
)


def timeline(text: str, **view: Any) -> Timeline:  # noqa: ANN401 -- what read_coded takes
    """The timeline of a table that comes on standard input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(text))
        coded = read_coded("-", **view)
    assert coded.faults == ()
    return settled(coded.table, enemies=enemies_of(coded.table))


@given(ROWS, st.integers(0, 20))
def test_known_by_a_day_is_settling_only_what_was_reported_up_to_it(rows: list[dict[str, str]], n: int) -> None:
    """What was reported later, or nobody knows when, might as well not be there."""
    day = FIRST + timedelta(days=n)
    kept = [row if row["reported"] and row["reported"] <= day.isoformat() else {} for row in rows]
    assert timeline(table(rows), known_by=day) == timeline(table(kept))


@given(ROWS, st.sampled_from(["a", "b", "neither"]))
def test_a_lens_is_settling_only_what_one_side_claims(rows: list[dict[str, str]], lens: str) -> None:
    """Other sides' claims might as well not be there."""
    kept = [row if row["claimant_side"] == ("" if lens == "neither" else lens) else {} for row in rows]
    assert timeline(table(rows), lens=lens) == timeline(table(kept))


# --- enemies --------------------------------------------------------------------------------------


def test_two_sides_are_each_others_enemies(written: Callable[..., Path]) -> None:
    """Whoever else is there is the other."""
    coded = read_coded(written(table([TAKEN, {**TAKEN, "controller": "b"}])))
    assert enemies_of(coded.table) == ENEMIES


def test_of_more_sides_the_enemy_is_the_one_most_often_opposed(written: Callable[..., Path]) -> None:
    """Places that pass from one to the other count, told or not."""
    holders = [("p1", "a", ""), ("p1", "b", ""), ("p1", "a", ""), ("p2", "c", "b"), ("p2", "b", "c"), ("p2", "c", "")]
    rows = [
        {**TAKEN, "place_id": p, "controller": c, "previous": b, "date_from": f"2022-03-0{n}"}
        for n, (p, c, b) in enumerate(holders, 1)
    ]
    assert enemies_of(read_coded(written(table(rows))).table) == {"a": "b", "b": "c", "c": "b"}
    assert enemies_of(read_coded(written(table([]))).table) == {}


# --- the verb -------------------------------------------------------------------------------------


def test_settle_prints_spells_as_csv(run: Run, written: Callable[..., Path]) -> None:
    """With id, holder, start and end, and the position of the place."""
    row = {**TAKEN, "lon": "36.5", "lat": "35.4", "previous": "b"}
    status, out, err = run(written(table([row])))
    assert (status, err) == (OK, "")
    assert spells(out) == [("p1", "b", "", "2022-03-05"), ("p1", "a", "2022-03-05", "")]
    assert {(r["lon"], r["lat"]) for r in csv.DictReader(io.StringIO(out))} == {("36.5", "35.4")}


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".parquet", ".kml"])
def test_settle_writes_every_format(run: Run, written: Callable[..., Path], tmp_path: Path, suffix: str) -> None:
    """The suffix tells the format; a line says what was done."""
    target = tmp_path / "new" / f"spells{suffix}"
    status, out, _ = run(written(table([{**TAKEN, "lon": "36.5", "lat": "35.4"}])), "-o", target)
    assert (status, "1 rows" in out) == (OK, True)
    if suffix == ".parquet":
        assert set(gpd.read_parquet(target)["place_id"]) == {"p1"}
    else:
        assert target.stat().st_size


def test_faults_of_rows_go_to_standard_error_and_the_status_tells(run: Run, written: Callable[..., Path]) -> None:
    """Twenty are shown, the others are counted, and the good rows are settled."""
    bad = [{**TAKEN, "change": "x"}] * 25
    status, out, err = run(written(table([*bad, TAKEN])))
    assert status == SOME_FAILED
    assert len(err.splitlines()) == 21
    assert "line 2:" in err
    assert "and 5 rows more" in err
    assert spells(out)
    assert run(written(table(bad)))[0] == NOTHING_DONE
    assert run("nowhere.csv")[0] == NOTHING_DONE


def test_a_baseline_tells_who_held_what_at_the_start(run: Run, written: Callable[..., Path]) -> None:
    """Also where no claim speaks of a place, and where the place is known by its name alone."""
    claims = written(table([{**TAKEN, "place_id": "", "name": "Tiba"}]))
    baseline = written("place_id,name,lon,lat,holder,date\n,Tiba,,,b,2022-03-01\np9,,36,35,b,2022-03-01\n", "b.csv")
    status, out, _ = run(claims, "--baseline", baseline)
    assert status == OK
    assert spells(out) == [
        ("Tiba", "b", "", "2022-03-05"),
        ("Tiba", "a", "2022-03-05", ""),
        ("p9", "b", "", ""),
    ]


def test_a_bad_baseline_is_told_whole(run: Run, written: Callable[..., Path]) -> None:
    """Every bad row with its line."""
    bad = written("place_id,name,lon,lat,holder,date\np1,,,,b,March\n,,,,b,2022-03-01\np2,,7,,b,2022-03-01\n", "b.csv")
    status, _, err = run(written(table([TAKEN])), "--baseline", bad)
    assert status == NOTHING_DONE
    assert [f"line {n}" in line for n, line in enumerate(err.splitlines(), 2)] == [True] * 3


def test_settle_knows_lenses_and_days(run: Run, written: Callable[..., Path]) -> None:
    """Only claims of that side, only those reported by that day; an unknown side is told."""
    rows = [
        {**TAKEN, "claimant_side": "a", "reported": "2022-03-06"},
        {**TAKEN, "place_id": "p2", "reported": "2022-03-08"},
        {**TAKEN, "place_id": "p3"},
    ]
    path = written(table(rows))
    assert {place for place, *_ in spells(run(path, "--lens", "a")[1])} == {"p1"}
    assert {place for place, *_ in spells(run(path, "--lens", "neither")[1])} == {"p2", "p3"}
    _, out, err = run(path, "--known-by", "2022-03-07")
    assert {place for place, *_ in spells(out)} == {"p1"}
    assert "1 rows without a date in `reported`" in err
    status, _, err = run(path, "--lens", "z")
    assert (status, "the lenses are a, neither" in err) == (NOTHING_DONE, True)


def test_settle_takes_corrections_of_claims_and_of_holders(run: Run, written: Callable[..., Path]) -> None:
    """A wrong claim is left out, a holder is put over; what a table cannot have is told with its line."""
    path = written(table([TAKEN, {**TAKEN, "place_id": "p2"}]))
    toml = '[[wrong]]\nid = "r1#2"\nbecause = "a typo"\n\n[[held]]\nplace_id = "p2"\nby = "b"\nfrom = 2022-03-07\n'
    _, out, _ = run(path, "--corrections", written(toml, "c.toml"))
    assert spells(out)[-1] == ("p2", "b", "2022-03-07", "")
    assert {place for place, *_ in spells(out)} == {"p2"}
    unknown = written('\n[[wrong]]\nid = "r9#9"\n', "d.toml")
    assert "d.toml, line 2" in run(path, "--corrections", unknown)[2]
    mention = written('[[mention]]\nreport = "r1"\ntext = "x"\nplace_id = "p1"\n', "e.toml")
    status, _, err = run(path, "--corrections", mention)
    assert (status, "e.toml, line 1: a table of claims has no text" in err) == (NOTHING_DONE, True)


def test_the_enemies_of_a_theatre_may_be_asked_for(run: Run, written: Callable[..., Path]) -> None:
    """Then a capture implies who held the place before, though no claim names the other side."""
    path = written(table([{**TAKEN, "controller": "rebels"}]))
    assert [holder for _, holder, *_ in spells(run(path, "--theatre", "syria")[1])] == ["regime", "rebels"]


def test_spells_tell_who_said_so_where_and_in_what_words(run: Run, written: Callable[..., Path]) -> None:
    """Those of the claim that was reported last; the report stands in for a source; a start by itself has none."""
    rows = [
        {
            **TAKEN,
            "claimant": "Army press office",
            "reported": "2022-03-06",
            "source": "a wire",
            "quote": "We took it.",
        },
        {**TAKEN, "report_id": "r2", "claimant": " Observers ", "reported": "2022-03-07"},
        {**TAKEN, "place_id": "p2", "date_from": "2022-03-09", "source": "a wire", "quote": "They hold it, "},
    ]
    start = written("place_id,name,lon,lat,holder,date\np3,,,,b,2022-03-01\n", "b.csv")
    _, out, _ = run(written(table(rows)), "--baseline", start)
    told = {
        r["place_id"]: (r["claimant"], r["source"], r["last_claim_quote"]) for r in csv.DictReader(io.StringIO(out))
    }
    assert told == {
        "p1": ("Observers", "r2", ""),
        "p2": ("", "a wire", "They hold it,"),
        "p3": ("", "", ""),
    }
    names = tuple(name for name in COLUMNS if name != "claimant")
    _, out, _ = run(written(table([TAKEN], names=names)))
    assert [(r["claimant"], r["source"]) for r in csv.DictReader(io.StringIO(out))][-1] == ("", "r1")

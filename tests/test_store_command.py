"""The store in the command: --store on the verbs that read, and the verbs of its own."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mapper.cli import NOTHING_DONE, OK, main
from mapper.store.schema import CHANGES, SETTLED
from mapper.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

STORY = "Rebel fighters captured the village of Tal Malah in Hama province on Thursday, the Observatory said.\n"
SEQUEL = "Syrian government forces recaptured the village of Tal Malah in Hama province on Sunday, state media said.\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A call of the command: exit status, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(one) for one in arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """A store of two days' reports."""
    for name, text, day in (("one", STORY, "2019-06-07"), ("two", SEQUEL, "2019-06-10")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        kept = ("--published", day, "--store", tmp_path / "project.gpkg")
        assert run("extract", tmp_path / f"{name}.txt", *kept)[::2] == (OK, "")
    return tmp_path / "project.gpkg"


def test_every_verb_speaks_of_all_reports_in_the_store(store: Path, run: Run) -> None:
    """With new reports and without any."""
    status, out, err = run("extract", "--store", store)
    assert (status, err) == (OK, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["one", "two"]
    status, out, _ = run("why", "Tal Malah", "--store", store)
    assert status == OK
    assert "held by regime" in out.splitlines()[0]
    status, out, _ = run("export", store.with_name("one.txt"), "--layer", "claims", "--store", store)
    assert {f["properties"]["report_id"] for f in json.loads(out)["features"]} == {"one", "two"}
    status, out, _ = run("map", "--store", store, "-o", store.with_suffix(".html"))
    assert (status, "reports: 2 up to 2019-06-10" in out) == (OK, True)


def test_info_tells_what_a_store_holds(store: Path, run: Run) -> None:
    """Reports, claims and spells by number, and whether the file is whole."""
    status, out, _ = run("store", "info", store)
    assert status == OK
    assert "whole" in out
    assert "reports: 2, published 2019-06-07 to 2019-06-10" in out
    assert "theatres: syria 2" in out


def test_only_a_store_with_reports_that_are_not_settled_is_behind(store: Path, run: Run, tmp_path: Path) -> None:
    """An empty one has nothing to settle; one whose readings changed has, until it is next used."""
    empty = tmp_path / "empty.gpkg"
    Store(empty).close()
    assert "reports: 0\n" in run("store", "info", empty)[1]
    with closing(sqlite3.connect(store)) as other, other:
        settled = other.execute("SELECT value FROM store WHERE key = ?", (SETTLED,)).fetchone()
        other.execute("UPDATE store SET value = value + 1 WHERE key = ?", (CHANGES,))
    assert settled is not None
    told = {path.name: "fewer reports" in run("store", "info", path)[1] for path in (empty, store)}
    assert told == {"empty.gpkg": False, "project.gpkg": True}
    assert run("why", "Tal Malah", "--store", store)[0] == OK
    assert "fewer reports" not in run("store", "info", store)[1]


def test_export_and_import_lose_nothing(store: Path, run: Run, tmp_path: Path) -> None:
    """A store that was exported and read back is exported the same."""
    one, two, other = tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "other.gpkg"
    assert run("store", "export", store, "-o", one)[0] == OK
    assert run("store", "import", one, "-o", other)[0] == OK
    assert run("store", "export", other, "-o", two)[0] == OK
    assert one.read_bytes() == two.read_bytes()
    assert run("extract", "--store", other) == run("extract", "--store", store)


def test_what_cannot_be_done_is_told(store: Path, run: Run, tmp_path: Path) -> None:
    """No reports and no store, a file that is none, a store of another suffix."""
    with pytest.raises(SystemExit):  # the parser tells it
        run("map")
    status, _, err = run("store", "info", tmp_path / "one.txt")
    assert status == NOTHING_DONE
    assert "is no store of reports" in err
    assert "ends in .gpkg" in run("store", "import", tmp_path / "one.txt", "-o", tmp_path / "x.db")[2]
    assert store.exists()

"""The gazetteer verbs of the command: add, install, list, info, search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mapper.cli import main
from tests.gazetteer_fixture import write_tables

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with a data folder of its own: status, output, faults."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))

    def call(*arguments: object) -> tuple[int, str, str]:
        status = main(["gazetteer", *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_a_folder_is_added(run: Run, tmp_path: Path) -> None:
    """Each table is told with its rows and licence, the bad row on standard error, and the status says so."""
    status, out, err = run("add", write_tables(tmp_path / "tables"))
    assert status == 1
    assert "SY: 5 places installed" in out
    assert "3 places read, 0 rows refused (CC BY 3.0 IGO)" in out
    assert "ocha_syr_city_neighbourhoods_20180627.tsv:3: " in err
    assert "README.md" in err
    assert run("add", tmp_path / "tables" / "wof_sy_localities.tsv")[:2][0] == 0
    assert "SY: nothing new" in run("add", tmp_path / "tables")[1]


def test_info_tells_sources_licences_and_contradictions(run: Run, tmp_path: Path) -> None:
    """What is asked of whoever uses the data stands beside where it comes from."""
    run("add", write_tables(tmp_path / "tables"))
    status, out, _ = run("info", "sy")
    assert status == 0
    for words in (
        "5 places",
        "UN OCHA / HDX, CC BY 3.0 IGO",
        "of 2018-06-27",
        "SHA-256",
        "line 3 refused",
        "more than 3 km",
    ):
        assert words in out
    everything = run("info")[1]
    assert all(f"{name}: " in everything for name in ("shipped", "world", "towns", "SY"))


def test_the_list_has_one_line_a_gazetteer(run: Run, tmp_path: Path) -> None:
    """Built-in ones always, installed ones once they are."""
    before = run("list")[1].splitlines()
    run("add", write_tables(tmp_path / "tables"))
    after = run("list")[1].splitlines()
    assert after[: len(before)] == before
    assert [line.split(":")[0] for line in after] == ["shipped", "world", "towns", "SY"]


def test_an_unknown_gazetteer_has_no_info(run: Run) -> None:
    """The error lists those that there are."""
    status, _, err = run("info", "atlantis")
    assert status == 2
    assert "shipped, world, towns" in err


@pytest.mark.parametrize(
    "arguments", [("add", "none.csv"), ("install", "Syria"), ("install", "SY", "--from", "ftp://127.0.0.1")]
)
def test_what_cannot_be_done_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    """One line on standard error, status 2, and no data folder."""
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith("mapper: ")


def test_an_installed_country_is_searched(run: Run, tmp_path: Path) -> None:
    """A place that ships, is installed and is a town is shown once, and a slip finds what is meant."""
    assert run("search", "Barkhuzdat", "--country", "SY")[0] == 2
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,lat,lon,country,ids\nBarkhuzdal,35,36,SY,\nHama,35.13,36.75,SY,geonames:170017\n", encoding="utf-8"
    )
    assert run("add", table)[0] == 0
    assert run("search", "Barkhuzdat", "--country", "SY", "--near", "36,35")[1].rstrip().endswith("fuzzy")
    hama = [line for line in run("search", "Hama", "--country", "SY")[1].splitlines() if " city " in line]
    assert len(hama) == 1

"""Counted claims as checks on the places that are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import mapper
from mapper.cli import OK, main

if TYPE_CHECKING:
    from pathlib import Path

COUNT = "The rebels have taken at least 9 villages in Hama province {}, the Observatory said.\n"
NAMED = "Rebels captured Tal Malah and Jubbayn on Thursday, the Observatory said. They captured Saraqib on Thursday.\n"


def checks(*texts: str) -> list[dict[Any, Any]]:
    """The table of checks of some reports of 8 June 2019."""
    reports = [mapper.report(text, id=f"r{n}", published="2019-06-08", theatre="syria") for n, text in enumerate(texts)]
    rows: list[dict[Any, Any]] = mapper.build(reports).checks.to_dict("records")
    return rows


def test_a_count_stands_beside_the_places_that_are_named() -> None:
    """Those of the same change and side, in the area that is named, in all reports; what is missing is told."""
    (row,) = checks(COUNT.format("so far"), NAMED)
    assert (row["quote"], row["counted"], row["named"], row["missing"]) == ("at least 9 villages", 9, 2, 7)
    assert (row["names"], row["area"], row["controller"]) == ("Tal Malah;Al-Jebeen", "Hama", "rebels")
    assert (row["start"], row["end"]) == (None, "2019-06-08")
    assert row["claim"] == "r0#1"


def test_a_count_of_a_day_is_of_that_day() -> None:
    """Two were named for Thursday, none for Friday."""
    (friday,) = checks(COUNT.format("on Friday"), NAMED)
    assert (friday["named"], friday["missing"], friday["start"]) == (0, 9, "2019-06-07")
    (thursday,) = checks(COUNT.format("on Thursday"), NAMED)
    assert thursday["named"] == 2


@pytest.mark.parametrize("text", ["Government forces captured Tal Malah on Thursday.\n", "Rebels hold Tal Malah.\n"])
def test_other_sides_and_other_changes_are_not_counted(text: str) -> None:
    """What the regime took is none of the rebels' villages, nor is what they only hold."""
    (row,) = checks(COUNT.format("so far"), text)
    assert row["named"] == 0


def test_more_named_than_counted_is_no_lack() -> None:
    """Nothing is missing then."""
    (row,) = checks("Rebels took two villages so far, the Observatory said.\n", NAMED)
    assert (row["counted"], row["named"], row["missing"]) == (2, 3, 0)


def test_the_map_tells_of_counts_only_where_there_are_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line more, or none."""
    for text, lines in ((NAMED, 1), (COUNT.format("so far") + NAMED, 2)):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        target = tmp_path / "map.html"
        assert main(["map", str(tmp_path / "a.txt"), "--published", "2019-06-08", "-o", str(target)]) == OK
        told = capsys.readouterr().out.splitlines()
        assert len(told) == lines
    assert '"at least 9 villages": 2 named, 7 missing' in told[1]

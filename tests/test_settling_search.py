"""The search for numbers of `benchmarks/settling.py`: it varies each wherever it counts, and always comes to an end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from benchmarks.settling import MODULES, SEARCHED, SMALLEST, falsehoods, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.settling import Row, Stretch


def rows(places: int) -> list[Row]:
    """A claim of the army about each of so many places beside each other."""
    who = {"claimant": "the army", "claimant_side": "army"}
    return [{"place_id": f"p{n}", "lon": f"{36 + n / 100}", "lat": "34", **who} for n in range(places)]


def truth(places: int) -> dict[str, Sequence[Stretch]]:
    """The army held them all for a year, and the rebels another place far off."""
    year = date(2022, 1, 1), date(2023, 1, 1)
    return {**{f"p{n}": [(*year, "army")] for n in range(places)}, "far": [(*year, "rebels")]}


@pytest.mark.parametrize("key", SEARCHED)
def test_a_number_that_is_searched_stands_in_one_module(key: str) -> None:
    """Imported by its name into another, it would be varied in one of them alone."""
    module, _, name = key.partition(".")
    assert number_of(key) > 0
    assert [one for one in MODULES if name in vars(MODULES[one])] == [module]


def test_false_claims_come_in_clusters_and_end_where_there_is_no_room_for_one() -> None:
    """Too few places that one side holds are told; the search for more never stopped."""
    rebel = {"place_id": "far", "lon": "40", "lat": "38", "claimant": "the rebels", "claimant_side": "rebels"}
    enough = list(falsehoods([*rows(SMALLEST), rebel], truth(SMALLEST), 3))
    assert len({row["place_id"] for row in enough}) == SMALLEST
    assert {row["controller"] for row in enough} == {"rebels"}
    with pytest.raises(ValueError, match="no cluster of false claims in"):
        list(falsehoods([*rows(SMALLEST - 1), rebel], truth(SMALLEST - 1), 1))

"""A hill is not the village of its name: control of the one moves the other only weakly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mapper.pipeline import build
from mapper.reports.files import report

if TYPE_CHECKING:
    from mapper.atlas import Atlas

VILLAGE, HILL = "ocha:C3445", "ocha:C3445/site"
TAKEN = "Rebel fighters captured the village of Tal Malah in Hama province on Monday, a monitor said."
LOST = "Syrian government forces seized {} in Hama province on Thursday, a monitor said."


def made(*texts: str) -> Atlas:
    """An atlas of reports of June 2019, one on each day from the 4th on."""
    return build([report(t, id=f"r{n}", published=f"2019-06-{4 + n:02}", theatre="syria") for n, t in enumerate(texts)])


@pytest.mark.parametrize("site", ["the key hilltop of Tal Malah", "the hill of Tal Malah", "the Tal Malah checkpoint"])
def test_who_takes_the_hill_has_not_taken_the_village(site: str) -> None:
    """The site passes to its taker, the village stays with its holder, who is believed in a little less."""
    alone, both = made(TAKEN), made(TAKEN, "Nothing else was reported.", "Nor was it then.", LOST.format(site))
    day = date(2019, 6, 10)
    states = {s.place_id: s for s in both.timeline.at(day)}
    assert (states[HILL].status, states[HILL].holder) == ("held", "regime")
    assert (states[VILLAGE].status, states[VILLAGE].holder) == ("held", "rebels")
    assert states[VILLAGE].against == states[HILL].claims == ("r3#1",)
    (before,) = alone.timeline.at(day)
    assert before.confidence - 0.1 < states[VILLAGE].confidence <= before.confidence
    whole = made(TAKEN, "Nothing else was reported.", "Nor was it then.", LOST.format("the village of Tal Malah"))
    assert {s.holder for s in whole.timeline.at(day)} == {"regime"}


def test_a_hill_settles_no_village_of_which_nobody_speaks() -> None:
    """There is a site on the map, near the village that gives it its name, and no village."""
    (now,) = made(LOST.format("the key hilltop of Tal Malah")).timeline.at(date(2019, 6, 10))
    assert now.place is not None
    assert (now.place_id, now.name, now.place.kind, now.place.precision) == (HILL, "Tal Malah (hilltop)", "site", 2)


def test_the_land_round_a_village_is_its_holders_whatever_the_hill_is() -> None:
    """Both lie at one point of the map, and the village speaks for it, however sure the hill is."""
    spell = made(TAKEN, LOST.format("the key hilltop of Tal Malah"), LOST.format("the hilltop of Tal Malah"))
    assert set(spell.areas(at="2019-06-07")["holder"]) == {"rebels"}


def test_the_name_means_the_village_and_the_site_has_its_own() -> None:
    """Both can be asked for."""
    atlas = made(TAKEN, LOST.format("the key hilltop of Tal Malah"))
    for name in ("Tal Malah", "tal malah", "Tall Malah", VILLAGE):
        assert atlas.why(name).lines[0].startswith(f"Tal Malah [{VILLAGE}]")
    for name in ("Tal Malah (hilltop)", HILL):
        assert atlas.why(name).lines[0].startswith(f"Tal Malah (hilltop) [{HILL}]")

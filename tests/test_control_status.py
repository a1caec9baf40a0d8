"""The status of a place: when fighting, sieges and withdrawals begin and end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mapper.control.settling import settled
from mapper.control.status import LAPSE
from tests.settling_fixture import ENEMIES, Said, again, table_of

HOLDS = Said(change="held", side="army", day=1)
FOUGHT = Said(change="contested", side=None, day=5)
MAY = date(2019, 5, 1)


def on(day: int, *said: Said) -> tuple[str, str | None]:
    """Status and holder of place A on a day, counted from the first of May 2019."""
    spells = settled(table_of(said), enemies=ENEMIES).at(MAY + timedelta(days=day - 1))
    return next((spell.status, spell.holder) for spell in spells if spell.place_id == "A")


def test_fighting_ends_when_somebody_is_told_to_hold_the_place() -> None:
    """Whoever it is."""
    assert on(6, HOLDS, FOUGHT) == ("contested", "army")
    assert on(8, HOLDS, FOUGHT, again(HOLDS, day=8)) == ("held", "army")
    assert on(8, HOLDS, FOUGHT, Said(change="captured", side="rebels", day=8)) == ("held", "rebels")


@pytest.mark.parametrize("change", ["contested", "advanced", "besieged"])
def test_fighting_of_which_nobody_speaks_any_more_is_over(change: str) -> None:
    """After some time the likelier holder holds the place, unless somebody has spoken of it in between."""
    fought = Said(change=change, side=None, actor="rebels", day=5)
    elsewhere = Said(change="held", side="army", day=200, place="B")
    last, over = 5 + LAPSE - 1, 5 + LAPSE
    assert on(last, HOLDS, fought, elsewhere)[0] != "held"
    assert on(over, HOLDS, fought, elsewhere) == ("held", "army")
    assert on(over, HOLDS, fought, again(fought, day=30), elsewhere)[0] != "held"
    assert on(over, HOLDS, again(fought, until=20), elsewhere)[0] != "held"
    spells = settled(table_of([HOLDS, fought, elsewhere]), enemies=ENEMIES).spells
    assert any(str(LAPSE) in spell.reason for spell in spells if spell.place_id == "A")


def test_fighting_is_not_over_because_the_reports_end() -> None:
    """Silence tells something only where somebody goes on speaking."""
    assert on(5 + LAPSE, HOLDS, FOUGHT)[0] == "contested"


@pytest.mark.parametrize("change", ["contested", "advanced", "besieged"])
@pytest.mark.parametrize("day", [5, 10, 100])
def test_a_shorter_word_ends_no_siege_that_is_told_to_last_longer(change: str, day: int) -> None:
    """What is told to last until a day lasts until then, whatever else is told of fighting, the same day or later."""
    siege = Said(change="besieged", side=None, actor="rebels", day=5, until=150)
    short = Said(change=change, side=None, actor="rebels", day=day, source="another")
    elsewhere = Said(change="held", side="army", day=300, place="B")
    for said in ((siege, short), (short, siege)):
        assert on(150 + LAPSE - 1, HOLDS, *said, elsewhere)[0] in {"contested", "besieged"}
        assert on(150 + LAPSE, HOLDS, *said, elsewhere) == ("held", "army")


def test_a_siege_that_was_lifted_says_nothing_of_the_next_fight() -> None:
    """Nor does that in another place."""
    siege = Said(change="besieged", side=None, actor="rebels", day=5, until=150)
    fought, lifted = again(FOUGHT, day=30), again(HOLDS, day=20)
    elsewhere = Said(change="held", side="army", day=300, place="B")
    assert on(30 + LAPSE - 1, HOLDS, siege, lifted, fought, elsewhere)[0] == "contested"
    assert on(30 + LAPSE, HOLDS, siege, lifted, fought, elsewhere) == ("held", "army")
    before = [again(siege, place="0"), again(HOLDS, place="0")]
    assert on(30 + LAPSE, *before, HOLDS, fought, elsewhere) == ("held", "army")


def test_an_undated_fight_is_not_over() -> None:
    """Nobody knows when it was."""
    elsewhere = Said(change="held", side="army", day=200, place="B")
    (spell, *_) = settled(table_of([again(FOUGHT, day=0), elsewhere]), enemies=ENEMIES).spells
    assert spell.place_id == "A"
    assert (spell.status, spell.start, spell.end) == ("contested", None, None)


def test_a_withdrawal_without_a_successor_leaves_the_holder_unknown() -> None:
    """Until somebody is told to have come, or where somebody came within days."""
    left = Said(change="withdrawn", side=None, previous="army", day=5)
    came = Said(change="captured", side="rebels", day=7)
    assert on(20, HOLDS, left) == ("unknown", None)
    assert on(6, HOLDS, left, again(came, day=12)) == ("unknown", None)
    assert on(12, HOLDS, left, again(came, day=12)) == ("held", "rebels")
    assert on(6, HOLDS, left, came)[0] == "held"


def test_a_denial_makes_a_doubtful_holder_contested() -> None:
    """A well attested one it does not."""
    weak = Said(change="captured", side="rebels", day=5, certainty="claimed", trust=0.75)
    denied = again(weak, certainty="denied", source="UN", day=6)
    sure = [again(weak, certainty="asserted", source=name) for name in "abc"]
    assert on(7, weak, denied) == ("contested", "rebels")
    assert on(7, *sure, denied) == ("held", "rebels")


def test_what_is_told_of_a_hill_is_no_fighting_in_the_village() -> None:
    """What is only near a place moves its belief a little and its status not at all."""
    near = again(FOUGHT, actor="rebels", weak=0.2)
    assert on(6, HOLDS, near) == ("held", "army")
    assert settled(table_of([near]), enemies=ENEMIES).spells == ()
    strong, weak = (
        Said(change="captured", side="rebels", day=5),
        Said(change="captured", side="rebels", day=5, weak=0.2),
    )
    assert on(6, HOLDS, strong) == ("held", "rebels")
    assert on(6, HOLDS, weak) == ("held", "army")


def test_one_more_claim_however_badly_read_makes_a_holder_who_goes_on_no_less_likely() -> None:
    """What was told before still holds; but who is said to have come is believed as far as that was read."""
    fought, elsewhere = again(FOUGHT, actor="rebels"), again(HOLDS, day=200, place="B")
    told = [again(HOLDS, trust=0.85), fought, elsewhere]
    more = again(HOLDS, day=100, trust=0.3, source="another")
    day = MAY + timedelta(days=100)

    def sure(*said: Said) -> float:
        spells = settled(table_of(said), enemies=ENEMIES).at(day)
        return next(spell.confidence for spell in spells if spell.place_id == "A")

    assert sure(*told, more) >= sure(*told) > 0.5
    assert sure(*told, Said(change="captured", side="rebels", day=100, trust=0.6)) < 0.65

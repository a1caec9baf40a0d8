"""What claims weigh: by whose interest, by kind, once however often they come."""

from __future__ import annotations

import pytest

from mapper.control.weights import AGAINST, AS_HISTORY, BEFORE, DENIAL, IMPLIED, ONLY_CLAIMED, OWN, STATE, TAKEN, THIRD
from tests.settling_fixture import Said, again, evidence_of, weights_of

HOLDS = Said(change="held", side="army", day=5)
TAKES = Said(change="captured", side="rebels", day=5)


@pytest.mark.parametrize(
    ("leaning", "weight"), [(None, THIRD), ("army", OWN), ("rebels", AGAINST), ("isis", AGAINST), ("moon", THIRD)]
)
def test_whose_interest_a_statement_is_in_decides_what_it_weighs(leaning: str | None, weight: float) -> None:
    """A side's word for itself weighs least, its word for its enemy most, a third party's lies between."""
    assert weights_of(again(HOLDS, leaning=leaning)) == {(5, "army"): pytest.approx(weight * STATE)}


def test_a_change_of_hands_weighs_more_and_speaks_of_the_day_before() -> None:
    """The chief enemy held the place, or who is told to have."""
    taken = THIRD * TAKEN
    assert weights_of(TAKES) == {(5, "rebels"): taken, (4, "army"): taken * BEFORE}
    assert weights_of(again(TAKES, previous="isis")) == {(5, "rebels"): taken, (4, "isis"): taken * BEFORE}
    assert weights_of(again(TAKES, side="moon")) == {(5, "moon"): taken, (4, "moon"): -taken * BEFORE}


@pytest.mark.parametrize(
    ("changed", "share"),
    [
        ({"certainty": "claimed"}, ONLY_CLAIMED),
        ({"certainty": "historic"}, AS_HISTORY),
        ({"trust": 0.45}, 0.5),
        ({"weak": 0.2}, 0.2),
        ({"certainty": "planned"}, 0),
        ({"certainty": "negated"}, 0),
    ],
)
def test_what_is_less_than_plain_weighs_less(changed: dict[str, object], share: float) -> None:
    """Claims, history, what was hard to read, and what is about something near; plans and failures nothing."""
    expected = {(5, "army"): pytest.approx(THIRD * STATE * share, abs=1e-3)} if share else {}
    assert weights_of(again(HOLDS, **changed)) == expected


def test_a_denial_weighs_against_the_side_that_it_names() -> None:
    """Most where a side denies its own gain, least where its enemy does."""
    denied = again(HOLDS, certainty="denied")
    assert weights_of(denied) == {(5, "army"): -DENIAL}
    assert weights_of(again(denied, leaning="army")) == {(5, "army"): -AGAINST}
    assert weights_of(again(denied, leaning="rebels"))[5, "army"] > -DENIAL


def test_a_withdrawal_weighs_against_who_left() -> None:
    """And for him on the day before."""
    left = Said(change="withdrawn", side=None, previous="army", day=5)
    assert weights_of(left) == {(5, "army"): -THIRD * TAKEN, (4, "army"): THIRD * TAKEN * BEFORE}


def test_an_attack_implies_its_enemy() -> None:
    """A little, on the day and on the day before."""
    attacked = Said(change="advanced", side=None, actor="rebels", day=5)
    assert weights_of(attacked) == {(5, "army"): IMPLIED, (4, "army"): IMPLIED}


@pytest.mark.parametrize("change", ["held", "captured", "besieged", "repelled"])
@pytest.mark.parametrize("later", [0, 1, 7])
def test_a_source_that_says_it_again_is_not_heard_again(change: str, later: int) -> None:
    """Not on that day, nor on those that follow."""
    once = Said(change=change, side="army", day=5)
    evidence, _ = evidence_of([once, again(once, day=5 + later)])
    assert weights_of(once, again(once, day=5 + later)) == weights_of(once)
    assert evidence.again.tolist() == [False, True]
    assert weights_of(once, again(once, day=5 + 8)) != weights_of(once)


def test_what_a_side_says_for_itself_is_heard_once_a_month() -> None:
    """A third party's word after two weeks is news, a side's own is not."""
    own = again(HOLDS, leaning="army")
    assert (19, "army") in weights_of(HOLDS, again(HOLDS, day=19))
    assert weights_of(own, again(own, day=12), again(own, day=19), again(own, day=26)) == weights_of(own)
    assert (36, "army") in weights_of(own, again(own, day=36))


def test_what_is_said_more_firmly_adds_what_it_is_firmer_by() -> None:
    """The sum is that of the firmest."""
    loose = again(HOLDS, certainty="claimed")
    assert weights_of(loose, again(HOLDS, day=6)) == {
        (5, "army"): THIRD * ONLY_CLAIMED,
        (6, "army"): pytest.approx(THIRD * (1 - ONLY_CLAIMED)),
    }


def test_another_source_is_heard() -> None:
    """Two sources weigh twice, ten reports of one source once."""
    assert weights_of(HOLDS, again(HOLDS, source="UN"))[5, "army"] == 2 * THIRD
    assert weights_of(*[HOLDS] * 10)[5, "army"] == THIRD


def test_a_contradiction_may_be_answered() -> None:
    """Who says again what was contradicted in between is heard, no louder than the contradiction."""
    lost = Said(change="captured", side="rebels", day=7, source="other")
    weak = again(lost, leaning="rebels")
    assert weights_of(HOLDS, lost, again(HOLDS, day=8))[8, "army"] == THIRD
    assert weights_of(HOLDS, weak, again(HOLDS, day=8))[8, "army"] == OWN * TAKEN
    twice = weights_of(HOLDS, weak, again(HOLDS, day=8), again(HOLDS, day=9))
    assert (9, "army") not in twice


def test_a_report_takes_back_what_it_tells_of_the_morning() -> None:
    """The last word of a day counts, and the day before is nobody's news then."""
    morning, night = again(TAKES, report="one"), Said(change="recaptured", side="army", day=5, report="one")
    assert weights_of(morning, night) == {(5, "army"): THIRD * TAKEN}
    evidence, _ = evidence_of([morning, night])
    assert evidence.passing.tolist() == [True, False]


def test_hands_change_likelier_on_a_day_of_which_it_is_told() -> None:
    """An edge for the day; within a span three, the last the likeliest; after a withdrawal to the enemy."""
    (edge,) = evidence_of([TAKES])[0].edges.chance.tolist()
    spanned = evidence_of([again(TAKES, until=20)])[0].edges
    assert max(spanned.chance.tolist()) == edge
    assert len(spanned.chance) == 3
    gone, sides = evidence_of([Said(change="withdrawn", side=None, previous="army", day=5)])
    assert sides[int(gone.edges.side[0])] == "rebels"

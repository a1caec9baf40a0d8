"""How likely each side holds each place: by its own evidence, by the days round it, and by places nearby."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from mapper.control import belief
from tests.settling_fixture import Believed, Said, again

NEAR = {"A": (36.0, 34.0), **{f"N{n}": (36.0 + 0.02 * n, 34.02) for n in range(1, 9)}}
HOLDS = Said(change="held", side="army", day=5)
TAKES = Said(change="captured", side="rebels", day=5)


def test_a_third_partys_word_counts_for_more_than_a_sides_own() -> None:
    """And two for more than one."""
    own = Believed([again(HOLDS, leaning="army")]).chance(5, "army")
    third = Believed([HOLDS]).chance(5, "army")
    two = Believed([HOLDS, again(HOLDS, source="UN")]).chance(5, "army")
    assert 0.5 < own < third < two < 1


def test_belief_fades_with_the_days() -> None:
    """What nobody speaks of any more is less sure, before and after."""
    believed = Believed([again(HOLDS, day=15)])
    days = [believed.chance(day, "army") for day in (15, 20, 30, 45)]
    assert days == sorted(days, reverse=True)
    assert days[-1] > 0.5
    assert believed.chance(5, "army") < days[0]


def test_the_start_holds_until_something_is_told() -> None:
    """A table of the start counts, and evidence against it wins."""
    believed = Believed([again(TAKES, day=10)], baseline={"A": "army"})
    assert believed.chance(1, "army") > 0.9
    assert believed.chance(9, "army") > 0.8
    assert believed.chance(10, "rebels") > 0.8


def test_late_reports_move_the_past() -> None:
    """That the army holds the place three weeks later makes a day's claim less likely."""
    alone = Believed([again(TAKES, leaning="rebels", day=10)])
    gone = Believed([again(TAKES, leaning="rebels", day=10), again(HOLDS, day=12)])
    assert gone.chance(10, "rebels") < alone.chance(10, "rebels")


def test_places_nearby_are_heard_and_far_ones_are_not() -> None:
    """A place that nobody speaks of follows its neighbours."""
    around = [again(HOLDS, place=f"N{n}") for n in range(1, 6)]
    told = [*around, again(TAKES, leaning="rebels")]
    far = {name: (lon + (5 if name != "A" else 0), lat) for name, (lon, lat) in NEAR.items()}
    assert Believed(told, points=NEAR).chance(5, "army") > Believed(told, points=far).chance(5, "army")
    assert Believed(told, points=far).chance(5, "army") == pytest.approx(Believed(told).chance(5, "army"), abs=1e-4)


def test_neighbours_do_not_tell_who_holds_a_place() -> None:
    """They make the one word about a place less sure; a side that no word about it names does not hold it."""
    around = [again(HOLDS, place=f"N{n}", source=f"S{n}") for n in range(1, 9)]
    stays = again(HOLDS, side="rebels", leaning="rebels", certainty="claimed")
    told = Believed([*around, stays], points=NEAR)
    assert told.chance(5, "army") > told.chance(5, "rebels")  # by the neighbours
    assert told.holder(5) == "rebels"
    started = Believed([*around, stays], points=NEAR, baseline={"A": "army"})
    assert started.holder(5) == "army"


def test_a_cluster_of_one_partys_false_claims_does_not_carry_a_place_away() -> None:
    """Two words of third parties against it, and the place stays where it is."""
    cluster = [
        Said(change="captured", side="rebels", day=10 + n % 3, place=f"N{n}", source="rebels", leaning="rebels")
        for n in range(1, 9)
    ]
    stays = [again(HOLDS, day=11), again(HOLDS, day=14, source="UN")]
    believed = Believed([*cluster, *stays], points=NEAR, baseline=dict.fromkeys(NEAR, "army"))
    assert all(believed.chance(day, "army") > 0.8 for day in range(8, 18))
    alone = Believed([*cluster, *stays], baseline=dict.fromkeys(NEAR, "army"))
    assert believed.chance(12, "army") > alone.chance(12, "army") - 0.15


def test_a_side_that_nobody_speaks_of_is_not_believed_in() -> None:
    """Sides that fight elsewhere are strangers here."""
    believed = Believed([HOLDS, again(HOLDS, side="isis", place="B")])
    assert believed.chance(5, "isis") < 0.01
    assert believed.chance(5, "isis", "B") > 0.5


def test_three_sides_may_follow_each_other() -> None:
    """Each holds the place in its days."""
    told = [
        HOLDS,
        again(TAKES, side="isis", previous="army", day=12),
        again(TAKES, side="rebels", previous="isis", day=20),
    ]
    believed = Believed(told)
    assert [max(("army", "isis", "rebels"), key=lambda s: believed.chance(d, s)) for d in (6, 13, 21)] == [
        "army",
        "isis",
        "rebels",
    ]


def test_chances_add_up_to_one() -> None:
    """On every day and in every place."""
    told = [HOLDS, TAKES, again(TAKES, side="isis", place="N1", day=9)]
    chance = Believed(told, points=NEAR).chances
    assert float(abs(chance.sum(axis=1) - 1).max()) < 1e-4
    assert float(chance.min()) >= 0


MANY = {f"P{n * 7 % 24:02}": (36.0 + 0.05 * (n % 5), 34.0 + 0.07 * (n // 5)) for n in range(24)}


def war() -> list[Said]:
    """Places that pass from side to side, two of them without a position, and some on one day twice."""
    sides, sources = ("army", "rebels", "isis"), ("SOHR", "UN", "one")
    told = [
        Said(
            change=("captured", "held", "lost", "recaptured")[n % 4],
            side=None if n % 4 == 2 else sides[n % 3],
            previous=sides[(n + 1) % 3] if n % 4 != 1 else None,
            day=1 + n * 5 % 29,
            place=f"P{n * 11 % 26:02}",
            source=sources[n % 3],
            leaning=sides[n % 2] if n % 5 == 0 else None,
        )
        for n in range(120)
    ]
    return [*told, *(again(one, side="isis", source="late") for one in told[:40] if one.side == "rebels")]


@pytest.mark.parametrize("points", [MANY, {}])
@pytest.mark.parametrize("most", [1, 3, 7])
def test_what_is_believed_is_the_same_however_many_places_are_worked_on_together(
    most: int, points: dict[str, tuple[float, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last digit, so that a spell never hangs on how many other places there are."""
    start = {"P03": "army", "P24": "rebels"}
    together = Believed(war(), points=points, baseline=start)
    monkeypatch.setattr(belief, "_MOST", most)
    apart = Believed(war(), points=points, baseline=start)
    assert len(together.places) > 2 * most
    assert np.array_equal(apart.chances, together.chances)


def test_names_of_places_move_nothing() -> None:
    """Nor does the order in which places are worked on, which is that of where they are."""
    told, other = war(), {f"P{n:02}": f"Q{97 - n * 17 % 26}" for n in range(26)}
    one = Believed(told, points=MANY, baseline={"P03": "army"})
    renamed = [again(said, place=other[said.place]) for said in told]
    points = {other[name]: point for name, point in MANY.items()}
    two = Believed(renamed, points=points, baseline={other["P03"]: "army"})
    at = [two.places.index(other.get(place, place)) for place in one.places]
    assert at != sorted(at)
    assert np.allclose(one.chances, two.chances[:, :, at], atol=1e-4)


def test_only_one_array_of_all_days_sides_and_places_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides the work on a few places, and who is likeliest; three such arrays took a gigabyte for ten years."""
    points = {f"P{n:03}": (36.0 + 0.1 * (n % 20), 34.0 + 0.1 * (n // 20)) for n in range(200)}
    told = [Said(change="held", side="army", day=1 + n * 31 % 900, place=f"P{n:03}") for n in range(200)]
    monkeypatch.setattr(belief, "_MOST", 40)
    inputs = Believed(told, points=points).inputs
    tracemalloc.start()
    try:
        found = belief.believe(**inputs)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    whole = len(found.days) * inputs["sides"] * inputs["places"] * 4
    assert whole > 2_000_000
    assert peak - found.held.nbytes - found.sure.nbytes < 1.5 * whole

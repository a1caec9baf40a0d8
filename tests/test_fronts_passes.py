"""The field in passes: neighbours, the first line, how deep places lie, and what is kept from day to day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.fronts import passes
from mapper.fronts.layout import layout
from mapper.fronts.passes import PARTS, between, field
from mapper.fronts.smooth import estimate, estimates
from tests.fronts_fixture import spell

if TYPE_CHECKING:
    from mapper.control.spell import Spell

DAY = date(2024, 1, 1)
WIDE = 40_000.0  # metres


def _spots(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.0, WIDE, (count, 2))


def test_neighbours_are_named_from_the_west() -> None:
    """The corners of a square with a middle: each side of it, and the middle with each corner."""
    at = np.array([[10.0, 10.0], [0.0, 0.0], [10.0, 0.0], [5.0, 4.0], [0.0, 10.0]])
    assert {tuple(pair) for pair in layout(at).pairs.tolist()} == {
        (1, 2), (4, 0), (1, 4), (2, 0), (1, 3), (4, 3), (3, 2), (3, 0),
    }  # fmt: skip


def test_places_on_one_line_are_neighbours_of_the_next() -> None:
    """No triangle is needed."""
    at = np.array([[30.0, 30.0], [0.0, 0.0], [10.0, 10.0], [20.0, 20.0]])
    found = layout(at)
    assert found.pairs.tolist() == [[1, 2], [2, 3], [3, 0]]
    assert found.evenness == 1.0


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_places_have_no_neighbours(count: int) -> None:
    """Nothing fails for want of places."""
    assert layout(np.zeros((count, 2))).pairs.shape == (0, 2)


def test_one_more_place_does_not_change_what_is_usual() -> None:
    """The usual distance goes in doublings."""
    at = _spots(1, 200)
    assert layout(at).usual == layout(at[:-1]).usual == 1024.0


def test_spots_on_the_way() -> None:
    """From the first place to the second."""
    at = np.array([[0.0, 0.0], [8.0, 4.0]])
    pairs = np.array([[0, 1]] * 3)
    assert between(at, pairs, np.array([0, PARTS // 4, PARTS])).tolist() == [[0, 0], [2, 1], [8, 4]]


def test_deeper_places_count_more() -> None:
    """In proportion to how far from the line they are, up to an end."""
    at = np.array([[x, y] for x in np.arange(1.0, 40.0, 2.0) * 1_000.0 for y in (0.0, 2_000.0, 4_000.0, 6_000.0)])
    side = (at[:, 0] > 20_000.0).astype(np.int64)
    found = field(at, side, np.ones(len(at)), sides=2)
    for x, away in ((1, 19), (17, 3), (19, 1), (21, 1)):
        depth = found.depth[at[:, 0] == x * 1_000.0]
        assert depth == pytest.approx(passes.SHALLOWEST + away * 1_000 / 2_048, rel=0.01)


def test_the_end_of_depth() -> None:
    """A place far inside, or all alone on its side, counts no more than one ten usual distances deep."""
    at = _spots(2, 400) * [4.0, 0.25]
    found = field(at, (at[:, 0] > WIDE * 3).astype(np.int64), np.ones(len(at)), sides=2)
    assert found.depth.max() == passes.SHALLOWEST + passes.DEEPEST
    alone = field(at, np.zeros(len(at), dtype=np.int64), np.ones(len(at)), sides=2)
    assert (alone.depth == passes.SHALLOWEST + passes.DEEPEST).all()


def _errors(count: int, *, rounds: int, monkeypatch: pytest.MonkeyPatch) -> float:
    """How far from a straight slanted line the field is level, in metres: the mean over samples."""
    monkeypatch.setattr(passes, "PASSES", rounds)
    far = []
    for seed in range(12):
        at = _spots(seed, count)
        side = (at[:, 0] + 0.4 * at[:, 1] > 0.7 * WIDE).astype(np.int64)
        drawn = field(at, side, np.ones(count), sides=2)
        for y in np.linspace(0.2, 0.8, 13) * WIDE:
            true = 0.7 * WIDE - 0.4 * y
            x = np.linspace(true - 8_000, true + 8_000, 161)
            values = drawn.values(np.column_stack([x, np.full(len(x), y)]))
            level = x[np.flatnonzero(np.diff(values[:, 0] > values[:, 1]))]
            far.append(np.abs(level - true).min() if len(level) else 8_000.0)
    return float(np.mean(far))


@pytest.mark.parametrize("count", [60, 200])
def test_passes_bring_the_line_nearer_to_a_straight_one(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a tenth and more."""
    once = _errors(count, rounds=0, monkeypatch=monkeypatch)
    assert _errors(count, rounds=2, monkeypatch=monkeypatch) < 0.9 * once


def test_three_sides_share_a_plane() -> None:
    """Places are deepest in the middle of their side's land, and each side holds its own."""
    at = np.array([[x, y] for x in np.arange(0.5, 30.0) * 1_000.0 for y in np.arange(0.5, 8.0) * 1_000.0])
    side = (at[:, 0] // 10_000.0).astype(np.int64)
    found = field(at, side, np.ones(len(at)), sides=3)
    row = at[:, 1] == 3_500.0
    depth = dict(zip((at[row, 0] / 1_000.0).tolist(), found.depth[row].tolist(), strict=True))
    assert depth[0.5] == pytest.approx(depth[29.5], rel=0.02)
    assert depth[9.5] == pytest.approx(depth[10.5], rel=0.05)
    assert depth[14.5] == pytest.approx(passes.SHALLOWEST + 4.5 / 1.024, rel=0.05)
    values = found.values(np.array([[5_000.0, 4_000.0], [15_000.0, 4_000.0], [25_000.0, 4_000.0]]))
    assert values.argmax(axis=1).tolist() == [0, 1, 2]
    assert values.sum(axis=1) == pytest.approx(1.0)


def test_contested_places_lie_near_the_line() -> None:
    """A place that is hardly anybody's draws the line towards itself."""
    at = _spots(5, 150)
    side = (at[:, 0] > WIDE / 2).astype(np.int64)
    inside = np.flatnonzero((at[:, 0] > 0.6 * WIDE) & (at[:, 0] < 0.7 * WIDE))[:1]
    weight = np.ones(len(at))
    sure = field(at, side, weight, sides=2).values(at[inside] + 300.0)[0, 1]
    weight[inside] = 0.55
    assert field(at, side, weight, sides=2).values(at[inside] + 300.0)[0, 1] < sure - 0.2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_days_in_turn_are_the_days_alone(seed: int) -> None:
    """Whatever changes hands, becomes known or is forgotten: what is kept changes nothing."""
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    spells = []
    for k in range(40):
        lon, lat = chance.uniform(36, 37), chance.uniform(48, 48.6)
        first, second = sorted(chance.sample(range(6), 2))
        side = "red" if lon < 36.5 else "blue"
        ends = (DAY + timedelta(first), DAY + timedelta(second))
        spells.append(spell(lon, lat, side, f"p{k}", span=(None if chance.random() < 0.6 else ends[0], ends[1])))
        if chance.random() < 0.5:
            other = "blue" if side == "red" else "red"
            spells.append(spell(lon, lat, other if abs(lon - 36.5) < 0.2 else side, f"p{k}", span=(ends[1], None)))
    days = [DAY + timedelta(k) for k in range(7)]
    for day, found in zip(days, estimates(spells, days=days), strict=True):
        alone = estimate(spells, day=day)
        assert found.areas.to_json() == alone.areas.to_json()
        assert found.front.to_json() == alone.front.to_json()


def _becoming_even(seed: int) -> list[Spell]:
    """Places that crowd in six heaps, and others that become known day by day and lie everywhere."""
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    heaps = [(chance.uniform(36, 38), chance.uniform(48, 49)) for _ in range(6)]
    spots = [(x + chance.gauss(0, 0.03), y + chance.gauss(0, 0.03), -1) for x, y in heaps for _ in range(12)]
    spots += [(chance.uniform(36, 38), chance.uniform(48, 49), k // 6) for k in range(60)]
    return [
        spell(lon, lat, "red" if lon < 37 else "blue", f"p{k}", span=(DAY + timedelta(first), None))
        for k, (lon, lat, first) in enumerate(spots)
    ]


@pytest.mark.parametrize("seed", [6, 10, 12])
def test_days_on_which_places_cease_to_crowd_are_the_days_alone(seed: int) -> None:
    """How far crowded places draw the line is part of what is kept."""
    spells, days = _becoming_even(seed), [DAY + timedelta(k) for k in range(10)]
    for day, found in zip(days, estimates(spells, days=days, cap_km=None), strict=True):
        assert found.areas.to_json() == estimate(spells, day=day, cap_km=None).areas.to_json()

"""Bits of line joined: the same lines as merging the bits as shapes gives, whatever their order."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.fronts.chains import joined_up

NODE = st.integers(0, 11)
BITS = st.sets(st.tuples(NODE, NODE).filter(lambda bit: bit[0] != bit[1]).map(lambda bit: (min(bit), max(bit))))
SPOTS = np.random.default_rng(7).uniform(0.0, 100.0, (12, 2))


@given(bits=BITS.filter(bool), turned=st.lists(st.booleans(), min_size=66, max_size=66), seed=st.integers(0, 9))
def test_bits_are_joined_as_far_as_they_run_on(bits: set[tuple[int, int]], turned: list[bool], seed: int) -> None:
    """Rings, forks and single bits: each line ends where bits end or more than two meet."""
    ends = np.array([bit[::-1] if turn else bit for bit, turn in zip(sorted(bits), turned, strict=False)])
    found = joined_up(ends, SPOTS)
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(SPOTS[ends])))
    assert found.tolist() == shapely.get_parts(shapely.normalize(merged)).tolist()
    mixed = np.random.default_rng(seed).permutation(ends)
    assert joined_up(mixed, SPOTS).tolist() == found.tolist()

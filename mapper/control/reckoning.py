"""From readings to a timeline: claims, areas, a baseline and a person's corrections, settled in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.control.areas import add_areas
from mapper.control.correcting import corrected, standing
from mapper.control.corrections import NONE
from mapper.control.settling import settled
from mapper.control.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.claims.reading import Reading
    from mapper.control.baseline import Start
    from mapper.control.corrections import Corrections
    from mapper.control.spell import Timeline


def reckon(
    readings: Iterable[Reading],
    *,
    enemies: Mapping[str, str],
    baseline: Sequence[Start] = (),
    corrections: Corrections = NONE,
) -> Timeline:
    """The timeline of all places that the readings make claims about.

    Parameters
    ----------
    readings
        What was read, in any order.
    enemies
        The chief enemy of each side, for what a claim only implies.
    baseline
        Who held what at the start.
    corrections
        What a person corrected, its places and claims found: it has the last word.
    """
    claims = standing((claim for reading in readings for claim in reading.claims), corrections)
    table = statements_of(claims)
    for start in baseline:
        start.enter(table)
    add_areas(table, claims)
    return corrected(settled(table, enemies=enemies, baseline=baseline), corrections)

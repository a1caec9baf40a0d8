"""What the page needs of a lens: whose it is, how its claims alone settle, and what is estimated from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from mapper.control.spell import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """The view of one side, by its name, or of nobody's side: the timeline of its sources' claims alone.

    `areas` and `front` are estimated from that timeline; without them the page draws none through the lens.
    """

    name: str
    timeline: Timeline
    areas: GeoDataFrame | None = None
    front: GeoDataFrame | None = None

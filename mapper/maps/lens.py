"""What the page needs of a lens: whose it is, and how its claims alone settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.control.spell import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """The view of one side, by its name, or of nobody's side: the timeline of its sources' claims alone."""

    name: str
    timeline: Timeline

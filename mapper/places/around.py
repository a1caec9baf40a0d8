"""The towns round some points: what a base map writes beside the places of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places.distance import quick_kilometres
from mapper.places.installed import Installed
from mapper.places.shipped import Shipped
from mapper.places.table import TableGazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places.place import Gazetteer, Place

REACH_KM = 60.0  # towns this near are written
_TOWNS = ("city", "town", "governorate")


def towns_round(points: Sequence[tuple[float, float]], books: Sequence[Gazetteer]) -> tuple[Place, ...]:
    """Towns and provinces of the gazetteers round the points (lon, lat), each once; none without a point."""
    if not points:
        return ()
    lon, lat = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    reach = REACH_KM + max(quick_kilometres(lon, lat, *p) for p in points)
    shown: dict[str, Place] = {}
    for book in books:
        if isinstance(book, Shipped | TableGazetteer | Installed):
            for place in book.within(lon, lat, reach, details=_TOWNS):
                ids = (place.id, *place.ids)
                if not any(id_ in shown for id_ in ids):
                    shown |= dict.fromkeys(ids, place)
    return tuple({place.id: place for place in shown.values()}.values())

"""The base map: coast, borders, provinces and lakes round the places, cut from Natural Earth's vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.maps.geometry import coded_lines
from mapper.maps.outlines import countries, lines_near, outline, world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.places.place import Place

Box = tuple[float, float, float, float]

CREDIT = "Coast, borders, provinces: Natural Earth (public domain)"
_MARGIN = 3.0  # of the size of the places' box, on each side: room to zoom out
_LEAST = 3.0  # degrees, on each side
_INSET_TOLERANCE = 0.03
_NAMED = 0.1  # square degrees: a country of which less is drawn has no room for its name
_FAR_KM = 60.0
_FENCE = 8.0
_MOST_FAR = 3
_ASKED = 300  # points asked for the country they lie in
_KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The box of the places, and the wider box for which a base map is drawn.

    A few places that lie far from all others are outside the box and inside the drawn one:
    a name that was placed wrongly must not throw the view over half a continent.
    """

    places: Box
    drawn: Box


def view_of(points: Sequence[tuple[float, float]], *, fallback: Box | None) -> View:
    """The view that holds all points but a few far ones; the fallback, else the world, where there are none."""
    if not points:
        box = fallback or (-170.0, -56.0, 178.0, 74.0)
        return View(places=box, drawn=box)
    near = _near(np.asarray(points, dtype=float))
    (west, south), (east, north) = near.min(axis=0).tolist(), near.max(axis=0).tolist()
    box = (west, south, east, north)
    wide, high = max(_LEAST, _MARGIN * (box[2] - box[0])), max(_LEAST, _MARGIN * (box[3] - box[1]))
    # Clamped to what a Mercator map can show.
    lons, lats = zip(*points, strict=True)
    drawn = (
        max(-180, min(west - wide, min(lons) - 1)),
        max(-84, min(south - high, min(lats) - 1)),
        min(180, max(east + wide, max(lons) + 1)),
        min(84, max(north + high, max(lats) + 1)),
    )
    return View(places=box, drawn=drawn)


def _near(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points without those that lie far from the others: three of them at most, and at most one in ten.

    Far is more than eight times as far from the middle as half of the points, and more than 60 km. Middle and
    half are medians, which a few wild points do not move (Tukey, Exploratory Data Analysis, 1977).
    """
    middle = np.median(points, axis=0)
    squeeze = np.cos(np.radians(middle[1]))
    distances = np.hypot((points[:, 0] - middle[0]) * squeeze, points[:, 1] - middle[1]) * _KM_A_DEGREE
    fence = max(_FAR_KM, _FENCE * float(np.median(distances)))
    kept = points[distances <= fence]
    return kept if len(points) - len(kept) <= max(1, min(_MOST_FAR, len(points) // 10)) else points


def base_of(view: View, points: Sequence[tuple[float, float]], context: Sequence[Place] = ()) -> dict[str, Any]:
    """Everything the page draws below the data, as grid-coded lines and rings, with the labels."""
    inside = [(name, shape) for name, shape in countries(view.drawn) if not shape.is_empty]
    land = shapely.union_all([shape for _, shape in inside])
    borders, coast = world().lines(view.drawn)
    return {
        "box": list(view.drawn),
        "view": list(view.places),
        "land": _rings(land),
        "coast": _lines(coast, view.drawn),
        "borders": _lines(borders, view.drawn),
        "provinces": _lines(lines_near("provinces-10m", view.drawn), view.drawn),
        "lakes": _lines(lines_near("lakes-10m", view.drawn), view.drawn),
        "countries": [[name, *_middle(shape)] for name, shape in inside if shape.area > _NAMED],
        "inset": _inset(points, view),
        "labels": [_label(place) for place in context if place.lon is not None and place.lat is not None],
        "credit": CREDIT,
    }


def _inset(points: Sequence[tuple[float, float]], view: View) -> dict[str, Any] | None:
    """The outline of the country that holds most of the points, for the small map that says where we are."""
    if not points:
        return None
    some = np.asarray(points[:: max(1, len(points) // _ASKED)])
    near = countries(view.drawn)
    if not near:
        return None
    name, _ = max(near, key=lambda row: int(shapely.contains_xy(row[1], some).sum()))
    rings = _rings(shapely.simplify(outline(name, view.drawn), _INSET_TOLERANCE))
    return {"name": name, "rings": sorted(rings, key=len, reverse=True)[:6], "box": list(view.places)}


def _label(place: Place) -> list[Any]:
    lon, lat = round(place.lon or 0, 4), round(place.lat or 0, 4)
    return [place.name, place.name_local, place.kind, lon, lat, place.population]


def _middle(shape: Any) -> list[float]:  # noqa: ANN401 -- shapely without types
    point = shape.representative_point()
    return [round(point.x, 3), round(point.y, 3)]


def _rings(shape: Any) -> list[list[int]]:  # noqa: ANN401 -- shapely without types
    parts = shapely.get_parts(shape)
    return coded_lines(shapely.get_rings(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]))


def _lines(lines: Sequence[Any], box: Box) -> list[list[int]]:
    """The lines clipped to the box; what lies outside is left out."""
    parts = shapely.get_parts(shapely.clip_by_rect(np.asarray(lines, dtype=object), *box))
    drawn = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    return coded_lines(parts[drawn])

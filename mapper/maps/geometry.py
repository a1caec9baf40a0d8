"""Areas and front line as the page reads them: whole numbers on a grid, each shape once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geopandas import GeoDataFrame

GRID = 1e-4  # degrees, about 11 m: below what an estimate can say
_TOLERANCE = 2e-4
_MEASURED = 8  # areas looked at for their reach: the last ones are like the others
_CORNERS = 400
_KM_A_DEGREE = 111.2
_EPOCH = date(1970, 1, 1).toordinal()


def drawn_areas(areas: GeoDataFrame, side_index: dict[str, int]) -> dict[str, Any]:
    """The areas as columns: row `i` holds from `date[i]` until the next date in the table."""
    shapes = _Shapes()
    rows = [
        {
            "date": day_number(row.get("date")),
            "holder": side_index.get(_text(row.get("holder")), -1),
            "kind": _text(row.get("kind")) or "area",
            "status": _text(row.get("status")) or "held",
            "confidence": _percent(row.get("confidence")),
            "shape": shapes.add(row["geometry"], polygons=True),
        }
        for row in _rows(areas)
    ]
    return {**columns(sorted(rows, key=lambda row: row["date"] or 0)), "shapes": shapes.coded}


def reach_of(areas: GeoDataFrame, points: Sequence[tuple[float, float]]) -> float | None:
    """How far in km the areas reach from the nearest point; None where there is nothing to measure.

    The page lets colour fade out before this distance, so that no area ends in a hard edge that would
    look like knowledge.
    """
    shapes = [row["geometry"] for row in _rows(areas)][-_MEASURED:]
    if not shapes or not points:
        return None
    corners = shapely.get_coordinates(shapes)[:: max(1, len(shapely.get_coordinates(shapes)) // _CORNERS)]
    squeeze = np.cos(np.radians(corners[:, 1].mean()))
    scale = np.array([squeeze, 1.0]) * _KM_A_DEGREE
    tree = shapely.STRtree(shapely.points(np.asarray(points) * scale))
    _, distances = tree.query_nearest(shapely.points(corners * scale), return_distance=True, all_matches=False)
    return round(float(distances.max()), 2)


def drawn_front(front: GeoDataFrame) -> dict[str, Any]:
    """The front line as columns, dated in the same way as the areas."""
    shapes = _Shapes()
    rows = [
        {
            "date": day_number(row.get("date")),
            "uncertainty": round(float(row.get("uncertainty_km") or 0), 2),
            "shape": shapes.add(row["geometry"], polygons=False),
        }
        for row in _rows(front)
    ]
    return {**columns(sorted(rows, key=lambda row: row["date"] or 0)), "shapes": shapes.coded}


def columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The rows turned into one list a column; they all have the keys of the first."""
    return {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}


def day_number(moment: Any) -> int | None:  # noqa: ANN401 -- a date, a timestamp or ISO text, as frames hold them
    """Days since 1 January 1970; None where there is no date."""
    if moment is None or moment is pd.NaT or moment == "":
        return None
    day: date = moment if type(moment) is date else pd.Timestamp(moment).date()
    return day.toordinal() - _EPOCH


def coded(points: Any) -> list[int]:  # noqa: ANN401 -- an array of lon, lat
    """Coordinates as whole numbers on the grid: the first point, then the steps."""
    grid = np.round(np.asarray(points, dtype=float)[:, :2] / GRID).astype(int)
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=int))
    keep = np.any(steps != 0, axis=1)
    flat: list[int] = steps[keep].ravel().tolist()
    return flat


class _Shapes:
    """Shapes in the order of their coming, each once: a front that stays costs nothing a second day."""

    def __init__(self) -> None:
        self.coded: list[list[list[int]]] = []
        self._known: dict[bytes, int] = {}

    def add(self, geometry: Any, *, polygons: bool) -> int:  # noqa: ANN401 -- shapely without types
        """The number of this shape, as rings or as lines."""
        key: bytes = shapely.to_wkb(geometry)
        if key not in self._known:
            self._known[key] = len(self.coded)
            simple = shapely.get_parts(shapely.simplify(geometry, _TOLERANCE))
            kept = [part for part in simple if not part.is_empty and ("Polygon" in part.geom_type) is polygons]
            lines = shapely.get_rings(kept) if polygons else kept
            self.coded.append([coded(shapely.get_coordinates(line)) for line in lines])
        return self._known[key]


def _rows(frame: GeoDataFrame) -> Iterable[dict[str, Any]]:
    if not len(frame):
        return []
    records: list[dict[str, Any]] = frame.to_dict("records")
    return [row for row in records if row["geometry"] is not None and not row["geometry"].is_empty]


def _text(value: Any) -> str:  # noqa: ANN401 -- a cell of a frame
    return value if isinstance(value, str) else ""


def _percent(value: Any) -> int:  # noqa: ANN401 -- a cell of a frame
    return 50 if value is None or pd.isna(value) else round(100 * float(value))

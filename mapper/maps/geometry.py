"""Areas and front line as the page reads them: whole numbers on a grid, each shape once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

GRID = 1e-4  # degrees, about 11 m: below what an estimate can say
_TOLERANCE = 2e-4
_ROUNDS = 4
_AT_ONCE = 20  # lines worked on together: so many points stay in the processor's cache, and their memory is used again
_MEASURED = 8  # areas looked at for their reach: the last ones are like the others
_CORNERS = 400
_KM_A_DEGREE = 111.2
_EPOCH = date(1970, 1, 1).toordinal()


def drawn_areas(areas: GeoDataFrame, side_index: dict[str, int]) -> dict[str, Any]:
    """The areas as columns: row `i` holds from `date[i]` until the next date in the table."""
    found = _rows(areas)
    numbers, shapes = _coded_shapes([row["geometry"] for row in found], polygons=True)
    rows = [
        {
            "date": _day(row.get("date")),
            "lens": int(row.get("lens") or 0),
            "holder": side_index.get(_text(row.get("holder")), -1),
            "kind": _text(row.get("kind")) or "area",
            "status": _text(row.get("status")) or "held",
            "confidence": _percent(row.get("confidence")),
            "shape": number,
        }
        for row, number in zip(found, numbers, strict=True)
    ]
    return {**columns(sorted(rows, key=lambda row: row["date"] or 0)), "shapes": shapes}


def through(whole: GeoDataFrame, lenses: Sequence[GeoDataFrame | None]) -> GeoDataFrame:
    """The rows of all sources (lens 0) and then of each lens in turn (from 1), in one table."""
    frames = [whole, *lenses]
    full = [frame.assign(lens=k) for k, frame in enumerate(frames) if frame is not None and len(frame)]
    return pd.concat(full, ignore_index=True) if len(full) > 1 else full[0] if full else whole


def reach_of(areas: GeoDataFrame, points: Sequence[tuple[float, float]]) -> float | None:
    """How far in km the areas reach from the nearest point; None where there is nothing to measure.

    The page lets colour fade out before this distance, so that no area ends in a hard edge that would
    look like knowledge.
    """
    shapes = [row["geometry"] for row in _rows(areas)][-_MEASURED:]
    if not shapes or not points:
        return None
    every = shapely.get_coordinates(shapes)
    corners = every[:: max(1, len(every) // _CORNERS)]
    squeeze = np.cos(np.radians(corners[:, 1].mean()))
    scale = np.array([squeeze, 1.0]) * _KM_A_DEGREE
    tree = shapely.STRtree(shapely.points(np.asarray(points) * scale))
    _, distances = tree.query_nearest(shapely.points(corners * scale), return_distance=True, all_matches=False)
    return round(float(distances.max()), 2)


def drawn_front(front: GeoDataFrame) -> dict[str, Any]:
    """The front line as columns, dated in the same way as the areas."""
    found = _rows(front)
    numbers, shapes = _coded_shapes([row["geometry"] for row in found], polygons=False)
    rows = [
        {
            "date": _day(row.get("date")),
            "lens": int(row.get("lens") or 0),
            "uncertainty": round(float(row.get("uncertainty_km") or 0), 2),
            "shape": number,
        }
        for row, number in zip(found, numbers, strict=True)
    ]
    return {**columns(sorted(rows, key=lambda row: row["date"] or 0)), "shapes": shapes}


def columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The rows turned into one list a column; they all have the keys of the first."""
    return {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}


def day_number(moment: Any) -> int | None:  # noqa: ANN401 -- a date, a timestamp or ISO text, as frames hold them
    """Days since 1 January 1970; None where there is no date."""
    if moment is None or moment is pd.NaT or moment == "":
        return None
    day: date = moment if type(moment) is date else pd.Timestamp(moment).date()
    return day.toordinal() - _EPOCH


def coded_lines(lines: Sequence[Any]) -> list[list[int]]:
    """Each line as whole numbers on the grid: the first point, then the steps."""
    points, of = shapely.get_coordinates(np.asarray(lines, dtype=object), return_index=True)
    steps = _steps(np.round(points / GRID).astype(np.int64), of)
    kept = np.any(steps != 0, axis=1)
    ends = np.searchsorted(of[kept], np.arange(len(lines) + 1)).tolist()
    flat: list[int] = steps[kept].ravel().tolist()
    return [flat[2 * start : 2 * end] for start, end in pairwise(ends)]


def _steps(grid: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first point of each line, then how far it is from each point to the next."""
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    firsts = np.flatnonzero(of[1:] != of[:-1]) + 1
    steps[firsts] = grid[firsts]
    return steps


def _coded_shapes(geometries: Sequence[Any], *, polygons: bool) -> tuple[list[int], list[list[NDArray[np.int64]]]]:
    """The number of each geometry's shape, and the shapes, each once: a front that stays costs nothing a second day."""
    if not geometries:
        return [], []
    parts, owners = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    wanted = np.isin(shapely.get_type_id(parts), (3, 6) if polygons else (1, 2)) & ~shapely.is_empty(parts)
    lines, owners = parts[wanted], owners[wanted]
    if polygons:
        lines, of = shapely.get_rings(lines, return_index=True)
        owners = owners[of]
    coded: list[NDArray[np.int64]] = []
    for at in range(0, len(lines), _AT_ONCE):
        coded += _simplified_lines(lines[at : at + _AT_ONCE])
    shapes: list[list[NDArray[np.int64]]] = [[] for _ in geometries]
    keys = [b""] * len(geometries)
    for owner, line in zip(owners.tolist(), coded, strict=True):
        keys[owner] += line.tobytes() + b"|"
        shapes[owner].append(line)
    known: dict[bytes, int] = {}
    numbers = [known.setdefault(key, len(known)) for key in keys]
    first = {number: index for index, number in reversed(list(enumerate(numbers)))}
    return numbers, [shapes[first[number]] for number in range(len(known))]


def _simplified_lines(lines: NDArray[Any]) -> list[NDArray[np.int64]]:
    """Each line as `coded_lines` gives it, simplified."""
    points, of = shapely.get_coordinates(lines, return_index=True)
    grid = np.round(points / GRID).astype(np.int64)
    kept = _simplified(grid, of)
    of = of[kept]
    steps = _steps(grid.take(kept, axis=0), of)
    ends = np.searchsorted(of, np.arange(len(lines) + 1)).tolist()
    return [steps[start:end].ravel() for start, end in pairwise(ends)]


def _simplified(grid: NDArray[np.int64], lines: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which points of the lines to keep: without those that lie less than the tolerance beside their neighbours' line.

    All lines at once, in a few rounds; of neighbours only the one nearest to its line goes in a round (after
    Visvalingam and Whyatt 1993, with the distance in place of the area), so that what is kept of a stretch
    depends on that stretch alone: where a front stays, its points stay.
    """
    x, y = (np.ascontiguousarray(side, dtype=np.float64) for side in grid.T)
    new = (x[1:] != x[:-1]) | (y[1:] != y[:-1]) | (lines[1:] != lines[:-1])
    rows = np.flatnonzero(np.append(True, new)) if len(grid) else np.zeros(0, dtype=np.int64)
    x, y, line = x[rows], y[rows], lines[rows]
    for _ in range(_ROUNDS):
        off = np.full(len(rows) + 2, np.inf)  # of each point, between one before the first and one behind the last
        if len(rows) > 2:  # noqa: PLR2004 -- a point between two others
            _off(x, y, off[2:-2])
            off[2:-2][line[:-2] != line[2:]] = np.inf
        own = off[1:-1]
        going = (own < (_TOLERANCE / GRID) ** 2) & (own < off[:-2]) & (own <= off[2:])
        if not going.any():
            break
        stay = np.flatnonzero(~going)  # numbers pick faster than a mask
        rows, x, y, line = rows[stay], x[stay], y[stay], line[stay]
    return rows


def _off(x: NDArray[np.float64], y: NDArray[np.float64], far: NDArray[np.float64]) -> None:
    """Tell how far each inner point lies from its neighbours' line, squared; from themselves where they are one."""
    along_x, along_y, to_x, to_y = x[2:] - x[:-2], y[2:] - y[:-2], x[1:-1] - x[:-2], y[1:-1] - y[:-2]
    np.multiply(along_x, to_y, out=far)
    far -= along_y * to_x
    far *= far
    along_x *= along_x
    along_y *= along_y
    along_x += along_y
    np.maximum(along_x, 1e-9, out=along_y)
    far /= along_y
    same = np.flatnonzero(along_x == 0)
    if len(same):
        far[same] = to_x[same] ** 2 + to_y[same] ** 2


@lru_cache(maxsize=4096)
def _day(moment: Any) -> int | None:  # noqa: ANN401 -- as `day_number`; a table has the same few days again and again
    return day_number(moment)


def _rows(frame: GeoDataFrame) -> list[dict[str, Any]]:
    """The rows that have a shape."""
    if not len(frame):
        return []
    shapes = np.asarray(frame["geometry"], dtype=object)
    drawn = frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    names = list(drawn.columns)
    return [
        dict(zip(names, cells, strict=True)) for cells in zip(*(drawn[name].tolist() for name in names), strict=True)
    ]


def _text(value: Any) -> str:  # noqa: ANN401 -- a cell of a frame
    return value if isinstance(value, str) else ""


def _percent(value: Any) -> int:  # noqa: ANN401 -- a cell of a frame
    return 50 if value is None or pd.isna(value) else round(100 * float(value))

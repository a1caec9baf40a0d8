"""A point for a shape: its own, or one inside a polygon."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Ring = Sequence[Sequence[float]]

_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the code in a GeoPackage header
_POINT = 1


def point_in(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude of a GeoJSON point, or of a point inside the largest polygon; None for others."""
    kind, parts = (geometry or {}).get("type"), (geometry or {}).get("coordinates")
    if not parts:
        return None
    if kind == "Point":
        return float(parts[0]), float(parts[1])
    polygons = [parts] if kind == "Polygon" else parts if kind == "MultiPolygon" else []
    return _inside(max(polygons, key=lambda polygon: abs(_area(polygon[0])))) if polygons else None


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _inside(polygon: Sequence[Ring]) -> tuple[float, float]:
    """The middle of the widest stretch that a line through the polygon's middle height cuts out of it."""
    heights = sorted({vertex[1] for ring in polygon for vertex in ring})
    middle = (heights[0] + heights[-1]) / 2
    below = max((h for h in heights if h <= middle), default=middle)
    above = min((h for h in heights if h > middle), default=middle)
    level = (below + above) / 2  # between two heights, so that the line meets no vertex
    cuts = sorted(_cuts(polygon, level))
    left, right = max(zip(cuts[::2], cuts[1::2], strict=False), key=lambda pair: pair[1] - pair[0])
    return round((left + right) / 2, 6), round(level, 6)


def _cuts(polygon: Sequence[Ring], level: float) -> list[float]:
    found = []
    for ring in polygon:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (a[1] > level) != (b[1] > level):
                found.append(a[0] + (level - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
    return found


def geopackage_point(blob: bytes | None) -> tuple[float, float] | None:
    """Longitude and latitude of a point as a GeoPackage stores it; None for another or an empty geometry."""
    if not blob or blob[:2] != b"GP":
        return None
    start = 8 + _ENVELOPES.get((blob[3] >> 1) & 7, 0)
    order = "<" if blob[start] else ">"
    (kind,) = struct.unpack_from(f"{order}I", blob, start + 1)
    if kind % 1000 != _POINT:
        return None
    lon, lat = struct.unpack_from(f"{order}dd", blob, start + 5)
    return (lon, lat) if lon == lon and lat == lat else None  # noqa: PLR0124 -- an empty point is NaN, NaN

"""GeoJSON after RFC 7946: longitude and latitude in WGS 84, one feature a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.polygon import orient

from mapper.export.output import clean, write_text
from mapper.layers import records

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_DECIMALS = 6  # of a degree, about 0.1 m (RFC 7946, section 11.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoJson:
    """Writes GeoJSON; rows without a place have geometry null."""

    layer: str

    def text(self, frame: gpd.GeoDataFrame) -> str:
        """The layer as one FeatureCollection, features in the order of the rows."""
        rows = zip(records(frame), frame.geometry, strict=True)
        features = ",\n".join(_feature(values, geometry) for values, geometry in rows)
        head = f'{{"type": "FeatureCollection", "name": {_json(clean(self.layer))}, "features": ['
        return f"{head}\n{features}\n]}}\n" if features else f"{head}]}}\n"

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer to the path."""
        write_text(self.text(frame), path)


def _feature(values: dict[str, str | int | float | bool | None], geometry: BaseGeometry | None) -> str:
    shape = None if geometry is None or geometry.is_empty else _shape(geometry)
    texts = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    return _json({"type": "Feature", "properties": texts, "geometry": shape})


def _shape(geometry: BaseGeometry) -> object:
    """The geometry as RFC 7946 wants it: 6 decimals, exterior rings counterclockwise."""
    # Areas are on this grid already; where rounding would break a foreign polygon, its decimals stay.
    rounded = shapely.transform(geometry, lambda lonlat: np.round(lonlat, _DECIMALS) + 0.0)
    kept = rounded if rounded.is_valid or not geometry.is_valid else geometry
    if kept.geom_type == "Polygon":
        kept = orient(kept)
    if kept.geom_type == "MultiPolygon":
        kept = shapely.multipolygons([orient(part) for part in kept.geoms])
    return mapping(kept)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)

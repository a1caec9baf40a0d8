"""Areas and fronts as tables: their columns, named once, and how a table is made of rows."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CRS: Final = "EPSG:4326"
TEXT: Final = "object"  # text or None; pandas' own string types would turn None into NaN
NUMBER: Final = "float64"
COUNT: Final = "Int64"  # a whole number or missing
SHAPE: Final = "geometry"

#: One polygon a row; `places` and `claims` are ids joined with ";", so that a polygon walks back to them.
AREA_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "holder": TEXT,
        "kind": TEXT,
        "status": TEXT,
        "date": TEXT,
        "confidence": NUMBER,
        "places": TEXT,
        "claims": TEXT,
        "geometry": SHAPE,
    }
)
#: One line a row; `sides` are the two holders, sorted and joined with "|".
FRONT_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {"sides": TEXT, "date": TEXT, "uncertainty_km": NUMBER, "places": TEXT, "geometry": SHAPE}
)
#: One polygon a row of land along the front of which no side is sure; `width_km` is its mean width.
BAND_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sides": TEXT,
        "date": TEXT,
        "sure": NUMBER,
        "km2": NUMBER,
        "width_km": NUMBER,
        "places": TEXT,
        "claims": TEXT,
        "geometry": SHAPE,
    }
)
#: One polygon a row that changed hands between two days; None gained or lost it where nobody is known to hold it.
GAIN_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gained_by": TEXT,
        "lost_by": TEXT,
        "since": TEXT,
        "until": TEXT,
        "km2": NUMBER,
        "places": TEXT,
        "claims": TEXT,
        "geometry": SHAPE,
    }
)


def table(columns: Mapping[str, str], rows: Iterable[Mapping[str, object]] = ()) -> gpd.GeoDataFrame:
    """A GeoDataFrame (EPSG:4326) of exactly these columns in this order, one row for each of `rows`."""
    listed = list(rows)
    series: dict[str, object] = {}
    for name, dtype in columns.items():
        values = np.empty(len(listed), dtype=object)
        values[:] = [row[name] for row in listed]
        series[name] = gpd.array.GeometryArray(values, crs=_crs()) if dtype == SHAPE else pd.Series(values, dtype=dtype)
    return gpd.GeoDataFrame(pd.DataFrame(series, copy=False), geometry="geometry", copy=False)


@cache
def _crs() -> pyproj.CRS:
    """What `CRS` names, read once."""
    return pyproj.CRS(CRS)


def joined(ids: Iterable[str]) -> str:
    """The ids, each once, sorted and joined with ";"."""
    return ";".join(sorted(set(ids)))

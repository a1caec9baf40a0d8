"""CSV: one row a feature, longitude and latitude in columns, other shapes as WKT."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from mapper.export.output import clean, write_text
from mapper.layers import records

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_SHAPE = ("lon", "lat", "wkt")
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Csv:
    """Writes CSV (UTF-8, commas, a head line); every layer ends with the columns lon, lat, wkt.

    Points have lon and lat, lines and areas have wkt, rows without a place none of them. Text is
    written as it is, also where it begins with "=" or "+": a quote must equal the report letter for
    letter, or it can no longer be walked back. Import the file into a spreadsheet with its columns
    as text where the reports are not trusted.
    """

    layer: str

    def text(self, frame: gpd.GeoDataFrame) -> str:
        """The layer as CSV, rows in the order of the frame."""
        names = [str(name) for name in frame.columns if name != frame.geometry.name]
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*names, *_SHAPE])
        for values, geometry in zip(records(frame), frame.geometry, strict=True):
            writer.writerow([*values.values(), *_shape(geometry)])
        return clean(out.getvalue())

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer to the path."""
        write_text(self.text(frame), path)


def _shape(geometry: BaseGeometry | None) -> tuple[float | None, float | None, str | None]:
    if geometry is None or geometry.is_empty:
        return (None, None, None)
    if geometry.geom_type == "Point":
        return (round(geometry.x, _DECIMALS), round(geometry.y, _DECIMALS), None)
    return (None, None, shapely.to_wkt(geometry, rounding_precision=_DECIMALS))

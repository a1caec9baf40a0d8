"""GeoPackage and GeoParquet: the layer as a typed table for desktop GIS and for data frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio

from mapper.errors import ExportError
from mapper.export.output import clean, replacing

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoPackage:
    """Writes a GeoPackage with one layer; two runs differ in the time of writing that the format asks for."""

    layer: str

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer to the path."""
        with replacing(path) as made:
            try:
                pyogrio.write_dataframe(
                    _encodable(frame), made, driver="GPKG", layer=self.layer, promote_to_multi=False
                )
            except (RuntimeError, ValueError) as fault:  # what pyogrio's own errors are made of
                raise ExportError(f"cannot write {path} as GeoPackage: {fault}") from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoParquet:
    """Writes GeoParquet 1.1."""

    layer: str

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer to the path."""
        with replacing(path) as made:
            try:
                _encodable(frame).to_parquet(made, index=False)
            except (RuntimeError, ValueError, TypeError) as fault:  # what pyarrow's own errors are made of
                raise ExportError(f"cannot write {path} as GeoParquet: {fault}") from fault


def _encodable(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A copy whose text columns are typed as text, also where all of it is missing, and can be encoded."""
    copy = frame.reset_index(drop=True)
    for name in copy.columns[copy.dtypes == "object"]:
        texts = [None if value is None or pd.isna(value) else clean(str(value)) for value in copy[name]]
        copy[name] = pd.array(texts, dtype="string")
    return copy

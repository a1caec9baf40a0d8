"""The seam of the exporters, and the one function that picks among them by a file's suffix."""

from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from mapper.errors import InputError
from mapper.export.csv_table import Csv
from mapper.export.geojson import GeoJson
from mapper.export.kml import Kml
from mapper.export.tables import GeoPackage, GeoParquet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd


Made = TypeVar("Made")


class Exporter(Protocol):
    """Anything that writes a layer to a file."""

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer, wholly or not at all; ExportError where it cannot be written."""
        ...


EXPORTERS: Final[Mapping[str, Callable[..., Exporter]]] = MappingProxyType(
    {".geojson": GeoJson, ".gpkg": GeoPackage, ".parquet": GeoParquet, ".kml": Kml, ".csv": Csv}
)
_PRINTED: Final[Mapping[str, Callable[..., GeoJson | Kml | Csv]]] = MappingProxyType(
    {".geojson": GeoJson, ".kml": Kml, ".csv": Csv}
)


def export(frame: gpd.GeoDataFrame, path: str | Path, *, layer: str, printed_as: str = ".geojson") -> None:
    """Write the layer in the format that the suffix of the path names, or print it where the path is "-".

    Parameters
    ----------
    frame
        Any layer, in degrees (EPSG:4326); its rows are written in their order.
    path
        A file ending in .geojson, .gpkg, .parquet, .kml or .csv, or "-" for standard output.
    layer
        The name that the layer bears inside the file.
    printed_as
        The format on standard output: .geojson, .kml or .csv.

    Raises
    ------
    InputError
        Where the suffix is none of those.
    ExportError
        Where the file cannot be written.
    """
    if str(path) == "-":
        _print(_known(_PRINTED, printed_as, "standard output")(layer=layer).text(frame))
        return
    target = Path(path)
    _known(EXPORTERS, target.suffix, str(path))(layer=layer).write(frame, target)


def _known(makers: Mapping[str, Callable[..., Made]], suffix: str, where: str) -> Callable[..., Made]:
    if suffix.lower() not in makers:
        told = f"the suffix {suffix}" if suffix else "no suffix"
        raise InputError(f"cannot export to {where} with {told}; use one of {', '.join(makers)}")
    return makers[suffix.lower()]


def _print(text: str) -> None:
    """Write UTF-8 whatever the locale; a notebook's standard output takes text only."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        binary.write(text.encode())
        binary.flush()

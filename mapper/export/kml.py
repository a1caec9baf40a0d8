"""KML 2.2 for Google Earth and its kin: one Placemark a row, all columns as extended data.

Written by hand, since GDAL's driver drops control characters and empty columns without a word, and
gives other bytes with another version of GDAL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.polygon import orient

from mapper.export.output import REPLACEMENT, clean, write_text
from mapper.layers import records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    Value = str | int | float | bool | None

_DECIMALS = 6
_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_NAMES: Final = ("name", "place", "text", "sides", "holder")  # the first that a row has is its label
_DESCRIPTIONS: Final = ("quote", "last_claim_quote", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kml:
    """Writes KML; rows without a place are Placemarks without a shape."""

    layer: str

    def text(self, frame: gpd.GeoDataFrame) -> str:
        """The layer as one KML document, placemarks in the order of the rows."""
        rows = zip(records(frame), frame.geometry, strict=True)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<kml xmlns="http://www.opengis.net/kml/2.2">',
            f"<Document><Folder><name>{_escaped(self.layer)}</name>",  # readers make a layer of a folder
            *(_placemark(values, geometry) for values, geometry in rows),
            "</Folder></Document>",
            "</kml>",
        ]
        return "\n".join(lines) + "\n"

    def write(self, frame: gpd.GeoDataFrame, path: Path) -> None:
        """Write the layer to the path."""
        write_text(self.text(frame), path)


def _placemark(values: dict[str, Value], geometry: BaseGeometry | None) -> str:
    fields = "".join(
        f'<Data name="{_escaped(name)}"><value>{_escaped(value)}</value></Data>'
        for name, value in values.items()
        if value is not None
    )
    parts = (
        _element("name", _first(values, _NAMES)),
        _element("description", _first(values, _DESCRIPTIONS)),
        f"<ExtendedData>{fields}</ExtendedData>" if fields else "",
        "" if geometry is None or geometry.is_empty else _shape(geometry),
    )
    return f"<Placemark>{''.join(parts)}</Placemark>"


def _first(values: dict[str, Value], names: Iterable[str]) -> Value:
    return next((values[name] for name in names if values.get(name) is not None), None)


def _element(tag: str, value: Value) -> str:
    return "" if value is None else f"<{tag}>{_escaped(value)}</{tag}>"


def _escaped(value: Value) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    marked = escape(_FORBIDDEN.sub(REPLACEMENT, clean(text)))
    return marked.replace("\r", "&#13;")  # a bare one would be read as a line feed


def _shape(geometry: BaseGeometry) -> str:
    kind = geometry.geom_type
    if kind == "Point":
        return f"<Point>{_coordinates(geometry)}</Point>"
    if kind in {"LineString", "LinearRing"}:
        return f"<LineString>{_coordinates(geometry)}</LineString>"
    if kind == "Polygon":
        turned = orient(geometry)
        holes = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in turned.interiors)
        return f"<Polygon><outerBoundaryIs>{_ring(turned.exterior)}</outerBoundaryIs>{holes}</Polygon>"
    return f"<MultiGeometry>{''.join(_shape(part) for part in geometry.geoms)}</MultiGeometry>"


def _ring(ring: BaseGeometry) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(geometry: BaseGeometry) -> str:
    pairs = (f"{_number(x)},{_number(y)}" for x, y in shapely.get_coordinates(geometry))
    return f"<coordinates>{' '.join(pairs)}</coordinates>"


def _number(degrees: float) -> str:
    return f"{round(float(degrees), _DECIMALS) + 0.0:.{_DECIMALS}f}".rstrip("0").rstrip(".")

"""Shapes that users give as GeoJSON: barriers, a boundary, the areas of an earlier day; all come out in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry


def barriers_of(path: str | Path) -> BaseGeometry:
    """The lines of a GeoJSON file, and the borders of its polygons, in degrees.

    Raises
    ------
    InputError
        The file cannot be read, has no lines, or is not in degrees.
    """
    import shapely

    from mapper.fronts.coverage import in_degrees

    shapes = _read(path).geometry.to_numpy()
    while (shapely.get_type_id(shapes) > shapely.GeometryType.POLYGON).any():  # many in one, even collections of them
        shapes = shapely.get_parts(shapes)
    lines = [shape.boundary if shape.geom_type == "Polygon" else shape for shape in shapes if shape is not None]
    joined = shapely.union_all([line for line in lines if "Line" in line.geom_type])
    if joined.is_empty:
        raise InputError(f"{path}: has no lines; barriers are lines, or polygons whose borders are meant")
    in_degrees(joined, f"{path}: a line")
    return joined


def polygons_of(path: str | Path) -> BaseGeometry:
    """All polygons of a GeoJSON file as one geometry in degrees.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    return _solid(path, _read(path))


def areas_of(path: str | Path) -> dict[str, BaseGeometry]:
    """The areas of each holder in a GeoJSON file.

    Raises
    ------
    InputError
        The file cannot be read, is not in degrees, or has a feature without a property "holder".
    """
    frame = _read(path)
    if "holder" not in frame:
        raise InputError(f'{path}: the areas need a property "holder" that names the side')
    nameless = [str(n) for n, none in enumerate(frame["holder"].isin(["", None]), 1) if none]
    if nameless:
        raise InputError(f'{path}, feature {", ".join(nameless)}: the property "holder" names no side')
    sides = frame["holder"].astype(str)
    return {side: _solid(path, frame[sides == side]) for side in sorted(set(sides))}


def _solid(path: str | Path, frame: Any) -> BaseGeometry:  # noqa: ANN401 -- a GeoDataFrame
    """The polygons of some features as one shape, those that cross themselves mended."""
    import shapely

    from mapper.fronts.coverage import sound

    return shapely.union_all([sound(shape, f"{path}: a shape") for shape in frame.geometry])


def _read(path: str | Path) -> Any:  # noqa: ANN401 -- a GeoDataFrame
    import geopandas as gpd

    try:
        frame = gpd.read_file(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as GeoJSON ({error})") from error
    return frame.set_crs(4326, allow_override=True) if frame.crs is None else frame.to_crs(4326)

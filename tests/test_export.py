"""Tests of the exporters: one conformance suite over all of them, then what each format asks for."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry.polygon import orient

from mapper.errors import ExportError, InputError
from mapper.export.exporter import EXPORTERS, export
from mapper.fronts.areas import AREA_COLUMNS, FRONT_COLUMNS, table
from mapper.layers import CLAIM_COLUMNS, CONTROL_COLUMNS, SPELL_COLUMNS, TOPONYM_COLUMNS, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

SUFFIXES = tuple(EXPORTERS)
PRINTED = (".geojson", ".kml", ".csv")
KML = "{http://www.opengis.net/kml/2.2}"
ALL_COLUMNS = (CLAIM_COLUMNS, TOPONYM_COLUMNS, SPELL_COLUMNS, CONTROL_COLUMNS, AREA_COLUMNS, FRONT_COLUMNS)
NASTY = "تل ملح, \"quoted\"; <b>&amp;</b> 'é' \U0001f600\tand\nlines\r\n=1+1"


def control(*rows: Mapping[str, object]) -> gpd.GeoDataFrame:
    """A control layer with these rows, whatever they do not say missing."""
    return table(CONTROL_COLUMNS, [dict.fromkeys(CONTROL_COLUMNS) | dict(row) for row in rows])


def places() -> gpd.GeoDataFrame:
    """A layer of points with all that is hard: a missing point, missing numbers, text of every kind."""
    return control(
        {
            "name": "Tal Malah",
            "holder": "rebels",
            "last_claim_quote": NASTY,
            "confidence": 0.7,
            "geo_precision": 1,
            "geometry": shapely.Point(36.500000123, -35.3),
        },
        {"name": "unplaced", "holder": None, "confidence": None},
        {"name": "=cmd()", "holder": "regime", "geo_precision": 3, "geometry": shapely.Point(0, 0)},
    )


def areas() -> gpd.GeoDataFrame:
    """A layer of polygons, one with a hole and the wrong turn, one of two parts."""
    hole = shapely.box(36.2, 35.2, 36.4, 35.4).exterior.coords
    ring = shapely.Polygon(list(shapely.box(36, 35, 37, 36).exterior.coords)[::-1], [hole])
    two = shapely.multipolygons([shapely.box(1, 1, 2, 2), shapely.box(3, 3, 4, 4)])
    shared = {"kind": "area", "status": "held", "date": "2019-06-07", "places": "a;b", "claims": ""}
    return table(
        AREA_COLUMNS,
        [
            {
                **shared,
                "holder": "rebels",
                "confidence": 0.5,
                "geometry": orient(ring, sign=-1.0),
            },
            {**shared, "holder": "regime", "confidence": 0.25, "geometry": two},
        ],
    )


def front() -> gpd.GeoDataFrame:
    """A layer of one line."""
    line = shapely.LineString([(36, 35), (36.5, 35.5), (36.7, 35.1)])
    return table(
        FRONT_COLUMNS,
        [{"sides": "rebels|regime", "date": "2019-06-07", "uncertainty_km": 2.5, "places": "a;b", "geometry": line}],
    )


def read(path: Path) -> gpd.GeoDataFrame:
    """The file as another program reads it."""
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    if path.suffix == ".kml":
        return read_kml(path)
    if path.suffix != ".csv":
        return gpd.read_file(path)
    rows = pd.read_csv(path, keep_default_na=False)
    shapes = [_shape(lon, lat, wkt) for lon, lat, wkt in zip(rows.lon, rows.lat, rows.wkt, strict=True)]
    return gpd.GeoDataFrame(rows.drop(columns=["lon", "lat", "wkt"]), geometry=gpd.GeoSeries(shapes, crs=4326))


def _shape(lon: object, lat: object, wkt: object) -> object:
    if wkt:
        return shapely.from_wkt(str(wkt))
    return shapely.Point(float(str(lon)), float(str(lat))) if lon != "" else None


def read_kml(path: Path) -> gpd.GeoDataFrame:
    """The placemarks of a KML file: how GDAL reads those without a shape depends on its version."""
    rows, shapes = [], []
    for mark in ET.fromstring(path.read_bytes()).iter(f"{KML}Placemark"):  # noqa: S314 - our own file
        rows.append({field.get("name"): field.findtext(f"{KML}value") for field in mark.iter(f"{KML}Data")})
        shapes += [_kml_shape(mark)]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=gpd.GeoSeries(shapes, crs=4326))


def _kml_shape(elements: Iterable[ET.Element]) -> object:
    made: list[object] = []
    for element in elements:
        rings = [_corners(ring) for ring in element.iter(f"{KML}coordinates")]
        if element.tag == f"{KML}Point":
            made.append(shapely.Point(rings[0][0]))
        if element.tag == f"{KML}LineString":
            made.append(shapely.LineString(rings[0]))
        if element.tag == f"{KML}Polygon":
            made.append(shapely.Polygon(rings[0], rings[1:]))
        if element.tag == f"{KML}MultiGeometry":
            made.append(shapely.multipolygons([_kml_shape([part]) for part in element]))
    return made[0] if made else None


def _corners(ring: ET.Element) -> list[tuple[float, float]]:
    corners = [pair.split(",") for pair in (ring.text or "").split()]
    return [(float(lon), float(lat)) for lon, lat in corners]


def texts(frame: gpd.GeoDataFrame, name: str) -> list[str]:
    """A text column, missing as empty."""
    return ["" if pd.isna(value) else str(value) for value in frame[name]]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("make", [places, areas, front])
def test_shapes_come_back(tmp_path: Path, suffix: str, make: Callable[[], gpd.GeoDataFrame]) -> None:
    """Every format gives back the shapes to 6 decimals, in degrees, and no shape where there was none."""
    frame, path = make(), tmp_path / f"layer{suffix}"
    export(frame, path, layer="control")
    back = read(path)
    assert back.crs.to_epsg() == 4326
    assert len(back) == len(frame)
    for told, shape in zip(frame.geometry, back.geometry, strict=True):
        if told is None:
            assert shape is None
        else:
            flat = shapely.force_2d(shape)
            assert flat.geom_type == told.geom_type
            assert shapely.equals_exact(shapely.normalize(flat), shapely.normalize(told), tolerance=1e-6)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_values_come_back(tmp_path: Path, suffix: str) -> None:
    """Every format gives back text letter for letter, numbers as numbers, and missing as missing."""
    frame, path = places(), tmp_path / f"layer{suffix}"
    export(frame, path, layer="control")
    back = read(path)
    assert texts(back, "name") == ["Tal Malah", "unplaced", "=cmd()"]
    assert texts(back, "last_claim_quote") == [NASTY, "", ""]
    assert texts(back, "holder") == ["rebels", "", "regime"]
    assert pd.to_numeric(back["confidence"]).tolist()[0] == 0.7
    assert pd.to_numeric(back["confidence"]).isna().tolist() == [False, True, True]


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".kml"])
@pytest.mark.parametrize("make", [places, areas, front])
def test_columns_come_back(tmp_path: Path, suffix: str, make: Callable[[], gpd.GeoDataFrame]) -> None:
    """Every format has all columns of the layer in their order, also those that are empty throughout."""
    frame, path = make(), tmp_path / f"layer{suffix}"
    export(frame, path, layer="control")
    assert list(read(path).columns) == list(frame.columns)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("columns", ALL_COLUMNS)
def test_an_empty_layer_is_a_file(tmp_path: Path, suffix: str, columns: Mapping[str, str]) -> None:
    """A layer without rows is a file that other programs open and find empty."""
    path = tmp_path / f"layer{suffix}"
    export(table(columns), path, layer="control")
    assert len(read(path)) == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_layer_without_any_shape_is_a_file(tmp_path: Path, suffix: str) -> None:
    """Rows of which none has a point are written all the same."""
    path = tmp_path / f"layer{suffix}"
    export(control({"name": "one"}, {"name": "two"}), path, layer="control")
    back = read(path)
    assert texts(back, "name") == ["one", "two"]
    assert back.geometry.isna().all()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_be_encoded_is_replaced(tmp_path: Path, suffix: str) -> None:
    """Half a surrogate pair and a null become U+FFFD, and the text round them stays."""
    path = tmp_path / f"layer{suffix}"
    export(control({"name": "a\ud800b\x00c"}), path, layer="control")
    assert texts(read(path), "name") == ["a\ufffdb\ufffdc"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_control_characters_break_nothing(tmp_path: Path, suffix: str) -> None:
    """Every control character is written; KML, which forbids most of them, has U+FFFD for those."""
    path = tmp_path / f"layer{suffix}"
    export(control({"name": "x", "claimant": "\x01\x08\x0b\x1f\x7f\x85\ufffe."}), path, layer="control")
    kept = "\ufffd\ufffd\ufffd\ufffd\x7f\x85\ufffd." if suffix == ".kml" else "\x01\x08\x0b\x1f\x7f\x85\ufffe."
    assert texts(read(path), "claimant") == [kept]


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".gpkg"])
@pytest.mark.parametrize("make", [places, areas, front])
def test_the_same_bytes_twice(tmp_path: Path, suffix: str, make: Callable[[], gpd.GeoDataFrame]) -> None:
    """Two runs write the same bytes."""
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    export(make(), one, layer="control")
    export(make(), other, layer="control")
    assert one.read_bytes() == other.read_bytes()


def test_the_same_geopackage_twice(tmp_path: Path) -> None:
    """Two GeoPackages have the same content under the layer's name; the format itself asks for the time."""
    for name in ("one.gpkg", "other.gpkg"):
        export(places(), tmp_path / name, layer="control")
    one, other = (gpd.read_file(tmp_path / name, layer="control") for name in ("one.gpkg", "other.gpkg"))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_is_replaced_whole(tmp_path: Path, suffix: str) -> None:
    """An older file gives way to the new one, and nothing else is left in the folder."""
    path = tmp_path / f"layer{suffix}"
    path.write_text("old")
    export(places(), path, layer="control")
    assert len(read(path)) == 3
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_frame_is_not_changed(tmp_path: Path, suffix: str) -> None:
    """Exporting leaves the layer as it was."""
    frame = places()
    export(frame, tmp_path / f"layer{suffix}", layer="control")
    assert records(frame) == records(places())
    assert frame.dtypes.tolist() == places().dtypes.tolist()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_folder_is_told(tmp_path: Path, suffix: str) -> None:
    """A missing folder is told by name, and not made."""
    with pytest.raises(ExportError, match=r"no folder .*missing"):
        export(places(), tmp_path / "missing" / f"layer{suffix}", layer="control")
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_in_the_way_is_told(tmp_path: Path, suffix: str) -> None:
    """A folder that bears the name of the file is told and left alone."""
    path = tmp_path / f"layer{suffix}"
    path.mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export(places(), path, layer="control")
    assert path.is_dir()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_the_system_refuses_is_told(tmp_path: Path, suffix: str) -> None:
    """A name that is too long for the system is an export error, and leaves nothing behind."""
    with pytest.raises(ExportError, match="cannot write"):
        export(places(), tmp_path / ("x" * 300 + suffix), layer="control")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_link_stays_a_link(tmp_path: Path, suffix: str) -> None:
    """Writing to a link writes to the file behind it."""
    goal, link = tmp_path / f"goal{suffix}", tmp_path / f"link{suffix}"
    goal.touch()
    link.symlink_to(goal)
    export(places(), link, layer="control")
    assert link.is_symlink()
    assert goal.stat().st_size > 0


def test_a_broken_write_leaves_the_old_file(tmp_path: Path) -> None:
    """When writing fails halfway, the file that was there is still there, and no rubbish beside it."""
    frame, path = places(), tmp_path / "layer.gpkg"
    export(frame, path, layer="control")
    before = path.read_bytes()
    frame["NAME"] = "a second column of that name, which SQLite does not take"
    with pytest.raises(ExportError, match="GeoPackage"):
        export(frame, path, layer="control")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["layer.shp", "layer", "layer.json.gz"])
def test_an_unknown_suffix_is_told(tmp_path: Path, name: str) -> None:
    """A suffix nobody knows is an input error that lists those that are known."""
    with pytest.raises(InputError, match=r"\.geojson, \.gpkg, \.parquet, \.kml, \.csv"):
        export(places(), tmp_path / name, layer="control")


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    """LAYER.CSV is a CSV."""
    export(places(), tmp_path / "LAYER.CSV", layer="control")
    assert (tmp_path / "LAYER.CSV").read_text().startswith("name,")


@pytest.mark.parametrize("suffix", PRINTED)
def test_a_dash_prints(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], suffix: str) -> None:
    """What goes to standard output is what would stand in the file."""
    export(places(), "-", layer="control", printed_as=suffix)
    export(places(), tmp_path / f"layer{suffix}", layer="control")
    assert capfdbinary.readouterr().out == (tmp_path / f"layer{suffix}").read_bytes()


def test_a_dash_prints_geojson(capsys: pytest.CaptureFixture[str]) -> None:
    """Without more words standard output gets GeoJSON."""
    export(front(), "-", layer="front")
    assert json.loads(capsys.readouterr().out)["name"] == "front"


def test_a_dash_prints_no_binary_format() -> None:
    """A GeoPackage cannot be printed; those that can are listed."""
    with pytest.raises(InputError, match=r"\.geojson, \.kml, \.csv"):
        export(front(), "-", layer="front", printed_as=".gpkg")


def geojson(frame: gpd.GeoDataFrame, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    """The text of the GeoJSON and what it says; NaN and the like are no JSON."""
    export(frame, tmp_path / "layer.geojson", layer="control")
    text = (tmp_path / "layer.geojson").read_text(encoding="utf-8")
    return text, json.loads(text, parse_constant=pytest.fail)


def test_geojson_as_the_standard_has_it(tmp_path: Path) -> None:
    """A feature a line, no crs, geometry null and values null where missing, 6 decimals."""
    text, told = geojson(places(), tmp_path)
    assert len(text.splitlines()) == 5
    assert [line[:19] for line in text.splitlines()[1:4]] == ['{"type": "Feature",'] * 3
    assert set(told) == {"type", "name", "features"}
    assert told["features"][1]["geometry"] is None
    assert told["features"][1]["properties"]["confidence"] is None
    assert told["features"][0]["geometry"] == {"type": "Point", "coordinates": [36.5, -35.3]}
    assert told["features"][0]["properties"]["geo_precision"] == 1
    assert "تل ملح" in text


def test_geojson_turns_right(tmp_path: Path) -> None:
    """Exterior rings run counterclockwise and holes clockwise, however they came."""
    _, told = geojson(areas(), tmp_path)
    rings = [told["features"][0]["geometry"]["coordinates"], *told["features"][1]["geometry"]["coordinates"]]
    for polygon in rings:
        turns = [shapely.LinearRing(ring).is_ccw for ring in polygon]
        assert turns == [True] + [False] * (len(polygon) - 1)


def test_geojson_of_nothing(tmp_path: Path) -> None:
    """An empty layer is a collection without features."""
    _, told = geojson(table(AREA_COLUMNS), tmp_path)
    assert told["features"] == []


def test_geojson_keeps_slivers_valid(tmp_path: Path) -> None:
    """Where rounding would make a polygon cross itself, its decimals stay."""
    sliver = shapely.Polygon([(0, 0), (1, 4e-7), (2, 0), (1, -4e-7)])
    frame = areas().iloc[:1].set_geometry(gpd.GeoSeries([sliver], crs=4326))
    _, told = geojson(frame, tmp_path)
    assert shapely.geometry.shape(told["features"][0]["geometry"]).is_valid


def test_csv_has_a_head_and_coordinates(tmp_path: Path) -> None:
    """A CSV ends with lon, lat and wkt; a point has the first two, and text is left as it is."""
    export(places(), tmp_path / "layer.csv", layer="control")
    with (tmp_path / "layer.csv").open(encoding="utf-8", newline="") as file:
        head, first, second, third = csv.reader(file)
    assert head == [*(name for name in CONTROL_COLUMNS if name != "geometry"), "lon", "lat", "wkt"]
    assert first[-3:] == ["36.5", "-35.3", ""]
    assert second[-3:] == ["", "", ""]
    assert third[0] == "=cmd()"


def test_csv_of_a_line_is_wkt(tmp_path: Path) -> None:
    """A line has no lon and lat of its own."""
    export(front(), tmp_path / "layer.csv", layer="front")
    with (tmp_path / "layer.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][-3:] == ["", "", "LINESTRING (36 35, 36.5 35.5, 36.7 35.1)"]


@pytest.mark.parametrize("make", [places, areas, front])
def test_kml_opens_elsewhere(tmp_path: Path, make: Callable[[], gpd.GeoDataFrame]) -> None:
    """GDAL, and so QGIS, finds a layer of the name with the same shapes."""
    frame = make()
    export(frame, tmp_path / "layer.kml", layer="control")
    back = gpd.read_file(tmp_path / "layer.kml", layer="control").geometry.dropna()
    told = list(frame.geometry.dropna())
    flat = list(shapely.force_2d(list(back)))
    assert shapely.equals_exact(shapely.normalize(flat), shapely.normalize(told), tolerance=1e-6).all()


def test_kml_names_and_describes(tmp_path: Path) -> None:
    """A placemark has a name, the quote as description and all that is known as extended data."""
    export(places(), tmp_path / "layer.kml", layer="control")
    root = ET.fromstring((tmp_path / "layer.kml").read_bytes())  # noqa: S314 - our own file
    first, second, _ = root.iter(f"{KML}Placemark")
    assert root.findtext(f"{KML}Document/{KML}Folder/{KML}name") == "control"
    assert first.findtext(f"{KML}name") == "Tal Malah"
    assert first.findtext(f"{KML}description") == NASTY
    told = {field.get("name"): field.findtext(f"{KML}value") for field in first.iter(f"{KML}Data")}
    assert told == {
        "name": "Tal Malah",
        "holder": "rebels",
        "last_claim_quote": NASTY,
        "confidence": "0.7",
        "geo_precision": "1",
    }
    assert first.findtext(f"{KML}Point/{KML}coordinates") == "36.5,-35.3"
    assert second.find(f"{KML}Point") is None


def test_parquet_types_hold_without_values(tmp_path: Path) -> None:
    """A column of text in which all is missing is still text for the next program."""
    pq = pytest.importorskip("pyarrow.parquet")
    export(control({"name": "one"}), tmp_path / "layer.parquet", layer="control")
    schema = pq.read_schema(tmp_path / "layer.parquet")
    assert "string" in str(schema.field("until").type)
    assert str(schema.field("confidence").type) == "double"
    assert str(schema.field("geo_precision").type) == "int64"

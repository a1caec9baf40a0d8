"""Fetches the shipped files of the map page; run by hand, the results are committed.

    python assets/fetch.py

Needs npm and pip on the path. Each package is checked against the hash in SOURCES.toml before one
file of it is used; every file written is listed with its own hash in mapper/maps/vendor/manifest.json.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "mapper"
MANIFEST = PACKAGE / "maps" / "vendor" / "manifest.json"
GRID = 0.001  # degrees, about 100 m: finer than a line drawn for 1:10,000,000 can be
TOLERANCE = 0.003


def main() -> None:
    """Fetch every package and write the manifest."""
    sources = tomllib.loads((HERE / "SOURCES.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, str]] = []
    for package in sources["package"]:
        with tempfile.TemporaryDirectory() as folder:
            rows += [_row(package, target) for target in _unpack(package, _fetched(package, Path(folder)))]
    MANIFEST.write_text(json.dumps(sorted(rows, key=lambda row: row["file"]), indent=1) + "\n", encoding="utf-8")
    print(f"{MANIFEST}: {len(rows)} files")


def _fetched(package: dict[str, Any], folder: Path) -> Path:
    """Return the archive of a package, checked against its hash."""
    if package["registry"] == "npm":
        command = ["npm", "pack", f"{package['name']}@{package['version']}", "--pack-destination", str(folder)]
    else:
        what = f"{package['name']}=={package['version']}"
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            what,
            "--no-deps",
            "--only-binary",
            ":all:",
            "-d",
            str(folder),
        ]
    subprocess.run(command, check=True, capture_output=True)
    (archive,) = (path for path in folder.iterdir() if path.suffix in {".tgz", ".whl"})
    algorithm, wanted = package["integrity"].split("-", 1)
    found = base64.b64encode(hashlib.new(algorithm, archive.read_bytes()).digest()).decode()
    if found != wanted:
        raise SystemExit(f"{archive.name}: {algorithm} is {found}, SOURCES.toml says {wanted}")
    return archive


def _unpack(package: dict[str, Any], archive: Path) -> list[str]:
    """Write the wanted files of an archive and return where they went."""
    if archive.suffix == ".tgz":
        with tarfile.open(archive) as tar:
            wanted = {**package["files"], **package.get("countries", {})}
            for inside, target in wanted.items():
                member = tar.extractfile(f"package/{inside}")
                if member is None:
                    raise SystemExit(f"{archive.name} holds no {inside}")
                content = member.read()
                _write(target, _countries(json.loads(content)) if target not in package["files"].values() else content)
        return list(wanted.values())
    folder = archive.parent / "unpacked"
    with zipfile.ZipFile(archive) as wheel:
        for inside in package["drawn"]:
            stem = inside.removesuffix(".shp")
            for name in wheel.namelist():
                if name.startswith(stem + "."):
                    wheel.extract(name, folder)
    for inside, target in package["drawn"].items():
        _write(target, _lines(gpd.read_file(folder / inside)))
    return list(package["drawn"].values())


def _lines(frame: gpd.GeoDataFrame) -> bytes:
    """Return lines or rings as whole numbers on a grid: how many points each has, and the steps from point to point."""
    shapes = shapely.get_parts(frame.geometry.simplify(TOLERANCE).to_numpy())
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).any():
        lines = shapely.get_rings(shapes)
    else:
        lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapes)))
    grids = [np.round(shapely.get_coordinates(line) / GRID).astype(int) for line in lines]
    grids.sort(key=lambda grid: grid.tolist())
    steps = np.diff(np.concatenate(grids), axis=0, prepend=[[0, 0]])
    return _arrays(grid=np.array(GRID), sizes=np.array([len(grid) for grid in grids]), steps=steps)


def _countries(topology: dict[str, Any]) -> bytes:
    """Return a topology as arrays: every arc once, in steps, and rings, polygons and countries by their sizes."""
    rows = sorted(topology["objects"]["countries"]["geometries"], key=lambda row: str(row["properties"]["name"]))
    polygons = [[row["arcs"]] if row["type"] == "Polygon" else row.get("arcs", []) for row in rows]
    rings = [ring for country in polygons for polygon in country for ring in polygon]
    return _arrays(
        names=np.array([row["properties"]["name"] for row in rows]),
        countries=np.array([len(country) for country in polygons]),
        polygons=np.array([len(polygon) for country in polygons for polygon in country]),
        rings=np.array([len(ring) for ring in rings]),
        arcs=np.array([arc for ring in rings for arc in ring]),
        sizes=np.array([len(arc) for arc in topology["arcs"]]),
        steps=np.concatenate([np.array(arc) for arc in topology["arcs"]]),
        scale=np.array(topology["transform"]["scale"]),
        origin=np.array(topology["transform"]["translate"]),
    )


def _arrays(**named: Any) -> bytes:  # noqa: ANN401 -- numpy arrays
    """Return arrays as a file that numpy opens, whole numbers as small as they can be; the same bytes each time."""
    found = io.BytesIO()
    small = {
        name: array.astype(np.int32) if np.issubdtype(array.dtype, np.integer) else array
        for name, array in named.items()
    }
    np.savez_compressed(found, **small)
    return found.getvalue()


def _write(target: str, content: bytes) -> None:
    path = PACKAGE / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"{target}: {len(content):,} bytes")


def _row(package: dict[str, Any], target: str) -> dict[str, str]:
    digest = hashlib.sha256((PACKAGE / target).read_bytes()).hexdigest()
    names = {"package": f"{package['registry']}:{package['name']}", "version": package["version"]}
    return {"file": target, **names, "licence": package["licence"], "sha256": digest}


if __name__ == "__main__":
    main()

"""The wheel: it carries the package with its data and nothing else, and works where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = "mapper.exe" if os.name == "nt" else "mapper"
SHIPPED = (
    "mapper/py.typed",
    "mapper/data/gazetteer.tsv",
    "mapper/data/countries.toml",
    "mapper/data/english.toml",
    "mapper/data/theatres/generic.toml",
    "mapper/data/theatres/syria.toml",
    "mapper/data/theatres/ukraine.toml",
    "mapper/data/basemap/countries-10m.npz",
    "mapper/data/basemap/lakes-10m.npz",
    "mapper/data/basemap/provinces-10m.npz",
    "mapper/data/basemap/world-atlas.LICENSE",
    "mapper/maps/page/main.js",
    "mapper/maps/page/page.html",
    "mapper/maps/styles.toml",
    "mapper/maps/vendor/jquery.LICENSE",
    "mapper/maps/vendor/jquery.js",
    "mapper/maps/vendor/leaflet.LICENSE",
    "mapper/maps/vendor/leaflet.css",
    "mapper/maps/vendor/leaflet.js",
)
LICENCES = ("licenses/LICENSE", "licenses/gazetteer/LICENSE")
TEXT = "Rebels capture Tal Malah\n\nRebel fighters captured the village of Tal Malah in northern Hama on Thursday.\n"

pytestmark = pytest.mark.slow


def succeed(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What the command printed; where it fails, the test fails with what it said."""
    done = subprocess.run(command, cwd=cwd, env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        pytest.fail(f"{command[0]} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is committed: neither an ignored file nor an old build gets into the wheel."""
    copy = tmp_path_factory.mktemp("source")
    listed = succeed("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of that copy."""
    target = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--wheel", "--outdir", target, source, cwd=target)
    return next(target.glob("*.whl"))


def test_the_wheel_carries_the_package_and_nothing_else(source: Path, wheel: Path) -> None:
    """The wheel has every file of the package, its data and licences, and no test, seed or script."""
    names = set(zipfile.ZipFile(wheel).namelist())
    about = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    package = {path.relative_to(source).as_posix() for path in (source / "mapper").rglob("*") if path.is_file()}
    assert sorted(set(SHIPPED) - names) == []
    assert sorted(package ^ (names - about)) == []
    assert [licence for licence in LICENCES if not any(name.endswith(f".dist-info/{licence}") for name in about)] == []


def test_the_installed_wheel_maps_a_report(wheel: Path, tmp_path: Path) -> None:
    """With a clean environment and an empty home, the command makes a map of a text, and nothing else."""
    environment, home, folder = tmp_path / "venv", tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT, "utf-8")
    succeed(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    succeed(programs / "python", "-m", "pip", "install", "--disable-pip-version-check", "-q", wheel, cwd=tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAPPER_", "PYTHON", "XDG_"))}
    said = succeed(
        programs / COMMAND,
        "map",
        "report.txt",
        "--published",
        "2019-06-07",
        cwd=folder,
        env={**kept, "HOME": str(home)},
    )
    assert "Tal Malah" in said
    assert "<!doctype html" in (folder / "map.html").read_text("utf-8")[:100].lower()
    assert sorted(path.name for path in folder.iterdir()) == ["map.html", "report.txt"]

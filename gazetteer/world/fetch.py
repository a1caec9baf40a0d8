"""Fetch the packages that the table of the world is made from, and check that they are those of SOURCES.toml."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "SOURCES.toml"


def packages(path: Path = SOURCES) -> dict[str, dict[str, Any]]:
    """The packages of the source list, by key."""
    with path.open("rb") as file:
        found: dict[str, dict[str, Any]] = tomllib.load(file)["source"]
    return {key: source for key, source in found.items() if "file" in source}


def command(source: dict[str, Any], folder: Path) -> list[str]:
    """The package manager's command that puts a package file into a folder."""
    if source["manager"] == "npm":
        return [
            "npm",
            "pack",
            "--silent",
            f"{source['package']}@{source['version']}",
            "--pack-destination",
            str(folder),
        ]
    wanted = f"{source['package']}=={source['version']}"
    return [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wanted]


def fault(source: dict[str, Any], folder: Path) -> str | None:
    """What is wrong with a fetched package file, None where nothing is."""
    path = folder / source["file"]
    if not path.is_file():
        return f"{source['file']} was not fetched"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return None if digest == source["sha256"] else f"{source['file']} has sha256 {digest}, not {source['sha256']}"


def main() -> int:
    """Exit code 0 with all packages in the folder named, 1 where one is not what it should be."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    for source in packages().values():
        if not (folder / source["file"]).is_file():
            run = command(source, folder)
            subprocess.run([shutil.which(run[0]) or run[0], *run[1:]], check=True)
        faults += filter(None, [fault(source, folder)])
    print("\n".join(faults) or f"{len(packages())} packages are in {folder}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

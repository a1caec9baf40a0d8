"""The notebooks: clean as they are kept, and running from wherever they are opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from ipykernel.kernelspec import install
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BY_NAME = [pytest.param(path, id=path.stem) for path in NOTEBOOKS]


def opened(path: Path) -> nbformat.NotebookNode:
    """The notebook, checked against the format it is written in."""
    notebook: nbformat.NotebookNode = nbformat.read(path, nbformat.NO_CONVERT)  # type: ignore[no-untyped-call] # half typed
    nbformat.validate(notebook)
    return notebook


def test_there_is_a_first_notebook() -> None:
    """The first notebook makes the first map."""
    assert [path.name for path in NOTEBOOKS][:1] == ["1-first-map.ipynb"]


@pytest.mark.parametrize("path", BY_NAME)
def test_a_notebook_is_kept_without_its_outputs(path: Path) -> None:
    """A notebook is in the format 4.5, starts with a title, and stores neither outputs nor counts."""
    notebook = opened(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.cells[0].source.startswith("# ")
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a notebook reads, and a kernel that is the running Python."""
    install(prefix=str(tmp_path / "kernel"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "kernel" / "share" / "jupyter"))
    for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / "project" / name)
    return tmp_path / "project"


@pytest.mark.slow
@pytest.mark.parametrize("folder", [".", "notebooks"])
@pytest.mark.parametrize("path", BY_NAME)
def test_a_notebook_runs_from_both_folders(path: Path, folder: str, project: Path) -> None:
    """A notebook runs to its end in its own folder and in the one above, and writes into `out` of the project."""
    notebook = opened(project / "notebooks" / path.name)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(project / folder)}}).execute()
    assert [line for cell in notebook.cells for line in cell.get("outputs", ()) if line.get("name") == "stderr"] == []
    assert sorted(made.name for made in (project / "out").iterdir()) == ["control.geojson", "map.html"]

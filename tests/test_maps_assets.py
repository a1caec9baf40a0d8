"""The files that the page is made of: shipped as fetched, and modules that fit together."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import resources
from pathlib import Path

import pytest

from mapper.maps import bundle, vendor
from mapper.maps.basemap import base_of, view_of
from mapper.maps.outlines import countries, outline, world

PACKAGE = Path(str(resources.files("mapper")))
MANIFEST = json.loads((PACKAGE / "maps" / "vendor" / "manifest.json").read_text(encoding="utf-8"))
PAGE = PACKAGE / "maps" / "page"


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: str(row["file"]))
def test_a_shipped_file_is_the_one_that_was_fetched(row: dict[str, str]) -> None:
    """The manifest's hash is the file's."""
    assert hashlib.sha256((PACKAGE / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_no_shipped_file_is_missing_from_the_manifest() -> None:
    """Nothing lies there of which nobody knows where it comes from."""
    listed = {row["file"] for row in MANIFEST}
    for folder in (PACKAGE / "maps" / "vendor", PACKAGE / "data" / "basemap"):
        files = {path.relative_to(PACKAGE).as_posix() for path in folder.iterdir() if path.name != "manifest.json"}
        assert files <= listed


def test_every_module_is_in_the_page_once() -> None:
    """The script holds each source file, and no import or export is left."""
    script = bundle.script()
    for path in PAGE.glob("*.js"):
        caption = path.read_text(encoding="utf-8").splitlines()[0]
        assert script.count(caption) == (0 if path.name == bundle.ENTRY and caption not in script else 1), path.name
    assert "\nimport " not in script
    assert "\nexport " not in script
    remarks = [line for line in script.splitlines() if line.strip().startswith("//")]
    assert len(remarks) == len(list(PAGE.glob("*.js")))


def test_every_style_sheet_is_in_the_page() -> None:
    """None lies there unused."""
    for path in PAGE.glob("*.css"):
        assert path.read_text(encoding="utf-8") in bundle.style()


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: str(path.name))
def test_a_source_file_of_the_page_is_short_and_has_a_caption(path: Path) -> None:
    """Fewer than 300 lines, the first one says what it is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    if path.suffix in {".js", ".css"}:
        assert lines[0].startswith(("// ", "/* "))


def test_nothing_is_exported_or_imported_for_nobody() -> None:
    """What a module of the page gives another one takes, and uses; what it keeps to itself is no export."""
    given: set[str] = set()
    taken: set[str] = set()
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        own = {name for names in re.findall(r"^import \{ ([^}]*) \}", text, re.MULTILINE) for name in names.split(", ")}
        assert [name for name in sorted(own) if len(re.findall(rf"\b{name}\b", text)) == 1] == [], path.name
        given |= set(re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", text, re.MULTILINE))
        taken |= own
    assert given - taken == set()


def test_a_shipped_text_asks_for_no_other_file() -> None:
    """Neither pictures of a style sheet nor source maps are asked for."""
    for name in ("leaflet.js", "leaflet.css", "jquery.js"):
        assert "images/" not in vendor.text(name)
        assert "sourceMappingURL" not in vendor.text(name)


def test_the_base_map_is_cut_round_the_places() -> None:
    """A village in northern Hama has Syria and its neighbours, a coast, a border and an inset round it."""
    points = [(36.5186, 35.3058)]
    base = base_of(view_of(points, fallback=None), points)
    assert {"Syria", "Turkey", "Lebanon"} <= {name for name, *_ in base["countries"]}
    assert base["coast"]
    assert base["borders"]
    assert base["inset"]["name"] == "Syria"
    assert len(json.dumps(base)) < 60_000


def test_a_country_is_found_where_it_is() -> None:
    """Khartoum lies in Sudan."""
    assert [name for name, *_ in countries((32.4, 15.5, 32.6, 15.7))] == ["Sudan"]


def test_every_country_can_be_drawn() -> None:
    """A view of the whole world meets states and islets without an area on the grid: they alone are left out."""
    shapes = dict(countries((-180.0, -90.0, 180.0, 90.0)))
    assert len(shapes) == len(world().names)
    assert [name for name, shape in shapes.items() if shape.is_empty] == ["Vatican"]
    rocks = outline("Spain", (-4.0, 35.0, -3.8, 35.4))
    assert [rock.is_empty for rock in rocks.geoms] == [False, True]

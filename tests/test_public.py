"""What was promised to others: the public names, how they are called, and the version."""

from __future__ import annotations

import inspect
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import mapper

ROOT = Path(__file__).parents[1]
NAMES = [
    "Atlas",
    "Claim",
    "MapperError",
    "Place",
    "Report",
    "Spell",
    "Timeline",
    "__version__",
    "build",
    "read",
    "report",
]
DAY = "2019-06-07"


def test_the_public_names_are_the_promised_ones() -> None:
    """The public names are these; a new one is a promise, and a lost one breaks somebody's script."""
    assert sorted(mapper.__all__) == NAMES
    assert dir(mapper) == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_public_name_can_be_fetched_and_says_what_it_is(name: str) -> None:
    """Every public name leads to its thing, which has a docstring of its own."""
    thing = getattr(mapper, name)
    assert thing.__name__ == name
    assert inspect.getdoc(thing)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that the package does not have is told by name."""
    with pytest.raises(AttributeError, match="'utils'"):
        mapper.utils  # noqa: B018 -- fetching it is the test


@pytest.mark.parametrize(
    ("function", "positional", "named"),
    [
        ("read", ["seeds/", "more.jsonl"], {}),
        ("read", ["report.txt"], {"published": DAY, "theatre": "syria"}),
        ("report", ["Rebels captured Tal Malah."], {"published": DAY, "title": "A title", "id": "one"}),
        ("build", [[]], {}),
        ("build", [[]], {"published": DAY, "theatre": "syria", "gazetteers": ["shipped"]}),
        ("build", [[]], {"baseline": "b.csv", "corrections": "c.toml", "known_by": DAY, "lens": "regime"}),
    ],
)
def test_the_functions_take_what_was_promised(
    function: str, positional: list[object], named: dict[str, object]
) -> None:
    """Each function can be called in the promised ways."""
    inspect.signature(getattr(mapper, function)).bind(*positional, **named)


@pytest.mark.parametrize(
    ("method", "positional", "named"),
    [
        ("control", [], {}),
        ("control", [], {"at": DAY}),
        ("areas", [], {}),
        ("areas", [], {"at": DAY}),
        ("front", [], {}),
        ("front", [], {"at": DAY}),
        ("map", [], {}),
        ("export", ["control.geojson"], {"layer": "control", "at": DAY}),
        ("export", ["spells.csv"], {"layer": "spells"}),
        ("why", ["Tal Malah"], {}),
        ("why", ["Tal Malah"], {"at": DAY}),
        ("known_by", [DAY], {}),
        ("lens", ["neither"], {}),
        ("differences", ["regime", "rebels"], {"at": DAY}),
        ("learned", [], {"on": DAY}),
    ],
)
def test_the_atlas_takes_what_was_promised(method: str, positional: list[object], named: dict[str, object]) -> None:
    """Each method of an atlas can be called in the promised ways."""
    inspect.signature(getattr(mapper.Atlas, method)).bind("the atlas", *positional, **named)


@pytest.mark.parametrize("name", ["checks", "claims", "spells", "toponyms"])
def test_the_tables_of_all_days_are_no_calls(name: str) -> None:
    """What does not depend on a day is read from an atlas without a call."""
    assert not inspect.isfunction(inspect.getattr_static(mapper.Atlas, name))


def test_the_version_is_the_same_everywhere() -> None:
    """The package, what is installed and pyproject.toml agree on the version, which is written down once."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "mapper._version.VERSION"}
    assert "version" not in settings["project"]
    assert mapper.__version__ == version(settings["project"]["name"])

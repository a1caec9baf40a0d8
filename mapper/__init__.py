"""Reads news reports and shows who held what, when, and who said so.

>>> import mapper
>>> atlas = mapper.build(mapper.read("seeds/"))  # doctest: +SKIP
>>> atlas.why("Tal Malah")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mapper._version import VERSION as __version__

if TYPE_CHECKING:
    from mapper.atlas import Atlas
    from mapper.claims.claim import Claim
    from mapper.control.spell import Spell, Timeline
    from mapper.errors import MapperError
    from mapper.pipeline import build
    from mapper.places.place import Place
    from mapper.reports.files import read, report
    from mapper.reports.report import Report

# Fetched on first use: geopandas and its friends cost seconds that `mapper gazetteer search` need not pay.
_HOMES = {
    "Atlas": "mapper.atlas",
    "Claim": "mapper.claims.claim",
    "MapperError": "mapper.errors",
    "Place": "mapper.places.place",
    "Report": "mapper.reports.report",
    "Spell": "mapper.control.spell",
    "Timeline": "mapper.control.spell",
    "build": "mapper.pipeline",
    "read": "mapper.reports.files",
    "report": "mapper.reports.files",
}

__all__ = [
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


def __getattr__(name: str) -> object:
    """The public name, imported from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mapper' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

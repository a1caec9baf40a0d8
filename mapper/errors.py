"""Every error that mapper raises, in one tree.

    MapperError
    ├── InputError (ValueError)          a report, table or option that cannot be used
    │   ├── NothingToRead                no report at all came out of the inputs
    │   └── UnknownName (KeyError)       a theatre, gazetteer, layer or place nobody knows
    ├── GazetteerError (RuntimeError)    a gazetteer that cannot answer
    │   └── NetworkError                 a server or a model that did not answer, or not in time
    ├── StoreError (OSError)             a store that cannot be opened, read or written
    └── ExportError (OSError)            an output that cannot be written

Each message says what is wrong, where (file and line, or offset), and what to do next.
"""

from __future__ import annotations


class MapperError(Exception):
    """Base of every error that mapper raises on purpose."""


class InputError(MapperError, ValueError):
    """A report, a table or an option cannot be used as it is."""


class NothingToRead(InputError):
    """No report came out of the inputs; the message lists every fault."""


class UnknownName(InputError, KeyError):
    """A theatre, gazetteer, layer or place is named that nobody knows."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # KeyError would print the repr


class GazetteerError(MapperError, RuntimeError):
    """A gazetteer cannot answer."""


class NetworkError(GazetteerError):
    """A server, of places or of a model, did not answer, or not in time."""


class StoreError(MapperError, OSError):
    """A store is no store, of another version, damaged, in use for too long, or cannot be written."""


class ExportError(MapperError, OSError):
    """An output cannot be written."""

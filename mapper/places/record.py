"""What one source says of one place, before it is joined with what the others say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.places.place import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a source; `names` are its other names, each with its language ("" where unknown)."""

    id: str
    name: str
    kind: Kind = "settlement"
    detail: str = ""
    name_local: str = ""
    names: tuple[tuple[str, str], ...] = ()
    lon: float | None = None
    lat: float | None = None
    precision: int = 1
    country: str = ""
    admin: tuple[str, ...] = ()
    population: int = 0
    ids: tuple[str, ...] = ()  # at other sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that could not be read: its line, and what is wrong with it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where records come from: a key without blanks, a title, and what the publisher asks in return.

    `files` are (file name, SHA-256) of everything that was read; `date` is the source's own, or "".
    """

    key: str
    title: str
    licence: str
    attribution: str
    date: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that was read of one source: its records, and the rows that were refused."""

    source: Source
    records: tuple[Record, ...]
    refused: tuple[Refusal, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were read, good and bad."""
        return len(self.records) + len(self.refused)

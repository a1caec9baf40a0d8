"""Cells of a table: texts that SQLite can keep, whatever a report's text or title holds."""

from __future__ import annotations

from datetime import date


def cell_of(text: str | None) -> str | bytes | None:
    """The text, or its bytes where it holds a lone surrogate, for which UTF-8 has none."""
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return bytes_of(text)
    return text


def text_of(cell: str | bytes | None) -> str | None:
    """The text that a cell was made of, if any."""
    return None if cell is None else text_from(cell)


def text_from(cell: str | bytes) -> str:
    """The text that a cell was made of."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def bytes_of(text: str) -> bytes:
    """The text as bytes; a lone surrogate keeps its own three."""
    return text.encode("utf-8", "surrogatepass")


def date_of(cell: str | None) -> date | None:
    """The day of a cell, if any."""
    return date.fromisoformat(cell) if cell else None


def key_of(place: str) -> str:
    """The key of a place that no gazetteer has, and whose words may hold anything, as a text that can be kept."""
    return place if place.isascii() else place.encode("utf-8", "backslashreplace").decode()

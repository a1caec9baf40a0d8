"""A report as it was published, and the spans that point into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A quote and where it stands: ``report.text[start:end] == quote`` (code points, half open)."""

    report_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published text with what is known about it; `text` is whole, a title line included."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"
    theatre: str | None = None

    def span(self, start: int, end: int) -> Span:
        """A span of this report's text."""
        return Span(report_id=self.id, start=start, end=end, quote=self.text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What was wrong with one input: where, and what to do next."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

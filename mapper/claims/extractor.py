"""The seam of extractors: whatever makes control claims of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.actors import Naming
    from mapper.claims.claim import Claim
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The claims of a report, and what was wrong on the way, in sentences for the user."""

    claims: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = ()
    answered: bool = True  # False: a server was silent, so the report may have claims that nobody read


class Extractor(Protocol):
    """Anything that makes control claims of a report."""

    @property
    def identity(self) -> str:
        """What tells it from any other extractor: a store reads again where this changed."""
        ...

    def extract(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        resolutions: Sequence[Resolution],
        taken: Sequence[Sequence[Naming]],
        *,
        theatre: Theatre,
    ) -> Extracted:
        """The claims of a report; `taken` are the namings of each sentence."""
        ...

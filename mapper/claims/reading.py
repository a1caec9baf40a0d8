"""What one report says: its toponyms with their resolutions, its claims, its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read out of one report; `problems` are sentences for the user."""

    report: Report
    theatre: str
    resolutions: tuple[Resolution, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = ()
    failed: bool = False  # nothing could be read: the language or the theatre is unknown, or an extractor was silent
    whole: bool = field(default=True, compare=False)  # no server was silent; a store reads others again

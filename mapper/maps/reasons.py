"""Reasons of states for readers: sides by their titles, where the words of the timeline have their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Where such a reason names a side; what a person wrote ("corrected: ...") is left as it is.
_BEFORE = r"besieged by |(?!corrected)[a-z][a-z ]*: "
_AFTER = r" advanced in it| withdrew, and nobody tells who came"


def with_titles(titles: Mapping[str, str]) -> Callable[[str], str]:
    """What turns a reason such as ``recaptured: regime`` into ``recaptured: Government``; all else stays."""
    names = "|".join(re.escape(name) for name in sorted(titles, key=len, reverse=True))
    if not names:
        return lambda reason: reason
    named = re.compile(rf"(?P<before>{_BEFORE})(?P<last>{names})|(?P<first>{names})(?P<after>{_AFTER})")

    def told(reason: str) -> str:
        found = named.fullmatch(reason)
        if found is None:
            return reason
        before, last, first, after = found.groups()
        return f"{before}{titles[last]}" if last is not None else f"{titles[first]}{after}"

    return told

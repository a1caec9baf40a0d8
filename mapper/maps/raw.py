"""Text that stands in a page as it is."""

from __future__ import annotations

from typing import Any

from branca.element import Element


class Raw(Element):
    """Text that stands in the page as it is; branca would compile it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401 -- branca's signature
        """The text, unchanged."""
        return self.text

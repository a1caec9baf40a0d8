"""The folium elements of the page: switches for folium's layer control, and the layer that draws."""

from __future__ import annotations

import html
from typing import Any

import folium
from branca.element import Figure, MacroElement
from folium.map import Layer
from folium.template import Template

from mapper.maps.bundle import furniture, prefix, script, style
from mapper.maps.island import island, quoted, quoted_values
from mapper.maps.packing import packed
from mapper.maps.raw import Raw

_PAYLOAD = "frontline_payload_"


class Switch(Layer):
    """A layer without content: folium's control shows it, and our layer draws what its key names."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.layerGroup();
            {{ this.get_name() }}.frontline = {{ this.key }};
        {% endmacro %}
        """
    )

    def __init__(self, key: str, label: str) -> None:
        # Leaflet's control takes a name as HTML, and branca reads it as a template: both are shut out here.
        shown = html.escape(label).replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")
        marked = html.escape(key).replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")
        super().__init__(name=f'<span class="fl-key" data-key="{marked}">{shown}</span>', overlay=True)
        self._name = "Switch"
        self.key = quoted(key)


class FrontlineLayer(MacroElement):
    """Everything we draw: one payload in the page, and the script that reads it."""

    def __init__(self, payload: dict[str, Any], base: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FrontlineLayer"
        self.payload = payload
        self.base = base

    def render(self, **_: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- as branca's MacroElement does
        """Put style, cards, payload and script into the figure."""
        figure = self.get_root()
        chart = self._parent
        if not isinstance(figure, Figure) or not isinstance(chart, folium.Map):
            raise TypeError("a FrontlineLayer is drawn in a map: add it to a folium.Map first")
        number = _number(figure, name := f"{_PAYLOAD}{self.get_name()}")
        controls = [child.get_name() for child in chart._children.values() if isinstance(child, Switch)]  # noqa: SLF001 -- folium's control reads it so
        size = {side: "".join(map(str, getattr(chart, side))) for side in ("width", "height", "left", "top")}
        hook = (
            f"(window.frontline = window.frontline || []).push({{number: {number}, map: {chart.get_name()}, "
            f"switches: [{', '.join(controls)}], size: {quoted_values(size)}}});"
        )
        data = island({**self.payload, "base": self.base}, small=packed)
        figure.header.add_child(Raw(f"<style>\n{style()}\n</style>"), name="frontline_style")
        figure.html.add_child(Raw(furniture(number)), name=f"frontline_cards_{number}")
        figure.html.add_child(
            Raw(f'<script type="application/json" id="{prefix(number)}-payload">{data}</script>'), name=name
        )
        figure.script.add_child(Raw(hook), name=f"frontline_hook_{number}")
        figure.html.add_child(Raw(f'<script type="module">\n{script()}\n</script>'), name="frontline_script")


def _number(figure: Figure, name: str) -> int:
    """Which map of its page this is, from 1: each has ids of its own."""
    names = [key for key in figure.html._children if key.startswith(_PAYLOAD)]  # noqa: SLF001 -- branca has no other door
    return (names.index(name) if name in names else len(names)) + 1


def switches(payload: dict[str, Any]) -> list[Switch]:
    """One switch for each side, then for everything else that can be shown or not."""
    names, titles = payload["sides"].get("name", []), payload["sides"].get("title", [])
    # folium keys its control by name, so two sides of one title must differ.
    labels = [
        title if titles.count(title) == 1 else f"{title} ({name})" for name, title in zip(names, titles, strict=True)
    ]
    # A side that is only spoken of, and drawn nowhere, needs no switch.
    drawn = {*payload["spells"].get("holder", ()), *payload["areas"].get("holder", ())}
    sides = enumerate(zip(names, labels, strict=True))
    rows = [Switch(f"side:{name}", label) for number, (name, label) in sides if number in drawn]
    rows.append(Switch("contested", "Contested"))
    rows.append(Switch("unknown", "Unknown"))
    rows.append(Switch("changes", "Changed in the last 4 days"))
    rows.append(Switch("areas", "Area, estimated"))
    rows.append(Switch("front", "Front line, estimated"))
    rows.append(Switch("base", "Base map"))
    return rows

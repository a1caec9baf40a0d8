"""What a user puts under the places: tiles of a server, lines and areas of a GeoJSON file, a picture of a map."""

from __future__ import annotations

import base64
import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
from branca.element import Figure
from folium.map import Layer

from mapper.errors import InputError
from mapper.maps.island import literal, quoted
from mapper.maps.pmtiles import tiles_of
from mapper.maps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_CORNERS = 4
_ROUND = 0.2  # degrees that tiles of a file reach at least
_TEXTS = ("name", "title", "label")  # properties of a feature that are shown, the first one found
_DRAW = """
var {var} = L.geoJSON({data}, {{
    interactive: true,
    style: {{color: "#3d4552", weight: 1.6, opacity: 0.9, fillOpacity: 0.08}},
    pointToLayer: (feature, at) => L.circleMarker(at, {{radius: 4}}),
    onEachFeature: (feature, layer) => {{
        if (!feature.properties.text) return;
        const words = document.createElement("span");
        words.textContent = feature.properties.text;
        layer.bindTooltip(words, {{sticky: true}});
    }},
}}).addTo({chart});
"""
_LAY = "var {var} = L.imageOverlay({data}, {bounds}, {{opacity: 0.85, alt: {alt}}}).addTo({chart});\n"

_TILE = """
var {var} = new (L.GridLayer.extend({{
    createTile(at) {{
        const picture = document.createElement("img");
        const found = {data}[[at.z, at.x, at.y].join("/")];
        picture.alt = "";
        if (found) picture.src = {start} + found;
        return picture;
    }},
}}))({{minNativeZoom: {lowest}, maxNativeZoom: {highest}, attribution: {whose}}}).addTo({chart});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlay:
    """Tiles by a provider's name or an address with {z}, {x}, {y}; GeoJSON files; a picture with its bounds.

    `pmtiles` is a file of such tiles, of which those near the places come into the page. `attribution` says whose the
    tiles are; a provider's own is known. The bounds of the picture are west, south,
    east, north in degrees.
    """

    tiles: str | None = None
    attribution: str | None = None
    overlays: Sequence[str | Path] = ()
    picture: str | Path | None = None
    bounds: Box | None = None
    pmtiles: str | Path | None = None

    def add_to(self, chart: folium.Map, box: Box) -> None:
        """Add what there is to a map of a box; nothing is asked of a server but tiles, by the reader's browser.

        Raises
        ------
        InputError
            A provider, an address, a file or the bounds cannot be used.
        """
        if self.tiles is not None:
            _tiles(self.tiles, self.attribution).add_to(chart)
        if self.pmtiles is not None:
            _packed_tiles(Path(self.pmtiles), box, self.attribution).add_to(chart)
        if self.picture is not None:
            _picture(Path(self.picture), self.bounds).add_to(chart)
        elif self.bounds is not None:
            raise InputError("there are bounds, but no picture: name its file with --picture")
        for path in self.overlays:
            _overlay(Path(path)).add_to(chart)


class Drawn(Layer):
    """A layer of our own making: its text reaches the page as JSON, not by way of templates."""

    def __init__(self, kind: str, name: str, pattern: str, **texts: str) -> None:
        # Leaflet's control takes a name as HTML, and branca reads it as a template.
        shown = "".join(f"&#{ord(char)};" if char in "{}%#" else html.escape(char) for char in name)
        super().__init__(name=shown, overlay=True)
        self._name = kind
        self.pattern, self.texts = pattern, texts

    def render(self, **_: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- as branca's MacroElement does
        """Put the script into the figure."""
        figure, chart = self.get_root(), self._parent
        if isinstance(figure, Figure) and isinstance(chart, folium.Map):
            script = self.pattern.format(var=self.get_name(), chart=chart.get_name(), **self.texts)
            figure.script.add_child(Raw(script), name=self.get_name())


def _tiles(named: str, attribution: str | None) -> folium.TileLayer:
    """The layer of tiles of a provider or an address."""
    if "://" in named:
        parts = urlsplit(named)
        if parts.scheme not in {"http", "https"} or not parts.netloc or not all(key in named for key in ("{x}", "{y}")):
            raise InputError(
                f"{named}: no address of tiles; write it like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
            )
        whose = attribution or f"Tiles: {parts.hostname}"
        return folium.TileLayer(named, attr=_text(whose), name="Tiles", overlay=True, cross_origin=True)
    import xyzservices.providers as known  # noqa: PLC0415 -- only where tiles of a provider are asked for

    try:
        provider = known.query_name(named)
    except ValueError:
        raise InputError(
            f"there are no tiles named {named!r}; names are like OpenStreetMap.Mapnik or Esri.WorldImagery, "
            "or write an address with {z}, {x} and {y}"
        ) from None
    if provider.requires_token():
        raise InputError(f"{named} wants a key of yours: write its address with the key in it in place of its name")
    whose = attribution or str(provider.get("attribution", named))
    address = str(provider["url"]).replace("{r}", "")
    for key in set(provider) - {"x", "y", "z", "s"}:
        address = address.replace(f"{{{key}}}", str(provider[key]))
    more: dict[str, Any] = {"subdomains": provider["subdomains"]} if "subdomains" in provider else {}
    most = int(provider.get("max_zoom", 18))
    # Asked for so that the reader may save a picture of them; ground.js asks again without where a server refuses.
    more["cross_origin"] = True
    return folium.TileLayer(address, attr=_text(whose), name=_text(named), overlay=True, max_native_zoom=most, **more)


def _overlay(path: Path) -> Drawn:
    """The layer of a GeoJSON file; of its properties only the name is kept."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: the overlay cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"{path}: the overlay is no GeoJSON: {error}") from error
    rows = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else [found]
    features = [_feature(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    kept = [feature for feature in features if feature]
    if not kept:
        raise InputError(f"{path}: the overlay holds no feature with a geometry; GeoJSON in degrees is needed")
    return Drawn("Overlay", path.stem, _DRAW, data=literal({"type": "FeatureCollection", "features": kept}))


def _feature(row: dict[str, Any]) -> dict[str, Any] | None:
    geometry = row.get("geometry") if row.get("type") == "Feature" else row
    if not isinstance(geometry, dict) or not ("coordinates" in geometry or "geometries" in geometry):
        return None
    told = row.get("properties") or {}
    text = next((str(told[name]) for name in _TEXTS if told.get(name)), "")
    return {"type": "Feature", "properties": {"text": text}, "geometry": geometry}


def _picture(path: Path, bounds: Box | None) -> Drawn:
    """The layer of a picture that lies between bounds."""
    kind = PICTURES.get(path.suffix.lower())
    if kind is None:
        raise InputError(f"{path}: no picture that a browser shows; use {', '.join(sorted(PICTURES))}")
    if bounds is None or len(bounds) != _CORNERS:
        raise InputError(f"{path}: say where the picture lies with --picture-bounds WEST,SOUTH,EAST,NORTH in degrees")
    west, south, east, north = bounds
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 -- the ends of the world
        raise InputError(f"{west},{south},{east},{north}: no bounds; west must be below east, south below north")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: the picture cannot be read: {error.strerror or error}") from error
    data = quoted(f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}")
    corners = literal([[south, west], [north, east]])
    return Drawn("Picture", path.stem, _LAY, data=data, bounds=corners, alt=quoted(path.stem))


def _packed_tiles(path: Path, box: Box, attribution: str | None) -> Drawn:
    """The layer of the tiles of a PMTiles file that lie near the places."""
    west, south, east, north = box
    wide, high = max(_ROUND, east - west) / 2, max(_ROUND, north - south) / 2
    found = tiles_of(path, (west - wide, south - high, east + wide, north + high))
    rows = {"/".join(map(str, key)): base64.b64encode(tile).decode("ascii") for key, tile in found.pictures.items()}
    return Drawn(
        "Tiles",
        path.stem,
        _TILE,
        data=literal(rows),
        start=quoted(f"data:{found.kind};base64,"),
        lowest=str(found.lowest),
        highest=str(found.highest),
        whose=quoted(_text(attribution or f"Tiles: {path.stem}")),
    )


def _text(words: str) -> str:
    """Words as HTML that says nothing but them, and that no template reads."""
    return "".join(f"&#{ord(char)};" if char in "{}%#" else html.escape(char) for char in words)

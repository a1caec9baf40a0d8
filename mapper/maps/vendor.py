"""The files of other projects that a page carries: Leaflet, and jQuery for popups that users add."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib import resources

_IMAGE = re.compile(r"url\((?!#|data:)[\"']?images/([\w.-]+)[\"']?\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)

# folium's names for what we ship, and whether it stands in every page.
SHIPPED = {"leaflet": "leaflet.js", "leaflet_css": "leaflet.css", "jquery": "jquery.js"}

# What folium adds to every page. A page of ours needs it only where a user's own layer calls for it.
CALLED_BY = {
    "jquery": "$(",
    "bootstrap": "bootstrap",
    "awesome_markers": "L.AwesomeMarkers",
    "bootstrap_css": "bootstrap",
    "glyphicons_css": "glyphicon",
    "awesome_markers_font_css": "L.AwesomeMarkers",
    "awesome_markers_css": "L.AwesomeMarkers",
    "awesome_rotate_css": "L.AwesomeMarkers",
}


@cache
def text(name: str) -> str:
    """A shipped script or style as it stands in the page: it asks for no other file."""
    source = resources.files("mapper.maps").joinpath("vendor", name).read_text(encoding="utf-8")
    return _IMAGE.sub(_data_or_nothing, _SOURCE_MAP.sub("", source)).strip()


def marker_icon() -> str:
    """The script that gives Leaflet's default marker its pictures, which it would ask a server for."""
    options = ", ".join(
        f'{option}: "{_data(file)}"'
        for option, file in (
            ("iconUrl", "marker-icon.png"),
            ("iconRetinaUrl", "marker-icon.png"),
            ("shadowUrl", "marker-shadow.png"),
        )
    )
    return f"L.Icon.Default.imagePath = ''; L.Icon.Default.mergeOptions({{{options}}});"


def _data_or_nothing(match: re.Match[str]) -> str:
    # The pictures of Leaflet's layer button are replaced by our style.
    return f"url({_data(match[1])})" if match[1] == "marker-icon.png" else "none"


def _data(file: str) -> str:
    picture = resources.files("mapper.maps").joinpath("vendor", file).read_bytes()
    return "data:image/png;base64," + base64.b64encode(picture).decode("ascii")

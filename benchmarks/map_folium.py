"""The same content as the map page's, made with what folium has for it: a page each, and the files such pages ask for.

A page of folium's asks servers for its scripts. They are fetched once with npm, in the versions that folium names,
and handed to the browser in place of the servers' answers, so that these pages, too, are opened with the network off.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from folium.plugins import Timeline, TimelineSlider, TimestampedGeoJson
from folium.utilities import JsCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from benchmarks.map_content import Content
    from mapper.control.spell import Spell

COLOURS = {"regime": "#C2452D", "rebels": "#17748F"}
VENDOR = Path(__file__).resolve().parent.parent / "mapper" / "maps" / "vendor"
PACKED = {  # part of an address: npm package, file inside
    "iso8601.min.js": ("iso8601-js-period@0.2.1", "iso8601.js"),
    "leaflet.timedimension.min.js": ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.min.js"),
    "leaflet.timedimension.control.css": ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.control.css"),
    "moment.min.js": ("moment@2.18.1", "min/moment.min.js"),
    "leaflet.timeline.min.js": ("leaflet.timeline@1.6.0", "dist/leaflet.timeline.js"),
}


def fetched(folder: Path) -> dict[str, bytes]:
    """What is answered to a request whose address ends so; raises OSError where npm is not there or fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not on the path")
    texts = {"leaflet.js": (VENDOR / "leaflet.js").read_bytes(), "leaflet.css": (VENDOR / "leaflet.css").read_bytes()}
    texts |= dict.fromkeys(("jquery.min.js", "jquery-3.7.1.min.js"), (VENDOR / "jquery.js").read_bytes())
    for name, (package, inside) in PACKED.items():
        command = [npm, "pack", package, "--silent", "--pack-destination", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"npm pack {package} failed")
        with tarfile.open(folder / done.stdout.split()[-1]) as tar:
            file = tar.extractfile(f"package/{inside}")
            texts[name] = file.read() if file else b""
    return texts


def circle_markers(content: Content, reports: int) -> str:
    """A CircleMarker with a popup for each of the first reports."""
    chart = _chart()
    for reading in content.readings[:reports]:
        (claim,) = reading.claims
        place = claim.located
        if place is None or place.lat is None or place.lon is None:
            continue
        lines = (place.name, claim.evidence.quote, f"{reading.report.source}, {reading.report.published}")
        told = "<br>".join(html.escape(line) for line in lines)
        folium.CircleMarker(
            (place.lat, place.lon), radius=4, color=COLOURS.get(claim.controller or "", "#8A6D1F"), popup=told
        ).add_to(chart)
    return _rendered(chart)


def timestamped(content: Content) -> str:
    """Each spell as a point of TimestampedGeoJson at the day it began: an older state is never taken back."""
    chart = _chart()
    features = [
        _feature(
            spell, {"times": [_moment(spell.start or content.days[0])], "icon": "circle", "iconstyle": _style(spell)}
        )
        for spell in content.timeline.spells
    ]
    TimestampedGeoJson(  # type: ignore[no-untyped-call] # folium's plugins are half typed
        {"type": "FeatureCollection", "features": features}, period="P1D", auto_play=False, add_last_point=False
    ).add_to(chart)
    return _rendered(chart)


def timeline(content: Content) -> str:
    """Each spell as a point of Timeline, from its start to its end."""
    chart = _chart()
    after = content.days[-1].isoformat() + "T23:59:59"
    features = [
        _feature(
            spell,
            {
                "start": _moment(spell.start or content.days[0]),
                "end": _moment(spell.end) if spell.end else after,
                "colour": COLOURS.get(spell.holder or "", "#8A6D1F"),
            },
        )
        for spell in content.timeline.spells
    ]
    layer = Timeline(
        {"type": "FeatureCollection", "features": features},
        get_interval=JsCode("(f) => ({start: Date.parse(f.properties.start), end: Date.parse(f.properties.end)})"),
        point_to_layer=JsCode(
            "(f, at) => L.circleMarker(at, {radius: 4, color: f.properties.colour}).bindPopup(f.properties.popup)"
        ),
    ).add_to(chart)
    slider = TimelineSlider(auto_play=False, show_ticks=False)
    slider.add_timelines(layer)  # type: ignore[no-untyped-call] # folium's plugins are half typed
    slider.add_to(chart)
    return _rendered(chart)


def _chart() -> folium.Map:
    return folium.Map(location=(35.0, 37.0), zoom_start=8, tiles=None, prefer_canvas=True)


def _rendered(chart: folium.Map) -> str:
    text: str = chart.get_root().render()
    return text


def _feature(spell: Spell, properties: dict[str, Any]) -> dict[str, Any]:
    place = spell.place
    position: Sequence[float | None] = (place.lon, place.lat) if place else (None, None)
    told = f"<b>{html.escape(spell.name)}</b><br>{spell.status} {spell.holder}: {html.escape(spell.reason)}"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position},
        "properties": {**properties, "popup": told},
    }


def _style(spell: Spell) -> dict[str, Any]:
    return {"radius": 4, "color": COLOURS.get(spell.holder or "", "#8A6D1F")}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"

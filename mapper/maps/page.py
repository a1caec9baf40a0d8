"""The map page: a folium map that saves as one file and shows itself in a notebook."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import folium

from mapper.maps.basemap import base_of, view_of
from mapper.maps.figure import Page
from mapper.maps.geometry import day_number, reach_of
from mapper.maps.island import uncollected
from mapper.maps.layers import FrontlineLayer, switches
from mapper.maps.notebook import before
from mapper.maps.payload import payload_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geopandas import GeoDataFrame

    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.maps.lens import Lens
    from mapper.maps.underlay import Underlay
    from mapper.places.place import Place
    from mapper.theatre import Theatre

TITLE = "Control by place, as reported"


@uncollected()
def draw(
    readings: Sequence[Reading],
    timeline: Timeline,
    *,
    theatre: Theatre,
    areas: GeoDataFrame,
    front: GeoDataFrame,
    title: str | None = None,
    gazetteers: Sequence[str] = (),
    context: Sequence[Place] = (),
    lenses: Sequence[Lens] = (),
    day: date | None = None,
    underlay: Underlay | None = None,
) -> folium.Map:
    """The map of a timeline with everything that was said, as a folium map.

    ``save(path)`` writes one page that loads nothing from anywhere; the same input gives the same bytes.
    Layers of your own may be added before. `context` are places to write on the base map: towns near the
    front, and provinces. `lenses` are the views of single sides that a reader can choose. A map of one `day` has no
    other on its slider. `underlay` is what a user puts under the places.
    """
    payload = payload_of(
        readings,
        timeline,
        theatre=theatre,
        areas=areas,
        front=front,
        title=title or TITLE,
        gazetteers=gazetteers,
        lenses=lenses,
    )
    if day is not None:
        payload["day"] = day_number(day)
    points = _points(payload)
    payload["areas"]["reach"] = reach_of(areas, points)
    view = view_of(points, fallback=theatre.bounds)
    chart = _chart(view.places, view.drawn)
    base = base_of(view, points, context)
    Page(title=payload["title"], before=partial(before, payload, base)).add_child(chart)
    if underlay is not None:
        underlay.add_to(chart, view.places)
    for switch in switches(payload):
        switch.add_to(chart)
    folium.LayerControl(collapsed=False, position="topleft", sortLayers=False).add_to(chart)
    FrontlineLayer(payload, base).add_to(chart)
    return chart


def _points(payload: dict[str, Any]) -> list[tuple[float, float]]:
    """Where the places of the map are; the label point of a province only where there is nothing else."""
    places = payload["places"]
    rows = zip(places.get("lon", ()), places.get("lat", ()), places.get("label", ()), strict=True)
    placed = [(lon, lat, label) for lon, lat, label in rows if lon is not None]
    return [(lon, lat) for lon, lat, label in placed if not label] or [(lon, lat) for lon, lat, _ in placed]


def _chart(box: tuple[float, float, float, float], drawn: tuple[float, float, float, float]) -> folium.Map:
    """An empty folium map over a box, without tiles."""
    west, south, east, north = drawn
    return folium.Map(
        location=((box[1] + box[3]) / 2, (box[0] + box[2]) / 2),
        tiles=None,
        zoom_start=9,
        zoom_control="bottomleft",
        zoom_snap=0.25,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
    )

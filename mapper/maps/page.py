"""The map page: a folium map that saves as one file and shows itself in a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import folium

from mapper.maps.basemap import base_of, view_of
from mapper.maps.figure import Page
from mapper.maps.geometry import reach_of
from mapper.maps.island import uncollected
from mapper.maps.layers import FrontlineLayer, switches
from mapper.maps.payload import payload_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from mapper.claims.reading import Reading
    from mapper.control.spell import Timeline
    from mapper.maps.lens import Lens
    from mapper.places.place import Place
    from mapper.theatre import Theatre

TITLE = "Control by place, as reported"


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
) -> folium.Map:
    """The map of a timeline with everything that was said, as a folium map.

    ``save(path)`` writes one page that loads nothing from anywhere; the same input gives the same bytes.
    Layers of your own may be added before. `context` are places to write on the base map: towns near the
    front, and provinces. `lenses` are the views of single sides that a reader can choose.
    """
    with uncollected():
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
    points = _points(payload)
    payload["areas"]["reach"] = reach_of(areas, points)
    view = view_of(points, fallback=theatre.bounds)
    chart = _chart(view.places, view.drawn)
    Page(title=payload["title"], notice=_notice(payload)).add_child(chart)
    for switch in switches(payload):
        switch.add_to(chart)
    folium.LayerControl(collapsed=False, position="topleft", sortLayers=False).add_to(chart)
    FrontlineLayer(payload, base_of(view, points, context)).add_to(chart)
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
        max_zoom=16,
        zoom_snap=0.25,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
    )


def _notice(payload: dict[str, Any]) -> str:
    """What is left of the map where a notebook does not show frames: who holds how many places."""
    spells = payload["spells"]
    last = [
        (holder, status)
        for holder, status, end in zip(
            spells.get("holder", ()), spells.get("status", ()), spells.get("end", ()), strict=True
        )
        if end is None
    ]
    titles = payload["sides"].get("title", [])
    counts = [(titles[i], sum(1 for row in last if row == (i, "held"))) for i in range(len(titles))]
    counts.append(("Contested or besieged", sum(1 for _, status in last if status in {"contested", "besieged"})))
    cells = "".join(f"<tr><td>{html.escape(name)}</td><td>{count}</td></tr>" for name, count in counts if count)
    lead = f"{payload['title']}: trust this notebook, or save the map to a file, to see the map below."
    table = f"<table><tr><th>At the latest date</th><th>Places</th></tr>{cells}</table>" if cells else ""
    return (f"<p>{html.escape(lead)}</p>{table}").encode("utf-8", "replace").decode("utf-8")

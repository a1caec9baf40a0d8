"""What a notebook shows: a picture and a table, which stay where nothing is trusted, then the page in a frame."""

from __future__ import annotations

import base64
import hashlib
import html
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from mapper.maps.still import SIZE, counts, day_in_words, latest, still

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

LARGE = 5_000_000  # bytes of a page above which a notebook gets a link to a file: it would carry the page for ever
HEIGHT = 640  # pixels of the frame


@runtime_checkable
class _Pictured(Protocol):
    """A figure that has something to show before its frame."""

    before: Callable[[], str]


def before(payload: dict[str, Any], base: dict[str, Any]) -> str:
    """The picture of the latest date with its alternative text, and who holds how many places, as HTML."""
    day = latest(payload)
    rows = counts(payload, day)
    places = ", ".join(f"{title} {count}" for title, count in rows) or "no place known"
    alt = f"{payload['title']}: map of {day_in_words(day)}, areas and front line estimated. Places: {places}."
    cells = "".join(f"<tr><td>{html.escape(title)}</td><td>{count}</td></tr>" for title, count in rows)
    table = f"<table><tr><th>{day_in_words(day)}</th><th>Places</th></tr>{cells}</table>" if rows else ""
    data = base64.b64encode(still(payload, base)).decode("ascii")
    picture = f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" width="{SIZE[0]}" height="{SIZE[1]}">'
    # Half a character cannot be written as UTF-8.
    return f"{picture}\n{table}".encode("utf-8", "replace").decode("utf-8")


def told(lines: str, chart: folium.Map | None) -> str:
    """An atlas as HTML: its lines, and the picture of a chart where there is one."""
    page = chart.get_root() if chart is not None else None
    picture = page.before() if isinstance(page, _Pictured) else ""
    hint = "<p><code>atlas.map()</code> shows the map of all days.</p>" if picture else ""
    return f"<pre>{html.escape(lines)}</pre>\n{picture}\n{hint}".encode("utf-8", "replace").decode("utf-8")


def frame(page: str, *, title: str) -> str:
    """The page in a frame, or, where it is large, a link to it in a file beside the notebook."""
    size = len(page.encode("utf-8"))
    file = _beside(page) if size > LARGE else None
    if file is not None:
        return (
            f'<p>The map is {size / 1e6:.1f} MB, too large to be kept in a notebook: <a href="{file}" target="_blank">'
            f"open {file}</a>, which stands beside it.</p>"
        )
    return (
        f'<iframe srcdoc="{html.escape(page)}" title="{html.escape(title)}" width="100%" height="{HEIGHT}" '
        'style="border:0;border-radius:8px" allowfullscreen></iframe>'
    )


def _beside(page: str) -> str | None:
    """The name of the file in the notebook's folder that the page was written to; None where it cannot be."""
    content = page.encode("utf-8")
    file = Path(f"frontline-map-{hashlib.sha256(content).hexdigest()[:10]}.html")
    try:
        file.write_bytes(content)
    except OSError:
        return None
    return file.name

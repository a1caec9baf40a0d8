"""A small picture of the map at its latest date, drawn without a browser: what a notebook shows that trusts nobody."""

from __future__ import annotations

import io
from datetime import date, timedelta
from math import cos, radians
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.maps.geometry import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

SIZE = (720, 440)
_SHARP = 2  # drawn so many times as large, then made small: Pillow's shapes have hard edges
_BAR = 46  # pixels below the map, for date and legend
_SEA, _LAND, _COAST, _INK, _PAPER = "#E4ECEF", "#F8F4EB", "#B9B3A4", "#2A2C30", "#FFFDF9"
_AREA = 0.34  # how much of an area's colour covers the land
_GONE_KM = 8.0  # from a place: colour is gone there, as on the page
_KM_A_DEGREE = 111.2
_BLUR = 24  # pixels at most
_COLOURS = 160
_NAMED = 14  # places named at most
_MANY = 300  # places above which symbols are small
_MARGIN = 0.12  # of the box, round the places
_LEAST = 0.08  # degrees

_ROUND = 28  # corners of a circle
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {  # of symbols of radius 1, x to the right and y down
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((1.15, 0), (0, 1.15), (-1.15, 0), (0, -1.15)),
    "triangle": ((0, -1.1), (1.1, 0.85), (-1.1, 0.85)),
    "wedge": ((0, 1.1), (-1.1, -0.85), (1.1, -0.85)),
    "pentagon": ((0, -1.12), (1.07, -0.34), (0.66, 0.91), (-0.66, 0.91), (-1.07, -0.34)),
    "hexagon": ((1.08, 0), (0.54, 0.94), (-0.54, 0.94), (-1.08, 0), (-0.54, -0.94), (0.54, -0.94)),
    "cross": (
        (-0.4, -1),
        (0.4, -1),
        (0.4, -0.4),
        (1, -0.4),
        (1, 0.4),
        (0.4, 0.4),
        (0.4, 1),
        (-0.4, 1),
        (-0.4, 0.4),
        (-1, 0.4),
        (-1, -0.4),
        (-0.4, -0.4),
    ),
    "star": tuple(
        (
            float((1.25 if corner % 2 == 0 else 0.55) * np.sin(np.pi * corner / 5)),
            float(-(1.25 if corner % 2 == 0 else 0.55) * np.cos(np.pi * corner / 5)),
        )
        for corner in range(10)
    ),
}

Pixels = list[tuple[float, float]]


def still(payload: dict[str, Any], base: dict[str, Any]) -> bytes:
    """The picture as a PNG of 720 by 440 pixels.

    Places as symbols by side, contested ones as hatched diamonds, estimated areas and front line, date and legend;
    names in Latin letters, of what changed last and of the largest places.
    """
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 -- only notebooks need pictures

    day = latest(payload)
    wide, high = (side * _SHARP for side in SIZE)
    picture = Image.new("RGB", (wide, high), _SEA)
    pen = ImageDraw.Draw(picture)
    on = _Projection(base["view"], (wide, high - _BAR * _SHARP))
    for ring in base["land"]:
        _polygon(pen, on.steps(ring), _LAND)
    for name, colour, width in (("provinces", "#DDD6C6", 1), ("borders", "#8F897B", 3), ("coast", _COAST, 2)):
        for line in base[name]:
            pen.line(on.steps(line), fill=colour, width=width)
    near = _near(payload, day, on, picture.size)
    _draw_areas(picture, payload, day, on, near)
    lines = Image.new("L", picture.size, 0), Image.new("L", picture.size, 0)
    for shape in _on_day(payload["front"], day):
        for line in payload["front"]["shapes"][shape["shape"]]:
            for mask, width in zip(lines, (5, 2), strict=True):
                ImageDraw.Draw(mask).line(on.steps(line), fill=255, width=width * _SHARP, joint="curve")
    for mask, colour in zip(lines, (_PAPER, _INK), strict=True):
        picture.paste(colour, (0, 0), ImageChops.multiply(mask, near))
    _draw_places(picture, payload, day, on)
    _draw_bar(picture, payload, day)
    small = picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(
        _COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    found = io.BytesIO()
    small.save(found, format="PNG", optimize=True)
    return found.getvalue()


def latest(payload: dict[str, Any]) -> int | None:
    """The day at which the page opens, in days since 1970: the only one, else that of the latest claim or change."""
    if "day" in payload:
        return int(payload["day"])
    claims = payload["claims"]
    published = payload["reports"]["published"]
    told = (
        reported if reported is not None else published[report] if published[report] is not None else start
        for reported, report, start in zip(claims["reported"], claims["report"], claims["start"], strict=True)
    )
    days = [day for day in told if day is not None] or [day for day in payload["spells"]["start"] if day is not None]
    return max(days, default=None)


def states(payload: dict[str, Any], day: int | None) -> dict[int, tuple[str, int, int | None]]:
    """Status, side and start of what covers the day, by the number of the place."""
    spells = payload["spells"]
    found = {}
    for place, status, holder, start, end in zip(
        *(spells[name] for name in ("place", "status", "holder", "start", "end")), strict=True
    ):
        if day is None or ((start is None or start <= day) and (end is None or day < end)):
            found[place] = (status, holder, start)
    return found


def day_in_words(day: int | None) -> str:
    """A day as people write it: 8 June 2019."""
    if day is None:
        return "no date"
    moment = date(1970, 1, 1) + timedelta(days=day)
    return f"{moment.day} {moment:%B} {moment.year}"


class _Projection:
    """From degrees to pixels: a box in the middle of the picture, as wide as the land is at its latitude."""

    def __init__(self, box: Sequence[float], size: tuple[int, int]) -> None:
        west, south, east, north = box
        middle = ((west + east) / 2, (south + north) / 2)
        self.squeeze = cos(radians(middle[1]))
        wide = max(_LEAST, (east - west) * (1 + 2 * _MARGIN)) * self.squeeze
        high = max(_LEAST, (north - south) * (1 + 2 * _MARGIN))
        self.scale = min(size[0] / wide, size[1] / high)
        self.middle, self.size = middle, size

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """A point in pixels."""
        x = self.size[0] / 2 + (lon - self.middle[0]) * self.squeeze * self.scale
        return x, self.size[1] / 2 - (lat - self.middle[1]) * self.scale

    def steps(self, coded: Sequence[int] | NDArray[np.int64]) -> Pixels:
        """A line or ring of the payload in pixels."""
        degrees = np.cumsum(np.reshape(coded, (-1, 2)), axis=0) * GRID
        return [self.point(lon, lat) for lon, lat in degrees.tolist()]


def _polygon(pen: Any, points: Pixels, colour: Any) -> None:  # noqa: ANN401 -- Pillow's pen and its colours
    if len(points) > 2:  # noqa: PLR2004 -- fewer make no ground
        pen.polygon(points, fill=colour)


def _on_day(table: dict[str, Any], day: int | None) -> list[dict[str, Any]]:
    """The rows of the last date that is not after the day."""
    dates = [row for row in table.get("date", ()) if row is not None and (day is None or row <= day)]
    last = max(dates, default=None)
    names = [name for name, column in table.items() if isinstance(column, list) and name != "shapes"]
    rows = (dict(zip(names, row, strict=True)) for row in zip(*(table[name] for name in names), strict=True))
    return [row for row in rows if row["date"] == last]


def _near(payload: dict[str, Any], day: int | None, on: _Projection, size: tuple[int, int]) -> Image:
    """How near each pixel is to a place of known state: white there, black where nobody reported on the land."""
    from PIL import Image, ImageDraw, ImageFilter  # noqa: PLC0415 -- only notebooks need pictures

    gone = min(_GONE_KM, payload["areas"].get("reach") or _GONE_KM)
    pixels = gone / _KM_A_DEGREE * on.scale
    mask = Image.new("L", (size[0] // _SHARP, size[1] // _SHARP), 0)
    pen, places = ImageDraw.Draw(mask), payload["places"]
    for number, (status, _, _) in states(payload, day).items():
        if status != "unknown" and places["lon"][number] is not None and not places["label"][number]:
            x, y = (side / _SHARP for side in on.point(places["lon"][number], places["lat"][number]))
            reach = 0.75 * pixels / _SHARP
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(min(_BLUR, pixels / _SHARP / 6))).resize(size)


def _draw_areas(picture: Image, payload: dict[str, Any], day: int | None, on: _Projection, near: Image) -> None:
    """Lay the areas of the day over the land, half transparent; rings inside rings are holes."""
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 -- only notebooks need pictures

    half = near.point([int(value * _AREA) for value in range(256)])
    for row in _on_day(payload["areas"], day):
        mask = Image.new("1", picture.size, 0)
        for ring in payload["areas"]["shapes"][row["shape"]]:
            one = Image.new("1", picture.size, 0)
            _polygon(ImageDraw.Draw(one), on.steps(ring), 1)
            mask = ImageChops.logical_xor(mask, one)
        picture.paste(
            _colour(payload, row["status"], row["holder"]), (0, 0), ImageChops.multiply(mask.convert("L"), half)
        )


def _colour(payload: dict[str, Any], status: str, holder: int) -> str:
    if status == "contested":
        return str(payload["contested"]["colour"])
    colours = payload["sides"].get("colour", [])
    return str(colours[holder]) if 0 <= holder < len(colours) else str(payload["unknown"]["colour"])


def _draw_places(picture: Image, payload: dict[str, Any], day: int | None, on: _Projection) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 -- only notebooks need pictures

    places, found = payload["places"], states(payload, day)
    points = [
        (number, *on.point(lon, lat))
        for number, (lon, lat, label) in enumerate(zip(places["lon"], places["lat"], places["label"], strict=True))
        if lon is not None and not label
    ]
    pen = ImageDraw.Draw(picture)
    radius = (7 if len(points) <= _MANY else 3 if len(points) <= 10 * _MANY else 1.5) * _SHARP
    for number, x, y in points:
        status, holder, _ = found.get(number, ("unknown", -1, None))
        symbol(pen, (x, y), radius, payload, status=status, holder=holder)
    recent = {number: start if start is not None else -1 for number, (_, _, start) in found.items()}
    points.sort(key=lambda row: (-recent.get(row[0], -1), -places["population"][row[0]], row[0]))
    taken: list[tuple[float, float, float, float]] = [
        (x - radius, y - radius, x + radius, y + radius) for _, x, y in points[:_MANY]
    ]
    named = 0
    for number, x, y in points:
        if named == _NAMED:
            break
        named += _name(pen, _latin(places["name"][number]), (x + radius + 4, y), (taken, on.size))


def symbol(
    pen: Any,  # noqa: ANN401 -- Pillow's pen
    at: tuple[float, float],
    radius: float,
    payload: dict[str, Any],
    *,
    status: str,
    holder: int,
) -> None:
    """The symbol of a state: the shape of its side, a hatched diamond where contested, hollow where unknown."""
    x, y = at
    colour = _colour(payload, status, holder)
    shapes = payload["sides"].get("shape", [])
    shape = "diamond" if status == "contested" else shapes[holder] if 0 <= holder < len(shapes) else "circle"
    hollow = status in {"unknown", "contested"} or holder < 0
    outline = _outline(shape, x, y, radius)
    line = max(1, round(radius / 4))
    pen.polygon(outline, fill=_PAPER if hollow else colour, outline=colour if hollow else _PAPER, width=line)
    if status == "contested":
        for shift in (-0.5, 0, 0.5):
            half = radius * (1 - abs(shift)) / 2
            middle = (x + shift * radius / 2, y - shift * radius / 2)
            pen.line(
                [(middle[0] - half, middle[1] - half), (middle[0] + half, middle[1] + half)], fill=colour, width=line
            )
    if status == "besieged":
        pen.polygon(_outline(shape, x, y, radius * 1.4), outline=colour, width=max(1, line // 2))


def _outline(shape: str, x: float, y: float, radius: float) -> Pixels:
    """The corners of a symbol, a circle with many."""
    if shape in _CORNERS:
        return [(x + radius * right, y + radius * down) for right, down in _CORNERS[shape]]
    angles = np.radians(360 * np.arange(_ROUND) / _ROUND)
    return [(x + radius * float(np.cos(a)), y + radius * float(np.sin(a))) for a in angles]


def _name(pen: Any, text: str, at: tuple[float, float], room: tuple[list[Any], tuple[int, int]]) -> bool:  # noqa: ANN401 -- Pillow's pen
    """Write a name where nothing else stands; whether there was room."""
    taken, size = room
    font = _font(12)
    left, top, right, bottom = pen.textbbox(at, text, font=font, anchor="lm")
    if not text or left < 0 or top < 0 or right > size[0] or bottom > size[1]:
        return False
    if any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in taken):
        return False
    taken.append((left, top, right, bottom))
    pen.text(at, text, font=font, fill=_INK, anchor="lm", stroke_width=2 * _SHARP, stroke_fill=_PAPER)
    return True


def _draw_bar(picture: Image, payload: dict[str, Any], day: int | None) -> None:
    """Date, legend, and that areas and front are estimated."""
    from PIL import ImageDraw  # noqa: PLC0415 -- only notebooks need pictures

    pen = ImageDraw.Draw(picture)
    wide, high = picture.size
    top = high - _BAR * _SHARP
    pen.rectangle((0, top, wide, high), fill=_PAPER)
    pen.line([(0, top), (wide, top)], fill=_COAST, width=_SHARP)
    x, line = 12 * _SHARP, top + 14 * _SHARP
    pen.text((x, line), day_in_words(day), font=_font(15), fill=_INK, anchor="lm")
    rest = "Areas and front line: estimated. A report is a claim."
    pen.text((wide - x, line), rest, font=_font(11), fill=_INK, anchor="rm")
    line = top + 33 * _SHARP
    for title, status, holder in legend(payload, day):
        text = _latin(title)
        size = pen.textlength(text, font=_font(11))
        if x + size + 30 * _SHARP > wide:
            break
        symbol(pen, (x + 6 * _SHARP, line), 5 * _SHARP, payload, status=status, holder=holder)
        pen.text((x + 16 * _SHARP, line), text, font=_font(11), fill=_INK, anchor="lm")
        x += int(size) + 32 * _SHARP


def legend(payload: dict[str, Any], day: int | None) -> list[tuple[str, str, int]]:
    """Title, status and side of every state that a place has on the day."""
    labels = payload["places"]["label"]
    found = [(status, holder) for place, (status, holder, _) in states(payload, day).items() if not labels[place]]
    titles = payload["sides"].get("title", [])
    rows = [
        (str(title), "held", side)
        for side, title in enumerate(titles)
        if ("held", side) in found or ("besieged", side) in found
    ]
    rows += [("Contested", "contested", -1)] if any(status == "contested" for status, _ in found) else []
    known = {place for place, (status, _, _) in states(payload, day).items() if status != "unknown"}
    some = any(number not in known and not label for number, label in enumerate(labels))
    return [*rows, *([("Unknown", "unknown", -1)] if some else [])]


def _latin(text: str) -> str:
    """The text where its letters are Latin, which are all that Pillow's own font has; else nothing."""
    return text if all(char.isprintable() and ord(char) < 0x250 for char in text) else ""  # noqa: PLR2004 -- the end of Latin


def _font(size: int) -> Any:  # noqa: ANN401 -- Pillow's font
    from PIL import ImageFont  # noqa: PLC0415 -- only notebooks need pictures

    return ImageFont.load_default(size * _SHARP)


def counts(payload: dict[str, Any], day: int | None) -> list[tuple[str, int]]:
    """How many places each side holds on the day, besieged ones with their holder; how many are contested, unknown.

    As the head of the page counts them: no areas, and only what is not nought.
    """
    labels, titles = payload["places"]["label"], payload["sides"].get("title", [])
    found = [row[:2] for place, row in states(payload, day).items() if not labels[place]]
    held = [found.count(("held", side)) + found.count(("besieged", side)) for side in range(len(titles))]
    contested = sum(status == "contested" for status, _ in found)
    unknown = labels.count(False) - sum(held) - contested
    rows = [*zip(map(str, titles), held, strict=True), ("Contested", contested), ("Unknown", unknown)]
    return [(title, count) for title, count in rows if count]

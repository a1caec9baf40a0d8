"""Positions as people write them: two cells of a table."""

from __future__ import annotations

from math import isfinite


def position(lon: str, lat: str) -> tuple[float, float] | None:
    """Longitude and latitude in two cells, None where both are empty.

    Raises
    ------
    ValueError
        They are no degrees.
    """
    if not lon and not lat:
        return None
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise ValueError(f"lon {lon!r} and lat {lat!r} are not two numbers; give both or neither") from None
    if not (isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 -- degrees
        raise ValueError(f"lon {lon}, lat {lat} lies outside -180 to 180, -90 to 90 degrees")
    return x, y

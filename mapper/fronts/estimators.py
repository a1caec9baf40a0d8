"""The estimators of areas and fronts by name: cells, the transparent baseline, and a smooth field, the better way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from mapper.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from mapper.control.spell import Spell
    from mapper.fronts.tessellation import Estimate

NAMES: Final = ("field", "cells")


class Estimator(Protocol):
    """Gives the areas and the front of each of some days from the states of places."""

    def __call__(
        self,
        spells: Iterable[Spell],
        *,
        days: Iterable[date],
        cap_km: float | None,
        boundary: BaseGeometry | None,
        barriers: BaseGeometry | None = None,
    ) -> Iterator[Estimate]:
        """An estimate a day, each worked out when it is asked for; what it holds does not depend on the other days.

        Parameters
        ----------
        spells
            States of places; those without a holder or a point of their own are left out.
        days
            The days that are drawn, in any order.
        cap_km
            How far a place speaks for the land round it, in km; None: as far as the boundary, or a frame.
        boundary
            A polygon in degrees (EPSG:4326) outside of which nothing is drawn.
        barriers
            Lines in degrees, across which places tell less of a spot.

        Raises
        ------
        InputError
            A cap is no length, a boundary no area, or the places lie too far apart for one flat map or round a
            pole; or barriers are given to an estimator that cannot follow them.
        """
        ...


def estimator_named(name: str) -> Estimator:
    """The estimator of this name.

    Raises
    ------
    UnknownName
        There is no such estimator.
    """
    if name == "field":
        from mapper.fronts import smooth  # noqa: PLC0415 -- scipy only where areas are drawn

        return smooth.estimates
    if name == "cells":
        from mapper.fronts import tessellation  # noqa: PLC0415 -- the same for shapely

        return tessellation.estimates
    raise UnknownName(f"there is no estimator {name!r}; the estimators are {', '.join(NAMES)}")

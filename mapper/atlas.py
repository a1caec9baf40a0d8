"""The atlas: everything that was read and settled, with views for people who explore it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.control import lenses
from mapper.control.checks import checks_of
from mapper.control.comparing import differences, learned
from mapper.control.corrections import NONE
from mapper.control.reckoning import reckon
from mapper.errors import InputError, UnknownName
from mapper.why import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import folium
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from mapper.claims.reading import Reading
    from mapper.control.baseline import Start
    from mapper.control.corrections import Corrections
    from mapper.control.spell import Timeline
    from mapper.fronts.tessellation import Estimate
    from mapper.maps.underlay import Underlay
    from mapper.places.place import Place
    from mapper.reports.report import Fault, Report
    from mapper.theatre import Theatre
    from mapper.why import Explanation

#: What `Atlas.layer` gives of one day or of all; `Atlas.gains` has two days, so it is no layer of this kind.
LAYERS = ("claims", "spells", "control", "areas", "front", "band", "toponyms")
LENS_PLACES = 300  # up to so many places areas are also estimated through each lens, where nobody says
DRAWN = 1.6  # times the cap: so far out a map draws areas, ever fainter, from 0.6 times the cap on
_PICTURED = 2_000  # places up to which an atlas shows itself as a picture: more take seconds to estimate areas for
DAYLESS = date(1970, 1, 1)  # stands for "today" where no report and no claim has a date


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What was read out of reports and settled, as tables, areas, a map and explanations.

    Every table is a GeoDataFrame in EPSG:4326 whose rows name the claims they rest on. `cap_km` is how
    far from a place its holder's area may reach, `estimator` the way areas are estimated ("field" or
    "cells"), `barriers` are lines in degrees that the front may follow. `baseline` and `corrections` are
    settled with the claims in every view of it.
    """

    readings: tuple[Reading, ...]
    timeline: Timeline
    theatre: Theatre
    gazetteers: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    context: tuple[Place, ...] = ()
    cap_km: float | None = 5.0
    estimator: str = "field"
    barriers: BaseGeometry | None = None
    baseline: tuple[Start, ...] = ()
    corrections: Corrections = NONE

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports in the order they were read."""
        return tuple(reading.report for reading in self.readings)

    @property
    def problems(self) -> tuple[str, ...]:
        """What a reader should know of single reports, one sentence each."""
        return tuple(f"{r.report.id}: {problem}" for r in self.readings for problem in r.problems)

    @property
    def dated(self) -> bool:
        """Whether any report or claim has a date."""
        return self.latest != DAYLESS

    @cached_property
    def latest(self) -> date:
        """The day that is meant where none is given: the latest report's, else the latest claim's."""
        published = [r.published for r in self.reports if r.published is not None]
        told = [s.start for s in self.timeline.spells if s.start is not None]
        return max(published or told or [DAYLESS])

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which the state of any place changed, in order."""
        return tuple(sorted({s.start for s in self.timeline.spells if s.start is not None}))

    @cached_property
    def claims(self) -> gpd.GeoDataFrame:
        """Every claim, one a row, with its quote and offsets."""
        from mapper.layers import claims_layer

        return claims_layer(self.readings)

    @cached_property
    def toponyms(self) -> gpd.GeoDataFrame:
        """Every place name that was found, one a row, with the place it was resolved to."""
        from mapper.layers import toponyms_layer

        return toponyms_layer(self.readings)

    @cached_property
    def spells(self) -> gpd.GeoDataFrame:
        """Every stretch of time of every place, one a row."""
        from mapper.layers import spells_layer

        return spells_layer(self.timeline, self.readings)

    def control(self, *, at: date | str | None = None) -> gpd.GeoDataFrame:
        """The state of every place on a day, one a row."""
        from mapper.layers import control_layer

        return control_layer(self.timeline, self.readings, day=self._day(at))

    def areas(self, *, at: date | str | None = None, estimator: str | None = None) -> gpd.GeoDataFrame:
        """The estimated areas on a day, one polygon a row, with the places and claims they rest on.

        Raises
        ------
        UnknownName
            There is no such estimator.
        """
        return next(self._estimates([self._day(at)], estimator)).areas

    def front(self, *, at: date | str | None = None, estimator: str | None = None) -> gpd.GeoDataFrame:
        """The estimated front lines on a day, with their uncertainty in km.

        Raises
        ------
        UnknownName
            There is no such estimator.
        """
        return next(self._estimates([self._day(at)], estimator)).front

    def band(self, *, at: date | str | None = None, sure: float = 0.75) -> gpd.GeoDataFrame:
        """The land along the front on a day of which no side is sure, by the field, with its width in km.

        Between two sides that is where each has a chance of .25 to .75, or up to what `sure` says; one polygon a row.

        Raises
        ------
        InputError
            `sure` is no probability between .5 and 1.
        """
        from mapper.fronts.bands import band

        spells = self.timeline.spells
        return band(spells, day=self._day(at), cap_km=self.cap_km, barriers=self.barriers, sure=sure)

    def gains(self, *, since: date | str, at: date | str | None = None) -> gpd.GeoDataFrame:
        """The land that changed hands between two days, one polygon a row, with its km² and who lost and gained it.

        Raises
        ------
        InputError
            A day is no date, or `since` lies after `at`.
        """
        from mapper.fronts.gains import gains

        days = (self._day(since), self._day(at))
        if days[0] > days[1]:
            raise InputError(f"gains since {days[0]} end on {days[1]}, before they begin; give the earlier day first")
        before, after = self._estimates(days)
        return gains(before.areas, after.areas, self.timeline.spells, since=days[0], until=days[1])

    def holdings(self, days: Iterable[date | str] | None = None) -> pd.DataFrame:
        """What each side holds, won and lost in km² on some days, by default all on which a state changed."""
        from mapper.fronts.gains import holdings

        wanted = sorted({self._day(day) for day in days} if days is not None else self.changes)
        return holdings((day, e.areas) for day, e in zip(wanted, self._estimates(wanted), strict=True))

    @cached_property
    def checks(self) -> gpd.GeoDataFrame:
        """Every counted claim ("18 villages") beside the places that are named for it, one a row."""
        from mapper.layers import checks_layer

        return checks_layer(checks_of(self.readings))

    def settled(self) -> Atlas:
        """The atlas with its claims settled anew: after `dataclasses.replace(atlas, baseline=...)`, say."""
        timeline = reckon(
            self.readings, enemies=self.theatre.enemies(), baseline=self.baseline, corrections=self.corrections
        )
        return replace(self, timeline=timeline)

    def known_by(self, day: date | str) -> Atlas:
        """The atlas as it could be known by the end of a day: of reports published up to it, and no others."""
        last = self._day(day)
        baseline = lenses.started_by(self.baseline, last)
        return replace(self, readings=lenses.known_by(self.readings, last), baseline=baseline).settled()

    def viewed(self, lens: str | None, *, kept: Timeline | None = None, settle: bool = True) -> Atlas:
        """The atlas with the timeline that was kept of it, or settled: from all claims, or through a lens."""
        if kept is not None and lens is None:
            return replace(self, timeline=kept)
        if not settle:
            return self
        return self.settled() if lens is None else self.lens(lens)

    def lens(self, side: str) -> Atlas:
        """The atlas of what one side's sources claim, or, through "neither", of what nobody's side does.

        Raises
        ------
        UnknownName
            There is no such side.
        """
        sides = {s.name for s in self.theatre.sides}
        sides |= {c.claimant_side for r in self.readings for c in r.claims if c.claimant_side}
        return replace(self, readings=lenses.through(self.readings, lenses.checked(side, sides))).settled()

    def differences(
        self, one: Atlas | str, other: Atlas | str | None = None, *, at: date | str | None = None
    ) -> gpd.GeoDataFrame:
        """The places whose state on a day is another in `one` than in `other`, one a row.

        Parameters
        ----------
        one, other
            Atlases, or names of lenses; by default `other` is this atlas.
        at
            The day.
        """
        from mapper.layers import differences_layer

        views = [self if v is None else self.lens(v) if isinstance(v, str) else v for v in (one, other)]
        return differences_layer(differences(views[0].timeline, views[1].timeline, day=self._day(at)))

    def learned(self, *, on: date | str) -> gpd.GeoDataFrame:
        """What the reports of a day changed of the days before it, one place and stretch of days a row."""
        from mapper.layers import learned_layer

        day = self._day(on)
        before, after = self.known_by(day - timedelta(days=1)), self.known_by(day)
        told = {c.id for r in after.readings if r.report.published == day for c in r.claims}
        return learned_layer(learned(before.timeline, after.timeline, until=day), told=told)

    def map(
        self,
        *,
        title: str | None = None,
        at: date | str | None = None,
        underlay: Underlay | None = None,
        lens_areas: bool | None = None,
    ) -> folium.Map:
        """The map of all days, or of one: shows itself in Jupyter, ``save(path)`` writes a page of its own.

        Areas are drawn 1.6 times as far out as `cap_km`, fading from 0.6 times it on and gone at the end: beside
        a place colour is full up to 3 km, half as strong at about 5 km and gone at 8 km, if nothing else is said.

        Parameters
        ----------
        title
            The title of the page.
        at
            The one day to show.
        underlay
            Tiles, pictures and lines to put under the places; without it the page asks nobody for anything.
        lens_areas
            Whether areas and front line are estimated through each lens too, which may double the time that
            this takes; by default where there are at most 300 places.
        """
        from mapper.maps.lens import Lens
        from mapper.maps.page import draw

        day = None if at is None else self._day(at)
        if lens_areas is None:
            lens_areas = len({spell.place_id for spell in self.timeline.spells}) <= LENS_PLACES
        areas, front = self._drawn(self.timeline, day)
        views: list[Lens] = []
        for name in self._lenses():
            seen = self.lens(name).timeline
            own = self._drawn(seen, day) if lens_areas else (None, None)
            shown = seen if day is None else _of_day(seen, day)
            views.append(Lens(name=name, timeline=shown, areas=own[0], front=own[1]))
        return draw(
            self.readings,
            self.timeline if day is None else _of_day(self.timeline, day),
            theatre=self.theatre,
            areas=areas,
            front=front,
            title=title,
            gazetteers=self.gazetteers,
            context=self.context,
            lenses=views,
            day=day,
            underlay=underlay,
        )

    def layer(self, name: str, *, at: date | str | None = None) -> gpd.GeoDataFrame:
        """The layer of this name: claims, spells, control, areas, front, band or toponyms.

        Raises
        ------
        UnknownName
            There is no such layer.
        """
        if name in ("claims", "spells", "toponyms"):
            return getattr(self, name)
        if name in ("control", "areas", "front", "band"):
            return getattr(self, name)(at=at)
        raise UnknownName(f"there is no layer {name!r}; the layers are {', '.join(LAYERS)}")

    def export(self, path: str | Path, *, layer: str = "control", at: date | str | None = None) -> None:
        """Write a layer to a file; the suffix tells the format.

        Raises
        ------
        UnknownName
            There is no such layer.
        InputError
            There is no such format.
        ExportError
            The file cannot be written.
        """
        from mapper.export.exporter import export

        export(self.layer(layer, at=at), path, layer=layer)

    def why(self, place: str, *, at: date | str | None = None) -> Explanation:
        """The chain from the state of a place back to the sentences; prints itself."""
        return why(place, self.readings, self.timeline, at=self._day(at), left_out=self.corrections.left_out)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """What Jupyter shows of the atlas itself: the lines of ``repr``, and a picture of the latest day's map."""
        from mapper.maps.notebook import told

        places = {s.place_id for s in self.timeline.spells}
        chart = self.map(at=self.latest) if self.dated and 0 < len(places) <= _PICTURED else None
        return {"text/plain": repr(self), "text/html": told(repr(self), chart)}

    def __repr__(self) -> str:
        claims = sum(len(r.claims) for r in self.readings)
        places = len({s.place_id for s in self.timeline.spells})
        until = f" up to {self.latest}" if self.dated else ", none with a date"
        lines = [f"Atlas of reports: {len(self.readings)}{until}; claims: {claims}; places with a timeline: {places}"]
        lines += [
            f"  {spell.name}: {_short(spell.status, spell.holder)}" for spell in self.timeline.at(self.latest)[:12]
        ]
        lines += [f"  ! {problem}" for problem in (*map(str, self.faults), *self.problems)]
        return "\n".join(lines)

    def _lenses(self) -> tuple[str, ...]:
        """The lenses that show something else than everything: of each side that claims anything, and neither."""
        leanings = {c.claimant_side for r in self.readings for c in r.claims}
        found = (*sorted(side for side in leanings if side), *((lenses.NEITHER,) if None in leanings else ()))
        return found if len(found) > 1 else ()

    def _day(self, at: date | str | None) -> date:
        if at is None:
            return self.latest
        if isinstance(at, date):
            return at
        try:
            return date.fromisoformat(at)
        except ValueError:
            raise InputError(f"{at!r} is no date: write it as YYYY-MM-DD, such as 2019-06-07") from None

    def _drawn(self, timeline: Timeline, day: date | None) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Areas and front of all days, or of one, as a map draws them: as far out as its colour reaches."""
        from mapper.fronts.estimators import estimator_named

        days = sorted({s.start for s in timeline.spells if s.start is not None}) or [self.latest]
        days = days if day is None else [day]
        cap_km = None if self.cap_km is None else DRAWN * self.cap_km
        drawn = estimator_named(self.estimator)
        estimates = list(drawn(timeline.spells, days=days, cap_km=cap_km, boundary=None, barriers=self.barriers))
        return _stacked([e.areas for e in estimates]), _stacked([e.front for e in estimates])

    def _estimates(self, days: Iterable[date], estimator: str | None = None) -> Iterator[Estimate]:
        from mapper.fronts.estimators import estimator_named

        estimates = estimator_named(estimator or self.estimator)
        return estimates(self.timeline.spells, days=days, cap_km=self.cap_km, boundary=None, barriers=self.barriers)


def _of_day(timeline: Timeline, day: date) -> Timeline:
    """What of a timeline covers the day."""
    return replace(timeline, spells=timeline.at(day), weighed=())


def _short(status: str, holder: str | None) -> str:
    return f"{status} {holder}" if holder else status


def _stacked(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """The frames one under the other; columns and types are the same in all."""
    import pandas as pd

    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else frames[0]

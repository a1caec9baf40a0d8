"""The whole way from reports to an atlas; the only place that picks the defaults."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from mapper import theatre as theatres
from mapper.actors import namings
from mapper.atlas import Atlas
from mapper.claims.grammar import Grammar
from mapper.claims.hand import Hand
from mapper.claims.reading import Reading
from mapper.control.baseline import read_baseline
from mapper.control.correcting import found, mended
from mapper.control.corrections import NONE, Corrections, read_corrections
from mapper.control.lenses import known_by as known_by_then
from mapper.control.lenses import started_by
from mapper.control.named import NamedPlaces, placed
from mapper.control.spell import Timeline
from mapper.control.statements import statements_of
from mapper.errors import InputError, MapperError
from mapper.fronts.geojson import barriers_of
from mapper.geoparse.countries import countries_of
from mapper.geoparse.resolution import resolve
from mapper.geoparse.scenes import scene_of, scene_of_places
from mapper.geoparse.toponym import find
from mapper.places.around import towns_round
from mapper.places.asking import asking
from mapper.places.lookups import lookup_in, slips_in
from mapper.places.nominatim import NAME as NETWORK
from mapper.places.opening import DEFAULT, open_gazetteers
from mapper.reports.files import as_date
from mapper.reports.language import unread
from mapper.reports.sentences import sentences

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.extractor import Extractor
    from mapper.control.baseline import Start
    from mapper.places.place import Gazetteer, Lookup, Place
    from mapper.reports.report import Fault, Report
    from mapper.store.store import Fresh
    from mapper.theatre import Theatre

_ReadOne = Callable[["Report", "Theatre | None"], tuple[Reading, str]]

_SLIPS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)  # of a program
PLACES = "*"  # what gave a report its theatre: neither a name nor cue words, but its places


def read_report(
    report: Report,
    *,
    theatre: Theatre,
    lookup: Lookup,
    spelt: Lookup | None = None,
    slips: Lookup | None = None,
    network: Gazetteer | None = None,
    extractor: Extractor | None = None,
) -> Reading:
    """What one report says: toponyms, resolutions, claims, problems.

    `spelt` is `lookup` without its loose matches, which finding names needs few of: it saves most of the time.
    `slips` is asked for the names of places that `lookup` has in no spelling, and `network` for those it lacks
    as they are spelt; neither for other words of the report. `extractor` makes the claims, else the grammar.
    """
    spelt = spelt or lookup
    foreign = unread(report.text)
    if foreign is not None:
        problem = f"the report is in {foreign}, which is not read yet; only English reports are"
        return Reading(report=report, theatre=theatre.name, problems=(problem,), failed=True)
    parts = sentences(report.text)
    countries = frozenset(theatre.countries if theatre.bounds else ())
    taken = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
    far: set[str] = set()
    found_in = partial(find, report, parts, theatre=theatre, lookup=lookup, spelt=spelt)
    toponyms = found_in(taken, countries=countries, passed_over=far)
    if not theatre.bounds:  # "the army" is another side's in every country: read the names, then look again
        countries = countries_of(toponyms, (n for named in taken for n in named), spelt)
        again = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
        if again != taken or countries & far:
            taken = again
            toponyms = found_in(taken, countries=countries)
    trouble: list[str] = []
    known = (lambda name: lookup(name) or slips(name)) if slips is not None else lookup
    source = asking(known, network, trouble) if network is not None else known
    resolutions = resolve(toponyms, parts, theatre=theatre, lookup=source, countries=countries)
    made = (extractor or Grammar()).extract(report, parts, resolutions, taken, theatre=theatre)
    return Reading(
        report=report,
        theatre=theatre.name,
        resolutions=resolutions,
        claims=made.claims,
        problems=(*_problems(report, made.claims), *made.problems, *dict.fromkeys(trouble)),
        failed=not made.answered,
        whole=made.answered and not trouble,
    )


def _problems(report: Report, claims: Sequence[Claim]) -> tuple[str, ...]:
    problems = []
    if report.published is None:
        loose = sum(c.period.start is None and c.period.end is None for c in claims)
        problems.append(
            f"the report has no publication date, so weekdays and partial dates could not be resolved ({loose} of "
            f"{len(claims)} claims are undated); give one with --published or in the .toml file beside it"
        )
    return tuple(problems)


def build(
    reports: Iterable[Report],
    *,
    published: date | str | None = None,
    theatre: str | None = None,
    gazetteers: Iterable[str | Path] = DEFAULT,
    network: Callable[[], Gazetteer] | None = None,
    cap_km: float | None = 5.0,
    estimator: str = "field",
    barriers: str | Path | None = None,
    baseline: str | Path | Iterable[Start] = (),
    corrections: str | Path | Corrections = NONE,
    known_by: date | str | None = None,
    lens: str | None = None,
    extractor: Extractor | None = None,
    store: str | Path | None = None,
    settle: bool = True,
    tell: Callable[[str], None] | None = None,
) -> Atlas:
    """An atlas of reports: who held what, when, and who said so.

    Parameters
    ----------
    reports
        What `mapper.read` gives, or any reports.
    published
        Publication date for reports that carry none.
    theatre
        Name of the theatre for reports that name none; detected for each report where not given.
    gazetteers
        Names ("shipped", "towns", "nominatim") or paths of tables, asked in this order.
    network
        Opens the gazetteer "nominatim"; without it no name leaves the machine.
    cap_km
        How far from a place its holder's area may reach, in km.
    estimator
        How areas are estimated: by a smooth "field", or by "cells", each spot its nearest place's.
    barriers
        A GeoJSON file of lines that the front may follow (a river, a border): across one, places tell less.
    baseline
        Who held what at the start: a CSV file with place_id, name, lon, lat, holder, date, or its rows.
    corrections
        What a person corrected: a TOML file, or what was read from one.
    known_by
        Only reports published by this day are read.
    lens
        Only claims by this side's sources are settled; "neither": those by sources on nobody's side.
    extractor
        What makes the claims: claims written by hand, a model behind an endpoint; the grammar where not given.
    store
        A GeoPackage that keeps reports and what was read of them: the atlas is of all reports in it, to which
        these are added; only what is new is read. Made where it is not there.
    settle
        Whether claims are settled, and seen through the lens; a store settles its own spells all the same.
    tell
        Told what is done in the store beside that, one sentence at a time.

    Raises
    ------
    InputError
        A date, theatre, gazetteer, baseline, correction, lens or file of barriers cannot be used.
    StoreError
        The store cannot be used.
    """
    day, last = as_date(published), as_date(known_by)
    starts = tuple(read_baseline(baseline) if isinstance(baseline, str | Path) else baseline)
    mending = corrections if isinstance(corrections, Corrections) else read_corrections(corrections)
    lines = barriers_of(barriers) if barriers is not None else None
    opened: dict[str, _Opened] = {}
    wanted = tuple(gazetteers)
    if NETWORK in wanted and network is None:
        raise InputError(f"{NETWORK} sends place names over the network: allow it by giving `network`, or leave it out")
    online = network() if network is not None and NETWORK in wanted else None
    local = tuple(name for name in wanted if name != NETWORK)
    default = theatres.load(theatre) if theatre else None

    def opened_for(scene: Theatre) -> _Opened:
        if scene.name not in opened:
            books = open_gazetteers(local, countries=scene.countries if scene.bounds else ()) if local else ()
            every, spelt = (lookup_in(books, home=scene.countries, loose=loose) for loose in (True, False))
            opened[scene.name] = _Opened(books, every, spelt, slips_in(books, bounds=scene.bounds))
        return opened[scene.name]

    @_surviving
    def read_one(report: Report, asked: Theatre | None) -> tuple[Reading, str]:
        """What a report says, and what gave its theatre: a name, "" for its cue words, "*" for its places."""
        scene, by = scene_of(report, asked), report.theatre or (asked.name if asked else "")
        if scene is None:
            problems = (_NO_SUCH_THEATRE.format(report.theatre),)
            return Reading(report=report, theatre="", problems=problems, failed=True), by
        if not by and not scene.bounds:
            scene, by = scene_of_places(report, scene, opened_for(scene).spelt), PLACES
        look = opened_for(scene)
        asks = {"lookup": look.lookup, "spelt": look.spelt, "slips": look.slips}
        return read_report(report, theatre=scene, **asks, network=online, extractor=extractor), by

    def unsettled(readings: Sequence[Reading], began: Sequence[Start]) -> Atlas:
        main = _main(readings)
        asked = opened_for(main) if readings or began or mending.held else _Opened((), *(lookup_in([]),) * 3)
        names = tuple(book.name for book in (*asked.books, *((online,) if online else ())))
        read = Atlas(
            readings=tuple(readings),
            timeline=Timeline(),
            theatre=main,
            gazetteers=names,
            cap_km=cap_km,
            estimator=estimator,
            barriers=lines,
        )
        return _corrected(read, asked, baseline=began, corrections=mending)

    if store is None:
        dated = (report if report.published is not None else replace(report, published=day) for report in reports)
        timely = (r for r in dated if last is None or (r.published is not None and r.published <= last))
        readings, timeline = tuple(read_one(report, default)[0] for report in timely), None
    else:
        kept, timeline = _kept(
            reports,
            store,
            read=read_one,
            books=lambda scene: (*opened_for(scene).books, *((online,) if online else ())),
            settle=lambda readings: unsettled(readings, starts).settled().timeline,
            facts=(starts, mending),
            extractor=extractor or Grammar(),
            published=day,
            theatre=theatre,
            tell=tell,
        )
        readings = kept if last is None else known_by_then(kept, last)
    atlas = unsettled(readings, started_by(starts, last))
    atlas = atlas.viewed(lens, kept=timeline if last is None else None, settle=settle)
    books = opened_for(atlas.theatre).books if atlas.gazetteers else ()
    coded = extractor.told(None if last else [r.report.id for r in readings]) if isinstance(extractor, Hand) else ()
    told = (*getattr(reports, "faults", ()), *coded, *atlas.faults)
    return replace(atlas, faults=told, context=towns_round(_points(atlas.timeline), books))


def _kept(
    reports: Iterable[Report],
    store: str | Path,
    *,
    read: _ReadOne,
    books: Callable[[Theatre], Sequence[Gazetteer]],
    settle: Callable[[Sequence[Reading]], Timeline],
    facts: Iterable[object],
    extractor: Extractor,
    published: date | None,
    theatre: str | None,
    tell: Callable[[str], None] | None,
) -> tuple[tuple[Reading, ...], Timeline]:
    """All readings of a store and their timeline, those of these reports among them; `facts` go into settling."""
    from mapper.store.fingerprint import made_by, settled_by  # noqa: PLC0415 -- most maps need no store
    from mapper.store.keeping import keep  # noqa: PLC0415
    from mapper.store.store import Fresh  # noqa: PLC0415

    def read_fresh(report: Report, asked: str | None) -> Fresh:
        reading, by = read(report, theatres.load(asked) if asked in theatres.SHIPPED else None)
        return Fresh(reading=reading, by=by, whole=reading.whole)

    @cache
    def made(by: str, name: str) -> str:
        scenes = (*((name,) if name else ()), *(("generic",) if by == PLACES else ()))
        gazetteers = [b for one in scenes for b in books(theatres.load(one))]
        return made_by(asked=by, theatre=name, gazetteers=gazetteers, extractor=extractor.identity)

    return keep(
        reports,
        store=store,
        read=read_fresh,
        made=made,
        settle=settle,
        settler=settled_by(*facts),
        published=published,
        theatre=theatre,
        tell=tell,
    )


def _corrected(atlas: Atlas, asked: _Opened, *, baseline: Sequence[Start], corrections: Corrections) -> Atlas:
    """The atlas with its readings corrected, to be settled; its faults are those of the baseline."""
    if not baseline and corrections is NONE:
        return atlas
    faults: list[Fault] = []
    places = _named(atlas.readings, asked)
    read = mended(atlas.readings, corrections, places)
    if corrections.mentions:
        places = _named(read, asked)  # with the places that the corrections brought in
    known = placed(baseline, places, faults=faults)
    return replace(
        atlas, readings=read, faults=tuple(faults), baseline=known, corrections=found(corrections, read, places)
    )


@runtime_checkable
class _Listed(Protocol):
    """A gazetteer that can list its places."""

    def places(self) -> Iterable[Place]:
        """Every place."""
        ...


def _named(readings: Sequence[Reading], asked: _Opened) -> NamedPlaces:
    """The places that a person may name: those of the readings, then those of the gazetteers."""
    seen = {c.place.id: c.place for r in readings for one in r.resolutions for c in one.candidates}

    @cache
    def listed() -> dict[str, Place]:
        every = [place for book in asked.books if isinstance(book, _Listed) for place in book.places()]
        return {id_: place for place in reversed(every) for id_ in (*place.ids, place.id)}

    return NamedPlaces(
        statements_of(claim for reading in readings for claim in reading.claims),
        lookup=asked.spelt if asked.books else None,
        with_id=lambda id_: seen.get(id_) or listed().get(id_),
    )


def _main(readings: Iterable[Reading]) -> Theatre:
    """The theatre of most reports; of several, the one that comes first."""
    counted = Counter(reading.theatre for reading in readings if reading.theatre)
    return theatres.load(max(counted, key=counted.__getitem__, default="generic"))


class _Opened(NamedTuple):
    """The gazetteers of a theatre and the look-ups over them."""

    books: tuple[Gazetteer, ...]
    lookup: Lookup
    spelt: Lookup  # exact and folded matches alone
    slips: Lookup  # spellings a letter off


_NO_SUCH_THEATRE = "the report is left out: there is no theatre {!r}; the shipped ones are " + ", ".join(
    theatres.SHIPPED
)


def _surviving(read: _ReadOne) -> _ReadOne:
    """A reader of reports that leaves out the one report on which it met a fault of our own."""

    def read_or_leave_out(report: Report, asked: Theatre | None) -> tuple[Reading, str]:
        try:
            return read(report, asked)
        except MapperError:
            raise
        except _SLIPS as fault:
            return Reading(report=report, theatre="", problems=(_own_fault(fault),), failed=True, whole=False), ""

    return read_or_leave_out


def _own_fault(fault: Exception) -> str:
    """A sentence on a fault of our own, with what whoever mends it needs to know."""
    where = traceback.extract_tb(fault.__traceback__)[-1]
    told = f"{type(fault).__name__}: {fault}, {Path(where.filename).name} line {where.lineno}"
    return f"the report is left out: reading it met a fault of mapper itself ({told}); please tell its developers"


def _points(timeline: Timeline) -> list[tuple[float, float]]:
    """Where the settled places are."""
    places = [s.place for s in timeline.spells if s.place is not None]
    return [(p.lon, p.lat) for p in places if p.lon is not None and p.lat is not None]

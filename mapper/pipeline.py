"""The whole way from reports to an atlas; the only place that picks the defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from mapper import theatre as theatres
from mapper.actors import namings
from mapper.atlas import Atlas
from mapper.claims.grammar import extract
from mapper.claims.reading import Reading
from mapper.control.settling import settle
from mapper.errors import InputError, NetworkError
from mapper.geoparse.countries import countries_of
from mapper.geoparse.resolution import resolve
from mapper.geoparse.toponym import find
from mapper.places.distance import quick_kilometres
from mapper.places.distinct import distinct
from mapper.places.index import ranked
from mapper.places.installed import Installed
from mapper.places.nominatim import NAME as NETWORK
from mapper.places.opening import DEFAULT, open_gazetteers
from mapper.places.shipped import Shipped
from mapper.places.table import TableGazetteer
from mapper.reports.files import as_date
from mapper.reports.language import unread
from mapper.reports.sentences import sentences

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mapper.claims.claim import Claim
    from mapper.control.spell import Timeline
    from mapper.places.place import Candidate, Gazetteer, Place
    from mapper.reports.report import Report
    from mapper.store.store import Fresh
    from mapper.theatre import Theatre

Lookup = Callable[[str], Sequence["Candidate"]]

PLACES = "*"  # what gave a report its theatre: neither a name nor cue words, but its places
_NAMES_KEPT = 50_000  # look-ups remembered; a name recurs in many reports


@runtime_checkable
class _Speller(Protocol):
    """A gazetteer that can be asked for exact and folded matches alone, which take a fraction of the time of all."""

    def spelt(self, name: str) -> Sequence[Candidate]:
        """The exact and folded matches among the candidates that `find` gives."""
        ...


def lookup_in(gazetteers: Sequence[Gazetteer], *, home: Sequence[str] = (), loose: bool = True) -> Lookup:
    """A look-up over several gazetteers: all candidates, the best spelling first.

    `home` are the ISO codes of the theatre's countries: elsewhere only the exact spelling counts. One that is
    not `loose` gives exact and folded matches alone, where a gazetteer can.
    """
    asked = [g.spelt if not loose and isinstance(g, _Speller) else g.find for g in gazetteers]

    @lru_cache(maxsize=_NAMES_KEPT)
    def lookup(name: str) -> tuple[Candidate, ...]:
        found = [c for find_in in asked for c in find_in(name)]
        fitting = [c for c in found if c.match == "exact" or not home or c.place.country in home]
        fitting.sort(key=lambda c: c.place.lon is None)  # of one place, the entry that knows its position stands for it
        return ranked(distinct(fitting))

    return lookup


def asking(lookup: Lookup, network: Gazetteer, problems: list[str]) -> Lookup:
    """A look-up that asks a network gazetteer for the names that `lookup` does not have as they are spelt.

    A server that does not answer loses nothing: the name stays with what `lookup` gives, and a sentence
    goes to `problems`.
    """

    def ask(name: str) -> Sequence[Candidate]:
        found = lookup(name)
        if any(c.match in ("exact", "folded") for c in found):
            return found
        try:
            return ranked([*network.find(name), *found])
        except NetworkError as error:
            problems.append(str(error))
            return found

    return ask


def slips_in(gazetteers: Sequence[Gazetteer], *, theatre: Theatre) -> Lookup:
    """A look-up of spellings a letter off, in the installed gazetteers and within the theatre's bounds."""
    installed = [g for g in gazetteers if isinstance(g, Installed)] if theatre.bounds else []

    @lru_cache(maxsize=_NAMES_KEPT)
    def lookup(name: str) -> tuple[Candidate, ...]:
        return ranked(distinct(c for gazetteer in installed for c in gazetteer.fuzzy(name, bounds=theatre.bounds)))

    return lookup


def read_report(
    report: Report,
    *,
    theatre: Theatre,
    lookup: Lookup,
    spelt: Lookup | None = None,
    slips: Lookup | None = None,
    network: Gazetteer | None = None,
) -> Reading:
    """What one report says: toponyms, resolutions, claims, problems.

    `spelt` is `lookup` without its loose matches, which finding names needs few of: it saves most of the time.
    `slips` is asked for the names of places that `lookup` has in no spelling, and `network` for those it lacks
    as they are spelt; neither for other words of the report.
    """
    spelt = spelt or lookup
    foreign = unread(report.text)
    if foreign is not None:
        problem = f"the report is in {foreign}, which is not read yet; only English reports are"
        return Reading(report=report, theatre=theatre.name, problems=(problem,), failed=True)
    parts = sentences(report.text)
    countries = frozenset(theatre.countries if theatre.bounds else ())
    taken = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
    toponyms = find(report, parts, taken, theatre=theatre, lookup=lookup, spelt=spelt, countries=countries)
    if not theatre.bounds:  # "the army" is another side's in every country: read the names, then look again
        countries = countries_of(toponyms, (n for named in taken for n in named), spelt)
        if countries:
            taken = [namings(s.tokens, theatre, day=report.published, countries=countries) for s in parts]
            toponyms = find(report, parts, taken, theatre=theatre, lookup=lookup, spelt=spelt, countries=countries)
    trouble: list[str] = []
    known = (lambda name: lookup(name) or slips(name)) if slips is not None else lookup
    source = asking(known, network, trouble) if network is not None else known
    resolutions = resolve(toponyms, parts, theatre=theatre, lookup=source, countries=countries)
    claims = extract(report, parts, resolutions, taken, theatre=theatre)
    problems = (*_problems(report, claims), *dict.fromkeys(trouble))
    return Reading(report=report, theatre=theatre.name, resolutions=resolutions, claims=claims, problems=problems)


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
    store: str | Path | None = None,
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
    store
        A GeoPackage that keeps reports and what was read of them: the atlas is of all reports in it, to which
        these are added; only what is new is read. Made where it is not there.
    tell
        Told what is done in the store beside that, one sentence at a time.

    Raises
    ------
    InputError
        A date, theatre or gazetteer cannot be used.
    StoreError
        The store cannot be used.
    """
    day = as_date(published)
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
            opened[scene.name] = _Opened(books, every, spelt, slips_in(books, theatre=scene))
        return opened[scene.name]

    def read_one(report: Report, asked: Theatre | None) -> tuple[Reading, str]:
        """What a report says, and what gave its theatre: a name, "" for its cue words, "*" for its places."""
        scene, by = _scene(report, asked), report.theatre or (asked.name if asked else "")
        if scene is None:
            problems = (_NO_SUCH_THEATRE.format(report.theatre),)
            return Reading(report=report, theatre="", problems=problems, failed=True), by
        if not by and not scene.bounds:
            scene, by = _scene_of_places(report, scene, opened_for(scene).spelt), PLACES
        look = opened_for(scene)
        reading = read_report(
            report, theatre=scene, lookup=look.lookup, spelt=look.spelt, slips=look.slips, network=online
        )
        return reading, by

    if store is None:
        dated = (report if report.published is not None else replace(report, published=day) for report in reports)
        readings = tuple(read_one(report, default)[0] for report in dated)
        timeline = _settled(readings)
    else:
        from mapper.store.fingerprint import made_by, settled_by  # noqa: PLC0415 -- most maps need no store
        from mapper.store.keeping import keep  # noqa: PLC0415
        from mapper.store.store import Fresh  # noqa: PLC0415

        def read_fresh(report: Report, asked: str | None) -> Fresh:
            reading, by = read_one(report, theatres.load(asked) if asked in theatres.SHIPPED else None)
            whole = reading.failed or reading.problems == _problems(report, reading.claims)  # else a server was silent
            return Fresh(reading=reading, by=by, whole=whole)

        @cache
        def made(by: str, name: str) -> str:
            scenes = (*((name,) if name else ()), *(("generic",) if by == PLACES else ()))
            books = [book for scene in scenes for book in opened_for(theatres.load(scene)).books]
            return made_by(asked=by, theatre=name, gazetteers=(*books, *((online,) if online else ())))

        readings, timeline = keep(
            reports,
            store=store,
            read=read_fresh,
            made=made,
            settle=_settled,
            settler=settled_by(),
            published=day,
            theatre=theatre,
            tell=tell,
        )
    main = _main(readings)
    books = opened_for(main).books if readings else ()
    return Atlas(
        readings=readings,
        timeline=timeline,
        theatre=main,
        gazetteers=tuple(book.name for book in (*books, *((online,) if online else ()))),
        faults=getattr(reports, "faults", ()),
        context=_context(timeline, books),
        cap_km=cap_km,
    )


def _main(readings: Iterable[Reading]) -> Theatre:
    """The theatre of most reports; of several, the one that comes first."""
    counted = Counter(reading.theatre for reading in readings if reading.theatre)
    return theatres.load(max(counted, key=counted.__getitem__, default="generic"))


def _settled(readings: Sequence[Reading]) -> Timeline:
    """The timeline of all claims, with the enemies of the theatre of most reports."""
    enemies = {side.name: side.against[0] for side in _main(readings).sides if side.against}
    return settle((claim for reading in readings for claim in reading.claims), enemies=enemies)


class _Opened(NamedTuple):
    """The gazetteers of a theatre and the look-ups over them."""

    books: tuple[Gazetteer, ...]
    lookup: Lookup
    spelt: Lookup  # exact and folded matches alone
    slips: Lookup  # spellings a letter off


_NO_SUCH_THEATRE = "the report is left out: there is no theatre {!r}; the shipped ones are " + ", ".join(
    theatres.SHIPPED
)


def _scene(report: Report, default: Theatre | None) -> Theatre | None:
    """The theatre that a report names, else the default, else the one detected; None where its name is unknown."""
    if report.theatre is not None:
        return theatres.load(report.theatre) if report.theatre in theatres.SHIPPED else None
    return default or theatres.detect(report.text)


def _scene_of_places(report: Report, scene: Theatre, lookup: Lookup) -> Theatre:
    """The theatre in whose countries the places of a report lie that no cue word gave a theatre; else `scene`."""
    parts = sentences(report.text)
    taken = [namings(s.tokens, scene, day=report.published) for s in parts]
    toponyms = find(report, parts, taken, theatre=scene, lookup=lookup)
    codes = countries_of(toponyms, (n for named in taken for n in named), lookup)
    bounded = (theatres.load(name) for name in theatres.SHIPPED)
    return next((t for t in bounded if t.bounds and codes & set(t.countries)), scene)


_CONTEXT_KM = 60.0  # towns this near the settled places are written on the base map
_CONTEXT = ("city", "town", "governorate")


def _context(timeline: Timeline, books: Sequence[Gazetteer]) -> tuple[Place, ...]:
    """Towns and provinces round the settled places, for the base map."""
    points = [
        (s.place.lon, s.place.lat)
        for s in timeline.spells
        if s.place and s.place.lon is not None and s.place.lat is not None
    ]
    if not points:
        return ()
    lon, lat = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    reach = _CONTEXT_KM + max(quick_kilometres(lon, lat, *p) for p in points)
    near = [
        p
        for book in books
        if isinstance(book, Shipped | TableGazetteer | Installed)
        for p in book.within(lon, lat, reach, details=_CONTEXT)
    ]
    shown: dict[str, Place] = {}
    for place in near:
        ids = (place.id, *place.ids)
        if not any(id_ in shown for id_ in ids):
            shown |= dict.fromkeys(ids, place)
    return tuple({place.id: place for place in shown.values()}.values())

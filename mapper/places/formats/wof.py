"""Who's On First: a table of localities, and one of their names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.errors import InputError
from mapper.places.formats.geonames import kind_of, size_of
from mapper.places.formats.rows import BadRow, cell_of, collect, day_of, degrees, digest, named, opened, tab_rows, whole
from mapper.places.languages import is_local, iso2
from mapper.places.record import Record, Sheet, Source
from mapper.places.scripts import in_latin_script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Names = Mapping[str, Sequence[tuple[str, str]]]

KEY = "wof"
_KINDS = {"preferred": 0, "variant": 1, "colloquial": 2, "historical": 3}


def names_beside(path: Path) -> Path | None:
    """The table of names that belongs to a table of localities."""
    beside = path.with_name(path.name.replace("localities", "names"))
    return beside if beside != path and beside.is_file() else None


def country_of(path: Path) -> str:
    """The country that the file is named for: SY for wof_sy_localities.tsv; empty where it is not."""
    code = next((part for part in path.stem.split("_") if len(part) == 2), "")  # noqa: PLR2004 -- ISO 3166
    return code.upper()


def read_localities(path: Path, *, country: str = "") -> Sheet:
    """The records of a table of localities, with the names of the table beside it."""
    code = country.upper() or country_of(path)
    if not code:
        raise InputError(f"{path}: the file's name does not tell its country; give it with --country")
    beside = names_beside(path)
    names = _names(beside) if beside else {}
    with opened(path) as text:
        columns, rows = named(tab_rows(text))
        records, refused = collect(rows, width=len(columns), make=lambda cells: _record(cells, columns, names, code))
    source = Source(
        key=KEY,
        title="Who's On First, localities",
        licence="CC0 1.0 and, where it carries GeoNames, CC BY 4.0",
        attribution="Who's On First, CC0 1.0; contains GeoNames, CC BY 4.0",
        date=day_of(path),
        files=tuple((file.name, digest(file)) for file in (path, beside) if file),
    )
    return Sheet(source=source, records=records, refused=refused)


def _names(path: Path) -> Names:
    """The names of each place, preferred ones first."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    with opened(path) as text:
        columns, rows = named(tab_rows(text))
        for _, cells in rows:
            if len(cells) == len(columns):
                name = cell_of(cells, columns, "name")
                rank = _KINDS.get(cell_of(cells, columns, "kind"), len(_KINDS))
                found[cell_of(cells, columns, "wof_id")].append((rank, name, iso2(cell_of(cells, columns, "lang"))))
    return {id_: [(name, lang) for _, name, lang in sorted(names, key=lambda n: n[0])] for id_, names in found.items()}


def _record(cells: list[str], columns: Mapping[str, int], names: Names, country: str) -> Record:
    def cell(name: str) -> str:
        return cell_of(cells, columns, name)

    if not cell("wof_id"):
        raise BadRow("no wof_id")
    told = [(name, lang) for name, lang in names.get(cell("wof_id"), ()) if name]
    own = [name for name in (cell("gn_name"), cell("name")) if name]
    chief = _chief(own, told)
    if not chief:
        raise BadRow("no name")
    population = whole(cell("population"))
    kind, detail = kind_of("P", cell("fcode"), population) or ("settlement", size_of(population))
    x, y = degrees(cell("lat"), cell("lon"))
    ids = (("geonames", cell("geonameid")), ("wikidata", cell("wikidata")))
    return Record(
        id=f"{KEY}:{cell('wof_id')}",
        name=chief,
        kind=kind,
        detail=detail,
        name_local=_local([(name, "") for name in own], told, country),
        names=tuple(dict.fromkeys((n, lang) for n, lang in (*((o, "") for o in own), *told) if n != chief)),
        lon=x,
        lat=y,
        country=country,
        admin=tuple(unit for unit in (cell("region"), cell("county")) if unit and not unit.isdigit()),
        population=population,
        ids=tuple(f"{where}:{id_}" for where, id_ in ids if id_),
    )


def _chief(own: Sequence[str], told: Sequence[tuple[str, str]]) -> str:
    """The name to show: Latin where there is one, and English before others."""
    english = [name for name, language in told if language == "en"]
    return next((n for n in (*own, *english) if in_latin_script(n)), own[0] if own else "")


def _local(own: Sequence[tuple[str, str]], told: Sequence[tuple[str, str]], country: str) -> str:
    local = (n for n, language in told if is_local(n, language, country))
    return next(local, next((n for n, _ in own if not in_latin_script(n)), ""))

"""Tables of places added to the installed countries: read, joined with what is there, written anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import GazetteerError, InputError
from mapper.folders import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mapper.places.record import Sheet

FOLDER = "gazetteers"  # in the data folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding did: the places each country has now, the sheets read, what was left out and what was unchanged."""

    places: Mapping[str, int]
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()  # countries that had all of it already

    @property
    def faults(self) -> tuple[str, ...]:
        """Every row that was refused, with its file and line."""
        return tuple(
            f"{sheet.source.files[0][0]}:{refusal.line}: {refusal.reason}"
            for sheet in self.sheets
            for refusal in sheet.refused
        )


def gazetteers_folder() -> Path:
    """Where installed gazetteers are kept, one file a country; not made here."""
    return data_folder() / FOLDER


def installed_paths(countries: Iterable[str] = ()) -> tuple[Path, ...]:
    """The files of these countries that are installed; of all that are, for none."""
    wanted = {country.upper() for country in countries}
    folder = gazetteers_folder()
    found = sorted(folder.glob("[A-Z][A-Z].sqlite")) if folder.is_dir() else []
    return tuple(path for path in found if not wanted or path.stem in wanted)


def add(paths: Sequence[Path | str], *, country: str = "", tell: Callable[[str], None] | None = None) -> Added:
    """What came of adding files and folders to the installed countries; the same file twice changes nothing.

    A table of a source that a country has already takes the place of the older one.

    Parameters
    ----------
    paths
        Files, or folders of which every known table is taken.
    country
        ISO code for tables that do not tell their own; others have to agree with it.
    tell
        Told what is being done, one sentence at a time.

    Raises
    ------
    InputError
        A path is no known table, holds none, or no row of it could be read.
    ExportError
        The data folder cannot be written to.
    """
    from mapper.places.formats.recognised import read_all  # noqa: PLC0415 -- reading reports needs no format
    from mapper.places.storing import write_store  # noqa: PLC0415

    say = tell or (lambda _: None)
    given = [Path(path) for path in paths]
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file or folder; check the path")
    found = read_all(given, country=country, cities=_cities(country))
    by_country = _by_country(found.sheets)
    if not by_country:
        faults = Added(places={}, sheets=found.sheets, left_out=found.left_out)
        raise InputError("\n".join(("no place could be read", *faults.faults[:20], *found.left_out)))
    places: dict[str, int] = {}
    unchanged: list[str] = []
    for code, sheets in sorted(by_country.items()):
        path = gazetteers_folder() / f"{code}.sqlite"
        before = _before(path)
        after = {sheet.source.key: sheet for sheet in (*before, *sheets)}
        if before and {s.source for s in before} == {s.source for s in after.values()}:
            unchanged.append(code)
            continue
        say(f"{code}: joining {', '.join(sorted(after))}")
        places[code] = write_store(path, after.values(), country=code)
    return Added(places=places, sheets=found.sheets, left_out=found.left_out, unchanged=tuple(unchanged))


def _before(path: Path) -> tuple[Sheet, ...]:
    from mapper.places.storing import read_store  # noqa: PLC0415 -- needed only where tables are added

    return read_store(path) if path.is_file() else ()


def _by_country(sheets: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    """The sheets of each country; the rows that were refused are told with each."""
    found: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        records = defaultdict(list)
        for record in sheet.records:
            records[record.country].append(record)
        for code, own in records.items():
            found[code].append(replace(sheet, records=tuple(own)))
    return found


def _cities(country: str) -> dict[str, tuple[float, float]]:
    """P-codes and positions of the OCHA places that are installed."""
    from mapper.places.installed import Installed  # noqa: PLC0415 -- needed only where quarters are added alone

    cities = {}
    for path in installed_paths([country] if country else []):
        try:
            book = Installed(path)
        except GazetteerError:
            continue  # told when the file is written or asked
        for id_, lon, lat in book.points("ocha:C"):
            cities[id_.partition(":")[2]] = (lon, lat)
        book.close()
    return cities

"""Corrections: what a person who knows better says, in a file that is edited and kept like a program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.places.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The place that a correction means, as the file names it, and once it is found."""

    place_id: str = ""
    name: str = ""
    point: tuple[float, float] | None = None  # lon, lat
    place: Place | None = None

    @property
    def key(self) -> str:
        """What tells it from other places: its id, else its name or its position."""
        return self.place.id if self.place else self.place_id or self.name.casefold() or str(self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of a place in a report means this place."""

    line: int
    report: str
    text: str
    nth: int | None = None  # the n-th time it is read as a place's name; None: each time
    meant: Meant
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A claim is wrong: the one of this id, or those of a report whose quote holds these words."""

    line: int
    id: str = ""
    report: str = ""
    quote: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A place was held by a side from a day to a day, both included; None is open."""

    line: int
    meant: Meant
    by: str
    since: date | None = None
    until: date | None = None
    because: str = ""

    def meets(self, other: Held) -> bool:
        """Whether both speak of a day in common."""
        return (self.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
            self.until or date.max
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What a person corrected: mentions, wrong claims, and who held what."""

    path: str = ""
    mentions: tuple[Mention, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    held: tuple[Held, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)  # ids of wrong claims, and why

    def where(self, line: int) -> str:
        """The file and the line, for messages."""
        return f"{self.path}, line {line}"


NONE: Final = Corrections()

_PLACE: Final = frozenset({"place_id", "name", "lon", "lat"})
_KEYS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "mention": frozenset({"report", "text", "nth", "because"}) | _PLACE,
        "wrong": frozenset({"id", "report", "quote", "because"}),
        "held": frozenset({"by", "from", "to", "because"}) | _PLACE,
    }
)


def read_corrections(path: str | Path) -> Corrections:
    """The corrections in a TOML file.

    Raises
    ------
    InputError
        The file cannot be read, or some of it cannot be meant; the message names every line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the corrections cannot be read ({error})") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        where = f"{path}, line {found[1] if found else len(text.splitlines())}"
        raise InputError(f"{where}: this is no TOML: {error}") from error
    reader = _Reader(str(path), text)
    made = Corrections(
        path=str(path),
        mentions=tuple(reader.all("mention", tables, reader.mention)),
        wrong=tuple(reader.all("wrong", tables, reader.wrong)),
        held=tuple(reader.all("held", tables, reader.held)),
    )
    unknown = [
        f"{path}: there is no table [[{name}]]; those are {', '.join(_KEYS)}" for name in tables if name not in _KEYS
    ]
    faults = [*unknown, *reader.faults, *contradictions(made)]
    if faults:
        raise InputError("\n".join(faults))
    return made


def contradictions(made: Corrections) -> Iterator[str]:
    """What two corrections say differently of one thing, with both lines."""
    for i, one in enumerate(made.held):
        for other in made.held[i + 1 :]:
            if one.meant.key == other.meant.key and one.meets(other):
                what = one.meant.name or other.meant.name or one.meant.key
                yield f"{made.path}, lines {one.line} and {other.line}: both say who held {what} at one time; keep one"
    told: dict[tuple[str, str, int | None], int] = {}
    for mention in made.mentions:
        both = told.setdefault((mention.report, mention.text, mention.nth), mention.line)
        if both != mention.line:
            yield f"{made.path}, lines {both} and {mention.line}: both say what {mention.text!r} means; keep one"


class _Reader:
    """Reads the tables of a file, and keeps what is wrong with them."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.faults: list[str] = []
        self._lines = {name: list(_lines(text, name)) for name in _KEYS}

    def all(self, kind: str, tables: Mapping[str, Any], make: Any) -> Iterator[Any]:  # noqa: ANN401 -- one a kind
        """The tables of a kind that can be meant."""
        rows = tables.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.faults.append(f"{self.path}: write {kind} as tables, each under a line [[{kind}]]")
            return
        lines: Sequence[int] = self._lines[kind]
        for number, row in enumerate(rows):
            line = lines[number] if len(lines) == len(rows) else lines[0] if lines else 1
            try:
                _known(row, kind)
                yield make(line, row)
            except ValueError as error:
                self.faults.append(f"{self.path}, line {line}: {error}")

    def mention(self, line: int, row: Mapping[str, Any]) -> Mention:
        """A mention that means another place."""
        nth = row.get("nth")
        if nth is not None and not (isinstance(nth, int) and nth >= 1):
            raise ValueError(f"nth = {nth!r} is no number from 1 on")
        report, text = _text(row, "report", needed=True), _text(row, "text", needed=True)
        return Mention(line=line, report=report, text=text, nth=nth, meant=_meant(row), because=_text(row, "because"))

    def wrong(self, line: int, row: Mapping[str, Any]) -> Wrong:
        """A claim that is wrong."""
        id_, report, quote = _text(row, "id"), _text(row, "report"), _text(row, "quote")
        if bool(id_) == bool(report and quote) or (id_ and (report or quote)):
            raise ValueError("name the claim by its id, or by report and quote")
        return Wrong(line=line, id=id_, report=report, quote=quote, because=_text(row, "because"))

    def held(self, line: int, row: Mapping[str, Any]) -> Held:
        """Who held a place."""
        since, until = _day(row, "from"), _day(row, "to")
        if since and until and since > until:
            raise ValueError(f"from = {since} lies after to = {until}")
        by = _text(row, "by", needed=True)
        return Held(line=line, meant=_meant(row), by=by, since=since, until=until, because=_text(row, "because"))


def _lines(text: str, kind: str) -> Iterator[int]:
    """The lines on which tables of a kind begin; what stands in texts of several lines is none."""
    bare = re.sub(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'', lambda found: re.sub(r"[^\n]", "x", found[0]), text)
    for number, line in enumerate(bare.splitlines(), 1):
        if re.match(rf"\s*\[\[\s*[\"']?{kind}[\"']?\s*\]\]", line):
            yield number


def _known(row: Mapping[str, Any], kind: str) -> None:
    for key in row:
        if key not in _KEYS[kind]:
            near = get_close_matches(key, _KEYS[kind], n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; it takes {', '.join(sorted(_KEYS[kind]))}"
            raise ValueError(f"[[{kind}]] has no key {key!r}{hint}")


def _text(row: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} = {value!r} is no text; put it in quotes")  # noqa: TRY004 -- told as a fault of the file
    if needed and not value.strip():
        raise ValueError(f"{key} is missing")
    return value.strip()


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{key} = {value!r} is no date; write it as YYYY-MM-DD") from None


def _meant(row: Mapping[str, Any]) -> Meant:
    """The place that a table names."""
    place_id, name = _text(row, "place_id"), _text(row, "name")
    lon, lat = row.get("lon"), row.get("lat")
    if (lon is None) != (lat is None):
        raise ValueError("lon without lat or lat without lon; give both or neither")
    if lon is None and not place_id and not name:
        raise ValueError("name the place by its place_id, its name, or its lon and lat")
    return Meant(place_id=place_id, name=name, point=_point(lon, lat))


def _point(lon: object, lat: object) -> tuple[float, float] | None:
    if lon is None or lat is None:
        return None
    if not (isinstance(lon, int | float) and isinstance(lat, int | float) and isfinite(lon) and isfinite(lat)):
        raise ValueError(f"lon = {lon!r}, lat = {lat!r} are not two numbers")
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 -- degrees
        raise ValueError(f"lon = {lon}, lat = {lat} lies outside -180 to 180, -90 to 90 degrees")
    return float(lon), float(lat)

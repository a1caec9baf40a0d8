"""A theatre: the sides of a conflict, who fights for them, who speaks of it, and where it is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mapper.errors import UnknownName

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party to the conflict; `against` are the sides it fights, the chief enemy first."""

    name: str
    title: str
    against: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A group, army or generic noun phrase that acts for a side, valid between two dates."""

    name: str
    side: str
    aliases: tuple[str, ...] = ()
    kind: str = "armed group"
    group: str = ""
    start: date | None = None
    end: date | None = None
    where: tuple[str, ...] = ()  # countries in which the words mean this side; empty: everywhere

    def names(self) -> tuple[str, ...]:
        """Every spelling, the chief one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who speaks in reports but holds nothing; `leaning` is the side whose interest it serves."""

    name: str
    aliases: tuple[str, ...] = ()
    leaning: str | None = None

    def names(self) -> tuple[str, ...]:
        """Every spelling, the chief one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # one of each name is loaded: identity is equality
class Theatre:
    """All that is known of a conflict before the first report is read.

    `bounds` is west, south, east, north in degrees. `no_places` are proper names that hold or look
    like place names but are none.
    """

    name: str
    title: str
    bounds: tuple[float, float, float, float] | None = None
    countries: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    actors: tuple[Actor, ...] = ()
    voices: tuple[Voice, ...] = ()
    no_places: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    def side(self, name: str) -> Side:
        """The side of this name; an unknown one is made up from its name."""
        for side in self.sides:
            if side.name == name:
                return side
        return Side(name=name, title=name.replace("_", " ").capitalize())

    def enemies(self) -> dict[str, str]:
        """The chief enemy of each side that has one."""
        return {side.name: side.against[0] for side in self.sides if side.against}


SHIPPED = ("syria", "ukraine", "generic")


_TABLES = re.compile(r"^\[", re.MULTILINE)  # where the tables of sides, actors and voices begin


def _file(name: str) -> str:
    return resources.files("mapper").joinpath(f"data/theatres/{name}.toml").read_text(encoding="utf-8")


@cache
def load(name: str) -> Theatre:
    """The shipped theatre of this name.

    Raises
    ------
    UnknownName
        No theatre of this name ships.
    """
    if name not in SHIPPED:
        raise UnknownName(f"there is no theatre {name!r}; the shipped ones are {', '.join(SHIPPED)}")
    return _theatre(tomllib.loads(_file(name)))


def detect(text: str, *, candidates: tuple[str, ...] = SHIPPED) -> Theatre:
    """The theatre whose cue words a text names most often; the generic one where none is named or it is a draw."""
    heat = {name: len(_cue_pattern(name).findall(text)) for name in candidates}
    best = max(heat, key=lambda name: (heat[name], name == "generic"))
    return load(best if heat[best] else "generic")


@cache
def _cue_pattern(name: str) -> re.Pattern[str]:
    """Any cue of a theatre as a whole word; cues stand above the tables of its file, which may stay unread."""
    cues = sorted(tomllib.loads(_TABLES.split(_file(name), maxsplit=1)[0]).get("cues", ()), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)")


def _theatre(table: dict[str, Any]) -> Theatre:
    no_places = [name for key in ("organisations", "persons", "operations", "weapons") for name in table.get(key, ())]
    bounds = table.get("bounds")
    return Theatre(
        name=table["name"],
        title=table["title"],
        bounds=tuple(bounds) if bounds else None,
        countries=tuple(table.get("countries", ())),
        cues=tuple(table.get("cues", ())),
        sides=tuple(
            Side(
                name=s["name"],
                title=s["title"],
                against=tuple(s.get("against", ())),
                adjectives=tuple(s.get("adjectives", ())),
            )
            for s in table.get("sides", ())
        ),
        actors=tuple(_actor(row) for row in table.get("actors", ())),
        voices=tuple(
            Voice(name=v["name"], aliases=tuple(v.get("aliases", ())), leaning=v.get("leaning"))
            for v in table.get("voices", ())
        ),
        no_places=tuple(no_places),
        metonyms=tuple(table.get("metonyms", ())),
    )


def _actor(row: dict[str, Any]) -> Actor:
    return Actor(
        name=row["name"],
        side=row["side"],
        aliases=tuple(row.get("aliases", ())),
        kind=row.get("kind", "armed group"),
        group=row.get("group", ""),
        start=row.get("from"),
        end=row.get("to"),
        where=tuple(row.get("where", ())),
    )

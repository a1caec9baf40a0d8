"""Who is named in a sentence: actors of a side, voices that speak, and proper names that are no places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from mapper.reports.sentences import tokens as tokenised

if TYPE_CHECKING:
    from datetime import date

    from mapper.reports.sentences import Token
    from mapper.theatre import Actor, Theatre

Role = Literal["actor", "voice", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A stretch of tokens that names somebody or something that is no place (token indices, half open).

    `side` is the side an actor fights for or a voice leans to, None where unknown; `group` a rebel
    group's own short name.
    """

    start: int
    end: int
    role: Role
    name: str
    side: str | None = None
    group: str = ""
    proper: bool = True  # a proper name, not a generic phrase such as "rebel fighters"
    where: tuple[str, ...] = ()  # ISO codes of the only countries it is at home in


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    acronyms: tuple[bool, ...]  # words all in capitals must be so in the text
    role: Role
    name: str
    actors: tuple[Actor, ...] = field(default=())
    side: str | None = None


# Nouns that turn an adjective of a side into an actor: "rebel fighters", "Russian troops".
FORCES = frozenset(
    "force forces troop troops army armies fighter fighters militant militants soldier soldiers unit units militia "
    "militias militiaman militiamen rebel rebels insurgent insurgents gunman gunmen faction factions group groups "
    "serviceman servicemen paratroopers marines infantry assault stormtroopers side alliance coalition commander "
    "commanders military guards separatists formations detachments brigades battalions invaders occupiers command "
    "regime government authorities extremists jihadists opposition".split()
)

# Words that open the name of an armed group in Arabic, whatever follows.
_GROUP_OPENERS = frozenset(
    "liwa jaysh jaish jeish harakat haraka ansar faylaq failaq katibat katiba kataib jabhat jabhah jund ahrar suqur saraya "
    "firqat quwat asaib usud".split()
)
# Nouns that close the name of an organisation in English: "Nineveh Protection Units".
_GROUP_CLOSERS = frozenset(
    "brigade brigades battalion battalions front army movement division divisions regiment militia corps forces force units "
    "alliance coalition council command party union guard legion".split()
)
_BODY_CLOSERS = frozenset(
    "observatory centre center agency ministry university committee network foundation organisation organization association "
    "institute bank company court club newspaper channel television tv radio times post herald tribune news media commission "
    "embassy parliament congress crescent cross charity initiative programme program fund bureau office department".split()
)
# Words that a sentence opens with and a name does not.
_OPENING = frozenset("the a an in on at by for from of to with as after before since until while when but and its their".split())
_JOINERS = frozenset({"of", "for", "the", "and", "de", "al"})


@cache
def entries(theatre: Theatre) -> Mapping[str, tuple[_Entry, ...]]:
    """Every name of a theatre under its first word, the longest first."""
    found: dict[tuple[str, ...], _Entry] = {}
    for voice in theatre.voices:
        for name in voice.names():
            _enter(found, name, role="voice", title=voice.name, side=voice.leaning)
    for name in theatre.no_places:
        _enter(found, name, role="other", title=name)
    for actor in theatre.actors:
        for name in actor.names():
            _enter(found, name, role="actor", title=actor.name, actor=actor)
    by_first: dict[str, list[_Entry]] = {}
    for entry in found.values():
        by_first.setdefault(entry.words[0], []).append(entry)
    return {first: tuple(sorted(group, key=lambda e: (-len(e.words), e.words))) for first, group in by_first.items()}


def _enter(
    found: dict[tuple[str, ...], _Entry],
    name: str,
    *,
    role: Role,
    title: str,
    actor: Actor | None = None,
    side: str | None = None,
) -> None:
    parts = [token.text for token in tokenised(name)]
    words = tuple(_plain(p) for p in parts)
    if not words or not all(words):
        return
    before = found.get(words)
    actors = (*(before.actors if before and before.role == "actor" else ()), *((actor,) if actor else ()))
    capitals = tuple(p[:1].isupper() for p in parts)
    acronyms = tuple(p.isupper() and len(p) > 1 for p in parts)
    found[words] = _Entry(
        words=words, capitals=capitals, acronyms=acronyms, role=role, name=title, actors=actors, side=side
    )


def _plain(word: str) -> str:
    """A word without case, accents, apostrophes and hyphens."""
    text = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in text if c.isalnum())


def namings(
    tokens: tuple[Token, ...], theatre: Theatre, *, day: date | None = None, countries: frozenset[str] = frozenset()
) -> tuple[Naming, ...]:
    """The namings in a sentence, left to right, without overlap; the longest name wins.

    Parameters
    ----------
    day
        When the report was published: groups change sides.
    countries
        ISO codes of the countries that the report names: "the army" is not the same everywhere.
    """
    known = entries(theatre)
    plain = [_plain(t.text) for t in tokens]
    found: list[Naming] = []
    i = 0
    while i < len(tokens):
        naming = (
            _known(i, tokens, plain, known, day, countries)
            or _adjective(i, tokens, plain, theatre)
            or _by_form(i, tokens, plain)
        )
        if naming:
            found.append(naming)
            i = naming.end
        else:
            i += 1
    return tuple(found)


def _known(
    i: int,
    tokens: tuple[Token, ...],
    plain: list[str],
    known: Mapping[str, tuple[_Entry, ...]],
    day: date | None,
    countries: frozenset[str],
) -> Naming | None:
    for entry in known.get(plain[i], ()):
        end = i + len(entry.words)
        if tuple(plain[i:end]) != entry.words or not _cased(tokens[i:end], entry):
            continue
        where: tuple[str, ...] = ()
        side, group = entry.side, ""
        if entry.role == "actor":
            actor = _valid(entry, day, countries)
            if actor is None:
                continue
            side, group, where = actor.side, actor.group, actor.where
        if _runs_on(end, tokens, plain, entry):
            continue
        return Naming(
            start=i,
            end=end,
            role=entry.role,
            name=entry.name,
            side=side,
            group=group,
            where=where,
            proper=any(entry.capitals),
        )
    return None


def _runs_on(end: int, tokens: tuple[Token, ...], plain: list[str], entry: _Entry) -> bool:
    """Whether a lower-case phrase ("army") is only the start of a proper name ("Army of Glory")."""
    if any(entry.capitals) or end >= len(tokens):
        return False
    return tokens[end - 1].capital and end > 1 and tokens[end].capital and plain[end] in _GROUP_CLOSERS


def _cased(tokens: tuple[Token, ...], entry: _Entry) -> bool:
    """Whether the capitals of a name stand in the text too; a short all-capital name must match exactly."""
    return all(
        (token.capital or not capital) and (token.text.isupper() or not acronym)
        for token, capital, acronym in zip(tokens, entry.capitals, entry.acronyms, strict=True)
    )


def _valid(entry: _Entry, day: date | None, countries: frozenset[str]) -> Actor | None:
    """The actor meant on that day and in those countries; one bound to a country named goes first.

    A proper name needs no country named beside it.
    """
    timely = [
        a
        for a in entry.actors
        if day is None or ((a.start is None or a.start <= day) and (a.end is None or day <= a.end))
    ]
    fitting = [a for a in timely if not a.where or set(a.where) & countries]
    if not fitting and any(entry.capitals):
        fitting = timely[:1]  # a proper name tells the country by itself; the first entry is the commonest
    return min(fitting, key=lambda a: not a.where, default=None)


def _adjective(i: int, tokens: tuple[Token, ...], plain: list[str], theatre: Theatre) -> Naming | None:
    """ "rebel fighters", "Russian assault units": an adjective of a side with a noun for armed men."""
    side = _adjectives(theatre).get(tokens[i].lower)
    if side is None:
        return None
    end = i + 1
    while end < len(tokens) and end < i + 4 and plain[end] in FORCES:
        end += 1
    if end == i + 1:
        return None
    name = " ".join(t.text for t in tokens[i:end])
    return Naming(start=i, end=end, role="actor", name=name, side=side, proper=False)


@cache
def _adjectives(theatre: Theatre) -> Mapping[str, str]:
    return {word.lower(): side.name for side in reversed(theatre.sides) for word in side.adjectives}


def adjective_side(word: str, theatre: Theatre) -> str | None:
    """The side that an adjective such as "rebel" or "Russian" stands for, None if for none."""
    return _adjectives(theatre).get(word.lower())


def _by_form(i: int, tokens: tuple[Token, ...], plain: list[str]) -> Naming | None:
    """A name whose form tells that it is a group or a body: "Liwa Something", "Something Brigade"."""
    if not tokens[i].capital or plain[i] in _OPENING:
        return None
    end = i + 1
    for j in _run(i, tokens):
        last = plain[j]
        if last in _GROUP_CLOSERS | _BODY_CLOSERS and tokens[j].capital and j > i:
            end = j + 1
    if end > i + 1:
        closer = plain[end - 1]
        role: Role = "actor" if closer in _GROUP_CLOSERS - {"council", "party", "union", "command"} else "voice"
        return Naming(start=i, end=end, role=role, name=" ".join(t.text for t in tokens[i:end]))
    if plain[i] in _GROUP_OPENERS:
        end = max((j + 1 for j in _run(i, tokens)), default=i + 1)
        if end > i + 1:
            return Naming(start=i, end=end, role="actor", name=" ".join(t.text for t in tokens[i:end]))
    return None


def _run(i: int, tokens: tuple[Token, ...]) -> Iterator[int]:
    """Indices of a run of capitalised words from i on, small joining words inside allowed."""
    j = i
    while j < len(tokens):
        if tokens[j].capital and tokens[j].text[-1:].isalnum():
            yield j
        elif (
            not (tokens[j].lower in _JOINERS and j > i and j + 1 < len(tokens) and tokens[j + 1].capital)
            or tokens[j].lower == "and"
        ):
            return
        j += 1

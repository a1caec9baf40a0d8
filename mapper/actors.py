"""Who is named in a sentence: actors of a side, voices that speak, and proper names that are no places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from mapper.english import english
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
    voice: str = ""  # whose name it is besides, where none of the actors is at home


# The names of a theatre by first and second word, the longest first.
_Entries = Mapping[str, Mapping[str, tuple[_Entry, ...]]]

_JOINERS = frozenset({"of", "for", "the", "de", "al"})  # small words inside a name
_APART = 3  # words before a name in which its side may be told: "the rebel splinter group X"
_CIVIL = frozenset({"council", "party", "union", "command"})  # bodies of a side that speak rather than fight
_ANTI = "anti-"
_NATIONAL = ("an", "ese", "ish", "i")  # how the adjectives of countries end, unlike "Loyalist" and "State"
_MOST_NOUNS = 3  # that may stand behind an adjective: "Russian assault units"


@cache
def _entries(theatre: Theatre) -> _Entries:
    """Every name of a theatre, to be looked up by where it stands."""
    found: dict[tuple[str, ...], _Entry] = {}
    for name in theatre.no_places:
        _enter(found, name, role="other", title=name)
    for voice in theatre.voices:
        for name in voice.names():
            _enter(found, name, role="voice", title=voice.name, side=voice.leaning)
    for actor in theatre.actors:
        for name in actor.names():
            _enter(found, name, role="actor", title=actor.name, actor=actor)
    by_first: dict[str, list[_Entry]] = {}
    for entry in sorted(found.values(), key=lambda e: (-len(e.words), e.words)):
        by_first.setdefault(entry.words[0], []).append(entry)
    return {first: _by_second(group) for first, group in by_first.items()}


def _by_second(group: Sequence[_Entry]) -> Mapping[str, tuple[_Entry, ...]]:
    """Names of one first word under their second ones; those without one stand with all of them, and under ""."""
    seconds = {"", *(entry.words[1] for entry in group if len(entry.words) > 1)}
    return {word: tuple(e for e in group if e.words[1:2] in ((), (word,))) for word in seconds}


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
    if not words:
        return
    before = found.get(words)
    actors = (*(before.actors if before and before.role == "actor" else ()), *((actor,) if actor else ()))
    capitals = tuple(token.capital for token in tokenised(name))  # "al-Nusra" is written like a name, too
    acronyms = tuple(p.isupper() and len(p) > 1 for p in parts)
    if before is not None:  # two spellings: what one of them leaves small may be small
        capitals = tuple(a and b for a, b in zip(before.capitals, capitals, strict=True))
        acronyms = tuple(a and b for a, b in zip(before.acronyms, acronyms, strict=True))
    voice = (before.voice or (before.name if before.role == "voice" else "")) if before and role == "actor" else ""
    found[words] = _Entry(
        words=words, capitals=capitals, acronyms=acronyms, role=role, name=title, actors=actors, side=side, voice=voice
    )


@lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str:
    """A word without case, accents, apostrophes and hyphens; a mark that stands alone stays as it is."""
    text = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in text if c.isalnum() and c not in _AYNS) or word


_AYNS = "ʿʾʼʻ"  # letters to the computer, marks to a reader


@dataclass(frozen=True, slots=True)
class _Scan:
    """A sentence while it is searched for namings."""

    tokens: tuple[Token, ...]
    plain: tuple[str, ...]  # the words without case and marks
    theatre: Theatre
    known: _Entries
    day: date | None
    countries: frozenset[str]

    def naming(self, start: int, end: int, *, role: Role, proper: bool = True, side: str | None = None) -> Naming:
        """A naming that is called as the text calls it."""
        name = " ".join(t.text for t in self.tokens[start:end])
        return Naming(start=start, end=end, role=role, name=name, side=side, proper=proper)


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
    scan = _Scan(tokens, tuple(_plain(t.text) for t in tokens), theatre, _entries(theatre), day, countries)
    found: list[Naming] = []
    end = 0  # of the last naming
    for i in [i for i, token in enumerate(tokens) if token.capital or _opens(token.text, theatre)]:
        naming = (_known(scan, i) or _adjective(scan, i) or _by_form(scan, i)) if i >= end else None
        if naming:
            naming = _with_first_name(scan, naming)
            found.append(naming)
            end = naming.end
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def _opens(word: str, theatre: Theatre) -> bool:
    """Whether a listed name or an adjective of a side may stand where this word does; most words open nothing."""
    return _plain(word) in _entries(theatre) or adjective_side(word.replace("’", "'"), theatre) is not None


def _with_first_name(scan: _Scan, naming: Naming) -> Naming:
    """A person's naming, or that of the men known by the surname in it: of "Muammar Gaddafi's troops" these."""
    person = naming.role == "other" and naming.end - naming.start > 1
    men = _known(scan, naming.end - 1) if person else None
    return replace(men, start=naming.start) if men is not None and men.role == "actor" else naming


# --- names of the theatre ---


def _known(scan: _Scan, i: int) -> Naming | None:
    """The naming by the longest name of the theatre that stands here."""
    named = scan.known.get(scan.plain[i])
    if named is None:
        return None
    following = scan.plain[i + 1] if i + 1 < len(scan.plain) else ""
    for entry in named.get(following, named[""]):
        end = i + len(entry.words)
        if scan.plain[i:end] != entry.words or not _cased(scan.tokens[i:end], entry) or _runs_on(scan, end, entry):
            continue
        actor = _valid(entry, scan.day, scan.countries)
        if entry.voice and (actor is None or not set(actor.where) & scan.countries):
            return Naming(start=i, end=end, role="voice", name=entry.voice)  # "AFP" is an army in its own country
        if entry.role == "actor" and actor is None:
            continue
        return Naming(
            start=i,
            end=end if any(entry.capitals) else _with_men(scan, end),
            role=entry.role,
            name=entry.name,
            side=actor.side if actor else entry.side,
            group=actor.group if actor else "",
            where=actor.where if actor else (),
            proper=any(entry.capitals),
        )
    return None


def _with_men(scan: _Scan, end: int) -> int:
    """The end of a common noun for a side with its men behind it: "opposition troops"."""
    forces = english().armed["forces"]
    return end + 1 if end < len(scan.plain) and scan.plain[end] in forces and scan.tokens[end].text.islower() else end


def _runs_on(scan: _Scan, end: int, entry: _Entry) -> bool:
    """Whether a lower-case phrase ("army") is only the start of a proper name ("Army of Glory")."""
    if any(entry.capitals) or not 1 < end < len(scan.tokens):
        return False
    closes = scan.plain[end] in english().bodies["group_closers"]
    return closes and scan.tokens[end - 1].capital and scan.tokens[end].capital


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


# --- adjectives of a side ---


def _adjective(scan: _Scan, i: int) -> Naming | None:
    """The naming by an adjective of a side with a noun for armed men: "rebel fighters", "Russian assault units"."""
    side = adjective_side(scan.tokens[i].lower, scan.theatre)
    if side is None:
        return None
    nouns = scan.plain[i + 1 : i + 1 + _MOST_NOUNS]
    count = next((k for k, word in enumerate(nouns) if word not in english().armed["forces"]), len(nouns))
    if not count:
        return None
    insurgent = nouns[count - 1] in english().armed["insurgent"] and scan.plain[i].endswith(_NATIONAL)
    if insurgent and "rebels" in scan.theatre.side(side).against:
        side = "rebels"  # "Somali militants" are those whom Somalia fights
    return scan.naming(i, i + 1 + count, role="actor", side=side, proper=False)


@cache
def _adjectives(theatre: Theatre) -> Mapping[str, str]:
    return {word.lower(): side.name for side in reversed(theatre.sides) for word in side.adjectives}


def adjective_side(word: str, theatre: Theatre) -> str | None:
    """The side that an adjective such as "rebel" or "Russian" stands for, None if for none.

    Of "anti-rebel" it is the enemy of that side.
    """
    listed, told = _adjectives(theatre), word.lower()
    if told in listed or not told.startswith(_ANTI):
        return listed.get(told)
    side = listed.get(told.removeprefix(_ANTI))
    return next(iter(theatre.side(side).against), None) if side else None


# --- names that nobody listed ---


def _by_form(scan: _Scan, i: int) -> Naming | None:
    """A name whose form tells that it is a group or a body: "Liwa Something", "Something Brigade"."""
    if not scan.tokens[i].capital:
        return None
    words, word = english(), scan.plain[i]
    bodies = words.bodies
    if word in words.small["opening"] or word in words.days or word in words.months:
        return None
    run = list(_run(scan, i))[1:]
    group_closers, body_closers = bodies["group_closers"], bodies["body_closers"]
    closers = (j for j in reversed(run) if scan.plain[j] in group_closers or scan.plain[j] in body_closers)
    closer = next(closers, None)
    if closer is not None:
        return _closed(scan, i, closer, run[-1])
    return _by_letters(scan, i) or _by_opening(scan, i, run)


def _by_letters(scan: _Scan, i: int) -> Naming | None:
    """The naming of letters before armed men: "KLA guerrillas"."""
    letters, words = scan.tokens[i].text, english()
    armed = i + 1 < len(scan.plain) and scan.plain[i + 1] in words.armed["forces"] and not scan.tokens[i + 1].capital
    if armed and letters.isupper() and letters.isalpha() and len(letters) > 1 and scan.tokens[i - 1].text != ".":
        men = _known(scan, i + 1)  # "KLA rebels" are rebels
        return scan.naming(i, i + 2, role="actor", side=men.side if men else None)
    return None


def _by_opening(scan: _Scan, i: int, run: Sequence[int]) -> Naming | None:
    """The naming that a group's noun opens: "Liwa Something", "the Front for Change"."""
    bodies = english().bodies
    if scan.plain[i] in bodies["group_nouns"] and scan.plain[i + 1 : i + 2] in (("for",), ("of",)) and run:
        return scan.naming(i, run[-1] + 1, role="actor", side=_called_before(scan, i))  # "the Front for Change"
    if scan.plain[i] in bodies["group_openers"] and run:
        return scan.naming(i, run[-1] + 1, role="actor", side=_called_before(scan, i))
    return None


def _closed(scan: _Scan, i: int, closer: int, last: int) -> Naming:
    """The naming that the noun at `closer` closes, or that goes on to `last`: "Front for Change and Progress"."""
    plain = scan.plain
    group = plain[closer] in english().bodies["group_closers"]
    side = _called_before(scan, i) if group else None
    fights = group and (plain[closer] not in _CIVIL or side is not None)
    aims = last > closer and plain[closer + 1] == "for"
    return scan.naming(i, (last if aims else closer) + 1, role="actor" if fights else "voice", side=side)


def _called_before(scan: _Scan, i: int) -> str | None:
    """The side of the adjective before a name that nobody listed: "the rebel Union of Patriots", "rebel group X"."""
    nouns, found = english().armed["forces"] | {"splinter"}, None
    for token in reversed(scan.tokens[max(0, i - _APART) : i]):
        side = adjective_side(token.text, scan.theatre) if token.text.islower() else None
        if side is not None:
            found = side  # of "the government militia X" the government
        elif token.text not in nouns:
            break
    return found


def _run(scan: _Scan, i: int) -> Iterator[int]:
    """Indices of the capitalised words of a run from `i` on, up to a listed name; small words may stand inside."""
    tokens = scan.tokens
    for j in range(i, len(tokens)):
        if j > i and tokens[j].capital and (listed := _known(scan, j)) is not None and listed.end - j > 1:
            return
        if tokens[j].capital and tokens[j].text[-1:].isalnum():
            yield j
        elif not (tokens[j].lower in _JOINERS and j > i and j + 1 < len(tokens) and tokens[j + 1].capital):
            return

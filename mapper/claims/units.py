"""Units: the tokens of a sentence that belong together before words are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from mapper.english import english

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.when import When
    from mapper.geoparse.toponym import Toponym
    from mapper.reports.sentences import Token

_BODIES = frozenset({"organisation", "organization", "group", "movement"})
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
UnitKind = Literal["place", "actor", "voice", "other", "time", "fixed", "word"]


class Unit(NamedTuple):  # most are words, and a tuple is made in a third of the time
    """Tokens (indices, half open) that are read as one."""

    start: int
    end: int
    kind: UnitKind
    which: int = -1  # index of the toponym, naming or time expression
    fixed: str = ""  # the word class of a fixed expression


def units_of(
    tokens: tuple[Token, ...], *, toponyms: Sequence[Toponym], namings: Sequence[Naming], whens: Sequence[When]
) -> list[Unit]:
    """The units of a sentence in order: namings first, then places, times and fixed expressions, then plain words."""
    at, fixed = _named(tokens, toponyms, namings, whens), english().fixed
    units: list[Unit] = []
    i = 0
    while i < len(tokens):
        unit = at.get(i)
        if unit is None and tokens[i].lower in fixed:
            unit = _fixed(tokens, i)
        if unit is None or (unit.kind == "fixed" and any(i < named < unit.end for named in at)):
            unit = Unit(i, i + 1, "word")
        units.append(unit)
        i = unit.end
    return units


def _named(
    tokens: tuple[Token, ...], toponyms: Sequence[Toponym], namings: Sequence[Naming], whens: Sequence[When]
) -> dict[int, Unit]:
    """Namings, places and times by their first token, without overlap."""
    at: dict[int, Unit] = {}

    def enter(start: int, end: int, kind: UnitKind, index: int) -> None:
        if start < end and not any(u.start < end and start < u.end for u in at.values()):
            at[start] = Unit(start, end, kind, index)

    places = [_tokens_of(tokens, toponym) for toponym in toponyms]
    for index, (lo, hi) in enumerate(places):  # "the 121st Brigade base" is a place, not the brigade
        if any(lo <= n.start and n.end < hi for n in namings):
            enter(lo, hi, "place", index)
    for index, naming in enumerate(namings):
        quoted = _in_quotes(tokens, naming.start, naming.end)  # the "Islamic State" organisation
        enter(naming.start - quoted, naming.end + quoted, naming.role, index)
    for index, (lo, hi) in enumerate(places):
        enter(lo, hi, "place", index)
    for index, when in enumerate(whens):
        inside = [i for i, t in enumerate(tokens) if when.start <= t.start and t.end <= when.end]
        if inside and not when.background:
            enter(inside[0], inside[-1] + 1, "time", index)
    return at


def _in_quotes(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether quotation marks stand round a name and a noun behind them, as round a name that is not conceded."""
    if start == 0 or end + 1 >= len(tokens):
        return False
    marks = tokens[start - 1].text in _QUOTES and tokens[end].text in _QUOTES
    return marks and tokens[end + 1].lower in english().armed["members"] | _BODIES


def _tokens_of(tokens: tuple[Token, ...], toponym: Toponym) -> tuple[int, int]:
    """The tokens that a toponym covers."""
    lo = next(i for i, t in enumerate(tokens) if t.end > toponym.span.start)
    hi = next(i for i in range(len(tokens), 0, -1) if tokens[i - 1].start < toponym.span.end)
    return lo, hi


def _fixed(tokens: tuple[Token, ...], i: int) -> Unit | None:
    """The fixed expression that starts at token `i`."""
    for words, kind in english().fixed[tokens[i].lower]:
        if tuple(t.lower for t in tokens[i : i + len(words)]) == words:
            return Unit(i, i + len(words), "fixed", fixed=kind)
    return None

"""What the words beside a name say of it: its kind, and whether a wider unit is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.places.place import Kind
    from mapper.reports.sentences import Token


@dataclass(frozen=True, slots=True)
class Cue:
    """A hint beside a name: the generic noun and the kind it tells; `wide` where a unit round it is meant."""

    noun: str
    kind: Kind | None
    wide: bool = False


_LONGEST_NOUN = 3  # words in a generic noun: "military air base"
_SHORT_WIDE = frozenset({"countryside", "hinterland", "front", "frontline", "offensive", "enclave"})


def cue_of(tokens: tuple[Token, ...], start: int, end: int) -> Cue | None:
    """The cue beside the name in `tokens[start:end]`, None where the words tell nothing."""
    return _after(tokens, end) or _before(tokens, start) or _direction(tokens, start)


def _after(tokens: tuple[Token, ...], end: int) -> Cue | None:
    """ "X village", "X air base", "X and Y provinces"; the longest noun wins."""
    kinds = english().kinds
    at = end
    if at < len(tokens) and tokens[at].text in {"'s", "’s"}:
        return None  # "Hama's airport" is another place
    for length in range(_LONGEST_NOUN, 0, -1):
        noun = " ".join(t.lower for t in tokens[at : at + length])
        if noun in kinds:
            return _told(noun, kinds[noun], tokens, at + length)
    if at < len(tokens) and tokens[at].lower in _SHORT_WIDE:
        return Cue(tokens[at].lower, None, wide=True)
    return _shared(tokens, at)


def _told(noun: str, kind: str, tokens: tuple[Token, ...], after: int) -> Cue | None:
    """The cue of a noun behind a name, unless the noun only opens a compound ("X front line", "X area")."""
    if noun in {"front", "area", "side", "stronghold", "bastion", "capital", "market", "post", "point"}:
        return None if noun != "capital" else Cue(noun, "settlement")
    following = tokens[after].lower if after < len(tokens) else ""
    if following in {"council", "court", "police", "governor", "university"}:
        return None
    return Cue(noun, kind)  # type: ignore[arg-type] # the language file's keys are kinds


def _shared(tokens: tuple[Token, ...], at: int) -> Cue | None:
    """The plural noun behind a list of names: "northern Hama and southern Idlib provinces"."""
    kinds, directions = english().kinds, english().directions
    i, names = at, 0
    while i < len(tokens) and (
        tokens[i].capital or tokens[i].lower in directions or tokens[i].lower in {",", "and", "or"}
    ):
        names += tokens[i].capital
        i += 1
    if names and i < len(tokens) and at < len(tokens) and tokens[at].lower in {",", "and", "or"}:
        noun = tokens[i].lower
        pair = names == 1 and kinds.get(noun) == "admin" and tokens[at].lower == "and"  # "Idlib and Hama province"
        if noun in kinds and (noun.endswith("s") or pair):
            return Cue(noun, kinds[noun])  # type: ignore[arg-type] # as above
    return None


def _before(tokens: tuple[Token, ...], start: int) -> Cue | None:
    """ "the village of X", "villages of W and X", "Mount X", "village X"."""
    kinds = english().kinds
    i = start - 1
    while i >= 0 and (tokens[i].capital or tokens[i].lower in {",", "and", "or", "the", "al", "&"}):
        if tokens[i].lower in kinds and tokens[i].capital and i == start - 1:
            break
        if tokens[i].lower in english().stop and tokens[i].lower not in {",", "and", "or", "the"}:
            return None
        i -= 1
    if i < 0:
        return None
    if tokens[i].lower == "of":
        for length in range(_LONGEST_NOUN, 0, -1):
            noun = " ".join(t.lower for t in tokens[max(0, i - length) : i])
            listed = i != start - 1
            if noun in kinds and (not listed or noun.endswith("s") or not _breaks(tokens, i + 1, start)):
                return Cue(noun, kinds[noun])  # type: ignore[arg-type] # as above
        return None
    if (
        i == start - 1
        and tokens[i].lower in kinds
        and kinds[tokens[i].lower] in {"settlement", "site", "water", "road"}
    ):
        plain = tokens[i].lower
        return Cue(plain, kinds[plain]) if not plain.endswith("s") or plain in {"heights", "hills"} else None  # type: ignore[arg-type] # as above
    return None


def _breaks(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether the words between hold a list mark: "the town of A, B" speaks of A alone."""
    return any(t.lower in {",", "and", "or"} for t in tokens[start:end])


def _direction(tokens: tuple[Token, ...], start: int) -> Cue | None:
    """ "northern X" speaks of the unit X rather than of the town."""
    if (
        start
        and tokens[start - 1].lower in english().directions
        and tokens[start - 1].lower.endswith(("ern", "rural", "central"))
    ):
        return Cue(tokens[start - 1].lower, None, wide=True)
    return None

"""What a claim is about: the places, groups of places and areas that a noun phrase names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapper.claims.clauses import group
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

# "": the whole place; partial: parts or most of it; inside: its centre or streets; edge: its outskirts;
# around: its countryside.
Part = Literal["", "partial", "most", "inside", "edge", "around"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing a statement is about.

    Exactly one of `toponym` (index in the sentence), `words` (a group's tokens, half open) and
    `stands_for` (a generic noun or pronoun that points back) is set.
    """

    phrase: int
    toponym: int | None = None
    words: tuple[int, int] | None = None
    stands_for: str = ""
    count: int | None = None
    part: Part = ""
    held_by: str = ""  # "rebel-held": the adjective's first half
    units: tuple[int, ...] = ()  # toponyms of the units that a vague group lies in


_MOST = frozenset({"most", "majority", "bulk", "much", "two-thirds", "three-quarters", "large"})
_DEFINITE = frozenset({"the", "this", "that", "its", "both", "their", "these", "those", "said"})
_POINTING = frozenset({"it", "there", "them", "they", "here"})


def targets(parsed: Parsed, i: int, *, single: bool = False, upto: int = -1) -> tuple[Target, ...]:
    """The targets of the noun phrase at `i` and of those in a list with it, which goes on to `upto` at least."""
    found: list[Target] = []
    part: Part = ""
    for member in (i,) if single else group(parsed, i, upto=upto):
        own = _of_one(parsed, member)
        phrase = parsed.phrases[member]
        if own and phrase.place is None and own[0].part:
            part = own[0].part  # "parts of A and B"
        elif phrase.place is None:
            part = ""
        found.extend(_with_part(t, part) if part and not t.part and t.toponym is not None else t for t in own)
    return tuple(found)


def _with_part(target: Target, part: Part) -> Target:
    return Target(phrase=target.phrase, toponym=target.toponym, part=part, held_by=target.held_by)


def _of_one(parsed: Parsed, i: int) -> list[Target]:  # noqa: PLR0911 -- one return a shape of noun phrase
    phrase = parsed.phrases[i]
    held = _held_by(phrase)
    if phrase.place is not None:
        return [Target(phrase=i, toponym=phrase.place, part=_part_by_words(parsed, phrase), held_by=held)]
    owner = parsed.phrases[i - 1] if i else None
    if owner is not None and owner.possessive and owner.place is not None and _part(phrase):
        return [Target(phrase=i - 1, toponym=owner.place, part=_part(phrase) or "")]  # "X's outskirts"
    inner = _inner(parsed, i)
    if (
        inner is not None
        and _part(phrase) is not None
        and parsed.phrases[inner].place is None
        and not parsed.phrases[inner].pronoun
    ):
        below = _of_one(parsed, inner)  # "parts of the town of X"
        if below:
            part = _part(phrase) or ""
            return [_restate(t, part or t.part, held or t.held_by) for t in below]
    vague = _group(parsed, i, phrase)
    if vague is not None:
        return [vague]
    if inner is not None and parsed.phrases[inner].place is not None and _takes_of(phrase):
        return [Target(phrase=inner, toponym=parsed.phrases[inner].place, part=_part(phrase) or "", held_by=held)]
    if (
        inner is not None
        and _part(phrase)
        and (parsed.phrases[inner].pronoun or parsed.phrases[inner].words[0] in _DEFINITE)
    ):
        return [_restate(t, _part(phrase) or "", held) for t in _of_one(parsed, inner)]
    if phrase.pronoun:
        return [Target(phrase=i, stands_for=phrase.head)] if phrase.head in _POINTING else []
    if (
        phrase.places
        and phrase.naming is None
        and phrase.head in english().parts["around"] | english().parts["edge"] | english().parts["inside"]
    ):
        return [Target(phrase=i, toponym=phrase.places[-1], part=_part(phrase) or "around", held_by=held)]
    if phrase.words[0] in _DEFINITE and phrase.head in english().kinds and not phrase.places and not phrase.modifiers:
        return [Target(phrase=i, stands_for=phrase.head, held_by=held)]
    return []


def _restate(target: Target, part: Part, held: str) -> Target:
    return Target(
        phrase=target.phrase,
        toponym=target.toponym,
        words=target.words,
        stands_for=target.stands_for,
        count=target.count,
        part=part,
        held_by=held,
        units=target.units,
    )


def _inner(parsed: Parsed, i: int) -> int | None:
    """The noun phrase behind "of" (or "in" for a group) right after phrase `i`."""
    phrases = parsed.phrases
    j = i + 1
    if j + 1 < len(phrases) and phrases[j].kind == "P" and phrases[j].text == "of" and phrases[j + 1].kind == "NP":
        return j + 1
    return None


def _takes_of(phrase: Phrase) -> bool:
    """Whether "of" behind this noun names the place itself or a part of it."""
    words = english()
    parts = frozenset().union(*words.parts.values())
    return phrase.naming is None and (
        phrase.head in words.kinds
        or phrase.head in parts
        or phrase.words[-1] in {"all", "most", "half", "control", "one"}
    )


def _part(phrase: Phrase) -> Part | None:
    """What part of a place a noun phrase means, "" for the whole, None where it names no part."""
    parts, head = english().parts, phrase.head
    if head in english().kinds and not set(phrase.words) & (parts["partial"] | parts["inside"]):
        return "" if head not in {"suburbs", "districts", "neighbourhoods", "neighborhoods", "quarters"} else "partial"
    if set(phrase.words) & _MOST and head not in parts["edge"]:
        return "most"
    for name in ("edge", "inside", "around", "partial"):
        if head in parts[name] and not (name == "around" and head in parts["partial"]):
            return name
    if head in parts["partial"] or head.endswith("%"):
        return "partial"
    if head in parts["whole"]:
        return ""
    return None


def _part_by_words(parsed: Parsed, phrase: Phrase) -> Part:
    """ "eastern Aleppo" is a part where Aleppo is a town."""
    index = phrase.place
    kind = parsed.toponyms[index].kind if index is not None else ""
    if kind == "settlement" and set(phrase.words) & {
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "downtown",
        "half",
    }:
        return "partial"
    if set(phrase.words) & {"most", "half", "parts", "much"}:
        return "most" if set(phrase.words) & {"most", "much"} else "partial"
    return ""


def _held_by(phrase: Phrase) -> str:
    """ "rebel" of "rebel-held", "government" of "government-controlled"."""
    for word in phrase.words:
        first, _, second = word.rpartition("-")
        if second in {"held", "controlled", "occupied", "ruled", "administered"} and first:
            return first
    return ""


def _group(parsed: Parsed, i: int, phrase: Phrase) -> Target | None:
    """A counted or vague group of places: "18 villages", "a handful of villages", "parts in the north"."""
    words = english()
    head, last = phrase, i
    number = _count(phrase)
    inner = _inner(parsed, i)
    counts = (
        number is not None
        and inner is not None
        and not phrase.places
        and all(w.isdigit() or w in words.numbers or w in {"of", "at", "least", "more", "than"} for w in phrase.words)
    )
    if (
        inner is not None
        and (counts or set(phrase.words) & words.vague or phrase.words[-1] in {"dozens", "scores", "hundreds"})
        and parsed.phrases[inner].place is None
    ):
        head, last = parsed.phrases[inner], inner
    plural = head.head in words.counted_places and head.head.endswith("s")
    if head.place is not None or head.naming is not None or phrase.pronoun:
        return None
    vague = bool(set(phrase.words) & (words.vague | {"dozens", "scores"}))
    if plural and (number is not None or vague):
        if number is None and phrase.words[0] in {"the", "these", "those"} and "other" not in phrase.words:
            return None
        tokens = _trim(parsed, phrase.start, _pair_end(parsed, last))
        return Target(phrase=i, words=tokens, count=number, held_by=_held_by(phrase), units=_units(parsed, last))
    if (
        head.head in words.area_nouns
        and head.head.endswith("s")
        and phrase.words[0] not in {"the", "these", "those", "its"}
    ):
        units = _units(parsed, last)
        below = _inner(parsed, last)
        named = (
            below is not None
            and parsed.phrases[below].place is not None
            and parsed.toponyms[parsed.phrases[below].place or 0].kind not in {"country", "metonym"}
        )
        if units and not named:
            end = parsed.phrases[_reach(parsed, last)].end
            return Target(phrase=i, words=_trim(parsed, phrase.start, end), held_by=_held_by(phrase), units=units)
    return None


def _pair_end(parsed: Parsed, i: int) -> int:
    """The token behind a group's noun, a second noun taken with it: "20 towns and villages"."""
    phrases = parsed.phrases
    if i + 2 < len(phrases) and phrases[i + 1].text in {"and", "or"}:
        second = phrases[i + 2]
        if len(second.words) == 1 and second.head in english().counted_places and second.head.endswith("s"):
            return second.end
    return phrases[i].end


def _reach(parsed: Parsed, i: int) -> int:
    """The last phrase of a chain of "of" and "in" phrases behind phrase `i`."""
    phrases = parsed.phrases
    while (
        i + 2 < len(phrases)
        and phrases[i + 1].kind == "P"
        and phrases[i + 1].text in {"of", "in"}
        and phrases[i + 2].kind == "NP"
    ):
        i += 2
    while (
        i + 2 < len(phrases)
        and phrases[i + 1].text == "and"
        and phrases[i + 2].kind == "NP"
        and phrases[i + 2].head in english().directions
    ):
        i += 2
    return i


def _units(parsed: Parsed, i: int) -> tuple[int, ...]:
    """The units named in the prepositional phrases behind a group: "in northern Hama and southern Idlib"."""
    phrases = parsed.phrases
    found: list[int] = []
    j = i + 1
    while j < len(phrases) and phrases[j].kind in {"P", "NP", "C", "COMMA", "ADV", "TIME", "V"}:
        if phrases[j].kind == "V" and (phrases[j].form not in {"participle", "past_or_participle"}):
            break
        if phrases[j].kind == "NP":
            found.extend(k for k in phrases[j].places if parsed.toponyms[k].kind in {"admin", "region", "country"})
        j += 1
    return tuple(dict.fromkeys(found))


def _count(phrase: Phrase) -> int | None:
    """The number in a noun phrase: 18, eighteen, a dozen, two dozen."""
    words = english()
    total: int | None = None
    for word in phrase.words:
        if word.replace(",", "").isdigit():
            return int(word.replace(",", ""))
        if word in words.numbers and word != "one":
            value = words.numbers[word]
            total = (total or 1) * value if word in {"dozen", "hundred"} else (total or 0) + value
    return total


def _trim(parsed: Parsed, start: int, end: int) -> tuple[int, int]:
    """The tokens of a group without its article; "at least" and "a handful of" stay."""
    tokens = parsed.sentence.tokens
    while start < end - 1 and tokens[start].lower in {"the", "its", "their", "also"}:
        start += 1
    return start, end

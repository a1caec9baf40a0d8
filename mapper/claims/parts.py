"""What part of a place a noun phrase means, and whose its adjective says that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mapper.english import HELD, english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

# "": the whole place; partial: parts or most of it; inside: its centre or streets; edge: its outskirts;
# around: its countryside.
Part = Literal["", "partial", "most", "inside", "edge", "around"]

_MOST = frozenset({"most", "majority", "bulk", "much", "two-thirds", "three-quarters", "largest"})
QUARTERS = frozenset({"suburbs", "districts", "neighbourhoods", "neighborhoods", "quarters"})
SUBURBS = frozenset({"suburb", "suburbs"})
WARDS = frozenset({"district", "neighbourhood", "neighborhood", "quarter"})  # words for the same part of a city
INDEFINITE = frozenset({"a", "an", "another", "one"})
_SIDES = frozenset({"northern", "southern", "eastern", "western", "central", "downtown", "half"})


def part_of(phrase: Phrase) -> Part | None:
    """What part of a place a noun phrase means, "" for the whole, None where it names no part."""
    parts, head = english().parts, phrase.head
    if set(phrase.words) & {"last", "remaining", "safe"} and (head in parts["partial"] or head in QUARTERS):
        return ""  # who takes the last of it has it all; "the UN safe area of X" is X
    if head in english().kinds and not set(phrase.words) & (parts["partial"] | parts["inside"]):
        return "partial" if head in QUARTERS else _some_of(phrase)
    if head not in parts["edge"] and (set(phrase.words) & _MOST or head == "thirds"):
        return "most"
    names: tuple[Part, ...] = ("edge", "inside", "around", "partial")
    for name in names:
        if head in parts[name] and not (name == "around" and head in parts["partial"]):
            return name
    if head.endswith(("%", "percent")) or phrase.words[-2:] == ("per", "cent"):
        return "partial"
    return "" if head in parts["whole"] else None


def _some_of(phrase: Phrase) -> Part:
    """The part of a city that one ward of it is: "a neighbourhood of X", "a suburb of X"; "the district of X" is X."""
    if phrase.words[0] not in INDEFINITE:
        return ""
    return "partial" if phrase.head in WARDS else "edge" if phrase.head in SUBURBS else ""


def takes_of(phrase: Phrase) -> bool:
    """Whether "of" behind this noun names the place itself or a part of it."""
    words = english()
    return phrase.naming is None and (
        phrase.head in words.kinds
        or phrase.head == "site"  # "the ancient site of X"
        or any(phrase.head in parts for parts in words.parts.values())
        or phrase.words[-1] in {"all", "most", "half", "control", "one"}
        or phrase.head.endswith(("%", "percent"))
    )


def part_by_words(parsed: Parsed, phrase: Phrase) -> Part:
    """The part that the words before a place tell: "eastern Aleppo" is a part where Aleppo is a town."""
    kind = parsed.toponyms[phrase.place].kind if phrase.place is not None else ""
    words = set(phrase.words)
    if kind == "settlement" and "rural" in words:
        return "around"
    if kind == "settlement" and words & _SIDES:
        return "partial"
    if kind == "settlement" and phrase.head in SUBURBS and phrase.words[0] in {"a", "an", "another"}:
        return "edge"  # "a Damascus suburb"
    if words & {"most", "much"}:
        return "most"
    return "partial" if words & {"half", "parts"} else ""


def held_by_adjective(phrase: Phrase) -> str:
    """Who holds a place by its adjective: "rebel" of "rebel-held", "government" of "government-controlled"."""
    return next((word.rpartition("-")[0] for word in phrase.words if word.endswith(HELD) and word[0] != "-"), "")

"""What tells where a place lies: the place that "a village to the north" or "20 km east of Y" belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_SETTLED = frozenset({"city", "town", "village", "settlement", "capital"})
# What a place is to a unit or to somebody: "X, the seat of Y".
CHIEF = frozenset({"capital", "seat", "gateway", "hub", "centre", "center", "heart", "headquarters"})
_OUTSIDE = frozenset({"outside", "near"})
_LYING = frozenset({"on", "along", "near", "across"})


def measured_from(parsed: Parsed, k: int) -> int | None:
    """The place that lies some way from the one at `k`: X of "X, about 20 km east of Y, where"."""
    way = parsed.before(k - 1, {"ADV"}) if parsed.at(k - 1).text.endswith(" of") else k
    way = way - 1 if parsed.at(way).kind == "NP" and measures(parsed.at(way)) else way
    told = way < k - 1 and parsed.at(way).kind == "COMMA" and parsed.at(way - 1).place is not None
    directed = parsed.at(k - 1).text.split(" ")[0] in english().directions
    return way - 1 if told and directed else None


def outside_of(parsed: Parsed, k: int) -> int | None:
    """The unnamed village that lies outside the place at `k`: of "a village outside the city of Y that"."""
    if parsed.at(k - 1).text == "of" and parsed.at(k - 2).head in english().kinds:
        k -= 2
    village = parsed.at(k - 2)
    unnamed = village.place is None and lies(village)
    return k - 2 if unnamed and parsed.at(k - 1).text in _OUTSIDE else None


def beside_the_road(parsed: Parsed, k: int) -> int | None:
    """The place that lies on, or in, what ends at `k`: X of "X, on the road from A to B, which"."""
    town = parsed.at(k - 2)
    if _wide(parsed, k) and parsed.at(k - 1).text == "in" and town.words[:1] == ("the",) and town.head in _SETTLED:
        return k - 2  # "the strategic city in western X, which"
    while parsed.at(k - 1).kind == "P" and parsed.at(k - 2).kind == "NP":
        k -= 2
    if parsed.at(k - 1).text not in _LYING and not (_wide(parsed, k) and parsed.at(k - 1).text == "in"):
        return None
    comma = parsed.before(k - 1, {"ADV"})  # "X district, also in Y province, which"
    return comma - 1 if parsed.at(comma).kind == "COMMA" and parsed.at(comma - 1).place is not None else None


def _wide(parsed: Parsed, k: int) -> bool:
    """Whether a noun phrase is a province or region, or the "province" of "the province of Y"."""
    unit = parsed.at(k).place
    if unit is None:
        return parsed.at(k + 1).text == "of" and english().kinds.get(parsed.at(k).head) == "admin"
    return parsed.toponyms[unit].kind in {"admin", "region"}


def explaining(parsed: Parsed, k: int) -> int | None:
    """The place that "a town of 30,000 people" or "a village to the north", ending at `k`, explains."""
    while parsed.at(k - 1).kind == "P" and parsed.at(k - 2).kind == "NP" and not parsed.at(k).places:
        k -= 2
    first, superlative = parsed.at(k).words[0], any(w.endswith("est") for w in parsed.at(k).words[1:])
    chief = superlative or parsed.at(k).head in CHIEF | english().nouns["stronghold"]
    explains = (first in {"a", "an"} or (first == "the" and chief)) and parsed.at(k).head in english().kinds
    return k - 2 if explains and parsed.at(k - 1).kind == "COMMA" and parsed.at(k - 2).place is not None else None


def lies(phrase: Phrase) -> bool:
    """Whether a noun phrase is what lies south of a place: another place, "a village"."""
    village = phrase.words[:1] in {("a",), ("an",)} and phrase.head in english().kinds
    return phrase.kind == "NP" and (phrase.place is not None or village)


def measures(phrase: Phrase) -> bool:
    """Whether a noun phrase is a distance: "40 km"."""
    return phrase.head in english().names["measures"]

"""Lists: noun phrases that a sentence says one thing of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.clauses import starts_clause
from mapper.claims.lying import CHIEF
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_LIST_WORDS = frozenset({"including", "such", "plus"})
_PARTING = frozenset({"from", "by", "after", "during", "with", "to"})  # behind these a list does not go on
_BETWEEN = frozenset({"between", "linking", "connecting", "around"})
_NEAR = frozenset({"near", "outside"})
_LYING = frozenset({"on", "in", "near", "to", "across", "along", "beyond", "outside"})
_OPENING = frozenset({":", "–", "—"})
_JOINING = frozenset({"of", "in", "near"})  # behind these it does


def group(parsed: Parsed, i: int, *, upto: int = -1) -> tuple[int, ...]:
    """A noun phrase with those coordinated behind it: A of "A, B and C in Hama, as well as D".

    Members up to phrase `upto` belong to the list although a verb follows the last one.
    """
    members = [i]
    while (j := _next_member(parsed, members[-1], upto)) is not None:
        members.append(j)
    return (i,) if _is_address(parsed, members) else tuple(members)


def _is_address(parsed: Parsed, members: list[int]) -> bool:
    """Whether two names with only a comma between are one place and what it lies in: "Tal Malah, Hama".

    A list of two takes "and"; only headlines leave it out.
    """
    if len(members) != 2 or parsed.sentence.headline:  # noqa: PLR2004 -- a place and its unit
        return False
    first, second = members
    between = {parsed.at(k).kind for k in range(first + 1, second)}
    return between == {"COMMA"} and parsed.at(first).place is not None and parsed.at(second).place is not None


def _next_member(parsed: Parsed, i: int, upto: int) -> int | None:
    """The member of a list behind `i`, None where the list ends."""
    end = _end_of_member(parsed, i)
    if end is not None and parsed.at(end).text in _OPENING and parsed.at(i).head in english().counted_places:
        end += 1  # "four villages: A, B, C and D", "two towns – A and B –", "these: the town of A, the village of B"
        noun = parsed.at(end + 1).text == "of" and parsed.at(end + 2).place is not None
        if parsed.at(end).place is not None or noun:
            return end
    if end is not None and parsed.at(end).text == ";" and _enumerates(parsed, end):
        end = parsed.behind(end, {"C"})  # "A and B in X district; C and D in Y district"
        return end if parsed.at(end).place is not None else None
    if end is not None:
        end = _behind_insertion(parsed, end)
    j = _behind_marks(parsed, end) if end is not None else None
    j = _behind_explanation(parsed, j) if j is not None else None
    if j is None or j == end or parsed.at(j).kind != "NP" or _explains(parsed, j):
        return None
    nearly = parsed.at(j + 1).kind == "C" and parsed.at(j + 2).text in _NEAR and parsed.at(j).place is not None
    clause = j > upto and not nearly and starts_clause(parsed, j) and not _appositive(parsed.at(j))
    if clause or _contains(parsed, end, j, first=i):  # of "in A, B and near C" B goes on the list
        return None
    return j if parsed.at(j).naming is None and parsed.at(j + 1).text != "within" else None


def _behind_insertion(parsed: Parsed, end: int) -> int:
    """The comma behind what only tells where a member lies: "A, on the border, and B", "A, farther north, and B"."""
    k = end + 1
    if parsed.at(end).kind == "COMMA" and parsed.at(k).kind == "R":
        return _behind_relative(parsed, end)
    if parsed.at(end).kind == "COMMA" and parsed.at(k).kind == "P" and parsed.at(k).text in _LYING:
        k += 1
    elif parsed.at(end).kind == "C" and parsed.at(k).kind == "COMMA" and parsed.at(k + 1).kind == "TIME":
        return k + 2 if parsed.at(k + 2).kind == "COMMA" else end  # "A and B and, later in the day, C"
    elif not _direction_told(parsed.at(k)):
        return end
    apart = parsed.at(k).kind == "NP" and parsed.at(k + 1).kind == "COMMA" and parsed.at(k + 2).text == "and"
    return k + 1 if apart and parsed.at(k).naming is None else end


def _behind_explanation(parsed: Parsed, j: int) -> int:
    """Where a list goes on behind what explains a member: Z of "X, the capital of Y, and the port of Z".

    Or of "X, the rebels' capital, and Z".
    """
    if parsed.at(j).possessive and [parsed.at(j + k).kind for k in (1, 2, 3, 4)] == ["NP", "COMMA", "C", "NP"]:
        return j + 4 if parsed.at(j + 4).place is not None and parsed.at(j + 1).place is None else j
    link, comma = parsed.at(j + 1), parsed.at(j + 3)
    told = parsed.at(j).kind == "NP" and parsed.at(j).head in CHIEF and link.text == "of"
    goes_on = told and parsed.at(j + 2).kind == "NP" and comma.kind == "COMMA" and parsed.at(j + 4).text == "and"
    return j + 5 if goes_on and parsed.at(j + 5).kind == "NP" and not starts_clause(parsed, j + 5) else j


def _behind_relative(parsed: Parsed, end: int) -> int:
    """The comma behind a relative clause, where the list goes on: "A, where they have a base, and B"."""
    commas = (k for k in range(end + 2, len(parsed.phrases)) if parsed.phrases[k].kind in {"COMMA", "STOP"})
    k = next(commas, end)
    goes_on = parsed.at(k).kind == "COMMA" and parsed.at(k + 1).text == "and" and parsed.at(k + 2).place is not None
    return k if goes_on and not starts_clause(parsed, k + 2) else end


def _direction_told(phrase: Phrase) -> bool:
    """Whether a noun phrase is only a direction: "farther north"."""
    return phrase.kind == "NP" and phrase.head in english().directions and not phrase.places


def _contains(parsed: Parsed, comma: int | None, j: int, *, first: int) -> bool:
    """Whether a unit only tells where the place before it lies: "two bases in A township, B state"."""
    if comma is None or comma == first + 1 or j != comma + 1 or parsed.at(comma).kind != "COMMA":
        return False
    goes_on = parsed.at(j + 1).kind == "C" or (parsed.at(j + 1).kind == "COMMA" and parsed.at(j + 2).place is not None)
    return parsed.at(comma - 1).place is not None and _is_unit(parsed, j) and not goes_on


def _end_of_member(parsed: Parsed, i: int) -> int | None:
    """The phrase behind a member and the prepositional phrases that belong to it, None where they end the list."""
    j = i + 1
    while parsed.at(j).kind == "P" and not _lists(parsed.at(j)) and parsed.at(j + 1).kind == "NP":
        listing = parsed.at(j + 2).kind == "COMMA" and _lists(parsed.at(j + 3))
        if parsed.at(j).text in _PARTING and not listing:
            return None
        near = parsed.at(i).place is None and parsed.at(j).text in _NEAR and parsed.at(j + 3).place is not None
        pair = near or parsed.at(j).text in _BETWEEN
        j += 2
        if pair and parsed.at(j).kind == "C" and parsed.at(j + 1).kind == "NP":
            j += 2  # "the road linking A and B", "a camp near A and B"
        counted = parsed.at(i).head in english().counted_places and parsed.at(i + 1).text != "of"
        while counted and parsed.at(j).kind in {"C", "COMMA"} and _is_unit(parsed, j - 1) and _is_unit(parsed, j + 1):
            j += 2  # "villages in Hama and Idlib provinces, including A"
    return j


def _is_unit(parsed: Parsed, j: int) -> bool:
    """Whether a noun phrase is a province or a district."""
    place = parsed.at(j).place
    return place is not None and parsed.toponyms[place].kind == "admin"


def _behind_marks(parsed: Parsed, j: int) -> int | None:
    """The first phrase from `j` on that is no mark of a list, None behind "but"."""
    while (
        parsed.at(j).kind in {"C", "COMMA", "ADV", "PAREN"}
        or _lists(parsed.at(j))
        or _among_them(parsed, j)
        or (
            parsed.at(j).kind == "TIME"
            and (parsed.at(j + 1).kind == "C" or _lists(parsed.at(j + 2)) or _dated(parsed, j))
        )
        or (parsed.at(j).text == "of" and parsed.at(j - 1).kind == "C")
    ):
        if parsed.at(j).text == "but":
            return None
        j += 1
    return j


def _enumerates(parsed: Parsed, end: int) -> bool:
    """Whether a semicolon parts the places that a colon behind a counted noun opens: "nine villages: A; B"."""
    colon = next((k for k in range(end - 1, 0, -1) if parsed.phrases[k].text == ":"), None)
    verbs = {p.kind for p in parsed.phrases[end + 1 :]} & {"V", "X"}
    return colon is not None and parsed.at(colon - 1).head in english().counted_places and not verbs


def _dated(parsed: Parsed, j: int) -> bool:
    """Whether behind the time at `j` a list goes on with a place and its own time: "A on Monday, B on Tuesday"."""
    place = parsed.behind(j + 1, {"C"})
    return (
        parsed.at(j + 1).kind == "COMMA" and parsed.at(place).place is not None and parsed.at(place + 1).kind == "TIME"
    )


def _among_them(parsed: Parsed, j: int) -> bool:
    """Whether phrase `j` belongs to "among them", which opens an enumeration."""
    first = j if parsed.at(j).kind == "P" else j - 1
    return parsed.at(first).text == "among" and parsed.at(first + 1).text in {"them", "these"}


def _lists(phrase: Phrase) -> bool:
    """Whether a phrase opens an enumeration: "including", "such as"."""
    return phrase.kind != "END" and phrase.words[0] in _LIST_WORDS


def _explains(parsed: Parsed, j: int) -> bool:
    """Whether a noun phrase tells what the place before it is to a unit: "X, the capital of Y"."""
    phrase = parsed.at(j)
    plain = phrase.words[0] == "the" and not phrase.places and phrase.head in english().groups
    if plain and parsed.at(j - 1).kind == "COMMA" and parsed.at(j + 1).text != "of":
        return parsed.at(j - 2).place is not None  # "A and B, the last towns before C"
    return phrase.head in CHIEF and parsed.at(j + 1).text in {"of", "to"} and parsed.at(j - 1).kind != "C"


def _appositive(phrase: Phrase) -> bool:
    """Whether a noun phrase only explains the name before it: "X, a village"."""
    return phrase.words[0] in {"a", "an"} and phrase.head in english().kinds


def group_before(parsed: Parsed, i: int) -> int:
    """The first noun phrase of the list that ends at `i`: A of "A, B and C were taken"."""
    first = i
    while (before := _member_before(parsed, first)) < first:
        first = before
    return first


def _located(parsed: Parsed, j: int) -> bool:
    """Whether the noun phrase at `j` ends what only tells where the clause plays: "In the north of X, Y was taken"."""
    k = j
    while parsed.at(k - 1).kind == "P" and parsed.at(k - 2).kind == "NP":
        k -= 2
    comma = parsed.at(j + 1).kind == "COMMA" and parsed.at(j + 2).kind == "NP"
    opens = k - 2
    if parsed.at(opens).kind == "COMMA" and all(_direction_told(p) or p.kind == "ADV" for p in parsed.phrases[:opens]):
        opens = -1  # "Further north, in the hills of X, Y was taken"
    return comma and parsed.at(k - 1).kind == "P" and parsed.at(opens).kind in {"END", "STOP", "S"}


def _member_before(parsed: Parsed, first: int) -> int:
    """The noun phrase that stands in a list before `first`, or that it hangs on; itself for none."""
    j = parsed.before(first, {"C", "COMMA", "ADV"})
    phrase, before = parsed.at(j), parsed.at(j - 1)
    clause = (parsed.at(j + 1).kind, parsed.at(j + 2).kind) == ("COMMA", "C") and parsed.at(first - 1).kind == "ADV"
    if clause and before.kind != "COMMA":  # "A protested, and now B was taken", but "A, B, and finally C were taken"
        return first
    if j == first - 1:
        hangs = phrase.kind == "P" and phrase.text in _JOINING and before.kind == "NP" and before.naming is None
        told = before.head in english().stance["claims"]  # "claims of X falling are false"
        return j - 1 if hangs and not told else first
    if phrase.kind != "NP" or phrase.naming is not None or parsed.at(first - 1).text == "but":
        return first
    if before.kind == "V":
        return j if before.lemma in english().stance["say"] else first
    return first if (before.kind == "P" and before.text not in _JOINING) or _located(parsed, j) else j

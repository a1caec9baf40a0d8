"""What a claim is about: the places, groups of places and areas that a noun phrase names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.claims.apposition import apposed, called, inner_of, neighbour, only_locates
from mapper.claims.lists import group
from mapper.claims.parts import INDEFINITE, QUARTERS, Part, held_by_adjective, part_by_words, part_of, takes_of
from mapper.english import english
from mapper.geoparse.commons import PEOPLES

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing a statement is about.

    One of `toponym` (index in the sentence), `words` (a group's tokens, half open) and `stands_for`
    (a generic noun or pronoun that points back) is set; a group that may point back has `words`, too.
    """

    phrase: int
    toponym: int | None = None
    words: tuple[int, int] | None = None
    stands_for: str = ""
    elided: bool = False  # nothing stands for the place: "they were still in control"
    count: int | None = None
    part: Part = ""
    held_by: str = ""  # "rebel-held": the adjective's first half
    units: tuple[int, ...] = ()  # toponyms of the units that a vague group lies in


_DEFINITE = frozenset({"the", "this", "that", "its", "both", "their", "these", "those", "said"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "another", "next"})
_POINTING = frozenset({"it", "there", "them", "they", "here"})
_OF_TWO = frozenset({"former", "latter"})
AREA = "area"  # what "the area" stands for: the place that was just told of, where it is taken or left
_AREA = frozenset({"the area", "this area", "that area", "the place", "this place"})
_COUNTING = frozenset({"of", "at", "least", "more", "than"})


def targets(parsed: Parsed, i: int, *, single: bool = False, upto: int = -1) -> tuple[Target, ...]:
    """The targets of the noun phrase at `i` and of those in a list with it, which goes on to `upto` at least."""
    found: list[Target] = []
    part: Part = ""
    if parsed.at(i).kind != "NP":
        return ()  # the sentence breaks off
    members = (i,) if single else group(parsed, i, upto=upto)
    explained = {apposed(parsed, k) for k in range(i, members[-1])}
    for member in members:
        if member != i and (member in explained or _counts_them(parsed, member, found)):
            continue  # "the rebel capital, X" has told it; "A and B, two villages"
        if member != i and parsed.phrases[member].words[0] in {"its", "their"} and not neighbour(parsed, member):
            continue  # "X and its suburbs"
        own = _of_one(parsed, member)
        if parsed.phrases[member].place is None:
            part = own[0].part if own else ""  # "parts of A and B"
        found.extend(replace(t, part=part) if part and not t.part and t.toponym is not None else t for t in own)
    return unless_named(found)


def unless_named(found: Sequence[Target]) -> tuple[Target, ...]:
    """Targets without a counted group that all others are named of: A and B of "two towns, A and B"."""
    named = tuple(t for t in found if t.toponym is not None)
    told = len(named) == len(found) - 1 and len(named) > 1 and found[0].count == len(named)
    return named if told else tuple(found)


def _counts_them(parsed: Parsed, member: int, found: list[Target]) -> bool:
    """Whether a counted group behind a comma is the places named before it: "A and B, two villages on the road"."""
    named = sum(t.toponym is not None for t in found)
    return named > 1 and parsed.at(member - 1).kind == "COMMA" and _count(parsed.phrases[member]) == named


def _of_one(parsed: Parsed, i: int) -> list[Target]:
    """The targets of one noun phrase."""
    phrase, owner = parsed.phrases[i], parsed.at(i - 1)
    deed = parsed.at(i + 1).head in english().nouns["take"]  # "the town's capture"
    if phrase.possessive and phrase.place is None and parsed.at(i + 1).kind == "NP" and not deed:
        return _of_one(parsed, i + 1)  # "the capital's twin city"
    part, held, named = part_of(phrase), held_by_adjective(phrase), apposed(parsed, i)
    if named is not None:
        return [Target(phrase=named, toponym=parsed.phrases[named].place, part=part or "", held_by=held)]
    if phrase.place is not None and not only_locates(parsed, i):
        part = part_by_words(parsed, phrase)
        run = () if _between(parsed, phrase) else _run(parsed, phrase)  # "the Damascus-Aleppo highway" is neither town
        return [Target(phrase=i, toponym=place, part=part, held_by=held) for place in run]
    if owner.possessive and owner.place is not None and part:
        return [Target(phrase=i - 1, toponym=owner.place, part=part)]  # "X's outskirts"
    inner = inner_of(parsed, i)
    inner = called(parsed, i) if inner is None else inner
    if inner is not None:
        capital = phrase.text == "the capital" and _has_capital(parsed, inner)
        return _by_itself(parsed, i) if capital else _with_inner(parsed, i, inner)
    vague = _group(parsed, i)
    if vague is not None and _points_back(phrase):
        vague = replace(vague, stands_for=phrase.head)
    return [vague] if vague is not None else _by_itself(parsed, i)


def _between(parsed: Parsed, phrase: Phrase) -> bool:
    """Whether a road bears the names of two places, halves of one word: "the Damascus-Aleppo highway"."""
    if phrase.place is None or english().kinds.get(phrase.head) != "road":
        return False
    span = parsed.toponyms[phrase.place].span
    tokens = parsed.sentence.tokens[phrase.start : phrase.end]
    return any(t.start <= span.start and span.end <= t.end and t.end - t.start > span.end - span.start for t in tokens)


def _run(parsed: Parsed, phrase: Phrase) -> list[int]:
    """The places of a noun phrase, of those without a comma between them all: "points 433 521 644"."""
    spans = [parsed.toponyms[k].span for k in phrase.places]
    run = [phrase.places[-1]]
    for before, after, k in zip(spans[-2::-1], spans[:0:-1], phrase.places[-2::-1], strict=True):
        if after.start - before.end > 1:
            break
        run.append(k)
    return run[::-1]


def _points_back(phrase: Phrase) -> bool:
    """Whether a counted group is one told of before: "all three villages", "both towns", "the two towns"."""
    first, *behind = phrase.words
    return bool(behind) and (first in {"all", "both"} or (first in {"the", "these", "those"} and len(behind[1:]) == 1))


def _with_inner(parsed: Parsed, i: int, inner: int) -> list[Target]:
    """The targets of a noun phrase with another one behind "of"."""
    phrase, below = parsed.phrases[i], parsed.phrases[inner]
    part, held = part_of(phrase), held_by_adjective(phrase)
    listed = parsed.at(inner + 1).kind in {"COMMA", "C"} and parsed.at(inner + 2).place is not None
    if part and listed and phrase.head in QUARTERS and phrase.words[0] == "the":
        part = ""  # "the districts of X and Y" are these, "several districts of X" parts of it
    if part is not None and not below.pronoun and (below.place is None or apposed(parsed, inner) is not None):
        found = _of_one(parsed, inner)  # "parts of the town of X"
        if found:
            return [replace(t, part=part or t.part, held_by=held or t.held_by) for t in found]
    vague = _group(parsed, i)
    told = _told_after(parsed, i, inner, vague) if vague is not None else ()
    if told:
        return [*told]
    unit = english().kinds.get(below.head) == "admin" or phrase.head == "capitals"
    some = phrase.words[0] in INDEFINITE and phrase.head in english().kinds  # "a village of X province"
    if below.place is not None and (some or phrase.head.removesuffix("s") == "capital") and unit:
        return []  # "the capital of X province" is another place
    if below.place is not None and takes_of(phrase):
        return [Target(phrase=inner, toponym=below.place, part=part or "", held_by=held)]
    if part and (below.pronoun or below.words[0] in _DEFINITE):
        return [replace(t, part=part, held_by=held) for t in _of_one(parsed, inner)]
    return _by_itself(parsed, i)


def _has_capital(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is what a capital belongs to: a name, "the region"."""
    return parsed.at(i).place is not None or english().kinds.get(parsed.at(i).head) in {"admin", "region"}


def _told_after(parsed: Parsed, i: int, inner: int, vague: Target) -> tuple[Target, ...]:
    """What a group with "of" behind it is: itself, the places named there, or nothing of its own."""
    phrase, below = parsed.phrases[i], parsed.phrases[inner]
    places = [Target(phrase=k, toponym=parsed.phrases[k].place) for k in group(parsed, inner)]
    if vague.count == len(places) > 1 and all(t.toponym is not None for t in places):
        return tuple(places)  # "the two districts of X and Y"
    named = below.place is not None and parsed.toponyms[below.place].kind in {"settlement", "site"}
    counted = phrase.head.endswith("s") and phrase.head in english().counted_places and parsed.at(i + 1).text == "of"
    return () if named and counted else (vague,)  # "the two Alawite villages of X and Y" are these


def _by_itself(parsed: Parsed, i: int) -> list[Target]:
    """The target of a noun phrase that points back or names a place as a qualifier: "it", "the X front"."""
    phrase, held = parsed.phrases[i], held_by_adjective(parsed.phrases[i])
    if phrase.text in {"both", "all"} or _all_of_them(phrase):
        but = parsed.at(i + 1).text == "but" and parsed.at(i + 2).kind == "NP"  # "all but the centre of five towns"
        return [] if but else [Target(phrase=i, stands_for="them", count=_count(phrase))]
    town = phrase.words[-2] if len(phrase.words) > 2 and phrase.words[0] == "the" else ""  # noqa: PLR2004 -- "the city centre"
    if phrase.head in english().parts["inside"] and english().kinds.get(town) == "settlement" and not phrase.places:
        return [Target(phrase=i, stands_for="it", part="inside", held_by=held)]
    if phrase.words[0] == "its" and phrase.head in QUARTERS and not phrase.places:
        return [Target(phrase=i, stands_for="it", part="inside", held_by=held)]
    return _pointing_back(parsed, i, held)


def _pointing_back(parsed: Parsed, i: int, held: str) -> list[Target]:
    """The target of "the base at X", "it", "the X front" and "the town"."""
    phrase, words = parsed.phrases[i], english()
    base = words.kinds.get(phrase.head) == "site" or phrase.text == "the one"
    site = _at(parsed, i) if base and not phrase.places else None
    if site is not None:
        return [replace(t, held_by=held) for t in _of_one(parsed, site)]  # "the air base at X" bears its name
    back = AREA if phrase.text in _AREA else phrase.head
    points = phrase.text in _AREA or (phrase.head in _OF_TWO and phrase.words[0] == "the")
    if phrase.pronoun or points:
        return [Target(phrase=i, stands_for=back)] if points or phrase.head in _POINTING else []
    beside = any(phrase.head in words.parts[name] for name in ("around", "edge", "inside"))
    if phrase.places and phrase.naming is None and beside:
        return [Target(phrase=i, toponym=phrase.places[-1], part=part_of(phrase) or "around", held_by=held)]
    pointing = phrase.words[0] in _DEFINITE and phrase.head in words.kinds and not phrase.places
    of_unit = any(words.kinds.get(word) == "admin" for word in phrase.words[:-1])  # "the X province capital"
    of_unit = of_unit or (phrase.head == "capital" and not PEOPLES.isdisjoint(phrase.words))  # "the Somali capital"
    if pointing and not of_unit and not phrase.modifiers and not _another(phrase):
        return [Target(phrase=i, stands_for=phrase.head, held_by=held)]
    return []


def _all_of_them(phrase: Phrase) -> bool:
    """Whether a noun phrase is a number that points back: "all three", "the two"."""
    first, *rest = phrase.words
    return first in {"all", "the"} and len(rest) == 1 and rest[0] in english().numbers and rest[0] != "one"


def _at(parsed: Parsed, i: int) -> int | None:
    """The noun phrase behind "at" among the prepositional phrases right behind phrase `i`."""
    while parsed.at(i + 1).kind == "P" and parsed.at(i + 2).kind == "NP":
        if parsed.at(i + 1).text == "at":
            return i + 2
        i += 2
    return None


def _another(phrase: Phrase) -> bool:
    """Whether a plural is qualified as others than those told of: "the presidential palaces"."""
    between = phrase.words[1:-1]
    if set(between) & _ORDINALS:
        return True  # "the second provincial capital" is told of first
    told = (english().numbers.keys() | english().small["adjectives"] | {"neighbouring", "remaining", "same"}) - {
        "other"
    }
    return phrase.head.endswith("s") and phrase.head in english().kinds and not set(between) <= told


# --- groups ---


def _group(parsed: Parsed, i: int) -> Target | None:
    """A counted or vague group of places: "18 villages", "a handful of villages", "parts in the north"."""
    noun = _noun_of_group(parsed, i)
    head = parsed.phrases[noun]
    if head.place is not None or head.naming is not None or parsed.phrases[i].pronoun:
        return None
    return _counted(parsed, i, noun) or _areas(parsed, i, noun)


def _noun_of_group(parsed: Parsed, i: int) -> int:
    """The phrase with the noun that is counted: the one behind "of" in "nine of the villages", "a string of"."""
    words, phrase, inner = english(), parsed.phrases[i], inner_of(parsed, i)
    if inner is None or parsed.phrases[inner].place is not None:
        return i
    number = _count(phrase) is not None and not phrase.places
    counts = number and all(w.isdecimal() or w in words.numbers or w in _COUNTING for w in phrase.words)
    many = phrase.head in words.vague | {"dozens", "scores", "hundreds", "total"}
    return inner if counts or many else i


def _counted(parsed: Parsed, i: int, noun: int) -> Target | None:
    """A group of settlements that is counted: "18 villages", "several towns and villages"."""
    words, phrase, head = english(), parsed.phrases[i], parsed.phrases[noun].head
    number = _count(parsed.phrases[noun] if phrase.head == "total" else phrase)  # "a total of 87 villages"
    vague = set(phrase.words) & (words.vague | {"dozens", "scores"})
    if not (head in words.counted_places and head.endswith("s") and (number is not None or vague)):
        return None
    pointing = phrase.words[0] in {"the", "these", "those"} and "other" not in phrase.words
    if number is None and (pointing or phrase.words[0] in {"its", "their"}):
        return None
    start = parsed.phrases[noun].start if phrase.head == "total" else phrase.start
    tokens = _trim(parsed, start, _pair_end(parsed, noun))
    return Target(phrase=i, words=tokens, count=number, held_by=held_by_adjective(phrase), units=_units(parsed, noun))


def _areas(parsed: Parsed, i: int, noun: int) -> Target | None:
    """Areas without a name of their own in units that have one: "areas in the north of Hama province"."""
    phrase, head = parsed.phrases[i], parsed.phrases[noun].head
    plural = head in english().area_nouns and head.endswith("s")
    if not plural or phrase.words[0] in {"the", "these", "those", "its"}:
        return None
    inner, units = inner_of(parsed, noun), _units(parsed, noun)
    place = parsed.phrases[inner].place if inner is not None else None
    named = place is not None and parsed.toponyms[place].kind not in {"country", "metonym"}
    if not units or named:
        return None
    tokens = _trim(parsed, phrase.start, parsed.phrases[_reach(parsed, noun)].end)
    return Target(phrase=i, words=tokens, held_by=held_by_adjective(phrase), units=units)


def _pair_end(parsed: Parsed, i: int) -> int:
    """The token behind a group's noun, a second noun taken with it: "20 towns and villages"."""
    second = parsed.at(i + 2)
    pair = parsed.at(i + 1).text in {"and", "or"} and len(second.words) == 1
    if pair and second.head in english().counted_places and second.head.endswith("s"):
        return second.end
    return parsed.phrases[i].end


def _reach(parsed: Parsed, i: int) -> int:
    """The last phrase of a chain of "of" and "in" phrases behind phrase `i`."""
    while parsed.at(i + 1).kind == "P" and parsed.at(i + 1).text in {"of", "in"} and parsed.at(i + 2).kind == "NP":
        i += 2
    while parsed.at(i + 1).text == "and" and _direction(parsed.at(i + 2)):
        i += 2
    return i


def _direction(phrase: Phrase) -> bool:
    return phrase.kind == "NP" and phrase.head in english().directions


def _units(parsed: Parsed, i: int) -> tuple[int, ...]:
    """The units named in the prepositional phrases behind a group: "in northern Hama and southern Idlib"."""
    found: list[int] = []
    for phrase in parsed.phrases[i + 1 :]:
        verb = phrase.kind == "V" and phrase.form not in {"participle", "past_or_participle"}
        if verb or phrase.kind not in {"P", "NP", "C", "COMMA", "ADV", "TIME", "V", "R", "X"}:
            break
        found.extend(k for k in phrase.places if parsed.toponyms[k].kind in {"admin", "region", "country"})
    inner = [k for k in found if parsed.toponyms[k].kind != "country"]
    return tuple(dict.fromkeys(inner or found))  # "Hama province, Syria" is one unit


def _count(phrase: Phrase) -> int | None:
    """The number in a noun phrase: 18, eighteen, a dozen, two dozen."""
    words = english()
    total: int | None = None
    for word in phrase.words:
        if word.replace(",", "").isdecimal():
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

"""Names: stretches of capitalised words that may be place names, cut out of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.english import english
from mapper.geoparse.areas import SHORT, abbreviated, area_end, is_area_naming, is_country, joins_on, stands_alone
from mapper.geoparse.commons import BODIES, COMMON, FIRST_NAMES, PEOPLES
from mapper.geoparse.cues import Cue, cue_of
from mapper.geoparse.ordinary import Scene, is_ordinary, is_person, is_titled
from mapper.geoparse.sites import is_built, is_great_site, names_of

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.places.place import Lookup

ARTICLED = re.compile(r"(?i:al|el|as|ash|at|ad|ar|an|az|es|ez)-[^\W\d_]")
_LONGEST = 5  # words in a place name
_LARGE = 100_000  # inhabitants of a town that needs no second word
_SHORTEST = 4  # letters of a word that makes another name of the one beside it
_SOUND = 0.8  # a spelling at least this like a gazetteer's name, all words of it, is that name
_DIGITS = 4  # of a number that goes on a name: "Hill 1154"
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A stretch of tokens (indices, half open) that may be a place name, and its code points."""

    start: int
    end: int
    begin: int
    stop: int
    text: str
    known: bool = False  # a gazetteer has it under this spelling or a folded one
    cue: Cue | None = None
    full: str = ""  # what to look up where the text has it shortened or split: "Arkansas" for "Ark."
    within: int | None = None  # where the unit it is said to lie in begins: "Paris, Texas"


def names(scene: Scene, taken: Sequence[Naming], lookup: Lookup, loose: Lookup) -> Iterator[Name]:
    """The names of a sentence from left to right; `taken` are stretches that name something else.

    `lookup` gives the places that are spelt like a name, `loose` also those that sound like it.
    """
    tokens = scene.tokens
    masked = {
        i for naming in taken if not is_area_naming(scene, naming, lookup) for i in range(naming.start, naming.end)
    }
    i = 0
    while i < len(tokens):
        bears = _bears_number(tokens[i].text)
        if not (tokens[i].capital or bears):  # most words
            i += 1
            continue
        country = abbreviated(scene, i, lookup)
        if country:
            yield replace(_name(scene, i, i + 1, known=True), cue=None, full=country)
            i += 1
            continue
        numbered = list(_numbered(scene, i)) if bears else ()  # also where a listed unit has its base
        if numbered:
            yield from numbered
            i = numbered[-1].end
            continue
        if i in masked or not _nameable(scene, i):
            i += 1
            continue
        linked = area_end(scene, i, masked, lookup)
        if linked:
            yield _name(scene, i, linked, known=True)
            i = linked
            continue
        end = _run_end(scene, i, masked)
        yield from _joined(scene, list(_cut(scene, i, end, lookup, loose)), lookup)
        i = end


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


@lru_cache(maxsize=1 << 14)
def _bears_number(word: str) -> bool:
    """Whether a site that bears a number may begin with this word."""
    return _ORDINAL.fullmatch(word) is not None or word.lower().removesuffix("s") in english().names["heights"]


def _numbered(scene: Scene, i: int) -> Iterator[Name]:
    """The sites that bear numbers: "hill 712", "points 433, 521 and 644", "the 47th regiment base"."""
    tokens, lists = scene.tokens, english().names
    noun = tokens[i].lower
    if _ORDINAL.fullmatch(tokens[i].text):
        last = i + 2
        if last < len(tokens) and tokens[i + 1].lower in lists["numbered"] and tokens[last].lower in lists["seats"]:
            yield replace(_name(scene, i, last + 1, known=True), cue=Cue(tokens[last].lower, "site"))
        return
    if noun in lists["heights"] and _is_height(scene, i + 1):
        yield replace(_name(scene, i, i + 2, known=True), cue=Cue(noun, "site"))
    elif noun.removesuffix("s") in lists["heights"]:
        k = i + 1
        while _is_height(scene, k):
            yield replace(_name(scene, k, k + 1, known=True), cue=Cue(noun, "site"))
            k += 1
            while k < len(tokens) and tokens[k].lower in {",", "and"}:
                k += 1


def _is_height(scene: Scene, i: int) -> bool:
    """Whether a number of two digits and more stands here, as on maps of the staff, with no unit behind it."""
    if not 0 <= i < len(scene.tokens):
        return False
    text, following = scene.tokens[i].text, scene.tokens[i + 1].lower if i + 1 < len(scene.tokens) else ""
    return text.isdecimal() and 1 < len(text) <= _DIGITS and following not in english().names["measures"]


def is_spelt(name: str, lookup: Lookup) -> bool:
    """Whether a gazetteer has a name as it is spelt, or folded."""
    return any(c.match in ("exact", "folded", "network") for c in lookup(name))


def _nameable(scene: Scene, i: int) -> bool:
    token = scene.tokens[i]
    if token.text in SHORT:
        return stands_alone(scene, i)
    return token.capital and token.text[-1:].isalnum() and len(token.text) > 1


def _run_end(scene: Scene, start: int, masked: set[int]) -> int:
    """The end of a run of capitalised words that starts here; particles and numbers may stand inside."""
    tokens, end = scene.tokens, start + 1
    while end < len(tokens) and end not in masked and tokens[end].text not in SHORT:
        token = tokens[end]
        joins = joins_on(scene, end) or names_of(scene, start, end)
        if not (token.capital or joins or _is_number(scene, end)) or not token.text[0].isalnum():
            break
        end += 1
    return end


def _is_number(scene: Scene, i: int) -> bool:
    """Whether a number goes on a name ("Hill 1154", "Point 57") rather than being a year or a count."""
    text = scene.tokens[i].text
    return text.isdecimal() and len(text) <= _DIGITS and scene.tokens[i - 1].lower in english().names["numbered"]


def _cut(scene: Scene, start: int, end: int, lookup: Lookup, loose: Lookup) -> Iterator[Name]:
    """The names in one run of capitalised words: longest known stretches first, the rest as they are."""
    if _is_one_place(scene, start, end, lookup):
        yield _name(scene, start, end)
        return
    if is_great_site(scene, start, end):
        yield replace(_name(scene, start, end, known=True), cue=Cue(scene.tokens[end - 1].lower, "site"))
        return
    i = start
    while i < end:
        if i + 1 < end and _only_opens(scene.tokens[i].lower):
            i += 1
            continue
        if i + 2 < end and scene.tokens[i + 1].lower == "of" and is_built(scene, i, end):
            yield from _unknown(scene, i, end, lookup)
            return
        longest = range(min(end, i + _LONGEST), i, -1)
        stretch = next((j for j in longest if _is_known(scene, i, j, lookup)), None)
        if stretch is not None:
            whole = _sounding_end(scene, i, stretch, end, lookup, loose) or _compound_end(scene, i, stretch, end)
            if whole == stretch or _is_known(scene, i, whole, lookup) or not is_person(scene, i, whole):
                yield _bare(scene, i, whole, lookup)
            i = whole
            continue
        j = _sounding_end(scene, i, i + 1, end, lookup, loose) or i + 1
        while j < end and not (_is_known(scene, j, min(end, j + 1), lookup) and not _goes_on(scene, j)):
            j += 1
        yield from _unknown(scene, i, j, lookup)
        i = j


def _joined(scene: Scene, pieces: Sequence[Name], lookup: Lookup) -> Iterator[Name]:
    """The names of a run, two that touch as the one that they make: places do not stand side by side.

    What a known and an unknown name make is unknown: "Salma Eltayeb" may be a person.
    """
    whole: list[Name] = []
    for piece in pieces:
        if whole and _touch(scene, whole[-1], piece) and not any(_is_great(n, lookup) for n in (whole[-1], piece)):
            whole[-1] = _name(scene, whole[-1].start, piece.end, known=whole[-1].known and piece.known)
        else:
            whole.append(piece)
    yield from whole


def _is_great(name: Name, lookup: Lookup) -> bool:
    """Whether a unit or a large town bears the name: it needs no second word."""
    exact = [c.place for c in lookup(name.text) if c.match == "exact"]
    return any(p.kind in {"admin", "country"} or p.population >= _LARGE for p in exact)


def _touch(scene: Scene, first: Name, second: Name) -> bool:
    """Whether two known names with nothing between them make one: no unit's, no person's, no dateline's."""
    known = (first.known and second.known) or _goes_with(first, second)
    known = known and not first.full and not second.full
    beside = first.end == second.start and second.end - first.start <= _LONGEST
    beside = beside and _is_whole(scene, first) and _is_whole(scene, second)
    alike = first.text.isupper() == second.text.isupper()
    person = first.text.lower() in FIRST_NAMES or is_person(scene, first.start, second.end)
    return known and beside and alike and not person


def _goes_with(first: Name, second: Name) -> bool:
    """Whether an unknown word goes on a known name, or opens one: "Adan Yabaal" is no place called Adan."""
    unknown = second if first.known else first
    word = unknown.text.lower()
    plain = (
        (unknown.cue is None or unknown is first or unknown.cue == first.cue)
        and unknown.end == unknown.start + 1
        and word not in COMMON | PEOPLES | BODIES
    )
    return first.known != second.known and plain and len(word) >= _SHORTEST and word.isalpha()


def _is_whole(scene: Scene, name: Name) -> bool:
    """Whether a name is all of its tokens, no half of "A-B"."""
    return name.begin == scene.tokens[name.start].start and name.stop == scene.tokens[name.end - 1].end


def _only_opens(word: str) -> bool:
    """Whether a word has its capital because a sentence opens with it: "In Hama", "The Ghab"."""
    return word in _ARTICLES or (word in english().small["opening"] and word not in english().names["particles"])


def _bare(scene: Scene, start: int, end: int, lookup: Lookup) -> Name:
    """A known name without the noun of a unit that ends it: "Madison" of "Madison County", to be looked up whole."""
    last = end - 1
    noun = english().kinds.get(scene.tokens[last].lower)
    unit = noun == "admin" and not is_country(scene.quote(start, end), lookup)
    if unit and last > start and not all(is_ordinary(scene, i) for i in range(start, last)):
        return replace(_name(scene, start, last, known=True), full=scene.quote(start, end))
    return _name(scene, start, end, known=True)


def _compound_end(scene: Scene, start: int, stretch: int, end: int) -> int:
    """The end of a known name with the words that make it another one: "Daraa al-Balad", "Abu Hurayrah"."""
    tokens, words = scene.tokens, english()
    while stretch < end and (ARTICLED.match(tokens[stretch].text) or (stretch == start + 1 and _opens(scene, start))):
        if tokens[stretch].lower in words.kinds:
            break
        stretch += 1
    if stretch < end and tokens[stretch].lower in words.names["endings"]:
        stretch += 1
    return stretch


def _is_one_place(scene: Scene, start: int, end: int, lookup: Lookup) -> bool:
    """Whether a run of words that no gazetteer has together is told to be the name of one place.

    "the village of Kafr Susan" and "Kafr Susan village" are no village Kafr.
    """
    tokens, kinds = scene.tokens, english().kinds
    if not 1 < end - start <= _LONGEST or start == 0:
        return False
    before = start > 1 and tokens[start - 1].lower == "of" and kinds.get(tokens[start - 2].lower) == "settlement"
    behind = end < len(tokens) and kinds.get(tokens[end].lower) in {"settlement", "admin"}
    words = [tokens[k].lower for k in range(start, end)]
    plain = all(tokens[k].capital and not is_ordinary(scene, k) for k in range(start, end))
    if not (before or behind) or not plain or any(word in kinds for word in words) or words[-1] in PEOPLES:
        return False
    parts = ((i, j) for i in range(start, end) for j in range(i + 2, end + 1))
    return not any(_is_known(scene, i, j, lookup) for i, j in parts)


def _sounding_end(  # noqa: PLR0917 -- where, and the two look-ups
    scene: Scene, start: int, stretch: int, end: int, lookup: Lookup, loose: Lookup
) -> int | None:
    """The end of a longer name that a gazetteer has in another spelling, where only its first word is a known one.

    "Tal Qubri" is the village Tell Kubri, not a village Tal with a word behind it.
    """
    for j in range(min(end, start + _LONGEST), stretch, -1):
        rest = range(stretch, j)
        if any(is_ordinary(scene, k) or scene.tokens[k].lower in english().kinds for k in rest):
            continue
        if not ARTICLED.match(scene.tokens[stretch].text) and _is_known(scene, stretch, j, lookup):
            return None
        if any(c.likeness >= _SOUND for c in loose(scene.quote(start, j))):
            return j
    return None


def _goes_on(scene: Scene, i: int) -> bool:
    """Whether a word only goes on the name before it: "Abu Hurayrah", "Amiriyat al-Falluja"."""
    return _opens(scene, i - 1) or ARTICLED.match(scene.tokens[i].text) is not None


def _opens(scene: Scene, i: int) -> bool:
    """Whether a word only opens a place name: "Tal ...", "Abu ..."."""
    return scene.tokens[i].lower in english().names["openers"]


def _is_known(scene: Scene, start: int, end: int, lookup: Lookup) -> bool:
    """Whether a gazetteer has these words, and they are not just ordinary words or a person."""
    if scene.tokens[end - 1].lower in english().names["particles"]:
        return False
    if all(is_ordinary(scene, i) for i in range(start, end)):
        return False
    if is_person(scene, start, end) and cue_of(scene.tokens, start, end) is None:
        return (
            not is_titled(scene, start)
            and end > start + 1
            and any(c.match == "exact" for c in lookup(scene.quote(start, end)))
        )
    return is_spelt(scene.quote(start, end), lookup)


def _unknown(scene: Scene, start: int, end: int, lookup: Lookup) -> Iterator[Name]:
    """A stretch that no gazetteer knows, less the ordinary words at its ends; "A-B" gives A and B."""
    if is_built(scene, start, end):
        yield replace(_name(scene, start, end, known=True), cue=Cue(scene.tokens[end - 1].lower, "site"))
        return
    start, end = _trimmed(scene, start, end)
    if start >= end or is_person(scene, start, end):
        return
    parts = [p for p in scene.tokens[start].text.replace("–", "-").split("-") if p]
    cue = cue_of(scene.tokens, start, end)
    unit = cue is not None and cue.kind == "admin" and not cue.noun.endswith("s")  # "Nord-Kivu province"
    if end == start + 1 and len(parts) > 1 and not unit and all(_is_part(p, lookup) for p in parts):
        begin = scene.tokens[start].start
        for part in parts:
            begin = scene.text.index(part, begin)
            yield Name(start=start, end=end, text=part, known=True, begin=begin, stop=begin + len(part))
            begin += len(part)
        return
    yield _name(scene, start, end)


def _is_part(word: str, lookup: Lookup) -> bool:
    return word[0].isupper() and word.lower() not in english().stop and is_spelt(word, lookup)


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The stretch without the ordinary words, particles and numbers at its ends."""
    tokens, lists = scene.tokens, english().names
    while start < end and (is_ordinary(scene, start) or tokens[start].text in lists["particles"] | {"of"}):
        start += 1
    hill = end - 1 > start and tokens[end - 1].text.isdecimal() and tokens[end - 2].lower in lists["heights"]
    while end > start and not hill and (_ends_outside(scene, start, end) or tokens[end - 1].text.isdecimal()):
        end -= 1
    return start, end


def _ends_outside(scene: Scene, start: int, end: int) -> bool:
    """Whether the last word is an ordinary one rather than the end of the name."""
    word = scene.tokens[end - 1].lower
    if word in PEOPLES and end - 1 > start:
        return True  # "the Krajina Serb capital"
    return is_ordinary(scene, end - 1) and not (word in english().names["endings"] and end - 1 > start)


def _name(scene: Scene, start: int, end: int, *, known: bool = False) -> Name:
    tokens = scene.tokens
    return Name(
        start=start,
        end=end,
        begin=tokens[start].start,
        stop=tokens[end - 1].end,
        text=scene.quote(start, end),
        known=known,
        cue=cue_of(tokens, start, end),
    )

"""Control events, and the lookers by which every frame finds its places and sides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.claims.antecedents import antecedent, climb
from mapper.claims.clauses import complements, owned, passive, previous_verb, starts_clause
from mapper.claims.lists import group_before
from mapper.claims.lying import explaining
from mapper.claims.phrases import DASHES
from mapper.claims.subjects import object_of, subject_of
from mapper.claims.targets import Target, targets, unless_named
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty, Change
    from mapper.claims.phrases import Parsed, Phrase

# What a side is taken from: a phrase index, so that pronouns can be looked up later.
Who = int | None
_CONTROLLED = frozenset({"of", "over", "in", "inside", "at", "around"})  # what control is had of
_BESIDES = frozenset({"along with", "together with", "as well as"})
VEHICLES = frozenset({"convoy", "column", "vehicles"})
_WITHIN = frozenset({"in", "inside"})
_MANY = frozenset({"thousands", "hundreds", "dozens", "scores", "tens", "number", "fifths", "thirds", "most", "all"})
_CIVILIANS = frozenset({"i", "you"})  # who says "I left X" or "if you have not left X" holds nothing
HAVING = frozenset({"has", "have", "had"})
_POSITIONS = frozenset({"positions", "position", "posts", "bases", "strongholds", "pockets", "holdouts", "garrison"})
_LAST = frozenset({"last", "final", "remaining", "all", "every"})
_OWN = frozenset({"its", "their"})
_EXTENDING = frozenset({"extend", "expand", "spread"})
Targets = tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A statement about control as the sentence has it; the sides are still phrases."""

    trigger: int
    change: Change
    targets: Targets
    actor: Who = None
    controller: Who = None
    previous: Who = None
    attacker: Who = None  # of an attack that was beaten off
    nominal: bool = False
    stance: Certainty | None = None  # where the frame itself tells how it is meant


# --- who ---


def somebody(phrase: Phrase) -> bool:
    """Whether a noun phrase is an actor, a pronoun for one, or armed men without a name."""
    if phrase.naming is not None:
        return phrase.naming.role == "actor"
    men, forces = english().armed["men"], english().armed["forces"]
    anybody = phrase.pronoun and phrase.text not in _CIVILIANS
    return phrase.place is None and (anybody or phrase.head in men or phrase.head in forces)


def metonym(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is a capital or a country that stands for its government: "Moscow controls X"."""
    place = parsed.phrases[i].place
    return place is not None and parsed.toponyms[place].kind in {"metonym", "country"}


def agent(parsed: Parsed, i: int, preposition: str) -> Who:
    """The noun phrase behind "by", "to" or "from" that is no place."""
    found = (np for word, np in complements(parsed, i) if word == preposition)
    return next((np for np in found if parsed.phrases[np].place is None and not _is_hour(parsed.phrases[np])), None)


def _is_hour(phrase: Phrase) -> bool:
    """Whether a noun phrase is an hour of the day: "by 11am", "by 6 p.m."."""
    return phrase.words[0][:1].isdecimal() and phrase.head.rstrip(".").endswith(("am", "pm", "a.m", "p.m", "o'clock"))


def doer(parsed: Parsed, i: int) -> Who:
    """Who does what a verb says: its subject, behind "by" for a passive one."""
    who = agent(parsed, i, "by") if passive(parsed, i) else subject_of(parsed, i)
    many = who is not None and parsed.phrases[who].head in _MANY and parsed.at(who + 1).text == "of"
    return who + 2 if who is not None and many and somebody(parsed.at(who + 2)) else who  # "thousands of soldiers"


def done_to(parsed: Parsed, i: int) -> int | None:
    """What a verb acts on: its object, the subject of a passive one."""
    return subject_of(parsed, i) if passive(parsed, i) else object_of(parsed, i)


def owner(parsed: Parsed, i: int) -> Who:
    """Whose a noun is: "the army's advance", "regime advances"."""
    if parsed.at(i - 1).possessive:
        return i - 1
    return i if parsed.phrases[i].modifiers else None


def holder(parsed: Parsed, i: int) -> Who:
    """Whose control, hands or rule it is: "rebel control", "the control of rebels", "the army's hands"."""
    phrase = parsed.phrases[i]
    if phrase.modifiers:
        return i
    if parsed.at(i + 1).text == "of" and parsed.at(i + 2).kind == "NP":
        return i + 2
    if parsed.at(i - 1).possessive:
        return i - 1
    return i if len(phrase.words) > 1 and phrase.place is None else None


def somebody_behind(parsed: Parsed, i: int, prepositions: Collection[str]) -> Who:
    """The first actor behind phrase `i` and one of these prepositions."""
    found = (np for word, np in complements(parsed, i) if word in prepositions)
    return next((np for np in found if somebody(parsed.phrases[np])), None)


# --- where ---


def unnamed_behind(parsed: Parsed, i: int, prepositions: Collection[str]) -> int | None:
    """The first noun phrase behind phrase `i` and one of these prepositions that is no actor or voice."""
    found = (np for word, np in complements(parsed, i) if word in prepositions)
    return next((np for np in found if parsed.phrases[np].naming is None), None)


def targets_at(parsed: Parsed, i: int | None) -> Targets:
    """The targets of a noun phrase and its list, none where there is no phrase."""
    return targets(parsed, i) if i is not None else ()


def _end_of_subject(parsed: Parsed, i: int) -> int:
    """The last phrase of a subject that begins at `i`: B of "the villages of A and B were taken"."""
    end = i
    while parsed.at(end + 1).kind in {"NP", "P", "C", "COMMA"} and parsed.at(end + 1).naming is None:
        end += 1
    return end if parsed.at(end + 1).kind in {"V", "X"} and parsed.at(end).kind == "NP" else i


def targets_before(parsed: Parsed, i: int | None) -> Targets:
    """The targets of a subject: of the whole list that ends at `i`."""
    if i is None:
        return ()
    if parsed.phrases[i].words[0] in {"its", "their"} and parsed.at(i - 1).kind == "C" and parsed.at(i - 2).places:
        i -= 2  # "X and its suburbs"
    elif (town := explaining(parsed, i)) is not None:
        i = town  # "X, a town"
    own = targets(parsed, i, single=True)
    if not own and parsed.at(i - 1).text == "and" and parsed.at(i - 2).head in english().counted_places:
        own = targets(parsed, i - 2, single=True)  # "ten villages and farms"
    comma = i + 1
    while parsed.at(comma).kind == "P" and parsed.at(comma + 1).kind == "NP":
        comma += 2  # "the last villages in the area, X and Y, were taken"
    many = parsed.phrases[i].head.endswith("s") and parsed.phrases[i].head in english().counted_places
    vague = any(t.words is not None for t in own) or (many and not own)
    if vague and _sets_apart(parsed.at(comma)) and parsed.at(comma + 1).place is not None:
        named = targets(parsed, comma + 1)  # "two towns, X and Y, were taken"
        return named if named and _sets_apart(parsed.at(named[-1].phrase + 1)) else own
    if not own or any(t.words is not None for t in own):
        return own  # "In X, stocks fell" says nothing of X
    if own[0].stands_for in english().kinds and parsed.at(i + 1).kind == "COMMA":
        told = parsed.behind(i + 1)
        if parsed.at(told).place is not None and parsed.at(told + 1).kind == "COMMA":
            return targets(parsed, told, single=True)  # "the capital, X, fell"
    found = targets(parsed, group_before(parsed, i), upto=_end_of_subject(parsed, i) if own[0].phrase > i else i)
    behind = parsed.at(parsed.behind(i, {"COMMA", "P", "NP"}))
    return found or (own if behind.kind == "R" else ())  # "men in X, which is held", "the city in X, which is held"


def _sets_apart(mark: Phrase) -> bool:
    """Whether a mark may open or close an insertion."""
    return mark.kind == "COMMA" or mark.text in DASHES


def enumerated(parsed: Parsed, i: int, found: Targets, of: int) -> Targets:
    """Targets with the places that a colon or dash behind the verb tells of them: "two towns were taken: X and Y".

    `of` is the noun phrase that they explain.
    """
    head = parsed.phrases[of].head
    if not found or any(t.words is not None for t in found):
        begun = _begun_with(parsed, max(i, of))
        found = (*found, *(t for t in begun if t.toponym is not None))
    if not (head.endswith("s") and head in english().counted_places):
        return found
    stop = next((k for k in range(i + 1, len(parsed.phrases)) if parsed.phrases[k].kind in {"STOP", "S", "R", "V"}), i)
    if parsed.phrases[stop].text not in {":", *DASHES} or parsed.at(stop + 1).place is None:
        return found
    if _goes_on(parsed, stop):
        return found
    towns = english().kinds.get(head.removesuffix("s")) == "settlement"
    places = (t for t in targets(parsed, stop + 1) if t.toponym is not None)
    named = tuple(t for t in places if not (towns and parsed.toponyms[t.toponym or 0].kind in {"admin", "country"}))
    told = {t.toponym for t in found}
    kept = (t for t in found if not (t.stands_for and named))  # the names tell what it stands for
    return unless_named((*kept, *(t for t in named if t.toponym not in told)))


def _begun_with(parsed: Parsed, i: int) -> Targets:
    """The places of a group that are named apart: "ten villages fell, among them X", "starting with X"."""
    comma = parsed.behind(i, {"TIME", "ADV", "P", "NP"})
    k = comma + 1
    if parsed.at(comma).kind != "COMMA":
        return ()
    if parsed.at(k).lemma in {"start", "begin"} and parsed.at(k + 1).text == "with":
        return targets_at(parsed, k + 2 if parsed.at(k + 2).kind == "NP" else None)
    among = parsed.at(k).text == "among" and parsed.at(k + 1).text in {"them", "these"}
    named = k + 2 if among else k + 1 if parsed.at(k).words[:1] == ("including",) else None
    return targets_at(parsed, named if named is not None and parsed.at(named).kind == "NP" else None)


def _goes_on(parsed: Parsed, mark: int) -> bool:
    """Whether a sentence rather than a list stands behind a colon or dash: "two towns fell - X is next"."""
    behind = (p for p in parsed.phrases[mark + 1 :] if p.kind in {"STOP", "S", "R", "V", "X"})
    return (first := next(behind, None)) is not None and first.kind in {"V", "X"}


def gapped(parsed: Parsed, i: int) -> Targets:
    """The places behind a verb that take its statement over.

    Y of "X fell on Monday and Y on Tuesday", "X fell on Monday and, a day later, Y" and "X fell, along with Y".
    """
    found: list[Target] = []
    j = i + 1
    while j < len(parsed.phrases) and parsed.phrases[j].kind not in {"STOP", "S", "R", "V", "X"}:
        here, k = parsed.phrases[j], parsed.behind(j, {"ADV", "C"})
        timed, place = parsed.at(k + 1).kind == "TIME", parsed.at(k)
        more = _besides(parsed, j)
        inserted = [p.kind for p in parsed.phrases[j : j + 4]] == ["C", "COMMA", "TIME", "COMMA"]
        if inserted and parsed.at(j + 4).place is not None and not starts_clause(parsed, j + 4):
            j += 4
            found.extend(targets(parsed, j, single=True))
        elif more:
            found.extend(more)
            j = max(t.phrase for t in more)
        elif here.kind in {"C", "COMMA"} and here.text != "but" and place.place is not None and timed:
            j = k
            found.extend(targets(parsed, j, single=True))
        j += 1
    return tuple(found)


def _besides(parsed: Parsed, j: int) -> Targets:
    """The places behind "along with" at phrase `j`."""
    if parsed.at(j).text == "among" and parsed.at(j + 1).text in {"them", "these"} and parsed.at(j + 2).kind == "NP":
        return targets(parsed, j + 2)
    if parsed.at(j).text == "as" and parsed.at(j + 1).kind == "X" and parsed.at(j + 2).place is not None:
        return targets(parsed, j + 2)  # "was taken on Monday, as was X"
    k = parsed.behind(j, {"ADV", "C"})
    if parsed.at(j).text not in _BESIDES or parsed.at(k).kind != "NP" or starts_clause(parsed, k):
        return ()
    return tuple(t for t in targets(parsed, k) if not t.stands_for)


def taken_besides(parsed: Parsed, i: int) -> Targets:
    """The places taken with those that a verb has told: "took the town on Monday, along with X"."""
    ends, says, phrases = {"STOP", "S", "R", "V", "X"}, english().stance["say"], parsed.phrases
    found = (k for k in range(i + 1, len(phrases)) if phrases[k].kind in ends and phrases[k].lemma not in says)
    behind = next(found, len(phrases))  # "took five villages, the army said, among them X"
    return tuple(t for k in range(i + 1, behind) if parsed.at(k - 1).kind == "COMMA" for t in _besides(parsed, k))


def controlled(parsed: Parsed, i: int) -> Targets:
    """The targets behind "control of", "hold over", "foothold in"."""
    j = parsed.behind(i, {"TIME", "ADV"})
    preposition = parsed.at(j)
    verb = parsed.at(i - 1).lemma
    imposed = preposition.text == "on" and verb == "impose"  # "imposed their control on X"
    extended = preposition.text in {"to", "into"} and verb in _EXTENDING
    if preposition.text == "in" and verb in _EXTENDING:
        return ()  # "extending its hold in X" takes not all of it
    if preposition.kind == "P" and (preposition.text in _CONTROLLED or imposed or extended):
        whole = owned(parsed, j + 1) if parsed.at(j + 1).possessive else j + 1
        return targets_at(parsed, whole if whole < len(parsed.phrases) else None)
    return ()


def last_of(parsed: Parsed, what: int, *, own: bool = False) -> int | None:
    """The place of the last positions that somebody had in it, or with `own` of "its positions"."""
    words = set(parsed.phrases[what].words)
    last = words & (_LAST | _OWN if own else _LAST) and parsed.phrases[what].head in _POSITIONS
    town = parsed.at(what + 2)
    named = town.place is not None or (own and town.words[:1] == ("the",) and town.head in english().kinds)
    inside = last and parsed.at(what + 1).text in {"in", "inside"} and named
    return what + 2 if inside else None


def taken_before(parsed: Parsed, i: int) -> int | None:
    """What the verb before phrase `i` takes, if it takes something."""
    before = previous_verb(parsed, i)
    taking = before is not None and parsed.phrases[before].lemma in english().frames["take"]
    return object_of(parsed, before) if taking and before is not None and not passive(parsed, before) else None


def of_control(parsed: Parsed, i: int | None) -> bool:
    """Whether a noun phrase is control itself: "control", "possession", "the hands"."""
    return i is not None and parsed.phrases[i].head in english().nouns["control"]


def targets_or_controlled(parsed: Parsed, i: int | None) -> Targets:
    """The targets of an object, behind it where it is "control of"."""
    return controlled(parsed, i) if i is not None and of_control(parsed, i) else targets_at(parsed, i)


def ungrouped(found: Targets) -> Targets:
    """Targets without groups of places."""
    return tuple(t for t in found if t.words is None)


def towns(parsed: Parsed, found: Targets) -> Targets:
    """Targets that are settlements or sites, the edges left out: fighting in a province contests nothing."""
    return tuple(
        t
        for t in ungrouped(found)
        if t.part not in {"edge", "around"}
        and (t.toponym is None or parsed.toponyms[t.toponym].kind in {"settlement", "site"})
    )


def chain(parsed: Parsed, i: int) -> list[int]:
    """The noun phrases behind "of" from phrase `i` on: "a wave of attacks"."""
    found = []
    while parsed.at(i + 1).text == "of" and parsed.at(i + 2).kind == "NP":
        i += 2
        found.append(i)
    return found


def where(parsed: Parsed, i: int) -> int | None:
    """The place that the clause of phrase `i` is set in: X of "X, where ..."."""
    j = parsed.before(i)
    return antecedent(parsed, j) if parsed.at(j).text == "where" else None


def out_of_relative(parsed: Parsed, who: int | None, prepositions: Collection[str]) -> Targets:
    """The place of "X, from which the army withdrew", given the subject at `who`."""
    opened = who is not None and parsed.at(who - 1).kind == "R" and parsed.at(who - 2).text in prepositions
    place = antecedent(parsed, who - 1) if who is not None and opened else None
    return targets(parsed, place, single=True) if place is not None else ()


def opening(parsed: Parsed, actor: int, prepositions: Collection[str] = _WITHIN) -> Targets:
    """The place that opens the sentence before the subject: "In X, rebels advanced"."""
    if parsed.at(0).text not in prepositions or parsed.at(1).place is None:
        return ()
    between = {parsed.at(k).kind for k in range(2, actor)}
    return targets(parsed, 1, single=True) if between <= {"COMMA", "NP", "P", "ADV", "TIME"} else ()


# --- what round it ---


def near_verb(parsed: Parsed, i: int) -> int | None:
    """The verb before phrase `i` in the same clause."""
    verb = previous_verb(parsed, i)
    parted = verb is not None and any(p.kind in {"STOP", "S", "R"} for p in parsed.phrases[verb:i])
    return None if parted else verb


def copula_subject(parsed: Parsed, p: int) -> int | None:
    """The subject of the verb or "be" before a preposition; the noun phrase itself for a bare one."""
    j = parsed.before(p, {"ADV", "TIME", "NEG"})
    phrase = parsed.at(j)
    if phrase.kind == "C" and parsed.at(j - 1).kind == "NP" and parsed.at(j - 2).kind == "X":
        return subject_of(parsed, j - 2)  # "X was calm and in rebel hands"
    if phrase.kind in {"V", "X"}:
        return subject_of(parsed, j)
    if phrase.kind == "NP":
        away = parsed.at(j - 1).text.endswith(" of")  # "X, 30 km east of Y, in rebel hands"
        placed = phrase.place is not None and not away
        return j if placed or parsed.at(j - 1).kind != "P" else climb(parsed, j)
    if phrase.text == ":" and all(p.kind in {"NP", "COMMA", "C"} for p in parsed.phrases[:j]):
        return j - 1  # "X, Y: under army control"
    return antecedent(parsed, j) if phrase.kind in {"COMMA", "R"} else None

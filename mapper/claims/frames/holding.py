"""Frames of holding: somebody holds a place, or it is under somebody's control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.clauses import bare_participle, complements, passive, previous_verb
from mapper.claims.frames.event import (
    Event,
    Targets,
    agent,
    controlled,
    copula_subject,
    gapped,
    holder,
    metonym,
    near_verb,
    of_control,
    opening,
    owner,
    somebody,
    taken_before,
    taken_besides,
    targets_before,
    towns,
    ungrouped,
    unnamed_behind,
    where,
)
from mapper.claims.subjects import object_of, predicated, subject_of
from mapper.claims.targets import Target, targets
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty
    from mapper.claims.phrases import Parsed, Phrase

_UNDER = frozenset({"under", "in", "into", "within", "to"})
_ONCE = frozenset({"former", "formerly", "erstwhile", "once", "previously", "one-time", "onetime"})
# In "the captured rebel stronghold of X" the rebels hold it no more.
_TAKEN = frozenset({"captured", "recaptured", "seized", "fallen", "liberated", "lost"})
_HELD_BY = frozenset({"hold", "control", "rule", "dominate", "run", "administer", "govern", "occupy", "defend"})
_WEAK_HOLD = frozenset({"keep", "remain", "stay", "maintain", "defend", "tighten"})  # control is kept, not a town
_PLACING = frozenset({"bring", "put", "place", "return"})  # the object comes under control
_BRINGING = frozenset({"result", "lead", "give", "bring", "restore", "secure", "complete"})
_CONTROL = frozenset({"control", "possession", "command", "charge"})
_KEPT_IN = frozenset({"hands", "possession", "grip", "custody"})  # "in the army's hands"
_PLAIN_KIND = frozenset({"last", "main", "major", "important", "remaining", "final", "biggest", "largest"})
_STAYING = frozenset({"remain", "stay"})
_STAYED_IN = frozenset({"in", "inside"})
_FEW = frozenset({"some", "few", "several", "cells", "remnants", "pockets", "observers", "advisers", "wounded"})
_SEATED = frozenset({"government", "regime", "authorities", "opposition", "side", "command", "commander", "commanders"})
_WAS = frozenset({"is", "are", "was", "were", "been"})


def hold(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject holds the object."""
    if passive(parsed, i):
        yield from _held(parsed, i)
        return
    what, actor = object_of(parsed, i), subject_of(parsed, i)
    sieges = english().nouns["siege"]
    besieged = any(word == "under" and parsed.phrases[np].head in sieges for word, np in complements(parsed, i))
    if what is None or actor is None or what == actor or besieged:
        return
    if of_control(parsed, what):
        yield Event(trigger=i, change="held", targets=controlled(parsed, what), controller=actor)
    elif somebody(parsed.phrases[actor]) or metonym(parsed, actor):
        found = targets(parsed, what)
        weak = parsed.phrases[i].lemma in _WEAK_HOLD and not (parsed.phrases[i].lemma == "keep" and _named(found))
        yield Event(trigger=i, change="held", targets=() if weak else found, controller=actor)


def _named(found: Targets) -> bool:
    """Whether places are kept, by their names, rather than men or quiet."""
    return bool(found) and all(t.toponym is not None for t in found)


def cling(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject clings to a place, or holds on to it."""
    actor = subject_of(parsed, i)
    place = next((np for word, np in complements(parsed, i) if word in {"to", "onto"}), None)
    on = parsed.phrases[i].lemma == "cling" or {"on", "onto"} & set(parsed.at(i + 1).words)
    if actor is not None and place is not None and on and somebody(parsed.phrases[actor]):
        yield Event(trigger=i, change="held", targets=targets(parsed, place), controller=actor)


def hold_out(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject holds out in a place, or in X of "X, where soldiers hold out"; a place holds out by itself."""
    actor = subject_of(parsed, i)
    out = parsed.at(i + 1).text in {"out", "on"}
    if actor is None or not out or not somebody(parsed.phrases[actor]):
        return
    place = unnamed_behind(parsed, i, {"in", "inside", "at"})
    found = ungrouped(targets(parsed, place)) if place is not None else ()
    around = where(parsed, actor)
    if not found and around is not None:
        found = targets(parsed, around, single=True)
    yield Event(trigger=i, change="held", targets=found, controller=actor)


def left_with(parsed: Parsed, i: int) -> Iterator[Event]:
    """Somebody is left with a place: "the army is left with X", "leaving the rebels with X"."""
    who = subject_of(parsed, i) if passive(parsed, i) else object_of(parsed, i)
    place = next((np for word, np in complements(parsed, i) if word == "with"), None)
    if who is not None and place is not None and somebody(parsed.phrases[who]):
        found = tuple(t for t in targets(parsed, place) if not t.stands_for)
        yield Event(trigger=i, change="held", targets=found, controller=who, nominal=True, stance="asserted")


def _held(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject is held by somebody, or by one of several."""
    by, what = agent(parsed, i, "by"), subject_of(parsed, i)
    taken = taken_before(parsed, i) if bare_participle(parsed, i) else None
    if taken is not None and (what == taken or (what == taken + 2 and parsed.at(taken + 1).kind == "COMMA")):
        return  # "overran X, the last town held by rebels"
    if parsed.phrases[i].lemma in _HELD_BY and by is not None and what is not None:
        found = targets_before(parsed, what)
        found = (*found, *taken_besides(parsed, i)) if found else ()  # "X is held by rebels, as are Y and Z"
        for who in _alternatives(parsed, by):
            yield Event(trigger=i, change="held", targets=found, controller=who)


def _alternatives(parsed: Parsed, by: int) -> list[int]:
    """A holder with those told as alternatives to it: "held by A or B"."""
    found = [by]
    j = by + 1
    while parsed.at(j).text == "or":
        j += 2 if parsed.at(j + 1).text == "by" else 1
        if parsed.at(j).naming is None:
            break
        found.append(j)
        j += 1
    return found


def stay(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, or control of it, stays with somebody, or armed men stay in a place.

    "Control of X remains with Y", "rebels remain in X".
    """
    with_whom = next((np for word, np in complements(parsed, i) if word in {"with", "under"}), None)
    what = subject_of(parsed, i)
    if with_whom is None and what is not None and parsed.phrases[i].lemma in _STAYING:
        yield Event(trigger=i, change="held", targets=_stayed_in(parsed, i, what), controller=what)
        return
    if with_whom is None or what is None or not somebody(parsed.phrases[with_whom]):
        return
    top = parsed.before(i, {"ADV", "X", "TIME"})
    control = next((k for k in range(top, max(-1, top - 4), -1) if of_control(parsed, k)), None)
    found = controlled(parsed, control) if control is not None else targets_before(parsed, what)
    yield Event(trigger=i, change="held", targets=found, controller=with_whom)


def _stayed_in(parsed: Parsed, i: int, who: int) -> Targets:
    """The towns in which a force stays; a few of its men hold nothing, nor does a government or its envoys."""
    force, place = parsed.phrases[who], parsed.behind(i, {"ADV", "TIME"})
    armed = force.head in english().armed["forces"] and force.head not in _SEATED
    whose = force.words[0] in {"its", "their"} or (force.naming is not None and force.naming.role == "actor")
    if not armed or not whose or parsed.at(place).text not in _STAYED_IN:
        return ()
    if _FEW & {*force.words} or parsed.at(i - 1).kind == "R":
        return ()
    return towns(parsed, targets(parsed, place + 1))


# --- nouns of control ---


def nominal_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "X is under rebel control", "Y in full control of X" and "the army's control of X" say."""
    owned, link = parsed.at(i - 1).possessive, parsed.at(i - 2).text
    kept = link == "under" or (link == "in" and parsed.phrases[i].head in _KEPT_IN)
    p = i - 2 if owned and kept else i - 1
    before = parsed.at(p)
    if before.text == "out of":
        return
    if before.kind != "P" or before.text not in _UNDER:
        told = [e for e in _declared_control(parsed, i) if e.targets]
        yield from told or _owned_control(parsed, i)
    elif before.text == "in" and parsed.phrases[i].head in _CONTROL and (found := _in_control_of(parsed, i)):
        who = copula_subject(parsed, p)
        asked = who is not None and parsed.at(who - 1).kind == "R" and parsed.phrases[who].text == "side"
        yield Event(trigger=i, change="held", targets=() if asked else found, controller=who)
    else:
        yield from _under_control(parsed, i, p)


def _in_control_of(parsed: Parsed, i: int) -> Targets:
    """What somebody is "in control" of: X of "in control of X" and of "In X, the army remains in control"."""
    found = controlled(parsed, i)
    who = copula_subject(parsed, i - 1)
    free = who is not None and parsed.phrases[who].naming is not None and len(parsed.phrases[i].words) == 1
    if found or who is None or not free:
        return found
    alone = parsed.at(parsed.behind(i)).kind in {"STOP", "COMMA", "END"}  # "the rebels were still in control"
    return opening(parsed, who) or ((Target(phrase=i, stands_for="it", elided=True),) if alone else ())


def _under_control(parsed: Parsed, i: int, p: int) -> Iterator[Event]:
    """What "X is under rebel control" and "X came under the control of Y" say."""
    who, verb = holder(parsed, i), near_verb(parsed, i)
    fallen = english().frames["fall"] | english().frames["pass"]
    falling = verb is not None and parsed.phrases[verb].lemma in fallen
    if who is None or (verb is not None and falling and targets_before(parsed, subject_of(parsed, verb))):
        return  # a verb of falling tells it
    what = copula_subject(parsed, p)
    left = _left_as(parsed, p)
    if left is not None:
        yield Event(trigger=i, change="held", targets=targets(parsed, left), controller=who)
        return
    bearer = predicated(parsed, what) if what is not None else None
    was = bearer != what and {"was", "were"} & set(parsed.at(parsed.before(what or 0)).words)
    what = bearer
    if verb is not None and parsed.phrases[verb].lemma in _PLACING and not passive(parsed, verb):
        what = object_of(parsed, verb)
    if what is None:
        return
    found = targets_before(parsed, what)
    if parsed.at(p - 1).kind == "NEG":  # "the last city not under army control"
        yield Event(trigger=i, change="held", targets=found, controller=who, stance="negated")
    elif {"back", "again"} & {w for q in parsed.phrases[what + 1 : p] if q.kind == "ADV" for w in q.words}:
        yield Event(
            trigger=i, change="recaptured", targets=found, actor=who, controller=who
        )  # "is back in rebel hands"
    elif verb is not None and _brings_under(parsed, verb, i):
        found = (*found, *gapped(parsed, i))  # "X came under army control on Monday, Y on Tuesday"
        yield Event(trigger=i, change="captured", targets=found, actor=who, controller=who)
    elif _partly(parsed, p):
        yield Event(trigger=i, change="contested", targets=found)
    else:  # "X was the largest town under their control" tells of what is over
        past: Certainty | None = "historic" if was else None
        found = (*found, *gapped(parsed, i)) if found else ()  # "X is in rebel hands, along with Y"
        yield Event(trigger=i, change="held", targets=found, controller=who, stance=past)


def _partly(parsed: Parsed, p: int) -> bool:
    """Whether only a part is under control: "X is partly in rebel hands"."""
    before = parsed.at(p - 1)
    return before.kind == "ADV" and bool({"partly", "partially", "half"} & set(before.words))


def _left_as(parsed: Parsed, p: int) -> int | None:
    """What is left "as the only places still under army control", which ends at the preposition `p`."""
    k = parsed.before(p, {"ADV", "NP", "P", "C"})
    as_what = any(parsed.phrases[m].text == "as" for m in range(max(k, 0), p))
    return (
        parsed.behind(k) if as_what and parsed.at(k).lemma == "leave" and parsed.at(parsed.behind(k)).places else None
    )


def _brings_under(parsed: Parsed, verb: int, i: int) -> bool:
    """Whether a verb tells that a place came under the control of phrase `i` rather than being there."""
    if parsed.phrases[verb].lemma not in english().verb_sets["going"]:
        return False
    was = any(p.kind == "X" and p.head in _WAS for p in parsed.phrases[verb + 1 : i])
    return not was or passive(parsed, verb)


def _owned_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the army's control of X" and "resulting in rebel control of X" say."""
    who, verb, found = owner(parsed, i), previous_verb(parsed, i), controlled(parsed, i)
    body = parsed.phrases[i].head == "command" and parsed.at(i + 1).text != "of"  # "the army's Northern Command in X"
    if who is None or not found or body:
        return
    if verb is not None and parsed.phrases[verb].lemma in _BRINGING:
        yield Event(trigger=i, change="captured", targets=found, actor=who, controller=who, nominal=True)
    else:
        yield Event(trigger=i, change="held", targets=found, controller=who, nominal=True)


def _declared_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "announced full control of X" and "claimed control over X" say."""
    verb = parsed.before(i)
    declaring = english().stance["say"] | {"assert", "have", "share"}
    if parsed.at(verb).lemma not in declaring or passive(parsed, verb):
        return
    if parsed.phrases[i].head in {"control", "possession"}:
        who = subject_of(parsed, verb)
        yield Event(trigger=i, change="captured", targets=controlled(parsed, i), actor=who, controller=who)


def under_flag(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "X is under our flag" and "our flag is over X" say."""
    whose = i - 1 if parsed.at(i - 1).possessive else i
    over = parsed.at(parsed.behind(i))
    if parsed.at(whose - 1).text == "under":
        what = copula_subject(parsed, whose - 1)
        if what is not None:
            yield Event(trigger=i, change="held", targets=ungrouped(targets_before(parsed, what)), controller=whose)
    elif over.kind == "X" and over.head in _WAS:
        place = next((np for word, np in complements(parsed, parsed.behind(i)) if word in {"over", "above"}), None)
        if place is not None:
            yield Event(trigger=i, change="held", targets=targets(parsed, place, single=True), controller=whose)


# --- names for a held place ---


def stronghold(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the rebel stronghold of X", "X, the army's last stronghold" and "X is a stronghold of the army" say."""
    phrase, behind = parsed.phrases[i], parsed.at(i + 2)
    first = i - 1 if parsed.at(i - 1).possessive else i
    theirs = parsed.at(i + 1).text in {"of", "for"} and behind.naming is not None and behind.naming.role == "actor"
    who = first if first < i else i + 2 if theirs else i if _qualified(phrase) else None
    if who is None or (_ONCE | _TAKEN) & set(phrase.words):
        return
    if parsed.at(first - 1).text == "of" and parsed.at(first - 2).text == "one":
        first -= 2  # "one of the last strongholds"
    before = parsed.at(first - 1)
    found: Targets = ()
    if parsed.at(i + 1).text == "of" and behind.place is not None:
        found = targets(parsed, i + 2, single=True)
    elif before.kind == "COMMA" and parsed.at(first - 2).kind == "NP":
        found = targets(parsed, first - 2, single=True)
    elif _is_still(parsed, first - 1) and (what := subject_of(parsed, first - 1)) is not None:
        found = targets_before(parsed, what)
    yield Event(trigger=i, change="held", targets=ungrouped(found), controller=who, nominal=True, stance="asserted")


def _is_still(parsed: Parsed, i: int) -> bool:
    """Whether a phrase says what something is now: "is", "remains", "has been"."""
    verb = parsed.at(i)
    now = verb.head in {"is", "are"} or (verb.head == "been" and parsed.at(i - 1).head in {"has", "have"})
    return now or (verb.lemma == "remain" and not verb.head.endswith("ed"))


def _qualified(phrase: Phrase) -> bool:
    """Whether more than an article and a place stands before the noun: "a jihadist stronghold"."""
    plain = english().small["adjectives"] | (english().small["determiners"] - {"its", "their"}) | _PLAIN_KIND
    return bool(phrase.modifiers or phrase.places or set(phrase.words[:-1]) - plain)


def held_adjective(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "rebel-held X" says: who holds X, unless the clause goes on to tell that it changed hands."""
    own = targets(parsed, i, single=True)
    beside = {"edge", "around"}
    told = (t for t in own if t.held_by and t.words is None and not t.stands_for and t.part not in beside)
    held = tuple(replace(t, part="") for t in told)
    once = _ONCE & {*parsed.phrases[i].words, *(parsed.at(i - 1).words if parsed.at(i - 1).kind == "ADV" else ())}
    if held:
        yield Event(trigger=i, change="held", targets=held, nominal=True, stance="historic" if once else "asserted")

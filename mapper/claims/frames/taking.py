"""Frames of taking: somebody takes a place, drives others out of it, raises a flag over it; a place falls."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.clauses import (
    LIGHT,
    auxiliaries,
    bare_participle,
    complements,
    passive,
    previous_verb,
    subject_behind,
)
from mapper.claims.frames.event import (
    Event,
    Targets,
    agent,
    chain,
    controlled,
    doer,
    done_to,
    enumerated,
    gapped,
    holder,
    last_of,
    of_control,
    out_of_relative,
    owner,
    somebody,
    somebody_behind,
    taken_besides,
    targets_at,
    targets_before,
    towns,
    ungrouped,
    where,
)
from mapper.claims.subjects import object_of, subject_of
from mapper.claims.targets import Target, targets
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Change
    from mapper.claims.phrases import Kind, Parsed

_FOOTHOLD_VERBS = frozenset({"gain", "regain", "establish", "win", "secure", "seize", "take", "take up", "consolidate"})
_DEEDS = frozenset({"capture", "seizure", "recapture", "liberation", "conquest", "taking", "retaking"})
_PARTICIPLES = frozenset({"participle", "past_or_participle"})
_OUT_OF = frozenset({"from", "out of", "outside", "outside of"})
_RIDDING = frozenset({"clear", "cleanse", "purge"})
_MANNERS = frozenset({"seriously", "lightly", "personally", "easy", "slowly"})
_WHOLLY = frozenset({"full", "complete", "total"})
_ENDS = frozenset({"STOP", "COMMA", "C", "END", "Q"})
_FALLS_TO = frozenset({"to", "into", "under", "in"})
_CALM = frozenset({"security", "stability", "safety"})
_UNDER_A = frozenset({"under", "in", "through"})
_TAKEN_AWAY = frozenset({"to", "off", "down", "away", "aside", "aback"})
_OVER = frozenset({"back", "over"})
_FALLEN = frozenset({"fall", "succumb", "capitulate", "surrender"})  # they need not tell to whom
_FLIES = frozenset({"over", "above", "in", "on", "at", "atop"})


def take(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject takes the object; "takes control of" the place behind "of"."""
    again = parsed.phrases[i].lemma in english().frames["again"] or _again(parsed, i)
    change: Change = "recaptured" if again else "captured"
    if passive(parsed, i):
        yield from _taken(parsed, i, change)
        return
    what, actor = object_of(parsed, i), subject_of(parsed, i)
    if what is None:
        return
    calmed = _calmed(parsed, what)
    if calmed:
        yield Event(trigger=i, change="recaptured", targets=calmed, actor=actor, controller=actor)
        return
    previous = agent(parsed, i, "from")
    if of_control(parsed, what):
        place = where(parsed, actor) if actor is not None else None
        found = controlled(parsed, what) or (targets(parsed, place, single=True) if place is not None else ())
        if not found and _control_alone(parsed, what) and (actor is None or parsed.at(actor - 1).kind != "S"):
            found = (Target(phrase=what, stands_for="it", elided=True),)  # "the army left and rebels took control"
        yield Event(trigger=i, change=change, targets=found, actor=actor, controller=actor, previous=previous)
    elif (last := last_of(parsed, what)) is not None:  # "overran the last army positions in X"
        found = targets(parsed, last)
        yield Event(trigger=i, change=change, targets=found, actor=actor, controller=actor, previous=previous)
    elif parsed.phrases[what].head in english().nouns["foothold"]:
        if parsed.phrases[i].lemma in _FOOTHOLD_VERBS and parsed.phrases[what].head != "presence":
            found = controlled(parsed, what)
            held: Change = "advanced" if parsed.phrases[what].head.startswith("position") else "contested"
            yield Event(trigger=i, change=held, targets=found, actor=actor, previous=previous)
    elif what != actor and not _control_left_out(parsed, i):
        yield from _take_place(parsed, i, what, change)


def _control_alone(parsed: Parsed, what: int) -> bool:
    """Whether "control", "full control" ends a clause, so that the place told of before is meant."""
    wholly = not set(parsed.phrases[what].words[:-1]) - _WHOLLY
    return wholly and parsed.at(parsed.behind(what)).kind in _ENDS


def _taken(parsed: Parsed, i: int, change: Change) -> Iterator[Event]:
    """The subject is taken by somebody."""
    what = subject_of(parsed, i)
    calmed = _calmed(parsed, i) if what is not None and parsed.phrases[what].head in _CALM else ()
    if calmed:
        by = agent(parsed, i, "by")
        yield Event(trigger=i, change="recaptured", targets=calmed, actor=by, controller=by)
        return
    if what is None or _control_left_out(parsed, i) or any(taken_ones(parsed, what)):
        return
    if parsed.at(i + 1).kind == "NP" or (parsed.phrases[i].lemma == "take" and parsed.at(i + 1).text in _TAKEN_AWAY):
        return  # "were captured soldiers": what stands behind is what they were; "was taken to hospital"
    by, previous = agent(parsed, i, "by"), agent(parsed, i, "from")
    if parsed.phrases[i].lemma in _RIDDING and previous is None:
        previous = somebody_behind(parsed, i, {"of"})  # "X was cleared of rebels"
    if by is None and parsed.at(parsed.before(i)).text == "and":  # "was besieged by A and captured hours later"
        earlier = previous_verb(parsed, i)
        by = agent(parsed, earlier, "by") if earlier is not None and passive(parsed, earlier) else None
    found = enumerated(parsed, i, (*targets_before(parsed, what), *gapped(parsed, i)), what)
    if _remaining(parsed, i):
        yield Event(trigger=i, change="held", targets=found if by is not None else (), controller=by)
    else:
        yield Event(trigger=i, change=change, targets=found, actor=by, controller=by, previous=previous)


def _calmed(parsed: Parsed, i: int) -> Targets:
    """Where a state's agency says that security was brought back: "restored security and stability to X"."""
    j = i
    while parsed.at(j).head in _CALM and parsed.at(j + 1).kind == "C" and parsed.at(j + 2).head in _CALM:
        j += 2
    calm = parsed.at(i).kind == "V" or parsed.at(i).head in _CALM
    to = parsed.behind(j)
    return targets_at(parsed, to + 1) if calm and parsed.at(to).text == "to" and parsed.at(to + 1).kind == "NP" else ()


def _remaining(parsed: Parsed, i: int) -> bool:
    """Whether a state goes on rather than begins: "X remains occupied", "X is occupied by the army"."""
    before = parsed.at(parsed.before(i))
    if parsed.phrases[i].lemma == "occupy" and auxiliaries(parsed, i) in {("is",), ("are",)}:
        return True
    return before.kind == "V" and before.lemma in english().verb_sets["remaining"]


def _by_agreement(parsed: Parsed, i: int) -> bool:
    """Whether a place is taken over "under a deal"."""
    deals = english().nouns["deal"]
    return any(word in _UNDER_A and parsed.phrases[np].head in deals for word, np in complements(parsed, i))


def _take_place(parsed: Parsed, i: int, what: int, change: Change) -> Iterator[Event]:
    """The subject takes a place; "clears it of" somebody."""
    verb, actor, previous = parsed.phrases[i], subject_of(parsed, i), agent(parsed, i, "from")
    if verb.lemma in _RIDDING:
        rid_of = somebody_behind(parsed, i, {"of"})
        previous = rid_of if rid_of is not None else previous
    if _MANNERS & set(parsed.at(what + 1).words):
        return  # "we take it seriously"
    occupies = verb.lemma == "occupy"
    if occupies and actor is None:
        return  # "in occupied X"
    if occupies and verb.form in {"base", "third"} and not auxiliaries(parsed, i) and parsed.at(i - 1).kind != "T":
        yield Event(trigger=i, change="held", targets=targets(parsed, what), controller=actor)
        return
    found = enumerated(parsed, i, targets(parsed, what), what)
    told = {t.phrase for t in found}
    found = (*found, *(t for t in taken_besides(parsed, i) if found and t.phrase not in told))
    change = "handed_over" if _by_agreement(parsed, i) else change
    yield Event(trigger=i, change=change, targets=found, actor=actor, controller=actor, previous=previous)


def _control_left_out(parsed: Parsed, i: int) -> bool:
    """Whether a verb that needs "control" has another object; "win back" needs none."""
    lemma = parsed.phrases[i].lemma
    return lemma in english().frames["needs_control"] and not (lemma == "win" and _again(parsed, i))


def _again(parsed: Parsed, i: int) -> bool:
    """Whether "back" or "again" stands with the verb."""
    ends = next((k for k in range(i + 1, len(parsed.phrases)) if parsed.phrases[k].kind not in {"NP", "P"}), i)
    near = parsed.phrases[max(0, i - 1) : max(i + 3, ends + 1)]  # "won both of them back"
    return any(p.kind in {"ADV", "P"} and p.head in {"back", "again", "re"} for p in near)


def taken_ones(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the liberated villages are A and B" says."""
    phrase, behind = parsed.phrases[i], i + 1
    if phrase.head not in english().groups:
        return
    verbs = [v for word in phrase.words[:-1] for v in english().verbs.get(word, ()) if v.form in _PARTICIPLES]
    lemmas = {v.lemma for v in verbs}
    takers = (english().frames["take"] - english().frames["needs_control"]) | {"fall"}
    if parsed.at(behind).lemma in takers and bare_participle(parsed, behind):  # "the towns retaken by the army are"
        lemmas.add(parsed.at(behind).lemma)
        behind += 1
    over: set[Kind] = {"ADV", "TIME", "P", "NP"} if parsed.at(behind).kind == "P" else {"ADV", "TIME"}
    j = parsed.behind(behind - 1, over)
    if parsed.at(behind).kind == "R" and parsed.at(i - 1).text == "among":  # "among the towns that were taken are"
        verb = parsed.behind(behind, {"X", "ADV", "TIME"})
        lemmas.add(parsed.at(verb).lemma)
        behind, j = verb + 1, parsed.behind(verb, {"ADV", "TIME", "P", "NP"})
    if not lemmas & takers or parsed.at(j).text not in {"are", "were", "is", "was", "include"}:
        return
    change: Change = "recaptured" if lemmas & english().frames["again"] else "captured"
    found = (
        tuple(t for t in targets(parsed, parsed.behind(j)) if t.toponym is not None)
        if parsed.at(j + 1).kind == "NP"
        else ()
    )
    by, previous = agent(parsed, behind - 1, "by"), agent(parsed, behind - 1, "from")
    yield Event(trigger=i, change=change, targets=found, actor=by, controller=by, previous=previous, nominal=True)


def expel(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject drives the object, an actor, out of the place behind "from"."""
    victim = done_to(parsed, i)
    if victim is None or not somebody(parsed.phrases[victim]):
        return
    places = [np for word, np in complements(parsed, i) if word in _OUT_OF and parsed.phrases[np].naming is None]
    out = "out" in {parsed.at(i + 1).text, parsed.at(victim + 1).text} and victim > i
    actor = doer(parsed, i)
    inner = (place if (last := last_of(parsed, place)) is None else last for place in places)
    found = tuple(t for place in inner for t in targets(parsed, place)) or out_of_relative(parsed, actor, _OUT_OF)
    if not found and not out:
        return
    outside = (word.startswith("out") and np != victim for word, np in complements(parsed, i))
    if not found and not places and not any(outside):
        found = (Target(phrase=victim, stands_for="it", elided=True),)  # "chased the army out"
    ongoing = parsed.phrases[i].form == "gerund" and set(auxiliaries(parsed, i)[:1]) & {"is", "are", "was", "were"}
    if ongoing:  # "is pushing the rebels out of X"
        yield Event(trigger=i, change="contested", targets=towns(parsed, found), actor=actor)
    elif actor is None and passive(parsed, i):
        yield Event(trigger=i, change="lost", targets=found, previous=victim)
    else:
        yield Event(trigger=i, change="captured", targets=found, actor=actor, controller=actor, previous=victim)


def fall(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, a place, falls, perhaps to somebody."""
    what = subject_of(parsed, i)
    found = targets_before(parsed, what)
    if what is None or not found or parsed.phrases[what].naming is not None or parsed.at(i + 1).kind == "NP":
        return
    if any(_strikes(parsed, word, np) for word, np in complements(parsed, i)):
        return
    np = next((np for word, np in complements(parsed, i) if word in _FALLS_TO), None)
    told = np is not None and (
        somebody(parsed.phrases[np]) or bool(parsed.phrases[np].modifiers) or of_control(parsed, np)
    )
    lemma = parsed.phrases[i].lemma
    change: Change = "handed_over" if lemma in {"surrender", "capitulate"} else "captured"
    found = enumerated(parsed, i, (*found, *gapped(parsed, i)), what)
    if np is not None and told:
        who = holder(parsed, np) if of_control(parsed, np) else np
        actor = who if change == "captured" else None
        yield Event(trigger=i, change=change, targets=found, actor=actor, controller=who)
    elif lemma in _FALLEN:
        yield Event(trigger=i, change=change, targets=found)


def _strikes(parsed: Parsed, word: str, np: int) -> bool:
    """Whether what falls comes down: "shells fell on X", "they usually fall over water"."""
    return word == "over" or (word in {"on", "near"} and parsed.phrases[np].place is not None)


def passes(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, a place, goes over to somebody: "X passed to the army", "X went back into rebel hands"."""
    to, before = parsed.behind(i, {*LIGHT, "C"}), None
    if parsed.at(to).head == "sides":
        to = parsed.behind(to)  # "switched sides to the rebels"
    while parsed.at(to).text in _OVER or (parsed.at(to).text in _OUT_OF and parsed.at(to + 1).kind == "NP"):
        away = parsed.at(to).text in _OUT_OF
        before = to + 1 if away else before
        to = parsed.behind(to + 1 if away else to, {*LIGHT, "C"})
    np, what = to + 1, subject_of(parsed, i)
    hands = before if before is None or not parsed.at(before).possessive else before + 1
    if of_control(parsed, hands) and hands is not None and parsed.at(to).text not in _FALLS_TO and what is not None:
        found, lost_by = targets_before(parsed, what), holder(parsed, hands)
        yield Event(trigger=i, change="lost", targets=found if lost_by is not None else (), previous=lost_by)
        return  # "X slipped out of the army's hands"
    if parsed.at(to).text not in _FALLS_TO or parsed.at(np).kind != "NP" or what is None:
        return
    if before is not None:
        before = holder(parsed, before) if of_control(parsed, before) else before
    control = of_control(parsed, np)
    if parsed.phrases[what].naming is None and (control or somebody(parsed.phrases[np])):
        who = holder(parsed, np) if control else np
        found = (*targets_before(parsed, what), *gapped(parsed, i))
        yield Event(trigger=i, change="captured", targets=found, actor=who, controller=who, previous=before)


def change_hands(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, a place, changes hands once; "X followed a day later" says the same of the next one."""
    verb, behind = parsed.phrases[i], parsed.at(parsed.behind(i))
    what = subject_of(parsed, i)
    hands = verb.lemma == "change" and behind.kind == "NP" and behind.words[0] == "hands"
    if hands and what is not None and _often(parsed, parsed.behind(i)):
        yield Event(trigger=i, change="contested", targets=ungrouped(targets_before(parsed, what)))
        return
    followed = verb.lemma == "follow" and not auxiliaries(parsed, i) and behind.kind in {"STOP", "C", "COMMA", "END"}
    if verb.lemma == "follow" and passive(parsed, i) and behind.text == "by":
        yield from _followed_by(parsed, i)
    elif what is not None and parsed.phrases[what].place is not None and (hands or followed):
        found = ungrouped((*targets_before(parsed, what), *gapped(parsed, i)))
        yield Event(trigger=i, change="captured", targets=found, nominal=followed)


def _often(parsed: Parsed, hands: int) -> bool:
    """Whether a place is told to have changed hands more than once."""
    near = {w for p in parsed.phrases[hands : hands + 3] for w in p.words}
    return bool(near & {"times", "twice", "repeatedly", "thrice"})


def _followed_by(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "X fell to the rebels, followed by Y" says of Y."""
    before, by = previous_verb(parsed, i), next((np for word, np in complements(parsed, i) if word == "by"), None)
    taken = english().frames["fall"] | english().frames["take"]
    if before is not None and by is not None and parsed.phrases[before].lemma in taken:
        yield Event(trigger=i, change="captured", targets=ungrouped(targets(parsed, by)), nominal=True)


def flag(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject raises its flag over a place."""
    what, actor = done_to(parsed, i), doer(parsed, i)
    if actor is not None and parsed.phrases[actor].head in english().nouns["flag"]:
        what = actor  # "the army's flag flies over X"
        actor = actor - 1 if parsed.at(actor - 1).possessive else actor
    if what is None or parsed.phrases[what].head not in english().nouns["flag"]:
        return
    if actor is None and parsed.phrases[what].modifiers:
        actor = what
    there = next((k for k in range(what + 1, len(parsed.phrases)) if parsed.phrases[k].text == "there"), None)
    if there is not None and what > i:
        found = targets(parsed, there)  # "raised their flag there"
        yield Event(trigger=i, change="captured", targets=found, actor=actor, controller=actor)
        return
    for word, np in complements(parsed, i):
        if word in _FLIES:
            inside = (t for inner in chain(parsed, np) for t in targets(parsed, inner))
            found = targets(parsed, np) or ungrouped(tuple(inside))
            if found:
                whole = tuple(replace(t, part="") for t in found)
                yield Event(trigger=i, change="captured", targets=whole, actor=actor, controller=actor)
                return


def nominal_taking(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the capture of X by Y", "the fall of X to Y" and "the loss of X" say; "occupation" says nothing."""
    head = parsed.phrases[i].head
    if head == "occupation":
        return
    change: Change = "recaptured" if head in {"recapture", "retaking"} else "captured"
    own = parsed.phrases[i].words[0] in {"its", "their"} and parsed.at(i + 1).text != "of"
    if own and parsed.at(i - 1).kind == "V":  # "announced its recapture"
        if head != "loss":
            who, it = subject_of(parsed, i - 1), (Target(phrase=i, stands_for="it"),)
            yield Event(trigger=i, change=change, targets=it, actor=who, controller=who, nominal=True)
        return
    of_it = parsed.at(i - 1).possessive and parsed.at(i - 1).naming is None and head != "loss"  # "the town's capture"
    if of_it and (own_place := targets(parsed, i - 1, single=True)):
        found = own_place
    elif parsed.at(i + 1).text == "of" and parsed.at(i + 2).kind == "NP":
        found = targets(parsed, i + 2)
    else:
        return
    by, to = somebody_behind(parsed, i, {"by"}), somebody_behind(parsed, i, {"to"})
    winner, loser = _outcome(parsed, i, "victory", {"for"}), _outcome(parsed, i, "blow", {"for", "to"})
    if head == "loss":
        whose = owner(parsed, i)
        previous = whose if whose is not None else by if by is not None else loser
        yield Event(trigger=i, change="lost", targets=found, controller=to, previous=previous, nominal=True)
        return
    who = to if head == "fall" else by if by is not None else owner(parsed, i)
    who = winner if who is None else who
    if who is None and parsed.at(i - 1).lemma in english().verb_sets["completing"]:
        who = subject_of(parsed, i - 1)
    ended = parsed.at(i - 1).text in {"in", "with"} and parsed.at(i - 2).lemma in english().verb_sets["ending"]
    if who is None and ended:
        found_in = subject_of(parsed, i - 2)  # "attacked two towns, culminating in the capture of X"
        who = found_in if found_in is not None and somebody(parsed.phrases[found_in]) else None
    if who is None and parsed.at(i - 1).text == "with" and head in _DEEDS:
        who = subject_behind(parsed, i)  # "with the capture of X, the army"
    yield Event(trigger=i, change=change, targets=found, actor=who, controller=who, previous=loser, nominal=True)


def _outcome(parsed: Parsed, i: int, noun: str, prepositions: Collection[str]) -> int | None:
    """Whom the capture at phrase `i` is called a victory for, or a blow to: "the fall of X is a blow to Y"."""
    for k in range(i + 1, len(parsed.phrases) - 2):
        what, link = parsed.phrases[k + 1], parsed.phrases[k + 2]
        if parsed.phrases[k].kind in {"STOP", "S", "R", "T"}:
            break
        if parsed.phrases[k].kind in {"X", "V"} and what.kind != "X":
            told = what.head in english().nouns[noun] and link.text in prepositions
            return k + 3 if told and somebody(parsed.at(k + 3)) else None
    return None

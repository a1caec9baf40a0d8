"""Frames of fighting: somebody fights in a place, moves into it, or is beaten off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapper.claims.clauses import complements, passive, previous_verb
from mapper.claims.frames.event import (
    VEHICLES,
    Event,
    Targets,
    agent,
    chain,
    copula_subject,
    doer,
    done_to,
    opening,
    owner,
    somebody,
    targets_at,
    targets_before,
    targets_or_controlled,
    towns,
    ungrouped,
    unnamed_behind,
    where,
)
from mapper.claims.stance import TRYING
from mapper.claims.subjects import object_of, subject_of
from mapper.claims.targets import Target, targets
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_INTO = frozenset({"in", "into", "inside", "through", "deep into", "onto", "within"})
_TOWARDS = _INTO | {"to", "on", "across", "towards", "toward"}
_EDGE_OF = frozenset({"to", "on", "at"})
_INSIDE = frozenset({"in", "inside", "within", "for", "over", "across", "at"})
_ATTACKED = frozenset({"on", "against", "at", "in", "into", "to"})
_NO_ENTRY = frozenset({"approach", "reach", "close", "edge"})
_OBJECT_MOVED = frozenset({"break", "push", "sweep", "press"})  # with an object they say something else
_POINTING = frozenset({"the", "this", "that", "these", "its", "their", "his"})
_COMING = frozenset({"arrive", "drive", "walk", "ride", "enter", "storm"})
_STORMING = frozenset({"attack", "assault", "take", "retake", "seize"})
_RAIDERS = frozenset({"attackers", "assailants", "bandits", "raiders", "gunmen"})
_STOPPING = frozenset({"stop", "halt", "block", "hold", "contain"})
_DEFENDERS = frozenset({"defenders", "garrison", "troops", "forces", "fighters"})
_FAILED = frozenset({"unsuccessful", "failed", "abortive", "fruitless", "futile"})
_CAMPS = frozenset({"camps", "sides", "rivals", "parties"})
_AT = frozenset({"at", "in", "inside"})
_GREY = ("grey zone", "gray zone", "no man 's land", "no-man's-land")
_SHARING = frozenset({"share", "divide", "split"})  # "X is split between A and B"
_FARTHEST = 8  # phrases that an attack noun's "to enter X" may be away
_NEXT_VERB = 7  # phrases that "continued" may be behind "fighting between rebels and the army"


# --- moving in ---


def inside(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject is in a place, or at the edge of one: "troops are inside X", "troops are on the outskirts"."""
    j, actor = parsed.behind(i), subject_of(parsed, i)
    preposition, place = parsed.at(j), parsed.at(j + 1)
    if preposition.text not in {"inside", "in", "at", "on"} or place.kind != "NP" or actor is None:
        return
    if parsed.phrases[i].head == "been" and somebody(parsed.phrases[actor]) and _since(parsed, j + 1):
        found = towns(parsed, targets(parsed, j + 1))  # "had been in X since May"
        yield Event(trigger=i, change="held", targets=found, controller=actor)
    elif somebody(parsed.phrases[actor]) and not parsed.phrases[actor].pronoun:
        own = targets(parsed, j + 1)
        found = own if _edge(place) else towns(parsed, own) if preposition.text == "inside" else ()
        between = {w for p in parsed.phrases[i + 1 : j] for w in p.words}
        if not found and preposition.text == "in" and between & {"now", "back"}:  # "troops are back in X"
            found = towns(parsed, own)
            if "back" in between:
                yield Event(trigger=i, change="recaptured", targets=found, actor=actor, controller=actor)
            else:
                yield Event(trigger=i, change="held", targets=found, controller=actor)
            return
        yield Event(trigger=i, change="advanced", targets=found, actor=actor)


def _since(parsed: Parsed, np: int) -> bool:
    """Whether a "since" or "for" stands behind a noun phrase."""
    time = parsed.at(np + 1)
    return time.kind == "TIME" and time.words[0] in {"since", "for"}


def enter(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, an actor, moves into or to the edge of a place."""
    lemma, actor = parsed.phrases[i].lemma, subject_of(parsed, i) if passive(parsed, i) else doer(parsed, i)
    if passive(parsed, i):
        by, deployed = agent(parsed, i, "by"), lemma == "deploy"
        entered = (by is not None and somebody(parsed.phrases[by])) or (by is None and lemma in {"enter", "storm"})
        if entered and lemma in english().verb_sets["moving_into"]:
            yield Event(trigger=i, change="advanced", targets=towns(parsed, targets_before(parsed, actor)), actor=by)
        if not deployed:
            return
    if actor is None or not _moves(parsed.phrases[actor]) or _raids(parsed, i, actor):
        return
    if parsed.at(actor - 1).text == "and" and parsed.at(actor - 3).text == "between":
        return  # "fighting between rebels and the army reached X"
    what = object_of(parsed, i)
    if lemma in _OBJECT_MOVED and what is not None:
        return
    found = _entered(parsed, i, what)
    if not found and lemma not in _NO_ENTRY:
        found = _moved_into(parsed, i) or (opening(parsed, actor) if lemma == "advance" else ())
    yield Event(trigger=i, change="advanced", targets=ungrouped(found), actor=actor)


def _raids(parsed: Parsed, i: int, actor: int) -> bool:
    """Whether robbers and raiders come to a village: "the attackers arrived in X on motorbikes"."""
    return parsed.phrases[i].lemma in _COMING and parsed.phrases[actor].head in _RAIDERS


def _moves(phrase: Phrase) -> bool:
    """Whether a noun phrase is an actor on the move; an unnamed convoy may be anybody's."""
    if phrase.head in VEHICLES:
        return phrase.naming is not None or bool(phrase.modifiers)
    return somebody(phrase) or phrase.head in {"units", "tanks"}


def _entered(parsed: Parsed, i: int, what: int | None) -> Targets:
    """What is entered as the object; of what is only reached or approached, the edge."""
    lemma = parsed.phrases[i].lemma
    if what is None or lemma not in english().verb_sets["moving_into"]:
        return ()
    found = targets(parsed, what)
    if lemma == "reach":
        return tuple(t for t in found if t.part in {"edge", "inside"} or t.toponym is not None)
    return tuple(t for t in found if t.part == "edge") if lemma == "approach" else found


def _moved_into(parsed: Parsed, i: int) -> Targets:
    """What stands behind "into" or, as an edge, behind "to": "pushed into X", "advanced to the outskirts"."""
    within = {"in", "inside", "within"} if parsed.phrases[i].lemma == "fight" else set()  # they are there already
    for word, np in complements(parsed, i):
        if word in within:
            continue
        there = word == "to" and parsed.phrases[i].lemma == "return"
        if word in _INTO or there or (word in _EDGE_OF and _edge(parsed.phrases[np])):
            return targets(parsed, np)
    return ()


def _edge(phrase: Phrase) -> bool:
    return phrase.head in english().parts["edge"] or phrase.head in english().parts["inside"]


def nominal_progress(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "made gains in X" and "the army's advances inside X" say."""
    verb = parsed.before(i)
    making = parsed.at(verb).lemma in english().verb_sets["gaining"]
    who = owner(parsed, i)
    if who is None and making:
        who = subject_of(parsed, verb)
    place = unnamed_behind(parsed, i, _INTO)
    if place is not None and (making or who is not None):
        yield Event(
            trigger=i, change="advanced", targets=towns(parsed, targets(parsed, place)), actor=who, nominal=True
        )


# --- beating off ---


def repel(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject beats off an attack on a place."""
    attacks, what, who = english().nouns["attack"] | {"bid"}, done_to(parsed, i), doer(parsed, i)
    if what is None:
        return
    what = _attempt(parsed, what)
    core = next((np for np in (what, *chain(parsed, what)) if parsed.at(np).head in attacks), None)
    if core is None and (
        _summed_up(parsed.phrases[what]) or (what < i and not passive(parsed, i))
    ):  # "made two attempts to enter X, both of which were repelled"
        core = next((k for k in range(what - 1, -1, -1) if parsed.phrases[k].head in attacks), None)
    if core is None:
        yield from _thrown_back(parsed, i, what) if what > i else _driven_off(parsed, i, what)
        return
    found = _attacked(parsed, core, upto=i if core < i else -1)
    if not found and passive(parsed, i):
        found = _attacked(parsed, i)
    if not found and core < i:
        found = opening(parsed, core, _AT)  # "At X, an attack was repelled"
    around = where(parsed, core)
    if not found and around is not None:
        found = targets(parsed, around, single=True)  # "X, where an attack was repelled"
    if not found and who is not None and parsed.phrases[who].head in _DEFENDERS:
        found = next((targets(parsed, np) for np in chain(parsed, who)), ())  # "the defenders of X"
    if not found and who is not None and not passive(parsed, i) and parsed.phrases[who].place is not None:
        found, who = towns(parsed, targets(parsed, who, single=True)), None  # "X fought off an assault"
    if not found and parsed.phrases[core].words[0] in {"the", "this", "that"} and parsed.at(core + 1).kind != "P":
        found = (Target(phrase=core, stands_for="it", elided=True),)  # "said it had repelled the attack"
    yield Event(
        trigger=i, change="repelled", targets=found, actor=who, controller=who, attacker=_attacker(parsed, i, core)
    )


def founder(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject is an attack that fails: "two assaults on X failed"."""
    core = subject_of(parsed, i)
    aside = parsed.at(parsed.behind(i)).kind in {"T", "NP"}  # "failed to take X" says it itself
    if core is None or core > i or aside or parsed.phrases[core].head not in english().nouns["attack"]:
        return
    found = _attacked(parsed, core, upto=i)
    yield Event(trigger=i, change="repelled", targets=found, attacker=_attacker(parsed, i, core))


def failed_attack(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "made four unsuccessful assaults on X" says."""
    phrase = parsed.phrases[i]
    if phrase.head not in english().nouns["attack"] or not _FAILED & set(phrase.words):
        return
    found = _attacked(parsed, i)
    if not found and parsed.at(i + 1).text == "there":
        found = targets(parsed, i + 1)
    whose = owner(parsed, i)
    maker = subject_of(parsed, i - 1) if whose is None and parsed.at(i - 1).kind == "V" else whose
    yield Event(trigger=i, change="repelled", targets=ungrouped(found), attacker=maker, nominal=True)


def _attempt(parsed: Parsed, what: int) -> int:
    """What is beaten off: the attempt of "an attempt to enter X, across the river, was repelled"."""
    tried = parsed.at(what - 1).kind == "V" and parsed.at(what - 2).kind == "T"
    return parsed.before(what - 2) if tried else what


def _attacker(parsed: Parsed, i: int, core: int) -> int | None:
    """Who makes the attack at phrase `core`, which the verb at phrase `i` says was beaten off."""
    found = owner(parsed, core)
    made = parsed.at(core - 1).kind == "V" and parsed.at(core - 1).lemma not in english().stance["say"]
    if found is None and made and core - 1 != i:
        found = subject_of(parsed, core - 1)
    if found is None:
        found = agent(parsed, core, "by")
    attack = parsed.phrases[core]
    whose = attack.naming is not None or bool(attack.modifiers) or attack.words[0] not in _POINTING
    return core if found is None and whose else found  # "Russian attacks on X"


def _summed_up(phrase: Phrase) -> bool:
    """Whether a noun phrase only points back to attacks told of before."""
    return phrase.pronoun or phrase.text in {"all", "both", "each", "most", "all of them"}


def _driven_off(parsed: Parsed, i: int, what: int) -> Iterator[Event]:
    """The attackers are beaten off from what they went for: "stormed X but were driven off by Y"."""
    beaten = passive(parsed, i) and somebody(parsed.phrases[what]) and parsed.phrases[i].lemma not in _STOPPING
    before = previous_verb(parsed, i)
    out = parsed.at(i + 1).text == "out of"  # who is driven out of a place has held it
    if beaten and parsed.at(i + 1).text == "from" and "expel" not in english().frame(parsed.phrases[i].lemma):
        found, by = targets(parsed, i + 2), agent(parsed, i, "by")  # "troops were repelled from X"
        yield Event(trigger=i, change="repelled", targets=found, actor=by, controller=by, attacker=what)
        return
    if not beaten or out or before is None or parsed.phrases[before].lemma not in english().verb_sets["attacking"]:
        return
    found = targets_at(parsed, object_of(parsed, before)) or _gone_for(parsed, before)
    who, attacker = agent(parsed, i, "by"), None if parsed.phrases[what].pronoun else what
    yield Event(trigger=i, change="repelled", targets=found, actor=who, controller=who, attacker=attacker)


def _thrown_back(parsed: Parsed, i: int, what: int) -> Iterator[Event]:
    """The object is whoever went for a place: "threw back fighters who tried to storm X"."""
    verb, who = what + 1, doer(parsed, i)
    if parsed.at(verb).kind == "R":
        verb = parsed.behind(verb, {"ADV"})
        verb += parsed.at(verb).text in {"is", "are", "was", "were"}
    elif parsed.at(verb).form != "gerund":
        return
    if who is None or not somebody(parsed.phrases[what]):
        return
    went = english().frames["enter"] | _STORMING
    if parsed.at(verb).lemma in TRYING and parsed.at(verb + 1).kind == "T":
        verb += 2
        went |= english().frames["take"]
    if parsed.at(verb).kind == "V" and parsed.at(verb).lemma in went:
        found = targets_at(parsed, object_of(parsed, verb)) or _gone_for(parsed, verb)
        yield Event(trigger=i, change="repelled", targets=found, actor=who, controller=who, attacker=what)


def _gone_for(parsed: Parsed, i: int) -> Targets:
    """What a verb of moving goes into or towards."""
    return next((targets(parsed, np) for word, np in complements(parsed, i) if word in _TOWARDS), ())


def _attacked(parsed: Parsed, core: int, *, upto: int = -1) -> Targets:
    """The places that an attack noun is aimed at: behind "on", or what it tries "to enter".

    Those before phrase `upto` are attacked, too: "attacks on A and B were repelled".
    """
    aims = [np for word, np in complements(parsed, core) if _is_aim(parsed, word, np)]
    for np in sorted(aims, key=lambda np: all(t.stands_for for t in targets(parsed, np))):  # names before "its posts"
        more = (k for k in aims if k > np and _numbers(parsed.phrases[k - 2]))  # "four assaults on A and one on B"
        return tuple(t for k in (np, *more) for t in targets(parsed, k, upto=upto))
    for j in range(core + 1, min(core + _FARTHEST, len(parsed.phrases) - 1)):
        if parsed.phrases[j].kind == "T" and parsed.phrases[j + 1].kind == "V":
            found = targets_at(parsed, object_of(parsed, j + 1))
            if found or any(word in _TOWARDS for word, _ in complements(parsed, j + 1)):
                return found or _gone_for(parsed, j + 1)
    return ()


def _numbers(phrase: Phrase) -> bool:
    """Whether a noun phrase is only a number: the "one" of "and one on B"."""
    return phrase.kind == "NP" and all(w in english().numbers or w.isdecimal() or w == "another" for w in phrase.words)


def _is_aim(parsed: Parsed, word: str, np: int) -> bool:
    """Whether a prepositional phrase behind an attack may tell what is attacked."""
    someone = somebody(parsed.phrases[np]) and parsed.phrases[np].text != "it"
    return word in _ATTACKED and not someone and bool(targets(parsed, np))


# --- fighting on ---


def fight(parsed: Parsed, i: int) -> Iterator[Event]:
    """Two sides fight in or for a place."""
    actor = subject_of(parsed, i)
    if passive(parsed, i) and parsed.at(i + 1).text == "over":  # "X was being fought over"
        yield Event(trigger=i, change="contested", targets=towns(parsed, targets_before(parsed, actor)))
        return
    both = actor is not None and parsed.phrases[actor].head in _CAMPS
    if actor is None or not (both or somebody(parsed.phrases[actor])) or passive(parsed, i):
        return
    place = unnamed_behind(parsed, i, {"in", "inside", "for", "over"})
    if place is not None:
        yield Event(
            trigger=i, change="contested", targets=towns(parsed, targets(parsed, place)), actor=None if both else actor
        )


def dispute(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject is disputed: "X was still contested"."""
    shared = parsed.phrases[i].lemma in _SHARING
    if passive(parsed, i) and (not shared or parsed.at(parsed.behind(i)).text == "between"):
        found = targets_before(parsed, subject_of(parsed, i))
        yield Event(trigger=i, change="contested", targets=ungrouped(found) if shared else towns(parsed, found))


def grey_zone(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "X lies in the grey zone" says: neither side holds it."""
    if parsed.phrases[i].text.endswith(_GREY) and parsed.at(i - 1).text in {"in", "within"}:
        what = copula_subject(parsed, i - 1)
        yield Event(trigger=i, change="contested", targets=towns(parsed, targets_before(parsed, what)), nominal=True)


def nominal_fighting(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "clashes inside X", "the battle for X" and "X, where fighting went on" say."""
    if parsed.phrases[i].words[0] == "no" or parsed.at(i - 1).lemma in english().verb_sets["avoiding"]:
        return  # "there was no fighting inside X", "withdrew to avoid fighting in X"
    found = _fought_in(parsed, i) or _witnessed(parsed, i)
    place = where(parsed, i)
    if not found and place is not None:
        found = towns(parsed, targets(parsed, place, single=True))
    if not found and parsed.at(i - 1).kind == "X" and parsed.at(i - 2).text == "there":
        found = towns(parsed, opening(parsed, i - 2))  # "In X there is fighting for every house"
    if found:
        yield Event(trigger=i, change="contested", targets=found, nominal=True)


def _witnessed(parsed: Parsed, i: int) -> Targets:
    """The town that sees the fighting at `i`: "X is witnessing fierce clashes"."""
    verb = parsed.before(i)
    if parsed.at(verb).lemma not in english().verb_sets["witnessing"]:
        return ()
    return towns(parsed, targets_before(parsed, subject_of(parsed, verb)))


def _fought_in(parsed: Parsed, i: int) -> Targets:
    """The town behind a noun of fighting, or behind the verb that says that it goes on."""
    behind = range(i + 1, min(i + _NEXT_VERB, len(parsed.phrases)))
    verb = next((k for k in behind if parsed.phrases[k].kind == "V"), None)
    going_on = verb is not None and parsed.phrases[verb].lemma in english().verb_sets["going_on"]
    if verb is not None and parsed.phrases[verb].lemma == "reach" and parsed.at(verb + 1).kind == "NP":
        return towns(parsed, targets(parsed, verb + 1))  # "fighting has reached the streets of X"
    for word, np in (*complements(parsed, i), *(complements(parsed, verb) if verb is not None and going_on else ())):
        found: Targets = ()
        if word in {"near", "outside", "around", "including"} or word.endswith(" of"):
            break
        if word in _INSIDE and parsed.phrases[np].naming is None:
            found = towns(parsed, targets_or_controlled(parsed, np))
        if found:
            return found
    return ()

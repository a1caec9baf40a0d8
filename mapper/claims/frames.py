"""Control language: what verbs, nouns and set phrases say about who holds a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.actors import FORCES
from mapper.claims.clauses import (
    antecedent,
    auxiliaries,
    climb,
    complements,
    group_before,
    object_of,
    passive,
    previous_verb,
    subject_of,
)
from mapper.claims.stance import certainty_of
from mapper.claims.targets import Target, targets
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty, Change
    from mapper.claims.phrases import Parsed, Phrase

# What a side is taken from: a phrase index, so that pronouns can be looked up later.
Who = int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A statement about control as the sentence has it; the sides are still phrases."""

    trigger: int
    change: Change
    targets: tuple[Target, ...]
    actor: Who = None
    controller: Who = None
    previous: Who = None
    nominal: bool = False
    stance: Certainty | None = None  # where the frame itself tells how it is meant


_MEN = frozenset(
    "men garrison defenders attackers guards policemen police tanks convoy advance column columns vanguard contingent personnel reinforcements elements positions".split()
)
_UNDER = frozenset({"under", "in", "into", "within", "to"})
_PLACE_FREE = frozenset({"free", "clear", "secure", "occupy", "liberate", "take", "win"})
_MOVING_IN = frozenset({"in", "into", "inside", "through", "deep into", "to", "onto", "on", "across"})
_BEING = frozenset({"is", "are", "was", "were", "been"})
_INSIDE = frozenset({"in", "inside", "within", "for", "over", "across", "at"})
_ATTACKED = frozenset({"on", "against", "at", "in", "into", "towards", "toward", "near", "to", "from", "around"})
_HELD_BY = frozenset({"hold", "control", "rule", "dominate", "run", "administer", "govern", "occupy"})
_NEED_ACTOR = frozenset(
    {"leave", "flee", "quit", "depart", "desert", "evacuate", "abandon", "pull", "retreat", "withdraw", "vacate"}
)
_WEAK_HOLD = frozenset({"keep", "run", "remain", "stay", "maintain"})
_GOING = frozenset({"come", "fall", "pass", "bring", "place", "put", "return", "slip", "end", "move", "be_"})
# What fighting does where it goes on: "fighting continued in X", "clashes were reported in X".
_GOING_ON = frozenset("go continue resume report erupt rage break see take intensify flare occur persist spread start begin escalate".split())


def events(parsed: Parsed) -> Iterator[Event]:
    """The control statements of a sentence in text order."""
    for i, phrase in enumerate(parsed.phrases):
        if phrase.kind == "V":
            yield from _of_verb(parsed, i)
        elif phrase.kind == "X" and phrase.head in _BEING:
            yield from _inside(parsed, i)
        elif phrase.kind == "NP":
            yield from _of_noun(parsed, i)


def _inside(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "Troops are inside X"."""
    phrases = parsed.phrases
    j = i + 1
    while j < len(phrases) and phrases[j].kind in {"ADV", "TIME"}:
        j += 1
    if j + 1 < len(phrases) and phrases[j].text in {"inside", "in"} and phrases[j + 1].kind == "NP":
        actor = subject_of(parsed, i)
        if actor is not None and _somebody(phrases[actor]) and not phrases[actor].pronoun:
            found = (
                _towns(parsed, targets(parsed, j + 1)) if phrases[j].text == "inside" or _edge(phrases[j + 1]) else ()
            )
            yield Event(trigger=i, change="advanced", targets=found, actor=actor)


def _of_verb(parsed: Parsed, i: int) -> Iterator[Event]:
    frames = english().frame(parsed.phrases[i].lemma)
    for frame in _ORDER:
        if frame in frames:
            found = [e for e in _FRAMES[frame](parsed, i) if e.targets]
            if found:
                yield from found
                return


def _take(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject takes the object; "takes control of" the place behind "of"."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    change: Change = "recaptured" if lemma in english().frames["again"] or _again(parsed, i) else "captured"
    if passive(parsed, i):
        what = subject_of(parsed, i)
        if what is None or lemma in english().frames["needs_control"]:
            return
        agent = _agent(parsed, i, "by")
        yield Event(
            trigger=i,
            change=change,
            targets=_before(parsed, what),
            actor=agent,
            controller=agent,
            previous=_agent(parsed, i, "from"),
        )
        return
    what = object_of(parsed, i)
    if what is None:
        return
    actor = subject_of(parsed, i)
    if phrases[what].head in english().nouns["control"] or phrases[what].head in english().nouns["foothold"]:
        found = _controlled(parsed, what)
        foothold = phrases[what].head in english().nouns["foothold"]
        if foothold and (
            lemma not in {"gain", "establish", "win", "secure", "seize", "take", "consolidate"}
            or phrases[what].head == "presence"
        ):
            return
        yield Event(
            trigger=i,
            change="contested" if foothold else change,
            targets=found,
            actor=actor,
            controller=None if foothold else actor,
            previous=_agent(parsed, i, "from"),
        )
        return
    if (lemma in english().frames["needs_control"] and not (lemma == "win" and _again(parsed, i))) or what == actor:
        return
    found = targets(parsed, what)
    previous = _agent(parsed, i, "from")
    if lemma == "clear":
        previous = next(
            (np for word, np in complements(parsed, i) if word == "of" and _somebody(phrases[np])), previous
        )
    if lemma == "occupy" and phrases[i].form in {"base", "third"} and actor is None:
        return
    yield Event(trigger=i, change=change, targets=found, actor=actor, controller=actor, previous=previous)


def _again(parsed: Parsed, i: int) -> bool:
    """Whether "back" or "again" stands with the verb."""
    return any(
        p.kind in {"ADV", "P"} and p.head in {"back", "again", "re"} for p in parsed.phrases[max(0, i - 1) : i + 3]
    )


def _controlled(parsed: Parsed, i: int) -> tuple[Target, ...]:
    """The targets behind "control of", "hold over", "foothold in"."""
    j = i + 1
    phrases = parsed.phrases
    while j < len(phrases) and phrases[j].kind in {"ADV", "TIME"}:
        j += 1
    if (
        j + 1 < len(phrases)
        and phrases[j].kind == "P"
        and phrases[j].text in {"of", "over", "in", "inside", "at", "around"}
    ):
        return targets(parsed, j + 1)
    return ()


def _before(parsed: Parsed, i: int) -> tuple[Target, ...]:
    """The targets of a list that ends at `i`, its subject."""
    own = targets(parsed, i, single=True)
    if any(t.words is not None for t in own):
        return own
    first = group_before(parsed, i)
    found = targets(parsed, first, upto=i)
    return found if any(t.phrase == i or first == i for t in found) or first != i else targets(parsed, i, single=True)


def _agent(parsed: Parsed, i: int, preposition: str) -> Who:
    """The noun phrase behind "by" or "from" that names an actor."""
    for word, np in complements(parsed, i):
        if word == preposition and parsed.phrases[np].place is None:
            return np
    return None


def _expel(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject drives the object, an actor, out of the place behind "from"."""
    phrases = parsed.phrases
    is_passive = passive(parsed, i)
    victim = subject_of(parsed, i) if is_passive else object_of(parsed, i)
    if victim is None or not _somebody(phrases[victim]):
        return
    where = next(
        (np for word, np in complements(parsed, i) if word in {"from", "out of"} and phrases[np].naming is None), None
    )
    if where is None:
        return
    actor = _agent(parsed, i, "by") if is_passive else subject_of(parsed, i)
    if actor is None and is_passive:
        yield Event(trigger=i, change="lost", targets=targets(parsed, where), previous=victim)
        return
    yield Event(
        trigger=i, change="captured", targets=targets(parsed, where), actor=actor, controller=actor, previous=victim
    )


def _somebody(phrase: Phrase) -> bool:
    """Whether a noun phrase is an actor, a pronoun for one, or armed men without a name."""
    if phrase.naming is not None:
        return phrase.naming.role == "actor"
    return phrase.place is None and (
        phrase.pronoun or (bool(phrase.modifiers) and phrase.head in _MEN) or phrase.head in FORCES | _MEN
    )


def _lose(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject loses the object, perhaps "to" somebody."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    to = _agent(parsed, i, "to")
    if passive(parsed, i):
        what = subject_of(parsed, i)
        loser, found = _agent(parsed, i, "by"), (_before(parsed, what) if what is not None else ())
    else:
        what, loser = object_of(parsed, i), subject_of(parsed, i)
        found = (
            ()
            if what is None
            else _controlled(parsed, what)
            if phrases[what].head in english().nouns["control"]
            else targets(parsed, what)
        )
    if loser is not None and phrases[loser].place is not None and phrases[loser].naming is None:
        return
    if lemma == "surrender":
        yield Event(trigger=i, change="handed_over", targets=found, actor=loser, controller=to, previous=loser)
        return
    yield Event(trigger=i, change="lost", targets=found, actor=None, controller=to or _cause(parsed, i), previous=loser)


def _cause(parsed: Parsed, i: int) -> Who:
    """The actor whose attack is given as the reason: "as a result of regime attacks"."""
    nouns = english().nouns["attack"]
    chain = list(complements(parsed, i))
    for _, np in chain:
        phrase = parsed.phrases[np]
        if phrase.head in nouns and phrase.modifiers:
            return np
    return None


def _fall(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, a place, falls, perhaps to somebody."""
    phrases = parsed.phrases
    what = subject_of(parsed, i)
    if what is None:
        return
    found = _before(parsed, what)
    if not found or phrases[what].naming is not None:
        return
    for word, np in complements(parsed, i):
        if word in {"to", "into", "under", "in"}:
            if _somebody(phrases[np]) or phrases[np].modifiers or phrases[np].head in english().nouns["control"]:
                who = _holder(parsed, np) if phrases[np].head in english().nouns["control"] else np
                yield Event(trigger=i, change="captured", targets=found, actor=who, controller=who)
                return
            if phrases[np].head not in {"hands", "control"}:
                break
    behind = i + 1 < len(phrases) and phrases[i + 1].kind == "NP"
    if phrases[i].lemma == "fall" and not behind:
        yield Event(trigger=i, change="captured", targets=found)


def _leave(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, an actor, leaves the object or goes from the place behind "from"."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    is_passive = passive(parsed, i)
    actor = _agent(parsed, i, "by") if is_passive else subject_of(parsed, i)
    if is_passive and actor is None and lemma in {"withdraw", "pull"}:
        actor = subject_of(parsed, i)
    if actor is None or (not _somebody(phrases[actor]) and lemma in _NEED_ACTOR and not _speaks(phrases[actor])):
        return
    words = {p.text for p in phrases[i + 1 : i + 3]}
    if lemma == "pull" and not words & {"out", "back", "out of", "from"}:
        actor_moves = [np for word, np in complements(parsed, i) if word in {"out of", "from"}]
        if not actor_moves:
            return
    what = subject_of(parsed, i) if is_passive and lemma in {"abandon", "evacuate", "vacate", "leave"} else None
    found = _before(parsed, what) if what is not None else ()
    if not found:
        where = next(
            (np for word, np in complements(parsed, i) if word in {"from", "out of"} and phrases[np].naming is None),
            None,
        )
        found = targets(parsed, where) if where is not None else ()
    if not found and not is_passive and lemma not in {"withdraw", "retreat", "depart", "pull"}:
        what = object_of(parsed, i)
        found = targets(parsed, what) if what is not None else ()
    successor = _agent(parsed, i, "to") if lemma in {"leave", "abandon"} else None
    yield Event(trigger=i, change="withdrawn", targets=found, actor=actor, controller=successor, previous=actor)


def _speaks(phrase: Phrase) -> bool:
    return phrase.place is not None


def _give(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject hands the object over to somebody."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    nearby = {w for p in phrases[i + 1 : i + 4] for w in p.words}
    to = _agent(parsed, i, "to")
    if lemma == "give" and i + 1 < len(phrases) and phrases[i + 1].text == "up" and to is None:
        what, giver = object_of(parsed, i), subject_of(parsed, i)
        if what is not None and giver is not None:
            yield Event(trigger=i, change="withdrawn", targets=targets(parsed, what), actor=giver, previous=giver)
        return
    if lemma in {"hand", "turn", "give"} and not (nearby & {"over", "back", "control", "up"} or lemma == "hand"):
        return
    if passive(parsed, i):
        what = subject_of(parsed, i)
        giver = _agent(parsed, i, "by")
        found = _before(parsed, what) if what is not None else ()
        if what is not None and phrases[what].head in english().nouns["control"]:
            found = _controlled(parsed, what)
    else:
        what, giver = object_of(parsed, i), subject_of(parsed, i)
        found = (
            ()
            if what is None
            else _controlled(parsed, what)
            if phrases[what].head in english().nouns["control"]
            else targets(parsed, what)
        )
    if to is None and lemma not in {"surrender", "hand"}:
        return
    yield Event(trigger=i, change="handed_over", targets=found, actor=giver, controller=to, previous=giver)


def _hold(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject holds the object."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    if passive(parsed, i):
        if lemma not in _HELD_BY:
            return
        agent, what = _agent(parsed, i, "by"), subject_of(parsed, i)
        if agent is None or what is None:
            return
        for holder in _alternatives(parsed, agent):
            yield Event(trigger=i, change="held", targets=_before(parsed, what), controller=holder)
        return
    what, actor = object_of(parsed, i), subject_of(parsed, i)
    if what is None or actor is None or what == actor:
        return
    if phrases[what].head in english().nouns["control"]:
        yield Event(trigger=i, change="held", targets=_controlled(parsed, what), controller=actor)
    elif (lemma not in _WEAK_HOLD or lemma == "run") and (_somebody(phrases[actor]) or phrases[actor].pronoun):
        yield Event(trigger=i, change="held", targets=targets(parsed, what), controller=actor)


def _alternatives(parsed: Parsed, agent: int) -> list[int]:
    """An agent with those told as alternatives to it: "held by A or B"."""
    phrases, found = parsed.phrases, [agent]
    j = agent + 1
    while j + 1 < len(phrases) and phrases[j].text == "or":
        j += 2 if phrases[j + 1].text == "by" else 1
        if j >= len(phrases) or phrases[j].naming is None:
            break
        found.append(j)
        j += 1
    return found


def _enter(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, an actor, moves into or to the edge of a place."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    actor = subject_of(parsed, i)
    if actor is None or not (
        _somebody(phrases[actor]) or phrases[actor].head in {"units", "tanks", "convoy", "column", "vehicles"}
    ):
        return
    if (
        phrases[actor].head in {"convoy", "column", "vehicles"}
        and phrases[actor].naming is None
        and not phrases[actor].modifiers
    ):
        return
    if passive(parsed, i):
        return
    what = object_of(parsed, i)
    found: tuple[Target, ...] = ()
    if what is not None and lemma in {
        "enter",
        "storm",
        "reach",
        "penetrate",
        "infiltrate",
        "breach",
        "approach",
        "invade",
    }:
        found = targets(parsed, what)
        if lemma in {"reach", "approach"}:
            found = (
                tuple(t for t in found if t.part in {"edge", "inside"} or t.toponym is not None)
                if lemma == "reach"
                else tuple(t for t in found if t.part == "edge")
            )
    if not found and lemma not in {"approach", "reach", "close", "edge"}:
        for word, np in complements(parsed, i):
            if word in _MOVING_IN - {"to", "on", "across"} or (word in {"to", "on", "at"} and _edge(phrases[np])):
                found = targets(parsed, np)
                break
    if lemma in {"break", "push", "sweep", "press"} and what is not None:
        return
    yield Event(trigger=i, change="advanced", targets=tuple(t for t in found if t.words is None), actor=actor)


def _edge(phrase: Phrase) -> bool:
    return phrase.head in english().parts["edge"] | english().parts["inside"]


def _besiege(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject encircles the object; "is surrounded by"."""
    phrases, lemma = parsed.phrases, parsed.phrases[i].lemma
    if passive(parsed, i):
        what = subject_of(parsed, i)
        if what is None or (
            lemma in {"surround", "ring", "isolate", "trap"}
            and _agent(parsed, i, "by") is None
            and not auxiliaries(parsed, i)
        ):
            return
        agent = _agent(parsed, i, "by")
        if agent is not None and not _somebody(phrases[agent]):
            return
        place = _where(parsed, what)
        if place is not None and _somebody(phrases[what]):  # "X, where the garrison is encircled"
            yield Event(trigger=i, change="besieged", targets=_settled(targets(parsed, place, single=True)), controller=what)
            return
        yield Event(trigger=i, change="besieged", targets=_settled(_before(parsed, what)), actor=agent)
        return
    what, actor = object_of(parsed, i), subject_of(parsed, i)
    if (
        what is None
        or actor is None
        or lemma == "trap"
        or not (_somebody(phrases[actor]) or phrases[actor].place is None)
    ):
        return
    if lemma in {"cut", "sever"}:
        nearby = {w for p in phrases[i + 1 : i + 6] for w in p.words}
        found = targets(parsed, what)
        roads = tuple(t for t in found if t.toponym is not None and parsed.toponyms[t.toponym].kind == "road")
        if roads:
            yield Event(trigger=i, change="contested", targets=roads, actor=actor)
        elif "off" in nearby and _somebody(phrases[actor]):
            yield Event(trigger=i, change="besieged", targets=_settled(found), actor=actor)
        return
    if _somebody(phrases[actor]):
        yield Event(trigger=i, change="besieged", targets=_settled(targets(parsed, what)), actor=actor)


def _where(parsed: Parsed, i: int) -> int | None:
    """The place that the clause of phrase `i` is set in: X of "X, where ..."."""
    j = i - 1
    while j >= 0 and parsed.phrases[j].kind in {"ADV", "TIME"}:
        j -= 1
    return antecedent(parsed, j) if j > 0 and parsed.phrases[j].text == "where" else None


def _settled(found: tuple[Target, ...]) -> tuple[Target, ...]:
    return tuple(t for t in found if t.words is None)


def _repel(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject beats off an attack on a place."""
    nouns = english().nouns["attack"]
    phrases = parsed.phrases
    is_passive = passive(parsed, i)
    what = subject_of(parsed, i) if is_passive else object_of(parsed, i)
    if what is None:
        return
    core = next((np for np in (what, *_chain(parsed, what)) if phrases[np].head in nouns), None)
    if core is None:
        yield from _driven_off(parsed, i, what)
        return
    holder = _agent(parsed, i, "by") if is_passive else subject_of(parsed, i)
    attacker = next(
        (np for word, np in complements(parsed, core) if word in {"by", "of"} and _somebody(phrases[np])), None
    )
    if attacker is None and phrases[core].modifiers:
        attacker = core
    where = _attacked(parsed, core)
    if is_passive and not where:
        where = _attacked(parsed, i)
    if (
        not where
        and holder is not None
        and phrases[holder].head in {"defenders", "garrison", "troops", "forces", "fighters"}
    ):
        where = next((targets(parsed, np) for np in _chain(parsed, holder)), ())  # "the defenders of X"
    yield Event(trigger=i, change="repelled", targets=where, actor=holder, controller=holder)


def _driven_off(parsed: Parsed, i: int, what: int) -> Iterator[Event]:
    """ "stormed X but were driven off by Y": the attackers are beaten off from what they went for."""
    if (
        not passive(parsed, i)
        or not _somebody(parsed.phrases[what])
        or parsed.phrases[i].lemma in {"stop", "halt", "block", "hold", "contain"}
    ):
        return
    before = previous_verb(parsed, i)
    if before is None or parsed.phrases[before].lemma not in {
        "storm",
        "attack",
        "assault",
        "enter",
        "raid",
        "take",
        "capture",
        "seize",
        "advance",
        "push",
    }:
        return
    thing = object_of(parsed, before)
    found = targets(parsed, thing) if thing is not None else ()
    if not found:
        found = next(
            (
                targets(parsed, np)
                for word, np in complements(parsed, before)
                if word in _MOVING_IN | {"towards", "toward"}
            ),
            (),
        )
    holder = _agent(parsed, i, "by")
    yield Event(trigger=i, change="repelled", targets=found, actor=holder, controller=holder)


def _attacked(parsed: Parsed, core: int) -> tuple[Target, ...]:
    """The place that an attack noun is aimed at: behind "on", or what it tries "to enter"."""
    phrases = parsed.phrases
    for word, np in complements(parsed, core):
        if word in _ATTACKED and not _somebody(phrases[np]):
            found = targets(parsed, np)
            if found:
                return found
    for j in range(core + 1, min(core + 8, len(phrases) - 1)):
        if phrases[j].kind == "T" and phrases[j + 1].kind == "V":
            what = object_of(parsed, j + 1)
            if what is not None:
                found = targets(parsed, what)
                if found:
                    return found
            for word, np in complements(parsed, j + 1):
                if word in _MOVING_IN | {"towards", "toward"}:
                    return targets(parsed, np)
    return ()


def _chain(parsed: Parsed, i: int) -> list[int]:
    """The noun phrases behind "of" from phrase `i` on: "a wave of attacks"."""
    found, phrases = [], parsed.phrases
    while i + 2 < len(phrases) and phrases[i + 1].text == "of" and phrases[i + 2].kind == "NP":
        i += 2
        found.append(i)
    return found


def _disputed(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "X was still contested"."""
    what = subject_of(parsed, i) if passive(parsed, i) else None
    if what is not None:
        yield Event(trigger=i, change="contested", targets=_towns(parsed, _before(parsed, what)))


def _flag(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject raises its flag over a place."""
    what = subject_of(parsed, i) if passive(parsed, i) else object_of(parsed, i)
    if what is None or parsed.phrases[what].head not in english().nouns["flag"]:
        return
    actor = _agent(parsed, i, "by") if passive(parsed, i) else subject_of(parsed, i)
    if actor is None and parsed.phrases[what].modifiers:
        actor = what
    for word, np in complements(parsed, i):
        if word in {"over", "above", "in", "on", "at", "atop"}:
            found = targets(parsed, np) or _settled(
                tuple(t for inner in _chain(parsed, np) for t in targets(parsed, inner))
            )
            if found:
                yield Event(
                    trigger=i,
                    change="captured",
                    targets=tuple(replace(t, part="") for t in found),
                    actor=actor,
                    controller=actor,
                )
                return


def _stay(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "X remains with Y", "control of X remains with Y"."""
    phrases = parsed.phrases
    holder = next((np for word, np in complements(parsed, i) if word in {"with", "under"}), None)
    what = subject_of(parsed, i)
    if holder is None or what is None or not _somebody(phrases[holder]):
        return
    top = i - 1
    while top > 0 and phrases[top].kind in {"ADV", "X", "TIME"}:
        top -= 1
    control = next((k for k in range(top, max(-1, top - 4), -1) if phrases[k].head in english().nouns["control"]), None)
    found = _controlled(parsed, control) if control is not None else _before(parsed, what)
    yield Event(trigger=i, change="held", targets=found, controller=holder)


def _fight(parsed: Parsed, i: int) -> Iterator[Event]:
    """Two sides fight in or for a place."""
    phrases = parsed.phrases
    actor = subject_of(parsed, i)
    if actor is None or not _somebody(phrases[actor]) or passive(parsed, i):
        return
    for word, np in complements(parsed, i):
        if word in {"in", "inside", "for", "over"} and phrases[np].naming is None:
            yield Event(trigger=i, change="contested", targets=_towns(parsed, targets(parsed, np)))
            return


def _towns(parsed: Parsed, found: tuple[Target, ...]) -> tuple[Target, ...]:
    """Targets that are settlements or sites, the edges left out: fighting in a province contests nothing."""
    return tuple(
        t
        for t in found
        if t.words is None
        and t.part not in {"edge", "around"}
        and (t.toponym is None or parsed.toponyms[t.toponym].kind in {"settlement", "site"})
    )


# --- nouns and set phrases ------------------------------------------------------------------------


def _of_noun(parsed: Parsed, i: int) -> Iterator[Event]:
    nouns, head = english().nouns, parsed.phrases[i].head
    if parsed.phrases[i].pronoun:
        return
    if head in nouns["take"]:
        yield from _taking(parsed, i)
    elif head in nouns["control"]:
        yield from _under_control(parsed, i)
    elif head in nouns["siege"]:
        yield from _siege(parsed, i)
    elif head in nouns["fight"] or parsed.phrases[i].text.endswith(("street battles", "street fighting")):
        yield from [e for e in _fighting(parsed, i) if e.targets] or _fighting_where(parsed, i)
    elif head in nouns["leave"]:
        yield from _leaving(parsed, i)
    elif head in {"stronghold", "bastion"}:
        yield from _stronghold(parsed, i)
    yield from _held_adjective(parsed, i)


def _taking(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "the capture of X by Y", "the fall of X to Y", "the loss of X"."""
    phrases, head = parsed.phrases, parsed.phrases[i].head
    if phrases[i].words[0] in {"its", "their"} and i and phrases[i - 1].kind == "V":  # "announced its recapture"
        who = subject_of(parsed, i - 1)
        change_it: Change = "recaptured" if head in {"recapture", "retaking"} else "captured"
        if head not in {"loss", "occupation"}:
            yield Event(trigger=i, change=change_it, targets=(Target(phrase=i, stands_for="it"),), actor=who, controller=who, nominal=True)
        return
    if i + 2 >= len(phrases) or phrases[i + 1].text != "of" or phrases[i + 2].kind != "NP":
        return
    found = targets(parsed, i + 2)
    by = next((np for word, np in complements(parsed, i) if word == "by" and _somebody(phrases[np])), None)
    to = next((np for word, np in complements(parsed, i) if word == "to" and _somebody(phrases[np])), None)
    owner = i - 1 if i and phrases[i - 1].possessive else i if phrases[i].modifiers else None
    if head == "loss":
        yield Event(trigger=i, change="lost", targets=found, controller=to, previous=owner or by, nominal=True)
        return
    who = to if head == "fall" else by if by is not None else owner
    if head == "occupation":
        return
    change: Change = "recaptured" if head in {"recapture", "retaking"} else "captured"
    yield Event(trigger=i, change=change, targets=found, actor=who, controller=who, nominal=True)


def _under_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "X is under rebel control", "X came under the control of Y", "Y in full control of X"."""
    phrases = parsed.phrases
    if i == 0 or phrases[i - 1].kind != "P" or phrases[i - 1].text not in _UNDER | {"out of"}:
        told = [e for e in _declared_control(parsed, i) if e.targets]
        yield from told or _owned_control(parsed, i)
        return
    if phrases[i - 1].text == "out of":
        return
    verb = previous_verb(parsed, i)
    between = phrases[verb + 1 : i] if verb is not None else ()
    near = verb if verb is not None and not any(p.kind in {"STOP", "S", "R"} for p in between) else None
    if (
        phrases[i].head in {"control", "possession", "command"}
        and phrases[i - 1].text == "in"
        and _controlled(parsed, i)
    ):
        actor = _copula_subject(parsed, i - 1)
        yield Event(trigger=i, change="held", targets=_controlled(parsed, i), controller=actor)
        return
    holder = _holder(parsed, i)
    if holder is None:
        return
    what = _copula_subject(parsed, i - 1)
    if near is not None and (phrases[near].lemma in english().frames["fall"]):
        return  # told by the verb
    if near is not None and phrases[near].lemma in {"bring", "put", "place", "return"} and not passive(parsed, near):
        what = object_of(parsed, near)
    if what is None:
        return
    moving = (
        near is not None
        and phrases[near].lemma in _GOING
        and not any(
            p.kind == "X" and p.head in {"is", "are", "was", "were", "been"} and not passive(parsed, near)
            for p in phrases[near + 1 : i]
        )
    )
    yield Event(
        trigger=i,
        change="captured" if moving else "held",
        targets=_before(parsed, what),
        actor=holder if moving else None,
        controller=holder,
    )


def _copula_subject(parsed: Parsed, p: int) -> int | None:
    """The subject of the verb or "be" before a preposition; the noun phrase itself for a bare one."""
    phrases = parsed.phrases
    j = p - 1
    while j >= 0 and phrases[j].kind in {"ADV", "TIME", "NEG"}:
        j -= 1
    if j >= 0 and phrases[j].kind == "V":
        return subject_of(parsed, j)
    if j >= 0 and phrases[j].kind == "X":
        return subject_of(parsed, j)
    if j >= 0 and phrases[j].kind == "NP":
        return j if phrases[j].place is not None or j == 0 or phrases[j - 1].kind != "P" else climb(parsed, j)
    if j > 0 and phrases[j].kind in {"COMMA", "R"}:
        return antecedent(parsed, j if phrases[j].kind == "R" else j)
    return None


def _holder(parsed: Parsed, i: int) -> Who:
    """Whose control, hands or rule it is: "rebel control", "the control of rebels", "the army's hands"."""
    phrases = parsed.phrases
    if phrases[i].modifiers:
        return i
    if i + 2 < len(phrases) and phrases[i + 1].text == "of" and phrases[i + 2].kind == "NP":
        return i + 2
    if i and phrases[i - 1].possessive:
        return i - 1
    return i if len(phrases[i].words) > 1 and phrases[i].place is None else None


def _owned_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "the army's control of X", "resulting in rebel control of X"."""
    phrases = parsed.phrases
    found = _controlled(parsed, i)
    owner = i - 1 if i and phrases[i - 1].possessive else i if phrases[i].modifiers else None
    if owner is None or not found:
        return
    verb = previous_verb(parsed, i)
    brought = verb is not None and phrases[verb].lemma in {
        "result",
        "lead",
        "give",
        "bring",
        "restore",
        "secure",
        "complete",
    }
    yield Event(
        trigger=i,
        change="captured" if brought else "held",
        targets=found,
        actor=owner if brought else None,
        controller=owner,
        nominal=True,
    )


def _declared_control(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "announced full control of X", "claimed control over X"."""
    verb = i - 1
    while verb > 0 and parsed.phrases[verb].kind in {"ADV", "TIME"}:
        verb -= 1
    if (
        verb < 0
        or parsed.phrases[verb].kind != "V"
        or parsed.phrases[verb].lemma not in english().stance["say"] | {"assert", "have", "share"}
    ):
        return
    if passive(parsed, verb) or parsed.phrases[i].head not in {"control", "possession"}:
        return
    actor = subject_of(parsed, verb)
    yield Event(trigger=i, change="captured", targets=_controlled(parsed, i), actor=actor, controller=actor)


def _siege(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "X is under siege", "the siege of X by Y"."""
    phrases = parsed.phrases
    by = next((np for word, np in complements(parsed, i) if word in {"by", "from"} and _somebody(phrases[np])), None)
    if i and phrases[i - 1].text == "under":
        what = _copula_subject(parsed, i - 1)
        if what is not None:
            yield Event(trigger=i, change="besieged", targets=_settled(_before(parsed, what)), actor=by)
        elif i + 1 < len(phrases):
            return
        return
    if i + 2 < len(phrases) and phrases[i + 1].text in {"of", "on"} and phrases[i + 2].kind == "NP":
        verb = previous_verb(parsed, i)
        lemma = (
            phrases[verb].lemma
            if verb is not None and not any(p.kind in {"STOP", "S", "R"} for p in phrases[verb:i])
            else ""
        )
        if verb is not None and lemma in {"lift", "break", "end", "relieve"}:
            freed = _settled(targets(parsed, i + 2))
            reliever = _agent(parsed, verb, "by") if passive(parsed, verb) else subject_of(parsed, verb)
            meant: Certainty = "negated" if certainty_of(parsed, verb) == "asserted" else certainty_of(parsed, verb)
            yield Event(trigger=i, change="besieged", targets=freed, controller=reliever, nominal=True, stance=meant)
            return
        owner = i - 1 if phrases[i - 1].possessive and i else i if phrases[i].modifiers else by
        found = targets(parsed, i + 2)
        yield Event(trigger=i, change="besieged", targets=_settled(found), actor=owner, nominal=True)


def _fighting(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "clashes inside X", "the battle for X"."""
    phrases = parsed.phrases
    verb = next((k for k in range(i + 1, min(i + 4, len(phrases))) if phrases[k].kind == "V"), None)
    going = verb is not None and phrases[verb].lemma in _GOING_ON
    for word, np in (*complements(parsed, i), *(complements(parsed, verb) if verb is not None and going else ())):
        if word in {"near", "outside", "around"} or word.endswith(" of"):
            return
        if word in _INSIDE and phrases[np].naming is None:
            found = _towns(parsed, targets(parsed, np))
            if found:
                yield Event(trigger=i, change="contested", targets=found, nominal=True)
                return


def _fighting_where(parsed: Parsed, i: int) -> Iterator[Event]:
    """"X, where fighting went on"."""
    place = _where(parsed, i)
    if place is not None:
        yield Event(trigger=i, change="contested", targets=_towns(parsed, targets(parsed, place, single=True)), nominal=True)


def _leaving(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "the withdrawal of Y from X"."""
    phrases = parsed.phrases
    where = next((np for word, np in complements(parsed, i) if word in {"from", "out of"}), None)
    if where is None:
        return
    who = next((np for word, np in complements(parsed, i) if word in {"of", "by"} and _somebody(phrases[np])), None)
    if who is None:
        who = i - 1 if i and phrases[i - 1].possessive else i if phrases[i].modifiers else None
    if who is None and i and phrases[i - 1].kind == "V":
        who = subject_of(parsed, i - 1)
    if who is not None:
        yield Event(
            trigger=i, change="withdrawn", targets=targets(parsed, where), actor=who, previous=who, nominal=True
        )


def _stronghold(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "the rebel stronghold of X", "X, the army's last stronghold"."""
    phrases = parsed.phrases
    owner = i if phrases[i].modifiers or phrases[i].places else i - 1 if i and phrases[i - 1].possessive else None
    if owner is None:
        return
    if i + 2 < len(phrases) and phrases[i + 1].text == "of" and phrases[i + 2].place is not None:
        found = targets(parsed, i + 2, single=True)
    else:
        first = owner - 1 if owner != i else i - 1
        found = (
            targets(parsed, first - 1, single=True)
            if first > 0 and phrases[first].kind == "COMMA" and phrases[first - 1].kind == "NP"
            else ()
        )
    yield Event(trigger=i, change="held", targets=_settled(found), controller=owner, nominal=True, stance="asserted")


def _held_adjective(parsed: Parsed, i: int) -> Iterator[Event]:
    """ "rebel-held X" states who holds X, unless the clause goes on to tell that it changed hands."""
    own = targets(parsed, i, single=True)
    held = tuple(t for t in own if t.held_by and t.words is None and not t.stands_for)
    if held:
        yield Event(
            trigger=i, change="held", targets=tuple(replace(t, part="") for t in held), nominal=True, stance="asserted"
        )


_FRAMES: dict[str, Callable[[Parsed, int], Iterator[Event]]] = {
    "expel": _expel,
    "repel": _repel,
    "take": _take,
    "lose": _lose,
    "fall": _fall,
    "give": _give,
    "leave": _leave,
    "hold": _hold,
    "besiege": _besiege,
    "enter": _enter,
    "fight": _fight,
    "flag": _flag,
    "stay": _stay,
    "dispute": _disputed,
}
_ORDER = (
    "repel",
    "expel",
    "take",
    "lose",
    "fall",
    "give",
    "leave",
    "besiege",
    "stay",
    "hold",
    "enter",
    "fight",
    "flag",
    "dispute",
)

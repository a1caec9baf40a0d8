"""Frames of sieges: somebody encircles a place or cuts a road; a siege is laid or lifted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapper.claims.antecedents import climb
from mapper.claims.clauses import auxiliaries, clause, passive
from mapper.claims.frames.event import (
    HAVING,
    Event,
    Targets,
    agent,
    copula_subject,
    doer,
    near_verb,
    owner,
    somebody,
    somebody_behind,
    targets_before,
    ungrouped,
    where,
)
from mapper.claims.stance import certainty_of
from mapper.claims.subjects import object_of, subject_of
from mapper.claims.targets import targets

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty
    from mapper.claims.phrases import Parsed

_LYING_ROUND = frozenset({"surround", "ring", "isolate", "trap"})  # hills do so as well: an agent or "is" is needed
_BESIEGED = frozenset({"besieged", "encircled", "surrounded", "blockaded"})
_INSIDE = frozenset({"in", "inside", "at"})
_GARRISON = frozenset({"garrison", "garrisons", "defenders"})
_LIFTING = frozenset({"lift", "break", "end", "relieve"})


def besiege(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject encircles the object, or is surrounded by somebody."""
    participle = parsed.phrases[i].form in {"participle", "past_or_participle"}  # "aid reached besieged X"
    if participle and parsed.at(i - 1).kind in {"V", "P"} and parsed.at(i + 1).place is not None:
        found = ungrouped(targets(parsed, i + 1, single=True))
        yield Event(trigger=i, change="besieged", targets=found, nominal=True, stance="asserted")
        return
    if passive(parsed, i) or _within(parsed, i) is not None:
        yield from _besieged(parsed, i)
        return
    lemma, what, actor = parsed.phrases[i].lemma, object_of(parsed, i), subject_of(parsed, i)
    if what is None or actor is None or lemma == "trap":
        return
    if lemma in {"cut", "sever"}:
        yield from _cut(parsed, i, what, actor)
    elif somebody(parsed.phrases[actor]):
        found = ungrouped(targets(parsed, what))
        yield Event(trigger=i, change="besieged", targets=found, actor=actor)


def _besieged(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject is surrounded, or the place "where the garrison is encircled"."""
    what, by = subject_of(parsed, i), agent(parsed, i, "by")
    within = _within(parsed, i)
    if what is not None and within is not None and somebody(parsed.phrases[what]):  # "fighters trapped in X"
        found = ungrouped(targets(parsed, within, single=True))
        yield Event(trigger=i, change="besieged", targets=found, actor=by, controller=what)
        return
    left = what is not None and parsed.at(parsed.before(what, {"NP", "P"})).lemma == "leave"  # "left X surrounded"
    bare = parsed.phrases[i].lemma in _LYING_ROUND and by is None and not auxiliaries(parsed, i) and not left
    if what is None or bare or (by is not None and not somebody(parsed.phrases[by])):
        return
    garrison = _garrisoned(parsed, what, upto=i)
    if garrison:
        phrase = parsed.phrases[what]
        known = phrase.naming is not None or phrase.head.startswith("garrison")  # "the battalions" may be anybody's
        inside = what if known else None
        yield Event(trigger=i, change="besieged", targets=garrison, actor=by, controller=inside)
        return
    place = where(parsed, what)
    if place is not None and somebody(parsed.phrases[what]):
        found = ungrouped(targets(parsed, place))
        yield Event(trigger=i, change="besieged", targets=found, actor=by, controller=what)
    else:
        found = ungrouped(targets_before(parsed, what))
        yield Event(trigger=i, change="besieged", targets=found, actor=by)


def _within(parsed: Parsed, i: int) -> int | None:
    """The place in which somebody is surrounded."""
    near = parsed.at(i + 1).text in _INSIDE and parsed.at(i + 2).place is not None
    return i + 2 if near else None


def _garrisoned(parsed: Parsed, what: int, *, upto: int = -1) -> Targets:
    """The place that a garrison holds, none for any other noun phrase: "the army garrison in X is encircled".

    Garrisons hold those of a list before phrase `upto`.
    """
    head, link = parsed.phrases[what].head, parsed.at(what + 1).text
    stationed = link in _INSIDE and parsed.phrases[what].kind == "NP" and somebody(parsed.phrases[what])
    held = stationed or (head in _GARRISON and link in _INSIDE | {"of"})
    if not held or parsed.at(what + 2).kind != "NP":
        return ()
    return ungrouped(targets(parsed, what + 2, single=head == "garrison", upto=upto))


def _cut(parsed: Parsed, i: int, what: int, actor: int) -> Iterator[Event]:
    """The subject cuts a road, or cuts a place off."""
    phrase, found = parsed.phrases[actor], targets(parsed, what)
    armed = somebody(phrase)
    if not armed and phrase.place is not None:
        return
    roads = tuple(t for t in found if t.toponym is not None and parsed.toponyms[t.toponym].kind == "road")
    nearby = {w for p in parsed.phrases[i + 1 : i + 6] for w in p.words}
    if roads:
        yield Event(trigger=i, change="contested", targets=roads, actor=actor)
    elif armed and "off" in nearby:
        yield Event(trigger=i, change="besieged", targets=ungrouped(found), actor=actor)


def besieged_adjective(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the besieged city of X" says."""
    if _BESIEGED & set(parsed.phrases[i].words[:-1]):
        found = tuple(t for t in ungrouped(targets(parsed, i, single=True)) if not t.stands_for)
        yield Event(trigger=i, change="besieged", targets=found, nominal=True, stance="asserted")


def nominal_siege(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "X is under siege" and "the siege of X by Y" say."""
    by = somebody_behind(parsed, i, {"by", "from"})
    if parsed.at(i - 1).text == "under":
        by = owner(parsed, i) if by is None else by  # "under rebel siege"
        what, verb = copula_subject(parsed, i - 1), near_verb(parsed, i)
        if (
            verb is not None
            and parsed.phrases[verb].lemma in {"keep", "put", "place", "hold"}
            and not passive(parsed, verb)
        ):
            what, by = object_of(parsed, verb), subject_of(parsed, verb)  # "keeps X under siege"
        elif what is not None and (top := climb(parsed, what)) and parsed.at(top - 1).head in HAVING:
            by = subject_of(parsed, top - 1)
            if garrison := _garrisoned(parsed, top):  # "has the garrison at X under siege"
                yield Event(trigger=i, change="besieged", targets=garrison, actor=by, controller=top)
                return
        if what is not None:
            found = ungrouped(targets_before(parsed, what))
            yield Event(trigger=i, change="besieged", targets=found, actor=by)
    elif parsed.at(i - 1).text == "to" and parsed.at(i - 2).lemma == "subject" and passive(parsed, i - 2):
        found = ungrouped(targets_before(parsed, subject_of(parsed, i - 2)))  # "X was subjected to a siege by Y"
        yield Event(trigger=i, change="besieged", targets=found, actor=by)
    elif parsed.at(i - 1).lemma == "lay" and parsed.at(i + 1).text == "to" and parsed.at(i + 2).kind == "NP":
        found, who = ungrouped(targets(parsed, i + 2)), doer(parsed, i - 1)
        yield Event(trigger=i - 1, change="besieged", targets=found, actor=who)
    elif parsed.at(i + 1).text in {"of", "on"} and parsed.at(i + 2).kind == "NP":
        found = ungrouped(targets(parsed, i + 2))
        verb = _lifting(parsed, i)
        if verb is not None:
            meant: Certainty = certainty_of(parsed, verb)
            stance: Certainty = "negated" if meant == "asserted" else meant
            reliever = doer(parsed, verb)
            yield Event(trigger=i, change="besieged", targets=found, controller=reliever, nominal=True, stance=stance)
        else:
            whose = owner(parsed, i)
            actor = whose if whose is not None else by
            yield Event(trigger=i, change="besieged", targets=found, actor=actor, nominal=True)


def _lifting(parsed: Parsed, i: int) -> int | None:
    """The verb that ends the siege at `i`: "lifted the siege of X", "the siege of X was lifted"."""
    before = near_verb(parsed, i)
    if before is not None and parsed.phrases[before].lemma in _LIFTING:
        return before
    behind = next((k for k in range(i + 1, clause(parsed, i)[1]) if parsed.phrases[k].kind == "V"), None)
    ended = behind is not None and parsed.phrases[behind].lemma in _LIFTING and subject_of(parsed, behind) in {i, i + 2}
    return behind if ended else None

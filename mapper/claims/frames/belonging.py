"""Frames of belonging: what "to have" and "to be" say of whose a place is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mapper.claims.clauses import passive
from mapper.claims.frames.event import Event, holder, of_control, somebody, targets_before, ungrouped
from mapper.claims.subjects import subject_of
from mapper.claims.targets import targets

if TYPE_CHECKING:
    from mapper.claims.claim import Change
    from mapper.claims.phrases import Parsed

_RID = frozenset({"free", "rid", "empty", "clear", "void"})  # "X is free of rebels"
_MASTERS = frozenset({"master", "masters"})
BELONGING = _RID | _MASTERS | {"with", "theirs", "ours", "'s", "’s"}  # words by which a copula tells whose a place is
_CLOSING = frozenset({"STOP", "END", "COMMA", "C", "S"})  # behind what is simply had


def has(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the army now has X and Y" and "they had X back by noon" say; the object is a place or points to one."""
    actor, what = subject_of(parsed, i), parsed.behind(i)
    if actor is None or parsed.at(what).kind != "NP" or not somebody(parsed.phrases[actor]):
        return
    if parsed.phrases[what].words[0] in {"a", "an"}:
        return  # "has a base at X"
    found = tuple(t for t in targets(parsed, what) if t.words is None and not t.part)
    if parsed.at(what + 1).text == "back":
        yield Event(trigger=i, change="recaptured", targets=found, actor=actor, controller=actor)
    elif found and parsed.at(parsed.behind(max(t.phrase for t in found))).kind not in _CLOSING:
        return  # "has X surrounded", "have X in their sights"
    elif all(t.toponym is not None or t.stands_for == "them" for t in found):
        yield Event(trigger=i, change="held", targets=found, controller=actor)


def belongs(parsed: Parsed, i: int) -> Iterator[Event]:
    """What a copula says of whose a place is: "X is theirs", "X has been the army's", "X is free of rebels"."""
    j, what = parsed.behind(i), subject_of(parsed, i)
    whose = parsed.at(j)
    if what is not None and whose.text == "with" and parsed.at(i + 1).kind == "ADV":  # "X is still with the army"
        found = tuple(t for t in ungrouped(targets_before(parsed, what)) if t.toponym is not None)
        if somebody(parsed.at(j + 1)):
            yield Event(trigger=i, change="held", targets=found, controller=j + 1)
        return
    if what is None or whose.kind != "NP":
        return
    found = ungrouped(targets_before(parsed, what))
    if whose.text in {"theirs", "ours"} or (whose.possessive and whose.naming and parsed.at(j + 1).kind != "NP"):
        yield Event(trigger=i, change="held", targets=found, controller=j)
    elif whose.head in _RID and parsed.at(j + 1).text == "of":
        rid = parsed.behind(j + 1, {"Q", "ADV"})
        whose_control = holder(parsed, rid) if of_control(parsed, rid) else None
        if somebody(parsed.at(rid)) or whose_control is not None:
            lost_by = rid if whose_control is None else whose_control
            yield Event(trigger=i, change="lost", targets=found, previous=lost_by)
    elif whose.head in _MASTERS and parsed.at(j + 1).text == "of" and somebody(parsed.phrases[what]):
        yield Event(trigger=i, change="held", targets=targets(parsed, j + 2), controller=what)


def declare(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the army declared X free of rebels" and "X was declared free of rebels" say."""
    told, actor = passive(parsed, i), subject_of(parsed, i)
    free = parsed.behind(i if told else i + 1)
    rid = parsed.behind(free + 1, {"Q", "ADV"})
    if actor is None or parsed.at(free).text not in _RID or parsed.at(free + 1).text != "of":
        return
    if not somebody(parsed.at(rid)):
        return
    change: Change = "lost" if told else "captured"
    found = ungrouped(targets_before(parsed, actor) if told else targets(parsed, i + 1, single=True))
    winner = actor if somebody(parsed.phrases[actor]) else None
    if told or winner is not None:
        yield Event(
            trigger=i, change=change, targets=found, actor=winner, controller=winner, previous=rid, stance="claimed"
        )

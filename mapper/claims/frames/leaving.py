"""Frames of leaving: somebody loses a place, withdraws from it, or hands it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.clauses import auxiliaries, clause, complements, passive, previous_verb
from mapper.claims.frames.event import (
    VEHICLES,
    Event,
    Targets,
    Who,
    agent,
    doer,
    done_to,
    enumerated,
    gapped,
    last_of,
    metonym,
    of_control,
    out_of_relative,
    owner,
    somebody,
    somebody_behind,
    targets_at,
    targets_before,
    targets_or_controlled,
    towns,
    ungrouped,
    unnamed_behind,
)
from mapper.claims.stance import certainty_of
from mapper.claims.subjects import object_of, subject_of
from mapper.claims.targets import Target, targets
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_AWAY = frozenset({"from", "out of"})
_SOMEWHERE = frozenset({"from", "out of", "to", "into", "towards", "toward", "of"})
_WHEN = frozenset({"after", "when", "once", "as"})
_CEDING = frozenset({"cede", "hand", "give", "yield", "surrender", "relinquish", "leave"})
_OBJECT_LEFT = frozenset({"desert", "abandon", "evacuate", "vacate", "leave"})
_GOING_AWAY = frozenset({"withdraw", "retreat", "depart", "pull"})  # they take no place as object


def lose(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject loses the object, perhaps "to" somebody."""
    loser, what, to = doer(parsed, i), done_to(parsed, i), agent(parsed, i, "to")
    if loser is not None and not metonym(parsed, loser):
        phrase = parsed.phrases[loser]
        if phrase.place is not None and phrase.naming is None:
            return  # "X lost its market"
    found = targets_before(parsed, what) if passive(parsed, i) else targets_or_controlled(parsed, what)
    found = enumerated(parsed, i, found, what) if what is not None else found
    found = (*found, *gapped(parsed, i)) if found else ()
    if parsed.phrases[i].lemma == "surrender":
        yield Event(trigger=i, change="handed_over", targets=found, actor=loser, controller=to, previous=loser)
    else:
        winner = to if to is not None else _cause(parsed, i)
        yield Event(trigger=i, change="lost", targets=found, controller=winner, previous=loser)


def _cause(parsed: Parsed, i: int) -> Who:
    """The actor whose attack is given as the reason: "because of army raids"."""
    attacks = english().nouns["attack"]
    nouns = (np for _, np in complements(parsed, i) if parsed.phrases[np].head in attacks)
    return next((np for np in nouns if parsed.phrases[np].modifiers), None)


def leave(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject, an actor, leaves the object or goes from the place behind "from"."""
    lemma, actor = parsed.phrases[i].lemma, doer(parsed, i)
    if actor is None and passive(parsed, i) and lemma in {"withdraw", "pull"}:
        actor = subject_of(parsed, i)  # "were withdrawn"
    if actor is None or not (somebody(parsed.phrases[actor]) or parsed.phrases[actor].place is not None):
        return
    phrase = parsed.phrases[actor]
    if phrase.head in VEHICLES and phrase.naming is None and not phrase.modifiers:
        return  # a convoy may be anybody's
    if (lemma == "pull" and not _pulls_out(parsed, i)) or _resulting(parsed, i):
        return
    successor = agent(parsed, i, "to") if lemma in {"leave", "abandon"} else _ceded_to(parsed, i)
    found = _left(parsed, i)
    if not found and lemma in _GOING_AWAY:
        found = _just_taken(parsed, i)
    found = found or _made_way(parsed, i, actor) or _told_to_have_left(parsed, i)
    yield Event(trigger=i, change="withdrawn", targets=found, actor=actor, controller=successor, previous=actor)


def _ceded_to(parsed: Parsed, i: int) -> Who:
    """To whom those who leave give up control: "withdrew from X, ceding control to Y"."""
    k = next((k for k in range(i + 1, len(parsed.phrases)) if parsed.phrases[k].kind == "V"), None)
    if k is None or parsed.phrases[k].form != "gerund" or not of_control(parsed, object_of(parsed, k)):
        return None
    return agent(parsed, k, "to") if parsed.phrases[k].lemma in _CEDING else None


def _just_taken(parsed: Parsed, i: int) -> Targets:
    """What men go away from whom the sentence told to have come: "seized X and then withdrew to their bases"."""
    before = previous_verb(parsed, i)
    sourced = any(word in _AWAY for word, _ in complements(parsed, i)) or parsed.at(i + 1).kind == "NP"
    if before is None or sourced or passive(parsed, before):
        return ()
    came = parsed.phrases[before].lemma in english().frames["take"] | english().frames["enter"]
    if not came or subject_of(parsed, before) != subject_of(parsed, i) or certainty_of(parsed, before) != "asserted":
        return ()  # "failed to take X and withdrew"
    what = object_of(parsed, before)
    what = unnamed_behind(parsed, before, {"into", "in"}) if what is None else what
    return tuple(replace(t, part="") for t in ungrouped(targets_at(parsed, what)) if t.part != "edge")


def _told_to_have_left(parsed: Parsed, i: int) -> Targets:
    """The place told of before that men say they have left: "The army said it had withdrawn to spare civilians"."""
    told = parsed.phrases[i].lemma in _GOING_AWAY and parsed.at(parsed.before(i, {"X", "ADV"})).text in {"it", "they"}
    said = parsed.at(parsed.before(i, {"X", "ADV", "NP"})).lemma in english().stance["say"]
    perfect = "had" in auxiliaries(parsed, i) and not passive(parsed, i)
    anywhere = any(word in _SOMEWHERE for word, _ in complements(parsed, i)) or parsed.at(i + 1).kind == "NP"
    if not (told and said and perfect) or anywhere:
        return ()
    return (Target(phrase=parsed.before(i, {"X", "ADV"}), stands_for="it", elided=True),)


def _made_way(parsed: Parsed, i: int, who: int) -> Targets:
    """What others moved into when men had gone from it: "the army entered X after the rebels withdrew"."""
    lo, _ = clause(parsed, i)
    before = previous_verb(parsed, lo - 1) if parsed.at(lo - 1).text in _WHEN else None
    sourced = any(word in _AWAY for word, _ in complements(parsed, i)) or parsed.at(i + 1).kind == "NP"
    if before is None or sourced or parsed.phrases[before].lemma not in english().frames["enter"]:
        return ()
    if subject_of(parsed, before) in {None, who} or certainty_of(parsed, before) != "asserted":
        return ()
    what = object_of(parsed, before)
    what = unnamed_behind(parsed, before, {"into", "in"}) if what is None else what
    return tuple(t for t in ungrouped(targets_at(parsed, what)) if not t.part and not t.stands_for)


def fall_back(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "units have fallen back from X" says."""
    if "back" in parsed.at(i + 1).words:
        yield from leave(parsed, i)


def _pulls_out(parsed: Parsed, i: int) -> bool:
    """Whether "pull" means going away: "pulled back", "pulled its men out of"."""
    near = {p.text for p in parsed.phrases[i + 1 : i + 3]}
    return bool(near & {"out", "back", "out of", "from"}) or any(w in _AWAY for w, _ in complements(parsed, i))


def _resulting(parsed: Parsed, i: int) -> bool:
    """Whether "leaving X" only tells what came of it: "leaving X encircled", "leaving X in rebel hands"."""
    what = object_of(parsed, i) if parsed.phrases[i].lemma == "leave" else None
    if what is None or what < i:
        return False
    last = what
    while parsed.at(last + 1).kind in {"C", "COMMA"} and _listed(parsed.at(last + 2)):
        last += 2
    after = parsed.at(parsed.behind(last))
    state = after.kind == "P" and after.text in {"in", "under", "with", "without"}
    gerund = parsed.phrases[i].form == "gerund" and parsed.at(i - 1).kind != "V"  # "began leaving X under a deal"
    return after.form in {"participle", "past_or_participle"} or (state and gerund)


def _listed(phrase: Phrase) -> bool:
    """Whether a noun phrase goes on a list of places: another place, "its suburbs"."""
    return phrase.place is not None or (phrase.kind == "NP" and phrase.words[0] in {"its", "their"})


def _left(parsed: Parsed, i: int) -> Targets:
    """The targets that are left: the subject of a passive verb, those behind "from", the object."""
    lemma, is_passive = parsed.phrases[i].lemma, passive(parsed, i)
    found: Targets = ()
    if is_passive and lemma in _OBJECT_LEFT:
        found = targets_before(parsed, subject_of(parsed, i))
    if not found:
        found = _left_from(parsed, i)
    sourced = any(word in _AWAY for word, _ in complements(parsed, i))  # "from villages south of X"
    if not found and not sourced and lemma in {"withdraw", "retreat", "pull", "fall"}:
        found = _left_behind(parsed, i)
    if not found and not is_passive:
        found = out_of_relative(parsed, subject_of(parsed, i), _AWAY)
    if not found and not is_passive and lemma not in _GOING_AWAY:
        found = _left_whole(parsed, object_of(parsed, i))
    return found


def _left_whole(parsed: Parsed, what: int | None) -> Targets:
    """What is left as the object: a place, or the town of "left their positions in X"."""
    town = last_of(parsed, what, own=True) if what is not None else None
    return towns(parsed, targets(parsed, town)) if town is not None else targets_at(parsed, what)


def _left_from(parsed: Parsed, i: int) -> Targets:
    """What is left: behind each "from" of "from A and from B and C"."""
    first = unnamed_behind(parsed, i, _AWAY)
    if first is not None and (town := last_of(parsed, first, own=True)) is not None:
        return towns(parsed, targets(parsed, town))  # "withdrew from all positions in X"
    found = targets_at(parsed, first)
    if first is None or not found:
        return found
    k = max(t.phrase for t in found) + 1
    while parsed.at(k).kind == "C" and parsed.at(k + 1).text in _AWAY and parsed.at(k + 2).kind == "NP":
        more = targets_at(parsed, k + 2)
        if not more:
            break
        found, k = (*found, *more), max(t.phrase for t in more) + 1
    return found


def _left_behind(parsed: Parsed, i: int) -> Targets:
    """The place that men withdraw to the edge of, or to the south of: they were in it."""
    for word, np in complements(parsed, i):
        own = targets_at(parsed, np)
        if word.endswith(" of") and word.split()[0] in english().directions | {"outside"}:
            return own
        if word == "to" and own and all(t.part == "edge" for t in own):
            return tuple(replace(t, part="") for t in own)
    return ()


def give(parsed: Parsed, i: int) -> Iterator[Event]:
    """The subject hands the object over to somebody, or gives it up."""
    lemma, to = parsed.phrases[i].lemma, agent(parsed, i, "to")
    if lemma == "give" and parsed.at(i + 1).text == "up" and to is None:
        giver, what = doer(parsed, i), done_to(parsed, i)
        if passive(parsed, i) and what is not None:
            yield Event(
                trigger=i, change="withdrawn", targets=targets_before(parsed, what), actor=giver, previous=giver
            )
        elif what is not None and giver is not None:
            yield Event(trigger=i, change="withdrawn", targets=targets(parsed, what), actor=giver, previous=giver)
        return
    nearby = {w for p in parsed.phrases[i + 1 : i + 4] for w in p.words}
    if lemma in {"turn", "give"} and not nearby & {"over", "back", "control", "up"}:
        return
    if to is None and lemma not in {"surrender", "hand"}:
        return
    giver, what = doer(parsed, i), done_to(parsed, i)
    if passive(parsed, i) and what is not None and not of_control(parsed, what):
        found = targets_before(parsed, what)
    else:
        found = targets_or_controlled(parsed, what)
    yield Event(trigger=i, change="handed_over", targets=found, actor=giver, controller=to, previous=giver)


def nominal_leaving(parsed: Parsed, i: int) -> Iterator[Event]:
    """What "the withdrawal of Y from X" says."""
    place = next((np for word, np in complements(parsed, i) if word in _AWAY), None)
    if place is None:
        return
    who = somebody_behind(parsed, i, {"of"})
    by = somebody_behind(parsed, i, {"by"})
    if who is None and by is not None and parsed.at(by - 2).head not in english().nouns["take"]:
        who = by
    if who is None:
        who = owner(parsed, i)
    if who is None and parsed.at(i - 1).kind == "V":
        who = subject_of(parsed, i - 1)
    if who is not None:
        found = targets(parsed, place)
        yield Event(trigger=i, change="withdrawn", targets=found, actor=who, previous=who, nominal=True)

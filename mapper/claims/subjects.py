"""Subjects and objects: who does what to which among the phrases of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.antecedents import RANKS, antecedent, climb, qualified
from mapper.claims.clauses import (
    LIGHT,
    auxiliaries,
    bare_participle,
    named_beside,
    outside,
    owned,
    passive,
    previous_verb,
    spoken_on,
    subject_behind,
    written,
)
from mapper.claims.lying import measures
from mapper.claims.phrases import DASHES, STRETCHES
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed

_VERBAL = frozenset({"X", *LIGHT})  # what stands between a subject and its verb
_ALLIES = frozenset({"allies", "partners", "proxies", "militias", "backers", "supporters"})
_SOME = frozenset({"repeated", "earlier", "previous", "false", "unverified", "conflicting", "initial", "fresh"})
_DEEPEST = 6  # clauses do not nest deeper in reports
_FINITE = frozenset({"past", "third", "base", "past_or_participle"})


def object_of(parsed: Parsed, i: int) -> int | None:
    """The noun phrase that a verb acts on: behind it, or before it in a relative clause."""
    j = parsed.behind(i, LIGHT)
    if parsed.at(j).text == "for" and parsed.at(j + 1).text in STRETCHES:
        j = parsed.behind(j + 1, LIGHT)  # "has held for months"
    if parsed.at(j).kind == "P" and parsed.at(j).text in {"off", "over", "up", "back", "out"}:
        j = parsed.behind(j, LIGHT)
    if (
        parsed.at(j).text == "from"
        and parsed.at(j + 1).kind == parsed.at(j + 2).kind == "NP"
        and not parsed.at(j + 1).possessive
    ):
        j += 2  # "took from the rebels the villages of X and Y"
    if parsed.at(j).kind == "NP":
        return owned(parsed, j) if parsed.at(j).possessive else j
    subject = _plain_subject(parsed, i)
    if subject is None:
        return _shared_object(parsed, i)
    while parsed.at(subject - 1).kind == "C" and parsed.at(subject - 2).naming is not None:
        subject -= 2  # "which A and B took"
    return antecedent(parsed, subject - 1) if parsed.at(subject - 1).kind == "R" else None


def _shared_object(parsed: Parsed, i: int) -> int | None:
    """What a second verb of a relative clause acts on: "X, which the army took on Monday and lost on Friday"."""
    joint = parsed.before(i, _VERBAL)
    if parsed.at(parsed.behind(i, LIGHT)).kind == "NP":
        return None
    before = previous_verb(parsed, joint) if parsed.at(joint).kind in {"C", "COMMA"} else None
    if before is None or any(p.kind in {"STOP", "S", "R"} for p in parsed.phrases[before:i]):
        return None
    found = object_of(parsed, before)
    return found if found is not None and found < before else None


def _plain_subject(parsed: Parsed, i: int) -> int | None:
    """The noun phrase right before a verb and its auxiliaries, prepositional phrases left out."""
    j = parsed.before(i, _VERBAL)
    return climb(parsed, j) if parsed.at(j).kind == "NP" else None


def subject_of(parsed: Parsed, i: int, *, depth: int = 0) -> int | None:
    """The noun phrase that a verb (at phrase `i`) has as its subject, None where there is none in the sentence."""
    if depth > _DEEPEST:
        return None
    j = parsed.before(i, _VERBAL)
    j = outside(parsed, j + 2) - 1 if parsed.at(j + 1).text == ")" else j  # "the Lion Army (LA) took X"
    match parsed.at(j).kind:
        case "END":
            found = subject_behind(parsed, i)
        case "NP":
            found = _right_before(parsed, i, j, depth)
        case "T":
            found = _governor_subject(parsed, j, depth)
        case "R":
            found = antecedent(parsed, j)
        case "COMMA":
            found = _behind_comma(parsed, i, j, depth)
        case "C" | "P" | "S":
            found = _behind_joint(parsed, i, j, depth)
        case "V":
            found = _told_aside(parsed, j)
            found = subject_of(parsed, j, depth=depth + 1) if found is None else found
        case "STOP":
            gerund = parsed.phrases[i].form == "gerund"  # "left X - days after taking it"
            found = _shared(parsed, j, depth) if gerund else _before_dashes(parsed, j)
        case _:
            found = None
    return found


def _told_aside(parsed: Parsed, v: int) -> int | None:
    """The place of a relative clause in which somebody speaks at phrase `v`: "X, which N said had fallen"."""
    if parsed.at(v).lemma not in english().stance["say"]:
        return None
    who = _plain_subject(parsed, v)
    if who is not None and parsed.phrases[who].pronoun and parsed.at(who - 1).kind == "NP":
        return who - 1  # "territory they say has been occupied"
    return antecedent(parsed, who - 1) if who is not None and parsed.at(who - 1).kind == "R" else None


def _behind_joint(parsed: Parsed, i: int, j: int, depth: int) -> int | None:
    """The subject of a verb behind a conjunction or preposition: the one that it shares, else one behind it."""
    if parsed.at(j).text == "from" and _prevented(parsed, j):
        return j - 1  # "stopped the rebels from taking X"
    if (saying := spoken_on(parsed, i, j)) is not None:
        return subject_of(parsed, saying, depth=depth + 1)
    shared = _shared(parsed, j, depth)
    return shared if shared is not None else subject_behind(parsed, i)


def _prevented(parsed: Parsed, j: int) -> bool:
    """Whether somebody is kept from what the gerund behind "from" at `j` says."""
    verb = parsed.at(parsed.before(j, {"NP", *LIGHT}))
    return parsed.at(j - 1).kind == "NP" and verb.lemma in english().verb_sets["preventing"]


def _right_before(parsed: Parsed, i: int, j: int, depth: int) -> int | None:
    """The subject of a verb that has a noun phrase right before it."""
    if "being" in auxiliaries(parsed, i):
        return j  # "reports of X being captured"
    if bare_participle(parsed, i):
        return predicated(parsed, qualified(parsed, j))
    if parsed.phrases[i].form == "gerund" and _tells_of(parsed, j):
        return j
    if parsed.phrases[i].form == "gerund" and parsed.phrases[j].head in written():
        return _shared(parsed, j, depth)  # "released a statement saying"
    if parsed.phrases[j].head in english().directions and len(parsed.phrases[j].words) == 1:
        above = parsed.before(j, LIGHT)
        j = above if parsed.at(above).naming is not None else j  # "the rebels further south captured X"
    found = meanwhile(parsed, i, j)
    found = climb(parsed, _first_of_pair(parsed, j)) if found is None else found
    found = before_relative(parsed, i, found)
    # "In Hama captured ...": the noun phrase belongs to a free prepositional phrase
    return found if found is not None else _shared(parsed, j, depth)


def _tells_of(parsed: Parsed, j: int) -> bool:
    """Whether the gerund behind a noun phrase tells what it does: "with A holding", "ended in A leaving"."""
    link, before = parsed.at(j - 1).text, parsed.at(j - 2)
    claimed = link in {"of", "about"} and before.head in english().stance["claims"]
    return claimed or link == "with" or (link in {"in", "to"} and before.lemma in english().verb_sets["ending"])


def before_relative(parsed: Parsed, i: int, found: int | None) -> int | None:
    """Who does what a finite verb says behind a relative clause: the troops of "troops who fought Y took X".

    `found` is the noun phrase before the verb, which the relative clause may have as its object.
    """
    if found is None:
        return None
    v = parsed.before(found, LIGHT)
    inner = parsed.at(v)
    told = inner.kind == "V" and inner.form != "gerund" and inner.lemma not in english().stance["say"]
    r = parsed.before(v, _VERBAL) if told else -1
    while parsed.at(r).kind == "T" and parsed.at(r - 1).kind == "V":  # "an official who wished to remain unnamed said"
        r = parsed.before(r - 1, _VERBAL)
    finite = parsed.phrases[i].form in _FINITE or bool(auxiliaries(parsed, i))
    who = parsed.at(r).kind == "R" and parsed.at(r).text == "who" and parsed.at(r - 1).kind == "NP"
    return antecedent(parsed, r) if who and finite and not bare_participle(parsed, i) else found


def meanwhile(parsed: Parsed, i: int, j: int) -> int | None:
    """Who does what a finite verb says while a gerund tells what else he does: "troops besieging X took Y"."""
    v = parsed.before(j + 1, {"NP", "P", *LIGHT})
    verb, who = parsed.at(v), parsed.at(v - 1)
    finite = parsed.phrases[i].form in _FINITE or bool(auxiliaries(parsed, i))
    armed = who.naming is not None or who.head in english().armed["forces"] | english().armed["men"]
    busy = verb.form == "gerund" and not auxiliaries(parsed, v) and who.kind == "NP" and armed
    return climb(parsed, v - 1) if finite and busy and parsed.at(v - 2).text not in {"with", "of"} else None


def predicated(parsed: Parsed, np: int) -> int:
    """What a noun phrase is said of: X of "X is the first town reported to have fallen"; itself for any other."""
    copula = parsed.before(np)
    words = parsed.phrases[np].words
    ranked = words[0] == "the" and (set(words) & (RANKS | {"only"}) or any(w.endswith("est") for w in words[1:-1]))
    subject = climb(parsed, copula - 1) if ranked and parsed.at(copula).kind == "X" else None
    return np if subject is None or parsed.at(copula - 1).kind != "NP" else subject


def _first_of_pair(parsed: Parsed, j: int) -> int:
    """The first of two actors who act together: A of "A and B took"."""
    second = parsed.at(j)
    allied = second.kind == "NP" and second.words[0] in {"its", "their"} and second.head in _ALLIES
    both = (second.naming is not None or allied) and parsed.at(j - 2).naming is not None
    listed = parsed.at(j - 3).kind == "COMMA" and parsed.at(j - 4).naming is not None
    said = parsed.at(j - 3).lemma in english().stance["say"]
    free = not listed and (said or parsed.at(j - 3).kind not in {"V", "P", "T", "C"})
    joined = parsed.at(j - 1).kind == "C" and parsed.at(j - 1).text != "but"
    return j - 2 if both and free and joined and parsed.at(j - 2).kind == "NP" else _first_of_several(parsed, j)


def _first_of_several(parsed: Parsed, j: int) -> int:
    """The first of three or more actors who act together: A of "A, B and C took", which opens the sentence."""
    first, link = j, parsed.before(j, {"COMMA"})
    if parsed.at(j).naming is None or parsed.at(link).text != "and":
        return j
    armed = english().armed["forces"] | english().armed["men"]
    while parsed.at(link).kind in {"C", "COMMA"}:
        k = parsed.before(link, {"COMMA"})
        if parsed.at(k).kind != "NP" or not (parsed.at(k).naming or parsed.at(k).head in armed):
            break
        first, link = k, k - 1
    whole = parsed.at(first - 1).kind in {"END", "TIME"} and parsed.at(first).naming is not None
    return first if whole else j


def _shared(parsed: Parsed, j: int, depth: int) -> int | None:
    """The subject of the verb before phrase `j`, which another one shares."""
    before = previous_verb(parsed, _insertion(parsed, j))
    found = -1 if before is None else before
    inner = next((k for k in range(found + 1, j) if parsed.phrases[k].kind == "S"), j)  # "fled when X was lost, and V"
    copulas = (k for k in range(inner - 1, found, -1) if parsed.phrases[k].kind == "X")
    copula = next((k for k in copulas if parsed.at(parsed.behind(k, LIGHT)).kind in {"NP", "P"}), found)
    return subject_of(parsed, copula, depth=depth + 1) if copula >= 0 else None


def _insertion(parsed: Parsed, j: int) -> int:
    """Where a relative clause that ends at the comma before "and" begins, phrase `j` itself where none does.

    "The army drove out the rebels, who had held X, and took Y": whoever took Y drove them out.
    """
    if parsed.at(j).kind != "C" or parsed.at(j - 1).kind != "COMMA":
        return j
    kinds = [p.kind for p in parsed.phrases[:j]]
    opens = next((k for k in range(j - 2, 0, -1) if kinds[k] in {"R", "STOP"}), 0)
    inside = kinds[opens:j]
    aside = kinds[opens] == "R" and kinds[opens - 1] == "COMMA" and "V" in inside and inside.count("COMMA") == 1
    return opens if aside and "V" in kinds[:opens] else j


def governor_of(parsed: Parsed, t: int) -> int:
    """What governs the infinitive that opens at `t`, insertions left out: "were able, under fire, to take X"."""
    g = parsed.before(t, {"ADV", "Q", "TIME"})
    if parsed.at(g).text == "on" and parsed.at(g - 1).lemma == "go":
        return g - 1  # "went on to take X"
    if parsed.at(g).kind != "COMMA":
        return g
    opens = parsed.before(g, {"P", "NP", "ADV", "TIME"})
    able = parsed.at(opens).kind == "COMMA" and parsed.at(opens - 1).head == "able"
    return opens - 1 if able else g


def _governor_subject(parsed: Parsed, j: int, depth: int) -> int | None:
    """The subject of an infinitive: that of the verb that governs it, or whoever is made to act."""
    g = governor_of(parsed, j)
    g = parsed.before(j, _VERBAL) if parsed.at(g).kind in _VERBAL else g
    governor = parsed.at(g)
    if governor.kind == "V":
        return subject_of(parsed, g, depth=depth + 1)
    if governor.text == "about":  # "is about to take X"
        who = parsed.before(g, _VERBAL)
        return climb(parsed, who) if parsed.at(who).kind == "NP" else None
    if governor.kind != "NP":
        return _shared(parsed, g, depth) if governor.kind == "C" else None
    if parsed.at(parsed.before(g)).kind == "X":  # "was able to", "is ready to"
        return subject_of(parsed, parsed.before(g), depth=depth + 1)
    attempt = g - 2 if parsed.at(g - 1).text == "by" else g  # "foiled an attempt by rebels to take X"
    own = g if beaten_off(parsed, attempt) else _whose_it_is(parsed, g)
    if own is not None:
        return own
    return _shared(parsed, g, depth) if previous_verb(parsed, g) is not None else climb(parsed, g)


def beaten_off(parsed: Parsed, g: int) -> bool:
    """Whether a noun phrase is an attempt that a verb of stopping has as its object."""
    phrase, verb = parsed.phrases[g], parsed.at(parsed.before(g, LIGHT))
    tries = phrase.kind == "NP" and phrase.head in english().stance["plan_nouns"]
    return tries and verb.lemma in english().verb_sets["stopping"] | english().verb_sets["preventing"]


def _whose_it_is(parsed: Parsed, g: int) -> int | None:
    """Who is to do what the infinitive behind the noun phrase at `g` says, where that noun phrase tells it."""
    governor = parsed.phrases[g]
    if governor.head in english().stance["claims"] and parsed.at(g - 1).possessive:
        return g - 1  # "the army's claim to have taken"
    meant = english().stance["plan_nouns"] | english().stance["claims"]
    planned = governor.modifiers and governor.head in meant  # "the rebels plan to take X"
    told = set(governor.words[:-1]) - english().small["determiners"] - english().small["adjectives"] - _SOME
    planned = planned or (governor.head in english().stance["claims"] and bool(told))  # "rebel claims to have taken"
    claimed = parsed.at(g - 1).text == "by" and parsed.at(g - 2).head in english().stance["claims"]
    asked = parsed.at(parsed.before(g, LIGHT)).lemma in english().verb_sets["asking"]
    made = governor.naming is not None and parsed.at(g - 1).text == "for"
    return g if planned or asked or claimed or made else None


def _behind_comma(parsed: Parsed, i: int, j: int, depth: int) -> int | None:
    """The subject of a verb right behind a comma: shared, or before an insertion between two commas."""
    verb, shared = parsed.phrases[i], _shared(parsed, j, depth)
    bare = verb.form == "past_or_participle" and bare_participle(parsed, i)
    finite = verb.kind == "X" or bool(auxiliaries(parsed, i)) or verb.form in _FINITE
    if finite and not bare:
        opening = _opening_comma(parsed, j)
        takes = verb.lemma in english().frames["take"] | english().frames["lose"]
        if takes and not passive(parsed, i) and _shared_object(parsed, i) is not None:
            return shared  # "X, which the army took on Monday, lost on Friday and retook"
        if opening is not None:
            found = climb(parsed, _first_of_pair(parsed, outside(parsed, opening) - 1))
            if found is not None and named_beside(parsed, found, j):
                return j - 1
            apart = found is not None and parsed.at(found - 1).kind == "COMMA" and measures(parsed.phrases[found])
            return climb(parsed, found - 2) if found is not None and apart else found
        if shared is not None:
            return shared
    if passive(parsed, i) and parsed.at(j - 1).kind == "NP":
        free = climb(parsed, j - 1)
        return free if free is not None else shared
    return shared


def _before_dashes(parsed: Parsed, j: int) -> int | None:
    """The subject before an insertion that the dash at `j` closes: "both towns - near the border - are calm"."""
    dashes = (k for k in range(j - 1, 0, -1) if parsed.phrases[k].kind == "STOP")
    opening = next(dashes, None)
    if opening is None or {parsed.phrases[k].text for k in (opening, j)} - DASHES:
        return None
    opens = opening + 1 + (parsed.at(opening + 1).kind == "V" and bare_participle(parsed, opening + 1))
    inside = {p.kind for p in parsed.phrases[opens:j]}
    plain = parsed.at(opening - 1).kind == "NP" and not inside & {"V", "X"}
    return climb(parsed, opening - 1) if plain else None


def _opening_comma(parsed: Parsed, j: int) -> int | None:
    """The comma before an insertion that the comma at `j` closes, None where a clause stands between them."""
    commas = (k for k in range(j - 1, 0, -1) if parsed.phrases[k].kind == "COMMA")
    opening = next((k for k in commas if parsed.phrases[outside(parsed, k) - 1].kind == "NP"), None)
    if opening is None:
        return None
    agent = parsed.at(opening - 2).text == "by" and parsed.at(opening - 3).kind == "V"
    if agent and parsed.at(opening - 4).kind == "COMMA":
        opening -= 4  # "the army, backed by A, B and C, took X"
    inside = [p.kind for p in parsed.phrases[opening + 1 : j]]
    return opening if "X" not in inside or "R" in inside else None

"""How a statement is meant: asserted, planned or negated, and whether it is hedged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.claims.clauses import auxiliaries, clause, passive, previous_verb
from mapper.claims.subjects import beaten_off, governor_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty
    from mapper.claims.phrases import Parsed

TRYING = frozenset({"try", "attempt", "seek"})
_FUTURE = frozenset({"will", "would", "shall", "'ll"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must"})
_NEGATIVE = frozenset(
    {"not", "never", "no longer", "n't", "'t", "cannot", "yet to", "has yet", "have yet", "neither", "nor"}
)
_ONLY_THOUGHT = frozenset({"would", "could", "might", "'d"})
_STILL_TO_COME = frozenset({"will", "shall", "may", "should", "must", "can", "'ll"})
_PROOF = frozenset({"confirmation", "verification", "acknowledgement", "acknowledgment"})
_PROVED = frozenset({"confirmed", "verified", "true", "correct", "proven"})
_ASKING = frozenset({"confirm", "know", "ask", "verify", "see", "check"})
_USING = frozenset({"use", "exploit"})
_COMING = frozenset({"take", "begin", "start", "follow", "come", "happen", "require", "need", "proceed", "continue"})
_DECLARING = frozenset({"declare", "see", "want", "have", "get", "pronounce"})
_FORCING = frozenset({"force", "compel", "lead", "allow", "enable", "prompt", "help", "oblige", "cause"})
_NOUN_PREPOSITIONS = frozenset({"at", "of", "for", "on", "from", "in"})  # a plan "of taking", a bid "at taking"
_GERUNDS: dict[str, Certainty] = {
    "consider": "planned",
    "plan": "planned",
    "avoid": "negated",
    "stop": "negated",
    "halt": "negated",
}
_PREPOSITIONS: dict[str, Certainty] = {"without": "negated", "instead of": "negated"}
_CONDITIONS = frozenset({"if", "unless", "even if", "in case", "should"})
_PRESENT = frozenset({"is", "are", "has", "have", "been"})
_BEFORE = frozenset({"before", "until"})
_UNDER_WAY = frozenset({"progress", "headway", "advances", "gains"})
_SINGLED_OUT = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only"})
_OPEN_PLANS = frozenset({"battle", "offensive", "attack", "assault", "operation", "campaign"})


def certainty_of(parsed: Parsed, i: int) -> Certainty:
    """How the sentence means the verb or noun at phrase `i`, attribution left aside."""
    words = set(auxiliaries(parsed, i))
    if words & _NEGATIVE or _nobody(parsed, i) or _almost(parsed, i):
        return "negated"
    if words & _FUTURE or (words & _POSSIBLE and "have" not in words) or _supposed(parsed, i):
        return "planned"
    if parsed.phrases[i].form == "gerund" and not words and _opens(parsed, i) and _only_thought(parsed, i):
        return "planned"  # "taking X would open the road"
    j = parsed.before(i, {"ADV", "X", "NEG", "Q"})
    if parsed.at(j).kind == "T":
        done = "have" in words and parsed.at(parsed.before(j)).kind == "NP"  # "the only city to have been taken"
        return "asserted" if done else _infinitive(parsed, j)
    return _governed(parsed, i, j, plain=not words) if parsed.phrases[i].kind == "V" else "asserted"


def _almost(parsed: Parsed, i: int) -> bool:
    """Whether a deed is not quite done: "had almost captured X"."""
    before = parsed.at(i - 1)
    return parsed.phrases[i].kind == "V" and before.kind == "ADV" and before.head in {"almost", "nearly"}


def _supposed(parsed: Parsed, i: int) -> bool:
    """Whether a clause tells what may be: behind "if", or in the present behind "before" in a story of the past."""
    lo, _ = clause(parsed, i)
    until = (
        k + 1 for k in range(i - 1, lo - 1, -1) if parsed.phrases[k].kind == "P" and parsed.phrases[k].text in _BEFORE
    )
    lo = next(until, lo)
    opener = parsed.at(lo - 1)
    if opener.kind not in {"S", "P"} or opener.text not in _CONDITIONS | _BEFORE or _is_main(parsed, lo, i):
        return False
    if _asks(parsed, lo - 1):
        return False
    if opener.text in _CONDITIONS:
        return True
    main = previous_verb(parsed, lo - 1)
    words = set(auxiliaries(parsed, i))
    now = words <= _PRESENT if words else parsed.phrases[i].form in {"third", "base"}
    told = set(auxiliaries(parsed, main)) if main is not None else set()
    if main is not None and told & _FUTURE:
        return True  # "would not stop before X was back in its hands"
    if main is None or not now:
        return False
    return parsed.phrases[main].form in {"past", "past_or_participle", "participle"}


def _asks(parsed: Parsed, i: int) -> bool:
    """Whether a phrase opens a question: "whether", the "if" of "would not confirm if X had fallen"."""
    asks = parsed.at(i).text == "if" and parsed.at(i - 1).lemma in english().stance["deny"] | _ASKING
    return parsed.at(i).text == "whether" or asks


def _is_main(parsed: Parsed, lo: int, i: int) -> bool:
    """Whether phrase `i` is past the comma that ends the clause which opens at `lo`: "if X falls, the army ..."."""
    verbs = [k for k in range(lo, i) if parsed.phrases[k].kind in {"V", "X"} or parsed.phrases[k].head in _PROVED]
    commas = [k for k in range(lo, i) if parsed.phrases[k].kind == "COMMA"]
    return bool(verbs and commas) and any(verbs[0] < k for k in commas)


def _opens(parsed: Parsed, i: int) -> bool:
    """Whether a phrase opens its clause, so that a gerund there may be a subject."""
    return parsed.at(i - 1).kind in {"END", "STOP", "S", "COMMA"} or parsed.at(i - 1).lemma in english().stance["say"]


def _nobody(parsed: Parsed, i: int) -> bool:
    """Whether a verb has nobody as its subject: "neither side has entered X", "no soldier holds X"."""
    if parsed.phrases[i].kind != "V":
        return False
    j = parsed.before(i, {"X", "ADV", "NEG", "Q"})
    nobody, subject = {"no", "nobody", "none", "neither"}, parsed.at(j)
    counts = subject.words[1:2] in {("fewer",), ("less",), ("doubt",)}
    before = parsed.at(j - 1).text in nobody | {"nor"}  # "neither the army nor the rebels"
    if parsed.at(j - 1).kind == "X" and parsed.at(j - 2).text == "nor":
        return True  # "nor did the rebels take X"
    return subject.kind == "NP" and (before or (subject.words[0] in nobody and not counts))


def _governed(parsed: Parsed, i: int, j: int, *, plain: bool) -> Certainty:
    """How a verb is meant whose governor, if it has one, is phrase `j`; a `plain` one has no auxiliaries."""
    governor = parsed.at(j)
    found: Certainty = "asserted"
    match governor.kind:
        case "NP" if plain and parsed.at(j - 1).lemma in _DECLARING:
            found = certainty_of(parsed, j - 1)  # "is expected to declare X liberated"
        case "P":
            found = "planned" if _nearly(parsed, j) else _prepositional(parsed, j)
        case "V" if parsed.phrases[i].form == "gerund":
            found = _GERUNDS.get(governor.lemma, "asserted")
        case "C" if parsed.phrases[i].form == "base":
            found = _coordinated(parsed, j)
    return found


def _coordinated(parsed: Parsed, j: int) -> Certainty:
    """How a bare second verb is meant: as the first, in "will storm and capture", "to storm and capture"."""
    edges = {"V", "STOP", "S", "R"}
    k = next((k for k in range(j - 1, -1, -1) if parsed.phrases[k].kind in edges), -1)
    return certainty_of(parsed, k) if parsed.at(k).form == "base" else "asserted"


def _infinitive(parsed: Parsed, t: int) -> Certainty:
    """How an infinitive is meant, which its governor tells."""
    plan_nouns = english().stance["plan_nouns"] | {"able", "ability"}
    g = governor_of(parsed, t)
    tried = parsed.at(g).kind == "NP" and (beaten_off(parsed, g) or _failed(parsed, t))  # "foiled an attempt to take X"
    if parsed.at(g).kind == "NEG" or tried:
        return "negated"
    means = _means(parsed, t)
    first = _singled_out(parsed, g) if means is None else certainty_of(parsed, means)
    if first is not None:
        return first
    claim = parsed.at(g).kind == "NP" and parsed.at(g).head in {"claim", "claims"}  # "the rebels' claim to have taken"
    done = parsed.at(g).kind == "NP" and "successful" in parsed.at(g).words  # "a successful attack to drive them out"
    by = parsed.at(g - 1).text == "by" and parsed.at(g - 2).head in english().stance["claims"]  # "a claim by rebels"
    if claim or by or done or parsed.at(g).text == "had" or _only_to(parsed, t):  # "had to leave" is done
        return "asserted"
    if parsed.at(g).kind == "NP" and parsed.at(g - 1).text == "by" and parsed.at(g - 2).kind == "V":
        return _by_governor(parsed, g - 2)  # "was reported by N to have taken"
    while g > 0 and parsed.phrases[g].kind == "NP" and not set(parsed.phrases[g].words) & plan_nouns:
        g = parsed.before(g, {"ADV"})
        if parsed.phrases[g].kind == "V":  # "forced the rebels to withdraw", "launched an attack to take"
            return certainty_of(parsed, g) if parsed.phrases[g].lemma in _FORCING else "planned"
    return _by_governor(parsed, g)


def _failed(parsed: Parsed, t: int) -> bool:
    """Whether the attempt that an infinitive tells of is said to have failed: "an attempt to retake X failed"."""
    g = parsed.before(t, {"ADV", "TIME"})
    while parsed.at(g - 1).kind == "P" and parsed.at(g - 2).kind == "NP":
        g -= 2  # "an attempt by the rebels to"
    tried = parsed.at(g).head in english().stance["plan_nouns"] and parsed.at(g - 1).kind in {
        "END",
        "STOP",
        "COMMA",
        "C",
    }
    verb = next((k for k in range(t + 2, len(parsed.phrases)) if parsed.phrases[k].kind == "V"), None)
    return tried and verb is not None and parsed.phrases[verb].lemma in english().stance["fail"] | {"collapse"}


def _means(parsed: Parsed, t: int) -> int | None:
    """The verb by which a place was taken: "used the storm to take X", "took advantage of the chaos to seize it"."""
    frames, g = english().frames, parsed.before(t, {"NP", "P", "ADV", "TIME"})
    used = parsed.at(g).lemma in _USING or (parsed.at(g).kind == "V" and "advantage" in parsed.at(g + 1).words)
    return g if used and parsed.at(t + 1).lemma in frames["take"] | frames["enter"] else None


def _singled_out(parsed: Parsed, g: int) -> Certainty | None:
    """How "the first town to fall", at phrase `g`, is meant: as the verb that says that something is it."""
    while parsed.at(g).kind == "NP" and parsed.at(g - 1).kind == "P" and parsed.at(g - 2).kind == "NP":
        g -= 2  # "the first town in Hama to fall"
    noun = parsed.at(g)
    told = noun.head in english().kinds or noun.words[1:] == (noun.head,)  # "the second town to", "the second to"
    if noun.kind != "NP" or not told or not set(noun.words) & _SINGLED_OUT:
        return None
    before = parsed.before(g, {"ADV", "Q"})
    if parsed.at(before).kind == "X":  # "is the first", "will be the first"
        words = {p.text for p in parsed.phrases[max(0, before - 2) : before + 1]}
        return "planned" if words & (_FUTURE | _POSSIBLE) else "asserted"
    return certainty_of(parsed, before) if parsed.at(before).kind == "V" else "asserted"


def _only_to(parsed: Parsed, t: int) -> bool:
    """Whether an infinitive tells what came of it: "only to lose it", "only for the army to regain it"."""
    lo = parsed.before(t, {"NP", "P"}) if parsed.at(t - 1).kind == "NP" else t - 1
    return parsed.at(lo).text == "only" and parsed.at(lo + 1).text in {"for", "to"}


def _by_governor(parsed: Parsed, g: int) -> Certainty:
    """How an infinitive is meant right behind its governor: "fails to take", "is able to take", "is to take"."""
    stance, governor = english().stance, parsed.at(g)
    if governor.lemma in stance["fail"] or _thwarted(parsed, g) or _in_vain(parsed, g):
        return "negated"
    managed = governor.lemma in stance["manage"] and governor.lemma not in {"move", "use"}
    able = governor.kind == "NP" and "able" in governor.words and not {"n't", "'t"} & set(governor.words)
    return certainty_of(parsed, g) if managed or able else "planned"


def _in_vain(parsed: Parsed, g: int) -> bool:
    """Whether the sentence tells that what was tried failed: "tried to retake X and failed", "without success"."""
    if parsed.at(g).lemma not in TRYING:
        return False
    for k in range(g + 1, len(parsed.phrases)):
        phrase, before = parsed.phrases[k], parsed.phrases[k - 1]
        failed = phrase.lemma in english().stance["fail"] and before.kind == "C" and parsed.at(k + 1).kind != "T"
        if (
            failed
            or (phrase.head == "success" and "without" in {before.text, *phrase.words})
            or phrase.text == "no success"
            or phrase.text in {"in vain", "vain"}
        ):
            return True
    return False


def _thwarted(parsed: Parsed, g: int) -> bool:
    """Whether the governor of an infinitive is an attempt that failed: "were stopped while attempting to enter"."""
    trying = parsed.at(g).lemma in TRYING
    if not trying or parsed.phrases[g].form != "gerund" or parsed.at(g - 1).text not in {"when", "while", "as"}:
        return False
    before = previous_verb(parsed, g - 1)
    stops = english().verb_sets["preventing"] | english().verb_sets["stopping"]
    return before is not None and parsed.phrases[before].lemma in stops and passive(parsed, before)


def _nearly(parsed: Parsed, p: int) -> bool:
    """Whether what a gerund says is not yet done: "is close to taking", "made headway in taking"."""
    word, before = parsed.phrases[p].text, parsed.at(p - 1)
    close = word in {"close to", "near to"} or (word == "to" and before.text in {"near", "close", "closer"})
    return close or (word == "in" and bool(set(before.words) & _UNDER_WAY))


def _prepositional(parsed: Parsed, p: int) -> Certainty:
    """How a gerund is meant behind a preposition: "without taking", "aimed at taking", "by taking"."""
    word, before = parsed.phrases[p].text, parsed.at(p - 1)
    if word in _PREPOSITIONS:
        return _PREPOSITIONS[word]
    if word == "before":  # "swept into X before losing it": what came before happened, so this did
        earlier = previous_verb(parsed, p)
        return certainty_of(parsed, earlier) if earlier is not None else "planned"
    if word not in _NOUN_PREPOSITIONS or before.kind == "END":
        return "asserted"
    stance, lemma = english().stance, before.lemma or before.head
    prevented = word == "from" and (lemma in english().verb_sets["preventing"] or before.kind == "NP")
    if prevented or (word == "in" and lemma in {"fail", "failed"}):
        return "negated"
    if word == "in" and lemma in {"succeed", "succeeded"}:
        return "asserted"
    return "planned" if lemma in stance["plan"] or set(before.words) & stance["plan_nouns"] else "asserted"


def nominal_certainty(parsed: Parsed, i: int) -> Certainty:
    """How a noun of taking or losing is meant, which the verb that governs it tells: "plans the capture of X"."""
    plans = english().stance["plan_nouns"] - _OPEN_PLANS
    lo, _ = clause(parsed, i)
    if (_only_thought(parsed, i) and weighed_at(parsed) is None) or _aimed_at(parsed, i):
        return "planned"
    for k in range(i - 1, lo - 1, -1):
        phrase = parsed.phrases[k]
        if phrase.kind == "V":
            if phrase.lemma in english().verb_sets["planning"]:
                return "planned"
            found = certainty_of(parsed, k)
            return found if found in {"planned", "negated"} and k == i - 1 else "asserted"
        if phrase.kind == "NP" and set(phrase.words) & plans and k >= i - 2:
            return "planned"
    return "asserted"


def weighed_at(parsed: Parsed) -> int | None:
    """Where a sentence weighs what others have told: at the "if" of "If confirmed, the capture of X would be"."""
    conditions = (k for k, phrase in enumerate(parsed.phrases) if phrase.text == "if")
    return next((k for k in conditions if set(parsed.at(k + 1).words) & _PROVED), None)


def _aimed_at(parsed: Parsed, i: int) -> bool:
    """Whether a noun is what something is for: "a base for the capture of X", "the battle for the liberation of Y"."""
    before, what = parsed.at(i - 1), parsed.at(i - 2)
    return before.text == "for" and what.kind == "NP" and what.head in english().stance["means"]


def _only_thought(parsed: Parsed, i: int) -> bool:
    """Whether a noun is the subject of what would come of it: "the capture of X would open the road"."""
    j = parsed.behind(i, {"P", "NP", "C"})  # a day, or "later", stands only with what was done
    happened = parsed.at(j + 1).text in {"have", "later"}
    if parsed.at(j).kind != "X" or happened:
        return False
    if set(parsed.at(j).words) & _ONLY_THOUGHT:
        return True
    verb = parsed.behind(j, {"X", "ADV", "NEG"})  # "will take months", "must be prevented", but "will open the road"
    coming = parsed.at(verb).lemma in _COMING or (parsed.at(verb).kind == "V" and passive(parsed, verb))
    return coming and bool(set(parsed.at(j).words) & _STILL_TO_COME)


def hedged(parsed: Parsed, i: int) -> bool:
    """Whether the clause of phrase `i` is hedged without naming a speaker: "reportedly", "is said to"."""
    phrases, words = parsed.phrases, set(auxiliaries(parsed, i))
    lo, hi = clause(parsed, i)
    if any(p.kind == "ADV" and p.head in english().stance["hedges"] for p in phrases[lo:hi]):
        return True
    if any(_asks(parsed, k) for k in range(max(0, lo - 1), i)):
        return True
    if any(p.head in _PROOF and p.words[0] == "no" for p in phrases[:i]):
        return True  # "there was no confirmation that"
    reported = any("reported" in p.words and p.kind == "V" for p in phrases[max(0, lo - 3) : i])
    if reported and any(p.words == ("it",) for p in phrases[:i]):  # "it was reported that"
        return True
    if (words & _POSSIBLE and "have" in words) or weighed_at(parsed) is not None:
        return True
    j = parsed.before(i, {"X", "ADV"})
    return parsed.at(j).kind == "T" and parsed.at(j - 1).lemma in english().verb_sets["saying_of"]


def only_reported(parsed: Parsed, i: int) -> bool:
    """Whether the words before phrase `i` speak of reports rather than facts: "unconfirmed reports that"."""
    reports, media = english().stance["reports"], english().stance["media"]
    nouns = (set(p.words) for p in parsed.phrases[:i] if p.kind == "NP")
    return any(words & reports and not words & media for words in nouns)

"""How a statement is meant and who makes it: certainty of a verb, claimants of a stretch of sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.claims.clauses import auxiliaries, subject_of
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty
    from mapper.claims.phrases import Parsed, Phrase

_FUTURE = frozenset({"will", "would", "shall", "'ll"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must"})
_PLAN_PREPOSITIONS = frozenset({"before", "instead of", "for", "toward", "towards"})
_HEDGES = frozenset({"reportedly", "allegedly", "purportedly", "apparently", "supposedly", "seemingly", "ostensibly"})
_REPORT_NOUNS = frozenset(
    {"reports", "report", "rumours", "rumors", "claims", "accounts", "claim", "suggestions", "allegations"}
)
_MEDIA = frozenset({"footage", "video", "videos", "images", "photographs", "photos", "pictures"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A stretch of phrases (half open) and who answers for what it says.

    `claimant` is the range of phrases that names the speaker, None where nobody is named.
    """

    first: int
    last: int
    speaker: int | None
    claimant: tuple[int, int] | None
    denies: bool = False


def certainty_of(parsed: Parsed, i: int) -> Certainty:
    """How the sentence means the verb or noun at phrase `i`, attribution left aside."""
    words = auxiliaries(parsed, i)
    if any(
        w in {"not", "never", "no longer", "n't", "cannot", "yet to", "has yet", "have yet", "neither", "nor"}
        for w in words
    ):
        return "negated"
    if any(w in _FUTURE for w in words) or (any(w in _POSSIBLE for w in words) and "have" not in words):
        return "planned"
    j = i - 1
    while j >= 0 and parsed.phrases[j].kind in {"ADV", "X", "NEG", "Q"}:
        j -= 1
    if j < 0:
        return "asserted"
    phrase = parsed.phrases[j]
    if phrase.kind == "T":
        return _infinitive(parsed, j)
    declared = phrase.kind == "NP" and j > 0 and parsed.phrases[j - 1].kind == "V" and parsed.phrases[i].kind == "V"
    if declared and not words and parsed.phrases[j - 1].lemma in {"declare", "see", "want", "have", "get", "pronounce"}:
        return certainty_of(parsed, j - 1)  # "is expected to declare X liberated"
    if phrase.kind == "P" and parsed.phrases[i].kind == "V":
        return _prepositional(parsed, j)
    if phrase.kind == "V" and phrase.verb is not None and parsed.phrases[i].form == "gerund":
        lemma = phrase.lemma
        return (
            "planned"
            if lemma in {"consider", "plan"}
            else "negated"
            if lemma in {"avoid", "stop", "halt"}
            else "asserted"
        )
    if phrase.kind == "C" and parsed.phrases[i].kind == "V":
        return _coordinated(parsed, i, j)
    return "asserted"


def _coordinated(parsed: Parsed, i: int, j: int) -> Certainty:
    """A bare second verb shares the stance of the first: "will storm and capture", "to storm and capture"."""
    verb = parsed.phrases[i].verb
    if verb is None or verb.form != "base":
        return "asserted"
    for k in range(j - 1, -1, -1):
        phrase = parsed.phrases[k]
        if phrase.kind == "V" and phrase.verb is not None:
            return certainty_of(parsed, k) if phrase.form == "base" else "asserted"
        if phrase.kind in {"STOP", "S", "R"}:
            break
    return "asserted"


def _infinitive(parsed: Parsed, t: int) -> Certainty:  # noqa: PLR0911 -- one return a governor
    """An infinitive takes its stance from what governs it."""
    stance, phrases = english().stance, parsed.phrases
    g = t - 1
    while g >= 0 and phrases[g].kind in {"ADV", "Q", "TIME"}:
        g -= 1
    if g >= 0 and phrases[g].kind == "NEG":
        return "negated"
    while (
        g > 0 and phrases[g].kind == "NP" and not set(phrases[g].words) & (stance["plan_nouns"] | {"able", "ability"})
    ):
        # "forced the rebels to withdraw", "launched an attack to take": look at the verb behind the object
        if phrases[g - 1].kind == "V":
            lemma = phrases[g - 1].lemma
            if lemma in {"force", "compel", "lead", "allow", "enable", "prompt", "help", "oblige", "cause"}:
                return certainty_of(parsed, g - 1)
            return "planned"
        g -= 1
    if g < 0:
        return "planned"
    phrase = phrases[g]
    if phrase.kind == "NP":
        return certainty_of(parsed, g) if "able" in phrase.words and "n't" not in phrase.words else "planned"
    if phrase.kind == "X":
        return "planned"  # "is to take"
    if phrase.kind == "V" and phrase.verb is not None:
        lemma = phrase.lemma
        if lemma in stance["fail"]:
            return "negated"
        if lemma in stance["manage"] and lemma not in {"move", "use"}:
            return certainty_of(parsed, g)
    return "planned"


def _prepositional(parsed: Parsed, p: int) -> Certainty:
    """A gerund behind a preposition: "without taking", "aimed at taking", "by taking"."""
    word, before = parsed.phrases[p].text, parsed.phrases[p - 1] if p else None
    if word == "without":
        return "negated"
    if word in {"instead of", "before"}:
        return "planned" if word == "before" else "negated"
    stance = english().stance
    if before is not None and word in {"at", "of", "for", "on", "from", "in"}:
        lemma = before.lemma or before.head
        if word == "from" and lemma in {"stop", "prevent", "keep", "block", "deter"}:
            return "negated"
        if word == "from" and before.kind == "NP":
            return "negated"
        if word == "in" and lemma in {"succeed", "succeeded"}:
            return "asserted"
        if word == "in" and lemma in {"fail", "failed"}:
            return "negated"
        if lemma in stance["plan"] or set(before.words) & stance["plan_nouns"]:
            return "planned"
    return "asserted"


def hedged(parsed: Parsed, i: int) -> bool:
    """Whether the clause of phrase `i` is hedged without naming a speaker: "reportedly", "is said to"."""
    phrases = parsed.phrases
    lo, hi = clause(parsed, i)
    if any(p.kind == "ADV" and p.head in _HEDGES for p in phrases[lo:hi]):
        return True
    if any("reported" in p.words and p.kind == "V" for p in phrases[max(0, lo - 3) : i]) and any(
        p.words == ("it",) for p in phrases[:i]
    ):
        return True
    words = auxiliaries(parsed, i)
    if any(w in _POSSIBLE for w in words) and "have" in words:
        return True
    j = i - 1
    while j >= 0 and phrases[j].kind in {"X", "ADV"}:
        j -= 1
    if j > 0 and phrases[j].kind == "T":
        g = phrases[j - 1]
        return g.kind == "V" and g.lemma in {
            "say",
            "report",
            "believe",
            "claim",
            "think",
            "allege",
            "appear",
            "seem",
            "understand",
        }
    return False


def clause(parsed: Parsed, i: int) -> tuple[int, int]:
    """The phrases (half open) of the clause that phrase `i` stands in."""
    phrases = parsed.phrases
    lo = i
    while lo > 0 and phrases[lo - 1].kind not in {"STOP", "S", "R"} and not _clause_edge(parsed, lo - 1):
        lo -= 1
    hi = i + 1
    while hi < len(phrases) and phrases[hi].kind not in {"STOP", "S"} and not _clause_edge(parsed, hi):
        hi += 1
    return lo, hi


def _clause_edge(parsed: Parsed, k: int) -> bool:
    """Whether a conjunction or comma at `k` parts two clauses with verbs of their own."""
    from mapper.claims.clauses import starts_clause

    phrases = parsed.phrases
    if phrases[k].kind == "C":
        return starts_clause(parsed, k + 1)
    return phrases[k].kind == "COMMA" and k + 1 < len(phrases) and phrases[k + 1].kind == "V"


def attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """Who answers for which part of a sentence, the narrowest last."""
    found = [*_according(parsed), *_headline(parsed), *_said(parsed)]
    return tuple(sorted(found, key=lambda a: a.first - a.last))


def _said(parsed: Parsed) -> Iterator[Attribution]:
    stance, phrases = english().stance, parsed.phrases
    for i, phrase in enumerate(phrases):
        if phrase.kind != "V" or phrase.verb is None:
            continue
        lemma = phrase.lemma
        denies = lemma in stance["deny"]
        if lemma not in stance["say"] and not denies:
            continue
        if phrase.form == "participle" or (i and phrases[i - 1].kind == "T"):
            continue
        yield from _one_saying(parsed, i, denies=denies)


def _one_saying(parsed: Parsed, i: int, *, denies: bool) -> Iterator[Attribution]:
    phrases, end = parsed.phrases, len(parsed.phrases)
    be = any(w in {"is", "was", "were", "are", "been", "be"} for w in auxiliaries(parsed, i))
    behind = (
        i + 1 < end
        and phrases[i + 1].kind == "NP"
        and _closes(parsed, i + 2)
        and i > 0
        and phrases[i - 1].kind in {"COMMA", "Q"}
    )
    speaker = i + 1 if behind else subject_of(parsed, i)
    if be:
        speaker = None
    if speaker is not None and not _may_speak(phrases[speaker], parsed):
        speaker = None
        if not be:
            return
    words = _speaker_words(parsed, speaker) if speaker is not None else None
    if (behind or _closes(parsed, i + 1)) and (speaker is None or speaker > 0):
        lo = 0
        first = min(i, speaker if speaker is not None else i)
        stop = first
        yield Attribution(first=lo, last=stop, speaker=speaker, claimant=words, denies=denies)
        return
    last = _until(parsed, i + 1)
    inserted = (
        speaker is not None
        and 0 < speaker < i
        and _comma_before(parsed, speaker)
        and i + 1 < end
        and phrases[i + 1].kind == "COMMA"
    )
    if inserted:  # "X fell, the army said, and Y is next": what stands on both sides is said
        yield Attribution(first=0, last=last, speaker=speaker, claimant=words, denies=denies)
        return
    yield Attribution(first=i + 1, last=last, speaker=speaker, claimant=words, denies=denies)


def _comma_before(parsed: Parsed, i: int) -> bool:
    """Whether a comma opens the noun phrase that ends at `i`."""
    words = _speaker_words(parsed, i)
    return words[0] > 0 and parsed.phrases[words[0] - 1].kind in {"COMMA", "Q"}


def _closes(parsed: Parsed, j: int) -> bool:
    """Whether nothing but time, place and full stop stands behind phrase `j`."""
    phrases = parsed.phrases
    while j < len(phrases):
        phrase = phrases[j]
        if phrase.kind in {"TIME", "STOP", "Q", "ADV", "PAREN"} or (
            phrase.kind == "NP" and phrase.head in {"address", "post", "statement", "briefing", "interview", "update"}
        ):
            j += 1
        elif (
            phrase.kind == "P"
            and phrase.text in {"in", "on", "via", "from", "by"}
            and j + 1 < len(phrases)
            and phrases[j + 1].kind == "NP"
        ):
            j += 2
        elif (
            phrase.kind == "COMMA"
            and j + 1 < len(phrases)
            and phrases[j + 1].kind == "V"
            and phrases[j + 1].lemma in {"cite", "add", "quote", "write"}
        ):
            return True
        else:
            return False
    return True


def _until(parsed: Parsed, j: int) -> int:
    """Where the words of a speaker end: at a semicolon, or at "but" and "while" with a speaker of their own."""
    phrases, stance = parsed.phrases, english().stance
    for k in range(j, len(phrases)):
        if phrases[k].text == ";" or (phrases[k].text in {"but", "while", "whereas", "although", "though"} and k > j):
            rest = phrases[k + 1 :]
            speaks = any(p.kind == "V" and (p.lemma in stance["say"] | stance["deny"]) for p in rest)
            if speaks or phrases[k].text == ";":
                return k
    return len(phrases)


def _may_speak(phrase: Phrase, parsed: Parsed) -> bool:
    """Whether a noun phrase can be a source: not a place, unless a capital stands for its government."""
    if phrase.place is not None:
        return parsed.toponyms[phrase.place].kind in {"metonym", "country"}
    return phrase.head not in {"there", "which", "that"}


def _speaker_words(parsed: Parsed, i: int) -> tuple[int, int]:
    """The phrases that name a speaker: the noun phrase, what it is coordinated with, "of" and "in" behind it."""
    phrases = parsed.phrases
    lo, hi = i, i + 1
    while lo > 1 and phrases[lo - 1].kind == "P" and phrases[lo - 2].kind == "NP":
        lo -= 2
    while lo > 1 and phrases[lo - 1].kind == "C" and phrases[lo - 2].kind == "NP" and phrases[lo - 2].place is None:
        lo -= 2
    while lo > 1 and phrases[lo].possessive is False and phrases[lo - 1].kind == "NP" and phrases[lo - 1].possessive:
        lo -= 1
    while (
        hi + 1 < len(phrases)
        and phrases[hi].kind in {"P", "C"}
        and phrases[hi].text in {"of", "for", "in", "and", "from"}
        and phrases[hi + 1].kind == "NP"
    ):
        nxt = hi + 2
        if phrases[hi].text == "and" and (
            phrases[hi + 1].place is not None or (nxt < len(phrases) and phrases[nxt].kind == "X")
        ):
            break
        hi += 2
        if hi - 1 > i and parsed.phrases[hi - 1].kind == "NP" and hi < len(phrases) and phrases[hi].kind == "V":
            break
    return lo, hi


def _according(parsed: Parsed) -> Iterator[Attribution]:
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases[:-1]):
        if phrase.text in {"according to", "per"} or (phrase.kind == "V" and phrase.text == "citing"):
            j = i + 1
            if phrases[j].kind != "NP":
                continue
            lo, hi = 0, len(phrases)
            for k in range(i - 1, -1, -1):
                if phrases[k].text in {";", "but", "while"}:
                    lo = k + 1
                    break
            for k in range(j + 1, len(phrases)):
                if phrases[k].text in {";", "but", "while"}:
                    hi = k
                    break
            speaker = None if phrases[j].head in _REPORT_NOUNS else j
            words = _speaker_words(parsed, j) if speaker is not None else None
            yield Attribution(first=lo, last=hi, speaker=speaker, claimant=words)


def _headline(parsed: Parsed) -> Iterator[Attribution]:
    """ "X falls to rebels: monitor", "Army: X is ours"."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        if phrase.kind != "STOP" or phrase.text not in {":", "-", "–", "—", "--"}:
            continue
        rest = [p for p in phrases[i + 1 :] if p.kind not in {"STOP", "Q"}]
        short = len(rest) == 1 and rest[0].kind == "NP" and rest[0].place is None
        if short:
            j = phrases.index(rest[0])
            yield Attribution(first=0, last=i, speaker=j, claimant=(j, j + 1))
        elif (
            i == 1
            and phrases[0].kind == "NP"
            and phrases[0].naming is not None
            and phrases[0].naming.role == "voice"
            and phrase.text == ":"
        ):
            yield Attribution(first=2, last=len(phrases), speaker=0, claimant=(0, 1))


def reported_nouns(parsed: Parsed, first: int, last: int) -> bool:
    """Whether the stretch speaks of reports rather than of facts: "unconfirmed reports that", "footage showed"."""
    return any(
        set(p.words) & _REPORT_NOUNS for p in parsed.phrases[first:last] if p.kind == "NP" and not set(p.words) & _MEDIA
    )

"""Who answers for what a sentence says: speakers and the stretch that each of them is quoted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.claims.clauses import LIGHT, bare_participle
from mapper.claims.saying import CITING, COLONS, SOURCES, Attribution, attributed, end_of_words, said
from mapper.claims.speaking import nameless, owner_speaking, speaking_behind
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed, Phrase

_PARTING = frozenset({";", "but", "while"})  # what ends the stretch that "according to" speaks for
_BEING = frozenset({"is", "are", "was", "were"})
_SAYING_OF = _BEING | {"do", "does", "did"}
_TRUE = frozenset({"true", "correct", "accurate", "correspond"})
_ISSUING = frozenset({"make", "issue", "release", "publish"})  # "the claim made by the army"
_LONGEST = 4  # words of a source that a headline ends with


def attributions(parsed: Parsed) -> tuple[Attribution, ...]:
    """Who answers for which part of a sentence, the narrowest last."""
    found = [*_according(parsed), *_accounts(parsed), *_nouns(parsed), *_headline(parsed), *said(parsed)]
    found = [*found, *_belied(parsed, found)]
    clipped = (_inside(one, found) for one in found)
    return tuple(sorted(clipped, key=lambda a: (a.rank, a.first - a.last)))


def _inside(one: Attribution, others: Sequence[Attribution]) -> Attribution:
    """A source whose words end where those begin, or end, that somebody behind them speaks."""
    if one.trailing or one.rank:
        return one
    trailing = [o for o in others if o.trailing and one.first <= o.last < one.last]
    ends = [o.first if o.first > one.first else o.last for o in trailing]
    return replace(one, last=min([one.last, *ends]))


def source_of(parsed: Parsed, i: int, sources: Sequence[Attribution]) -> Attribution | None:
    """Who answers for phrase `i`: the narrowest source round it that is named; nobody for what is said aside."""
    around = [s for s in reversed(sources) if s.first <= i < s.last]
    source = around[0] if around else None
    if source is not None and not source.denies:  # of "N said X was reported to have fallen" N
        source = next((s for s in around if s.speaker is not None), source)
    return None if source is not None and source.trailing and _aside(parsed, i, source) else source


def _aside(parsed: Parsed, i: int, source: Attribution) -> bool:
    """Whether phrase `i` stands between two commas inside somebody's words: "X, which they hold, is calm, he said"."""
    goes_on = any(
        parsed.phrases[k].kind == "COMMA" and any(p.kind in {"V", "X"} for p in parsed.phrases[k : source.last])
        for k in range(i + 1, source.last)
    )
    if not goes_on:
        return False
    if bare_participle(parsed, i) and parsed.at(parsed.before(i)).kind == "COMMA":
        return True
    for k in range(i - 1, source.first, -1):
        kind = parsed.phrases[k].kind
        if kind == "R":
            return parsed.phrases[k - 1].kind == "COMMA"
        if kind in {"COMMA", "STOP", "S"}:
            return False
    return False


# --- sources without a verb of saying ---


def _according(parsed: Parsed) -> Iterator[Attribution]:
    """What "according to" and "citing" attribute."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        citing = phrase.lemma in CITING and phrase.form == "gerund"
        if not (citing or phrase.text in SOURCES) or parsed.at(i + 1).kind != "NP":
            continue
        speaker = speaking_behind(parsed, i + 1)
        ends = speaker.words[1]
        speaking = None if nameless(parsed, speaker.head) else speaker
        first = next((k + 1 for k in range(i - 1, -1, -1) if phrases[k].text in _PARTING), 0)
        last = next((k for k in range(ends, len(phrases)) if phrases[k].text in _PARTING), len(phrases))
        yield attributed(speaking, first, last, rank=int(citing))


def _accounts(parsed: Parsed) -> Iterator[Attribution]:
    """What "by the army's account" attributes."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        told = phrase.kind == "NP" and phrase.head in english().stance["accounts"]
        if told and parsed.at(i - 1).possessive and parsed.at(i - 2).text in {"by", "in", "on"}:
            yield attributed(owner_speaking(parsed, i), 0, len(phrases))
        elif told and parsed.at(i - 1).text == "by" and parsed.at(i + 1).text == "of" and parsed.at(i + 2).kind == "NP":
            yield attributed(speaking_behind(parsed, i + 2), 0, len(phrases))  # "by the account of the army"


def _nouns(parsed: Parsed) -> Iterator[Attribution]:
    """What a noun of saying attributes: "claims by the rebels that", "the army's announcement of"."""
    for i, phrase in enumerate(parsed.phrases):
        if phrase.kind != "NP" or phrase.head not in english().stance["claims"] or _denied(parsed, i):
            continue
        by = i + 2 if parsed.at(i + 1).lemma in _ISSUING and bare_participle(parsed, i + 1) else i + 1
        if parsed.at(by).text == "by" and parsed.at(by + 1).kind == "NP":
            speaker = speaking_behind(parsed, by + 1)
        elif parsed.at(i - 1).possessive:
            speaker = owner_speaking(parsed, i)
        else:
            if _opens_content(parsed, i + 1):
                yield from _claims_inside(parsed, i)
            continue
        start = max(i + 1, speaker.words[1])
        start += parsed.at(start).kind == "TIME"
        if _opens_content(parsed, start):
            yield attributed(speaker, start, end_of_words(parsed, start))


def _belied(parsed: Parsed, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """What reports are told to be false: "Reports that X has fallen are untrue", "Claims of X falling are"."""
    phrases, stance = parsed.phrases, english().stance
    for i, phrase in enumerate(phrases):
        if (
            phrase.kind != "NP"
            or phrase.head not in stance["reports"] | stance["claims"] | {"news"}
            or not (parsed.at(i + 1).kind == "S" or parsed.at(i + 1).text in {"of", "about"})
        ):
            continue
        if parsed.at(i - 1).text == "contrary to":
            yield from _contrary(parsed, i, found)
        copulas = (k for k in range(i + 3, len(phrases)) if phrases[k].kind == "X" and phrases[k].head in _SAYING_OF)
        close = next((k for k in copulas if _false(parsed, k)), None)
        if close is not None:
            teller = next((o for o in found if o.trailing and o.first <= i), None)
            words = attributed(None, i + 1, close, denies=True)
            yield replace(teller, first=i + 1, last=close, denies=True, trailing=False) if teller else words


def _contrary(parsed: Parsed, i: int, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """What is contradicted, by whoever says something else: "Contrary to reports that X fell, the army said"."""
    comma = next((k for k in range(i + 1, len(parsed.phrases)) if parsed.phrases[k].kind == "COMMA"), i + 1)
    teller = next((o for o in found if o.speaker is not None), attributed(None, 0, 0))
    yield replace(teller, first=i + 1, last=comma, denies=True, trailing=False)


def _false(parsed: Parsed, k: int) -> bool:
    """Whether a copula or "do" at `k` says that something is false: "are untrue", "do not correspond to the facts"."""
    near = {w for p in parsed.phrases[k + 1 : k + 4] for w in p.words}
    untrue = parsed.at(k + 1).kind == "NEG" and near & _TRUE
    return bool(untrue or (parsed.phrases[k].head in _BEING and near & english().stance["false"]))


def _denied(parsed: Parsed, i: int) -> bool:
    """Whether a noun phrase is what a verb of denying denies: "denied the rebels' claim that"."""
    k = parsed.before(i, {"NP", *LIGHT})
    return parsed.at(k).lemma in english().stance["deny"]


def _opens_content(parsed: Parsed, j: int) -> bool:
    """Whether what was claimed begins at phrase `j`."""
    return parsed.at(j).kind in {"S", "R", "T"} or parsed.at(j).text == "of"


def _claims_inside(parsed: Parsed, i: int) -> Iterator[Attribution]:
    """What a noun of saying attributes to whoever qualifies it: "rebel and army claims of"."""
    phrase, before = parsed.phrases[i], parsed.at(i - 2)
    if len(phrase.words) == 1 or not phrase.modifiers:
        return
    joined = parsed.at(i - 1).kind == "C" and before.kind == "NP" and parsed.at(i - 3).kind in {"END", "COMMA", "STOP"}
    first = before.start if joined else phrase.start
    first += parsed.sentence.tokens[first].lower in english().small["determiners"]
    words = attributed(None, i + 1, end_of_words(parsed, i + 1))
    yield replace(words, speaker=i, claimant=(i - 2 if joined else i, i + 1), tokens=(first, phrase.end - 1))


def _headline(parsed: Parsed) -> Iterator[Attribution]:
    """What a colon or dash attributes: "X falls to rebels: monitor", "Army: X is ours"."""
    phrases = parsed.phrases
    for i, phrase in enumerate(phrases):
        if phrase.kind != "STOP" or phrase.text not in COLONS or _hyphen(parsed, phrase):
            continue
        rest = [j for j in range(i + 1, len(phrases)) if phrases[j].kind not in {"STOP", "Q"}]
        if rest and _closing_source(parsed, rest):
            speaker = None if nameless(parsed, rest[0]) else speaking_behind(parsed, rest[0])
            yield attributed(speaker, 0, i, trailing=True)
        elif i > 0 and phrase.text == ":" and _opening_source(parsed, i):
            yield attributed(speaking_behind(parsed, 0), i + 1, len(phrases))


def _hyphen(parsed: Parsed, phrase: Phrase) -> bool:
    """Whether a dash stands inside a word: "an 18-month siege"."""
    tokens, k = parsed.sentence.tokens, phrase.start
    return 0 < k < len(tokens) - 1 and tokens[k - 1].end == tokens[k].start and tokens[k].end == tokens[k + 1].start


def _closing_source(parsed: Parsed, rest: list[int]) -> bool:
    """Whether what stands behind a colon or dash is a source and nothing else."""
    found = [parsed.phrases[j] for j in rest]
    if any(p.kind not in {"NP", "P"} for p in found) or found[0].kind != "NP" or found[0].place is not None:
        return False
    words = [word for p in found for word in p.words]
    return len(words) <= _LONGEST and (len(found) == 1 or _voice(found[0]))


def _opening_source(parsed: Parsed, colon: int) -> bool:
    """Whether what stands before a colon is a source and nothing else."""
    before = parsed.phrases[:colon]
    return all(p.kind in {"NP", "P"} for p in before) and _voice(before[0])


def _voice(phrase: Phrase) -> bool:
    """Whether a noun phrase is somebody who speaks: a voice, a body, an official."""
    naming = phrase.naming
    return (naming is not None and naming.role == "voice") or phrase.head in english().speakers

"""The control events of a sentence: each verb and noun read by the frames that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.claims.frames import belonging, besieging, fighting, holding, leaving, taking
from mapper.claims.frames.event import HAVING
from mapper.english import HELD, english

if TYPE_CHECKING:
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.reports.sentences import Sentence

    Frame = Callable[[Parsed, int], Iterator[Event]]

# The frames of verbs in the order in which they are tried; the first that finds a place speaks.
_VERBS: Mapping[str, Frame] = {
    "repel": fighting.repel,
    "founder": fighting.founder,
    "expel": taking.expel,
    "take": taking.take,
    "lose": leaving.lose,
    "fall": taking.fall,
    "pass": taking.passes,
    "give": leaving.give,
    "leave": leaving.leave,
    "fall_back": leaving.fall_back,
    "besiege": besieging.besiege,
    "stay": holding.stay,
    "cling": holding.cling,
    "left_with": holding.left_with,
    "hold_out": holding.hold_out,
    "hold": holding.hold,
    "enter": fighting.enter,
    "fight": fighting.fight,
    "flag": taking.flag,
    "next": taking.change_hands,
    "dispute": fighting.dispute,
    "declare": belonging.declare,
}
# The frames of nouns; a noun opens the first whose list has it.
_NOUNS: Mapping[str, Frame] = {
    "take": taking.nominal_taking,
    "control": holding.nominal_control,
    "siege": besieging.nominal_siege,
    "progress": fighting.nominal_progress,
    "fight": fighting.nominal_fighting,
    "leave": leaving.nominal_leaving,
    "stronghold": holding.stronghold,
    "flag": holding.under_flag,
}
_BEING = frozenset({"is", "are", "was", "were", "been", "'s", "'re", "'m"})
# What "have" may be said of, beside names.
_HAD = frozenset({"it", "them", "both", "all", "the", "nearly", "almost", "most", "much", "half"})
_INSIDE = frozenset({"in", "inside", "at", "on"})
_GREY = frozenset({"grey", "gray", "man's", "no-man's-land"})


def may_tell(sentence: Sentence) -> bool:
    """Whether a sentence has a word that can open a frame or deny what was said; without one it makes no claim."""
    words = {token.lower for token in sentence.tokens}
    if not words.isdisjoint(_telling()) or any(word.endswith(HELD) for word in words):
        return True
    pairs = pairwise(sentence.tokens)
    if any(first.lower in HAVING and (second.capital or second.lower in _HAD) for first, second in pairs):
        return True
    return not words.isdisjoint(_BEING) and not words.isdisjoint(_INSIDE | belonging.BELONGING)


@cache
def _telling() -> frozenset[str]:
    """The nouns that open a frame, and the forms of the verbs that open one or deny."""
    words = english()
    lemmas = words.stance["deny"].union(*(words.frames.get(name, frozenset()) for name in _VERBS))
    forms = {form for form, verbs in words.verbs.items() if any(verb.lemma in lemmas for verb in verbs)}
    return frozenset(forms.union(_GREY, *(words.nouns[name] for name in _NOUNS)))


def events(parsed: Parsed) -> Iterator[Event]:
    """The control events of a sentence in text order."""
    held = any(token.lower.endswith(HELD) for token in parsed.sentence.tokens)
    for i, phrase in enumerate(parsed.phrases):
        if phrase.kind == "V":
            yield from _of_verb(parsed, i)
        elif phrase.kind == "X" and phrase.head in _BEING:
            yield from fighting.inside(parsed, i)
            yield from belonging.belongs(parsed, i)
        elif phrase.kind == "X" and phrase.head in HAVING:
            yield from belonging.has(parsed, i)
        elif phrase.kind == "NP" and not phrase.pronoun:
            yield from _of_noun(parsed, i)
            if held:
                yield from holding.held_adjective(parsed, i)


def _of_verb(parsed: Parsed, i: int) -> Iterator[Event]:
    for read in _frames_of(parsed.phrases[i].lemma):
        found = [event for event in read(parsed, i) if event.targets]
        if found:
            yield from found
            return


@lru_cache(maxsize=1 << 12)
def _frames_of(lemma: str) -> tuple[Frame, ...]:
    """The frames that a verb opens, in the order in which they are tried."""
    opened = english().frame(lemma)
    return tuple(read for name, read in _VERBS.items() if name in opened)


@lru_cache(maxsize=1 << 12)
def _frame_of(noun: str) -> Frame | None:
    """The frame that a noun opens."""
    nouns = english().nouns
    return next((read for name, read in _NOUNS.items() if noun in nouns[name]), None)


def _of_noun(parsed: Parsed, i: int) -> Iterator[Event]:
    read = _frame_of(parsed.phrases[i].head)
    if read is not None:
        yield from read(parsed, i)
    yield from besieging.besieged_adjective(parsed, i)
    yield from taking.taken_ones(parsed, i)
    yield from fighting.grey_zone(parsed, i)
    yield from fighting.failed_attack(parsed, i)

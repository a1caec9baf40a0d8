"""The control events of a sentence: each verb and noun read by the frames that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from mapper.claims.frames import besieging, fighting, holding, leaving, taking
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed

    Frame = Callable[[Parsed, int], Iterator[Event]]

# The frames of verbs in the order in which they are tried; the first that finds a place speaks.
_VERBS: Mapping[str, Frame] = {
    "repel": fighting.repel,
    "expel": taking.expel,
    "take": taking.take,
    "lose": leaving.lose,
    "fall": taking.fall,
    "give": leaving.give,
    "leave": leaving.leave,
    "besiege": besieging.besiege,
    "stay": holding.stay,
    "cling": holding.cling,
    "hold": holding.hold,
    "enter": fighting.enter,
    "fight": fighting.fight,
    "flag": taking.flag,
    "next": taking.change_hands,
    "dispute": fighting.dispute,
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
}
_BEING = frozenset({"is", "are", "was", "were", "been"})


def events(parsed: Parsed) -> Iterator[Event]:
    """The control events of a sentence in text order."""
    for i, phrase in enumerate(parsed.phrases):
        if phrase.kind == "V":
            yield from _of_verb(parsed, i)
        elif phrase.kind == "X" and phrase.head in _BEING:
            yield from fighting.inside(parsed, i)
        elif phrase.kind == "NP" and not phrase.pronoun:
            yield from _of_noun(parsed, i)


def _of_verb(parsed: Parsed, i: int) -> Iterator[Event]:
    opened = english().frame(parsed.phrases[i].lemma)
    for name, read in _VERBS.items():
        if name in opened:
            found = [event for event in read(parsed, i) if event.targets]
            if found:
                yield from found
                return


def _of_noun(parsed: Parsed, i: int) -> Iterator[Event]:
    head, nouns = parsed.phrases[i].head, english().nouns
    read = next((frame for name, frame in _NOUNS.items() if head in nouns[name]), None)
    if read is not None:
        yield from read(parsed, i)
    yield from taking.taken_ones(parsed, i)
    yield from fighting.grey_zone(parsed, i)
    yield from holding.held_adjective(parsed, i)

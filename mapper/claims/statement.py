"""A statement: an event with what the sentence round it says of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.claims.attribution import source_of
from mapper.claims.clauses import clause
from mapper.claims.dating import before_story, long_ago, past_perfect, period_of, periods_of, simple_past
from mapper.claims.discourse import TAKING, known
from mapper.claims.sides import home_side, side_of
from mapper.claims.speakers import claimant, speaker_side
from mapper.claims.stance import certainty_of, hedged, nominal_certainty, only_reported, weighed_at
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Certainty
    from mapper.claims.discourse import Setting
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.claims.saying import Attribution
    from mapper.claims.when import Clock
    from mapper.period import Period

_LEADING = frozenset({"COMMA", "STOP", "C", "S", "R"})  # what no evidence starts with
_TRAILING = _LEADING | {"P"}

_TWO = 2  # states at war
_FREEING = frozenset({"liberate", "free", "de-occupy"})
_OWNING_UP = frozenset({"confirm", "announce", "report"})  # the loss of a place
_VERB_OF_SPEAKER = 4  # phrases behind a speaker in which his verb stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An event with its sides, its certainty, its source, its time, and its words (code points)."""

    event: Event
    actor: str | None
    controller: str | None
    previous: str | None
    certainty: Certainty
    claimant: str | None
    claimant_side: str | None
    period: Period
    periods: Mapping[int, Period]  # of target phrases with a time of their own
    evidence: tuple[int, int]


def statement_of(
    parsed: Parsed, event: Event, sources: Sequence[Attribution], clock: Clock, setting: Setting
) -> Statement:
    """The statement that an event of a sentence makes."""
    if setting.timeline and event.change == "held" and parsed.phrases[event.trigger].lemma == "occupy":
        event = replace(event, change="captured", actor=event.controller)  # chronicles tell deeds in the present
    source = source_of(parsed, event.trigger, sources)
    free = _told_freely(parsed, event, source, setting)
    side = speaker_side(parsed, source, setting)
    actor, controller, previous = _sides(parsed, event, side, setting, source)
    period, told = period_of(parsed, event, clock)
    certainty = _certainty(parsed, event, source)
    certainty = "claimed" if free and certainty == "asserted" else certainty
    dated_back = told and (source is None or source.trailing or source.claimant is None)  # "said it had taken X"
    if certainty in {"asserted", "claimed"} and (
        (told and long_ago(period, clock)) or _background(parsed, event, period, clock, told=dated_back)
    ):
        certainty = "historic"
    past = setting.discourse.past
    if certainty == "asserted" and past is not None and not told and simple_past(parsed, event.trigger):
        certainty, period = "historic", past  # "In 2012 they left. Islamists soon seized the town."
    if source is not None and source.denies and certainty in {"asserted", "claimed", "historic", "negated"}:
        certainty = "denied"
    return Statement(
        event=event,
        actor=actor,
        controller=controller,
        previous=previous,
        certainty=certainty,
        claimant=setting.discourse.speaker if free else claimant(parsed, source, setting),
        claimant_side=side,
        period=period,
        periods=periods_of(parsed, event, clock),
        evidence=_evidence(parsed, event, source),
    )


def _told_freely(parsed: Parsed, event: Event, source: Attribution | None, setting: Setting) -> bool:
    """Whether a sentence goes on with what the last speaker told: "On Sunday his men had taken X"."""
    if source is not None or event.actor is None or setting.discourse.speaker is None:
        return False
    his = parsed.phrases[event.actor].words[0] in {"his", "her"}
    return his and past_perfect(parsed, event.trigger)


def _sides(
    parsed: Parsed, event: Event, speaker: str | None, setting: Setting, source: Attribution | None
) -> tuple[str | None, str | None, str | None]:
    """Who acts, who holds the place afterwards, and who held it before."""
    denied_behind = source is not None and source.denies and source.trailing  # "reports that they had taken X were ..."
    told_by = None if denied_behind else speaker
    actor, controller, previous = (
        side_of(parsed, who, setting, speaker_side=told_by) for who in (event.actor, event.controller, event.previous)
    )
    own_loss = (event.nominal and _says(parsed, source, _OWNING_UP)) or _of_its_loss(parsed, source)
    if event.change == "lost" and previous is None and speaker is not None and own_loss:
        previous, controller = speaker, controller or _victor(parsed, event, speaker, setting)
    if event.change in {"captured", "recaptured"} and event.actor is None:
        actor = controller = _taker_left_out(parsed, event, speaker, previous, setting, source)
    if event.change in {"captured", "recaptured"} and actor is None and _is_unit(parsed, event.actor):
        actor = controller = speaker if _partisan(parsed, source) else None  # "the 9th Brigade took X, the army said"
    if event.change == "handed_over" and controller is None and previous is not None:
        controller = _victor(parsed, event, previous, setting)
    if event.change == "repelled":
        attacker = side_of(parsed, event.attacker, setting, speaker_side=speaker)
        if controller is None or controller == attacker:  # whom "troops" meant before has attacked here
            actor = controller = _defender(parsed, event, speaker, attacker, setting)
    if previous in {actor, controller} and event.change not in {"withdrawn", "handed_over"}:
        vague = event.actor is not None and parsed.phrases[event.actor].naming is None
        if previous is not None and vague and event.change in TAKING:  # "the forces drove the militia out of X"
            actor = controller = _victor(parsed, event, previous, setting)
        else:
            previous = None  # nobody takes a place from himself
    return actor, controller, previous


def _taker_left_out(  # noqa: PLR0917 -- who speaks, who lost, and where both stand
    parsed: Parsed,
    event: Event,
    speaker: str | None,
    previous: str | None,
    setting: Setting,
    source: Attribution | None,
) -> str | None:
    """The taker that a statement leaves out: nobody who denies or admits the loss, or is told to have suffered it."""
    if speaker is not None and _of_its_loss(parsed, source):
        return _victor(parsed, event, speaker, setting)
    taker = _understood(parsed, event, speaker, setting, partisan=_partisan(parsed, source))
    lost = previous is not None and event.nominal and taker == previous  # "its fall is a blow to the rebels"
    return _victor(parsed, event, previous, setting) if lost and previous is not None else taker


def _is_unit(parsed: Parsed, who: int | None) -> bool:
    """Whether a noun phrase names a body of troops that is nobody's whom we know: "elements of the 9th Brigade"."""
    if who is None:
        return False
    naming = parsed.at(who + 2 if parsed.at(who + 1).text == "of" else who).naming
    return naming is not None and naming.role == "actor" and naming.proper and naming.side is None


def _understood(parsed: Parsed, event: Event, speaker: str | None, setting: Setting, *, partisan: bool) -> str | None:
    """The taker that a statement leaves out ("X fell, too", "the fall of the quarter").

    It is whoever the report already has as the taker of this place, else the side that speaks of its
    gains, else the side that took a place last.
    """
    own = _taker_told(parsed, event, setting)
    winning = parsed.phrases[event.trigger].lemma in english().verb_sets["winning"]
    if winning and partisan and speaker is not None and own in setting.theatre.side(speaker).against:
        return speaker  # "X is secured", says the side that had lost it
    taker = own or setting.discourse.taker or setting.discourse.mover
    if event.change == "recaptured" and (loser := _lost_by(parsed, event, setting)) is not None:
        return loser  # who retakes a place had it before
    if event.change == "recaptured" and taker not in setting.discourse.retook:  # by the only other side named so far
        others = setting.discourse.sides - {taker}
        return speaker or (next(iter(others)) if taker is not None and len(others) == 1 else None)
    freed = parsed.phrases[event.trigger].lemma in _FREEING  # by those whose country it is
    return own or (speaker if partisan or taker is None else taker) or taker or (home_side(setting) if freed else None)


def _taker_told(parsed: Parsed, event: Event, setting: Setting) -> str | None:
    """Who has taken one of the places of an event, as the report has it so far."""
    quotes = [parsed.toponyms[t.toponym].span.quote for t in event.targets if t.toponym is not None]
    pointing = any(english().kinds.get(t.stands_for) == "settlement" for t in event.targets)
    quotes += [r.toponym.span.quote for r in setting.discourse.focus[-1:] if pointing]  # "the city had fallen"
    before = [setting.discourse.last[quote] for quote in quotes if quote in setting.discourse.last]
    return next((known(c.controller) for c in before if known(c.controller) and c.change in TAKING), None)


def _lost_by(parsed: Parsed, event: Event, setting: Setting) -> str | None:
    """Who lost one of the places of an event, as the report has it so far."""
    quotes = [parsed.toponyms[t.toponym].span.quote for t in event.targets if t.toponym is not None]
    before = (setting.discourse.last[quote] for quote in quotes if quote in setting.discourse.last)
    return next((known(c.previous) for c in before if c.change in TAKING and known(c.previous)), None)


def _victor(parsed: Parsed, event: Event, loser: str, setting: Setting) -> str | None:
    """The taker that is left out where the losing side denies or admits that a place fell.

    Never the loser itself: who is told to have taken the place, or a place; else the only other side of the
    report; else the chief enemy.
    """
    told = (_taker_told(parsed, event, setting), setting.discourse.taker)
    here = {n.side for n in parsed.namings if n.role == "actor" and n.side}
    others = (setting.discourse.sides or here) - {loser}
    sole = next(iter(others)) if len(others) == 1 else None
    enemy = next(iter(setting.theatre.side(loser).against), None)
    return next((side for side in told if side not in {None, loser}), None) or sole or enemy


def _of_its_loss(parsed: Parsed, source: Attribution | None) -> bool:
    """Whether whoever speaks denies or admits what happened to his own side."""
    denies = source is not None and source.speaker is not None and source.denies
    return denies or _says(parsed, source, english().verb_sets["admitting"])


def _says(parsed: Parsed, source: Attribution | None, verbs: Collection[str]) -> bool:
    """Whether one of these verbs hands a statement to its speaker."""
    if source is None or source.speaker is None:
        return False
    near = parsed.phrases[source.speaker + 1 : source.speaker + _VERB_OF_SPEAKER]
    return any(phrase.lemma in verbs for phrase in near)


def _partisan(parsed: Parsed, source: Attribution | None) -> bool:
    """Whether whoever speaks may take places himself: an army or its ministry rather than a monitor."""
    if source is None or source.speaker is None:
        return False
    phrase = parsed.phrases[source.speaker]
    return phrase.naming is None or not set(phrase.words) & english().monitors


def _defender(parsed: Parsed, event: Event, speaker: str | None, attacker: str | None, setting: Setting) -> str | None:
    """Who holds on where an attack is beaten off by nobody named.

    Who held the place last; else who tells it; else the attacker's only opponent in the report.
    """
    quotes = [parsed.toponyms[t.toponym].span.quote for t in event.targets if t.toponym is not None]
    before = (known(setting.discourse.last[q].controller) for q in quotes if q in setting.discourse.last)
    others = setting.discourse.sides - {attacker}
    if attacker is not None and not others and len(setting.discourse.states) == _TWO:  # one state attacked another
        others = set(setting.theatre.side(attacker).against) & setting.discourse.states
    opponent = next(iter(others)) if attacker is not None and len(others) == 1 else None
    holder = next((side for side in before if side not in {None, attacker}), None)
    return holder or (speaker if speaker != attacker else None) or opponent


def _certainty(parsed: Parsed, event: Event, source: Attribution | None) -> Certainty:
    """How the sentence means an event: by its verb, by what governs its noun, by who says so."""
    certainty = event.stance or certainty_of(parsed, event.trigger)
    if event.nominal and event.stance is None and certainty == "asserted":
        certainty = nominal_certainty(parsed, event.trigger)
    told_of = source is not None or hedged(parsed, event.trigger) or only_reported(parsed, event.trigger)
    return "claimed" if certainty == "asserted" and told_of else certainty


def _background(parsed: Parsed, event: Event, period: Period, clock: Clock, *, told: bool) -> bool:
    """Whether an event is no news: dated far back, or told in the past perfect from before the story's days."""
    had = past_perfect(parsed, event.trigger) and not (event.nominal and event.change == "held")
    return had and (event.change == "held" or (told and before_story(period, clock)))


def _evidence(parsed: Parsed, event: Event, source: Attribution | None) -> tuple[int, int]:
    """The code points of the clause that makes the statement, its speaker included."""
    lo, hi = clause(parsed, event.trigger)
    sides = (who for who in (event.actor, event.controller, event.previous) if who is not None)
    parts = [event.trigger, *(t.phrase for t in event.targets), *sides]
    lo, hi = min(lo, *parts), max(hi, *(part + 1 for part in parts))
    if source is not None and source.claimant is not None and source.claimant[0] < source.first:
        lo = min(lo, source.claimant[0])
    while lo < hi - 1 and parsed.phrases[lo].kind in _LEADING:
        lo += 1
    weighed = weighed_at(parsed)
    lo = lo if weighed is None else min(lo, weighed)  # no quote leaves out "if confirmed"
    while hi > lo + 1 and parsed.phrases[hi - 1].kind in _TRAILING:
        hi -= 1
    return parsed.span_of(lo, hi - 1)

"""Claims made from a statement: one for each place, group or area that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.actors import adjective_side
from mapper.claims.claim import Claim
from mapper.claims.discourse import TAKING, by_the_way, is_dateline
from mapper.claims.sides import named_side
from mapper.claims.stance import weighed_at
from mapper.claims.targets import AREA
from mapper.claims.trust import confidence
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.claim import Change, Scope
    from mapper.claims.discourse import Setting
    from mapper.claims.parts import Part
    from mapper.claims.phrases import Parsed
    from mapper.claims.statement import Statement
    from mapper.claims.targets import Target
    from mapper.geoparse.resolution import Resolution

_FARTHEST_BACK = 400  # characters of a quote that goes back to the name of its place
_OF_AREAS = TAKING | {"withdrawn"}  # of fighting and advances in "the area" nobody can tell where
_NO_PLACES = frozenset({"metonym", "country", "water"})  # kinds of toponym that nobody holds


def claims_of(parsed: Parsed, statement: Statement, here: Sequence[Resolution], setting: Setting) -> Iterator[Claim]:
    """The claims that a statement makes; `here` are the resolutions of the sentence's toponyms."""
    if _by_civilians(parsed, statement):
        return
    for target in statement.event.targets:
        meant = _meant(parsed, target, here, setting)
        if target.words is not None and not meant:
            first, end = target.words
            mention = parsed.sentence.tokens[first].start, parsed.sentence.tokens[end - 1].end
            found = list(_of_group(statement, target, mention, here, setting))
        else:
            of_places = (_of_place(statement, target, resolution, setting) for resolution in meant)
            found = [claim for claim in of_places if claim is not None]
        for made in found:
            kept = made.previous is not None and made.previous == made.controller
            claim = replace(made, previous=None) if kept else made
            told = setting.discourse.last.get(claim.place)
            if weighed_at(parsed) is not None and claim.claimant is None and told is not None:  # no word of its own
                claim = replace(claim, claimant=told.claimant, claimant_side=told.claimant_side)
            trust = confidence(claim, parsed, statement, pointed=bool(target.stands_for))
            yield replace(claim, confidence=trust)


def _by_civilians(parsed: Parsed, statement: Statement) -> bool:
    """Whether whoever takes or holds is told and is nobody under arms: a team, a fire, a buyer, a court."""
    event = statement.event
    who = event.controller if event.controller is not None else event.actor
    told = (statement.controller, statement.actor, statement.claimant_side)
    if who is None or any(side is not None for side in told):
        return False
    phrase = parsed.phrases[who]
    if phrase.place is not None and parsed.toponyms[phrase.place].kind == "country":
        return False
    armed = english().armed
    nouns = armed["forces"] | armed["men"] | armed["vague"] | armed["members"]
    return phrase.naming is None and not phrase.modifiers and not phrase.pronoun and not set(phrase.words) & nouns


def _meant(parsed: Parsed, target: Target, here: Sequence[Resolution], setting: Setting) -> tuple[Resolution, ...]:
    """The places of a target: the one it names, or those it points back to."""
    if target.toponym is not None:
        return (here[target.toponym],)
    if not target.stands_for:
        return ()
    start = parsed.sentence.tokens[parsed.phrases[target.phrase].start].start
    tokens = parsed.sentence.tokens
    before = [r for r in here if r.toponym.span.start < start and not is_dateline(tokens, r)]
    towns = [r for r in before if r.toponym.kind == "settlement"] or setting.discourse.focus
    settled = english().kinds.get(target.stands_for) == "settlement"
    if settled and not towns and parsed.phrases[target.phrase].words[0] == "this":
        return setting.discourse.written or tuple(r for r in here if is_dateline(tokens, r))
    names = {r.toponym.name for r in towns if r.toponym.kind == "settlement"}
    if target.stands_for == "capital" and parsed.at(target.phrase + 1).text == "of" and len(names) != 1:
        return ()  # "the capital of X" is the only town told of so far
    if target.stands_for in {"it", "they"}:  # "X, once their base in Y, fell; it ..."
        told = [r for r in before if not by_the_way(parsed, r)]  # "N declared from Y: it has fallen"
        before = [r for r in before if not by_the_way(parsed, r, within=True)] or told or before
    plain = tuple(r for r in before if not by_the_way(parsed, r))
    found = setting.discourse.stood_for(target.stands_for, before, beside=plain)
    return found if target.count in {None, len(found)} else ()  # "all three" are no two


def _of_place(statement: Statement, target: Target, resolution: Resolution, setting: Setting) -> Claim | None:
    """The claim about one place, None where the statement says nothing of it."""
    span, kind = resolution.toponym.span, resolution.toponym.kind
    scope: Scope = "area" if kind in {"admin", "region"} else "place"
    change = _change_for(statement.event.change, target.part, scope)
    if kind in _NO_PLACES or change is None or (target.stands_for == AREA and change not in _OF_AREAS):
        return None
    controller, previous = statement.controller, statement.previous
    if target.held_by:
        held_by = adjective_side(target.held_by, setting.theatre)
        if change == "held" and statement.event.controller is None:
            controller = held_by or named_side(target.held_by, setting)
        else:
            previous = previous or held_by
    made = _claim(statement, setting, place=span.quote, scope=scope, mention=(span.start, span.end))
    if target.elided:  # nothing in the words stands for the place, so the quote goes back to its name
        first, end = min(span.start, statement.evidence[0]), max(span.end, statement.evidence[1])
        if end - first > _FARTHEST_BACK:
            return None
        made = replace(made, evidence=setting.report.span(first, end))
    return replace(
        made,
        change=change,
        actor=None if change == "held" else statement.actor,
        controller=None if change in {"contested", "advanced"} else controller,
        previous=previous,
        resolution=resolution,
        period=statement.periods.get(target.phrase, statement.period),
    )


def _of_group(
    statement: Statement, target: Target, mention: tuple[int, int], here: Sequence[Resolution], setting: Setting
) -> Iterator[Claim]:
    """The claims about a group of places: the counted group itself, or the units that a vague one lies in."""
    place = setting.report.text[slice(*mention)]
    if target.count is not None or not target.units:
        made = _claim(statement, setting, place=place, scope="group", mention=mention)
        yield replace(made, count=target.count)
        return
    for unit in target.units:
        made = _claim(statement, setting, place=place, scope="area", mention=mention)
        yield replace(made, resolution=here[unit])


def _claim(statement: Statement, setting: Setting, *, place: str, scope: Scope, mention: tuple[int, int]) -> Claim:
    """The claim that a statement makes about some words, as it is said of the whole."""
    change = statement.event.change
    return Claim(
        id="",
        place=place,
        scope=scope,
        change=change,
        certainty=statement.certainty,
        mention=setting.report.span(*mention),
        evidence=setting.report.span(*statement.evidence),
        period=statement.period,
        reported=setting.report.published,
        actor=None if change == "held" else statement.actor,
        controller=statement.controller,
        previous=statement.previous,
        claimant=statement.claimant,
        claimant_side=statement.claimant_side,
    )


def _change_for(change: Change, part: Part, scope: Scope) -> Change | None:
    """What a statement about a part of a place means for the place; None where it says nothing of it."""
    if part == "around":
        return change if scope == "area" else None
    if part == "edge":
        return "advanced" if change in {"captured", "recaptured", "advanced", "held"} and scope == "place" else None
    whole = part in {"", "most"} or scope == "area"
    if not whole and change in {"captured", "recaptured", "contested", "held", "lost", "withdrawn"}:
        return "contested"
    return change

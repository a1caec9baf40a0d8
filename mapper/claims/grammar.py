"""The grammar extractor: a report's sentences read one after the other into control claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.actors import namings
from mapper.claims.attachment import attachment_of
from mapper.claims.attribution import attributions
from mapper.claims.chronicle import day_of_telling, first_date, is_timeline
from mapper.claims.dating import campaign_start, latest_day, past_of, story_day, story_stretch
from mapper.claims.denials import denials
from mapper.claims.discourse import Discourse, Setting, is_dateline
from mapper.claims.extractor import Extracted
from mapper.claims.feud import Feud
from mapper.claims.frames.reader import events, may_tell
from mapper.claims.making import claims_of
from mapper.claims.merging import merged
from mapper.claims.phrases import parse
from mapper.claims.quotations import Quotations
from mapper.claims.speakers import remember_speakers
from mapper.claims.statement import statement_of
from mapper.claims.when import Clock, outside
from mapper.claims.when import times as times_in
from mapper.english import HELD, english
from mapper.reports.sentences import tokens

if TYPE_CHECKING:
    from datetime import date

    from mapper.actors import Naming
    from mapper.claims.claim import Claim
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.claims.saying import Attribution
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre


NAME = "grammar"
_CIVIL_TOO = frozenset({"army", "government", "person"})  # kinds of actors that a country's name may stand for
_DEFENCE = frozenset({"defence", "defense"})
_FREEING = frozenset({"liberate", "free"})  # what was just taken is freed by others
_SHORT = 3  # sentences of a report in which one word of war is enough


class Grammar:
    """The extractor that reads with our own grammar; it needs nothing and asks nobody."""

    @property
    def identity(self) -> str:
        """Its name: its rules are part of the package."""
        return NAME

    def extract(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        resolutions: Sequence[Resolution],
        taken: Sequence[Sequence[Naming]],
        *,
        theatre: Theatre,
    ) -> Extracted:
        """The claims that the grammar reads."""
        return Extracted(claims=extract(report, sentences, resolutions, taken, theatre=theatre))


def extract(
    report: Report,
    sentences: Sequence[Sentence],
    resolutions: Sequence[Resolution],
    taken: Sequence[Sequence[Naming]],
    *,
    theatre: Theatre,
) -> tuple[Claim, ...]:
    """The control claims of a report in text order.

    Parameters
    ----------
    resolutions
        The report's toponyms with their places.
    taken
        For each sentence the namings of actors and voices.
    """
    if not _is_of_war(sentences, taken, theatre) or not any(map(may_tell, sentences)):
        return ()

    now, timeline = day_of_telling(report), is_timeline(report, sentences)
    anchor = None if report.published is not None else first_date(report)

    states, foes, topic = _states(theatre), _foes(theatre), _topic(resolutions, sentences)
    homes = _homes(resolutions, theatre, report.published)

    def read(*, feud: bool) -> tuple[list[Claim], bool]:
        discourse = Discourse(feud=feud, states=states, foes=foes, topic=topic)
        setting = Setting(report, theatre, discourse, now=now, anchor=anchor, timeline=timeline, homes=homes)
        reader = _Reader(setting, tuple(resolutions), Feud(theatre), Quotations.of(report.text))
        claims = [c for sentence, named in zip(sentences, taken, strict=True) for c in reader.read(sentence, named)]
        return [reader.quotations.told(claim) for claim in claims], reader.feud.found

    found, feud = read(feud=False)
    if feud:  # groups of one side fight each other: read again, each under its own name
        found, _ = read(feud=True)
    return tuple(replace(claim, id=f"{report.id}#{number}") for number, claim in enumerate(found, start=1))


@cache
def _states(theatre: Theatre) -> frozenset[str]:
    """The sides with a state's army."""
    return frozenset(a.side for a in theatre.actors if a.kind in {"army", "government"})


@cache
def _foes(theatre: Theatre) -> frozenset[str]:
    """The sides that no state is, though one of them may have an army: those that governments fight."""
    states = _states(theatre)
    rebels = frozenset(foe for side in theatre.sides if "government" in side.adjectives for foe in side.against)
    others = frozenset(foe for name in states - rebels for foe in theatre.side(name).against)
    return rebels | (others - states)


def _homes(resolutions: Sequence[Resolution], theatre: Theatre, day: date | None) -> dict[str, str]:
    """The sides of the armies of the countries that a report names: in "Angola said" that of Angola's army."""
    if theatre.bounds is not None:
        return {}
    homes: dict[str, str] = {}
    for quote in {r.toponym.span.quote for r in resolutions if r.toponym.kind == "country" and r.place is not None}:
        codes = frozenset(r.place.country for r in resolutions if r.toponym.span.quote == quote and r.place is not None)
        army = namings(tokens("the army"), theatre, day=day, countries=codes)
        side = next((naming.side for naming in army), None)
        homes |= {quote: side} if side is not None else {}
    return homes


def _topic(resolutions: Sequence[Resolution], sentences: Sequence[Sentence]) -> tuple[Resolution, ...]:
    """The settlement that a report names most often, where it is named twice or is the only one."""
    opening = {s.tokens[0].start: s.tokens for s in sentences if s.tokens}
    towns = [
        r
        for r in resolutions
        if r.toponym.kind == "settlement" and not is_dateline(opening.get(r.toponym.span.start, ()), r)
    ]
    counts = Counter(r.toponym.name for r in towns)
    name, times = next(iter(counts.most_common(1)), ("", 0))
    return next(((r,) for r in towns if r.toponym.name == name and (times > 1 or len(counts) == 1)), ())


def _in_turn(claim: Claim, event: Event, takings: dict[str, Claim], *, freed: bool) -> Claim:
    """A claim of a place taken by nobody named, who is not whoever else took it by the same sentence.

    "The army retook X from the rebels hours after it fell" says that the rebels had taken it, and "X was taken by
    the rebels, but was retaken" or `freed` that others did. `takings` of places, by those named, is added to.
    """
    if claim.change not in {"captured", "recaptured"} or claim.controller is None:
        return claim
    other = takings.get(claim.place)
    if event.actor is not None:
        takings[claim.place] = claim
    elif (
        other is not None
        and other.controller == claim.controller
        and (freed or "recaptured" in {claim.change, other.change})
    ):
        other_side = other.previous if other.change == "recaptured" else None
        return replace(claim, actor=other_side, controller=other_side)
    return claim


@cache
def _civil(theatre: Theatre) -> frozenset[str]:
    """The names of the actors that a country's name may stand for."""
    return frozenset(actor.name for actor in theatre.actors if actor.kind in _CIVIL_TOO)


def _is_of_war(sentences: Sequence[Sentence], taken: Sequence[Sequence[Naming]], theatre: Theatre) -> bool:
    """Whether a report speaks of armed people at all: parties hold districts, too, and teams conquer capitals.

    A country that acts may do so in peace, and in a theatre of no war that is known one soldier does not make a
    long report one of war.
    """
    civil = _civil(theatre)
    for sentence, named in zip(sentences, taken, strict=True):
        for n in named:
            one = n.end - n.start == 1 and n.name in civil and not sentence.tokens[n.start].text.isupper()
            country = one and theatre.bounds is None
            country = country or sentence.tokens[n.end - 1].lower in english().armed["civil"]  # "the Ukrainian side"
            if n.role == "actor" and n.proper and not country:
                return True
    armed = english().armed
    words = (armed["forces"] | armed["men"] | armed["war"]) - armed["civil"]
    lower = [[token.lower for token in sentence.tokens] for sentence in sentences]
    men = sum(noun == "men" and whose in {"its", "his", "their"} for row in lower for whose, noun in pairwise(row))
    defence = sum(any(a in pair and "ministry" in pair for a in _DEFENCE) for row in lower for pair in _near(row))
    found = men + defence + sum(word in words or word.endswith(HELD) for row in lower for word in row)
    if theatre.bounds is not None:  # "under Russian control"
        whose = {word for side in theatre.sides for word in side.adjectives}
        found += sum(a in whose and b in english().nouns["control"] for row in lower for a, b in pairwise(row))
    return found >= (1 if theatre.bounds is not None or len(sentences) <= _SHORT else 2)


def _near(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of words that touch or have one between them: both of "ministry of defence"."""
    yield from pairwise(words)
    yield from zip(words, words[2:], strict=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads sentence after sentence; what earlier sentences told stays in the discourse."""

    setting: Setting
    resolutions: tuple[Resolution, ...]
    feud: Feud
    quotations: Quotations

    def read(self, sentence: Sentence, named: Sequence[Naming]) -> list[Claim]:
        """The claims of one sentence."""
        discourse, text = self.setting.discourse, self.setting.report.text
        here = [r for r in self.resolutions if sentence.start <= r.toponym.span.start < sentence.end]
        names = [(sentence.tokens[n.start].start, sentence.tokens[n.end - 1].end) for n in named]
        whens = outside(times_in(text, sentence.start, sentence.end, self._clock()), names)
        parsed = parse(sentence, toponyms=[r.toponym for r in here], namings=named, whens=whens)
        sources = attributions(parsed)
        discourse.ally(parsed)
        if sentence.paragraph != discourse.paragraph:
            discourse.past, discourse.paragraph = None, sentence.paragraph
        claims = merged(list(self._claims(parsed, sources, here)))
        claims = [*claims, *denials(parsed, sources, claims, self.setting)]
        discourse.read(parsed, here, claims)
        self.quotations.hear(parsed, sources, self.setting)
        remember_speakers(parsed, sources, self.setting)
        clock = self._clock()
        if parsed.whens or any(claim.happened for claim in claims):
            discourse.past = past_of(parsed, claims, clock)
        background = bool(claims) and all(claim.certainty == "historic" for claim in claims)
        day, stretch = None if background else story_day(parsed, clock), story_stretch(parsed, claims, clock)
        discourse.told = day or discourse.told
        discourse.latest = latest_day(parsed, clock) or discourse.latest
        discourse.stretch = stretch if day is None and stretch is not None else None if day else discourse.stretch
        discourse.campaign = campaign_start(parsed, clock) or discourse.campaign
        return claims

    def _clock(self) -> Clock:
        """What dates count from at this point of the report."""
        told = self.setting.discourse
        now, anchor, timeline = self.setting.now, self.setting.anchor, self.setting.timeline
        return Clock(now, told.told, told.stretch, told.campaign, told.latest, anchor, timeline)

    def _claims(self, parsed: Parsed, sources: Sequence[Attribution], here: Sequence[Resolution]) -> Iterator[Claim]:
        """The claims of the events of a sentence, as each is read."""
        takings: dict[str, Claim] = {}  # of places, by somebody whom this sentence names
        for event in events(parsed):
            statement = statement_of(parsed, event, sources, self._clock(), self.setting)
            self.feud.watch(parsed, event)
            freed = parsed.phrases[event.trigger].lemma in _FREEING
            told = claims_of(parsed, statement, here, self.setting)
            made = [_in_turn(claim, event, takings, freed=freed) for claim in told]
            yield from made
            self.setting.discourse.last |= {claim.place: claim for claim in made if claim.happened}
            if any(claim.happened for claim in made):
                self.setting.discourse.took(statement.controller, event.change)
            opened = attachment_of(parsed).level(event.trigger)
            relative = opened >= 0 and parsed.phrases[opened].kind == "R" and statement.certainty == "historic"
            if not relative and not (event.nominal and event.change == "held"):  # they tell of nobody's deed now
                self.setting.discourse.acted(statement.actor or statement.controller or statement.previous)

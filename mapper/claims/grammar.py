"""The grammar extractor: a report's sentences read one after the other into control claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mapper.actors import adjective_side, namings
from mapper.claims.claim import Claim
from mapper.claims.clauses import auxiliaries
from mapper.claims.discourse import Discourse, side_of
from mapper.claims.frames import Event, events
from mapper.claims.phrases import Parsed, parse
from mapper.claims.stance import Attribution, attributions, certainty_of, clause, hedged, reported_nouns
from mapper.claims.when import Clock, bounded, narrated, times
from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.claim import Certainty, Change, Scope
    from mapper.claims.targets import Target
    from mapper.claims.when import When
    from mapper.geoparse.resolution import Resolution
    from mapper.reports.report import Report
    from mapper.reports.sentences import Sentence
    from mapper.theatre import Theatre

_HISTORIC_DAYS = 120  # an event this long before publication is background, not news
_UNSURE = 0.5
_STATES = frozenset({"held", "besieged", "contested"})
_POINTING = frozenset(
    {
        "it",
        "this",
        "that",
        "claim",
        "claims",
        "report",
        "reports",
        "loss",
        "allegation",
        "allegations",
        "announcement",
        "statement",
    }
)
_BEFORE_DAYS = 20  # "had captured it" this long before the story's day is background
_TAKING = frozenset({"captured", "recaptured", "lost", "handed_over"})


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

    def read(*, feud: bool) -> tuple[list[Claim], bool]:
        reader = _Reader(report, tuple(resolutions), theatre, Discourse(feud=feud))
        claims = [c for sentence, named in zip(sentences, taken, strict=True) for c in reader.read(sentence, named)]
        return claims, reader.feud

    found, feud = read(feud=False)
    if feud:  # groups of one side fight each other: read again, each under its own name
        found, _ = read(feud=True)
    return tuple(replace(claim, id=f"{report.id}#{number}") for number, claim in enumerate(found, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """An event with what the sentence around it says of it."""

    event: Event
    actor: str | None
    controller: str | None
    previous: str | None
    certainty: Certainty
    claimant: str | None
    claimant_side: str | None
    period: Period
    evidence: tuple[int, int]


@dataclass(slots=True)
class _Reader:
    """Reads sentence after sentence; what earlier sentences told stays in `discourse`."""

    report: Report
    resolutions: tuple[Resolution, ...]
    theatre: Theatre
    discourse: Discourse
    feud: bool = False  # whether groups of one side were met fighting each other
    gained: set[str] = field(default_factory=set)  # groups that took a place
    gone: set[str] = field(default_factory=set)  # groups that left or lost one

    def read(self, sentence: Sentence, named: Sequence[Naming]) -> list[Claim]:
        """The claims of one sentence."""
        here = [r for r in self.resolutions if sentence.start <= r.toponym.span.start < sentence.end]
        clock = Clock(self.report.published, self.discourse.told)
        whens = times(self.report.text, sentence.start, sentence.end, clock)
        parsed = parse(sentence, toponyms=[r.toponym for r in here], namings=named, whens=whens)
        sources = attributions(parsed)
        claims: list[Claim] = []
        for event in events(parsed):
            statement = self._statement(parsed, event, sources, clock)
            claims.extend(self._claims(parsed, statement, here))
            self.discourse.acted(statement.actor or statement.controller or statement.previous)
        claims = _settled(claims)
        claims.extend(self._denials(parsed, sources, claims))
        if any(c.happened for c in claims):
            self.discourse.said = tuple(c for c in claims if c.happened)
        self.discourse.read(parsed, here, claims)
        self._remember_speaker(sources, parsed)
        self._remember_dates(parsed, whens)
        return claims

    # --- what the sentence says round an event ---

    def _statement(self, parsed: Parsed, event: Event, sources: Sequence[Attribution], clock: Clock) -> _Statement:
        source = next((s for s in reversed(sources) if s.first <= event.trigger < s.last), None)
        speaker_side = self._speaker_side(parsed, source)
        actor, controller, previous = (
            side_of(parsed, who, self.theatre, self.discourse, speaker_side)
            for who in (event.actor, event.controller, event.previous)
        )
        if event.change in {"captured", "recaptured"} and event.actor is None:
            actor = controller = self._understood(parsed, event, speaker_side)
        if (
            previous is not None
            and previous in {actor, controller}
            and event.change not in {"withdrawn", "handed_over"}
        ):
            previous = None  # nobody takes a place from himself
        self._watch_feud(parsed, event)
        period, told = self._period(parsed, event, clock)
        return _Statement(
            event=event,
            actor=actor,
            controller=controller,
            previous=previous,
            certainty=self._certainty(parsed, event, source, period, told=told),
            claimant=self._claimant(parsed, source),
            claimant_side=speaker_side,
            period=period,
            evidence=_evidence(parsed, event, source),
        )

    def _watch_feud(self, parsed: Parsed, event: Event) -> None:
        """Note where one group takes what another of its side held, or gains while another leaves."""
        winner = _group_of(parsed, event.actor) or _group_of(parsed, event.controller)
        loser = _group_of(parsed, event.previous)
        if event.change == "repelled":
            loser = next((n.group for n in parsed.namings if n.group and n.group != winner), "")
        if event.change not in {"withdrawn", "lost"} and winner:
            self.gained.add(winner)
        if loser:
            self.gone.add(loser)
        same = {a.side for a in self.theatre.actors if a.group in self.gained} & {
            a.side for a in self.theatre.actors if a.group in self.gone
        }
        self.feud = self.feud or bool(same and self.gone - self.gained)

    def _understood(self, parsed: Parsed, event: Event, speaker_side: str | None) -> str | None:
        """The taker that a statement leaves out ("X fell, too", "the fall of the quarter").

        It is whoever the report already has as the taker of this place, else the side that speaks of its
        gains, else the side that took a place last.
        """
        for target in event.targets:
            if target.toponym is not None:
                known = self.discourse.last.get(parsed.toponyms[target.toponym].span.quote)
                if known is not None and known.controller is not None and known.change in _TAKING:
                    return known.controller
        return speaker_side or self.discourse.taker

    def _denials(self, parsed: Parsed, sources: Sequence[Attribution], claims: Sequence[Claim]) -> Iterator[Claim]:
        """ "Kyiv denied it": the claims just made, denied by somebody else."""
        if claims:
            return
        for source in sources:
            if not source.denies or source.speaker is None:
                continue
            verb = parsed.phrases[source.first - 1]
            words = parsed.phrases[source.first].words if source.first < len(parsed.phrases) else ()
            if verb.lemma in english().stance["deny"] and (set(words) & _POINTING or not words):
                lo, hi = parsed.span_of(source.speaker, min(source.first, len(parsed.phrases) - 1))
                for claim in self.discourse.said:
                    yield replace(
                        claim,
                        certainty="denied",
                        claimant=self._claimant(parsed, source),
                        evidence=self.report.span(lo, hi),
                        claimant_side=self._speaker_side(parsed, source),
                        confidence=_UNSURE,
                    )

    def _remember_speaker(self, sources: Sequence[Attribution], parsed: Parsed) -> None:
        for source in sources:
            if source.speaker is not None and not parsed.phrases[source.speaker].pronoun:
                self.discourse.speaker = self._claimant(parsed, source)
                self.discourse.speaker_side = self._speaker_side(parsed, source)

    def _speaker_side(self, parsed: Parsed, source: Attribution | None) -> str | None:
        if source is None or source.speaker is None:
            return None
        phrase = parsed.phrases[source.speaker]
        if phrase.naming is not None:
            return phrase.naming.side
        if phrase.pronoun:
            return self.discourse.speaker_side
        return side_of(parsed, source.speaker, self.theatre, self.discourse, None)

    def _claimant(self, parsed: Parsed, source: Attribution | None) -> str | None:
        if source is None or source.claimant is None or source.speaker is None:
            return None
        phrase = parsed.phrases[source.speaker]
        if phrase.pronoun:
            return self.discourse.speaker
        lo, hi = parsed.span_of(source.claimant[0], source.claimant[1] - 1)
        if (
            phrase.naming is not None
            and phrase.naming.proper
            and source.claimant == (source.speaker, source.speaker + 1)
        ):
            tokens, first_token = parsed.sentence.tokens, phrase.naming.start
            if first_token > phrase.start and tokens[first_token - 1].text.islower():
                lo = tokens[first_token].start  # of "the monitoring group SOHR" the name
        words = self.report.text[lo:hi].removesuffix("'s").removesuffix("’s")
        first, _, rest = words.partition(" ")
        return rest if rest and first.lower() in {"the", "a", "an"} else words

    def _certainty(
        self, parsed: Parsed, event: Event, source: Attribution | None, period: Period, *, told: bool
    ) -> Certainty:
        certainty = event.stance or certainty_of(parsed, event.trigger)
        if event.nominal and certainty == "asserted" and event.stance is None:
            certainty = _nominal(parsed, event.trigger)
        if source is not None and source.denies:
            return "denied" if certainty in {"asserted", "negated"} else certainty
        if certainty == "asserted" and told and self._long_ago(period):
            return "historic"
        had = certainty == "asserted" and _had(parsed, event.trigger)
        if had and (event.change == "held" or (told and self._before_story(period))):
            return "historic"
        if certainty != "asserted":
            return certainty
        if source is not None or hedged(parsed, event.trigger):
            return "claimed"
        return "claimed" if reported_nouns(parsed, 0, event.trigger) else "asserted"

    def _long_ago(self, period: Period) -> bool:
        end, published = period.end, self.report.published or self.discourse.told
        return end is not None and published is not None and published - end > timedelta(days=_HISTORIC_DAYS)

    def _before_story(self, period: Period) -> bool:
        """Whether a period lies clearly before the day that the story has reached."""
        now, start = self.discourse.told or self.report.published, period.start
        return now is not None and start is not None and now - start > timedelta(days=_BEFORE_DAYS)

    # --- when ---

    def _period(self, parsed: Parsed, event: Event, clock: Clock) -> tuple[Period, bool]:
        """When the event was so, and whether the sentence itself tells it."""
        when = _when(parsed, event)
        if when is not None and certainty_of(parsed, event.trigger) == "planned" and not _beside(parsed, event, when):
            when = None
        if when is not None and when.period.start is not None and not when.background:
            lasts = event.change in _STATES or self._perfect(parsed, event)
            return (when.period if when.bound == "since" and not lasts else bounded(when, clock)), True
        if certainty_of(parsed, event.trigger) == "planned":
            return UNKNOWN, False  # the day of the plan is not the day of the deed
        if when is not None and when.background:
            return UNKNOWN, False
        if event.change == "held" and self.report.published is not None:
            return on(self.report.published), False
        if (
            self._perfect(parsed, event)
            and any(t.words is not None for t in event.targets)
            and self.discourse.campaign is not None
            and self.report.published is not None
        ):
            start = self.discourse.campaign
            return Period(start=start, end=self.report.published, precision="span"), False
        day = self.discourse.told or self.report.published
        return (on(day), False) if day is not None else (UNKNOWN, False)

    def _perfect(self, parsed: Parsed, event: Event) -> bool:
        """Whether the verb is in the present perfect: "have lost 18 villages"."""
        return bool(set(auxiliaries(parsed, event.trigger)) & {"have", "has"})

    def _remember_dates(self, parsed: Parsed, whens: Sequence[When]) -> None:
        days = [d for d in narrated(tuple(whens)) if not self._long_ago(on(d)) or self.report.published is None]
        if days:
            self.discourse.told = days[0] if not any(w.relative for w in whens) else days[-1]
        for i, phrase in enumerate(parsed.phrases):
            if phrase.lemma in {"begin", "launch", "start", "mount", "open"} and any(
                set(p.words) & {"offensive", "campaign", "operation", "assault", "push"}
                for p in parsed.phrases[i + 1 : i + 4]
            ):
                starts = [
                    w.period.start
                    for w in whens
                    if w.period.start is not None and not w.bound and not self._long_ago(w.period)
                ]
                self.discourse.campaign = starts[0] if starts else self.discourse.campaign

    # --- from statement to claims ---

    def _claims(self, parsed: Parsed, statement: _Statement, here: Sequence[Resolution]) -> Iterator[Claim]:
        for target in statement.event.targets:
            if target.words is not None:
                yield from self._group_claims(parsed, statement, target, here)
                continue
            if target.toponym is not None:
                meant: tuple[Resolution, ...] = (here[target.toponym],)
            else:
                before = [
                    r
                    for r in here
                    if r.toponym.span.start < parsed.sentence.tokens[parsed.phrases[target.phrase].start].start
                ]
                meant = self.discourse.stood_for(target.stands_for, before)
            for resolution in meant:
                claim = self._claim(parsed, statement, target, resolution)
                if claim is not None:
                    yield claim

    def _claim(self, parsed: Parsed, statement: _Statement, target: Target, resolution: Resolution) -> Claim | None:
        kind = resolution.toponym.kind
        if kind in {"metonym", "country", "water"}:
            return None
        scope: Scope = "area" if kind in {"admin", "region"} else "place"
        change = _change_for(statement.event.change, target.part, scope)
        if change is None:
            return None
        held_by = adjective_side(target.held_by, self.theatre) if target.held_by else None
        controller, previous = statement.controller, statement.previous
        if target.held_by and change == "held" and statement.event.controller is None:
            controller = held_by or _named_side(target.held_by, self.theatre)
        elif target.held_by:
            previous = previous or held_by
        if change in {"contested", "advanced"}:
            controller = None
        return self._make(
            parsed,
            statement,
            place=resolution.toponym.span.quote,
            scope=scope,
            change=change,
            controller=controller,
            previous=previous,
            mention=(resolution.toponym.span.start, resolution.toponym.span.end),
            resolution=resolution,
        )

    def _group_claims(
        self, parsed: Parsed, statement: _Statement, target: Target, here: Sequence[Resolution]
    ) -> Iterator[Claim]:
        tokens = parsed.sentence.tokens
        first, last = target.words or (0, 1)
        lo, hi = tokens[first].start, tokens[last - 1].end
        if target.count is not None or not target.units:
            yield self._make(
                parsed,
                statement,
                place=self.report.text[lo:hi],
                scope="group",
                change=statement.event.change,
                controller=statement.controller,
                previous=statement.previous,
                mention=(lo, hi),
                count=target.count,
            )
            return
        for unit in target.units:
            yield self._make(
                parsed,
                statement,
                place=self.report.text[lo:hi],
                scope="area",
                change=statement.event.change,
                controller=statement.controller,
                previous=statement.previous,
                mention=(lo, hi),
                resolution=here[unit],
            )

    def _make(
        self,
        parsed: Parsed,
        statement: _Statement,
        *,
        place: str,
        scope: Scope,
        change: Change,
        controller: str | None,
        previous: str | None,
        mention: tuple[int, int],
        count: int | None = None,
        resolution: Resolution | None = None,
    ) -> Claim:
        claim = Claim(
            id="",
            place=place,
            scope=scope,
            count=count,
            change=change,
            certainty=statement.certainty,
            mention=self.report.span(*mention),
            evidence=self.report.span(*statement.evidence),
            period=statement.period
            if statement.certainty != "historic" or statement.period.start
            else statement.period,
            reported=self.report.published,
            actor=None if change == "held" else statement.actor,
            controller=controller,
            previous=previous if previous != controller else None,
            claimant=statement.claimant,
            claimant_side=statement.claimant_side,
            resolution=resolution,
        )
        return replace(claim, confidence=_confidence(claim))


def _change_for(change: Change, part: str, scope: Scope) -> Change | None:  # noqa: PLR0911 -- one return a case
    """What a statement about a part of a place means for the place; None where it says nothing of it."""
    if not part:
        return change
    if part == "around":
        return change if scope == "area" else None
    if part == "edge":
        return "advanced" if change in {"captured", "recaptured", "advanced", "held"} and scope == "place" else None
    if part == "most" or scope == "area":
        return change
    if change in {"captured", "recaptured", "contested", "held", "lost"}:
        return "contested"
    if change == "advanced":
        return change
    return "contested" if change == "withdrawn" and scope == "place" else change


def _named_side(word: str, theatre: Theatre) -> str | None:
    """The side of the first half of "SDF-held"."""
    from mapper.reports.sentences import tokens

    found = [n for n in namings(tokens(word), theatre) if n.role == "actor"]
    return found[0].side if found else None


def _group_of(parsed: Parsed, who: int | None) -> str:
    if who is None:
        return ""
    phrase = parsed.phrases[who]
    return phrase.naming.group if phrase.naming else next((m.group for m in reversed(phrase.modifiers) if m.group), "")


def _had(parsed: Parsed, i: int) -> bool:
    """Whether the clause of a trigger is in the past perfect."""
    if parsed.phrases[i].kind == "V":
        return "had" in auxiliaries(parsed, i)
    lo, _ = clause(parsed, i)
    return any(p.kind == "X" and "had" in p.words for p in parsed.phrases[lo:i])


def _nominal(parsed: Parsed, i: int) -> Certainty:
    """A noun takes its stance from the verb that governs it: "plans the capture of X"."""
    stance = english().stance
    lo, _ = clause(parsed, i)
    for k in range(i - 1, lo - 1, -1):
        phrase = parsed.phrases[k]
        if phrase.kind == "V":
            if phrase.lemma in {
                "plan",
                "aim",
                "seek",
                "prepare",
                "attempt",
                "try",
                "hope",
                "vow",
                "pledge",
                "threaten",
            }:
                return "planned"
            found = certainty_of(parsed, k)
            return found if found in {"planned", "negated"} and k == i - 1 else "asserted"
        if (
            phrase.kind == "NP"
            and set(phrase.words)
            & (stance["plan_nouns"] - {"battle", "offensive", "attack", "assault", "operation", "campaign"})
            and k >= i - 2
        ):
            return "planned"
    return "asserted"


def _when(parsed: Parsed, event: Event) -> When | None:
    """The time expression that dates an event: in its clause, else the one that opens the sentence."""
    at = {p.start: k for k, p in enumerate(parsed.phrases)}
    tokens = parsed.sentence.tokens
    placed: list[tuple[int, When]] = []
    for when in parsed.whens:
        first = next((i for i, t in enumerate(tokens) if t.start >= when.start), None)
        k = max((at[s] for s in at if first is not None and s <= first), default=None)
        if k is not None:
            placed.append((k, when))
    lo, hi = clause(parsed, event.trigger)
    inside = [(k, w) for k, w in placed if lo <= k < hi]
    behind = [w for k, w in inside if k > event.trigger]
    before = [w for k, w in inside if k < event.trigger]
    if behind and not behind[0].background:
        return behind[0]
    if before:
        return before[-1]
    if behind:
        return behind[0]
    opening = [
        w for k, w in placed if k <= 1 or all(p.kind in {"ADV", "TIME", "COMMA", "P"} for p in parsed.phrases[:k])
    ]
    if opening:
        return opening[0]
    return next((w for k, w in placed if k < event.trigger and not w.background and w.bound != "since"), None)


def _beside(parsed: Parsed, event: Event, when: When) -> bool:
    """Whether a time expression stands in the event's own clause, behind its verb."""
    _, hi = clause(parsed, event.trigger)
    tokens = parsed.sentence.tokens
    return tokens[parsed.phrases[event.trigger].end - 1].end <= when.start <= tokens[parsed.phrases[hi - 1].end - 1].end


def _evidence(parsed: Parsed, event: Event, source: Attribution | None) -> tuple[int, int]:
    """The code points of the clause that makes the statement, its speaker included."""
    lo, hi = clause(parsed, event.trigger)
    parts = [t.phrase for t in event.targets] + [
        w for w in (event.actor, event.controller, event.previous) if w is not None
    ]
    lo, hi = min([lo, *parts]), max([hi - 1, event.trigger, *parts]) + 1
    if source is not None and source.claimant is not None and source.claimant[0] < source.first:
        lo = min(lo, source.claimant[0])
    while lo < hi - 1 and parsed.phrases[lo].kind in {"COMMA", "STOP", "C", "S", "R"}:
        lo += 1
    while hi > lo + 1 and parsed.phrases[hi - 1].kind in {"COMMA", "STOP", "C", "S", "R", "P"}:
        hi -= 1
    return parsed.span_of(lo, hi - 1)


def _settled(claims: list[Claim]) -> list[Claim]:
    """The claims of a sentence without what a stronger one beside them already says."""
    claims = [_completed(claim, claims) for claim in claims]
    kept: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    for claim in claims:
        key = (
            claim.place,
            claim.mention.start if claim.scope != "area" else claim.resolution and claim.resolution.toponym.span.start,
            claim.change,
            claim.controller,
            claim.certainty,
        )
        others = [c for c in claims if c is not claim and c.place == claim.place and c.happened]
        if key in seen:
            continue
        if claim.change == "advanced" and any(
            c.change in _TAKING | {"contested", "repelled"} and c.certainty == claim.certainty for c in others
        ):
            continue
        if claim.change == "held" and any(
            c.change in {*_TAKING, "withdrawn", "repelled"}
            and (c.previous in (claim.controller, None) or c.change == "repelled")
            for c in others
        ):
            continue
        seen.add(key)
        kept.append(claim)
    return kept


def _completed(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """The claim with the side that another statement of the sentence gives for the same change."""
    others = [c for c in claims if c is not claim and c.place == claim.place and c.certainty == claim.certainty]
    if claim.change == "withdrawn" and claim.controller is None:
        taken = next(
            (c.controller for c in others if c.change in _TAKING and c.controller not in (None, claim.previous)), None
        )
        return replace(claim, controller=taken) if taken else claim
    if claim.change in {"captured", "recaptured"} and claim.previous is None:
        left = next(
            (
                c.previous
                for c in others
                if c.change in {"withdrawn", "lost"} and c.previous not in (None, claim.controller)
            ),
            None,
        )
        return replace(claim, previous=left) if left else claim
    return claim


def _confidence(claim: Claim) -> float:
    """A first, documented guess at how far a claim can be trusted; calibration comes with more data.

    An assertion starts at 0.9, an attributed claim at 0.75, anything else at 0.5; a side that is not
    told, an unresolved place and a partial statement each take a tenth off.
    """
    value = {"asserted": 0.9, "claimed": 0.75}.get(claim.certainty, 0.5)
    if claim.controller is None and claim.change not in {"contested", "advanced", "besieged", "withdrawn"}:
        value -= 0.1
    if claim.scope == "place" and claim.located is None:
        value -= 0.1
    if claim.change in {"contested", "advanced"}:
        value -= 0.1
    return round(max(0.1, value), 2)

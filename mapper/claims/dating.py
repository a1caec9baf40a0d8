"""Dating: which time expression an event belongs to, and what is assumed where none does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from mapper.claims.clauses import auxiliaries, clause
from mapper.claims.stance import certainty_of
from mapper.claims.when import bounded, narrated
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.claims.when import Clock, When

_STATES = frozenset({"held", "besieged", "contested"})
_HISTORIC = timedelta(days=120)  # an event this long before publication is background, not news
_BEFORE = timedelta(days=20)  # "had captured it" this long before the story's day is background
_OPENING_VERBS = frozenset({"begin", "launch", "start", "mount", "open"})
_CAMPAIGNS = frozenset({"offensive", "campaign", "operation", "assault", "push"})


def period_of(parsed: Parsed, event: Event, clock: Clock, *, campaign: date | None) -> tuple[Period, bool]:
    """When an event was so, and whether the sentence itself tells it; `campaign` is when the report's began."""
    when, planned = _when(parsed, event), certainty_of(parsed, event.trigger) == "planned"
    if when is not None and planned and not _beside(parsed, event, when):
        when = None
    if when is not None and when.period.start is not None and not when.background:
        lasts = event.change in _STATES or _perfect(parsed, event)
        return (when.period if when.bound == "since" and not lasts else bounded(when, clock)), True
    if planned or (when is not None and when.background):
        return UNKNOWN, False  # the day of the plan is not the day of the deed
    return _assumed(parsed, event, clock, campaign), False


def _assumed(parsed: Parsed, event: Event, clock: Clock, campaign: date | None) -> Period:
    """When an event was so that no expression dates: a state now, a deed on the day that the story has reached."""
    if event.change == "held" and clock.published is not None:
        return on(clock.published)
    counted = any(t.words is not None for t in event.targets) and _perfect(parsed, event)
    if counted and campaign is not None and clock.published is not None:
        return Period(start=campaign, end=clock.published, precision="span")  # "have lost 18 villages"
    day = clock.told or clock.published
    return on(day) if day is not None else UNKNOWN


def _perfect(parsed: Parsed, event: Event) -> bool:
    """Whether the verb is in the present perfect: "have lost 18 villages"."""
    return bool(set(auxiliaries(parsed, event.trigger)) & {"have", "has"})


def past_perfect(parsed: Parsed, i: int) -> bool:
    """Whether the clause of a trigger is in the past perfect."""
    if parsed.phrases[i].kind == "V":
        return "had" in auxiliaries(parsed, i)
    lo, _ = clause(parsed, i)
    return any(p.kind == "X" and "had" in p.words for p in parsed.phrases[lo:i])


def long_ago(period: Period, clock: Clock) -> bool:
    """Whether a period lies so far back that the report tells it as background."""
    now = clock.published or clock.told
    return period.end is not None and now is not None and now - period.end > _HISTORIC


def before_story(period: Period, clock: Clock) -> bool:
    """Whether a period lies clearly before the day that the story has reached."""
    now = clock.told or clock.published
    return period.start is not None and now is not None and now - period.start > _BEFORE


# --- which expression ---


def _when(parsed: Parsed, event: Event) -> When | None:
    """The time expression that dates an event: in its clause, else the one that opens the sentence."""
    placed = _placed(parsed)
    lo, hi = clause(parsed, event.trigger)
    behind = [w for k, w in placed if event.trigger < k < hi]
    before = [w for k, w in placed if lo <= k < event.trigger]
    if before and (not behind or behind[0].background):
        return before[-1]
    if behind:
        return behind[0]
    opening = next((w for k, w in placed if _opens(parsed, k)), None)
    if opening is not None:
        return opening
    return next((w for k, w in placed if k < event.trigger and not w.background and w.bound != "since"), None)


def _placed(parsed: Parsed) -> list[tuple[int, When]]:
    """The time expressions with the phrases that they stand in."""
    placed: list[tuple[int, When]] = []
    for when in parsed.whens:
        first = next((i for i, t in enumerate(parsed.sentence.tokens) if t.start >= when.start), None)
        if first is not None:
            placed.append((max(k for k, p in enumerate(parsed.phrases) if p.start <= first), when))
    return placed


def _opens(parsed: Parsed, k: int) -> bool:
    """Whether a time expression at phrase `k` opens the sentence."""
    return k <= 1 or all(p.kind in {"ADV", "TIME", "COMMA", "P"} for p in parsed.phrases[:k])


def _beside(parsed: Parsed, event: Event, when: When) -> bool:
    """Whether a time expression stands in the event's own clause, behind its verb."""
    _, hi = clause(parsed, event.trigger)
    tokens, phrases = parsed.sentence.tokens, parsed.phrases
    return tokens[phrases[event.trigger].end - 1].end <= when.start <= tokens[phrases[hi - 1].end - 1].end


# --- the dates of the story ---


def story_day(whens: Sequence[When], clock: Clock) -> date | None:
    """The day that a sentence takes the story to: its first, the last where it counts on from day to day."""
    days = [d for d in narrated(tuple(whens)) if clock.published is None or not long_ago(on(d), clock)]
    if not days:
        return None
    return days[-1] if any(w.relative for w in whens) else days[0]


def campaign_start(parsed: Parsed, clock: Clock) -> date | None:
    """The day on which a campaign began, where a sentence tells of one that begins."""
    if not any(_campaign_begins(parsed, i) for i in range(len(parsed.phrases))):
        return None
    fresh = (w.period for w in parsed.whens if not w.bound and not long_ago(w.period, clock))
    return next((period.start for period in fresh if period.start is not None), None)


def _campaign_begins(parsed: Parsed, i: int) -> bool:
    """Whether a verb opens a campaign: "launched an offensive"."""
    near = parsed.phrases[i + 1 : i + 4]
    return parsed.phrases[i].lemma in _OPENING_VERBS and any(set(p.words) & _CAMPAIGNS for p in near)

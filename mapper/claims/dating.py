"""Dating: which time expression an event belongs to, and what is assumed where none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.claims.attachment import MAIN, Attachment, attachment_of
from mapper.claims.clauses import LIGHT, auxiliaries, bare_participle, clause
from mapper.claims.stance import certainty_of
from mapper.claims.when import bounded, narrated
from mapper.english import english
from mapper.period import UNKNOWN, Period, on

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.frames.event import Event
    from mapper.claims.phrases import Parsed
    from mapper.claims.when import Clock, When

_STATES = frozenset({"held", "besieged", "contested"})
_HISTORIC = timedelta(days=120)  # an event this long before publication is background, not news
_BEFORE = timedelta(days=20)  # "had captured it" this long before the story's day is background
_WEEK = timedelta(days=7)
_SLACK = timedelta(days=2)  # reports are filed in other time zones
_OPENING_VERBS = frozenset({"begin", "launch", "start", "mount", "open"})
_CARRIED = frozenset({"range", "month", "months", "weekdays"})  # forms of stretches that the next sentence stays in
_LONGEST = timedelta(days=31)
_NOW = frozenset({"has", "have", "is", "are"})


def period_of(parsed: Parsed, event: Event, clock: Clock) -> tuple[Period, bool]:
    """When an event was so, and whether the sentence itself tells it."""
    attachment = attachment_of(parsed)
    when, planned = _when(attachment, event), certainty_of(parsed, event.trigger) == "planned"
    if when is not None and planned and not _beside(parsed, event, when) and not _attempted(parsed, event):
        when = None
    if when is not None and when.period.start is not None and not when.background:
        if when.bound == "from" and event.change in _STATES:
            when = replace(when, bound="since")
        if when.bound == "since" and past_perfect(parsed, event.trigger):  # up to where the story stands
            clock = replace(clock, published=clock.told or clock.published)
        period = _ended(attachment, event, bounded(when, clock), clock)
        late = clock.published is not None and period.start is not None and period.start > clock.published + _SLACK
        return (UNKNOWN if late and not planned else period), True  # nothing is told before it was so
    if (planned and not _attempted(parsed, event)) or (when is not None and when.background):
        return UNKNOWN, False  # the day of the plan is not the day of the deed
    return _ended(attachment, event, _assumed(parsed, event, clock), clock), False


def periods_of(parsed: Parsed, event: Event, clock: Clock) -> Mapping[int, Period]:
    """When an event was so for each of its targets that has a time of its own: "X on 3 May and Y on 5 May"."""
    phrases = sorted({t.phrase for t in event.targets if t.phrase > event.trigger})
    if len(event.targets) < 2 or not phrases or len(parsed.whens) < 2:  # noqa: PLR2004 # two places, two times
        return {}
    attachment = attachment_of(parsed)
    days = [(k, w) for k, w in attachment.placed if k > phrases[0] and w.period.precision in {"day", "month"}]
    found: dict[int, Period] = {}
    behind: Period | None = None
    for here, following in reversed([*zip(phrases, [*phrases[1:], len(parsed.phrases)], strict=True)]):
        if any(p.kind in {"V", "R", "S"} for p in parsed.phrases[event.trigger + 1 : here]):
            continue
        inserted = parsed.at(here - 1).kind == parsed.at(here - 3).kind == "COMMA"  # "and, a day later, X"
        between = (w for k, w in attachment.placed if inserted and k == here - 2)
        own = next(between, None) or next((w for k, w in days if here < k < following), None)
        behind = bounded(own, clock) if own is not None else behind
        if behind is not None:
            found[here] = behind
    led = any(t.phrase < event.trigger for t in event.targets)  # "A fell on Monday and B on Tuesday"
    return found if led or len(set(found.values())) > 1 else {}


def _attempted(parsed: Parsed, event: Event) -> bool:
    """Whether the deed is told as an attempt, which has a day where a plan has none: "tried to take"."""
    t = parsed.before(event.trigger, {"ADV", "X", "Q"})
    governor = parsed.at(parsed.before(t, {"ADV", "Q", "TIME"}))
    return parsed.at(t).kind == "T" and governor.lemma in english().verb_sets["attempting"]


def _assumed(parsed: Parsed, event: Event, clock: Clock) -> Period:
    """When an event was so that no expression dates: a state now, a deed on the day that the story has reached."""
    aside = parsed.phrases[event.trigger].form == "gerund" and not auxiliaries(parsed, event.trigger)
    story = aside and clock.told is not None  # "the town fell, with the rebels holding on"
    if clock.timeline and clock.told is not None and event.change == "held" and not _goes_on(parsed, event):
        return on(clock.latest or clock.told)
    if clock.published is not None and not story and (event.change == "held" or _goes_on(parsed, event)):
        return on(clock.published)
    counted = any(t.words is not None for t in event.targets) and _perfect(parsed, event)
    if counted and clock.campaign is not None and clock.published is not None:
        return Period(start=clock.campaign, end=clock.published, precision="span")  # "have lost 18 villages"
    if clock.stretch is not None and not _perfect(parsed, event):
        return clock.stretch
    day = clock.told or clock.published
    return on(day) if day is not None else UNKNOWN


def _goes_on(parsed: Parsed, event: Event) -> bool:
    """Whether a state is told in the present: "is besieging", "are fighting"."""
    if event.change not in _STATES or certainty_of(parsed, event.trigger) == "planned":
        return False
    words, form = set(auxiliaries(parsed, event.trigger)), parsed.phrases[event.trigger].form
    governor = parsed.at(parsed.before(event.trigger, {"ADV", "P"}))
    if governor.lemma in english().verb_sets["remaining"] and governor.form in {"base", "third"}:
        return True
    if words:
        return bool(words & _NOW)
    copula = (event.nominal or not form) and governor.text in {"is", "are"}
    behind = parsed.at(parsed.behind(event.trigger, {"ADV"}))  # "clashes continue", "fighting is under way"
    going = behind.form in {"base", "third"} or behind.text in _NOW  # "fighting has spread to X"
    copula = copula or (event.nominal and going)
    return copula or form in {"base", "third"} or _ongoing_participle(parsed, event)


def _ended(attachment: Attachment, event: Event, period: Period, clock: Clock) -> Period:
    """The period of a state up to the day that an "until" tells: "besieged until it was relieved on 5 May"."""
    phrases = attachment.parsed.phrases
    if event.change not in _STATES or period.start is None:
        return period
    o = next((k for k, p in enumerate(phrases) if k > event.trigger and p.text == "until"), None)
    if o is not None:
        ends = (w.period.end for k, w in attachment.placed if attachment.level(k) == o)
        end = next((day for day in ends if day is not None), None)
    else:
        until = (w for k, w in attachment.placed if k > event.trigger and w.bound == "until")
        end = next((w.period.start for w in until), None)
    if end is None or end <= period.start or (clock.published is not None and end > clock.published):
        return period
    return Period(start=period.start, end=end, precision="span")


def _perfect(parsed: Parsed, event: Event) -> bool:
    """Whether the verb is in the present perfect: "have lost 18 villages"."""
    return bool(set(auxiliaries(parsed, event.trigger)) & {"have", "has"})


def past_perfect(parsed: Parsed, i: int) -> bool:
    """Whether the clause of a trigger is in the past perfect."""
    if parsed.phrases[i].kind == "V":
        return "had" in auxiliaries(parsed, i)
    lo, _ = clause(parsed, i)
    be = next((k for k in range(i - 1, lo - 1, -1) if parsed.phrases[k].kind in {"X", "V"}), i)
    return "had" in {*parsed.phrases[be].words, *auxiliaries(parsed, be)}  # "had been in rebel hands"


def long_ago(period: Period, clock: Clock) -> bool:
    """Whether a period lies so far back that the report tells it as background."""
    now = clock.told if clock.timeline else clock.published or clock.told
    return period.end is not None and now is not None and now - period.end > _HISTORIC


def before_story(period: Period, clock: Clock) -> bool:
    """Whether a period lies clearly before the day that the story has reached."""
    now = clock.told or clock.published
    apart = _HISTORIC if clock.timeline else _BEFORE  # a chronicle goes back without changing what it is about
    return period.start is not None and now is not None and now - period.start > apart


# --- which expression ---


def _when(attachment: Attachment, event: Event) -> When | None:
    """The time expression that dates an event, with the period that it means for this event."""
    level, offset = attachment.level(event.trigger), None
    if level != MAIN:
        offset = attachment.offset_at(level)
    own = _own(attachment, event, level)
    if own is None and offset is not None:
        return offset  # the event inside "two days after losing it"
    own = own or _named_by(attachment, event)
    found = own or _shared(attachment, event, level, goes_on=_goes_on(attachment.parsed, event))
    if found is None:
        return None
    if found.main is not None:
        return replace(found, period=found.main)
    return _before_said(attachment, found)


def _named_by(attachment: Attachment, event: Event) -> When | None:
    """The time that a clause behind "when" tells of: "at war since 2014, when the rebels took X"."""
    phrases = attachment.parsed.phrases
    opens = (k for k in range(event.trigger - 1, 0, -1) if phrases[k].kind in {"S", "R", "STOP"})
    o = next(opens, 0)
    if phrases[o].text != "when":
        return None
    told = attachment.parsed.before(o, {"COMMA"})
    return next((replace(w, bound="") for k, w in attachment.placed if k == told), None)


def _own(attachment: Attachment, event: Event, level: int) -> When | None:
    """The time expression in the event's own clause: the first one behind it, else the last one before it."""
    lo, hi = clause(attachment.parsed, event.trigger)
    own = [
        (k, w)
        for k, w in attachment.placed
        if lo <= k < hi
        and attachment.level(k) == level
        and not attachment.saying(k)
        and not (k > event.trigger and attachment.of_next(k))
        and not attachment.of_participle(k, event.trigger)
        and not attachment.comparing(k, event.trigger, w)
        and (w.bound != "for" or event.change in _STATES)
        and not _beyond(attachment.parsed, event, k)
    ]
    before = [w for k, w in own if k < event.trigger]
    behind = [w for k, w in own if k > event.trigger and not (before and _of_outcome(attachment.parsed, event, k))]
    if event.change in _STATES:
        lasting = next((w for w in (*behind, *before) if w.bound == "for"), None)
        days = [w for w in (*before, *behind) if w.bound != "for" and not w.background]
        if lasting is not None and days:
            return _up_to_day(lasting, days[0])
    if before and (not behind or behind[0].background):
        return before[-1]
    return behind[0] if behind else None


def _of_outcome(parsed: Parsed, event: Event, k: int) -> bool:
    """Whether a time at phrase `k` dates what came of a deed: "retook X, only to lose it the following day"."""
    between = parsed.phrases[event.trigger + 1 : k]
    return any(p.kind == "T" and b.text == "only" for b, p in pairwise(between))


def _beyond(parsed: Parsed, event: Event, k: int) -> bool:
    """Whether phrase `k` lies outside a participle's words: "rebels besieging X attacked on Friday"."""
    trigger = event.trigger
    if not _ongoing_participle(parsed, event):
        return False
    return k < trigger or any(p.kind in {"V", "X"} for p in parsed.phrases[trigger + 1 : k])


def _ongoing_participle(parsed: Parsed, event: Event) -> bool:
    """Whether a state is told by a participle that qualifies a noun: "rebels besieging X", "X, held by rebels"."""
    phrase = parsed.phrases[event.trigger]
    participle = phrase.form in {"gerund", "participle", "past_or_participle"} and not event.nominal
    stays = phrase.lemma in english().verb_sets["remaining"]  # "X remained with the army"
    if event.change not in {"held", "besieged"} or not participle or stays or auxiliaries(parsed, event.trigger):
        return False
    return not _resulting(parsed, event.trigger) and (phrase.form == "gerund" or bare_participle(parsed, event.trigger))


def _resulting(parsed: Parsed, i: int) -> bool:
    """Whether a participle tells what came of a deed: "cut the road, encircling X", "leaving X encircled"."""
    np = parsed.before(i, {"ADV"})
    gerund = np - 1 if parsed.at(np).kind == "NP" else i
    return parsed.at(gerund).form == "gerund" and parsed.at(gerund - 1).kind == "COMMA" and gerund > 1


def _up_to_day(lasting: When, day: When) -> When:
    """A duration that ends on a day told beside it: "for the third day running on Monday"."""
    period, now = lasting.period, day.period.start
    if day.period.precision != "day" or day.bound or now is None or period.start is None or period.end is None:
        return day
    return replace(day, period=Period(start=now - (period.end - period.start), end=now, precision="span"))


def _shared(attachment: Attachment, event: Event, level: int, *, goes_on: bool) -> When | None:
    """The time expression that an event shares with another clause, the last resort the day it was said.

    A state that goes on shares none: it is told for the day it was said, or for publication.
    """
    trigger, placed = event.trigger, [(k, w) for k, w in attachment.placed if not w.background]
    if goes_on:
        return next((w for k, w in placed if attachment.saying(k)), None)
    lo, hi = clause(attachment.parsed, trigger)
    said = (w for k, w in placed if event.nominal and lo <= k < hi and attachment.saying(k))
    free = [
        (k, w)
        for k, w in placed
        if (w.bound not in {"since", "for", "until", "before"} or (w.bound == "since" and k == 0))
        and not attachment.saying(k)
        and not attachment.of_participle(k, trigger)
    ]
    before = [w for k, w in free if k < trigger and attachment.level(k) == level]
    outside = [(k, w) for k, w in free if attachment.level(k) == MAIN] if level != MAIN else []
    rest = (
        list(said),  # "announced the capture of X on 1 December"
        before[-1:],
        list(attachment.coordinated(trigger)),
        [w for k, w in outside if k < trigger][-1:],
        [w for k, w in placed if attachment.saying(k)][:1],
        [w for _, w in outside][:1],
    )
    return next((found[0] for found in rest if found), None)


def _before_said(attachment: Attachment, when: When) -> When:
    """A weekday no later than the day on which it was told: "said on Monday that it had fallen on Friday"."""
    said = [w.period.start for k, w in attachment.placed if w is not when and attachment.saying(k)]
    day, itself = when.period.start, any(w is when and attachment.saying(k) for k, w in attachment.placed)
    if itself or when.form != "weekday" or day is None or not any(s is not None and s < day < s + _WEEK for s in said):
        return when
    return replace(when, period=on(day - _WEEK))


def _beside(parsed: Parsed, event: Event, when: When) -> bool:
    """Whether a time expression stands in the event's own clause, behind its verb."""
    _, hi = clause(parsed, event.trigger)
    tokens, phrases = parsed.sentence.tokens, parsed.phrases
    return tokens[phrases[event.trigger].end - 1].end <= when.start <= tokens[phrases[hi - 1].end - 1].end


# --- the dates of the story ---


def story_day(parsed: Parsed, clock: Clock) -> date | None:
    """The day that a sentence takes the story to: its first, the last where it counts on from day to day."""
    attachment = attachment_of(parsed)
    main = [(k, w) for k, w in attachment.placed if attachment.level(k) == MAIN]
    told = [w for k, w in main if not attachment.saying(k)] or [w for _, w in main]
    days = [d for d in narrated(tuple(told)) if clock.published is None or not long_ago(on(d), clock)]
    if not days:
        return None
    day = days[-1] if any(w.relative for w in told) else days[0]
    back = not clock.timeline and clock.told is not None and day < clock.told - _BEFORE
    return None if back else day  # a story does not go on from what it tells as background


def past_of(parsed: Parsed, claims: Sequence[Claim], clock: Clock) -> Period | None:
    """The time long ago that a sentence tells of, where it tells of no later one and of nothing now.

    The sentence opens with the time ("In 2012 ...") or makes a claim of it; "born in 1980" tells only of a man.
    """
    if any(phrase.kind == "X" and _NOW & set(phrase.words) for phrase in parsed.phrases):
        return None
    dated = [w for w in parsed.whens if w.period.start is not None and not w.background]
    if not dated or not all(long_ago(w.period, clock) and not w.bound for w in dated):  # "since 2012" leads up to now
        return None
    opens = parsed.at(parsed.behind(-1, {*LIGHT, "C"} - {"TIME"})).kind == "TIME"
    claimed = any(c.certainty == "historic" for c in claims) and not any(c.happened for c in claims)
    return dated[-1].period if opens or claimed else None


def simple_past(parsed: Parsed, i: int) -> bool:
    """Whether a verb, or the one beside a noun, tells of the past by its form: "seized", "was taken"."""
    if parsed.phrases[i].kind != "V":
        lo, hi = clause(parsed, i)
        i = next((k for k in range(lo, hi) if parsed.phrases[k].kind == "V"), i)
    words, form = auxiliaries(parsed, i), parsed.phrases[i].form
    return bool(set(words) & {"was", "were"}) if words else form in {"past", "past_or_participle"}


def latest_day(parsed: Parsed, clock: Clock) -> date | None:
    """The last day of those that a sentence tells its events by: "two days later" behind it counts from this."""
    attachment = attachment_of(parsed)
    placed = (w for k, w in attachment.placed if attachment.level(k) == MAIN and not attachment.saying(k))
    days = [d for d in narrated(tuple(placed)) if clock.published is None or not long_ago(on(d), clock)]
    return max(days, default=None)


def story_stretch(parsed: Parsed, claims: Sequence[Claim], clock: Clock) -> Period | None:
    """The stretch of days that a sentence sets its claims in, for the sentences after it."""
    attachment = attachment_of(parsed)
    for k, when in attachment.placed:
        start, end = when.period.start, when.period.end
        fits = (
            when.form in _CARRIED
            and not when.bound
            and all(p.kind in {*LIGHT, "COMMA", "C"} for p in parsed.phrases[:k])
            and not long_ago(when.period, clock)
        )
        if fits and start is not None and end is not None and start < end <= start + _LONGEST:
            heading = all(p.kind in {"TIME", "STOP"} for p in parsed.phrases)  # "8-9 June" over what happened then
            return when.period if heading or any(c.happened and c.period == when.period for c in claims) else None
    return None


def campaign_start(parsed: Parsed, clock: Clock) -> date | None:
    """The day on which a campaign began, where a sentence tells of one that begins."""
    if not parsed.whens or not any(_campaign_begins(parsed, i) for i in range(len(parsed.phrases))):
        return None
    fresh = (w.period for w in parsed.whens if not w.bound and not long_ago(w.period, clock))
    return next((period.start for period in fresh if period.start is not None), None)


def _campaign_begins(parsed: Parsed, i: int) -> bool:
    """Whether a verb opens a campaign: "launched an offensive", "the battle began"."""
    if parsed.phrases[i].lemma not in _OPENING_VERBS:
        return False
    near = [*parsed.phrases[i + 1 : i + 4], *parsed.phrases[max(0, i - 1) : i]]
    return any(word in english().calendar["campaigns"] for p in near for word in p.words)

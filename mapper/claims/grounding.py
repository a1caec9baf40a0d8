"""Claims that somebody else made, checked against the report: known values only, and words that stand in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, get_args

from mapper.actors import adjective_side, namings
from mapper.claims.claim import Certainty, Change, Claim, Scope
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.toponym import Toponym
from mapper.period import UNKNOWN, Period, on
from mapper.reports.sentences import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.reports.report import Report, Span
    from mapper.theatre import Theatre

CHANGES: Final[tuple[Change, ...]] = get_args(Change)
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
TEXTS: Final = (
    *("place", "scope", "change", "actor", "controller", "previous", "date_from", "date_to", "claimant", "certainty"),
    *("evidence", "place_id"),
)
NUMBERS: Final = ("count", "start", "evidence_start", "confidence")

_AREAS: Final = frozenset({"admin", "region"})
_NO_PLACES: Final = frozenset({"metonym", "country", "water"})  # kinds of toponym that nobody holds
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DECEMBER: Final = 12


class Refused(ValueError):
    """A row is no claim of its report; the message says why, without the row's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim as a row tells it: known values only, but not yet looked up in the report."""

    place: str
    change: Change
    evidence: str
    scope: Scope | None = None
    certainty: Certainty | None = None
    period: Period = UNKNOWN
    actor: str | None = None
    controller: str | None = None
    previous: str | None = None
    claimant: str | None = None
    count: int | None = None
    confidence: float | None = None
    place_id: str | None = None
    start: int | None = None  # of the place's mention, where the row tells it
    evidence_start: int | None = None


def draft_of(row: Mapping[str, Any]) -> Draft:
    """The claim that a row tells.

    Raises
    ------
    Refused
        A value is missing, of another type, or none of the known ones.
    """
    texts, numbers = {name: _text(row, name) for name in TEXTS}, {name: _number(row, name) for name in NUMBERS}
    needed = {name: texts[name] or "" for name in ("place", "change", "evidence")}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise Refused(f"no {' and no '.join(missing)} is given")
    if texts["controller"] is not None and texts["controller"] == texts["previous"]:
        raise Refused("controller and previous are the same side")
    trust = numbers["confidence"]
    if trust is not None and not 0 <= trust <= 1:
        raise Refused("confidence is not between 0 and 1")
    return Draft(
        place=needed["place"],
        change=_one_of("change", needed["change"], CHANGES),
        evidence=needed["evidence"],
        scope=_one_of("scope", texts["scope"], SCOPES) if texts["scope"] else None,
        certainty=_one_of("certainty", texts["certainty"], CERTAINTIES) if texts["certainty"] else None,
        period=_period(texts["date_from"], texts["date_to"]),
        actor=texts["actor"],
        controller=texts["controller"],
        previous=texts["previous"],
        claimant=texts["claimant"],
        count=_whole("count", numbers["count"]),
        place_id=texts["place_id"],
        start=_whole("start", numbers["start"]),
        evidence_start=_whole("evidence_start", numbers["evidence_start"]),
        confidence=trust,
    )


def claim_of(
    draft: Draft,
    report: Report,
    resolutions: Sequence[Resolution],
    *,
    theatre: Theatre,
    extractor: str,
    trust: float,
    strict: bool,
) -> Claim:
    """The claim of a draft, its words found in the report; its id is still empty.

    Parameters
    ----------
    trust
        The confidence of a claim that tells none.
    strict
        Whether nothing is believed that the report does not show: the evidence holds the place's own name, the
        claimant stands in the text, what happened did so by the day of the report, and nobody holds a river.

    Raises
    ------
    Refused
        The evidence is not in the text, the place is not in the evidence, or a side or a source is unknown.
    """
    evidence = _evidence(draft, report)
    mention = _mention(draft, report, evidence, strict=strict)
    scope, resolution = _resolved(draft, mention, resolutions, strict=strict)
    if strict:
        _believable(draft, report)
    sides = {name: _side(name, getattr(draft, name), report, theatre) for name in ("actor", "controller", "previous")}
    return Claim(
        id="",
        place=mention.quote,
        scope=scope,
        change=draft.change,
        certainty=draft.certainty or ("claimed" if draft.claimant else "asserted"),
        mention=mention,
        evidence=evidence,
        period=draft.period,
        reported=report.published,
        count=draft.count if scope == "group" else None,
        **sides,
        claimant=draft.claimant,
        claimant_side=_leaning(draft.claimant, report, theatre),
        confidence=trust if draft.confidence is None or strict else draft.confidence,
        extractor=extractor,
        resolution=resolution,
    )


# --- values ---


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name} is no text")
    return (value or "").strip() or None


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refused(f"{name} is no number")
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise Refused(f"{name} is no number") from None


def _whole(name: str, value: float | None) -> int | None:
    if value is None:
        return None
    if value < 0 or not value.is_integer():
        raise Refused(f"{name} is no whole number")
    return int(value)


def _one_of(name: str, value: str | None, known: tuple[Any, ...]) -> Any:  # noqa: ANN401 -- one of the words known
    if value not in known:
        raise Refused(f"{name} is none of {', '.join(known)}")
    return value


def _period(first: str | None, last: str | None) -> Period:
    start, end = _day("date_from", first), _day("date_to", last)
    if start is None and end is None:
        return UNKNOWN
    if start is None or end is None:
        return Period(start=start, end=end, precision="span")
    if end < start:
        raise Refused("date_to lies before date_from")
    if start == end:
        return on(start)
    after = end + timedelta(days=1) if end < date.max else end
    whole = start.day == after.day == 1 and end.year == start.year
    if whole and start.month == end.month:
        return Period(start=start, end=end, precision="month")
    year = whole and start.month == 1 and end.month == _DECEMBER
    return Period(start=start, end=end, precision="year" if year else "span")


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise Refused(f"{name} is no day such as 2019-06-07") from None


# --- words of the report ---


def _pattern(words: str) -> re.Pattern[str]:
    """Some words as a text has them: whole words, whatever white space and line breaks stand between them."""
    inner = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    return re.compile(before + inner + (r"(?!\w)" if words[-1:].isalnum() else ""))


def _evidence(draft: Draft, report: Report) -> Span:
    places = [(m.start(), m.end()) for m in _pattern(draft.evidence).finditer(report.text)]
    if not places:
        raise Refused("the evidence is not in the text")
    return report.span(*next((p for p in places if p[0] == draft.evidence_start), places[0]))


def _mention(draft: Draft, report: Report, evidence: Span, *, strict: bool) -> Span:
    """Where the place is named: at the row's own offset where it is no later than the evidence, else within it."""
    pattern = _pattern(draft.place)
    told = pattern.match(report.text, draft.start, evidence.end) if draft.start is not None and not strict else None
    found = told or pattern.search(report.text, evidence.start, evidence.end)
    if found is None:
        raise Refused("the place is not in the evidence")
    return report.span(found.start(), found.end())


def _resolved(
    draft: Draft, mention: Span, resolutions: Sequence[Resolution], *, strict: bool
) -> tuple[Scope, Resolution | None]:
    """What a claim is about, and the resolution of its place: the one found there, else one that says there is none."""
    within = [r for r in resolutions if mention.start <= r.toponym.span.start and r.toponym.span.end <= mention.end]
    exact = [r for r in within if r.toponym.span == mention]
    told = [r for r in resolutions if draft.place_id and r.place is not None and r.place.id == draft.place_id]
    one = next(iter(exact or told or (within if len(within) == 1 else ())), None)
    if draft.scope == "group":
        return "group", None
    if strict and any(_is_part(mention, r.toponym.span) for r in resolutions):
        raise Refused("the place is only a part of a name")
    if one is None:
        toponym = Toponym(span=mention, kind="settlement")
        reason = "named in a claim, but not found among the place names of the report"
        return draft.scope or "place", Resolution(toponym=toponym, place=None, candidates=(), reason=reason)
    kind = one.toponym.kind
    if strict and kind in _NO_PLACES:
        raise Refused("the place is a country, a water or a government here, which no side holds")
    scope: Scope = "area" if kind in _AREAS else "place"
    return scope if strict else draft.scope or scope, one


def _is_part(one: Span, other: Span) -> bool:
    """Whether a span lies within another that is longer."""
    return one != other and other.start <= one.start and one.end <= other.end


def _believable(draft: Draft, report: Report) -> None:
    if draft.claimant is not None and _pattern(draft.claimant).search(report.text) is None:
        raise Refused("the claimant is not in the text")
    first = draft.period.start or draft.period.end
    if draft.certainty != "planned" and first and report.published and first > report.published:
        raise Refused("it is dated after the report")


def _side(name: str, word: str | None, report: Report, theatre: Theatre) -> str | None:
    """The side that a row names: a side of the theatre, an actor's, or a group that the report itself names."""
    if word is None:
        return None
    if word in {s.name for s in theatre.sides} | {a.side for a in theatre.actors} | {a.group for a in theatre.actors}:
        return word
    cut = tokens(word)
    named = next(iter(namings(cut, theatre, day=report.published)), None)
    if named is not None and named.role == "actor" and named.side and (named.start, named.end) == (0, len(cut)):
        return named.side
    side = adjective_side(word, theatre)
    if side is None and _pattern(word).search(report.text) is None:
        known = ", ".join(sorted({s.name for s in theatre.sides}))
        raise Refused(f"{name} is no side that the theatre {theatre.name} ({known}) or the text knows")
    return side or word


def _leaning(claimant: str | None, report: Report, theatre: Theatre) -> str | None:
    """The side in whose interest a claimant speaks, if any."""
    named = namings(tokens(claimant or ""), theatre, day=report.published)
    return next((n.side for n in named if n.role != "other"), None)

"""What earlier sentences told: the places, sides, speakers and dates that later words point back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.actors import FORCES, adjective_side
from mapper.english import english

if TYPE_CHECKING:
    from datetime import date

    from mapper.actors import Naming
    from mapper.claims.claim import Claim
    from mapper.claims.phrases import Parsed, Phrase
    from mapper.geoparse.resolution import Resolution
    from mapper.theatre import Theatre

_TAKING = frozenset({"captured", "recaptured", "lost", "handed_over"})
_STATE_BODIES = frozenset({"ministry", "presidency", "government"})
_OWNING = frozenset({"its", "their", "his", "the", "these", "those"})
_VAGUE_FORCES = frozenset(
    {
        "group",
        "groups",
        "fighters",
        "forces",
        "troops",
        "militants",
        "soldiers",
        "units",
        "gunmen",
        "militia",
        "alliance",
        "attackers",
        "guards",
        "assailants",
        "side",
        "offensive",
        "men",
        "advance",
        "attack",
        "assault",
    }
)


@dataclass(slots=True)
class Discourse:
    """The state between sentences; one for each report."""

    feud: bool = False  # groups of one side fight each other: each keeps its own name
    told: date | None = None  # the day that the story has reached
    campaign: date | None = None  # when the campaign of the report began
    side: str | None = None  # the side that acted last
    taker: str | None = None  # the side that took a place last
    called: dict[str, str] = field(default_factory=dict)  # last word of a longer naming -> its side
    last: dict[str, Claim] = field(default_factory=dict)  # place words -> the last claim about it that happened
    speaker: str | None = None
    speaker_side: str | None = None
    groups: set[str] = field(default_factory=set)  # sides of the armed groups named by their names
    said: tuple[Claim, ...] = ()  # the claims of the last sentence that made any
    focus: list[Resolution] = field(default_factory=list)  # places told of, the last one last
    listed: tuple[Resolution, ...] = ()  # the last list of places that one statement was about

    def acted(self, side: str | None) -> None:
        """Note the side that acted."""
        self.side = side or self.side

    def read(self, parsed: Parsed, here: Sequence[Resolution], claims: Sequence[Claim]) -> None:
        """Take in a sentence that has been read."""
        about = {c.mention.start for c in claims}
        local = [r for r in here if r.toponym.kind in {"settlement", "site", "road"}]
        aside = [r for r in local if r.toponym.span.start not in about]
        far = [r for r in aside if _by_the_way(parsed, r)]
        self.focus.extend(
            [*far, *(r for r in aside if r not in far), *(r for r in local if r.toponym.span.start in about)]
        )
        named = tuple(r for r in local if r.toponym.span.start in about)
        self.listed = named if len(named) > 1 else self.listed
        for claim in claims:
            if claim.happened:
                self.last[claim.place] = claim
                self.taker = claim.controller if claim.change in _TAKING and claim.controller else self.taker
        actors = [n for n in parsed.namings if n.role == "actor" and n.side]
        if actors and (not claims or self.side is None):
            self.side = actors[0].side
        for naming in actors:
            if naming.proper and naming.side:
                self.groups.add(naming.side)
            words = [t.lower for t in parsed.sentence.tokens[naming.start : naming.end]]
            if len(words) > 1 and naming.side:
                self.called[words[-1]] = naming.side

    def stood_for(self, words: str, before: Sequence[Resolution]) -> tuple[Resolution, ...]:
        """The places that "the town", "it" or "both villages" point back to, given those named before it here."""
        kinds = english().kinds
        if words.endswith("s") and words in kinds and words not in {"heights", "hills"}:
            return _settlements(before) if len(_settlements(before)) > 1 else self.listed
        kind = kinds.get(words)
        local = [r for r in before if r.toponym.kind in {"settlement", "site"}]
        candidates = [*self.focus, *local]
        if kind in {"site", "road", "admin"}:
            fitting = [
                r
                for r in [*self.focus, *before]
                if r.toponym.kind == kind
                and (not r.toponym.cue or words in r.toponym.cue or r.toponym.cue in words or kind == "admin")
            ]
            return (fitting[-1],) if fitting else ()
        if kind == "settlement":
            cued = [r for r in candidates if r.toponym.kind == "settlement"]
            same = [r for r in cued if r.toponym.cue == words]
            last = cued[-1:] if not same or candidates.index(cued[-1]) - candidates.index(same[-1]) > 2 else same[-1:]  # noqa: PLR2004 -- a nearer place wins over one of the same noun further back
            return tuple(last)
        if kind is None and words in {"it", "there", "them", "they", "here"}:
            if words == "them":
                return _settlements(before) if len(_settlements(before)) > 1 else self.listed
            return tuple(candidates[-1:])
        return ()


def _settlements(resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    return tuple(r for r in resolutions if r.toponym.kind in {"settlement", "site"})


def _by_the_way(parsed: Parsed, resolution: Resolution) -> bool:
    """Whether a place is named only to say where another lies: "north of X", "near X", "from X"."""
    for i, phrase in enumerate(parsed.phrases[1:], start=1):
        if any(parsed.toponyms[k].span.start == resolution.toponym.span.start for k in phrase.places):
            before = parsed.phrases[i - 1]
            return before.kind == "P" and (before.text in _AWAY or before.text.endswith(" of"))
    return False


_AWAY = frozenset({"near", "outside", "from", "to", "towards", "toward", "between", "around", "off", "beyond"})


def side_of(
    parsed: Parsed, who: int | None, theatre: Theatre, discourse: Discourse, speaker_side: str | None
) -> str | None:
    """The side that a noun phrase means, None where it names none or an unknown one."""
    if who is None:
        return None
    phrase = parsed.phrases[who]
    if phrase.naming is not None:
        if phrase.naming.role != "actor":
            return None
        if not phrase.naming.proper and phrase.words[0] == "the" and phrase.naming.end - phrase.naming.start == 1:
            return discourse.called.get(phrase.head, phrase.naming.side)  # "the rebels" after "Turkish-backed rebels"
        return _meant(_name_of(phrase.naming, discourse), phrase.naming.proper, theatre, discourse)
    for naming in reversed(phrase.modifiers):
        if naming.role == "actor" and naming.side:
            return _meant(_name_of(naming, discourse), naming.proper, theatre, discourse)
    if phrase.head in _STATE_BODIES:
        return next((s.name for s in theatre.sides if "government" in s.adjectives), None)
    for word in reversed(phrase.words):
        side = adjective_side(word, theatre) or adjective_side(word.split("-")[0], theatre)
        if side is not None:
            return _meant(side, False, theatre, discourse)  # noqa: FBT003 -- an adjective is no name
    if phrase.place is not None:
        quote = parsed.toponyms[phrase.place].span.quote
        return adjective_side(quote, theatre)
    return _by_company(parsed, who, theatre, discourse, speaker_side) or _pointed(phrase, discourse, speaker_side)


def _meant(side: str | None, proper: bool, theatre: Theatre, discourse: Discourse) -> str | None:  # noqa: FBT001 -- internal
    """The side that "the rebels" are in a conflict with many: the only group that the report names."""
    if proper or side != "rebels" or theatre.bounds is not None:
        return side
    others = discourse.groups - {"government", "rebels"} - {a.side for a in theatre.actors if a.kind in {"army", "government"}}
    return next(iter(others)) if len(others) == 1 else side


def _name_of(naming: Naming, discourse: Discourse) -> str | None:
    """The side of a naming, or its group where groups of one side fight each other."""
    return naming.group if discourse.feud and naming.group else naming.side


def _by_company(
    parsed: Parsed, who: int, theatre: Theatre, discourse: Discourse, speaker_side: str | None
) -> str | None:
    """The side of "fighters of Y", "forces loyal to Y", or of the first of a list of subjects."""
    phrases = parsed.phrases
    if who + 2 < len(phrases) and phrases[who + 1].kind == "P" and phrases[who + 2].kind == "NP":
        inner = phrases[who + 2]
        if (
            inner.naming is not None
            and inner.naming.role == "actor"
            and phrases[who + 1].text in {"of", "from", "to", "with", "by"}
        ):
            return _name_of(inner.naming, discourse)
        if phrases[who + 1].text == "of" and inner.place is None and inner.naming is None and inner.modifiers:
            return next((m.side for m in reversed(inner.modifiers) if m.side), None)
    j = who - 1
    while j > 0 and phrases[j].kind in {"C", "COMMA"}:
        j -= 1
    other = phrases[j].naming if 0 <= j < who - 1 else None
    if other is not None and other.role == "actor":
        return _name_of(other, discourse)  # "the army and its allies"
    return None


def _pointed(phrase: Phrase, discourse: Discourse, speaker_side: str | None) -> str | None:
    """The side of a pronoun or of "its fighters", "the group": the speaker's, else that of the last actor."""
    if phrase.pronoun:
        return (speaker_side if phrase.head in {"we", "it", "they"} else None) or discourse.side
    if phrase.words[0] in {"its", "their", "his", "our"}:
        return speaker_side or discourse.side
    if phrase.words[0] in _OWNING and set(phrase.words) & (FORCES | _VAGUE_FORCES):
        return discourse.called.get(phrase.head) or discourse.side
    if len(phrase.words) <= 2 and phrase.head in _VAGUE_FORCES - {"offensive", "advance", "attack", "assault", "side"}:  # noqa: PLR2004 -- "soldiers", "border guards"
        return discourse.side
    if phrase.head in {"control", "hands", "rule", "grip", "possession"} and phrase.words[0] in {"its", "their"}:
        return speaker_side or discourse.side
    return None

"""What earlier sentences told: the places, sides, speakers and dates that later words point back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.claims.parts import WARDS
from mapper.claims.phrases import DASHES
from mapper.claims.targets import AREA
from mapper.english import english

if TYPE_CHECKING:
    from datetime import date

    from mapper.claims.claim import Claim
    from mapper.claims.phrases import Parsed, Phrase
    from mapper.geoparse.resolution import Resolution
    from mapper.period import Period
    from mapper.reports.report import Report
    from mapper.reports.sentences import Token
    from mapper.theatre import Theatre

TAKING = frozenset({"captured", "recaptured", "lost", "handed_over"})  # changes after which somebody else holds a place
SPEAKER = "speaker:"  # opens a side that is the speaker's: "we"; behind it whose it is where nobody is named
_AWAY = frozenset({"near", "outside", "from", "by", "to", "towards", "toward", "between", "around", "off", "beyond"})
FIGHTERS = ("militants", "jihadists", "extremists", "fighters", "group", "movement")
_OF_A_STATE = frozenset({"army", "military"})  # "the army" is that of the state, though a group calls itself one
_BESIDE = 4  # words between two who fight together: "and fighters of the"
_DATELINE = 12  # words between the place and the dash of a dateline
# What a settlement that a gazetteer calls so is hardly called in a report.
_UNLIKE = {
    "village": frozenset({"city", "town"}),
    "hamlet": frozenset({"city", "town"}),
    "city": frozenset({"village"}),
    "town": frozenset({"village"}),
}
_NEARER = 2  # so many places later a nearer place wins over one of the same noun


def known(side: str | None) -> str | None:
    """A side, None for one that only a speaker who is named later tells."""
    return None if side is not None and side.startswith(SPEAKER) else side


@dataclass(slots=True)
class Discourse:
    """The state between sentences; one for each report."""

    feud: bool = False  # groups of one side fight each other: each keeps its own name
    told: date | None = None  # the day that the story has reached
    latest: date | None = None  # the last day told in the last sentence that told one
    stretch: Period | None = None  # the stretch of days that it has reached since
    past: Period | None = None  # the time long ago that the paragraph tells of
    paragraph: int = -1
    campaign: date | None = None  # when the campaign of the report began
    side: str | None = None  # the side that acted last
    taker: str | None = None  # the side that took a place last
    mover: str | None = None  # the side that advanced on a place or besieged one last
    retook: set[str] = field(default_factory=set)  # the sides that took places back
    allied: dict[str, str] = field(default_factory=dict)  # groups that fight beside those who back them -> their side
    called: dict[str, str] = field(default_factory=dict)  # last word of a longer naming -> its side
    last: dict[str, Claim] = field(default_factory=dict)  # place words -> the last claim about it that happened
    speaker: str | None = None
    speaker_side: str | None = None
    state: str | None = None  # the side of the last state that said something: whose "the ministry" is
    speaker_watches: bool = False  # a monitor or an outlet spoke, which leans to a side and is none
    speaker_heads: frozenset[str] = frozenset()  # words that describe the speaker: "official"
    groups: set[str] = field(default_factory=set)  # sides of the armed groups named by their names
    states: frozenset[str] = frozenset()  # sides with a state's army
    foes: frozenset[str] = frozenset()  # sides without one that fight a state: militants, the group
    sides: set[str] = field(default_factory=set)  # every side named so far
    armies: set[str] = field(default_factory=set)  # the sides whose army was named: "the Israeli army"
    written: tuple[Resolution, ...] = ()  # where the report was written: what it calls "this town"
    topic: tuple[Resolution, ...] = ()  # the settlements of the report, the one named most often first
    said: tuple[Claim, ...] = ()  # the claims of the last sentence that made any
    focus: list[Resolution] = field(default_factory=list)  # places told of, the last one last
    pair: tuple[Resolution, ...] = ()  # the last two settlements of the last sentence that named two
    listed: tuple[Resolution, ...] = ()  # the last list of places that one statement was about

    def acted(self, side: str | None) -> None:
        """Note the side that acted."""
        self.side = known(side) or self.side

    def ally(self, parsed: Parsed) -> None:
        """Note the groups that fight beside troops which back them: the FSA of "Turkish troops and FSA fighters"."""
        for first, second in pairwise(n for n in parsed.namings if n.role == "actor"):
            between = [t.lower for t in parsed.sentence.tokens[first.end : second.start]]
            together = len(between) <= _BESIDE and "and" in between and "," not in between
            if together and second.group and first.side is not None and first.side.endswith("_backed"):
                self.allied[second.group] = first.side

    def took(self, side: str | None, change: str) -> None:
        """Note the side that holds a place after a change, if it has just taken it."""
        side = known(side)
        if side is not None and change in TAKING:
            self.taker = side
            self.retook |= {side} if change == "recaptured" else set()

    def read(self, parsed: Parsed, here: Sequence[Resolution], claims: Sequence[Claim]) -> None:
        """Take in a sentence that has been read."""
        self._see_places(parsed, here, {c.mention.start for c in claims})
        happened = tuple(claim for claim in claims if claim.happened)
        self.said = happened or self.said
        for claim in happened:
            self.last[claim.place] = claim
            self.took(claim.controller, claim.change)
            self.mover = known(claim.actor) or self.mover if claim.change in {"advanced", "besieged"} else self.mover
        self._hear_names(parsed, acted=bool(claims))

    def _see_places(self, parsed: Parsed, here: Sequence[Resolution], about: set[int]) -> None:
        """Note the places of a sentence: first those named by the way, last those that it claims something of."""
        tokens, kinds = parsed.sentence.tokens, {"settlement", "site", "road"}
        self.written = self.written or tuple(r for r in here if is_dateline(tokens, r))
        local = [r for r in here if r.toponym.kind in kinds and not is_dateline(tokens, r)]
        named = [r for r in local if r.toponym.span.start in about]
        aside = [r for r in local if r.toponym.span.start not in about]
        far = [r for r in aside if by_the_way(parsed, r)]
        told = [*(r for r in aside if r not in far), *named]
        behind = len(self.focus) - (0 if told else 1)  # what only measures a distance is not what is told of next
        self.focus[max(behind, 0) : max(behind, 0)] = far
        self.focus.extend(told)
        self.listed = tuple(named) if len(named) > 1 else self.listed
        two = _settlements(here)[-2:]
        self.pair = two if len(two) > 1 else self.pair

    def _hear_names(self, parsed: Parsed, *, acted: bool) -> None:
        """Note the actors of a sentence; where no claim tells who acted, the first one is talked of."""
        actors = [(n, self.allied.get(n.group, n.side)) for n in parsed.namings if n.role == "actor" and n.side]
        if actors and (not acted or self.side is None):
            self.side = actors[0][1]
        self.sides |= {side for _, side in actors}
        for naming, side in actors:
            if naming.proper:
                self.groups.add(side)
                if naming.group or side in self.foes:
                    self.called |= dict.fromkeys(FIGHTERS, side)  # "the militants" are the group named last
            words = [t.lower for t in parsed.sentence.tokens[naming.start : naming.end]]
            if len(words) > 1 and words[-1] not in _OF_A_STATE:
                self.called[words[-1]] = side
            elif len(words) > 1 and side in self.states:
                self.armies.add(side)

    def stood_for(
        self, words: str, before: Sequence[Resolution], *, beside: tuple[Resolution, ...] = ()
    ) -> tuple[Resolution, ...]:
        """The places that "the town", "it" or "both villages" point back to, given those named before it here.

        `beside` are those of them that are not only named by the way.
        """
        kinds = english().kinds
        many = words.endswith("s") and words in english().groups and words not in {"heights", "hills"}
        if many or words == "them":
            here = _settlements(before)
            return here if len(here) > 1 else self.listed
        if words == AREA:
            told = {claim.mention.start for claim in self.said}
            lately = tuple(r for r in self.focus[-1:] if r.toponym.span.start in told)
            return (lately if not before else beside) if len(beside) < 2 else ()  # noqa: PLR2004 -- one place is meant
        if words in {"former", "latter"}:
            pair = _settlements(before)[-2:] or self.pair
            return pair[:1] if words == "former" else pair[-1:]
        kind, candidates = kinds.get(words), [*self.focus, *_settlements(before)]
        if kind in {"site", "road", "admin"}:
            named, alike = [*self.focus, *before], WARDS if words in WARDS else {words}
            called = {r.toponym.name for r in named if r.toponym.cue in alike}  # here or before
            fitting = [r for r in named if r.toponym.name in called or (r.toponym.kind == kind and _cued(r, words))]
            return tuple(fitting[-1:])
        if kind == "settlement":
            fitting = [r for r in beside if r.toponym.cue in {"", words} and r.toponym.kind == "settlement"]
            near = [*self.focus, *_settlements(beside)] or candidates
            return tuple(fitting[-1:]) or _nearest(near, words) or self.topic[:1]
        wards = [r for r in before if r.toponym.cue == "district"]  # units, but as much a place to be in
        near = sorted([*_settlements(before), *wards], key=lambda r: r.toponym.span.start)
        return tuple([*self.focus, *near][-1:]) if words in {"it", "there", "they", "here"} else ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a sentence draws on: the report, its theatre, and what was told before."""

    report: Report
    theatre: Theatre
    discourse: Discourse
    now: date | None = None  # what dates count from: publication, unless the report is a chronicle
    anchor: date | None = None  # the first date told in full of a report without a day of publication
    timeline: bool = False  # the report goes from day to day
    homes: Mapping[str, str] = field(default_factory=dict)  # what countries are called -> the side of their army


def _settlements(resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    return tuple(r for r in resolutions if r.toponym.kind in {"settlement", "site"})


def _cued(resolution: Resolution, noun: str) -> bool:
    """Whether a place may be called by a noun: it stood with it, or with none, or is a unit."""
    cue = resolution.toponym.cue
    return not cue or noun in cue or cue in noun or resolution.toponym.kind == "admin"


def _nearest(candidates: list[Resolution], noun: str) -> tuple[Resolution, ...]:
    """The last settlement, or the last one that stood with the noun where that is hardly further back."""
    towns = [r for r in candidates if r.toponym.kind == "settlement"]
    same = [r for r in towns if noun in {r.toponym.cue, r.place.detail if r.place else ""}]
    called = [r for r in same if r.toponym.cue == noun]
    if called and towns[-1].toponym.cue != noun and english().kinds.get(towns[-1].toponym.cue) == "settlement":
        return tuple(called[-1:])  # the last one is called a city, "the town" is another
    fits = towns and noun not in _UNLIKE.get(towns[-1].place.detail if towns[-1].place else "", frozenset())
    if fits and not called:
        return tuple(towns[-1:])
    if same and candidates.index(towns[-1]) - candidates.index(same[-1]) <= _NEARER:
        return tuple(same[-1:])
    return tuple(towns[-1:])


def is_dateline(tokens: Sequence[Token], resolution: Resolution) -> bool:
    """Whether a place only says where a report was written, given its sentence: "BEIRUT (AP) -", "Beirut, 7 June -"."""
    start = resolution.toponym.span.start
    if not tokens or tokens[0].start != start:
        return False
    end = next((i for i, t in enumerate(tokens) if t.start >= resolution.toponym.span.end), len(tokens))
    dash = next((i for i, t in enumerate(tokens[: end + _DATELINE]) if t.text in DASHES), None)
    opened = end < len(tokens) and tokens[end].text in {"(", ","} and dash is not None and dash > end
    written = opened and all(t.capital or not t.text[0].isalpha() for t in tokens[end:dash])  # an agency, a day
    marked = end + 1 < len(tokens) and tokens[end].text in {*DASHES, ":"} and tokens[end + 1].text[:1].isupper()
    return written or (marked and (start == 0 or resolution.toponym.span.quote.isupper()))


def _speaks(phrase: Phrase) -> bool:
    """Whether a noun phrase is somebody who tells: the "officials" of "officials in X said"."""
    voice = phrase.naming is not None and phrase.naming.role == "voice"
    return phrase.kind == "NP" and (voice or phrase.head in english().speakers)


def _leads_away(phrase: Phrase) -> bool:
    """Whether a preposition says where something else lies or comes from: "north of", "near", "from"."""
    return phrase.kind == "P" and (phrase.text in _AWAY or (phrase.text.endswith(" of") and phrase.text != "out of"))


def _moved(parsed: Parsed, i: int) -> bool:
    """Whether a verb of moving in governs the preposition at `i`: "returned to X", "pushed to the edge of X"."""
    verb = parsed.at(parsed.before(i, {"ADV", "NP"}))
    return verb.lemma in english().frames["enter"] | {"return"}


def _hangs_on(parsed: Parsed, i: int) -> int:
    """The noun phrase that a place explains or belongs to: the capital of "the capital, X" and "the capital of X"."""
    if i > 1 and parsed.at(i - 1).kind == "COMMA" and parsed.at(i - 2).kind == "NP" and parsed.at(i - 2).place is None:
        generic = english().kinds.get(parsed.at(i - 2).head) == "settlement"
        i = i - 2 if generic and _leads_away(parsed.at(i - 3)) else i
    while parsed.at(i - 1).text == "of" and parsed.at(i - 2).kind == "NP" and parsed.at(i - 2).place is None:
        i -= 2
        while parsed.at(i - 1).kind == "C" and parsed.at(i - 2).kind == "NP":
            i -= 2
    return i


def _spoken_in(parsed: Parsed, i: int) -> bool:
    """Whether a place only tells where somebody speaks: "told reporters in X that", "said in X that"."""
    if parsed.at(i - 1).text != "in" or parsed.at(parsed.behind(i, {"TIME"})).text not in {"that", ","}:
        return False
    verb = i - 3 if parsed.at(i - 2).kind == "NP" else i - 2
    telling = {"tell"} if verb == i - 3 else {"say", "tell", "announce"}
    return parsed.at(verb).lemma in telling


def by_the_way(parsed: Parsed, resolution: Resolution, *, within: bool = False) -> bool:
    """Whether a place is named only to say where another lies: "north of X", "near X"; `within`: also "in X"."""
    start = resolution.toponym.span.start
    for i, phrase in enumerate(parsed.phrases[1:], start=1):
        if any(parsed.toponyms[k].span.start == start for k in phrase.places):
            at = _hangs_on(parsed, i)
            before = parsed.at(at - 1)
            reached = before.text in {"to", "toward", "towards"} and _moved(parsed, at - 1)
            there = (_leads_away(before) and not reached) or (within and before.text == "in") or _spoken_in(parsed, at)
            return before.kind == "P" and (there or (before.text == "in" and _speaks(parsed.at(at - 2))))
    return False

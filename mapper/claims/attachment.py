"""Attachment: which clause of a sentence a time expression belongs to, so that no other clause takes its date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.claims.clauses import LIGHT, auxiliaries, bare_participle, clause, starts_clause
from mapper.english import english

if TYPE_CHECKING:
    from mapper.claims.phrases import Parsed
    from mapper.claims.when import When

MAIN = -1  # the level of what stands in no subordinate clause
_FINITE = frozenset({"past", "third", "past_or_participle"})
_OF_CAMPAIGN = frozenset({"nth", "opening"})  # forms that mean nothing where no campaign's begin was told
_SEQUENCE = frozenset({"after", "before", "since", "until", "following"})


def attachment_of(parsed: Parsed) -> Attachment:
    """The attachment of a sentence's time expressions, made once."""
    if Attachment not in parsed.memory:
        parsed.memory[Attachment] = Attachment(parsed)
    made: Attachment = parsed.memory[Attachment]
    return made


@dataclass(frozen=True)
class Attachment:
    """The subordinate clauses of a sentence, and the time expressions in and outside them."""

    parsed: Parsed

    @cached_property
    def placed(self) -> tuple[tuple[int, When], ...]:
        """The time expressions with the phrases that they stand in; what only compares is left out."""
        placed: list[tuple[int, When]] = []
        for when in self.parsed.whens:
            first = next((i for i, t in enumerate(self.parsed.sentence.tokens) if t.start >= when.start), None)
            dates = when.form not in _OF_CAMPAIGN or when.period.start is not None
            if first is not None and dates and not self._first_time(when):
                placed.append((max(k for k, p in enumerate(self.parsed.phrases) if p.start <= first), when))
        return tuple(placed)

    @cached_property
    def _subordinate(self) -> tuple[tuple[int, int], ...]:
        """The subordinate clauses: the phrase that opens each, and the one behind its end."""
        return tuple((o, self._end(o)) for o in range(len(self.parsed.phrases)) if self._opens(o))

    def level(self, k: int) -> int:
        """The phrase that opens the innermost subordinate clause round phrase `k`, `MAIN` where none does."""
        own = self.parsed.phrases[k].kind == "V"  # a participle opens its own clause
        return max((o for o, end in self._subordinate if o < k < end or (own and k == o)), default=MAIN)

    def offset_at(self, o: int) -> When | None:
        """The "two days after" that opens a subordinate clause, if one does."""
        return next((w for k, w in self.placed if k == o and w.main is not None), None)

    def saying(self, k: int) -> bool:
        """Whether a time expression tells when something was said: "said on Sunday that"."""
        if self.offset_at(k) is not None and self.parsed.at(k - 1).kind == "COMMA":
            return False  # "took X on Sunday, the army said, a day after losing it"
        for j in range(k - 1, -1, -1):
            phrase = self.parsed.phrases[j]
            if phrase.kind in {"S", "R", "C", "STOP"} or phrase.text == "that":
                return False
            if phrase.kind == "V":
                return phrase.lemma in english().stance["say"] or phrase.lemma in english().stance["deny"]
        return False

    def of_participle(self, k: int, trigger: int) -> bool:
        """Whether a time expression dates another verb that qualifies a noun: "a truce signed last week"."""
        phrases, v = self.parsed.phrases, self.parsed.before(k, {"ADV", "P"})
        if v in {trigger, -1} or phrases[v].kind != "V" or self.parsed.at(v - 1).kind != "NP":
            return False
        if phrases[v].form not in {"participle", "past_or_participle"} or phrases[v].lemma in english().stance["say"]:
            return False
        lo, _ = clause(self.parsed, v)
        return any(phrases[j].kind == "V" or j == trigger for j in range(lo, v - 1))

    def comparing(self, k: int, trigger: int, when: When) -> bool:
        """Whether a "since" only compares: "the first village to fall since May"."""
        words = (w for p in self.parsed.phrases[trigger + 1 : k] for w in p.words)
        return when.bound == "since" and any(w in english().calendar["comparing"] for w in words)

    def _first_time(self, when: When) -> bool:
        """Whether a time expression belongs to "for the first time since the start of the war in 2014"."""
        tokens = [t for t in self.parsed.sentence.tokens if t.start < when.start]
        commas = (k for k in range(len(tokens) - 1, -1, -1) if not tokens[k].text[0].isalnum())
        words = [t.lower for t in tokens[next(commas, -1) + 1 :]]
        since = next((k for k in range(len(words) - 1, -1, -1) if words[k] == "since"), 0)
        return when.bound != "since" and words[max(since - 2, 0) : since] == ["first", "time"]

    def of_next(self, k: int) -> bool:
        """Whether a time expression stands between commas before the verb it dates: "and, on Friday, took"."""
        kinds = tuple(self.parsed.at(j).kind for j in (k - 2, k - 1, k + 1))
        return kinds == ("C", "COMMA", "COMMA")

    # --- where subordinate clauses begin and end ---

    def _opens(self, o: int) -> bool:
        """Whether a subordinate clause with a time of its own begins at phrase `o`."""
        phrase, at = self.parsed.phrases[o], self.parsed.at
        match phrase.kind:
            case "S":
                return phrase.text not in {"that", *english().calendar["meanwhile"]}
            case "V" | "X":
                return self._inserted(o)
            case "P":
                return phrase.text in _SEQUENCE and at(self.parsed.behind(o)).form == "gerund"
            case "TIME":
                return self.offset_at(o) is not None
            case "NP":  # "the offensive they launched on Monday"
                noun_before = at(o - 1).kind == "NP" and not at(o - 1).possessive
                return phrase.pronoun and noun_before and at(self.parsed.behind(o, LIGHT)).kind in {"V", "X"}
        return phrase.kind == "R"

    def _inserted(self, o: int) -> bool:
        """Whether a participle opens an insertion: "X, captured on Monday, was lost", "having lost X, they"."""
        phrases, form = self.parsed.phrases, self.parsed.phrases[o].form
        if phrases[o].text == "having":
            return self.parsed.at(o - 1).kind in {"COMMA", "END"}
        if form not in {"participle", "past_or_participle"}:
            return False
        behind_comma = self.parsed.at(o - 1).kind == "COMMA" and self.parsed.at(o - 2).kind == "NP"
        if not (behind_comma or self._in_apposition(o)) or self.parsed.at(o + 1).kind not in {"P", "TIME", "ADV"}:
            return False
        return any(
            p.kind == "COMMA" and self.parsed.at(j + 1).kind in {"V", "X"} for j, p in enumerate(phrases) if j > o
        )

    def _end(self, o: int) -> int:
        """The phrase behind the subordinate clause that opens at phrase `o`."""
        phrases = self.parsed.phrases
        first = next((j for j in range(o + 1, len(phrases)) if phrases[j].kind == "V"), len(phrases))
        aside = self.parsed.at(o - 1).kind == "COMMA" or all(p.kind in {*LIGHT, "COMMA", "C"} for p in phrases[:o])
        aside = aside or self._in_apposition(o)
        for j in range(o + 1, len(phrases)):
            kind = phrases[j].kind
            if kind == "STOP":
                return j
            if kind == "COMMA" and self._resumes(j, aside=aside):
                return j
            if j > first and phrases[o].kind == "R" and self._main_verb(j):
                return j
        return len(phrases)

    def _in_apposition(self, o: int) -> bool:
        """Whether a clause is part of what explains a name: "X, a town that feeds Y, on Tuesday", "X, a town lost"."""
        k = o - 1
        while self.parsed.at(k - 1).kind == "P" and self.parsed.at(k - 2).kind == "NP":
            k -= 2
        explains = self.parsed.at(k).kind == "NP" and self.parsed.at(k).words[0] in {"a", "an"}
        return self.parsed.phrases[o].kind in {"R", "V"} and explains and self.parsed.at(k - 1).kind == "COMMA"

    def _resumes(self, j: int, *, aside: bool) -> bool:
        """Whether the clause outside goes on behind the comma at `j`."""
        after = self.parsed.at(j + 1)
        if aside and (after.kind in {"V", "X", "TIME", "ADV", "P", "END"} or after.kind in {"S", "R"}):
            return True
        if after.kind == "C":
            return starts_clause(self.parsed, j + 2)
        return starts_clause(self.parsed, j + 1) and (aside or after.kind == "NP" or after.form == "gerund")

    def _main_verb(self, j: int) -> bool:
        """Whether a finite verb at `j` follows another one with no conjunction: "who came on Monday took"."""
        phrase, before = self.parsed.phrases[j], self.parsed.at(self.parsed.before(j))
        if phrase.kind == "X":
            return before.kind == "NP" and self._verb_since(j)
        finite = phrase.kind == "V" and phrase.form in _FINITE and not auxiliaries(self.parsed, j)
        if not finite or before.kind in {"T", "P", "C", "COMMA", "S", "R"} or bare_participle(self.parsed, j):
            return False
        return self._verb_since(j)

    def _verb_since(self, j: int) -> bool:
        """Whether a verb that is none of saying stands before `j`, with no conjunction or relative between."""
        for k in range(j - 1, -1, -1):
            phrase = self.parsed.phrases[k]
            if phrase.kind in {"C", "COMMA", "S", "R", "STOP", "T"}:
                return False
            if phrase.kind == "V":
                return phrase.lemma not in english().stance["say"]
        return False

    def coordinated(self, trigger: int) -> Iterator[When]:
        """The time expressions of the clause that goes on behind that of a verb: "took X and left Y on Friday"."""
        _, hi = clause(self.parsed, trigger)
        joins = self.parsed.at(hi)
        goes_on = joins.kind == "C" and self.parsed.at(self.parsed.behind(hi)).kind in {"V", "X"}
        at_once = joins.kind == "S" and joins.text in english().calendar["meanwhile"]
        if goes_on or at_once:
            _, end = clause(self.parsed, self.parsed.behind(hi))
            yield from (w for k, w in self.placed if hi < k < end and self.level(k) == self.level(trigger))

"""The word class of each unit of a sentence, told by word lists and by what stands round it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapper.claims.classes import COUNTING, EACH, FIXED, MARKS, NAMED, ORDERING, SHARES, closed, initial, shifting
from mapper.english import Verb, english

if TYPE_CHECKING:
    from mapper.claims.units import Unit
    from mapper.reports.sentences import Token

_LY_NOUNS = frozenset({"ally", "family", "supply", "july", "italy", "only", "daily"})
_ED_NOUNS = frozenset({"hundred", "indeed", "speed"})
_ING_NOUNS = frozenset({"during", "morning", "evening"})
_WITHIN = frozenset({"in", "of", "for", "with"})
_SHORTEST = 5  # letters of a word whose ending tells a verb: not "red", not "king"
_FOUGHT_AT = frozenset({"in", "near", "around", "against", "alongside", "for", "their"})  # "troops fighting in X"
_ACTIVITIES = frozenset({"fight", "shell", "bomb", "train", "meet", "build"})  # "fighting" is a noun first
_HOLDING = frozenset({"hold", "control"})
_STILL = frozenset({"still", "now", "also"})
_LOSING = frozenset({"lose", "seize", "capture", "occupy", "liberate"})  # what was lost or seized
_SUBJECT_PRONOUNS = frozenset({"they", "he", "she", "we", "it", "who", "which", "that"})
_BORDERING = frozenset({"town", "city", "village", "towns", "villages", "area", "region"})
_SHORTENED = frozenset({"it", "he", "she", "there", "who", "here", "that"})  # 's behind them is "is" or "has"
_QUALIFIERS = frozenset({"D", "J", "NUM", "POSS"})
_NAMES = frozenset({"ACTOR", "VOICE", "PLACE", "N"})
_OBJECT_OPENERS = frozenset(
    {"<place>", "<actor>", "<voice>", "<other>", "control", "full", "parts", "part", "most", "half"}
    | {"about", "nearly", "almost", "around", "roughly"}
)
_PLACE_ADJECTIVES = frozenset({"key", "strategic", "rebel", "more", "northern", "southern", "eastern", "western"})


class Tagged(NamedTuple):
    """The word class of a unit, and the verb form where it is a verb."""

    tag: str
    verb: Verb | None = None


def tags_of(tokens: tuple[Token, ...], units: list[Unit]) -> list[Tagged]:
    """A tag for each unit."""
    tagger = _Tagger(tokens, units)
    for i in range(len(units)):
        tagger.done.append(tagger.tag(i))
    return tagger.done


class _Tagger:
    """Gives each unit its tag, left to right, looking back at the tags given and ahead at words."""

    def __init__(self, tokens: tuple[Token, ...], units: list[Unit]) -> None:
        self.tokens, self.units = tokens, units
        self.low = [tokens[u.start].lower if u.kind == "word" else f"<{u.kind}>" for u in units]
        self.done: list[Tagged] = []
        self.words = english()

    def tag(self, i: int) -> Tagged:
        """The tag of the next unit."""
        unit = self.units[i]
        if unit.kind == "fixed":
            return Tagged(FIXED[unit.fixed])
        if unit.kind != "word":
            return Tagged(NAMED[unit.kind])
        tag = self._mark(i) or self._small(i)
        return Tagged(tag) if tag else self._verb(i) or Tagged("N")

    def _low(self, i: int) -> str:
        """The word of a unit in lower case, "" outside the sentence, "<kind>" for what is no plain word."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def _tag_at(self, k: int) -> str:
        """A tag already given, START before the first."""
        return self.done[k].tag if k >= 0 else "START"

    @property
    def _before(self) -> str:
        """The tag given last."""
        return self._tag_at(len(self.done) - 1)

    def _forms(self, word: str) -> tuple[Verb, ...]:
        return self.words.verbs.get(word, ())

    # --- marks and small words ---

    def _mark(self, i: int) -> str | None:
        """The tag of a punctuation mark or number."""
        text = self.tokens[self.units[i].start].text
        if text in {"'", "’"} and self._plural_owner(i):
            return "POSS"
        if self._low(i) == "'s" and self._low(i - 1) in _SHORTENED:
            return "X"  # "it's lost X"
        if text in MARKS:
            return "N" if initial(self.tokens, self.units[i].start) else MARKS[text]
        if text[0].isdecimal():
            return "ADV" if ":" in text else "NUM"  # "17:55" is an hour
        return None if text[0].isalnum() or text[-1].isalnum() else "STOP"  # "'ve" is a word

    def _plural_owner(self, i: int) -> bool:
        """Whether an apostrophe makes the plural before it a possessor: "the rebels' hands"."""
        first = self.units[i].start
        if not 0 < first < len(self.tokens) - 1:
            return False
        before, after = self.tokens[first - 1], self.tokens[first + 1]
        joined = before.end == self.tokens[first].start < after.start - 1 and before.lower.endswith("s")
        marks = [k for k in range(first - 1) if self.tokens[k].text in {"'", "‘"}]
        quoted = any(self.tokens[k].end == self.tokens[k + 1].start for k in marks)  # it opens what stands behind it
        return joined and after.text[0].isalpha() and not quoted

    def _small(self, i: int) -> str | None:
        """The tag of a word of a closed class, or of an adverb by its ending."""
        word = self._low(i)
        if word in self.words.numbers or word in {"dozens", "hundreds", "scores"}:
            return "NUM"
        if word in {"to", "that"}:
            return self._that(i) if word == "that" else "T" if self._infinitive(i) else "P"
        if self.tokens[self.units[i].start].text in {"May", "US"}:
            return "N"
        found = self._beside(i, word, closed().get(word)) if word in shifting() else closed().get(word)
        named = self.tokens[self.units[i].start].capital and i > 0  # "General Anatoly N"
        return found or ("ADV" if word.endswith("ly") and word not in _LY_NOUNS and not named else None)

    def _beside(self, i: int, word: str, found: str | None) -> str | None:
        """The class of a small word that what stands beside it changes."""
        before, directed = self._before, word in self.words.directions and word.endswith("ern")
        controlling = word == "over" and self._low(i - 1) in self.words.nouns["control"]
        if word in COUNTING and self._counts(i + 1) and not controlling:
            return "ADV"
        if word == "since" and before == "X":
            return "ADV"  # "has since left"
        if word in SHARES and before == "J":
            return "N"  # "the western half"
        near, remaining = {self._low(i - 1), self._low(i + 1)}, self.words.verb_sets["remaining"]
        stays = before in _NAMES and any(v.lemma in remaining for v in self._forms(self._low(i + 1)))
        if word in EACH and (stays or (before == "X" and near & self.words.small["be"])):
            return "ADV"  # "are each surrounded", "X and Y both remain besieged"
        first = word in ORDERING and before == "D" and (found == "ADV" or word == "following")
        return "J" if first or (found in {None, "ADV"} and directed) else found

    def _counts(self, i: int) -> bool:
        """Whether a number or a share stands here: "about half", "over 20"."""
        word = self._low(i)
        number = word in self.words.numbers or word[:1].isdecimal() or word.startswith(("two-", "three-"))
        return number or word == "half" or (word == "a" and self._low(i + 1) in self.words.numbers)

    def _infinitive(self, i: int) -> bool:
        """Whether "to" stands before a verb: "to fully control X", but not "to control of X"."""
        j = i + 1
        if self._low(j) in self.words.small["adverbs"] or self._low(j).endswith("ly"):
            j += 1
        word = self._low(j)
        if word in {"be", "have"}:
            return True
        noun = word in self.words.nouns["control"] and self._low(j + 1) in {"of", "over", ",", "."}
        return not noun and any(v.form == "base" for v in self._forms(word))

    def _that(self, i: int) -> str:
        """The tag of "that": subordinator behind verbs of saying, relative behind nouns, else determiner."""
        before = self._before
        if before in {"N", "PLACE", "ACTOR", "COMMA"}:
            return "S" if self._low(i - 1) in self.words.stance["that"] or self._told_whom(i) else "R"
        return "S" if before in {"V", "VOICE", "START", "TIME", "C"} else "D"

    def _told_whom(self, i: int) -> bool:
        """Whether somebody was told what follows: "told state media that"."""
        k = i - 1
        while self._tag_at(k) in _QUALIFIERS | {"N", "VOICE"}:
            k -= 1
        return k < i - 1 and k >= 0 and (verb := self.done[k].verb) is not None and verb.lemma in {"tell", "inform"}

    # --- verbs ---

    def _verb(self, i: int) -> Tagged | None:
        """The tag of a word that may be a verb form."""
        verbs = self._forms(self._low(i))
        if not verbs:
            return self._by_ending(i)
        plain = [v for v in verbs if v.form in {"base", "third"}]
        marked = [v for v in verbs if v.form not in {"base", "third"}]
        governed = self._before == "T" or self._modal_at(i - 1)
        if marked and not (plain and marked[0].form != "gerund" and governed):
            return self._participle(i, marked[0])
        return self._present(i, plain[0])

    def _by_ending(self, i: int) -> Tagged | None:
        """An unknown word in -ed or -ing after a noun is taken for a verb."""
        word, before = self._low(i), self._before
        if not word.isalpha() or len(word) < _SHORTEST or self.tokens[self.units[i].start].capital:
            return None
        told = before == "PLACE" and self._low(i + 1) in {"a", "an", "the"}  # "X presents a threat"
        if told and word not in self.words.kinds and word.endswith("s") and not word.endswith("ss"):
            return Tagged("V", Verb(lemma=word.removesuffix("s"), form="third"))
        inside = before == "P" and self._low(i - 1) in _WITHIN and self._noun_at(i + 1)  # "men in unmarked uniforms"
        inside = inside or self._strengthened(i)
        if word.endswith("ed") and (inside or (before not in _QUALIFIERS and word not in _ED_NOUNS)):
            return Tagged("J") if inside else Tagged("V", Verb(lemma=word, form="past_or_participle"))
        opens = self._low(i + 1) in self.words.small["determiners"]  # "groups waging an offensive"
        ongoing = before in {"X", "COMMA", "C"} or (before == "ACTOR" and opens)
        if word.endswith("ing") and ongoing and word not in _ING_NOUNS:
            return Tagged("V", Verb(lemma=word, form="gerund"))
        return None

    def _participle(self, i: int, verb: Verb) -> Tagged:
        """A past form or gerund: a verb, unless it stands as an adjective or noun inside a noun phrase."""
        before, after = self._before, self._low(i + 1)
        if verb.form != "gerund" and self._strengthened(i):
            return Tagged("J", verb)
        lost = before == "V" and verb.form == "past_or_participle" and verb.lemma in _LOSING  # "regained lost ground"
        if lost and after.isalpha() and self._noun_at(i + 1):
            return Tagged("J", verb)
        if before in _QUALIFIERS and verb.form != "past":
            qualifies = self._noun_at(i + 1)
            if verb.form == "gerund":
                return Tagged("J" if qualifies else "N")
            if qualifies:
                return Tagged("J", verb)
        if before == "P" and verb.form == "past_or_participle" and self._noun_at(i + 1) and self._low(i - 1) in _WITHIN:
            return Tagged("J", verb)  # "in captured villages"
        return Tagged("N") if verb.form == "gerund" and self._is_activity(i, verb) else Tagged("V", verb)

    def _strengthened(self, i: int) -> bool:
        """Whether a participle with an adverb stands before a noun: "the heavily fortified town"."""
        return self._before == "ADV" and self._tag_at(i - 2) == "D" and self._noun_at(i + 1)

    def _is_activity(self, i: int, verb: Verb) -> bool:
        """Whether a gerund is a noun: "there is fighting", "after shelling", but "rebels fighting the army"."""
        before, after = self._before, self._low(i + 1)
        if self._low(i - 2) == "there" and self._low(i - 1) in self.words.small["be"]:
            return True
        against = before == "ACTOR" and after in {"<actor>", "the"} | _FOUGHT_AT
        activity = verb.lemma in _ACTIVITIES and before not in {"X", "COMMA"} and not against
        return activity or (before in {"N", "ACTOR"} and after in {"", ",", "."})

    def _noun_at(self, i: int) -> bool:
        """Whether the unit can be the noun that an adjective before it qualifies."""
        word = self._low(i)
        return (
            word in self.words.kinds
            or word in {"<actor>", "<place>"}
            or (word.isalpha() and not self._ends_noun_phrase(word))
        )

    def _ends_noun_phrase(self, word: str) -> bool:
        """Whether a word cannot go on a noun phrase."""
        small = self.words.small
        closed = ("prepositions", "conjunctions", "determiners", "pronouns", "be", "have")
        return (
            any(word in small[name] for name in closed)
            or (word in self.words.verbs and word not in self.words.kinds)
            or word in {"which", "who", "that", "to", "when", "while", "where"}
        )

    def _present(self, i: int, verb: Verb) -> Tagged | None:
        """A base or third-person form: verb or noun by what stands round it."""
        k = i - 1  # the unit before, adverbs left out: "the SDF now control"
        while self._tag_at(k) == "ADV":
            k -= 1
        quoted = k
        while self._tag_at(quoted) in {"ADV", "Q"}:
            quoted -= 1
        k = quoted if self._tag_at(quoted) in {"X", "NEG"} else k  # 'will "soon" take'
        before, after = self._tag_at(k), self._low(i + 1)
        saying = self.words.stance["say"]
        says = verb.lemma in saying and before in {"COMMA", "Q"} and after not in {"", ",", "."}
        behind = (*self._forms(after), *self._forms(self._low(i + 2)))
        if says and any(v.lemma in saying and v.form != "base" for v in behind):
            return None  # ", state TV says"
        held = before == "PRO" and after == "<place>"  # "its men hold X"
        held = held or (self._said_at(k) and verb.form == "third" and (after == "<place>" or self._object_follows(i)))
        now = self._before == "ADV" and self._low(i - 1) in _STILL and verb.lemma in _HOLDING and before != "D"
        if self._governed(k) or says or held or (now and self._noun_at(i + 1)):  # "and now also control X"
            return Tagged("V", verb)
        if before == "PAREN" and self._low(k) in {")", "]"}:  # "the group (ABC) claims to have taken X"
            k = next((j for j in range(k - 1, 0, -1) if self._low(j) in {"(", "["}), k) - 1
            before = self._tag_at(k)
        if before in _NAMES:
            found = self._after_subject(i, k, verb)
        elif before in {"C", "COMMA"}:
            staying = verb.form == "third" and verb.lemma in self.words.verb_sets["remaining"]
            found = self._goes_on(i, verb) or (staying and after in {"under", "in", "with"})  # "X, by a lake, remains"
        else:
            found = False
        return Tagged("V", verb) if found else None

    def _said_at(self, k: int) -> bool:
        """Whether a verb of saying stands here in the present: "the army says retakes X"."""
        verb = self.done[k].verb if 0 <= k < len(self.done) else None
        return verb is not None and verb.form == "third" and verb.lemma in {"say", "claim", "report"}

    def _governed(self, k: int) -> bool:
        """Whether unit `k`, the one before, lets only a verb follow: "to", a modal, a relative, "they"."""
        before = self._tag_at(k)
        return (
            before in {"T", "R"}
            or (before == "X" and self._modal_at(k))
            or (before == "PRO" and self._low(k) in _SUBJECT_PRONOUNS)
            or (before == "NEG" and (self._tag_at(k - 1) == "T" or self._modal_at(k - 1) or self._low(k) == "nor"))
        )

    def _modal_at(self, k: int) -> bool:
        """Whether a modal or a form of "do" stands here."""
        small, word = self.words.small, self._low(k)
        return any(word in small[name] for name in ("future", "may", "do"))

    def _noun_like(self, i: int, verb: Verb) -> bool:
        """Whether the word is a common noun, too: "attack", "control", "base"."""
        word, nouns = self._low(i), self.words.nouns
        return (
            verb.lemma in nouns["plain"]
            or word in self.words.kinds
            or word in nouns["take"]
            or word in nouns["control"]
        )

    def _goes_on(self, i: int, verb: Verb) -> bool:
        """Whether a base or third-person form behind a conjunction or comma goes on a row of verbs."""
        earlier = any(t.tag == "V" and t.verb is not None and t.verb.form != "gerund" for t in self.done)
        noun = self._noun_like(i, verb) and self._low(i + 1) != "<place>" and verb.lemma != "hold"
        return earlier and self._object_follows(i) and not noun

    def _after_subject(self, i: int, k: int, verb: Verb) -> bool:
        """Whether a base or third-person form behind a noun at `k`, that may be its subject, is a verb."""
        named = self.units[k].kind in {"actor", "voice", "place"}
        governs = self._low(i + 1) == "to" and self._infinitive(i + 1)  # "X and Y continue to"
        many = self._low(k).endswith(("s", "men")) or self._low(k) in {"people", "police"}
        many = many or (governs and verb.lemma in self.words.stance["manage"])
        # "all five Darfur state capitals", "the Ethiopia-Sudan border town of X"
        unit = self._low(i) == "state" or (self._low(i) == "border" and self._low(i + 1) in _BORDERING)
        qualifies = unit and self.units[k].kind == "place"
        if qualifies or self._is_denied(i, k) or not (verb.form == "third" or many or named or verb.lemma == "remain"):
            return False
        falls = verb.lemma == "fall" and verb.form == "third" and self.units[k].kind == "place"
        noun_like = self._noun_like(i, verb) and not falls  # "Kabul falls to the Taliban"
        if verb.lemma in self.words.stance["say"]:
            if named and (self._says_what(i + 1) or self._inserted(i, k)):
                return True
            if noun_like and verb.form == "third" and self._bare_noun(k):
                return False
        if self._in_relative(k):  # "which the rebels still hold"
            return verb.form == "base" or not noun_like or self._low(i + 1) in {"", ".", ","}
        if noun_like and verb.form == "base" and self.units[k].kind == "actor" and i - k == 1:
            return self._after_actor(i, verb)
        return not noun_like or self._object_follows(i)

    def _is_denied(self, i: int, k: int) -> bool:
        """Whether somebody denies what is called by this word: "rebels denied army claims that"."""
        while self._tag_at(k) in _NAMES | {"D", "J", "POSS"}:
            k -= 1
        denies = any(v.lemma in self.words.stance["deny"] for v in self._forms(self._low(k)))
        return denies and self._low(i) in self.words.stance["claims"]

    def _after_actor(self, i: int, verb: Verb) -> bool:
        """Whether a word that is noun or verb is a verb right behind an actor: "rebels advance", "the army hold X"."""
        opens = self._low(i + 1) in {"<place>", "<actor>", "the", "three", "two"}
        holds = self._low(i + 1) in {"out", "it", "them"} or self._object_follows(i)
        return opens or (holds and verb.lemma in _HOLDING) or (verb.lemma == "close" and self._low(i + 1) == "in")

    def _says_what(self, i: int) -> bool:
        """Whether what is said opens here: "that ...", "they ...", "to have ..."."""
        word = self._low(i)
        return word in _SUBJECT_PRONOUNS or (word == "to" and self._infinitive(i))

    def _inserted(self, i: int, k: int) -> bool:
        """Whether a verb and its subject at `k` stand between two commas: ", the army claims,"."""
        while self._tag_at(k) in _NAMES | {"D", "J"}:
            k -= 1
        return self._tag_at(k) == "COMMA" and self._low(i + 1) == ","

    def _bare_noun(self, k: int) -> bool:
        """Whether a singular noun without an article stands here, which only qualifies: "of rebel claims"."""
        word, before = self._low(k), self._tag_at(k - 1)
        named = self.tokens[self.units[k].start].capital and before not in {"V", "P"}
        single = word == "news" or not word.endswith("s")
        plain = self.units[k].kind == "word" and word.isalpha() and single and not named
        return plain and k > 0 and before not in _NAMES | _QUALIFIERS

    def _in_relative(self, k: int) -> bool:
        """Whether a relative word opens the clause whose subject ends at unit `k`, with no verb since."""
        while self._tag_at(k) in _NAMES | {"D", "J", "ADV", "POSS"}:
            k -= 1
        return self._tag_at(k) == "R"

    def _object_follows(self, i: int) -> bool:
        """Whether what stands behind looks like an object."""
        word, words = self._low(i + 1), self.words
        return (
            word in _OBJECT_OPENERS
            or word in words.small["determiners"]
            or word in words.numbers
            or word[:1].isdecimal()
            or word in words.counted_places
            or word.split("-")[0] in _PLACE_ADJECTIVES
        )

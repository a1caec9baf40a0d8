"""The word classes of single words: marks, and the closed classes of the language file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from mapper.english import english

if TYPE_CHECKING:
    from mapper.reports.sentences import Token

# Tags are the kinds of phrase of `mapper.claims.phrases`, and inside noun phrases: PLACE, ACTOR, VOICE, NUM number,
# D determiner, J adjective, N noun, PRO pronoun, POSS the 's of a possessor.
NAMED = {"place": "PLACE", "actor": "ACTOR", "voice": "VOICE", "other": "N", "time": "TIME"}
FIXED = {"conjunctions": "C", "negations": "NEG", "subordinators": "S", "adverbs": "ADV", "prepositions": "P"}
MARKS: Mapping[str, str] = {
    **dict.fromkeys((",", "，"), "COMMA"),
    **dict.fromkeys((";", ":", "—", "–", "--", "|", "...", "…", ".", "!", "?"), "STOP"),
    **dict.fromkeys(('"', "“", "”", "«", "»", "‘", "’", "'"), "Q"),
    **dict.fromkeys(("(", ")", "[", "]"), "PAREN"),
    **dict.fromkeys(("'s", "’s"), "POSS"),
}
# Closed word classes of the language file, in the order in which they claim a word that stands in several.
_CLASSES = (
    ("negations", "NEG"),
    *((name, "X") for name in ("be", "have", "do", "future", "may")),
    ("relatives", "R"),
    ("subordinators", "S"),
    ("conjunctions", "C"),
    ("pronouns", "PRO"),
    ("determiners", "D"),
    ("prepositions", "P"),
    ("adjectives", "J"),
    ("adverbs", "ADV"),
)

COUNTING = frozenset({"about", "around", "over", "under"})
SHARES = frozenset({"half", "most"})
EACH = frozenset({"each", "both", "all"})
ORDERING = frozenset({"first", "early", "late", "only", "following"})


def initial(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token at `k` is the full stop of a name's initial: "Vladimir V. Putin"."""
    inside = tokens[k].text == "." and 1 < k < len(tokens) - 1 and len(tokens[k - 1].text) == 1
    return inside and all(t.capital for t in (*tokens[k - 2 : k], tokens[k + 1]))


@cache
def closed() -> Mapping[str, str]:
    """The tag of every word of a closed class."""
    small = english().small
    return {word: tag for name, tag in reversed(_CLASSES) for word in small[name]}


@cache
def shifting() -> frozenset[str]:
    """The small words whose class what stands beside them may change."""
    directed = {w for w in english().directions if w.endswith("ern")}
    return COUNTING | SHARES | EACH | ORDERING | directed | {"since"}

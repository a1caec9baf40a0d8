"""The evidence of every claim is a stretch of its report, and holds the place or a word that stands for it."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapper.english import english
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.shipped import Shipped
from mapper.reports.files import report
from mapper.reports.sentences import sentences
from mapper.theatre import SHIPPED, load

if TYPE_CHECKING:
    from mapper.claims.claim import Claim

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/reports", "benchmarks/reports")
POINTING = {
    "it",
    "its",
    "there",
    "them",
    "they",
    "here",
    "both",
    "where",
    "which",
    "this",
    "that",
    "these",
    "those",
    "former",
    "latter",
}


@cache
def written() -> tuple[str, ...]:
    """Every sentence of the project's own reports."""
    texts = [tomllib.loads(p.read_text("utf-8"))["text"] for f in FOLDERS for p in sorted((ROOT / f).glob("*.toml"))]
    return tuple(text[s.start : s.end] for text in texts for s in sentences(text))


LOOKUP = lookup_in([Shipped()])
NOISE = st.text("abz ABZ09.,;:-–'’\"“”()\n\t%éš и", max_size=25)
BREAKS = st.sampled_from([" ", "\n", "\n\n", ". ", ", and ", "; ", " – ", ""])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sentences of several reports in any order, whole or cut off, with noise between them."""
    text = ""
    for _ in range(draw(st.integers(1, 5))):
        sentence = draw(st.sampled_from(written()))
        start = draw(st.one_of(st.just(0), st.integers(0, len(sentence))))
        end = draw(st.one_of(st.just(len(sentence)), st.integers(start, len(sentence))))
        text += sentence[start:end] + draw(BREAKS) + draw(st.one_of(st.just(""), NOISE)) + draw(BREAKS)
    return text


@given(texts(), st.sampled_from(SHIPPED), st.sampled_from([None, date(2019, 6, 7)]))
@example("El Fasher was still held by the army. The Taliban hold all but the centre of five more.", "generic", None)
@example("Rebels took Kernaz, Hama and Halfaya. By nightfall the army had all three.", "syria", date(2019, 6, 7))
@example("“Rebels captured Hama,” it said. The army denied that.", "syria", date(2019, 6, 7))
def test_evidence_is_in_the_text_and_speaks_of_the_place(text: str, theatre: str, published: date | None) -> None:
    """Whatever is strung together, a reader finds the quote where it is said to be, and the place in it."""
    reading = read_report(report(text, published=published), theatre=load(theatre), lookup=LOOKUP)
    for claim in reading.claims:
        for span in (claim.evidence, claim.mention):
            assert text[span.start : span.end] == span.quote
            assert span.quote.strip()
        assert claim.place == claim.mention.quote
        assert holds(claim), (claim.place, claim.evidence.quote)


def holds(claim: Claim) -> bool:
    """Whether the evidence holds the mention of a place, or what stands for it; a denial may leave it out."""
    evidence, mention = claim.evidence, claim.mention
    if evidence.start <= mention.start and mention.end <= evidence.end:
        return True
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", evidence.quote.lower())
    counted = any(first == "all" and second in english().numbers for first, second in pairwise(words))
    points = POINTING | set(english().kinds) | english().groups
    return not points.isdisjoint(words) or counted or claim.certainty == "denied"


def test_stand_ins_are_met() -> None:
    """The reports do point back, so that the rule above is put to use."""
    text = "The village of Kernaz is key. Rebels captured it on Friday."
    (claim,) = read_report(report(text), theatre=load("syria"), lookup=LOOKUP).claims
    assert claim.place == claim.mention.quote == "Kernaz"
    assert claim.evidence.start > claim.mention.end
    assert holds(claim)


@pytest.mark.parametrize(("before", "held"), [("Kernaz, Hama and Halfaya", 3), ("Kernaz and Hama", 0)])
def test_a_number_points_back_to_that_many(before: str, held: int) -> None:
    """ "All three" are the three places told before, and no two."""
    text = f"Rebels took {before}. By nightfall the army had all three."
    claims = read_report(report(text), theatre=load("syria"), lookup=LOOKUP).claims
    assert sum(claim.controller == "regime" for claim in claims) == held


@pytest.mark.parametrize("theatre", SHIPPED)
def test_each_sentence_alone_keeps_the_rule(theatre: str) -> None:
    """Without what stood before it, too."""
    for sentence in written():
        claims = read_report(report(sentence), theatre=load(theatre), lookup=LOOKUP).claims
        assert all(sentence[c.evidence.start : c.evidence.end] == c.evidence.quote and holds(c) for c in claims)

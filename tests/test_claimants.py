"""Who is given as the source of a statement, and what certainty goes with it, in every way reports put it."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mapper import theatre as theatres
from mapper.claims.quotations import Quotations
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.places.place import Lookup

CASES = tomllib.loads((Path(__file__).parent / "claimants.toml").read_text(encoding="utf-8"))
ROWS = [(name, *row) for name, rows in CASES.items() for row in rows]


@cache
def lookup() -> Lookup:
    """The shipped gazetteers."""
    return lookup_in(open_gazetteers(countries=("SY",)), home=("SY",))


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text from June 2019."""
    report = Report(id="r", text=text, published=date(2019, 6, 7))
    return read_report(report, theatre=theatres.load("syria"), lookup=lookup()).claims


@pytest.mark.parametrize(("kind", "text", "place", "claimant", "certainty"), ROWS)
def test_claimant(kind: str, text: str, place: str, claimant: str, certainty: str) -> None:
    """The claimant is named as the text writes him, without article, apposition and relative clause."""
    told = [(c.place, c.claimant or "", c.certainty) for c in claims(text)]
    assert (place, claimant, certainty) in told, kind


def test_certainty_of_a_plain_statement() -> None:
    """What nobody is given as the source of, the author asserts."""
    assert [(c.claimant, c.certainty) for c in claims("Rebels captured Morek on Sunday.")] == [(None, "asserted")]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    """A mark that is never closed opens no quotation, and a borrowed expression is none."""
    assert Quotations.of('He spoke of a "great day" and said: "We are here.\n\nRebels left.').spans == ()


def test_a_quotation_of_several_sentences_is_one() -> None:
    """A quotation runs from mark to mark."""
    text = 'He said: "The army left. We came in." Later it rained.'
    assert [text[lo:hi] for lo, hi in Quotations.of(text).spans] == ['"The army left. We came in."']


def test_the_author_speaks_again_behind_a_quotation() -> None:
    """What stands outside the marks is not the speaker's."""
    text = '"The army left Morek. We are happy," a baker said. Rebels captured Saraqib on Sunday.'
    assert {(c.place, c.claimant) for c in claims(text)} == {("Morek", "baker"), ("Saraqib", None)}


def test_a_claim_outside_a_denial_stays() -> None:
    """A denial takes nothing from the statement that it denies: both are told."""
    told = {(c.claimant, c.certainty) for c in claims("The army said it had captured Morek. The rebels denied it.")}
    assert told == {("army", "claimed"), ("rebels", "denied")}

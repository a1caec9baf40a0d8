"""Every report under tests/reports is read as its labels say."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mapper import theatre as theatres
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.claims.reading import Reading

FOLDER = Path(__file__).parent / "reports"
FILES = sorted(FOLDER.glob("*.toml"))
HAPPENED = {"asserted", "claimed"}
CONTESTED = {"contested", "advanced"}


@cache
def reading_of(path: Path) -> tuple[dict[str, Any], Reading]:
    """The labels of a file, and what is read out of its text."""
    labels = tomllib.loads(path.read_text(encoding="utf-8"))
    theatre = theatres.load(labels["theatre"])
    books = open_gazetteers(countries=theatre.countries if theatre.bounds else ())
    report = Report(id=path.stem, text=labels["text"], published=labels.get("published"))
    return labels, read_report(report, theatre=theatre, lookup=lookup_in(books, home=theatre.countries))


def outcome(change: str, controller: str | None) -> str | None:
    """What a map would show after a claim: a side, contested, besieged, or nothing."""
    return "contested" if change in CONTESTED else "besieged" if change == "besieged" else controller


def bare(name: str) -> str:
    """A name without case and leading article."""
    return name.casefold().removeprefix("the ")


def shown(claim: Claim) -> tuple[str, str] | None:
    """The place and the outcome of a claim that happened."""
    state = outcome(claim.change, claim.controller)
    return (bare(claim.place), state) if claim.happened and state else None


def told(labels: dict[str, Any]) -> set[tuple[str, str]]:
    """The places and outcomes that the labels of a report hold."""
    rows = [c for c in labels.get("claims", ()) if c["certainty"] in HAPPENED]
    states = [(bare(c["place"]), outcome(c["change"], c.get("controller"))) for c in rows]
    return {(place, state) for place, state in states if state}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_outcome(path: Path) -> None:
    """A map of the report shows what its labels say, no more and no less."""
    labels, reading = reading_of(path)
    assert {pair for claim in reading.claims if (pair := shown(claim))} == told(labels)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_quotes(path: Path) -> None:
    """Every claim quotes the text it stands in, its place before or inside the evidence."""
    labels, reading = reading_of(path)
    for claim in reading.claims:
        for span in (claim.mention, claim.evidence):
            assert labels["text"][span.start : span.end] == span.quote
        assert claim.mention.start < claim.evidence.end


def test_enough_reports() -> None:
    """There are at least thirty reports, a quarter of them without any claim."""
    silent = [p for p in FILES if "-none-" in p.stem]
    assert len(FILES) >= 30
    assert len(silent) * 4 >= len(FILES)


@pytest.mark.parametrize("path", [p for p in FILES if "-none-" in p.stem], ids=lambda p: p.stem)
def test_silence(path: Path) -> None:
    """A report without a control claim gives none, however tempting its words."""
    assert reading_of(path)[1].claims == ()


def test_details() -> None:
    """Over all reports most claims have the change, certainty, claimant and day of their labels."""
    right = {"change": 0, "certainty": 0, "date_from": 0, "claimant": 0}
    total = dated = attributed = 0
    for path in FILES:
        labels, reading = reading_of(path)
        for label in labels.get("claims", ()):
            total += 1
            mates = [c for c in reading.claims if bare(c.place) == bare(label["place"])]
            right["change"] += any(c.change == label["change"] for c in mates)
            right["certainty"] += any(c.change == label["change"] and c.certainty == label["certainty"] for c in mates)
            attributed += "claimant" in label
            right["claimant"] += "claimant" in label and any(
                c.change == label["change"] and c.claimant == label["claimant"] for c in mates
            )
            dated += "date_from" in label
            right["date_from"] += "date_from" in label and any(
                c.change == label["change"] and c.period.start == label.get("date_from") for c in mates
            )
    assert right["change"] >= 0.8 * total
    assert right["certainty"] >= 0.75 * total
    assert right["date_from"] >= 0.65 * dated
    assert right["claimant"] >= 0.8 * attributed

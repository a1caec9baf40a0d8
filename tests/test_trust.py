"""Confidence: each doubt about a part of a claim takes something off, and nothing is certain."""

from __future__ import annotations

import pytest

from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.shipped import Shipped
from mapper.reports.files import report
from mapper.theatre import load

LOOKUP = lookup_in([Shipped()])


def confidence(text: str, published: str | None = "2019-06-07") -> float:
    """The confidence of the last claim of a text about Syria."""
    return read_report(report(text, published=published), theatre=load("syria"), lookup=LOOKUP).claims[-1].confidence


PLAIN = "Jaysh al-Izza captured Tal Malah in Hama province."


@pytest.mark.parametrize(
    "doubtful",
    [
        "Jaysh al-Izza reportedly captured Tal Malah in Hama province.",
        "Jaysh al-Izza plans to capture Tal Malah in Hama province.",
        "Rebel fighters captured Tal Malah in Hama province.",
        "Jaysh al-Izza is on the move. They captured Tal Malah in Hama province.",
        "Soldiers had fought for days. Tal Malah in Hama province was captured.",
        "The village of Tal Malah is key. Jaysh al-Izza captured it.",
        "Jaysh al-Izza captured the village of Xyzzopol in Hama province.",
        "Jaysh al-Izza entered Tal Malah in Hama province.",
        "The capture of Tal Malah by Jaysh al-Izza is a blow.",
    ],
)
def test_a_doubt_takes_confidence(doubtful: str) -> None:
    """What is hedged, only described, pointed at, left out, unplaced, concluded or told by a noun."""
    assert 0 < confidence(doubtful) < confidence(PLAIN) < 1


def test_a_claim_without_a_day_is_trusted_less() -> None:
    """The reader could not tell when it was so."""
    assert confidence(PLAIN, None) < confidence(PLAIN)

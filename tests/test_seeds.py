"""The golden outcome of every seed, compared in full."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mapper
from mapper.claims.rows import row_of

if TYPE_CHECKING:
    from mapper.atlas import Atlas

SEEDS = Path(__file__).parent.parent / "seeds"
FOLDERS = sorted(p.parent for p in SEEDS.glob("*/expected.json"))


@cache
def atlas_of(folder: Path) -> Atlas:
    """The atlas of the reports of a seed."""
    return mapper.build(mapper.read(folder))


def outcome_of(atlas: Atlas) -> dict[str, object]:
    """All that a seed's golden file holds: what was read, and what was settled."""
    spells = [
        {
            "place_id": s.place_id,
            "name": s.name,
            "status": s.status,
            "holder": s.holder,
            "gaining": s.gaining,
            "start": s.start.isoformat() if s.start else None,
            "end": s.end.isoformat() if s.end else None,
            "confidence": s.confidence,
            "claims": list(s.claims),
        }
        for s in atlas.timeline.spells
    ]
    return {"reports": [row_of(reading) for reading in atlas.readings], "spells": spells}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_golden(folder: Path) -> None:
    """The seed gives exactly what its golden file says."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert outcome_of(atlas_of(folder)) == expected


def test_first_seed_in_words() -> None:
    """On 7 June 2019 Tal Malah is the rebels', and Al-Jebeen is fought over."""
    folder = SEEDS / "2019-06-hama-counteroffensive"
    control = atlas_of(folder).control(at="2019-06-07").set_index("name")
    assert control.loc["Tal Malah", ["holder", "status", "since", "claimant"]].tolist() == [
        "rebels",
        "held",
        "2019-06-06",
        "Jaysh al-Izza",
    ]
    assert control.loc["Al-Jebeen", ["holder", "status", "gaining", "since"]].tolist() == [
        "regime",
        "contested",
        "rebels",
        "2019-06-06",
    ]
    before = atlas_of(folder).control(at="2019-06-05").set_index("name")
    assert before["holder"].to_dict() == {"Tal Malah": "regime", "Al-Jebeen": "regime"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_every_claim_quotes_its_report(folder: Path) -> None:
    """Each claim of a seed stands in its report word for word."""
    atlas = atlas_of(folder)
    texts = {r.id: r.text for r in atlas.reports}
    claims = [c for reading in atlas.readings for c in reading.claims]
    assert claims
    for claim in claims:
        for span in (claim.mention, claim.evidence):
            assert texts[span.report_id][span.start : span.end] == span.quote


def test_nothing_from_casualties_and_strikes() -> None:
    """Sentences about strikes, casualties and displaced people of the first seed make no claim."""
    claims = [c for r in atlas_of(SEEDS / "2019-06-hama-counteroffensive").readings for c in r.claims]
    for words in ("barrel bombs", "killed in May", "300,000", "3013", "ceasefire"):
        assert not any(words in c.evidence.quote for c in claims)


def test_namesake_is_kept() -> None:
    """Al-Jebeen keeps its namesake as the runner-up, some 22 km from Tal Malah."""
    resolutions = [
        r for reading in atlas_of(SEEDS / "2019-06-hama-counteroffensive").readings for r in reading.resolutions
    ]
    (jebeen,) = [r for r in resolutions if r.toponym.span.quote == "Al-Jebeen"]
    assert jebeen.place is not None
    assert jebeen.place.id == "ocha:C3466"
    assert jebeen.runner_up is not None
    assert jebeen.runner_up.place.id == "geonames:168941"
    assert jebeen.margin > 0.02

"""Capitals: the town that falls, the government that speaks and acts, and whose men are whose."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of, reading_of

# Theatre, text, and of each claim the place, change and controller.
Told = list[tuple[str, str, str | None]]
TOWNS: list[tuple[str, str, Told]] = [
    ("generic", "Kabul was taken by the Taliban.", [("Kabul", "captured", "taliban")]),
    ("generic", "Kabul has fallen to the Taliban.", [("Kabul", "captured", "taliban")]),
    ("generic", "Kabul is still held by the government. The Taliban wait.", [("Kabul", "held", "government")]),
    ("generic", "Kabul is under government control. The Taliban wait.", [("Kabul", "held", "government")]),
    ("generic", "Kabul is besieged by the Taliban.", [("Kabul", "besieged", None)]),
    ("generic", "Khartoum is back in army hands.", [("Khartoum", "recaptured", "saf")]),
    ("syria", "Damascus was captured by rebels on Sunday.", [("Damascus", "captured", "rebels")]),
    ("syria", "Damascus is in rebel hands.", [("Damascus", "held", "rebels")]),
    ("ukraine", "Kyiv remains under Ukrainian control.", [("Kyiv", "held", "ukraine")]),
]
GOVERNMENTS: list[tuple[str, str, Told]] = [
    ("generic", "Kabul was accused by the Taliban of shelling a village.", []),
    ("generic", "Kabul is holding talks with the Taliban.", []),
    ("syria", "Damascus said Aleppo was captured by rebels.", [("Aleppo", "captured", "rebels")]),
    ("ukraine", "Kyiv has held Kupiansk for months. Russian troops wait.", [("Kupiansk", "held", "ukraine")]),
    ("ukraine", "Moscow captured Avdiivka. Ukrainian troops left.", [("Avdiivka", "captured", "russia")]),
    ("ukraine", "Kyiv lost Avdiivka to Russian troops.", [("Avdiivka", "lost", "russia")]),
]


def kind_of(name: str, text: str, theatre: str) -> str:
    """What a name is taken for."""
    found = reading_of(text, theatre).resolutions
    return next(r.toponym.kind for r in found if r.toponym.span.quote == name)


@pytest.mark.parametrize(("theatre", "text", "wanted"), TOWNS, ids=[text for _, text, _ in TOWNS])
def test_a_capital_falls_as_any_town(theatre: str, text: str, wanted: Told) -> None:
    """What is taken, held or besieged is the town, however often its name stands for a government."""
    assert [(c.place, c.change, c.controller) for c in claims_of(text, theatre)] == wanted
    assert kind_of(wanted[0][0], text, theatre) == "settlement"


@pytest.mark.parametrize(("theatre", "text", "wanted"), GOVERNMENTS, ids=[text for _, text, _ in GOVERNMENTS])
def test_a_capital_that_acts_is_its_government(theatre: str, text: str, wanted: Told) -> None:
    """Also where it takes, holds or loses another place."""
    assert [(c.place, c.change, c.controller) for c in claims_of(text, theatre)] == wanted
    assert kind_of(text.split(maxsplit=1)[0], text, theatre) == "metonym"


def test_a_capital_under_fire_is_a_town() -> None:
    """It is not its government that is shelled."""
    assert kind_of("Kyiv", "Kyiv was heavily shelled by Russian troops.", "ukraine") == "settlement"
    assert kind_of("Kyiv", "Kyiv lost power after Russian troops shelled it.", "ukraine") == "settlement"
    assert kind_of("Kyiv", "Kyiv was quiet about the shelling. Russian troops left.", "ukraine") == "metonym"


MEN: list[tuple[str, str, str]] = [
    ("syria", "Turkey's troops captured Morek.", "turkey_backed"),
    ("syria", "Ankara's troops captured Morek.", "turkey_backed"),
    ("syria", "Ankara said its troops had captured Morek.", "turkey_backed"),
    ("syria", "The rebels' forces captured Morek from the army.", "rebels"),
    ("syria", "The SDF's forces captured Manbij.", "sdf"),
    ("syria", "Damascus-backed militias captured Morek.", "regime"),
    ("syria", "Damascus rebels captured Harasta.", "rebels"),
    ("syria", "Iranian-backed militias captured Morek.", "regime"),
    ("generic", "Amhara's special police captured Humera from Tigrayan fighters.", "government"),
    ("generic", "Houthi fighters attacked. The government's units captured Hays.", "government"),
]


@pytest.mark.parametrize(("theatre", "text", "side"), MEN, ids=[text for _, text, _ in MEN])
def test_men_belong_to_whoever_has_them(theatre: str, text: str, side: str) -> None:
    """An owner before them tells their side, a capital as well as a group."""
    (claim,) = [c for c in claims_of(text, theatre) if c.change == "captured"]
    assert (claim.actor, claim.controller) == (side, side)

"""Who speaks, besieges and is spoken of in plain news, and who is a person rather than a place."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of, places_of

SPEAKERS: dict[str, tuple[str, str, str, str | None, str | None]] = {
    "said as": (
        "generic",
        '"Nyala has fallen," Adam Bashir, an aid worker, said as soldiers left the town.',
        "captured",
        "Adam Bashir",
        None,
    ),
    "what went on meanwhile": (
        "generic",
        '"Nyala has fallen," Adam Bashir, an aid worker, said as the army withdrew from the town.',
        "withdrawn",
        None,
        None,
    ),
    "reported, saying": (
        "generic",
        "Government forces retreated from Nyala, two local sources reported, saying the decision to go came late.",
        "withdrawn",
        "two local sources",
        None,
    ),
    "ministry of the taker": (
        "ukraine",
        "Russian troops have captured the village of Kalynove, the defence ministry said on Saturday.",
        "captured",
        "defence ministry",
        "russia",
    ),
    "ministry of the other taker": (
        "ukraine",
        "Ukrainian troops have recaptured the village of Kalynove, the defence ministry said on Saturday.",
        "recaptured",
        "defence ministry",
        "ukraine",
    ),
    "sources close to": (
        "syria",
        "Opposition forces took Morek, military sources affiliated with the rebels said.",
        "captured",
        "military sources",
        "rebels",
    ),
    "spokesman without article": (
        "syria",
        '"Morek is under the control of our forces," said Adam Bashir, spokesman for the rebels.',
        "held",
        "Adam Bashir",
        "rebels",
    ),
    "the same source": (
        "syria",
        "The army said Halfaya was quiet. Morek has been secured, said the same source.",
        "captured",
        "army",
        "regime",
    ),
    "a group's military office": (
        "syria",
        "Rebels were advancing. The group's military office said its men had taken Morek.",
        "captured",
        "group's military office",
        "rebels",
    ),
    "an outlet is no they": (
        "syria",
        "Sham FM said the rebels had met no resistance. They announced the capture of Morek.",
        "captured",
        None,
        "rebels",
    ),
    "no measure speaks": (
        "generic",
        "Families who walked the 75 kilometres (45 miles) to El Fasher claimed the RSF had taken Nyala.",
        "captured",
        "Families",
        None,
    ),
    "a number does not speak": (
        "generic",
        "Some 300 people claimed the RSF had taken Nyala.",
        "captured",
        None,
        None,
    ),
}


@pytest.mark.parametrize(("theatre", "text", "change", "claimant", "side"), SPEAKERS.values(), ids=SPEAKERS.keys())
def test_who_says_so(theatre: str, text: str, change: str, claimant: str | None, side: str | None) -> None:
    """The one claim of this change has this claimant, of this side."""
    (claim,) = (c for c in claims_of(text, theatre) if c.change == change)
    assert (claim.claimant, claim.claimant_side) == (claimant, side)


def test_who_besieges() -> None:
    """Whose siege it is stands before the noun."""
    (claim,) = claims_of("Nyala has been under RSF siege since May.", "generic")
    assert (claim.change, claim.actor) == ("besieged", "rsf")


def test_who_is_cleared_out() -> None:
    """Whoever a place is cleared of held it before."""
    (claim,) = claims_of("Morek was cleared of rebels on Monday by the army.")
    assert (claim.change, claim.controller, claim.previous) == ("captured", "regime", "rebels")


def test_who_speaks_is_no_place() -> None:
    """Whose surname a village bears says what the surname's bearer says."""
    text = "Rebels left Morek, a farmer, Adnan Kernaz, told the agency. Kernaz said the rebels had gone."
    assert places_of(text, "syria") == ["Morek"]


def test_a_person_is_no_place() -> None:
    """A name with ", who" behind it is somebody's, wherever the report has it."""
    text = "Abu Salim, who left Nyala soon after it fell to the RSF, said Abu Salim had no water."
    assert places_of(text) == ["Nyala"]


def test_a_place_with_people_is_one() -> None:
    """The ", who" behind "residents of X" speaks of them."""
    assert "Abu Salim" in places_of("Residents of Abu Salim, who fled the fighting, said the rebels had taken Nyala.")

"""States of control told without an event: strongholds, sieges, occupations, who is where now, and since when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading_fixture import DAY, claims_of, places_of

# What each says: theatre, text, and of each claim the place, change, certainty and controller.
Told = tuple[str, str, str, str | None]
STATES: list[tuple[str, str, list[Told]]] = [
    # strongholds
    ("syria", "Morek has been a stronghold of the rebels for years.", [("Morek", "held", "asserted", "rebels")]),
    ("syria", "Morek is the rebels' main stronghold in Hama.", [("Morek", "held", "asserted", "rebels")]),
    ("syria", "Morek remains a rebel bastion.", [("Morek", "held", "asserted", "rebels")]),
    (
        "syria",
        "Shells fell on Morek, one of the last strongholds of the rebels.",
        [("Morek", "held", "asserted", "rebels")],
    ),
    ("syria", "Morek was a stronghold of the rebels. The army has a garrison there.", []),
    # under somebody's control, in a text that names nobody armed
    ("syria", "Manbij is under Kurdish control.", [("Manbij", "held", "asserted", "sdf")]),
    ("ukraine", "Kherson is in Russian hands.", [("Kherson", "held", "asserted", "russia")]),
    ("generic", "The airline is under Gulf control, and its office in Cairo is closed.", []),
    # sieges
    ("syria", "A convoy of the army has reached besieged Foua.", [("Foua", "besieged", "asserted", None)]),
    ("syria", "The army shells the besieged town of Morek.", [("Morek", "besieged", "asserted", None)]),
    ("syria", "Soldiers trapped in Morek have no food.", [("Morek", "besieged", "asserted", "regime")]),
    ("syria", "Rebels besieged in Morek asked for help.", [("Morek", "besieged", "asserted", "rebels")]),
    ("syria", "The army surrounded Morek.", [("Morek", "besieged", "asserted", None)]),
    # occupied: now, or by a deed
    ("syria", "The rebels occupy Morek.", [("Morek", "held", "asserted", "rebels")]),
    ("syria", "Morek is occupied by the rebels.", [("Morek", "held", "asserted", "rebels")]),
    ("syria", "The rebels occupied Morek on Monday.", [("Morek", "captured", "asserted", "rebels")]),
    ("syria", "Morek was occupied by the rebels on Monday.", [("Morek", "captured", "asserted", "rebels")]),
    # who is where now
    ("syria", "Government troops are back in Morek.", [("Morek", "recaptured", "asserted", "regime")]),
    ("syria", "The army is now in Morek.", [("Morek", "held", "asserted", "regime")]),
    ("syria", "Soldiers are in Morek for talks with the rebels.", []),
    # nouns and objects of control
    ("syria", "The army extended its control to Morek.", [("Morek", "captured", "asserted", "regime")]),
    ("syria", "Morek's capture by the army took a week.", [("Morek", "captured", "asserted", "regime")]),
    ("syria", "Morek's fall to the army is a blow to the rebels.", [("Morek", "captured", "asserted", "regime")]),
]


@pytest.mark.parametrize(("theatre", "text", "expected"), STATES, ids=[text for _, text, _ in STATES])
def test_states_are_read(theatre: str, text: str, expected: list[Told]) -> None:
    """Who holds a place, or is shut in there, without a word of how it came about."""
    found = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text, theatre)]
    assert found == expected


SINCE: list[tuple[str, date]] = [
    ("Rebels have besieged Foua since last March.", date(2019, 3, 1)),
    ("Foua has been under siege since last summer.", date(2019, 6, 1)),
    ("Foua, besieged since May 2018, has run out of bread, the army said.", date(2018, 5, 1)),
    ("Foua has been in rebel hands since this January.", date(2020, 1, 1)),
]


@pytest.mark.parametrize(("text", "since"), SINCE, ids=[text for text, _ in SINCE])
def test_a_state_goes_on_since_it_began(text: str, since: date) -> None:
    """Up to the day of the report."""
    (claim,) = claims_of(text)
    assert (claim.period.start, claim.period.end, claim.certainty in {"asserted", "claimed"}) == (since, DAY, True)


def test_a_name_beside_a_place_is_one() -> None:
    """However unknown: "and nearby X"."""
    assert places_of("The army took the village of Ulbara and nearby Tesmin.") == ["Ulbara", "Tesmin"]

"""What is told of a place by the way it is put: appositions, conditions, what was nearly done, whose attempt it was."""

from __future__ import annotations

import pytest

from tests.reading_fixture import DAY, claims_of

# What each says, in the theatre of Syria: place, change, certainty, controller.
SYRIA: dict[str, list[tuple[str, str, str, str | None]]] = {
    # a name that explains what stands before it is the place
    "The province's second city, Maarat al-Numan, has fallen to the army.": [
        ("Maarat al-Numan", "captured", "asserted", "regime"),
    ],
    "Rebels seized control of Idlib province's capital, Idlib, from the army.": [
        ("Idlib", "captured", "asserted", "rebels"),
    ],
    "The army now holds 40 percent of the rebel capital, Saraqib.": [("Saraqib", "contested", "asserted", None)],
    "Troops retook the Hama town of Morek.": [("Morek", "recaptured", "asserted", "regime")],
    # what may come is not done
    "If Saraqib falls, the rebels could lose the road.": [("Saraqib", "captured", "planned", None)],
    "Unless the army retakes Morek, the road stays shut.": [("Morek", "recaptured", "planned", "regime")],
    "Rebels shelled a barracks near Morek before the army takes the town.": [
        ("Morek", "captured", "planned", "regime"),
    ],
    "The army took Morek before rebels captured Latamna.": [
        ("Morek", "captured", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "rebels"),
    ],
    "The army is close to capturing Morek.": [("Morek", "captured", "planned", "regime")],
    "The troops made headway in recapturing Morek.": [("Morek", "recaptured", "planned", "regime")],
    "Taking Morek would allow the army to cut the road.": [("Morek", "captured", "planned", None)],
    "Taking Morek gave the army the road.": [("Morek", "captured", "asserted", None)],
    # a means to an end that was reached
    "Rebels exploited the storm to take Morek.": [("Morek", "captured", "asserted", "rebels")],
    "Rebels want to use the storm to take Morek.": [("Morek", "captured", "planned", "rebels")],
    # whose attempt, whose claim it was
    "The army foiled a rebel attempt to seize Morek.": [("Morek", "repelled", "asserted", "regime")],
    "The army thwarted a rebel bid to retake Morek.": [("Morek", "repelled", "asserted", "regime")],
    "Air raids stopped the rebels from taking Morek.": [("Morek", "captured", "negated", "rebels")],
    "The army holds Morek despite rebel claims to have captured the town.": [
        ("Morek", "held", "asserted", "regime"),
        ("Morek", "captured", "claimed", "rebels"),
    ],
    "The army repeated claims to have captured Morek.": [("Morek", "captured", "claimed", "regime")],
    # who fights whom and takes a town
    "Rebels fighting the army captured Morek.": [("Morek", "captured", "asserted", "rebels")],
    "Mutinous soldiers seized Morek.": [("Morek", "captured", "asserted", "rebels")],
    # what was so once
    "The former rebel-held town of Morek was shelled by the army.": [("Morek", "held", "historic", "rebels")],
    # a place that measures a distance is not "the town"
    "Rebels took Morek. It lies 20 km from Hama. The army shelled the town and retook the town at night.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Morek", "recaptured", "asserted", "regime"),
    ],
    "The army has nearly all of Morek.": [("Morek", "held", "asserted", "regime")],
}


@pytest.mark.parametrize("text", SYRIA)
def test_how_it_is_put(text: str) -> None:
    """Each sentence makes these claims and no others."""
    made = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text)]
    assert made == SYRIA[text]


def test_a_first_time_since_does_not_date_the_deed() -> None:
    """The year of "for the first time since the war began in 2011" is not that of what happened."""
    (claim,) = claims_of("For the first time since the start of the war in 2011, troops have retaken Morek.")
    assert (claim.certainty, claim.period.start) == ("asserted", DAY)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Russian Defence Ministry announced the capture of Klishchiivka.", "russia"),
        ("Russia's defence ministry confirmed taking Klishchiivka.", "russia"),
        ("Ukrainian troops left Robotyne. The Russian ministry announced taking Klishchiivka.", "russia"),
    ],
)
def test_a_ministry_takes_towns_for_its_state(text: str, side: str) -> None:
    """What a defence ministry announces is war, and its own state's doing."""
    assert claims_of(text, "ukraine")[-1].controller == side


@pytest.mark.parametrize(
    "text",
    ["Troops took the Chechen town of Shali.", "The rebels captured the Bosnian town of Shali from the army."],
)
def test_a_peoples_name_is_no_place(text: str) -> None:
    """The adjective before "town of" is a people's."""
    assert [c.place for c in claims_of(text, "generic")] == ["Shali"]

"""What attacks come to, what is left of a place, who is told of by whose body, and which names a report tells twice."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of, places_of

# What each says: theatre, text, and of each claim the place, change, certainty and controller.
Told = tuple[str, str, str, str | None]
OUTCOMES: list[tuple[str, str, list[Told]]] = [
    # attacks that fail, on several places, or where the sentence is set
    ("syria", "The army said two assaults on Morek failed.", [("Morek", "repelled", "claimed", "regime")]),
    (
        "syria",
        "Rebel attacks on Morek and Latamna were repelled by the army.",
        [("Morek", "repelled", "asserted", "regime"), ("Latamna", "repelled", "asserted", "regime")],
    ),
    (
        "syria",
        "At Morek, a counter-attack by the rebels was beaten back by the army.",
        [("Morek", "repelled", "asserted", "regime")],
    ),
    (
        "syria",
        "A rebel assault on Morek was repelled on Monday by the army, but rebels entered the town on Tuesday.",
        [("Morek", "repelled", "asserted", "regime"), ("Morek", "advanced", "asserted", None)],
    ),
    (
        "syria",
        "Rebels tried to retake Morek by night and failed.",
        [("Morek", "recaptured", "negated", "rebels")],
    ),
    (
        "syria",
        "Soldiers tried for a week to dislodge the rebels from Morek, without success.",
        [("Morek", "captured", "negated", "regime")],
    ),
    # places named beside what a verb has said
    (
        "syria",
        "Morek was secured by the army on Monday, together with Latamna and Halfaya.",
        [(name, "captured", "asserted", "regime") for name in ("Morek", "Latamna", "Halfaya")],
    ),
    (
        "syria",
        "Most of Morek was in rebel hands, along with Latamna.",
        [("Morek", "held", "asserted", "rebels"), ("Latamna", "held", "asserted", "rebels")],
    ),
    (
        "syria",
        "The army said ten villages had been recaptured in the past day, among them Morek.",
        [("ten villages", "recaptured", "claimed", "regime"), ("Morek", "recaptured", "claimed", "regime")],
    ),
    (
        "syria",
        "The rebels will try to retake the countryside, starting with the village of Morek.",
        [("Morek", "recaptured", "planned", "rebels")],
    ),
    (
        "syria",
        "The army is left with Morek, the capital of Hama province, and the town of Halfaya.",
        [("Morek", "held", "asserted", "regime"), ("Halfaya", "held", "asserted", "regime")],
    ),
    (
        "syria",
        "More than ten villages and farms in the Ghab area are now under rebel control.",
        [("More than ten villages", "held", "asserted", "rebels")],
    ),
    # parts, last positions, garrisons
    ("syria", "Morek was partly in rebel hands.", [("Morek", "contested", "asserted", None)]),
    (
        "syria",
        "Rebels overran the last army positions in Morek.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    (
        "syria",
        "Rebels took Halfaya and left Morek surrounded.",
        [
            ("Halfaya", "captured", "asserted", "rebels"),
            ("Morek", "besieged", "asserted", None),
        ],
    ),
    (
        "syria",
        "The army garrison in Morek has been besieged by rebels since Monday.",
        [("Morek", "besieged", "asserted", "regime")],
    ),
    (
        "syria",
        "Rebels took Latamna. Morek is in army hands, with clashes in its districts.",
        [
            ("Latamna", "captured", "asserted", "rebels"),
            ("Morek", "held", "asserted", "regime"),
            ("Morek", "contested", "asserted", None),
        ],
    ),
    # relative clauses
    (
        "syria",
        "Troops shelled Morek, from which the rebels withdrew on Monday.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    (
        "syria",
        "Convoys came from Morek, almost all of which is held by the army.",
        [("Morek", "held", "asserted", "regime")],
    ),
    (
        "syria",
        "Convoys left for Morek, the biggest town in the north, which the rebels seized on Monday.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    (
        "syria",
        "Men arrived at the Kuweires base, which the army controls.",
        [("Kuweires", "held", "asserted", "regime")],
    ),
    (
        "generic",
        "The army took Goma. M23, which Kigali denies backing, has controlled Bunagana since June.",
        [("Goma", "captured", "asserted", "government"), ("Bunagana", "held", "asserted", "m23")],
    ),
    # who it is
    (
        "syria",
        "The rebels' political wing claimed to be in possession of Morek.",
        [("Morek", "held", "claimed", "rebels")],
    ),
    (
        "syria",
        "U.S.-backed fighters battling the Islamic State group took Tabqa.",
        [("Tabqa", "captured", "asserted", "sdf")],
    ),
    (
        "syria",
        "Kurdish fighters backed by U.S.-led air strikes drove Islamic State militants out of Kobani.",
        [("Kobani", "captured", "asserted", "sdf")],
    ),
    ("syria", "The rebels further south captured Morek.", [("Morek", "captured", "asserted", "rebels")]),
    ("syria", "Government forces and rebels fought inside Morek.", [("Morek", "contested", "asserted", None)]),
    (
        "ukraine",
        "The Russian defence ministry said elements of the 132nd Motorized Rifle Brigade seized Nevske.",
        [("Nevske", "captured", "claimed", "russia")],
    ),
    (
        "generic",
        "The RSF leader admitted that his fighters had lost Wad Madani and promised that they would win it back.",
        [("Wad Madani", "lost", "claimed", None), ("Wad Madani", "recaptured", "planned", "rsf")],
    ),
    (
        "generic",
        "Goma was surrounded by the M23. The town was surrendered by the army on Monday.",
        [("Goma", "besieged", "asserted", None), ("Goma", "handed_over", "asserted", "m23")],
    ),
    (
        "syria",
        "Government troops took over Morek from the rebels on Monday under a deal brokered by Moscow.",
        [("Morek", "handed_over", "asserted", "regime")],
    ),
    # what is false, and what stands beside it
    (
        "syria",
        'Reports that Hama has fallen are "entirely false", the defence ministry says.',
        [("Hama", "captured", "denied", "rebels")],
    ),
    (
        "syria",
        "The rebels denied that Morek had fallen, and a reporter saw street fighting inside it on Monday.",
        [("Morek", "captured", "denied", "regime"), ("Morek", "contested", "asserted", None)],
    ),
    # verbs that share what a relative clause is about, and insertions
    (
        "syria",
        "Snow fell on Morek, which the army took on Monday, lost to the rebels on Tuesday, and retook at night.",
        [
            ("Morek", "captured", "asserted", "regime"),
            ("Morek", "lost", "asserted", "rebels"),
            ("Morek", "recaptured", "asserted", "regime"),
        ],
    ),
    (
        "syria",
        "The army was able, under heavy artillery cover, to regain Morek.",
        [("Morek", "recaptured", "asserted", "regime")],
    ),
    (
        "syria",
        "Raqqa, from which the Kurdish forces expelled Islamic State on Monday, is calm.",
        [("Raqqa", "captured", "asserted", "sdf")],
    ),
    (
        "syria",
        "The rebels said they had retaken Morek, which the defence ministry denied, posting a video.",
        [("Morek", "recaptured", "claimed", "rebels"), ("Morek", "recaptured", "denied", "rebels")],
    ),
    (
        "syria",
        "Bombs fell on Darayya, which the regime has kept under siege since Monday.",
        [("Darayya", "besieged", "asserted", None)],
    ),
    (
        "syria",
        "Aid came to Foua and Kafriya, where soldiers remain surrounded by rebels.",
        [("Foua", "besieged", "asserted", "regime"), ("Kafriya", "besieged", "asserted", "regime")],
    ),
    (
        "syria",
        "The army took Morek on Monday, along with the neighbouring villages of Latamna and Halfaya.",
        [(name, "captured", "asserted", "regime") for name in ("Morek", "Latamna", "Halfaya")],
    ),
    (
        "syria",
        'The "Islamic State" organisation drove regime forces out of Morek.',
        [("Morek", "captured", "asserted", "isis")],
    ),
    (
        "ukraine",
        "Russian troops tried to take Robotyne and had no success.",
        [("Robotyne", "captured", "negated", "russia")],
    ),
    (
        "ukraine",
        "Russian forces conducted unsuccessful assaults on Robotyne. Ukrainian troops hold it.",
        [("Robotyne", "repelled", "asserted", "ukraine"), ("Robotyne", "held", "asserted", "ukraine")],
    ),
    (
        "ukraine",
        "Troops stood in the square. Robotyne was liberated.",
        [("Robotyne", "captured", "asserted", "ukraine")],
    ),
    (
        "ukraine",
        "An attack by Russian troops on Lyman was thrown back by Ukrainian soldiers.",
        [("Lyman", "repelled", "asserted", "ukraine")],
    ),
    (
        "generic",
        "A ministry spokesman rejected a Taliban statement that Ghazni had been seized.",
        [("Ghazni", "captured", "denied", "taliban")],
    ),
    # what is said of a place by the way
    (
        "syria",
        "Morek, where an assault was repulsed by the army on Monday, is calm.",
        [("Morek", "repelled", "asserted", "regime")],
    ),
    ("syria", "The rebels have laid siege to Morek.", [("Morek", "besieged", "asserted", None)]),
    (
        "syria",
        "Morek was taken by the rebels on Monday, as was Latamna.",
        [("Morek", "captured", "asserted", "rebels"), ("Latamna", "captured", "asserted", "rebels")],
    ),
    ("syria", "Rebels pushed deeper into Morek.", [("Morek", "advanced", "asserted", None)]),
    (
        "syria",
        "Rebels left Latamna. The two camps clashed inside Morek.",
        [("Latamna", "withdrawn", "asserted", None), ("Morek", "contested", "asserted", None)],
    ),
    ("syria", "Morek was deserted by the rebels.", [("Morek", "withdrawn", "asserted", None)]),
    (
        "generic",
        "Aden has been run since August 2019 by the Southern Transitional Council.",
        [("Aden", "held", "asserted", "stc")],
    ),
    ("generic", "Bombs fell on Sake. The convoy had left Goma with fuel for the troops.", []),
    ("generic", "Rebels took Goma. Shells fell on Sake.", [("Goma", "captured", "asserted", "rebels")]),
    ("syria", "The rebels promised not to take Morek.", [("Morek", "captured", "negated", "rebels")]),
    ("syria", "Rebels shelled Morek and chased the army out from its posts.", []),
    (
        "syria",
        "The army captured Morek after a truce had collapsed.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    # districts told together are units, taken whole
    (
        "generic",
        "The Taliban captured the districts of Kobuli and Bambuli.",
        [("Kobuli", "captured", "asserted", "taliban"), ("Bambuli", "captured", "asserted", "taliban")],
    ),
    (
        "syria",
        "Rebels captured Morek, two opposition commanders said. The defence ministry denied that Latamna has fallen.",
        [("Morek", "captured", "claimed", "rebels"), ("Latamna", "captured", "denied", "rebels")],
    ),
    ("syria", "Rebels shelled Morek and chased the army out from the trenches.", []),
    (
        "syria",
        "Rebels overrun army garrison town of Morek\nThe fighters came at night.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    (
        "syria",
        "Further north, in the hills of Idlib, Morek was taken by the army.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    # an hour before a sentence is nobody's name
    ("syria", "17:55 The rebels say they have taken Morek.", [("Morek", "captured", "claimed", "rebels")]),
]


@pytest.mark.parametrize(("theatre", "text", "expected"), OUTCOMES, ids=[text for _, text, _ in OUTCOMES])
def test_what_is_told(theatre: str, text: str, expected: list[Told]) -> None:
    """Place, change, certainty and controller of each claim."""
    made = claims_of(text, theatre)
    assert [(c.place, c.change, c.certainty, c.controller) for c in made] == expected


def test_an_hour_is_no_part_of_a_claimant() -> None:
    """The claimant of a line of a live blog is named without the hour before it."""
    (claim,) = claims_of("17:55 The rebel operations room says its fighters have taken Morek.")
    assert claim.claimant == "rebel operations room"


def test_its_statement_is_that_of_the_speaker_before() -> None:
    """A statement is put out by whoever spoke last."""
    text = (
        "Rebels left Morek, the defence ministry said. According to its statement the army is in control of the town."
    )
    assert [c.claimant for c in claims_of(text)] == ["defence ministry", "defence ministry"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels reached Kobuli. Shops in the market of Kobuli were shut.", ["Kobuli", "Kobuli"]),
        ("The fall of Kobuli eased the pressure on Bambuli. Troops entered Bambuli.", ["Kobuli", "Bambuli", "Bambuli"]),
        ("Kobuli and Bambuli meanwhile are still under rebel control.", ["Kobuli", "Bambuli"]),
        ("Shops shut in rebel-held Kobuli after looting.", ["Kobuli"]),
        ("The army vowed to win back Kobuli.", ["Kobuli"]),
        ("Troops had left Mylovo, on the river, by night.", ["Mylovo"]),
        ("Kobuli, whose airfield is to become a hub, has been under army control since May.", ["Kobuli"]),
        ("Kobuli, the state capital, was seized by the rebels.", ["Kobuli"]),
        ("Kobuli and Bambuli came under rebel control.", ["Kobuli", "Bambuli"]),
        ("Troops took the Kobuli military complex.", ["Kobuli"]),
        ("The rebels attacked Kobuli on Monday. Fighting has spread to Bambuli.", ["Kobuli", "Bambuli"]),
        ("Kobuli, the town of the mines, was shelled.", ["Kobuli"]),
        ("Rebels said Kobuli would follow.", ["Kobuli"]),
        ("Kobuli, it conceded, had been lost to the rebels.", ["Kobuli"]),
        ("The rebels have been masters of Kobuli and Bambuli since Monday.", ["Kobuli", "Bambuli"]),
        ("Rebels took Qush Tepa from the army.", ["Qush Tepa"]),
        ("Kobuli fell on Friday, and shells fell on Bambuli.", ["Kobuli"]),
        ("Shusha was still in Armenian hands on Monday.", ["Shusha"]),
    ],
)
def test_names_told_elsewhere_in_the_report(text: str, places: list[str]) -> None:
    """A name that one sentence tells to be a place is one in all of them."""
    assert places_of(text) == places


def test_a_speaker_is_no_place_though_a_place_bears_his_name() -> None:
    """Who speaks is a person in that sentence."""
    text = "Rebels reached Kobuli. The town fell, Kobuli said."
    assert places_of(text) == ["Kobuli"]


def test_a_person_is_no_place_though_his_first_name_is_one() -> None:
    """A place's name with another word behind it is no place by itself."""
    text = "Rebels took Goma. Salma Eltayeb, a singer, was in tears."
    assert places_of(text) == ["Goma"]


def test_a_story_that_opens_long_ago_is_no_background() -> None:
    """What a report tells from a day long past on, one day after the other, is what it is about."""
    text = (
        "The campaign opened on 7 March 2019, when the army took Morek. On 10 May rebels recaptured the town. "
        "The army had taken Latamna on 2 April 2019. On 12 January 2020 rebels took Halfaya."
    )
    told = [(c.place, c.certainty) for c in claims_of(text)]
    assert told == [(name, "asserted") for name in ("Morek", "Morek", "Latamna", "Halfaya")]


def test_a_place_that_is_declared_secured_is_taken() -> None:
    """Two participles behind each other: what was declared is what happened."""
    made = claims_of("The army entered Morek, which was declared secured on Monday.")
    assert [(c.place, c.change) for c in made] == [("Morek", "advanced"), ("Morek", "captured")]

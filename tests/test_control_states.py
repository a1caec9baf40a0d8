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
    ("syria", "The army has the rebel garrison at Morek under siege.", [("Morek", "besieged", "asserted", "rebels")]),
    ("syria", "Rebels attacked Morek, but were repelled. The army fired.", [("Morek", "repelled", "asserted", None)]),
    (
        "syria",
        "The army waited. Rebels attacked Morek, but were repelled.",
        [("Morek", "repelled", "asserted", "regime")],
    ),
    (
        "syria",
        "The garrisons of Morek and Halfaya have been encircled by the rebels.",
        [("Morek", "besieged", "asserted", None), ("Halfaya", "besieged", "asserted", None)],
    ),
    ("syria", "Soldiers in Morek have been encircled by the rebels.", [("Morek", "besieged", "asserted", "regime")]),
    (
        "syria",
        "Morek is still held by the rebels, as are Halfaya and Taybat.",
        [(place, "held", "asserted", "rebels") for place in ("Morek", "Halfaya", "Taybat")],
    ),
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


# What the rest of a sentence says of a place that a clause beside its name has told of already.
APART: list[tuple[str, list[tuple[str, str | None, date]]]] = [
    (
        "Morek, which rebels seized in January, was retaken by the army on Monday.",
        [("captured", "rebels", date(2020, 1, 1)), ("recaptured", "regime", date(2020, 2, 10))],
    ),
    (
        "On Monday the army fought on. Morek, a border town seized by rebels in January, was retaken by the army.",
        [("captured", "rebels", date(2020, 1, 1)), ("recaptured", "regime", date(2020, 2, 10))],
    ),
    (
        "Morek, which the army took on Monday, lost on Tuesday and retook by night, is quiet.",
        [
            ("captured", "regime", date(2020, 2, 10)),
            ("lost", None, date(2020, 2, 11)),
            ("recaptured", "regime", date(2020, 2, 11)),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), APART, ids=[text for text, _ in APART])
def test_a_clause_beside_a_name_keeps_its_own_day(text: str, expected: list[tuple[str, str | None, date]]) -> None:
    """And leaves the main clause its subject."""
    assert [(c.change, c.controller, c.period.start) for c in claims_of(text)] == expected


LOYAL: list[tuple[str, str]] = [
    ("Troops loyal to Khalifa Haftar took Gharyan, and the army fled.", "lna"),
    ("Fighters loyal to the LNA took Gharyan, and the army fled.", "lna"),
    ("Forces allied with the Tripoli government took Gharyan, and the LNA fled.", "gna"),
    ("Militias aligned with Tripoli took Gharyan, and the LNA fled.", "gna"),
    ("A group affiliated with Islamic State took Gharyan, and the LNA fled.", "isis"),
]


@pytest.mark.parametrize(("text", "side"), LOYAL, ids=[text for text, _ in LOYAL])
def test_whose_men_are_is_told_behind_them(text: str, side: str) -> None:
    """Rather than by what such men are called elsewhere."""
    assert {c.controller for c in claims_of(text, "generic") if c.change == "captured"} == {side}


def test_all_that_stood_in_a_town_was_the_town() -> None:
    """Its bases and posts, each of them."""
    (claim,) = claims_of("The army took all rebel bases in Morek.")
    assert (claim.place, claim.change, claim.controller) == ("Morek", "captured", "regime")


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


VOICES: list[tuple[str, str, list[tuple[str, str, str | None]]]] = [
    (
        "syria",
        "The army has retaken Morek, state media said on Monday, in a blow to the rebels.",
        [("Morek", "claimed", "state media")],
    ),
    ("syria", "The army has retaken Morek, state television reported.", [("Morek", "claimed", "state television")]),
    (
        "generic",
        '"Shusha is ours! Lachin is ours!" Aliyev told his army.',
        [(x, "claimed", "Aliyev") for x in ("Shusha", "Lachin")],
    ),
    (
        "generic",
        "By the account of the army, soldiers won back Galcad on Monday.",
        [("Galcad", "claimed", "army")],
    ),
    (
        "syria",
        "The rebels said they had taken Morek. That was denied by the army.",
        [("Morek", "claimed", "rebels"), ("Morek", "denied", "army")],
    ),
    (
        "syria",
        "The rebels said they had taken Morek. The army disputed that, saying its soldiers had fled nobody.",
        [("Morek", "claimed", "rebels"), ("Morek", "denied", "army")],
    ),
    (
        "syria",
        "The rebels said they had taken Morek. The army dismissed the report as false.",
        [("Morek", "claimed", "rebels"), ("Morek", "denied", "army")],
    ),
    (
        "syria",
        "The rebels announced the capture of Morek, which a spokesman for the army denied.",
        [("Morek", "claimed", "rebels"), ("Morek", "denied", "spokesman for the army")],
    ),
    (
        "syria",
        "The army said its troops had withdrawn from Morek and denied losing Halfaya.",
        [("Morek", "claimed", "army"), ("Halfaya", "denied", "army")],
    ),
]


@pytest.mark.parametrize(("theatre", "text", "expected"), VOICES, ids=[text for _, text, _ in VOICES])
def test_who_says_so(theatre: str, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Behind a comma, behind an exclamation, and in a second verb of saying."""
    assert [(c.place, c.certainty, c.claimant) for c in claims_of(text, theatre)] == expected


def test_a_side_that_confirms_a_loss_has_lost() -> None:
    """To its enemy, whom it need not name."""
    text = "Armenian and Azerbaijani forces fought on Monday. Armenia has confirmed the loss of Hadrut."
    (claim,) = claims_of(text, "generic")
    assert (claim.change, claim.previous, claim.controller) == ("lost", "armenia", "azerbaijan")


def test_a_chronicle_tells_of_an_occupation_in_the_present() -> None:
    """What elsewhere is a state is a deed there."""
    text = "2 March: The rebels occupy Morek.\n5 March: The army takes Halfaya.\n9 March: The rebels leave Morek."
    assert [c.change for c in claims_of(text, day=date(2020, 4, 1))] == ["captured", "captured", "withdrawn"]
    assert [c.change for c in claims_of("The rebels plan to occupy Morek.")] == ["captured"]


def test_a_list_goes_on_behind_whose_capital_a_place_is() -> None:
    """As behind any other explanation."""
    found = claims_of("The army took Raqqa, the rebels' capital, and Morek.")
    assert [(c.place, c.change) for c in found] == [("Raqqa", "captured"), ("Morek", "captured")]


def test_as_is_an_article_only_before_its_own_sound() -> None:
    """A name in another language is no part of the one before it."""
    text = "Armenian forces lost Shushi, known in Azeri as Shusha."
    assert places_of(text) == ["Shushi", "Shusha"]


DEEDS: list[tuple[str, list[tuple[str, str, str, str | None]]]] = [
    ("Army units have fallen back from Morek.", [("Morek", "withdrawn", "asserted", "regime")]),
    (
        "The rebels seized Morek in January; they were driven out of the town on Monday.",
        [("Morek", "captured", "asserted", None), ("Morek", "lost", "asserted", "rebels")],
    ),
    (
        "The army fought on. Raqqa, the one capital to have been seized by the rebels, fell in 2014.",
        [("Raqqa", "captured", "asserted", None), ("Raqqa", "captured", "historic", None)],
    ),
    (
        "The army captured five villages on Monday, state media said, among them Morek and Halfaya.",
        [(place, "captured", "claimed", None) for place in ("five villages", "Morek", "Halfaya")],
    ),
    (
        "The army's ally, Hezbollah, took Morek and has surrounded Halfaya.",
        [("Morek", "captured", "asserted", None), ("Halfaya", "besieged", "asserted", None)],
    ),
    (
        "The village of Morek, also in Hama province, which the rebels overran on Monday, was shelled.",
        [("Morek", "captured", "asserted", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DEEDS, ids=[text for text, _ in DEEDS])
def test_deeds_told_the_long_way_round(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    """Of each claim the place, change, certainty, and who held it before."""
    assert [(c.place, c.change, c.certainty, c.previous) for c in claims_of(text)] == expected


TOLD_PLACES: list[tuple[str, list[str]]] = [
    ("The army took a town. Ulbara had been the first town to fall.", ["Ulbara"]),
    ("The army fights. Ulbara, the last sizeable place that rebels have, was shelled.", ["Ulbara"]),
    ("Rebels keep Ulbara, beside the frontier, the army said.", ["Ulbara"]),
    ("The army took four villages, naming them as Ulbara, Tesmin and Orsha.", ["Ulbara", "Tesmin", "Orsha"]),
    ("A convoy for Ulbara turned back, the army said.", ["Ulbara"]),
    ("The army fights. Ulbara and its mines have been under rebel administration since May.", ["Ulbara"]),
    ("Ahmad Khalid of the civil defence said the army fired.", []),
    ("The army fights. Ulbara is a town councillor, and Tesmin has been the head of the town council.", []),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_PLACES, ids=[text for text, _ in TOLD_PLACES])
def test_what_is_said_of_an_unknown_name_makes_it_a_place(text: str, expected: list[str]) -> None:
    """Or leaves it a person's."""
    assert places_of(text) == expected


ARMIES: list[tuple[str, str, str]] = [
    ("generic", "Azerbaijan's president said the army had taken Hadrut. Armenian forces fled.", "azerbaijan"),
    ("syria", "The rebels said the army had taken Morek.", "regime"),
    ("ukraine", "Russia's defence ministry said the army had taken Toretsk.", "russia"),
]


@pytest.mark.parametrize(("theatre", "text", "side"), ARMIES, ids=[text for _, text, _ in ARMIES])
def test_the_army_is_that_of_the_state_that_speaks(theatre: str, text: str, side: str) -> None:
    """But rebels speak of the army that they fight."""
    assert [c.controller for c in claims_of(text, theatre)] == [side]


# Men who stay, garrisons, and places that slip away: place, change, controller, and the side that had it before.
STAYING: dict[str, list[tuple[str, str, str | None, str | None]]] = {
    "Rebels remain in Morek, Latamna and Halfaya.": [
        ("Morek", "held", "rebels", None),
        ("Latamna", "held", "rebels", None),
        ("Halfaya", "held", "rebels", None),
    ],
    "Government troops stayed inside Morek on Tuesday.": [("Morek", "held", "regime", None)],
    "Some rebels remain in Morek.": [],
    "Hundreds of rebels remained in Morek.": [],
    "Army observers remain in Morek.": [],
    "The rebels who remained in Morek asked for food.": [],
    "Rebels remain in talks with the army about Morek.": [],
    "The army remains in Hama province.": [],
    "The army remains in Morek.": [("Morek", "held", "regime", None)],
    "The government remains in Morek. Rebels wait.": [],
    "The defenders of Morek are encircled by the army.": [("Morek", "besieged", None, None)],
    "Morek and Halfaya both remain besieged by rebels.": [
        ("Morek", "besieged", None, None),
        ("Halfaya", "besieged", None, None),
    ],
    "Fighting between rebels and the army has reached the streets of Morek.": [("Morek", "contested", None, None)],
    "Fighting between rebels and the army has reached the outskirts of Morek.": [],
    "A truce between rebels and the army has reached Morek too late.": [],
    "Morek slipped from the army's hands on Tuesday.": [("Morek", "lost", None, "regime")],
    "Morek slipped out of rebel hands.": [("Morek", "lost", None, "rebels")],
    "Power in the north slipped from the army's hands.": [],
    "Morek went from rebel hands to the army.": [("Morek", "captured", "regime", "rebels")],
    "Rebels began leaving Morek under a deal with the army.": [("Morek", "withdrawn", None, "rebels")],
    "Rebels fled, leaving Morek under army control.": [("Morek", "held", "regime", None)],
    "The army declared Morek free of rebels.": [("Morek", "captured", "regime", "rebels")],
    "Morek was declared free of rebels. The army held a parade.": [("Morek", "lost", None, "rebels")],
    "The ministry declared Morek free of cholera. The army left.": [],
    "The army declared Morek free of mines.": [],
    "The president declared Morek free of rebels.": [],
    "Morek slipped out of control. The army sent troops.": [],
}


@pytest.mark.parametrize(("text", "wanted"), STAYING.items(), ids=list(STAYING))
def test_who_stays_and_what_slips_away(text: str, wanted: list[tuple[str, str, str | None, str | None]]) -> None:
    """A force that stays holds a town, some of its men do not; what leaves its hands is lost."""
    assert [(c.place, c.change, c.controller, c.previous) for c in claims_of(text)] == wanted


GAPPED: dict[str, list[tuple[str, str, date]]] = {
    "The army lost Morek to rebels on Monday and Halfaya on Tuesday.": [
        ("Morek", "lost", date(2020, 2, 10)),
        ("Halfaya", "lost", date(2020, 2, 11)),
    ],
    "The army lost Morek on Monday, and Halfaya was hit on Tuesday.": [("Morek", "lost", date(2020, 2, 10))],
    "Morek fell to the army on Monday and, a day later, Halfaya.": [
        ("Morek", "captured", date(2020, 2, 10)),
        ("Halfaya", "captured", date(2020, 2, 11)),
    ],
    "Morek fell to the army on Monday and, a day later, Halfaya was shelled.": [
        ("Morek", "captured", date(2020, 2, 10))
    ],
}


@pytest.mark.parametrize(("text", "wanted"), GAPPED.items(), ids=list(GAPPED))
def test_a_verb_left_out_says_the_same_of_the_next_place(text: str, wanted: list[tuple[str, str, date]]) -> None:
    """Each place has the day that stands by it."""
    assert [(c.place, c.change, c.period.start) for c in claims_of(text)] == wanted


SIDE_CLAUSES: list[tuple[str, str]] = [
    ("Since they took Avdiivka in February, Russian troops have dug in.", "russia"),
    ("It was a blow to Russian forces since they left Kherson.", "russia"),
]


@pytest.mark.parametrize(("text", "side"), SIDE_CLAUSES, ids=[text for text, _ in SIDE_CLAUSES])
def test_a_side_clause_means_whom_the_main_clause_names(text: str, side: str) -> None:
    """Though the pronoun comes first."""
    assert {s for c in claims_of(text, "ukraine") for s in (c.actor, c.controller) if s} == {side}


def test_what_is_declared_is_claimed() -> None:
    """Whoever declares a town free of an enemy may be wrong."""
    assert [c.certainty for c in claims_of("The army declared Morek free of rebels.")] == ["claimed"]


def test_fighting_that_has_come_to_a_town_goes_on() -> None:
    """The present perfect tells of the day of the report, the past of the day that the story has reached."""
    for told, day in (("has reached", DAY), ("have erupted in", DAY), ("erupted in", date(2020, 2, 10))):
        noun = "Fighting" if told == "has reached" else "Clashes"
        found = claims_of(f"Rebels took Halfaya on Monday. {noun} {told} Morek.")
        assert [(c.place, c.change, c.period.start) for c in found][-1] == ("Morek", "contested", day)


def test_whoever_is_besieging_a_place_is_told() -> None:
    """A gerund is no adjective: "began besieging X", but "reached besieged X"."""
    (claim,) = claims_of("The army began besieging Morek on Monday.")
    assert (claim.change, claim.actor) == ("besieged", "regime")
    assert [c.change for c in claims_of("The army took Halfaya after surrounding Morek.")] == ["captured"]


def test_a_denial_answers_what_was_claimed() -> None:
    """Rather than what the report itself tells beside it."""
    text = "Morek, which rebels seized in January, was retaken by the army, state media said. The rebels denied it."
    found = [(c.change, c.controller, c.certainty) for c in claims_of(text)]
    assert found == [
        ("captured", "rebels", "asserted"),
        ("recaptured", "regime", "claimed"),
        ("recaptured", "regime", "denied"),
    ]

"""How agencies tell of control in plain words: contractions, insurgents of a country, what is told by the way."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of

Told = tuple[str, str, str, str | None]  # place, change, certainty, who holds it afterwards

CASES: dict[str, tuple[str, str, list[Told]]] = {
    "'ve": (
        "generic",
        '"We\'ve taken Nyala," a rebel commander said.',
        [("Nyala", "captured", "claimed", "rebels")],
    ),
    "'s taken": (
        "generic",
        "The RSF says it’s taken full control of Nyala.",
        [("Nyala", "captured", "claimed", "rsf")],
    ),
    "'s taken by": (
        "generic",
        "Soldiers have fled Nyala. It's been taken by the RSF.",
        [("Nyala", "withdrawn", "asserted", None), ("Nyala", "captured", "asserted", "rsf")],
    ),
    "'ll": ("generic", '"We\'ll take Nyala," a rebel commander said.', [("Nyala", "captured", "planned", "rebels")]),
    "n't": (
        "generic",
        '"The rebels didn\'t capture Nyala," the mayor said.',
        [("Nyala", "captured", "negated", "rebels")],
    ),
    "can't": ("generic", '"We can\'t hold Nyala," a rebel commander said.', [("Nyala", "held", "negated", "rebels")]),
    "won't": (
        "generic",
        '"We won\'t leave Nyala," a rebel commander said.',
        [("Nyala", "withdrawn", "negated", None)],
    ),
    "insurgents of a country": (
        "generic",
        "Nigerian militants stormed Gwoza and captured it.",
        [("Gwoza", "captured", "asserted", "rebels")],
    ),
    "the only insurgents named": (
        "generic",
        "Al-Shabaab fighters had gathered for days. On Monday the Somali insurgents overran Gambole.",
        [("Gambole", "captured", "asserted", "al_shabaab")],
    ),
    "troops of a country": (
        "generic",
        "Somali troops overran Gambole.",
        [("Gambole", "captured", "asserted", "government")],
    ),
    "insurgents of a side that is no state": (
        "generic",
        "M23 insurgents overran Masisi.",
        [("Masisi", "captured", "asserted", "m23")],
    ),
    "insurgents of a state that fights no rebels": (
        "ukraine",
        "Russian militants seized the village of Kalynove.",
        [("Kalynove", "captured", "asserted", "russia")],
    ),
    "militants of a people": (
        "generic",
        "Lendu militants overran the village of Drodro.",
        [("Drodro", "captured", "asserted", "codeco")],
    ),
    "gunmen of a government": (
        "syria",
        "On Friday loyalist gunmen seized the village of Morek.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "gunmen of a government, opening": (
        "syria",
        "Loyalist gunmen seized the village of Morek.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "terrorist groups": (
        "syria",
        "The village of Halfaya was cleansed of armed terrorist groups on Monday, SANA said.",
        [("Halfaya", "captured", "claimed", "regime")],
    ),
    "ceding control": (
        "generic",
        "The army pulled out of Nyala at dawn, ceding control to the RSF.",
        [("Nyala", "withdrawn", "asserted", "rsf")],
    ),
    "and then withdrew": (
        "syria",
        "Rebels overran Morek on Friday and later retreated to the hills.",
        [("Morek", "captured", "asserted", "rebels"), ("Morek", "withdrawn", "asserted", None)],
    ),
    "stormed and withdrew from elsewhere": (
        "syria",
        "Rebels overran Morek on Friday and withdrew from Halfaya.",
        [("Morek", "captured", "asserted", "rebels"), ("Halfaya", "withdrawn", "asserted", None)],
    ),
    "attacked and withdrew": ("syria", "Rebels shelled Morek on Friday and later retreated to the hills.", []),
    "failed and withdrew": (
        "syria",
        "Rebels failed to capture Morek on Friday and retreated to the hills.",
        [("Morek", "captured", "negated", "rebels")],
    ),
    "others withdrew": (
        "syria",
        "Rebels overran Morek on Friday and the army retreated to the hills.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    "departing troops": (
        "syria",
        "Rebels said they had taken Morek from departing government troops.",
        [("Morek", "captured", "claimed", "rebels")],
    ),
    "withdrew to the south of": (
        "syria",
        "Government troops withdrew to the south of Morek.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "withdrew from villages south of": ("syria", "Government troops withdrew from villages south of Morek.", []),
    "withdrew to outside": (
        "syria",
        "Government troops withdrew to outside of Morek.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "the town's capture by": (
        "generic",
        "The army confirmed its withdrawal from Nyala after the city's capture by the RSF.",
        [("Nyala", "captured", "claimed", "rsf"), ("Nyala", "withdrawn", "claimed", "rsf")],
    ),
    "control without of": (
        "generic",
        "Al-Shabaab fighters attacked Gambole on Friday and, within the hour, took control.",
        [("Gambole", "captured", "asserted", "al_shabaab")],
    ),
    "full control without of": (
        "generic",
        "Al-Shabaab fighters attacked Gambole on Friday and took full control.",
        [("Gambole", "captured", "asserted", "al_shabaab")],
    ),
    "since somebody took control": (
        "generic",
        "Shells fell on the town of Loikaw on Friday. Hundreds have died since the junta took control.",
        [],
    ),
    "partial control without of": (
        "generic",
        "Al-Shabaab fighters attacked Gambole on Friday and took partial control.",
        [],
    ),
    "held under siege": (
        "generic",
        "The RSF has held Nyala under siege since May.",
        [("Nyala", "besieged", "asserted", None)],
    ),
    "which it holds under siege": (
        "generic",
        "The RSF shelled Nyala, which it has held under siege for months.",
        [("Nyala", "besieged", "asserted", None)],
    ),
    "the city in a region, which": (
        "generic",
        "The RSF bombed Nyala. The army lost control of the hungry city in southern Darfur, which was under siege.",
        [("Nyala", "lost", "asserted", None), ("Nyala", "besieged", "asserted", None)],
    ),
    "subjected to a siege": (
        "syria",
        "Morek was subjected to a long siege by regime forces.",
        [("Morek", "besieged", "asserted", None)],
    ),
    "witnessing clashes": (
        "generic",
        "Residents said the city of Nyala was witnessing heavy clashes between the army and the RSF.",
        [("Nyala", "contested", "claimed", None)],
    ),
    "clashes ongoing": (
        "generic",
        "Clashes between the army and the RSF were ongoing in Nyala on Wednesday.",
        [("Nyala", "contested", "asserted", None)],
    ),
    "in and around": (
        "generic",
        "Heavy fighting was reported in and around Nyala between the army and the RSF.",
        [("Nyala", "contested", "asserted", None)],
    ),
    "some way from another, where": (
        "syria",
        "Rebels entered Halfaya, about 5 km east of Morek, where fighting was still going on.",
        [("Halfaya", "contested", "asserted", None)],
    ),
    "repelled from": (
        "syria",
        "Rebels were in Morek. Regime forces were repelled from Morek by the rebels.",
        [("Morek", "repelled", "asserted", "rebels")],
    ),
    "outside of": (
        "syria",
        "The rebels pushed regime forces outside of Morek.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    "from its last positions": (
        "syria",
        "Regime forces were pushed from their last positions in Morek.",
        [("Morek", "lost", "asserted", None)],
    ),
    "tightened control": (
        "syria",
        "The rebels have tightened their control over the town of Morek.",
        [("Morek", "held", "asserted", "rebels")],
    ),
    "tightened the noose": ("syria", "The rebels have tightened the noose round the town of Morek.", []),
    "took up position": (
        "syria",
        "Regime forces took up position in the town of Morek.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "a large number of troops": (
        "syria",
        "A large number of regime troops stormed Morek at noon.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "an adverb inside": (
        "syria",
        "The rebels reached the thinly populated villages of Morek and Halfaya.",
        [("Morek", "advanced", "asserted", None), ("Halfaya", "advanced", "asserted", None)],
    ),
    "an adverb and a participle inside": (
        "syria",
        "Regime forces reached the recently liberated town of Morek.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "words in quotes inside": (
        "syria",
        'Regime forces took the "safe area" of Morek.',
        [("Morek", "captured", "asserted", "regime")],
    ),
    "a village outside a town that": (
        "syria",
        "Rebels have left a strategic village outside the town of Morek that they took from the army on Sunday.",
        [],
    ),
    "a depot outside a town, which": (
        "syria",
        "Shells hit a depot outside Morek, which rebels have held since May.",
        [("Morek", "held", "asserted", "rebels")],
    ),
    "units affiliated with": (
        "syria",
        "Military units affiliated with the rebels took Morek.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    "not clear": ("syria", "Rebels are near Morek and it's not clear the town is safe, an officer said.", []),
    "which side": ("syria", "It was not known which side was in control of Morek. Rebels shelled the town.", []),
    "what one takes seriously": ("syria", '"Rebels are in Morek and we\'re taking it seriously," an officer said.', []),
    "you have not left": ("syria", 'Rebels shelled Morek. "If you haven\'t left the town, do so," the mayor said.', []),
    "fallen ones": (
        "generic",
        "The Taliban went on. The fallen districts are Arghandab in Zabul and Saghar in Ghor.",
        [("Arghandab", "captured", "asserted", None), ("Saghar", "captured", "asserted", None)],
    ),
    "villages without of": (
        "generic",
        "Islamic State fighters attacked at dawn and seized the villages Hadira, Tell Zanbur and Qasiba.",
        [
            ("Hadira", "captured", "asserted", "isis"),
            ("Tell Zanbur", "captured", "asserted", "isis"),
            ("Qasiba", "captured", "asserted", "isis"),
        ],
    ),
    "border town of two countries": (
        "generic",
        "Al-Shabaab fighters seized the Kenya-Somalia border town of Gambole.",
        [("Gambole", "captured", "asserted", "al_shabaab")],
    ),
    "state capitals": (
        "generic",
        "The RSF now holds all five Darfur state capitals.",
        [("all five Darfur state capitals", "held", "asserted", "rsf")],
    ),
    "districts of a city": (
        "generic",
        "The LNA withdrew from the Tripoli districts of Ain Zara and Abu Salim.",
        [("Ain Zara", "withdrawn", "asserted", None), ("Abu Salim", "withdrawn", "asserted", None)],
    ),
    "claims of falling": (
        "generic",
        "Claims of Nyala falling are false, the army said.",
        [("Nyala", "captured", "denied", "rsf")],
    ),
    "not true": (
        "generic",
        "Reports that the RSF has taken Nyala are not true, the army said.",
        [("Nyala", "captured", "denied", "rsf")],
    ),
    "does not correspond": (
        "generic",
        "Reports that the RSF has taken Nyala do not correspond to the facts, the army said.",
        [("Nyala", "captured", "denied", "rsf")],
    ),
    "no confirmation": (
        "generic",
        "There was no independent confirmation that the RSF had taken Nyala.",
        [("Nyala", "captured", "claimed", "rsf")],
    ),
    "fell and was freed": (
        "generic",
        "Nyala, which fell to the RSF on Monday but was liberated on Tuesday, is a ruin.",
        [("Nyala", "captured", "asserted", "rsf"), ("Nyala", "captured", "asserted", None)],
    ),
    "mainly": (
        "generic",
        "Nyala has been controlled by the mostly Arab Rapid Support Forces since June.",
        [("Nyala", "held", "asserted", "rsf")],
    ),
}


@pytest.mark.parametrize(("theatre", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_told(theatre: str, text: str, expected: list[Told]) -> None:
    """Each sentence tells these claims and no others."""
    told = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text, theatre)]
    assert sorted(told, key=str) == sorted(expected, key=str)

"""Parts of places, lists that dashes and commas set apart, and how sure what is told there is."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of

Told = tuple[str, str, str, str | None]  # place, change, certainty, who holds it afterwards

CASES: dict[str, tuple[str, str, list[Told]]] = {
    "the districts of": (
        "generic",
        "The Taliban captured the districts of Obe and Saghar on Monday.",
        [("Obe", "captured", "asserted", "taliban"), ("Saghar", "captured", "asserted", "taliban")],
    ),
    "the neighbourhoods of": (
        "generic",
        "The neighbourhoods of Muhata, Buserab and Keniseya were captured by the rebels.",
        [
            ("Muhata", "captured", "asserted", "rebels"),
            ("Buserab", "captured", "asserted", "rebels"),
            ("Keniseya", "captured", "asserted", "rebels"),
        ],
    ),
    "several neighbourhoods of": (
        "generic",
        "Rebels captured several neighbourhoods of Homs and Hama.",
        [("Homs", "contested", "asserted", None), ("Hama", "contested", "asserted", None)],
    ),
    "set apart by dashes": (
        "generic",
        "Mali's three largest northern cities -- Kidal, Gao and Timbuktu -- are in the hands of the rebels.",
        [
            ("Kidal", "held", "asserted", "azawad"),
            ("Gao", "held", "asserted", "azawad"),
            ("Timbuktu", "held", "asserted", "azawad"),
        ],
    ),
    "told in dashes": (
        "generic",
        "Three towns – all of them in the north – were taken by the rebels.",
        [("Three towns", "captured", "asserted", "rebels")],
    ),
    "led to": (
        "generic",
        "The assault led to the rebels capturing Bunagana on Monday.",
        [("Bunagana", "captured", "asserted", "rebels")],
    ),
    "a rival group": (
        "generic",
        "The M23 holds Goma. A spokesman for the rival group, Ngoma's ADF, said Beni had fallen to his fighters.",
        [("Goma", "held", "asserted", "m23"), ("Beni", "captured", "claimed", "adf")],
    ),
    "an ex-president's troops": (
        "generic",
        "Officials said troops loyal to Yemen's ex-president Ali Abdullah Saleh had captured Bajil.",
        [("Bajil", "captured", "claimed", "rebels")],
    ),
    "a former president's troops": (
        "generic",
        "Troops loyal to former president Laurent Gbagbo took Bouake.",
        [("Bouake", "captured", "asserted", "rebels")],
    ),
    "the president's troops": (
        "generic",
        "Forces loyal to the president took Bouake.",
        [("Bouake", "captured", "asserted", None)],
    ),
    "if confirmed": (
        "generic",
        "If confirmed, the capture of Kyaukme by the TNLA would be another setback for the junta.",
        [("Kyaukme", "captured", "claimed", "tnla")],
    ),
    "if true": (
        "generic",
        "If true, the loss of Kyaukme would be a blow to the army.",
        [("Kyaukme", "lost", "claimed", None)],
    ),
    "if somebody confirmed it": (
        "generic",
        "If the army confirmed it, the capture of Kyaukme would be a blow.",
        [("Kyaukme", "captured", "planned", "government")],
    ),
    "a captured stronghold": (
        "generic",
        "Troops from the recently captured rebel stronghold of Kilinochchi entered Paranthan.",
        [("Paranthan", "advanced", "asserted", None)],
    ),
    "a regional command": (
        "generic",
        "The TNLA is close to the army's Northeast Regional Command in Lashio.",
        [],
    ),
    "command of": (
        "generic",
        "The army's command of Lashio is weak.",
        [("Lashio", "held", "asserted", "government")],
    ),
    "a suburb of": (
        "generic",
        "The rebels took a suburb of Aleppo.",
        [("Aleppo", "advanced", "asserted", None)],
    ),
    "a neighbourhood of": (
        "generic",
        "The rebels took a neighbourhood of Aleppo.",
        [("Aleppo", "contested", "asserted", None)],
    ),
    "a neighbourhood in": (
        "generic",
        "The rebels took a neighbourhood in Aleppo.",
        [("Aleppo", "contested", "asserted", None)],
    ),
    "a district of": (
        "generic",
        "The rebels took a district of Aleppo.",
        [("Aleppo", "contested", "asserted", None)],
    ),
    "a district of a province": (
        "generic",
        "The Taliban took a district of Kunduz province.",
        [],
    ),
    "a village of a province": (
        "generic",
        "The rebels took a village of Aleppo province.",
        [],
    ),
    "in the province of": (
        "generic",
        "Troops retook Mocimboa, in the northern province of Cabo Delgado, which had been held by rebels for a year.",
        [("Mocimboa", "recaptured", "asserted", "government")],
    ),
    "the seat of": (
        "generic",
        "Troops left Kilinochchi, the headquarters of the rebels, which was captured by the army on Friday.",
        [("Kilinochchi", "withdrawn", "asserted", None), ("Kilinochchi", "captured", "asserted", "government")],
    ),
    "in the west of": (
        "generic",
        "Rebels took Man and three other towns in the west of Ivory Coast, which last week fell to the army.",
        [
            ("Man", "captured", "asserted", "rebels"),
            ("three other towns", "captured", "asserted", "rebels"),
            ("three other towns", "captured", "asserted", "government"),
        ],
    ),
    "fighting in": (
        "generic",
        "Troops fighting in Goma withdrew from Bunagana.",
        [("Goma", "contested", "asserted", None), ("Bunagana", "withdrawn", "asserted", None)],
    ),
    "miles in brackets": (
        "generic",
        "Soldiers hold Shewa Robit, 220 km (136 miles) northeast of Addis Ababa, and eight other towns and villages.",
        [
            ("Shewa Robit", "held", "asserted", "government"),
            ("eight other towns and villages", "held", "asserted", "government"),
        ],
    ),
    "a rebel group called": (
        "generic",
        "The rebel splinter group Ivorian Popular Movement recaptured Man.",
        [("Man", "recaptured", "asserted", "rebels")],
    ),
    "a government militia called": (
        "generic",
        "The government militia Liwa Shams recaptured Man.",
        [("Man", "recaptured", "asserted", "government")],
    ),
    "told whom": (
        "generic",
        "A spokesman told state-run media that reports of the capture of Lashio by rebels were false.",
        [("Lashio", "captured", "denied", "rebels")],
    ),
    "has since left": (
        "generic",
        "Gunmen took the Banayat checkpoint. Notables told the outlet that the gunmen have since left the checkpoint.",
        [("Banayat", "captured", "asserted", "rebels"), ("Banayat", "withdrawn", "claimed", None)],
    ),
    "a list of towns with nouns": (
        "generic",
        "The army took these settlements: the city of Jabrayil, the village of Karkhulu and the village of Dekal.",
        [
            ("Jabrayil", "captured", "asserted", "government"),
            ("Karkhulu", "captured", "asserted", "government"),
            ("Dekal", "captured", "asserted", "government"),
        ],
    ),
    "from the rebels, the villages": (
        "generic",
        "The army took from the rebels the villages of Zilanli, Mughanli and Dolanar.",
        [
            ("Zilanli", "captured", "asserted", "government"),
            ("Mughanli", "captured", "asserted", "government"),
            ("Dolanar", "captured", "asserted", "government"),
        ],
    ),
    "a military stronghold": (
        "generic",
        "Bint Jbeil, a Hezbollah military stronghold, was shelled.",
        [("Bint Jbeil", "held", "asserted", "hezbollah")],
    ),
    "rebels fighting the army say": (
        "generic",
        "Rebels fighting the army in Goma say they have taken Bunagana.",
        [("Goma", "contested", "asserted", None), ("Bunagana", "captured", "claimed", "rebels")],
    ),
    "contrary to reports": (
        "generic",
        "Contrary to news reports that militants have gained control of Marawi, Padilla said troops held it.",
        [("Marawi", "captured", "denied", "rebels"), ("Marawi", "held", "claimed", "government")],
    ),
    "contrary to reports, and no more": (
        "generic",
        "Contrary to reports that militants had captured Marawi, it was calm.",
        [("Marawi", "captured", "denied", "rebels")],
    ),
    "news about": (
        "generic",
        "The army said the news about the rebels' control of Goma is false.",
        [("Goma", "held", "denied", "rebels")],
    ),
    "denied reports about": (
        "generic",
        "The government denied reports about the rebels taking Goma.",
        [("Goma", "captured", "denied", "rebels")],
    ),
    "its forces remain": (
        "generic",
        "The army insisted its forces remain in Singa.",
        [("Singa", "held", "claimed", "saf")],
    ),
    "safe haven": (
        "generic",
        "Serb troops overran the UN safe haven of Srebrenica.",
        [("Srebrenica", "captured", "asserted", "vrs")],
    ),
    "overrunning": (
        "generic",
        "Rebel forces swept through Kivu last night, overrunning the town of Sake.",
        [("Kivu", "advanced", "asserted", None), ("Sake", "captured", "asserted", "rebels")],
    ),
    "two towns, all named": (
        "generic",
        "Rebels seized two towns, Kidal and Menaka.",
        [("Kidal", "captured", "asserted", "azawad"), ("Menaka", "captured", "asserted", "azawad")],
    ),
    "three towns in dashes": (
        "generic",
        "Rebels captured the region's three main towns - Kidal, Gao and Timbuktu - within three days.",
        [
            ("Kidal", "captured", "asserted", "azawad"),
            ("Gao", "captured", "asserted", "azawad"),
            ("Timbuktu", "captured", "asserted", "azawad"),
        ],
    ),
    "an attempt by": (
        "generic",
        "Rebels repelled an attempt by the army to seize control of Kidal.",
        [("Kidal", "repelled", "asserted", "azawad"), ("Kidal", "captured", "planned", "government")],
    ),
    "to also take": (
        "generic",
        "The collapse allowed the rebels to also take a string of villages including Buwaydah and Zalin.",
        [
            ("a string of villages", "captured", "asserted", "rebels"),
            ("Buwaydah", "captured", "asserted", "rebels"),
            ("Zalin", "captured", "asserted", "rebels"),
        ],
    ),
    "the capital of": (
        "generic",
        "Fighting raged round Tskhinvali. Rebels captured the capital of South Ossetia.",
        [("Tskhinvali", "captured", "asserted", "russia")],
    ),
    "the capital of, two towns told": (
        "generic",
        "Fighting raged round Tskhinvali and Gori. Rebels captured the capital of South Ossetia.",
        [],
    ),
    "the capital of the region of": (
        "generic",
        "Troops hold the capital of the breakaway region of South Ossetia.",
        [],
    ),
    "led by": (
        "generic",
        "Fighting saw insurgents led by Tuareg rebels recapture the key northern town of Kidal.",
        [("Kidal", "recaptured", "asserted", "azawad")],
    ),
    "if is whether": (
        "generic",
        "A military source would neither confirm nor deny if Halfaya had fallen to the rebels.",
        [("Halfaya", "captured", "claimed", "rebels")],
    ),
    "said if": (
        "generic",
        "The rebels said if the army took Halfaya they would leave.",
        [("Halfaya", "captured", "planned", "government")],
    ),
    "contrary to reports, said N": (
        "generic",
        "The army said that, contrary to reports that rebels had captured Marawi, it was calm.",
        [("Marawi", "captured", "denied", "rebels")],
    ),
    "a pro-government militia called": (
        "generic",
        "The pro-government militia Liwa Shams recaptured Man.",
        [("Man", "recaptured", "asserted", "government")],
    ),
    "the rebels' army is not the army": (
        "generic",
        "The rebel army entered Bama. Gwoza was seized by the army.",
        [("Bama", "advanced", "asserted", None), ("Gwoza", "captured", "asserted", "government")],
    ),
    "foreign forces remain": (
        "generic",
        "Foreign forces remain in Singa.",
        [],
    ),
    "control in": (
        "generic",
        "The army's control in Lashio is weak.",
        [("Lashio", "held", "asserted", "government")],
    ),
    "two villages and a colon": (
        "generic",
        "The army took two villages: rebels in Goma said they had left.",
        [("two villages", "captured", "asserted", "government")],
    ),
    "several quarters of": (
        "generic",
        "Rebels hold several quarters of Homs.",
        [("Homs", "contested", "asserted", None)],
    ),
    "the neighbourhoods of one city": (
        "generic",
        "The rebels hold the neighbourhoods of Homs.",
        [("Homs", "contested", "asserted", None)],
    ),
    "the neighbourhoods of one city, and more": (
        "generic",
        "The rebels hold the neighbourhoods of Homs, and troops hold Hama.",
        [("Homs", "contested", "asserted", None), ("Hama", "held", "asserted", "government")],
    ),
    "an administration left, too": (
        "generic",
        "Tigrayan forces took Mekelle after soldiers and the interim administration had left. Axum is in their hands.",
        [("Mekelle", "captured", "asserted", "tplf"), ("Axum", "held", "asserted", "tplf")],
    ),
}


@pytest.mark.parametrize(("theatre", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_told(theatre: str, text: str, expected: list[Told]) -> None:
    """Each report tells these claims and no others."""
    told = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text, theatre)]
    assert sorted(told, key=str) == sorted(expected, key=str)

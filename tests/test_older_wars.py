"""The wars of about 1990 to 2010: whose a place is said to be, by the day and the country of the report."""

from __future__ import annotations

from datetime import date

import pytest

from mapper.geoparse.commons import PEOPLES
from mapper.pipeline import build
from mapper.reports.report import Report
from mapper.theatre import detect, load
from tests.reading_fixture import claims_of

# Day of the report, its text, and the place, the change and the controller told.
WARS = [
    # Angola
    ("1999-01-10", "UNITA captured the town of Cuemba.", "Cuemba", "captured", "unita"),
    ("1993-03-07", "The rebels hold Huambo, in the hills of Angola.", "Huambo", "held", "unita"),
    ("1998-12-20", "Savimbi's men captured Bailundo after heavy fighting.", "Bailundo", "captured", "unita"),
    # Sierra Leone and Liberia
    ("2000-05-10", "The RUF holds Magburaka.", "Magburaka", "held", "ruf"),
    ("1995-01-20", "Rebels overran Kabala in northern Sierra Leone.", "Kabala", "captured", "ruf"),
    ("1998-02-14", "ECOMOG captured Freetown from the junta.", "Freetown", "captured", "government"),
    ("1997-06-10", "Soldiers of the AFRC seized Zimmi in Sierra Leone.", "Zimmi", "captured", "afrc"),
    ("1998-03-02", "Kamajors took the town of Koribondo.", "Koribondo", "captured", "government"),
    ("1990-05-20", "The NPFL captured Buchanan.", "Buchanan", "captured", "npfl"),
    ("1994-09-10", "ULIMO took Gbarnga.", "Gbarnga", "captured", "ulimo"),
    ("2003-05-10", "The LURD captured the town of Voinjama.", "Voinjama", "captured", "lurd"),
    ("2003-06-10", "MODEL took Greenville in Liberia.", "Greenville", "captured", "model"),
    # Ivory Coast, Guinea-Bissau, Casamance
    ("2002-11-30", "MPIGO rebels captured Man in Ivory Coast.", "Man", "captured", "new_forces"),
    ("2002-10-10", "Mutinous soldiers seized Bouake.", "Bouake", "captured", "new_forces"),
    (
        "2011-03-30",
        "Forces loyal to Alassane Ouattara captured Yamoussoukro.",
        "Yamoussoukro",
        "captured",
        "new_forces",
    ),
    (
        "1998-06-20",
        "Rebel troops of the military junta took Mansoa in Guinea-Bissau.",
        "Mansoa",
        "captured",
        "bissau_junta",
    ),
    # Congo and the Great Lakes
    ("1996-11-02", "Zairean rebels captured Goma.", "Goma", "captured", "afdl"),
    ("1997-03-15", "Kisangani fell to Laurent Kabila's rebels.", "Kisangani", "captured", "afdl"),
    ("1998-10-14", "The RCD captured Kindu.", "Kindu", "captured", "rcd"),
    ("2000-07-01", "The MLC captured Libenge.", "Libenge", "captured", "mlc"),
    ("2003-03-06", "Ugandan troops drove the militia out of Bunia in Congo.", "Bunia", "captured", "uganda"),
    ("2002-08-12", "Hema militiamen control Bunia in Congo.", "Bunia", "held", "upc_ituri"),
    ("1994-07-04", "The RPF captured Kigali.", "Kigali", "captured", "rpf"),
    ("1993-02-10", "Rebels captured Ruhengeri in Rwanda.", "Ruhengeri", "captured", "rpf"),
    ("2003-07-10", "FDD rebels seized Rutana in Burundi.", "Rutana", "captured", "cndd_fdd"),
    ("2004-02-22", "LRA rebels captured Pader in northern Uganda.", "Pader", "captured", "lra"),
    # Sudan, the Horn
    ("1997-03-12", "The SPLA captured Yei in southern Sudan.", "Yei", "captured", "spla"),
    ("2000-05-20", "Ethiopian troops captured Barentu in Eritrea.", "Barentu", "captured", "ethiopia"),
    ("2006-06-05", "Gunmen of the Islamic Courts Union seized Jowhar.", "Jowhar", "captured", "icu"),
    # Chad, Mali, the Maghreb
    ("2008-02-02", "Rebels seized Massakory in Chad.", "Massakory", "captured", "rebels"),
    ("2000-02-02", "Rebels seized Kidal in Mali.", "Kidal", "captured", "rebels"),
    ("1997-09-10", "The GIA seized the village of Bentalha in Algeria.", "Bentalha", "captured", "gia"),
    ("1990-09-10", "Polisario fighters captured Guelta Zemmur.", "Guelta Zemmur", "captured", "polisario"),
    # Bosnia and Croatia
    ("1994-11-03", "Bosnian Croat forces took Kupres.", "Kupres", "captured", "hvo"),
    ("1995-07-11", "Bosnian Serb troops took Srebrenica.", "Srebrenica", "captured", "vrs"),
    ("1992-06-10", "The Croat-held town of Mostar was shelled by tanks.", "Mostar", "held", "hvo"),
    ("1992-06-10", "Government forces hold Gorazde, in eastern Bosnia.", "Gorazde", "held", "arbih"),
    ("1995-09-15", "The Muslim-led army captured Bosanski Petrovac.", "Bosanski Petrovac", "captured", "arbih"),
    ("1995-08-05", "Croatian troops captured Knin.", "Knin", "captured", "croatia"),
    ("1993-01-25", "Serb forces hold Benkovac in Croatia.", "Benkovac", "held", "rsk"),
    ("1991-11-18", "Vukovar fell to the Yugoslav army.", "Vukovar", "captured", "yugoslavia"),
    ("1991-06-29", "Slovenian forces retook Kranj.", "Kranj", "recaptured", "slovenia"),
    # Kosovo and Macedonia
    ("1998-07-20", "The KLA captured Decani.", "Decani", "captured", "kla"),
    ("1998-08-01", "Serb forces recaptured Malisevo in Kosovo.", "Malisevo", "recaptured", "yugoslavia"),
    ("2001-03-20", "Ethnic Albanian rebels took Tetovo in Macedonia.", "Tetovo", "captured", "nla"),
    # Chechnya, Georgia, Tajikistan
    ("1996-08-10", "Chechen fighters captured Grozny.", "Grozny", "captured", "chechnya"),
    ("2000-02-06", "Federal forces captured Grozny after a month of fighting.", "Grozny", "captured", "russia"),
    ("1993-07-10", "Government troops hold Sukhumi in Georgia.", "Sukhumi", "held", "georgia"),
    ("1996-07-10", "Tajik opposition fighters captured Tavildara.", "Tavildara", "captured", "uto"),
    # Asia
    ("2004-03-22", "Maoist rebels in Nepal captured Beni.", "Beni", "captured", "maoists"),
    ("2003-05-20", "The village of Peudada was held by Free Aceh Movement rebels.", "Peudada", "held", "gam"),
    ("1999-09-10", "Falintil guerrillas hold Baucau.", "Baucau", "held", "fretilin"),
    ("2022-06-10", "Papuan separatists seized Kiwirok in Indonesia.", "Kiwirok", "captured", "west_papua"),
    ("1994-04-20", "Khmer Rouge guerrillas recaptured Pailin in Cambodia.", "Pailin", "recaptured", "khmer_rouge"),
    ("1994-03-20", "Government troops took Pailin in Cambodia.", "Pailin", "captured", "cambodia"),
    # Latin America
    ("1992-05-20", "Shining Path guerrillas seized Tocache in Peru.", "Tocache", "captured", "shining_path"),
    ("1989-11-20", "FMLN guerrillas seized San Miguel in El Salvador.", "San Miguel", "captured", "fmln"),
    # the Gulf
    ("2003-04-07", "British paratroopers took Basra.", "Basra", "captured", "coalition"),
    ("2003-03-25", "Fedayeen still hold Nasiriyah, where fighting went on in Iraq.", "Nasiriyah", "held", "government"),
    ("1996-08-31", "KDP forces captured Arbil from the PUK.", "Arbil", "captured", "kdp"),
]

# The same words in reports of later wars.
LATER = [
    ("2024-01-10", "Ugandan troops recaptured Bunagana in Congo.", "Bunagana", "recaptured", "government"),
    ("2021-06-30", "Ethiopian troops recaptured Mekelle.", "Mekelle", "recaptured", "government"),
    ("2014-01-18", "The SPLA recaptured Bor in South Sudan.", "Bor", "recaptured", "government"),
    ("2013-01-10", "Rebels seized Kidal in Mali.", "Kidal", "captured", "azawad"),
    ("2014-08-10", "Militants seized Gwoza in Nigeria.", "Gwoza", "captured", "boko_haram"),
    ("2005-07-10", "Maoist rebels captured the town of Madhubani in India.", "Madhubani", "captured", "npa"),
    ("2023-02-10", "Rebels captured Kitshanga in Congo.", "Kitshanga", "captured", "m23"),
    ("2013-03-10", "UPC rebels took Bria in the Central African Republic.", "Bria", "captured", "seleka"),
    ("2016-10-01", "Rwandan soldiers captured Bunagana in Congo.", "Bunagana", "captured", "rwanda"),
    ("2023-11-10", "Chin fighters of the CDF captured Falam in Myanmar.", "Falam", "captured", "chin"),
]


@pytest.mark.parametrize(("day", "text", "place", "change", "controller"), WARS)
def test_a_party_of_an_older_war(day: str, text: str, place: str, change: str, controller: str) -> None:
    """A party is told by its name, or by a plain word in its country and its years."""
    told = claims_of(text, detect(text).name, date.fromisoformat(day))
    assert (place, change, controller) in [(c.place, c.change, c.controller) for c in told]


@pytest.mark.parametrize(("day", "text", "place", "change", "controller"), LATER)
def test_a_later_war_keeps_its_words(day: str, text: str, place: str, change: str, controller: str) -> None:
    """What meant a side of an older war means that of today in a report of today."""
    told = claims_of(text, detect(text).name, date.fromisoformat(day))
    assert (place, change, controller) in [(c.place, c.change, c.controller) for c in told]


@pytest.mark.parametrize("word", ["serb", "serbs", "croat", "croats", "bosniak", "chechens", "karenni", "angolan"])
def test_a_people_of_these_wars_is_no_place(word: str) -> None:
    """Villages somewhere bear the names of peoples."""
    assert word in PEOPLES


def test_a_report_of_an_older_war_is_of_no_known_theatre() -> None:
    """Neither Russia nor Syria in passing draws it there."""
    for text in (
        "The Kremlin denied it. Chechen rebels hold Grozny.",
        "Serb forces took Srebrenica, Kiev said.",
        "The MPLA holds Luanda, as Damascus put it.",
    ):
        assert detect(text).name == "generic"


def test_a_plain_word_bound_to_a_country_is_one_sides_at_a_time() -> None:
    """Of two sides that share a word in a country, one has it before the other."""
    actors = [a for a in load("generic").actors if a.where and a.kind == "generic"]
    for i, one in enumerate(actors):
        for other in actors[i + 1 :]:
            shared = set(one.names()) & set(other.names()) if set(one.where) & set(other.where) else set()
            first, second = sorted((one, other), key=lambda a: a.start or date.min)
            apart = (first.end or date.max) < (second.start or date.min)
            assert one.side == other.side or apart or not shared, (one.side, other.side, shared)


@pytest.mark.parametrize(
    ("day", "text", "place", "controller"),
    [
        ("1996-08-10", "Chechen fighters captured Grozny from Russian troops.", "Grozny", "chechnya"),
        ("1999-08-10", "Rebels seized Botlikh in Dagestan.", "Botlikh", "chechnya"),
        ("2022-05-20", "Chechen fighters captured Popasna.", "Popasna", "russia"),
    ],
)
def test_a_report_that_its_places_bring_to_russias_war_keeps_its_day(
    day: str, text: str, place: str, controller: str
) -> None:
    """A report that lies in Russia is read with the theatre of today's war, which knows the Chechen ones too."""
    (reading,) = build([Report(id="r", text=text, published=date.fromisoformat(day))], settle=False).readings
    assert [(c.place, c.controller) for c in reading.claims] == [(place, controller)]

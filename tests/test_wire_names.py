"""Whom and what news agencies name: groups that nobody listed, ports and passes, those who speak and where they do."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of

Told = tuple[str, str, str, str | None]  # place, change, certainty, who holds it afterwards

CASES: dict[str, tuple[str, str, list[Told]]] = {
    "the port of": (
        "generic",
        "The army took the port of Morava on Sunday.",
        [("Morava", "captured", "asserted", "government")],
    ),
    "administrative post": (
        "generic",
        "The army took the Kurata administrative post on Monday.",
        [("Kurata", "captured", "asserted", "government")],
    ),
    "a pass": (
        "generic",
        "The rebels took the Salang Pass on Monday.",
        [("Salang Pass", "captured", "asserted", "rebels")],
    ),
    "a river's port": (
        "generic",
        "About 80 rebels held Kinshasa's Congo River port.",
        [],
    ),
    "a northern town": (
        "generic",
        "Troops patrolled this looted northern Liberian town after driving out the rebels who had held it.",
        [],
    ),
    "a people's capital": (
        "generic",
        "The army captured the Krajina Serb capital on Friday.",
        [],
    ),
    "troops who fought": (
        "generic",
        "Government troops who fought rebels for a week have retaken Gwoza.",
        [("Gwoza", "recaptured", "asserted", "government")],
    ),
    "troops engaged": (
        "generic",
        "Government troops who have been engaged in fighting with rebels of the Lion Army (LA) have retaken Gwoza.",
        [("Gwoza", "recaptured", "asserted", "government")],
    ),
    "a rebel front": (
        "generic",
        "The army was attacked on Sunday. In the attack, the rebel United Front for Change (UFC) said it seized Gwoza.",
        [("Gwoza", "captured", "claimed", "rebels")],
    ),
    "head of a rebel union": (
        "generic",
        '"My men have entered Gwoza," said General Ali Sesay, head of the rebel Union of Forces for Change (UFC).',
        [("Gwoza", "advanced", "claimed", None)],
    ),
    "leader of a front": (
        "generic",
        '"We have taken Gwoza," said Ali Sesay, leader of the rebel Front for Change.',
        [("Gwoza", "captured", "claimed", "rebels")],
    ),
    "letters and rebels": (
        "generic",
        "KLX rebels took Gwoza on Monday.",
        [("Gwoza", "captured", "asserted", "boko_haram")],
    ),
    "a state court": (
        "generic",
        "The state Supreme Court seized on the fall of Gwoza.",
        [],
    ),
    "opposition troops": (
        "generic",
        "Opposition troops took Gwoza on Monday.",
        [("Gwoza", "captured", "asserted", "rebels")],
    ),
    "rebels bent on": (
        "generic",
        "Rebels bent on toppling the president, Ali Sesay, say they have captured Gwoza.",
        [("Gwoza", "captured", "claimed", "boko_haram")],
    ),
    "who declined": (
        "generic",
        "A military official, who declined to be named, said the rebels, who came from the north, had seized Gwoza.",
        [("Gwoza", "captured", "claimed", "boko_haram")],
    ),
    "the city had fallen": (
        "generic",
        "The army took Gwoza from the rebels. A rebel radio station said the city had fallen.",
        [("Gwoza", "captured", "asserted", "government"), ("Gwoza", "captured", "claimed", "government")],
    ),
    "the defending forces": (
        "generic",
        "The rebels beat the army and took Gwoza. Residents said the town had been abandoned by its defenders.",
        [("Gwoza", "captured", "asserted", "boko_haram"), ("Gwoza", "withdrawn", "claimed", None)],
    ),
    "said behind a list": (
        "generic",
        "Colonel Athar Hassan met reporters. The army took the villages of Gwoza and Bama, Hassan said.",
        [("Gwoza", "captured", "claimed", "government"), ("Bama", "captured", "claimed", "government")],
    ),
    "two words": (
        "generic",
        "The army took the villages of Gwoza Kura and Bama.",
        [("Gwoza Kura", "captured", "asserted", "government"), ("Bama", "captured", "asserted", "government")],
    ),
    "taken to": (
        "generic",
        "The mayor of Gwoza was taken to hospital. Gwoza was taken off the list.",
        [],
    ),
    "a third clause": (
        "generic",
        "Fears of losing Gwoza have grown, rebels said.",
        [("Gwoza", "lost", "planned", None)],
    ),
    "letters in brackets": (
        "generic",
        "The Lion Army (LA) took Gwoza on Monday.",
        [("Gwoza", "captured", "asserted", None)],
    ),
    "rebels in brackets": (
        "generic",
        "Rebels of the Lion Army (LA) took Gwoza on Monday.",
        [("Gwoza", "captured", "asserted", "boko_haram")],
    ),
    "two districts": (
        "generic",
        "Fighters attacked two towns on Sunday, culminating in the capture of the two districts of Hamsha and Mubanda.",
        [("Hamsha", "captured", "asserted", "rebels"), ("Mubanda", "captured", "asserted", "rebels")],
    ),
    "ended in the capture": (
        "generic",
        "The fighting ended in the capture of Gwoza.",
        [("Gwoza", "captured", "asserted", None)],
    ),
    "a camp attacked": (
        "generic",
        "The Rapid Support Forces attacked the Zamzam displacement camp on Friday, and the attack was repelled.",
        [("Zamzam", "repelled", "asserted", None)],
    ),
    "a country's capital": (
        "generic",
        "The army holds Bardhere. Al-Shabaab was pushed out of the Somali capital in 2011.",
        [("Bardhere", "held", "asserted", "government")],
    ),
    "its hold in": (
        "generic",
        "Extending its hold in North Kivu, the M23 took control of the town of Nyanzale.",
        [("Nyanzale", "captured", "asserted", "m23")],
    ),
    "much of": (
        "syria",
        "Much of Idlib province, including Saraqib, is controlled by rebels.",
        [("Idlib", "held", "asserted", "rebels"), ("Saraqib", "held", "asserted", "rebels")],
    ),
    "denied reports alleging": (
        "generic",
        "The RSF denied reports on Thursday alleging army troops had recaptured Nyala.",
        [("Nyala", "recaptured", "denied", "saf")],
    ),
    "told in": (
        "generic",
        "The rebels attacked Gwoza. A spokesman told reporters in Maiduguri that the army had taken the town.",
        [("Gwoza", "captured", "claimed", "government")],
    ),
    "clashes reported in": (
        "generic",
        "Clashes were reported in Gwoza, and rebels took the town.",
        [("Gwoza", "contested", "asserted", None), ("Gwoza", "captured", "claimed", "boko_haram")],
    ),
    "behind a quotation": (
        "generic",
        '"Our men have left Gwoza," Kiir told reporters. The rebels are in Bama.',
        [("Gwoza", "withdrawn", "claimed", None)],
    ),
    "they, beaten off": (
        "generic",
        'Rebels attacked on Sunday. "They attempted to enter Gihosha but the army repulsed them," a spokesman said.',
        [("Gihosha", "advanced", "planned", None)],
    ),
    "flushed out": (
        "syria",
        "Morek was shelled on Sunday. The army said it had flushed out rebel forces on Monday morning.",
        [("Morek", "captured", "claimed", "regime")],
    ),
    "said it had withdrawn": (
        "syria",
        "The rebels entered Morek on Thursday. The army said it had withdrawn to avoid fighting in the town.",
        [("Morek", "advanced", "asserted", None), ("Morek", "withdrawn", "claimed", None)],
    ),
    "said it had withdrawn to": (
        "syria",
        "The rebels entered Morek on Thursday. The army said it had withdrawn to Kafr Zita.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "had withdrawn its men": (
        "syria",
        "The rebels entered Morek on Thursday. The army said it had withdrawn its proposal.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "nothing before": (
        "syria",
        "Rebels attacked on Thursday. The army said it had withdrawn.",
        [],
    ),
    "breaks off": (
        "syria",
        "The rebels, a spokesman for the army said, were masters of",
        [],
    ),
    "breaks off from": (
        "syria",
        "Rebel troops were repelled from",
        [],
    ),
    "says retakes": (
        "generic",
        "Army says retakes Gwoza, rebels deny.",
        [("Gwoza", "recaptured", "claimed", "government")],
    ),
    "a country says retakes": (
        "generic",
        "South Sudan says retakes Malakal, rebels deny.",
        [("Malakal", "recaptured", "claimed", "government")],
    ),
    "the capital of": (
        "generic",
        "The rebels have retaken the Upper Nile capital.",
        [],
    ),
    "a ministry in a headline": (
        "generic",
        "Government forces retake three villages from the rebels, defence ministry says.",
        [("three villages", "recaptured", "claimed", "government")],
    ),
    "key at the head": (
        "generic",
        "Key city has fallen, the Taliban say.",
        [],
    ),
    "a country that acts": (
        "generic",
        "Nigeria has seized Gwoza and Bama from Boko Haram.",
        [("Gwoza", "captured", "asserted", "government"), ("Bama", "captured", "asserted", "government")],
    ),
    "a country that speaks": (
        "generic",
        "Angola said its army had captured Bailundo from UNITA.",
        [("Bailundo", "captured", "claimed", "government")],
    ),
    "a country in peace": (
        "generic",
        "Angola captured the imagination of Gwoza.",
        [],
    ),
    "their ministry": (
        "ukraine",
        "Russian forces take control of Novosilka, defence ministry says.",
        [("Novosilka", "captured", "claimed", "russia")],
    ),
    "this is false": (
        "ukraine",
        'Russia said it had taken Pokrovsk. "This is false," the General Staff said.',
        [("Pokrovsk", "captured", "claimed", "russia"), ("Pokrovsk", "captured", "denied", "russia")],
    ),
    "it is wrong to say": (
        "ukraine",
        'Russia said it had taken Pokrovsk. "It is wrong to say we are weak," the General Staff said.',
        [("Pokrovsk", "captured", "claimed", "russia")],
    ),
    "a capital's control": (
        "ukraine",
        "The village is under Moscow's control. Gerasimov said the Kremlin's forces controlled 70% of the town.",
        [],
    ),
    "they say": (
        "generic",
        "Rebels entered Goma, a town they say had been captured by the army.",
        [("Goma", "advanced", "asserted", None), ("Goma", "captured", "claimed", "government")],
    ),
    "had been seized, is now": (
        "generic",
        "The UN says the key city of Goma, which had earlier been seized by rebels, is now in the hands of the army.",
        [("Goma", "captured", "claimed", "rebels"), ("Goma", "held", "claimed", "government")],
    ),
    "I": (
        "generic",
        '"I can say that the operation to liberate Gwoza is over," Putin said.',
        [],
    ),
    "his first name": (
        "generic",
        "Laurent Gbagbo's troops took Bouake.",
        [("Bouake", "captured", "asserted", "government")],
    ),
    "the oil hub of": (
        "generic",
        "Rebels captured the base of Nasir and the oil hub of Bentiu.",
        [("Nasir", "captured", "asserted", "rebels"), ("Bentiu", "captured", "asserted", "rebels")],
    ),
    "miles east of": (
        "generic",
        "The battle ended with Brega and its refineries 450 miles east of Tripoli in opposition hands.",
        [],
    ),
}

# Who acts, who held the place before, and who says so.
WHO: dict[str, tuple[str, str, tuple[str | None, str | None, str | None]]] = {
    "my men": (
        "generic",
        '"My men have entered Gwoza," said General Ali Sesay, head of the rebel Union of Forces for Change (UFC).',
        ("rebels", None, "General Ali Sesay"),
    ),
    "wrested from": ("syria", "Rebels wrested Morek from government control.", ("rebels", "regime", None)),
    "a blow to": ("syria", "The loss of Morek is a blow to the rebels.", (None, "rebels", None)),
    "a setback for": ("syria", "The fall of Morek marks a setback for the rebels.", (None, "rebels", None)),
    "no commander of theirs": (
        "syria",
        "The army took Morek, the last village held by rebels, a commander said.",
        ("regime", None, "commander"),
    ),
    "a name that goes on": (
        "generic",
        "The rebel United Front for Change (UFC) said it seized Gwoza.",
        ("rebels", None, "United Front for Change"),
    ),
    "who is bent on": (
        "syria",
        "Rebels intent on toppling the president, Ali Hasan, say they have captured Morek.",
        ("rebels", None, "Rebels intent"),
    ),
    "they, beaten off": (
        "generic",
        'Rebels attacked on Sunday. "They attempted to enter Gwoza but the army repulsed them," a spokesman said.',
        ("boko_haram", None, "spokesman"),
    ),
}


@pytest.mark.parametrize(("theatre", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_told(theatre: str, text: str, expected: list[Told]) -> None:
    """Each report tells these claims and no others."""
    told = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text, theatre)]
    assert sorted(told, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(("theatre", "text", "expected"), WHO.values(), ids=WHO.keys())
def test_who(theatre: str, text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    """Who acts, who held the place before and who says so."""
    (claim,) = claims_of(text, theatre)
    assert (claim.actor, claim.previous, claim.claimant) == expected

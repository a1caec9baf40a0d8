"""The language of control, class by class: each sentence is read into these claims and no others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading_fixture import claims_of

Told = tuple[str, str, str | None]  # place, change, controller


def told(text: str, theatre: str = "syria") -> set[Told]:
    """Place, change and controller of what the text says happened or holds."""
    return {(c.place, c.change, c.controller) for c in claims_of(text, theatre) if c.happened}


SYRIA: dict[str, set[Told]] = {
    # shares and parts
    "Insurgents now control 40% of Saraqib.": {("Saraqib", "contested", None)},
    "Troops took the last rebel-held quarters of Saraqib on Monday.": {("Saraqib", "captured", "regime")},
    "By midnight the army held two thirds of Saraqib.": {("Saraqib", "held", "regime")},
    # several places, one statement
    "The army drove the rebels out of Morek at dawn and out of Kafr Zita by noon.": {
        ("Morek", "captured", "regime"),
        ("Kafr Zita", "captured", "regime"),
    },
    "The army beat back three raids on Kafr Zita and one on Morek.": {
        ("Kafr Zita", "repelled", "regime"),
        ("Morek", "repelled", "regime"),
    },
    "Troops captured 12 villages in Hama and Idlib provinces, including the towns of Morek and Kafr Zita.": {
        ("12 villages", "captured", "regime"),
        ("Morek", "captured", "regime"),
        ("Kafr Zita", "captured", "regime"),
    },
    "Rebels overran five villages, among them Morek and Kafr Zita.": {
        ("five villages", "captured", "rebels"),
        ("Morek", "captured", "rebels"),
        ("Kafr Zita", "captured", "rebels"),
    },
    "The liberated towns are Morek and Kafr Zita, a rebel commander said.": {
        ("Morek", "captured", "rebels"),
        ("Kafr Zita", "captured", "rebels"),
    },
    # told of before
    "Rebels stormed Morek and Kafr Zita on Monday. By Tuesday both towns were under rebel control.": {
        ("Morek", "held", "rebels"),
        ("Kafr Zita", "held", "rebels"),
        ("Morek", "advanced", None),
        ("Kafr Zita", "advanced", None),
    },
    "Morek was shelled all night. The town is still under the army's control.": {("Morek", "held", "regime")},
    "Rebels took Morek in the morning, only for the army to retake it by dusk.": {
        ("Morek", "captured", "rebels"),
        ("Morek", "recaptured", "regime"),
    },
    "The army captured Morek on Monday. Kafr Zita followed a day later.": {
        ("Morek", "captured", "regime"),
        ("Kafr Zita", "captured", "regime"),
    },
    # shared auxiliaries and agents
    "The army had cleared Morek and taken control of Kafr Zita.": {
        ("Morek", "captured", "regime"),
        ("Kafr Zita", "captured", "regime"),
    },
    "Morek was encircled by the army on Sunday and overrun a day later.": {
        ("Morek", "besieged", None),
        ("Morek", "captured", "regime"),
    },
    # states
    "Morek and Kafr Zita remain besieged by the army.": {
        ("Morek", "besieged", None),
        ("Kafr Zita", "besieged", None),
    },
    "Saraqib lies in the grey zone between rebels and the army.": {("Saraqib", "contested", None)},
    "Saraqib is split between the army and the rebels.": {("Saraqib", "contested", None)},
    "Saraqib was still being fought over on Friday by troops and rebels.": {("Saraqib", "contested", None)},
    "Rebels cling to Saraqib.": {("Saraqib", "held", "rebels")},
    "Saraqib, a jihadist stronghold for years, was bombed again.": {("Saraqib", "held", "rebels")},
    # moving
    "Rebels made gains in Saraqib overnight.": {("Saraqib", "advanced", None)},
    "Rebel fighters returned to Saraqib and burnt two tanks.": {("Saraqib", "advanced", None)},
    "The army withdrew to the outskirts of Saraqib.": {("Saraqib", "withdrawn", None)},
    "The rebels took Saraqib as troops withdrew south of Saraqib.": {
        ("Saraqib", "captured", "rebels"),
        ("Saraqib", "withdrawn", "rebels"),
    },
    # sites
    "Troops retook hill 384 near Morek and points 112, 97 and 203.": {
        ("hill 384", "recaptured", "regime"),
        ("112", "recaptured", "regime"),
        ("97", "recaptured", "regime"),
        ("203", "recaptured", "regime"),
    },
    "Rebels seized the 87th Brigade base on Friday.": {("87th Brigade base", "captured", "rebels")},
    "The army captured the Republican Hospital in Aleppo.": {("Republican Hospital", "captured", "regime")},
    "The crossing at Bab al-Salama fell into the hands of Islamic State fighters.": {
        ("Bab al-Salama", "captured", "isis")
    },
    # who is meant
    "Islamic State attacked at night. Troops left Palmyra to the jihadists.": {("Palmyra", "withdrawn", "isis")},
    "Hayat Tahrir al-Sham beat off an attack on Morek by Ahrar al-Sham.": {("Morek", "repelled", "hts")},
    "Rebels made two attempts to enter Morek, both of which the army foiled.": {("Morek", "repelled", "regime")},
    # no control
    "Troops repelled an attack near Morek.": set(),
    "The army said it was close to Saraqib and shelled Morek from there.": set(),
    "A wildfire took Morek while the army looked on.": set(),
    "The army shelled Morek. In Saraqib, prices fell.": set(),
    # one statement told of several places, each with its own time
    "Rebels took Morek on 3 February, Kafr Zita a day later and Latamna on 6 February.": {
        ("Morek", "captured", "rebels"),
        ("Kafr Zita", "captured", "rebels"),
        ("Latamna", "captured", "rebels"),
    },
    "The army freed four villages: Jibin and Tal Malah in Hama province; Morek and Latamna.": {
        ("Jibin", "captured", "regime"),
        ("Tal Malah", "captured", "regime"),
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "Morek fell to the army, followed by Latamna.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "Morek fell to the army on Monday. Latamna followed on Tuesday and Jibin a day later.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
        ("Jibin", "captured", "regime"),
    },
    "Two towns, Morek and Latamna, were taken by the army.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "Troops captured a post on the road linking Morek and Latamna.": set(),
    # what singles a place out is done, what would come of it is not
    "Morek was the first town to fall to the army.": {("Morek", "captured", "regime")},
    "Morek will be the first town to fall to the army.": set(),
    "The capture of Morek by the army would open the road to the north.": set(),
    "The army swept into Morek before losing it to the rebels.": {
        ("Morek", "advanced", None),
        ("Morek", "lost", "rebels"),
    },
    # whose a place is
    "The army now has Morek and Latamna.": {("Morek", "held", "regime"), ("Latamna", "held", "regime")},
    "Rebels stormed Morek on Monday. The town is theirs again.": {
        ("Morek", "advanced", None),
        ("Morek", "held", "rebels"),
    },
    "Morek has been the army's since Monday.": {("Morek", "held", "regime")},
    "Morek is free of rebels, soldiers said.": {("Morek", "lost", None)},
    "Morek is in the rebels' hands.": {("Morek", "held", "rebels")},
    "Morek, with its silos, remains under the rebels.": {("Morek", "held", "rebels")},
    "The army is left with Morek and Latamna.": {("Morek", "held", "regime"), ("Latamna", "held", "regime")},
    "Soldiers hold out in Morek.": {("Morek", "held", "regime")},
    "Rebels have been in Morek since Monday.": {("Morek", "held", "rebels")},
    "Rebels were in full control of Morek, while the army held Latamna.": {
        ("Morek", "held", "rebels"),
        ("Latamna", "held", "regime"),
    },
    "Morek is the last town in the district not under army control.": set(),
    "Half of Morek remains occupied by the army.": {("Morek", "contested", None)},
    "Morek went back to the rebels on Thursday.": {("Morek", "captured", "rebels")},
    "Morek surrendered to the army.": {("Morek", "handed_over", "regime")},
    "Morek changed hands three times in a week of fighting.": {("Morek", "contested", None)},
    # of two places told, one is meant
    "The army and the rebels fought for Morek and Latamna; the latter fell to the army.": {
        ("Morek", "contested", None),
        ("Latamna", "contested", None),
        ("Latamna", "captured", "regime"),
    },
    # attacks that came to nothing, and nobody who came
    "The army said that a rebel assault on Morek was beaten back.": {("Morek", "repelled", "regime")},
    "Neither side has entered Morek.": set(),
    "Rebels fled the bombs, leaving Morek encircled.": {("Morek", "besieged", None)},
    "The army said it had repelled the attack on Monday, though rebels stormed Morek.": {("Morek", "advanced", None)},
    "Rebels stormed Morek on Monday, but the army said it had repelled the attack.": {
        ("Morek", "advanced", None),
        ("Morek", "repelled", "regime"),
    },
    "The army is in control of the Hama-Idlib highway.": set(),
    "With the capture of Morek, the army advanced.": {("Morek", "captured", "regime")},
    "Rebels fought on, with the army holding Morek.": {("Morek", "held", "regime")},
    "The army took silos north of Morek, which rebels hold.": {("Morek", "held", "rebels")},
    "Rebels took Morek. On Monday the army once again seized it.": {
        ("Morek", "captured", "rebels"),
        ("Morek", "recaptured", "regime"),
    },
    "The truce ended the siege, resulting in the army's control of Morek.": {("Morek", "captured", "regime")},
    "Morek falls to the army. Rebels flee.": {("Morek", "captured", "regime")},
    "Rebels seize Kuweires army base.": {("Kuweires", "captured", "rebels")},
    "Rebels close in on Morek after taking Latamna.": {("Latamna", "captured", "rebels")},
    "The army entered Morek, a town south of Latamna that rebels hold.": {
        ("Morek", "advanced", None),
        ("Morek", "held", "rebels"),
    },
    "By Monday Morek was back in rebel hands.": {("Morek", "recaptured", "rebels")},
    "Rebels took Morek on Monday. On Tuesday the army chased the rebels out.": {
        ("Morek", "captured", "rebels"),
        ("Morek", "captured", "regime"),
    },
    "The army launched a successful attack to drive the rebels out of Morek.": {("Morek", "captured", "regime")},
    "The army had almost captured Morek by Friday.": set(),
    "Rebels stormed Morek. Officials in Hama said the army had taken the town back.": {
        ("Morek", "advanced", None),
        ("Morek", "recaptured", "regime"),
    },
    "The army withdrew from Morek. Border guards seized Latamna.": {
        ("Morek", "withdrawn", None),
        ("Latamna", "captured", None),
    },
    "The army took the two small villages of Morek and Latamna.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "The army took two towns – Morek and Latamna – on Monday.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "HAMA, Syria (Agency) - The army said it had lost a town. It gave no details.": set(),
    "All soldiers pulled back to Morek, 12 km from Latamna.": set(),
    "Rebels took Morek on Monday. The army said that they were driven out but the rebels were still in control.": {
        ("Morek", "captured", "rebels"),
        ("Morek", "held", "rebels"),
    },
    "The army took Morek and on Monday they seized Latamna, too, after rebel forces fled.": {
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    },
    "Anti-regime fighters took Morek.": {("Morek", "captured", "rebels")},
    "There was no fighting inside Morek.": set(),
    "Morek is the second town that the army has captured. Latamna is calm.": set(),
    "Governmental forces captured Morek.": {("Morek", "captured", "regime")},
    "Rebels and their allies took Morek.": {("Morek", "captured", "rebels")},
    # what only looks like it
    "Three villages, the Hama-Idlib highway, were captured by rebels.": {("Three villages", "captured", "rebels")},
    "The army withdrew (again) from Morek.": {("Morek", "withdrawn", None)},
    "Rebels expelled from Morek on Monday.": {("Morek", "lost", None)},
    "The army counter-attacked from Latamna and took Morek.": {("Morek", "captured", "regime")},
    "Morek went hungry under the army siege.": set(),
    "Morek surrendered 500 prisoners to the army.": set(),
    "Morek passed to the army.": {("Morek", "captured", "regime")},
    "The army now has Morek surrounded.": set(),
    "Rebels have Morek in their sights.": set(),
    "Haddad was in command of the army in Morek.": set(),
    "The army entered two towns: Morek and Latamna, Fadel Haddad said.": {
        ("Morek", "advanced", None),
        ("Latamna", "advanced", None),
    },
    "The capture of Morek by the army on Monday will be remembered.": {("Morek", "captured", "regime")},
    "The fall of Morek to the rebels could have been avoided.": {("Morek", "captured", "rebels")},
    "No fewer than 300 soldiers captured Morek.": {("Morek", "captured", "regime")},
    "Neither the army nor the rebels captured Morek.": set(),
    "Morek is in the rebels' hands, and Latamna is in the rebels' hands.": {
        ("Morek", "held", "rebels"),
        ("Latamna", "held", "rebels"),
    },
    "Rebels fanned out into Morek.": {("Morek", "advanced", None)},
    # who is meant by it
    "The army took Morek, 12 km south of Latamna, but lost it within a day to the rebels.": {
        ("Morek", "captured", "regime"),
        ("Morek", "lost", "rebels"),
    },
}
ELSEWHERE: dict[str, set[Told]] = {
    "M23 fighters pulled out of Kinigi three days after seizing the market town.": {
        ("Kinigi", "withdrawn", None),
        ("Kinigi", "captured", "m23"),
    },
    "The RSF repelled an assault on Umm Rawqa and is still in control of Wad Hamid.": {
        ("Umm Rawqa", "repelled", "rsf"),
        ("Wad Hamid", "held", "rsf"),
    },
    "Taliban fighters reached the outskirts of Gul Darreh.": {("Gul Darreh", "advanced", None)},
    "The RSF captured Zalingei, the capital of Central Darfur.": {("Zalingei", "captured", "rsf")},
    "The opposition party lost the mayor's seat in Kano, but kept its majority in Lagos.": set(),
}


@pytest.mark.parametrize("text", SYRIA)
def test_a_sentence_of_a_known_theatre(text: str) -> None:
    """What happened is what the sentence says."""
    assert told(text) == SYRIA[text]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_sentence_of_any_conflict(text: str) -> None:
    """Villages in no gazetteer are read by the words round them."""
    assert told(text, "generic") == ELSEWHERE[text]


def test_the_enemy_is_the_speakers() -> None:
    """Whom "the enemy" means depends on who says it."""
    text = "The General Staff of Ukraine said the enemy had occupied Kalynove."
    (claim,) = claims_of(text, "ukraine", date(2024, 8, 1))
    assert (claim.place, claim.change, claim.controller) == ("Kalynove", "captured", "russia")


def test_what_somebody_says_in_the_past_perfect_is_news() -> None:
    """The tense only shifts behind "said"; without a speaker it tells of what was before."""
    said = claims_of("On 10 February the army said that it had captured Morek.")
    assert [(c.change, c.certainty) for c in said] == [("captured", "claimed")]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The army denied it had lost Morek.", ("Morek", "lost", None, "denied")),
        ("The army denied they had left Morek.", ("Morek", "withdrawn", None, "denied")),
        ("The army denied that Morek had fallen.", ("Morek", "captured", "rebels", "denied")),
        ("Rebels denied that Morek had fallen.", ("Morek", "captured", "regime", "denied")),
        ("The army admitted that Morek had fallen.", ("Morek", "captured", "rebels", "claimed")),
        ("Morek has fallen, the army conceded.", ("Morek", "captured", "rebels", "claimed")),
        ("The army said that Morek had fallen.", ("Morek", "captured", "regime", "claimed")),
    ],
)
def test_who_denies_or_admits_a_loss_has_not_taken_the_place(
    text: str, claim: tuple[str, str, str | None, str]
) -> None:
    """A denial speaks against the other side's gain, an admission for it; and it denies what it says, no more."""
    before = "Rebels said on Monday that they had seized Latamna. "
    found = [(c.place, c.change, c.controller, c.certainty) for c in claims_of(text)]
    assert found == [claim]
    about_latamna = [c.certainty for c in claims_of(before + text) if c.place == "Latamna"]
    assert about_latamna == ["claimed"]

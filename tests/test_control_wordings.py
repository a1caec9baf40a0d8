"""What is told of a place by the way it is put: appositions, conditions, what was nearly done, whose attempt it was."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import theatre as theatres
from mapper.pipeline import read_report
from mapper.reports.report import Report
from tests.reading_fixture import DAY, claims_of, lookup_of, places_of

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
    # who a generic word means beside whom it stands
    "Fighters of the government took Morek.": [("Morek", "captured", "asserted", "regime")],
    "A coalition of rebel groups took Morek.": [("Morek", "captured", "asserted", "rebels")],
    "Rebels took Morek from Islamic State, with Latamna still in the jihadists' hands.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Latamna", "held", "asserted", "isis"),
    ],
    "The Syrian National Army took Tel Rifaat. The army repelled attacks on Morek.": [
        ("Tel Rifaat", "captured", "asserted", "turkey_backed"),
        ("Morek", "repelled", "asserted", "regime"),
    ],
    "Rebels stormed a base. The ministry said troops had repelled rebel attacks on Morek.": [
        ("Morek", "repelled", "claimed", "regime"),
    ],
    # what stands between commas leads no list and no subject astray
    "The army, backed by Russia, Iran and Hezbollah, holds Morek.": [("Morek", "held", "asserted", "regime")],
    "In the north of Hama, Morek is held by rebels.": [("Morek", "held", "asserted", "rebels")],
    "Rebels hold Morek, on the highway, and the town of Latamna.": [
        ("Morek", "held", "asserted", "rebels"),
        ("Latamna", "held", "asserted", "rebels"),
    ],
    "Morek, a town of some 20,000 people that the rebels have held since May, was shelled.": [
        ("Morek", "held", "asserted", "rebels"),
    ],
    "Latamna, a village to the west that remains in army hands, was shelled.": [
        ("Latamna", "held", "asserted", "regime")
    ],
    "An attempt by the army to enter Morek, across the highway, was repelled by rebels.": [
        ("Morek", "repelled", "asserted", "rebels"),
    ],
    # short ways to say it
    "Morek, to the north, is still with the army.": [("Morek", "held", "asserted", "regime")],
    "Rebels left Morek; soldiers raised their flag there.": [
        ("Morek", "withdrawn", "asserted", "regime"),
        ("Morek", "captured", "asserted", "regime"),
    ],
    "Morek, where the army took control at dawn, is quiet.": [("Morek", "captured", "asserted", "regime")],
    "In Morek there is fighting for every house, the army said.": [("Morek", "contested", "claimed", None)],
    "A total of 12 villages have been taken by the army.": [("12 villages", "captured", "asserted", "regime")],
    "Rebels lost Morek and Latamna, but they won both of them back.": [
        ("Morek", "lost", "asserted", None),
        ("Latamna", "lost", "asserted", None),
        ("Morek", "recaptured", "asserted", "rebels"),
        ("Latamna", "recaptured", "asserted", "rebels"),
    ],
    "Rebels withdrew from Morek and from Latamna and Latmin.": [
        ("Morek", "withdrawn", "asserted", None),
        ("Latamna", "withdrawn", "asserted", None),
        ("Latmin", "withdrawn", "asserted", None),
    ],
    "An attempt by rebels to retake Morek failed.": [("Morek", "recaptured", "negated", "rebels")],
    "The army will go on until Morek is cleansed of rebels.": [("Morek", "captured", "planned", None)],
    "A rebel spokesman acknowledged the loss of Morek. The army shelled it.": [("Morek", "lost", "claimed", "regime")],
    "Men in captured uniforms took Morek, the army said.": [("Morek", "captured", "claimed", None)],
    # every village of a list, and no group beside the names that it counts
    "The villages of Morek and Latamna were captured by rebels.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Latamna", "captured", "asserted", "rebels"),
    ],
    "Morek and Latamna, two villages on the highway, were captured by rebels.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Latamna", "captured", "asserted", "rebels"),
    ],
    "Hundreds of Syrian soldiers pulled out of Morek.": [("Morek", "withdrawn", "asserted", None)],
    "The Russian navy has a base at Tartus, rebels said.": [],
    "Gunmen arrived in Morek on motorbikes and drove off cattle, the army said.": [],
    "Rebels hold Morek and now also control neighbouring Latamna.": [
        ("Morek", "held", "asserted", "rebels"),
        ("Latamna", "held", "asserted", "rebels"),
    ],
    "Morek remains under army control, and troops beat back an attack on it.": [
        ("Morek", "repelled", "asserted", "regime"),
    ],
    "The army holds Latamna, on the road from Hama to Morek, which it overran last week.": [
        ("Latamna", "held", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "regime"),
    ],
    "The spokesman said the army would not stop before Morek was back in its hands.": [
        ("Morek", "recaptured", "planned", "regime"),
    ],
    "Rebels left Saraqib under a truce brokered by Washington, leaving the town to the army.": [
        ("Saraqib", "withdrawn", "asserted", "regime"),
    ],
    "Morek came under army control on Monday, Latamna on Tuesday.": [
        ("Morek", "captured", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "regime"),
    ],
    "The army imposed its control yesterday on Morek.": [("Morek", "captured", "asserted", "regime")],
    "Rebels took Morek, but lost it to the army at noon. Morek was recaptured at night.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Morek", "lost", "asserted", "regime"),
        ("Morek", "recaptured", "asserted", "rebels"),
    ],
    "The army captured Morek and, later in the day, Latamna and Latmin.": [
        ("Morek", "captured", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "regime"),
        ("Latmin", "captured", "asserted", "regime"),
    ],
    "The last villages in the Hama area, Morek and Latamna, were captured by the army.": [
        ("Morek", "captured", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "regime"),
    ],
    "Rebels hold Morek, where they run a hospital, and Latamna.": [
        ("Morek", "held", "asserted", "rebels"),
        ("Latamna", "held", "asserted", "rebels"),
    ],
    "The army took Latamna, which rebels had held for a year. By noon they were in control of Morek, the army said.": [
        ("Latamna", "captured", "asserted", "regime"),
        ("Morek", "held", "claimed", "regime"),
    ],
    "Turkish troops and fighters of the Free Syrian Army took Rajo. FSA units took Bulbul.": [
        ("Rajo", "captured", "asserted", "turkey_backed"),
        ("Bulbul", "captured", "asserted", "turkey_backed"),
    ],
    "Rebel-held Morek came under attack.": [("Morek", "held", "asserted", "rebels")],
    "Morek is the only town in Hama still held by rebels.": [("Morek", "held", "asserted", "rebels")],
    "The army's attack left Morek and Latamna as the only towns there still under rebel control.": [
        ("Morek", "held", "asserted", "rebels"),
        ("Latamna", "held", "asserted", "rebels"),
    ],
    "Nearby Morek fell to rebels.": [("Morek", "captured", "asserted", "rebels")],
    "The army took Damascus International Airport.": [
        ("Damascus International Airport", "captured", "asserted", "regime")
    ],
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


def test_an_enemy_without_a_speaker_is_that_of_the_country_that_was_attacked() -> None:
    """A war diary says "the enemy" and "our troops" without a name: it is written where the war is."""
    made = claims_of("The enemy has occupied Vyshneve. Our troops hold Robotyne.", "ukraine")
    assert [(c.place, c.controller) for c in made] == [("Vyshneve", "russia"), ("Robotyne", "ukraine")]


def test_they_in_a_denied_report_are_not_those_who_deny_it() -> None:
    """The reports that "they" took a town speak of whoever was told of, not of whoever denies them."""
    text = "Ukrainian troops left Lyman. Reports that they had taken Zarichne were denied by Russian officials."
    assert claims_of(text, "ukraine")[-1].controller == "ukraine"


def test_a_spokesman_secures_towns_for_his_own_side() -> None:
    """What a side's spokesman says is secured is not secured by the side that had taken it."""
    text = 'Boko Haram overran Chibok on Monday. "Chibok is secured," the defence spokesman, Chris Olu, said.'
    assert [c.controller for c in claims_of(text, "generic")] == ["boko_haram", "government"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Troops raised their flag over Madagizli and took Talishli.", ["Madagizli", "Talishli"]),
        ("Troops took the rebels' capital, Kilinochi, on Friday.", ["Kilinochi"]),
        ("Troops took Zangilanli on 20 October and Qubadlik on 25 October.", ["Zangilanli", "Qubadlik"]),
        ("Troops captured Talishli together with Juvarli and Pirahmad.", ["Talishli", "Juvarli", "Pirahmad"]),
        ("Militants raided Rutbana in the west and held the town.", ["Rutbana"]),
        ("Soldiers left Nampalo, which lies 40 km from Bamako.", ["Nampalo", "Bamako"]),
        ("Troops took the villages of Amiriyat al-Falluja and Hit.", ["Amiriyat al-Falluja", "Hit"]),
    ],
)
def test_names_that_no_gazetteer_has(text: str, places: list[str]) -> None:
    """A name is a place where only a place can stand."""
    assert places_of(text) == places


def test_a_timeline_tells_a_state_for_the_day_that_it_has_reached() -> None:
    """What remained so in the entry of a day was so on that day, not on the day of publication."""
    text = (
        "On 3 May, the army took Morek. On 5 May, it took Latmin. "
        "On 8 May, the rebels left a base; Latamna remained in rebel hands."
    )
    (held,) = (c for c in claims_of(text, day=date(2019, 5, 30)) if c.change == "held")
    assert held.period.start == date(2019, 5, 8)


@pytest.mark.parametrize(
    ("text", "change", "start"),
    [
        ("On 3 February, the army cut the roads to Morek, encircling the town.", "besieged", date(2020, 2, 3)),
        ("On 3 February, rebels took Latmin, leaving Morek encircled.", "besieged", date(2020, 2, 3)),
        ("On 3 February, rebels retook Morek, only to lose it the next day.", "recaptured", date(2020, 2, 3)),
        ("Rebels took Latmin yesterday. Clashes continue inside Morek.", "contested", DAY),
        (
            "State media announced the army's capture of Morek on 5 February, and by 8 February Latmin fell.",
            "captured",
            date(2020, 2, 5),
        ),
    ],
)
def test_when_it_was(text: str, change: str, start: date) -> None:
    """What came of a deed, what goes on now and what was announced each have their own day."""
    (claim,) = (c for c in claims_of(text) if (c.place, c.change) == ("Morek", change))
    assert claim.period.start == start


def test_a_report_without_a_day_takes_the_year_that_it_tells_first() -> None:
    """Of a report that nobody dated, "18 April" is of the year of the first full date."""
    text = "The campaign began in April 2013, when the army took Morek. Rebels retook the town on 18 April."
    report = Report(id="r", text=text)
    claims = read_report(report, theatre=theatres.load("syria"), lookup=lookup_of("syria")).claims
    assert claims[-1].period.start == date(2013, 4, 18)


def test_titles_are_no_part_of_a_claimant() -> None:
    """A person speaks under the name, however long the office."""
    (claim,) = claims_of("Deputy Defence Minister Hanna Maliar said troops had taken Robotyne.", "ukraine")
    assert (claim.claimant, claim.controller) == ("Hanna Maliar", "ukraine")


def test_a_day_behind_what_explains_a_name_is_that_of_the_deed() -> None:
    """The day stands behind "a town that feeds Hama", and still dates the capture."""
    (claim,) = claims_of("The army took Morek, a town on the highway that feeds Hama, on Tuesday.")
    assert claim.period.start == date(2020, 2, 11)


def test_his_men_are_told_of_by_whoever_spoke_last() -> None:
    """What a commander tells goes on in the next sentence, in the past perfect."""
    text = (
        "Mines slowed the rebels, the commander, General Korini, said. On Sunday his men had driven them out of Morek."
    )
    claim = claims_of(text)[-1]
    assert (claim.certainty, claim.claimant) == ("claimed", "General Korini")


def test_a_spokesman_goes_by_the_name_beside_him() -> None:
    """The name between the commas is the claimant."""
    (claim,) = claims_of("A Houthi spokesman, Mohammed Abdul-Salam, said rebels had taken Hodeidah.", "generic")
    assert claim.claimant == "Mohammed Abdul-Salam"


def test_a_ministry_is_not_of_the_side_that_a_monitor_leans_to() -> None:
    """Who spoke before the ministry was a monitor, and no state: the ministry is the government's."""
    text = (
        "Rebels captured Morek, the Syrian Observatory for Human Rights said. The defence ministry denied that its "
        'troops had left Morek. "Our forces hold the town," it said.'
    )
    told = [(c.change, c.controller or c.previous) for c in claims_of(text)]
    assert told == [("captured", "rebels"), ("withdrawn", "regime"), ("held", "regime")]

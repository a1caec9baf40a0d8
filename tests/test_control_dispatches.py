"""How dispatches put it, class by class: who speaks, whom a word points back to, what is told by the way."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading_fixture import DAY, claims_of


def told(text: str, theatre: str = "syria") -> list[tuple[str, str, str | None]]:
    """Place, change and controller of each claim that something happened or is so, in text order."""
    return [(c.place, c.change, c.controller) for c in claims_of(text, theatre) if c.happened]


# What each says, in the theatre of Syria.
SYRIA: dict[str, list[tuple[str, str, str | None]]] = {
    # where a report was written is not what it is about
    "BEIRUT (AP) -- Rebels seized a village on Tuesday, a month after the town fell to the opposition.": [],
    "BEIRUT, Feb 11 (Reuters) - Troops captured Morek on Tuesday.": [("Morek", "captured", "regime")],
    # a name told behind "called"
    "The army seized a village called Latamna.": [("Latamna", "captured", "regime")],
    "The town, also known as Morek, fell to the rebels.": [("Morek", "captured", "rebels")],
    # "the area": where it is taken or left, not where there is fighting or shelling
    "Rebels captured Morek on Monday. Troops left the area at dawn.": [
        ("Morek", "captured", "rebels"),
        ("Morek", "withdrawn", None),
    ],
    "Rebels captured Morek on Monday. Clashes went on in the area.": [("Morek", "captured", "rebels")],
    "Rebels shelled Morek. Troops captured weapons in the area.": [],
    # what is told in a word aside is no place of the list
    "The army holds Morek and its suburbs.": [("Morek", "held", "regime")],
    "Rebels took Morek, the centre of the district of Latamna.": [("Morek", "captured", "rebels")],
    "Troops seized a camp near Morek and Latamna.": [],
    "Troops seized the ancient site of Palmyra.": [("Palmyra", "captured", "regime")],
    "Rebels seized Aleppo International Airport.": [("Aleppo International Airport", "captured", "rebels")],
    # who had it between
    "The army retook Morek from the rebels two days after it fell.": [
        ("Morek", "recaptured", "regime"),
        ("Morek", "captured", "rebels"),
    ],
    "Morek was captured by the rebels on Monday but was retaken by night.": [
        ("Morek", "captured", "rebels"),
        ("Morek", "recaptured", None),
    ],
    "The army retook Latamna on Monday. Soldiers spoke of the recapture of Morek, too.": [
        ("Latamna", "recaptured", "regime"),
        ("Morek", "recaptured", "regime"),
    ],
    # what stands between a subject and its verb
    "Morek and Latamna - on the road to Hama - are now under army control.": [
        ("Morek", "held", "regime"),
        ("Latamna", "held", "regime"),
    ],
    "The towns retaken from the rebels include Morek and Latamna.": [
        ("Morek", "recaptured", None),
        ("Latamna", "recaptured", None),
    ],
    "The army has held for months Morek and Latamna.": [("Morek", "held", "regime"), ("Latamna", "held", "regime")],
    "Rebels left Morek - two days after taking control of the town.": [
        ("Morek", "withdrawn", None),
        ("Morek", "captured", "rebels"),
    ],
    "Rebels took Morek after troops coming from Hama left the town.": [
        ("Morek", "captured", "rebels"),
        ("Morek", "withdrawn", "rebels"),
    ],
    # whom a word points back to
    "Morek suffered under Islamic State when it overran the town.": [("Morek", "captured", "isis")],
    "Morek was the largest town under rebel control.": [],
    "Morek is the largest town under rebel control.": [("Morek", "held", "rebels")],
    "Morek is free of rebel control, the army said.": [("Morek", "lost", None)],
    # lists that a colon or a dash opens behind the verb, and shares among other members
    "Two towns were captured by the rebels on Monday: Morek and Latamna.": [
        ("Morek", "captured", "rebels"),
        ("Latamna", "captured", "rebels"),
    ],
    "The following villages have been taken by the army – Morek and Latamna.": [
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    ],
    "Among the towns that were captured by the army are Morek and Latamna.": [
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    ],
    "The town of Morek, most of Latamna and more than half of Saraqib were taken by the army.": [
        ("Morek", "captured", "regime"),
        ("Latamna", "captured", "regime"),
        ("Saraqib", "contested", None),
    ],
    "The army seized 12 villages in Hama, Idlib and Aleppo provinces.": [("12 villages", "captured", "regime")],
    # who acts while something else is told of him
    "Rebels took heart as insurgents, armed by Turkey, seized Morek.": [("Morek", "captured", "rebels")],
    "Troops battling the rebels captured Morek on Monday.": [("Morek", "captured", "regime")],
    "Morek was taken by 11am on Monday, soldiers said.": [("Morek", "captured", "regime")],
    "The army is pushing the rebels out of Morek.": [("Morek", "contested", None)],
    # where the report was written, and what it calls "this town"
    "MOREK, Syria (AP) — For the rebels who seized control of this town, Monday was a day of joy.": [
        ("MOREK", "captured", "rebels"),
    ],
    # parts, and what a place is the means for
    "The army took areas at Morek.": [("Morek", "contested", None)],
    "The army advanced in rural Morek.": [],
    "The army bombed a rebel-held Damascus suburb.": [],
    "The army took Latamna, a base for the liberation of Morek.": [("Latamna", "captured", "regime")],
    "Troops took the villages of Morek, Jibin valley and Latamna.": [
        ("Morek", "captured", "regime"),
        ("Jibin", "captured", "regime"),
        ("Latamna", "captured", "regime"),
    ],
    # who leads, and where a place only lies beside another
    "Fighters led by Islamic State seized Morek.": [("Morek", "captured", "isis")],
    "Latamna, 8 km north of the market town, Morek, was shelled; rebels took it.": [
        ("Latamna", "captured", "rebels"),
    ],
    "Rebels took Latamna, leaving them 8 km away from Morek.": [("Latamna", "captured", "rebels")],
    "Rebels took Latamna, leaving only Morek and its suburbs in the hands of the army.": [
        ("Latamna", "captured", "rebels"),
        ("Morek", "held", "regime"),
    ],
    "The army swept into the former rebel stronghold of Morek.": [("Morek", "advanced", None)],
    "The loss of Morek presents a setback to the army.": [("Morek", "lost", None)],
    "The siege of Morek was broken by the rebels. The siege of Latamna ended.": [],
    # who takes, however much stands before the verb
    "Troops drove out the rebels, who had held Latamna for months, and took Morek.": [("Morek", "captured", "regime")],
    "Rebels in Syria's Hama province captured Morek.": [("Morek", "captured", "rebels")],
    "Rebels hold Latamna. The forces drove the group out of Morek.": [
        ("Latamna", "held", "rebels"),
        ("Morek", "captured", "regime"),
    ],
    "Al-Nusra captured Morek.": [("Morek", "captured", "rebels")],
    "The army is on the brink of taking Morek.": [],
    "Rebels took Morek and Latamna; the army holds its other strongholds.": [
        ("Latamna", "captured", "rebels"),
        ("Morek", "captured", "rebels"),
    ],
    # who answers whom
    "Rebels took Morek on Monday. The army said it shot down two drones, but the rebels denied this.": [
        ("Morek", "captured", "rebels"),
    ],
    # a paragraph of background
    "In 2012 the army left Morek. Islamic State fighters soon seized the town.": [],
}
# The same where no theatre is known.
ELSEWHERE: dict[str, list[tuple[str, str, str | None]]] = {
    "The Taliban militant group overran the village of Dih Bagh.": [("Dih Bagh", "captured", "taliban")],
    "The River Army (M23) claims to have taken the town of Kalomba.": [("Kalomba", "captured", "m23")],
    "Kalomba is the first town reported to have come under the control of M23.": [("Kalomba", "captured", "m23")],
    "Residents in the towns of Kalomba and Rubeho confirmed that M23 had taken both.": [
        ("Kalomba", "captured", "m23"),
        ("Rubeho", "captured", "m23"),
    ],
    "Security and defence forces withdrew from the village of Kalomba.": [("Kalomba", "withdrawn", None)],
    "The district of Kalomba was attacked. The district was captured by M23 on Monday.": [
        ("Kalomba", "captured", "m23"),
    ],
    "The South Sudan town of Malakal was taken by the army.": [("Malakal", "captured", "government")],
    "UN peacekeepers took back Bambari, a Central African Republic (CAR) city.": [("Bambari", "recaptured", "un")],
    "Security forces drove ABC guerrillas out of the town of Rubeho.": [("Rubeho", "captured", "government")],
    "Ethiopia has taken the border town of Rubeho after days of fighting with Eritrean troops.": [
        ("Rubeho", "captured", "government"),
    ],
    "Pro-Houthi troops captured the village of Rubeho.": [("Rubeho", "captured", "houthis")],
    "The army took the oil hub of Bentiu.": [("Bentiu", "captured", "government")],
    "The village of Rubeho has fallen, a spokesman for the army told AFP.": [("Rubeho", "captured", "government")],
    "M23 fighters took the Nord-Kivu province towns of Kalomba and Rubeho.": [
        ("Kalomba", "captured", "m23"),
        ("Rubeho", "captured", "m23"),
    ],
}


@pytest.mark.parametrize("text", SYRIA)
def test_a_dispatch_of_a_known_theatre(text: str) -> None:
    """What happened is what the dispatch says."""
    assert sorted(told(text)) == sorted(SYRIA[text])


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_dispatch_of_any_conflict(text: str) -> None:
    """Villages in no gazetteer are read by the words round them."""
    assert sorted(told(text, "generic")) == sorted(ELSEWHERE[text])


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        ("“Rebels took Morek,” Khaled Sabra, whose house was hit, told Reuters.", "Khaled Sabra", None),
        (
            "Rebels took Morek, eight sources said on Tuesday – a blow to the truce they declared.",
            "eight sources",
            None,
        ),
        ("Residents of Latamna, 8 km north of the town, Hama, said rebels took Morek.", "Residents of Latamna", None),
        ("Rebels took Morek, the ministry said on Tuesday in reference to a town in Hama.", "ministry", "regime"),
    ],
)
def test_who_speaks_however_much_stands_round_the_verb(text: str, claimant: str, side: str | None) -> None:
    """A relative clause, a dash, or an occasion beside the verb of saying hides no speaker."""
    (claim,) = claims_of(text)
    assert (claim.claimant, claim.claimant_side, claim.certainty) == (claimant, side, "claimed")


def test_we_is_whoever_speaks_the_quotation_though_named_behind_it() -> None:
    """The speaker of a quotation of two sentences is told behind the second; the first is his as well."""
    text = "“We have taken Morek. The town is ours,” said Abu Anas, a spokesman of Jaysh al-Izza."
    first = claims_of("The army lost men. " + text)[0]
    assert (first.place, first.change, first.claimant) == ("Morek", "captured", "Abu Anas")
    alone = claims_of("Troops shelled Latamna. “We have taken Morek.”")[-1]
    assert alone.controller is None  # nobody is told to speak


def test_the_ministry_is_that_of_the_state_that_spoke() -> None:
    """Both sides of a war have a ministry."""
    own = "Its troops took the village of Sokil, the defence ministry said."
    (claim,) = claims_of("Russia said on Monday it had launched drones. " + own, "ukraine")
    assert claim.controller == "russia"
    (claim,) = claims_of("Ukraine said on Monday it had launched drones. " + own, "ukraine")
    assert claim.controller == "ukraine"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Rebels held Morek briefly in March.", date(2019, 3, 1), date(2019, 3, 31)),  # no March to come
        ("The army seized Morek earlier this February.", date(2020, 2, 1), date(2020, 2, 12)),
        ("Hama has been at war since 2015, when rebels took Morek.", date(2015, 1, 1), date(2015, 12, 31)),
        ("Rebels took Morek, a sign of how they regain land they recently lost.", DAY, DAY),
    ],
)
def test_when_it_was(text: str, start: date, end: date) -> None:
    """A date belongs to the clause that it stands in, and what happened lies behind the report."""
    period = claims_of(text)[0].period
    assert (period.start, period.end) == (start, end)


def test_a_denial_answers_its_own_sentence_first() -> None:
    """What the same sentence says before a denial is denied, not the claims of the sentence before it."""
    text = "Rebels took Morek on Monday. The army said it shot down two drones, but the rebels denied this."
    assert [(c.place, c.certainty) for c in claims_of(text)] == [("Morek", "asserted")]
    text = "Rebels took Morek on Monday. The army denied this."
    assert [(c.place, c.certainty) for c in claims_of(text)] == [("Morek", "asserted"), ("Morek", "denied")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The rebels are about to capture Morek.", "rebels"),
        ("The army said the rebels plan to capture Morek.", "rebels"),
        ("The army is on the verge of capturing Morek.", "regime"),
    ],
)
def test_whose_plan_it_is(text: str, who: str) -> None:
    """A plan is that of whoever is to act, whoever tells of it."""
    assert [(c.certainty, c.actor) for c in claims_of(text)] == [("planned", who)]


def test_background_does_not_move_the_story() -> None:
    """A month that only tells what was before dates nothing in the next sentence."""
    text = "Rebels had captured Morek in June. Troops have taken Latamna, the army said."
    dated = {c.place: c.period.start for c in claims_of(text)}
    assert dated["Latamna"] == DAY


# Sentences that look like a class above and are none: place, change, certainty and controller of each claim.
NEAR_MISSES: dict[str, list[tuple[str, str, str, str | None]]] = {
    # who moves from one place to another has lost none; who was driven out has
    "Troops pushed from Morek into Latamna.": [("Latamna", "advanced", "asserted", None)],
    "The army swept from Hama to Idlib.": [],
    "Rebels driven from Morek regrouped in Latamna.": [("Morek", "lost", "asserted", None)],
    # an old year beside the story is no background of it; one that opens a paragraph is
    "The war began in 2011. The army captured Morek.": [("Morek", "captured", "asserted", "regime")],
    "The general was born in 1980. His troops seized Morek.": [("Morek", "captured", "asserted", "regime")],
    "In 2012 the army left. Rebels soon seized Morek.": [("Morek", "captured", "historic", "rebels")],
    # what will take long is not done; what opens a road is
    "The recapture of Morek may take weeks, the army said.": [("Morek", "recaptured", "planned", "regime")],
    "The recapture of Morek will begin in spring, the army said.": [("Morek", "recaptured", "planned", "regime")],
    "The capture of Morek will allow the army to cut the road.": [("Morek", "captured", "asserted", None)],
    # a new sentence behind "and now" is no list
    "The army was attacked near Morek, and now Latamna has fallen to rebels.": [
        ("Latamna", "captured", "asserted", "rebels"),
    ],
    # a man who was asked denies what was reported
    "Rebels captured Morek. Asked about the report, the army denied it.": [
        ("Morek", "captured", "asserted", "rebels"),
        ("Morek", "captured", "denied", "rebels"),
    ],
    '"We have taken Morek." The army denied it.': [
        ("Morek", "captured", "asserted", None),
        ("Morek", "captured", "denied", None),
    ],
    # thanks for a deed are no plan of it
    "He paid tribute to the forces for the recapture of Morek.": [("Morek", "recaptured", "asserted", None)],
    # from hand to hand
    "Morek passed from the rebels to the army.": [("Morek", "captured", "asserted", "regime")],
    "Morek slipped out of army control and into rebel hands.": [("Morek", "captured", "asserted", "rebels")],
    "Morek switched sides to the rebels.": [("Morek", "captured", "asserted", "rebels")],
    # the capital of a unit is not the town told before
    "Rebels took Morek. The Deraa province capital fell to the army.": [("Morek", "captured", "asserted", "rebels")],
    # a suburb is not its city
    "Rebels captured the Damascus suburb of Daraya.": [("Daraya", "captured", "asserted", "rebels")],
    "The army shelled a rebel-held Damascus suburb.": [],
    "The rebel-held suburb of Daraya was shelled by the army.": [("Daraya", "held", "asserted", "rebels")],
    "Rebels seized points in Damascus.": [("Damascus", "contested", "asserted", None)],
    # behind a dash a sentence may stand
    "The army captured several villages - Morek was bombed on Monday.": [
        ("several villages", "captured", "asserted", "regime"),
    ],
    "The army lost two towns on Monday: Morek and Latamna.": [
        ("Morek", "lost", "asserted", None),
        ("Latamna", "lost", "asserted", None),
    ],
    # "it" behind a setting speaks, and no relative clause stands there
    "In a statement the group said rebels took Morek. In Idlib they said the army left Latamna.": [
        ("Morek", "captured", "claimed", "rebels"),
        ("Latamna", "withdrawn", "claimed", None),
    ],
    # who is known to speak says "we" of nobody else
    'The army said rebels fled. "We lost Morek last night," a doctor told Reuters.': [
        ("Morek", "lost", "claimed", None),
    ],
    "The army took Morek and its neighbour Latamna.": [
        ("Morek", "captured", "asserted", "regime"),
        ("Latamna", "captured", "asserted", "regime"),
    ],
    "Rebels fled when the army was in Latamna, and lost Morek.": [("Morek", "lost", "asserted", None)],
    "Nor did the rebels take Morek.": [("Morek", "captured", "negated", "rebels")],
    # where a state's agency brings security back
    "Soldiers restored security and stability to Morek and Latamna.": [
        ("Morek", "recaptured", "asserted", "regime"),
        ("Latamna", "recaptured", "asserted", "regime"),
    ],
    "The army said safety was restored to Morek.": [("Morek", "recaptured", "claimed", "regime")],
    "The army restored security in its own ranks near Morek.": [],
    # a unit behind a comma only tells where the place before it lies
    "Troops captured two outposts in Saraqib district, Idlib province on Monday.": [
        ("two outposts", "captured", "asserted", "regime"),
    ],
    # areas without an article in a unit
    "Rebels seized areas in Idlib province.": [("areas in Idlib province", "captured", "asserted", "rebels")],
}


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses(text: str) -> None:
    """What only resembles a class is read by its own words."""
    assert [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text)] == NEAR_MISSES[text]


def test_a_loser_keeps_his_name() -> None:
    """Who lost a place, and who is only somewhere when it is lost."""
    lost = claims_of("Rebels fled when the army was in Latamna, and lost Morek.")
    passed = claims_of("Morek passed from the rebels to the army.")
    assert [c.previous for c in (*lost, *passed)] == ["rebels", "rebels"]
    assert claims_of('"We lost Morek last night," a doctor said. The army left.')[0].previous is None


@pytest.mark.parametrize(
    "text",
    [
        "M23 took Sake village and Mukendi fled to Goma.",
        "M23 took Sake town and Kambale Mukendi, its mayor, fled.",
    ],
)
def test_who_flees_is_no_place(text: str) -> None:
    """A man named behind "the town of X and" is not taken with it."""
    assert [(c.place, c.change) for c in claims_of(text, "generic")] == [("Sake", "captured")]


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("on January 5 last year", date(2019, 1, 5), date(2019, 1, 5)),
        ("in January of last year", date(2019, 1, 1), date(2019, 1, 31)),
        ("on 5 January this year", date(2020, 1, 5), date(2020, 1, 5)),
        ("on 5 January, 2018", date(2018, 1, 5), date(2018, 1, 5)),
    ],
)
def test_whose_year_it_is(when: str, start: date, end: date) -> None:
    """A year told from the report's own belongs to the day or month before it."""
    period = claims_of(f"The army captured Morek {when}.")[0].period
    assert (period.start, period.end) == (start, end)


def test_a_day_after_counts_from_the_deed_not_from_the_saying() -> None:
    """What a source adds behind its "said" does not move the day of what it said."""
    text = "Troops retook Morek on Tuesday, the army said, a day after the fall of Latamna to rebels."
    assert {c.place: c.period.start for c in claims_of(text)} == {
        "Morek": date(2020, 2, 11),
        "Latamna": date(2020, 2, 10),
    }


def test_a_band_takes_a_city_by_storm() -> None:
    """A gang alone makes no war."""
    assert claims_of("Kool and the Gang took London by storm on Friday, playing to 20,000.", "generic") == ()

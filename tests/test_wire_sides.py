"""Who acts in what news agencies tell, whose side that is, and who says so."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of

# Who acts, who held the place before, who says so and for which side.
WHO: dict[str, tuple[str, tuple[str | None, str | None, str | None, str | None]]] = {
    "resulting in": (
        "The Taliban and the army clashed overnight, resulting in government forces retreating from Panjwai.",
        ("government", "government", None, None),
    ),
    "three who act": (
        "The army, police and militiamen withdrew from Lalibela.",
        ("government", "government", None, None),
    ),
    "a source before": (
        "According to the army, rebels and militia fighters took Lalibela.",
        ("rebels", None, "army", "government"),
    ),
    "a rival faction": (
        "A spokesman for the rival faction, Ngoma's Allied Democratic Forces, said Beni had fallen to his fighters.",
        ("adf", None, "spokesman for the rival faction", "adf"),
    ),
    "behind a comma": (
        "The fall of Goma was a blow to the rebels, correspondents say.",
        (None, "rebels", "correspondents", None),
    ),
    "declared": ("The MNDAA said Lashio had been declared liberated.", ("mndaa", None, "MNDAA", "mndaa")),
    "unnamed": (
        "The TNLA captured Kyaukme, the TNLA official who wished to remain anonymous told Radio Mekong.",
        ("tnla", None, "TNLA official", "tnla"),
    ),
    "if confirmed": (
        "If confirmed, the capture of Kyaukme by the TNLA would be another setback for the junta.",
        ("tnla", "government", None, None),
    ),
    "his country's army": (
        "Azerbaijani President Ilham Aliyev said his country's army had taken Vinidli.",
        ("azerbaijan", None, "Azerbaijani President Ilham Aliyev", "azerbaijan"),
    ),
    "its troops and others": (
        "The army said its troops and allied fighters repelled an RSF attack on Sennar.",
        ("saf", None, "army", "saf"),
    ),
    "who fights another": (
        "Paramilitary forces battling Sudan's regular army for over a year have claimed the capture of Singa.",
        ("rebels", None, "Paramilitary forces", "rebels"),
    ),
    "contradicted": (
        "Contrary to reports that militants had captured Marawi, the army said it was calm.",
        ("rebels", None, "army", "government"),
    ),
    "Anatoly": (
        "Most of Goma is controlled by rebels, General Anatoly Ivanov, of the army staff, told a briefing in Moscow.",
        (None, None, "General Anatoly Ivanov", None),
    ),
    "V. Putin": (
        "President Vladimir V. Putin declared Sunday that rebels had left Gwoza.",
        ("boko_haram", "boko_haram", "President Vladimir V. Putin", None),
    ),
    "residents are no he": (
        "Arango said rebels were near. Residents fled as the rebels took San Vicente, he told Caracol Radio.",
        ("rebels", None, "Arango", None),
    ),
    "police are no he": (
        "Arango said rebels were near. Police fled as the rebels took San Vicente, he told Caracol Radio.",
        ("rebels", None, "Arango", None),
    ),
}


@pytest.mark.parametrize(("text", "expected"), WHO.values(), ids=WHO.keys())
def test_who(text: str, expected: tuple[str | None, str | None, str | None, str | None]) -> None:
    """Who acts, who held the place before, who says so and for which side."""
    (claim,) = claims_of(text, "generic")
    assert (claim.actor, claim.previous, claim.claimant, claim.claimant_side) == expected


def test_residents_may_be_they() -> None:
    """What "they said" behind the words of residents is theirs, not that of who acted."""
    _, left = claims_of("Residents said rebels seized Bangolo. The army left Bangolo on Monday, they said.", "generic")
    assert (left.claimant, left.claimant_side) == ("Residents", None)


def test_a_group_is_no_she() -> None:
    """Who she is that said so is told by no group under arms."""
    text = (
        "Pierrette Ngoma spoke on Friday. The armed group which had taken over Bakouma, the FPRC, has left, she said."
    )
    assert [(claim.place, claim.claimant) for claim in claims_of(text, "generic")] == [("Bakouma", None)]


def test_whom_somebody_opposes_is_not_they() -> None:
    """Those whom forces are opposed to are not what "they" are called."""
    text = "Forces opposed to the government overran Bentiu, and on Monday they captured the town of Mayom."
    assert [(claim.place, claim.actor) for claim in claims_of(text, "generic")] == [("Bentiu", None), ("Mayom", None)]


def test_the_ministry_is_that_of_the_state_that_spoke() -> None:
    """A ministry is that of the state that said something last, whoever denied it since."""
    text = "Russia's Defence Ministry said that its forces had captured Vovche, a claim Kyiv has denied. {}"
    said = claims_of(text.format("The ministry said its forces had taken Yampil."), "ukraine")
    assert [(claim.place, claim.actor, claim.claimant_side) for claim in said] == [
        ("Vovche", "russia", "russia"),
        ("Yampil", "russia", "russia"),
    ]


def test_what_is_only_weighed_adds_no_word_of_its_own() -> None:
    """What would follow "if confirmed" is told by whoever told it before, and its quote says so."""
    text = "Rebels took Gwoza, the Observatory said. If confirmed, the loss of Gwoza would be a blow to the army."
    told, weighed = claims_of(text, "generic")
    assert weighed.claimant == told.claimant == "Observatory"
    assert weighed.evidence.quote == "If confirmed, the loss of Gwoza would be a blow to the army"


def test_the_quote_of_a_denial_says_what_is_denied() -> None:
    """The quote of "This is false" begins with what is false."""
    text = 'Rebels said they had taken Gwoza. "This is false," an army spokesman said.'
    denied = claims_of(text, "generic")[-1]
    assert (denied.certainty, denied.evidence.quote) == ("denied", 'This is false," an army spokesman')


def test_the_army_is_the_one_that_was_named() -> None:
    """Where one army has been named, "the army" is that one."""
    text = "The Israeli army entered Bint Jbeil on Monday. Marun al-Ras was seized by the army on Saturday."
    assert [claim.actor for claim in claims_of(text, "generic")] == ["israel", "israel"]
    both = text.replace("on Monday.", "on Monday and fought the Lebanese army.")
    assert [claim.actor for claim in claims_of(both, "generic")][-1] == "government"

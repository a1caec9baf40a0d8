"""How news agencies word what happened: who went on, who tried and was beaten off, who left and who moved in."""

from __future__ import annotations

import pytest

from tests.reading_fixture import claims_of

Told = tuple[str, str, str, str | None]  # place, change, certainty, who holds it afterwards

CASES: dict[str, tuple[str, str, list[Told]]] = {
    "the last town": (
        "syria",
        "DAMASCUS, Feb 9, 2020 (AFP) - Troops on Sunday overran the last town held by rebels.",
        [],
    ),
    "taken and held before": (
        "syria",
        "The army on Sunday overran Kafr Zita, the last town held by rebels.",
        [("Kafr Zita", "captured", "asserted", "regime")],
    ),
    "held on another day": (
        "syria",
        "Kafr Zita, held by rebels on Sunday, is quiet.",
        [("Kafr Zita", "held", "asserted", "rebels")],
    ),
    "wrested": (
        "syria",
        "The army took Morek, which rebels wrested from government control in January.",
        [("Morek", "captured", "asserted", "regime"), ("Morek", "captured", "asserted", "rebels")],
    ),
    "went on to": (
        "syria",
        "The army captured Morek and then went on to take Kafr Zita.",
        [("Morek", "captured", "asserted", "regime"), ("Kafr Zita", "captured", "asserted", "regime")],
    ),
    "went on, planned": (
        "syria",
        "The army will go on to take Kafr Zita.",
        [("Kafr Zita", "captured", "planned", "regime")],
    ),
    "entered as others left": (
        "syria",
        "The army entered Morek after the rebels withdrew.",
        [("Morek", "advanced", "asserted", None), ("Morek", "withdrawn", "asserted", None)],
    ),
    "entered, left elsewhere": (
        "syria",
        "The army entered Morek after the rebels withdrew from Kafr Zita.",
        [("Morek", "advanced", "asserted", None), ("Kafr Zita", "withdrawn", "asserted", None)],
    ),
    "not entered": (
        "syria",
        "The army failed to enter Morek after the rebels withdrew.",
        [("Morek", "advanced", "negated", None)],
    ),
    "the edge as others left": (
        "syria",
        "The army advanced to the edge of Morek after the rebels withdrew.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "left all positions": (
        "syria",
        "The rebels have withdrawn from all positions in Morek.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "left some positions": (
        "syria",
        "The rebels have withdrawn from some positions in Morek.",
        [],
    ),
    "left their positions": (
        "syria",
        "The rebels left their positions in Morek on Sunday.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "left their garrison": (
        "syria",
        "Morek was shelled on Sunday. Soldiers have evacuated their garrison in the town.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "those who tried": (
        "syria",
        "The rebels repelled soldiers who were trying to recapture Morek.",
        [("Morek", "repelled", "asserted", "rebels"), ("Morek", "recaptured", "planned", "regime")],
    ),
    "those trying": (
        "syria",
        "The rebels repelled soldiers attempting to enter Morek.",
        [("Morek", "repelled", "asserted", "rebels"), ("Morek", "advanced", "planned", None)],
    ),
    "those who had taken it": (
        "syria",
        "The rebels drove out soldiers who had seized Morek.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "stronghold for years": (
        "syria",
        "The loss of Morek, their stronghold for the past six years, is a blow to the rebels.",
        [("Morek", "lost", "asserted", None)],
    ),
    "a victory": (
        "syria",
        "The capture of Morek is a victory for the army.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "a setback": (
        "syria",
        "The fall of Morek marks a setback for the rebels.",
        [("Morek", "captured", "asserted", None)],
    ),
    "no blow to anybody": (
        "syria",
        "The fall of Morek is a blow to their plans.",
        [],
    ),
    "an announcement made": (
        "syria",
        "The announcement made by the army on Sunday that its forces had retaken Morek was met with doubt.",
        [("Morek", "recaptured", "claimed", "regime")],
    ),
    "a saint's church": (
        "syria",
        "The army took St Mary's Church in Morek.",
        [],
    ),
    "the capital, which": (
        "syria",
        "In Idlib, the rebels' capital, which was retaken on Saturday by the army, the streets were empty.",
        [("Idlib", "recaptured", "asserted", "regime")],
    ),
    "told aside": (
        "syria",
        "He spoke from the town of Morek, which he said had fallen to the army.",
        [("Morek", "captured", "claimed", "regime")],
    ),
    "whoever said": (
        "syria",
        "The town of Morek, which the army said had been recaptured on Friday, was calm.",
        [("Morek", "recaptured", "claimed", "regime")],
    ),
    "denied claims": (
        "syria",
        "A rebel spokesman denied army claims that the rebels had left Morek.",
        [("Morek", "withdrawn", "denied", None)],
    ),
    "had ever": (
        "syria",
        "The army denied the rebels had ever taken Morek.",
        [("Morek", "captured", "denied", "rebels")],
    ),
    "denied and said": (
        "syria",
        "A rebel spokesman denied that Morek had fallen and said an assault on Kafr Zita had been repulsed.",
        [("Morek", "captured", "denied", "regime"), ("Kafr Zita", "repelled", "claimed", "rebels")],
    ),
    "though some say": (
        "syria",
        'Though reports suggest fighting in Morek, a rebel leader declared from Idlib, "It has fallen into our hands."',
        [("Morek", "contested", "claimed", None), ("Morek", "captured", "claimed", "rebels")],
    ),
    "a side clause of saying": (
        "syria",
        "Although the army says Morek is quiet, rebels hold Kafr Zita.",
        [("Kafr Zita", "held", "asserted", "rebels")],
    ),
    "a key stronghold": (
        "syria",
        "The army took Kafr Zita, a key stronghold, from the rebels.",
        [("Kafr Zita", "captured", "asserted", "regime")],
    ),
    "strongholds counted": (
        "syria",
        "The army said it had seized two strongholds of the rebels, Morek and Kafr Zita.",
        [("Morek", "captured", "claimed", "regime"), ("Kafr Zita", "captured", "claimed", "regime")],
    ),
    "its other strongholds": (
        "syria",
        "The rebels took Morek; the army holds its other strongholds.",
        [("Morek", "captured", "asserted", "rebels")],
    ),
    "the town centre": (
        "syria",
        "Fighting went on in Morek. The town centre is in rebel hands.",
        [("Morek", "contested", "asserted", None), ("Morek", "contested", "asserted", None)],
    ),
    "calm and in hands": (
        "syria",
        "Morek was calm and in rebel hands on Sunday.",
        [("Morek", "held", "asserted", "rebels")],
    ),
    "the last strongholds of others": (
        "syria",
        "The army sent the rebels retreating towards Morek, one of their last strongholds.",
        [("Morek", "held", "asserted", "rebels")],
    ),
    "among the towns": (
        "syria",
        "The rebels lost ground. Among the towns captured on Sunday was Morek.",
        [("Morek", "captured", "asserted", None)],
    ),
    "fighting, including": (
        "syria",
        "Rebels took four villages in heavy fighting, including their former base at Morek.",
        [("four villages", "captured", "asserted", "rebels"), ("Morek", "captured", "asserted", "rebels")],
    ),
    "their way": (
        "syria",
        "Government troops made their way into the centre of Morek.",
        [("Morek", "advanced", "asserted", None)],
    ),
    "poorly armed": (
        "syria",
        "An attack forced poorly armed rebels to flee the town of Morek on Sunday.",
        [("Morek", "withdrawn", "asserted", None)],
    ),
    "no acknowledgement": (
        "syria",
        "There was no acknowledgement from the army that Morek had changed hands.",
        [("Morek", "captured", "claimed", None)],
    ),
    "between dashes": (
        "syria",
        "The Tiger Forces - supported by a dozen militias - took Morek.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "a unit of the army": (
        "syria",
        "The army's 16th Infantry Division took Morek.",
        [("Morek", "captured", "asserted", "regime")],
    ),
    "a town of a province": (
        "syria",
        "A Hama town, Morek, has been recaptured.",
        [("Morek", "recaptured", "asserted", None)],
    ),
    "emphasised": (
        "syria",
        "An army spokesman emphasised that Morek was cleared of rebels.",
        [("Morek", "captured", "claimed", "regime")],
    ),
}


@pytest.mark.parametrize(("theatre", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_told(theatre: str, text: str, expected: list[Told]) -> None:
    """Each report tells these claims and no others."""
    told = [(c.place, c.change, c.certainty, c.controller) for c in claims_of(text, theatre)]
    assert sorted(told, key=str) == sorted(expected, key=str)


def test_how_long_it_was_held_is_not_when_it_was_lost() -> None:
    """How long a town was somebody's stronghold does not tell when it was lost."""
    (claim,) = claims_of(
        "The loss of Morek, their stronghold for the past six years, is a blow to the rebels.", "syria"
    )
    assert claim.period.start == claim.period.end

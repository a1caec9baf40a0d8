"""The colours of the sides: far enough apart for every eye, and dark enough to read."""

from __future__ import annotations

import re
from importlib import resources
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from mapper import theatre
from mapper.maps.styles import contested, looks, unknown

Array = NDArray[np.float64]

LEAST = 20.0  # CIEDE2000
SIX = ("rebels", "regime", "sdf", "isis", "turkey_backed", "hts")

# From linear sRGB to XYZ (IEC 61966-2-1), and the white of D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

# Linear sRGB as seen at full severity: Machado, Oliveira and Fernandes, A Physiologically-based Model for
# Simulation of Color Vision Deficiency, IEEE Transactions on Visualization and Computer Graphics 15 (2009).
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> Array:
    """Red, green and blue of a hex colour as amounts of light."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: Array) -> Array:
    """CIELAB of linear sRGB (CIE 15)."""
    share = XYZ @ np.clip(light, 0, 1) / WHITE
    root = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def difference(one: Array, other: Array) -> float:
    """CIEDE2000 of two colours in CIELAB, after Sharma, Wu and Dalal, Color Research and Application 30 (2005)."""
    mean_chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)))
    (l1, a1, b1), (l2, a2, b2) = (np.array([row[0], row[1] * stretch, row[2]]) for row in (one, other))
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1 if c1 * c2 else 0.0
    turn += -360 if turn > 180 else 360 if turn < -180 else 0
    light, chroma, hue = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2
    if c1 * c2:
        mean_h = mean_h / 2 if abs(h1 - h2) <= 180 else (mean_h + (360 if mean_h < 360 else -360)) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * mean_h + shift)) for size, times, shift in waves)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    r_c = 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    r_t = -np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2)))) * r_c
    parts = (light / s_l, chroma / s_c, hue / s_h)
    return float(np.sqrt(sum(part**2 for part in parts) + r_t * parts[1] * parts[2]))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1)."""
    lighter, darker = sorted((float(XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def theme(name: str) -> dict[str, str]:
    """The colours of the style sheet, on paper or in the dark."""
    text = resources.files("mapper.maps").joinpath("page/theme.css").read_text(encoding="utf-8")
    paper, dark = text.split("prefers-color-scheme: dark")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", paper if name == "colour" else dark))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ],
)
def test_the_difference_is_computed_as_published(
    one: tuple[float, float, float], other: tuple[float, float, float], wanted: float
) -> None:
    """Pairs of the table that Sharma, Wu and Dalal give for testing."""
    assert difference(np.array(one), np.array(other)) == pytest.approx(wanted, abs=1e-4)
    assert difference(np.array(other), np.array(one)) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("ground", ["colour", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_any_two_sides_differ_to_every_eye(eye: str, ground: str) -> None:
    """At least 20, in light and dark, with and without colour vision."""
    seen = {side: lab(EYES[eye] @ linear(getattr(look, ground))) for side, look in looks(SIX).items()}
    near = {pair: difference(seen[pair[0]], seen[pair[1]]) for pair in combinations(seen, 2)}
    assert min(near.values()) >= LEAST, min(near, key=near.__getitem__)


@pytest.mark.parametrize("name", theatre.SHIPPED)
def test_any_two_sides_of_a_theatre_differ(name: str) -> None:
    """Six at once take the six colours, whoever they are; eight at once have eight shapes."""
    sides = [side.name for side in theatre.load(name).sides]
    for start in range(0, len(sides), 6):
        six = sides[start : start + 6]
        assert len({look.colour for look in looks(six).values()}) == len(six)
        assert {look.colour for look in looks(six).values()} <= {look.colour for look in looks(SIX).values()}
    assert len({look.shape for look in looks(sides[:8]).values()}) == len(sides[:8])
    assert len({(look.colour, look.shape) for look in looks(sides[:12]).values()}) == len(sides[:12])


def test_a_state_differs_from_another_without_its_colour() -> None:
    """A diamond is contested and nothing else; what is unknown is hollow, which no side is."""
    assert contested().shape == "diamond"
    assert "diamond" not in {look.shape for look in looks([f"side {number}" for number in range(20)]).values()}
    assert unknown().shape == "circle"


@pytest.mark.parametrize("ground", ["colour", "dark"])
def test_words_can_be_read_on_their_ground(ground: str) -> None:
    """4.5 to 1 for all text of cards and map; symbols have a rim of 3 to 1, so that a pale one is seen too."""
    colours = theme(ground)
    for text in ("ink", "muted"):
        assert all(contrast(colours[text], colours[under]) >= 4.5 for under in ("card", "track", "recent", "land"))
    for text in ("town", "province", "border"):
        assert contrast(colours[text], colours["land"]) >= 4.5, text
    assert contrast(getattr(contested(), ground), colours["card"]) >= 4.5
    assert contrast(getattr(unknown(), ground), colours["card"]) >= 4.5
    assert contrast(colours["outline"], colours["land"]) >= 3

"""Names fold alike however they are romanised, and stay apart where they name different places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.places.folding import folded, parts, skeleton, skeletons
from mapper.places.likeness import UNQUALIFIED, alike, closeness, likeness


@pytest.mark.parametrize(
    "names",
    [
        ("Al-Raqqah", "Ar-Raqqa", "Raqqah", "ar-Raqqa"),
        ("Deir ez-Zor", "Deir Ezzor", "Dayr al-Zor", "Deir az Zor"),
        ("Khan Sheikhoun", "Khān Shaykhūn", "Khan Shaikhun"),
        ("Ma'arrat al-Nu'man", "Maarrat an-Numan", "Ma`arat al Nu‘mān"),
        ("Kafr Nabudah", "Kafar Nabbouda", "Kafr Nabouda"),
        ("Tal Rifat", "Tall Rif'at", "Tell Rifaat", "Tel Rif‘at"),
        ("Umm Hartayn", "Um Hartein", "Om Hartain"),
        ("Hamidiyeh", "Hamidiyya", "Al-Hamidiyah", "al Hamidiye"),
        ("Rasm Elabed", "Rasm al-Abd"),
        ("Khirbat Hishun", "Khirbet Hishun", "Kherbet Hishun"),
        ("Qalaat al-Madiq", "Madiq Castle", "Qal'at al-Madiq"),
        ("Western Deir", "Dayr al Gharbi", "Deir Gharbiyah"),
        ("Old Deir", "Ad Dayr al Qadim"),
        ("Tal Elebar", "Tall al-Ebar"),
        ("Abul Thohur", "Abu Thohur"),
        ("Kyiv", "Київ", "Kiev", "Киев"),
        ("Kharkiv", "Kharkov", "Харків", "Харьков"),
        ("Avdiivka", "Avdeevka", "Avdiyivka", "Авдіївка"),
        ("Pervomaiskyi", "Pervomaysky", "Pervomayskiy", "Первомайський"),
        ("Sievierodonetsk", "Severodonetsk", "Сєвєродонецьк"),
        ("Lysychans'k", "Lisichansk", "Лисичанськ"),
        ("Saint Helena", "St. Helena"),
        ("قَلْعَة المضيق", "قلعه المضيق", "قلعـة المضيق"),
        ("إدلب", "ادلب"),
        ("Kobani (Ayn al-Arab)", "Kobani"),
    ],
)
def test_spellings_of_one_name_fold_alike(names: tuple[str, ...]) -> None:
    """Spellings of one name have one folded form."""
    assert len({folded(name) for name in names}) == 1, [folded(name) for name in names]


@pytest.mark.parametrize(
    "names",
    [
        ("Tal Malah", "Tall al-Milh", "Tel Meleh", "تل ملح"),
        ("Jibeen", "Jubbayn", "al-Jabin", "Al Jubayn", "Jibbin", "Al-Jebeen", "Jbine", "الجبين"),
        ("As-Suwayda", "Sweida", "Soueida", "السويداء"),
        ("Kafranbel", "Kafr Nabl", "Kafr Nabil", "كفرنبل"),
        ("Qamishli", "Kamishly", "Al-Qāmishlī", "القامشلي"),
        ("Horlivka", "Gorlovka", "Горлівка", "Горловка"),
        ("Khan Shaykun", "Khan Shaykhun"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(names: tuple[str, ...]) -> None:
    """Spellings of one name have one consonant skeleton, in Arabic and Cyrillic script too."""
    assert len({skeleton(name) for name in names}) == 1, [skeleton(name) for name in names]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Alhamra", "al-Hamra"),
        ("Thiban", "Dhiban"),
        ("Thiban", "Diban"),
        ("Abu Dhuhur", "Abu al-Zuhur"),
        ("Thahr", "Zahr"),
        ("Um Gobar", "Umm Ghubar"),
        ("Sahm El Golan", "Saham al-Jawlan"),
        ("Livin", "Lifin"),
        ("Hanbushiyeh", "Hambushiyah"),
        ("Kafram", "Kafr Ram"),
        ("Hpakant", "Phakant"),
        ("Hpakan", "Pakan"),
        ("Htantabin", "Thantabin"),
        ("Aljern Alaswad", "Al-Jurn al-Aswad"),
        ("Western Qastun", "Qastun"),
    ],
)
def test_other_readings_meet_in_one_skeleton(name: str, other: str) -> None:
    """A joined article and th, dh for other letters are read in more ways than one."""
    assert set(skeletons(name)) & set(skeletons(other))


@pytest.mark.parametrize("word", ["Tal", "Kafr", "Khan", "Deir", "Umm"])
def test_a_generic_word_keeps_names_apart(word: str) -> None:
    """Tal Malah is not Malah."""
    assert folded(f"{word} Malah") != folded("Malah")
    assert not set(skeletons(f"{word} Malah")) & set(skeletons("Malah"))


@pytest.mark.parametrize(("name", "other"), [("Homs", "Hama"), ("Tal Rifat", "Tal Abyad"), ("Aleppo", "Lepo")])
def test_different_names_stay_apart(name: str, other: str) -> None:
    """Names that share few letters have different folded forms."""
    assert folded(name) != folded(other)


@pytest.mark.parametrize("name", ["", " ", "'", "—", "()", "ʿ"])
def test_a_name_without_letters_has_no_key(name: str) -> None:
    """Signs alone have no key and are like nothing, themselves included."""
    assert folded(name) == skeleton(name) == ""
    assert skeletons(name) == ()
    assert likeness(name, name) == 0.0


def test_an_article_alone_is_a_name() -> None:
    """The only word of a name is kept, whatever it is."""
    assert folded("Al") == "al"


def test_vowels_cost_less_than_consonants() -> None:
    """A changed vowel leaves names more alike than a confusable consonant, and that than another one."""
    vowel, akin, other = (likeness("Madaya", name) for name in ("Modaya", "Mataya", "Malaya"))
    assert 1 > vowel > akin > other


def test_unlike_names_fall_below_the_floor() -> None:
    """Names with other consonants are hardly alike."""
    assert likeness("Damascus", "Aleppo") < 0.3
    assert likeness("Homs", "Hama") < 0.6


def test_scripts_are_compared() -> None:
    """An Arabic spelling is like its romanisation though it lacks the short vowels."""
    assert likeness("Tal Malah", "تل ملح") > 0.7


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_symmetric_share(one: str, two: str) -> None:
    """Any two texts have a likeness from 0 to 1, the same both ways."""
    assert 0.0 <= likeness(one, two) <= 1.0
    assert likeness(one, two) == pytest.approx(likeness(two, one))


@given(st.text(max_size=30))
def test_a_name_is_wholly_like_itself(name: str) -> None:
    """A name with letters has likeness 1 to itself; its keys are text without blanks at the ends."""
    key = folded(name)
    assert likeness(name, name) == (1.0 if key else 0.0)
    assert key == key.strip()
    assert closeness(key, "") == 0.0


def test_a_qualifier_does_not_make_another_place() -> None:
    """A name without a qualifier may be both the eastern and the western place, which are not each other."""
    bare, east, west = folded("Tal Battal"), folded("Eastern Tal Battal"), folded("Western Tal Battal")
    assert alike(bare, east) == alike(west, bare) == UNQUALIFIED
    assert alike(east, west) == closeness(east, west) < UNQUALIFIED


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("Ashrafiya - Kanazir", ("Ashrafiya", "Kanazir")),
        ("Arshuna_Mazraat Arshuna", ("Arshuna", "Mazraat Arshuna")),
        ("Masikeh-Lajat", ()),
        ("Tal Malah", ()),
        ("-", ()),
    ],
)
def test_two_names_of_one_place_are_told_apart(name: str, several: tuple[str, ...]) -> None:
    """A hyphen between blanks joins two names, one between letters stands inside a name."""
    assert parts(name) == several


@given(st.text("aeiouwhbdgkrstx ", max_size=8), st.text("aeiouwhbdgkrstx ", max_size=8))
def test_two_names_are_as_alike_either_way_round(one: str, two: str) -> None:
    """Which name is turned into the other, and from which end, makes no difference."""
    assert closeness(one, two) == pytest.approx(closeness(two, one))

"""Texts in other languages are told apart from English ones."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.reports.language import unread

ARABIC = "سيطرت فصائل المعارضة على قرية تل ملح في ريف حماة الشمالي بعد اشتباكات عنيفة مع قوات النظام."
UKRAINIAN = "Українські війська зайняли село Роботине в Запорізькій області, повідомив Генеральний штаб у понеділок."
RUSSIAN = "Российские войска заняли посёлок Марьинка в Донецкой области, сообщило министерство обороны."
HEBREW = "כוחות צה״ל נכנסו אל פאתי העיר חאן יונס ביום שלישי, כך מסר דובר הצבא."
BURMESE = "မြန်မာနိုင်ငံ မြောက်ပိုင်းရှိ မြို့ကို သိမ်းပိုက်ခဲ့သည်။"
FRENCH = (
    "Les forces gouvernementales ont repris mardi le village de Tal Malah, dans le nord de la province de Hama, "
    "après plusieurs jours de combats contre les rebelles, selon l'Observatoire syrien des droits de l'homme, "
    "qui dispose d'un large réseau de sources dans le pays."
)
SPANISH = (
    "Las fuerzas del gobierno recuperaron el martes la localidad de Kafr Nabudah, en el norte de la provincia de "
    "Hama, tras varios días de combates con los rebeldes, según informó el Observatorio Sirio de Derechos Humanos."
)
TURKISH = (
    "Suriye ordusu salı günü Hama'nın kuzeyindeki Tel Malah köyünü muhaliflerden geri aldı. Suriye İnsan Hakları "
    "Gözlemevi'ne göre günlerdir süren çatışmalarda her iki taraftan da çok sayıda kişi hayatını kaybetti ve köyler "
    "büyük ölçüde boşaldı."
)
HEADLINES = (
    "Army retakes Kernaz; rebels seize Jubbayn; Idlib shelled; Hama quiet; Aleppo road cut; Raqqa falls; Manbij "
    "holds; Afrin emptied; Kobani rebuilt; Tabqa dam stormed; Mosul encircled; Fallujah starved; Ramadi retaken"
)
ENGLISH = (
    "BEIRUT, June 7 - Government forces recaptured the village of Tal Malah in northern Hama province on Friday after "
    "several days of fighting with rebels, the Syrian Observatory for Human Rights said. The army did not comment."
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (ARABIC, "Arabic"),
        (UKRAINIAN, "Cyrillic"),
        (RUSSIAN, "Cyrillic"),
        (HEBREW, "Hebrew"),
        (BURMESE, "Burmese"),
        (FRENCH, "French"),
        (SPANISH, "Spanish"),
        (TURKISH, "Turkish"),
        (f"{ARABIC}\n\n(Reuters)", "Arabic"),
        (FRENCH.upper(), "French"),
    ],
)
def test_texts_in_another_language_are_told(text: str, word: str) -> None:
    """What cannot be read is named by its script or language."""
    told = unread(text)
    assert told is not None
    assert word in told


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        f"{ENGLISH} The village is called تل ملح in Arabic.",
        f"{ENGLISH} «Мар'їнка» is the spelling of Kyiv.",
        "Rebels capture Tal Malah",
        "Army retakes Kafr Nabudah, Tal Malah, Jubbayn, Kernaz",
        "Kernaz, Jubbayn, Tal Malah, Kafr Nabudah, al-Habit, Qirata, Sahriyah",
        "Bakhmut",
        HEADLINES,
        "",
        "12:40 / 13:05 ... !",
    ],
)
def test_english_and_short_headlines_pass(text: str) -> None:
    """English passes, with foreign names in it or without, and so does what is too short to judge."""
    assert unread(text) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    """The answer is None or words, whatever the text."""
    told = unread(text)
    assert told is None or told.strip()

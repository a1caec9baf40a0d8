"""Letters of other scripts in plain Latin ones, so that one set of folding rules serves all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# ruff: noqa: RUF001 - letters that look like Latin ones are what this file is about

# Signs that stand for ayn, hamza or the soft sign, or that only mark where one was left out.
_DROPPED = dict.fromkeys(map(ord, "'’‘‛`´ʼʽʾʿʹʺˈ′″\"“”ъьءع\u0640\u200c\u200d\u200e\u200f"))


def _pairs(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters.split(), latin.split(), strict=True))


_LATIN = _pairs("ı ł ø đ ð þ æ œ ə ħ", "i l o d d th ae oe e h")
# Romanised as Ukraine has done since 2010, but for g; letters of Russian alone as BGN/PCGN do.
_CYRILLIC = _pairs(
    "а б в г ґ д е ё є ж з и і ї й к л м н о п р с т у ў ф х ц ч ш щ ы э ю я ј љ қ ғ һ",
    "a b v g g d e yo ye zh z i i yi y k l m n o p r s t u u f kh ts ch sh shch y e yu ya y l q g h",
)
_ARABIC = _pairs(
    "ا أ إ آ ٱ ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ غ ف ق ك ل م ن ه ھ ة و ؤ ي ی ى ئ ک گ پ چ ژ ڤ ە ۆ ێ",
    "a a a a a b t th j h kh d dh r z s sh s d t z gh f q k l m n h h a u u y y y y k g p ch zh v e o e",
)

_LETTERS = str.maketrans({**_LATIN, **_CYRILLIC, **_ARABIC})

_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{2})")
_ARABIC_WAW = re.compile(r"\bو(?=\w)|و(?=ا)")  # a consonant at the start and before alef
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]+")
_ARABIC_END = re.compile(r"(?<=\w\w)ه(?!\w)")  # ha for ta marbuta


@lru_cache(maxsize=1 << 16)
def latin(text: str) -> str:
    """The text in lower case and plain Latin letters, without diacritics, ayn, hamza and soft signs."""
    text = text.casefold()
    if not text.isascii():
        if _ARABIC_SCRIPT.search(text):
            text = _arabic(text)
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS)))
    return text.translate(_DROPPED)


def _arabic(text: str) -> str:
    text = _ARABIC_ARTICLE.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text)))
    text = _ARABIC_WAW.sub("w", text)
    return _ARABIC_END.sub("ة", text)


def in_latin_script(text: str) -> bool:
    """Whether the first letter of a text is a Latin one."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return letter.isascii() or "LATIN" in unicodedata.name(letter, "")

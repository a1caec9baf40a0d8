"""Which language a text is written in, as far as reading it needs to know."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# A few function words that running text in each language is full of. A headline has hardly any, so a text
# counts as foreign only where another language's outnumber the English ones.
_FUNCTION_WORDS = {
    "English": "the of and to in was were for on with by at from that has have had said are its their after",
    "French": "le la les des du et dans une est que qui pour sur avec par aux cette selon ont été",
    "Spanish": "el la los las de y en una que por con para del fue según han se al",
    "Portuguese": "o os as de e em uma que por com para do da foi segundo não no na",
    "German": "der die das und in den von zu mit dem ist nach auf ein eine wurde wurden sich",
    "Italian": "il la le gli di e in una che per con del della è sono nel secondo",
    "Turkish": "ve bir bu için ile olarak da de olan göre sonra daha kadar oldu ele geçirdi dedi çok gibi ne o en"
    " her iki köyü köyünü tarafından söyledi açıkladı",  # noqa: RUF001 -- Turkish has a dotless i
    "Indonesian": "yang dan di dengan untuk pada dari ini itu oleh akan telah",
    "Polish": "i w na z do że się nie jest przez po oraz według",
    "Dutch": "de het een en van in op met voor zijn werd door volgens niet",
}
_KNOWN = {name: frozenset(words.split()) for name, words in _FUNCTION_WORDS.items()}
_ENOUGH_WORDS = 25  # fewer are too few to judge
_HALF = 0.5  # of the letters
_FOREIGN_SHARE = 0.1  # of the words, at least so many must be function words of the other language
_SCRIPTS = {"ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew", "MYANMAR": "Burmese", "CJK": "Chinese"}


def unread(text: str) -> str | None:
    """The language or script that a text is written in where it cannot be read yet; None for English."""
    script, share = _script(text)
    if script != "LATIN" and share > _HALF:
        return f"{_SCRIPTS.get(script, script.capitalize())} script"
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    total = words.total()
    if total < _ENOUGH_WORDS:
        return None
    shares = {name: sum(words[w] for w in known if w in words) / total for name, known in _KNOWN.items()}
    best = max(shares, key=lambda name: (shares[name], name == "English"))
    return best if best != "English" and shares[best] >= _FOREIGN_SHARE else None


def _script(text: str) -> tuple[str, float]:
    """The script of most letters, and their share; "LATIN" for a text without letters."""
    scripts: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        if letter.isalpha():
            scripts[unicodedata.name(letter, "?").split()[0]] += count
    if not scripts:
        return "LATIN", 1.0
    script, count = scripts.most_common(1)[0]
    return script, count / scripts.total()

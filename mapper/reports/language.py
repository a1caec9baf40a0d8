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
_ENOUGH_WORDS = 25  # fewer are too few to judge
_FOREIGN_SHARE = 0.1  # of the words, at least so many must be function words of the other language
_SCRIPTS = {"ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew", "MYANMAR": "Burmese", "CJK": "Chinese"}


def unread(text: str) -> str | None:
    """The language or script that a text is written in where it cannot be read yet; None for English."""
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in text if c.isalpha())
    if not scripts:
        return None
    script, count = scripts.most_common(1)[0]
    if script != "LATIN" and count * 2 > scripts.total():
        return f"{_SCRIPTS.get(script, script.capitalize())} script"
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < _ENOUGH_WORDS:
        return None
    shares = {name: sum(w in set(known.split()) for w in words) / len(words) for name, known in _FUNCTION_WORDS.items()}
    best = max(shares, key=lambda name: (shares[name], name == "English"))
    return best if best != "English" and shares[best] >= _FOREIGN_SHARE else None

"""Which language a text is written in, as far as reading it needs to know."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Function words that every stretch of English prose is full of, and no other language shares as a set.
_ENGLISH = frozenset(
    "the of and to in a an that is was were for on with by at from as it be has have had said are this not "
    "their its they after which who he she but or been also into over under during against than".split()
)
_ENOUGH_WORDS = 25  # a headline is too short to judge
_ENGLISH_SHARE = 0.12  # running English has about 0.4; French, Spanish, Turkish stay under 0.08
_SCRIPTS = {"ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew", "MYANMAR": "Burmese", "CJK": "Chinese"}


def unread(text: str) -> str | None:
    """What the text seems to be written in where that cannot be read yet; None for English."""
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in text if c.isalpha())
    if not scripts:
        return None
    script, count = scripts.most_common(1)[0]
    if script != "LATIN" and count * 2 > scripts.total():
        return f"{_SCRIPTS.get(script, script.capitalize())} script"
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) >= _ENOUGH_WORDS and sum(w in _ENGLISH for w in words) < _ENGLISH_SHARE * len(words):
        return "a language other than English"
    return None

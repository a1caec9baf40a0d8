"""Keys of a name, and how alike two names are, however a report romanises them."""

from __future__ import annotations

import re
from functools import lru_cache

from mapper.places import generics
from mapper.places.scripts import latin

_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]?")
_TOKEN = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"al", "el", "il", "ul", "l", "the", "of"})
_SUN_ARTICLE = re.compile(r"[aeiu](ch|dh|sh|th|[dlnrstz])\1?")
# Elhamra, Alhamra, Elabed, Ezzor, Eshsheikh: only behind another word, or Alma would be Ma.
_JOINED_ARTICLE = re.compile(r"[ae]l(?=[b-df-hj-np-tv-z]\w\w)|el(?=[aeou]\w\w)|[ae](?=([dnrstz])\1\w)|[ae]s(?=sh)")
_CONSTRUCT = re.compile(r"(?<=\w\w)[ae]t$")  # Qaryat X is Qarya X

# Each of these makes one of two habits of romanisation, and sees what those before it left.
_REPLACED = (
    *(("eye", "ie"), ("iie", "ie"), ("ee", "i"), ("iy", "i"), ("oo", "u"), ("ou", "u"), ("y", "i")),
    *(("tch", "ch"), ("dj", "j"), ("ck", "k")),
)
_DOUBLED = re.compile(r"(.)\1+")
_DIPHTHONGS = (("ei", "ai"), ("ae", "ai"), ("aou", "aw"), ("au", "aw"))
_C = re.compile(r"c(?!h)")
# Ukrainian and Russian: -iv, -ov, -ivka, -ovka; -ove, -ovo
_SLAVIC_V = re.compile(r"(?:i?[eo]|i)v(?:(?=k[aiu]|$)|([eo])$)")
# ta marbuta in its spellings -a, -ah, -eh, -e; -ske, -skoye
_ENDING = re.compile(r"(?<=..)(?:oi?e|[ae]h|e|(?<=sk)aia)$")
_IE = re.compile(r"^ie|(?<!^)ie(?!$)")


def folded(name: str) -> str:
    """The name's words in plain letters, each in one spelling, without articles; "" if none is left."""
    return _folded(latin(name))


@lru_cache(maxsize=1 << 16)
def _folded(plain: str) -> str:
    tokens = _TOKEN.findall(_ASIDE.sub(" ", plain)) or _TOKEN.findall(plain)
    words: dict[str, list[str]] = {"first": [], "": [], "last": []}
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if following and _is_article(token, following):
            continue
        bare = _JOINED_ARTICLE.sub("", token, count=1) if place and _JOINED_ARTICLE.match(token) else token
        word = generics.KEYS.get(bare) or _word(_CONSTRUCT.sub("a", bare) if following else bare)
        where = "last" if word in generics.LAST else "first" if token in generics.FIRST else ""
        words[where].append(word)
    return " ".join((*words["first"], *words[""], *words["last"]))


def _is_article(token: str, following: str) -> bool:
    sun = _SUN_ARTICLE.fullmatch(token)
    return token in _ARTICLES or (sun is not None and following.startswith(sun[1]))


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> str:
    known = generics.KEYS.get(token)
    if known:
        return known
    for old, new in _REPLACED:
        token = token.replace(old, new)
    token = _DOUBLED.sub(r"\1", _C.sub("k", token) if "c" in token else token)
    for old, new in _DIPHTHONGS:
        token = token.replace(old, new)
    if "v" in token:
        token = _SLAVIC_V.sub(lambda match: "iva" if match[1] else "iv", token)
    if token.endswith("hrad"):  # Ukrainian for Russian -grad
        token = token[:-4] + "grad"
    token = _ENDING.sub("a", token)
    if "ie" in token:
        token = _IE.sub("e", token)
    return token[:-3] + "ia" if token.endswith("iia") else token


_DIGRAPH = re.compile(r"s(?:hc)?h|sch|[cktgrdz]h|t[sz]")
_SOUNDS = {"sh": "š", "sch": "š", "shch": "š", "ch": "č", "kh": "x", "gh": "ğ", "rh": "ğ"}
_SOUNDS |= {"th": "þ", "dh": "ð", "zh": "ž", "ts": "c", "tz": "c"}
# Sounds that reports spell with one another's letters: qaf, kaf, ghayn and kha; sin, shin and what is
# ch in French; h and g, which are one letter in Ukrainian and Russian.
_CLASSES = str.maketrans("qğxcščžþðg", "kkksssztdh")
_LAST_H = re.compile(r"h(?= |$)")
_VOWEL = re.compile(r"[aeiou ]|(?<!^)w")
_QUALIFIERS = "|".join(sorted(_DIGRAPH.sub(lambda found: _SOUNDS[found[0]], word) for word in generics.LAST))
# What may be read in more ways than one, behind the letters without which it is not there: an article
# joined to its noun; th and dh; g (gh, or j as in Egypt); v (f); n before b; Burmese aspirates (Hpakant,
# Phakant); two words in one (Kafr Ram, Kafram); and qualifiers, which are often left out.
_READINGS = (
    (("al", "el", "sh"), re.compile(r"^[ae](?:l(?=[^aeiou ]\w)|s(?=š))|(?<= )[ae]l(?=\w\w)"), ("",)),
    (("th", "dh"), re.compile(r"[þð]"), ("d", "z")),
    (("g",), re.compile(r"g"), ("ğ", "j")),
    (("v",), re.compile(r"v"), ("f",)),
    (("nb",), re.compile(r"n(?=b)"), ("m",)),
    (("hp", "ht", "hk"), re.compile(r"(?<!\w)h(?=[ptk])"), ("",)),
    (("ph",), re.compile(r"ph"), ("p", "f")),
    ((" ",), re.compile(r"(?<=\w\w\w)(\w) (?=\1)"), (r"\1",)),
    ((" ",), re.compile(rf"(?<=\w)(?: (?:{_QUALIFIERS}))+$"), ("",)),
)


_PART = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|\s*[/_]\s*")


def parts(name: str) -> tuple[str, ...]:
    """The names of a place that is written with two of them, as in Ashrafiya - Kanazir; none for a single name."""
    if not any(sign in name for sign in "-–—/_"):
        return ()
    found = [part for part in _PART.split(name) if part.strip()]
    return tuple(found) if len(found) > 1 else ()


def skeleton(name: str) -> str:
    """The classes of the name's consonants, as in tlml for Tal Malah; "" if it has none."""
    return _skeleton(sounds(folded(name)))


def skeletons(name: str) -> tuple[str, ...]:
    """The skeletons of every reading of the name: Alhamra as al-Hamra too, th and dh as d and z too."""
    return skeletons_of(folded(name))


@lru_cache(maxsize=1 << 16)
def skeletons_of(key: str) -> tuple[str, ...]:
    """The same for a name that is folded already."""
    readings = {sounds(key)}
    for signs, pattern, instead in _READINGS:
        if any(sign in key for sign in signs):
            readings |= {pattern.sub(by, reading) for reading in readings for by in instead}
    keys = {_skeleton(reading) for reading in readings}
    return tuple(sorted(key for key in keys if key))


def _skeleton(heard: str) -> str:
    classes = _LAST_H.sub("", heard).translate(_CLASSES)
    return _VOWEL.sub("", _DOUBLED.sub(r"\1", classes))


def sounds(key: str) -> str:
    """A folded name with one letter for each sound: š for sh, x for kh."""
    return _DIGRAPH.sub(_sound, key)


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS[match[0]]

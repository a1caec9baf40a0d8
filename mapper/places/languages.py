"""The languages of names: one code each, and which of them are spoken in a country."""

from __future__ import annotations

from mapper.places.scripts import in_latin_script

# ISO 639-2 and 639-3 to ISO 639-1, for the languages that gazetteers have most names in.
_SHORT = dict(
    pair.split(":")
    for pair in """
    ara:ar arz:arz eng:en fra:fr deu:de spa:es ita:it por:pt nld:nl pol:pl rus:ru ukr:uk bel:be tur:tr kur:ku
    fas:fa heb:he mya:my zho:zh jpn:ja kor:ko vie:vi swe:sv nno:nn nob:nb dan:da fin:fi ron:ro hun:hu ces:cs slk:sk
    slv:sl hrv:hr srp:sr bul:bg ell:el hye:hy kat:ka aze:az lit:lt lav:lv est:et cat:ca eus:eu glg:gl urd:ur hin:hi
    ben:bn tha:th msa:ms ind:id kaz:kk uzb:uz tat:tt epo:eo lat:la mkd:mk sqi:sq bos:bs afr:af isl:is gle:ga cym:cy
    che:ce som:so amh:am tir:ti yid:yi pus:ps snd:sd
    """.split()
)
_UNTOLD = frozenset({"und", "mul", "zxx", "unk"})

_ONE_LANGUAGE = "IR:fa PK:ur TR:tr UA:uk RU:ru MD:ro GE:ka AM:hy AZ:az ET:am ER:ti IN:hi BD:bn TH:th"

# ISO 3166 codes of countries whose own script is not Latin, or whose language press reports render.
_LOCAL = {
    **dict.fromkeys("SY IQ LB JO PS EG LY SD SA YE AE KW QA BH OM DZ TN MR".split(), ("ar",)),
    "MA": ("ar", "zgh"),
    "IL": ("he", "ar"),
    "BY": ("be", "ru"),
    "AF": ("fa", "ps"),
    "MM": ("my", "shn"),
    **{code: (language,) for code, language in (pair.split(":") for pair in _ONE_LANGUAGE.split())},
}


def iso2(code: str) -> str:
    """The shortest code of a language; empty where the source does not know it."""
    bare = code.strip().casefold()
    return "" if bare in _UNTOLD else _SHORT.get(bare, bare)


def is_local(name: str, language: str, country: str) -> bool:
    """Whether a name is in the language and script of the country."""
    spoken = _LOCAL.get(country.upper(), ())
    if iso2(language) not in spoken:
        return False
    return not in_latin_script(name) or "tr" in spoken or "ro" in spoken or "az" in spoken

"""Small tables in the forms that public gazetteers are published in, all made up."""

# ruff: noqa: E501, RUF001 -- tables are as wide as they are, and Arabic

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OCHA = """\
admin4Pcode\tadmin4Name_en\tadmin4Name_ar\tLatitude_y\tLongitude_x\tadmin3Name_en\tadmin3Pcode\tadmin2Name_en\tadmin2Pcode\tadmin1Name_en\tadmin1Pcode\tIsAdmin3Capital
C1\tTal Milh\tتل ملح\t35.3058\t36.5186\tMuhradah\tSY0503\tMuhradah\tSY0503\tHama\tSY05\tNo
C2\tHama\tحماة\t35.13\t36.75\tHama\tSY0501\tHama\tSY0501\tHama\tSY05\tYes
C3\tTiba\tالطيبة\t35.40\t36.40\tHama\tSY0501\tHama\tSY0501\tHama\tSY05\tNo
"""
QUARTERS = """\
admin1Name_en\tadmin1Pcode\tadmin4Name_en\tadmin4Pcode\tneibourhoodName_en\tneibourhoodName_ar\tneibourhoodPcode
Hama\tSY05\tHama\tC2\tArbaeen\tالأربعين\tN1
Hama\tSY05\tHama\tC9\tNowhere\tلا مكان\tN2
"""
UNITS = """\
{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name_en": "Hama", "name_ar": "حماة",
"pcode": "SY05"}, "geometry": {"type": "Polygon", "coordinates": [[[36, 35], [38, 35], [38, 36], [36, 36], [36, 35]]]}}]}
"""
WOF = """\
wof_id\tname\tgn_name\tlat\tlon\tgeonameid\twikidata\twikipedia\tfcode\tpopulation\tregion\tcounty\tsrc_geom
11\tTall Milḩ\tTall Milḩ\t35.3060\t36.5190\t163000\t\t\tPPL\t0\tHama\tMuhradah\tgeonames
12\tḨamāh\tḨamāh\t35.1318\t36.7578\t170017\tQ173545\t\tPPLA\t460602\tHama\tHama\tgeonames
13\tAţ Ţaybah\tAţ Ţaybah\t35.42\t36.42\t999\t\t\tPPL\t0\tHama\tHama\tgeonames
"""
WOF_NAMES = """\
wof_id\tlang\tkind\tname
11\tara\tpreferred\tتل ملح
12\tara\tpreferred\tحماة
12\tfra\tvariant\tHama
13\tara\tpreferred\tالطيبة
13\tund\tvariant\tTibeh
"""


def geonames_line(id_: int, name: str, lat: float, lon: float, code: str = "P.PPL", **cells: object) -> str:
    """One line of a country dump."""
    feature, _, detail = code.partition(".")
    values = {"names": "", "country": "SY", "population": 0, **cells}
    head = (id_, name, name, values["names"], lat, lon, feature, detail, values["country"], "", "", "", "", "")
    return "\t".join(map(str, (*head, values["population"], "", "300", "Asia/Damascus", "2024-01-01"))) + "\n"


def write_tables(folder: Path) -> Path:
    """The folder with every table of the two publishers in it, and a file that is none."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "ocha_syr_admin4_20180627.tsv": OCHA,
        "ocha_syr_city_neighbourhoods_20180627.tsv": QUARTERS,
        "ocha_syr_adm1.geojson": UNITS,
        "wof_sy_localities.tsv": WOF,
        "wof_sy_names.tsv": WOF_NAMES,
        "README.md": "# What lies here\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder

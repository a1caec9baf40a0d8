"""Words that many names share, such as Tal, Kafr or Western, each in one spelling."""

from __future__ import annotations

# Groups stand between bars or line ends; the first spelling of a group is its key. Spellings are those
# of OCHA, GeoNames and newspapers. Arabic script, which leaves short vowels out, reads as tl or kfr.
_SPELLINGS = """
tal tall tel tell til tl hill | kafr kfar kafar kefr kafer kfer kufr kfr
shaikh shaykh sheikh cheikh sheik shekh shiekh cheik chekh shykh | dair dayr deir der deyr dyr
jabal jebel djebel jbel gabal gebel jbl mount mountain | ain ayn ein eyn ayin yn | um umm om oum omm am
abu abou abo aboo abul aboul | saint st | bait bayt beit beyt byt | bir beer bi br | wadi ouadi oued uadi wady
khirba khirbat khirbet khirbah khirbeh kherbet kherba kherbeh kharbet khurbat kheurbet khrba
qala qalaat qalat qalaa qalah qalet kalaat kalat qla castle fortress | qasr kasr qaser qasir palace
maara maarat maarrat maarrah maarah maaret maarret marat maret mara mrra mra
mazraa mazraat mazraet mazraah mezraat mzra | rasm resm | hawsh hosh haouch housh hoch hush
jub jubb jeb jib joub | jisr jisir jiser bridge | burj borj bourj brj | ras raas | bani beni banu bny
abd abdul abdel abdal abed | dahr daher dhahr dohr thahr zahr | haj hajj hadj
gharbi western west gharbiyah gharbiya gharbiyeh gharbieh gharbia gharby rharbi ghrby ghrbya
sharqi eastern east sharqiyah sharqiya sharqiyeh charqi sharki charki cherqi shrqy shrqya
shamali northern north shimali shmali chamali shamaliyah shamaliyeh shmaly shmalya
janubi southern south janoubi jnubi janubiyah janubiyeh jnuby jnubya
fawqani upper fawqaniyah foqani foqaniyeh fouqani fauqani faouqani fawqa foqa fuqany fuqanya
tahtani lower tahtaniyah tahtaniyeh tahta tahtany tahtanya thtany thtanya
kabir big great large kabira kabirah kabireh kebir kebire kbir kubra kbyr kbyra
saghir little small saghira saghirah saghireh sghir sughra serhir rhira sghyr sghyra
wastani middle central wastaniyah wusta wustani | qadim old qadima qadimah qadimeh qdym | jadid new jadidah jadideh jdyd
"""

KEYS = {
    spelling: group.split()[0]
    for line in _SPELLINGS.strip().split("\n")
    for group in line.split("|")
    for spelling in group.split()
}

# "Western Deir" is Deir al-Gharbi and "Madiq Castle" Qalaat al-Madiq: of what stands on the other
# side in English the former goes last in Arabic, the latter first.
LAST = frozenset(
    {"gharbi", "sharqi", "shamali", "janubi", "fawqani", "tahtani", "kabir", "saghir", "wastani", "qadim", "jadid"}
)
FIRST = frozenset({"castle", "fortress", "mount", "mountain", "hill", "palace", "bridge"})

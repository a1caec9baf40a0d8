"""Sides: whom a noun phrase means by name, by adjective, by company, or by pointing back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.actors import adjective_side, namings
from mapper.claims.clauses import subject_behind
from mapper.claims.discourse import FIGHTERS, SPEAKER
from mapper.english import english
from mapper.reports.sentences import tokens

if TYPE_CHECKING:
    from mapper.actors import Naming
    from mapper.claims.discourse import Discourse, Setting
    from mapper.claims.phrases import Parsed, Phrase

STATE_BODIES = frozenset({"ministry", "presidency", "government"})
_BODIES = STATE_BODIES | {"command", "staff", "spokesman", "spokeswoman", "spokesperson", "headquarters", "leadership"}
_ARMS = frozenset({"wing", "office", "room", "commanders"})  # of a group: "the rebels' political wing"
_TURNED = frozenset({"renegade", "mutinous", "mutinying", "dissident", "rebel", "rebellious", "defected", "former"})
_BARE = frozenset({"troops", "soldiers", "forces"})  # whose they are only the speaker tells
_MEN = _BARE | {"fighters", "men", "units", "gunmen"}
_OF_STATE = frozenset({"defence", "defense", "ministry"})  # "the defence spokesman", "a ministry spokesman"
_OWNING = frozenset({"its", "their", "his", "the", "these", "those"})
_SOLE = frozenset({"it", "they", "the group"})  # what the only side named before in a sentence is called
_WHILE = frozenset({"since", "before", "while", "although", "though"})  # the main clause tells who acts
_STATE_ARMY = frozenset({"the army", "the military", "the armed forces"})
_POSSESSIVE = frozenset({"our", "my", "its", "their", "his"})
_DEEDS = frozenset({"offensive", "advance", "attack", "assault", "side"})  # by themselves they name nobody
_ALLIED = frozenset({"allied", "aligned", "affiliated", "loyal"})


def side_of(parsed: Parsed, who: int | None, setting: Setting, *, speaker_side: str | None) -> str | None:
    """The side that a noun phrase means, None where it names none or an unknown one."""
    if who is None or parsed.phrases[who].text == "i":
        return None
    phrase = parsed.phrases[who]
    if phrase.naming is not None:
        own = None if phrase.naming.proper else _of_a_generic(parsed, who, phrase.naming, setting)
        if own is None and not phrase.naming.proper and phrase.words[0] in _POSSESSIVE:
            own = _pointed(phrase, setting, speaker_side)  # "our troops"
        if own is None and parsed.at(who - 1).head == "country":
            own = speaker_side or setting.discourse.speaker_side  # "his country's army"
        if own is None and phrase.text in _STATE_ARMY:
            own = _army_of(speaker_side, setting) or _only_army(setting)
        short = parsed.at(who + 2).naming if parsed.at(who + 1).text == "(" else None  # "the group (ABC)"
        known = phrase.naming if phrase.naming.side or short is None else short
        unit = phrase.naming.proper and phrase.naming.side is None and parsed.at(who - 1).possessive
        owner = side_of(parsed, who - 1, setting, speaker_side=speaker_side) if unit else None  # "the army's X Brigade"
        return own or owner or _group_named_here(parsed, who, setting.discourse) or _named(phrase, known, setting)
    bound = phrase.head in _ALLIED  # "troops loyal to Y"
    told = (_by_company(parsed, who, setting.discourse) if bound else None) or _qualified(phrase, setting)
    if told is None and phrase.text in _STATE_ARMY:
        told = _army_of(speaker_side, setting) or home_side(setting)
    told = told or _described(phrase, setting) or _of_its_owner(parsed, who, setting) or _backer(parsed, who, setting)
    if told is None and (phrase.head in STATE_BODIES or _OF_STATE & set(phrase.words[:-1])):
        return _of_the_state(phrase, setting)
    if told is None and phrase.place is not None:
        called = parsed.toponyms[phrase.place].span.quote
        return adjective_side(called, setting.theatre) or setting.homes.get(called)
    here = _meant_here(parsed, who, setting.discourse, spoken=speaker_side is not None)
    return told or _by_company(parsed, who, setting.discourse) or here or _pointed(phrase, setting, speaker_side)


def _meant_here(parsed: Parsed, who: int, discourse: Discourse, *, spoken: bool) -> str | None:
    """The side that the same sentence tells of "it", "they" and "its men"; `spoken` where a side tells it."""
    phrase = parsed.phrases[who]
    if spoken and phrase.text == "they" and parsed.at(who - 1).lemma in english().stance["say"]:
        return None  # "forces opposed to the army said they"
    here = _of_the_main_clause(parsed, who, discourse) if phrase.text in {"it", "they"} else None
    if here is None and phrase.text == "they":
        here = _subject_before(parsed, who, discourse) or _beaten_off(parsed, who, discourse)
    owned = phrase.words[0] in {"its", "their"} and not spoken
    if here is None and (phrase.text in _SOLE or owned):
        here = _sole_before(parsed, who, discourse)
    if here is None and owned and phrase.head in english().nouns["stronghold"]:
        here = _nearest_before(parsed, who, discourse)
    return here


def _army_of(speaker: str | None, setting: Setting) -> str | None:
    """The side of a state that speaks of "the army": "Azerbaijan's president said the army had taken X"."""
    states = setting.discourse.states
    states = states if home_side(setting) else states - setting.discourse.foes  # rebels may have an army, too
    return speaker if speaker in states else None


def _only_army(setting: Setting) -> str | None:
    """The side whose army is the only one that the report has named: "the Israeli army ... the army"."""
    armies = setting.discourse.armies
    return next(iter(armies)) if len(armies) == 1 and setting.theatre.bounds is None else None


def _of_a_generic(parsed: Parsed, who: int, naming: Naming, setting: Setting) -> str | None:
    """The side that the words round a generic noun tell: "rebels backed by Ankara", "fighters of the government"."""
    phrase = parsed.phrases[who]
    vague = naming.side in {"rebels", None}
    backer = _backer(parsed, who, setting) if vague else aligned_with(parsed, who, setting)
    if phrase.head in _ALLIED or parsed.at(who + 1).lemma in {"lead", "command"}:  # "fighters loyal to Y", "led by Y"
        backer = _by_company(parsed, who, setting.discourse)
    return backer or _turned(parsed, who, naming, setting) or _whose(parsed, who, setting) or _bearing(phrase, setting)


def _of_the_state(phrase: Phrase, setting: Setting) -> str | None:
    """The side of "the ministry": that of the one that spoke, else the government's."""
    if phrase.words[:-1] == ("the",) and phrase.head in setting.discourse.speaker_heads:
        return setting.discourse.speaker_side
    return next((s.name for s in setting.theatre.sides if "government" in s.adjectives), None)


def _of_its_owner(parsed: Parsed, who: int, setting: Setting) -> str | None:
    """The side of whoever has men, or a body that speaks: "the SDF's forces", "Russia's defence ministry"."""
    owner, phrase = parsed.at(who - 1), parsed.phrases[who]
    if not owner.possessive or phrase.head not in _BODIES | _ARMS | _MEN:
        return None
    if owner.naming is not None and owner.naming.role == "actor":
        return name_of(owner.naming, setting.discourse)
    return adjective_side(parsed.toponyms[owner.place].span.quote, setting.theatre) if owner.place is not None else None


def aligned_with(parsed: Parsed, who: int, setting: Setting) -> str | None:
    """The side of those whom another one stands by: "military sources affiliated with the rebels"."""
    return _backer(parsed, who, setting) if parsed.at(who + 1).text in _ALLIED else None


def _backer(parsed: Parsed, who: int, setting: Setting) -> str | None:
    """The side of those whom another one backs: "rebels backed by Ankara", "militias aligned with Ankara"."""
    verb, link, by = (parsed.at(who + k) for k in (1, 2, 3))
    aligned = verb.text in _ALLIED and link.text in {"with", "to"}
    if not (aligned or (verb.lemma == "back" and link.text == "by")) or by.kind != "NP":
        return None
    if aligned and by.naming is not None:
        return name_of(by.naming, setting.discourse)
    words = parsed.toponyms[by.place].span.quote if by.place is not None else by.words[-1]
    return adjective_side(f"{words}-backed", setting.theatre) or adjective_side(words, setting.theatre)


def _turned(parsed: Parsed, who: int, naming: Naming, setting: Setting) -> str | None:
    """The rebels, where a state's soldiers have turned against it: "renegade troops", "troops loyal to the ex-N"."""
    words = set(parsed.phrases[who].words[: -(naming.end - naming.start)])
    if parsed.phrases[who].head in _ALLIED:
        words |= set(parsed.at(who + 3 if parsed.at(who + 2).possessive else who + 2).words)
    turned = naming.side in setting.discourse.states and any(w in _TURNED or w.startswith("ex-") for w in words)
    return "rebels" if turned and any(s.name == "rebels" for s in setting.theatre.sides) else None


def _sole_before(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The only side that the same sentence names before `who`: "X suffered under the army when it took the town"."""
    before = parsed.phrases[who].start
    acting = (n for n in parsed.namings if n.end <= before and n.role == "actor" and not _fought(parsed, n))
    sides = {name_of(n, discourse) for n in acting}
    return next(iter(sides)) if len(sides) == 1 else None


def _fought(parsed: Parsed, naming: Naming) -> bool:
    """Whether an actor is only whom others are against: "forces opposed to the government"."""
    near = {t.lower for t in parsed.sentence.tokens[max(0, naming.start - 3) : naming.start]}
    return "opposed" in near or "against" in near


def _beaten_off(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The only other side, where one beats "them" off: "they tried to enter X but the army repulsed them"."""
    for i in range(who + 1, len(parsed.phrases) - 1):
        verb, naming = parsed.phrases[i], parsed.at(i - 1).naming
        if verb.lemma in english().verb_sets["stopping"] and parsed.at(i + 1).text == "them" and naming is not None:
            others = discourse.sides - {name_of(naming, discourse)}
            return next(iter(others)) if len(others) == 1 else None
    return None


def _nearest_before(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The side named last in the same sentence before `who`: "drove the army towards X, its last stronghold"."""
    before = (n for n in reversed(parsed.namings) if n.end <= parsed.phrases[who].start and n.role == "actor")
    return next((name_of(n, discourse) for n in before), None)


def _of_the_main_clause(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The side of whom a pronoun in a side clause means: "Since they took X, rebels ...", "of rebels since they"."""
    opener, beside = parsed.at(who - 1), parsed.at(who - 2)
    if opener.kind != "S" or opener.text not in _WHILE:
        return None
    main = subject_behind(parsed, who) if beside.kind == "END" else who - 2
    naming = parsed.at(main).naming if main is not None else None
    return name_of(naming, discourse) if naming is not None and naming.role == "actor" else None


def _subject_before(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The side of the actor whom the same sentence speaks of before "they": "rebels sent men to X, which they hold"."""
    for i in range(who - 1, -1, -1):
        phrase = parsed.phrases[i]
        armed = phrase.naming is not None or phrase.head in english().armed["forces"]
        if (
            phrase.kind == "NP"
            and armed
            and (phrase.possessive or parsed.at(i + 1).kind in {"V", "X", "ADV"})
            and parsed.at(i - 1).kind != "P"
        ):
            acts = phrase.naming is not None and phrase.naming.role == "actor"
            if phrase.naming is not None and not phrase.naming.proper and phrase.words[0] in _POSSESSIVE:
                return None  # "his fighters said that they": whose they are is told elsewhere
            return name_of(phrase.naming, discourse) if phrase.naming is not None and acts else None
    return None


def named_side(word: str, setting: Setting) -> str | None:
    """The side of one half of "SDF-held" or "pro-SDF", whose letters may be told in small ones."""
    for name in (word, word.upper(), word.title()):
        found = next((n for n in namings(tokens(name), setting.theatre) if n.role == "actor"), None)
        if found is not None:
            return found.side
    return None


def _group_named_here(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The side of the group that the sentence names before "the militants", "the jihadists"."""
    phrase = parsed.phrases[who]
    if phrase.words[:-1] != ("the",) or phrase.head not in FIGHTERS:
        return None
    before = (n for n in reversed(parsed.namings) if n.end <= phrase.start and n.role == "actor" and n.proper)
    return next((name_of(n, discourse) for n in before if n.group or n.side in discourse.foes), None)


def _named(phrase: Phrase, naming: Naming, setting: Setting) -> str | None:
    """The side of an actor's name; "the rebels" after "Turkish-backed rebels" are these."""
    if naming.role != "actor":
        return naming.side if phrase.head in _BODIES else None  # "Russia's defence ministry confirmed taking X"
    if not naming.proper and phrase.words[0] == "the" and naming.end - naming.start == 1:
        return setting.discourse.called.get(phrase.head, naming.side)
    return _meant(name_of(naming, setting.discourse), setting, proper=naming.proper)


def _whose(parsed: Parsed, who: int, setting: Setting) -> str | None:
    """The side of whoever stands behind "fighters of" and "a coalition of", or whose men they are."""
    phrase, inner = parsed.phrases[who], parsed.at(who + 2).naming
    owner = parsed.at(who - 1)
    if owner.possessive and phrase.head in _BARE:
        if owner.place is not None:
            return adjective_side(parsed.toponyms[owner.place].span.quote, setting.theatre)  # "Ankara's troops"
        if owner.naming is not None and owner.naming.role == "actor":
            return name_of(owner.naming, setting.discourse)  # "Turkey's troops"
    if parsed.at(who + 1).text not in {"of", "from"} or inner is None or inner.role != "actor":
        return None
    unit = phrase.naming is not None and phrase.naming.side in setting.discourse.states and not inner.proper
    return None if unit and phrase.head != "coalition" else name_of(inner, setting.discourse)


def _bearing(phrase: Phrase, setting: Setting) -> str | None:
    """The side of the name that a generic noun bears, or is backed by: "the Taliban militant group"."""
    named = next((n for n in reversed(phrase.modifiers) if n.role == "actor" and n.proper and n.side), None)
    before = phrase.naming is not None and named is not None and named.end == phrase.naming.start
    return name_of(named, setting.discourse) if named is not None and before else _backed(phrase, setting)


def _backed(phrase: Phrase, setting: Setting) -> str | None:
    """The side of the other half of "army-allied" and "pro-army" before a generic noun: "army-allied former rebels"."""
    halves = [word.rpartition("-") for word in phrase.words]
    names = [first for first, _, end in halves if end in _ALLIED] + [end for first, _, end in halves if first == "pro"]
    sides = (named_side(name, setting) or adjective_side(name, setting.theatre) for name in names)
    return next((side for side in sides if side), None)


def _qualified(phrase: Phrase, setting: Setting) -> str | None:
    """The side of the last actor that qualifies a noun, of one that is named first: "a Hezbollah military post"."""
    acting = [n for n in reversed(phrase.modifiers) if n.role == "actor" and n.side]
    naming = next((n for n in acting if n.proper), acting[0] if acting else None)
    return _meant(name_of(naming, setting.discourse), setting, proper=naming.proper) if naming else None


def _described(phrase: Phrase, setting: Setting) -> str | None:
    """The side of the last adjective of a side in a noun phrase: "Russian-backed troops"."""
    for word in reversed(phrase.words):
        side = adjective_side(word, setting.theatre) or adjective_side(word.split("-")[0], setting.theatre)
        if side is not None:
            return _meant(side, setting, proper=False)
    return None


def _meant(side: str | None, setting: Setting, *, proper: bool) -> str | None:
    """The side that "the rebels" are in a conflict with many: the only group that the report names."""
    theatre = setting.theatre
    if proper or side != "rebels" or theatre.bounds is not None:
        return side
    others = setting.discourse.groups - {"government", "rebels"} - setting.discourse.states
    return next(iter(others)) if len(others) == 1 else side


def name_of(naming: Naming, discourse: Discourse) -> str | None:
    """The side of a naming, or its group where groups of one side fight each other."""
    own = naming.group if discourse.feud and naming.group else naming.side
    return discourse.allied.get(naming.group, own)


def _by_company(parsed: Parsed, who: int, discourse: Discourse) -> str | None:
    """The side of "fighters of Y", "forces loyal to Y", or of the first of a list of subjects."""
    preposition, inner = parsed.at(who + 1), parsed.at(who + 2)
    if preposition.lemma in {"lead", "command", "head"} and inner.text == "by":  # "fighters led by Y"
        who, preposition, inner = who + 1, inner, parsed.at(who + 3)
    inner = parsed.at(who + 3) if inner.possessive and parsed.at(who + 3).naming is not None else inner
    if inner.naming is None and inner.head in english().armed["forces"] and parsed.at(who + 3).kind == "COMMA":
        inner = parsed.at(who + 4 + parsed.at(who + 4).possessive)  # "a spokesman for the rival faction, N's Y"
    if preposition.kind == "P" and inner.naming is not None and inner.naming.role == "actor":
        inside = {"in", "inside", "within"} if parsed.phrases[who].head in english().speakers else set()
        if preposition.text in {"of", "from", "to", "with", "by", "for"} | inside:
            return name_of(inner.naming, discourse)
    elif preposition.text == "of" and inner.place is None and inner.naming is None and inner.modifiers:
        return next((m.side for m in reversed(inner.modifiers) if m.side), None)
    titled = not english().titles.isdisjoint(parsed.phrases[who].words)
    speaks = titled or parsed.at(who + 1).lemma in english().stance["say"]
    if speaks and parsed.at(who - 1).kind == "COMMA":
        return None  # "... held by rebels, residents said"
    j = parsed.before(who, {"C", "COMMA"})
    other = parsed.at(j).naming if j < who - 1 else None
    if other is not None and other.role == "actor":
        return name_of(other, discourse)  # "the army and its allies"
    return None


def _enemy(setting: Setting, speaker_side: str | None) -> str | None:
    """Whom "the enemy" means in the mouth of the speaker, or of the side whose war the report tells."""
    speaker = speaker_side or setting.discourse.speaker_side or home_side(setting)
    against = setting.theatre.side(speaker).against if speaker else ()
    taker = setting.discourse.taker
    return against[0] if against else taker if taker in setting.discourse.foes else None


def home_side(setting: Setting) -> str | None:
    """The side of those who write "the enemy" and "our troops" of a war between two states, in their own country."""
    theatre, states = setting.theatre, setting.discourse.states
    if theatre.bounds is None or len(states) != 2:  # noqa: PLR2004 -- one state that attacked another
        return None
    return next((s.name for s in theatre.sides if s.name in states and "government" in s.adjectives), None)


def _plain(phrase: Phrase) -> bool:
    """Whether a noun phrase says no more than who: "soldiers", "three fighters", but not "border guards"."""
    small, numbers = english().small, english().numbers
    told = small["determiners"] | small["adverbs"] | small["adjectives"] | numbers.keys()
    return all(word in told or word[:1].isdecimal() for word in phrase.words[:-1])


def _pointed(phrase: Phrase, setting: Setting, speaker_side: str | None) -> str | None:
    """The side of a pronoun or of "its fighters", "the group": the speaker's, else that of the last actor."""
    vague, forces, discourse = english().armed["vague"], english().armed["forces"], setting.discourse
    first, armed = phrase.words[0], bool(set(phrase.words) & (forces | vague))
    found: str | None = None
    if "enemy" in phrase.words:
        found = _enemy(setting, speaker_side)
    elif "defending" in phrase.words or phrase.head == "defenders":
        others = discourse.sides - {discourse.taker}
        found = next(iter(others)) if discourse.taker is not None and len(others) == 1 else None
    elif phrase.pronoun or phrase.text in {"theirs", "ours"}:
        own = speaker_side if phrase.head in {"we", "it", "they", "theirs", "ours"} else None
        ours = phrase.head in {"we", "ours"}
        found = own or (f"{SPEAKER}{discourse.speaker_side or ''}" if ours else discourse.side)
    elif "same" in phrase.words and armed:
        found = discourse.taker or discourse.side
    elif first in {"our", "my"}:
        found = speaker_side or discourse.speaker_side or home_side(setting) or discourse.side
    elif first in {"its", "their", "his"}:
        found = speaker_side or discourse.side
    elif first in _OWNING and armed:
        found = discourse.called.get(phrase.head) or discourse.side or speaker_side
    elif phrase.head in _BARE and len(phrase.words) == 1 and speaker_side is not None:
        found = speaker_side
    elif phrase.head in vague - _DEEDS and _plain(phrase):
        found = discourse.side
    return found

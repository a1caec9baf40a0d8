"""Claims settle into spells that neither overlap nor leave a hole."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.claims.claim import Certainty, Change, Claim, Scope
from mapper.control.settling import settle
from mapper.control.spell import Spell, Timeline
from mapper.control.statements import day_of, place_key
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.period import UNKNOWN, Period, on
from mapper.places.place import Place
from mapper.reports.report import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

ENEMIES = {"rebels": "regime", "regime": "rebels", "isis": "sdf"}
MAY = date(2019, 5, 1)
KERNAZ = Place(id="t:1", name="Kernaz", kind="settlement", lon=36.5, lat=35.4)


def claim(
    change: Change,
    n: int = 1,
    *,
    report: str = "r1",
    place: str = "Kernaz",
    at: Place | None = None,
    **more: Any,  # noqa: ANN401 -- any field of a claim
) -> Claim:
    """A claim of the report's n-th sentence, placed at `at`, by default on the n-th of May 2019."""
    span = Span(report_id=report, start=0, end=len(place), quote=place)
    resolution = None
    if at is not None:
        toponym = Toponym(span=span, kind="settlement")
        resolution = Resolution(toponym=toponym, place=at, candidates=(Scored(place=at, score=0.9),), reason="test")
    fields: dict[str, Any] = {
        "id": f"{report}#{n}",
        "place": place,
        "scope": "place",
        "change": change,
        "certainty": "asserted",
        "mention": span,
        "evidence": span,
        "period": on(MAY + timedelta(days=n - 1)),
        "reported": MAY + timedelta(days=n - 1),
        "confidence": 0.8,
        "resolution": resolution,
    }
    return Claim(**{**fields, **more})


def states(claims: Iterable[Claim]) -> list[tuple[str, str | None, str | None]]:
    """Status, holder and gaining side of each spell in order."""
    return [(s.status, s.holder, s.gaining) for s in settle(claims, enemies=ENEMIES).spells]


def last(*claims: Claim) -> Spell:
    """The open spell of the one place."""
    return settle(claims, enemies=ENEMIES).spells[-1]


def test_no_claims_no_spells() -> None:
    """Nothing said gives an empty timeline."""
    assert settle([]) == Timeline()
    assert Timeline().at(MAY) == ()


def test_a_capture_opens_a_spell_of_the_controller() -> None:
    """Before it stands the chief enemy with little confidence."""
    before, after = settle([claim("captured", actor="rebels", controller="rebels")], enemies=ENEMIES).spells
    assert (before.status, before.holder, before.start, before.end) == ("held", "regime", None, MAY)
    assert (after.status, after.holder, after.start, after.end) == ("held", "rebels", MAY, None)
    assert before.confidence < 0.5 < after.confidence
    assert after.claims == ("r1#1",)
    assert before.reason
    assert after.reason


def test_the_side_it_was_taken_from_held_it_before() -> None:
    """What a claim tells goes before what its actor implies."""
    before, _ = settle(
        [claim("captured", actor="rebels", controller="rebels", previous="isis")], enemies=ENEMIES
    ).spells
    assert (before.status, before.holder) == ("held", "isis")
    assert (
        before.confidence
        > settle([claim("captured", actor="rebels", controller="rebels")], enemies=ENEMIES).spells[0].confidence
    )


@pytest.mark.parametrize("change", ["captured", "recaptured", "handed_over"])
def test_every_way_to_take_a_place_changes_its_holder(change: Change) -> None:
    """Capture, recapture and a deal all end with the new side in the place."""
    assert states([claim("held", 1, controller="regime"), claim(change, 2, actor="rebels", controller="rebels")])[
        -1
    ] == ("held", "rebels", None)


def test_holding_is_a_state_without_a_change_before() -> None:
    """What was before a place is said to be held is unknown."""
    assert states([claim("held", controller="regime")]) == [("unknown", None, None), ("held", "regime", None)]


def test_a_lost_place_goes_to_the_taker_or_the_enemy() -> None:
    """Where the text names no taker, the loser's chief enemy is taken, with less confidence."""
    told = last(
        claim("held", 1, controller="regime"), claim("lost", 2, previous="regime", actor="regime", controller="isis")
    )
    implied = last(claim("held", 1, controller="regime"), claim("lost", 2, previous="regime", actor="regime"))
    assert (told.status, told.holder) == ("held", "isis")
    assert (implied.status, implied.holder) == ("held", "rebels")
    assert implied.confidence < told.confidence


def test_a_loss_by_nobody_known_leaves_the_holder_unknown() -> None:
    """Without an enemy in the theatre nobody is made up."""
    assert last(claim("lost", previous="martians")).status == "unknown"


def test_a_withdrawal_leaves_the_holder_unknown_unless_told() -> None:
    """Who leaves is known, who comes only if the text tells."""
    left = claim("withdrawn", 2, actor="rebels", previous="rebels")
    came = claim("withdrawn", 2, actor="rebels", previous="rebels", controller="regime")
    assert states([claim("held", 1, controller="rebels"), left])[-1] == ("unknown", None, None)
    assert states([claim("held", 1, controller="rebels"), came])[-1] == ("held", "regime", None)


def test_fighting_inside_leaves_the_likelier_holder() -> None:
    """The holder before stays the likelier one, and the side that moves in is gaining."""
    held = claim("held", 1, controller="regime")
    assert states([held, claim("contested", 2)])[-1] == ("contested", "regime", None)
    assert states([held, claim("contested", 2, actor="rebels")])[-1] == ("contested", "regime", "rebels")


def test_moving_in_is_contested() -> None:
    """An advance into a place opens a contested spell for the side that moves."""
    assert states([claim("held", 1, controller="regime"), claim("advanced", 2, actor="rebels")])[-1] == (
        "contested",
        "regime",
        "rebels",
    )
    assert states([claim("advanced", 1, actor="rebels")]) == [
        ("held", "regime", None),
        ("contested", "regime", "rebels"),
    ]


def test_moving_within_a_place_of_ones_own_gains_nothing() -> None:
    """The holder itself is never the gaining side."""
    assert states([claim("held", 1, controller="rebels"), claim("advanced", 2, actor="rebels")])[-1][2] is None


def test_a_siege_leaves_the_holder() -> None:
    """Only the status changes."""
    assert states([claim("held", 1, controller="rebels"), claim("besieged", 2, actor="regime")])[-1][:2] == (
        "besieged",
        "rebels",
    )
    assert states([claim("besieged", 1, actor="regime", controller="rebels")])[-1][:2] == ("besieged", "rebels")


def test_a_beaten_off_attack_leaves_the_holder_in_place() -> None:
    """The defender holds the place before and after."""
    assert [s[:2] for s in states([claim("repelled", 1, actor="regime", controller="regime", previous="regime")])][
        -1
    ] == ("held", "regime")
    fought = [
        claim("held", 1, controller="regime"),
        claim("contested", 2, actor="rebels"),
        claim("repelled", 3, actor="regime", controller="regime"),
    ]
    assert states(fought)[-1] == ("held", "regime", None)


def test_back_and_forth_is_told_in_order() -> None:
    """Each change has a spell of its own."""
    claims = [
        claim("captured", 1, actor="rebels", controller="rebels"),
        claim("recaptured", 3, actor="regime", controller="regime"),
        claim("captured", 7, actor="rebels", controller="rebels"),
    ]
    found = settle(claims, enemies=ENEMIES).spells
    assert [(s.holder, s.start) for s in found] == [
        ("regime", None),
        ("rebels", date(2019, 5, 1)),
        ("regime", date(2019, 5, 3)),
        ("rebels", date(2019, 5, 7)),
    ]


def test_the_last_word_of_a_day_counts() -> None:
    """A place taken and lost within a day ends it with the one who took it back."""
    claims = [
        claim("captured", 1, actor="rebels", controller="rebels", period=on(MAY)),
        claim("recaptured", 2, actor="regime", controller="regime", period=on(MAY)),
    ]
    (now,) = settle(claims, enemies=ENEMIES).at(MAY)
    assert (now.status, now.holder) == ("held", "regime")


def test_a_place_lost_and_retaken_within_a_day_has_not_changed() -> None:
    """Where a day ends as the day before, the spell goes on and the passing state stands against it."""
    claims = [
        claim("captured", 1, actor="rebels", controller="rebels"),
        claim("recaptured", 2, actor="regime", controller="regime"),
        claim("recaptured", 3, actor="rebels", controller="rebels", period=on(MAY + timedelta(days=1))),
    ]
    found = settle(claims, enemies=ENEMIES).spells
    assert [(s.holder, s.start) for s in found] == [("regime", None), ("rebels", MAY)]
    assert found[-1].claims == ("r1#1", "r1#3")


def test_spells_include_their_first_day_and_not_their_last() -> None:
    """On the day of a change the new state holds."""
    timeline = settle([claim("captured", 2, actor="rebels", controller="rebels")], enemies=ENEMIES)
    assert [s.holder for s in timeline.at(date(2019, 5, 1))] == ["regime"]
    assert [s.holder for s in timeline.at(date(2019, 5, 2))] == ["rebels"]
    assert [s.holder for s in timeline.at(date(2030, 1, 1))] == ["rebels"]


def test_a_second_source_makes_a_state_surer_and_changes_nothing_else() -> None:
    """Only a source that has not spoken yet adds confidence."""
    first = claim("captured", 1, actor="rebels", controller="rebels", claimant="SOHR")
    same = claim("captured", 2, actor="rebels", controller="rebels", claimant="sohr")
    other = claim("captured", 2, actor="rebels", controller="rebels", claimant="state media")
    alone, repeated, seconded = last(first), last(first, same), last(first, other)
    assert settle([first, first], enemies=ENEMIES) == settle([first], enemies=ENEMIES)
    assert alone.confidence <= repeated.confidence < seconded.confidence < 1
    assert (repeated.status, repeated.holder, repeated.start) == (alone.status, alone.holder, alone.start)
    assert repeated.claims == ("r1#1", "r1#2")


def test_no_number_of_sources_makes_a_state_certain() -> None:
    """Confidence stays below one."""
    claims = [claim("captured", n, report=f"r{n}", actor="rebels", controller="rebels") for n in range(1, 29)]
    assert last(*claims).confidence < 1


def test_a_denial_takes_confidence_and_stands_against_the_spell() -> None:
    """The denied state is believed less, and keeps the denial."""
    taken = claim("captured", 1, actor="rebels", controller="rebels")
    denied = claim("captured", 2, report="r2", actor="rebels", controller="rebels", certainty="denied", claimant="army")
    before, after = last(taken), last(taken, denied)
    assert after.confidence < before.confidence
    assert after.against == ("r2#2",)
    assert "r2#2" not in after.claims


def test_enough_denials_make_a_state_contested() -> None:
    """Where confidence falls below a half, the place is contested."""
    taken = claim("captured", 1, actor="rebels", controller="rebels", confidence=0.6)
    denied = claim("captured", 2, report="r2", actor="rebels", controller="rebels", certainty="denied")
    assert last(taken, denied).status == "contested"
    assert last(taken, denied).holder == "rebels"


def test_a_denial_counts_whichever_report_comes_first() -> None:
    """On one day the names of reports do not decide whether a denial is heard."""
    taken = claim("captured", 1, report="b", actor="rebels", controller="rebels")
    denied = claim("captured", 1, report="a", actor="rebels", controller="rebels", certainty="denied")
    assert last(taken, denied).against == ("a#1",)


def test_a_state_told_to_have_ended_does_not_begin_then() -> None:
    """Held until a day is no holder after it."""
    until = claim("held", 3, controller="regime", period=Period(end=date(2019, 5, 3)))
    assert [s.holder for s in settle([until], enemies=ENEMIES).at(date(2019, 5, 10))] in ([], [None])


def test_who_denies_an_attack_says_nothing_against_the_holder() -> None:
    """But it does against a state of fighting."""
    taken = claim("captured", 1, actor="regime", controller="regime", confidence=0.6)
    denied = claim("advanced", 2, report="r2", actor="rebels", certainty="denied", claimant="army")
    alone, beside = last(taken), last(taken, denied)
    assert (beside.status, beside.holder, beside.against) == ("held", "regime", ())
    assert (beside.status, beside.confidence) == (alone.status, alone.confidence)
    fought = last(taken, claim("contested", 1, report="r3", controller="regime"), denied)
    assert (fought.status, fought.against) == ("contested", ("r2#2",))


def test_a_denial_alone_settles_nothing() -> None:
    """There is no state that it could stand against."""
    assert settle([claim("captured", certainty="denied", controller="rebels")], enemies=ENEMIES).spells == ()


@pytest.mark.parametrize("certainty", ["planned", "negated"])
def test_what_did_not_happen_moves_nothing(certainty: Certainty) -> None:
    """Plans and failures open no spell and confirm none."""
    held = claim("held", 1, controller="regime")
    moot = claim("captured", 2, report="r2", actor="rebels", controller="rebels", certainty=certainty)
    assert settle([held, moot], enemies=ENEMIES) == settle([held], enemies=ENEMIES)
    assert settle([moot], enemies=ENEMIES).spells == ()


def test_a_past_state_counts_on_its_own_day() -> None:
    """Background with a date is part of the story, without one it is not."""
    old = claim(
        "captured",
        1,
        actor="isis",
        controller="isis",
        certainty="historic",
        period=on(date(2015, 3, 1)),
        reported=date(2019, 5, 9),
    )
    new = claim("captured", 9, actor="sdf", controller="sdf")
    assert [(s.holder, s.start) for s in settle([new, old], enemies=ENEMIES).spells][-2:] == [
        ("isis", date(2015, 3, 1)),
        ("sdf", date(2019, 5, 9)),
    ]
    vague = claim("captured", 1, actor="isis", controller="isis", certainty="historic", period=UNKNOWN)
    assert settle([vague], enemies=ENEMIES).spells == ()


@pytest.mark.parametrize("scope", ["group", "area"])
def test_only_places_are_settled(scope: Scope) -> None:
    """Counted groups and areas have no spells."""
    assert settle([claim("captured", actor="rebels", controller="rebels", scope=scope)], enemies=ENEMIES).spells == ()


def test_spellings_of_one_place_are_one_place() -> None:
    """The gazetteer's id joins what reports spell in two ways, and its name is shown."""
    one = claim("held", 1, place="Kernaz", at=KERNAZ, controller="regime")
    two = claim("captured", 2, place="Karnaz", at=KERNAZ, actor="rebels", controller="rebels")
    found = settle([one, two], enemies=ENEMIES).spells
    assert {(s.place_id, s.name, s.place) for s in found} == {("t:1", "Kernaz", KERNAZ)}
    assert place_key(one) == place_key(two) == "t:1"


def test_a_place_that_no_gazetteer_knows_is_settled_under_its_words() -> None:
    """It is kept without a point, whatever the blanks and capitals of its name."""
    one, two = (
        claim("held", 1, place="Tal  Nowhere", controller="regime"),
        claim("held", 2, place="tal nowhere", controller="rebels"),
    )
    assert place_key(one) == place_key(two)
    assert [(s.name, s.place) for s in settle([one, two]).spells][-1] == ("Tal  Nowhere", None)


def test_places_do_not_touch_each_other() -> None:
    """Each place is settled as if it were alone."""
    one, two = (
        claim("captured", 1, place="A", actor="rebels", controller="rebels"),
        claim("captured", 2, place="B", actor="regime", controller="regime"),
    )
    both = settle([one, two], enemies=ENEMIES).spells
    assert both == settle([one], enemies=ENEMIES).spells + settle([two], enemies=ENEMIES).spells


def test_an_undated_claim_counts_from_the_day_it_was_reported() -> None:
    """When it was said stands in for when it was so."""
    undated = claim("captured", 5, actor="rebels", controller="rebels", period=UNKNOWN)
    assert day_of(undated) == date(2019, 5, 5)
    assert last(undated).start == date(2019, 5, 5)
    assert last(undated).time_precision == 3
    assert day_of(claim("captured", period=UNKNOWN, reported=None)) is None


def test_without_any_date_the_last_claim_in_the_text_counts() -> None:
    """A report without a date still tells a state, and a dated one comes after it."""
    first = claim("captured", 1, actor="rebels", controller="rebels", period=UNKNOWN, reported=None)
    second = claim("recaptured", 2, actor="regime", controller="regime", period=UNKNOWN, reported=None)
    (only,) = settle([first, second], enemies=ENEMIES).spells
    assert (only.holder, only.start, only.end) == ("regime", None, None)


def test_the_start_of_a_spell_is_as_exact_as_its_claim() -> None:
    """A day is 1, a span 2."""
    span = Period(start=date(2019, 4, 21), end=date(2019, 4, 30), precision="span")
    assert last(claim("captured", actor="rebels", controller="rebels")).time_precision == 1
    assert last(claim("captured", actor="rebels", controller="rebels", period=span)).time_precision == 2


def test_the_timeline_is_sorted_and_gives_one_spell_a_place() -> None:
    """Spells come by place id and start, and a day has one of each place."""
    claims = [
        claim("captured", n, place=name, actor="rebels", controller="rebels") for n, name in enumerate("DBAC", start=1)
    ]
    timeline = settle(claims, enemies=ENEMIES)
    assert [s.place_id for s in timeline.spells] == sorted(s.place_id for s in timeline.spells)
    assert [s.name for s in timeline.at(date(2019, 5, 20))] == ["A", "B", "C", "D"]


SIDES = st.sampled_from([None, "rebels", "regime", "isis", "martians"])
PERIODS = st.one_of(
    st.just(UNKNOWN),
    st.integers(0, 12).map(lambda n: on(MAY + timedelta(days=n))),
    st.tuples(st.integers(0, 12), st.integers(0, 40)).map(
        lambda p: Period(start=MAY + timedelta(days=p[0]), end=MAY + timedelta(days=p[0] + p[1]), precision="span")
    ),
    st.integers(0, 12).map(lambda n: Period(end=MAY + timedelta(days=n))),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Claim]:
    """Claims of several reports on a few places, as an extractor might give them."""
    made = []
    for number in range(draw(st.integers(0, 9))):
        report = draw(st.sampled_from(["r1", "r2", "r3"]))
        made.append(
            claim(
                draw(st.sampled_from(get_args(Change))),
                number + 1,
                report=report,
                place=draw(st.sampled_from(["Kernaz", "Jubbayn"])),
                at=draw(st.sampled_from([None, KERNAZ])),
                scope=draw(st.sampled_from(["place", "place", "place", "group", "area"])),
                certainty=draw(st.sampled_from(get_args(Certainty))),
                period=draw(PERIODS),
                reported={"r1": MAY, "r2": MAY + timedelta(days=6), "r3": None}[report],
                actor=draw(SIDES),
                controller=draw(SIDES),
                previous=draw(SIDES),
                claimant=draw(st.sampled_from([None, "SOHR", "army"])),
                confidence=draw(st.sampled_from([0.3, 0.6, 0.9])),
            )
        )
    return made


@settings(deadline=None)
@given(stories())
def test_spells_never_overlap_and_leave_no_hole(claims: list[Claim]) -> None:
    """The spells of a place run from the open past to the open future, each from where the last one ended."""
    by_place: dict[str, list[Spell]] = {}
    for spell in settle(claims, enemies=ENEMIES).spells:
        by_place.setdefault(spell.place_id, []).append(spell)
    for spells in by_place.values():
        assert spells[0].start is None
        assert spells[-1].end is None
        for one, following in pairwise(spells):
            assert one.end is not None
            assert one.end == following.start
            assert one.start is None or one.start < one.end


@settings(deadline=None)
@given(stories())
def test_a_new_spell_is_another_state(claims: list[Claim]) -> None:
    """Two spells in a row differ in status, holder or gaining side, unless nothing is known in both."""
    spells = settle(claims, enemies=ENEMIES).spells
    for one, following in pairwise(spells):
        states = [(s.place_id, s.status, s.holder, s.gaining) for s in (one, following)]
        assert states[0] != states[1] or one.status == "unknown"


def test_fighting_where_the_holder_gains_is_the_same_with_or_without_his_name() -> None:
    """Nobody gains what he has, so the second word is of the same state; who held it is told once."""
    held = claim("held", 1, controller="rebels")
    _, before, fought = settle([held, claim("contested", 3, actor="rebels"), claim("contested", 6)]).spells
    assert (before.status, before.holder) == ("held", "rebels")
    assert (fought.status, fought.holder, fought.start, fought.end) == ("contested", "rebels", MAY + timedelta(2), None)
    assert fought.claims == ("r1#3", "r1#6")


def test_denials_make_one_spell_with_the_fighting_that_follows() -> None:
    """A holder who is hardly believed, and denied, is contested; so is the place a day later by what is told."""
    undated: dict[str, Any] = {"period": UNKNOWN, "reported": MAY, "confidence": 0.3}
    taken = [claim("captured", n, controller="rebels" if n == 5 else None, **undated) for n in (3, 4, 5, 6)]
    denied, fought = claim("captured", 7, certainty="denied", **undated), claim("contested", 2, confidence=0.3)
    before, contested = settle([*taken, denied, fought], enemies=ENEMIES).spells
    assert (before.status, before.end) == ("held", MAY)
    assert (contested.status, contested.holder, contested.end) == ("contested", "rebels", None)
    assert contested.claims == ("r1#5", "r1#2")
    assert contested.against == ("r1#3", "r1#4", "r1#6", "r1#7")
    alone = settle([*taken, denied], enemies=ENEMIES).spells[1]
    assert (alone.status, alone.holder) == ("contested", "rebels")
    assert contested.confidence > alone.confidence


@settings(deadline=None)
@given(stories(), st.dates(date(2019, 4, 1), date(2019, 8, 1)))
def test_each_place_has_one_state_on_every_day(claims: list[Claim], day: date) -> None:
    """A day finds each settled place once."""
    timeline = settle(claims, enemies=ENEMIES)
    found = [s.place_id for s in timeline.at(day)]
    assert sorted(found) == sorted({s.place_id for s in timeline.spells})


@settings(deadline=None)
@given(stories(), st.integers(0, 1000))
def test_the_order_of_claims_does_not_matter(claims: list[Claim], seed: int) -> None:
    """Reports may be read in any order."""
    shuffled = random.Random(seed).sample(claims, len(claims))  # noqa: S311 -- an order, no secret
    assert settle(shuffled, enemies=ENEMIES) == settle(claims, enemies=ENEMIES)


@settings(deadline=None)
@given(stories())
def test_states_are_sound(claims: list[Claim]) -> None:
    """A held place has a holder and no gainer, confidence lies in bounds, and the claims are real."""
    ids = {c.id for c in claims if c.scope == "place"}
    for spell in settle(claims, enemies=ENEMIES).spells:
        assert 0 <= spell.confidence <= 1
        assert spell.status != "held" or (spell.holder is not None and spell.gaining is None)
        assert spell.status != "unknown" or (spell.holder is None and spell.gaining is None)
        assert spell.gaining is None or spell.gaining != spell.holder
        assert {*spell.claims, *spell.against} <= ids
        assert 1 <= spell.time_precision <= 3


@settings(deadline=None)
@given(stories())
def test_what_settles_nothing_may_be_left_out(claims: list[Claim]) -> None:
    """Areas, groups, plans and failures leave no trace in the timeline."""
    fewer = [c for c in claims if c.scope == "place" and c.certainty not in {"planned", "negated"}]
    full = settle(claims, enemies=ENEMIES)
    assert [(s.place_id, s.status, s.holder, s.start, s.end, s.confidence) for s in full.spells] == [
        (s.place_id, s.status, s.holder, s.start, s.end, s.confidence) for s in settle(fewer, enemies=ENEMIES).spells
    ]


@settings(deadline=None)
@given(st.sampled_from(get_args(Change)), SIDES, SIDES, SIDES)
def test_a_claim_repeated_by_its_source_changes_no_state(
    change: Change, actor: str | None, controller: str | None, previous: str | None
) -> None:
    """The same words in the same mouth on the next day neither move the place nor make it surer."""
    more: dict[str, Any] = {"actor": actor, "controller": controller, "previous": previous, "claimant": "SOHR"}
    once, twice = [claim(change, 1, **more)], [claim(change, 1, **more), claim(change, 2, **more)]

    def outline(claims: list[Claim]) -> list[tuple[str, str | None, str | None, date | None, float]]:
        return [(s.status, s.holder, s.gaining, s.start, s.confidence) for s in settle(claims, enemies=ENEMIES).spells]

    assert outline(twice) == outline(once)

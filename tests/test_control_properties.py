"""What holds of settling whatever is claimed: the order, repetition, one claim more, places apart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.control.baseline import Start
from mapper.control.settling import settled
from tests.settling_fixture import ENEMIES, Believed, Said, again, table_of

if TYPE_CHECKING:
    from mapper.control.spell import Spell, Timeline

SIDES = ("army", "rebels", "isis")
PLACES = ("A", "B", "C")
NEAR = {"A": (36.0, 34.0), "B": (36.03, 34.01), "C": (36.02, 34.05)}
TELLING = ("captured", "recaptured", "handed_over", "held", "besieged", "repelled")

SIDE = st.sampled_from(SIDES)
MAYBE = st.one_of(st.none(), SIDE)


@st.composite
def statements(draw: st.DrawFn, *, changes: tuple[str, ...] = TELLING, undated: bool = False) -> Said:
    """A statement about one of a few places on one of a few days."""
    day = draw(st.integers(0 if undated else 1, 20))
    return Said(
        change=draw(st.sampled_from(changes)),
        side=draw(SIDE if changes == TELLING else MAYBE),
        day=day,
        until=draw(st.one_of(st.none(), st.integers(day, day + 20))) if day else None,
        place=draw(st.sampled_from(PLACES)),
        source=draw(st.sampled_from(["one", "two", "three"])),
        leaning=draw(MAYBE),
        certainty=draw(st.sampled_from(["asserted", "claimed"] if changes == TELLING else ["asserted", "denied"])),
        previous=draw(MAYBE),
        actor=None if changes == TELLING else draw(MAYBE),
        trust=draw(st.sampled_from([1.0, 0.6])),
        weak=draw(st.sampled_from([1.0, 1.0, 0.2])),
    )


ALL = (*TELLING, "lost", "withdrawn", "contested", "advanced")
SETTLING = ("captured", "recaptured", "handed_over", "lost", "held", "repelled")  # after each a place is plainly held
STORIES = st.lists(st.one_of(statements(), statements(changes=ALL, undated=True)), max_size=8)
MAPS = st.sampled_from([{}, NEAR, {"A": NEAR["A"], "C": NEAR["C"]}])
STARTS = st.dictionaries(st.sampled_from(PLACES), SIDE, max_size=3)


def timeline(said: list[Said], points: dict[str, tuple[float, float]], start: dict[str, str]) -> Timeline:
    """The statements settled."""
    starts = [Start(place_id=p, name=p, holder=side, day=date(2019, 5, 1)) for p, side in sorted(start.items())]
    return settled(table_of(said, points=points), enemies=ENEMIES, baseline=starts)


def outline(spells: tuple[Spell, ...]) -> list[tuple[object, ...]]:
    """All of spells but the claims."""
    return [(s.place_id, s.status, s.holder, s.gaining, s.start, s.end, s.confidence) for s in spells]


def weights(timeline: Timeline) -> list[tuple[object, ...]]:
    """All that weighs anything, whoever tells it."""
    return sorted((w.place_id, w.day, w.side, w.weight) for w in timeline.weighed if w.weight)


UNSAID = Said(change="captured", side="army", day=1, source="one")
FROM_REBELS = again(UNSAID, previous="rebels")
ELSEWHERE = again(UNSAID, place="B")
TAKEN_BACK = again(UNSAID, side="rebels", previous="army")


@given(STORIES, MAPS, STARTS)
def test_spells_never_overlap_and_leave_no_hole(
    said: list[Said], points: dict[str, tuple[float, float]], start: dict[str, str]
) -> None:
    """Each place has one state on every day from the open past to the open future, and those of the start a spell."""
    found: dict[str, list[Spell]] = {}
    for spell in timeline(said, points, start).spells:
        found.setdefault(spell.place_id, []).append(spell)
    assert set(start) <= set(found)
    for spells in found.values():
        assert spells[0].start is None
        assert spells[-1].end is None
        for one, following in pairwise(spells):
            assert one.end == following.start is not None
            assert one.start is None or one.end is None or one.start < one.end
        for spell in spells:
            assert 0 <= spell.confidence <= 1
            assert (spell.holder is None) == (not spell.confidence)
            assert spell.status != "held" or spell.holder is not None


@given(STORIES, MAPS, STARTS, st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(
    said: list[Said], points: dict[str, tuple[float, float]], start: dict[str, str], seed: int
) -> None:
    """Rows may come in any order: places, sides and sources are then met in another order, too."""
    # Each row in a report of its own that names it, for rows of one place, day and report keep their order.
    named = [replace(one, report=f"r{number}") for number, one in enumerate(said)]
    shuffled = random.Random(seed).sample(named, len(named))  # noqa: S311 -- an order, no secret
    one, other = timeline(named, points, start), timeline(shuffled, points, start)
    assert outline(one.spells) == outline(other.spells)
    assert sorted((w.day, w.side, w.weight) for w in one.weighed) == sorted(
        (w.day, w.side, w.weight) for w in other.weighed
    )


@given(st.lists(statements(changes=SETTLING, undated=True), max_size=8), MAPS, STARTS, st.integers(0, 1000))
@example([UNSAID, FROM_REBELS], {}, {}, 0)
@example([UNSAID, TAKEN_BACK], {}, {}, 0)
def test_what_reports_are_called_does_not_matter(
    said: list[Said], points: dict[str, tuple[float, float]], start: dict[str, str], seed: int
) -> None:
    """Who held what does not hang on the names of reports, which order those of one day."""
    shuffled = random.Random(seed).sample(said, len(said))  # noqa: S311 -- an order, no secret
    one, other = timeline(said, points, start), timeline(shuffled, points, start)
    assert outline(one.spells) == outline(other.spells)
    assert weights(one) == weights(other)


@given(st.lists(statements(), max_size=8), MAPS, STARTS)
def test_it_does_not_matter_how_statements_are_put_into_reports(
    said: list[Said], points: dict[str, tuple[float, float]], start: dict[str, str]
) -> None:
    """A report that does not contradict itself may be split into one for each of its statements."""
    told = sorted(said, key=lambda one: str(one.side))
    whole = [again(one, report=f"of {one.side}") for one in told]
    split = [again(one, report=f"of {one.side}, {number}") for number, one in enumerate(told)]
    one, other = timeline(whole, points, start), timeline(split, points, start)
    assert outline(one.spells) == outline(other.spells)
    assert weights(one) == weights(other)


@given(STORIES, statements(), MAPS, STARTS, st.integers(2, 10))
@example([*[ELSEWHERE] * 7, FROM_REBELS], UNSAID, {}, {}, 3)  # by its name the tenth report stands before the second
@example([*[ELSEWHERE] * 7, UNSAID], TAKEN_BACK, {}, {}, 3)
def test_a_repeated_report_changes_nothing(
    said: list[Said], one: Said, points: dict[str, tuple[float, float]], start: dict[str, str], times: int
) -> None:
    """What one source says is settled the same whether one report prints it or ten."""
    once, often = timeline([*said, one], points, start), timeline([*said, *[one] * times], points, start)
    assert outline(once.spells) == outline(often.spells)


@given(statements(), st.integers(1, 7), STARTS)
def test_a_report_repeated_in_the_days_that_follow_changes_nothing(one: Said, days: int, start: dict[str, str]) -> None:
    """Nor does it matter that it is dated anew, as long as it speaks of no fighting."""
    plain = again(one, until=None, change="held" if one.change == "besieged" else one.change)
    once, twice = timeline([plain], {}, start), timeline([plain, again(plain, day=plain.day + days)], {}, start)
    assert outline(once.spells) == outline(twice.spells)


@settings(max_examples=300)
@given(st.lists(statements(), max_size=6), statements(), MAPS, STARTS)
def test_one_claim_more_never_speaks_against_its_side(
    said: list[Said], one: Said, points: dict[str, tuple[float, float]], start: dict[str, str]
) -> None:
    """On the day it speaks of the side that it names is believed at least as much as without it."""
    places = {**dict.fromkeys(PLACES, "army"), **start} if start else {}
    before = Believed([*said, again(one, weak=0.0)], points=points, baseline=places)
    after = Believed([*said, one], points=points, baseline=places)
    day, side, place = one.speaks_of, str(one.side), one.place
    assert after.chance(day, side, place) >= before.chance(day, side, place) - 1e-3


# The last of them weighs nothing, but a siege ends on its day.
SIEGE = [
    again(UNSAID, change="captured", side="army", day=1, source="one"),
    again(UNSAID, change="besieged", side="isis", day=1, source="three"),
    again(UNSAID, change="held", side="isis", day=2, source="three"),
]


@given(st.lists(statements(), min_size=1, max_size=5), st.lists(statements(), max_size=5))
@example(SIEGE, [again(UNSAID, change="captured", side="army", day=2, source="one")])
def test_places_far_apart_do_not_touch_each_other(some: list[Said], others: list[Said]) -> None:
    """Without positions each place is settled as if it were alone."""
    here = [again(one, place="here", until=None) for one in some]
    there = [again(one, place="there", until=None) for one in others]
    together = [s for s in settled(table_of([*here, *there]), enemies=ENEMIES).spells if s.place_id == "here"]
    alone = settled(table_of(here), enemies=ENEMIES).spells
    assert [row[:-1] for row in outline(tuple(together))] == [row[:-1] for row in outline(alone)]
    assert all(abs(a.confidence - b.confidence) < 0.002 for a, b in zip(together, alone, strict=True))

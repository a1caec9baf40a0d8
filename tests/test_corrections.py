"""Corrections: what a person says has the last word, and what cannot be meant is told with its line."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import mapper
from mapper.cli import NOTHING_DONE, main
from mapper.control.correcting import corrected
from mapper.control.corrections import NONE, Corrections, Held, Meant, contradictions, read_corrections
from mapper.control.spell import Spell, Timeline
from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str], Path]

FIRST = date(2019, 6, 1)
STORY = (
    "Rebels captured the villages of Tal Malah and Tiba in Hama province on Thursday, a spokesman said. "
    "Government forces hold Tiba, he said.\n"
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of corrections."""

    def written(text: str) -> Path:
        path = tmp_path / "corrections.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def build(corrections: Path | Corrections = NONE) -> mapper.Atlas:
    """The atlas of the story."""
    report = mapper.report(STORY, id="story", published="2019-06-07", theatre="syria")
    return mapper.build([report], corrections=corrections)


def test_a_file_is_read_as_a_person_wrote_it(write: Write) -> None:
    """Days as TOML's own or as texts, places by id, name or position; each with its line."""
    made = read_corrections(
        write(
            '# ours\n[[held]]\nname = "Tiba"\nby = "regime"\nfrom = 2019-06-06\nto = "2019-06-08"\nbecause = """\n'
            '[[held]]\nno table"""\n\n[[ wrong ]]\nid = "story#1"\n[[mention]]\nreport = "story"\ntext = "Tiba"\n'
            'nth = 2\nlon = 36.5\nlat = 35\nname = "Little Tiba"\n[["held"]]\nplace_id = "x"\nby = "rebels"\n'
        )
    )
    assert [h.line for h in made.held] == [2, 20]
    assert (made.held[0].since, made.held[0].until) == (date(2019, 6, 6), date(2019, 6, 8))
    assert (made.wrong[0].line, made.wrong[0].id) == (11, "story#1")
    (mention,) = made.mentions
    assert (mention.line, mention.nth, mention.meant.point, mention.meant.name) == (13, 2, (36.5, 35.0), "Little Tiba")
    assert read_corrections(write("")) == Corrections(path=made.path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[held]]\nby = 'a'\n\n[[held", "line 4: this is no TOML"),
        ("\n[[held]]\nname = 'x'\n", "line 2: by is missing"),
        ("[[held]]\nby = 'a'\n", "line 1: name the place by its place_id"),
        (
            "[[held]]\nname = 'x'\nby = 'a'\nform = 2019-06-06\n",
            "line 1: [[held]] has no key 'form'; did you mean from?",
        ),
        ("[[held]]\nname = 'x'\nby = 'a'\nfrom = 6\n", "line 1: from = 6 is no date"),
        ("[[held]]\nname = 'x'\nby = 'a'\nfrom = 2019-06-06\nto = 2019-06-05\n", "lies after"),
        ("[[held]]\nname = 'x'\nby = 1\n", "by = 1 is no text"),
        ("[[held]]\nlon = 36\nby = 'a'\n", "give both or neither"),
        ("[[held]]\nlon = 36\nlat = 99\nby = 'a'\n", "outside"),
        ("[[wrong]]\nreport = 'x'\n", "line 1: name the claim by its id, or by report and quote"),
        ("[[mention]]\nreport = 'x'\ntext = 'y'\nnth = 0\nname = 'z'\n", "nth = 0"),
        ("[[helt]]\nname = 'x'\n", "there is no table [[helt]]"),
        ("held = 1\n", "write held as tables"),
        (
            "[[held]]\nplace_id = 'x'\nby = 'a'\n[[held]]\nplace_id = 'x'\nby = 'b'\nfrom = 2019-06-06\n",
            "lines 1 and 4: both say who held x at one time",
        ),
        (
            "[[mention]]\nreport = 'r'\ntext = 't'\nname = 'a'\n[[mention]]\nreport = 'r'\ntext = 't'\nname = 'b'\n",
            "lines 1 and 5: both say what 't' means",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(write: Write, text: str, words: str) -> None:
    """The message names file and line, and what to do."""
    path = write(text)
    with pytest.raises(InputError) as told:
        read_corrections(path)
    assert words in str(told.value)
    assert str(path) in str(told.value)


def test_all_faults_of_a_file_are_told_at_once(write: Write) -> None:
    """One line each."""
    with pytest.raises(InputError) as told:
        read_corrections(write("[[held]]\nby = 'a'\n[[wrong]]\nid = 3\n[[mention]]\ntext = 'x'\n"))
    assert [f"line {n}:" in line for n, line in zip((5, 3, 1), str(told.value).splitlines(), strict=True)] == [True] * 3


def test_a_mention_means_the_place_that_a_person_says(write: Write) -> None:
    """Its claims go with it, the losing candidates stay, and the reason says who chose."""
    place = "ocha:C3466"
    text = f'[[mention]]\nreport = "story"\ntext = "Tal Malah"\nplace_id = "{place}"\nbecause = "the map shows it"\n'
    atlas = build(write(text))
    (resolution,) = [r for r in atlas.readings[0].resolutions if r.toponym.span.quote == "Tal Malah"]
    assert (resolution.place and resolution.place.id, resolution.reason) == (place, "corrected: the map shows it")
    assert "ocha:C3445" in {c.place.id for c in resolution.candidates}
    assert {s.place_id for s in atlas.timeline.spells if s.name == "Al-Jebeen"} == {place}
    assert "corrected: the map shows it" in str(atlas.why(place))


def test_one_of_several_mentions_may_be_meant(write: Write) -> None:
    """The second Tiba is a new place with a position."""
    head = '[[mention]]\nreport = "story"\ntext = "Tiba"\n'
    atlas = build(write(f'{head}nth = 2\nname = "Little Tiba"\nlon = 36.1\nlat = 35.1\n'))
    places = [r.place and r.place.name for r in atlas.readings[0].resolutions if r.toponym.span.quote == "Tiba"]
    assert (len(places), places[1]) == (2, "Little Tiba")
    assert places[0] != places[1]
    with pytest.raises(InputError, match="line 1: 'Tiba' is read as a place's name 2 times in report story"):
        build(write(f'{head}nth = 3\nname = "Tal Malah"\n'))


def test_a_wrong_claim_moves_nothing_and_can_still_be_seen(write: Write) -> None:
    """Named by its id or by its words."""
    first = next(c for r in build().readings for c in r.claims if c.place == "Tal Malah")
    for text in (f'id = "{first.id}"\n', 'report = "story"\nquote = "the villages of Tal Malah"\n'):
        atlas = build(write(f'[[wrong]]\n{text}because = "he took it back"\n'))
        assert "Tal Malah" not in {s.name for s in atlas.timeline.spells}
        assert first.id in set(atlas.claims["id"])
        assert atlas.corrections.left_out[first.id] == "he took it back"


def test_a_wrong_claim_that_is_not_there_is_told_with_those_that_are(write: Write) -> None:
    """But corrections of other reports are left alone."""
    with pytest.raises(InputError, match="line 1: no claim of report story has id story#99; its claims are\n  story#1"):
        build(write('[[wrong]]\nid = "story#99"\n'))
    build(write('[[wrong]]\nid = "other#1"\n\n[[mention]]\nreport = "other"\ntext = "x"\nname = "y"\n'))


def test_who_held_a_place_is_drawn_last_and_said(write: Write) -> None:
    """By name, by id or by position; the reason begins with "corrected", and why tells it."""
    text = (
        '[[held]]\nname = "tal malah"\nby = "regime"\nfrom = 2019-06-06\nto = 2019-06-07\nbecause = "we were there"\n'
        '[[held]]\nname = "Nowhere"\nlon = 36.2\nlat = 35.2\nby = "rebels"\n'
    )
    atlas = build(write(text))
    (spell,) = [s for s in atlas.timeline.at(date(2019, 6, 7)) if s.name == "Tal Malah"]
    assert (spell.holder, spell.confidence, spell.reason) == ("regime", 1.0, "corrected: we were there")
    assert (spell.start, spell.end) == (date(2019, 6, 6), date(2019, 6, 8))
    assert "corrected: we were there" in str(atlas.why("Tal Malah"))
    (new,) = [s for s in atlas.timeline.spells if s.name == "Nowhere"]
    assert (new.holder, new.start, new.end, new.place and new.place.lon) == ("rebels", None, None, 36.2)
    for view in (atlas.known_by("2019-06-07"), atlas.lens("neither"), atlas.known_by("2018-01-01")):
        assert "corrected: we were there" in {s.reason for s in view.timeline.spells}


def test_two_corrections_of_one_place_under_two_names_are_told_with_both_lines(write: Write) -> None:
    """A name and an id may mean the same."""
    text = '[[held]]\nname = "Tal Malah"\nby = "regime"\n[[held]]\nplace_id = "ocha:C3445"\nby = "rebels"\n'
    with pytest.raises(InputError, match="lines 1 and 4"):
        build(write(text))
    with pytest.raises(InputError, match="line 1: no gazetteer knows 'Zzyrqanaya'"):
        build(write('[[held]]\nname = "Zzyrqanaya"\nby = "regime"\n'))


def test_the_command_takes_corrections(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And tells faults on standard error."""
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    story = (str(tmp_path / "story.txt"), "--published", "2019-06-07", "--theatre", "syria")
    path = write('[[held]]\nname = "Tal Malah"\nby = "regime"\n')
    assert main(["why", "Tal Malah", *story, "--corrections", str(path)]) == 0
    assert "held by regime (corrected)" in capsys.readouterr().out
    write("[[held]]\n")
    assert main(["export", "--layer", "spells", *story, "--corrections", str(path)]) == NOTHING_DONE
    assert "line 1" in capsys.readouterr().err


DAYS = st.one_of(st.none(), st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n)))
HELD = st.builds(
    lambda key, by, since, until: Held(line=1, meant=Meant(place_id=key), by=by, since=since, until=until),
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["a", "b"]),
    DAYS,
    DAYS,
).filter(lambda h: h.since is None or h.until is None or h.since <= h.until)
CUTS = st.lists(st.integers(0, 20), max_size=4, unique=True).map(sorted)


def timeline(cuts: list[int]) -> Timeline:
    """One place with spells between these days."""
    days = [None, *(FIRST + timedelta(days=n) for n in cuts), None]
    return Timeline(
        spells=tuple(
            Spell(
                place_id="p1",
                name="P",
                status="held" if n % 3 else "contested",
                holder="ab"[n % 2],
                start=start,
                end=end,
                confidence=0.5,
                claims=(f"c{n}",),
            )
            for n, (start, end) in enumerate(pairwise(days))
        )
    )


@given(CUTS, st.lists(HELD, max_size=4))
def test_a_correction_always_wins(cuts: list[int], held: list[Held]) -> None:
    """On its days the place is held as it says; other days stay as they were; spells neither overlap nor gape."""
    made = Corrections(held=tuple(held))
    assume(not list(contradictions(made)))
    before, after = timeline(cuts), corrected(timeline(cuts), made)
    for n in range(-3, 25):
        day = FIRST + timedelta(days=n)
        now = {s.place_id: s for s in after.at(day)}
        assert len(now) == len(after.at(day))
        told = {h.meant.key: h for h in held if (h.since or day) <= day <= (h.until or day)}
        for key, one in told.items():
            assert (now[key].status, now[key].holder, now[key].reason) == ("held", one.by, "corrected")
        for spell in before.at(day):
            if spell.place_id not in told:
                kept = now[spell.place_id]
                assert (kept.status, kept.holder, kept.claims) == (spell.status, spell.holder, spell.claims)
    for key in {s.place_id for s in after.spells}:
        mine = [s for s in after.spells if s.place_id == key]
        assert mine[0].start is None
        assert mine[-1].end is None
        assert all(a.end == b.start is not None and (a.start is None or a.start < b.start) for a, b in pairwise(mine))
    assert list(after.spells) == sorted(after.spells, key=lambda s: (s.place_id, s.start or date.min))

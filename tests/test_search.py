"""A look-up for people ranks places by spelling and nearness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.places.index import NameIndex
from mapper.places.place import Candidate, Place
from mapper.places.search import lines, search

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Book:
    """A small gazetteer."""

    places: tuple[Place, ...]
    name: str = "book"

    def find(self, name: str) -> Sequence[Candidate]:
        """Candidates by name."""
        return NameIndex(self.places).find(name)


HAMA = Place(
    id="a",
    name="Tiba",
    kind="settlement",
    detail="village",
    lon=36.55,
    lat=35.38,
    country="SY",
    admin=("Hama", "Muhradah"),
)
ALEPPO = Place(id="b", name="Tiba", kind="settlement", lon=37.10, lat=36.30, country="SY", population=900)
INDIA = Place(id="c", name="Tiba", kind="settlement", lon=72.0, lat=22.0, country="IN", population=9_000_000)
NOWHERE = Place(id="d", name="Tiba", kind="region", country="SY")
BOOK = Book((HAMA, ALEPPO, INDIA, NOWHERE))


def test_without_a_point_equal_spellings_come_the_larger_first() -> None:
    """Score is the likeness alone."""
    assert [h.candidate.place.id for h in search("Tiba", [BOOK])] == ["c", "b", "a", "d"]
    assert all(h.score == 1.0 and h.km is None for h in search("Tiba", [BOOK]))


def test_near_a_point_the_nearest_comes_first() -> None:
    """Distance is told in km, and a place without a point comes last."""
    found = search("Tiba", [BOOK], near=(36.55, 35.38))
    assert [h.candidate.place.id for h in found] == ["a", "b", "c", "d"]
    assert found[0].km == 0.0
    assert found[0].score == 1.0
    assert found[1].km is not None
    assert 100 < found[1].km < 130
    assert found[-1].km is None


def test_a_country_leaves_the_others_out() -> None:
    """The code may be in small letters."""
    assert {h.candidate.place.id for h in search("Tiba", [BOOK], country="sy")} == {"a", "b", "d"}
    assert search("Tiba", [BOOK], country="FR") == ()


def test_a_place_in_two_gazetteers_is_one_hit() -> None:
    """The better spelling counts."""
    other = Book((Place(id="a", name="Teba", kind="settlement", lon=36.55, lat=35.38, country="SY"),))
    found = search("Tiba", [other, Book((HAMA,))])
    assert [(h.candidate.place.id, h.candidate.match) for h in found] == [("a", "exact")]


def test_a_worse_spelling_scores_less() -> None:
    """An exact name comes before one of the same consonants."""
    found = search("Tiba", [Book((Place(id="x", name="Taibe", kind="settlement", population=10**6), HAMA))])
    assert found[0].candidate.place.id == "a"


def test_nothing_found_is_nothing() -> None:
    """An unknown name has no hits and no lines."""
    assert search("Xyzzy", [BOOK]) == ()
    assert lines(()) == ()


def test_lines_say_what_where_and_how() -> None:
    """One aligned line a hit: score, name, kind, position, distance, units, id, match."""
    first, *rest = lines(search("Tiba", [BOOK], near=(36.55, 35.38)))
    for word in ("1.00", "Tiba", "village", "35.3800 N", "36.5500 E", "0.0 km", "Muhradah < Hama", "a", "exact"):
        assert word in first
    assert len(rest) == 3
    assert "no point" in rest[-1]


@settings(deadline=None)
@given(st.text(max_size=30), st.one_of(st.none(), st.tuples(st.floats(-180, 180), st.floats(-90, 90))))
def test_any_name_is_looked_up_without_an_error(name: str, near: tuple[float, float] | None) -> None:
    """Scores lie between 0 and 1 and fall."""
    scores = [h.score for h in search(name, [BOOK], near=near)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for s in scores)

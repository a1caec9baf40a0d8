"""Candidates come by spelling, the best first."""

from __future__ import annotations

from mapper.places.index import CAP, FLOOR, FOLDED, SKELETON, NameIndex
from mapper.places.place import Place


def place(id_: str, name: str, *names: str, population: int = 0) -> Place:
    """A settlement without a point."""
    return Place(id=id_, name=name, kind="settlement", names=names, population=population)


def test_exact_then_folded_then_skeleton() -> None:
    """The same letters come first, then the same folded form, then the same consonants."""
    index = NameIndex([place("a", "Tal Milh"), place("b", "Tall Malaḥ"), place("c", "tal  malah"), place("d", "Malah")])
    found = index.find("Tal Malah")
    assert [(one.place.id, one.match) for one in found] == [("c", "exact"), ("b", "folded"), ("a", "skeleton")]
    assert found[0].likeness == 1.0
    assert FLOOR <= found[2].likeness <= SKELETON < FOLDED <= found[1].likeness


def test_a_folded_match_is_graded_by_its_letters() -> None:
    """Among names that fold alike, the one that looks more like the query wins."""
    found = NameIndex([place("a", "Hamidiyye"), place("b", "Al-Hamidiyah")]).find("al Hamidiyah")
    assert [one.place.id for one in found] == ["b", "a"]
    assert all(one.match == "folded" and FOLDED <= one.likeness < 1 for one in found)


def test_a_place_answers_to_all_its_names_once() -> None:
    """Other names and the local one count, and the best of them tells."""
    index = NameIndex([Place(id="a", name="Kobani", kind="settlement", name_local="كوباني", names=("Ayn al-Arab",))])
    for name in ("Kobani", "كوباني", "Ayn al-Arab"):
        (found,) = index.find(name)
        assert (found.match, found.likeness) == ("exact", 1.0)


def test_namesakes_come_the_larger_first_then_by_id() -> None:
    """Equal spellings are ordered by population, then id."""
    index = NameIndex([place("b", "Madaya"), place("c", "Madaya", population=9), place("a", "Madaya")])
    assert [one.place.id for one in index.find("Madaya")] == ["c", "a", "b"]


def test_there_are_no_more_than_the_cap() -> None:
    """A common name has at most 25 candidates."""
    assert len(NameIndex([place(str(n), "Tiba") for n in range(40)]).find("Tiba")) == CAP


def test_a_strict_index_asks_for_the_folded_form() -> None:
    """Where consonants are not enough, other vowels are another name."""
    index = NameIndex([place("a", "Oman")], loose=False)
    assert not index.find("Amman")
    assert index.find("Omân")


def test_no_name_matches_nothing() -> None:
    """A place without letters in its name is not found by a query without letters."""
    assert not NameIndex([place("a", "'")]).find("‘")

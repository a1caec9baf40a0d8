"""A place that several gazetteers know is shown once."""

from __future__ import annotations

from mapper.places.distinct import distinct, same_place
from mapper.places.place import Candidate, Place


def candidate(id_: str, *ids: str, likeness: float = 0.7, lon: float | None = 36.0, gazetteer: str = "") -> Candidate:
    """A candidate with ids at other sources."""
    place = Place(id=id_, name=id_, kind="settlement", lon=lon, lat=lon, ids=ids, gazetteer=gazetteer)
    return Candidate(place=place, likeness=likeness, match="exact" if likeness == 1 else "skeleton")


def test_an_id_in_common_is_one_place() -> None:
    """The own id counts as well as those at other sources; names do not."""
    one, two = candidate("ocha:C1", "geonames:7").place, candidate("geonames:7").place
    assert same_place(one, two)
    assert same_place(two, one)
    assert not same_place(one, candidate("ocha:C2").place)


def test_the_first_gazetteer_wins_and_the_best_spelling_counts() -> None:
    """The entry stays as it is, with the likeness of the other and the ids of both."""
    (found,) = distinct([candidate("ocha:C1", gazetteer="shipped"), candidate("wof:1", "ocha:C1", likeness=1.0)])
    assert (found.place.id, found.place.gazetteer) == ("ocha:C1", "shipped")
    assert (found.likeness, found.match) == (1.0, "exact")
    assert found.place.ids == ("ocha:C1",)


def test_a_third_entry_links_two() -> None:
    """Two entries without a common id are one place where a third has both."""
    found = distinct(
        [candidate("ocha:C1"), candidate("x"), candidate("geonames:7"), candidate("wof:1", "ocha:C1", "geonames:7")]
    )
    assert [one.place.id for one in found] == ["ocha:C1", "x"]


def test_a_missing_position_is_taken_from_a_later_entry() -> None:
    """A country without a point gets the one that another gazetteer has."""
    (found,) = distinct([candidate("iso:SY", "geonames:1", lon=None), candidate("geonames:1", lon=38.0)])
    assert (found.place.id, found.place.lon, found.place.lat) == ("iso:SY", 38.0, 38.0)


def test_places_without_a_link_stay_as_they_are() -> None:
    """The order is kept and nothing is changed."""
    several = (candidate("a"), candidate("b"), candidate("c"))
    assert distinct(several) == several

"""The gazetteer in the package."""

from __future__ import annotations

from importlib import resources

import pytest

from mapper.places.shipped import Shipped

pytestmark = pytest.mark.skipif(
    not resources.files("mapper").joinpath("data/gazetteer.tsv").is_file(), reason="the gazetteer is not built yet"
)


def test_it_has_places_with_points_or_none() -> None:
    """Every place has an id of its own and both coordinates or neither."""
    places = Shipped().places()
    assert places
    assert len({place.id for place in places}) == len(places)
    assert all((place.lon is None) == (place.lat is None) for place in places)
    assert {place.gazetteer for place in places} == {"shipped"}


@pytest.mark.parametrize("name", ["Tal Malah", "Tall Milh", "Tal Meleh", "تل ملح"])
def test_tal_malah_is_found_however_spelt(name: str) -> None:
    """The village of the first seed comes first by any spelling."""
    best = Shipped().find(name)[0].place
    assert (round(best.lon or 0, 1), round(best.lat or 0, 1)) == (36.5, 35.3)


def test_what_lies_around_a_place() -> None:
    """Neighbours of Tal Malah come the nearest first, itself at the head."""
    near = Shipped().within(36.5186, 35.3058, 10)
    assert Shipped().find("Tal Malah")[0].place.id == near[0].id

"""Gazetteers are opened by name or path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapper.errors import InputError, UnknownName
from mapper.places.opening import DEFAULT, open_gazetteers

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.places.place import Candidate, Gazetteer


class Fake:
    """A gazetteer that stands for the network's."""

    name = "nominatim"

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Nothing, whatever the name."""
        del name
        return ()


def test_a_path_is_a_gazetteer_of_the_file_s_name(tmp_path: Path) -> None:
    """Tables and names mix, in the order given, each once."""
    path = tmp_path / "mine.csv"
    path.write_text("name,lon,lat\nHalfaya,36.6,35.26\n", encoding="utf-8")
    opened = open_gazetteers([path, "towns", path], countries=("SY",))
    assert [gazetteer.name for gazetteer in opened] == ["mine", "towns"]
    assert opened[0].find("Helfaya")


def test_the_default_is_all_that_is_at_hand() -> None:
    """No network unless asked for; the theatre's own gazetteer goes before the outline of the world."""
    assert DEFAULT == ("shipped", "world", "towns")


def test_an_unknown_name_lists_the_known_and_the_near(tmp_path: Path) -> None:
    """A slip is answered with what was probably meant."""
    (tmp_path / "hama.csv").write_text("name,lon,lat\n", encoding="utf-8")
    with pytest.raises(UnknownName, match=r"shipped, world, towns, nominatim.*did you mean towns\?"):
        open_gazetteers(["town"])
    with pytest.raises(UnknownName, match=r"hama\.csv"):
        open_gazetteers([tmp_path / "hamah.csv"])
    with pytest.raises(UnknownName, match="no table lies in"):
        open_gazetteers([tmp_path / "none" / "x.csv"])


def test_the_network_is_asked_only_where_allowed() -> None:
    """Nominatim needs the caller's leave, and is opened by the caller."""
    with pytest.raises(InputError, match="not allowed"):
        open_gazetteers(["nominatim"])
    fake: Gazetteer = Fake()
    assert open_gazetteers(["nominatim"], network=lambda: fake) == (fake,)

"""Asking the network for names that no gazetteer on this machine has as they are spelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.errors import NetworkError
from mapper.places.index import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.places.place import Candidate, Gazetteer, Lookup


def asking(lookup: Lookup, network: Gazetteer, problems: list[str]) -> Lookup:
    """A look-up that asks a network gazetteer for the names that `lookup` does not have as they are spelt.

    A server that does not answer loses nothing: the name stays with what `lookup` gives, and a sentence
    goes to `problems`.
    """

    def ask(name: str) -> Sequence[Candidate]:
        found = lookup(name)
        if any(c.match in ("exact", "folded") for c in found):
            return found
        try:
            return ranked([*network.find(name), *found])
        except NetworkError as error:
            problems.append(str(error))
            return found

    return ask

"""A large payload in few bytes: each column coded as what it holds allows; page/unpacking.js turns it back.

A coded column is an object; a plain list stays one. Three codings:

- ``{"of": [...], "at": numbers}``: what a column repeats is written once;
- ``{"steps": text, "nulls": true, "sums": true}``: whole numbers as text, six bits a letter, the lowest five first,
  the sixth where more follow; below zero and above take turns (0, -1, 1, -2, ...). With `nulls` 0 is no number and
  all others come one later, with `sums` each number is the difference to the last one that is a number;
- ``{"length": n, "all": value}``: a column of one value.

What other columns tell is left out: claims have only the end of their ids where the report's id is the beginning, no
words where they are the name of the place; toponyms have no words where a claim has them; spells name claims by
their rank among the claims about the place; a losing candidate that is a place of the map is the place's number.

The long texts stand in mapper/maps/texts.py.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.maps.columns import Repeated, coded
from mapper.maps.named import Behind
from mapper.maps.texts import firsts, gathered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mapper.maps.columns import Stretches
    from mapper.maps.named import Rivals

FORMAT = 3
_LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)
_FEW = 0.5  # values to rows: above it a table of values saves nothing

# Columns of whole numbers, and those of them that grow or stay near their last value.
_NUMBERS = {
    "claims": "place actor controller previous leaning confidence",
    "spells": "holder gaining confidence precision",
    "places": "precision population",
    "resolutions": "score",
    "areas": "holder confidence shape",
    "front": "shape",
}
_GROWING = {
    "claims": "report start end reported resolution",
    "spells": "place start end",
    "reports": "published",
    "areas": "date",
    "front": "date",
}


def packed(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with its columns coded; what is no table of columns stays as it is."""
    slim = {**payload, "format": FORMAT}
    homes = np.asarray(payload["claims"]["place"], dtype=np.int64)
    ranks = _ranks(homes)
    slim["spells"] = _slim_spells(payload["spells"], homes, ranks)
    slim["lenses"] = [
        {**lens, "spells": _columns("spells", _slim_spells(lens["spells"], homes, ranks))} for lens in payload["lenses"]
    ]
    slim["places"] = _slim_places(payload["places"], grid=payload["grid"])
    slim["resolutions"] = _slim_resolutions(payload["resolutions"], payload["claims"], payload["places"])
    slim["texts"], framed = gathered(payload["reports"], payload["claims"])
    slim["reports"] = {
        name: column for name, column in payload["reports"].items() if name not in {"id", "title", "url"}
    }
    slim["claims"] = _slim_claims(payload["claims"], payload["places"], payload["reports"], framed)
    for name in ("places", "spells", "reports", "claims", "resolutions", "areas", "front"):
        slim[name] = _columns(name, slim[name])
    for name in ("areas", "front"):
        slim[name]["shapes"] = _coded_shapes(payload[name]["shapes"])
    return slim


def steps(numbers: Sequence[int | None] | NDArray[np.integer[Any]], *, growing: bool = False) -> dict[str, Any]:
    """Whole numbers as text."""
    told: dict[str, Any] = {}
    values, missing = _whole(numbers)
    if missing is not None:
        told["nulls"] = True
    if growing:
        kept = values if missing is None else values[~missing]
        kept = np.diff(kept, prepend=0)
        if missing is None:
            values = kept
        else:
            values[~missing] = kept
        told["sums"] = True
    turned = (values << 1) ^ (values >> 63)  # 2n from 0 up, -2n - 1 below
    if missing is not None:
        turned = np.where(missing, 0, turned + 1)
    return {"steps": _lettered(turned), **told}


def _whole(
    numbers: Sequence[int | None] | NDArray[np.integer[Any]],
) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    """The numbers, 0 where there is none, and where that is, None where no number is missing."""
    if isinstance(numbers, Repeated):
        values, missing = _whole(numbers.of)
        return values[numbers.at], None if missing is None else missing[numbers.at]
    values = np.asarray(numbers)
    if values.dtype != object:
        return values.astype(np.int64, copy=False), None
    missing = np.array([number is None for number in numbers], dtype=bool)
    return np.where(missing, 0, values).astype(np.int64), missing


def _lettered(numbers: NDArray[np.int64]) -> str:
    """Numbers from 0 up as letters of five bits each, the lowest first."""
    if not len(numbers):
        return ""
    most = int(numbers.max())
    rest = numbers.astype(np.uint32) if most < 2**32 else numbers
    places = max(1, -(-most.bit_length() // 5))
    letters = np.empty((len(rest), places), dtype=np.uint8)
    told = np.ones((len(rest), places), dtype=bool)  # all letters but those behind a number's last one
    for place in range(places):
        more = rest > 31  # noqa: PLR2004 -- five bits
        letters[:, place] = (rest & 31) | (more.view(np.uint8) << 5)
        if place + 1 < places:
            told[:, place + 1] = more
        rest = rest >> 5
    return _LETTERS[letters[told]].tobytes().decode("ascii")


def _columns(table: str, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns of a table, each coded as it is written most shortly."""
    numbers, growing = _NUMBERS.get(table, "").split(), _GROWING.get(table, "").split()
    return {
        name: _coded(values, number=name in numbers or name in growing, growing=name in growing)
        if isinstance(values, (list, Repeated, np.ndarray)) and name != "shapes"
        else values
        for name, values in columns.items()
    }


def _coded(values: Any, *, number: bool, growing: bool) -> Any:  # noqa: ANN401 -- a list or an object of JSON
    if not len(values):
        return values
    if _alike(values):
        return {"length": len(values), "all": values[0]}
    if number:
        return steps(values, growing=growing)
    return _told_once(values)


def _alike(values: Any) -> bool:  # noqa: ANN401 -- any kind of column
    """Whether all cells are the same."""
    if isinstance(values, Repeated):
        return len(values.of) == 1
    first = values[0]
    if isinstance(values, np.ndarray):
        return bool((values == first).all())
    return not isinstance(first, list) and values.count(first) == len(values)


def _told_once(values: list[Any] | Repeated) -> Any:  # noqa: ANN401 -- a list or an object of JSON
    """The column by its distinct values, where they are few."""
    if not isinstance(values, Repeated):
        try:
            many = len(set(values)) >= _FEW * len(values)  # sooner told than numbered
        except TypeError:  # lists: of positions, which hardly repeat
            return values
        if many:
            return values
        values = coded(values)
    few = len(values.of) < _FEW * len(values)
    return {"of": values.of, "at": steps(values.at)["steps"]} if few else values


def _ranks(homes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which one of the claims about its place each claim is, from 0."""
    order = np.argsort(homes, kind="stable")
    first = np.append(True, homes[order][1:] != homes[order][:-1]) if len(homes) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(first)
    ranks = np.empty(len(homes), dtype=np.int64)
    ranks[order] = np.arange(len(homes)) - np.repeat(starts, np.diff(starts, append=len(homes)))
    return ranks


def _slim_spells(spells: dict[str, Any], homes: NDArray[np.int64], ranks: NDArray[np.int64]) -> dict[str, Any]:
    """Claims by their rank among those about the place; one about another place as ``-1 - number``."""
    slim: dict[str, Any] = dict(spells)
    places, _ = _whole(spells["place"])
    for column in ("claims", "against"):
        sizes, items = spells[column].sizes, spells[column].items
        own = homes[items] == np.repeat(places, sizes)
        slim[column] = {
            "sizes": steps(sizes)["steps"],
            "items": steps(np.where(own, ranks[items], -1 - items))["steps"],
        }
    return slim


def _pairs(first: NDArray[np.int64], last: NDArray[np.int64], told: NDArray[np.bool_]) -> dict[str, Any]:
    """Lists of two numbers or none: how long each is, and all their numbers, one list after the other."""
    return {
        "sizes": steps(2 * told.astype(np.int64))["steps"],
        "items": steps(np.column_stack([first[told], last[told]]).ravel())["steps"],
    }


def _slim_places(places: dict[str, Any], *, grid: float) -> dict[str, Any]:
    """Positions as whole numbers, and no entry where it is spelt like the name."""
    slim: dict[str, Any] = dict(places)
    fine = round(10 / grid)  # ten times as fine as lines
    for column in ("lon", "lat"):
        slim[column] = {
            **steps([None if degrees is None else round(degrees * fine) for degrees in places[column]]),
            "over": fine,
        }
    slim["entry"] = [
        None if entry == name else entry for entry, name in zip(places["entry"], places["name"], strict=True)
    ]
    return slim


def _slim_resolutions(resolutions: dict[str, Any], claims: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    """No words where the first claim of a toponym has them; losing candidates by number: the places, then the rest."""
    words = firsts(claims["resolution"], claims["words"], len(resolutions["written"]))
    addresses = list(map(Behind().address, places["entry"], places["within"]))
    # Of several places of one address the first one stands for it.
    known = dict(zip(reversed(addresses), reversed(range(len(addresses))), strict=True))
    rivals: Rivals = resolutions["rivals"]
    more = [name for name in rivals.names.of if name not in known]
    known |= zip(more, count(len(places["entry"])))
    losers = rivals.names.turned(known.__getitem__)
    return {
        **resolutions,
        "written": [None if own == text else text for own, text in zip(words, resolutions["written"], strict=True)],
        "rivals": {
            "of": more,
            "sizes": steps(rivals.sizes)["steps"],
            "at": steps(losers)["steps"],
            "scores": steps(rivals.scores)["steps"],
        },
    }


def _units(text: str) -> int:
    """How long a browser takes a text to be: what lies beyond the first 65,536 characters counts twice there."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _slim_claims(
    claims: dict[str, Any], places: dict[str, Any], reports: dict[str, Any], framed: NDArray[np.bool_]
) -> dict[str, Any]:
    """Without what place and report tell; no mark where the quote has a gap for the claim's words."""
    names, ids = places["name"], reports["id"]
    ends = [len(quote) if quote.isascii() else _units(quote) for quote in claims["quote"]]
    mark: Stretches = claims["mark"]
    said: Stretches = claims["said"]
    slim = {
        **claims,
        # The ends of ids as they are, whole ids in a tuple, so that both can be counted.
        "id": [
            one[len(key) :] if one.startswith(key) and one[len(key) : len(key) + 1] == ":" else (one,)
            for one, key in zip(claims["id"], map(ids.__getitem__, claims["report"]), strict=True)
        ],
        "words": [
            None if place >= 0 and names[place] == words else words
            for place, words in zip(claims["place"].tolist(), claims["words"], strict=True)
        ],
        "mark": _pairs(mark.starts, mark.ends, ~framed),
        "said": _pairs(said.starts, np.array(ends, dtype=np.int64) - said.ends, np.ones_like(framed)),
    }
    del slim["quote"]
    return slim


def _coded_shapes(shapes: list[list[NDArray[np.int64]]]) -> dict[str, Any]:
    """Lines as one text: how many lines a shape has, how many numbers a line has, and the numbers."""
    lines = [line for shape in shapes for line in shape]
    every = np.concatenate(lines) if lines else np.zeros(0, np.int64)
    return {
        "lines": steps([len(shape) for shape in shapes])["steps"],
        "sizes": steps([len(line) for line in lines])["steps"],
        "items": steps(every)["steps"],
    }

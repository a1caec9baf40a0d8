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

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.maps.texts import gathered

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

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
    ranks = _ranks(payload["claims"])
    slim["spells"] = _slim_spells(payload["spells"], payload["claims"], ranks)
    slim["lenses"] = [
        {**lens, "spells": _columns("spells", _slim_spells(lens["spells"], payload["claims"], ranks))}
        for lens in payload["lenses"]
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


def steps(numbers: Sequence[int | None] | NDArray[np.int64], *, growing: bool = False) -> dict[str, Any]:
    """Whole numbers as text."""
    coded: dict[str, Any] = {}
    values = np.asarray(numbers)
    missing = None
    if values.dtype == object:
        missing = np.array([number is None for number in numbers], dtype=bool)
        values = np.where(missing, 0, values).astype(np.int64)
        coded["nulls"] = True
    if growing:
        kept = values if missing is None else values[~missing]
        kept = np.diff(kept, prepend=0)
        if missing is None:
            values = kept
        else:
            values[~missing] = kept
        coded["sums"] = True
    values = values.astype(np.int64, copy=False)
    turned = (values << 1) ^ (values >> 63)  # 2n from 0 up, -2n - 1 below
    if missing is not None:
        turned = np.where(missing, 0, turned + 1)
    return {"steps": _lettered(turned), **coded}


def _lettered(numbers: NDArray[np.int64]) -> str:
    """Numbers from 0 up as letters of five bits each, the lowest first."""
    if not len(numbers):
        return ""
    most = int(numbers.max())
    rest = numbers.astype(np.uint32) if most < 2**32 else numbers
    sizes = np.ones(len(numbers), dtype=np.uint8)
    for place in range(1, (most.bit_length() + 4) // 5):
        sizes += rest >= 32**place
    ends = np.cumsum(sizes, dtype=np.int64)
    letters = np.empty(int(ends[-1]), dtype=np.uint8)
    starts = ends - sizes
    while len(rest):  # the lowest five bits of all, then the next ones of those that have more
        more = rest > 31  # noqa: PLR2004 -- five bits
        letters[starts] = (rest & 31) | (more.view(np.uint8) << 5)
        starts, rest = starts[more] + 1, rest[more] >> 5
    return _LETTERS[letters].tobytes().decode("ascii")


def _columns(table: str, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns of a table, each coded as it is written most shortly."""
    numbers, growing = _NUMBERS.get(table, "").split(), _GROWING.get(table, "").split()
    return {
        name: _coded(values, number=name in numbers or name in growing, growing=name in growing)
        if isinstance(values, list) and name != "shapes"
        else values
        for name, values in columns.items()
    }


def _coded(values: list[Any], *, number: bool, growing: bool) -> Any:  # noqa: ANN401 -- a list or an object of JSON
    if not values:
        return values
    first = values[0]
    if not isinstance(first, list) and values.count(first) == len(values):
        return {"length": len(values), "all": first}
    return steps(values, growing=growing) if number else _told_once(values)


def _told_once(values: list[Any]) -> Any:  # noqa: ANN401 -- a list or an object of JSON
    """The column by its distinct values, where they are few."""
    try:
        different: dict[Hashable, None] = dict.fromkeys(values)
    except TypeError:  # lists: of positions, which hardly repeat
        return values
    if len(different) >= _FEW * len(values):
        return values
    known = {value: number for number, value in enumerate(different)}
    return {"of": list(known), "at": steps([known[value] for value in values])["steps"]}


def _ranks(claims: dict[str, list[Any]]) -> list[int]:
    """Which one of the claims about its place each claim is, from 0."""
    told: dict[int, int] = {}
    ranks = []
    for place in claims["place"]:
        rank = told.get(place, 0)
        told[place] = rank + 1
        ranks.append(rank)
    return ranks


def _slim_spells(spells: dict[str, list[Any]], claims: dict[str, list[Any]], ranks: list[int]) -> dict[str, Any]:
    """Claims by their rank among those about the place; one about another place as ``-1 - number``."""
    homes = claims["place"]
    slim: dict[str, Any] = dict(spells)
    for column in ("claims", "against"):
        slim[column] = _lists(
            [
                [ranks[one] if homes[one] == place else -1 - one for one in some]
                for place, some in zip(spells["place"], spells[column], strict=True)
            ]
        )
    return slim


def _lists(rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Short lists of numbers: how long each is, and all their numbers, one list after the other."""
    return {
        "sizes": steps(list(map(len, rows)))["steps"],
        "items": steps(list(chain.from_iterable(rows)))["steps"],
    }


def _slim_places(places: dict[str, list[Any]], *, grid: float) -> dict[str, Any]:
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


def _slim_resolutions(
    resolutions: dict[str, list[Any]], claims: dict[str, list[Any]], places: dict[str, list[Any]]
) -> dict[str, Any]:
    """No words where the first claim of a toponym has them; losing candidates by number: the places, then the rest."""
    words = dict(zip(reversed(claims["resolution"]), reversed(claims["words"]), strict=True))
    known: dict[str, int] = {}
    for number, (name, within) in enumerate(zip(places["entry"], places["within"], strict=True)):
        known.setdefault(", ".join(filter(None, (name, *within[::-1]))), number)
    count = len(places["entry"])
    more: dict[str, int] = {}
    losers, scores = [], []
    for name, score in chain.from_iterable(resolutions["rivals"]):
        number = known.get(name, -1)
        losers.append(number if number >= 0 else more.setdefault(name, count + len(more)))
        scores.append(score)
    return {
        **resolutions,
        "written": [None if words.get(n) == text else text for n, text in enumerate(resolutions["written"])],
        "rivals": {
            "of": list(more),
            "sizes": steps(list(map(len, resolutions["rivals"])))["steps"],
            "at": steps(losers)["steps"],
            "scores": steps(scores)["steps"],
        },
    }


def _units(text: str) -> int:
    """How long a browser takes a text to be: what lies beyond the first 65,536 characters counts twice there."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _slim_claims(
    claims: dict[str, list[Any]], places: dict[str, list[Any]], reports: dict[str, list[Any]], framed: list[bool]
) -> dict[str, Any]:
    """Without what place and report tell; no mark where the quote has a gap for the claim's words."""
    names, ids = places["name"], reports["id"]
    said = [(start, _units(quote) - end) for quote, (start, end) in zip(claims["quote"], claims["said"], strict=True)]
    slim = {
        **claims,
        # The ends of ids as they are, whole ids in a tuple, so that both can be counted.
        "id": [
            one.removeprefix(ids[report]) if one.startswith(f"{ids[report]}:") else (one,)
            for one, report in zip(claims["id"], claims["report"], strict=True)
        ],
        "words": [
            None if place >= 0 and names[place] == words else words
            for place, words in zip(claims["place"], claims["words"], strict=True)
        ],
        "mark": _lists([() if fits else mark for fits, mark in zip(framed, claims["mark"], strict=True)]),
        "said": _lists(said),
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

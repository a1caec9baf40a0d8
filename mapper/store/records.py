"""Frozen dataclasses as compact JSON, and exactly back: what a store keeps of readings and spells.

A record is a list of a dataclass's fields in their order. Places, which recur in thousands of resolutions, are kept
once and named by a key made of what they hold; a claim's record holds its resolution, which several claims may
share; a span leaves out the id of the report that it stands in.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import blake2b
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from mapper.claims.claim import Claim
from mapper.control.spell import Spell, Weighed
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.scoring import Scored
from mapper.geoparse.toponym import Toponym
from mapper.period import Period
from mapper.places.place import Place
from mapper.reports.report import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.claims.reading import Reading

Turn = Callable[[Any], Any]

_KINDS = {
    kind.__name__: kind for kind in (Claim, Period, Place, Resolution, Scored, Span, Spell, Toponym, Weighed, date)
}
_KEY_BYTES = 8  # of a place's key: two of a million places share one in one of 40 million stores
_SPAN = 3  # values of a span in the report that the record is about


class Records:
    """Turns dataclasses into records and back.

    Parameters
    ----------
    places
        The places of the store by their keys; those met on the way into records are added to `met`.
    """

    def __init__(self, places: Mapping[str, Place] | None = None) -> None:
        self.met: dict[str, str] = {}  # records of places by their keys
        self._places = {} if places is None else places
        self._keys: dict[int, str] = {}  # of places, by their identity
        self._held: list[Place] = []  # so that no other place takes on the identity of one
        self._one: dict[object, Any] = {}  # equal values that are held once
        self._report = ""
        self._number: int | None = None  # of the resolution of the claim that is being read
        self._shared: dict[int, Resolution] = {}
        self._names: dict[str, Any] = {"self": self, "keys": self._keys, "new": object.__new__}
        self._reads: dict[Any, Turn] = {Span: self._to_span, date: _Days().__getitem__}
        self._writes = {
            Span: "([{0}.start, {0}.end, {0}.quote] if {0}.report_id == self._report else self._from_span({0}))",
            date: "{0}.isoformat()",
        }
        self._write_place, self._read_place = self._turns(Place)
        self._reads[Place] = self._places.__getitem__
        self._writes[Place] = "(keys.get(id({0})) or self._from_place({0}))"
        self._write_resolution, self._read_resolution = self._turns(Resolution)
        self._reads[Resolution] = self._to_resolution
        self._write_claim, self._read_claim = self._turns(Claim)
        self._write_spell, self._read_spell = self._turns(Spell)
        self._write_weighed, self._read_weighed = self._turns(Weighed)

    # --- into records ---

    def of_reading(self, reading: Reading) -> tuple[str, list[tuple[int | None, str]]]:
        """The record of the resolutions that no claim has, and those of the claims with their resolutions' numbers."""
        self._report = reading.report.id
        numbers = {id(one): n for n, one in enumerate(reading.resolutions)}
        told = [numbers.get(id(claim.resolution)) for claim in reading.claims]
        claims = [(n, _json(self._write_claim(claim))) for n, claim in zip(told, reading.claims, strict=True)]
        there = set(told)
        rest = [None if n in there else self._write_resolution(one) for n, one in enumerate(reading.resolutions)]
        return _json(rest), claims

    def of_spell(self, spell: Spell) -> str:
        """The record of a spell."""
        return _json(self._write_spell(spell))

    def of_weighed(self, weighed: Weighed) -> str:
        """The record of what a claim counted for."""
        return _json(self._write_weighed(weighed))

    # --- and back; what is no record is told as damage to the store ---

    def place(self, record: str) -> Place:
        """The place of a record."""
        try:
            return cast("Place", self._read_place(_parsed(record)))
        except _NO_RECORD as error:
            raise _damage("a place") from error

    def reading(
        self, report_id: str, record: str, claims: Iterable[tuple[int | None, str]]
    ) -> tuple[tuple[Resolution, ...], tuple[Claim, ...]]:
        """The resolutions and the claims of a reading, of its own record and those of its claims."""
        shared: dict[int, Resolution] = {}
        made = tuple(self.claim(report_id, number, one, shared) for number, one in claims)
        self._report = report_id
        try:
            rest = [shared[n] if row is None else self._read_resolution(row) for n, row in enumerate(_parsed(record))]
        except _NO_RECORD as error:
            raise _damage(report_id) from error
        return tuple(rest), made

    def claim(self, report_id: str, number: int | None, record: str, shared: dict[int, Resolution]) -> Claim:
        """The claim of a record; `shared` are resolutions of its reading by number, to which its own is added."""
        self._report, self._shared, self._number = report_id, shared, number
        try:
            return self._read_claim(_parsed(record))  # type: ignore[no-any-return] # so it was written
        except _NO_RECORD as error:
            raise _damage(report_id) from error

    def spell(self, record: str) -> Spell:
        """The spell of a record."""
        try:
            return cast("Spell", self._read_spell(_parsed(record)))
        except _NO_RECORD as error:
            raise _damage("a spell") from error

    def weighed(self, record: str) -> Weighed:
        """What a claim counted for, of a record."""
        try:
            return cast("Weighed", self._read_weighed(_parsed(record)))
        except _NO_RECORD as error:
            raise _damage("a weight") from error

    # --- how each kind of value is turned ---

    def _turns(self, kind: Any) -> tuple[Turn, Turn]:  # noqa: ANN401 -- a type, which typing has no word for
        """The functions that turn a dataclass into plain lists, and back.

        They are written as Python, which takes a fifth of the time of a loop over the fields and of `__init__`.
        """
        writes, reads = [], []
        hints = get_type_hints(kind, localns=_KINDS)
        names = {**self._names, "kind": kind}
        for i, name in enumerate(field.name for field in fields(kind)):
            plain, optional = _without_none(hints[name])
            writes.append(self._written(hints[name], f"v.{name}"))
            read = self._read(plain)
            names |= {f"read{i}": read, f"set{i}": kind.__dict__[name].__set__}  # dataclasses of the house have slots
            turned = f"v[{i}]" if read is None else f"read{i}(v[{i}])"
            reads.append(f"set{i}(o, {f'None if v[{i}] is None else {turned}' if optional else turned})")
        body = f"def write(v): return [{', '.join(writes)}]\ndef read(v): o = new(kind); {'; '.join(reads)}; return o"
        exec(body, names)  # noqa: S102 -- made of the names of fields alone
        return names["write"], names["read"]

    def _written(self, hint: Any, value: str, depth: int = 0) -> str:  # noqa: ANN401 -- as above
        """The expression that makes plain lists of a value."""
        kind, optional = _without_none(hint)
        if kind in self._writes:
            turned = self._writes[kind].format(value)
        elif get_origin(kind) is tuple:
            one = self._written(get_args(kind)[0], f"v{depth}", depth + 1)
            turned = value if one == f"v{depth}" else f"[{one} for v{depth} in {value}]"
        elif is_dataclass(kind):
            hints = get_type_hints(kind, localns=_KINDS)
            parts = [self._written(hints[field.name], f"{value}.{field.name}", depth) for field in fields(kind)]
            turned = f"[{', '.join(parts)}]"
        else:
            turned = value
        return f"(None if {value} is None else {turned})" if optional and turned != value else turned

    def _read(self, kind: Any) -> Turn | None:  # noqa: ANN401 -- as above
        """What makes a value of plain lists; None where it is one already."""
        if kind in self._reads:
            return self._reads[kind]
        if get_origin(kind) is Literal:
            return sys.intern
        if get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,):
            read, one = self._read(get_args(kind)[0]), self._one
            if read is None:
                return lambda values: one.setdefault(made := tuple(values), made)
            return lambda values: tuple([read(value) for value in values])
        if is_dataclass(kind):
            return self._reads.setdefault(kind, self._turns(kind)[1])
        if kind in (str, int, float, bool):
            return None
        raise TypeError(f"records know no {kind}: teach mapper.store.records how to keep it")

    def _from_span(self, span: Span) -> list[Any]:
        row: list[Any] = [span.start, span.end, span.quote]
        return row if span.report_id == self._report else [*row, span.report_id]

    def _to_span(self, row: list[Any]) -> Span:
        span = _new_span(Span)
        _set_report(span, self._report if len(row) == _SPAN else row[_SPAN])
        _set_start(span, row[0])
        _set_end(span, row[1])
        _set_quote(span, row[2])
        return span

    def _from_place(self, place: Place) -> str:
        record = _json(self._write_place(place))
        key = blake2b(record.encode(), digest_size=_KEY_BYTES).hexdigest()
        self.met[key] = record
        self._keys[id(place)] = key
        self._held.append(place)
        return key

    def _to_resolution(self, row: list[Any]) -> Resolution:
        """The resolution of a claim: the one that an earlier claim has, where they have one together."""
        found = None if self._number is None else self._shared.get(self._number)
        if found is None:
            found = self._read_resolution(row)
            if self._number is not None:
                self._shared[self._number] = found
        return found


def _without_none(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401 -- a type, as above
    """The type without None, and whether it had it."""
    arguments = get_args(hint) if get_origin(hint) in (Union, UnionType) else ()
    told = [one for one in arguments if one is not NoneType]
    return (told[0], True) if len(told) == 1 else (hint, False)


_NO_RECORD: Final = (ValueError, LookupError, TypeError, AttributeError, StopIteration)  # what reading one raises
# Spans are what readings have most of; set slot by slot, one takes half the time.
_new_span = object.__new__
_set_report, _set_start, _set_end, _set_quote = (
    Span.__dict__[name].__set__ for name in ("report_id", "start", "end", "quote")
)
_SCAN: Final = json.JSONDecoder().scan_once  # type: ignore[attr-defined] # the typeshed leaves it out
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _parsed(text: str) -> Any:  # noqa: ANN401 -- any JSON
    """The value of compact JSON, without the look for blanks around it that `json.loads` takes."""
    return _SCAN(text, 0)[0]


def _damage(what: str) -> sqlite3.DatabaseError:
    """What SQLite would raise if it could read records."""
    return sqlite3.DatabaseError(f"the record of {what} cannot be read")


class _Days(dict[str, date]):
    """Days by their ISO texts, each made once."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


def _json(value: object) -> str:
    """Compact JSON that SQLite can keep: a lone surrogate, which UTF-8 has no bytes for, is escaped."""
    text = _ENCODE(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return json.dumps(value, separators=(",", ":"))
    return text

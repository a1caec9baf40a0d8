"""Pictures out of a PMTiles file (version 3, see github.com/protomaps/PMTiles), as many as a page can carry."""

from __future__ import annotations

import gzip
import struct
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from io import SEEK_END
from math import asinh, floor, pi, radians, tan
from typing import TYPE_CHECKING

from mapper.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

Box = tuple[float, float, float, float]

MOST = 3_000_000  # bytes of pictures in a page
_HEADER = 127
_MAGIC = b"PMTiles\x03"
_KINDS = {2: "image/png", 3: "image/jpeg", 4: "image/webp", 5: "image/avif"}
_VECTOR, _PLAIN, _GZIP = 1, 1, 2
_MANY = 2_000  # tiles of one zoom: more are no ground for one map
_POLE = 85.0  # degrees: where a square world ends
_DEPTH = 4  # directories inside directories, at most


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a run of tiles that are alike, or (a run of none) another directory, lies."""

    tile: int
    run: int
    length: int
    offset: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """The pictures of one kind by zoom, column and row, and the lowest and highest zoom among them."""

    kind: str
    pictures: dict[tuple[int, int, int], bytes]
    lowest: int
    highest: int


def tiles_of(path: Path, box: Box) -> Tiles:
    """The tiles of a file that meet a box: whole zooms from the lowest on, up to three million bytes.

    Raises
    ------
    InputError
        The file cannot be read, is no PMTiles file of version 3, or holds no pictures for the box.
    """
    try:
        with path.open("rb") as file:
            return _tiles(path, _Cuts(file), box)
    except OSError as error:
        raise InputError(f"{path}: the tiles cannot be read: {error.strerror or error}") from error
    except (struct.error, zlib.error, IndexError, EOFError, ValueError) as error:
        raise InputError(f"{path}: the PMTiles file is broken: {error}") from error


class _Cuts:
    """A file of which only the asked pieces are read: it is often larger than a memory."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, SEEK_END)

    def cut(self, start: int, length: int) -> bytes:
        """What stands at a place of the file."""
        if start + length > self.size:
            raise ValueError("it ends too early")
        self.file.seek(start)
        return self.file.read(length)


def _tiles(path: Path, content: _Cuts, box: Box) -> Tiles:
    header = content.cut(0, min(_HEADER, content.size))
    if header[: len(_MAGIC)] != _MAGIC or len(header) < _HEADER:
        raise InputError(f"{path}: no PMTiles file of version 3")
    root, size, _, _, leaves, _, pictures, _ = struct.unpack_from("<8Q", header, 8)
    packing, _, kind, lowest, highest = struct.unpack_from("<5B", header, 97)
    if kind not in _KINDS:
        why = (
            "vector tiles, which are not drawn; make pictures (raster tiles) of them"
            if kind == _VECTOR
            else "no pictures"
        )
        raise InputError(f"{path}: the file holds {why}")
    if packing not in {_PLAIN, _GZIP}:
        raise InputError(f"{path}: its directories are packed in a way that is not read; write it with gzip")
    index = _Index(content, root=(root, size), leaves=leaves, packed=packing == _GZIP)
    found: dict[tuple[int, int, int], bytes] = {}
    last, total = lowest, 0
    for zoom in range(lowest, highest + 1):
        columns, rows = _covering(box, zoom)
        if len(columns) * len(rows) > _MANY:
            break
        entries = {(zoom, x, y): index.find(tile_id(zoom, x, y)) for x in columns for y in rows}
        cuts = {key: (pictures + one.offset, one.length) for key, one in entries.items() if one is not None}
        total += sum(length for _, length in cuts.values())
        if total > MOST:
            break
        whole = {key: content.cut(start, length) for key, (start, length) in cuts.items()}
        found |= whole
        last = zoom if whole else last
    if not found:
        raise InputError(f"{path}: the file has no tiles where the places are, or more than a page can carry")
    return Tiles(kind=_KINDS[kind], pictures=found, lowest=min(zoom for zoom, _, _ in found), highest=last)


def tile_id(zoom: int, x: int, y: int) -> int:
    """The number of a tile: all lower zooms come first, then the tiles along a Hilbert curve."""
    number: int = (4**zoom - 1) // 3
    side = 2**zoom // 2
    while side:
        right, below = int(bool(x & side)), int(bool(y & side))
        number += side * side * ((3 * right) ^ below)
        if not below:
            if right:
                x, y = side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))
            x, y = y, x
        x, y = x & (side - 1), y & (side - 1)
        side //= 2
    return number


def _covering(box: Box, zoom: int) -> tuple[range, range]:
    """The columns and rows of the tiles that meet a box."""
    west, south, east, north = box
    size = 2**zoom
    left, right = (min(size - 1, max(0, floor((lon + 180) / 360 * size))) for lon in (west, east))
    heights = ((1 - asinh(tan(radians(min(_POLE, max(-_POLE, lat))))) / pi) / 2 for lat in (north, south))
    top, bottom = (min(size - 1, max(0, floor(height * size))) for height in heights)
    return range(left, right + 1), range(top, bottom + 1)


class _Index:
    """The directories of a file, each read once."""

    def __init__(self, content: _Cuts, *, root: tuple[int, int], leaves: int, packed: bool) -> None:
        self.content, self.root, self.leaves, self.packed = content, root, leaves, packed
        self.read: dict[tuple[int, int], list[Entry]] = {}

    def find(self, tile: int) -> Entry | None:
        """The entry of a tile, by way of as many directories as it takes; None where there is none."""
        place = self.root
        for _ in range(_DEPTH):
            entries = self._directory(place)
            at = bisect_right(entries, tile, key=lambda one: one.tile) - 1
            if at < 0:
                return None
            entry = entries[at]
            if entry.run:
                return entry if tile < entry.tile + entry.run else None
            place = (self.leaves + entry.offset, entry.length)
        return None

    def _directory(self, place: tuple[int, int]) -> list[Entry]:
        if place not in self.read:
            raw = self.content.cut(*place)
            self.read[place] = _entries(gzip.decompress(raw) if self.packed else raw)
        return self.read[place]


def _entries(directory: bytes) -> list[Entry]:
    """The entries of a directory, which stand in columns."""
    numbers = _varints(directory)
    count = next(numbers, 0)
    steps, runs, lengths, offsets = ([next(numbers) for _ in range(count)] for _ in range(4))
    found: list[Entry] = []
    tile = 0
    for step, run, length, told in zip(steps, runs, lengths, offsets, strict=True):
        tile += step
        offset = told - 1 if told else found[-1].offset + found[-1].length
        found.append(Entry(tile=tile, run=run, length=length, offset=offset))
    return found


def _varints(content: bytes) -> Iterator[int]:
    """Whole numbers of seven bits a byte, the lowest first."""
    number = shift = 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 -- the eighth bit says that more follow
            yield number
            number = shift = 0

"""What all exporters share: text that can be encoded, and files that are whole or not there."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from mapper.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
# UTF-8 has no lone surrogates, and readers written in C end a text at a null.
_NOWHERE: Final = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with U+FFFD for what no file can carry: lone surrogates and the null character."""
    return _NOWHERE.sub(REPLACEMENT, text)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, beside `path`; it takes the place of `path` when all went well.

    Raises
    ------
    ExportError
        Where the folder is missing or cannot be written to, or `path` is a folder.
    """
    goal = Path(os.path.realpath(path))  # a link stays a link
    if not os.path.isdir(goal.parent):  # noqa: PTH112 - the method of Path raises at an overlong name
        raise ExportError(f"cannot write {path}: there is no folder {goal.parent}; make it first")
    if os.path.isdir(goal):  # noqa: PTH112
        raise ExportError(f"cannot write {path}: it is a folder; name a file in it")
    try:
        # A folder of its own, since SQLite puts a journal beside its file.
        with TemporaryDirectory(dir=goal.parent, prefix=".mapper-") as folder:
            made = Path(folder) / goal.name
            yield made
            made.replace(goal)
    except OSError as fault:
        if isinstance(fault, ExportError):
            raise
        raise ExportError(f"cannot write {path}: {fault.strerror or fault}") from fault


def write_text(text: str, path: Path) -> None:
    """Write the text as UTF-8, its line ends as they are."""
    with replacing(path) as made:
        made.write_bytes(text.encode())

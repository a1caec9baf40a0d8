"""A country's gazetteer fetched from GeoNames and added to the installed ones."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from mapper.errors import InputError, NetworkError
from mapper.places.adding import Added, add, gazetteers_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mapper.places.download import Progress

SERVER = "https://download.geonames.org/export/dump"  # CC BY 4.0, made anew every day
_CODE = re.compile(r"[A-Za-z]{2}")


def install(
    country: str,
    *,
    server: str = SERVER,
    progress: Callable[[str], Progress] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Added:
    """What came of fetching a country's places and alternate names from GeoNames and adding them.

    Parameters
    ----------
    country
        ISO 3166 code, such as SY.
    server
        Where ``SY.zip`` and ``alternatenames/SY.zip`` lie; a mirror, or a folder served on this machine.
    progress
        Opens a progress bar for a file of this name.
    tell
        Told what is being done, one sentence at a time.

    Raises
    ------
    InputError
        The code is none, or what came is no table of GeoNames.
    NetworkError
        The server does not answer, lacks the country, or sent damaged bytes.
    """
    from mapper.places.download import fetch  # noqa: PLC0415 -- the network is loaded where it is asked for

    code = country.upper()
    if not _CODE.fullmatch(code):
        raise InputError(f"{country!r} is no country code; give two letters of ISO 3166, such as SY")
    say = tell or (lambda _: None)
    folder = gazetteers_folder() / "downloads"
    files = []
    for part, name in (
        (f"{code}.zip", f"geonames-{code}.zip"),
        (f"alternatenames/{code}.zip", f"geonames-{code}-names.zip"),
    ):
        url = f"{server.rstrip('/')}/{part}"
        say(f"fetching {url}")
        files.append(fetch(url, folder / name, progress=progress(name) if progress else None))
    for file in files:
        _demand_zip(file)
    added = add(files, country=code, tell=tell)
    for file in files:
        file.unlink()
    return added


def _demand_zip(file: Path) -> None:
    if not zipfile.is_zipfile(file):
        file.unlink()
        raise NetworkError(f"{file.name}: what the server sent is no zip file; check the address given with --from")

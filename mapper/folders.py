"""Where mapper keeps what it installs and remembers."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The folder for gazetteers and caches: MAPPER_DATA, or the platform's user data folder; not made here."""
    named = os.environ.get("MAPPER_DATA")
    if named:
        return Path(named)
    return user_data_path("frontline-mapper", appauthor=False)

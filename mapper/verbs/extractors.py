"""The options that say who reads the claims: the grammar, a person's file, or a model behind an endpoint."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mapper.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from mapper.claims.extractor import Extractor

_OF: dict[str, tuple[str, ...]] = {
    "grammar": (),
    "hand": ("claims",),
    "endpoint": ("endpoint", "model", "endpoint_key_env", "endpoint_timeout"),
}
_NEEDED: dict[str, tuple[str, ...]] = {"grammar": (), "hand": ("claims",), "endpoint": ("endpoint", "model")}


def extractor_options(parser: argparse.ArgumentParser) -> None:
    """Nothing; the options are added."""
    parser.add_argument(
        "--extractor", choices=tuple(_OF), default="grammar", help="who reads the claims (default: the grammar)"
    )
    parser.add_argument(
        "--claims", metavar="FILE", help="with --extractor hand: a .jsonl as extract writes it, or a .csv"
    )
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        help="with --extractor endpoint: its base, such as http://localhost:8080/v1; reports are sent there",
    )
    parser.add_argument("--model", metavar="NAME", help="the model behind the endpoint")
    parser.add_argument("--endpoint-key-env", metavar="VAR", help="the environment variable with the endpoint's key")
    parser.add_argument(
        "--endpoint-timeout", type=float, metavar="SECONDS", help="how long an answer may take (default: 120)"
    )


def extractor_of(options: argparse.Namespace, *, tell: Callable[[str], None]) -> Extractor | None:
    """The extractor that the options name, None for the default; `tell` hears where texts are sent.

    Raises
    ------
    InputError
        An option is missing, or belongs to another extractor, or a file or an address cannot be used.
    """
    chosen = options.extractor
    given = {name for names in _OF.values() for name in names if getattr(options, name) is not None}
    for name in _NEEDED[chosen]:
        if not getattr(options, name):
            raise InputError(f"--extractor {chosen} needs {_option(name)}")
    strange = sorted(given - set(_OF[chosen]))
    if strange:
        owner = next(one for one, names in _OF.items() if strange[0] in names)
        raise InputError(f"{_option(strange[0])} belongs to --extractor {owner}; give that, too, or leave it out")
    if chosen == "hand":
        from mapper.claims.hand import read_hand

        return read_hand(options.claims)
    return _endpoint(options, tell) if chosen == "endpoint" else None


def _endpoint(options: argparse.Namespace, tell: Callable[[str], None]) -> Extractor:
    from mapper.claims.endpoint import Endpoint

    key = os.environ.get(options.endpoint_key_env, "").strip() if options.endpoint_key_env else ""
    if options.endpoint_key_env and not key:
        raise InputError(f"the environment variable {options.endpoint_key_env} holds no key")
    timeout = 120.0 if options.endpoint_timeout is None else options.endpoint_timeout
    if not 0 < timeout < float("inf"):
        raise InputError("--endpoint-timeout is a number of seconds above 0")
    return Endpoint(options.endpoint, options.model, tell=tell, key=key, timeout=timeout)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"

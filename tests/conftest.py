"""What holds for every test: no network, and no deadline that a busy machine could miss."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

_HERE = frozenset({"", "localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 -- compared with, not listened on

settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Fail the running test where it looks up or calls another machine."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):  # else a socket file of this machine
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and name not in _HERE:
        pytest.fail(f"a test called {name}: tests stay on this machine")


sys.addaudithook(_refuse_the_network)


@pytest.fixture(scope="session", autouse=True)
def _no_installed_gazetteers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a user has installed on this machine is none of the tests' business."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAPPER_DATA", str(tmp_path_factory.mktemp("data")))
        yield

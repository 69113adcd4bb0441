"""The places a ledger can be kept in."""

from collections.abc import Callable
from itertools import count

import pytest
from postgres import Server, programs

from evaluation import growth
from summitry.records import Document
from tests.conftest import needed


@pytest.fixture(scope="session")
def server():
    running = Server(needed(programs(), "postgresql"))
    yield running
    running.remove()


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def new_place(request, tmp_path) -> Callable[[], str]:
    """Places for new ledgers, of each kind."""
    return _places(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_lasting_place(request, tmp_path) -> Callable[[], str]:
    """Places for new ledgers that outlive their process."""
    return _places(request, tmp_path)


def _places(request, folder) -> Callable[[], str]:
    numbers = count()
    match request.param:
        case "sqlite":
            return lambda: str(folder / f"{next(numbers)}.db")
        case "postgresql":
            return request.getfixturevalue("server").new
    return lambda: ":memory:"


@pytest.fixture(scope="session")
def bundled() -> list[Document]:
    """The bundled reports, read."""
    return growth.bundled()

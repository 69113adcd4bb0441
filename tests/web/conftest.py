"""A ledger of the two invented reports, a client that asks for its pages, and a browser that shows them."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from browser import CHROMIUM, Browser
from fastapi.testclient import TestClient
from invented import spring, summer

from summitry.stores import Store, open_ledger
from summitry.web import create_app
from tests.conftest import needed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_ledger(tmp_path / "ledger.db") as opened:
        opened.add(spring())
        opened.add(summer())
        yield opened


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create_app(store), base_url="http://localhost")


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    """Where the store is served on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(store), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    needed(CHROMIUM, "chromium")
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """A browser whose console must stay silent."""
    chromium.resize(1280, 900)
    chromium.faults.clear()
    yield chromium
    assert chromium.faults == []

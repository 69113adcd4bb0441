"""A ledger of the two invented reports, and a client that asks for its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from invented import spring, summer

from summitry.stores import Store, open_ledger
from summitry.web import create_app


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_ledger(tmp_path / "ledger.db") as opened:
        opened.add(spring())
        opened.add(summer())
        yield opened


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create_app(store), base_url="http://localhost")

"""What every example of the model begins with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from examserver.storage import store
from tests.model.room import Room
from tests.model.service import make_template


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service's folder, once; its tables are the newest, so that nobody needs to look at each start."""
    Room.template = make_template(tmp_path)
    monkeypatch.setattr(store, "migrate", lambda _: None)
    monkeypatch.setattr(store.Store, "read", _read_at_once)
    yield
    Room.template = None


async def _read_at_once(site: store.Store, query: Callable[[Connection], object]) -> object:
    """A thread for each read is only for the sake of others who ask at the same time."""
    return site.read_now(query)

"""What every example of the model begins with."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from jwcrypto import jwk
from sqlalchemy import Connection

from examclient.usecases import admission, room_codes, room_password
from examclient.usecases.room_password import room_key
from examprotocol.room import RoomCard
from examprotocol.room_password import fits, hash_password
from examserver import site
from examserver.services import consents
from examserver.storage import store
from tests.model.service import make_template
from tests.model.world import World


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service's folder, once; its tables are the newest, so that nobody needs to look at each start. What
    runs every few seconds is run by the model.
    """
    World.template = make_template(tmp_path)
    monkeypatch.setattr(store, "prepare_tables", lambda _folder, _connection: None)
    monkeypatch.setattr(store.Store, "read", _read_at_once)
    monkeypatch.setattr(site, "repeating", lambda _work, _seconds: nullcontext())
    _reckon_once(monkeypatch)
    yield
    World.template = None


async def _read_at_once(reading: store.Store, query: Callable[[Connection], object]) -> object:
    """A thread for each read is only for the sake of others who ask at the same time."""
    return reading.read_now(query)


_hash_once, _fits_once = cache(hash_password), cache(fits)
_keys: dict[str, jwk.JWK | None] = {}


def _reckon_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is slow so that nobody guesses: the model types the same two passwords all the time."""

    def key_once(card: RoomCard, typed: str) -> jwk.JWK | None:
        if card.sealed not in _keys:
            _keys[card.sealed] = room_key(card, typed)
        return _keys[card.sealed]

    monkeypatch.setattr(admission, "hash_password", _hash_once)
    monkeypatch.setattr(room_codes, "room_key", key_once)
    for module in (admission, room_password, consents):
        monkeypatch.setattr(module, "fits", _fits_once)

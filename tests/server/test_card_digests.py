"""Stations hear with every save whether their room's cards are the same, and saving does not pay for it."""

import pytest
from sqlalchemy import event

from examprotocol.canonical import digest
from examprotocol.messages import StationReply
from examprotocol.room_password import PasswordHash
from examserver.cli.ordering import give
from examserver.services.card_digests import KEPT, CardDigests
from examserver.services.room_orders import SetRoomPassword
from examserver.storage.database import open_reading
from examserver.storage.room_cards import STAYS, CardRow, add_card
from examserver.storage.store import writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ROOM, Station


def set_password(prepared: Prepared) -> None:
    password = PasswordHash("c2FsdA", "aGFzaA")
    give(prepared.folder.root, SetRoomPassword(ROOM, prepared.exam.id, password, {}, "sealed"))


def told_and_held(station: Station) -> tuple[str, str]:
    """The digest that the station hears, and that of the cards that it is given."""
    cards = station.call("GET", "/station", StationReply).cards
    return station.heartbeat(station.pen()).cards, digest(tuple(sorted(cards))) if cards else ""


def test_a_room_without_a_password_has_no_digest(seated: Station) -> None:
    assert told_and_held(seated) == ("", "")


def test_a_new_password_is_heard_of_at_once(seated: Station, prepared: Prepared) -> None:
    heard = [told_and_held(seated)]
    for _ in range(2):
        set_password(prepared)
        heard.append(told_and_held(seated))
    assert all(told == held for told, held in heard)
    assert len(set(heard)) == 3
    pen = seated.pen()
    assert seated.sync(pen).cards == heard[-1][1]


def test_a_password_that_has_run_out_is_heard_of_without_an_order(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    set_password(prepared)
    assert told_and_held(seated)[0] != ""
    clock.time = prepared.exam.closes + STAYS
    assert told_and_held(seated) == ("", "")


@pytest.mark.parametrize(("later", "queries"), [(0, 1), (KEPT - 1, 1), (KEPT, 2), (-1, 2)])
def test_the_cards_are_looked_up_once_in_a_while(prepared: Prepared, later: int, queries: int) -> None:
    with writing(prepared.folder) as connection:
        add_card(connection, CardRow(ROOM, 1, prepared.exam.id, START, "a card"))
    digests, engine, asked = CardDigests(), open_reading(prepared.folder.database), []
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    with engine.connect() as connection:
        for now in (START, START, START + later):
            assert digests.of(connection, ROOM, now) == digest(("a card",))
    engine.dispose()
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == queries

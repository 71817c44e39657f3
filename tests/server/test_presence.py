"""What stations tell is written down together, and known to other processes and after a restart."""

from dataclasses import replace

import pytest

from examprotocol.site_orders import StationNews
from examserver.errors import BusyError
from examserver.services.caller import Caller
from examserver.services.monitor.presence import SAME_FOR, Presence
from examserver.storage.seen_stations import Seen, all_seen, keep_seen
from examserver.storage.store import Store, reading, writing
from tests.server.conftest import START, FakeClock, Prepared

ONE, TWO = "1" * 32, "2" * 32


def caller(station: str = ONE, address: str = "10.0.0.1") -> Caller:
    return Caller(station, "", address)


def kept(prepared: Prepared) -> dict[str, Seen]:
    with reading(prepared.folder) as connection:
        return all_seen(connection)


def test_what_was_heard_is_written_once_for_all_and_known_after_a_restart(
    prepared: Prepared, clock: FakeClock
) -> None:
    store = Store(prepared.folder)
    presence = Presence(store, clock)
    presence.hear(caller())
    presence.tell(caller(TWO), "a" * 32, StationNews(drawing="0", answered=3, questions=4))
    assert kept(prepared) == {}
    presence.write()
    assert set(kept(prepared)) == {ONE, TWO}
    store.close()
    again = Store(prepared.folder)
    known = again.read_now(Presence(again, clock).all)
    assert (known[ONE].heard, known[TWO].news.answered, known[TWO].attempt) == (clock.now(), 3, "a" * 32)
    again.close()


def test_a_station_with_nothing_new_is_written_only_now_and_then(
    prepared: Prepared, clock: FakeClock
) -> None:
    store = Store(prepared.folder)
    presence = Presence(store, clock)
    for _ in range(3):
        presence.tell(caller(), "", StationNews(drawing="0"))
        presence.write()
        clock.advance(SAME_FOR // 3)
    assert kept(prepared)[ONE].heard == clock.now() - SAME_FOR
    presence.tell(caller(), "", StationNews(drawing="0"))
    presence.write()
    assert kept(prepared)[ONE].heard == clock.now()
    presence.hear(caller(address="10.9.9.9"))
    presence.write()
    assert kept(prepared)[ONE].address == "10.9.9.9", "another address is new at once"
    store.close()


def test_what_could_not_be_written_is_written_the_next_time(prepared: Prepared, clock: FakeClock) -> None:
    store = Store(prepared.folder)
    presence = Presence(store, clock)
    presence.hear(caller())
    store.close()
    with pytest.raises(BusyError):
        presence.write()
    presence._store = Store(prepared.folder)
    presence.write()
    assert set(kept(prepared)) == {ONE}
    presence._store.close()


def test_the_newer_word_stays_whichever_process_writes_last(prepared: Prepared) -> None:
    news = Seen(ONE, START, "10.0.0.1", True, START, "a" * 32, 0, StationNews(answered=2))
    later = Seen(ONE, START + 9, "10.0.0.2", False)
    with writing(prepared.folder) as connection:
        keep_seen(connection, [news])
        keep_seen(connection, [later])
        keep_seen(connection, [replace(news, heard=START + 5), Seen(TWO, START, "::1", True)])
    joined = replace(news, heard=START + 9, address="10.0.0.2", inside=False)
    assert kept(prepared) == {ONE: joined, TWO: Seen(TWO, START, "::1", True)}

"""Whom the monitor has to look at more closely: writers beside each other, not one after the other."""

from examprotocol.events import Started
from examserver.cli.ordering import give
from examserver.services.monitor.following import Following
from examserver.services.room_orders import AddRoom
from examserver.serving import SiteServer
from examserver.storage.monitor import heads_at
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.sittings import morning_of
from tests.server.station import ROOM, Pen, Station, new_pen
from tests.server.visitor import add_staff
from tests.server.watching import logged_in


def restarted(station: Station, before: Pen, *, seen: int, inc: int = 2) -> Pen:
    """A writer that began when so many events of the one before were known."""
    pen = new_pen(before.writer.attempt, station.login.epoch, inc)
    pen.events.clear()
    pen.write(Started("5" * 32, "test 1", seen={before.writer.id: seen}))
    return pen


def is_parallel(prepared: Prepared, following: Following) -> bool:
    with reading(prepared.folder) as connection:
        heads = heads_at(connection, prepared.exam.id)
        following.learn(connection, heads.values())
    (one,) = heads.values()
    return following.is_parallel(one)


def test_after_a_restart_nobody_is_looked_at_and_what_the_first_writer_wrote_beside_it_is(
    seated: Station, prepared: Prepared
) -> None:
    first, following = seated.pen(), Following()
    first.choose("q1", "a")
    seated.sync(first)
    assert not is_parallel(prepared, following)
    second = restarted(seated, first, seen=2)
    second.choose("q1", "b")
    seated.sync(second)
    assert not is_parallel(prepared, following)
    first.choose("q1", "c")
    seated.sync(first)
    assert is_parallel(prepared, following), "what was known of the first is not all of it any more"


def test_a_writer_that_began_without_what_was_written_before_is_looked_at(
    seated: Station, prepared: Prepared
) -> None:
    first = seated.pen()
    first.choose("q1", "a")
    second = restarted(seated, first, seen=1)
    seated.sync(second)
    seated.sync(first)
    assert is_parallel(prepared, Following())


def test_the_filter_names_the_exams_of_the_own_rooms_and_no_others(
    prepared: Prepared, server: SiteServer
) -> None:
    give(prepared.folder.root, AddRoom("302"))
    morning = morning_of(prepared)
    add_staff(prepared, "赵监考", Role.PROCTOR, ROOM)
    add_staff(prepared, "孙监考", Role.PROCTOR, "302")
    named = {
        who: f'value="{morning.second}"' in logged_in(server, who).get("/web/monitor").text
        for who in ("赵监考", "孙监考")
    }
    assert named == {"赵监考": True, "孙监考": False}

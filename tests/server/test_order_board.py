"""What the service has in memory of orders: a look at older tables takes nothing back of what came since."""

from collections.abc import Iterator
from typing import NamedTuple

import anyio
import pytest
from sqlalchemy import Connection, text

from examprotocol.messages import SyncRequest
from examprotocol.site_orders import Notice, StationNews
from examserver.services.actions.board import OrderBoard
from examserver.services.caller import Caller
from examserver.services.sessions import require_session
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.site_orders import OrderKind, OrderRow, Scope, add_order, end_order
from examserver.storage.store import Store, reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import Station

ONE, TWO = "1" * 32, "2" * 32


class Post(NamedTuple):
    """A board, the tables behind it, and a station that asks."""

    board: OrderBoard
    store: Store
    caller: Caller
    request: SyncRequest

    def add(self, order: str) -> None:
        """Store a message for everybody at the exam; the board has not looked yet."""
        row = OrderRow(order, OrderKind.NOTICE, START, START, Scope(exam="exam-1"), order, "王主考")
        self.store.write_now(lambda connection: add_order(connection, row))

    def told(self) -> list[str]:
        """The messages that the station hears."""

        def tell(connection: Connection) -> tuple[Notice, ...]:
            return self.board.tell(require_session(connection, self.caller), START)[1].notices

        return [notice.id for notice in self.store.read_now(tell)]

    def put_away(self) -> None:
        """The station says that its candidate has read it."""
        anyio.run(self.board.note, self.caller, self.request)


@pytest.fixture
def post(seated: Station, server: SiteServer, prepared: Prepared, clock: FakeClock) -> Iterator[Post]:
    pen = seated.pen()
    caller = Caller(seated.key.id, seated.token, "127.0.0.1")
    server.stop()
    with running_site(prepared.folder, clock):
        store = Store(prepared.folder)
        request = SyncRequest(pen.writer, 1, news=StationNews(done=(ONE,)))
        yield Post(OrderBoard(store, clock), store, caller, request)
        store.close()


@pytest.fixture
def begun(prepared: Prepared) -> Iterator[Connection]:
    """A way to the tables that will look at them as they are when it is asked first."""
    with reading(prepared.folder) as connection:
        connection.commit()
        yield connection


def look(connection: Connection) -> None:
    """From now on it sees the tables as they are now."""
    connection.execute(text("SELECT count(*) FROM site_orders"))


def test_a_message_that_was_put_away_while_the_tables_were_read_does_not_come_again(
    post: Post, begun: Connection
) -> None:
    post.add(ONE)
    post.store.read_now(post.board.reload)
    assert post.told() == [ONE]
    post.add(TWO)
    look(begun)
    post.put_away()
    post.board.reload(begun)
    assert post.told() == [TWO]
    assert not post.board.has_news(post.request)


def test_a_look_that_began_before_a_later_order_takes_nothing_back_of_it(
    post: Post, begun: Connection
) -> None:
    post.add(ONE)
    look(begun)
    post.add(TWO)
    post.store.write_now(lambda connection: end_order(connection, ONE, START))
    post.store.read_now(post.board.reload)
    post.board.reload(begun)
    assert post.told() == [TWO]

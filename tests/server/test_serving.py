"""The service goes on answering, whatever becomes of single connections."""

import asyncio
import socket
import struct

from examserver.event_loop import new_loop
from examserver.serving import SiteServer, _listen
from tests.server.station import Station

BREAK_OFF = struct.pack("ii", 1, 0)
"""Close at once, without a farewell, as when a station loses its line."""


def test_connections_that_break_off_while_they_are_taken_in_do_not_shut_the_room_out(
    server: SiteServer,
) -> None:
    for _ in range(200):
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, BREAK_OFF)
            line.connect(("127.0.0.1", server.port))
    station = Station(server.port)
    assert station.raw("GET", "/time")
    station.close()


def test_no_reply_waits_for_the_station_to_confirm_the_one_before() -> None:
    with _listen("127.0.0.1", 0) as listener, asyncio.Runner(loop_factory=new_loop) as runner:
        assert runner.run(nodelay_of_a_connection_to(listener)) > 0


async def nodelay_of_a_connection_to(listener: socket.socket) -> int:
    """What TCP_NODELAY is on the service's end of a connection: above 0 where nothing waits."""
    found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def look(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(look, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        nodelay = await found
        writer.close()
    return nodelay

"""The service goes on answering, whatever becomes of single connections."""

import socket
import struct

from examserver.serving import SiteServer
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

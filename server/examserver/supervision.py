"""Tells systemd that the service is ready, that it lives, and that it ends.

Rule: it lives where its event loop answers; where it does not in time, systemd starts it again.
Source: sd_notify(3), the datagrams of the socket in `NOTIFY_SOCKET`.
"""

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)

SOCKET, PERIOD = "NOTIFY_SOCKET", "WATCHDOG_USEC"


class Supervisor:
    """Speaks to whoever has started the process, if that one listens."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get(SOCKET, "")
        period = environment.get(PERIOD, "")
        self.period = int(period) / 1_000_000 if period.isdecimal() else 0.0
        """Seconds in which a sign of life is wanted; 0 where none is."""

    def ready(self) -> None:
        """Stations can connect."""
        self._say("READY=1")

    def alive(self) -> None:
        """It still answers."""
        if self.period:
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """It was told to end."""
        self._say("STOPPING=1")

    def _say(self, word: str) -> None:
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return
        name = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.connect(name)
                line.send(word.encode())
        except OSError as error:
            log.warning("whoever started the service does not listen: %s", error.strerror)

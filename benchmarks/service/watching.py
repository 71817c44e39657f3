"""Browsers that have the monitor open: each asks for changes, and for the page's other parts, when the page
does.
"""

import http.client
import json
import threading
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

from examserver.cli.ordering import give
from examserver.services.member_orders import AddMember
from examserver.services.staff_passwords import hashed
from examserver.storage.staff import Role

NAME, PASSWORD = "watcher", "correct horse battery staple"

SOONEST = 0.2
"""Seconds between two questions of a page, at the least."""

PARTS = {"/web/monitor/notices": 5.0, "/web/outages": 15.0, "/web/checkin/waiting": 3.0}
"""Seconds between two questions for what else is on the page, as its templates say them."""

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def add_watcher(folder: Path) -> None:
    """Let somebody log in who sees all rooms."""
    give(folder, AddMember(NAME, hashed(PASSWORD), Role.SITE_ADMIN, ()))


@dataclass
class Asked:
    """One question: the milliseconds until its answer was whole, and how many bytes that had."""

    waited: float
    size: int
    is_whole: bool


class Watchers(AbstractContextManager["Watchers"]):
    """So many browsers, from entering to leaving. `asked` are the questions of all of them."""

    def __init__(self, port: int, count: int) -> None:
        self._port = port
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._watch, daemon=True) for _ in range(count)]
        self.asked: list[Asked] = []

    def __enter__(self) -> "Watchers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _watch(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        cookie, state = self._log_in(connection), ""
        due = dict.fromkeys(PARTS, 0.0)
        while not self._ending.is_set():
            state, wait = self._ask(connection, cookie, state)
            self._ask_for_parts(connection, cookie, due)
            self._ending.wait(wait)
        connection.close()

    def _ask_for_parts(
        self, connection: http.client.HTTPConnection, cookie: str, due: dict[str, float]
    ) -> None:
        """Those whose time has come; `due` is when each is next, by the monotonic clock."""
        for path, seconds in PARTS.items():
            if due[path] > time.monotonic():
                continue
            due[path] = time.monotonic() + seconds
            connection.request("GET", path, headers={"Cookie": cookie})
            reply = connection.getresponse()
            reply.read()
            assert reply.status in (http.client.OK, http.client.NO_CONTENT), (path, reply.status)

    def _log_in(self, connection: http.client.HTTPConnection) -> str:
        form = urlencode({"name": NAME, "password": PASSWORD})
        connection.request("POST", "/web/login", form, FORM)
        reply = connection.getresponse()
        reply.read()
        return str(reply.headers["set-cookie"]).partition(";")[0]

    def _ask(self, connection: http.client.HTTPConnection, cookie: str, state: str) -> tuple[str, float]:
        """The state that this browser has now, and the seconds until it asks again."""
        began = time.perf_counter()
        connection.request("GET", f"/web/monitor/tiles?since={state}", headers={"Cookie": cookie})
        reply = connection.getresponse()
        body = reply.read()
        self.asked.append(Asked((time.perf_counter() - began) * 1e3, len(body), not state))
        assert reply.status in (http.client.OK, http.client.NOT_MODIFIED), reply.status
        wait = max(SOONEST, int(reply.headers["X-Next-Look"]) / 1000)
        return str(json.loads(body)["state"]) if body else state, wait

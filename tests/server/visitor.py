"""Somebody at the service's web page: a browser's cookies and headers, and nothing else of it."""

import hashlib
import http.client
import json
import re
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from examserver.cli.ordering import give
from examserver.services.member_orders import AddMember
from examserver.services.staff_passwords import hashed
from examserver.storage.staff import Role
from tests.server.authority import Above, Below
from tests.server.conftest import Prepared

ADMIN, SECRET = "李老师", "correct horse battery staple"
TIMEOUT = 20


def add_admin(prepared: Prepared | Below | Above, name: str = ADMIN, password: str = SECRET) -> None:
    """Let a site admin log in."""
    add_staff(prepared, name, Role.SITE_ADMIN, password=password)


def add_staff(
    prepared: Prepared | Below | Above, name: str, role: Role, *rooms: str, password: str = SECRET
) -> None:
    """Let somebody log in, also as a proctor of rooms in which an exam is near or on."""
    why = ("替班", True) if rooms else ("", False)
    give(prepared.folder.root, AddMember(name, hashed(password), role, rooms, *why))


@dataclass(frozen=True)
class Seen:
    """A reply."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def goes_to(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Visitor:
    """Speaks to a service at a loopback port, from `source`, an address of this machine."""

    port: int
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    proof: str = ""
    tls: ssl.SSLContext | None = None

    def get(self, path: str, **headers: str) -> Seen:
        """A page."""
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Seen:
        """A form that one of our own pages sends, with the session's proof."""
        form = {"proof": self.proof} | (fields or {})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(
            "POST", path, urlencode(form).encode(), kind | {"Sec-Fetch-Site": "same-origin"} | headers
        )

    def upload(self, path: str, name: str, data: bytes, **headers: str) -> Seen:
        """A file, as the page's script sends it: to be taken in with the digest of what was looked at."""
        looked = {"X-Expected-Sha256": hashlib.sha256(data).hexdigest()} if path == "take" else {}
        told = looked | {
            "X-Form-Proof": self.proof,
            "X-File-Name": quote(name),
            "X-File-Size": str(len(data)),
        }
        kind = {"Content-Type": "application/octet-stream", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", f"/web/import/{path}", data, looked | told | kind | headers)

    def log_in(self, name: str = ADMIN, password: str = SECRET) -> Seen:
        """Log in, and learn the proof from the first page."""
        reply = self.post("/web/login", {"name": name, "password": password})
        if reply.status == http.client.SEE_OTHER:
            found = re.search(r'name="proof" value="([0-9a-f]{64})"', self.get("/web/").text)
            self.proof = found[1] if found else ""
        return reply

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Seen:
        """Any request; cookies that come are kept."""
        connection = self._connection()
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Cookie": sent} | self.headers | headers)
            response = connection.getresponse()
            seen = Seen(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in seen.headers.get_all("set-cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return seen

    def _connection(self) -> http.client.HTTPConnection:
        here = ("127.0.0.1", self.port)
        if self.tls:
            return http.client.HTTPSConnection(*here, timeout=TIMEOUT, context=self.tls)
        return http.client.HTTPConnection(*here, timeout=TIMEOUT, source_address=(self.source, 0))

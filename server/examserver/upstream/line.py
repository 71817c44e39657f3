"""The way to the authority's service: HTTP with time limits, and every failure in words for the staff.

Rule: TLS is believed by the authority that the joining file names, at any address; the machine's certificates
and proxies are not asked. Each request is signed by this service's own key, and nobody is followed elsewhere.
"""

import http.client
import math
import socket
import ssl
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from jwcrypto import jwk

from examprotocol.life import OWN_LIFE
from examprotocol.messages import API, ErrorReply, Refusal
from examprotocol.station_proof import PROOF, STATION, asked, private_half, prove, station_id_of
from examserver.errors import UpstreamError, UpstreamRefusedError

CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
BLOCK = 1 << 17
"""Bytes of a part that are taken at once: so often it can be stopped."""

LARGEST_MESSAGE = 24 << 20
"""The most bytes of an answer that is a message: a site key with many rubrics is the longest."""

FRAMES = "bytes {start}-"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a part, and where in it they begin."""

    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Whereto:
    """Where the authority's service is, and the certificate of its authority for TLS as PEM."""

    address: str
    certificate: str


class AuthorityLine:
    """Owns one connection, made when it is needed. `break_off` may be called from any thread.

    Every call raises UpstreamError, or UpstreamRefusedError where the authority's service says why not.
    """

    def __init__(self, whereto: Whereto, key: jwk.JWK, word: str = "") -> None:
        """`word` says which life of this service it is that asks (`examprotocol.life`)."""
        self._own = {OWN_LIFE: word} if word else {}
        self._whereto = whereto
        self._key = private_half(key)
        self._site = station_id_of(key)
        self._connection: http.client.HTTPConnection | None = None
        self._is_broken_off = False

    def ask(self, path: str, message: msgspec.Struct, kind: type[T]) -> T:
        """POST a message; the answer as a message."""
        return self.bring(path, msgspec.json.encode(message), kind)

    def bring(self, path: str, body: bytes, kind: type[T]) -> T:
        """POST bytes; the answer as a message."""
        with self._talking():
            answer = self._send("POST", path, body, {})
            data = answer.read(LARGEST_MESSAGE)
            self._require_good(answer.status, data)
            return msgspec.json.decode(data, type=kind)

    def pieces(self, path: str, tag: str, start: int) -> Generator[Piece]:
        """A file as it comes, from `start` on where the other side still has what `tag` names."""
        headers = {"Range": f"bytes={start}-", "If-Range": f'"{tag}"'} if start else {}
        is_done = False
        with self._talking():
            try:
                answer = self._send("GET", path, b"", headers)
                if answer.status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                    self._require_good(answer.status, answer.read(LARGEST_MESSAGE))
                at = _beginning(answer, start)
                while data := answer.read(BLOCK):
                    yield Piece(at, data)
                    at += len(data)
                if answer.length:
                    raise http.client.IncompleteRead(b"", answer.length)
                is_done = True
            finally:
                if not is_done:  # what has not been read would stand before the next answer
                    self.close()

    def close(self) -> None:
        """End the connection; the next call makes another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def break_off(self) -> None:
        """End what is under way at once, and whatever would begin: the service stops."""
        self._is_broken_off = True
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        target = f"{urlsplit(self._whereto.address).path.rstrip('/')}{API}/{path}"
        proof = prove(asked(method, target, "", body), self._key)
        signed = {
            STATION: self._site,
            PROOF: proof,
            "Content-Type": "application/json",
            **self._own,
            **headers,
        }
        connection = self._connected()
        connection.request(method, target, body or None, signed)
        return connection.getresponse()

    def _connected(self) -> http.client.HTTPConnection:
        if self._is_broken_off:
            raise UpstreamError("It was stopped.")
        if self._connection is None:
            self._connection = connection = _connection(self._whereto)
            connection.connect()
            connection.sock.settimeout(READ_SECONDS)
        return self._connection

    @contextmanager
    def _talking(self) -> Iterator[None]:
        """Whatever goes wrong on the way is said in our own words, and ends the connection."""
        try:
            yield
        except UpstreamRefusedError:
            raise
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise UpstreamError(
                f"What answers at {self._whereto.address} is not the authority's service.",
                "Its certificate is another's. Ask the authority for a new joining file, if it moved.",
            ) from error
        except (OSError, http.client.HTTPException, msgspec.MsgspecError, UnicodeDecodeError) as error:
            self.close()
            raise UpstreamError(
                f"The authority's service at {self._whereto.address} does not answer as it should "
                f"({type(error).__name__}).",
                "It is asked again by itself. If it stays so: look at the line, and ask the authority.",
            ) from error

    def _require_good(self, status: int, data: bytes) -> None:
        if status == HTTPStatus.OK:
            return
        reply = msgspec.json.decode(data, type=ErrorReply)
        wait = max(0, math.ceil((reply.until - reply.now) / 1000)) if reply.until else 0
        raise UpstreamRefusedError(reply.error, _title(reply), ADVICE.get(reply.error, ""), wait, reply.about)


ADVICE: dict[str, str] = {
    Refusal.OUTSIDE: "Tell the authority this address, which registers it: examserver site networks DIR add",
    Refusal.ENROLMENT_UNKNOWN: "Ask the authority for a new joining file.",
    Refusal.ENROLMENT_EXPIRED: "Ask the authority for a new joining file.",
    Refusal.ENROLMENT_USED_UP: "Ask the authority for a joining file of your own.",
    Refusal.STATION_REVOKED: "Ask the authority; to take part again, join by a new file.",
    Refusal.UNKNOWN_STATION: "Ask the authority; to take part again, join by a new file.",
    Refusal.SUPERSEDED: "Stop this machine: the other one reports. Where that is wrong: begin-generation.",
}
"""What the staff of the site can do about a refusal."""


def _title(reply: ErrorReply) -> str:
    if reply.error == Refusal.OUTSIDE:
        return (
            f"The authority gives its keys to registered addresses only, and sees this site at {reply.about}."
        )
    return f"The authority's service refuses: {reply.message}"


def _beginning(answer: http.client.HTTPResponse, start: int) -> int:
    """Where in the file the bytes of an answer begin."""
    if answer.status != HTTPStatus.PARTIAL_CONTENT:
        return 0
    if not answer.headers.get("Content-Range", "").startswith(FRAMES.format(start=start)):
        raise http.client.HTTPException("another piece than was asked for")
    return start


def _connection(whereto: Whereto) -> http.client.HTTPConnection:
    parts = urlsplit(whereto.address)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return http.client.HTTPConnection(host, parts.port, timeout=CONNECT_SECONDS)
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.check_hostname = False  # the authority signs for this one service, whatever its address is called
    trusted.load_verify_locations(cadata=whereto.certificate)
    return http.client.HTTPSConnection(host, parts.port, timeout=CONNECT_SECONDS, context=trusted)

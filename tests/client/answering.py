"""Something on the network that answers, but is not the exam site: raw bytes over a real socket."""

import re
import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
END_OF_HEAD = b"\r\n\r\n"


def page(body: bytes, status: str = "200 OK", kind: str = "application/json", more: str = "") -> bytes:
    """A whole HTTP answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def _whole_request(connection: socket.socket) -> bytes:
    """All of it: to close while something is unread would break the answer off as well."""
    request = connection.recv(65536)
    length = LENGTH.search(request)
    while length and len(request.partition(END_OF_HEAD)[2]) < int(length[1]):
        piece = connection.recv(65536)
        if not piece:
            return b""
        request += piece
    return request


class Answering:
    """Answers every connection with the same bytes; `then` says what comes after them."""

    def __init__(self, answer: bytes, then: str = "close") -> None:
        self._answer = answer
        self._then = then
        self._listener = socket.create_server((HOST, 0))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.port: int = self._listener.getsockname()[1]
        self.address = f"http://{HOST}:{self.port}"
        self.requests: list[bytes] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        with suppress(OSError):
            socket.create_connection((HOST, self.port)).close()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            connection, _ = self._listener.accept()
            with connection, suppress(OSError):
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        request = _whole_request(connection)
        if self._ended.is_set() or not request:
            return
        self.requests.append(request)
        connection.sendall(self._answer)
        if self._then == "hold":
            self._ended.wait()
        elif self._then == "drip":
            while not self._ended.wait(0.02):
                connection.sendall(bytes(2048))
        elif self._then == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

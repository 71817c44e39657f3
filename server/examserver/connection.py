"""One connection of a station: HTTP/1.1 by uvicorn and httptools, and the limits that these leave to us.

Rule: nobody holds memory or a connection here by sending much, slowly or nothing at all.
"""

import asyncio
from asyncio.events import TimerHandle
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HUNG_UP = "hung_up"
"""In a request's state: says whether its sender has closed the connection."""

HEAD_LIMIT = 64 * 1024
"""Bytes that may come before a request's body; what is read from the socket in one piece comes on top."""

REQUEST_SECONDS = 60.0
"""The first byte of a request must be followed by its last within this time."""

FAREWELL_SECONDS = 1.0
"""At the end a station that does not hang up after its reply has this long to read it."""

TOO_LONG = (431, "Request Header Fields Too Large")
TOO_SLOW = (408, "Request Timeout")


class StationConnection(HttpToolsProtocol):
    """Owns the limits in size and time. Does not know what is asked."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first request no longer than between two of them."""
        super().connection_made(cast("asyncio.Transport", transport))
        self._whole = _WholeReplies(self.transport)
        self.transport = cast("asyncio.Transport", self._whole)
        self._is_lost = False
        self._head = 0
        self._is_in_head = self._is_in_request = False
        self._patience: TimerHandle | None = None
        self._is_ending = False
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop every clock of the connection."""
        self._is_lost = True
        self._unset_keepalive_if_required()
        self._be_patient_no_more()
        super().connection_lost(exc)

    def has_hung_up(self) -> bool:
        """Whether nobody reads any more what is sent."""
        return self._is_lost

    def data_received(self, data: bytes) -> None:
        """Take what came, within the limits."""
        if self.transport.is_closing():
            return
        self._head = self._head + len(data) if self._is_in_head else 0
        super().data_received(data)
        if self._is_in_head and self._head > HEAD_LIMIT:
            self._refuse(*TOO_LONG)
        elif self._is_in_reply():
            self._be_patient_no_more()
        elif self._patience is None:
            self._patience = self.loop.call_later(REQUEST_SECONDS, self._refuse, *TOO_SLOW)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        state: dict[str, Any] = self.scope["state"]
        state[HUNG_UP] = self.has_hung_up
        self._is_in_head = self._is_in_request = True

    def on_headers_complete(self) -> None:
        """What follows is the body."""
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._is_in_request = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Whoever is to hang up now is not waited for very long."""
        self._whole.flush()
        super().on_response_complete()
        if self._is_ending:
            self.loop.call_later(FAREWELL_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        """The service ends: a request under way is answered, an idle connection ends at once.

        By TLS a connection that is closed waits for the other side's farewell, which an idle station never
        says.
        """
        self._is_ending = True
        is_leaving = self.transport.is_closing() or self.transport.get_write_buffer_size() > 0
        super().shutdown()
        if is_leaving:
            self.loop.call_later(FAREWELL_SECONDS, self.transport.abort)
        elif self.transport.is_closing():
            self.transport.abort()

    def _refuse(self, status: int, reason: str) -> None:
        """End a request that nobody can answer, in the middle."""
        self._be_patient_no_more()
        if self.transport.is_closing():
            return
        if not self._is_answering():
            head = f"HTTP/1.1 {status} {reason}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(head.encode())
        self.transport.close()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_in_reply(self) -> bool:
        """Whether it is not the sender any more whom the connection waits for."""
        return self._is_answering() and not self._is_in_request

    def _be_patient_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class _WholeReplies:
    """Sends the head of a reply together with its body: with one call, one packet and one TLS record less.

    Stands before a transport and is like it else.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        """Send, unless it is a head: that waits for what follows."""
        if data.startswith(b"HTTP/1.1 ") and data.endswith(b"\r\n\r\n") and data[9:10] != b"1":
            self.flush()
            self._head = data
        elif self._head:
            whole, self._head = self._head + data, b""
            self._transport.write(whole)
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Send what waits."""
        if self._head:
            self._transport.write(self._head)
            self._head = b""

    def close(self) -> None:
        """Send what waits, then close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # whatever else a transport can do
        return getattr(self._transport, name)

"""One way of asking the site: HTTP with a time limit, and every failure in the client's own words.

Rule: the machine's proxy settings are ignored, nobody is followed elsewhere, every call has a time limit,
TLS is believed by the service's own authority only, at any address, never by those that the machine knows,
and every request is signed as it is sent.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from examclient.domain.piece import Piece
from examclient.errors import (
    ExamError,
    OlderServiceError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
)
from examprotocol.life import LIFE
from examprotocol.messages import API, ErrorReply, Refusal

if TYPE_CHECKING:
    import requests

CONNECT, READ = 3.05, 5.0
"""Seconds: to connect, and between two pieces of an answer."""

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What reading a message raises, whoever wrote it."""

NOBODY_BEHIND = frozenset({502, 503, 504})
"""What a front server answers in the site's place while none of its web machines does (RFC 9110, 15.6)."""

PIECE = 1 << 10
"""Bytes that are waited for at once where the time counts."""

BLOCK = 1 << 17
"""Bytes of a sealed part that are taken at once: so often its arrival can be told, and stopped."""

T = TypeVar("T")


class Signer(Protocol):
    """Who this machine is to the site."""

    def headers(self, method: str, path: str, token: str, body: bytes) -> dict[str, str]:
        """What proves that a request is this machine's own; `path` is as sent, with its query."""


class Lives(Protocol):
    """Which life of the service is the newest that was heard of."""

    def headers(self) -> dict[str, str]:
        """What shows it to the service."""

    def hear(self, word: str) -> None:
        """Take the word of an answer; raises OlderServiceError."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a POST where there is a body, else a GET. Times in seconds."""

    path: str
    body: bytes | None = None
    token: str = field(default="", repr=False)


class SiteHttp:
    """Asks the site. Keeps one connection for each thread; imports `requests` at the first call only.

    Without a signer only the time can be asked; without `lives` whatever life of the service is believed.
    """

    def __init__(
        self,
        address: str,
        authority: Path | None = None,
        signer: Signer | None = None,
        lives: Lives | None = None,
    ) -> None:
        self._base = address.rstrip("/") + API
        self._authority = authority
        self._signer = signer
        self._lives = lives
        self._local = threading.local()
        self._cut_until = 0.0

    def cut(self, seconds: float) -> None:
        """A rehearsal: for so long nothing is sent, and what is under way breaks off, as with a cut line."""
        self._cut_until = time.monotonic() + seconds

    def fetch(self, ask: Ask) -> bytes:
        """The body of a good answer; raises SiteUnreachableError, SiteRefusedError or SiteAnswerError."""
        answer = self._send(ask)
        if answer.status_code == 200:
            return bytes(answer.content)
        raise refusal_in(answer.status_code, answer.content)

    def fetch_for(self, ask: Ask, seconds: float) -> bytes:
        """What has come of a good answer after so many seconds, or all of it before: for measuring."""
        end = time.monotonic() + seconds
        with _talking(), self._send(ask, stream=True) as answer:
            if answer.status_code != 200:
                raise refusal_in(answer.status_code, answer.content)
            came = bytearray()
            for piece in answer.iter_content(PIECE):
                came += piece
                if time.monotonic() > end:
                    break
        return bytes(came)

    def pieces(self, ask: Ask, start: int, tag: str) -> Generator[Piece]:
        """A good answer's body as it comes, from `start` on where the site still has what `tag` names.

        Raises as `fetch` does, also in the middle; whoever wants no more closes it.
        """
        headers = {"Range": f"bytes={start}-", "If-Range": f'"{tag}"'} if start else {}
        with _talking(), self._send(ask, stream=True, headers=headers) as answer:
            if answer.status_code not in (200, 206):
                raise refusal_in(answer.status_code, answer.content)
            at = start if answer.status_code == 206 else 0
            for data in answer.iter_content(BLOCK):
                self._require_line()
                yield Piece(at, data)
                at += len(data)

    def ask(self, ask: Ask, kind: type[T]) -> T:
        """The answer as a message of the protocol."""
        data = self.fetch(ask)
        try:
            return msgspec.json.decode(data, type=kind)
        except UNREADABLE as error:
            raise SiteAnswerError(f"The answer to {ask.path} cannot be read: {error}.") from error

    def _send(
        self, ask: Ask, *, stream: bool = False, headers: Mapping[str, str] | None = None
    ) -> "requests.Response":
        session = {"Authorization": f"Bearer {ask.token}"} if ask.token else {}
        life = self._lives.headers() if self._lives else {}
        method = "GET" if ask.body is None else "POST"
        self._require_line()
        with _talking():
            answer = self._session().request(
                method,
                f"{self._base}/{ask.path}",
                data=ask.body,
                headers={**session, **life, **(headers or {})},
                auth=self._proof_for(ask),
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=stream,
            )
        if self._lives is not None:
            self._require_newest(self._lives, answer)
        return answer

    def _require_newest(self, lives: Lives, answer: "requests.Response") -> None:
        try:
            lives.hear(answer.headers.get(LIFE, ""))
        except OlderServiceError:
            answer.close()
            raise

    def _require_line(self) -> None:
        if time.monotonic() < self._cut_until:
            raise SiteUnreachableError("The site does not answer (the line is cut in a rehearsal).")

    def _proof_for(self, ask: Ask) -> "Callable[[requests.PreparedRequest], requests.PreparedRequest] | None":
        """Signs a request when it is ready to be sent: what is signed is what is sent, to the last byte."""
        signer = self._signer
        if signer is None:
            return None

        def sign(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
            method, path = str(request.method), request.path_url
            request.headers.update(signer.headers(method, path, ask.token, ask.body or b""))
            return request

        return sign

    def _session(self) -> "requests.Session":
        import requests  # noqa: PLC0415 - see above

        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False
            if self._authority:
                from examclient.network.pinned import PinnedAdapter  # noqa: PLC0415 - imports `requests` too

                session.verify = str(self._authority)
                session.mount("https://", PinnedAdapter())
        return session


@contextmanager
def _talking() -> Iterator[None]:
    """Whatever the network does is said in the client's own words."""
    import requests  # noqa: PLC0415 - 150 ms that the first window must not wait for

    try:
        yield
    except requests.exceptions.SSLError as error:
        raise _distrust(error) from error
    except (requests.RequestException, OSError) as error:
        raise SiteUnreachableError(f"The site does not answer ({type(error).__name__}).") from error


def _distrust(error: Exception) -> SiteUnreachableError | SiteAnswerError:
    """A connection that broke off in the middle is the network's doing; another's certificate is not."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return SiteAnswerError("What answers at the site's address is not this exam site.")
    return SiteUnreachableError("The site does not answer (TLS broke off).")


def refusal_in(status: int, content: bytes) -> ExamError:
    """What an answer says that is no good one, by its HTTP status and its body."""
    try:
        reply = msgspec.json.decode(content, type=ErrorReply)
    except UNREADABLE:
        if status in NOBODY_BEHIND:
            return SiteUnreachableError(
                f"The site does not answer (status {status} of what stands before it)."
            )
        return SiteAnswerError(f"Something answered with status {status}, but it is not the exam site.")
    if reply.error == Refusal.SUPERSEDED:
        return OlderServiceError(reply.message)
    wait = max(0, reply.until - reply.now) / 1000 if reply.until else 0.0
    return SiteRefusedError(reply.error, reply.message, reply.until, reply.about, reply.contact, wait=wait)

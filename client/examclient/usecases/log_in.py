"""The candidate says who they are; the site says which attempt is theirs."""

import unicodedata
from typing import Protocol

from examprotocol.messages import LoginReply, LoginRequest


class LoginDesk(Protocol):
    """Where one logs in."""

    def login(self, request: LoginRequest) -> LoginReply:
        """Log in, or raise SiteUnreachableError, SiteRefusedError or SiteAnswerError."""


class LogIn:
    """Logs a candidate in at this station."""

    def __init__(self, desk: LoginDesk, station: str, client: str) -> None:
        self._desk = desk
        self._station = station
        self._client = client

    def __call__(self, admission_number: str, identity_number: str) -> LoginReply:
        """Log in with the two numbers as typed: full-width digits and spaces do no harm."""
        request = LoginRequest(_plain(admission_number), _plain(identity_number), self._station, self._client)
        return self._desk.login(request)


def _plain(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()

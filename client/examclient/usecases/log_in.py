"""The candidate says who they are; the site says which attempt is theirs."""

import re
import unicodedata
from typing import Protocol

from examclient.errors import SiteAnswerError
from examprotocol.messages import LoginReply, LoginRequest

ATTEMPT = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What an attempt's id may look like: the journal's file is called after it."""


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
        """Log in with the two numbers as typed: full-width digits and spaces do no harm.

        Raises SiteUnreachableError, SiteRefusedError or SiteAnswerError.
        """
        request = LoginRequest(_plain(admission_number), _plain(identity_number), self._station, self._client)
        reply = self._desk.login(request)
        if ATTEMPT.fullmatch(reply.attempt) is None:
            raise SiteAnswerError("The answer to the login names no attempt.")
        return reply


def _plain(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()

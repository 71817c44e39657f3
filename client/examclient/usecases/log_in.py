"""The candidate says who they are; the site says which attempt is theirs."""

import re
import unicodedata
from typing import Protocol

from examclient.errors import SiteAnswerError, SiteRefusedError
from examprotocol.messages import LoginReply, LoginRequest, ReadmitRequest, Refusal, StationReply

ATTEMPT = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What an attempt's id may look like: the journal's file is called after it."""


class LoginDesk(Protocol):
    """Where one logs in."""

    def login(self, request: LoginRequest) -> LoginReply:
        """Log in, or raise SiteUnreachableError, SiteRefusedError or SiteAnswerError."""

    def readmit(self, request: ReadmitRequest) -> StationReply:
        """Be taken back as a station, or raise the same."""


class LogIn:
    """Logs a candidate in at this station.

    `credential` is the service's word that the station is enrolled: a service that was set up anew from its
    key backup has no list of its stations, and takes this one back by it.
    """

    def __init__(self, desk: LoginDesk, client: str, credential: str = "") -> None:
        self._desk = desk
        self._client = client
        self._credential = credential

    def __call__(self, admission_number: str, identity_number: str, attempt: str = "") -> LoginReply:
        """Log in with the two numbers as typed: full-width digits and spaces do no harm.

        `attempt` names the one of which this machine holds events that the site may lack: the login is for
        that one then, also when its exam is closed.

        Raises SiteUnreachableError, SiteRefusedError or SiteAnswerError.
        """
        numbers = plain_number(admission_number), plain_number(identity_number)
        reply = self._ask(LoginRequest(*numbers, self._client, attempt))
        if ATTEMPT.fullmatch(reply.attempt) is None:
            raise SiteAnswerError("The answer to the login names no attempt.")
        return reply

    def _ask(self, request: LoginRequest) -> LoginReply:
        try:
            return self._desk.login(request)
        except SiteRefusedError as refused:
            if refused.code != Refusal.UNKNOWN_STATION or not self._credential:
                raise
        self._desk.readmit(ReadmitRequest(self._credential, self._client))
        return self._desk.login(request)


def plain_number(number: str) -> str:
    """What counts of a number of a person as it was typed."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()

"""The candidate says who they are; the site says which attempt is theirs."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

from examclient.errors import SiteAnswerError, SiteRefusedError
from examprotocol.events import Epoch
from examprotocol.messages import LoginReply, LoginRequest, ReadmitRequest, Refusal, StationReply
from examprotocol.room_password import plain_password

ATTEMPT = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What an attempt's id may look like: the journal's file is called after it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a login says besides the two numbers, as `LoginRequest` has it.

    `attempt` is the one of which this machine holds events; with `epoch` it comes back and wants nothing new.
    `consent` is the room password as a proctor typed it.
    """

    attempt: str = ""
    epoch: Epoch | None = None
    consent: str = field(default="", repr=False)


NO_CLAIM = Claim()


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

    def __call__(self, admission_number: str, identity_number: str, claim: Claim = NO_CLAIM) -> LoginReply:
        """Log in with the two numbers as typed: full-width digits and spaces do no harm.

        Raises SiteUnreachableError, SiteRefusedError or SiteAnswerError.
        """
        numbers = plain_number(admission_number), plain_number(identity_number)
        consent = plain_password(claim.consent)
        reply = self._ask(LoginRequest(*numbers, self._client, claim.attempt, claim.epoch, consent))
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

"""The actions on the pages: a row for each, with what it asks, what it says will happen, and its order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from examserver.errors import ActionError
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    ExtendMany,
    PauseExams,
    RequestExport,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.services.attempt_orders import ReleaseAttempt
from examserver.services.exam_orders import ExtendExam
from examserver.services.order import StaffOrder
from examserver.services.permissions import Permission
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.storage.exams import MINUTE
from examserver.storage.site_orders import OrderKind
from examserver.web.action_targets import Kind, Target

MOST_MINUTES = 24 * 60


class Asks(StrEnum):
    """What a form asks besides the reason."""

    MINUTES = "minutes"
    AGO = "ago"
    TEXT = "text"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in. `minutes` is -1 where nothing was; `ago` how long ago a pause began."""

    by: str
    reason: str
    now: int
    minutes: int = -1
    ago: int = 0
    text: str = ""

    @property
    def more(self) -> int:
        """Minutes, at least one; raises ActionError."""
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise ActionError("Give whole minutes.", "From 1 to 1440.")
        return self.minutes


@dataclass(frozen=True, slots=True)
class Action:
    """An action. `says` is what will happen, in a sentence; with `free` it needs no reason."""

    title: str
    says: str
    kinds: tuple[Kind, ...]
    order: Callable[[Target, Wish], StaffOrder]
    asks: tuple[Asks, ...] = ()
    needs: Permission = Permission.ACT_IN_ROOMS
    free: bool = False


def _scope(target: Target) -> Mapping[str, str]:
    scope = target.scope
    return {name: getattr(scope, name) for name in ("sitting", "exam", "room", "seat", "attempt")}


def _release(target: Target, wish: Wish) -> StaffOrder:
    assert target.sat is not None, "a seat is released for a candidate"
    attempt = target.sat.attempt
    return ReleaseAttempt(attempt.exam, attempt.candidate, wish.by, wish.reason)


def _extend(target: Target, wish: Wish) -> StaffOrder:
    if target.sat is not None:
        attempt = target.sat.attempt
        return ExtendExam(attempt.exam, wish.more, attempt.candidate, wish.reason)
    if target.kind in (Kind.EXAM, Kind.DUE):
        return ExtendExam(target.scope.exam, wish.more, target.candidate, wish.reason)
    return ExtendMany(**_scope(target), by=wish.by, reason=wish.reason, minutes=wish.more)


def _pause(target: Target, wish: Wish) -> StaffOrder:
    since = wish.now - wish.ago * MINUTE if wish.ago else 0
    said = {"by": wish.by, "reason": wish.reason, "text": wish.text}
    return PauseExams(**_scope(target), **said, since=since)


def _resume(target: Target, wish: Wish) -> StaffOrder:
    assert target.row is not None, "a pause is resumed"
    if target.row.kind is not OrderKind.PAUSE:
        raise ActionError("This is no pause.", "Load the page again.")
    return ResumeExams(target.row.id, wish.minutes, wish.by, wish.reason)


def _let_in(target: Target, wish: Wish) -> StaffOrder:
    return LetInAgain(target.scope.attempt, max(0, wish.minutes), wish.by, wish.reason)


def _close(target: Target, wish: Wish) -> StaffOrder:
    return CloseAttempts(**_scope(target), by=wish.by, reason=wish.reason, text=wish.text)


def _message(target: Target, wish: Wish) -> StaffOrder:
    return SendNotice(**_scope(target), by=wish.by, text=wish.text)


def _export(target: Target, wish: Wish) -> StaffOrder:
    return RequestExport(**_scope(target), by=wish.by, reason=wish.reason)


def _take_back(target: Target, wish: Wish) -> StaffOrder:
    assert target.row is not None, "an order is taken back"
    return TakeOrderBack(target.row.id, wish.by, wish.reason)


_ALL = (Kind.ATTEMPT, Kind.ROOM, Kind.EXAM, Kind.SITTING)

ACTIONS: Mapping[str, Action] = {
    "message": Action(
        "Message",
        "{whom}: candidates read “{said}” until they put it away.",
        (*_ALL, Kind.SEAT),
        _message,
        (Asks.TEXT,),
        free=True,
    ),
    "extend": Action(
        "More time",
        "{whom}: {minutes} minutes more. Stations hear of it within ten seconds.",
        (*_ALL, Kind.DUE),
        _extend,
        (Asks.MINUTES,),
    ),
    "pause": Action(
        "Let it stand still",
        "{whom}: the exam stands still from {time} on. Papers are covered; the end moves until you resume.",
        _ALL,
        _pause,
        (Asks.AGO, Asks.SHOWN),
    ),
    "resume": Action(
        "Resume",
        "{whom}: the exam goes on, and {minutes} minutes are given back.",
        (Kind.ORDER,),
        _resume,
        (Asks.MINUTES,),
    ),
    "release": Action(
        "Release the seat",
        "{whom} may log in at any machine, without consent. What the old one has not sent is still taken.",
        (Kind.ATTEMPT,),
        _release,
    ),
    "let-in": Action(
        "Let in again",
        "{whom} may go on, with {minutes} minutes more. What was handed in stays signed.",
        (Kind.ATTEMPT,),
        _let_in,
        (Asks.MINUTES,),
    ),
    "close": Action(
        "Close",
        "{whom}: the exam ends now, as at the deadline. What the station does not hand in within a minute is "
        "closed with what the site has.",
        (Kind.ATTEMPT,),
        _close,
        (Asks.SHOWN,),
    ),
    "end": Action(
        "End the exam",
        "{whom}: the exam ends now for everybody, as at the deadline. What stations do not hand in within a "
        "minute is closed with what the site has.",
        (Kind.EXAM, Kind.SITTING),
        _close,
        (Asks.SHOWN,),
        Permission.ACT_ON_EXAMS,
    ),
    "export": Action(
        "Ask for an export",
        "{whom}: the machine asks for a drive and the room password, and exports all answers.",
        (*_ALL, Kind.SEAT),
        _export,
    ),
    "take-back": Action(
        "Take back",
        "{whom}: this is taken back. Where it was a closing, who has not handed in on purpose goes on.",
        (Kind.ORDER,),
        _take_back,
    ),
    "free": Action(
        "Free the seat for a spare machine",
        "{whom} loses its seat. A spare machine can enrol there; what this one has not sent is still taken.",
        (Kind.STATION,),
        lambda target, wish: ReleaseStation(target.station, wish.by, wish.reason),
        needs=Permission.ACT_ON_EXAMS,
    ),
    "revoke": Action(
        "Revoke the machine",
        "{whom}: nothing is taken from it any more, also no answers. To use it again it has to enrol anew.",
        (Kind.STATION,),
        lambda target, wish: RevokeStation(target.station, wish.by, wish.reason),
        needs=Permission.ACT_ON_EXAMS,
    ),
}
"""By the word in the address."""


def actions_for(kind: Kind) -> Mapping[str, Action]:
    """What can be done there, in the order of the page."""
    return {name: one for name, one in ACTIONS.items() if kind in one.kinds}

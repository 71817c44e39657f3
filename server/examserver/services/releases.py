"""A proctor releases a candidate's seat: the next login, from any station, needs no consent.

Rule: a release is only ever added, with who gave it, when and why. It takes nothing from the machine that is
left: what that has not sent is still taken.
"""

import logging
from dataclasses import dataclass

from examserver.errors import AttemptError
from examserver.services.attempts import attempt_at
from examserver.services.holding import holder_of
from examserver.services.order import Bench
from examserver.storage.attempts import free
from examserver.storage.releases import Release, add_release, releases_of
from examserver.storage.stations import Station

log = logging.getLogger(__name__)

LONGEST_REASON, LONGEST_NAME = 500, 100


@dataclass(frozen=True, slots=True)
class ReleaseWish:
    """Whose attempt at which exam (admission number and exam id), who wants it, and why."""

    exam: str
    candidate: str
    by: str
    reason: str


def release_attempt(bench: Bench, wish: ReleaseWish) -> Station | None:
    """Release the seat; returns the station that held it, None where it was free already.

    Raises AttemptError.
    """
    by, reason = " ".join(wish.by.split()), " ".join(wish.reason.split())
    _check_words(by, reason)
    attempt = attempt_at(bench.connection, wish.exam, wish.candidate)
    holder = holder_of(bench.connection, attempt)
    if holder is None:
        return None
    release = Release(
        attempt=attempt.id,
        number=len(releases_of(bench.connection, attempt.id)) + 1,
        at=bench.now,
        station=holder.id,
        granted=attempt.granted,
        by=by,
        reason=reason,
    )
    add_release(bench.connection, release)
    free(bench.connection, attempt.id)
    log.warning("attempt %s: release %d of station %s", attempt.id, release.number, holder.id)
    return holder


def _check_words(by: str, reason: str) -> None:
    if not 1 <= len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise AttemptError(
            "A release needs a reason that others can follow.",
            f"One line of at most {LONGEST_REASON} characters.",
        )
    if not 1 <= len(by) <= LONGEST_NAME or not by.isprintable():
        raise AttemptError("A release needs a name: who gave it?", "Give it with --by.")

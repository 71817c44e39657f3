"""The generations of the service: each restored one is above all that were before.

Rule: an epoch that this service never granted was granted by an earlier life of it, which a restored backup
has forgotten. Its events are taken, and the service raises its own generation above it. What no life of it
can have granted by now is refused: a single claim must not use up the generations of all that come.
"""

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection

from examprotocol.events import Epoch
from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.storage.attempts import Attempt
from examserver.storage.site import read_site, set_generation

log = logging.getLogger(__name__)

HIGHEST = 2**31 - 1
"""What the tables can hold on every database: the seconds until 2088."""

BEGINNING = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())

MARGIN = 30 * 365 * 24 * 3600
"""Seconds that this machine's clock may be behind that of another which restored the service: one with an
empty battery often begins with the year in which it was built."""


def next_generation(known: int, now: int) -> int:
    """The generation of a service that is restored at `now` (milliseconds), above the `known` one.

    Seconds since 2020, so that two services restored from one backup do not have the same: their grants could
    not be told apart. Where the clock is wrong it is still above all that is known here, and the first client
    that reports a higher one raises it.
    """
    return min(HIGHEST, max(known + 1, now // 1000 - BEGINNING))


def highest_claim(known: int, now: int) -> int:
    """The highest generation that an earlier life of the service can have begun; `now` in milliseconds."""
    return max(known, max(0, now // 1000 - BEGINNING) + MARGIN)


def is_possible(epoch: Epoch) -> bool:
    """Whether a service can have granted such an epoch."""
    return 1 <= epoch.generation <= HIGHEST and epoch.grant >= 1


def admit(connection: Connection, attempt: Attempt, epoch: Epoch, now: int) -> None:
    """Take note of an epoch that a writer of the attempt claims; raises the generation where it must.

    `now` is the site time in milliseconds. Raises RefusedError where no service can have granted it by then.
    """
    generation = read_site(connection).generation
    if epoch.generation < generation or Epoch(epoch.generation, epoch.grant) <= attempt.epoch:
        return
    if epoch.generation > highest_claim(generation, now):
        raise never_granted(epoch)
    begins = min(HIGHEST, epoch.generation + 1)
    set_generation(connection, begins)
    log.warning(
        "alarm: attempt %s has an epoch %d.%d that is not known here: this service was restored, or its disk "
        "was put back; generation %d begins",
        attempt.id,
        epoch.generation,
        epoch.grant,
        begins,
    )


def never_granted(epoch: Epoch) -> RefusedError:
    """The refusal of a writer whose epoch no service can have granted."""
    return RefusedError(Refusal.UNREADABLE, f"The epoch {epoch.generation}.{epoch.grant} was never granted.")

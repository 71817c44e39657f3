"""The generations of the service: each restored one is above all that were before.

Rule: an epoch that this service never granted was granted by an earlier life of it, which a restored backup
has forgotten. Its events are taken, and the service raises its own generation above it.
"""

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection

from examprotocol.events import Epoch
from examserver.storage.attempts import Attempt
from examserver.storage.site import read_site, set_generation

log = logging.getLogger(__name__)

HIGHEST = 2**31 - 2
"""What the tables can hold on every database, with one above it."""

BEGINNING = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())


def next_generation(known: int, now: int) -> int:
    """The generation of a service that is restored at `now` (milliseconds), above the `known` one.

    Seconds since 2020, so that two services restored from one backup do not have the same: their grants could
    not be told apart. Where the clock is wrong it is still above all that is known here, and the first client
    that reports a higher one raises it.
    """
    return min(HIGHEST + 1, max(known + 1, now // 1000 - BEGINNING))


def is_possible(epoch: Epoch) -> bool:
    """Whether a service can have granted such an epoch."""
    return 1 <= epoch.generation <= HIGHEST and epoch.grant >= 1


def admit(connection: Connection, attempt: Attempt, epoch: Epoch) -> None:
    """Take note of an epoch that a writer of the attempt claims; raises the generation where it must."""
    generation = read_site(connection).generation
    if epoch.generation < generation or Epoch(epoch.generation, epoch.grant) <= attempt.epoch:
        return
    set_generation(connection, epoch.generation + 1)
    log.warning(
        "alarm: attempt %s has an epoch %d.%d that is not known here: this service was restored, or its disk "
        "was put back; generation %d begins",
        attempt.id,
        epoch.generation,
        epoch.grant,
        epoch.generation + 1,
    )

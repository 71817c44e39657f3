"""The generations of the service: each restored one is above all that were before.

Rule: an epoch that this service never granted was granted by an earlier life of it, which a restored backup
has forgotten, or a proctor's offline code raised its hop. Its events are taken, it counts as the newest that
is known, and whatever is granted here from then on is above it. What no life of it can have granted by now is
refused: a single claim must not use up the generations of all that come.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from examprotocol.events import Epoch
from examprotocol.messages import Refusal
from examprotocol.offline_code import MOST_HOPS
from examserver.errors import RefusedError
from examserver.storage.attempts import Attempt, note_claim
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
    """Whether a service can have granted such an epoch, or an offline code said it.

    A code names no grant where the service that gave it knew of no login.
    """
    least = 0 if epoch.hop > 0 else 1
    is_grant = 1 <= epoch.generation <= HIGHEST and least <= epoch.grant <= HIGHEST
    return is_grant and 0 <= epoch.hop <= MOST_HOPS


@dataclass(frozen=True, slots=True)
class Claim:
    """An epoch that somebody has. `station` brought it, `""` where no station did: it came by a package."""

    epoch: Epoch
    station: str = ""


def admit(connection: Connection, attempt: Attempt, claim: Claim, now: int) -> None:
    """Take note of an epoch of the attempt that is claimed; raises the generation where it must.

    Where it is newer than all that are known, the station that brought it holds the attempt. `now` is the
    site time in milliseconds. Raises RefusedError where no service can have granted it by then.
    """
    epoch, generation = claim.epoch, read_site(connection).generation
    if epoch <= attempt.epoch:
        return
    if not is_possible(epoch) or epoch.generation > highest_claim(generation, now):
        raise never_granted(epoch)
    note_claim(connection, attempt.id, epoch, claim.station or attempt.holder)
    log.warning(
        "alarm: attempt %s has the epoch %s, which was not granted here, at station %s",
        attempt.id,
        shown(epoch),
        claim.station or "-",
    )
    if not _is_below_the_next(attempt, epoch, generation):
        begins = min(HIGHEST, epoch.generation + 1)
        set_generation(connection, begins)
        log.warning("alarm: the service was restored, or its disk put back; generation %d begins", begins)


def never_granted(epoch: Epoch) -> RefusedError:
    """The refusal of an epoch that no service can have granted."""
    return RefusedError(Refusal.UNREADABLE, f"The epoch {shown(epoch)} was never granted.")


def shown(epoch: Epoch) -> str:
    """An epoch as staff read it: `generation.grant.hop`."""
    return f"{epoch.generation}.{epoch.grant}.{epoch.hop}"


def _is_below_the_next(attempt: Attempt, epoch: Epoch, generation: int) -> bool:
    """Whether a newer epoch than all that are known is below the next grant without a new generation.

    That of a code is, where its grant is known. An unknown grant of this generation may be one of several.
    """
    by_code = epoch.hop > 0 and epoch.grant <= attempt.granted
    return epoch.generation < generation or (epoch.generation == generation and by_code)

"""The generations of the service: each restored one is above all that were before.

Rule: an epoch that this service never granted was granted by an earlier life of it, which a restored backup
has forgotten, or a proctor's offline code raised its hop. Its events are taken, it counts as the newest that
is known, and whatever is granted here from then on is above it.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from examprotocol.events import Epoch
from examprotocol.offline_code import MOST_HOPS
from examserver.storage.attempts import Attempt, note_claim
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


def is_possible(epoch: Epoch, attempt: Attempt) -> bool:
    """Whether a service can have granted such an epoch of the attempt, or an offline code said it."""
    grant = Epoch(epoch.generation, epoch.grant)
    in_range = 1 <= grant.generation <= HIGHEST and 1 <= grant.grant <= HIGHEST
    is_ours = epoch.generation == HIGHEST + 1 and 1 <= epoch.grant <= attempt.granted
    return (in_range or is_ours) and 0 <= epoch.hop <= MOST_HOPS


@dataclass(frozen=True, slots=True)
class Claim:
    """An epoch that somebody has. `station` brought it, `""` where no station did: it came by a package."""

    epoch: Epoch
    station: str = ""


def admit(connection: Connection, attempt: Attempt, claim: Claim) -> None:
    """Take note of an epoch of the attempt that is claimed; raises the generation where it must.

    Where it is newer than all that are known, the station that brought it holds the attempt.
    """
    if claim.epoch <= attempt.epoch:
        return
    note_claim(connection, attempt.id, claim.epoch, claim.station or attempt.holder)
    log.warning(
        "alarm: attempt %s has the epoch %s, which was not granted here, at station %s",
        attempt.id,
        shown(claim.epoch),
        claim.station or "-",
    )
    if not _is_below_the_next(attempt, claim.epoch, read_site(connection).generation):
        above = min(HIGHEST, claim.epoch.generation) + 1
        set_generation(connection, above)
        log.warning("alarm: this service was restored, or its disk was put back; generation %d begins", above)


def shown(epoch: Epoch) -> str:
    """An epoch as staff read it: `generation.grant.hop`."""
    return f"{epoch.generation}.{epoch.grant}.{epoch.hop}"


def _is_below_the_next(attempt: Attempt, epoch: Epoch, generation: int) -> bool:
    """Whether a newer epoch than all that are known is below the next grant without a new generation.

    That of a code is, where its grant is known. An unknown grant of this generation may be one of several.
    """
    by_code = epoch.hop > 0 and epoch.grant <= attempt.granted
    return epoch.generation < generation or (epoch.generation == generation and by_code)

"""Registers candidates from a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.storage.candidates import Registered, add_candidates, all_candidates, change_candidates


@dataclass(frozen=True, slots=True)
class RosterChange:
    """How many candidates an import added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


def import_candidates(connection: Connection, roster: Sequence[Registered]) -> RosterChange:
    """Register candidates; one that is there already gets the new name, identity number and seat."""
    stored = {candidate.admission_number: candidate for candidate in all_candidates(connection)}
    added = [candidate for candidate in roster if candidate.admission_number not in stored]
    changed = [
        candidate
        for candidate in roster
        if candidate.admission_number in stored and candidate != stored[candidate.admission_number]
    ]
    add_candidates(connection, added)
    change_candidates(connection, changed)
    return RosterChange(len(added), len(changed), len(roster) - len(added) - len(changed))


def masked(identity_number: str) -> str:
    """An identity number as it may stand on a screen: `110***********0417`, short ones `1***7`."""
    head, tail = (3, 4) if len(identity_number) >= 12 else (1, 1)
    if len(identity_number) < 4:
        return "*" * len(identity_number)
    return identity_number[:head] + "*" * (len(identity_number) - head - tail) + identity_number[-tail:]

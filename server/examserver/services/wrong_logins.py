"""What the audit log keeps of logins that failed: enough to see guessing, too little to fill the disk.

Rule: of a name that nobody has nothing is kept, since people type passwords into the wrong field.
"""

from examserver.services.audit import SERVICE_WAY, Deed, Giver
from examserver.storage.audit import Told

WINDOW = 60_000
"""Milliseconds of site time."""

MOST_IN_A_WINDOW = 20

THE_SERVICE = Giver(SERVICE_WAY)
"""Notes what somebody did whom it does not know."""


class WrongLogins:
    """Counts the wrong logins of the last minute, and those that were too many to be kept."""

    def __init__(self) -> None:
        self._began = 0
        self._noted = 0
        self._unnoted = 0

    def deed(self, name: str, address: str, now: int) -> Deed | None:
        """What to keep of one: `name` is a member's or `""`. None where this minute has enough."""
        if now >= self._began + WINDOW or now < self._began:
            self._began, self._noted = now, 0
        if self._noted >= MOST_IN_A_WINDOW:
            self._unnoted += 1
            return None
        self._noted += 1
        about: dict[str, Told] = {"address": address}
        if name:
            about["name"] = name
        if self._unnoted:
            about["more"] = self._unnoted
        self._unnoted = 0
        return Deed("wrong_login", about)

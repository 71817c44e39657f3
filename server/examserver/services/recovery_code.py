"""The recovery code of a key backup: 24 Crockford base32 characters (120 bits) in groups of four.

Rule: it is typed as freely as a room password: case, spaces and any dash do not count, O is 0, I and L are 1.
"""

import secrets

from examprotocol.room_password import plain_password
from examprotocol.short_code import ALPHABET, grouped
from examserver.errors import KeyBackupError

LENGTH, GROUP = 24, 4


def new_recovery_code() -> str:
    """A new code as it is printed: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), GROUP)


def plain_code(typed: str) -> str:
    """The 24 characters of a code as somebody typed it; raises KeyBackupError where it can be none."""
    letters = plain_password(typed)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        raise KeyBackupError(
            "This is no recovery code: it has 24 letters and digits, in six groups of four, and no U.",
            "Type it as it was printed when the service was set up.",
        )
    return letters

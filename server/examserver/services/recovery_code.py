"""The recovery code of a key backup: 24 Crockford base32 characters (120 bits) in groups of four.

Source: Crockford's base32, which reads O as 0, and I and L as 1, in either case.
"""

import secrets

from examprotocol.short_code import ALPHABET
from examserver.errors import KeyBackupError

LENGTH, GROUP = 24, 4
READ_AS = str.maketrans("OIL", "011")


def new_recovery_code() -> str:
    """A new code as it is printed: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def plain_code(typed: str) -> str:
    """The 24 characters of a code as somebody typed it; raises KeyBackupError where it can be none."""
    letters = "".join(typed.replace("-", "").split()).upper().translate(READ_AS)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        raise KeyBackupError(
            "This is no recovery code: it has 24 letters and digits, in six groups of four, and no U.",
            "Type it as it was printed when the service was set up.",
        )
    return letters

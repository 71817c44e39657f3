"""Extensions: more time for one candidate or for all, signed by the service so that a station can prove it.

Rule: extensions are numbered and only ever added; the end is the planned one and the minutes of all of them.
"""

from collections.abc import Iterable

import msgspec
from jwcrypto import jwk

from examprotocol.signing import sign, verify

EXTENSION = "exam-extension+jws"
MINUTE = 60_000


class Extension(msgspec.Struct, frozen=True):
    """More time at an exam, in minutes. `candidate` is an admission number, `""` for all who sit the exam.

    `site` is the site's id, `number` counts the extensions of the exam from 1. `id` (32 hex digits) is what
    makes two of them one and the same, or not. `at` is the site time in milliseconds.
    """

    site: str
    exam: str
    id: str
    number: int
    candidate: str
    minutes: int
    reason: str
    at: int


def sign_extension(extension: Extension, key: jwk.JWK) -> str:
    """The extension as a compact JWS."""
    return sign(extension, key, EXTENSION)


def open_extension(token: str, key: jwk.JWK) -> Extension:
    """Verify and read an extension; raises ForgedError or UnreadableError."""
    return verify(token, key, EXTENSION, Extension)


def extended_end(planned: int, extensions: Iterable[Extension], exam: str, candidate: str) -> int:
    """A candidate's end in milliseconds: the planned one, and each extension that is for them, once."""
    own = {one.id: one.minutes for one in extensions if one.exam == exam and one.candidate in ("", candidate)}
    return planned + sum(own.values()) * MINUTE

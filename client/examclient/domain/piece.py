"""A piece of a sealed part on its way onto this machine."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a part, and the place in it at which they begin: 0 where it begins anew."""

    at: int
    data: bytes = field(repr=False)

"""What this machine is at its one exam site: the only service that it will trust, and its own place there."""

from dataclasses import dataclass

import msgspec

FORMAT = 1


class Membership(msgspec.Struct, frozen=True):
    """What a station holds once it is enrolled. The keys are the service's public JWKs.

    `authority` is the certificate, as PEM, of the one authority that the service's TLS is believed by.
    `station` is this machine's id, `name`, `room` and `seat` are what the service calls it. `credential` is
    the service's word for all this, by which a service that was set up anew takes the machine back.
    """

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    opening_key: dict[str, str]
    authority: str
    station: str
    name: str
    room: str
    seat: str
    credential: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How enrolling ended. `is_new` is False where the machine had this very place already."""

    membership: Membership
    is_new: bool

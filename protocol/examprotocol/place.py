"""Where the service sees a station."""

import msgspec


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the service sees the station. `outside` is its address where that is not registered, else `""`.

    `covered` says that this site wants the paper covered meanwhile; `contact` is whom to call.
    """

    outside: str = ""
    covered: bool = False
    contact: str = ""


INSIDE = Place()

"""The stations as the site's staff sees them: finding, renaming, releasing and revoking.

Rule: what is revoked stays so. A station that is released or revoked leaves its seat to another.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import Connection

from examserver.errors import StationError
from examserver.services.names import LONGEST_STATION, as_name, is_name, is_same
from examserver.services.readmission import released
from examserver.storage.stations import Station, StationState, all_stations, change_station

BEGINNING = re.compile(r"[0-9a-f]{4,32}")
"""What may stand for a station's id: fewer digits could be a seat."""

MOST_LISTED = 12
DIGITS = re.compile(r"(\d+)")

Use = Callable[[Station], bool]


def in_order(stations: Iterable[Station]) -> list[Station]:
    """Stations by room and seat, with seat 2 before seat 12; those without a seat come last."""
    return sorted(stations, key=lambda one: (one.room, not one.seat, counting(one.seat), one.name, one.id))


def called(station: Station) -> str:
    """A station as staff read and write it: `A/12 PC-07 (1a2b3c4d)`."""
    return f"{place_of(station)} {station.name} ({station.id[:8]})"


def place_of(station: Station) -> str:
    """Where a station stands: `A/12`, or `A/-` where it has no seat."""
    return f"{station.room}/{station.seat or '-'}"


def require_station(connection: Connection, text: str, is_meant: Use = lambda _: True) -> Station:
    """The one station that a person means by an id, its beginning, a name, or `room/seat`.

    Where several fit, those are tried for which the order makes sense. Raises StationError with a list.
    """
    stations = in_order(all_stations(connection))
    fitting = _fitting(stations, text)
    chosen = [station for station in fitting if is_meant(station)] or fitting
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise StationError(f"{text} fits {len(chosen)} stations.", f"Say which one: {_listed(chosen)}.")
    advice = (
        f"There are: {_listed(stations)}." if stations else "None has enrolled yet: examserver enrol DIR ..."
    )
    raise StationError(f"There is no station {text}.", advice)


def rename_station(connection: Connection, text: str, name: str) -> Station:
    """Give a station another name; raises StationError."""
    kept = as_name(name)
    if not is_name(kept, LONGEST_STATION):
        raise StationError(
            f"A station's name has 1 to {LONGEST_STATION} characters.", "Give another, such as PC-07."
        )
    renamed = replace(require_station(connection, text), name=kept)
    change_station(connection, renamed)
    return renamed


def release_station(connection: Connection, text: str) -> Station:
    """Take a station's seat away, for another to have; returns it as it was before. Raises StationError."""
    station = require_station(connection, text, lambda one: one.state is StationState.ACTIVE)
    if station.state is StationState.ACTIVE:
        change_station(connection, released(station))
    return station


def revoke_station(connection: Connection, text: str) -> Station:
    """Refuse a station for ever; returns it as it was before. Raises StationError."""
    station = require_station(connection, text, lambda one: one.state is not StationState.REVOKED)
    change_station(connection, replace(station, seat="", state=StationState.REVOKED))
    return station


def _fitting(stations: list[Station], text: str) -> list[Station]:
    """The stations that a text fits: by their whole id, else by name or place, else by the id's beginning."""
    wanted = text.strip()
    ways: tuple[Use, ...] = (
        lambda one: one.id == wanted.lower(),
        lambda one: is_same(one.name, wanted) or (bool(one.seat) and is_same(place_of(one), wanted)),
        lambda one: BEGINNING.fullmatch(wanted.lower()) is not None and one.id.startswith(wanted.lower()),
    )
    found = ([station for station in stations if fits(station)] for fits in ways)
    return next((fitting for fitting in found if fitting), [])


def _listed(stations: list[Station]) -> str:
    shown = ", ".join(called(station) for station in stations[:MOST_LISTED])
    more = len(stations) - MOST_LISTED
    return f"{shown} and {more} more (examserver stations list DIR)" if more > 0 else shown


def counting(seat: str) -> list[tuple[int, int, str]]:
    """A key by which seat 2 comes before seat 12."""
    parts = (part for part in DIGITS.split(seat) if part)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]

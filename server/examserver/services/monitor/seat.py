"""All that is known of one seat, for the page that says what to do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.self_check import CheckResult, Grade
from examserver.services.monitor.facts import SeatFacts
from examserver.services.monitor.tiles import Tile
from examserver.storage.receipts import newest_receipt
from examserver.storage.releases import Release, releases_of
from examserver.storage.self_checks import KeptSelfCheck, self_check_of


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat at the site time `now` (milliseconds). `found` are what is not green in the machine's last
    self-check, the worst first; `receipt` is the short code of the newest one.
    """

    now: int
    tile: Tile
    facts: SeatFacts
    checked: int
    level_requested: int
    found: tuple[CheckResult, ...]
    receipt: str
    releases: Sequence[Release]


def seat_view(connection: Connection, facts: SeatFacts, tile: Tile, now: int) -> SeatView:
    """What the tables have of a seat besides."""
    kept = self_check_of(connection, facts.machine.id) if facts.machine is not None else None
    receipt = newest_receipt(connection, facts.sat.id) if facts.sat is not None else None
    return SeatView(
        now=now,
        tile=tile,
        facts=facts,
        checked=kept.at if kept else 0,
        level_requested=kept.report.level_requested if kept else 0,
        found=_found(kept),
        receipt=receipt.code if receipt else "",
        releases=releases_of(connection, facts.sat.id) if facts.sat is not None else (),
    )


def _found(kept: KeptSelfCheck | None) -> tuple[CheckResult, ...]:
    order = tuple(Grade)
    results = (one for one in kept.report.results if one.grade is not Grade.GREEN) if kept else ()
    return tuple(sorted(results, key=lambda one: -order.index(one.grade)))

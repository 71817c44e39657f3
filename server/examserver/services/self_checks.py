"""Keeps what stations found when they checked themselves.

Rule: the grade of the whole is worked out here, and no text is kept that could play with a terminal.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection

from examprotocol.messages import Refusal, SelfCheckReply
from examprotocol.self_check import CheckResult, SelfCheckReport, worst
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.import_words import plain
from examserver.services.sessions import revoked, unknown_station
from examserver.storage.self_checks import KeptSelfCheck, keep_self_check
from examserver.storage.stations import StationState, find_station
from examserver.storage.store import Store


class SelfChecks:
    """Owns the last report of each station."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def keep(self, caller: Caller, report: SelfCheckReport) -> SelfCheckReply:
        """Keep a report instead of the one before; raises RefusedError, BusyError and StorageError."""
        if not report.results:
            raise RefusedError(Refusal.UNREADABLE, "A self-check without results says nothing.")
        return await self._store.write(partial(self._keep, caller.station, _as_kept(report)))

    def _keep(self, station_id: str, report: SelfCheckReport, connection: Connection) -> SelfCheckReply:
        station = find_station(connection, station_id)
        if station is None:
            raise unknown_station()
        if station.state is StationState.REVOKED:
            raise revoked()
        now = self._clock.now()
        keep_self_check(connection, KeptSelfCheck(station_id, now, report))
        return SelfCheckReply(now)


def _as_kept(report: SelfCheckReport) -> SelfCheckReport:
    results = tuple(_plain(result) for result in report.results)
    client = plain(report.client)
    return msgspec.structs.replace(report, client=client, grade=worst(results), results=results)


def _plain(result: CheckResult) -> CheckResult:
    facts = {name: plain(fact) if isinstance(fact, str) else fact for name, fact in result.facts.items()}
    return msgspec.structs.replace(result, facts=facts, said=plain(result.said))

"""Answers sites that report: says what is missing, takes parts, takes the report in, and acknowledges it.

Rule: opening and reading happen beside the saves of stations; in the writer a report takes part by part.
"""

import time
from functools import partial

import anyio.to_thread
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.alerts import AlertsReply, AlertsRequest, AlertThere
from examprotocol.messages import Refusal
from examprotocol.report_messages import (
    MOST_MISSING,
    ListReply,
    ListRequest,
    PartReply,
    ReportOffer,
    ReportReply,
)
from examprotocol.result_package import LARGEST_INDEX, LARGEST_PART, Content, ResultPart
from examserver.clock import Clock
from examserver.errors import ExamSiteError, RefusedError
from examserver.services.audit import Giver
from examserver.services.caller import Caller
from examserver.services.exam_site_desk import require_joined
from examserver.services.order import Bench
from examserver.services.reporting.alerts_above import take_alerts
from examserver.services.reporting.faults import ReportFault
from examserver.services.reporting.taking import (
    NETWORK,
    Opened,
    acknowledge,
    begin,
    is_at_end,
    open_next,
    open_report,
    take_next,
)
from examserver.storage.came_reports import CameReport, find_came_report
from examserver.storage.folder import ServiceFolder
from examserver.storage.given_lists import find_given_list, note_fetched
from examserver.storage.result_parts import is_part, missing_parts, put_part
from examserver.storage.site import SiteIdentity
from examserver.storage.store import Store

MOST_SECONDS = 1.0
"""So long one offer takes parts in before it answers; the site asks again. The writer does not begin what
somebody has waited for too long."""

LARGEST_OFFER = LARGEST_INDEX + 1_000
MOST_KNOWN = 8
"""Indexes that were opened are kept so that each part needs no signature checked anew."""

BY_THE_LINE = Giver("service")


class ReportDesk:
    """Owns what a site may bring. Its callers have verified that the request is the site's own."""

    def __init__(
        self, store: Store, folder: ServiceFolder, identity: SiteIdentity, key: jwk.JWK, clock: Clock
    ) -> None:
        self._store = store
        self._folder = folder
        self._identity = identity
        self._key = key
        self._clock = clock
        self._known: dict[str, Opened] = {}

    async def offer(self, caller: Caller, offer: ReportOffer) -> ReportReply:
        """Say which parts are missing, or take the report in; raises RefusedError and StorageError."""
        opened = await self._opened(caller, offer.index)
        row = await self._store.write(partial(begin, opened=opened, way=NETWORK, now=self._clock.now()))
        if not row.acknowledgement:
            missing = await anyio.to_thread.run_sync(
                missing_parts, self._folder, opened.index.parts, MOST_MISSING
            )
            if missing:
                return self._reply(opened, row, missing)
            row = await self._take_in(opened, row)
        return self._reply(opened, row, ())

    async def part(self, caller: Caller, place: tuple[str, str], data: bytes) -> PartReply:
        """Store a part: `place` is the report and the part, by their SHA-256. Raises RefusedError and
        StorageError.
        """
        report, sha256 = place
        row = await self._store.read(partial(self._row, caller, report))
        opened = self._known.get(report) or await self._opened(caller, row.index)
        part = next((one for one in opened.index.parts if one.sha256 == sha256), None)
        if part is None or not is_part(part, data):
            raise RefusedError(Refusal.UNREADABLE, "This part is not one of the report.")
        await anyio.to_thread.run_sync(put_part, self._folder, part, data)
        return PartReply(self._clock.now())

    async def list(self, caller: Caller, request: ListRequest) -> ListReply:
        """A list that the site is given; raises RefusedError."""
        return await self._store.write(partial(self._list, caller, request))

    async def alerts(self, caller: Caller, request: AlertsRequest) -> AlertsReply:
        """Keep what the site reports upward; raises RefusedError, BusyError and StorageError."""
        there = await self._store.write(partial(self._alerts, caller, request))
        return AlertsReply(self._clock.now(), there)

    async def _opened(self, caller: Caller, index: str) -> Opened:
        try:
            opened = await self._store.read(partial(self._open, caller, index))
        except ExamSiteError as error:
            raise RefusedError(Refusal.UNREADABLE, error.title) from error
        if len(self._known) >= MOST_KNOWN:
            self._known.pop(next(iter(self._known)), None)
        self._known[opened.report] = opened
        return opened

    def _open(self, caller: Caller, index: str, connection: Connection) -> Opened:
        site = require_joined(connection, caller)
        opened = open_report(connection, self._folder, index)
        if opened.site.id != site.id:
            raise ExamSiteError("This report is of another site than the one that brings it.")
        return opened

    def _row(self, caller: Caller, report: str, connection: Connection) -> CameReport:
        site, row = require_joined(connection, caller), find_came_report(connection, report)
        if row is None or row.site != site.id:
            raise RefusedError(Refusal.NOT_FOUND, "The site has not offered this report.")
        return row

    async def _take_in(self, opened: Opened, row: CameReport) -> CameReport:
        until = time.monotonic() + MOST_SECONDS
        while not is_at_end(opened, row):
            if time.monotonic() > until:
                return row
            content = await anyio.to_thread.run_sync(open_next, self._folder, opened, row)
            row = await self._store.write(partial(self._take_next, opened, row, content))
        return await self._store.write(partial(self._acknowledge, opened))

    def _take_next(
        self, opened: Opened, row: CameReport, content: Content | ReportFault, connection: Connection
    ) -> CameReport:
        return take_next(self._bench(connection), opened, row, content)

    def _acknowledge(self, opened: Opened, connection: Connection) -> CameReport:
        return acknowledge(self._bench(connection), opened, BY_THE_LINE)

    def _bench(self, connection: Connection) -> Bench:
        return Bench(connection, self._folder, self._identity, self._key, self._clock.now())

    def _reply(self, opened: Opened, row: CameReport, missing: tuple[ResultPart, ...]) -> ReportReply:
        names = tuple(part.sha256 for part in missing)
        parts = len(opened.contents)
        return ReportReply(self._clock.now(), names, min(row.done, parts), parts, row.acknowledgement)

    def _alerts(
        self, caller: Caller, request: AlertsRequest, connection: Connection
    ) -> tuple[AlertThere, ...]:
        site = require_joined(connection, caller)
        return take_alerts(connection, site, request.alerts, NETWORK, self._clock.now())

    def _list(self, caller: Caller, request: ListRequest, connection: Connection) -> ListReply:
        site, now = require_joined(connection, caller), self._clock.now()
        given = find_given_list(connection, site.id, request.kind, request.name)
        if given is None:
            raise RefusedError(Refusal.NOT_FOUND, "The site is not given this list.")
        note_fetched(connection, given, now)
        return ListReply(now, given.token)


def body_limit() -> int:
    """The most bytes of a request by which a site reports."""
    return max(LARGEST_OFFER, LARGEST_PART)

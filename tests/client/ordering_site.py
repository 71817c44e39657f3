"""A site whose staff order something of a seat: the real service, with its word added to what it replies."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from examclient.network.site_api import SiteApi
from examprotocol.messages import LoginReply, LoginRequest, SyncReply, SyncRequest
from examprotocol.site_orders import NO_ORDERS, Pause, SiteOrders, StationNews


@dataclass
class Staff:
    """What they order of every station, and what the stations tell. While a pause stands the ends move along,
    as at the service; what it took is `given` back when it ends.
    """

    orders: SiteOrders = NO_ORDERS
    given: int = 0
    is_rehearsal: bool = False
    closed_at: int = 0
    told: list[StationNews] = field(default_factory=list)

    def done(self) -> tuple[str, ...]:
        """What a station has said last that it is done with."""
        return self.told[-1].done if self.told else ()

    def moved(self, now: int) -> int:
        """By how much the ends of replies have moved at this site time."""
        pause = self.orders.pause
        return self.given + (max(0, now - pause.since) if pause else 0)

    def pause(self, pause: Pause) -> None:
        self.orders = replace(self.orders, pause=pause)

    def resume(self, now: int) -> None:
        """The exam goes on; what the pause took is given back."""
        self.given, self.orders = self.moved(now), replace(self.orders, pause=None)


def ordering_staff(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """They speak to every station of this test."""
    staff, log_in, sync = Staff(), SiteApi.login, SiteApi.sync

    def logged_in(api: SiteApi, request: LoginRequest) -> LoginReply:
        reply = log_in(api, request)
        exam = replace(reply.exam, end=reply.exam.end + staff.moved(reply.now), rehearsal=staff.is_rehearsal)
        receipt = "" if staff.orders.reopened else reply.receipt
        return replace(reply, exam=exam, orders=staff.orders, receipt=receipt)

    def synced(api: SiteApi, request: SyncRequest) -> SyncReply:
        reply = sync(api, request)
        if request.news is not None:
            staff.told.append(request.news)
        if staff.orders.ended is not None:
            staff.closed_at = staff.orders.ended.at
        end = reply.end + staff.moved(reply.now)
        return replace(reply, end=min(end, staff.closed_at or end), orders=staff.orders)

    monkeypatch.setattr(SiteApi, "login", logged_in)
    monkeypatch.setattr(SiteApi, "sync", synced)
    return staff

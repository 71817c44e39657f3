"""What one joined site says takes the authority's page away from nobody."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy import Connection

from examprotocol.alerts import Alert, Count
from examprotocol.result_package import Summary
from examserver.cli.ordering import give
from examserver.services.exam_site_orders import InviteSite
from examserver.services.reporting.alerts_above import MOST_OF_SITE, SeeAlert, shown_alerts, take_alerts
from examserver.site_times import shown, shown_clock, shown_minute
from examserver.storage.came_reports import put_reported_exam, reported_exams
from examserver.storage.exam_sites import all_exam_sites
from examserver.storage.store import Store
from tests.server.authority import DAY, Above, Below
from tests.server.conftest import START
from tests.server.reporting import reporting_site
from tests.server.visitor import Visitor, add_admin

T = TypeVar("T")

NEVER = 10**15
"""Milliseconds: some 31,000 years, a time that no calendar has."""


def write(above: Above, what: Callable[[Connection], T]) -> T:
    """Write beside the running service."""
    store = Store(above.folder)
    try:
        return store.write_now(what)
    finally:
        store.close()


def tell(above: Above, wanted: str, *alerts: Alert, now: int = START) -> None:
    """As if the site had told it, by the line."""

    def take(connection: Connection) -> None:
        site = next(one for one in all_exam_sites(connection) if one.id == wanted)
        for alert in alerts:
            take_alerts(connection, site, (alert,), "line", now)

    write(above, take)


@pytest.mark.parametrize(
    "at", [-(2**53), -1, NEVER, 2**53], ids=["long ago", "before 1970", "late", "latest"]
)
def test_any_number_can_be_shown_as_a_time(at: int) -> None:
    assert len(shown_minute(at)) == len("2026-11-21 14:00")
    assert shown(at).startswith(shown_minute(at))
    assert shown_minute(at).endswith(shown_clock(at))


def test_times_that_no_calendar_has_leave_the_page_of_sites_as_it_is(above: Above, below: Below) -> None:
    site = reporting_site(above, below)
    site.report()

    def collect(connection: Connection) -> None:
        (exam,) = reported_exams(connection, "site-1")
        said = msgspec.json.decode(exam.summary, type=Summary)
        told = msgspec.json.encode(msgspec.structs.replace(said, collected=NEVER))
        put_reported_exam(connection, replace(exam, summary=told))

    write(above, collect)
    tell(above, "site-1", Alert("a" * 32, START, "王主考", "进不去", (Count("e", "英语", NEVER, 1, 1, 1),)))
    add_admin(above)
    admin = Visitor(above.server.port)
    admin.log_in()
    page = admin.get("/web/sites")
    assert page.status == HTTPStatus.OK
    assert "进不去" in page.text


def test_who_tells_a_hundred_times_pushes_nobody_elses_message_out(above: Above, below: Below) -> None:
    give(above.folder.root, InviteSite("第二考点", DAY, above.address))
    tell(above, "site-2", Alert("b" * 32, START, "赵主考", "停电"))
    alerts = [Alert(f"{number:032x}", START, "王主考", f"第{number}次") for number in range(100)]
    tell(above, "site-1", *alerts, now=START + 1)
    came = write(above, shown_alerts)
    assert [one.came.site for one in came] == ["site-1"] * MOST_OF_SITE + ["site-2"]
    for one in came[1:MOST_OF_SITE]:
        give(above.folder.root, SeeAlert("site-1", one.came.alert.id, "考试院值班"))
    unseen = [one for one in write(above, shown_alerts) if not one.came.seen]
    assert came[0] in unseen
    assert len(unseen) == MOST_OF_SITE + 1, "those that nobody has seen come before those that were"

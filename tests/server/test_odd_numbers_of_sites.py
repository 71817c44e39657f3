"""A site may say any number of itself: the authority's pages are there for all others all the same."""

from http import HTTPStatus

import msgspec
import pytest
from sqlalchemy import update

from examprotocol.alerts import Alert, AlertFile, Count, open_alerts, seal_alerts
from examprotocol.door_record import DoorEntry
from examprotocol.result_package import Summary
from examprotocol.times import LATEST
from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry
from examserver.services.keys import signing_key
from examserver.services.reporting.alerting import MakeAlertFile, ReportUpward
from examserver.services.reporting.alerts_above import TakeAlertFile
from examserver.site_times import shown, shown_clock, shown_minute
from examserver.storage.alerts import came_alerts
from examserver.storage.schema_checkin import checkins
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below
from tests.server.reporting import THERE, Reporting, reporting_site
from tests.server.sittings import ZHANG
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_admin

HUGE = 10**18


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def admin_of(above: Above) -> Visitor:
    add_admin(above)
    admin = Visitor(above.server.port)
    admin.log_in()
    return admin


def alerts_of(site: Reporting, *alerts: Alert) -> bytes:
    """A file as the site would sign it, whatever is in it."""
    key = signing_key(site.below.folder)
    give(site.below.folder.root, ReportUpward("停电", "", "王主考"))
    real = open_alerts(give(site.below.folder.root, MakeAlertFile()).content, key)
    return seal_alerts(AlertFile(real.authority, real.site, alerts), key)


@pytest.mark.parametrize("number", [HUGE, 2**63, -HUGE], ids=["huge", "beyond a column", "below 0"])
def test_a_message_upward_with_any_numbers_is_there_and_leaves_the_page_to_the_others(
    site: Reporting, number: int
) -> None:
    count = Count("exam-1", "英语", number, number, number, number)
    file = alerts_of(site, Alert("a" * 32, number, "王主考", "多数考生无法登录", (count,)))
    assert give(site.above.folder.root, TakeAlertFile(file)).number == 1
    with reading(site.above.folder) as connection:
        (came,) = came_alerts(connection, 10, 10)
    assert 0 <= came.alert.at <= LATEST
    page = admin_of(site.above).get("/web/sites")
    assert (page.status, "多数考生无法登录" in page.text) == (HTTPStatus.OK, True)


def test_the_record_of_the_latest_time_that_is_taken_is_shown_and_given_out(site: Reporting) -> None:
    give(site.below.folder.root, AskForEntry("exam-1", ZHANG, ROOM, "照片不像", picture(), "赵监考"))
    with writing(site.below.folder) as connection:
        connection.execute(update(checkins).values(at=LATEST, decided=LATEST))
    assert site.report().acknowledged
    admin = admin_of(site.above)
    for path in ("/web/sites", f"/web/sites/record?of={THERE}", f"/web/sites/record/file?of={THERE}"):
        assert admin.get(path).status == HTTPStatus.OK, path


@pytest.mark.parametrize("field", ["starts", "ends", "closes", "collected"])
def test_a_summary_with_a_time_beyond_that_is_not_taken(field: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"starts": 0, "ends": 0, "closes": 0, "lines": []} | {field: LATEST + 1}, Summary)


def test_nor_is_a_row_of_the_record() -> None:
    row = {"candidate": ZHANG, "room": ROOM, "state": "in", "at": LATEST + 1, "by": "赵监考"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(row, DoorEntry)


@pytest.mark.parametrize("time", [-HUGE, 2**53, HUGE, 10**30], ids=["before", "later", "huge", "endless"])
def test_a_time_that_no_calendar_holds_is_shown_as_the_first_or_last_that_it_does(time: int) -> None:
    nearest = LATEST if time > 0 else 0
    for shows in (shown, shown_minute, shown_clock):
        assert shows(time) == shows(nearest)
